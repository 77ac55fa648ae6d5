// One region as a drawing: states as boxes with name, probability and bar, arrows as wide as they are often taken. Positions never depend on figures.
import { useRef, useState } from 'preact/hooks';
import type { Region } from './chart.ts';
import { type Drawing, labelOfArrow, seenOfArrow, seenOfState } from './drawing.ts';
import { type Mark, markKey, nextMark } from './keys.ts';
import { ArrowLine, StateBox, Tip } from './marks.tsx';
import { spokenArrow, spokenState } from './say.ts';

export function RegionDrawing({ region, drawing }: { readonly region: Region; readonly drawing: Drawing }) {
  const start = region.states.find((s) => s.initial) ?? region.states[0]!;
  const [current, setCurrent] = useState<Mark>({ region: region.id, kind: 'state', state: start.id });
  const [pointed, setPointed] = useState<Mark | null>(null);
  const frame = useRef<SVGSVGElement>(null);
  const { width, height } = region.size!;
  const open = drawing.open?.region === region.id ? drawing.open : null;
  const lit = pointed ?? open;
  const litState = lit?.kind === 'state' ? lit.state : null;
  const litArrow = lit?.kind === 'arrow' ? region.arrows.find((a) => a.id === lit.arrow && a.drawn) : undefined;

  // An arrow whose label says all of it needs no note.
  const tipped =
    litArrow && pointed && (labelOfArrow(litArrow, drawing) === null || litArrow.events.length > 1)
      ? litArrow
      : undefined;

  const pressed = (e: KeyboardEvent): void => {
    const mark = focusedIn(region, e.target);
    if (mark === null || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === 'Enter' || e.key === ' ') {
      e.preventDefault();
      drawing.onOpen(mark, true);
      return;
    }
    const next = nextMark(region, mark, e.key);
    if (next === null) return;
    e.preventDefault();
    setCurrent(next);
    frame.current?.querySelector<SVGElement>(`[data-mark="${CSS.escape(markKey(next))}"]`)?.focus();
  };
  const markProperties = (mark: Mark) => ({
    role: 'button' as const,
    'data-mark': markKey(mark),
    // In lower case: in SVG the name is written as it stands, and browsers know only this one.
    tabindex: markKey(mark) === markKey(current) ? 0 : -1,
    'aria-expanded': open !== null && markKey(open) === markKey(mark),
    onClick: () => {
      setCurrent(mark);
      drawing.onOpen(mark, false);
    },
    onFocus: () => {
      setCurrent(mark);
      setPointed(mark);
    },
    onBlur: () => setPointed(null),
    onPointerEnter: () => setPointed(mark),
    onPointerLeave: () => setPointed(null),
  });

  const arrows = region.arrows
    .filter((a) => a.drawn !== null)
    .map((arrow) => ({ arrow, count: drawing.figures.count(arrow) }))
    // Side effects lie below, thick arrows on top.
    .sort((a, b) => Number(a.arrow.home) - Number(b.arrow.home) || (a.count ?? 0) - (b.count ?? 0));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing has no fieldset
    <svg
      ref={frame}
      class={`region-drawing${litState !== null || litArrow ? ' some-lit' : ''}`}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      style={{ '--natural': `${width}px` }}
      role="group"
      aria-label={`${region.label}: arrow keys move, Enter opens`}
      onKeyDown={pressed}
    >
      {arrows.map(({ arrow, count }) => (
        <g
          key={arrow.id}
          class={[
            'arrow',
            arrow.home ? '' : 'side',
            count !== null && count < 0.005 ? 'rare' : '',
            arrow === tipped ? 'pointed' : '',
            arrow === litArrow || arrow.from === litState || arrow.to === litState ? 'lit' : '',
          ].join(' ')}
          {...markProperties({ region: region.id, kind: 'arrow', arrow: arrow.id })}
          aria-label={spokenArrow(
            seenOfArrow(labelOfArrow(arrow, drawing), count),
            arrow,
            region,
            drawing.figures,
            drawing.when,
          )}
        >
          <ArrowLine arrow={arrow} count={count} drawing={drawing} />
        </g>
      ))}
      {region.states.map((state) => {
        const replayed = drawing.replay?.[region.id] === state.id;
        const seen = seenOfState(state, drawing, replayed);
        return (
          <g
            key={state.id}
            class={`state${state.id === litState ? ' lit' : ''}${replayed ? ' replayed' : ''}`}
            {...markProperties({ region: region.id, kind: 'state', state: state.id })}
            aria-label={spokenState(seen, state, region, drawing.figures, drawing.when, drawing.against)}
            transform={`translate(${state.box!.x} ${state.box!.y})`}
          >
            <StateBox state={state} drawing={drawing} replayed={replayed} />
          </g>
        );
      })}
      {tipped && <Tip arrow={tipped} region={region} drawing={drawing} />}
    </svg>
  );
}

function focusedIn(region: Region, target: EventTarget | null): Mark | null {
  const key = (target as Element | null)?.closest?.('[data-mark]')?.getAttribute('data-mark');
  const state = region.states.find((s) => markKey({ region: region.id, kind: 'state', state: s.id }) === key);
  if (state) return { region: region.id, kind: 'state', state: state.id };
  const arrow = region.arrows.find((a) => markKey({ region: region.id, kind: 'arrow', arrow: a.id }) === key);
  return arrow ? { region: region.id, kind: 'arrow', arrow: arrow.id } : null;
}
