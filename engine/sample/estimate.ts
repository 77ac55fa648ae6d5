// Sampled paths → counts per outcome and day, and every path's rewards. Tallies of blocks of paths add up, in any order.

import type { Chain } from '../chain/rates.ts';
import type { RewardRates } from '../chain/reward-rates.ts';
import { maskOf } from '../chain/structure.ts';
import type { BoundOutcome, BoundScenario } from '../scenario/bind.ts';
import { type Abort, Aborted, type Progress } from '../vocabulary/ports.ts';
import type { Days } from '../vocabulary/units.ts';
import { buildSampler, type SampledPath } from './paths.ts';

export interface SampledReward extends RewardRates {
  readonly id: string;
  readonly unit: string;
  /** `until` rewards have no horizon and are not sampled. */
  readonly measure: 'accumulated' | 'average' | 'on_day';
}

export interface Tally {
  readonly seed: number;
  readonly days: readonly Days[];
  readonly horizon: Days;
  /** Paths finished. */
  paths: number;
  /** Paths that were cut at the cap on jumps: the answer is then incomplete. */
  cut: number;
  /** outcome or `race.cause` (with `race.none`) → number of paths per day. */
  readonly counts: Record<string, Float64Array>;
  /** reward → value of each finished path at the horizon. */
  readonly rewards: Record<string, number[]>;
}

interface Watch {
  /** Adds one path to the counts. */
  add(path: SampledPath): void;
}

/** Samples paths [from, from + count) and tallies them; on abort keeps what is finished. */
export function samplePaths(
  chain: Chain,
  bound: BoundScenario,
  rewards: readonly SampledReward[],
  options: {
    seed: number;
    from?: number;
    count: number;
    days?: readonly Days[] | undefined;
    progress?: Progress | undefined;
    abort?: Abort | undefined;
  },
): Tally {
  const days = options.days ?? bound.days;
  const tally: Tally = {
    seed: options.seed,
    days,
    horizon: bound.horizon,
    paths: 0,
    cut: 0,
    counts: {},
    rewards: Object.fromEntries(rewards.map((r) => [r.id, []])),
  };
  const watches = bound.outcomes.map((o) => watchOf(o, chain, tally));
  const sample = buildSampler(chain, bound.horizon, options.seed);
  const from = options.from ?? 0;
  for (let n = 0; n < options.count; n++) {
    if ((n & 63) === 0) {
      options.progress?.(n, options.count);
      if (options.abort?.aborted) break;
    }
    const path = sample(from + n);
    if (!path.complete) tally.cut++;
    for (const w of watches) w.add(path);
    for (const r of rewards) tally.rewards[r.id]!.push(rewardOf(path, r, bound.horizon));
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

function watchOf(outcome: BoundOutcome, chain: Chain, tally: Tally): Watch {
  const { days } = tally;
  const counter = (name: string): Float64Array => (tally.counts[name] = new Float64Array(days.length));
  /** Day of first entering a set, ∞ when not before the horizon. */
  const firstDay = (path: SampledPath, mask: Uint8Array): Days => {
    for (let k = 0; k <= path.jumps; k++) if (mask[path.configurations[k]!]) return path.times[k]!;
    return Number.POSITIVE_INFINITY;
  };
  const countFrom = (counts: Float64Array, day: Days): void => {
    for (let d = 0; d < days.length; d++) if (day <= days[d]!) counts[d]!++;
  };
  switch (outcome.kind) {
    case 'reach': {
      const mask = maskOf(outcome.set, chain.structure);
      const counts = counter(outcome.id);
      return { add: (path) => countFrom(counts, firstDay(path, mask)) };
    }
    case 'at': {
      const mask = maskOf(outcome.set, chain.structure);
      const counts = counter(outcome.id);
      return {
        add(path) {
          let k = 0;
          for (let d = 0; d < days.length; d++) {
            while (k < path.jumps && path.times[k + 1]! <= days[d]!) k++;
            if (mask[path.configurations[k]!]) counts[d]!++;
          }
        },
      };
    }
    case 'both': {
      const masks = outcome.sets.map((set) => maskOf(set, chain.structure));
      const counts = counter(outcome.id);
      return { add: (path) => countFrom(counts, Math.max(...masks.map((m) => firstDay(path, m)))) };
    }
    case 'before': {
      const first = maskOf(outcome.first, chain.structure);
      const second = maskOf(outcome.second, chain.structure);
      const counts = counter(outcome.id);
      return {
        add(path) {
          const day = firstDay(path, first);
          if (day < firstDay(path, second)) countFrom(counts, day);
        },
      };
    }
    case 'race': {
      const running = outcome.causes
        .map((c) => ({ id: c.id, mask: maskOf(c.set, chain.structure) }))
        .filter((c) => !c.mask[chain.initial]);
      const counts = running.map((c) => counter(`${outcome.id}.${c.id}`));
      const none = counter(`${outcome.id}.none`);
      return {
        add(path) {
          const hits = running.map((c) => firstDay(path, c.mask));
          const day = Math.min(Number.POSITIVE_INFINITY, ...hits);
          // Priority order decides where one jump enters several sets.
          const winner = hits.indexOf(day);
          if (winner >= 0 && Number.isFinite(day)) countFrom(counts[winner]!, day);
          for (let d = 0; d < days.length; d++) if (day > days[d]!) none[d]!++;
        },
      };
    }
  }
}

function rewardOf(path: SampledPath, reward: SampledReward, horizon: Days): number {
  if (reward.measure === 'on_day') return reward.rate[path.configurations[path.jumps]!]!;
  let sum = 0;
  for (let k = 0; k <= path.jumps; k++) {
    const end = k < path.jumps ? path.times[k + 1]! : horizon;
    sum += (end - path.times[k]!) * reward.rate[path.configurations[k]!]!;
    if (reward.impulse && k > 0) sum += reward.impulse[path.transitions[k]!]!;
  }
  return reward.measure === 'average' && horizon > 0 ? sum / horizon : sum;
}
