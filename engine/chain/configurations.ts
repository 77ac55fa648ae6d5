// How configurations are counted: mixed-radix codes over the kept regions, and the map from code to number. Nothing outside this room sees a code.

/** Codes are exact in a double up to here; a product of regions beyond it is refused. */
export const largestProduct = Number.MAX_SAFE_INTEGER;

/** code → number of the configuration; −1 when unknown. */
export interface CodeIndex {
  get(code: number): number;
  set(code: number, index: number): void;
  /** By code: the number and one more, 0 for none; null when there are too many codes. */
  readonly table: Int32Array | null;
}

/** A plain table while the product of the regions' sizes is small, open addressing beyond (load ≤ 1/2, linear probing). */
export function buildCodeIndex(product: number): CodeIndex {
  if (product <= 1 << 25) {
    const table = new Int32Array(product);
    return { table, get: (code) => table[code]! - 1, set: (code, index) => void (table[code] = index + 1) };
  }
  let capacity = 1 << 16;
  let keys = new Float64Array(capacity).fill(-1);
  let values = new Int32Array(capacity);
  let used = 0;
  const slot = (code: number): number => {
    // Fibonacci hashing of the low and the high half of the code.
    let i = (Math.imul((code % 4294967296) | 0, 0x9e3779b1) ^ Math.imul((code / 4294967296) | 0, 0x85ebca6b)) >>> 0;
    i = (i ^ (i >>> 15)) & (capacity - 1);
    while (keys[i] !== -1 && keys[i] !== code) i = (i + 1) & (capacity - 1);
    return i;
  };
  return {
    table: null,
    get(code) {
      const i = slot(code);
      return keys[i] === code ? values[i]! : -1;
    },
    set(code, index) {
      if (used * 2 >= capacity) {
        const oldKeys = keys;
        const oldValues = values;
        capacity *= 2;
        keys = new Float64Array(capacity).fill(-1);
        values = new Int32Array(capacity);
        for (let i = 0; i < oldKeys.length; i++) {
          if (oldKeys[i] === -1) continue;
          const j = slot(oldKeys[i]!);
          keys[j] = oldKeys[i]!;
          values[j] = oldValues[i]!;
        }
      }
      const i = slot(code);
      if (keys[i] === -1) used++;
      keys[i] = code;
      values[i] = index;
    },
  };
}

/** A typed array that grows by doubling while it is filled. */
export function grown<A extends Int32Array | Uint16Array | Float64Array | Uint8Array>(array: A, needed: number): A {
  if (needed <= array.length) return array;
  const bigger = new (array.constructor as new (length: number) => A)(Math.max(needed, array.length * 2));
  bigger.set(array as never);
  return bigger;
}
