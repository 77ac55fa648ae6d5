// A sentence of an article and its day of publication → the day (or month, or year) that it speaks of: "on Monday", "last month", "in November 2022", "two days ago". After these forms alone; what says nothing of time is of the article's day.
import type { Span } from './article.ts';

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = 'january february march april may june july august september october november december'.split(' ');
const numbers = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');

export interface DateSaid extends Span {
  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly date: string;
  /** "will meet on Friday": later than the article. */
  readonly ahead: boolean;
}

const month =
  '(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\\.?';
const forms: readonly (readonly [RegExp, (m: RegExpExecArray, published: Date, ahead: boolean) => string | null])[] = [
  [
    new RegExp(`\\b(\\d{1,2}) ${month}(?:,? (\\d{4}))?\\b`, 'gi'),
    (m, p) => calendarDay(p, Number(m[1]), monthOf(m[2]!), m[3]),
  ],
  [
    new RegExp(`\\b${month} (\\d{1,2})(?!\\d)(?:st|nd|rd|th)?(?:,? (\\d{4}))?\\b`, 'gi'),
    (m, p) => calendarDay(p, Number(m[2]), monthOf(m[1]!), m[3]),
  ],
  [
    new RegExp(`\\b(?:in|since|until|by|of|early|late|mid-)\\s?${month},? (\\d{4})\\b`, 'gi'),
    (m) => `${m[2]}-${two(monthOf(m[1]!) + 1)}`,
  ],
  [
    new RegExp(`\\b(?:in|since|last|this|of|until)\\s${month}(?![\\p{L}\\d]| \\d)`, 'giu'),
    (m, p) => monthNear(p, monthOf(m[1]!)),
  ],
  [
    /\b(last |next |this |on |late |early |since |by )?(sunday|monday|tuesday|wednesday|thursday|friday|saturday)\b/gi,
    (m, p, ahead) => weekday(p, m[2]!, ahead || /next/i.test(m[1] ?? '')),
  ],
  [/\b(today|tonight|earlier in the day|this (?:morning|afternoon|evening))\b/gi, (_, p) => iso(p)],
  [/\b(yesterday|overnight|last night)\b/gi, (_, p) => iso(shift(p, -1))],
  [/\b(tomorrow)\b/gi, (_, p) => iso(shift(p, 1))],
  [
    /\b(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a) (day|week|month|year)s? (ago|earlier)\b/gi,
    (m, p) => ago(p, amount(m[1]!), m[2]!),
  ],
  [/\b(last|next|this) (week|month|year)\b/gi, (m, p) => relative(p, m[1]!.toLowerCase(), m[2]!.toLowerCase())],
  [/\bearlier (this|last) (month|week|year)\b/gi, (m, p) => relative(p, m[1]!.toLowerCase(), m[2]!.toLowerCase())],
  [/\b(?:in|since|until|of|by|from|between|during) ((?:19|20)\d{2})\b(?!-)/gi, (m) => m[1]!],
];

/** Times that a stretch of text names, in order of place; of two that overlap the longer. */
export function datesIn(text: string, published: string, at = 0): DateSaid[] {
  const day = new Date(`${published}T00:00:00Z`);
  const found: DateSaid[] = [];
  for (const [pattern, read] of forms)
    for (const m of text.matchAll(pattern)) {
      const ahead = isAhead(text, m.index);
      const date = read(m as unknown as RegExpExecArray, day, ahead);
      if (date === null) continue;
      const span = { start: at + m.index, end: at + m.index + m[0].length };
      if (!found.some((f) => f.start < span.end && span.start < f.end)) found.push({ ...span, date, ahead });
    }
  return found.sort((a, b) => a.start - b.start);
}

const two = (n: number): string => String(n).padStart(2, '0');
const iso = (d: Date): string => d.toISOString().slice(0, 10);
const shift = (d: Date, by: number): Date => new Date(d.getTime() + by * 86_400_000);
const monthOf = (name: string): number => months.findIndex((m) => m.startsWith(name.toLowerCase().slice(0, 3)));
const amount = (word: string): number =>
  /^\d/.test(word) ? Number(word) : word.toLowerCase() === 'a' ? 1 : numbers.indexOf(word.toLowerCase()) + 1;

/** A future form right before: "will … on Friday", "is due on", "to meet on". */
function isAhead(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 90), index).replace(/^.*[.;”"]/s, '');
  return /\b(?:will|shall|due|plans? to|is to|are to|set to|expected to|would|scheduled|until|invited)\b/i.test(before);
}

function calendarDay(p: Date, d: number, m: number, year: string | undefined): string | null {
  if (m < 0 || d < 1 || d > 31) return null;
  if (year !== undefined) return `${year}-${two(m + 1)}-${two(d)}`;
  // Without a year: the nearest such day.
  const candidates = [-1, 0, 1].map((y) => new Date(Date.UTC(p.getUTCFullYear() + y, m, d)));
  candidates.sort((a, b) => Math.abs(a.getTime() - p.getTime()) - Math.abs(b.getTime() - p.getTime()));
  return iso(candidates[0]!);
}

function monthNear(p: Date, m: number): string | null {
  if (m < 0) return null;
  const year = m > p.getUTCMonth() + 1 ? p.getUTCFullYear() - 1 : p.getUTCFullYear();
  return `${year}-${two(m + 1)}`;
}

/** The last such day up to the article's own, or the next one. */
function weekday(p: Date, name: string, ahead: boolean): string {
  const back = (p.getUTCDay() - days.indexOf(name.toLowerCase()) + 7) % 7;
  return iso(shift(p, ahead && back > 0 ? 7 - back : ahead ? 7 : -back));
}

function ago(p: Date, n: number, unit: string): string | null {
  if (unit === 'day') return iso(shift(p, -n));
  if (unit === 'week') return iso(shift(p, -7 * n));
  if (unit === 'year') return String(p.getUTCFullYear() - n);
  return iso(new Date(Date.UTC(p.getUTCFullYear(), p.getUTCMonth() - n, 1))).slice(0, 7);
}

function relative(p: Date, which: string, unit: string): string {
  const step = which === 'last' ? -1 : which === 'next' ? 1 : 0;
  if (unit === 'year') return String(p.getUTCFullYear() + step);
  if (unit === 'month') return iso(new Date(Date.UTC(p.getUTCFullYear(), p.getUTCMonth() + step, 1))).slice(0, 7);
  return step === 0 ? iso(p).slice(0, 7) : iso(shift(p, 7 * step)).slice(0, 7);
}
