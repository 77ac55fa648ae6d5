// Bound scenario → sampled paths without its chain (Gillespie 1977, direct method on tables): what a few events do is looked up by the states of the regions that it depends on, and what has not been met yet is computed then (chain/local.ts).
// For models with more configurations than can be listed, and a check of the chain itself. Alias tables (paths.ts) are the right ones wherever a chain fits the processor's cache.
import { type LocalModel, localModelOf } from '../chain/local.ts';
import { predicateOf } from '../chain/predicate.ts';
import type { BoundScenario } from '../scenario/bind.ts';
import { regionsOf, type StateTest } from '../scenario/state-test.ts';
import type { Days } from '../vocabulary/units.ts';
import { type PathOptions, type PathSource, prepareTallies, type Tally, wordsFor } from './estimate.ts';
import type { KernelKind } from './kernels/kernel.ts';
import { buildLocalBench, type LocalArrays, roomier } from './kernels/local-kernel.ts';
import { maxJumps } from './paths.ts';
import { draw, seedInto } from './random.ts';

/** Tables of combinations up to this length, a map beyond. */
const longestTable = 1 << 16;

/** Walks through a model from its start. */
export interface LocalWalk {
  /** Jumps of a path before the horizon; more than `maxJumps` when they are too many. */
  walk(seed: number, path: number, horizon: Days): number;
  /** Of the last path, with what transitions change; valid until the next one. */
  arrays(): LocalArrays;
  /** By transition: its event, and what it counts of each reward. */
  readonly events: readonly string[];
  readonly amounts: readonly (readonly number[])[];
}

export function buildLocalWalk(model: LocalModel, kind?: KernelKind): LocalWalk {
  const { numbering, groups, start } = model;
  const sizeOf = (r: number): number => numbering.regions[r]!.states.length;
  const products = groups.map(({ regions }) => regions.reduce((n, r) => n * sizeOf(r), 1));
  // A group with too many combinations for a table has one place, in which nothing ever stands: it is looked up by its states.
  const lengths = products.map((n) => (n <= longestTable ? n : 1));
  const known = products.map((n) => (n <= longestTable ? null : new Map<string, number>()));
  const strides = groups.map(({ regions }, g) =>
    regions.map((_, k) => (known[g] ? 0 : regions.slice(0, k).reduce((n, r) => n * sizeOf(r), 1))),
  );
  const readers = numbering.regions.map((_, r) =>
    groups.flatMap(({ regions }, g) => (regions.includes(r) ? [[g, strides[g]![regions.indexOf(r)]!]] : [])),
  );
  let bench = buildLocalBench(
    {
      regions: numbering.regions.length,
      groups: groups.length,
      readers: readers.flat().length,
      combinations: lengths.reduce((a, b) => a + b, 0),
      rows: 1024,
      transitions: 4096,
      changes: 4096,
      jumps: 1024,
    },
    kind,
  );
  for (let g = 1; g < groups.length; g++) bench.arrays.first[g] = bench.arrays.first[g - 1]! + lengths[g - 1]!;
  bench.arrays.readers.set(readers.flat(2));
  readers.forEach((of, r) => {
    bench.arrays.readerStart[r + 1] = bench.arrays.readerStart[r]! + of.length;
  });
  const events: string[] = [];
  const amounts: (readonly number[])[] = [];
  let rows = 0;
  let changes = 0;
  /** Computes a row that has not been met. */
  const meet = (g: number): number => {
    const { transitions } = model.row(g, Uint8Array.from(bench.arrays.states));
    const { sizes } = bench;
    const sets = transitions.reduce((n, t) => n + t.sets.length, 0);
    if (rows === sizes.rows || events.length + transitions.length > sizes.transitions || changes + sets > sizes.changes)
      bench = roomier(
        bench,
        {
          rows: 2 * sizes.rows,
          transitions: 2 * (sizes.transitions + transitions.length),
          changes: 2 * (sizes.changes + sets),
        },
        kind,
      );
    const a = bench.arrays;
    a.rowEnds[4 * rows + 2] = events.length;
    let total = 0;
    for (const t of transitions) {
      a.rates[events.length] = t.rate;
      total += t.rate;
      a.sets[2 * events.length] = changes;
      for (const [region, state] of t.sets) {
        a.changes[2 * changes] = region;
        a.changes[2 * changes + 1] = state;
        changes++;
      }
      a.sets[2 * events.length + 1] = changes;
      events.push(t.event);
      amounts.push(t.amounts);
    }
    a.rowEnds[4 * rows + 3] = events.length;
    a.rowTotals[2 * rows] = total;
    return rows++;
  };
  /** Looks all groups up, and computes what has not been met. */
  const refresh = (): void => {
    for (let g = 0; g < groups.length; g++) {
      const at = bench.arrays.first[g]! + bench.arrays.combination[g]!;
      const map = known[g]!;
      const key = map && String.fromCharCode(...groups[g]!.regions.map((r) => bench.arrays.states[r]!));
      let n = map ? (map.get(key!) ?? -1) : bench.arrays.list[at]!;
      if (n < 0) {
        n = meet(g);
        if (map) map.set(key!, n);
        else bench.arrays.list[at] = n;
      }
      bench.arrays.row[g] = n;
      bench.arrays.total[g] = bench.arrays.rowTotals[2 * n]!;
    }
  };
  const startCombination = Int32Array.from(groups, ({ regions }, g) =>
    regions.reduce((sum, r, k) => sum + start[r]! * strides[g]![k]!, 0),
  );
  /** Of the start, once it has been looked up: all paths begin there. */
  let startRow: Int32Array | null = null;
  let startTotal = new Float64Array(0);
  const begin = (seed: number, path: number): void => {
    const { stream, clock, states, combination, row, total } = bench.arrays;
    seedInto(seed, path, stream);
    // The first draws still resemble the state.
    for (let k = 0; k < 8; k++) draw(stream);
    clock[0] = 0;
    // Few numbers: a loop is faster than `set`.
    for (let r = 0; r < start.length; r++) states[r] = start[r]!;
    for (let g = 0; g < startCombination.length; g++) combination[g] = startCombination[g]!;
    if (startRow) {
      for (let g = 0; g < startRow.length; g++) {
        row[g] = startRow[g]!;
        total[g] = startTotal[g]!;
      }
      return;
    }
    refresh();
    startRow = bench.arrays.row.slice();
    startTotal = bench.arrays.total.slice();
  };
  return {
    events,
    amounts,
    arrays: () => bench.arrays,
    walk(seed, path, horizon) {
      for (;;) {
        begin(seed, path);
        let jumps = bench.walk(0, horizon);
        while (jumps < 0) {
          refresh();
          jumps = bench.walk(-1 - jumps, horizon);
        }
        if (jumps <= bench.sizes.jumps || bench.sizes.jumps >= maxJumps) return jumps;
        // The same path again, with room for more of it.
        bench = roomier(bench, { jumps: Math.min(maxJumps, 4 * bench.sizes.jumps) }, kind);
      }
    },
  };
}

/** Prepares a model for sampling without its chain; each call samples a block of paths. The paths of a seed are others than those of its chain. */
export function prepareLocalPaths(bound: BoundScenario): (options: PathOptions) => Tally {
  return prepareTallies(bound, localPaths(bound));
}

function localPaths(bound: BoundScenario): PathSource {
  const asked = bound.rewards.flatMap((r) => (r.measure === 'until' ? [] : [{ reward: r, measure: r.measure }]));
  const model = localModelOf(
    bound,
    asked.map((a) => a.reward),
  );
  const { numbering, start } = model;
  const walk = buildLocalWalk(model);
  const count = asked.length;
  const rateOf = asked.map((_, n) => rateByStates(model, n));
  /** By region: rewards whose rate depends on it. */
  const rewardsOf = numbering.regions.map((_, r) =>
    model.rewardRegions.flatMap((regions, n) => (regions.includes(r) ? [n] : [])),
  );
  return {
    enumerated: false,
    rewards: asked.map(({ reward, measure }) => ({ id: reward.id, measure })),
    isTrueAtStart: (set) => predicateOf(set, numbering)(start, 0),
    reader(sets) {
      const words = wordsFor(sets);
      const holds = sets.map((set) => predicateOf(set, numbering));
      const setsOf = numbering.regions.map(({ id }) =>
        sets.flatMap((set: StateTest, s) => (new Set(regionsOf(set)).has(id) ? [s] : [])),
      );
      const states = new Uint8Array(numbering.regions.length);
      let members = new Int32Array(0);
      let room = 0;
      let rates: Float64Array[] = [];
      let amounts: (Float64Array | null)[] = [];
      const mark = (s: number, k: number): void => {
        const at = k * words + (s >> 5);
        const bit = 1 << (s & 31);
        if (holds[s]!(states, 0)) members[at]! |= bit;
        else members[at]! &= ~bit;
      };
      return (seed) => (path) => {
        const walked = walk.walk(seed, path, bound.horizon);
        const { times, taken, sets: changed, changes } = walk.arrays();
        const jumps = Math.min(walked, times.length - 1);
        if (members.length < (jumps + 1) * words) members = new Int32Array(2 * (jumps + 1) * words);
        if (room < jumps + 1) {
          room = 2 * (jumps + 1);
          rates = asked.map(() => new Float64Array(room));
          amounts = asked.map(({ reward }) => (reward.impulses.length > 0 ? new Float64Array(room) : null));
        }
        // The path once more, with what is asked of it.
        states.set(start);
        for (let s = 0; s < sets.length; s++) mark(s, 0);
        for (let n = 0; n < count; n++) rates[n]![0] = rateOf[n]!(states);
        times[0] = 0;
        for (let k = 1; k <= jumps; k++) {
          for (let w = 0; w < words; w++) members[k * words + w] = members[(k - 1) * words + w]!;
          for (let n = 0; n < count; n++) rates[n]![k] = rates[n]![k - 1]!;
          const t = taken[k]!;
          for (let n = 0; n < count; n++) if (amounts[n]) amounts[n]![k] = walk.amounts[t]![n]!;
          for (let c = changed[2 * t]!; c < changed[2 * t + 1]!; c++) states[changes[2 * c]!] = changes[2 * c + 1]!;
          for (let c = changed[2 * t]!; c < changed[2 * t + 1]!; c++) {
            for (const s of setsOf[changes[2 * c]!]!) mark(s, k);
            for (const n of rewardsOf[changes[2 * c]!]!) rates[n]![k] = rateOf[n]!(states);
          }
        }
        return {
          jumps,
          times,
          complete: walked === jumps,
          members,
          place: null,
          rates,
          amounts,
          transitions: null,
        };
      };
    },
  };
}

/** Rate of a reward in any states; computed once for those that agree in all that it depends on, unless that is too much for a table. */
function rateByStates(model: LocalModel, reward: number): (states: Uint8Array) => number {
  const regions = model.rewardRegions[reward]!;
  const strides: number[] = [];
  let product = 1;
  for (const r of regions) {
    strides.push(product);
    product *= model.numbering.regions[r]!.states.length;
  }
  if (product > longestTable) return (states) => model.rewardRate(reward, states);
  const rates = new Float64Array(product);
  const met = new Uint8Array(product);
  return (states) => {
    let at = 0;
    for (let k = 0; k < regions.length; k++) at += states[regions[k]!]! * strides[k]!;
    if (met[at] === 0) {
      rates[at] = model.rewardRate(reward, states);
      met[at] = 1;
    }
    return rates[at]!;
  };
}
