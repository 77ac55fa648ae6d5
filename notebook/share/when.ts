// When something was saved, as one says it.
import { locale } from '../help/language.ts';

/** "14:05 today", "14:05 yesterday", "14:05 on 3 February", "3 February 2025". Empty for what is no time. */
export function whenInWords(iso: string, now: Date = new Date()): string {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return '';
  const say = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(locale(), options).format(then);
  const time = say({ hour: '2-digit', minute: '2-digit' });
  const days = Math.round((midnight(now) - midnight(then)) / 86_400_000);
  if (days === 0) return `${time} today`;
  if (days === 1) return `${time} yesterday`;
  if (then.getFullYear() === now.getFullYear()) return `${time} on ${say({ day: 'numeric', month: 'long' })}`;
  return say({ day: 'numeric', month: 'long', year: 'numeric' });
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** 1234 characters → "1 kB". */
export function sizeInWords(characters: number): string {
  return characters < 1_000_000
    ? `${Math.max(1, Math.round(characters / 1000))} kB`
    : `${(characters / 1_000_000).toFixed(1)} MB`;
}
