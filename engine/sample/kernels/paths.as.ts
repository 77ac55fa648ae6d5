// The inner loops of sampling, in AssemblyScript: compiled by `npm run make -- kernels` into paths-wasm.ts. The same loops in JavaScript are in kernel.ts, draw by draw in the same order, so that both give the same bits.

// Both take the host's exponential, so that they cannot differ by a rounding.
@external('env', 'exp')
declare function exp(x: f64): f64;

let s0: u64 = 0;
let s1: u64 = 0;

/** xoroshiro128++ 1.0 (Blackman and Vigna 2021). */
// @ts-ignore: decorator
@inline
function next(): u64 {
  const a = s0;
  let b = s1;
  const result = rotl<u64>(a + b, 17) + a;
  b ^= a;
  s0 = rotl<u64>(a, 49) ^ b ^ (b << 21);
  s1 = rotl<u64>(b, 28);
  return result;
}

/** What the quick test of a layer left open: the tail of layer 0, the wedges of the others. */
function slowExponential(layer: i32, u: f64, zig: usize): f64 {
  let before: f64 = 0;
  while (true) {
    const entry = zig + (<usize>layer << 5);
    const x = u * load<f64>(entry);
    if (u < load<f64>(entry, 8)) return before + x;
    if (layer == 0) {
      // The tail of an exponential is an exponential behind the last layer.
      before += load<f64>(zig, 24);
    } else {
      const v = <f64>(next() >> 11) * (1.0 / 9007199254740992.0);
      const low = load<f64>(entry, 16);
      const high = load<f64>(entry, 24);
      if (low + v * (high - low) < exp(-x)) return before + x;
    }
    const bits = next();
    layer = <i32>(bits & 255);
    u = <f64>(bits >> 11);
  }
  return unreachable();
}

/** One path from a configuration to the horizon, at most `most` jumps; returns their number, most + 1 when they do not suffice. */
export function walk(
  configuration: i32,
  horizon: f64,
  most: i32,
  stream: usize,
  zig: usize,
  rows: usize,
  slots: usize,
  times: usize,
  configurations: usize,
  transitions: usize,
): i32 {
  s0 = load<u64>(stream);
  s1 = load<u64>(stream, 8);
  // The first draws still resemble the state.
  for (let k: i32 = 0; k < 8; k++) next();
  let i = configuration;
  let now: f64 = 0;
  for (let jumps: i32 = 0; true; jumps++) {
    const row = rows + (<usize>i << 4);
    const bits = next();
    const entry = zig + (<usize>(<i32>bits & 255) << 5);
    const u = <f64>(bits >> 11);
    const drawn = u < load<f64>(entry, 8) ? u * load<f64>(entry) : slowExponential(<i32>(bits & 255), u, zig);
    now += drawn * load<f64>(row);
    // Not a number: no time at all in a configuration that is never left.
    if (!(now <= horizon)) return jumps;
    if (jumps == most) return most + 1;
    const choice = next();
    const first = load<i32>(row, 8);
    let k = first + <i32>(((choice >> 32) * <u64>load<u32>(row, 12)) >> 32);
    const slot = slots + (<usize>k << 4);
    if (<u32>choice < load<u32>(slot)) i = load<i32>(slot, 8);
    else {
      k = load<i32>(slot, 4);
      i = load<i32>(slot, 12);
    }
    const at = <usize>(jumps + 1);
    store<f64>(times + (at << 3), now);
    store<i32>(configurations + (at << 2), i);
    store<i32>(transitions + (at << 2), k);
  }
  return unreachable();
}

/**
 * One path through a model without its chain, from where it stands; returns the number of its jumps so far, −1 − that where something has not been met yet, most + 1 when they do not suffice.
 * \`clock\` holds the day; \`first\` where the list of each group begins, \`list\` the row of each of its combinations or −1; \`rows\` 16 bytes a row: total rate, first transition, end; \`rates\` and \`sets\` of transitions (first set, end), \`changes\` pairs of region and state.
 */
export function walkLocal(
  jumps: i32,
  horizon: f64,
  most: i32,
  stream: usize,
  zig: usize,
  clock: usize,
  groups: i32,
  states: usize,
  combination: usize,
  row: usize,
  total: usize,
  readerStart: usize,
  readers: usize,
  first: usize,
  list: usize,
  rows: usize,
  rates: usize,
  sets: usize,
  changes: usize,
  times: usize,
  taken: usize,
): i32 {
  s0 = load<u64>(stream);
  s1 = load<u64>(stream, 8);
  let now = load<f64>(clock);
  while (true) {
    let sum: f64 = 0;
    for (let g: i32 = 0; g < groups; g++) sum += load<f64>(total + (<usize>g << 3));
    const bits = next();
    const entry = zig + (<usize>(<i32>bits & 255) << 5);
    const u = <f64>(bits >> 11);
    const drawn = u < load<f64>(entry, 8) ? u * load<f64>(entry) : slowExponential(<i32>(bits & 255), u, zig);
    now += drawn / sum;
    if (!(now <= horizon)) return jumps;
    if (jumps == most) return most + 1;
    let rest = <f64>(next() >> 11) * (1.0 / 9007199254740992.0) * sum;
    // The last one that can happen takes what rounding leaves over.
    let group: i32 = -1;
    for (let g: i32 = 0; g < groups; g++) {
      const t = load<f64>(total + (<usize>g << 3));
      if (t == 0) continue;
      group = g;
      if (rest < t) break;
      rest -= t;
    }
    const here = rows + (<usize>load<i32>(row + (<usize>group << 2)) << 4);
    let k = load<i32>(here, 8);
    const last = load<i32>(here, 12) - 1;
    for (; k < last; k++) {
      const rate = load<f64>(rates + (<usize>k << 3));
      if (rest < rate) break;
      rest -= rate;
    }
    jumps++;
    store<f64>(times + (<usize>jumps << 3), now);
    store<i32>(taken + (<usize>jumps << 2), k);
    const begin = changes + (<usize>load<i32>(sets + (<usize>k << 3)) << 3);
    const end = changes + (<usize>load<i32>(sets + (<usize>k << 3), 4) << 3);
    for (let c = begin; c < end; c += 8) {
      const r = <usize>load<i32>(c);
      const at = states + (r << 2);
      const by = load<i32>(c, 4) - load<i32>(at);
      store<i32>(at, load<i32>(c, 4));
      const until = readers + (<usize>load<i32>(readerStart + (r << 2), 4) << 3);
      for (let m = readers + (<usize>load<i32>(readerStart + (r << 2)) << 3); m < until; m += 8) {
        const to = combination + (<usize>load<i32>(m) << 2);
        store<i32>(to, load<i32>(to) + by * load<i32>(m, 4));
      }
    }
    let missing = false;
    for (let c = begin; c < end; c += 8) {
      const r = <usize>load<i32>(c);
      const until = readers + (<usize>load<i32>(readerStart + (r << 2), 4) << 3);
      for (let m = readers + (<usize>load<i32>(readerStart + (r << 2)) << 3); m < until; m += 8) {
        const g = <usize>load<i32>(m);
        const n = load<i32>(list + (<usize>(load<i32>(first + (g << 2)) + load<i32>(combination + (g << 2))) << 2));
        if (n < 0) missing = true;
        else {
          store<i32>(row + (g << 2), n);
          store<f64>(total + (g << 3), load<f64>(rows + (<usize>n << 4)));
        }
      }
    }
    if (missing) {
      store<u64>(stream, s0);
      store<u64>(stream, s1, 8);
      store<f64>(clock, now);
      return -1 - jumps;
    }
  }
  return unreachable();
}
