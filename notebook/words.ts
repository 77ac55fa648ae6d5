// Numbers and ids → words a reader can say aloud: percentages that never lie at the ends, points, dates, units.
import { dateText, numberText } from './help/language.ts';

/** 0.0042 → "<1%", 0.9971 → ">99%", 0.154 → "15%". An exact 0 (no way leads there) stays "0%". */
export function percent(p: number | null): string {
  if (p === null) return '…';
  if (p === 0) return '0%';
  if (p < 0.01) return '<1%';
  if (p > 0.99) return '>99%';
  return `${Math.round(p * 100)}%`;
}

/** The same with one decimal, for tables. */
export function finePercent(p: number | null): string {
  if (p === null) return '…';
  if (p === 0) return '0%';
  if (p < 0.001) return '<0.1%';
  if (p > 0.999) return '>99.9%';
  return `${(p * 100).toFixed(1)}%`;
}

export function interval(low: number, high: number): string {
  return `${percent(low)}–${percent(high)}`;
}

/** Difference of two probabilities in percentage points: 0.062 → "+6", -0.001 → "−<1". */
export function points(difference: number): string {
  const size = Math.abs(difference) * 100;
  if (size < 0.005) return '±0';
  return `${difference < 0 ? '−' : '+'}${size < 0.5 ? '<1' : Math.round(size)}`;
}

export function pointsInWords(difference: number): string {
  const size = Math.abs(difference) * 100;
  if (size < 0.5)
    return size < 0.005 ? 'the same' : difference < 0 ? 'less than a point less' : 'less than a point more';
  const whole = Math.round(size);
  return `${whole} ${whole === 1 ? 'point' : 'points'} ${difference < 0 ? 'less' : 'more'}`;
}

/** Shortest form with at most three significant figures: 0.15, 2.5, 6,000. */
export function plain(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size >= 1000 ? numberText(Math.round(value)) : String(Number(value.toPrecision(size < 1 && size >= 0.1 ? 3 : 4)));
  return text.replace('-', '−');
}

/** A stance's position, to two decimals: "+0.49", "−0.63", "0". */
export function signed(value: number): string {
  const rounded = Number(value.toFixed(2));
  return rounded > 0 ? `+${plain(rounded)}` : plain(rounded);
}

const unitWords: Readonly<Record<string, string>> = {
  '1/day': 'per day',
  'persons/day': 'persons a day',
  day: 'days',
  logit: 'logits',
  ratio: '×',
  share: '',
};

export function unitOf(unit: string): string {
  return unitWords[unit] ?? unit;
}

/** Midnight UTC of the day that many days after the start. */
export function dateOn(start: string | null, day: number): Date {
  return new Date(Date.parse(`${start ?? '2000-01-01'}T00:00:00Z`) + day * 86_400_000);
}

export function long(date: Date): string {
  return dateText(date);
}

export function short(date: Date): string {
  return dateText(date, 'short');
}

/** The day as a date, "3 May 2026"; "day 90" where the scenario has no calendar. */
export function dayInWords(start: string | null, day: number): string {
  return start === null ? `day ${plain(day)}` : long(dateOn(start, day));
}

/** The same, short: "3 May". */
export function dayShort(start: string | null, day: number): string {
  return start === null ? `day ${plain(day)}` : short(dateOn(start, day));
}

/** "Within 90 days, by 3 May 2026"; without a calendar "Within 90 days". */
export function within(start: string | null, day: number): string {
  const days = `Within ${plain(day)} ${day === 1 ? 'day' : 'days'}`;
  return start === null ? days : `${days}, by ${long(dateOn(start, day))}`;
}

/** As a natural frequency: 0.154 → "15 of 100", 0.004 → "fewer than 1 of 100". */
export function ofHundred(p: number | null): string {
  if (p === null) return '…';
  if (p === 0) return '0 of 100';
  if (p < 0.01) return 'fewer than 1 of 100';
  if (p > 0.99) return 'more than 99 of 100';
  return `${Math.round(p * 100)} of 100`;
}

/** "2026-01-26" → "26 January 2026", "2026-02" → "February 2026"; anything else stays as it is. */
export function dateInWords(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return long(new Date(`${text}T00:00:00Z`));
  if (/^\d{4}-\d{2}$/.test(text)) return dateText(new Date(`${text}-01T00:00:00Z`), 'month');
  return text;
}

/** "2026-11-24T18:02Z" → "24 November 2026, 18:02 UTC"; anything else stays as it is. */
export function momentInWords(text: string): string {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?Z$/.exec(text) ?? [];
  return day === undefined ? text : `${dateInWords(day)}, ${time} UTC`;
}

/** An amount of a total to three figures at most, two below ten: 24,561 → "24,600"; "<0.01" rather than a false 0. */
export function amount(value: number | null): string {
  if (value === null) return '…';
  const size = Math.abs(value);
  if (size > 0 && size < 0.01) return value < 0 ? '−<0.01' : '<0.01';
  return plain(Number(value.toPrecision(size >= 10 ? 3 : 2)));
}

/** An id used where no label was given: `border_reinforcement` → "Border reinforcement". Labels pass through. */
export function labelOf(label: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(label)) return label;
  const words = label.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "wants a deal (+), rejects it (-)" → ["rejects it", "wants a deal"]: what the two ends of a stance mean. */
export function polesOf(issue: string): readonly [string, string] {
  const plus = /(?:^|,\s*)([^,(]+(?:,[^,(]+)*?)\s*\(\+\)/.exec(issue)?.[1]?.trim();
  const minus = /\(\+\),\s*(.+?)\s*\(-\)/.exec(issue)?.[1]?.trim();
  const plusWords = plus ?? issue;
  return [minus ?? `against: ${plusWords}`, plusWords];
}

/** A state's name inside a table or a chip: as the scenario writes it, ids without underscores. */
export function stateLabel(label: string): string {
  return label.replaceAll('_', ' ');
}

const phrases: Readonly<Record<string, string>> = { negotiated_end: 'a negotiated end' };

/** A cause inside a sentence: "a negotiated end", "force". Labels that open with a name keep their capital. */
export function phraseOf(id: string, label: string): string {
  const known = phrases[id];
  if (known !== undefined) return known;
  const named = labelOf(label);
  return label === id || /^(A|An|The) /.test(named) ? named.charAt(0).toLowerCase() + named.slice(1) : named;
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${numberText(n)} ${n === 1 ? one : many}`;
}
