// The panel of what was opened: a state, an arrow, or a move from the list.
import { useEffect, useRef } from 'preact/hooks';
import type { Configuration, Flows, VariantView } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { ArrowPanel } from './arrow-panel.tsx';
import type { Chart } from './chart.ts';
import type { Drawing } from './drawing.ts';
import type { Mark } from './keys.ts';
import { actorName } from './say.ts';
import { StatePanel } from './state-panel.tsx';
import { WhyMove } from './why-move.tsx';
import './panel.css';

/** What is open: a place in the drawing, or a move by its id. */
export type Opened = { readonly mark: Mark; readonly move: null } | { readonly mark: null; readonly move: string };

interface Properties {
  readonly id: string;
  readonly opened: Opened;
  /** Put the focus inside: it was opened by keyboard or from a list. */
  readonly takeFocus: boolean;
  readonly chart: Chart;
  readonly drawing: Drawing;
  readonly variant: VariantView;
  readonly start: Configuration;
  readonly flows: Flows | null;
  readonly baseFlows: Flows | null;
  readonly onClose: () => void;
}

export function Panel(p: Properties) {
  const { opened, chart, drawing, variant, start, flows, onClose } = p;
  const { model } = useBench();
  const frame = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (p.takeFocus) heading.current?.focus({ preventScroll: true });
    frame.current?.scrollIntoView({ block: 'nearest' });
  }, [opened]);

  const region = opened.mark ? chart.regions.find((r) => r.id === opened.mark.region) : undefined;
  const mark = opened.mark;
  const state = mark?.kind === 'state' ? region?.states.find((s) => s.id === mark.state) : undefined;
  const arrow = mark?.kind === 'arrow' ? region?.arrows.find((a) => a.id === mark.arrow) : undefined;
  const label = (id: string): string => region?.states.find((s) => s.id === id)?.label ?? id;
  const move = opened.move === null ? undefined : chart.events.get(opened.move);
  if (!state && !arrow && !move) return null;
  return (
    <section ref={frame} class="statechart-panel" aria-labelledby={`${p.id}-panel`}>
      <header>
        <h3 id={`${p.id}-panel`} ref={heading} tabIndex={-1}>
          {region && <small>{region.label}</small>}
          {move && <small>{actorName(model.view, move.actor)}</small>}
          {state?.label}
          {arrow && (
            <>
              {label(arrow.from)} <ArrowGlyph /> <span class="spoken">to</span> {label(arrow.to)}
            </>
          )}
          {move?.label}
        </h3>
        <button type="button" class="close" aria-label="Close" onClick={onClose}>
          <span aria-hidden="true">×</span>
        </button>
      </header>
      {state && region && (
        <StatePanel
          state={state}
          region={region}
          drawing={drawing}
          flows={flows}
          baseFlows={p.baseFlows}
          onOpen={drawing.onOpen}
        />
      )}
      {arrow && region && (
        <ArrowPanel
          key={`${arrow.region} ${arrow.id}`}
          arrow={arrow}
          region={region}
          chart={chart}
          figures={drawing.figures}
          variant={variant}
          start={start}
          flows={flows}
        />
      )}
      {move && (
        <WhyMove key={move.id} variant={variant} move={move.id} start={start} at={start} chart={chart} flows={flows} />
      )}
    </section>
  );
}

/** Drawn, because not every typeface has one. */
function ArrowGlyph() {
  return (
    <svg class="glyph" width="20" height="10" viewBox="0 0 20 10" aria-hidden="true">
      <path d="M0 5H16M12 1.5L17 5L12 8.5" fill="none" stroke="currentColor" stroke-width="1.6" />
    </svg>
  );
}
