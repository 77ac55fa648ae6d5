// (seed, path) → a random stream of its own, so that a path is the same whatever the number of workers: xoroshiro128++ 1.0 (Blackman and Vigna, ACM TOMS 47(4), 2021), 64 bits a draw.
// The compiled kernel has the same generator; this one works on halves of 32 bits.

export interface RandomStream {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
}

/** A bijective 32-bit mixer (the finaliser of MurmurHash3, Appleby). */
function mix(h: number): number {
  let x = h | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) | 0;
}

const salts = [0x9e3779b9, 0x3c6ef372, 0xdaa66d2b, 0x78dde6e4] as const;

/**
 * The state that a path's stream begins with.
 * @param seed any integer below 2^53. @param path number of the path, ≥ 0. @param to four words: low and high half of each of the two.
 */
export function seedInto(seed: number, path: number, to: Int32Array): void {
  const low = seed | 0;
  const high = Math.floor(seed / 4294967296) | 0;
  // Four words that are never all zero; the path enters all of them, so that no two paths of a seed share a state.
  for (let k = 0; k < 4; k++) to[k] = mix(mix(mix(low ^ salts[k]!) + high + k) ^ mix(path + salts[k]!));
  to[0]! |= 1;
}

/**
 * Takes one draw: the state moves on, and the draw stands behind it.
 * @param s state as `seedInto` writes it, then low and high half of the draw: six words.
 */
export function draw(s: Int32Array): void {
  const aLow = s[0]!;
  const aHigh = s[1]!;
  // rotl(a + b, 17) + a
  const sumLow = (aLow + s[2]!) | 0;
  const sumHigh = (aHigh + s[3]! + carry(sumLow, aLow)) | 0;
  const low = (((sumLow << 17) | (sumHigh >>> 15)) + aLow) | 0;
  s[4] = low;
  s[5] = (((sumHigh << 17) | (sumLow >>> 15)) + aHigh + carry(low, aLow)) | 0;
  // b ^= a; a = rotl(a, 49) ^ b ^ (b << 21); b = rotl(b, 28)
  const xLow = s[2]! ^ aLow;
  const xHigh = s[3]! ^ aHigh;
  s[0] = ((aHigh << 17) | (aLow >>> 15)) ^ xLow ^ (xLow << 21);
  s[1] = ((aLow << 17) | (aHigh >>> 15)) ^ xHigh ^ ((xHigh << 21) | (xLow >>> 11));
  s[2] = (xLow << 28) | (xHigh >>> 4);
  s[3] = (xHigh << 28) | (xLow >>> 4);
}

/** 1 when a sum of 32 bits has run over: it is then below what was added to. */
const carry = (sum: number, added: number): number => ((sum ^ 0x80000000) < (added ^ 0x80000000) ? 1 : 0);

/** The upper 53 bits of the draw, as an integer. */
export const bits53 = (s: Int32Array): number => (s[5]! >>> 0) * 2097152 + (s[4]! >>> 11);

export function streamOf(seed: number, path: number): RandomStream {
  const state = new Int32Array(6);
  seedInto(seed, path, state);
  return {
    uniform() {
      draw(state);
      return bits53(state) / 9007199254740992;
    },
  };
}
