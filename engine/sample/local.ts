// Bound scenario → sampled paths without its chain (Gillespie 1977, direct method on tables): what a few events do is looked up by the states of the regions that it depends on, and what has not been met yet is computed then (chain/local.ts).
// For models with more configurations than can be listed, and a check of the chain itself. Alias tables (paths.ts) are the right ones wherever a chain fits the processor's cache.
import { type LocalModel, localModelOf } from '../chain/local.ts';
import { predicateOf } from '../chain/predicate.ts';
import type { BoundScenario } from '../scenario/bind.ts';
import { regionsOf, type StateTest } from '../scenario/state-test.ts';
import type { Days } from '../vocabulary/units.ts';
import {
  type AskedReward,
  type PathOptions,
  type PathReading,
  type PathSource,
  prepareTallies,
  type Tally,
  wordsFor,
} from './estimate.ts';
import { exponential } from './kernels/kernel.ts';
import { maxJumps } from './paths.ts';
import { bits53, draw, seedInto } from './random.ts';

/** Tables of combinations up to this length, a map beyond. */
const longestTable = 1 << 16;

/** Something by the states of some regions, computed when it is met first. */
interface Lookup {
  readonly strides: readonly (readonly [region: number, stride: number])[];
  at(combination: number): number;
}

/** @param compute for the states that the path is in. Its results are numbers that are not NaN. */
function buildLookup(
  regions: readonly number[],
  states: Uint8Array,
  sizeOf: (region: number) => number,
  compute: () => number,
): Lookup {
  let product = 1;
  const strides = regions.map((r) => {
    const stride = product;
    product *= sizeOf(r);
    return [r, stride] as const;
  });
  if (product > Number.MAX_SAFE_INTEGER) {
    // More combinations than numbers for them: known by their states.
    const known = new Map<string, number>();
    const at = (): number => {
      const key = String.fromCharCode(...regions.map((r) => states[r]!));
      const value = known.get(key) ?? compute();
      known.set(key, value);
      return value;
    };
    return { strides, at };
  }
  if (product > longestTable) {
    const known = new Map<number, number>();
    const at = (combination: number): number => {
      let value = known.get(combination);
      if (value === undefined) {
        value = compute();
        known.set(combination, value);
      }
      return value;
    };
    return { strides, at };
  }
  const known = new Float64Array(product).fill(Number.NaN);
  const at = (combination: number): number => {
    let value = known[combination]!;
    if (Number.isNaN(value)) {
      value = compute();
      known[combination] = value;
    }
    return value;
  };
  return { strides, at };
}

/** Rows that have been met, one behind the other. */
interface Rows {
  readonly total: number[];
  /** Transitions of row n: start[n] … start[n + 1]. */
  readonly start: number[];
  readonly rate: number[];
  readonly event: string[];
  /** What transition t sets: setStart[t] … setStart[t + 1]. */
  readonly setStart: number[];
  readonly setRegion: number[];
  readonly setState: number[];
  /** Of transition t and reward r at [t × rewards + r]. */
  readonly amount: number[];
}

/** A walk through a model from its start. */
export interface LocalWalk {
  readonly stream: Int32Array;
  /** States by region, where the walk stands. */
  readonly states: Uint8Array;
  begin(): void;
  /** Takes the next jump if it comes by the horizon; NaN otherwise. */
  step(now: number, horizon: Days): number;
  /** Event of the last jump. */
  event(): string;
  /** Regions that it changed. */
  readonly changed: number[];
  /** What a reward counts at it. */
  amount(reward: number): number;
  /** Where everything that has been met stands: rows and their rates, for checking. */
  readonly rows: Rows;
}

export function buildLocalWalk(model: LocalModel): LocalWalk {
  const { numbering, groups, start } = model;
  const width = numbering.regions.length;
  const rewards = model.rewardRegions.length;
  const states = new Uint8Array(width);
  const stream = new Int32Array(6);
  const rows: Rows = {
    total: [],
    start: [0],
    rate: [],
    event: [],
    setStart: [0],
    setRegion: [],
    setState: [],
    amount: [],
  };
  const meet = (group: number): number => {
    let total = 0;
    for (const { event, rate, sets, amounts } of model.row(group, states).transitions) {
      total += rate;
      rows.rate.push(rate);
      rows.event.push(event);
      for (const [region, state] of sets) {
        rows.setRegion.push(region);
        rows.setState.push(state);
      }
      rows.setStart.push(rows.setRegion.length);
      rows.amount.push(...amounts);
    }
    rows.start.push(rows.rate.length);
    return rows.total.push(total) - 1;
  };
  const sizeOf = (r: number): number => numbering.regions[r]!.states.length;
  const lookups = groups.map((g, n) => buildLookup(g.regions, states, sizeOf, () => meet(n)));
  /** Groups that depend on region r, with the stride that it has in each. */
  const readers: { readonly group: Int32Array; readonly stride: Float64Array }[] = [];
  for (let r = 0; r < width; r++) {
    const of = lookups.flatMap(({ strides }, g) => strides.filter(([s]) => s === r).map(([, stride]) => [g, stride]));
    readers.push({ group: Int32Array.from(of, ([g]) => g!), stride: Float64Array.from(of, ([, s]) => s!) });
  }
  const combination = new Float64Array(groups.length);
  const row = new Int32Array(groups.length);
  const total = new Float64Array(groups.length);
  const stale = new Int32Array(groups.length);
  const isStale = new Uint8Array(groups.length);
  const changed: number[] = [];
  let taken = -1;
  const look = (g: number): void => {
    const n = lookups[g]!.at(combination[g]!);
    row[g] = n;
    total[g] = rows.total[n]!;
  };
  return {
    stream,
    states,
    changed,
    rows,
    event: () => rows.event[taken]!,
    amount: (reward) => rows.amount[taken * rewards + reward]!,
    begin() {
      states.set(start);
      // The first draws still resemble the state.
      for (let k = 0; k < 8; k++) draw(stream);
      for (let g = 0; g < groups.length; g++) {
        let c = 0;
        for (const [r, stride] of lookups[g]!.strides) c += states[r]! * stride;
        combination[g] = c;
        look(g);
      }
    },
    step(now, horizon) {
      // Summed anew at each step: nothing can drift.
      let sum = 0;
      for (let g = 0; g < total.length; g++) sum += total[g]!;
      const then = now + exponential(stream) / sum;
      if (!(then <= horizon)) return Number.NaN;
      draw(stream);
      let u = (bits53(stream) / 9007199254740992) * sum;
      // The last one that can happen takes what rounding leaves over.
      let g = -1;
      for (let n = 0; n < total.length; n++) {
        if (total[n] === 0) continue;
        g = n;
        if (u < total[n]!) break;
        u -= total[n]!;
      }
      const n = row[g]!;
      const end = rows.start[n + 1]! - 1;
      taken = rows.start[n]!;
      for (; taken < end && u >= rows.rate[taken]!; taken++) u -= rows.rate[taken]!;
      changed.length = 0;
      let count = 0;
      for (let k = rows.setStart[taken]!, last = rows.setStart[taken + 1]!; k < last; k++) {
        const r = rows.setRegion[k]!;
        const by = rows.setState[k]! - states[r]!;
        states[r] = rows.setState[k]!;
        changed.push(r);
        const { group, stride } = readers[r]!;
        for (let m = 0; m < group.length; m++) {
          const of = group[m]!;
          combination[of]! += by * stride[m]!;
          if (isStale[of]) continue;
          isStale[of] = 1;
          stale[count++] = of;
        }
      }
      for (let k = 0; k < count; k++) {
        isStale[stale[k]!] = 0;
        look(stale[k]!);
      }
      return then;
    },
  };
}

/** Prepares a model for sampling without its chain; each call samples a block of paths. The paths of a seed are others than those of its chain. */
export function prepareLocalPaths(bound: BoundScenario): (options: PathOptions) => Tally {
  return prepareTallies(bound, localPaths(bound));
}

function localPaths(bound: BoundScenario): PathSource {
  const asked = bound.rewards.flatMap((r) =>
    r.measure === 'until' ? [] : [{ reward: r, asked: { id: r.id, measure: r.measure } satisfies AskedReward }],
  );
  const model = localModelOf(
    bound,
    asked.map((a) => a.reward),
  );
  const { numbering, start } = model;
  const walk = buildLocalWalk(model);
  const sizeOf = (r: number): number => numbering.regions[r]!.states.length;
  const rates = model.rewardRegions.map((regions, r) =>
    buildLookup(regions, walk.states, sizeOf, () => model.rewardRate(r, walk.states)),
  );
  const counts = asked.some((a) => a.reward.impulses.length > 0);
  /** By region: rewards whose rate depends on it. */
  const rewardsOf = numbering.regions.map((_, r) =>
    model.rewardRegions.flatMap((regions, n) => (regions.includes(r) ? [n] : [])),
  );
  const rateNow = (n: number): number => {
    const { strides, at } = rates[n]!;
    let combination = 0;
    for (const [r, stride] of strides) combination += walk.states[r]! * stride;
    return at(combination);
  };
  return {
    enumerated: false,
    rewards: asked.map((a) => a.asked),
    isTrueAtStart: (set) => predicateOf(set, numbering)(start, 0),
    reader(sets) {
      const words = wordsFor(sets);
      const holds = sets.map((set) => predicateOf(set, numbering));
      const setsOf = numbering.regions.map(({ id }) =>
        sets.flatMap((set: StateTest, s) => (new Set(regionsOf(set)).has(id) ? [s] : [])),
      );
      let room = 1024;
      let times = new Float64Array(room + 1);
      let members = new Int32Array((room + 1) * words);
      let rate = new Float64Array((room + 1) * rates.length);
      let amount = new Float64Array(counts ? (room + 1) * rates.length : 0);
      const grow = (): void => {
        room *= 4;
        const longer = <A extends Float64Array | Int32Array>(from: A, to: A): A => {
          to.set(from as never);
          return to;
        };
        times = longer(times, new Float64Array(room + 1));
        members = longer(members, new Int32Array((room + 1) * words));
        rate = longer(rate, new Float64Array((room + 1) * rates.length));
        if (counts) amount = longer(amount, new Float64Array((room + 1) * rates.length));
      };
      const mark = (s: number, k: number): void => {
        const at = k * words + (s >> 5);
        const bit = 1 << (s & 31);
        if (holds[s]!(walk.states, 0)) members[at]! |= bit;
        else members[at]! &= ~bit;
      };
      return (seed) => (path) => {
        seedInto(seed, path, walk.stream);
        walk.begin();
        for (let w = 0; w < words; w++) members[w] = 0;
        for (let s = 0; s < sets.length; s++) mark(s, 0);
        for (let n = 0; n < rates.length; n++) rate[n] = rateNow(n);
        let jumps = 0;
        let complete = true;
        for (let now = 0; ; ) {
          now = walk.step(now, bound.horizon);
          if (Number.isNaN(now)) break;
          if (jumps === maxJumps) {
            complete = false;
            break;
          }
          if (jumps === room) grow();
          const k = ++jumps;
          times[k] = now;
          for (let w = 0; w < words; w++) members[k * words + w] = members[(k - 1) * words + w]!;
          for (let n = 0; n < rates.length; n++) rate[k * rates.length + n] = rate[(k - 1) * rates.length + n]!;
          for (const r of walk.changed) {
            for (const s of setsOf[r]!) mark(s, k);
            for (const n of rewardsOf[r]!) rate[k * rates.length + n] = rateNow(n);
          }
          if (counts) for (let n = 0; n < rates.length; n++) amount[k * rates.length + n] = walk.amount(n);
        }
        const reading: PathReading = {
          jumps,
          times,
          complete,
          members,
          place: null,
          rate: (r, k) => rate[k * rates.length + r]!,
          amount: counts ? (r, k) => amount[k * rates.length + r]! : null,
        };
        return reading;
      };
    },
  };
}
