// The inner loops of exact answers, on arrays of one block of memory: WebAssembly with SIMD where the host has it and the page's policy allows it, JavaScript otherwise. Both do the same operations in the same order and give the same bits.
import { ProblemError, problem } from '../../vocabulary/problem.ts';
import { sparseWasm } from './sparse-wasm.ts';

/** A square sparse matrix in gather form: row j of a product is stay[j]·now[j] + Σ weight[e]·now[source[e]], start[j] ≤ e < start[j+1]. */
export interface GatherMatrix {
  readonly rows: number;
  readonly start: Int32Array;
  readonly source: Int32Array;
  readonly weight: Float64Array;
  readonly stay: Float64Array;
}

/** A square matrix in strips: lane q of tile t of a product is stay·now there + Σ weight·now[base + q] over the strips s of the tile, start[t] ≤ s < start[t+1]. Vectors have room for a tile before the first and behind the last, which stays 0. */
export interface StripMatrix {
  readonly tiles: number;
  readonly lanes: number;
  readonly start: Int32Array;
  /** Strips before middle[t] have one number for all lanes, the others one for each. */
  readonly middle: Int32Array;
  /** Of strip s: 8 × the first place that it reads at [2s], 8 × that of its numbers at [2s + 1]. */
  readonly strips: Int32Array;
  readonly weight: Float64Array;
  /** By place, as in a vector. */
  readonly stay: Float64Array;
}

/** Transitions by row: entry k of row i, start[i] ≤ k < start[i+1], leads to row target[k] and has the rate of class like[k]. Targets may lie beyond the last row: there nothing goes on. */
export interface Rows {
  readonly rows: number;
  readonly start: Int32Array;
  readonly target: Int32Array;
  readonly like: Int32Array;
  /** Of class m the rate at [2m] and what it has gained at [2m + 1]. */
  readonly classes: Float64Array;
}

/** Rewards on the rows in which any has a rate: rate[k × rewards + v] of reward v in the k-th of these rows. Vector 0 of the block is the law, vector 1 + v that of reward v. */
export interface Charge {
  readonly rows: Int32Array;
  readonly rewards: number;
  readonly rate: Float64Array;
}

/** Arrays from `f64` and `i32` of the same bench only; what stands in them is trusted. Blocks hold vector v of row j at [j × vectors + v]. */
export interface KernelBench {
  f64(length: number): Float64Array;
  i32(length: number): Int32Array;
  /** next = one product of each of the vectors of `now`. */
  step(matrix: GatherMatrix, vectors: number, now: Float64Array, next: Float64Array): void;
  /** next = one product of the one vector `now`. */
  stepStrips(matrix: StripMatrix, now: Float64Array, next: Float64Array): void;
  /** next += one product of each of the vectors of `now`. */
  stepAdding(matrix: GatherMatrix, vectors: number, now: Float64Array, next: Float64Array): void;
  /** Sum of the block at these positions, which are set to 0. */
  harvest(positions: Int32Array, block: Float64Array): number;
  /** Sum of the block at these positions. */
  sumAt(positions: Int32Array, block: Float64Array): number;
  dot(a: Float64Array, b: Float64Array): number;
  total(a: Float64Array): number;
  /** to += w × vector 0 of the block. */
  addWeighted(w: number, block: Float64Array, vectors: number, to: Float64Array): void;
  /** sums[v] += P·r over the charged rows. */
  expect(charge: Charge, vectors: number, block: Float64Array, sums: Float64Array): void;
  /** sums[v] += P·r, sums[rewards + v] += P·r², sums[2·rewards + v] += block·r, then block += P·r, over the charged rows. */
  charge(charge: Charge, vectors: number, block: Float64Array, sums: Float64Array): void;
  /** now = later + share × counted + Σ rate·d over each row, with d = later[target] − later; its class gains law × d. */
  stepBack(
    rows: Rows,
    share: number,
    counted: Float64Array,
    law: Float64Array,
    later: Float64Array,
    now: Float64Array,
  ): void;
}

export type KernelKind = 'wasm' | 'js';

/** Copies into an array of a bench. */
export function filled<A extends Int32Array | Float64Array>(to: A, from: ArrayLike<number>): A {
  to.set(from);
  return to;
}

/** Memory for arrays of `bytes` in all; given back with the last of them. Throws a ProblemError when there is not so much. */
export function buildBench(bytes: number, kind: KernelKind = preferred()): KernelBench {
  const module = kind === 'wasm' ? wasmModule() : null;
  try {
    return module ? wasmBench(module, bytes) : jsBench;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ProblemError([
      problem('too-much-memory', `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MB are needed and cannot be had`, {
        repair: 'ask for fewer outcomes at a time, join regions, or sample instead',
      }),
    ]);
  }
}

/** What this host computes with. */
export function preferred(): KernelKind {
  return wasmModule() ? 'wasm' : 'js';
}

let compiled: WebAssembly.Module | null | undefined;

/** Null where there is no WebAssembly, no SIMD, or a policy against it. */
function wasmModule(): WebAssembly.Module | null {
  if (compiled === undefined) {
    try {
      const text = atob(sparseWasm);
      compiled = new WebAssembly.Module(Uint8Array.from(text, (c) => c.charCodeAt(0)));
    } catch {
      compiled = null;
    }
  }
  return compiled;
}

interface Exports {
  step(
    add: number,
    rows: number,
    vectors: number,
    start: number,
    source: number,
    weight: number,
    stay: number,
    now: number,
    next: number,
  ): void;
  stepStrips(
    tiles: number,
    lanes: number,
    start: number,
    middle: number,
    strips: number,
    weight: number,
    stay: number,
    now: number,
    next: number,
  ): void;
  harvest(count: number, positions: number, block: number): number;
  sumAt(count: number, positions: number, block: number): number;
  dot(count: number, a: number, b: number): number;
  total(count: number, a: number): number;
  addWeighted(count: number, w: number, from: number, stride: number, to: number): void;
  expect(
    count: number,
    vectors: number,
    rewards: number,
    rows: number,
    rate: number,
    block: number,
    sums: number,
  ): void;
  charge(
    count: number,
    vectors: number,
    rewards: number,
    rows: number,
    rate: number,
    block: number,
    sums: number,
  ): void;
  stepBack(
    rows: number,
    start: number,
    target: number,
    like: number,
    classes: number,
    share: number,
    counted: number,
    law: number,
    later: number,
    now: number,
  ): void;
}

const pageBytes = 65_536;

function wasmBench(module: WebAssembly.Module, bytes: number): KernelBench {
  // Arrays start at multiples of 16; a page is for what that wastes.
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) + 1 });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const k = exports as unknown as Exports;
  let used = 16;
  const place = (size: number): number => {
    const at = used;
    used = Math.ceil((used + size) / 16) * 16;
    // Growing would take the arrays away that are there already.
    if (used > memory.buffer.byteLength) throw new Error(`a bench of ${bytes} bytes is asked for more`);
    return at;
  };
  const stepWith = (add: 0 | 1, m: GatherMatrix, vectors: number, now: Float64Array, next: Float64Array): void =>
    k.step(
      add,
      m.rows,
      vectors,
      m.start.byteOffset,
      m.source.byteOffset,
      m.weight.byteOffset,
      m.stay.byteOffset,
      now.byteOffset,
      next.byteOffset,
    );
  return {
    f64: (length) => new Float64Array(memory.buffer, place(8 * length), length),
    i32: (length) => new Int32Array(memory.buffer, place(4 * length), length),
    step: (m, vectors, now, next) => stepWith(0, m, vectors, now, next),
    stepAdding: (m, vectors, now, next) => stepWith(1, m, vectors, now, next),
    stepStrips: (m, now, next) =>
      k.stepStrips(
        m.tiles,
        m.lanes,
        m.start.byteOffset,
        m.middle.byteOffset,
        m.strips.byteOffset,
        m.weight.byteOffset,
        m.stay.byteOffset,
        now.byteOffset,
        next.byteOffset,
      ),
    sumAt: (positions, block) => k.sumAt(positions.length, positions.byteOffset, block.byteOffset),
    harvest: (positions, block) => k.harvest(positions.length, positions.byteOffset, block.byteOffset),
    dot: (a, b) => k.dot(a.length, a.byteOffset, b.byteOffset),
    total: (a) => k.total(a.length, a.byteOffset),
    addWeighted: (w, block, vectors, to) => k.addWeighted(to.length, w, block.byteOffset, vectors, to.byteOffset),
    expect: ({ rows, rewards, rate }, vectors, block, sums) =>
      k.expect(rows.length, vectors, rewards, rows.byteOffset, rate.byteOffset, block.byteOffset, sums.byteOffset),
    charge: ({ rows, rewards, rate }, vectors, block, sums) =>
      k.charge(rows.length, vectors, rewards, rows.byteOffset, rate.byteOffset, block.byteOffset, sums.byteOffset),
    stepBack: ({ rows, start, target, like, classes }, share, counted, law, later, now) =>
      k.stepBack(
        rows,
        start.byteOffset,
        target.byteOffset,
        like.byteOffset,
        classes.byteOffset,
        share,
        counted.byteOffset,
        law.byteOffset,
        later.byteOffset,
        now.byteOffset,
      ),
  };
}

const jsBench: KernelBench = {
  f64: (length) => new Float64Array(length),
  i32: (length) => new Int32Array(length),
  step: (m, vectors, now, next) => stepInJs(false, m, vectors, now, next),
  stepAdding: (m, vectors, now, next) => stepInJs(true, m, vectors, now, next),
  stepStrips({ tiles, lanes, start, middle, strips, weight, stay }, now, next) {
    for (let t = 0, at = lanes; t < tiles; t++, at += lanes) {
      for (let q = at; q < at + lanes; q++) next[q] = stay[q]! * now[q]!;
      for (let s = start[t]!, half = middle[t]!, end = start[t + 1]!; s < end; s++) {
        const from = strips[2 * s]! >> 3;
        const numbers = strips[2 * s + 1]! >> 3;
        if (s < half) {
          const w = weight[numbers]!;
          for (let q = 0; q < lanes; q++) next[at + q]! += w * now[from + q]!;
        } else for (let q = 0; q < lanes; q++) next[at + q]! += weight[numbers + q]! * now[from + q]!;
      }
    }
  },
  sumAt(positions, block) {
    let sum = 0;
    for (let k = 0; k < positions.length; k++) sum += block[positions[k]!]!;
    return sum;
  },
  harvest(positions, block) {
    let sum = 0;
    for (let k = 0; k < positions.length; k++) {
      const at = positions[k]!;
      sum += block[at]!;
      block[at] = 0;
    }
    return sum;
  },
  dot(a, b) {
    let sum = 0;
    for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
    return sum;
  },
  total(a) {
    let sum = 0;
    for (let k = 0; k < a.length; k++) sum += a[k]!;
    return sum;
  },
  addWeighted(w, block, vectors, to) {
    for (let k = 0; k < to.length; k++) to[k]! += w * block[k * vectors]!;
  },
  expect({ rows, rewards, rate }, vectors, block, sums) {
    for (let v = 0; v < rewards; v++) {
      let sum = 0;
      for (let k = 0; k < rows.length; k++) sum += block[rows[k]! * vectors]! * rate[k * rewards + v]!;
      sums[v]! += sum;
    }
  },
  charge({ rows, rewards, rate }, vectors, block, sums) {
    for (let v = 0; v < rewards; v++) {
      let first = 0;
      let second = 0;
      let crossed = 0;
      for (let k = 0; k < rows.length; k++) {
        const r = rate[k * rewards + v]!;
        if (r === 0) continue;
        const at = rows[k]! * vectors;
        const pr = block[at]! * r;
        const held = block[at + 1 + v]!;
        first += pr;
        second += pr * r;
        crossed += held * r;
        block[at + 1 + v] = held + pr;
      }
      sums[v]! += first;
      sums[rewards + v]! += second;
      sums[2 * rewards + v]! += crossed;
    }
  },
  stepBack({ rows, start, target, like, classes }, share, counted, law, later, now) {
    for (let i = 0; i < rows; i++) {
      const here = later[i]!;
      const mass = law[i]!;
      let sum = here + share * counted[i]!;
      for (let k = start[i]!, end = start[i + 1]!; k < end; k++) {
        const d = later[target[k]!]! - here;
        const m = 2 * like[k]!;
        sum += d * classes[m]!;
        classes[m + 1]! += mass * d;
      }
      now[i] = sum;
    }
  },
};

function stepInJs(add: boolean, m: GatherMatrix, vectors: number, now: Float64Array, next: Float64Array): void {
  let v = 0;
  for (; v + 4 <= vectors; v += 4) stepFour(add, m, vectors, v, now, next);
  for (; v + 2 <= vectors; v += 2) stepTwo(add, m, vectors, v, now, next);
  if (v < vectors) stepOne(add, m, vectors, v, now, next);
}

function stepFour(
  add: boolean,
  { rows, start, source, weight, stay }: GatherMatrix,
  vectors: number,
  v: number,
  now: Float64Array,
  next: Float64Array,
): void {
  for (let j = 0; j < rows; j++) {
    const at = j * vectors + v;
    const s = stay[j]!;
    let a = (add ? next[at]! : 0) + s * now[at]!;
    let b = (add ? next[at + 1]! : 0) + s * now[at + 1]!;
    let c = (add ? next[at + 2]! : 0) + s * now[at + 2]!;
    let d = (add ? next[at + 3]! : 0) + s * now[at + 3]!;
    for (let e = start[j]!, end = start[j + 1]!; e < end; e++) {
      const from = source[e]! * vectors + v;
      const w = weight[e]!;
      a += w * now[from]!;
      b += w * now[from + 1]!;
      c += w * now[from + 2]!;
      d += w * now[from + 3]!;
    }
    next[at] = a;
    next[at + 1] = b;
    next[at + 2] = c;
    next[at + 3] = d;
  }
}

function stepTwo(
  add: boolean,
  { rows, start, source, weight, stay }: GatherMatrix,
  vectors: number,
  v: number,
  now: Float64Array,
  next: Float64Array,
): void {
  for (let j = 0; j < rows; j++) {
    const at = j * vectors + v;
    const s = stay[j]!;
    let a = (add ? next[at]! : 0) + s * now[at]!;
    let b = (add ? next[at + 1]! : 0) + s * now[at + 1]!;
    for (let e = start[j]!, end = start[j + 1]!; e < end; e++) {
      const from = source[e]! * vectors + v;
      const w = weight[e]!;
      a += w * now[from]!;
      b += w * now[from + 1]!;
    }
    next[at] = a;
    next[at + 1] = b;
  }
}

function stepOne(
  add: boolean,
  { rows, start, source, weight, stay }: GatherMatrix,
  vectors: number,
  v: number,
  now: Float64Array,
  next: Float64Array,
): void {
  for (let j = 0; j < rows; j++) {
    let sum = (add ? next[j * vectors + v]! : 0) + stay[j]! * now[j * vectors + v]!;
    for (let e = start[j]!, end = start[j + 1]!; e < end; e++) sum += weight[e]! * now[source[e]! * vectors + v]!;
    next[j * vectors + v] = sum;
  }
}
