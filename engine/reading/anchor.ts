// A record's span and a text that the reader holds → where the span stands in it, by hash: nothing of the text has to be kept for that.
import { sha256Hex } from '../vocabulary/hash.ts';
import { type AnchoredSpan, normalNewlines, type Span } from './article.ts';

export type Anchoring = 'exact' | 're-anchored' | 'not at hand';
type Anchored = { readonly span: AnchoredSpan } | AnchoredSpan;

/** `exact`: at its own offsets. `re-anchored`: the same words stand elsewhere in the text. `not at hand`: nowhere. */
export function anchor(record: Anchored, text: string): Anchoring {
  const place = placeOf(record, text);
  if (place === null) return 'not at hand';
  return place.start === spanOf(record).start ? 'exact' : 're-anchored';
}

/**
 * Place of a record in the text with line ends as \n, the nearest to its old one when it stands there more than once, or null.
 * Looks at every stretch of the span's length that does not cut a word: one hash per word, a few milliseconds an article.
 */
export function placeOf(record: Anchored, text: string): Span | null {
  const span = spanOf(record);
  const normal = normalNewlines(text);
  const length = span.end - span.start;
  const fits = (start: number): boolean => sha256Hex(normal.slice(start, start + length)) === span.sha256;
  if (span.end <= normal.length && fits(span.start)) return { start: span.start, end: span.end };
  const candidates: number[] = [];
  for (let start = 0; start + length <= normal.length; start++)
    if (isBoundary(normal, start) && isBoundary(normal, start + length)) candidates.push(start);
  candidates.sort((a, b) => Math.abs(a - span.start) - Math.abs(b - span.start));
  const start = candidates.find(fits);
  return start === undefined ? null : { start, end: start + length };
}

const spanOf = (record: Anchored): AnchoredSpan => ('span' in record ? record.span : record);
const wordCharacter = /[\p{L}\p{N}]/u;
const isBoundary = (text: string, at: number): boolean => {
  const [before, after] = [text[at - 1], text[at]];
  return before === undefined || after === undefined || !wordCharacter.test(before) || !wordCharacter.test(after);
};
