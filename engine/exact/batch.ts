// Many answers about one chain → one sweep: first passages to several sets, the law of the configuration and accumulated rewards step side by side on the same uniformized matrix, whose indices and weights are read once for all of them.
// The right one when several answers read most of the chain; an answer that is absorbed early is cheaper alone (passage.ts restricts the chain to what is reached before).
// Where a closed core of the regions runs by itself beside others that only follow it, the part of a step that is the core's is taken once for all combinations of the others: its matrix is as much smaller.
import { columnClassesOf } from '../chain/classes.ts';
import type { Chain } from '../chain/rates.ts';
import type { Days, PerDay } from '../vocabulary/units.ts';
import { buildBench, filled } from './kernels/kernel.ts';
import { between, type ExactOptions, type Hit, hitFrom, type Transient } from './passage.ts';
import { lastJumpOf, poissonWeights, truncationOf } from './poisson.ts';
import { type Moments, momentsFrom, type Sequences, sequencesFrom } from './reward.ts';
import { buildKinds, codesOf, type StripPattern } from './strips.ts';
import {
  affordable,
  defaultMaxWork,
  greatestOf,
  lambdaOf,
  patternOf,
  type Stepping,
  stepInStrips,
  type Work,
  worthStrips,
} from './uniformized.ts';

export interface Questions {
  /** First passages: 1 where a configuration is in the set. The start must not be. */
  readonly passages: readonly Uint8Array[];
  /** Days of passages, ascending. */
  readonly days: readonly Days[];
  /** The law of the configuration on each of these days. */
  readonly law: readonly Days[];
  /** Rates of rewards by configuration, accumulated up to each of `rewardDays`. */
  readonly rewards: readonly Float64Array[];
  readonly rewardDays: readonly Days[];
  /** False: means only, deviations are NaN. A deviation takes a vector for its reward, a mean is read off the law. */
  readonly deviations?: boolean | undefined;
  /** Positions of regions that may be a closed core: what changes them reads nothing else. The first that is one is used. */
  readonly cores?: readonly (readonly number[])[] | undefined;
}

export interface Answers {
  readonly passages: readonly Hit[];
  readonly law: Transient;
  readonly moments: readonly Moments[];
  /** Upper bound of the truncated Poisson mass. */
  readonly truncation: number;
  readonly work: Work;
}

/** Entry e of row j, start[j] ≤ e < start[j+1], comes from row `source[e]` with the rate `chain.rate[from[e]]`. */
interface Entries {
  readonly start: Int32Array;
  readonly source: Int32Array;
  readonly from: Int32Array;
}

/** Configurations in an order of their own: those that agree in the core stand together, `leaves` of them, always in the same order of the other regions' states. */
interface Blocks {
  readonly leaves: number;
  /** Between blocks: the first configuration of each stands for all of it. */
  readonly core: Entries;
  /** Of entry e of the core in place q of its block: where its rate stands, at [e × leaves + q]. */
  readonly copies: Int32Array;
  /** Inside blocks. */
  readonly inner: Entries;
  /** The same as strips; null where there would be too many kinds of them. */
  readonly strips: InnerStrips | null;
}

/** What flows inside block c, start[c] ≤ s < start[c+1]: to place q from place q + shift[s], at the rates of the classes of its kind (strips.ts). */
interface InnerStrips {
  readonly start: Int32Array;
  readonly shift: Int32Array;
  readonly kind: Int32Array;
  /** At [kind × leaves + q]; −1: nothing there. */
  readonly classes: Int32Array;
}

interface Layout {
  /** Configuration of each row, and row of each configuration. */
  readonly configuration: Int32Array;
  readonly row: Int32Array;
  readonly blocks: Blocks | null;
  /** Everything, by rows. */
  readonly plain: () => Entries;
  /** Everything, in strips; null where they are not the right form. */
  readonly strips: () => StripPattern | null;
}

/** By the chain's columns, which stay while only rates change. */
const layouts = new WeakMap<Int32Array, Layout>();

function layoutOf(chain: Chain, cores: readonly (readonly number[])[]): Layout {
  const known = layouts.get(chain.column);
  if (known) return known;
  const layout = blockLayout(chain, cores) ?? { ...orderBy(chain, chain.structure.part.regions), blocks: null };
  let plain: Entries | null = null;
  let strips: StripPattern | null | undefined;
  const made: Layout = {
    ...layout,
    plain: () => (plain ??= entriesWhere(chain, layout)),
    strips: () => {
      if (strips === undefined) strips = patternOf(chain, layout.configuration);
      return strips;
    },
  };
  layouts.set(chain.column, made);
  return made;
}

/** At least this share of the entries must be the core's, and a block may have so many configurations. */
const coreShare = 0.6;
const mostLeaves = 256;

function blockLayout(chain: Chain, cores: readonly (readonly number[])[]): Omit<Layout, 'plain' | 'strips'> | null {
  const { regions } = chain.structure.part;
  for (const core of cores) {
    const others = regions.filter((r) => !core.includes(r));
    if (others.length === 0 || others.length === regions.length) continue;
    const order = orderBy(chain, [...regions.filter((r) => core.includes(r)), ...others]);
    const leaves = leavesOf(chain, order.configuration, core, others);
    if (leaves < 2 || leaves > mostLeaves) continue;
    const blocks = blocksOf(chain, order, leaves);
    if (blocks) return { ...order, blocks };
  }
  return null;
}

type Order = Pick<Layout, 'configuration' | 'row'>;

/** Configurations sorted by the states of these regions, the last running fastest: what a step reads for one row lies close to what it reads for the next. */
function orderBy(chain: Chain, regions: readonly number[]): Order {
  const { size } = chain;
  const { codes, product } = codesOf(chain.structure, regions);
  let configuration: Int32Array;
  if (product <= 8 * size) {
    const at = new Int32Array(product).fill(-1);
    for (let i = 0; i < size; i++) at[codes[i]!] = i;
    configuration = at.filter((i) => i >= 0);
  } else if (product * size <= Number.MAX_SAFE_INTEGER) {
    // Sorted as plain numbers, with the configuration in the last digits: several times as fast as by a comparison.
    const keys = codes.map((code, i) => code * size + i).sort();
    configuration = Int32Array.from(keys, (key) => key % size);
  } else configuration = Int32Array.from(codes, (_, i) => i).sort((a, b) => codes[a]! - codes[b]!);
  const row = new Int32Array(size);
  for (let j = 0; j < size; j++) row[configuration[j]!] = j;
  return { configuration, row };
}

/** How many configurations each block has, when each has the same states of the other regions in the same order; 0 otherwise. */
function leavesOf(chain: Chain, configuration: Int32Array, core: readonly number[], others: readonly number[]): number {
  const { size } = chain;
  const inCore = codesOf(chain.structure, core).codes;
  const inOthers = codesOf(chain.structure, others).codes;
  const first = inCore[configuration[0]!]!;
  let leaves = 1;
  while (leaves < size && inCore[configuration[leaves]!] === first) leaves++;
  if (size % leaves !== 0) return 0;
  for (let block = 0; block < size; block += leaves)
    for (let q = 0; q < leaves; q++) {
      const i = configuration[block + q]!;
      if (inCore[i] !== inCore[configuration[block]!]) return 0;
      if (inOthers[i] !== inOthers[configuration[q]!]) return 0;
    }
  return leaves;
}

function blocksOf(chain: Chain, order: Order, leaves: number): Blocks | null {
  const { size, rowStart, column } = chain;
  const { configuration, row } = order;
  const count = size / leaves;
  const start = new Int32Array(count + 1);
  for (let c = 0; c < count; c++) {
    const i = configuration[c * leaves]!;
    for (let k = rowStart[i]!; k < rowStart[i + 1]!; k++) {
      const to = Math.floor(row[column[k]!]! / leaves);
      if (to !== c) start[to + 1]!++;
    }
  }
  for (let c = 0; c < count; c++) start[c + 1]! += start[c]!;
  const total = start[count]!;
  if (total * leaves < coreShare * column.length) return null;
  const next = start.slice();
  const source = new Int32Array(total);
  const from = new Int32Array(total);
  const copies = new Int32Array(total * leaves);
  /** Of the entries that leave a block: which entry of the core each is, and the block that it leads to. */
  const entry: number[] = [];
  const led: number[] = [];
  for (let c = 0; c < count; c++) {
    entry.length = 0;
    led.length = 0;
    for (let q = 0; q < leaves; q++) {
      const i = configuration[c * leaves + q]!;
      let n = 0;
      for (let k = rowStart[i]!; k < rowStart[i + 1]!; k++) {
        const at = row[column[k]!]!;
        const to = Math.floor(at / leaves);
        if (to === c) continue;
        if (q === 0) {
          const e = next[to]!++;
          source[e] = c;
          from[e] = k;
          entry.push(e);
          led.push(to);
        }
        // To the same block as the first of its block and to the same place in it, or the others do not only follow.
        if (at !== led[n]! * leaves + q) return null;
        copies[entry[n]! * leaves + q] = k;
        n++;
      }
      if (n !== entry.length) return null;
    }
  }
  const inner = entriesWhere(chain, order, leaves);
  return { leaves, core: { start, source, from }, copies, inner, strips: innerStrips(chain, inner, leaves) };
}

function innerStrips(chain: Chain, inner: Entries, leaves: number): InnerStrips | null {
  const classes = columnClassesOf(chain);
  if (!classes) return null;
  const count = chain.size / leaves;
  const start = new Int32Array(count + 1);
  const shift: number[] = [];
  const kind: number[] = [];
  const kinds = buildKinds(leaves);
  const types = new Int32Array(2 * leaves * leaves);
  for (let c = 0; c < count; c++) {
    const first = shift.length;
    types.fill(-1);
    for (let q = 0; q < leaves; q++) {
      const j = c * leaves + q;
      for (let e = inner.start[j]!; e < inner.start[j + 1]!; e++) {
        const by = inner.source[e]! - j;
        let s = first;
        while (s < shift.length && shift[s] !== by) s++;
        shift[s] = by;
        types[(s - first) * leaves + q] = classes.of[inner.from[e]!]!;
      }
    }
    for (let s = first; s < shift.length; s++) {
      const number = kinds.numberOf(types, (s - first) * leaves);
      if (number < 0) return null;
      kind[s] = number;
    }
    start[c + 1] = shift.length;
  }
  return { start, shift: Int32Array.from(shift), kind: Int32Array.from(kind), classes: kinds.all() };
}

/** Blocks whose core has one rate in the whole of each block whatever the numbers are. */
const followedAlways = new WeakMap<Blocks, boolean>();

/** Does each entry of the core have one rate in the whole of its block? Up to the rounding of its sum. */
function isFollowed(chain: Chain, blocks: Blocks): boolean {
  const classes = columnClassesOf(chain);
  const always =
    followedAlways.get(blocks) ??
    (classes !== null && agree(blocks, (k, first) => classes.of[k] === classes.of[first]));
  followedAlways.set(blocks, always);
  const { rate } = chain;
  return always || agree(blocks, (k, first) => Math.abs(rate[k]! - rate[first]!) <= 4e-16 * rate[first]!);
}

/** Does it hold for every copy of every entry of the core and the first of these? */
function agree({ leaves, core, copies }: Blocks, holds: (k: number, first: number) => boolean): boolean {
  for (let e = 0; e < core.from.length; e++)
    for (let k = e * leaves, end = k + leaves; k < end; k++) if (!holds(copies[k]!, core.from[e]!)) return false;
  return true;
}

/** The gather form; with `leaves`, of the entries inside blocks of so many rows. */
function entriesWhere({ size, rowStart, column }: Chain, { configuration, row }: Order, leaves?: number): Entries {
  const start = new Int32Array(size + 1);
  const block = leaves === undefined ? null : Int32Array.from(row, (j) => Math.floor(j / leaves));
  for (let i = 0; i < size; i++)
    for (let k = rowStart[i]!, end = rowStart[i + 1]!; k < end; k++)
      if (block === null || block[i] === block[column[k]!]) start[row[column[k]!]! + 1]!++;
  for (let j = 0; j < size; j++) start[j + 1]! += start[j]!;
  const next = start.slice();
  const source = new Int32Array(start[size]!);
  const from = new Int32Array(start[size]!);
  for (let j = 0; j < size; j++) {
    const i = configuration[j]!;
    for (let k = rowStart[i]!, end = rowStart[i + 1]!; k < end; k++) {
      if (block !== null && block[i] !== block[column[k]!]) continue;
      const e = next[row[column[k]!]!]!++;
      source[e] = j;
      from[e] = k;
    }
  }
  return { start, source, from };
}

/** Sets that are never left, by their mask: to have reached one is to be in it. */
const closedness = new WeakMap<Uint8Array, boolean>();

function isClosed(set: Uint8Array, { size, rowStart, column }: Chain): boolean {
  let closed = closedness.get(set);
  if (closed === undefined) {
    closed = true;
    for (let i = 0; closed && i < size; i++)
      if (set[i]) for (let k = rowStart[i]!; k < rowStart[i + 1]!; k++) if (!set[column[k]!]) closed = false;
    closedness.set(set, closed);
  }
  return closed;
}

/** Null when the sweep would cost too much: then each answer is asked for alone, on less of the chain. */
export function answersOf(chain: Chain, asked: Questions, options: ExactOptions = {}): Answers | null {
  const { rewards } = asked;
  const lambda = lambdaOf(greatestOf(chain.exit));
  const last = Math.max(0, ...asked.days, ...asked.law, ...asked.rewardDays);
  const closed = asked.passages.map((set) => isClosed(set, chain));
  // Side by side: the law, with the rewards' E[S; X = x] behind it, then the passages to sets that can be left again.
  const lawful = asked.law.length > 0 || rewards.length > 0 || closed.includes(true);
  const deviations = asked.deviations ?? true;
  const beside = lawful ? 1 + (deviations ? rewards.length : 0) : 0;
  const vectors = beside + closed.filter((c) => !c).length;
  if (!affordable(lambda, last, vectors, chain.column.length + chain.size, options.maxWork ?? defaultMaxWork))
    return null;
  const windowsOf = (days: readonly Days[]) => days.map((t) => poissonWeights(lambda * t));
  const windows = {
    passages: windowsOf(asked.passages.length ? asked.days : []),
    law: windowsOf(asked.law),
    rewards: windowsOf(rewards.length ? asked.rewardDays : []),
  };
  const jumps = { passages: lastJumpOf(windows.passages), rewards: lastJumpOf(windows.rewards) };
  const all = [...windows.passages, ...windows.law, ...windows.rewards];
  const products = lastJumpOf(all);

  const { size } = chain;
  const layout = layoutOf(chain, asked.cores ?? []);
  const { row, configuration } = layout;
  const blocks = layout.blocks && isFollowed(chain, layout.blocks) ? layout.blocks : null;
  const charged = rowsWhere(size, (i) => rewards.some((r) => r[i] !== 0));
  const listed = asked.passages.map((set) => rowsWhere(size, (i) => set[i] !== 0));
  const { kernel, place, length, step, strips } = sweepOf(chain, layout, blocks, {
    lambda,
    products,
    vectors,
    strips: options.strips,
    laws: asked.law.length,
    numbers:
      (charged.length + 3) * rewards.length +
      Math.ceil((charged.length + listed.reduce((n, rows) => n + rows.length, 0)) / 2) +
      // What alignment wastes.
      2 * (asked.passages.length + asked.law.length + 8),
  });
  /** Where configuration i stands. */
  const spot = (i: number): number => (place ? place[row[i]!]! : row[i]!);
  let vector = beside;
  const sets = listed.map((rows, v) => {
    const at = closed[v] ? 0 : vector++;
    return rows.map((i) => spot(i) * vectors + at).sort();
  });
  let now = kernel.f64(length * vectors);
  let next = kernel.f64(length * vectors);
  const law = asked.law.map(() => kernel.f64(length));
  const charge = {
    rows: filled(kernel.i32(charged.length), charged.map(spot)),
    rewards: rewards.length,
    rate: kernel.f64(charged.length * rewards.length),
  };
  rewards.forEach((r, n) => {
    for (let k = 0; k < charged.length; k++) charge.rate[k * rewards.length + n] = r[charged[k]!]!;
  });
  const sums = kernel.f64(3 * rewards.length);
  const lists = sets.map((a) => filled(kernel.i32(a.length), a));
  const sequences = rewards.map((r): Sequences => sequencesFrom(r[chain.initial]!, jumps.rewards));
  /** [passage][n]: probability that the set was reached within n jumps of the uniformized chain. */
  const reached = sets.map(() => new Float64Array(jumps.passages + 1));

  const first = spot(chain.initial) * vectors;
  now.fill(1, first, first + vectors);
  if (deviations)
    rewards.forEach((r, n) => {
      now[first + 1 + n] = r[chain.initial]!;
    });
  const addLaw = (n: number): void => {
    windows.law.forEach(({ left, weights }, d) => {
      const w = weights[n - left];
      if (w !== undefined) kernel.addWeighted(w, now, vectors, law[d]!);
    });
  };
  addLaw(0);
  for (let n = 1; n <= products; n++) {
    between(options, n, products);
    step(now, next);
    if (n <= jumps.rewards) {
      sums.fill(0);
      if (deviations) kernel.charge(charge, vectors, next, sums);
      else kernel.expect(charge, vectors, next, sums);
      sequences.forEach((q, v) => {
        q.s[n] = q.s[n - 1]! + sums[v]!;
        q.d[n] = q.d[n - 1]! + sums[rewards.length + v]!;
        q.s2[n] = q.s2[n - 1]! + 2 * sums[2 * rewards.length + v]! + sums[rewards.length + v]!;
      });
    }
    if (n <= jumps.passages)
      reached.forEach((sequence, v) => {
        sequence[n] = closed[v]
          ? Math.max(sequence[n - 1]!, kernel.sumAt(lists[v]!, next))
          : sequence[n - 1]! + kernel.harvest(lists[v]!, next);
      });
    [now, next] = [next, now];
    addLaw(n);
  }
  const moments = momentsFrom(sequences, windows.rewards, asked.rewardDays);
  const core = blocks && {
    entries: blocks.core.from.length,
    leaves: blocks.leaves,
    inner: blocks.inner.from.length,
  };
  const work = {
    configurations: size,
    entries: chain.column.length,
    lambda,
    products,
    vectors,
    ...(strips && { strips }),
    ...(core && { core }),
  };
  return {
    passages: reached.map((sequence) => hitFrom(lambda, windows.passages, asked.days, [sequence])),
    law: {
      configuration,
      byDay: law.map((p) => (place ? gathered(p, place) : p.slice())),
      truncation: truncationOf(windows.law),
      work,
    },
    moments: deviations ? moments : moments.map(({ mean, sd }) => ({ mean, sd: sd.fill(Number.NaN) })),
    truncation: truncationOf(all),
    work,
  };
}

function gathered(from: Float64Array, at: Int32Array): Float64Array {
  const to = new Float64Array(at.length);
  for (let n = 0; n < to.length; n++) to[n] = from[at[n]!]!;
  return to;
}

interface Sweep extends Pick<Stepping, 'kernel' | 'length' | 'step' | 'strips'> {
  /** Row → where it stands; null: at its own number. */
  readonly place: Int32Array | null;
}

interface Wanted {
  readonly lambda: PerDay;
  readonly products: number;
  readonly vectors: number;
  readonly strips: boolean | undefined;
  readonly laws: number;
  readonly numbers: number;
}

/** The matrix on a bench, with room for two blocks of vectors, so many laws, and so many numbers beside them. */
function sweepOf(chain: Chain, layout: Layout, blocks: Blocks | null, wanted: Wanted): Sweep {
  const { lambda, products, vectors, laws, numbers } = wanted;
  const { configuration } = layout;
  const { size } = chain;
  const scale = lambda > 0 ? 1 / lambda : 0;
  const stay = new Float64Array(size);
  for (let j = 0; j < size; j++) stay[j] = 1 - chain.exit[configuration[j]!]! * scale;
  if (!blocks && vectors === 1) {
    const pattern = worthStrips(chain.column.length, products, wanted.strips) ? layout.strips() : null;
    if (pattern) return stepInStrips(pattern, chain, lambda, stay, { vectors: 2 + laws, numbers });
  }
  if (blocks?.strips) return stripSweep(chain, blocks, blocks.strips, stay, wanted);
  const parts = blocks ? [blocks.core, blocks.inner] : [layout.plain()];
  const entries = parts.reduce((n, p) => n + p.from.length, 0);
  const rows = parts.reduce((n, p) => n + p.start.length, 0);
  const kernel = buildBench(8 * (entries + rows + (2 * vectors + laws) * size + numbers) + 4 * (rows + entries));
  const matrices = parts.map(({ start, source, from }) => {
    const matrix = {
      rows: start.length - 1,
      start: filled(kernel.i32(start.length), start),
      source: filled(kernel.i32(source.length), source),
      weight: kernel.f64(from.length),
      stay: kernel.f64(start.length - 1),
    };
    for (let e = 0; e < from.length; e++) matrix.weight[e] = chain.rate[from[e]!]! * scale;
    return matrix;
  });
  // The diagonal is taken with what happens inside blocks: there it differs from row to row.
  matrices.at(-1)!.stay.set(stay);
  const step = (now: Float64Array, next: Float64Array): void => {
    kernel.step(matrices[0]!, vectors * (blocks?.leaves ?? 1), now, next);
    if (blocks) kernel.stepAdding(matrices[1]!, vectors, now, next);
  };
  return { kernel, length: size, place: null, step, strips: null };
}

/** Core and inside of blocks in one pass: a block is a tile, its places and vectors are the lanes; an entry of the core has one number for all of them. */
function stripSweep(
  chain: Chain,
  { leaves, core }: Blocks,
  { start, shift, kind, classes }: InnerStrips,
  stay: Float64Array,
  { lambda, vectors, laws, numbers }: Wanted,
): Sweep {
  const tiles = chain.size / leaves;
  const lanes = leaves * vectors;
  const rows = chain.size + 2 * leaves;
  const scale = lambda > 0 ? 1 / lambda : 0;
  const { first } = columnClassesOf(chain)!;
  const entries = core.from.length;
  const count = entries + shift.length;
  const kernel = buildBench(
    8 * ((3 * vectors + laws) * rows + entries + classes.length * vectors + numbers) + 4 * (2 * tiles + 1 + 2 * count),
  );
  const matrix = {
    tiles,
    lanes,
    start: kernel.i32(tiles + 1),
    middle: kernel.i32(tiles),
    strips: kernel.i32(2 * count),
    weight: kernel.f64(entries + classes.length * vectors),
    stay: kernel.f64(rows * vectors),
  };
  for (let e = 0; e < entries; e++) matrix.weight[e] = chain.rate[core.from[e]!]! * scale;
  for (let n = 0, at = entries; n < classes.length; n++) {
    const w = classes[n]! < 0 ? 0 : chain.rate[first[classes[n]!]!]! * scale;
    for (let v = 0; v < vectors; v++) matrix.weight[at++] = w;
  }
  let to = 0;
  for (let c = 0; c < tiles; c++) {
    for (let e = core.start[c]!; e < core.start[c + 1]!; e++) {
      matrix.strips[to++] = 8 * lanes * (1 + core.source[e]!);
      matrix.strips[to++] = 8 * e;
    }
    matrix.middle[c] = to / 2;
    for (let s = start[c]!; s < start[c + 1]!; s++) {
      matrix.strips[to++] = 8 * (lanes * (1 + c) + shift[s]! * vectors);
      matrix.strips[to++] = 8 * (entries + kind[s]! * lanes);
    }
    matrix.start[c + 1] = to / 2;
  }
  for (let j = 0; j < chain.size; j++)
    for (let v = 0; v < vectors; v++) matrix.stay[(leaves + j) * vectors + v] = stay[j]!;
  const place = new Int32Array(chain.size);
  for (let j = 0; j < place.length; j++) place[j] = leaves + j;
  return { kernel, length: rows, place, step: (now, next) => kernel.stepStrips(matrix, now, next), strips: null };
}

/** Configurations for which it holds, ascending. */
function rowsWhere(size: number, holds: (i: number) => boolean): Int32Array {
  const found = new Int32Array(size);
  let n = 0;
  for (let i = 0; i < size; i++) if (holds(i)) found[n++] = i;
  return found.slice(0, n);
}
