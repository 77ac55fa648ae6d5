// Many answers about one chain → one sweep: first passages to several sets, the law of the configuration and accumulated rewards step side by side on the same uniformized matrix, whose indices and weights are read once for all of them.
// The right one when several answers read most of the chain; an answer that is absorbed early is cheaper alone (passage.ts restricts the chain to what is reached before).
import type { Chain } from '../chain/rates.ts';
import { assertNotAborted } from '../vocabulary/ports.ts';
import type { Days } from '../vocabulary/units.ts';
import { buildBench } from './kernels/kernel.ts';
import { type ExactOptions, type Hit, hitFrom, type Transient } from './passage.ts';
import { poissonWeights } from './poisson.ts';
import { type Moments, momentsFrom, type Sequences, sequencesFrom } from './reward.ts';
import { affordable, defaultMaxWork, greatestOf, lambdaOf } from './uniformized.ts';

export interface Questions {
  /** First passages: 1 where a configuration is in the set. The start must not be. */
  readonly passages: readonly Uint8Array[];
  /** Days of passages, ascending. */
  readonly days: readonly Days[];
  /** The law of the configuration on each of these days. */
  readonly law: readonly Days[];
  /** Rates of rewards by configuration, accumulated up to each of `rewardDays`. */
  readonly rewards: readonly Float64Array[];
  readonly rewardDays: readonly Days[];
}

export interface Answers {
  readonly passages: readonly Hit[];
  readonly law: Transient;
  readonly moments: readonly Moments[];
  /** Upper bound of the truncated Poisson mass. */
  readonly truncation: number;
  /** Products with the matrix, and vectors stepped side by side in each. */
  readonly products: number;
  readonly vectors: number;
}

/** The gather form of a chain's generator: entry e of configuration j comes from `source[e]` with the rate `chain.rate[from[e]]`. */
interface Gather {
  readonly start: Int32Array;
  readonly source: Int32Array;
  readonly from: Int32Array;
}

/** By the chain's columns, which stay while only rates change. */
const gathers = new WeakMap<Int32Array, Gather>();

function gatherOf({ size, rowStart, column }: Chain): Gather {
  const known = gathers.get(column);
  if (known) return known;
  const start = new Int32Array(size + 1);
  for (const j of column) start[j + 1]!++;
  for (let j = 0; j < size; j++) start[j + 1]! += start[j]!;
  const next = start.slice();
  const source = new Int32Array(column.length);
  const from = new Int32Array(column.length);
  for (let i = 0; i < size; i++)
    for (let k = rowStart[i]!; k < rowStart[i + 1]!; k++) {
      const e = next[column[k]!]!++;
      source[e] = i;
      from[e] = k;
    }
  const gather = { start, source, from };
  gathers.set(column, gather);
  return gather;
}

/** Null when the sweep would cost too much: then each answer is asked for alone, on less of the chain. */
export function answersOf(chain: Chain, asked: Questions, options: ExactOptions = {}): Answers | null {
  const { passages, rewards } = asked;
  const lambda = lambdaOf(greatestOf(chain.exit));
  const last = Math.max(0, ...asked.days, ...asked.law, ...asked.rewardDays);
  const lawful = asked.law.length > 0 || rewards.length > 0;
  const beside = lawful ? 1 + rewards.length : 0;
  const vectors = beside + passages.length;
  if (!affordable(lambda, last, vectors, chain.column.length + chain.size, options.maxWork ?? defaultMaxWork))
    return null;
  const windowsOf = (days: readonly Days[]) => days.map((t) => poissonWeights(lambda * t));
  const windows = { passages: windowsOf(asked.days), law: windowsOf(asked.law), rewards: windowsOf(asked.rewardDays) };
  const lastJump = (of: readonly { left: number; weights: Float64Array }[]): number =>
    Math.max(0, ...of.map((w) => w.left + w.weights.length - 1));
  const jumps = {
    passages: passages.length ? lastJump(windows.passages) : 0,
    law: lastJump(windows.law),
    rewards: rewards.length ? lastJump(windows.rewards) : 0,
  };
  const products = Math.max(jumps.passages, jumps.law, jumps.rewards);

  const { size } = chain;
  const gather = gatherOf(chain);
  const active = rewardRows(size, rewards);
  const absorbing = passages.map((set, v) => positionsOf(set, v, passages.length));
  const harvested = absorbing.reduce((n, a) => n + a.length, 0);
  const bytes =
    8 *
      (gather.from.length + size + 2 * size * vectors + active.length * beside + 3 * beside + asked.law.length * size) +
    4 * (size + 1 + gather.source.length + active.length + harvested);
  const kernel = buildBench(bytes);
  const scale = lambda > 0 ? 1 / lambda : 0;
  const matrix = {
    rows: size,
    start: filled(kernel.i32(size + 1), gather.start),
    source: filled(kernel.i32(gather.source.length), gather.source),
    weight: kernel.f64(gather.from.length),
    stay: kernel.f64(size),
  };
  for (let e = 0; e < gather.from.length; e++) matrix.weight[e] = chain.rate[gather.from[e]!]! * scale;
  for (let i = 0; i < size; i++) matrix.stay[i] = 1 - chain.exit[i]! * scale;

  // One block for the law with the rewards' vectors E[S; X = x] beside it, one for the passages.
  const lawBlock = { vectors: beside, now: kernel.f64(size * beside), next: kernel.f64(size * beside) };
  const passed = passages.length;
  const passageBlock = { vectors: passed, now: kernel.f64(size * passed), next: kernel.f64(size * passed) };
  const byDay = asked.law.map(() => kernel.f64(size));
  const charge = {
    rows: filled(kernel.i32(active.length), active),
    vectors: beside,
    rate: kernel.f64(active.length * beside),
  };
  active.forEach((i, k) => {
    rewards.forEach((r, n) => {
      charge.rate[k * beside + 1 + n] = r[i]!;
    });
  });
  const sums = kernel.f64(3 * beside);
  const lists = absorbing.map((a) => filled(kernel.i32(a.length), a));
  const sequences = rewards.map((r): Sequences => sequencesFrom(r[chain.initial]!, jumps.rewards));
  /** [passage][n]: probability that the set was reached within n jumps of the uniformized chain. */
  const reached = passages.map(() => new Float64Array(jumps.passages + 1));

  if (lawful) {
    lawBlock.now[chain.initial * beside] = 1;
    rewards.forEach((r, n) => {
      lawBlock.now[chain.initial * beside + 1 + n] = r[chain.initial]!;
    });
  }
  for (let v = 0; v < passed; v++) passageBlock.now[chain.initial * passed + v] = 1;

  const addLaw = (n: number): void => {
    windows.law.forEach(({ left, weights }, d) => {
      const w = weights[n - left];
      if (w !== undefined) kernel.addWeighted(w, lawBlock.now, beside, byDay[d]!);
    });
  };
  addLaw(0);
  for (let n = 1; n <= products; n++) {
    if ((n & 31) === 0) assertNotAborted(options.abort);
    if (lawful && n <= Math.max(jumps.law, jumps.rewards)) {
      kernel.step(matrix, beside, lawBlock.now, lawBlock.next);
      if (n <= jumps.rewards) {
        sums.fill(0);
        kernel.charge(charge, lawBlock.next, sums);
        sequences.forEach((q, k) => {
          const v = 1 + k;
          q.s[n] = q.s[n - 1]! + sums[v]!;
          q.d[n] = q.d[n - 1]! + sums[beside + v]!;
          q.s2[n] = q.s2[n - 1]! + 2 * sums[2 * beside + v]! + sums[beside + v]!;
        });
      }
      [lawBlock.now, lawBlock.next] = [lawBlock.next, lawBlock.now];
      addLaw(n);
    }
    if (n <= jumps.passages) {
      kernel.step(matrix, passed, passageBlock.now, passageBlock.next);
      for (let v = 0; v < passed; v++)
        reached[v]![n] = reached[v]![n - 1]! + kernel.harvest(lists[v]!, passageBlock.next);
      [passageBlock.now, passageBlock.next] = [passageBlock.next, passageBlock.now];
    }
  }
  const cut = (of: readonly { truncated: number }[]): number => Math.max(0, ...of.map((w) => w.truncated));
  const everyone = Int32Array.from({ length: size }, (_, i) => i);
  return {
    passages: reached.map((sequence) => hitFrom(lambda, windows.passages, asked.days, [sequence])),
    law: { configuration: everyone, byDay: byDay.map((law) => law.slice()), truncation: cut(windows.law) },
    moments: momentsFrom(sequences, windows.rewards, asked.rewardDays),
    truncation: Math.max(
      passages.length ? cut(windows.passages) : 0,
      cut(windows.law),
      rewards.length ? cut(windows.rewards) : 0,
    ),
    products,
    vectors,
  };
}

function filled(to: Int32Array, from: ArrayLike<number>): Int32Array {
  to.set(from);
  return to;
}

/** Where the configurations of a set stand in a block of so many vectors. */
function positionsOf(set: Uint8Array, vector: number, vectors: number): Int32Array {
  const positions: number[] = [];
  for (let i = 0; i < set.length; i++) if (set[i]) positions.push(i * vectors + vector);
  return Int32Array.from(positions);
}

/** Configurations in which a reward has a rate. */
function rewardRows(size: number, rewards: readonly Float64Array[]): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < size; i++) if (rewards.some((r) => r[i] !== 0)) rows.push(i);
  return Int32Array.from(rows);
}
