// Events → what a firing depends on: the regions of its guard, those that it changes, and those that what happens at once behind it reads or changes.
import { regionsOf, type StateTest } from '../scenario/state-test.ts';
import type { Statechart } from '../statechart/chart.ts';

/** What an `always` reads and sets, as positions of regions. */
export interface Reaction {
  readonly reads: readonly number[];
  readonly sets: readonly number[];
}

/** @param regions in their order. */
export function reactionsOf(
  regions: readonly { readonly id: string }[],
  always: readonly { readonly guard: StateTest; readonly effects: readonly { readonly region: string }[] }[],
): Reaction[] {
  const at = new Map(regions.map((r, k) => [r.id, k]));
  return always.map(({ guard, effects }) => ({
    reads: [...regionsOf(guard)].map((r) => at.get(r)!),
    sets: effects.map((e) => at.get(e.region)!),
  }));
}

/** Adds to `sets` what may change at once behind a change of these regions, and to `reads` what that depends on: an `always` is concerned when it asks about a changed region, or would set it back. */
export function addReactions(reactions: readonly Reaction[], sets: Set<number>, reads: Set<number>): void {
  const rest = new Set(reactions);
  for (let before = -1; before !== rest.size; ) {
    before = rest.size;
    for (const a of rest) {
      if (![...a.reads, ...a.sets].some((r) => sets.has(r))) continue;
      rest.delete(a);
      for (const r of a.reads) reads.add(r);
      for (const r of a.sets) sets.add(r);
    }
  }
}

/** Neighbours in the order of events, as one: whether each is enabled, and how each changes the configuration, is a function of the states of these regions. */
export interface Segment {
  readonly events: readonly number[];
  /** Ascending; null when their states make too many combinations for a table. */
  readonly regions: readonly number[] | null;
}

/** A table of so many combinations is soon filled. */
const fewCombinations = 64;
const largestTable = 8192;

/**
 * @param events guards and effects, in the order of the rows.
 * @param kept regions that can change, by position.
 */
export function segmentsOf(
  chart: Statechart,
  events: readonly Statechart['events'][number][],
  kept: readonly number[],
  reactions: readonly Reaction[],
): Segment[] {
  const at = new Map(chart.regions.map((r, k) => [r.id, k]));
  const changing = new Set(kept);
  const product = (regions: Iterable<number>): number => {
    let n = 1;
    for (const r of regions) n *= chart.regions[r]!.states.length;
    return n;
  };
  const found: { events: number[]; regions: Set<number> | null }[] = [];
  events.forEach((event, e) => {
    const reads = new Set([...regionsOf(event.guard)].map((r) => at.get(r)!));
    const sets = new Set(event.effects.map(({ region }) => at.get(region)!));
    addReactions(reactions, sets, reads);
    const own = new Set([...reads, ...sets].filter((r) => changing.has(r)));
    const regions = product(own) <= largestTable ? own : null;
    const last = found.at(-1);
    if (last && (last.regions === null) === (regions === null)) {
      const both = regions && new Set([...last.regions!, ...regions]);
      // Together as long as that costs no more combinations, or few.
      if (!both || product(both) <= Math.max(fewCombinations, product(last.regions!), product(regions))) {
        last.events.push(e);
        last.regions = both;
        return;
      }
    }
    found.push({ events: [e], regions });
  });
  return found.map((s) => ({ events: s.events, regions: s.regions && [...s.regions].sort((a, b) => a - b) }));
}
