// Rows of a structure whose every segment has been met in these states before: steps of the code are looked up. Kept apart from the search itself, so that it is small and hot and soon compiled.
import type { Segment } from './dependencies.ts';
import type { Predicate } from './predicate.ts';

/** What has been found so far. Configuration i has the code codes[i]; those before `row` have their states and their transitions. */
export interface Front {
  codes: Int32Array;
  states: Uint8Array;
  rowStart: Int32Array;
  target: Int32Array;
  event: Uint16Array;
  size: number;
  transitions: number;
  row: number;
}

/** What the events of segments do, by the combination of states that they depend on. */
export interface Tables {
  /** Regions of segment s: start[s] … start[s + 1]; their combination is Σ state × stride, and its list stands at first[s] + combination. */
  readonly start: Int32Array;
  readonly region: Int32Array;
  readonly stride: Int32Array;
  readonly first: Int32Array;
  /** Number of a list, or −1: not met yet. */
  readonly list: Int32Array;
  /** List n: listStart[n] … listStart[n + 1]. */
  readonly listStart: number[];
  /** Steps of the code, 0 for what returns, and the events that make them. */
  readonly step: number[];
  readonly event: number[];
}

/** Null when a segment depends on too much. */
export function buildTables(segments: readonly Segment[], sizeOf: (region: number) => number): Tables | null {
  const start = [0];
  const first = [0];
  const region: number[] = [];
  const stride: number[] = [];
  for (const { regions } of segments) {
    if (!regions) return null;
    let product = 1;
    for (const r of regions) {
      region.push(r);
      stride.push(product);
      product *= sizeOf(r);
    }
    start.push(region.length);
    first.push(first.at(-1)! + product);
  }
  return {
    start: Int32Array.from(start),
    region: Int32Array.from(region),
    stride: Int32Array.from(stride),
    first: Int32Array.from(first),
    list: new Int32Array(first.at(-1)!).fill(-1),
    listStart: [0],
    step: [],
    event: [],
  };
}

/** Where in `list` segment s stands in these states. */
export function placeOf({ start, region, stride, first }: Tables, s: number, states: Uint8Array, base: number): number {
  let at = first[s]!;
  for (let k = start[s]!, end = start[s + 1]!; k < end; k++) at += states[base + region[k]!]! * stride[k]!;
  return at;
}

/** Kept regions by position: state(region) × stride, summed, is the code. */
export interface Digits {
  readonly regions: Int32Array;
  readonly sizes: Int32Array;
}

/** Writes the states of kept regions of configuration i. */
export function decode({ codes, states }: Front, i: number, base: number, { regions, sizes }: Digits): void {
  let rest = codes[i]!;
  for (let k = 0; k < regions.length; k++) {
    const n = sizes[k]!;
    const up = (rest / n) | 0;
    states[base + regions[k]!] = rest - up * n;
    rest = up;
  }
}

/**
 * Goes on until a row has something that is not known yet, arrays are too short for one more row, or all is done.
 * @param numbers by code: number of the configuration and one more, 0 for none.
 * @param widest most transitions of a row.
 * @param end where to stop: a row.
 * @param most configurations.
 */
export function expandKnown(
  front: Front,
  tables: Tables,
  numbers: Int32Array,
  digits: Digits,
  width: number,
  isAbsorbing: Predicate | null,
  widest: number,
  end: number,
  most: number,
): void {
  const { codes, states, rowStart, target, event } = front;
  const { list, listStart, step, event: label } = tables;
  const segments = tables.start.length - 1;
  const lastRow = Math.min(codes.length, most) - widest;
  const lastTransition = target.length - widest;
  let { size, transitions, row } = front;
  search: for (; row < size && row < end && size <= lastRow && transitions <= lastTransition; row++) {
    const base = row * width;
    decode(front, row, base, digits);
    rowStart[row] = transitions;
    if (isAbsorbing?.(states, base)) continue;
    const begin = transitions;
    const from = codes[row]!;
    for (let s = 0; s < segments; s++) {
      const n = list[placeOf(tables, s, states, base)]!;
      if (n < 0) {
        transitions = begin;
        break search;
      }
      for (let k = listStart[n]!, end = listStart[n + 1]!; k < end; k++) {
        const to = from + step[k]!;
        let j = numbers[to]! - 1;
        if (j < 0) {
          j = size++;
          codes[j] = to;
          numbers[to] = size;
        }
        target[transitions] = j;
        event[transitions++] = label[k]!;
      }
    }
  }
  front.size = size;
  front.transitions = transitions;
  front.row = row;
}
