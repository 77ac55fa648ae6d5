// (seed, number) → a point of the unit cube, by the Sobol sequence with Owen's nested uniform scrambling: the first 2^k points fill every axis evenly, whatever the seed, and the estimate of a mean stays unbiased.
// Direction numbers of Joe and Kuo (2008); scrambling by hashing the reversed bits (Burley, Journal of Computer Graphics Techniques 9(4), 2020; after Laine and Karras 2011). A point depends on its number alone, so that blocks may be shared out in any way.
import { joeKuo } from './joe-kuo.ts';
import { streamOf } from './random.ts';

/** Coordinates beyond these are plain random numbers: they fill their axis unevenly, but lean neither way. */
export const sobolDimensions = 256;

/** @param number of the point, an integer from 0 to 2^32 − 1. Fills `to`, one coordinate in (0, 1) each. */
export type Points = (number: number, to: Float64Array) => void;

/** @param seed any integer from 0 to 2^53 − 1. @param dimensions coordinates of a point, ≥ 0. */
export function buildPoints(seed: number, dimensions: number): Points {
  const even = Math.min(dimensions, sobolDimensions);
  const directions = directionsOf(even);
  const scrambles = Int32Array.from({ length: even }, (_, d) => Math.floor(streamOf(seed, d).uniform() * 4294967296));
  return (number, to) => {
    for (let d = 0; d < even; d++) {
      let x = 0;
      for (let k = 0, bits = number; bits !== 0; k++, bits >>>= 1) if (bits & 1) x ^= directions[32 * d + k]!;
      to[d] = unit(scrambled(x, scrambles[d]!));
    }
    if (dimensions <= even) return;
    // A stream of its own for each point: behind those that scramble.
    const random = streamOf(seed, sobolDimensions + number);
    for (let d = even; d < dimensions; d++) to[d] = unit(Math.floor(random.uniform() * 4294967296));
  };
}

/** The middle of the cell of a 32-bit fraction: never 0, never 1. */
const unit = (x: number): number => ((x >>> 0) + 0.5) / 4294967296;

/** [32 d + k]: what bit k of the number adds (modulo 2) to coordinate d, as a 32-bit fraction. */
export function directionsOf(dimensions: number): Int32Array {
  const table = joeKuo.trim().split('\n');
  const directions = new Int32Array(32 * dimensions);
  for (let d = 0; d < dimensions; d++) {
    const at = 32 * d;
    // The first coordinate is the van der Corput sequence.
    const [polynomial, ...m] = d === 0 ? [1] : table[d - 1]!.split(' ').map(Number);
    const degree = m.length;
    for (let k = 0; k < 32; k++) {
      if (degree === 0) directions[at + k] = 1 << (31 - k);
      else if (k < degree) directions[at + k] = m[k]! << (31 - k);
      else {
        // V_k = a_1 V_{k−1} ⊕ … ⊕ a_{s−1} V_{k−s+1} ⊕ V_{k−s} ⊕ V_{k−s} / 2^s
        const before = directions[at + k - degree]!;
        let v = before ^ (before >>> degree);
        for (let j = 1; j < degree; j++) if ((polynomial! >> (degree - j)) & 1) v ^= directions[at + k - j]!;
        directions[at + k] = v;
      }
    }
  }
  return directions;
}

/** Each bit is flipped or not by a hash of the bits above it. */
function scrambled(x: number, seed: number): number {
  let h = reversed(x);
  h = (h + seed) | 0;
  // An even factor leaves each bit to those below it.
  h ^= Math.imul(h, 0x6c50b47c);
  h ^= Math.imul(h, 0xb82f1e52);
  h ^= Math.imul(h, 0xc7afe638);
  h ^= Math.imul(h, 0x8d22f6e6);
  return reversed(h);
}

function reversed(x: number): number {
  let v = x;
  v = ((v >>> 1) & 0x55555555) | ((v & 0x55555555) << 1);
  v = ((v >>> 2) & 0x33333333) | ((v & 0x33333333) << 2);
  v = ((v >>> 4) & 0x0f0f0f0f) | ((v & 0x0f0f0f0f) << 4);
  v = ((v >>> 8) & 0x00ff00ff) | ((v & 0x00ff00ff) << 8);
  return (v >>> 16) | (v << 16);
}
