// The document of a scenario as it opens, and what every reader of a document asks of it.
import type { ScenarioView, VariantView } from '../../engine/index.ts';
import type { Changes, DocumentVariant, NotebookDocument } from './schema.ts';

export type * from './schema.ts';

const noChanges: Changes = { initial: {}, parameters: {}, switches: {}, stances: {}, disable: [] };

/** The document a scenario opens with: its own variants, the first one selected, no cells. */
export function documentOf(view: ScenarioView, outcome: string, shipped: string | null = null): NotebookDocument {
  return {
    format: 'standoff-notebook/1',
    id: 'untitled',
    title: '',
    author: '',
    scenario: { shipped, text: null, inputs: '', engine: '' },
    variants: fileVariantsOf(view),
    selected: view.variants[0]?.id ?? 'base',
    outcome,
    day: view.days.at(-1) ?? view.horizon,
    view: 'paths',
    cells: [],
  };
}

/** The variants of the scenario file. */
export function fileVariantsOf(view: ScenarioView): DocumentVariant[] {
  return view.variants.map((v) => ({
    id: v.id,
    label: v.id === 'base' ? 'Base' : (v.label ?? v.id),
    origin: 'file',
    changes: changesOf(v),
    notes: {},
  }));
}

/** The variant with this id; the first one when there is none. */
export function variantOf(document: NotebookDocument, id: string): DocumentVariant {
  return document.variants.find((v) => v.id === id) ?? document.variants[0]!;
}

/** The same answer belongs to the same changes, whatever the variant is called. */
export function contentKey(variant: DocumentVariant): string {
  return JSON.stringify(variant.changes);
}

/** As the engine takes it. */
export function toVariantView(variant: DocumentVariant): VariantView {
  const { initial, parameters, switches, stances, disable } = variant.changes;
  return {
    id: variant.id,
    label: variant.label,
    initial: { ...initial },
    parameters: { ...parameters },
    switches: { ...switches },
    stances: { ...stances },
    disable: [...disable],
  };
}

function changesOf(v: VariantView): Changes {
  return {
    ...noChanges,
    initial: sorted(v.initial ?? {}),
    parameters: sorted(v.parameters ?? {}),
    switches: sorted(v.switches ?? {}),
    stances: sorted(v.stances ?? {}),
    disable: [...(v.disable ?? [])].sort(),
  };
}

export function insertedAfter(
  variants: readonly DocumentVariant[],
  id: string,
  made: DocumentVariant,
): DocumentVariant[] {
  const place = variants.findIndex((v) => v.id === id) + 1;
  return [...variants.slice(0, place), made, ...variants.slice(place)];
}

export function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
