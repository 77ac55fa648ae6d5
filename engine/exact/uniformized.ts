// Chain (or its transient part) → the uniformized jump chain P = I + Q/Λ in gather form, laid out for the kernels that step it (Jensen 1953; Grassmann 1977).
import { columnClassesOf } from '../chain/classes.ts';
import { grown } from '../chain/configurations.ts';
import type { Chain } from '../chain/rates.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import type { PerDay } from '../vocabulary/units.ts';
import { buildBench, filled, type GatherMatrix, type KernelBench, type KernelKind } from './kernels/kernel.ts';
import { codesOf, type StripPattern, stripPattern, stripWeights } from './strips.ts';

/** A forward step is next[j] = stay[j]·p[j] + Σ p[source]·weight over the entries of j. */
export interface Uniformized {
  readonly size: number;
  /** Off the diagonal. */
  readonly entries: number;
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
  readonly restriction: Restriction;
}

/** Of a matrix in strips (strips.ts): how many, of how many lanes, and how many of them differ in their numbers. */
export interface StripCount {
  readonly strips: number;
  readonly lanes: number;
  readonly kinds: number;
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
  /** Where the matrix was stepped in strips. */
  readonly strips?: StripCount;
  /** Where a closed core is stepped once for all combinations of the other regions (batch.ts): entries of the core's matrix, combinations, entries inside them. */
  readonly core?: { readonly entries: number; readonly leaves: number; readonly inner: number };
}

export function workOf(m: Uniformized, products: number, vectors: number, strips: StripCount | null = null): Work {
  return {
    ...(strips && { strips }),
    configurations: m.size,
    entries: m.source.length,
    lambda: m.lambda,
    products,
    vectors,
  };
}

/** Multiplications that one answer may cost, about a minute; beyond it the chain is too stiff for this method. */
export const defaultMaxWork = 5e10;

interface GatherForm {
  readonly entryStart: Int32Array;
  readonly source: Int32Array;
  /** Column of each entry. */
  readonly column: Int32Array;
}

/** The part of a chain that is reached from a start without entering an absorbing set: it stays while rates change that are and are not 0 in the same places. */
interface Restriction {
  readonly from: number;
  readonly causeOf: Int8Array | null;
  /** Number in the chain of each configuration here. */
  readonly configuration: Int32Array;
  /** Off the diagonal. */
  readonly entries: number;
  /** By rows; undefined: not asked for yet. */
  gather: GatherForm | undefined;
  /** Columns that lead into a cause, from which configuration here, and to which cause. */
  readonly leaving: { readonly column: Int32Array; readonly source: Int32Array; readonly cause: Int8Array };
  /** By class of columns: 1 where the rate is 0. Null where there are no classes: then it is not used again. */
  readonly silence: Uint8Array | null;
  /** Strips of it; undefined: not looked for yet. */
  strips: StripPattern | null | undefined;
}

/** Those used last, by the columns of their chain. */
const restrictions = new WeakMap<Int32Array, Restriction[]>();
const keptRestrictions = 6;
/** Of what is larger, only the list of configurations and the strips are kept. */
const mostKeptEntries = 1e6;

function restrictionOf(chain: Chain, causeOf: Int8Array | null, from: number): Restriction {
  const kept = restrictions.get(chain.column) ?? [];
  restrictions.set(chain.column, kept);
  const silence = silenceOf(chain);
  const at = kept.findIndex(
    (r) => r.from === from && sameValues(r.silence, silence) && r.silence !== null && sameValues(r.causeOf, causeOf),
  );
  const found = at >= 0 ? kept.splice(at, 1)[0]! : restricted(chain, causeOf, from, silence);
  kept.unshift(found);
  kept.length = Math.min(kept.length, keptRestrictions);
  return found;
}

function sameValues<A extends Int8Array | Uint8Array>(a: A | null, b: A | null): boolean {
  if (a === null || b === null || a.length !== b.length) return a === b;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const silences = new WeakMap<Chain, Uint8Array>();

function silenceOf(chain: Chain): Uint8Array | null {
  const known = silences.get(chain);
  if (known) return known;
  const classes = columnClassesOf(chain);
  if (!classes) return null;
  const silence = new Uint8Array(classes.first.length);
  for (let c = 0; c < silence.length; c++) silence[c] = chain.rate[classes.first[c]!] === 0 ? 1 : 0;
  silences.set(chain, silence);
  return silence;
}

function restricted(
  { size, rowStart, column, rate }: Chain,
  causeOf: Int8Array | null,
  from: number,
  silence: Uint8Array | null,
): Restriction {
  const local = new Int32Array(size).fill(-1);
  let order = new Int32Array(1024);
  let count = 1;
  order[0] = from;
  local[from] = 0;
  let entries = 0;
  const leaving = { column: [] as number[], source: [] as number[], cause: [] as number[] };
  for (let n = 0; n < count; n++) {
    const i = order[n]!;
    for (let k = rowStart[i]!, end = rowStart[i + 1]!; k < end; k++) {
      const j = column[k]!;
      if (rate[k] === 0) continue;
      if (causeOf && causeOf[j]! >= 0) {
        leaving.column.push(k);
        leaving.source.push(n);
        leaving.cause.push(causeOf[j]!);
      } else {
        entries++;
        if (local[j] === -1) {
          local[j] = count;
          order = grown(order, count + 1);
          order[count++] = j;
        }
      }
    }
  }
  const configuration = order.slice(0, count);
  return {
    from,
    causeOf,
    configuration,
    entries,
    gather: undefined,
    leaving: {
      column: Int32Array.from(leaving.column),
      source: Int32Array.from(leaving.source),
      cause: Int8Array.from(leaving.cause),
    },
    silence,
    strips: undefined,
  };
}

/** The entries of a restriction by the rows that they lead to. */
function gatherOf({ rowStart, column, rate, size }: Chain, { configuration, entries }: Restriction): GatherForm {
  const rows = configuration.length;
  const local = new Int32Array(size).fill(-1);
  for (let n = 0; n < rows; n++) local[configuration[n]!] = n;
  const entryStart = new Int32Array(rows + 1);
  for (let n = 0; n < rows; n++) {
    const i = configuration[n]!;
    for (let k = rowStart[i]!, end = rowStart[i + 1]!; k < end; k++) {
      const j = local[column[k]!]!;
      if (j >= 0 && rate[k] !== 0) entryStart[j + 1]!++;
    }
  }
  for (let n = 0; n < rows; n++) entryStart[n + 1]! += entryStart[n]!;
  const next = entryStart.slice();
  const source = new Int32Array(entries);
  const columns = new Int32Array(entries);
  for (let n = 0; n < rows; n++) {
    const i = configuration[n]!;
    for (let k = rowStart[i]!, end = rowStart[i + 1]!; k < end; k++) {
      const j = local[column[k]!]!;
      if (j < 0 || rate[k] === 0) continue;
      const slot = next[j]!++;
      source[slot] = n;
      columns[slot] = k;
    }
  }
  return { entryStart, source, column: columns };
}

/**
 * Restricts the chain to what is reached from the start without entering an absorbing set.
 * @param covered the rate of each configuration that Λ must be at least; default: its exit rate.
 * @param causeOf −1 for transient configurations, else the number of the cause that absorbs there; null: nothing absorbs. Not to be changed afterwards.
 */
export function uniformize(
  chain: Chain,
  causeOf: Int8Array | null,
  causes: number,
  from: number = chain.initial,
  covered: Float64Array = chain.exit,
): Uniformized {
  const restriction = restrictionOf(chain, causeOf, from);
  const { configuration, entries, leaving } = restriction;
  let own = restriction.gather;
  const gather = (): GatherForm => {
    own ??= gatherOf(chain, restriction);
    if (entries <= mostKeptEntries) restriction.gather = own;
    return own;
  };
  const size = configuration.length;
  let greatest = 0;
  for (let n = 0; n < size; n++) if (covered[configuration[n]!]! > greatest) greatest = covered[configuration[n]!]!;
  const lambda = lambdaOf(greatest);
  const scale = lambda > 0 ? 1 / lambda : 0;
  const stay = new Float64Array(size);
  for (let n = 0; n < size; n++) stay[n] = 1 - chain.exit[configuration[n]!]! * scale;
  const into = Array.from({ length: causes }, () => new Float64Array(size));
  for (let n = 0; n < leaving.column.length; n++)
    into[leaving.cause[n]!]![leaving.source[n]!]! += chain.rate[leaving.column[n]!]! * scale;
  let weight: Float64Array | null = null;
  return {
    size,
    entries,
    lambda,
    start: 0,
    stay,
    configuration,
    into,
    restriction,
    // Strips do without what is by rows.
    get entryStart() {
      return gather().entryStart;
    },
    get source() {
      return gather().source;
    },
    get weight() {
      if (weight === null) {
        const { column } = gather();
        weight = new Float64Array(column.length);
        for (let e = 0; e < column.length; e++) weight[e] = chain.rate[column[e]!]! * scale;
      }
      return weight;
    },
  };
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

/** The matrix by rows on a bench of its own, with room for so many `numbers` in arrays beside it. */
export function laidOut(
  m: Gather & { readonly size: number },
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

/** A vector is stepped with it: on a bench of its own, in the form that suits the matrix. */
export interface Stepping {
  readonly kernel: KernelBench;
  /** Numbers of a vector. */
  readonly length: number;
  /** Where row n stands in a vector; the other places are always 0. */
  readonly place: Int32Array;
  readonly step: (now: Float64Array, next: Float64Array) => void;
  readonly strips: StripCount | null;
}

type Gather = Pick<Uniformized, 'entryStart' | 'source' | 'weight' | 'stay'>;

/** Vectors that a sweep needs, and numbers beside them. */
export interface Room {
  readonly vectors: number;
  readonly numbers?: number;
}

/** Multiplications of a sweep below which it does not pay to look for strips. */
const fewestTerms = 1e7;

/** @param always for checking: however little there is to gain. */
export function worthStrips(entries: number, products: number, always = false): boolean {
  return always || entries * products >= fewestTerms;
}

/** @param sweep the number of its products, and whether strips are looked for however little there is to gain. */
export function steppingOf(
  m: Uniformized,
  chain: Chain,
  sweep: { readonly products: number; readonly strips?: boolean | undefined },
  room: Room,
  kind?: KernelKind,
): Stepping {
  const { restriction } = m;
  if (restriction.strips === undefined && worthStrips(m.entries, sweep.products, sweep.strips))
    restriction.strips = patternOf(chain, m.configuration);
  const { strips } = restriction;
  return strips ? stepInStrips(strips, chain, m.lambda, m.stay, room, kind) : stepByRows(m, room, kind);
}

export function stepByRows(m: Gather, { vectors, numbers = 0 }: Room, kind?: KernelKind): Stepping {
  const rows = m.stay.length;
  const { entryStart, source, weight, stay } = m;
  const { kernel, gather } = laidOut({ entryStart, source, weight, stay, size: rows }, vectors * rows + numbers, kind);
  const place = new Int32Array(rows);
  for (let n = 0; n < rows; n++) place[n] = n;
  return { kernel, length: rows, place, step: (now, next) => kernel.step(gather, 1, now, next), strips: null };
}

/** @param stay by row. */
export function stepInStrips(
  pattern: StripPattern,
  chain: Chain,
  lambda: PerDay,
  stay: Float64Array,
  { vectors, numbers = 0 }: Room,
  kind?: KernelKind,
): Stepping {
  const { first } = columnClassesOf(chain)!;
  const found = stripWeights(pattern, (type) => chain.rate[first[type]!]!, lambda > 0 ? 1 / lambda : 0);
  const { tiles, lanes, length, place, base } = pattern;
  const count = base.length;
  const kernel = buildBench(
    8 * ((vectors + 1) * length + found.weight.length + numbers) + 4 * (2 * tiles + 1 + 2 * count) + 16 * (vectors + 8),
    kind,
  );
  const matrix = {
    tiles,
    lanes,
    start: filled(kernel.i32(tiles + 1), pattern.start),
    middle: kernel.i32(tiles),
    strips: kernel.i32(2 * count),
    weight: filled(kernel.f64(found.weight.length), found.weight),
    stay: kernel.f64(length),
  };
  // Those with one number for all lanes first.
  for (let t = 0, to = 0; t < tiles; t++)
    for (const uniform of [1, 0]) {
      for (let s = pattern.start[t]!, end = pattern.start[t + 1]!; s < end; s++) {
        const list = found.list[pattern.kind[s]!]!;
        if (found.uniform[list] !== uniform) continue;
        matrix.strips[to++] = 8 * base[s]!;
        matrix.strips[to++] = 8 * lanes * list;
      }
      if (uniform) matrix.middle[t] = to / 2;
    }
  for (let n = 0; n < stay.length; n++) matrix.stay[place[n]!] = stay[n]!;
  const strips = { strips: count, lanes, kinds: found.lists };
  return { kernel, length, place, step: (now, next) => kernel.stepStrips(matrix, now, next), strips };
}

/** Chains of which some part was tried and is not for strips, by their columns. */
const withoutStrips = new WeakSet<Int32Array>();

/** @param configuration of each row. */
export function patternOf(chain: Chain, configuration: Int32Array): StripPattern | null {
  const classes = columnClassesOf(chain);
  if (!classes || withoutStrips.has(chain.column)) return null;
  const { structure } = chain;
  const { regions } = structure.part;
  const { codes } = codesOf(structure, regions);
  const code = new Float64Array(configuration.length);
  for (let n = 0; n < code.length; n++) code[n] = codes[configuration[n]!]!;
  const made = stripPattern(
    chain,
    classes.of,
    configuration,
    code,
    regions.map((r) => structure.regions[r]!.states.length),
  );
  if (!made) withoutStrips.add(chain.column);
  return made;
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
export function assertAffordable(
  chain: Chain,
  m: Pick<Uniformized, 'size' | 'lambda' | 'entries' | 'configuration'>,
  days: number,
  vectors: number,
  maxWork: number,
): void {
  if (affordable(m.lambda, days, vectors, m.entries + m.size, maxWork)) return;
  const products = productsFor(m.lambda, days);
  const fastest = fastestEvent(chain, m);
  const count = products < 1e15 ? Math.round(products).toLocaleString('en') : products.toExponential(1);
  throw new ProblemError([
    problem(
      'too-stiff',
      `\`${fastest}\` and what goes with it happen up to ${(m.lambda / 1.02).toPrecision(3)} times a day; over this horizon that takes about ${count} products with ${m.entries.toLocaleString('en')} entries`,
      {
        path: ['event', fastest],
        repair:
          'lower the fastest rate (a step that is done at once belongs under `always:`), shorten the horizon, or sample instead',
      },
    ),
  ]);
}

function fastestEvent(chain: Chain, m: Pick<Uniformized, 'configuration'>): string {
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
