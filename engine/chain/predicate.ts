// StateTest → a fast predicate on integer configurations: a truth table over the regions that it reads when that is small, closures otherwise.
import { regionsOf, type StateTest } from '../scenario/state-test.ts';

/** Regions by position: id and state ids in order. */
export interface Numbering {
  readonly regions: readonly { readonly id: string; readonly states: readonly string[] }[];
}

/** Reads the state of region r at `states[offset + r]`. */
export type Predicate = (states: Uint8Array, offset: number) => boolean;

const largestTable = 1 << 14;

export function predicateOf(test: StateTest, numbering: Numbering): Predicate {
  if (test.op === 'true') return () => true;
  if (test.op === 'false') return () => false;
  const direct = closureOf(test, numbering);
  const read = [...regionsOf(test)].map((id) => numbering.regions.findIndex((r) => r.id === id)).sort((a, b) => a - b);
  const sizes = read.map((r) => numbering.regions[r]!.states.length);
  const product = sizes.reduce((a, b) => a * b, 1);
  if (product > largestTable) return direct;
  const table = new Uint8Array(product);
  const states = new Uint8Array(numbering.regions.length);
  for (let i = 0; i < product; i++) {
    let rest = i;
    for (let k = 0; k < read.length; k++) {
      states[read[k]!] = rest % sizes[k]!;
      rest = Math.floor(rest / sizes[k]!);
    }
    table[i] = direct(states, 0) ? 1 : 0;
  }
  if (read.length === 1) {
    const r = read[0]!;
    return (x, offset) => table[x[offset + r]!] === 1;
  }
  const regions = Int32Array.from(read);
  const strides = Int32Array.from(sizes.map((_, k) => sizes.slice(0, k).reduce((a, b) => a * b, 1)));
  return (x, offset) => {
    let i = 0;
    for (let k = 0; k < regions.length; k++) i += x[offset + regions[k]!]! * strides[k]!;
    return table[i] === 1;
  };
}

function closureOf(test: StateTest, numbering: Numbering): Predicate {
  switch (test.op) {
    case 'true':
      return () => true;
    case 'false':
      return () => false;
    case 'at': {
      const region = numbering.regions.findIndex((r) => r.id === test.region);
      const state = numbering.regions[region]?.states.indexOf(test.state) ?? -1;
      if (state < 0) throw new Error(`unchecked state ${test.region}.${test.state}`);
      return (x, offset) => x[offset + region] === state;
    }
    case 'not': {
      const inner = closureOf(test.test, numbering);
      return (x, offset) => !inner(x, offset);
    }
    case 'and': {
      const parts = test.tests.map((t) => closureOf(t, numbering));
      return (x, offset) => parts.every((p) => p(x, offset));
    }
    case 'or': {
      const parts = test.tests.map((t) => closureOf(t, numbering));
      return (x, offset) => parts.some((p) => p(x, offset));
    }
  }
}
