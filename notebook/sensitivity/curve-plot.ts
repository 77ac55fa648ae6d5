// One input against one answer: a curve through the solved points, with the level at which the answer flips, the plausible range shaded, and where the variant stands.
import * as Plot from '@observablehq/plot';
import { halo } from '../cells/drawing.ts';
import { base, percentAxis } from '../cells/plot-common.ts';
import { percent } from '../words.ts';
import { type Axis, about } from './axis.ts';

export interface CurveDrawing {
  readonly axis: Axis;
  /** Solved so far, by x. */
  readonly points: readonly { readonly x: number; readonly value: number }[];
  /** Null: no level. */
  readonly level: number | null;
  readonly flips: readonly number[];
  /** The answer where the variant stands. */
  readonly now: number | null;
  /** Kept while the curve sharpens. */
  readonly end: number;
}

export function drawCurve(d: CurveDrawing, width: number, height: number): Element {
  const { axis } = d;
  const flips = d.level === null ? [] : d.flips.map((x) => ({ x, y: d.level! }));
  const label = { fill: 'var(--ink)', fontWeight: 600, ...halo } as const;
  return Plot.plot({
    ...base(width, height),
    marginLeft: 44,
    marginRight: 22,
    marginTop: 18,
    marginBottom: 72,
    x: { domain: [axis.min, axis.max] },
    y: { domain: [0, d.end] },
    marks: [
      Plot.rect([axis], { x1: 'low', x2: 'high', y1: 0, y2: d.end, fill: 'var(--accent)', fillOpacity: 0.09 }),
      ...percentAxis('y'),
      ...inputAxis(axis, width),
      Plot.ruleY([0], { stroke: 'var(--muted)' }),
      Plot.ruleX([axis.now], { stroke: 'var(--ink)', strokeDasharray: '2 3' }),
      d.level === null
        ? null
        : Plot.ruleY([d.level], { stroke: 'var(--bad)', strokeDasharray: '6 3', strokeWidth: 1.25 }),
      Plot.lineY(d.points, { x: 'x', y: 'value', stroke: 'var(--accent)', strokeWidth: 2.5 }),
      Plot.dot(d.points, {
        x: 'x',
        y: 'value',
        r: 3,
        fill: 'var(--surface)',
        stroke: 'var(--accent)',
        strokeWidth: 1.5,
      }),
      Plot.dot(flips, { x: 'x', y: 'y', symbol: 'diamond', r: 6, fill: 'var(--bad)', stroke: 'var(--surface)' }),
      Plot.text(flips, { x: 'x', y: 'y', dy: -14, text: (f) => about(axis, f.x), ...label }),
      d.now === null
        ? null
        : Plot.dot([d.now], { x: axis.now, y: (p) => p, r: 6, fill: 'var(--ink)', stroke: 'var(--surface)' }),
      d.now === null
        ? null
        : Plot.text([d.now], {
            x: axis.now,
            y: (p) => p,
            dx: 10,
            dy: 12,
            textAnchor: 'start',
            text: (p) => `now ${percent(p)}`,
            ...label,
          }),
      Plot.tip(
        d.points,
        Plot.pointerX({
          x: 'x',
          y: 'value',
          title: (p) => `${axis.say(p.x)}: ${percent(p.value)}`,
          fontSize: 12.5,
        }),
      ),
    ],
  });
}

/** The numbers of an input below, and the words for its ends under them. */
function inputAxis(axis: Axis, width: number): Plot.Markish[] {
  const words = {
    frameAnchor: 'bottom',
    dy: 34,
    fill: 'var(--muted)',
    lineWidth: (width - 80) / 26,
    textOverflow: 'ellipsis',
  } as const;
  return [
    Plot.axisX({
      ticks: Math.max(3, Math.floor(width / 90)),
      tickFormat: (v: number) => axis.say(v),
      label: null,
      tickSize: 4,
      color: 'var(--muted)',
    }),
    Plot.text([axis.ends[0]], { ...words, x: axis.min, textAnchor: 'start', text: (t) => t }),
    Plot.text([axis.ends[1]], { ...words, x: axis.max, textAnchor: 'end', text: (t) => t }),
    Plot.text([axis.label], {
      frameAnchor: 'bottom',
      dy: 56,
      fill: 'var(--ink)',
      fontSize: 12.5,
      fontWeight: 600,
      lineWidth: width / 14,
      textOverflow: 'ellipsis',
      text: (t) => t,
    }),
  ];
}
