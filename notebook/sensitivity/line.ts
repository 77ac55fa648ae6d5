// The line on which an answer flips: at a probability, at base's own, or where another path of a race takes the lead. Enters: solved outcomes. Leaves: crossings of a curve or segments of a map.
import type { VariantResult } from '../../engine/index.ts';
import { figureOf, type Target } from '../figures.ts';
import { contour, crossings, lead, type Segment } from './grid.ts';

export type Outcomes = VariantResult['outcomes'];

export type Line =
  | { readonly kind: 'level'; readonly level: number }
  | { readonly kind: 'leader'; readonly causes: readonly string[]; readonly race: string };

/** The answer of a solved point; null where it is not known or already so. */
export function valueAt(outcomes: Outcomes | null | undefined, target: Target, day: number): number | null {
  if (outcomes == null) return null;
  const figure = figureOf(known(outcomes), target, day);
  return figure.already ? null : figure.p;
}

/** Share of every cause of a race; null where not known. */
export function sharesAt(
  outcomes: Outcomes | null | undefined,
  race: string,
  causes: readonly string[],
  day: number,
): readonly number[] | null {
  if (outcomes == null) return null;
  const shares = causes.map(
    (cause) => figureOf(known(outcomes), { id: `${race}.${cause}`, outcome: race, cause }, day).p,
  );
  return shares.some((s) => s === null) ? null : (shares as number[]);
}

const known = (outcomes: Outcomes) => ({
  result: { outcomes } as VariantResult,
  curves: {},
});

export function flipsOf(
  points: readonly { readonly x: number; readonly outcomes: Outcomes | null | undefined }[],
  line: Line,
  target: Target,
  day: number,
): readonly number[] {
  if (line.kind === 'level')
    return crossings(
      points.map((p) => ({ x: p.x, value: valueAt(p.outcomes, target, day) })),
      line.level,
    );
  // Where one path takes the lead another loses it: each change of the lead is found twice.
  const all = line.causes.flatMap((_, place) =>
    crossings(
      points.map((p) => {
        const shares = sharesAt(p.outcomes, line.race, line.causes, day);
        return { x: p.x, value: shares && lead(shares, place) };
      }),
      0,
    ),
  );
  const apart = Math.abs((points.at(-1)?.x ?? 1) - (points[0]?.x ?? 0)) / 1000;
  return [...all].sort((a, b) => a - b).filter((x, i, sorted) => i === 0 || x - sorted[i - 1]! > apart);
}

export function lineOn(
  xs: readonly number[],
  ys: readonly number[],
  at: (column: number, row: number) => Outcomes | null | undefined,
  line: Line,
  target: Target,
  day: number,
): readonly Segment[] {
  if (line.kind === 'level') return contour(xs, ys, (c, r) => valueAt(at(c, r), target, day), line.level);
  return line.causes.flatMap((_, place) =>
    contour(
      xs,
      ys,
      (c, r) => {
        const shares = sharesAt(at(c, r), line.race, line.causes, day);
        return shares && lead(shares, place);
      },
      0,
    ),
  );
}
