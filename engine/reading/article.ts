// Text of a news article plus what is known of it → an Article: paragraphs and sentences with character offsets, and the hash that names the text.
// Offsets count UTF-16 code units of the text with line ends as \n; the text itself never leaves this machine.
import { z } from 'zod';
import { sha256Hex } from '../vocabulary/hash.ts';

/** `[start, end)` in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Shared characters over all characters of two spans, 0…1 (Jaccard index). */
export function overlapOf(a: Span, b: Span): number {
  const shared = Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
  return shared / (a.end - a.start + (b.end - b.start) - shared);
}

export interface Paragraph extends Span {
  /** Lines that are not blank, counted from 1. */
  readonly index: number;
}

export interface Sentence extends Span {
  readonly paragraph: number;
}

const offset = z.number().int().min(0);
export const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written YYYY-MM-DD');
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 has 64 hexadecimal digits');

const located = { start: offset, end: offset, paragraph: z.number().int().min(1), sha256 };
const endsAfterStart = [(s: Span) => s.end > s.start, 'a span ends after it starts'] as const;

/** A span that can be found again: place, and hash of its UTF-8. */
export const anchoredSpanSchema = z.strictObject(located).refine(...endsAfterStart);
export type AnchoredSpan = z.infer<typeof anchoredSpanSchema>;

/** A stretch that is not the story: site, headline, caption, heading, ad, donation, footer. */
export const zoneSchema = z.strictObject({ kind: z.string().min(1), ...located }).refine(...endsAfterStart);

/** What an analyst says of an article; the rest follows from the text. */
export interface ArticleMeta {
  readonly id: string;
  readonly outlet: string;
  /** In our own words, or null. */
  readonly title: string | null;
  readonly published: string;
  /** How the date is known. */
  readonly date_basis: string;
}

/** What is kept of an article without its text. */
export const articleHead = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'an article id has small letters, digits and dashes'),
  outlet: z.string().min(1),
  title: z.string().nullable(),
  published: isoDay,
  date_basis: z.string(),
  sha256,
  length_utf16: z.number().int().min(1),
  paragraphs: z.number().int().min(1),
};

export interface Article extends ArticleMeta {
  readonly text: string;
  readonly sha256: string;
  readonly length_utf16: number;
  readonly paragraphs: readonly Paragraph[];
  readonly sentences: readonly Sentence[];
}

/** An Article at hand. An empty text has no paragraphs and no sentences. */
export function articleOf(text: string, meta: ArticleMeta): Article {
  const normal = normalNewlines(text);
  const paragraphs = paragraphsOf(normal);
  return {
    ...meta,
    text: normal,
    sha256: sha256Hex(normal),
    length_utf16: normal.length,
    paragraphs,
    sentences: paragraphs.flatMap((p) => sentencesOf(normal, p)),
  };
}

/** Line ends of any kind become \n. Every offset in this project refers to the text after this step. */
export function normalNewlines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

function paragraphsOf(text: string): Paragraph[] {
  const found: Paragraph[] = [];
  for (const line of text.matchAll(/[^\n]+/g)) {
    const { start, end } = trimmed(text, line.index, line.index + line[0].length);
    if (end > start) found.push({ index: found.length + 1, start, end });
  }
  return found;
}

/** Words that end in a full stop without ending a sentence. Merging two sentences does less harm than cutting one. */
const abbreviations = new Set(
  `mr mrs ms messrs dr prof st rev hon vs gen lt lt.-gen lt.-col lt.-cmdr maj maj.-gen brig.-gen col capt cmdr cdr
   cpl sgt pvt adm vice-adm brig rep reps sen sens gov pres supt insp amb inc ltd co corp dept univ est approx
   jan feb mar apr jun jul aug sep sept oct nov dec mt ft al cf ca u.s u.k u.n u.a.e e.u d.c e.g i.e a.m p.m`.split(
    /\s+/,
  ),
);
const terminator = /[.!?…]{1,6}["'”’)\]]{0,3}(?=\s+["'“‘([]{0,2}[\p{Lu}\p{N}])/gu;
/** These only before a number: "He said no. Then he left." */
const beforeNumbers = new Set(['no', 'nos', 'vol', 'fig', 'art', 'pp']);
/** After “…?” or “…!” the sentence goes on when the next words say who asks or cries so. */
const goesOn =
  /^\s+(?:\p{Lu}[\p{L}.'’-]{0,30}\s+){1,4}(?:said|says|asked|asks|told|wrote|added|cried|replied|shouted|tweeted|posted)\b/u;
/** A name's initial: "John F. Kennedy", "S. Jaishankar". */
const initial = /(?:^|[\s(])\p{Lu}$/u;

function sentencesOf(text: string, paragraph: Paragraph): Sentence[] {
  const body = text.slice(paragraph.start, paragraph.end);
  const found: Sentence[] = [];
  let from = 0;
  const close = (to: number): void => {
    const { start, end } = trimmed(body, from, to);
    if (end > start)
      found.push({ start: paragraph.start + start, end: paragraph.start + end, paragraph: paragraph.index });
    from = to;
  };
  for (const stop of body.matchAll(terminator)) {
    const end = stop.index + stop[0].length;
    const before = body.slice(Math.max(from, stop.index - 40), stop.index);
    if (stop[0] === '.') {
      const word = /[\p{L}.-]*$/u.exec(before)?.[0].toLowerCase() ?? '';
      if (abbreviations.has(word) || initial.test(before)) continue;
      if (beforeNumbers.has(word) && /^\s+\d/.test(body.slice(end, end + 4))) continue;
    } else if (/^[!?]["'”’]/.test(stop[0]) && goesOn.test(body.slice(end, end + 140))) continue;
    close(end);
  }
  close(body.length);
  return found;
}

function trimmed(text: string, start: number, end: number): Span {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text[from]!)) from++;
  while (to > from && /\s/.test(text[to - 1]!)) to--;
  return { start: from, end: to };
}
