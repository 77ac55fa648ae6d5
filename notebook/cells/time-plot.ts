// One outcome over time: a line per variant, base's band over all inputs behind them, historic base rates as bars at the day they speak of.
import * as Plot from '@observablehq/plot';
import type { BaseRate, CurvePoint } from '../figures.ts';
import { dateOn, dayShort, percent } from '../words.ts';
import type { Look } from './colours.ts';
import { axisEnd, halo, narrow, spread } from './drawing.ts';
import { base, dateAxis, percentAxis } from './plot-common.ts';

export interface TimeRow {
  readonly label: string;
  readonly curve: readonly CurvePoint[];
  readonly look: Look;
  /** Base, selected or in colour: drawn strong and named at the end. */
  readonly strong: boolean;
  readonly selected: boolean;
}

export interface TimeDrawing {
  readonly start: string | null;
  readonly last: number;
  readonly days: readonly number[];
  readonly rows: readonly TimeRow[];
  readonly band: readonly { readonly day: number; readonly low: number; readonly high: number }[];
  readonly baseRates: readonly BaseRate[];
  /** The selected variant before the change under way. */
  readonly ghost: readonly CurvePoint[];
  /** Kept while something is dragged. */
  readonly end: number;
}

export function timeEnd(d: Omit<TimeDrawing, 'end'>): number {
  const until = d.rows.flatMap((r) => r.curve.filter((c) => c.day <= d.last).map((c) => c.p));
  return axisEnd(
    Math.max(
      0.01,
      ...until,
      ...d.ghost.filter((c) => c.day <= d.last).map((c) => c.p),
      ...d.band.map((b) => b.high),
      ...d.baseRates.filter((r) => r.by_day <= d.last).map((r) => r.high),
    ),
  );
}

export function drawTime(d: TimeDrawing, width: number, height: number): Element {
  const wide = width >= narrow;
  const margins = { marginLeft: 44, marginRight: wide ? 176 : 26, marginTop: 14, marginBottom: 38 };
  const plotHeight = height - margins.marginTop - margins.marginBottom;
  const rows = d.rows
    .map((r) => ({ ...r, curve: r.curve.filter((c) => c.day <= d.last) }))
    .filter((r) => r.curve.length > 0);
  const named = rows.filter((r) => r.strong);
  const gap = ((wide ? 34 : 18) / plotHeight) * d.end;
  const heights = spread(
    named.map((r) => r.curve.at(-1)!.p),
    gap,
    gap / 2,
    d.end - gap / 2,
  );
  const points = rows.flatMap((r) => r.curve.map((c) => ({ ...c, date: dateOn(d.start, c.day), label: r.label })));
  const rates = d.baseRates.filter((r) => r.by_day <= d.last);
  return Plot.plot({
    ...base(width, height),
    ...margins,
    x: { type: 'utc', domain: [dateOn(d.start, 0), dateOn(d.start, d.last)] },
    y: { domain: [0, d.end] },
    marks: [
      ...percentAxis('y'),
      dateAxis(d.start, d.last, d.days, width - margins.marginLeft - margins.marginRight),
      Plot.areaY(d.band, {
        x: (b) => dateOn(d.start, b.day),
        y1: 'low',
        y2: 'high',
        fill: 'var(--ink)',
        fillOpacity: 0.08,
      }),
      // Rates of the same day stand side by side, to the left of the day they speak of.
      ...rates.flatMap((r, i) => {
        const x = { x: dateOn(d.start, r.by_day), dx: -6 - 11 * i, stroke: 'var(--rate)' } as const;
        return [
          Plot.ruleX([r], { ...x, y1: 'low', y2: 'high', strokeWidth: 3, strokeOpacity: 0.55 }),
          Plot.dot([r], { ...x, y: 'share', symbol: 'diamond', fill: 'var(--surface)', strokeWidth: 2, r: 4 }),
        ];
      }),
      Plot.lineY(
        d.ghost.filter((c) => c.day <= d.last),
        { x: (c) => dateOn(d.start, c.day), y: 'p', stroke: 'var(--muted)', strokeWidth: 1.5, strokeDasharray: '2 3' },
      ),
      ...[...rows]
        .sort((a, b) => Number(a.strong) - Number(b.strong) || Number(a.selected) - Number(b.selected))
        .map((r) =>
          Plot.lineY(r.curve, {
            x: (c: CurvePoint) => dateOn(d.start, c.day),
            y: 'p',
            stroke: r.look.colour,
            strokeWidth: r.selected ? 3 : r.strong ? 2 : 1,
          }),
        ),
      Plot.ruleY([0], { stroke: 'var(--muted)' }),
      // The shape at the end tells the lines apart without colour, as in the table.
      ...named.map((r) =>
        Plot.dot([r.curve.at(-1)!], {
          x: dateOn(d.start, d.last),
          y: 'p',
          symbol: r.look.symbol,
          fill: r.look.colour,
          stroke: 'var(--surface)',
          r: r.selected ? 6 : 4.5,
        }),
      ),
      Plot.text(named, {
        x: dateOn(d.start, d.last),
        y: (_, i) => heights[i],
        text: (r) => `${percent(r.curve.at(-1)!.p)}${wide ? ` ${r.label}` : ''}`,
        dx: wide ? 12 : -10,
        textAnchor: wide ? 'start' : 'end',
        lineWidth: 12.5,
        fill: 'var(--ink)',
        fontWeight: 600,
        ...halo,
      }),
      Plot.dot(points, Plot.pointer({ x: 'date', y: 'p', r: 4, fill: 'var(--ink)' })),
      Plot.tip(
        points,
        Plot.pointer({
          x: 'date',
          y: 'p',
          title: (c) => `${c.label}\n${percent(c.p)} by ${dayShort(d.start, c.day)}`,
          fontSize: 12.5,
          lineHeight: 1.35,
        }),
      ),
    ],
  });
}
