// The marks of a drawn region: a state's box, an arrow's line and label, and what an arrow says when it is pointed at.
import { percent, points } from '../words.ts';
import type { Arrow, Region, State } from './chart.ts';
import { type Drawing, labelOfArrow } from './drawing.ts';
import { rankedEvents } from './figures.ts';
import { lineOf, placeFor, widthOf } from './geometry.ts';
import { times } from './say.ts';

export function ArrowLine({
  arrow,
  count,
  drawing,
}: {
  readonly arrow: Arrow;
  readonly count: number | null;
  readonly drawing: Drawing;
}) {
  const { points: way, label: centre, labelSize } = arrow.drawn!;
  const width = widthOf(count, drawing.perFiring);
  const { shaft, head } = lineOf(way, width);
  const label = labelOfArrow(arrow, drawing);
  const top = centre[1] - labelSize[1] / 2;
  return (
    <>
      <path class="hit" d={shaft} />
      <path class="ring" d={shaft} stroke-width={width + 8} />
      <g class="line">
        <path class="shaft" d={shaft} stroke-width={width} />
        <path class="head" d={head} />
      </g>
      {label && (
        <text class="arrow-label" text-anchor="middle">
          {label.lines.map((line, i) => (
            <tspan key={i} x={centre[0]} y={top + 11 + i * 14}>
              {line === '' ? '' : `${line} `}
              {i === label.lines.length - 1 && (
                <>
                  {label.others > 0 && <tspan class="others">+{label.others} </tspan>}
                  <tspan class="count">{times(count)}</tspan>
                </>
              )}
            </tspan>
          ))}
        </text>
      )}
    </>
  );
}

export function StateBox({
  state,
  drawing,
  replayed,
}: {
  readonly state: State;
  readonly drawing: Drawing;
  readonly replayed: boolean;
}) {
  const { width, height } = state.box!;
  const p = drawing.figures.probability(state.region, state.id);
  const before = drawing.against?.base.probability(state.region, state.id) ?? null;
  const room = width - 24;
  return (
    <>
      <rect class="ring" x={-4} y={-4} width={width + 8} height={height + 8} rx={11} />
      <rect class="box" width={width} height={height} rx={8} style={{ '--p': p ?? 0 }} />
      {state.final && <rect class="inner" x={3.5} y={3.5} width={width - 7} height={height - 7} rx={5} />}
      <text class="name">
        {state.lines.map((line, i) => (
          <tspan key={i} x={12} y={23 + i * 18}>
            {`${line} `}
          </tspan>
        ))}
      </text>
      <text class="p" x={12} y={height - 18}>
        {percent(p)}
      </text>{' '}
      {p !== null && before !== null && (
        <text class="difference" x={width - 12} y={height - 18} text-anchor="end">
          {points(p - before)}
        </text>
      )}{' '}
      <rect class="p-track" x={12} y={height - 11} width={room} height={5} rx={2.5} />
      <rect class="p-bar" x={12} y={height - 11} width={Math.max(p ? 1 : 0, room * (p ?? 0))} height={5} rx={2} />
      {before !== null && (
        <rect class="p-before" x={12 + room * before - 1} y={height - 13.5} width={2} height={10} rx={1} />
      )}
      {state.initial && <Tab x={8} text="start" width={36} />}
      {replayed && <Tab x={width - 56} text="replay" width={46} />}
    </>
  );
}

function Tab({ x, text, width }: { readonly x: number; readonly text: string; readonly width: number }) {
  return (
    <g class={`tab ${text}`}>
      <rect x={x} y={-8} width={width} height={15} rx={7.5} />
      <text x={x + width / 2} y={3} text-anchor="middle">
        {`${text} `}
      </text>
    </g>
  );
}

/** Every event of an arrow with its count, over the drawing, while it is pointed at. */
export function Tip({
  arrow,
  region,
  drawing,
}: {
  readonly arrow: Arrow;
  readonly region: Region;
  readonly drawing: Drawing;
}) {
  const events = rankedEvents(arrow, drawing.figures).filter((e) => e.count === null || e.count > 0);
  const shown = events.slice(0, 4);
  const rest = events.length - shown.length;
  const lines = [
    ...shown.map((e) => ({ text: `${e.label}${e.home ? '' : ' (side effect)'}`, count: times(e.count) })),
    ...(rest > 0 ? [{ text: `and ${rest} more`, count: '' }] : []),
  ];
  if (lines.length === 0) lines.push({ text: arrow.events[0]?.label ?? '', count: times(0) });
  const room = region.size!;
  const width = Math.min(Math.max(...lines.map((l) => l.text.length * 6.1 + 62)), room.width);
  const size = { width, height: lines.length * 17 + 12 };
  const [x, y] = placeFor(
    arrow.drawn!.label,
    size,
    room,
    region.states.flatMap((s) => s.box ?? []),
  );
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <g class="tip" aria-hidden="true" transform={`translate(${x} ${y})`}>
      <rect width={width} height={size.height} rx={6} />
      {lines.map((l, i) => (
        <text key={i} y={18 + i * 17}>
          <tspan x={9}>{l.text}</tspan>
          <tspan class="count" x={width - 9} text-anchor="end">
            {l.count}
          </tspan>
        </text>
      ))}
    </g>
  );
}
