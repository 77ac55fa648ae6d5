// Two inputs against one answer: a map of cells, darker where the answer is likelier, with the line where it flips, the plausible range framed, and where the variant stands.
import * as Plot from '@observablehq/plot';
import { halo } from '../cells/drawing.ts';
import { base } from '../cells/plot-common.ts';
import { percent } from '../words.ts';
import type { Axis } from './axis.ts';
import type { Segment } from './grid.ts';

export interface MapCell {
  readonly column: number;
  readonly row: number;
  readonly value: number;
  /** False: the nearest solved value stands in. */
  readonly known: boolean;
}

export interface MapDrawing {
  readonly x: Axis;
  readonly y: Axis;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly cells: readonly MapCell[];
  readonly line: readonly Segment[];
  /** Of the darkest cell. */
  readonly end: number;
}

export function drawMap(d: MapDrawing, width: number, height: number): Element {
  const { x, y, xs, ys } = d;
  const half = (values: readonly number[]): number => (values[1]! - values[0]!) / 2;
  const [dx, dy] = [half(xs), half(ys)];
  const cells = d.cells.map((c) => ({ ...c, x: xs[c.column]!, y: ys[c.row]! }));
  // Numbers in every third cell: enough to read the map without its shades.
  const every = width < 480 ? 6 : 3;
  const numbered = cells.filter((c) => c.known && c.column % every === 0 && c.row % every === 0);
  const range = [{ x1: x.low, x2: x.high, y1: y.low, y2: y.high }];
  const corner = { fill: 'var(--muted)', textOverflow: 'ellipsis' } as const;
  const name = {
    fill: 'var(--ink)',
    fontSize: 12.5,
    fontWeight: 600,
    lineWidth: width / 14,
    textOverflow: 'ellipsis',
  } as const;
  return Plot.plot({
    ...base(width, height),
    marginLeft: 56,
    marginRight: 14,
    marginTop: 46,
    marginBottom: 72,
    x: { domain: [x.min - dx, x.max + dx] },
    y: { domain: [y.min - dy, y.max + dy] },
    marks: [
      Plot.rect(cells, {
        x1: (c) => c.x - dx,
        x2: (c) => c.x + dx,
        y1: (c) => c.y - dy,
        y2: (c) => c.y + dy,
        fill: (c) => shade(c.value / d.end),
        fillOpacity: (c) => (c.known ? 1 : 0.6),
        inset: 0.5,
      }),
      Plot.text(numbered, { x: 'x', y: 'y', text: (c) => percent(c.value), fill: 'var(--ink)', ...halo }),
      Plot.rect(range, {
        x1: 'x1',
        x2: 'x2',
        y1: 'y1',
        y2: 'y2',
        stroke: 'var(--ink)',
        strokeDasharray: '5 4',
        fill: 'none',
      }),
      Plot.link(d.line, { ...segment, stroke: 'var(--surface)', strokeWidth: 5 }),
      Plot.link(d.line, { ...segment, stroke: 'var(--bad)', strokeWidth: 2.5 }),
      Plot.dot([0], { x: x.now, y: y.now, r: 6, fill: 'var(--ink)', stroke: 'var(--surface)', strokeWidth: 2 }),
      Plot.text(['now'], {
        x: x.now,
        y: y.now,
        dx: 10,
        textAnchor: 'start',
        fill: 'var(--ink)',
        fontWeight: 600,
        text: (t) => t,
        ...halo,
      }),
      Plot.axisX({
        ticks: Math.max(3, Math.floor(width / 100)),
        tickFormat: (v: number) => x.say(v),
        label: null,
        tickSize: 4,
        color: 'var(--muted)',
      }),
      Plot.axisY({ ticks: 5, tickFormat: (v: number) => y.say(v), label: null, tickSize: 4, color: 'var(--muted)' }),
      Plot.text([x.ends[0]], { ...corner, lineWidth: width / 28, frameAnchor: 'bottom-left', dy: 36, text: (t) => t }),
      Plot.text([x.ends[1]], { ...corner, lineWidth: width / 28, frameAnchor: 'bottom-right', dy: 36, text: (t) => t }),
      Plot.text([x.label], { ...name, frameAnchor: 'bottom', dy: 56, text: (t) => t }),
      Plot.text([y.label], { ...name, frameAnchor: 'top-left', dx: -52, dy: -34, text: (t) => t }),
      Plot.text([`up: ${y.ends[1]}, down: ${y.ends[0]}`], {
        ...corner,
        lineWidth: width / 14,
        frameAnchor: 'top-left',
        dx: -52,
        dy: -16,
        text: (t) => t,
      }),
      Plot.tip(
        cells,
        Plot.pointer({
          x: 'x',
          y: 'y',
          title: (c) =>
            `${percent(c.value)}${c.known ? '' : ' (not solved yet)'}\n${x.say(c.x)} across, ${y.say(c.y)} up`,
          fontSize: 12.5,
        }),
      ),
    ],
  });
}

const segment = { x1: 'x1', y1: 'y1', x2: 'x2', y2: 'y2' } as const;

/** 0: the card's own colour, 1: the darkest (in the dark theme the brightest). */
export function shade(share: number): string {
  return `color-mix(in oklab, var(--accent) ${Math.round(Math.min(1, Math.max(0, share)) * 78)}%, var(--surface))`;
}
