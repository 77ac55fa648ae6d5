// What the drawings share: colours by role, label spacing, axis ends, tooltips.
import type { Markish } from '@observablehq/plot';
import * as Plot from '@observablehq/plot';
import { dateOn, short } from '../words.ts';

export const narrow = 560;

export interface Look {
  readonly colour: string;
  readonly symbol: 'circle' | 'square' | 'triangle' | 'diamond' | 'star' | 'wye';
}

const symbols = ['circle', 'square', 'triangle', 'diamond', 'star', 'wye'] as const;

/** Up to six variants have a colour and a shape each; of more, only base (ink) and the selected one stand out. */
export function lookOf(place: number, count: number, selected: boolean): Look {
  if (count <= 6) return { colour: `var(--variant-${place + 1})`, symbol: symbols[place]! };
  if (selected) return { colour: 'var(--accent)', symbol: place === 0 ? 'circle' : 'diamond' };
  return place === 0 ? { colour: 'var(--ink)', symbol: 'circle' } : { colour: 'var(--grey)', symbol: 'circle' };
}

export function causeColour(place: number): string {
  return `var(--cause-${(place % 6) + 1})`;
}

/** Moves labels apart to at least `gap` while staying as near as possible to where they belong, inside [low, high]. Order is kept. */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const placed = order.map((i) => Math.min(Math.max(wanted[i]!, low), high));
  for (let round = 0; round < 60; round++) {
    for (let k = 1; k < placed.length; k++) {
      const overlap = gap - (placed[k]! - placed[k - 1]!);
      if (overlap > 0) {
        placed[k - 1]! -= overlap / 2;
        placed[k]! += overlap / 2;
      }
    }
    for (let k = 0; k < placed.length; k++)
      placed[k] = Math.min(Math.max(placed[k]!, low + k * gap), high - (placed.length - 1 - k) * gap);
  }
  const result: number[] = new Array(wanted.length);
  order.forEach((i, k) => {
    result[i] = placed[k]!;
  });
  return result;
}

/** A round end of a probability axis at or above the largest value. */
export function axisEnd(largest: number): number {
  return [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1].find((end) => end >= largest * 1.04) ?? 1;
}

export function base(width: number, height: number): Plot.PlotOptions {
  return {
    width,
    height,
    style: { fontFamily: 'inherit', fontSize: '12px', color: 'var(--muted)', overflow: 'visible' },
  };
}

/** Calendar dates with the day count below, at the reported days that have room. */
export function dateAxis(start: string | null, last: number, days: readonly number[], width: number): Markish {
  const room = Math.max(2, Math.floor(width / 105));
  const candidates = [0, ...days.filter((d) => d < last), last];
  const ticks = candidates
    .filter((d, i) => i === 0 || d === last || (d - candidates[0]! >= last / room && last - d >= last / room))
    .reduce<number[]>((kept, d) => {
      const previous = kept.at(-1);
      if (previous === undefined || d === last || d - previous >= last / room) kept.push(d);
      return kept;
    }, []);
  return Plot.axisX({
    ticks: ticks.map((d) => dateOn(start, d)),
    tickFormat: (date: Date) => {
      const day = Math.round((date.getTime() - dateOn(start, 0).getTime()) / 86_400_000);
      return `${short(date)}\n${day === 0 ? 'start' : `day ${day}`}`;
    },
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

/** Text that stays readable over lines. */
export const halo = { stroke: 'var(--surface)', strokeWidth: 4, paintOrder: 'stroke' } as const;
