// Chain (or its transient part) → the uniformized jump chain P = I + Q/Λ in gather form, laid out for the kernels that step it (Jensen 1953; Grassmann 1977).
import type { Chain } from '../chain/rates.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import { buildBench, filled, type GatherMatrix, type KernelBench, type KernelKind } from './kernels/kernel.ts';

/** A forward step is next[j] = stay[j]·p[j] + Σ p[source]·weight over the entries of j. */
export interface Uniformized {
  readonly size: number;
  /** Λ, per day: 1.02 × the largest exit rate, so that P is aperiodic; 0 when nothing can happen. */
  readonly lambda: number;
  readonly start: number;
  /** Entry k of column j: entryStart[j] ≤ k < entryStart[j+1]. */
  readonly entryStart: Int32Array;
  readonly source: Int32Array;
  readonly weight: Float64Array;
  readonly stay: Float64Array;
  /** Number in the chain of each configuration here. */
  readonly configuration: Int32Array;
  /** Per cause: probability of the next jump into it, from each configuration. */
  readonly into: readonly Float64Array[];
}

/** What a sweep cost. */
export interface Work {
  readonly configurations: number;
  /** Off the diagonal. */
  readonly entries: number;
  /** Λ, per day. */
  readonly lambda: number;
  /** Products with the matrix. */
  readonly products: number;
  /** Stepped side by side in each. */
  readonly vectors: number;
  /** Where a closed core is stepped once for all combinations of the other regions (batch.ts): entries of the core's matrix, combinations, entries inside them. */
  readonly core?: { readonly entries: number; readonly leaves: number; readonly inner: number };
}

export function workOf(m: Uniformized, products: number, vectors: number): Work {
  return { configurations: m.size, entries: m.source.length, lambda: m.lambda, products, vectors };
}

/** Multiplications that one answer may cost, about a minute; beyond it the chain is too stiff for this method. */
export const defaultMaxWork = 5e10;

/**
 * Restricts the chain to what is reached from the start without entering an absorbing set.
 * @param covered the rate of each configuration that Λ must be at least; default: its exit rate.
 * @param causeOf −1 for transient configurations, else the number of the cause that absorbs there; null: nothing absorbs.
 */
export function uniformize(
  chain: Chain,
  causeOf: Int8Array | null,
  causes: number,
  from: number = chain.initial,
  covered: Float64Array = chain.exit,
): Uniformized {
  const local = new Int32Array(chain.size).fill(-1);
  const order: number[] = [from];
  local[from] = 0;
  let entries = 0;
  let greatest = 0;
  for (let n = 0; n < order.length; n++) {
    const i = order[n]!;
    if (covered[i]! > greatest) greatest = covered[i]!;
    for (let k = chain.rowStart[i]!; k < chain.rowStart[i + 1]!; k++) {
      const j = chain.column[k]!;
      if (chain.rate[k] === 0 || (causeOf && causeOf[j]! >= 0)) continue;
      entries++;
      if (local[j] === -1) {
        local[j] = order.length;
        order.push(j);
      }
    }
  }
  const size = order.length;
  const lambda = lambdaOf(greatest);
  const scale = lambda > 0 ? 1 / lambda : 0;
  const entryStart = new Int32Array(size + 1);
  const stay = new Float64Array(size);
  const into = Array.from({ length: causes }, () => new Float64Array(size));
  for (const i of order)
    for (let k = chain.rowStart[i]!; k < chain.rowStart[i + 1]!; k++) {
      const j = chain.column[k]!;
      if (chain.rate[k] !== 0 && !(causeOf && causeOf[j]! >= 0)) entryStart[local[j]! + 1]!++;
    }
  for (let n = 0; n < size; n++) entryStart[n + 1]! += entryStart[n]!;
  const next = entryStart.slice();
  const source = new Int32Array(entries);
  const weight = new Float64Array(entries);
  for (let n = 0; n < size; n++) {
    const i = order[n]!;
    stay[n] = 1 - chain.exit[i]! * scale;
    for (let k = chain.rowStart[i]!; k < chain.rowStart[i + 1]!; k++) {
      const rate = chain.rate[k]!;
      if (rate === 0) continue;
      const j = chain.column[k]!;
      const cause = causeOf ? causeOf[j]! : -1;
      if (cause >= 0) into[cause]![n]! += rate * scale;
      else {
        const slot = next[local[j]!]!++;
        source[slot] = n;
        weight[slot] = rate * scale;
      }
    }
  }
  return { size, lambda, start: 0, entryStart, source, weight, stay, configuration: Int32Array.from(order), into };
}

/** Λ for a greatest exit rate; never so small that 1/Λ is infinite. */
export function lambdaOf(greatest: number): number {
  return greatest > 0 ? Math.max(1.02 * greatest, 1e-200) : 0;
}

export function greatestOf(values: Float64Array): number {
  let greatest = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > greatest) greatest = values[i]!;
  return greatest;
}

/** The matrix on a bench of its own, with room for so many `numbers` in arrays beside it. */
export function laidOut(
  m: Uniformized,
  numbers: number,
  kind?: KernelKind,
): { readonly kernel: KernelBench; readonly gather: GatherMatrix } {
  const { size: rows, entryStart, source, weight, stay } = m;
  const kernel = buildBench(8 * (weight.length + rows + numbers) + 4 * (source.length + rows + 1), kind);
  const gather = {
    rows,
    start: filled(kernel.i32(rows + 1), entryStart),
    source: filled(kernel.i32(source.length), source),
    weight: filled(kernel.f64(weight.length), weight),
    stay: filled(kernel.f64(rows), stay),
  };
  return { kernel, gather };
}

/** Products of one sweep at most: what is kept of each is a few numbers per outcome. */
const maxProducts = 5e6;

/** About as many products as the Poisson window reaches to. */
function productsFor(lambda: number, days: number): number {
  const mean = lambda * days;
  return mean + 8 * Math.sqrt(mean) + 20;
}

/** Is a sweep of so many vectors over `terms` entries and diagonals within its limits? Each product also costs something beside its entries. */
export function affordable(lambda: number, days: number, vectors: number, terms: number, maxWork: number): boolean {
  const products = productsFor(lambda, days);
  return products <= maxProducts && products * vectors * (terms + 16) <= maxWork;
}

/** Refuses before anything is allocated for a sweep. @param days the last of them. @param vectors stepped side by side. */
export function assertAffordable(chain: Chain, m: Uniformized, days: number, vectors: number, maxWork: number): void {
  if (affordable(m.lambda, days, vectors, m.source.length + m.size, maxWork)) return;
  const products = productsFor(m.lambda, days);
  const fastest = fastestEvent(chain, m);
  const count = products < 1e15 ? Math.round(products).toLocaleString('en') : products.toExponential(1);
  throw new ProblemError([
    problem(
      'too-stiff',
      `\`${fastest}\` and what goes with it happen up to ${(m.lambda / 1.02).toPrecision(3)} times a day; over this horizon that takes about ${count} products with ${m.source.length.toLocaleString('en')} entries`,
      {
        path: ['event', fastest],
        repair:
          'lower the fastest rate (a step that is done at once belongs under `always:`), shorten the horizon, or sample instead',
      },
    ),
  ]);
}

function fastestEvent(chain: Chain, m: Uniformized): string {
  const { rowStart, events, event } = chain.structure;
  let best = -1;
  for (const i of m.configuration)
    for (let t = rowStart[i]!; t < rowStart[i + 1]!; t++)
      if (best < 0 || chain.labelled[t]! > chain.labelled[best]!) best = t;
  return best < 0 ? 'nothing' : events[event[best]!]!;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
