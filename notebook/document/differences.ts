// What is not as it was, in words: between a document's making and today (engine, scenario, headline figures), and between two states of one document.
import { engineVersion, type VariantResult } from '../../engine/index.ts';
import { figureOf, type Known, type Target } from '../figures.ts';
import { pointsInWords } from '../words.ts';
import type { DocumentVariant } from './document.ts';
import { entriesOf, type Fitted } from './fit.ts';
import type { NotebookDocument, Seen, Unapplied } from './schema.ts';

export interface Since {
  /** One sentence each. */
  readonly lines: readonly string[];
  readonly setAside: readonly Unapplied[];
  /** Headline figures at the time, and the variant as it was opened; null: the document carried none. */
  readonly seen: { readonly figures: Seen; readonly variant: DocumentVariant } | null;
}

/** `inputs`: SHA-256 of the scenario's canonical base as it is now, null when it is not known. Null: nothing has changed since. */
export function changesSince(
  brought: NotebookDocument,
  now: { readonly engine?: string; readonly inputs: string | null },
  fitted: Fitted,
): Since | null {
  const { engine: was, inputs } = brought.scenario;
  const engine = now.engine ?? engineVersion;
  const lines: string[] = [];
  if (was !== '' && was !== engine) lines.push(`This was made with version ${was} of the engine; it is ${engine} now.`);
  const isOtherScenario = inputs !== '' && now.inputs !== null && inputs !== now.inputs;
  if (isOtherScenario) lines.push('The scenario has changed since: the same variants may have other answers.');
  lines.push(...fitted.remarks, ...fitted.setAside.map(setAsideInWords));
  if (isOtherScenario) lines.push(...fitted.strayCells);
  if (lines.length === 0) return null;
  const { seen } = brought;
  const variant = fitted.document.variants.find((v) => v.id === seen?.variant);
  return {
    lines,
    setAside: fitted.setAside,
    seen: seen === undefined || variant === undefined ? null : { figures: seen, variant },
  };
}

export function setAsideInWords(u: Unapplied): string {
  const what = {
    initial: `the start \`${u.input}\` = \`${u.value}\``,
    parameters: `the parameter \`${u.input}\` = ${u.value}`,
    switches: `the switch \`${u.input}\` = ${u.value === true ? 'on' : 'off'}`,
    stances: `the stance \`${u.input}\` = ${u.value}`,
    disable: `the move \`${u.input}\`, ruled out`,
  }[u.kind];
  return `“${u.label}”: ${what}, has no place in the scenario any more and is set aside.`;
}

/** Figures that a document carries along; null while none is known. */
export function seenOf(known: Known, targets: readonly Target[], variant: string, day: number): Seen | null {
  const figures = targets.flatMap((t): [string, number][] => {
    const { p } = figureOf(known, t, day);
    return p === null || !Number.isFinite(p) ? [] : [[t.id, Math.min(1, Math.max(0, Number(p.toFixed(4))))]];
  });
  return figures.length === 0 ? null : { variant, day, figures: Object.fromEntries(figures) };
}

export interface Moved {
  readonly target: Target;
  readonly before: number;
  readonly after: number;
  readonly words: string;
}

/** Figures that are half a point or more from where they were. `unknown`: those that nothing is known of any more. */
export function movedFigures(
  seen: Seen,
  result: VariantResult,
  targets: readonly Target[],
): { readonly moved: readonly Moved[]; readonly unknown: readonly string[] } {
  const known: Known = { result, curves: {} };
  const byId = new Map(targets.map((t) => [t.id, t]));
  const moved: Moved[] = [];
  const unknown: string[] = [];
  for (const [id, before] of Object.entries(seen.figures)) {
    const target = byId.get(id);
    const after = target === undefined ? null : figureOf(known, target, seen.day).p;
    if (target === undefined || after === null) unknown.push(target?.label ?? id);
    else if (Math.abs(after - before) >= 0.005)
      moved.push({ target, before, after, words: pointsInWords(after - before) });
  }
  return { moved: moved.sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before)), unknown };
}

/** What the second document has that the first has not, one sentence each; empty: they are the same. */
export function differencesBetween(mine: NotebookDocument, theirs: NotebookDocument): readonly string[] {
  const lines: string[] = [];
  if (mine.title !== theirs.title) lines.push(`Title: “${mine.title}” here, “${theirs.title}” there.`);
  if (mine.author !== theirs.author) lines.push(`Author: “${mine.author}” here, “${theirs.author}” there.`);
  if (mine.scenario.text !== theirs.scenario.text || mine.scenario.shipped !== theirs.scenario.shipped)
    lines.push('The scenario’s text is not the same.');
  lines.push(...listDifferences(mine.variants, theirs.variants, (v) => `Variant “${v.label}”`, variantDifferences));
  const cellName = (c: NotebookDocument['cells'][number]): string => `Cell \`${c.id}\` (${c.kind})`;
  lines.push(...listDifferences(mine.cells, theirs.cells, cellName, () => 'is not the same'));
  if (lines.length === 0 && JSON.stringify(mine) !== JSON.stringify(theirs))
    lines.push('Only what is looked at differs: variant, outcome, day, order or view.');
  return lines;
}

function listDifferences<T extends { readonly id: string }>(
  mine: readonly T[],
  theirs: readonly T[],
  nameOf: (entry: T) => string,
  compare: (mine: T, theirs: T) => string,
): string[] {
  const there = new Map(theirs.map((t) => [t.id, t]));
  const here = new Map(mine.map((t) => [t.id, t]));
  const both = mine.flatMap((m) => {
    const t = there.get(m.id);
    if (t === undefined) return [`${nameOf(m)} is only here.`];
    return JSON.stringify(m) === JSON.stringify(t) ? [] : [`${nameOf(m)} ${compare(m, t)}.`];
  });
  return [...both, ...theirs.filter((t) => !here.has(t.id)).map((t) => `${nameOf(t)} is only there.`)];
}

function variantDifferences(mine: DocumentVariant, theirs: DocumentVariant): string {
  const values = (v: DocumentVariant): Map<string, string> =>
    new Map(entriesOf(v.changes).map((e) => [`${e.kind} ${e.input}`, String(e.value)]));
  const here = values(mine);
  const there = values(theirs);
  const keys = [...new Set([...here.keys(), ...there.keys()])].filter((k) => here.get(k) !== there.get(k));
  if (mine.label !== theirs.label) return `is called “${theirs.label}” there`;
  if (keys.length === 0) return 'has other notes';
  const shown = keys.slice(0, 4).map((key) => {
    const name = key.slice(key.indexOf(' ') + 1);
    return `${name} ${here.get(key) ?? 'unchanged'} here, ${there.get(key) ?? 'unchanged'} there`;
  });
  return `differs: ${shown.join('; ')}${keys.length > 4 ? `; ${keys.length - 4} more` : ''}`;
}
