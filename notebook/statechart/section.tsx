// The statechart of the selected variant: every region with its states and arrows on a day that can be scrubbed, and a panel for what is opened. Positions come from a layout; only fills, bars, numbers and widths follow the figures.
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { Configuration } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { States } from '../cells/states.tsx';
import { contentKey, toVariantView } from '../document/document.ts';
import { useReplayNow } from '../replay/now.ts';
import { useNear } from '../use-near.ts';
import { type Chart, chartOf, type Region } from './chart.ts';
import { Controls } from './controls.tsx';
import type { Drawing } from './drawing.ts';
import { figuresOn, knownDay, largestCount, stopsOf } from './figures.ts';
import { pixelsPerFiring, rowsOf } from './geometry.ts';
import { type Mark, markKey } from './keys.ts';
import { RegionLane } from './lanes.tsx';
import { Legend } from './legend.tsx';
import { type Opened, Panel } from './panel.tsx';
import { RegionDrawing } from './region.tsx';
import { dayInFull } from './say.ts';
import { standingOf, withOccupancy } from './standing.ts';
import { useFlows } from './use-flows.ts';
import { useLayout } from './use-layout.ts';
import { useWidth } from './use-place.ts';
import './statechart.css';

/** Narrower than this, regions are lists. */
const narrowest = 660;
/** Between frames, and what a frame adds to its drawing, in pixels. */
const gap = 14;
const framePadding = 24;
/** A drawing may shrink to this share of its size to fit beside another. */
const leastScale = 0.94;

interface Properties {
  /** A cell's own day; left out: that of the document. */
  readonly day?: number;
  readonly onDay?: (day: number) => void;
}

export default function StatechartSection({ day: fixed, onDay }: Properties) {
  const { model, document, selected, base, knownOf } = useBench();
  const { view } = model;
  const id = useId();
  const frame = useRef<HTMLElement>(null);
  const width = useWidth(frame);
  const near = useNear(frame);
  const wanted = fixed ?? document.day;
  const [day, setDay] = useState(wanted);
  useEffect(() => setDay(wanted), [wanted]);
  const [compared, setCompared] = useState(true);
  const [opened, setOpened] = useState<(Opened & { readonly takeFocus: boolean }) | null>(null);
  const replay = useReplayNow();

  const differs = contentKey(selected) !== contentKey(base);
  const { layout, problem: layoutProblem } = useLayout(near);
  const { flows, stale, problem: flowsProblem } = useFlows(selected, near, 'statechart-flows');
  const { flows: baseFlows } = useFlows(base, near && differs && compared, 'statechart-base');
  const known = knownOf(selected);
  const standing = standingOf(known);
  const tabled = useMemo(() => withOccupancy(known, stale ? null : flows, view.days), [known, flows, stale]);
  const baseStanding = standingOf(knownOf(base));
  const chart = useMemo(
    () => chartOf(view, selected.changes.initial, layout, flows),
    [view, layout, flows, selected.changes.initial],
  );
  const variant = useMemo(() => toVariantView(selected), [contentKey(selected)]);
  const start = startOf(chart);

  const shown = knownDay(day, flows, standing);
  const figures = useMemo(() => figuresOn(shown, flows, standing, stale), [shown, flows, standing, stale]);
  const atEnd = useMemo(() => figuresOn(flows?.days.at(-1) ?? shown, flows, standing), [flows, standing]);
  const baseFigures = useMemo(() => figuresOn(shown, baseFlows, baseStanding), [shown, baseFlows, baseStanding]);
  const perFiring = pixelsPerFiring(Math.max(largestCount(flows), largestCount(baseFlows)));

  const open = (mark: Mark, byKeyboard: boolean): void =>
    setOpened((was) =>
      was?.mark && markKey(was.mark) === markKey(mark) && was.mark.kind === mark.kind
        ? null
        : { mark, move: null, takeFocus: byKeyboard },
    );
  const close = (): void => {
    const mark = opened?.mark;
    setOpened(null);
    const target = mark
      ? frame.current?.querySelector<HTMLElement>(`[data-mark="${CSS.escape(markKey(mark))}"]`)
      : frame.current?.querySelector<HTMLElement>('.move-picker select');
    target?.focus();
  };
  const drawing: Drawing = {
    figures,
    atEnd,
    against: differs && compared ? { base: baseFigures, label: base.label } : null,
    when: dayInFull(view, shown),
    perFiring,
    open: opened?.mark ?? null,
    replay: replay?.configuration ?? null,
    onOpen: open,
  };
  const drawn = chart.drawn && width >= narrowest;
  const rows = drawn
    ? rowsOf(chart.regions, (r) => (r.size!.width + framePadding) * leastScale, width, gap)
    : chart.regions.map((r) => [r]);
  const home = opened?.mark?.region ?? (opened?.move ? (chart.events.get(opened.move)?.region ?? null) : null);
  const panel = opened && (
    <Panel
      id={id}
      opened={opened}
      takeFocus={opened.takeFocus}
      chart={chart}
      drawing={drawing}
      variant={variant}
      start={start}
      flows={flows}
      baseFlows={baseFlows}
      onClose={close}
    />
  );
  return (
    <section
      ref={frame}
      class="card statechart"
      // A cell is no landmark of the page.
      role={onDay && 'group'}
      aria-labelledby={`${id}-title`}
      onKeyDown={(e) => {
        if (e.key !== 'Escape' || opened === null) return;
        e.stopPropagation();
        close();
      }}
    >
      <div class="card-head">
        <h2 id={`${id}-title`}>
          Where things stand, and how they move
          <small>
            probability of each state on the day, and how often each arrow is expected to be taken by then, in “
            {selected.label}”
          </small>
        </h2>
      </div>
      <Controls
        id={id}
        view={view}
        stops={stopsOf(view)}
        day={day}
        shown={shown}
        compared={differs ? compared : null}
        baseLabel={base.label}
        move={opened?.move ?? null}
        width={width}
        onDay={(next) => {
          setDay(next);
          onDay?.(next);
        }}
        onCompared={setCompared}
        onMove={(move) => setOpened(move === null ? null : { mark: null, move, takeFocus: true })}
      />
      {flowsProblem && <p class="problem">The arrows could not be counted: {flowsProblem}.</p>}
      {layoutProblem && <p class="fine">Shown as lists: {layoutProblem}.</p>}
      <div class={`regions${stale ? ' stale' : ''}`}>
        {rows.map((row) => (
          <Row key={row.map((r) => r.id).join(' ')} row={row} drawn={drawn} drawing={drawing}>
            {home !== null && row.some((r) => r.id === home) ? panel : null}
          </Row>
        ))}
      </div>
      {home === null && panel}
      {width > 0 && <Legend perFiring={perFiring} against={base.label} />}
      <details class="same-numbers">
        <summary>The same numbers as a table</summary>
        <States view={view} variant={selected} known={tabled} stale={tabled.result?.occupancy === undefined} />
      </details>
    </section>
  );
}

function Row({
  row,
  drawn,
  drawing,
  children,
}: {
  readonly row: readonly Region[];
  readonly drawn: boolean;
  readonly drawing: Drawing;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <>
      <div class="row">
        {row.map((region) => (
          <div
            key={region.id}
            class="region"
            data-region={region.id}
            style={drawn ? { flexGrow: region.size!.width, flexBasis: `${region.size!.width + framePadding}px` } : {}}
          >
            <h3>{region.label}</h3>
            {drawn ? (
              <div class="drawing-frame">
                <RegionDrawing region={region} drawing={drawing} />
              </div>
            ) : (
              <RegionLane region={region} drawing={drawing}>
                {children}
              </RegionLane>
            )}
          </div>
        ))}
      </div>
      {(drawn || drawing.open === null) && children}
    </>
  );
}

function startOf(chart: Chart): Configuration {
  return Object.fromEntries(
    chart.regions.map((r) => [r.id, (r.states.find((s) => s.initial) ?? r.states[0])?.id ?? '']),
  );
}
