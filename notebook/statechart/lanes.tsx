// One region as a list, for narrow screens and until a drawing is laid out: states with their bars, ways out below each.
import type { ComponentChildren } from 'preact';
import { percent, points } from '../words.ts';
import type { Region, State } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { rankedEvents, waysOf } from './figures.ts';
import { widthOf } from './geometry.ts';
import { type Mark, markKey } from './keys.ts';
import { spokenArrow, spokenState, times } from './say.ts';

/** Ways out that are listed; the state's own panel has all of them. */
const mostWays = 3;
const leastListed = 0.005;

/** @param children the panel of what is open in this region: it stands right below the state that it belongs to. */
export function RegionLane({
  region,
  drawing,
  children,
}: {
  readonly region: Region;
  readonly drawing: Drawing;
  readonly children: ComponentChildren;
}) {
  const open = drawing.open?.region === region.id ? drawing.open : null;
  const at = open?.kind === 'arrow' ? region.arrows.find((a) => a.id === open.arrow)?.from : open?.state;
  return (
    <ul class="lane">
      {region.states.map((state) => (
        <li key={state.id}>
          <StateRow state={state} region={region} drawing={drawing} />
          <Ways state={state} region={region} drawing={drawing} />
          {state.id === at && children}
        </li>
      ))}
    </ul>
  );
}

interface Properties {
  readonly state: State;
  readonly region: Region;
  readonly drawing: Drawing;
}

function isOpen(drawing: Drawing, mark: Mark): boolean {
  return drawing.open !== null && markKey(drawing.open) === markKey(mark);
}

function StateRow({ state, region, drawing }: Properties) {
  const mark: Mark = { region: region.id, kind: 'state', state: state.id };
  const p = drawing.figures.probability(region.id, state.id);
  const before = drawing.against?.base.probability(region.id, state.id) ?? null;
  const replayed = drawing.replay?.[region.id] === state.id;
  const difference = p !== null && before !== null ? points(p - before) : '';
  const tags = [state.initial ? 'start' : '', state.final ? 'final' : '', replayed ? 'replay' : ''].filter(
    (t) => t !== '',
  );
  const seen = [state.label, ...tags, ...(difference === '' ? [] : [difference]), percent(p)].join(' ');
  return (
    <button
      type="button"
      class={`lane-state${state.final ? ' final' : ''}`}
      data-mark={markKey(mark)}
      aria-expanded={isOpen(drawing, mark)}
      aria-label={spokenState(seen, state, region, drawing.figures, drawing.when, drawing.against)}
      style={{ '--p': p ?? 0, '--before': before ?? 0 }}
      onClick={(e) => drawing.onOpen(mark, e.detail === 0)}
    >
      <span class="name">
        {state.label}
        {tags.map((t) => (
          <small key={t} class={`tag ${t}`}>
            {' '}
            {t}{' '}
          </small>
        ))}
      </span>
      <span class="difference"> {difference}</span>
      <b> {percent(p)}</b>
      <span class="lane-bar">
        <i />
        {before !== null && <i class="before" />}
      </span>
    </button>
  );
}

function Ways({ state, region, drawing }: Properties) {
  const all = waysOf(region, state.id, 'from', drawing.figures).filter((w) => w.count === null || w.count > 0);
  const ways = all.filter((w) => w.count === null || w.count >= leastListed).slice(0, mostWays);
  const rarer = all.length - ways.length;
  if (all.length === 0) return null;
  const label = (id: string): string => region.states.find((s) => s.id === id)?.label ?? id;
  return (
    <ul class="lane-ways">
      {ways.map(({ arrow, count }) => {
        const mark: Mark = { region: region.id, kind: 'arrow', arrow: arrow.id };
        const [first, ...others] = rankedEvents(arrow, drawing.figures);
        const what = `${first?.label ?? arrow.events[0]?.label ?? ''}${others.length > 0 ? `, and ${others.length} more` : ''}`;
        const seen = `${label(arrow.to)} ${what} ${times(count)}`;
        return (
          <li key={arrow.id}>
            <button
              type="button"
              class={`lane-way${arrow.home ? '' : ' side'}`}
              data-mark={markKey(mark)}
              aria-expanded={isOpen(drawing, mark)}
              aria-label={spokenArrow(seen, arrow, region, drawing.figures, drawing.when)}
              style={{ '--width': `${widthOf(count, drawing.perFiring)}px` }}
              onClick={(e) => drawing.onOpen(mark, e.detail === 0)}
            >
              <i />
              <span>
                {label(arrow.to)}
                <small> {what} </small>
              </span>
              <span class="count">{times(count)}</span>
            </button>
          </li>
        );
      })}
      {rarer > 0 && (
        <li class="fine">
          {rarer} {ways.length > 0 && 'rarer '}
          {rarer === 1 ? 'way' : 'ways'} out
          {ways.length === 0 && ', each expected fewer than 0.01 times'}
        </li>
      )}
    </ul>
  );
}
