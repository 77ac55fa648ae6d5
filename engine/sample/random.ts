// (seed, path) → a random stream of its own, so that a path is the same whatever the number of workers. The only door to the generator (xoroshiro128+ of pure-rand).
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

export interface RandomStream {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
  /** Exponential with the given rate (> 0), by inversion. */
  exponential(rate: number): number;
}

/** A bijective 32-bit mixer (the finaliser of MurmurHash3, Appleby). */
function mix(h: number): number {
  let x = h | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) | 0;
}

/** @param seed any integer below 2^53. @param path number of the path, ≥ 0. */
export function streamOf(seed: number, path: number): RandomStream {
  const low = seed | 0;
  const high = Math.floor(seed / 4294967296) | 0;
  // Four words that are never all zero; the path enters all of them, so that no two paths of a seed share a state.
  const words = [0x9e3779b9, 0x3c6ef372, 0xdaa66d2b, 0x78dde6e4].map((salt, k) =>
    mix(mix(mix(low ^ salt) + high + k) ^ mix(path + salt)),
  );
  const generator = xoroshiro128plusFromState([words[0]! | 1, words[1]!, words[2]!, words[3]!]);
  // The first outputs of xoroshiro still resemble its state.
  for (let k = 0; k < 8; k++) generator.next();
  const uniform = (): number => ((generator.next() >>> 5) * 67108864 + (generator.next() >>> 6)) / 9007199254740992;
  return { uniform, exponential: (rate) => -Math.log(1 - uniform()) / rate };
}
