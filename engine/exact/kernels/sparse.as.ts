// The inner loops of exact answers, in AssemblyScript: compiled by `npm run make -- kernels` into sparse-wasm.ts. The same loops in JavaScript are in kernel.ts, operation by operation in the same order, so that both give the same bits.
// Vectors stand side by side: vector v of row j at [j × vectors + v]. Up to seventeen of them share one reading of a row's indices and weights.

/** next[j] = stay[j]·now[j] + Σ weight[e]·now[source[e]] over the entries e of row j; with `add`, what stands in `next` is added to. */
export function step(
  add: i32,
  rows: i32,
  vectors: i32,
  start: usize,
  source: usize,
  weight: usize,
  stay: usize,
  now: usize,
  next: usize,
): void {
  if (vectors == 1 && !add) {
    stepOne(rows, start, source, weight, stay, now, next);
    return;
  }
  const stride = <usize>vectors << 3;
  let at: usize = 0;
  for (let j: i32 = 0; j < rows; j++) {
    const begin = <usize>load<i32>(start + (<usize>j << 2));
    const end = <usize>load<i32>(start + (<usize>j << 2), 4);
    const diagonal = load<f64>(stay + (<usize>j << 3));
    let from = now;
    let to = next + at;
    let left = vectors;
    for (; left > 17; left -= 16) {
      stepBlock(8, 0, add, begin, end, diagonal, source, weight, from, at, stride, to);
      from += 128;
      to += 128;
    }
    const odd = left & 1;
    switch (left >> 1) {
      case 0:
        stepBlock(0, odd, add, begin, end, diagonal, source, weight, from, at, stride, to);
        break;
      case 1:
        stepBlock(1, odd, add, begin, end, diagonal, source, weight, from, at, stride, to);
        break;
      case 2:
        stepBlock(2, odd, add, begin, end, diagonal, source, weight, from, at, stride, to);
        break;
      case 3:
        stepBlock(3, odd, add, begin, end, diagonal, source, weight, from, at, stride, to);
        break;
      case 4:
        stepBlock(4, odd, add, begin, end, diagonal, source, weight, from, at, stride, to);
        break;
      case 5:
        stepBlock(5, odd, add, begin, end, diagonal, source, weight, from, at, stride, to);
        break;
      case 6:
        stepBlock(6, odd, add, begin, end, diagonal, source, weight, from, at, stride, to);
        break;
      case 7:
        stepBlock(7, odd, add, begin, end, diagonal, source, weight, from, at, stride, to);
        break;
      case 8:
        stepBlock(8, odd, add, begin, end, diagonal, source, weight, from, at, stride, to);
        break;
    }
    at += stride;
  }
}

/** `pairs` of vectors, and one more where they are odd, in one reading of a row. Inlined: the number of pairs is known where it is called. */
// @ts-ignore: decorator
@inline
function stepBlock(
  pairs: i32,
  odd: i32,
  add: i32,
  begin: usize,
  end: usize,
  diagonal: f64,
  source: usize,
  weight: usize,
  now: usize,
  at: usize,
  stride: usize,
  to: usize,
): void {
  const s = f64x2.splat(diagonal);
  const here = now + at;
  // The last one stands behind the pairs.
  const last = <usize>pairs << 4;
  let z: f64 = 0;
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  let e = f64x2.splat(0);
  let f = f64x2.splat(0);
  let g = f64x2.splat(0);
  let h = f64x2.splat(0);
  if (pairs > 0) a = f64x2.mul(s, v128.load(here));
  if (pairs > 1) b = f64x2.mul(s, v128.load(here, 16));
  if (pairs > 2) c = f64x2.mul(s, v128.load(here, 32));
  if (pairs > 3) d = f64x2.mul(s, v128.load(here, 48));
  if (pairs > 4) e = f64x2.mul(s, v128.load(here, 64));
  if (pairs > 5) f = f64x2.mul(s, v128.load(here, 80));
  if (pairs > 6) g = f64x2.mul(s, v128.load(here, 96));
  if (pairs > 7) h = f64x2.mul(s, v128.load(here, 112));
  if (odd) z = diagonal * load<f64>(here + last);
  if (add) {
    if (pairs > 0) a = f64x2.add(v128.load(to), a);
    if (pairs > 1) b = f64x2.add(v128.load(to, 16), b);
    if (pairs > 2) c = f64x2.add(v128.load(to, 32), c);
    if (pairs > 3) d = f64x2.add(v128.load(to, 48), d);
    if (pairs > 4) e = f64x2.add(v128.load(to, 64), e);
    if (pairs > 5) f = f64x2.add(v128.load(to, 80), f);
    if (pairs > 6) g = f64x2.add(v128.load(to, 96), g);
    if (pairs > 7) h = f64x2.add(v128.load(to, 112), h);
    if (odd) z = load<f64>(to + last) + z;
  }
  for (let k = begin; k < end; k++) {
    const from = now + <usize>load<i32>(source + (k << 2)) * stride;
    const w = v128.load64_splat(weight + (k << 3));
    if (pairs > 0) a = f64x2.add(a, f64x2.mul(w, v128.load(from)));
    if (pairs > 1) b = f64x2.add(b, f64x2.mul(w, v128.load(from, 16)));
    if (pairs > 2) c = f64x2.add(c, f64x2.mul(w, v128.load(from, 32)));
    if (pairs > 3) d = f64x2.add(d, f64x2.mul(w, v128.load(from, 48)));
    if (pairs > 4) e = f64x2.add(e, f64x2.mul(w, v128.load(from, 64)));
    if (pairs > 5) f = f64x2.add(f, f64x2.mul(w, v128.load(from, 80)));
    if (pairs > 6) g = f64x2.add(g, f64x2.mul(w, v128.load(from, 96)));
    if (pairs > 7) h = f64x2.add(h, f64x2.mul(w, v128.load(from, 112)));
    if (odd) z += load<f64>(weight + (k << 3)) * load<f64>(from + last);
  }
  if (pairs > 0) v128.store(to, a);
  if (pairs > 1) v128.store(to, b, 16);
  if (pairs > 2) v128.store(to, c, 32);
  if (pairs > 3) v128.store(to, d, 48);
  if (pairs > 4) v128.store(to, e, 64);
  if (pairs > 5) v128.store(to, f, 80);
  if (pairs > 6) v128.store(to, g, 96);
  if (pairs > 7) v128.store(to, h, 112);
  if (odd) store<f64>(to + last, z);
}

/** One vector: pointers run along the entries, which lie one behind the other. */
function stepOne(
  rows: i32,
  start: usize,
  source: usize,
  weight: usize,
  stay: usize,
  now: usize,
  next: usize,
): void {
  const first = source;
  let here = now;
  for (const last = start + (<usize>rows << 2); start < last; start += 4) {
    const end = first + (<usize>load<i32>(start, 4) << 2);
    let sum = load<f64>(stay) * load<f64>(here);
    while (source < end) {
      sum += load<f64>(weight) * load<f64>(now + (<usize>load<u32>(source) << 3));
      source += 4;
      weight += 8;
    }
    store<f64>(next, sum);
    stay += 8;
    here += 8;
    next += 8;
  }
}

/** Sum of a block at `count` positions, which are set to 0: what has just been absorbed. */
export function harvest(count: i32, positions: usize, block: usize): f64 {
  let sum: f64 = 0;
  for (let k: i32 = 0; k < count; k++) {
    const at = block + (<usize>load<i32>(positions + (<usize>k << 2)) << 3);
    sum += load<f64>(at);
    store<f64>(at, 0);
  }
  return sum;
}

/** Sum of a block at `count` positions. */
export function sumAt(count: i32, positions: usize, block: usize): f64 {
  let sum: f64 = 0;
  for (let k: i32 = 0; k < count; k++) sum += load<f64>(block + (<usize>load<i32>(positions + (<usize>k << 2)) << 3));
  return sum;
}

/** Σ a[i]·b[i]. */
export function dot(count: i32, a: usize, b: usize): f64 {
  let sum: f64 = 0;
  for (let k: i32 = 0; k < count; k++) sum += load<f64>(a + (<usize>k << 3)) * load<f64>(b + (<usize>k << 3));
  return sum;
}

/** Σ a[i]. */
export function total(count: i32, a: usize): f64 {
  let sum: f64 = 0;
  for (let k: i32 = 0; k < count; k++) sum += load<f64>(a + (<usize>k << 3));
  return sum;
}

/** to[i] += w·from[i × stride]. */
export function addWeighted(count: i32, w: f64, from: usize, stride: i32, to: usize): void {
  const step = <usize>stride << 3;
  let k: i32 = 0;
  if (stride == 1) {
    const both = f64x2.splat(w);
    for (; k + 2 <= count; k += 2) {
      const at = to + (<usize>k << 3);
      v128.store(at, f64x2.add(v128.load(at), f64x2.mul(both, v128.load(from))));
      from += 16;
    }
  }
  for (; k < count; k++) {
    const at = to + (<usize>k << 3);
    store<f64>(at, load<f64>(at) + w * load<f64>(from));
    from += step;
  }
}

/** sums[v] += P·r over the listed rows, with the law P in vector 0 of the block and r = rate[k × rewards + v]. */
export function expect(
  count: i32,
  vectors: i32,
  rewards: i32,
  rows: usize,
  rate: usize,
  block: usize,
  sums: usize,
): void {
  const stride = <usize>vectors << 3;
  const width = <usize>rewards << 3;
  let o: usize = 0;
  for (; o + 64 <= width; o += 64) {
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let c = f64x2.splat(0);
    let d = f64x2.splat(0);
    for (let k: i32 = 0; k < count; k++) {
      const p = v128.load64_splat(block + <usize>load<i32>(rows + (<usize>k << 2)) * stride);
      const r = rate + <usize>k * width + o;
      a = f64x2.add(a, f64x2.mul(p, v128.load(r)));
      b = f64x2.add(b, f64x2.mul(p, v128.load(r, 16)));
      c = f64x2.add(c, f64x2.mul(p, v128.load(r, 32)));
      d = f64x2.add(d, f64x2.mul(p, v128.load(r, 48)));
    }
    v128.store(sums + o, f64x2.add(v128.load(sums + o), a));
    v128.store(sums + o, f64x2.add(v128.load(sums + o, 16), b), 16);
    v128.store(sums + o, f64x2.add(v128.load(sums + o, 32), c), 32);
    v128.store(sums + o, f64x2.add(v128.load(sums + o, 48), d), 48);
  }
  for (; o + 16 <= width; o += 16) {
    let a = f64x2.splat(0);
    for (let k: i32 = 0; k < count; k++) {
      const p = v128.load64_splat(block + <usize>load<i32>(rows + (<usize>k << 2)) * stride);
      a = f64x2.add(a, f64x2.mul(p, v128.load(rate + <usize>k * width + o)));
    }
    v128.store(sums + o, f64x2.add(v128.load(sums + o), a));
  }
  for (; o < width; o += 8) {
    let sum: f64 = 0;
    for (let k: i32 = 0; k < count; k++)
      sum += load<f64>(block + <usize>load<i32>(rows + (<usize>k << 2)) * stride) * load<f64>(rate + <usize>k * width + o);
    store<f64>(sums + o, load<f64>(sums + o) + sum);
  }
}

/**
 * Charges rewards on a block whose vector 0 is the law P and whose vectors 1 … rewards are E[S; X = x] of each: in each listed row, with r = rate[k × rewards + v],
 * sums[v] += P·r, sums[rewards + v] += P·r², sums[2·rewards + v] += block·r before block += P·r.
 */
export function charge(
  count: i32,
  vectors: i32,
  rewards: i32,
  rows: usize,
  rate: usize,
  block: usize,
  sums: usize,
): void {
  const stride = <usize>vectors << 3;
  const width = <usize>rewards << 3;
  let o: usize = 0;
  // Two pairs at a time: sums that wait for one another leave the processor idle.
  for (; o + 32 <= width; o += 32) {
    let first = f64x2.splat(0);
    let second = f64x2.splat(0);
    let crossed = f64x2.splat(0);
    let firstToo = f64x2.splat(0);
    let secondToo = f64x2.splat(0);
    let crossedToo = f64x2.splat(0);
    for (let k: i32 = 0; k < count; k++) {
      const at = block + <usize>load<i32>(rows + (<usize>k << 2)) * stride;
      const p = v128.load64_splat(at);
      const r = v128.load(rate + <usize>k * width + o);
      const rToo = v128.load(rate + <usize>k * width + o, 16);
      const pr = f64x2.mul(p, r);
      const prToo = f64x2.mul(p, rToo);
      const held = v128.load(at + o, 8);
      const heldToo = v128.load(at + o, 24);
      first = f64x2.add(first, pr);
      firstToo = f64x2.add(firstToo, prToo);
      second = f64x2.add(second, f64x2.mul(pr, r));
      secondToo = f64x2.add(secondToo, f64x2.mul(prToo, rToo));
      crossed = f64x2.add(crossed, f64x2.mul(held, r));
      crossedToo = f64x2.add(crossedToo, f64x2.mul(heldToo, rToo));
      v128.store(at + o, f64x2.add(held, pr), 8);
      v128.store(at + o, f64x2.add(heldToo, prToo), 24);
    }
    v128.store(sums + o, f64x2.add(v128.load(sums + o), first));
    v128.store(sums + o, f64x2.add(v128.load(sums + o, 16), firstToo), 16);
    v128.store(sums + width + o, f64x2.add(v128.load(sums + width + o), second));
    v128.store(sums + width + o, f64x2.add(v128.load(sums + width + o, 16), secondToo), 16);
    v128.store(sums + 2 * width + o, f64x2.add(v128.load(sums + 2 * width + o), crossed));
    v128.store(sums + 2 * width + o, f64x2.add(v128.load(sums + 2 * width + o, 16), crossedToo), 16);
  }
  for (; o + 16 <= width; o += 16) {
    let first = f64x2.splat(0);
    let second = f64x2.splat(0);
    let crossed = f64x2.splat(0);
    for (let k: i32 = 0; k < count; k++) {
      const r = v128.load(rate + <usize>k * width + o);
      const at = block + <usize>load<i32>(rows + (<usize>k << 2)) * stride;
      const pr = f64x2.mul(v128.load64_splat(at), r);
      const held = v128.load(at + o, 8);
      first = f64x2.add(first, pr);
      second = f64x2.add(second, f64x2.mul(pr, r));
      crossed = f64x2.add(crossed, f64x2.mul(held, r));
      v128.store(at + o, f64x2.add(held, pr), 8);
    }
    v128.store(sums + o, f64x2.add(v128.load(sums + o), first));
    v128.store(sums + width + o, f64x2.add(v128.load(sums + width + o), second));
    v128.store(sums + 2 * width + o, f64x2.add(v128.load(sums + 2 * width + o), crossed));
  }
  for (; o < width; o += 8) {
    let first: f64 = 0;
    let second: f64 = 0;
    let crossed: f64 = 0;
    for (let k: i32 = 0; k < count; k++) {
      const r = load<f64>(rate + <usize>k * width + o);
      if (r == 0) continue;
      const at = block + <usize>load<i32>(rows + (<usize>k << 2)) * stride;
      const pr = load<f64>(at) * r;
      const held = load<f64>(at + o, 8);
      first += pr;
      second += pr * r;
      crossed += held * r;
      store<f64>(at + o, held + pr, 8);
    }
    store<f64>(sums + o, load<f64>(sums + o) + first);
    store<f64>(sums + width + o, load<f64>(sums + width + o) + second);
    store<f64>(sums + 2 * width + o, load<f64>(sums + 2 * width + o) + crossed);
  }
}

/**
 * One step back of an adjoint with the slopes by the rates: where d = later[target[k]] − later[i] over the entries k of row i, now[i] = later[i] + share·counted[i] + Σ d·rate of k's class, and what its class has gained += law[i]·d.
 * `classes` holds the rate of class m at [2m] and what it has gained at [2m + 1].
 */
export function stepBack(
  rows: i32,
  start: usize,
  target: usize,
  like: usize,
  classes: usize,
  share: f64,
  counted: usize,
  law: usize,
  later: usize,
  now: usize,
): void {
  const first = target;
  let at = later;
  for (const last = start + (<usize>rows << 2); start < last; start += 4) {
    const end = first + (<usize>load<i32>(start, 4) << 2);
    const here = load<f64>(at);
    const mass = load<f64>(law);
    let sum = here + share * load<f64>(counted);
    while (target < end) {
      const d = load<f64>(later + (<usize>load<u32>(target) << 3)) - here;
      const m = classes + (<usize>load<u32>(like) << 4);
      sum += d * load<f64>(m);
      store<f64>(m, load<f64>(m, 8) + mass * d, 8);
      target += 4;
      like += 4;
    }
    store<f64>(now, sum);
    at += 8;
    law += 8;
    counted += 8;
    now += 8;
  }
}

/**
 * next = stay·now + Σ over the strips of each tile of weight·now[base …], lane by lane (strips.ts). `strips` holds for each strip where it reads and where its numbers stand, both in bytes; those of a tile before middle[tile] have one number for all lanes.
 * Vectors have a tile's room before the first and behind the last tile.
 */
export function stepStrips(
  tiles: i32,
  lanes: i32,
  start: usize,
  middle: usize,
  strips: usize,
  weight: usize,
  stay: usize,
  now: usize,
  next: usize,
): void {
  const width = <usize>lanes << 3;
  let at = width;
  for (let t: i32 = 0; t < tiles; t++) {
    const begin = strips + (<usize>load<i32>(start) << 3);
    const half = strips + (<usize>load<i32>(middle) << 3);
    const end = strips + (<usize>load<i32>(start, 4) << 3);
    start += 4;
    middle += 4;
    let left = lanes;
    let o: usize = 0;
    for (; left > 17; left -= 16) {
      stripBlock(8, 0, begin, half, end, weight, stay + at + o, now, at, o, next + at + o);
      o += 128;
    }
    const odd = left & 1;
    switch (left >> 1) {
      case 0:
        stripBlock(0, odd, begin, half, end, weight, stay + at + o, now, at, o, next + at + o);
        break;
      case 1:
        stripBlock(1, odd, begin, half, end, weight, stay + at + o, now, at, o, next + at + o);
        break;
      case 2:
        stripBlock(2, odd, begin, half, end, weight, stay + at + o, now, at, o, next + at + o);
        break;
      case 3:
        stripBlock(3, odd, begin, half, end, weight, stay + at + o, now, at, o, next + at + o);
        break;
      case 4:
        stripBlock(4, odd, begin, half, end, weight, stay + at + o, now, at, o, next + at + o);
        break;
      case 5:
        stripBlock(5, odd, begin, half, end, weight, stay + at + o, now, at, o, next + at + o);
        break;
      case 6:
        stripBlock(6, odd, begin, half, end, weight, stay + at + o, now, at, o, next + at + o);
        break;
      case 7:
        stripBlock(7, odd, begin, half, end, weight, stay + at + o, now, at, o, next + at + o);
        break;
      case 8:
        stripBlock(8, odd, begin, half, end, weight, stay + at + o, now, at, o, next + at + o);
        break;
    }
    at += width;
  }
}

/** `pairs` of lanes from the lane at `o`, and one more where they are odd. Inlined: the number of pairs is known where it is called. */
// @ts-ignore: decorator
@inline
function stripBlock(
  pairs: i32,
  odd: i32,
  begin: usize,
  half: usize,
  end: usize,
  weight: usize,
  stay: usize,
  now: usize,
  at: usize,
  o: usize,
  to: usize,
): void {
  const here = now + at + o;
  const last = <usize>pairs << 4;
  let z: f64 = 0;
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  let e = f64x2.splat(0);
  let f = f64x2.splat(0);
  let g = f64x2.splat(0);
  let h = f64x2.splat(0);
  if (pairs > 0) a = f64x2.mul(v128.load(stay), v128.load(here));
  if (pairs > 1) b = f64x2.mul(v128.load(stay, 16), v128.load(here, 16));
  if (pairs > 2) c = f64x2.mul(v128.load(stay, 32), v128.load(here, 32));
  if (pairs > 3) d = f64x2.mul(v128.load(stay, 48), v128.load(here, 48));
  if (pairs > 4) e = f64x2.mul(v128.load(stay, 64), v128.load(here, 64));
  if (pairs > 5) f = f64x2.mul(v128.load(stay, 80), v128.load(here, 80));
  if (pairs > 6) g = f64x2.mul(v128.load(stay, 96), v128.load(here, 96));
  if (pairs > 7) h = f64x2.mul(v128.load(stay, 112), v128.load(here, 112));
  if (odd) z = load<f64>(stay + last) * load<f64>(here + last);
  for (let k = begin; k < half; k += 8) {
    const x = now + o + <usize>load<i32>(k);
    const w = v128.load64_splat(weight + <usize>load<i32>(k, 4));
    if (pairs > 0) a = f64x2.add(a, f64x2.mul(w, v128.load(x)));
    if (pairs > 1) b = f64x2.add(b, f64x2.mul(w, v128.load(x, 16)));
    if (pairs > 2) c = f64x2.add(c, f64x2.mul(w, v128.load(x, 32)));
    if (pairs > 3) d = f64x2.add(d, f64x2.mul(w, v128.load(x, 48)));
    if (pairs > 4) e = f64x2.add(e, f64x2.mul(w, v128.load(x, 64)));
    if (pairs > 5) f = f64x2.add(f, f64x2.mul(w, v128.load(x, 80)));
    if (pairs > 6) g = f64x2.add(g, f64x2.mul(w, v128.load(x, 96)));
    if (pairs > 7) h = f64x2.add(h, f64x2.mul(w, v128.load(x, 112)));
    if (odd) z += load<f64>(weight + <usize>load<i32>(k, 4)) * load<f64>(x + last);
  }
  for (let k = half; k < end; k += 8) {
    const x = now + o + <usize>load<i32>(k);
    const w = weight + o + <usize>load<i32>(k, 4);
    if (pairs > 0) a = f64x2.add(a, f64x2.mul(v128.load(w), v128.load(x)));
    if (pairs > 1) b = f64x2.add(b, f64x2.mul(v128.load(w, 16), v128.load(x, 16)));
    if (pairs > 2) c = f64x2.add(c, f64x2.mul(v128.load(w, 32), v128.load(x, 32)));
    if (pairs > 3) d = f64x2.add(d, f64x2.mul(v128.load(w, 48), v128.load(x, 48)));
    if (pairs > 4) e = f64x2.add(e, f64x2.mul(v128.load(w, 64), v128.load(x, 64)));
    if (pairs > 5) f = f64x2.add(f, f64x2.mul(v128.load(w, 80), v128.load(x, 80)));
    if (pairs > 6) g = f64x2.add(g, f64x2.mul(v128.load(w, 96), v128.load(x, 96)));
    if (pairs > 7) h = f64x2.add(h, f64x2.mul(v128.load(w, 112), v128.load(x, 112)));
    if (odd) z += load<f64>(w + last) * load<f64>(x + last);
  }
  if (pairs > 0) v128.store(to, a);
  if (pairs > 1) v128.store(to, b, 16);
  if (pairs > 2) v128.store(to, c, 32);
  if (pairs > 3) v128.store(to, d, 48);
  if (pairs > 4) v128.store(to, e, 64);
  if (pairs > 5) v128.store(to, f, 80);
  if (pairs > 6) v128.store(to, g, 96);
  if (pairs > 7) v128.store(to, h, 112);
  if (odd) store<f64>(to + last, z);
}
