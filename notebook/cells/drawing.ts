// What every drawing shares, whoever draws it: colours by role, label spacing, axis ends, days on an axis. Pure.
import { dayShort, plain } from '../words.ts';

export const narrow = 560;

export function causeColour(place: number): string {
  return `var(--cause-${(place % 6) + 1})`;
}

const causeSymbols = ['square', 'triangle', 'diamond', 'star', 'wye', 'circle'] as const;

export function causeSymbol(place: number): (typeof causeSymbols)[number] {
  return causeSymbols[place % 6]!;
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

/** Days that have room on an axis of so many pixels: start and end, and reported days between them. */
export function dayTicks(last: number, days: readonly number[], width: number): readonly number[] {
  const apart = last / Math.max(2, Math.floor(width / 105));
  const kept = [0];
  for (const d of days) if (d - kept.at(-1)! >= apart && last - d >= apart) kept.push(d);
  return [...kept, last];
}

/** A day on an axis: the date, and the count below; without a calendar the count alone. */
export function tickLines(start: string | null, day: number): readonly string[] {
  const whole = Math.round(day * 1000) / 1000;
  const count = whole === 0 ? 'start' : `day ${plain(whole)}`;
  return start === null ? [count] : [dayShort(start, day), count];
}

/** Text that stays readable over lines. */
export const halo = { stroke: 'var(--surface)', strokeWidth: 4, paintOrder: 'stroke' } as const;
