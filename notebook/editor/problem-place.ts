// Where a Problem stands in a text, and the repair that can be written for the reader: a misspelt name for the one that was meant.
import type { Problem } from '../../engine/index.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Offset where a line and column begin, both from 1; null outside of the text. */
export function offsetAt(text: string, line: number, column: number): number | null {
  let start = 0;
  for (let n = 1; n < line; n++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return null;
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  return Math.min(start + column - 1, end < 0 ? text.length : end);
}

/** The word that the Problem is about; one character where there is none. */
export function offsetOfProblem(p: Problem, text: string): Range | null {
  if (p.line === undefined) return null;
  const from = offsetAt(text, p.line, p.column ?? 1);
  if (from === null) return null;
  const end = text.indexOf('\n', from);
  const line = text.slice(from, end < 0 ? undefined : end);
  const word = p.within === undefined ? (/^[\w.-]+/.exec(line)?.[0].length ?? 1) : p.within.length;
  return { from, to: Math.min(text.length, from + Math.max(1, Math.min(word, line.length))) };
}

/** "did you mean `x`?" as a change of the text; null when the text there is not the name in question. */
export function repairOf(p: Problem, text: string): (Range & { readonly insert: string }) | null {
  const meant = /^did you mean `([^`]+)`\?$/.exec(p.repair ?? '')?.[1];
  const wrong = /`([^`]+)`/.exec(p.message)?.[1];
  const place = meant === undefined || wrong === undefined ? null : offsetOfProblem(p, text);
  if (place === null) return null;
  return text.slice(place.from, place.from + wrong!.length) === wrong
    ? { from: place.from, to: place.from + wrong!.length, insert: meant! }
    : null;
}
