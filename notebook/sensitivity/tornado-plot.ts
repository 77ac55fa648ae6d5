// Each input from one end of its plausible range to the other, all else kept: how far the answer goes, longest first (a tornado chart; Howard 1988).
import * as Plot from '@observablehq/plot';
import { halo, narrow } from '../cells/drawing.ts';
import { base, percentAxis } from '../cells/plot-common.ts';
import { percent } from '../words.ts';

export interface TornadoRow {
  readonly id: string;
  readonly label: string;
  /** What the ends are called. */
  readonly ends: readonly [string, string];
  /** The answer at either end; null: not solved yet. */
  readonly atLow: number | null;
  readonly atHigh: number | null;
}

export const tornadoHeight = (rows: number, width: number): number => rows * (width < narrow ? 44 : 30) + 40;

export function drawTornado(
  rows: readonly TornadoRow[],
  now: number,
  end: number,
  width: number,
  height: number,
): Element {
  const wide = width >= narrow;
  const known = rows.flatMap((r) =>
    r.atLow === null || r.atHigh === null ? [] : [{ ...r, atLow: r.atLow, atHigh: r.atHigh }],
  );
  const half = (which: 'atLow' | 'atHigh') =>
    ({ y: 'id', x1: now, x2: which, insetTop: wide ? 4 : 16, insetBottom: 4 }) as const;
  const value = { y: 'id', fill: 'var(--ink)', dy: wide ? 0 : 6, fontSize: 12, ...halo } as const;
  const sides = known.flatMap((r) => [
    { id: r.id, p: r.atLow, left: r.atLow <= r.atHigh, text: `${percent(r.atLow)}${wide ? ` at ${r.ends[0]}` : ''}` },
    { id: r.id, p: r.atHigh, left: r.atHigh < r.atLow, text: `${percent(r.atHigh)}${wide ? ` at ${r.ends[1]}` : ''}` },
  ]);
  return Plot.plot({
    ...base(width, height),
    marginLeft: wide ? 356 : 44,
    marginRight: wide ? 96 : 44,
    marginTop: 6,
    marginBottom: 28,
    x: { domain: [0, end] },
    y: { type: 'band', domain: rows.map((r) => r.id), padding: 0.1, axis: null },
    marks: [
      ...percentAxis('x', wide ? 5 : 3),
      Plot.barX(known, { ...half('atLow'), fill: 'var(--surface)', stroke: 'var(--accent)', strokeWidth: 1.5 }),
      Plot.barX(known, { ...half('atHigh'), fill: 'var(--accent)', stroke: 'var(--accent)', strokeWidth: 1.5 }),
      Plot.ruleX([now], { stroke: 'var(--ink)', strokeWidth: 1.5 }),
      Plot.text(
        sides.filter((s) => s.left),
        {
          ...value,
          x: 'p',
          text: 'text',
          dx: -6,
          textAnchor: 'end',
          lineWidth: wide ? 11 : 4,
          textOverflow: 'ellipsis',
        },
      ),
      Plot.text(
        sides.filter((s) => !s.left),
        {
          ...value,
          x: 'p',
          text: 'text',
          dx: 6,
          textAnchor: 'start',
          lineWidth: wide ? 11 : 4,
          textOverflow: 'ellipsis',
        },
      ),
      Plot.text(rows, {
        y: 'id',
        text: 'label',
        frameAnchor: 'left',
        textAnchor: 'start',
        dx: wide ? -352 : -40,
        dy: wide ? 0 : -14,
        lineWidth: wide ? 22 : 27,
        textOverflow: 'ellipsis',
        fill: 'var(--ink)',
        fontSize: 12.5,
        ...halo,
      }),
    ],
  });
}
