// Poisson weights for uniformization, from the mode outward so that nothing underflows (Fox and Glynn 1988 in purpose; plain recurrences in means).

export interface PoissonWeights {
  /** First number of jumps with a weight. */
  readonly left: number;
  /** weights[k] = P(N = left + k), N ~ Poisson(mean). */
  readonly weights: Float64Array;
  /** Upper bound of the probability mass outside the window. */
  readonly truncated: number;
}

/** Mass outside the window that is accepted, in all. */
export const truncationBound = 1e-13;

/** @param mean Λt ≥ 0; 0 gives all weight to no jump. */
export function poissonWeights(mean: number): PoissonWeights {
  if (!(mean >= 0 && mean < Number.POSITIVE_INFINITY)) throw new Error(`Poisson mean ${mean}`);
  if (mean === 0) return { left: 0, weights: Float64Array.of(1), truncated: 0 };
  const mode = Math.floor(mean);
  const atMode = Math.exp(mode * Math.log(mean) - mean - logFactorial(mode));
  // Each side stops where a geometric series bounds what is left by a quarter of the accepted mass.
  const right: number[] = [atMode];
  let rightTail = 0;
  for (let n = mode + 1, w = atMode; ; n++) {
    w *= mean / n;
    const ratio = mean / (n + 1);
    rightTail = w / (1 - ratio);
    if (rightTail < truncationBound / 4) break;
    right.push(w);
  }
  const leftReversed: number[] = [];
  let leftTail = 0;
  for (let n = mode, w = atMode; n > 0; n--) {
    w *= n / mean;
    const ratio = (n - 1) / mean;
    leftTail = w / (1 - ratio);
    if (leftTail < truncationBound / 4) break;
    leftTail = 0;
    leftReversed.push(w);
  }
  return { left: mode - leftReversed.length, weights: Float64Array.from([...leftReversed.reverse(), ...right]), truncated: leftTail + rightTail };
}

/** ln n!, by Stirling's series with three correction terms above 20 (relative error below 1e-15). */
function logFactorial(n: number): number {
  if (n < 2) return 0;
  if (n <= 20) {
    let product = 1;
    for (let k = 2; k <= n; k++) product *= k;
    return Math.log(product);
  }
  const x = n + 1;
  const inverse2 = 1 / (x * x);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + (1 / 12 - (1 / 360 - (1 / 1260 - inverse2 / 1680) * inverse2) * inverse2) / x;
}
