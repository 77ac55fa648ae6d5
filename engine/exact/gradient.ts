// Chain + what counts → its expectation on a day, and how much that gains by every rate: one sweep forward and one back of the uniformized chain (the discrete adjoint), whatever the number of inputs that move the rates.
// With F = Σ_n c_n π_0 Pⁿ f and λ_n = c_n f + P λ_{n+1}, dF = Σ_n π_n dP λ_{n+1} at a fixed Λ: the exact slope of the sum as it is cut. Transitions that share a rate are summed where they are met (sharing.ts), so that nothing is kept by transition.
import type { Chain } from '../chain/rates.ts';
import { type Abort, assertNotAborted } from '../vocabulary/ports.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import type { Days, PerDay } from '../vocabulary/units.ts';
import type { GatherMatrix, KernelBench, KernelKind, Rows } from './kernels/kernel.ts';
import type { ExactOptions } from './passage.ts';
import { lastJumpOf, type PoissonWeights, poissonWeights } from './poisson.ts';
import { assertAffordable, defaultMaxWork, laidOut, lambdaOf, type Uniformized } from './uniformized.ts';

export interface Counted {
  /** By configuration, finite. */
  readonly f: Float64Array;
  /** on_day: f where the chain is on the day; accumulated: f per day, added up over the days before. */
  readonly measure: 'on_day' | 'accumulated';
  /** 1 where a path stops and f is kept (on_day only); null: nowhere. */
  readonly absorbing: Uint8Array | null;
}

/** Which transitions have one rate: those with the same number of 0 … count − 1. */
export interface RateClasses {
  /** Parallel to chain.labelled. */
  readonly like: Int32Array;
  readonly count: number;
}

export interface Gradient {
  readonly value: number;
  /** ∂value/∂rate of each class, in days: all of its transitions move together. */
  readonly byRate: Float64Array;
  /** ∂value/∂f by configuration: its probability on the day, or the days spent there. Null where paths stop. */
  readonly byCounted: Float64Array | null;
}

export interface SweepOptions extends ExactOptions {
  /** Default: the compiled ones where the host has them. */
  readonly kernels?: KernelKind | undefined;
  /** Numbers kept of the sweep forward before some of it is stepped again; it changes no bit. */
  readonly kept?: number | undefined;
}

/** Numbers kept of the sweep forward as it goes, 128 MB; beyond them every √n-th law is kept and the others are stepped again (Griewank 1992). */
const defaultKept = 1.6e7;
/** Numbers kept at all, 800 MB. */
const mostNumbers = 1e8;

/**
 * The right one for derivatives by many inputs; it costs about three first passages of the chain for each day.
 * A transition whose rate is 0 has a slope as well, and so has what lies behind it. Throws a ProblemError when that takes too long or is too much to keep.
 */
export function gradientsOf(
  chain: Chain,
  classes: RateClasses,
  counted: Counted,
  days: readonly Days[],
  options: SweepOptions = {},
): Gradient[] {
  const { f, measure, absorbing } = counted;
  if (absorbing?.[chain.initial])
    return days.map(() => ({ value: f[chain.initial]!, byRate: new Float64Array(classes.count), byCounted: null }));
  const last = Math.max(0, ...days);
  const { matrix, entries, stops } = adjointOf(chain, counted, last);
  assertAffordable(chain, matrix, last, 2 + 2 * days.length, options.maxWork ?? defaultMaxWork);
  const windows = days.map((t) => poissonWeights(matrix.lambda * t));
  const laws = lastJumpOf(windows) + 1;
  const { size } = matrix;
  const span = laws * size <= (options.kept ?? defaultKept) ? laws : Math.ceil(Math.sqrt(laws));
  const marks = Math.ceil(laws / span);
  const numbers = (marks + span) * size;
  if (numbers > mostNumbers)
    throw new ProblemError([
      problem(
        'too-stiff',
        `the slopes of an answer need ${laws.toLocaleString('en')} steps of ${size.toLocaleString('en')} configurations`,
        { path: ['outcomes'], repair: 'ask for an earlier day, or for an outcome that reads fewer regions' },
      ),
    ]);
  const held = size + stops.length;
  const { kernel, gather } = laidOut(
    matrix,
    numbers + 2 * held + 2 * size + 2 * classes.count + entries + size + 8,
    options.kernels,
  );
  const rows = rowsOf(chain, classes, matrix, counted, stops, entries, kernel);
  const lawAt = buildLaws(kernel, gather, matrix.start, { laws, span, marks }, options.abort);
  const source = kernel.f64(size);
  for (let n = 0; n < size; n++) source[n] = f[matrix.configuration[n]!]!;
  const spent = kernel.f64(size);
  let later = kernel.f64(held);
  let now = kernel.f64(held);
  const scale = matrix.lambda > 0 ? 1 / matrix.lambda : 0;
  return windows.map((window, d) => {
    const shares = measure === 'on_day' ? window : accumulatedShares(window, matrix.lambda, days[d]!);
    const { left, weights } = shares;
    const steps = left + weights.length - 1;
    for (let m = 0; m < classes.count; m++) rows.classes[2 * m + 1] = 0;
    spent.fill(0);
    // What a path counts for that has stopped, or that is in its last step: the shares from here on.
    const end = weights[weights.length - 1]!;
    for (let n = 0; n < size; n++) later[n] = end * source[n]!;
    for (let s = 0; s < stops.length; s++) later[size + s] = end * stops[s]!;
    if (!absorbing) kernel.addWeighted(end, lawAt(steps), 1, spent);
    for (let n = steps - 1; n >= 0; n--) {
      if ((n & 31) === 0) assertNotAborted(options.abort);
      const share = weights[n - left] ?? 0;
      const law = lawAt(n);
      kernel.stepBack(rows, share, source, law, later, now);
      for (let s = 0; s < stops.length; s++) now[size + s] = later[size + s]! + share * stops[s]!;
      if (!absorbing && share > 0) kernel.addWeighted(share, law, 1, spent);
      [later, now] = [now, later];
    }
    const byRate = new Float64Array(classes.count);
    for (let m = 0; m < byRate.length; m++) byRate[m] = rows.classes[2 * m + 1]! * scale;
    return { value: later[matrix.start]!, byRate, byCounted: absorbing ? null : spread(chain, matrix, spent) };
  });
}

/** Days in each interval between jumps: ∫₀ᵗ p(u) du = Σ_n P(N > n)/Λ π_n (Reibman and Trivedi 1989). */
function accumulatedShares(
  { left, weights }: PoissonWeights,
  lambda: PerDay,
  days: Days,
): Pick<PoissonWeights, 'left' | 'weights'> {
  if (lambda === 0) return { left: 0, weights: Float64Array.of(days) };
  const shares = new Float64Array(left + weights.length);
  let tail = 0;
  for (let n = shares.length - 1; n >= 0; n--) {
    shares[n] = tail / lambda;
    tail += weights[n - left] ?? 0;
  }
  return { left: 0, weights: shares };
}

function spread(chain: Chain, { configuration }: Omit<Uniformized, 'restriction'>, values: Float64Array): Float64Array {
  const byConfiguration = new Float64Array(chain.size);
  configuration.forEach((i, n) => {
    byConfiguration[i] = values[n]!;
  });
  return byConfiguration;
}

interface Adjoint {
  /** Of what is reached before anything absorbs, also through rates that are 0. */
  readonly matrix: Omit<Uniformized, 'restriction'>;
  /** Transitions that leave these configurations. */
  readonly entries: number;
  /** The different f of configurations that absorb; each has a place of its own behind the others. */
  readonly stops: readonly number[];
}

function adjointOf(chain: Chain, { f, absorbing }: Counted, last: Days): Adjoint {
  const { rowStart, target } = chain.structure;
  const { labelled, exit } = chain;
  const local = new Int32Array(chain.size).fill(-1);
  const order = [chain.initial];
  local[chain.initial] = 0;
  const stops = new Set<number>();
  let entries = 0;
  let inner = 0;
  let greatest = 0;
  for (let n = 0; n < order.length; n++) {
    const i = order[n]!;
    if (exit[i]! > greatest) greatest = exit[i]!;
    for (let t = rowStart[i]!, end = rowStart[i + 1]!; t < end; t++) {
      const j = target[t]!;
      if (j === i) continue;
      entries++;
      // A rate of 0 may rise: then Λ must allow for a jump within the time that is asked for.
      if (labelled[t] === 0 && last > 0) greatest = Math.max(greatest, 1 / last);
      if (absorbing?.[j]) stops.add(f[j]!);
      else {
        inner++;
        if (local[j] === -1) {
          local[j] = order.length;
          order.push(j);
        }
      }
    }
  }
  const size = order.length;
  const lambda = lambdaOf(greatest);
  const scale = lambda > 0 ? 1 / lambda : 0;
  const entryStart = new Int32Array(size + 1);
  const source = new Int32Array(inner);
  const weight = new Float64Array(inner);
  const stay = new Float64Array(size);
  for (const i of order)
    for (let t = rowStart[i]!, end = rowStart[i + 1]!; t < end; t++) {
      const j = target[t]!;
      if (j !== i && !absorbing?.[j]) entryStart[local[j]! + 1]!++;
    }
  for (let n = 0; n < size; n++) entryStart[n + 1]! += entryStart[n]!;
  const next = entryStart.slice();
  for (let n = 0; n < size; n++) {
    const i = order[n]!;
    stay[n] = 1 - exit[i]! * scale;
    for (let t = rowStart[i]!, end = rowStart[i + 1]!; t < end; t++) {
      const j = target[t]!;
      if (j === i || absorbing?.[j]) continue;
      const e = next[local[j]!]!++;
      source[e] = n;
      weight[e] = labelled[t]! * scale;
    }
  }
  const configuration = Int32Array.from(order);
  return {
    matrix: {
      size,
      entries: source.length,
      lambda,
      start: 0,
      entryStart,
      source,
      weight,
      stay,
      configuration,
      into: [],
    },
    entries,
    stops: [...stops],
  };
}

/** The same transitions by row, those into what absorbs among them. */
function rowsOf(
  chain: Chain,
  { like, count }: RateClasses,
  { size, lambda, configuration }: Omit<Uniformized, 'restriction'>,
  { f, absorbing }: Counted,
  stops: readonly number[],
  entries: number,
  kernel: KernelBench,
): Rows {
  const { rowStart, target } = chain.structure;
  const local = new Int32Array(chain.size);
  configuration.forEach((i, n) => {
    local[i] = n;
  });
  const scale = lambda > 0 ? 1 / lambda : 0;
  const rows: Rows = {
    rows: size,
    start: kernel.i32(size + 1),
    target: kernel.i32(entries),
    like: kernel.i32(entries),
    classes: kernel.f64(2 * count),
  };
  let k = 0;
  for (let n = 0; n < size; n++) {
    const i = configuration[n]!;
    for (let t = rowStart[i]!, end = rowStart[i + 1]!; t < end; t++) {
      const j = target[t]!;
      if (j === i) continue;
      rows.target[k] = absorbing?.[j] ? size + stops.indexOf(f[j]!) : local[j]!;
      rows.like[k++] = like[t]!;
      rows.classes[2 * like[t]!] = chain.labelled[t]! * scale;
    }
    rows.start[n + 1] = k;
  }
  return rows;
}

/** The laws after each number of jumps, asked for from the last to the first: `span` of them at once, and the first of each span kept. */
function buildLaws(
  kernel: KernelBench,
  gather: GatherMatrix,
  start: number,
  { laws, span, marks }: { readonly laws: number; readonly span: number; readonly marks: number },
  abort: Abort | undefined,
): (jumps: number) => Float64Array {
  const size = gather.rows;
  const first = kernel.f64(marks * size);
  const inSpan = kernel.f64(span * size);
  const lawIn = (block: Float64Array, n: number): Float64Array => block.subarray(n * size, (n + 1) * size);
  let held = -1;
  const hold = (mark: number): void => {
    if (mark === held) return;
    inSpan.set(lawIn(first, mark));
    for (let k = 1, most = Math.min(span, laws - mark * span); k < most; k++) {
      if ((k & 31) === 0) assertNotAborted(abort);
      kernel.step(gather, 1, lawIn(inSpan, k - 1), lawIn(inSpan, k));
    }
    held = mark;
  };
  first[start] = 1;
  for (let mark = 0; mark < marks; mark++) {
    hold(mark);
    if (mark + 1 < marks) kernel.step(gather, 1, lawIn(inSpan, span - 1), lawIn(first, mark + 1));
  }
  return (jumps) => {
    hold(Math.floor(jumps / span));
    return lawIn(inSpan, jumps % span);
  };
}
