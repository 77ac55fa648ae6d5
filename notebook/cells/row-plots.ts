// Variants as rows, one dot each: the probability by a day (with base's band and historic base rates), or the difference to base around a zero line.
import * as Plot from '@observablehq/plot';
import type { BaseRate } from '../figures.ts';
import { percent, points } from '../words.ts';
import { axisEnd, base, halo, type Look, narrow, percentAxis } from './plot-common.ts';

export interface Row {
  readonly id: string;
  readonly label: string;
  readonly p: number | null;
  readonly already: boolean;
  readonly look: Look;
  readonly selected: boolean;
  /** Before the drag. */
  readonly ghost: number | null;
}

export interface RowsDrawing {
  readonly rows: readonly Row[];
  readonly band: readonly [number, number, number] | null;
  readonly baseRates: readonly BaseRate[];
  readonly end: number;
}

export const rowHeight = 32;
export const rowsHeight = (rows: number, rates: number): number => rows * rowHeight + 44 + rates * 18;

export function rowsEnd(rows: readonly Row[], band: RowsDrawing['band'], rates: readonly BaseRate[]): number {
  return axisEnd(
    Math.max(0.01, ...rows.map((r) => (r.already ? 0 : (r.p ?? 0))), band?.[2] ?? 0, ...rates.map((r) => r.high)),
  );
}

export function differencesEnd(rows: readonly Row[], reference: number): number {
  return axisEnd(Math.max(0.01, ...rows.map((r) => Math.abs((r.p ?? reference) - reference))));
}

export function drawRows(d: RowsDrawing, width: number, height: number): Element {
  const reference = d.rows[0];
  const marginTop = 8 + d.baseRates.length * 18;
  return Plot.plot({
    ...rowFrame(d.rows, width, height, marginTop),
    x: { domain: [0, d.end] },
    marks: [
      ...percentAxis('x', width < narrow ? 4 : 6),
      ...d.baseRates.flatMap((r, i) => [
        Plot.rect([r], { x1: 'low', x2: 'high', fill: 'var(--rate)', fillOpacity: 0.16, insetTop: -18 * (i + 1) + 4 }),
        Plot.ruleX([r.share], { stroke: 'var(--rate)', strokeWidth: 1.5, insetTop: -18 * (i + 1) + 4 }),
        Plot.text([r], {
          x: 'share',
          frameAnchor: 'top',
          dy: -18 * (i + 1) + 11,
          dx: 6,
          textAnchor: 'start',
          text: (b: BaseRate) => `base rate ${percent(b.share)}: ${b.label}`,
          fill: 'var(--rate)',
          fontWeight: 600,
          lineWidth: 24,
          textOverflow: 'ellipsis',
          ...halo,
        }),
      ]),
      d.band === null || reference === undefined
        ? null
        : Plot.link([d.band], {
            x1: '0',
            x2: '2',
            y1: reference.id,
            y2: reference.id,
            stroke: 'var(--ink)',
            strokeOpacity: 0.2,
            strokeWidth: 10,
            strokeLinecap: 'round',
          }),
      reference?.p == null || reference.already
        ? null
        : Plot.ruleX([reference.p], { stroke: 'var(--ink)', strokeDasharray: '2 3', strokeOpacity: 0.5 }),
      ...rowLabels(d.rows, width),
      Plot.dot(
        d.rows.filter((r) => r.ghost !== null),
        { x: 'ghost', y: 'id', r: 6, stroke: 'var(--muted)', strokeOpacity: 0.6, strokeDasharray: '2 2' },
      ),
      ...d.rows
        .filter((r) => !r.already && r.p !== null)
        .map((r) =>
          Plot.dot([r], {
            x: 'p',
            y: 'id',
            symbol: r.look.symbol,
            fill: r.look.colour,
            r: r.selected ? 7 : 5.5,
            stroke: 'var(--surface)',
            strokeWidth: 1.5,
          }),
        ),
      Plot.text(
        d.rows.filter((r) => !r.already && r.p !== null),
        { x: 'p', y: 'id', text: (r: Row) => percent(r.p), ...valueLabel(d.end, (r: Row) => r.p ?? 0) },
      ),
      Plot.text(
        d.rows.filter((r) => r.already),
        {
          x: 0,
          y: 'id',
          dx: 8,
          textAnchor: 'start',
          text: () => 'already so at the start',
          fill: 'var(--muted)',
          fontStyle: 'italic',
          ...halo,
        },
      ),
    ],
  });
}

export function drawDifferences(rows: readonly Row[], end: number, width: number, height: number): Element {
  const reference = rows[0]?.p ?? 0;
  const others = rows.slice(1).map((r) => ({ ...r, d: r.p === null ? null : r.p - reference }));
  const known = others.filter((r) => !r.already && r.d !== null) as (Row & { d: number })[];
  return Plot.plot({
    ...rowFrame(others, width, height, 8),
    x: { domain: [-end, end] },
    marks: [
      Plot.gridX({ ticks: 6, stroke: 'var(--line)', strokeOpacity: 1 }),
      Plot.axisX({
        ticks: width < narrow ? 4 : 6,
        tickFormat: (v: number) => (v === 0 ? 'as base' : points(v)),
        label: null,
        tickSize: 0,
        color: 'var(--muted)',
      }),
      Plot.ruleX([0], { stroke: 'var(--ink)', strokeWidth: 1.5 }),
      ...rowLabels(others, width),
      ...known.map((r) =>
        Plot.link([r], {
          x1: 0,
          x2: 'd',
          y1: 'id',
          y2: 'id',
          stroke: r.look.colour,
          strokeWidth: 2,
          strokeOpacity: 0.6,
        }),
      ),
      ...known.map((r) =>
        Plot.dot([r], {
          x: 'd',
          y: 'id',
          symbol: r.look.symbol,
          fill: r.look.colour,
          r: r.selected ? 7 : 5.5,
          stroke: 'var(--surface)',
          strokeWidth: 1.5,
        }),
      ),
      Plot.text(
        known.filter((r) => r.d >= 0),
        {
          x: 'd',
          y: 'id',
          text: (r: Row & { d: number }) => points(r.d),
          dx: 12,
          textAnchor: 'start',
          fill: 'var(--ink)',
          fontWeight: 600,
          ...halo,
        },
      ),
      Plot.text(
        known.filter((r) => r.d < 0),
        {
          x: 'd',
          y: 'id',
          text: (r: Row & { d: number }) => points(r.d),
          dx: -12,
          textAnchor: 'end',
          fill: 'var(--ink)',
          fontWeight: 600,
          ...halo,
        },
      ),
      Plot.text(
        others.filter((r) => r.already),
        {
          x: 0,
          y: 'id',
          dx: 8,
          textAnchor: 'start',
          text: () => 'already so at the start',
          fill: 'var(--muted)',
          fontStyle: 'italic',
          ...halo,
        },
      ),
    ],
  });
}

function rowFrame(rows: readonly Row[], width: number, height: number, marginTop: number): Plot.PlotOptions {
  return {
    ...base(width, height),
    marginLeft: width < narrow ? 12 : 236,
    marginRight: 44,
    marginTop,
    marginBottom: 30,
    y: { type: 'band', domain: rows.map((r) => r.id), padding: 0.2, axis: null },
  };
}

/** Names to the left where there is room, else above their row. */
function rowLabels(rows: readonly Row[], width: number): Plot.Markish[] {
  const common = {
    y: 'id',
    text: (r: Row) => r.label,
    textAnchor: 'start',
    fill: 'var(--ink)',
    fontSize: 12.5,
    ...halo,
  } as const;
  const places =
    width < narrow
      ? ({ frameAnchor: 'left', dy: -11, lineWidth: 26 } as const)
      : ({ frameAnchor: 'left', dx: -228, lineWidth: 17.5 } as const);
  const strong = (r: Row): boolean => r.selected;
  return [
    Plot.text(
      rows.filter((r) => !strong(r)),
      { ...common, ...places, textOverflow: 'ellipsis' },
    ),
    Plot.text(rows.filter(strong), { ...common, ...places, textOverflow: 'ellipsis', fontWeight: 700 }),
  ];
}

function valueLabel(end: number, of: (r: Row) => number) {
  return {
    dx: 12,
    textAnchor: 'start',
    fill: 'var(--ink)',
    fontWeight: 600,
    fillOpacity: (r: Row) => (of(r) > end ? 0 : 1),
    ...halo,
  } as const;
}
