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
  // A small mean has few terms: all that a double can hold are kept, so that what is rare does not become impossible.
  const cut = mean < 1 ? Number.MIN_VALUE : truncationBound / 4;
  const atMode = probabilityAt(mode, mean);
  // Each side stops where a geometric series bounds what is left by a quarter of the accepted mass.
  const right: number[] = [atMode];
  let rightTail = 0;
  for (let n = mode + 1, w = atMode; ; n++) {
    w *= mean / n;
    const ratio = mean / (n + 1);
    rightTail = w / (1 - ratio);
    if (!(rightTail > cut)) break;
    right.push(w);
  }
  const leftReversed: number[] = [];
  let leftTail = 0;
  for (let n = mode, w = atMode; n > 0; n--) {
    w *= n / mean;
    const ratio = (n - 1) / mean;
    leftTail = w / (1 - ratio);
    if (leftTail < cut) break;
    leftTail = 0;
    leftReversed.push(w);
  }
  return {
    left: mode - leftReversed.length,
    weights: Float64Array.from([...leftReversed.reverse(), ...right]),
    truncated: leftTail + rightTail,
  };
}

/** P(N = n) near the mode. In Loader's saddle-point form (2000) nothing large cancels: n ln(n/m) + m − n is summed as a series in (n − m)/(n + m). */
function probabilityAt(n: number, mean: number): number {
  if (n <= 20) {
    let p = Math.exp(-mean);
    for (let k = 1; k <= n; k++) p *= mean / k;
    return p;
  }
  const v = (n - mean) / (n + mean);
  let deviance = (n - mean) * v;
  let term = 2 * n * v;
  for (let k = 3; k < 1000; k += 2) {
    term *= v * v;
    const next = deviance + term / k;
    if (next === deviance) break;
    deviance = next;
  }
  const inverse2 = 1 / (n * n);
  const stirling = (1 / 12 - (1 / 360 - (1 / 1260 - inverse2 / 1680) * inverse2) * inverse2) / n;
  return Math.exp(-stirling - deviance) / Math.sqrt(2 * Math.PI * n);
}

/** The last number of jumps that any of the windows reaches to; 0 without windows. */
export function lastJumpOf(windows: readonly PoissonWeights[]): number {
  return Math.max(0, ...windows.map((w) => w.left + w.weights.length - 1));
}

/** Upper bound of the mass that is cut from any of them. */
export function truncationOf(windows: readonly PoissonWeights[]): number {
  return Math.max(0, ...windows.map((w) => w.truncated));
}
