// Colleagues' documents → rows of one table: their own variants on the scenario of this page, what could not be mixed in, and the spread of each outcome.
import type { ScenarioView, VariantResult } from '../../engine/index.ts';
import type { DocumentVariant, NotebookDocument } from '../document/document.ts';
import type { FileEntry } from '../document/files.ts';
import { fitted } from '../document/fit.ts';
import { type Figure, figureOf, type Target } from '../figures.ts';

export interface Row {
  /** Place among the files, and variant. */
  readonly key: string;
  readonly file: string;
  /** Who made it: the document's author, else the file's name. */
  readonly author: string;
  readonly title: string;
  readonly variant: DocumentVariant;
  /** Changes that have no place in the scenario of this page. */
  readonly setAside: number;
}

export interface Apart {
  readonly file: string;
  readonly author: string;
  readonly why: string;
}

export interface Gathered {
  readonly rows: readonly Row[];
  readonly apart: readonly Apart[];
}

export function gathered(
  entries: readonly FileEntry[],
  scenario: NotebookDocument['scenario'],
  view: ScenarioView,
): Gathered {
  const rows: Row[] = [];
  const apart: Apart[] = [];
  for (const [place, { name: file, incoming }] of entries.entries()) {
    const { document } = incoming;
    if (document === null) continue;
    const author = document.author.trim() || file.replace(/(\.standoff)?\.(json|txt)/, '');
    const why = whyApart(document, scenario);
    if (why !== null) {
      apart.push({ file, author, why });
      continue;
    }
    const on = fitted(document, view, incoming.fileVariants);
    const own = on.document.variants.filter((v) => v.origin === 'own');
    if (own.length === 0) apart.push({ file, author, why: 'has no variants of its own' });
    for (const variant of own)
      rows.push({
        key: `${place} ${variant.id}`,
        file,
        author,
        title: document.title,
        variant,
        setAside: on.setAside.filter((u) => u.variant === variant.id).length,
      });
  }
  return { rows, apart };
}

function whyApart(document: NotebookDocument, here: NotebookDocument['scenario']): string | null {
  const there = document.scenario;
  if (there.text === here.text && there.shipped === here.shipped) return null;
  if (there.shipped !== here.shipped)
    return there.shipped === null
      ? 'is about a scenario of its own'
      : `is about another scenario, \`${there.shipped}\``;
  return here.text === null
    ? 'has edited the scenario'
    : there.text === null
      ? 'has the scenario as it ships, this page has an edited one'
      : 'has edited the scenario in another way';
}

/** Null: not solved yet. */
export function figureIn(result: VariantResult | undefined, target: Target, day: number): Figure | null {
  return result === undefined ? null : figureOf({ result, curves: {} }, target, day);
}

export interface Spread {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  readonly count: number;
}

/** Smallest, median and largest; null when there is nothing. */
export function spreadOf(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((v) => v !== null).sort((a, b) => a - b);
  if (known.length === 0) return null;
  const half = (known.length - 1) / 2;
  const middle = (known[Math.floor(half)]! + known[Math.ceil(half)]!) / 2;
  return { low: known[0]!, middle, high: known.at(-1)!, count: known.length };
}

export interface Order {
  /** `author`, `variant` or a target's id. */
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

/** Rows whose value is not known come last, in either direction. */
export function ordered(
  rows: readonly Row[],
  order: Order | null,
  valueFor: (row: Row, target: string) => number | null,
): readonly Row[] {
  if (order === null) return rows;
  const sign = order.direction === 'ascending' ? 1 : -1;
  const byText = (text: (row: Row) => string) => (a: Row, b: Row) => sign * text(a).localeCompare(text(b));
  if (order.column === 'author') return [...rows].sort(byText((r) => r.author));
  if (order.column === 'variant') return [...rows].sort(byText((r) => r.variant.label));
  return [...rows].sort((a, b) => {
    const [x, y] = [valueFor(a, order.column), valueFor(b, order.column)];
    if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0);
    return sign * (x - y);
  });
}
