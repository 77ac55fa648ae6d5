// Points at which an answer is asked for, from coarse to fine, and what can be read off the values: crossings of a curve and contours of a map (marching squares; Lorensen and Cline 1987 in two dimensions). Pure.
import type { Input } from '../inputs.ts';

export const curvePoints = 21;
export const mapPoints = 13;

/** Evenly spaced values over what the slider reaches. */
export function axisValues(input: Pick<Input, 'min' | 'max'>, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) =>
    Number((input.min + ((input.max - input.min) * i) / (count - 1)).toPrecision(12)),
  );
}

/** Places 0…count−1 from coarse to fine: the ends first, then always the middles. */
export function coarseToFine(count: number): readonly number[] {
  const order: number[] = [];
  const seen = new Set<number>();
  const add = (i: number): void => {
    if (!seen.has(i)) order.push(i);
    seen.add(i);
  };
  for (let stride = count - 1; stride >= 1; stride = stride === 1 ? 0 : Math.ceil(stride / 2))
    for (let i = 0; i < count; i += stride) add(i);
  add(count - 1);
  return order;
}

/** Of a grid: coarse rows and columns first, so that the whole map is there roughly before it gets sharp. */
export function coarseToFineGrid(columns: number, rows: number): readonly (readonly [number, number])[] {
  const rank = (count: number): number[] => {
    const ranks: number[] = new Array(count).fill(0);
    for (let stride = count - 1, level = 0; stride >= 1; level++, stride = stride === 1 ? 0 : Math.ceil(stride / 2))
      for (let i = 0; i < count; i++) if (i % stride !== 0 && i !== count - 1) ranks[i] = level + 1;
    return ranks;
  };
  const [byColumn, byRow] = [rank(columns), rank(rows)];
  const all = Array.from({ length: columns * rows }, (_, k) => [k % columns, Math.floor(k / columns)] as const);
  return all.sort((a, b) => Math.max(byColumn[a[0]]!, byRow[a[1]]!) - Math.max(byColumn[b[0]]!, byRow[b[1]]!));
}

/** Where a polyline through the points passes a level, by linear interpolation. Points without a value are passed over. */
export function crossings(
  points: readonly { readonly x: number; readonly value: number | null }[],
  level: number,
): readonly number[] {
  const known = points.flatMap((p) => (p.value === null ? [] : [{ x: p.x, d: p.value - level }]));
  return known.slice(1).flatMap((b, i) => {
    const a = known[i]!;
    return a.d < 0 === b.d < 0 ? [] : [a.x + ((b.x - a.x) * a.d) / (a.d - b.d)];
  });
}

export interface Segment {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Line segments along which values on a grid (rows of `at(column, row)`) equal a level. Squares with an unknown corner have none. */
export function contour(
  xs: readonly number[],
  ys: readonly number[],
  at: (column: number, row: number) => number | null,
  level: number,
): readonly Segment[] {
  const segments: Segment[] = [];
  for (let r = 0; r + 1 < ys.length; r++)
    for (let c = 0; c + 1 < xs.length; c++) {
      const corners = [at(c, r), at(c + 1, r), at(c + 1, r + 1), at(c, r + 1)];
      if (corners.some((v) => v === null)) continue;
      const [a, b, d, e] = corners.map((v) => v! - level) as [number, number, number, number];
      const part = (from: number, to: number): number => from / (from - to);
      const [x, nextX, y, nextY] = [xs[c]!, xs[c + 1]!, ys[r]!, ys[r + 1]!];
      const crossed: (readonly [number, number])[] = [];
      // Round the square: bottom, right, top, left.
      if (a < 0 !== b < 0) crossed.push([x + (nextX - x) * part(a, b), y]);
      if (b < 0 !== d < 0) crossed.push([nextX, y + (nextY - y) * part(b, d)]);
      if (e < 0 !== d < 0) crossed.push([x + (nextX - x) * part(e, d), nextY]);
      if (a < 0 !== e < 0) crossed.push([x, y + (nextY - y) * part(a, e)]);
      // A saddle crosses all four sides: the mean of the corners says which pairs belong together.
      const pairs =
        crossed.length < 4
          ? [[0, 1]]
          : (a + b + d + e) / 4 < 0 === a < 0
            ? [
                [0, 1],
                [2, 3],
              ]
            : [
                [0, 3],
                [1, 2],
              ];
      if (crossed.length < 2) continue;
      for (const [i, j] of pairs as [number, number][]) {
        const [p, q] = [crossed[i]!, crossed[j]!];
        segments.push({ x1: p[0], y1: p[1], x2: q[0], y2: q[1] });
      }
    }
  return segments;
}

/** How far one share lies above the largest of the others: positive where it leads. */
export function lead(shares: readonly number[], place: number): number {
  return shares[place]! - Math.max(...shares.filter((_, i) => i !== place));
}

/** Values of a partly known grid for drawing: an unknown place shows the nearest known one. Null while nothing is known. */
export function nearestKnown(
  columns: number,
  rows: number,
  at: (column: number, row: number) => number | null,
): readonly { readonly column: number; readonly row: number; readonly value: number; readonly known: boolean }[] {
  const known: [number, number, number][] = [];
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) {
      const value = at(c, r);
      if (value !== null) known.push([c, r, value]);
    }
  if (known.length === 0) return [];
  return Array.from({ length: columns * rows }, (_, k) => {
    const [column, row] = [k % columns, Math.floor(k / columns)];
    const own = at(column, row);
    if (own !== null) return { column, row, value: own, known: true };
    const distance = ([c, r]: readonly [number, number, number]): number => (c - column) ** 2 + (r - row) ** 2;
    const nearest = known.reduce((best, p) => (distance(p) < distance(best) ? p : best));
    return { column, row, value: nearest[2], known: false };
  });
}
