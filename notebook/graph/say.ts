// A cell's value in words.
import { tableOf, textOf } from '../sandbox/show.ts';
import { finePercent, plain } from '../words.ts';

/** One line: `0.4`, `true`, `"deal"`, `12 rows`. A probability also in per cent; one that is 1 by definition in words. */
export function valueInWords(value: unknown, isProbability = false, already = false): string {
  if (typeof value === 'number') {
    const number = Number.isFinite(value) ? plain(value) : String(value);
    if (isProbability && already) return `already so (${number})`;
    return isProbability && value >= 0 && value <= 1 ? `${finePercent(value)} (${number})` : number;
  }
  if (Array.isArray(value) && tableOf(value) !== null) return `${value.length} ${value.length === 1 ? 'row' : 'rows'}`;
  return textOf(value);
}
