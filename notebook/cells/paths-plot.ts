// Which path comes first, by date: the cumulative incidence of each cause of a race, stacked, with what has not happened yet on top. Dashed lines: where base has the borders.
import * as Plot from '@observablehq/plot';
import type { CurvePoint } from '../figures.ts';
import { dateOn, interval, percent, short } from '../words.ts';
import { base, causeColour, dateAxis, halo, narrow, percentAxis, spread } from './plot-common.ts';

export interface PathSeries {
  readonly label: string;
  readonly curve: readonly CurvePoint[];
  readonly already: boolean;
  /** At the last day drawn. */
  readonly p: number | null;
  readonly band: readonly [number, number, number] | null;
}

export interface PathsDrawing {
  readonly start: string | null;
  readonly last: number;
  readonly days: readonly number[];
  /** In stacking order from below; `none` is last. */
  readonly series: readonly PathSeries[];
  /** Of base, when another variant is drawn. */
  readonly reference: readonly PathSeries[] | null;
}

interface Slice {
  readonly date: Date;
  readonly place: number;
  readonly from: number;
  readonly to: number;
}

export function drawPaths(d: PathsDrawing, width: number, height: number): Element {
  const wide = width >= narrow;
  const margins = { marginLeft: 40, marginRight: wide ? 176 : 26, marginTop: 12, marginBottom: 38 };
  const slices = stacked(d.series, d);
  const causes = d.series.slice(0, -1);
  const share = (pixels: number): number => pixels / (height - margins.marginTop - margins.marginBottom);

  const middles = d.series.map((_, place) => {
    const end = slices.filter((s) => s.place === place).at(-1);
    return end ? (end.from + end.to) / 2 : 0;
  });
  const shown = d.series.map((s, place) => ({ s, place })).filter(({ s }) => !s.already && s.p !== null);
  const heights = spread(
    shown.map(({ place }) => middles[place]!),
    share(36),
    share(16),
    1 - share(16),
  );
  const labels = shown.map(({ s, place }, i) => ({ s, place, y: heights[i]!, last: place === d.series.length - 1 }));

  const tips = d.series[0] === undefined ? [] : tipRows(slices, d);
  return Plot.plot({
    ...base(width, height),
    ...margins,
    x: { type: 'utc', domain: [dateOn(d.start, 0), dateOn(d.start, d.last)] },
    y: { domain: [0, 1] },
    marks: [
      Plot.areaY(
        slices.filter((s) => s.place === causes.length),
        { x: 'date', y1: 'from', y2: 'to', fill: 'var(--none)' },
      ),
      ...percentAxis('y'),
      dateAxis(d.start, d.last, d.days, width - margins.marginLeft - margins.marginRight),
      ...causes.map((_, place) =>
        Plot.areaY(
          slices.filter((s) => s.place === place),
          { x: 'date', y1: 'from', y2: 'to', fill: causeColour(place) },
        ),
      ),
      ...causes.map((_, place) =>
        Plot.lineY(
          slices.filter((s) => s.place === place),
          { x: 'date', y: 'to', stroke: 'var(--surface)', strokeWidth: 1.5 },
        ),
      ),
      ...(d.reference === null ? [] : stackedLines(d.reference, d)),
      Plot.ruleY([0], { stroke: 'var(--muted)' }),
      ...(wide
        ? [
            Plot.text(labels, {
              x: dateOn(d.start, d.last),
              y: 'y',
              text: (l) => l.s.label,
              dx: 12,
              dy: -8,
              textAnchor: 'start',
              fill: 'var(--ink)',
              fontWeight: 600,
              fontSize: 13,
            }),
            Plot.text(labels, {
              x: dateOn(d.start, d.last),
              y: 'y',
              text: (l) => numbers(l.s),
              dx: 12,
              dy: 9,
              textAnchor: 'start',
              fill: 'var(--muted)',
              fontSize: 12,
            }),
            Plot.ruleX(
              labels.filter((l) => !l.last),
              {
                x: dateOn(d.start, d.last),
                y1: (l) => ends(slices, l.place)[0],
                y2: (l) => ends(slices, l.place)[1],
                stroke: (l) => causeColour(l.place),
                strokeWidth: 4,
                dx: 3,
              },
            ),
          ]
        : []),
      wide
        ? null
        : Plot.text(['none of them yet'], {
            x: dateOn(d.start, d.last / 2),
            y: Math.max(0.2, middles.at(-1) ?? 0.7),
            fill: 'var(--muted)',
            fontSize: 12,
            ...halo,
          }),
      Plot.ruleX(tips, Plot.pointerX({ x: 'date', stroke: 'var(--ink)', strokeOpacity: 0.5 })),
      Plot.tip(
        tips,
        Plot.pointerX({ x: 'date', y: 'y', title: 'title', anchor: 'top-left', fontSize: 12.5, lineHeight: 1.35 }),
      ),
    ],
  });
}

function numbers(s: PathSeries): string {
  return s.band === null ? percent(s.p) : `${interval(s.band[0], s.band[2])} · central ${percent(s.p)}`;
}

function ends(slices: readonly Slice[], place: number): [number, number] {
  const end = slices.filter((s) => s.place === place).at(-1);
  return end === undefined ? [0, 0] : [end.from, end.to];
}

function stacked(series: readonly PathSeries[], d: PathsDrawing): Slice[] {
  const days =
    series
      .find((s) => s.curve.length > 0)
      ?.curve.map((c) => c.day)
      .filter((day) => day <= d.last) ?? [];
  return days.flatMap((day, i) => {
    let below = 0;
    return series.map((s, place) => {
      const from = below;
      below += s.curve[i]?.p ?? 0;
      return { date: dateOn(d.start, day), place, from, to: below };
    });
  });
}

function stackedLines(reference: readonly PathSeries[], d: PathsDrawing): Plot.Markish[] {
  const slices = stacked(reference, d);
  return reference.slice(0, -1).flatMap((s, place) => {
    if (s.already) return [];
    const line = { x: 'date', y: 'to', strokeWidth: 1.5 } as const;
    const edge = slices.filter((slice) => slice.place === place);
    // Dashes over a pale line stay visible on every fill.
    return [
      Plot.lineY(edge, { ...line, stroke: 'var(--surface)', strokeOpacity: 0.75 }),
      Plot.lineY(edge, { ...line, stroke: 'var(--ink)', strokeDasharray: '4 4' }),
    ];
  });
}

function tipRows(slices: readonly Slice[], d: PathsDrawing): { date: Date; y: number; title: string }[] {
  const dates = [...new Set(slices.map((s) => s.date.getTime()))];
  return dates.map((time) => {
    const at = slices.filter((s) => s.date.getTime() === time);
    const lines = at
      .filter((s) => !d.series[s.place]!.already)
      .map((s) => `${d.series[s.place]!.label}: ${percent(s.to - s.from)}`);
    const day = Math.round((time - dateOn(d.start, 0).getTime()) / 86_400_000);
    return {
      date: new Date(time),
      y: at.at(-2)?.to ?? 0,
      title: [`By ${short(new Date(time))}, day ${day}`, ...lines.reverse()].join('\n'),
    };
  });
}
