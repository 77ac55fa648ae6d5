// The inner loop of sampling without a chain, on arrays of one block of memory; compiled where the host has WebAssembly, and the same bits in JavaScript.
import { bits53, draw } from '../random.ts';
import { exponential, type KernelKind, memoryFor, preferred, zig } from './kernel.ts';

/** How many of each there is room for. */
export interface LocalSizes {
  readonly regions: number;
  readonly groups: number;
  /** Pairs of a region and a group that depends on it. */
  readonly readers: number;
  /** Combinations of all groups together. */
  readonly combinations: number;
  readonly rows: number;
  readonly transitions: number;
  /** Of regions, by transitions. */
  readonly changes: number;
  /** Of one path. */
  readonly jumps: number;
}

export interface LocalArrays {
  /** State of the random stream (random.ts). */
  readonly stream: Int32Array;
  /** [0]: the day. */
  readonly clock: Float64Array;
  /** By region. */
  readonly states: Int32Array;
  /** By group: its combination, its row, the total rate of that. */
  readonly combination: Int32Array;
  readonly row: Int32Array;
  readonly total: Float64Array;
  /** Readers of region r: readerStart[r] … readerStart[r + 1], each a group and the stride that the region has in its combination. */
  readonly readerStart: Int32Array;
  readonly readers: Int32Array;
  /** Row of combination c of group g at list[first[g] + c]; −1: not met yet. */
  readonly first: Int32Array;
  readonly list: Int32Array;
  /** Of row n: total rate at rowTotals[2n]; first transition and the end of them at rowEnds[4n + 2] and [4n + 3]. */
  readonly rowTotals: Float64Array;
  readonly rowEnds: Int32Array;
  /** By transition. */
  readonly rates: Float64Array;
  /** Changes of transition t: sets[2t] … sets[2t + 1], each a region and its new state. */
  readonly sets: Int32Array;
  readonly changes: Int32Array;
  /** Of jump k ≥ 1 of the path: its day, its transition. */
  readonly times: Float64Array;
  readonly taken: Int32Array;
}

export interface LocalBench {
  readonly arrays: LocalArrays;
  readonly sizes: LocalSizes;
  /** Goes on from where the arrays stand, after so many jumps. Returns jumps at the horizon; −1 − jumps where something has not been met yet; more than there is room for. */
  walk(jumps: number, horizon: number): number;
}

const bytesOf = (s: LocalSizes): number =>
  4 * (6 + s.regions + 2 * s.groups + (s.regions + 1) + 2 * s.readers + s.groups + s.combinations) +
  8 * (1 + s.groups) +
  16 * s.rows +
  16 * s.transitions +
  8 * s.changes +
  12 * (s.jumps + 1) +
  // What alignment wastes.
  16 * 20;

/** Throws a ProblemError when there is not so much memory. */
export function buildLocalBench(sizes: LocalSizes, kind: KernelKind = preferred()): LocalBench {
  const { buffer, zigAt, exports } = memoryFor(bytesOf(sizes), kind);
  let used = zigAt + zig.byteLength;
  const place = (bytes: number): number => {
    const at = Math.ceil(used / 16) * 16;
    used = at + bytes;
    return at;
  };
  const i32 = (length: number): Int32Array => new Int32Array(buffer, place(4 * length), length);
  const f64 = (length: number): Float64Array => new Float64Array(buffer, place(8 * length), length);
  const rowTotals = f64(2 * sizes.rows);
  const a: LocalArrays = {
    stream: i32(6),
    clock: f64(1),
    states: i32(sizes.regions),
    combination: i32(sizes.groups),
    row: i32(sizes.groups),
    total: f64(sizes.groups),
    readerStart: i32(sizes.regions + 1),
    readers: i32(2 * sizes.readers),
    first: i32(sizes.groups),
    list: i32(sizes.combinations).fill(-1),
    rowTotals,
    rowEnds: new Int32Array(buffer, rowTotals.byteOffset, 4 * sizes.rows),
    rates: f64(sizes.transitions),
    sets: i32(2 * sizes.transitions),
    changes: i32(2 * sizes.changes),
    times: f64(sizes.jumps + 1),
    taken: i32(sizes.jumps + 1),
  };
  if (!exports)
    return { arrays: a, sizes, walk: (jumps, horizon) => walkInJs(a, sizes.groups, sizes.jumps, jumps, horizon) };
  const { walkLocal } = exports as unknown as { walkLocal: (...numbers: number[]) => number };
  // Places by name: a call with a list spread costs as much as ten steps.
  const streamAt = a.stream.byteOffset;
  const clockAt = a.clock.byteOffset;
  const statesAt = a.states.byteOffset;
  const combinationAt = a.combination.byteOffset;
  const rowAt = a.row.byteOffset;
  const totalAt = a.total.byteOffset;
  const readerStartAt = a.readerStart.byteOffset;
  const readersAt = a.readers.byteOffset;
  const firstAt = a.first.byteOffset;
  const listAt = a.list.byteOffset;
  const rowTotalsAt = a.rowTotals.byteOffset;
  const ratesAt = a.rates.byteOffset;
  const setsAt = a.sets.byteOffset;
  const changesAt = a.changes.byteOffset;
  const timesAt = a.times.byteOffset;
  const takenAt = a.taken.byteOffset;
  return {
    arrays: a,
    sizes,
    walk: (jumps, horizon) =>
      walkLocal(
        jumps,
        horizon,
        sizes.jumps,
        streamAt,
        zigAt,
        clockAt,
        sizes.groups,
        statesAt,
        combinationAt,
        rowAt,
        totalAt,
        readerStartAt,
        readersAt,
        firstAt,
        listAt,
        rowTotalsAt,
        ratesAt,
        setsAt,
        changesAt,
        timesAt,
        takenAt,
      ),
  };
}

/** A bench with more room on which everything stands as on this one. */
export function roomier(bench: LocalBench, sizes: Partial<LocalSizes>, kind?: KernelKind): LocalBench {
  const made = buildLocalBench({ ...bench.sizes, ...sizes }, kind);
  for (const [name, array] of Object.entries(bench.arrays) as [keyof LocalArrays, Int32Array | Float64Array][])
    made.arrays[name].set(array as never);
  return made;
}

function walkInJs(a: LocalArrays, groups: number, most: number, before: number, horizon: number): number {
  const { stream, clock, states, combination, row, total, readerStart, readers, first, list } = a;
  const { rowTotals, rowEnds, rates, sets, changes, times, taken } = a;
  let jumps = before;
  let now = clock[0]!;
  for (;;) {
    let sum = 0;
    for (let g = 0; g < groups; g++) sum += total[g]!;
    now += exponential(stream) / sum;
    if (!(now <= horizon)) return jumps;
    if (jumps === most) return most + 1;
    draw(stream);
    let rest = (bits53(stream) / 9007199254740992) * sum;
    // The last one that can happen takes what rounding leaves over.
    let group = -1;
    for (let g = 0; g < groups; g++) {
      const t = total[g]!;
      if (t === 0) continue;
      group = g;
      if (rest < t) break;
      rest -= t;
    }
    const n = row[group]!;
    let k = rowEnds[4 * n + 2]!;
    for (const last = rowEnds[4 * n + 3]! - 1; k < last; k++) {
      if (rest < rates[k]!) break;
      rest -= rates[k]!;
    }
    jumps++;
    times[jumps] = now;
    taken[jumps] = k;
    const begin = sets[2 * k]!;
    const end = sets[2 * k + 1]!;
    for (let c = begin; c < end; c++) {
      const r = changes[2 * c]!;
      const by = changes[2 * c + 1]! - states[r]!;
      states[r] = changes[2 * c + 1]!;
      for (let m = readerStart[r]!; m < readerStart[r + 1]!; m++)
        combination[readers[2 * m]!]! += by * readers[2 * m + 1]!;
    }
    let missing = false;
    for (let c = begin; c < end; c++) {
      const r = changes[2 * c]!;
      for (let m = readerStart[r]!; m < readerStart[r + 1]!; m++) {
        const g = readers[2 * m]!;
        const found = list[first[g]! + combination[g]!]!;
        if (found < 0) missing = true;
        else {
          row[g] = found;
          total[g] = rowTotals[2 * found]!;
        }
      }
    }
    if (missing) {
      clock[0] = now;
      return -1 - jumps;
    }
  }
}
