// Many answers about one chain → one sweep: first passages to several sets, the law of the configuration and accumulated rewards step side by side on the same uniformized matrix, whose indices and weights are read once for all of them.
// The right one when several answers read most of the chain; an answer that is absorbed early is cheaper alone (passage.ts restricts the chain to what is reached before).
import type { Chain } from '../chain/rates.ts';
import { assertNotAborted } from '../vocabulary/ports.ts';
import type { Days } from '../vocabulary/units.ts';
import { buildBench, filled } from './kernels/kernel.ts';
import { type ExactOptions, type Hit, hitFrom, type Transient } from './passage.ts';
import { lastJumpOf, poissonWeights, truncationOf } from './poisson.ts';
import { type Moments, momentsFrom, type Sequences, sequencesFrom } from './reward.ts';
import { affordable, defaultMaxWork, greatestOf, lambdaOf, type Work } from './uniformized.ts';

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
  readonly work: Work;
}

/** The gather form of a chain's generator, with configurations in an order of its own: entry e of row j comes from row `source[e]` with the rate `chain.rate[from[e]]`. */
interface Gather {
  readonly start: Int32Array;
  readonly source: Int32Array;
  readonly from: Int32Array;
  /** Configuration of each row, and row of each configuration. */
  readonly configuration: Int32Array;
  readonly row: Int32Array;
}

/** By the chain's columns, which stay while only rates change. */
const gathers = new WeakMap<Int32Array, Gather>();

function gatherOf({ size, rowStart, column, structure }: Chain): Gather {
  const known = gathers.get(column);
  if (known) return known;
  const configuration = neighboursTogether(structure);
  const row = new Int32Array(size);
  configuration.forEach((i, j) => {
    row[i] = j;
  });
  const start = new Int32Array(size + 1);
  for (const j of column) start[row[j]! + 1]!++;
  for (let j = 0; j < size; j++) start[j + 1]! += start[j]!;
  const next = start.slice();
  const source = new Int32Array(column.length);
  const from = new Int32Array(column.length);
  for (let j = 0; j < size; j++) {
    const i = configuration[j]!;
    for (let k = rowStart[i]!; k < rowStart[i + 1]!; k++) {
      const e = next[row[column[k]!]!]!++;
      source[e] = j;
      from[e] = k;
    }
  }
  const gather = { start, source, from, configuration, row };
  gathers.set(column, gather);
  return gather;
}

/** Configurations sorted by the states of their regions, the last region running fastest: what a step reads for one row lies close to what it reads for the next. */
function neighboursTogether({ size, states, regions, part }: Chain['structure']): Int32Array {
  const width = regions.length;
  const codes = new Float64Array(size);
  // Kept regions only: their combinations can be numbered exactly (configurations.ts).
  for (const r of part.regions)
    for (let i = 0; i < size; i++) codes[i] = codes[i]! * regions[r]!.states.length + states[i * width + r]!;
  return Int32Array.from(codes, (_, i) => i).sort((a, b) => codes[a]! - codes[b]!);
}

/** Null when the sweep would cost too much: then each answer is asked for alone, on less of the chain. */
export function answersOf(chain: Chain, asked: Questions, options: ExactOptions = {}): Answers | null {
  const { passages, rewards } = asked;
  const lambda = lambdaOf(greatestOf(chain.exit));
  const last = Math.max(0, ...asked.days, ...asked.law, ...asked.rewardDays);
  // Side by side: the law, with the rewards' E[S; X = x] behind it, then the passages.
  const lawful = asked.law.length > 0 || rewards.length > 0;
  const beside = lawful ? 1 + rewards.length : 0;
  const vectors = beside + passages.length;
  if (!affordable(lambda, last, vectors, chain.column.length + chain.size, options.maxWork ?? defaultMaxWork))
    return null;
  const windowsOf = (days: readonly Days[]) => days.map((t) => poissonWeights(lambda * t));
  const windows = {
    passages: windowsOf(passages.length ? asked.days : []),
    law: windowsOf(asked.law),
    rewards: windowsOf(rewards.length ? asked.rewardDays : []),
  };
  const jumps = { passages: lastJumpOf(windows.passages), rewards: lastJumpOf(windows.rewards) };
  const all = [...windows.passages, ...windows.law, ...windows.rewards];
  const products = lastJumpOf(all);

  const { size } = chain;
  const gather = gatherOf(chain);
  const { row, configuration } = gather;
  const charged = rowsWhere(size, (i) => rewards.some((r) => r[i] !== 0));
  const absorbing = passages.map((set, v) => {
    const positions = rowsWhere(size, (i) => set[i] !== 0);
    for (let k = 0; k < positions.length; k++) positions[k] = row[positions[k]!]! * vectors + beside + v;
    return positions.sort();
  });
  const absorbed = absorbing.reduce((n, a) => n + a.length, 0);
  const bytes =
    8 * (gather.from.length + size + 2 * size * vectors + (charged.length + 3) * rewards.length) +
    8 * asked.law.length * size +
    4 * (size + 1 + gather.source.length + charged.length + absorbed) +
    // What alignment wastes.
    16 * (passages.length + asked.law.length);
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
  for (let j = 0; j < size; j++) matrix.stay[j] = 1 - chain.exit[configuration[j]!]! * scale;

  let now = kernel.f64(size * vectors);
  let next = kernel.f64(size * vectors);
  const law = asked.law.map(() => kernel.f64(size));
  const charge = {
    rows: filled(
      kernel.i32(charged.length),
      charged.map((i) => row[i]!),
    ),
    rewards: rewards.length,
    rate: kernel.f64(charged.length * rewards.length),
  };
  rewards.forEach((r, n) => {
    for (let k = 0; k < charged.length; k++) charge.rate[k * rewards.length + n] = r[charged[k]!]!;
  });
  const sums = kernel.f64(3 * rewards.length);
  const lists = absorbing.map((a) => filled(kernel.i32(a.length), a));
  const sequences = rewards.map((r): Sequences => sequencesFrom(r[chain.initial]!, jumps.rewards));
  /** [passage][n]: probability that the set was reached within n jumps of the uniformized chain. */
  const reached = passages.map(() => new Float64Array(jumps.passages + 1));

  const first = row[chain.initial]! * vectors;
  now.fill(1, first, first + vectors);
  rewards.forEach((r, n) => {
    now[first + 1 + n] = r[chain.initial]!;
  });
  const addLaw = (n: number): void => {
    windows.law.forEach(({ left, weights }, d) => {
      const w = weights[n - left];
      if (w !== undefined) kernel.addWeighted(w, now, vectors, law[d]!);
    });
  };
  addLaw(0);
  for (let n = 1; n <= products; n++) {
    if ((n & 31) === 0) assertNotAborted(options.abort);
    kernel.step(matrix, vectors, now, next);
    if (n <= jumps.rewards) {
      sums.fill(0);
      kernel.charge(charge, vectors, next, sums);
      sequences.forEach((q, v) => {
        q.s[n] = q.s[n - 1]! + sums[v]!;
        q.d[n] = q.d[n - 1]! + sums[rewards.length + v]!;
        q.s2[n] = q.s2[n - 1]! + 2 * sums[2 * rewards.length + v]! + sums[rewards.length + v]!;
      });
    }
    if (n <= jumps.passages)
      reached.forEach((sequence, v) => {
        sequence[n] = sequence[n - 1]! + kernel.harvest(lists[v]!, next);
      });
    [now, next] = [next, now];
    addLaw(n);
  }
  const work = { configurations: size, entries: chain.column.length, lambda, products, vectors };
  return {
    passages: reached.map((sequence) => hitFrom(lambda, windows.passages, asked.days, [sequence])),
    law: { configuration, byDay: law.map((p) => p.slice()), truncation: truncationOf(windows.law), work },
    moments: momentsFrom(sequences, windows.rewards, asked.rewardDays),
    truncation: truncationOf(all),
    work,
  };
}

/** Configurations for which it holds, ascending. */
function rowsWhere(size: number, holds: (i: number) => boolean): Int32Array {
  const found = new Int32Array(size);
  let n = 0;
  for (let i = 0; i < size; i++) if (holds(i)) found[n++] = i;
  return found.slice(0, n);
}
