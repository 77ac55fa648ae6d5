// Chain → expected time in every configuration up to each day, L(t) = ∫₀ᵗ p(u) du, beside the law p(t) itself, from one forward sweep (Reibman and Trivedi 1989).
// With N jumps of the uniformized chain in [0, t], L(t) = 1/Λ Σ_n P(N > n) π_n = 1/Λ Σ_m P(N = m) (π_0 + … + π_{m−1}): only sums of what is not negative, so that nothing cancels.
// The right one where a rate of every transition is to be integrated at once (traffic between states); for a few rewards accumulatedMoments (reward.ts) also gives their spread.
import type { Chain } from '../chain/rates.ts';
import { assertNotAborted } from '../vocabulary/ports.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import type { Days } from '../vocabulary/units.ts';
import type { ExactOptions } from './passage.ts';
import { lastJumpOf, poissonWeights, truncationOf } from './poisson.ts';
import { assertAffordable, defaultMaxWork, laidOut, type Uniformized, uniformize } from './uniformized.ts';

export interface Cumulative {
  readonly matrix: Uniformized;
  /** [day]: the law of the configuration on the day, by position in matrix.configuration. */
  readonly law: readonly Float64Array[];
  /** [day]: expected days spent in each configuration up to the day; they sum to the day. */
  readonly spent: readonly Float64Array[];
  /** Upper bound of the truncated Poisson mass; of a time spent, at most this share is missing. */
  readonly truncation: number;
}

/** Numbers kept of each kind, 80 MB. */
const mostNumbers = 1e7;

/** @param days ascending, ≥ 0. On day 0 nothing has been spent. Throws a ProblemError when that takes too long or is too much to keep. */
export function cumulativeOf(chain: Chain, days: readonly Days[], options: ExactOptions = {}): Cumulative {
  const matrix = uniformize(chain, null, 0);
  assertAffordable(chain, matrix, days.at(-1) ?? 0, 2, options.maxWork ?? defaultMaxWork);
  if (days.length * matrix.size > mostNumbers)
    throw new ProblemError([
      problem(
        'too-many-days',
        `${days.length} days of ${matrix.size.toLocaleString('en')} configurations are too much to keep`,
        { path: ['meta', 'days_reported'], repair: `ask for at most ${Math.floor(mostNumbers / matrix.size)} days` },
      ),
    ]);
  const windows = days.map((t) => poissonWeights(matrix.lambda * t));
  const jumps = lastJumpOf(windows);
  const law = days.map(() => new Float64Array(matrix.size));
  const spent = days.map(() => new Float64Array(matrix.size));
  // A chain in which nothing happens: all the time is spent at the start.
  if (matrix.lambda === 0) days.forEach((t, d) => void (spent[d]![matrix.start] = t));
  const holding = matrix.lambda > 0 ? 1 / matrix.lambda : 0;
  const { kernel, gather } = laidOut(matrix, 2 * matrix.size);
  let p = kernel.f64(matrix.size);
  let q = kernel.f64(matrix.size);
  /** π_0 + … + π_{n−1} */
  const sum = new Float64Array(matrix.size);
  p[matrix.start] = 1;
  for (let n = 0; n <= jumps; n++) {
    if ((n & 31) === 0) assertNotAborted(options.abort);
    windows.forEach(({ left, weights }, d) => {
      const w = weights[n - left];
      if (w !== undefined) addWeighted(law[d]!, spent[d]!, p, sum, w, w * holding);
    });
    for (let i = 0; i < sum.length; i++) sum[i]! += p[i]!;
    if (n === jumps) break;
    kernel.step(gather, 1, p, q);
    [p, q] = [q, p];
  }
  return { matrix, law, spent, truncation: truncationOf(windows) };
}

function addWeighted(
  law: Float64Array,
  spent: Float64Array,
  p: Float64Array,
  sum: Float64Array,
  w: number,
  perRate: number,
): void {
  for (let i = 0; i < law.length; i++) {
    law[i]! += w * p[i]!;
    spent[i]! += perRate * sum[i]!;
  }
}
