// Variants as rows, one dot each: the probability by a day (with base's band, and historic base rates as rows of their own above), or the difference to base around a zero line.
import * as Plot from '@observablehq/plot';
import type { BaseRate } from '../figures.ts';
import { interval, percent, points } from '../words.ts';
import type { Look } from './colours.ts';
import { axisEnd, halo, narrow } from './drawing.ts';
import { base, percentAxis } from './plot-common.ts';

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

/** Variants that share one row, as grey dots: values of those that have one. */
export interface Others {
  readonly count: number;
  readonly values: readonly number[];
}

export interface RowsDrawing {
  readonly rows: readonly Row[];
  readonly others: Others;
  /** Base with every input anywhere in its plausible range: 5, 50, 95 per cent. */
  readonly band: readonly [number, number, number] | null;
  /** The same, drawn on demand, by row: 5 and 95 per cent. Base's own band goes first. */
  readonly ranges: ReadonlyMap<string, readonly [number, number]>;
  readonly baseRates: readonly BaseRate[];
  readonly end: number;
}

/** Names stand above their rows where it is narrow, which takes room. */
export const rowsHeight = (rows: number, width: number): number => rows * (width < narrow ? 42 : 31) + 44;

export function rowsEnd(d: Omit<RowsDrawing, 'end'>): number {
  return axisEnd(
    Math.max(
      0.01,
      ...d.rows.map((r) => (r.already ? 0 : Math.max(r.p ?? 0, r.ghost ?? 0))),
      ...d.others.values,
      d.band?.[2] ?? 0,
      ...[...d.ranges.values()].map((r) => r[1]),
      ...d.baseRates.map((r) => r.high),
    ),
  );
}

export function differencesEnd({ rows, others, range }: Omit<DifferencesDrawing, 'end'>): number {
  const reference = rows[0]?.p ?? 0;
  const sizes = rows.flatMap((r) => (r.already ? [] : [r.p ?? reference, r.ghost ?? reference]));
  return axisEnd(
    Math.max(0.01, ...[...sizes, ...others.values].map((p) => Math.abs(p - reference)), ...(range ?? []).map(Math.abs)),
  );
}

const othersId = 'the others';

export function drawRows(d: RowsDrawing, width: number, height: number): Element {
  const reference = d.rows[0];
  const rates = d.baseRates.map((r, i) => ({ ...r, id: `base rate ${i}` }));
  const ids = [...rates.map((r) => r.id), ...d.rows.map((r) => r.id), ...othersIds(d.others)];
  const wide = width >= narrow;
  const bands = d.rows.flatMap((r, i) => {
    const range = i === 0 && d.band !== null ? ([d.band[0], d.band[2]] as const) : d.ranges.get(r.id);
    return range === undefined || r.already ? [] : [{ id: r.id, low: range[0], high: range[1] }];
  });
  const known = d.rows.filter((r) => !r.already && r.p !== null);
  return Plot.plot({
    ...rowFrame(ids, width, height),
    x: { domain: [0, d.end] },
    marks: [
      ...percentAxis('x', wide ? 6 : 4),
      reference?.p == null || reference.already
        ? null
        : Plot.ruleX([reference.p], { stroke: 'var(--ink)', strokeDasharray: '2 3', strokeOpacity: 0.5 }),
      ...names(
        rates.map((r) => ({
          id: r.id,
          label: `Base rate: ${rateName(r)}`,
          selected: false,
        })),
        width,
        'var(--rate)',
      ),
      Plot.ruleY(rates, { y: 'id', x1: 'low', x2: 'high', stroke: 'var(--rate)', strokeWidth: 2, strokeOpacity: 0.6 }),
      Plot.dot(rates, { x: 'share', y: 'id', symbol: 'diamond', r: 5, fill: 'var(--rate)', stroke: 'var(--surface)' }),
      Plot.text(rates, {
        x: 'high',
        y: 'id',
        dx: 8,
        textAnchor: 'start',
        text: (r: BaseRate) => percent(r.share),
        fill: 'var(--rate)',
        ...halo,
      }),
      ...thin(bands),
      Plot.text(bands, {
        x: 'high',
        y: 'id',
        dx: 6,
        textAnchor: 'start',
        text: (b: { low: number; high: number }) => interval(b.low, b.high),
        fill: 'var(--muted)',
        ...halo,
      }),
      ...names(d.rows, width, 'var(--ink)'),
      Plot.dot(
        d.rows.filter((r) => r.ghost !== null),
        { x: 'ghost', y: 'id', r: 6, stroke: 'var(--muted)', strokeDasharray: '2 2' },
      ),
      ...others(d.others, d.others.values, width),
      ...known.map((r) => dot(r, 'p')),
      Plot.text(known, {
        x: 'p',
        y: 'id',
        text: (r: Row) => percent(r.p),
        dx: 12,
        textAnchor: 'start',
        fill: 'var(--ink)',
        fontWeight: 600,
        ...halo,
      }),
      alreadySo(d.rows),
    ],
  });
}

export interface DifferencesDrawing {
  /** Base first. */
  readonly rows: readonly Row[];
  readonly others: Others;
  /** Of the selected row's difference over the inputs' ranges, pair by pair; null: not known. */
  readonly range: readonly [number, number] | null;
  readonly end: number;
}

export function drawDifferences(
  { rows, others: rest, range, end }: DifferencesDrawing,
  width: number,
  height: number,
): Element {
  const reference = rows[0]?.p ?? 0;
  const changed = rows.slice(1).map((r) => ({ ...r, d: (r.p ?? reference) - reference }));
  const known = changed.filter((r) => !r.already && r.p !== null);
  const selected = known.find((r) => r.selected);
  const ranges = range === null || selected === undefined ? [] : [{ id: selected.id, low: range[0], high: range[1] }];
  const value = {
    x: 'd',
    y: 'id',
    text: (r: { d: number }) => points(r.d),
    fill: 'var(--ink)',
    fontWeight: 600,
    ...halo,
  } as const;
  return Plot.plot({
    ...rowFrame([...changed.map((r) => r.id), ...othersIds(rest)], width, height),
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
      ...names(changed, width, 'var(--ink)'),
      ...thin(ranges),
      ...known.map((r) =>
        Plot.ruleY([r], { x1: 0, x2: 'd', y: 'id', stroke: r.look.colour, strokeWidth: 2, strokeOpacity: 0.6 }),
      ),
      ...others(
        rest,
        rest.values.map((p) => p - reference),
        width,
      ),
      Plot.dot(
        changed.filter((r) => r.ghost !== null),
        { x: (r) => r.ghost - reference, y: 'id', r: 6, stroke: 'var(--muted)', strokeDasharray: '2 2' },
      ),
      ...known.map((r) => dot(r, 'd')),
      Plot.text(
        known.filter((r) => r.d >= 0),
        { ...value, dx: 12, textAnchor: 'start' },
      ),
      Plot.text(
        known.filter((r) => r.d < 0),
        { ...value, dx: -12, textAnchor: 'end' },
      ),
      alreadySo(changed),
    ],
  });
}

const othersIds = (others: Others): readonly string[] => (others.count === 0 ? [] : [othersId]);

/** The row that many variants share. */
function others(of: Others, values: readonly number[], width: number): Plot.Markish[] {
  if (of.count === 0) return [];
  const label = `${of.count} others, in grey`;
  return [
    ...names([{ id: othersId, label, selected: false }], width, 'var(--muted)'),
    Plot.dot(
      values.map((x) => ({ x, id: othersId })),
      { x: 'x', y: 'id', r: 4, fill: 'var(--grey)', fillOpacity: 0.55, stroke: 'var(--surface)' },
    ),
  ];
}

interface Thin {
  readonly id: string;
  readonly low: number;
  readonly high: number;
}

/** Thin with end strokes: the inputs' ranges. Exact answers have no sampling error, so nothing is thick. */
function thin(bands: readonly Thin[]): Plot.Markish[] {
  const look = { y: 'id', stroke: 'var(--ink)', strokeOpacity: 0.55 } as const;
  return [
    Plot.ruleY(bands, { ...look, x1: 'low', x2: 'high', strokeWidth: 1.5 }),
    Plot.tickX(bands, { ...look, x: 'low', inset: 8 }),
    Plot.tickX(bands, { ...look, x: 'high', inset: 8 }),
  ];
}

function rateName(r: BaseRate): string {
  return r.label.replace(/\s*\(.*\)$/, '');
}

function dot(r: Row, x: 'p' | 'd'): Plot.Dot {
  return Plot.dot([r], {
    x,
    y: 'id',
    symbol: r.look.symbol,
    fill: r.look.colour,
    r: r.selected ? 7 : 5.5,
    stroke: 'var(--surface)',
    strokeWidth: 1.5,
  });
}

function alreadySo(rows: readonly Row[]): Plot.Text {
  return Plot.text(
    rows.filter((r) => r.already),
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
  );
}

function rowFrame(ids: readonly string[], width: number, height: number): Plot.PlotOptions {
  return {
    ...base(width, height),
    marginLeft: width < narrow ? 12 : 240,
    marginRight: 44,
    marginTop: 8,
    marginBottom: 30,
    y: { type: 'band', domain: [...ids], padding: 0.2, axis: null },
  };
}

/** Names to the left where there is room, else above their row. */
function names(
  rows: readonly { readonly id: string; readonly label: string; readonly selected: boolean }[],
  width: number,
  fill: string,
): Plot.Markish[] {
  const places = width < narrow ? { dy: -15, lineWidth: 27 } : { dx: -236, lineWidth: 17.5 };
  const common = {
    y: 'id',
    text: 'label',
    frameAnchor: 'left',
    textAnchor: 'start',
    textOverflow: 'ellipsis',
    fill,
    fontSize: 12.5,
    ...places,
    ...halo,
  } as const;
  return [
    Plot.text(
      rows.filter((r) => !r.selected),
      common,
    ),
    Plot.text(
      rows.filter((r) => r.selected),
      { ...common, fontWeight: 700 },
    ),
  ];
}
