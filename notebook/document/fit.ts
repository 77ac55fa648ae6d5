// A document that was made with another state of the scenario → the same document on the scenario as it is now. The scenario's own variants are taken from the file; changes that have no place any more are set aside in the document, and put back when their names are known again. Nothing is dropped without a word.
import type { ScenarioView } from '../../engine/index.ts';
import { targetsOf } from '../figures.ts';
import type { Incoming } from './codec.ts';
import { fileVariantsOf, sorted } from './document.ts';
import type { Changes, DocumentVariant, NotebookDocument, Unapplied } from './schema.ts';

export interface Fitted {
  readonly document: NotebookDocument;
  /** Set aside this time. */
  readonly setAside: readonly Unapplied[];
  /** What else is not as it was, one sentence each. */
  readonly remarks: readonly string[];
  /** Cells that ask for what the scenario does not have; they are left as they are. */
  readonly strayCells: readonly string[];
}

type Kind = Unapplied['kind'];

export function fitted(
  document: NotebookDocument,
  view: ScenarioView,
  fileVariants: Incoming['fileVariants'] = 'whole',
): Fitted {
  const shipped = fileVariantsOf(view);
  const remarks: string[] = [];
  const isKnown = knownTo(view);

  // Variants: the file's own as they are now, the reader's as they were.
  const placed = fileVariants === 'as shipped' ? shipped : variantsOn(document, shipped, fileVariants, remarks);

  // References: what has no place is set aside, what was set aside before may have one again.
  const setAside: Unapplied[] = [];
  const kept = placed.map((v) => (v.origin === 'file' ? v : withoutUnknown(v, isKnown, setAside)));
  const { variants, waiting } = putBack(kept, document.unapplied ?? [], isKnown, remarks);

  // Where the reader looked.
  const targets = targetsOf(view);
  const outcomes = new Set(targets.flatMap((t) => [t.id, t.outcome]));
  const outcome = outcomes.has(document.outcome) ? document.outcome : (targets[0]?.id ?? document.outcome);
  if (outcome !== document.outcome) remarks.push(`The outcome in focus, \`${document.outcome}\`, no longer exists.`);
  const day = Math.min(document.day, view.horizon);
  if (day !== document.day)
    remarks.push(`Day ${document.day} lies beyond the scenario’s horizon; day ${day} is shown instead.`);
  const selected = variants.some((v) => v.id === document.selected) ? document.selected : variants[0]!.id;

  const { unapplied: _, ...rest } = document;
  const aside = [...waiting, ...setAside];
  return {
    document: { ...rest, variants, outcome, day, selected, ...(aside.length === 0 ? {} : { unapplied: aside }) },
    setAside,
    remarks,
    strayCells: strayCellsOf(document, outcomes),
  };
}

function variantsOn(
  document: NotebookDocument,
  shipped: readonly DocumentVariant[],
  fileVariants: 'whole' | 'named',
  remarks: string[],
): DocumentVariant[] {
  const now = new Map(shipped.map((v) => [v.id, v]));
  const taken = new Set([...now.keys(), ...document.variants.map((v) => v.id)]);
  const placed = document.variants.flatMap((v): DocumentVariant[] => {
    if (v.origin === 'own') return now.has(v.id) ? [{ ...v, id: freshId(taken) }] : [v];
    const present = now.get(v.id);
    if (present !== undefined) return [{ ...present, notes: v.notes }];
    if (fileVariants === 'named') {
      remarks.push(`The scenario no longer has a variant \`${v.id}\`; the link did not hold what it changed.`);
      return [];
    }
    remarks.push(`The scenario no longer has the variant “${v.label}”; it is kept as one of your own.`);
    return [{ ...v, origin: 'own' }];
  });
  // Everything is held against the first variant of the file, which nobody can delete.
  const base = shipped[0]!;
  const first = placed.find((v) => v.id === base.id) ?? base;
  return [first, ...placed.filter((v) => v !== first)];
}

function freshId(taken: Set<string>): string {
  let n = 1;
  while (taken.has(`own-${n}`)) n++;
  taken.add(`own-${n}`);
  return `own-${n}`;
}

/** May this be changed to that? */
type IsKnown = (kind: Kind, input: string, value: unknown) => boolean;

function knownTo(view: ScenarioView): IsKnown {
  const states = new Map(view.regions.map((r) => [r.id, new Set(r.states.map((s) => s.id))]));
  const ids = {
    parameters: new Set(view.parameters.map((p) => p.id)),
    switches: new Set(view.switches.map((s) => s.id)),
    stances: new Set(view.stances.map((s) => s.id)),
    // The view lists no events of nature; those that the file itself rules out are known all the same.
    disable: new Set([
      ...view.moves.map((m) => m.id),
      ...view.nature.map((h) => h.id),
      ...view.variants.flatMap((v) => v.disable ?? []),
    ]),
  };
  return (kind, input, value) =>
    kind === 'initial' ? (states.get(input)?.has(String(value)) ?? false) : ids[kind].has(input);
}

function withoutUnknown(variant: DocumentVariant, isKnown: IsKnown, setAside: Unapplied[]): DocumentVariant {
  const entries = entriesOf(variant.changes);
  const strangers = entries.filter((e) => !isKnown(e.kind, e.input, e.value));
  if (strangers.length === 0) return variant;
  setAside.push(...strangers.map((e) => ({ variant: variant.id, label: variant.label, ...e })));
  return { ...variant, changes: changesOf(entries.filter((e) => !strangers.includes(e))) };
}

function putBack(
  variants: readonly DocumentVariant[],
  before: readonly Unapplied[],
  isKnown: IsKnown,
  remarks: string[],
): { variants: readonly DocumentVariant[]; waiting: readonly Unapplied[] } {
  let result = variants;
  const waiting: Unapplied[] = [];
  for (const u of before) {
    const variant = result.find((v) => v.id === u.variant && v.origin === 'own');
    const entries = variant === undefined ? [] : entriesOf(variant.changes);
    const isFree = !entries.some((e) => e.kind === u.kind && e.input === u.input);
    if (variant === undefined || !isFree || !isKnown(u.kind, u.input, u.value)) {
      waiting.push(u);
      continue;
    }
    const { kind, input, value } = u;
    const changed = { ...variant, changes: changesOf([...entries, { kind, input, value }]) };
    result = result.map((v) => (v === variant ? changed : v));
    remarks.push(`“${variant.label}”: \`${input}\` exists again, and the change that was set aside is back.`);
  }
  return { variants: result, waiting };
}

type Entry = Pick<Unapplied, 'kind' | 'input' | 'value'>;

export function entriesOf(changes: Changes): readonly Entry[] {
  const { disable, ...groups } = changes;
  return [
    ...Object.entries(groups).flatMap(([kind, group]) =>
      Object.entries(group).map(([input, value]): Entry => ({ kind: kind as Kind, input, value })),
    ),
    ...disable.map((input): Entry => ({ kind: 'disable', input, value: true })),
  ];
}

function changesOf(entries: readonly Entry[]): Changes {
  const group = <T>(kind: Kind): Record<string, T> =>
    sorted(Object.fromEntries(entries.filter((e) => e.kind === kind).map((e) => [e.input, e.value as T])));
  return {
    initial: group<string>('initial'),
    parameters: group<number>('parameters'),
    switches: group<boolean>('switches'),
    stances: group<number>('stances'),
    disable: entries.flatMap((e) => (e.kind === 'disable' ? [e.input] : [])).sort(),
  };
}

function strayCellsOf(document: NotebookDocument, outcomes: ReadonlySet<string>): string[] {
  return document.cells.flatMap((cell, i) =>
    'outcome' in cell && !outcomes.has(cell.outcome)
      ? [`Cell ${i + 1} asks for the outcome \`${cell.outcome}\`, which no longer exists.`]
      : [],
  );
}
