// Chain + absorbing sets → first passage: cumulative incidence of each cause at every day from one forward sweep (competing risks; Putter, Fiocco and Geskus 2007),
// quantiles of the time, and the law on a day. Right for horizons with Λt up to some 10^6 jumps; for stiffer chains it refuses (uniformized.ts).
import type { Chain } from '../chain/rates.ts';
import { type Abort, assertNotAborted, type Progress } from '../vocabulary/ports.ts';
import type { Days, PerDay, Quantity } from '../vocabulary/units.ts';
import { lastJumpOf, type PoissonWeights, poissonWeights, truncationOf } from './poisson.ts';
import { assertAffordable, defaultMaxWork, steppingOf, uniformize, type Work, workOf } from './uniformized.ts';

export interface ExactOptions {
  readonly abort?: Abort | undefined;
  readonly maxWork?: number | undefined;
  /** True: strips (strips.ts) are looked for however little there is to gain; for checking. */
  readonly strips?: boolean | undefined;
  /** Told of the products done, of all of them. */
  readonly progress?: Progress | undefined;
}

/** Between products: may it go on, and how far is it? */
export function between({ abort, progress }: ExactOptions, done: number, total: number): void {
  if ((done & 15) !== 0) return;
  assertNotAborted(abort);
  progress?.(done, total);
}

export interface Incidence {
  /** [cause][day]: probability that this cause came first, by the day. */
  readonly byCause: readonly Float64Array[];
  /** [day]: nothing has happened yet; computed from the transient mass, not as a remainder, so that the sum is a check. */
  readonly none: Float64Array;
  /** Upper bound of the truncated Poisson mass. */
  readonly truncation: number;
  readonly work: Work;
  /** First day by which the causes together have probability ≥ q, or beyond the last day. */
  quantile(q: number): Quantity;
}

/**
 * Cumulative incidence from the start of the chain.
 * @param causeOf per configuration: −1 transient, else the cause that absorbs there. The start must be transient.
 * @param days ascending, ≥ 0.
 */
export function incidenceOf(
  chain: Chain,
  causeOf: Int8Array,
  causes: number,
  days: readonly Days[],
  options: ExactOptions = {},
): Incidence {
  const m = uniformize(chain, causeOf, causes);
  const last = days.at(-1) ?? 0;
  assertAffordable(chain, m, last, 1, options.maxWork ?? defaultMaxWork);
  const windows = days.map((t) => poissonWeights(m.lambda * t));
  const jumps = lastJumpOf(windows);
  // absorbed[c][n]: P(absorbed by cause c within n jumps of the uniformized chain).
  const absorbed = m.into.map(() => new Float64Array(jumps + 1));
  const alive = new Float64Array(jumps + 1);
  const { kernel, place, length, step, strips } = steppingOf(
    m,
    chain,
    { products: jumps, strips: options.strips },
    { vectors: 2 + causes },
  );
  const placed = (values: Float64Array): Float64Array => {
    const vector = kernel.f64(length);
    for (let n = 0; n < m.size; n++) vector[place[n]!] = values[n]!;
    return vector;
  };
  const into = m.into.map(placed);
  let p = kernel.f64(length);
  let q = kernel.f64(length);
  p[place[m.start]!] = 1;
  alive[0] = 1;
  for (let n = 1; n <= jumps; n++) {
    between(options, n, jumps);
    for (let c = 0; c < causes; c++) absorbed[c]![n] = absorbed[c]![n - 1]! + kernel.dot(p, into[c]!);
    step(p, q);
    [p, q] = [q, p];
    alive[n] = kernel.total(p);
  }
  const by = (sequence: Float64Array) => Float64Array.from(windows, (w) => weighted(w, sequence));
  return {
    byCause: absorbed.map(by),
    none: by(alive),
    truncation: truncationOf(windows),
    work: workOf(m, jumps, 1, strips),
    quantile: hitFrom(m.lambda, windows, days, absorbed).quantile,
  };
}

/** Probability that a set has been reached, by each day, and quantiles of the time. */
export interface Hit {
  readonly byDay: Float64Array;
  /** First day by which it has probability ≥ q, or beyond the last day. */
  quantile(q: number): Quantity;
}

/** @param sequences of each cause: probability that it absorbed within n jumps; the causes together are the set. */
export function hitFrom(
  lambda: PerDay,
  windows: readonly PoissonWeights[],
  days: readonly Days[],
  sequences: readonly Float64Array[],
): Hit {
  const by = (w: PoissonWeights): number => sequences.reduce((sum, s) => sum + weighted(w, s), 0);
  return {
    byDay: Float64Array.from(windows, by),
    quantile(level) {
      const last = days.at(-1) ?? 0;
      const reached = (t: Days): number => by(poissonWeights(lambda * t));
      if (!(reached(last) >= level)) return { value: null, why: 'beyond horizon' };
      let low = 0;
      let high = last;
      while (high - low > 1e-7 * last) {
        const middle = (low + high) / 2;
        if (reached(middle) >= level) high = middle;
        else low = middle;
      }
      return { value: high };
    },
  };
}

/** Σ P(N = n) f(n) over the window. */
export function weightedBy({ left, weights }: PoissonWeights, f: (jumps: number) => number): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k]! * f(left + k);
  return sum;
}

function weighted({ left, weights }: PoissonWeights, sequence: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k]! * sequence[Math.min(left + k, sequence.length - 1)]!;
  return sum;
}

export interface Transient {
  /** Number in the chain of each configuration here. */
  readonly configuration: Int32Array;
  /** [day]: the law of the configuration on the day, by position in `configuration`. */
  readonly byDay: readonly Float64Array[];
  readonly truncation: number;
  readonly work: Work;
}

/** p(t) = p0 exp(Qt) on each day, from one sweep. */
export function transientOf(chain: Chain, days: readonly Days[], options: ExactOptions = {}): Transient {
  const matrix = uniformize(chain, null, 0);
  assertAffordable(chain, matrix, days.at(-1) ?? 0, 1, options.maxWork ?? defaultMaxWork);
  const windows = days.map((t) => poissonWeights(matrix.lambda * t));
  const jumps = lastJumpOf(windows);
  const { kernel, place, length, step, strips } = steppingOf(
    matrix,
    chain,
    { products: jumps, strips: options.strips },
    {
      vectors: 2 + days.length,
    },
  );
  const laws = days.map(() => kernel.f64(length));
  let p = kernel.f64(length);
  let q = kernel.f64(length);
  p[place[matrix.start]!] = 1;
  for (let n = 0; n <= jumps; n++) {
    between(options, n, jumps);
    windows.forEach(({ left, weights }, d) => {
      const w = weights[n - left];
      if (w !== undefined) kernel.addWeighted(w, p, 1, laws[d]!);
    });
    if (n === jumps) break;
    step(p, q);
    [p, q] = [q, p];
  }
  const byDay = laws.map((law) => Float64Array.from(place, (at) => law[at]!));
  return {
    configuration: matrix.configuration,
    byDay,
    truncation: truncationOf(windows),
    work: workOf(matrix, jumps, 1, strips),
  };
}
