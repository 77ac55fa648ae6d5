// Chain + reward rates and impulses → mean and standard deviation of the accumulated reward on every day, from one forward sweep.
// Given N jumps of the uniformized chain in [0, t] the N + 1 intervals are exchangeable (Dirichlet), so with S = Σ r(X_k), D = Σ r(X_k)², J = sum of impulses:
//   E[Y | N] = t/(N+1) E S + E J,   E[Y² | N] = t²/((N+1)(N+2)) (E S² + E D) + 2t/(N+1) E[S J] + E J².   (After de Souza e Silva and Gail 1989.)
import type { Chain } from '../chain/rates.ts';
import type { RewardRates } from '../chain/reward-rates.ts';
import { type Abort, assertNotAborted } from '../vocabulary/ports.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import type { Days } from '../vocabulary/units.ts';
import type { ExactOptions } from './passage.ts';
import { weighted } from './passage.ts';
import { poissonWeights } from './poisson.ts';
import { assertAffordable, defaultMaxWork, dot, step, type Uniformized, uniformize } from './uniformized.ts';

export interface Moments {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

/** Moments of each reward on each day (days ascending). */
export function accumulatedMoments(chain: Chain, rewards: readonly RewardRates[], days: readonly Days[], options: ExactOptions = {}): { moments: readonly Moments[]; truncation: number } {
  const m = uniformize(chain, null, 0);
  const windows = days.map((t) => poissonWeights(m.lambda * t));
  const jumps = Math.max(0, ...windows.map((w) => w.left + w.weights.length - 1));
  assertAffordable(m, jumps * (1 + rewards.length), options.maxWork ?? defaultMaxWork);
  const sweeps = rewards.map((r) => beginSweep(chain, m, r, jumps));
  let p = new Float64Array(m.size);
  let q = new Float64Array(m.size);
  p[m.start] = 1;
  for (const s of sweeps) s.begin(p);
  for (let n = 1; n <= jumps; n++) {
    checkAbort(options.abort, n);
    step(m, p, q);
    for (const s of sweeps) s.advance(n, p, q);
    [p, q] = [q, p];
  }
  const moments = sweeps.map((s) => {
    const mean = new Float64Array(days.length);
    const sd = new Float64Array(days.length);
    days.forEach((t, d) => {
      const first = Float64Array.from(s.s, (v, n) => (t / (n + 1)) * v + s.j[n]!);
      const second = Float64Array.from(s.s2, (v, n) => ((t * t) / ((n + 1) * (n + 2))) * (v + s.d[n]!) + ((2 * t) / (n + 1)) * s.sj[n]! + s.j2[n]!);
      mean[d] = weighted(windows[d]!, first);
      const variance = weighted(windows[d]!, second) - mean[d]! ** 2;
      // Differences below rounding of the two moments are no variance.
      sd[d] = variance > 1e-12 * mean[d]! ** 2 ? Math.sqrt(variance) : 0;
    });
    return { mean, sd };
  });
  return { moments, truncation: Math.max(0, ...windows.map((w) => w.truncated)) };
}

const checkAbort = (abort: Abort | undefined, n: number): void => {
  if ((n & 31) === 0) assertNotAborted(abort);
};

/** The scalar sequences of one reward: index n is the number of jumps. */
function beginSweep(chain: Chain, m: Uniformized, reward: RewardRates, jumps: number) {
  const r = Float64Array.from(m.configuration, (i) => reward.rate[i]!);
  const impulses = reward.impulse ? impulsesOf(chain, m, reward.impulse) : null;
  const [s, s2, d, j, j2, sj] = Array.from({ length: 6 }, () => new Float64Array(jumps + 1)) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  // v[x] = E[S; X = x], w[x] = E[J; X = x].
  let v = new Float64Array(m.size);
  let vNext = new Float64Array(m.size);
  let w = new Float64Array(m.size);
  let wNext = new Float64Array(m.size);
  const squares = Float64Array.from(r, (value) => value * value);
  return {
    s,
    s2,
    d,
    j,
    j2,
    sj,
    begin(p: Float64Array) {
      for (let x = 0; x < m.size; x++) v[x] = p[x]! * r[x]!;
      s[0] = dot(p, r);
      s2[0] = d[0] = dot(p, squares);
    },
    advance(n: number, before: Float64Array, p: Float64Array) {
      step(m, v, vNext);
      const crossed = dot(vNext, r);
      const now = dot(p, squares);
      s[n] = s[n - 1]! + dot(p, r);
      s2[n] = s2[n - 1]! + 2 * crossed + now;
      d[n] = d[n - 1]! + now;
      if (impulses) {
        step(m, w, wNext);
        for (let y = 0; y < m.size; y++) for (let k = m.entryStart[y]!; k < m.entryStart[y + 1]!; k++) wNext[y]! += before[m.source[k]!]! * impulses.entry[k]!;
        j[n] = j[n - 1]! + dot(before, impulses.row);
        j2[n] = j2[n - 1]! + 2 * dot(w, impulses.row) + dot(before, impulses.rowSquares);
        sj[n] = sj[n - 1]! + dot(v, impulses.row) + dot(wNext, r);
        [w, wNext] = [wNext, w];
      }
      for (let x = 0; x < m.size; x++) vNext[x]! += p[x]! * r[x]!;
      [v, vNext] = [vNext, v];
    },
  };
}

/** Expected impulse per jump: by entry of the gather form, and by row (first and second power). */
function impulsesOf(chain: Chain, m: Uniformized, amount: Float64Array): { entry: Float64Array; row: Float64Array; rowSquares: Float64Array } {
  const { rowStart, target } = chain.structure;
  const scale = m.lambda > 0 ? 1 / m.lambda : 0;
  const local = new Int32Array(chain.size).fill(-1);
  m.configuration.forEach((i, n) => {
    local[i] = n;
  });
  const entry = new Float64Array(m.source.length);
  const row = new Float64Array(m.size);
  const rowSquares = new Float64Array(m.size);
  m.configuration.forEach((i, n) => {
    for (let t = rowStart[i]!; t < rowStart[i + 1]!; t++) {
      const rate = chain.labelled[t]!;
      if (rate === 0 || target[t] === i || amount[t] === 0) continue;
      row[n]! += rate * scale * amount[t]!;
      rowSquares[n]! += rate * scale * amount[t]! ** 2;
      const y = local[target[t]!]!;
      for (let k = m.entryStart[y]!; k < m.entryStart[y + 1]!; k++) if (m.source[k] === n) entry[k]! += rate * scale * amount[t]!;
    }
  });
  return { entry, row, rowSquares };
}

/** Mean and sd of the reward accumulated until a set is first reached, without horizon. */
export type UntilMoments = { readonly mean: number; readonly sd: number } | 'infinite';

const maxSweeps = 200_000;

/**
 * Solves (−Q_BB) a1 = r + Σ q w and (−Q_BB) a2 = 2 r a1 + Σ q (w² + 2 w a1) by Gauss–Seidel on what is reached before the set.
 * Infinite exactly when, in a finite chain, some configuration reached before the set cannot reach it any more.
 */
export function untilMoments(chain: Chain, isTarget: (configuration: number) => boolean, reward: RewardRates, options: ExactOptions = {}): UntilMoments {
  if (isTarget(chain.initial)) return { mean: 0, sd: 0 };
  const causeOf = Int8Array.from({ length: chain.size }, (_, i) => (isTarget(i) ? 0 : -1));
  const m = uniformize(chain, causeOf, 1);
  if (!allCanReach(m)) return 'infinite';
  const { rowStart, target } = chain.structure;
  const local = new Int32Array(chain.size).fill(-1);
  m.configuration.forEach((i, n) => {
    local[i] = n;
  });
  const solve = (charge: (n: number, i: number) => number): Float64Array => {
    const a = new Float64Array(m.size);
    const constant = Float64Array.from(m.configuration, (i, n) => charge(n, i));
    for (let sweep = 0; sweep < maxSweeps; sweep++) {
      checkAbort(options.abort, sweep);
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
    throw new ProblemError([problem('too-stiff', `the expectation until the set is reached was not found in ${maxSweeps.toLocaleString('en')} sweeps`, { repair: 'bring fast and slow rates closer together, or use a reward with a horizon' })]);
  };
  const impulses = (i: number, f: (amount: number, y: number) => number): number => {
    if (!reward.impulse) return 0;
    let sum = 0;
    for (let t = rowStart[i]!; t < rowStart[i + 1]!; t++) if (target[t] !== i) sum += chain.labelled[t]! * f(reward.impulse[t]!, local[target[t]!]!);
    return sum;
  };
  const a1 = solve((_, i) => reward.rate[i]! + impulses(i, (w) => w));
  const a2 = solve((n, i) => 2 * reward.rate[i]! * a1[n]! + impulses(i, (w, y) => w * w + 2 * w * (y >= 0 ? a1[y]! : 0)));
  return { mean: a1[m.start]!, sd: Math.sqrt(Math.max(0, a2[m.start]! - a1[m.start]! ** 2)) };
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
