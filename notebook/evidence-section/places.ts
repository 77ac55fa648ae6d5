// A text that the reader holds, against the records of an article → where each passage stands in it, by hash; and the text cut into pieces for drawing. The text stays where it is: nothing here keeps it.
import { normalNewlines, placeOf, sha256Hex } from '../../engine/index.ts';
import type { ArticleOfRecords } from '../evidence.ts';

/** More than any news article; longer texts are refused, since a passage is looked for at every word. */
export const mostCharacters = 60_000;

export interface Placed {
  readonly text: string;
  /** The very text that the records were made from. */
  readonly same: boolean;
  /** Record id → place; records that are nowhere are left out. */
  readonly places: ReadonlyMap<string, { readonly start: number; readonly end: number; readonly moved: boolean }>;
}

/** Lets the page breathe between two passages. Null when aborted. */
export async function placed(
  article: Pick<ArticleOfRecords, 'sha256' | 'records'>,
  raw: string,
  signal?: AbortSignal,
): Promise<Placed | null> {
  const text = normalNewlines(raw);
  const same = sha256Hex(text) === article.sha256;
  const places = new Map<string, { start: number; end: number; moved: boolean }>();
  for (const r of article.records) {
    if (!same) await new Promise((resolve) => setTimeout(resolve));
    if (signal?.aborted) return null;
    const place = placeOf(r.span, text);
    if (place !== null) places.set(r.id, { ...place, moved: place.start !== r.span.start });
  }
  return { text, same, places };
}

export interface Piece {
  readonly text: string;
  /** Records whose passage covers it. */
  readonly records: readonly string[];
  /** Inside an advertisement, caption or appeal. */
  readonly aside: boolean;
}

/** The text in pieces: cut wherever a passage or an aside begins or ends. */
export function piecesOf(
  text: string,
  places: ReadonlyMap<string, { readonly start: number; readonly end: number }>,
  asides: readonly { readonly start: number; readonly end: number }[],
): readonly Piece[] {
  const spans = [...places].map(([id, p]) => ({ id, ...p }));
  const cuts = [0, text.length, ...[...spans, ...asides].flatMap((s) => [s.start, s.end])]
    .filter((c) => c >= 0 && c <= text.length)
    .sort((a, b) => a - b);
  return cuts.slice(1).flatMap((end, i) => {
    const start = cuts[i]!;
    if (end === start) return [];
    const covers = (s: { readonly start: number; readonly end: number }): boolean => s.start <= start && s.end >= end;
    return [
      { text: text.slice(start, end), records: spans.filter(covers).map((s) => s.id), aside: asides.some(covers) },
    ];
  });
}
