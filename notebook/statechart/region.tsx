// One region as a drawing: states as boxes with name, probability and bar, arrows as wide as they are often taken. Positions never depend on figures.
import { useRef, useState } from 'preact/hooks';
import { percent, points } from '../words.ts';
import type { Arrow, Region, State } from './chart.ts';
import { type DayFigures, leadingEvent, rankedEvents } from './figures.ts';
import { lineOf, widthOf } from './geometry.ts';
import { type Mark, markKey, nextMark } from './keys.ts';
import { spokenArrow, spokenState, times } from './say.ts';

/** What all regions of a drawing share. */
export interface Drawing {
  readonly figures: DayFigures;
  /** At the horizon: decides which labels stand, so that scrubbing does not make them come and go. */
  readonly atEnd: DayFigures;
  readonly against: { readonly base: DayFigures; readonly label: string } | null;
  /** The day of the figures, in words. */
  readonly when: string;
  readonly perFiring: number;
  readonly open: Mark | null;
  /** Where a replay stands; null when none is under way. */
  readonly replay: Readonly<Record<string, string>> | null;
  readonly onOpen: (mark: Mark, byKeyboard: boolean) => void;
}

/** Arrows that are expected fewer times than this by the horizon are labelled only when pointed at. */
const leastLabelled = 0.02;

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
    tabIndex: markKey(mark) === markKey(current) ? 0 : -1,
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
            arrow === litArrow ? 'pointed' : '',
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
      {litArrow && <Tip arrow={litArrow} drawing={drawing} room={region.size!} />}
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

interface ArrowLabel {
  readonly lines: readonly string[];
  /** How many more events take the arrow now and then. */
  readonly others: number;
}

/** Null: the arrow is labelled only when pointed at. */
function labelOfArrow(arrow: Arrow, { atEnd }: Drawing): ArrowLabel | null {
  const leading = leadingEvent(arrow, atEnd);
  const count = atEnd.count(arrow);
  if (leading === null || (count !== null && count < leastLabelled)) return null;
  const taken = arrow.events.filter((e) => (atEnd.count(arrow, e.id) ?? 0) >= 0.005).length;
  return { lines: leading.lines, others: Math.max(0, taken - 1) };
}

function seenOfArrow(label: ArrowLabel | null, count: number | null): string {
  return label === null
    ? ''
    : [...label.lines.filter((l) => l !== ''), ...(label.others > 0 ? [`+${label.others}`] : []), times(count)].join(
        ' ',
      );
}

/** What stands in a state's box, in the order in which it is written there. */
function seenOfState(state: State, { figures, against }: Drawing, replayed: boolean): string {
  const p = figures.probability(state.region, state.id);
  const before = against?.base.probability(state.region, state.id) ?? null;
  return [
    state.lines.join(' '),
    percent(p),
    ...(p !== null && before !== null ? [points(p - before)] : []),
    ...(state.initial ? ['start'] : []),
    ...(replayed ? ['replay'] : []),
  ].join(' ');
}

function ArrowLine({
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

function StateBox({
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
      </text>
      {p !== null && before !== null && (
        <text class="difference" x={width - 12} y={height - 18} text-anchor="end">
          {points(p - before)}
        </text>
      )}
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
        {text}
      </text>
    </g>
  );
}

/** Every event of an arrow with its count, over the drawing, while it is pointed at or open. */
function Tip({
  arrow,
  drawing,
  room,
}: {
  readonly arrow: Arrow;
  readonly drawing: Drawing;
  readonly room: { readonly width: number; readonly height: number };
}) {
  const events = rankedEvents(arrow, drawing.figures);
  const shown = events.slice(0, 4);
  const lines = [
    ...shown.map((e) => ({ text: `${e.label}${e.home ? '' : ' (side effect)'}`, count: times(e.count) })),
    ...(events.length > shown.length ? [{ text: `and ${events.length - shown.length} more`, count: '' }] : []),
  ];
  if (lines.length === 0) lines.push({ text: arrow.events[0]?.label ?? '', count: '' });
  const width = Math.min(Math.max(...lines.map((l) => l.text.length * 6.1 + 62)), room.width);
  const height = lines.length * 17 + 12;
  const [cx, cy] = arrow.drawn!.label;
  const x = Math.min(Math.max(0, cx - width / 2), room.width - width);
  const y = Math.min(Math.max(0, cy - height / 2), Math.max(0, room.height - height));
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <g class="tip" aria-hidden="true" transform={`translate(${x} ${y})`}>
      <rect width={width} height={height} rx={6} />
      {lines.map((l, i) => (
        <text key={i} y={20 + i * 17 - 2}>
          <tspan x={9}>{l.text}</tspan>
          <tspan class="count" x={width - 9} text-anchor="end">
            {l.count}
          </tspan>
        </text>
      ))}
    </g>
  );
}
