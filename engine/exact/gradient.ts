// Chain + what counts at the end → its expectation on a day, and how much that gains by each rate of the generator: one forward and one backward sweep of the uniformized chain (the discrete adjoint).
// With F = Σ_n w_n π_0 Pⁿ f and λ_{k−1} = w_k f + P λ_k, dF = Σ_k π_k dP λ_k at a fixed Λ: exact for the sum as it is cut, whatever the number of inputs that move the rates.
import type { Chain } from '../chain/rates.ts';
import { assertNotAborted } from '../vocabulary/ports.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import type { Days } from '../vocabulary/units.ts';
import type { ExactOptions } from './passage.ts';
import { lastJumpOf, poissonWeights } from './poisson.ts';
import { assertAffordable, defaultMaxWork, uniformize } from './uniformized.ts';

export interface Gradient {
  /** E f on the day. */
  readonly value: number;
  /** Parallel to chain.rate: ∂ value / ∂ rate, in days. */
  readonly byRate: Float64Array;
}

/** Numbers kept of the forward sweep, 320 MB. */
const mostNumbers = 4e7;

/**
 * @param f what counts in each configuration, finite.
 * @param absorbing 1 where the path stops and f is kept; null: nowhere.
 * Throws a ProblemError when that takes too long or is too much to keep.
 */
export function gradientsOf(
  chain: Chain,
  f: Float64Array,
  absorbing: Uint8Array | null,
  days: readonly Days[],
  options: ExactOptions = {},
): Gradient[] {
  if (absorbing?.[chain.initial])
    return days.map(() => ({ value: f[chain.initial]!, byRate: new Float64Array(chain.rate.length) }));
  const m = uniformize(chain, absorbing && Int8Array.from(absorbing, (a) => a - 1), absorbing ? 1 : 0);
  const last = Math.max(0, ...days);
  assertAffordable(chain, m, last, 2 + 4 * days.length, options.maxWork ?? defaultMaxWork);
  const windows = days.map((t) => poissonWeights(m.lambda * t));
  const jumps = lastJumpOf(windows);
  if (jumps * chain.size > mostNumbers)
    throw new ProblemError([
      problem(
        'too-stiff',
        `the shares of an answer need ${jumps.toLocaleString('en')} steps of ${chain.size.toLocaleString('en')} configurations kept at once`,
        { path: ['outcomes'], repair: 'ask for an earlier day, or for an outcome that reads fewer regions' },
      ),
    ]);
  const { rowStart, column, rate, exit } = chain;
  // What is reached from the start before anything absorbs, and has a row of P of its own.
  const rows = m.configuration;
  const scale = m.lambda > 0 ? 1 / m.lambda : 0;
  const laws = new Float64Array(Math.max(1, jumps) * chain.size);
  laws[chain.initial] = 1;
  for (let n = 1; n < jumps; n++) {
    if ((n & 31) === 0) assertNotAborted(options.abort);
    const p = laws.subarray((n - 1) * chain.size, n * chain.size);
    const next = laws.subarray(n * chain.size, (n + 1) * chain.size);
    for (const i of rows) {
      const mass = p[i]!;
      if (mass === 0) continue;
      next[i]! += mass * (1 - exit[i]! * scale);
      for (let k = rowStart[i]!; k < rowStart[i + 1]!; k++) {
        const j = column[k]!;
        if (!absorbing?.[j]) next[j]! += mass * rate[k]! * scale;
      }
    }
  }
  return windows.map(({ left, weights }) => {
    const byRate = new Float64Array(rate.length);
    const steps = left + weights.length - 1;
    let later = new Float64Array(chain.size);
    let now = new Float64Array(chain.size);
    /** Σ of the weights behind: what a frozen path still counts for. */
    let tail = 0;
    for (let n = steps; n >= 0; n--) {
      if ((n & 31) === 0) assertNotAborted(options.abort);
      const w = weights[n - left] ?? 0;
      if (n < steps) {
        const p = laws.subarray(n * chain.size, (n + 1) * chain.size);
        for (const i of rows) {
          const mass = p[i]! * scale;
          const here = later[i]!;
          for (let k = rowStart[i]!; k < rowStart[i + 1]!; k++) {
            const j = column[k]!;
            byRate[k]! += mass * ((absorbing?.[j] ? tail * f[j]! : later[j]!) - here);
          }
        }
      }
      for (const i of rows) {
        let sum = w * f[i]! + (1 - exit[i]! * scale) * later[i]!;
        for (let k = rowStart[i]!; k < rowStart[i + 1]!; k++) {
          const j = column[k]!;
          sum += rate[k]! * scale * (absorbing?.[j] ? tail * f[j]! : later[j]!);
        }
        now[i] = sum;
      }
      tail += w;
      [later, now] = [now, later];
    }
    return { value: later[chain.initial]!, byRate };
  });
}
