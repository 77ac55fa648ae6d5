// A matrix in gather form → strips: where regions run side by side, a row's neighbour in the code has nearly the same row. Rows that agree in all but the last regions stand together as a tile, one lane each;
// what flows into a tile from a tile, shifted by so many lanes, is one strip: lane by lane a number times a number, no index between. Strips of equal numbers share them, and a model has few kinds of them, so that next to nothing is read but the vector.
// The right form for one vector on a chain that fills most of its tiles and has few distinct rates; for others rows with an index for each entry (kernels/kernel.ts). A sum of Kronecker products in effect (Plateau 1985), found in the matrix itself.
import { grown } from '../chain/configurations.ts';
import type { Chain } from '../chain/rates.ts';
import type { Structure } from '../chain/structure.ts';

/** Everything but the numbers: it stays while only rates change. */
export interface StripPattern {
  readonly tiles: number;
  /** Places of a tile: its lanes, and one more where they are odd. */
  readonly lanes: number;
  /** Numbers of a vector: the tiles, with room for one on either side, which is always 0. */
  readonly length: number;
  /** Row → where it stands in a vector. */
  readonly place: Int32Array;
  /** Strips into tile j: start[j] … start[j + 1]. */
  readonly start: Int32Array;
  /** First place of what strip s reads. */
  readonly base: Int32Array;
  /** Strips of one kind have the same numbers whatever these are: the kind of strip s. */
  readonly kind: Int32Array;
  /** The class of numbers that kind k has in lane q, at [k × lanes + q]; −1: nothing there. */
  readonly classes: Int32Array;
}

/** A tile has at least so many lanes, and at most. */
const fewestLanes = 16;
const mostLanes = 128;
/** Strips into one tile. */
const mostStrips = 96;
/** Share of the lanes of strips, and of the places of tiles, that hold something: below, the empty ones cost more than the indices saved. */
const leastFilled = 0.5;
const leastPlaced = 0.7;
/** Rows below which a product takes no time anyway. */
const fewestRows = 512;
const longestTable = 1 << 22;

/**
 * Of the rows of a chain that are in `configuration`, what flows between them.
 * @param classOf by column.
 * @param code of each of these rows: the states of the regions as a number, the last running fastest.
 * @param sizes numbers of states of these regions, in their order.
 * @returns null where strips are not the right form.
 */
export function stripPattern(
  { size, rowStart, column }: Pick<Chain, 'size' | 'rowStart' | 'column'>,
  classOf: Int32Array,
  configuration: Int32Array,
  code: Float64Array,
  sizes: readonly number[],
): StripPattern | null {
  const rows = code.length;
  if (rows < fewestRows) return null;
  const tiling = tilingOf(code, sizes);
  if (!tiling || rows < leastPlaced * tiling.tiles * tiling.lanes) return null;
  const { tiles, lanes, tile, lane } = tiling;
  const place = new Int32Array(rows);
  /** By configuration; −1: not among the rows. */
  const placeOf = new Int32Array(size).fill(-1);
  const configurationAt = new Int32Array(tiles * lanes).fill(-1);
  for (let j = 0; j < rows; j++) {
    const at = tile[j]! * lanes + lane[j]!;
    place[j] = lanes + at;
    placeOf[configuration[j]!] = lanes + at;
    configurationAt[at] = configuration[j]!;
  }
  // Strips as they are met, by what they flow from; then by what they flow into.
  let into = new Int32Array(4096);
  let base = new Int32Array(4096);
  let kind = new Int32Array(4096);
  /** Classes of the strips out of one tile, lane by lane. */
  const own = new Int32Array(mostStrips * lanes);
  const kinds = buildKinds(lanes);
  let strips = 0;
  let entries = 0;
  for (let t = 0; t < tiles; t++) {
    const first = strips;
    own.fill(-1);
    for (let from = t * lanes; from < (t + 1) * lanes; from++) {
      const i = configurationAt[from]!;
      if (i < 0) continue;
      // The strips of a row mostly follow one another as those of the row before.
      let s = first;
      for (let k = rowStart[i]!, end = rowStart[i + 1]!; k < end; k++) {
        const to = placeOf[column[k]!]!;
        if (to < 0) continue;
        const target = Math.floor(to / lanes);
        const q = to - target * lanes;
        const at = lanes + from - q;
        if (s >= strips || base[s] !== at || into[s] !== target) {
          s = first;
          while (s < strips && (base[s] !== at || into[s] !== target)) s++;
          if (s === strips) {
            if (s - first === mostStrips) return null;
            into = grown(into, s + 1);
            base = grown(base, s + 1);
            into[s] = target;
            base[s] = at;
            strips++;
          }
        }
        // The columns of a row are distinct: no lane of a strip is met twice.
        own[(s - first) * lanes + q] = classOf[k]!;
        entries++;
        s++;
      }
    }
    kind = grown(kind, strips);
    for (let s = first; s < strips; s++) {
      kind[s] = kinds.numberOf(own, (s - first) * lanes);
      if (kind[s]! < 0) return null;
    }
    if ((t & 255) === 255 && entries < leastFilled * strips * lanes) return null;
  }
  if (entries < leastFilled * strips * lanes) return null;
  const start = new Int32Array(tiles + 1);
  // Tile 0 is numbered 1 by its places: there is room before it.
  for (let s = 0; s < strips; s++) start[into[s]!]!++;
  for (let t = 0; t < tiles; t++) start[t + 1]! += start[t]!;
  const next = start.slice();
  const sorted = { base: new Int32Array(strips), kind: new Int32Array(strips) };
  for (let s = 0; s < strips; s++) {
    const to = next[into[s]! - 1]!++;
    sorted.base[to] = base[s]!;
    sorted.kind[to] = kind[s]!;
  }
  return { tiles, lanes, length: (tiles + 2) * lanes, place, start, ...sorted, classes: kinds.all() };
}

/** The states of these regions as one number, the last running fastest, by configuration; and how many there can be. Exact for kept regions: they can be numbered (configurations.ts). */
export function codesOf(structure: Structure, regions: readonly number[]): { codes: Float64Array; product: number } {
  const { size, states } = structure;
  const width = structure.regions.length;
  const codes = new Float64Array(size);
  let product = 1;
  for (const r of regions) {
    const n = structure.regions[r]!.states.length;
    product *= n;
    for (let i = 0; i < size; i++) codes[i] = codes[i]! * n + states[i * width + r]!;
  }
  return { codes, product };
}

/** Tile and lane of each row: the states of all but the last regions, and of these, each numbered by its order among those that there are. */
function tilingOf(code: Float64Array, sizes: readonly number[]) {
  const whole = sizes.reduce((a, b) => a * b, 1);
  if (whole > Number.MAX_SAFE_INTEGER) return null;
  let low = 1;
  for (let k = sizes.length - 1; k > 0; k--) {
    low *= sizes[k]!;
    if (low < fewestLanes) continue;
    const high = whole / low;
    if (low > longestTable || high > longestTable) return null;
    const laneOf = new Int32Array(low);
    const tileOf = new Int32Array(high);
    const tile = new Int32Array(code.length);
    const lane = new Int32Array(code.length);
    for (let j = 0; j < code.length; j++) {
      const up = Math.floor(code[j]! / low);
      tile[j] = up;
      lane[j] = code[j]! - up * low;
      tileOf[up] = 1;
      laneOf[lane[j]!] = 1;
    }
    const lanes = numbered(laneOf);
    if (lanes > mostLanes) return null;
    if (lanes < fewestLanes) continue;
    const tiles = numbered(tileOf);
    for (let j = 0; j < code.length; j++) {
      tile[j] = tileOf[tile[j]!]!;
      lane[j] = laneOf[lane[j]!]!;
    }
    return { tiles, lanes: lanes + (lanes & 1), tile, lane };
  }
  return null;
}

/** Numbers the places that are marked, ascending, in place. Returns how many there are. */
function numbered(marked: Int32Array): number {
  let count = 0;
  for (let v = 0; v < marked.length; v++) if (marked[v]) marked[v] = count++;
  return count;
}

/** Numbers of all kinds, lane by lane: what a step reads of them should stay in the processor's cache. */
const mostNumbers = 1 << 16;

/** Numbers rows of so many whole numbers, each different one as it is met first; −1 when there are too many. */
export function buildKinds(lanes: number) {
  let rows = new Int32Array(64 * lanes);
  let count = 0;
  const slots = new Int32Array(1 << 14).fill(-1);
  const numberOf = (of: Int32Array, at: number): number => {
    let hash = 0;
    for (let q = 0; q < lanes; q++) hash = Math.imul(hash ^ of[at + q]!, 0x9e3779b1) ^ (hash >>> 15);
    let slot = (hash ^ (hash >>> 16)) & (slots.length - 1);
    for (; slots[slot]! >= 0; slot = (slot + 1) & (slots.length - 1)) {
      const base = slots[slot]! * lanes;
      let q = 0;
      while (q < lanes && rows[base + q] === of[at + q]) q++;
      if (q === lanes) return slots[slot]!;
    }
    if ((count + 1) * lanes > mostNumbers || 2 * (count + 1) > slots.length) return -1;
    rows = grown(rows, (count + 1) * lanes);
    rows.set(of.subarray(at, at + lanes), count * lanes);
    slots[slot] = count;
    return count++;
  };
  return { numberOf, all: (): Int32Array => rows.slice(0, count * lanes) };
}

/** The numbers of strips: kind k has those of list[k], in lane q at [list × lanes + q]. */
export interface StripWeights {
  readonly list: Int32Array;
  readonly lists: number;
  readonly weight: Float64Array;
  /** 1 for lists with the same number in all lanes. */
  readonly uniform: Uint8Array;
}

/** So many numbers lie in the nearest cache as they are. */
const fewNumbers = 1 << 11;

/** Where there are many, kinds that happen to have the same numbers share them. @param rateOf a class; a weight is scale × that. */
export function stripWeights(
  { classes, lanes }: StripPattern,
  rateOf: (type: number) => number,
  scale: number,
): StripWeights {
  const kinds = classes.length / lanes;
  const list = new Int32Array(kinds);
  const weight = new Float64Array(classes.length);
  const uniform: number[] = [];
  const met = classes.length > fewNumbers ? new Map<string, number>() : null;
  for (let k = 0; k < kinds; k++) {
    const at = uniform.length * lanes;
    for (let q = 0; q < lanes; q++) {
      const type = classes[k * lanes + q]!;
      weight[at + q] = type < 0 ? 0 : scale * rateOf(type);
    }
    const own = weight.subarray(at, at + lanes);
    const key = met && own.join();
    const known = key === null ? undefined : met!.get(key);
    list[k] = known ?? uniform.length;
    if (known !== undefined) continue;
    if (key !== null) met!.set(key, uniform.length);
    uniform.push(own.every((w) => w === own[0]) ? 1 : 0);
  }
  const lists = uniform.length;
  return { list, lists, weight: weight.slice(0, lists * lanes), uniform: Uint8Array.from(uniform) };
}
