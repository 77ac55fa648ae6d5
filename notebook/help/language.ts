// Which language and number formats the page speaks: chosen from the document's `lang` or the browser's languages. Enters: language tags. Leaves: numbers, shares and dates as that language writes them, and the direction of its script.

/** Languages with a table of strings (strings.ts). */
export const languages = [
  { tag: 'en', name: 'English' },
  { tag: 'de', name: 'Deutsch' },
] as const;
export type LanguageTag = (typeof languages)[number]['tag'];

/** Plain English counts and dates in the British way: day before month. */
const plainEnglish = 'en-GB';

let chosen: string | null = null;

/** The tag that numbers and dates follow: what was set, else the document's `lang`, else British English. */
export function locale(): string {
  const tag = chosen ?? (typeof document === 'undefined' ? '' : document.documentElement.lang);
  return tag === '' || tag === 'en' ? plainEnglish : tag;
}

/** Follows a tag from now on; null: the document's again. A tag that no browser knows is refused. */
export function setLocale(tag: string | null): void {
  if (tag !== null && Intl.getCanonicalLocales(tag).length === 0) return;
  chosen = tag;
}

/** The first of the reader's languages that has strings; English when none has. */
export function languageFor(wanted: readonly string[]): LanguageTag {
  for (const tag of wanted) {
    const found = languages.find((l) => l.tag === tag.toLowerCase().split('-')[0]);
    if (found) return found.tag;
  }
  return 'en';
}

const fromRightToLeft = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

export function directionOf(tag: string): 'ltr' | 'rtl' {
  return fromRightToLeft.has(tag.toLowerCase().split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

export function numberText(value: number, options: Intl.NumberFormatOptions = {}): string {
  const key = `${locale()} ${JSON.stringify(options)}`;
  let format = numberFormats.get(key);
  if (!format) numberFormats.set(key, (format = new Intl.NumberFormat(locale(), options)));
  return format.format(value);
}

/** 0.154 → "15%" or "15 %"; never a false 0 or 100. An exact 0 stays 0. `digits` after the point. */
export function shareText(p: number | null, digits = 0): string {
  if (p === null) return '…';
  const say = (x: number): string =>
    numberText(x, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits });
  const least = 10 ** -(digits + 2);
  if (p === 0) return numberText(0, { style: 'percent' });
  if (p < least) return `<${say(least)}`;
  if (p > 1 - least) return `>${say(1 - least)}`;
  return say(p);
}

const dateStyles = {
  long: { day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short' },
  month: { month: 'long', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** In UTC: days of the calendar, not moments. */
export function dateText(date: Date, style: keyof typeof dateStyles = 'long'): string {
  const key = `${locale()} ${style}`;
  let format = dateFormats.get(key);
  if (!format)
    dateFormats.set(key, (format = new Intl.DateTimeFormat(locale(), { ...dateStyles[style], timeZone: 'UTC' })));
  return format.format(date);
}

/** "a, b and c" as the language joins. */
export function listText(parts: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(parts);
}

/** Puts values where a string has `{name}`. A value that is missing leaves its name, so that a test sees it. */
export function fill(template: string, values: Readonly<Record<string, string | number>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}
