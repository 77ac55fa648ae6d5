// Numbers and tables for the eye. A probability is never rounded to a certainty: whatever lies between is "<1%" or ">99%", however little it is, and only the numbers 0 and 1 themselves are "0" and "100%".
import Table from 'cli-table3';
import type { Configuration, Days, Probability } from '../vocabulary/units.ts';
import { width } from './terminal.ts';

export function percent(p: Probability): string {
  if (p === 0) return '0';
  if (p === 1) return '100%';
  if (p < 0.01) return '<1%';
  if (p > 0.99) return '>99%';
  return `${Math.round(100 * p)}%`;
}

/** A difference of probabilities in percentage points, signed. */
export function points(difference: number): string {
  if (difference === 0) return '0';
  const size = Math.abs(100 * difference);
  return `${difference > 0 ? '+' : '−'}${size < 0.1 ? '<0.1' : size.toFixed(1)}`;
}

/** From here on a number is written with an exponent: nobody counts sixteen digits, and a double does not have many more. */
const exponentFrom = 1e15;

/** A whole number with separators, in the English way; loading the tables of languages for it takes a fresh process 16 ms. */
const grouped = (n: number): string => String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** Four significant digits; large numbers whole, with separators, and from 1e15 on with an exponent. */
export function quantity(value: number): string {
  if (Math.abs(value) === Number.POSITIVE_INFINITY) return value > 0 ? 'infinite' : '−infinite';
  if (Math.abs(value) >= exponentFrom) return value.toExponential(3);
  if (Math.abs(value) >= 1000) return grouped(Math.round(value));
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
}

/** An expectation of a result: null where it is infinite. */
export const expectation = (value: number | null): string => quantity(value ?? Number.POSITIVE_INFINITY);

export function signed(value: number): string {
  const size = Math.abs(value);
  return `${value < 0 ? '−' : '+'}${size >= exponentFrom ? quantity(size) : size.toFixed(2)}`;
}

export const whole = (n: number): string => (Math.abs(n) >= exponentFrom ? n.toExponential(3) : grouped(n));
export const count = (n: number, one: string, many = `${one}s`): string => `${whole(n)} ${n === 1 ? one : many}`;

/** The calendar date of a day; null when the scenario has no start date, or the day lies after the year 9999, where dates have no four-digit year. */
export function dateOf(startDate: string | undefined, day: Days): string | null {
  if (startDate === undefined) return null;
  const at = Date.parse(`${startDate}T00:00:00Z`) + Math.floor(day) * 86_400_000;
  return at < afterLastYear ? new Date(at).toISOString().slice(0, 10) : null;
}

const afterLastYear = Date.UTC(10_000, 0, 1);

export function dayText(startDate: string | undefined, day: Days): string {
  const date = dateOf(startDate, day);
  return date === null ? `day ${day}` : `day ${day} (${date})`;
}

/** Where a configuration differs from another one; "at the start" where it does not. */
export function whereText(configuration: Configuration, start: Configuration): string {
  const differing = Object.entries(configuration).filter(([region, state]) => start[region] !== state);
  return differing.length === 0 ? 'at the start' : differing.map(([region, state]) => `${region}.${state}`).join(', ');
}

export type Cell = string;

const plain = {
  chars: {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '',
    'left-mid': '',
    mid: '',
    'mid-mid': '',
    right: '',
    'right-mid': '',
    middle: '  ',
  },
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
};

/** A table without lines; the first `left` columns to the left, the others to the right. */
export function table(head: readonly Cell[], rows: readonly (readonly Cell[])[], left = 1): string {
  const colAligns = head.map((_, k) => (k < left ? ('left' as const) : ('right' as const)));
  const body = new Table({ ...plain, head: [...head], colAligns });
  body.push(head.map((h) => '─'.repeat(h.length)));
  for (const row of rows) body.push([...row]);
  return body
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** The same for any number of columns: as many at a time as fit beside the first one. */
export function wideTable(head: readonly Cell[], rows: readonly (readonly Cell[])[]): string {
  const widthOf = (k: number): number => Math.max(head[k]!.length, ...rows.map((r) => r[k]!.length));
  const room = width() - widthOf(0);
  const groups: number[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (let k = 1; k < head.length; k++) {
    const needed = widthOf(k) + 2;
    if (used + needed > room) {
      groups.push([]);
      used = 0;
    }
    groups.at(-1)!.push(k);
    used += needed;
  }
  return groups
    .map((columns) =>
      table(
        [head[0]!, ...columns.map((k) => head[k]!)],
        rows.map((r) => [r[0]!, ...columns.map((k) => r[k]!)]),
      ),
    )
    .join('\n\n');
}

/** RFC 4180. */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  const cell = (value: string | number | null): string => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => row.map(cell).join(',')).join('\n');
}
