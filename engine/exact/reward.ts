// Chain + reward rates and impulses → mean and standard deviation of the accumulated reward on every day, from one forward sweep.
// Given N jumps of the uniformized chain in [0, t] the N + 1 intervals are exchangeable (Dirichlet), so with S = Σ r(X_k), D = Σ r(X_k)², J = sum of impulses:
//   E[Y | N] = t/(N+1) E S + E J,   E[Y² | N] = t²/((N+1)(N+2)) (E S² + E D) + 2t/(N+1) E[S J] + E J².   (After de Souza e Silva and Gail 1989.)
import type { Chain } from '../chain/rates.ts';
import type { RewardRates } from '../chain/reward-rates.ts';
import { type Abort, assertNotAborted } from '../vocabulary/ports.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import type { Days } from '../vocabulary/units.ts';
import { between, type ExactOptions, weightedBy } from './passage.ts';
import { lastJumpOf, type PoissonWeights, poissonWeights, truncationOf } from './poisson.ts';
import {
  assertAffordable,
  defaultMaxWork,
  laidOut,
  type Uniformized,
  uniformize,
  type Work,
  workOf,
} from './uniformized.ts';

export interface Moments {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

/** Moments of each reward on each day (days ascending). */
export function accumulatedMoments(
  chain: Chain,
  rewards: readonly RewardRates[],
  days: readonly Days[],
  options: ExactOptions = {},
): { moments: readonly Moments[]; truncation: number; work: Work } {
  const m = uniformize(chain, null, 0, chain.initial, rewards.some((r) => r.impulse) ? firingRates(chain) : chain.exit);
  assertAffordable(chain, m, days.at(-1) ?? 0, 1 + rewards.length, options.maxWork ?? defaultMaxWork);
  const windows = days.map((t) => poissonWeights(m.lambda * t));
  const jumps = lastJumpOf(windows);
  const sequences = rewards.map((r) => beginSequences(chain, m, r, jumps));
  // Side by side: p, then for each reward v[x] = E[S; X = x] and, with impulses, w[x] = E[J; X = x].
  let width = 1;
  const columns = sequences.map((s) => {
    const v = width++;
    return { v, w: s.impulses ? width++ : -1 };
  });
  const { kernel, gather } = laidOut(m, 2 * m.size * width);
  let now = kernel.f64(m.size * width);
  let next = kernel.f64(m.size * width);
  now[m.start * width] = 1;
  sequences.forEach((s, k) => {
    now[m.start * width + columns[k]!.v] = s.rate[m.start]!;
  });
  for (let n = 1; n <= jumps; n++) {
    between(options, n, jumps);
    kernel.step(gather, width, now, next);
    sequences.forEach((s, k) => {
      advance(m, s, n, width, columns[k]!, now, next);
    });
    [now, next] = [next, now];
  }
  return {
    moments: momentsFrom(sequences, windows, days),
    truncation: truncationOf(windows),
    work: workOf(m, jumps, width),
  };
}

/** Scalars by number of jumps → mean and standard deviation on each day. */
export function momentsFrom(
  sequences: readonly Sequences[],
  windows: readonly PoissonWeights[],
  days: readonly Days[],
): Moments[] {
  return sequences.map((s) => {
    const mean = new Float64Array(days.length);
    const sd = new Float64Array(days.length);
    days.forEach((t, d) => {
      mean[d] = weightedBy(windows[d]!, (n) => (t / (n + 1)) * s.s[n]! + s.j[n]!);
      const second = weightedBy(
        windows[d]!,
        (n) => ((t * t) / ((n + 1) * (n + 2))) * (s.s2[n]! + s.d[n]!) + ((2 * t) / (n + 1)) * s.sj[n]! + s.j2[n]!,
      );
      const variance = second - mean[d]! ** 2;
      // Differences below rounding of the two moments are no variance.
      sd[d] = variance > 1e-12 * mean[d]! ** 2 ? Math.sqrt(variance) : 0;
    });
    return { mean, sd };
  });
}

/** Total rate of each configuration, firings that change nothing included: Λ must cover them for each step to be a probability. */
function firingRates(chain: Chain): Float64Array {
  const { rowStart } = chain.structure;
  return Float64Array.from(chain.exit, (_, i) => {
    let sum = 0;
    for (let t = rowStart[i]!; t < rowStart[i + 1]!; t++) sum += chain.labelled[t]!;
    return sum;
  });
}

const checkAbort = (abort: Abort | undefined, n: number): void => {
  if ((n & 31) === 0) assertNotAborted(abort);
};

interface Impulses {
  readonly entry: Float64Array;
  readonly staying: Float64Array;
  readonly row: Float64Array;
  readonly rowSquares: Float64Array;
}

/** Scalars of one reward by number of jumps n: s = E S, s2 = E S², d = E D, j = E J, j2 = E J², sj = E[S J]. */
export interface Sequences {
  readonly s: Float64Array;
  readonly s2: Float64Array;
  readonly d: Float64Array;
  readonly j: Float64Array;
  readonly j2: Float64Array;
  readonly sj: Float64Array;
}

/** @param rate of the reward at the start. @param jumps the last of them. */
export function sequencesFrom(rate: number, jumps: number): Sequences {
  const sequence = (first: number) => new Float64Array(jumps + 1).fill(first, 0, 1);
  const square = rate * rate;
  return {
    s: sequence(rate),
    s2: sequence(square),
    d: sequence(square),
    j: sequence(0),
    j2: sequence(0),
    sj: sequence(0),
  };
}

interface Charged extends Sequences {
  readonly rate: Float64Array;
  readonly impulses: Impulses | null;
}

function beginSequences(chain: Chain, m: Uniformized, reward: RewardRates, jumps: number): Charged {
  const rate = Float64Array.from(m.configuration, (i) => reward.rate[i]!);
  return {
    rate,
    impulses: reward.impulse ? impulsesOf(chain, m, reward.impulse) : null,
    ...sequencesFrom(rate[m.start]!, jumps),
  };
}

/** One jump: `next` holds the stepped vectors; adds the reward of the new configuration to them and extends the scalars. */
function advance(
  m: Uniformized,
  q: Charged,
  n: number,
  width: number,
  { v, w }: { v: number; w: number },
  now: Float64Array,
  next: Float64Array,
): void {
  let rate = 0;
  let squares = 0;
  let crossed = 0;
  for (let x = 0, at = 0; x < m.size; x++, at += width) {
    const r = q.rate[x]!;
    const pr = next[at]! * r;
    rate += pr;
    squares += pr * r;
    crossed += next[at + v]! * r;
    next[at + v]! += pr;
  }
  q.s[n] = q.s[n - 1]! + rate;
  q.s2[n] = q.s2[n - 1]! + 2 * crossed + squares;
  q.d[n] = q.d[n - 1]! + squares;
  if (!q.impulses) return;
  const { entry, staying, row, rowSquares } = q.impulses;
  for (let y = 0; y < m.size; y++) {
    let arrived = now[y * width]! * staying[y]!;
    for (let k = m.entryStart[y]!; k < m.entryStart[y + 1]!; k++) arrived += now[m.source[k]! * width]! * entry[k]!;
    next[y * width + w]! += arrived;
  }
  let gained = 0;
  let gainedSquares = 0;
  let withJ = 0;
  let withS = 0;
  let ended = 0;
  for (let x = 0, at = 0; x < m.size; x++, at += width) {
    gained += now[at]! * row[x]!;
    gainedSquares += now[at]! * rowSquares[x]!;
    withJ += now[at + w]! * row[x]!;
    withS += now[at + v]! * row[x]!;
    ended += next[at + w]! * q.rate[x]!;
  }
  q.j[n] = q.j[n - 1]! + gained;
  q.j2[n] = q.j2[n - 1]! + 2 * withJ + gainedSquares;
  q.sj[n] = q.sj[n - 1]! + withS + ended;
}

/** Expected impulse per jump: by entry of the gather form, of staying, and by row (first and second power). */
function impulsesOf(chain: Chain, m: Uniformized, amount: Float64Array): Impulses {
  const { rowStart, target } = chain.structure;
  const scale = m.lambda > 0 ? 1 / m.lambda : 0;
  const local = new Int32Array(chain.size).fill(-1);
  m.configuration.forEach((i, n) => {
    local[i] = n;
  });
  const entry = new Float64Array(m.source.length);
  const staying = new Float64Array(m.size);
  const row = new Float64Array(m.size);
  const rowSquares = new Float64Array(m.size);
  m.configuration.forEach((i, n) => {
    for (let t = rowStart[i]!; t < rowStart[i + 1]!; t++) {
      const perJump = chain.labelled[t]! * scale;
      const w = amount[t]!;
      if (perJump === 0 || w === 0) continue;
      row[n]! += perJump * w;
      rowSquares[n]! += perJump * w * w;
      if (target[t] === i) {
        staying[n]! += perJump * w;
        continue;
      }
      const y = local[target[t]!]!;
      for (let k = m.entryStart[y]!; k < m.entryStart[y + 1]!; k++) if (m.source[k] === n) entry[k]! += perJump * w;
    }
  });
  return { entry, staying, row, rowSquares };
}

/** Mean and sd of the reward accumulated until a set is first reached, without horizon. */
export type UntilMoments = { readonly mean: number; readonly sd: number } | 'infinite';

const maxSweeps = 200_000;
const largestDense = 500;

/**
 * Solves (−Q_BB) a1 = r + Σ q w and (−Q_BB) a2 = 2 r a1 + Σ q (w² + 2 w a1) on what is reached before the set: by elimination up to 500 configurations
 * (Grassmann, Taksar and Heyman 1985: no subtractions, so stiffness does no harm), by Gauss–Seidel beyond.
 * Infinite exactly when, in a finite chain, some configuration reached before the set cannot reach it any more.
 */
export function untilMoments(
  chain: Chain,
  isTarget: (configuration: number) => boolean,
  reward: RewardRates,
  options: ExactOptions = {},
): UntilMoments {
  if (isTarget(chain.initial)) return { mean: 0, sd: 0 };
  const causeOf = Int8Array.from({ length: chain.size }, (_, i) => (isTarget(i) ? 0 : -1));
  const m = uniformize(chain, causeOf, 1);
  if (!allCanReach(m)) return 'infinite';
  const { rowStart, target } = chain.structure;
  const local = new Int32Array(chain.size).fill(-1);
  m.configuration.forEach((i, n) => {
    local[i] = n;
  });
  const eliminated = m.size <= largestDense ? eliminate(chain, m, local) : null;
  const solve = (charge: (n: number, i: number) => number): Float64Array => {
    const constant = Float64Array.from(m.configuration, (i, n) => charge(n, i));
    return eliminated ? eliminated(constant) : sweepUntilStill(chain, m, local, constant, options.abort);
  };
  const impulses = (i: number, f: (amount: number, y: number) => number): number => {
    if (!reward.impulse) return 0;
    let sum = 0;
    for (let t = rowStart[i]!; t < rowStart[i + 1]!; t++)
      sum += chain.labelled[t]! * f(reward.impulse[t]!, local[target[t]!]!);
    return sum;
  };
  const a1 = solve((_, i) => reward.rate[i]! + impulses(i, (w) => w));
  const a2 = solve(
    (n, i) => 2 * reward.rate[i]! * a1[n]! + impulses(i, (w, y) => w * w + 2 * w * (y >= 0 ? a1[y]! : 0)),
  );
  const mean = a1[m.start]!;
  const variance = a2[m.start]! - mean * mean;
  // Rates below what a double can divide by: the expectation is beyond all numbers.
  if (!Number.isFinite(mean) || !Number.isFinite(variance)) return 'infinite';
  return { mean, sd: Math.sqrt(Math.max(0, variance)) };
}

/** Backwards from the set: is every configuration among those that can reach it? */
function allCanReach(m: Uniformized): boolean {
  const can = new Uint8Array(m.size);
  const queue: number[] = [];
  for (let n = 0; n < m.size; n++)
    if (m.into[0]![n]! > 0) {
      can[n] = 1;
      queue.push(n);
    }
  for (let n = 0; n < queue.length; n++) {
    const y = queue[n]!;
    for (let k = m.entryStart[y]!; k < m.entryStart[y + 1]!; k++) {
      const x = m.source[k]!;
      if (can[x]) continue;
      can[x] = 1;
      queue.push(x);
    }
  }
  return queue.length === m.size;
}

/** State elimination without subtraction: returns a solver of (−Q_BB) a = c for any c. */
function eliminate(chain: Chain, m: Uniformized, local: Int32Array): (constant: Float64Array) => Float64Array {
  const n = m.size;
  // Rates among the kept configurations; column n: out of them, into the set.
  const a = Array.from({ length: n }, () => new Float64Array(n + 1));
  m.configuration.forEach((i, x) => {
    for (let k = chain.rowStart[i]!; k < chain.rowStart[i + 1]!; k++) {
      const y = local[chain.column[k]!]!;
      a[x]![y >= 0 ? y : n]! += chain.rate[k]!;
    }
  });
  // Eliminating the last configuration z sends x → z on to wherever z goes.
  const out = new Float64Array(n);
  for (let z = n - 1; z >= 0; z--) {
    const row = a[z]!;
    let sum = row[n]!;
    for (let y = 0; y < z; y++) sum += row[y]!;
    out[z] = sum;
    for (let x = 0; x < z; x++) {
      const share = a[x]![z]! / sum;
      if (share === 0) continue;
      for (let y = 0; y < z; y++) if (y !== x) a[x]![y]! += share * row[y]!;
      a[x]![n]! += share * row[n]!;
    }
  }
  return (constant) => {
    const c = constant.slice();
    for (let z = n - 1; z >= 0; z--)
      for (let x = 0; x < z; x++) if (a[x]![z] !== 0) c[x]! += (a[x]![z]! / out[z]!) * c[z]!;
    const solution = new Float64Array(n);
    for (let x = 0; x < n; x++) {
      let sum = c[x]!;
      for (let y = 0; y < x; y++) sum += a[x]![y]! * solution[y]!;
      solution[x] = sum / out[x]!;
    }
    return solution;
  };
}

function sweepUntilStill(
  chain: Chain,
  m: Uniformized,
  local: Int32Array,
  constant: Float64Array,
  abort: Abort | undefined,
): Float64Array {
  const a = new Float64Array(m.size);
  for (let sweep = 0; sweep < maxSweeps; sweep++) {
    checkAbort(abort, sweep);
    let change = 0;
    let size = 0;
    for (let n = m.size - 1; n >= 0; n--) {
      const i = m.configuration[n]!;
      let sum = constant[n]!;
      for (let k = chain.rowStart[i]!; k < chain.rowStart[i + 1]!; k++) {
        const y = local[chain.column[k]!]!;
        if (y >= 0) sum += chain.rate[k]! * a[y]!;
      }
      const value = sum / chain.exit[i]!;
      change = Math.max(change, Math.abs(value - a[n]!));
      size = Math.max(size, Math.abs(value));
      a[n] = value;
    }
    if (change <= 1e-14 * Math.max(size, Number.MIN_VALUE)) return a;
  }
  throw new ProblemError([
    problem(
      'too-stiff',
      `the expectation until the set is reached was not found in ${maxSweeps.toLocaleString('en')} sweeps`,
      {
        path: ['rewards'],
        repair: 'bring fast and slow rates closer together, or use a reward with a horizon',
      },
    ),
  ]);
}
