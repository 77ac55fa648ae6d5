// Totals by sampling: from the 5th to the 95th of 100 runs as a thick bar (chance), a stroke at the median, the exact mean as a dot, and the 99th as a thin stroke.
import * as Plot from '@observablehq/plot';
import { halo, narrow } from '../cells/drawing.ts';
import { base } from '../cells/plot-common.ts';
import { amount } from '../words.ts';

export interface QuantileRow {
  readonly id: string;
  readonly label: string;
  readonly colour: string;
  readonly mean: number | null;
  readonly quantiles: { readonly '5': number; readonly '50': number; readonly '95': number; readonly '99': number };
}

export const quantileHeight = (rows: number, width: number): number => rows * (width < narrow ? 46 : 34) + 40;

export function drawQuantiles(rows: readonly QuantileRow[], width: number, height: number): Element {
  const wide = width >= narrow;
  const flat = rows.map((r) => ({
    ...r,
    low: r.quantiles['5'],
    middle: r.quantiles['50'],
    high: r.quantiles['95'],
    far: r.quantiles['99'],
  }));
  const insets = { insetTop: wide ? 8 : 20, insetBottom: 8 } as const;
  return Plot.plot({
    ...base(width, height),
    marginLeft: wide ? 280 : 8,
    marginRight: 64,
    marginTop: 4,
    marginBottom: 30,
    x: { domain: [0, Math.max(Number.MIN_VALUE, ...flat.map((r) => Math.max(r.far, r.mean ?? 0)))], nice: true },
    y: { type: 'band', domain: rows.map((r) => r.id), padding: 0.05, axis: null },
    marks: [
      Plot.gridX({ ticks: 5, stroke: 'var(--line)', strokeOpacity: 1 }),
      Plot.axisX({
        ticks: wide ? 5 : 3,
        tickFormat: (v: number) => amount(v),
        label: null,
        tickSize: 0,
        color: 'var(--muted)',
      }),
      Plot.ruleY(flat, { y: 'id', x1: 'high', x2: 'far', stroke: (r) => r.colour, strokeWidth: 1.5, dy: wide ? 0 : 6 }),
      Plot.barX(flat, { y: 'id', x1: 'low', x2: 'high', fill: (r) => r.colour, fillOpacity: 0.4, ...insets }),
      Plot.tickX(flat, { y: 'id', x: 'middle', stroke: 'var(--ink)', strokeWidth: 2, ...insets }),
      Plot.dot(
        flat.filter((r) => r.mean !== null),
        { y: 'id', x: 'mean', symbol: 'diamond', r: 5, fill: 'var(--ink)', stroke: 'var(--surface)', dy: wide ? 0 : 6 },
      ),
      Plot.text(flat, {
        y: 'id',
        x: 'far',
        dx: 6,
        dy: wide ? 0 : 6,
        textAnchor: 'start',
        text: (r) => amount(r.far),
        fill: 'var(--muted)',
        ...halo,
      }),
      Plot.text(flat, {
        y: 'id',
        text: 'label',
        frameAnchor: 'left',
        textAnchor: 'start',
        dx: wide ? -276 : 0,
        dy: wide ? 0 : -13,
        lineWidth: wide ? 20 : 26,
        textOverflow: 'ellipsis',
        fill: 'var(--ink)',
        fontSize: 12.5,
        ...halo,
      }),
    ],
  });
}
