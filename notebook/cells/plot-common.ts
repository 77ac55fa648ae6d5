// What the Plot drawings share: the frame and the axes.
import type { Markish } from '@observablehq/plot';
import * as Plot from '@observablehq/plot';
import { dateOn } from '../words.ts';
import { dayTicks, tickLines } from './drawing.ts';

export function base(width: number, height: number): Plot.PlotOptions {
  return {
    width,
    height,
    style: { fontFamily: 'inherit', fontSize: '12px', color: 'var(--muted)', overflow: 'visible' },
  };
}

/** Calendar dates with the day count below, at the reported days that have room. */
export function dateAxis(start: string | null, last: number, days: readonly number[], width: number): Markish {
  return Plot.axisX({
    ticks: dayTicks(last, days, width).map((d) => dateOn(start, d)),
    tickFormat: (date: Date) => tickLines(start, (date.getTime() - dateOn(start, 0).getTime()) / 86_400_000).join('\n'),
    label: null,
    tickSize: 4,
    color: 'var(--muted)',
  });
}

export function percentAxis(side: 'x' | 'y', ticks = 5): Markish[] {
  const format = (d: number): string => `${Number((d * 100).toPrecision(3))}%`;
  return side === 'y'
    ? [
        Plot.gridY({ ticks, stroke: 'var(--line)', strokeOpacity: 1 }),
        Plot.axisY({ ticks, tickFormat: format, label: null, tickSize: 0, color: 'var(--muted)' }),
      ]
    : [
        Plot.gridX({ ticks, stroke: 'var(--line)', strokeOpacity: 1 }),
        Plot.axisX({ ticks, tickFormat: format, label: null, tickSize: 0, color: 'var(--muted)' }),
      ];
}
