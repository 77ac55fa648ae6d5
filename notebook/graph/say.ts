// A cell's value in words.
import { tableOf, textOf } from '../sandbox/show.ts';
import { finePercent, plain } from '../words.ts';

/** One line: `0.4`, `true`, `"deal"`, `12 rows`. A probability also in per cent. */
export function valueInWords(value: unknown, isProbability = false): string {
  if (typeof value === 'number') {
    const number = Number.isFinite(value) ? plain(value) : String(value);
    return isProbability && value >= 0 && value <= 1 ? `${finePercent(value)} (${number})` : number;
  }
  if (Array.isArray(value) && tableOf(value) !== null) return `${value.length} ${value.length === 1 ? 'row' : 'rows'}`;
  return textOf(value);
}
