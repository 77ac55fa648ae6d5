// The probability of one state over time, in the selected variant and in base, with the day in focus.
import * as Plot from '@observablehq/plot';
import { dateOn, percent, short } from '../words.ts';

interface StatePoint {
  readonly day: number;
  readonly p: number;
}

export interface StateDrawing {
  readonly start: string | null;
  readonly points: readonly StatePoint[];
  /** Empty where nothing is compared. */
  readonly base: readonly StatePoint[];
  readonly day: number;
  readonly last: number;
}

export function drawState(d: StateDrawing, width: number, height: number): Element {
  const largest = Math.max(0.01, ...d.points.map((x) => x.p), ...d.base.map((x) => x.p));
  const end = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1].find((e) => e >= largest) ?? 1;
  const when = (day: number): string => (d.start === null ? `day ${day}` : short(dateOn(d.start, day)));
  const here = d.points.find((x) => x.day === d.day);
  return Plot.plot({
    width,
    height,
    marginLeft: 46,
    marginRight: 24,
    marginTop: 14,
    marginBottom: 24,
    style: { fontFamily: 'inherit', fontSize: '12px', color: 'var(--muted)', overflow: 'visible' },
    x: { domain: [0, d.last] },
    y: { domain: [0, end] },
    marks: [
      Plot.gridY({ ticks: 3, stroke: 'var(--line)', strokeOpacity: 1 }),
      Plot.axisY({
        ticks: 3,
        tickFormat: (p: number) => `${Number((p * 100).toPrecision(3))}%`,
        label: null,
        tickSize: 0,
        color: 'var(--muted)',
      }),
      Plot.axisX({
        ticks: [0, d.last / 3, (2 * d.last) / 3, d.last].map(Math.round),
        tickFormat: when,
        label: null,
        tickSize: 4,
        color: 'var(--muted)',
      }),
      Plot.areaY(d.points, { x: 'day', y: 'p', fill: 'var(--accent)', fillOpacity: 0.12 }),
      Plot.lineY(d.base, { x: 'day', y: 'p', stroke: 'var(--grey)', strokeWidth: 1.75, strokeDasharray: '4 3' }),
      Plot.lineY(d.points, { x: 'day', y: 'p', stroke: 'var(--accent)', strokeWidth: 2.25 }),
      Plot.ruleY([0], { stroke: 'var(--muted)' }),
      Plot.ruleX([d.day], { stroke: 'var(--ink)', strokeWidth: 1, strokeDasharray: '2 2' }),
      Plot.dot(here ? [here] : [], { x: 'day', y: 'p', r: 4, fill: 'var(--accent)' }),
      Plot.tip(
        d.points,
        Plot.pointerX({
          x: 'day',
          y: 'p',
          title: (x: StatePoint) => `${percent(x.p)} on ${when(x.day)}`,
          fontSize: 12.5,
        }),
      ),
    ],
  });
}
