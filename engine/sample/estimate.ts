// Sampled paths → counts per outcome and day, and every path's rewards, wherever the paths come from. Tallies of blocks of paths add up, in any order.

import { predicateOf } from '../chain/predicate.ts';
import type { Chain } from '../chain/rates.ts';
import type { RewardRates } from '../chain/reward-rates.ts';
import { maskOf } from '../chain/structure.ts';
import type { BoundOutcome, BoundScenario } from '../scenario/bind.ts';
import type { StateTest } from '../scenario/state-test.ts';
import { type Abort, Aborted, type Progress } from '../vocabulary/ports.ts';
import type { Days } from '../vocabulary/units.ts';
import { buildSampler } from './paths.ts';

/** What is asked of a reward. `until` rewards have no horizon and are not sampled. */
export interface AskedReward {
  readonly id: string;
  readonly measure: 'accumulated' | 'average' | 'on_day';
}

export interface SampledReward extends AskedReward, RewardRates {
  readonly unit: string;
}

/** One path as it is read. Step 0 is the start, step k ≥ 1 what jump k led to. */
export interface PathReading {
  readonly jumps: number;
  /** Day of entering step k; [0] = 0. */
  readonly times: Float64Array;
  /** False when the cap on jumps ended the path before the horizon. */
  readonly complete: boolean;
  /** Sets that step k is in, a bit each: words at [place[k] × words], or at [k × words] without places. */
  readonly members: Int32Array;
  readonly place: Int32Array | null;
  /** Rates of rewards, per day: of step k at [place[k]], or at [k] without places. */
  readonly rates: readonly Float64Array[];
  /** What rewards count at jump k ≥ 1, at [transitions[k]], or at [k] without transitions; null: nothing. */
  readonly amounts: readonly (Float64Array | null)[];
  readonly transitions: Int32Array | null;
}

/** Paths of one model. */
export interface PathSource {
  readonly enumerated: boolean;
  readonly rewards: readonly AskedReward[];
  isTrueAtStart(set: StateTest): boolean;
  /** Reads sets in this order. A reading is valid until the next one. */
  reader(sets: readonly StateTest[]): (seed: number) => (path: number) => PathReading;
}

export interface Tally {
  readonly seed: number;
  readonly days: readonly Days[];
  readonly horizon: Days;
  /** False: the paths were sampled without listing the configurations (local.ts). */
  readonly enumerated: boolean;
  /** Paths finished. */
  paths: number;
  /** Paths that were cut at the cap on jumps: the answer is then incomplete. */
  cut: number;
  /** outcome or `race.cause` (with `race.none`) → number of paths per day. */
  readonly counts: Record<string, Float64Array>;
  /** reward → value of each finished path at the horizon. */
  readonly rewards: Record<string, number[]>;
}

/** What is noted of one path; overwritten by the next. */
interface Facts {
  /** Day of first entering each set; ∞ when not before the horizon. */
  readonly first: Float64Array;
  /** inside[d × sets + s]: 1 when the path is in set s on reported day d. Only of sets that an outcome asks about on the day. */
  readonly inside: Uint8Array;
}

/** The sets that outcomes ask about, each once. */
interface AskedSets {
  readonly sets: readonly StateTest[];
  /** Position of a set. */
  of(set: StateTest): number;
}

/** Adds one path to the counts. */
type Watch = (facts: Facts) => void;

export interface PathOptions {
  readonly seed: number;
  readonly from?: number;
  readonly count: number;
  readonly days?: readonly Days[] | undefined;
  readonly progress?: Progress | undefined;
  readonly abort?: Abort | undefined;
}

/** Samples paths [from, from + count) and tallies them; on abort keeps what is finished. */
export function samplePaths(
  chain: Chain,
  bound: BoundScenario,
  rewards: readonly SampledReward[],
  options: PathOptions,
): Tally {
  return preparePaths(chain, bound, rewards)(options);
}

/** What all blocks of paths of one chain share is made once. */
export function preparePaths(
  chain: Chain,
  bound: BoundScenario,
  rewards: readonly SampledReward[],
): (options: PathOptions) => Tally {
  return prepareTallies(bound, pathsOfChain(chain, bound, rewards));
}

/** What all blocks of paths of one source share is made once. */
export function prepareTallies(bound: BoundScenario, source: PathSource): (options: PathOptions) => Tally {
  const asked = askedSetsOf(bound);
  const read = source.reader(asked.sets);
  return (options) => blockOf(bound, source, options, asked, read);
}

function pathsOfChain(chain: Chain, bound: BoundScenario, rewards: readonly SampledReward[]): PathSource {
  const { structure } = chain;
  return {
    enumerated: true,
    rewards,
    isTrueAtStart: (set) => predicateOf(set, structure)(structure.states, chain.initial * structure.regions.length),
    reader(sets) {
      const words = wordsFor(sets);
      const rates = rewards.map((r) => r.rate);
      const amounts = rewards.map((r) => r.impulse);
      const members = new Int32Array(chain.size * words);
      sets.forEach((set, s) => {
        maskOf(set, structure).forEach((inSet, i) => {
          if (inSet) members[i * words + (s >> 5)]! |= 1 << (s & 31);
        });
      });
      return (seed) => {
        const sample = buildSampler(chain, bound.horizon, seed);
        return (n) => {
          const { jumps, times, configurations, transitions, complete } = sample(n);
          return { jumps, times, complete, members, place: configurations, rates, amounts, transitions };
        };
      };
    },
  };
}

/** Words of 32 bits that so many sets take. */
export const wordsFor = (sets: readonly StateTest[]): number => Math.ceil(sets.length / 32);

function blockOf(
  bound: BoundScenario,
  source: PathSource,
  options: PathOptions,
  asked: AskedSets,
  read: (seed: number) => (path: number) => PathReading,
): Tally {
  const { rewards } = source;
  const days = options.days ?? bound.days;
  const tally: Tally = {
    seed: options.seed,
    days,
    horizon: bound.horizon,
    enumerated: source.enumerated,
    paths: 0,
    cut: 0,
    counts: {},
    rewards: Object.fromEntries(rewards.map((r) => [r.id, []])),
  };
  const watches = bound.outcomes.map((o) => watchOf(o, source, asked, tally));
  const noted = buildNotes(bound, asked);
  const sample = read(options.seed);
  const values = rewards.map((r) => tally.rewards[r.id]!);
  const from = options.from ?? 0;
  for (let n = 0; n < options.count; n++) {
    if ((n & 63) === 0) {
      options.progress?.(n, options.count);
      if (options.abort?.aborted) break;
    }
    const path = sample(from + n);
    if (!path.complete) tally.cut++;
    const facts = noted(path, days);
    for (const watch of watches) watch(facts);
    for (let r = 0; r < rewards.length; r++) values[r]!.push(rewardOf(path, r, rewards[r]!.measure, bound.horizon));
    tally.paths++;
  }
  if (tally.paths === 0) throw new Aborted();
  options.progress?.(tally.paths, options.count);
  return tally;
}

/** Joins tallies of different paths of one seed. */
export function joinTallies(tallies: readonly Tally[]): Tally {
  const [first, ...rest] = tallies;
  if (!first) throw new Error('nothing to join');
  const joined: Tally = {
    ...first,
    counts: Object.fromEntries(Object.entries(first.counts).map(([k, v]) => [k, v.slice()])),
    rewards: Object.fromEntries(Object.entries(first.rewards).map(([k, v]) => [k, v.slice()])),
  };
  for (const t of rest) {
    joined.paths += t.paths;
    joined.cut += t.cut;
    for (const [k, v] of Object.entries(t.counts)) for (let d = 0; d < v.length; d++) joined.counts[k]![d]! += v[d]!;
    for (const [k, v] of Object.entries(t.rewards)) for (const value of v) joined.rewards[k]!.push(value);
  }
  return joined;
}

function askedSetsOf(bound: BoundScenario): AskedSets {
  const sets: StateTest[] = [];
  const at = new Map<StateTest, number>();
  const ask = (set: StateTest): void => {
    if (!at.has(set)) at.set(set, sets.push(set) - 1);
  };
  for (const o of bound.outcomes)
    if (o.kind === 'both') o.sets.forEach(ask);
    else if (o.kind === 'race') for (const c of o.causes) ask(c.set);
    else if (o.kind === 'before') [o.first, o.second].forEach(ask);
    else ask(o.set);
  return { sets, of: (set) => at.get(set)! };
}

/** Reads a path once for all sets: a step that lies in no set not yet entered costs one look. */
function buildNotes(
  bound: BoundScenario,
  { sets, of }: AskedSets,
): (path: PathReading, days: readonly Days[]) => Facts {
  const words = wordsFor(sets);
  const onDay = bound.outcomes.flatMap((o) => (o.kind === 'at' ? [of(o.set)] : []));
  const first = new Float64Array(sets.length);
  let inside = new Uint8Array(0);
  const entered = new Int32Array(words);
  return ({ jumps, times, members, place }, days) => {
    if (inside.length !== days.length * sets.length) inside = new Uint8Array(days.length * sets.length);
    first.fill(Number.POSITIVE_INFINITY);
    entered.fill(0);
    for (let k = 0; k <= jumps; k++) {
      const at = (place ? place[k]! : k) * words;
      for (let w = 0; w < words; w++) {
        let fresh = members[at + w]! & ~entered[w]!;
        if (fresh === 0) continue;
        entered[w]! |= fresh;
        while (fresh !== 0) {
          const bit = 31 - Math.clz32(fresh & -fresh);
          fresh &= fresh - 1;
          first[w * 32 + bit] = times[k]!;
        }
      }
    }
    if (onDay.length > 0)
      for (let d = 0, k = 0; d < days.length; d++) {
        while (k < jumps && times[k + 1]! <= days[d]!) k++;
        const at = (place ? place[k]! : k) * words;
        for (const s of onDay) inside[d * sets.length + s] = (members[at + (s >> 5)]! >>> (s & 31)) & 1;
      }
    return { first, inside };
  };
}

function watchOf(outcome: BoundOutcome, source: PathSource, { sets, of }: AskedSets, tally: Tally): Watch {
  const { days } = tally;
  const counter = (name: string): Float64Array => (tally.counts[name] = new Float64Array(days.length));
  const countFrom = (counts: Float64Array, day: Days): void => {
    for (let d = 0; d < days.length; d++) if (day <= days[d]!) counts[d]!++;
  };
  switch (outcome.kind) {
    case 'reach': {
      const set = of(outcome.set);
      const counts = counter(outcome.id);
      return ({ first }) => countFrom(counts, first[set]!);
    }
    case 'at': {
      const set = of(outcome.set);
      const counts = counter(outcome.id);
      return ({ inside }) => {
        for (let d = 0; d < days.length; d++) counts[d]! += inside[d * sets.length + set]!;
      };
    }
    case 'both': {
      const all = outcome.sets.map(of);
      const counts = counter(outcome.id);
      return ({ first }) => countFrom(counts, Math.max(...all.map((s) => first[s]!)));
    }
    case 'before': {
      const set = of(outcome.first);
      const other = of(outcome.second);
      const counts = counter(outcome.id);
      return ({ first }) => {
        if (first[set]! < first[other]!) countFrom(counts, first[set]!);
      };
    }
    case 'race': {
      const running = outcome.causes
        .map((c) => ({ id: c.id, set: of(c.set) }))
        .filter((_, n) => !source.isTrueAtStart(outcome.causes[n]!.set));
      const counts = running.map((c) => counter(`${outcome.id}.${c.id}`));
      const none = counter(`${outcome.id}.none`);
      return ({ first }) => {
        const hits = running.map((c) => first[c.set]!);
        const day = Math.min(Number.POSITIVE_INFINITY, ...hits);
        // Priority order decides where one jump enters several sets.
        const winner = hits.indexOf(day);
        if (winner >= 0 && Number.isFinite(day)) countFrom(counts[winner]!, day);
        for (let d = 0; d < days.length; d++) if (day > days[d]!) none[d]!++;
      };
    }
  }
}

function rewardOf(path: PathReading, r: number, measure: AskedReward['measure'], horizon: Days): number {
  const { jumps, times, place, transitions } = path;
  const rate = path.rates[r]!;
  const amount = path.amounts[r]!;
  if (measure === 'on_day') return rate[place ? place[jumps]! : jumps]!;
  let sum = 0;
  for (let k = 0; k <= jumps; k++) {
    const end = k < jumps ? times[k + 1]! : horizon;
    sum += (end - times[k]!) * rate[place ? place[k]! : k]!;
    if (amount !== null && k > 0) sum += amount[transitions ? transitions[k]! : k]!;
  }
  return measure === 'average' && horizon > 0 ? sum / horizon : sum;
}
