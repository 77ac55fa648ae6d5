// Lines and places of the drawing: polylines with round corners, arrow heads, widths from counts, and frames packed into rows.

type Point = readonly [number, number];

export interface Line {
  /** SVG path of the shaft, which ends where the head begins. */
  readonly shaft: string;
  /** SVG path of the triangle at the end. */
  readonly head: string;
}

/** @param width of the shaft; the head grows with it. */
export function lineOf(points: readonly Point[], width: number, radius = 7): Line {
  const end = points.at(-1)!;
  const before = points.at(-2) ?? end;
  const size = headSize(width);
  const length = Math.hypot(end[0] - before[0], end[1] - before[1]) || 1;
  const [ux, uy] = [(end[0] - before[0]) / length, (end[1] - before[1]) / length];
  // A hair under the head, so that no gap shows between the two.
  const stop: Point = [end[0] - ux * (size.length - 1), end[1] - uy * (size.length - 1)];
  const [bx, by] = [end[0] - ux * size.length, end[1] - uy * size.length];
  const half = size.width / 2;
  return {
    shaft: rounded([...points.slice(0, -1), stop], radius),
    head: `M${fix(end[0])} ${fix(end[1])}L${fix(bx - uy * half)} ${fix(by + ux * half)}L${fix(bx + uy * half)} ${fix(by - ux * half)}Z`,
  };
}

/** A thin line has a head that is seen, a thick one a head that is wider than itself. */
export function headSize(width: number): { length: number; width: number } {
  return { length: Math.min(6 + width * 0.35, 10), width: Math.max(7, width + 5) };
}

function rounded(points: readonly Point[], radius: number): string {
  const [first, ...rest] = points as [Point, ...Point[]];
  let path = `M${fix(first[0])} ${fix(first[1])}`;
  rest.forEach((p, i) => {
    const next = rest[i + 1];
    if (next === undefined) {
      path += `L${fix(p[0])} ${fix(p[1])}`;
      return;
    }
    const previous = i === 0 ? first : rest[i - 1]!;
    const back = Math.hypot(p[0] - previous[0], p[1] - previous[1]);
    const on = Math.hypot(next[0] - p[0], next[1] - p[1]);
    const r = Math.min(radius, back / 2, on / 2);
    if (r < 0.5) {
      path += `L${fix(p[0])} ${fix(p[1])}`;
      return;
    }
    const a: Point = [p[0] + ((previous[0] - p[0]) / back) * r, p[1] + ((previous[1] - p[1]) / back) * r];
    const b: Point = [p[0] + ((next[0] - p[0]) / on) * r, p[1] + ((next[1] - p[1]) / on) * r];
    path += `L${fix(a[0])} ${fix(a[1])}Q${fix(p[0])} ${fix(p[1])} ${fix(b[0])} ${fix(b[1])}`;
  });
  return path;
}

const fix = (n: number): string => String(Math.round(n * 10) / 10);

/** The widest arrow of a drawing, in pixels. */
const widest = 10;
/** Pixels per expected firing where nothing fires more than about once. */
const usual = 8;

/** Pixels per expected firing: 8, or a rounder and smaller number where some arrow would get wider than 10 pixels. Compared drawings share it. */
export function pixelsPerFiring(largest: number): number {
  if (largest * usual <= widest) return usual;
  const most = widest / largest;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([5, 2, 1].find((d) => d * power <= most) ?? 1) * power;
}

/** In proportion to the count; what would be thinner than a pixel is drawn one pixel wide. */
export function widthOf(count: number | null, perFiring: number): number {
  return count === null ? 1 : Math.min(Math.max(1, count * perFiring), widest + 2);
}

/** Three counts for the legend that give lines of clearly different widths. */
export function legendCounts(perFiring: number): readonly number[] {
  return [0.25, 0.5, 1].map((share) => (share * usual) / perFiring);
}

/** Puts frames into rows, each into the first row that has room; a frame wider than the page has a row of its own. */
export function rowsOf<T>(frames: readonly T[], widthOf: (frame: T) => number, room: number, gap: number): T[][] {
  const rows: { frames: T[]; left: number }[] = [];
  for (const frame of frames) {
    const width = widthOf(frame);
    const row = rows.find((r) => r.left >= width + gap);
    if (row) {
      row.frames.push(frame);
      row.left -= width + gap;
    } else rows.push({ frames: [frame], left: room - width });
  }
  return rows.map((r) => r.frames);
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Top left corner for a note about a point: on it, or beside it where it would cover less of the boxes; inside the room. */
export function placeFor(
  centre: Point,
  size: { readonly width: number; readonly height: number },
  room: { readonly width: number; readonly height: number },
  boxes: readonly Box[],
): Point {
  const inside = (at: number, length: number, all: number): number =>
    Math.min(Math.max(0, at), Math.max(0, all - length));
  const candidates = [0, -1, 1].flatMap((down) =>
    [0, -0.5, 0.5].map(
      (aside): Point => [
        inside(centre[0] - size.width * (0.5 - aside), size.width, room.width),
        inside(centre[1] - size.height / 2 + down * (size.height / 2 + 10), size.height, room.height),
      ],
    ),
  );
  const covered = ([x, y]: Point): number =>
    boxes.reduce((area, b) => {
      const across = Math.min(x + size.width, b.x + b.width) - Math.max(x, b.x);
      const down = Math.min(y + size.height, b.y + b.height) - Math.max(y, b.y);
      return area + Math.max(0, across) * Math.max(0, down);
    }, 0);
  return candidates.reduce((best, c) => (covered(c) < covered(best) ? c : best));
}
