// Moving through a region by keyboard: from state to state, down into the ways out of a state, and along them.
import type { Region } from './chart.ts';

/** What is in focus or open: a state, or an arrow between two. */
export type Mark = { readonly region: string } & (
  | { readonly kind: 'state'; readonly state: string }
  | { readonly kind: 'arrow'; readonly arrow: string }
);

export const markKey = (mark: Mark): string => `${mark.region} ${mark.kind === 'state' ? mark.state : mark.arrow}`;

/** Where a key leads from a mark; null where it leads nowhere. Left and right: states in file order. Down: the ways out of a state, one after the other; right then follows the arrow, left goes back. */
export function nextMark(region: Region, mark: Mark, key: string): Mark | null {
  const state = (id: string | undefined): Mark | null =>
    id === undefined ? null : { region: region.id, kind: 'state', state: id };
  const arrow = (id: string | undefined): Mark | null =>
    id === undefined ? null : { region: region.id, kind: 'arrow', arrow: id };
  const states = region.states.map((s) => s.id);
  if (key === 'Home') return state(states[0]);
  if (key === 'End') return state(states.at(-1));
  if (mark.kind === 'state') {
    const place = states.indexOf(mark.state);
    if (key === 'ArrowRight') return state(states[place + 1]);
    if (key === 'ArrowLeft') return place > 0 ? state(states[place - 1]) : null;
    return key === 'ArrowDown' ? arrow(region.arrows.find((a) => a.from === mark.state)?.id) : null;
  }
  const here = region.arrows.find((a) => a.id === mark.arrow);
  if (here === undefined) return null;
  if (key === 'ArrowRight') return state(here.to);
  if (key === 'ArrowLeft') return state(here.from);
  const ways = region.arrows.filter((a) => a.from === here.from);
  const place = ways.indexOf(here);
  if (key === 'ArrowDown') return arrow(ways[place + 1]?.id);
  if (key === 'ArrowUp') return place > 0 ? arrow(ways[place - 1]?.id) : state(here.from);
  return null;
}
