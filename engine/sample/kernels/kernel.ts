// The inner loop of sampling, on arrays of one block of memory: WebAssembly where the host has it and the page's policy allows it, JavaScript otherwise. Both take the same draws in the same order and give the same bits.
import { ProblemError, problem } from '../../vocabulary/problem.ts';
import { bits53, draw } from '../random.ts';
import { pathsWasm } from './paths-wasm.ts';
import { zigguratOf } from './ziggurat.ts';

/** One row a configuration, one slot a transition (alias method: Walker 1977, Vose 1991). */
export interface AliasTables {
  /** Of configuration i: mean holding time, days, at [i]; ∞ where nothing happens. */
  readonly mean: Float64Array;
  /** Of configuration i, at [2i]: its first slot; at [2i + 1]: how many. */
  readonly slots: Int32Array;
  /** Of slot s, at [4s]: threshold of 32 bits below which its own transition is taken; the other transition; targets of its own and of the other. */
  readonly choice: Int32Array;
}

export type KernelKind = 'wasm' | 'js';

export interface Walker {
  /** State of the random stream, to be seeded before each walk (random.ts). */
  readonly stream: Int32Array;
  /** Of jump k ≥ 1 of the last walk. [0] is the caller's. */
  readonly times: Float64Array;
  readonly configurations: Int32Array;
  readonly transitions: Int32Array;
  /** Jumps of one path from a configuration to the horizon; more than `most` when they do not fit. */
  walk(from: number, horizon: number): number;
}

/** @param most jumps of a path that can be kept. Throws a ProblemError when there is not so much memory. */
export function buildWalker(tables: AliasTables, most: number, kind: KernelKind = preferred()): Walker {
  const module = kind === 'wasm' ? wasmModule() : null;
  try {
    return module ? wasmWalker(module, tables, most) : jsWalker(tables, most);
  } catch (error) {
    throw refusal(error);
  }
}

function refusal(error: unknown): unknown {
  if (!(error instanceof RangeError)) return error;
  return new ProblemError([
    problem('too-much-memory', 'the tables for sampling need more memory than can be had', {
      repair: 'join regions, or ask for less at a time',
    }),
  ]);
}

/** What this host samples with. */
export function preferred(): KernelKind {
  return wasmModule() ? 'wasm' : 'js';
}

let compiled: WebAssembly.Module | null | undefined;

/** Null where there is no WebAssembly, or a policy against it. */
function wasmModule(): WebAssembly.Module | null {
  if (compiled === undefined) {
    try {
      compiled = new WebAssembly.Module(Uint8Array.from(atob(pathsWasm), (c) => c.charCodeAt(0)));
    } catch {
      compiled = null;
    }
  }
  return compiled;
}

interface Exports {
  walk(
    configuration: number,
    horizon: number,
    most: number,
    stream: number,
    zig: number,
    rows: number,
    slots: number,
    times: number,
    configurations: number,
    transitions: number,
  ): number;
}

const pageBytes = 65_536;

/** Memory for other arrays with the tables of the exponential before them, and the compiled functions on it; null: JavaScript. Throws a ProblemError when there is not so much memory. */
export function memoryFor(bytes: number, kind: KernelKind) {
  const module = kind === 'wasm' ? wasmModule() : null;
  const zigAt = 64;
  try {
    const whole = zigAt + zig.byteLength + bytes;
    const memory = module && new WebAssembly.Memory({ initial: Math.ceil(whole / pageBytes) + 1 });
    const buffer: ArrayBufferLike = memory?.buffer ?? new ArrayBuffer(whole);
    new Float64Array(buffer, zigAt, zig.length).set(zig);
    const exports = module && new WebAssembly.Instance(module, { env: { memory: memory!, exp: Math.exp } }).exports;
    return { buffer, zigAt, exports };
  } catch (error) {
    throw refusal(error);
  }
}

function wasmWalker(module: WebAssembly.Module, tables: AliasTables, most: number): Walker {
  const { mean, slots, choice } = tables;
  const size = mean.length;
  const bytes = 64 + zig.byteLength + 16 * size + choice.byteLength + 16 * (most + 2);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) + 1 });
  const { exports } = new WebAssembly.Instance(module, { env: { memory, exp: Math.exp } });
  const { walk } = exports as unknown as Exports;
  let used = 64;
  const place = (length: number): number => {
    const at = used;
    used = Math.ceil((used + length) / 64) * 64;
    return at;
  };
  const stream = new Int32Array(memory.buffer, place(24), 6);
  const zigAt = place(zig.byteLength);
  new Float64Array(memory.buffer, zigAt, zig.length).set(zig);
  // A row is one piece of a cache line: mean holding time, first slot, number of slots.
  const rowsAt = place(16 * size);
  const means = new Float64Array(memory.buffer, rowsAt, 2 * size);
  const firsts = new Int32Array(memory.buffer, rowsAt, 4 * size);
  for (let i = 0; i < size; i++) {
    means[2 * i] = mean[i]!;
    firsts[4 * i + 2] = slots[2 * i]!;
    firsts[4 * i + 3] = slots[2 * i + 1]!;
  }
  const slotsAt = place(choice.byteLength);
  new Int32Array(memory.buffer, slotsAt, choice.length).set(choice);
  const times = new Float64Array(memory.buffer, place(8 * (most + 1)), most + 1);
  const configurations = new Int32Array(memory.buffer, place(4 * (most + 1)), most + 1);
  const transitions = new Int32Array(memory.buffer, place(4 * (most + 1)), most + 1);
  const [streamAt, timesAt, configurationsAt, transitionsAt] = [stream, times, configurations, transitions].map(
    (a) => a.byteOffset,
  ) as [number, number, number, number];
  return {
    stream,
    times,
    configurations,
    transitions,
    walk: (from, horizon) =>
      walk(from, horizon, most, streamAt, zigAt, rowsAt, slotsAt, timesAt, configurationsAt, transitionsAt),
  };
}

function jsWalker({ mean, slots, choice }: AliasTables, most: number): Walker {
  const stream = new Int32Array(6);
  const times = new Float64Array(most + 1);
  const configurations = new Int32Array(most + 1);
  const transitions = new Int32Array(most + 1);
  return {
    stream,
    times,
    configurations,
    transitions,
    walk(from, horizon) {
      // The first draws still resemble the state.
      for (let k = 0; k < 8; k++) draw(stream);
      let i = from;
      let now = 0;
      for (let jumps = 0; ; jumps++) {
        now += exponential(stream) * mean[i]!;
        // Not a number: no time at all in a configuration that is never left.
        if (!(now <= horizon)) return jumps;
        if (jumps === most) return most + 1;
        draw(stream);
        let k = slots[2 * i]! + Math.floor(((stream[5]! >>> 0) * slots[2 * i + 1]!) / 4294967296);
        if (stream[4]! >>> 0 < choice[4 * k]! >>> 0) i = choice[4 * k + 2]!;
        else {
          i = choice[4 * k + 3]!;
          k = choice[4 * k + 1]!;
        }
        times[jumps + 1] = now;
        configurations[jumps + 1] = i;
        transitions[jumps + 1] = k;
      }
    },
  };
}

export const zig = zigguratOf();

/** Exponential with mean 1. Layer and place in it are different bits of one draw. */
export function exponential(stream: Int32Array): number {
  let before = 0;
  for (;;) {
    draw(stream);
    const layer = stream[4]! & 255;
    const u = bits53(stream);
    const x = u * zig[4 * layer]!;
    if (u < zig[4 * layer + 1]!) return before + x;
    // The tail of an exponential is an exponential behind the last layer.
    if (layer === 0) before += zig[3]!;
    else {
      draw(stream);
      const v = bits53(stream) / 9007199254740992;
      const low = zig[4 * layer + 2]!;
      const high = zig[4 * layer + 3]!;
      if (low + v * (high - low) < Math.exp(-x)) return before + x;
    }
  }
}
