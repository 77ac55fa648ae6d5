// The kinds of cells: their names, what they are for, and how a new one begins.
import type { Bench } from '../bench.ts';
import type { Cell, CellKind } from '../document/document.ts';

const kinds: readonly { readonly kind: CellKind; readonly label: string; readonly what: string }[] = [
  { kind: 'text', label: 'Text', what: 'notes in Markdown' },
  { kind: 'question', label: 'Question', what: 'a prompt, the reader’s answer, a hidden model answer' },
  { kind: 'compare', label: 'Comparison', what: 'a chart of the variants, as it is now' },
  { kind: 'formula', label: 'Formula', what: 'arithmetic over the results' },
  { kind: 'code', label: 'Code', what: 'JavaScript and Plot, shut off from the page' },
  { kind: 'parameters', label: 'Sliders', what: 'a few inputs of the selected variant' },
  { kind: 'variants', label: 'Variants', what: 'a table of some variants' },
  { kind: 'sensitivity', label: 'Sensitivity', what: 'one or two inputs against an outcome' },
  { kind: 'statechart', label: 'Statechart', what: 'where things stand on a day' },
  { kind: 'evidence', label: 'Evidence', what: 'what stands behind an input' },
  { kind: 'replay', label: 'Replay', what: 'one sampled run as a story' },
];

export const cellKinds = kinds;

export function labelOfKind(kind: CellKind): string {
  return kinds.find((k) => k.kind === kind)!.label;
}

/** A new cell of a kind, set to what the page shows now. The document gives it its id. */
export function freshCell(kind: CellKind, { document, model }: Pick<Bench, 'document' | 'model'>): Cell {
  const common = { id: 'new', collapsed: false };
  const strongest = model.inputs.filter((i) => i.idle === null);
  const { outcome, day } = document;
  switch (kind) {
    case 'text':
      return { ...common, kind, source: '' };
    case 'question':
      return { ...common, kind, prompt: '', answer: '', model: '' };
    case 'parameters':
      return { ...common, kind, inputs: strongest.slice(0, 3).map((i) => i.id) };
    case 'variants':
      return { ...common, kind, variants: null };
    case 'compare':
      return { ...common, kind, view: document.view === 'paths' ? 'day' : document.view, outcome, day, variants: null };
    case 'sensitivity':
      return { ...common, kind, outcome, day, x: strongest[0]?.id ?? 'none', y: null };
    case 'statechart':
      return { ...common, kind, day };
    case 'evidence':
      return { ...common, kind, input: strongest.find((i) => i.evidence.length > 0)?.id ?? null };
    case 'replay':
      return { ...common, kind, variant: null, seed: 1, path: 0 };
    case 'formula':
      return { ...common, kind, name: freshName(document, 'result'), source: '' };
    case 'code':
      return { ...common, kind, name: '', source: '' };
  }
}

function freshName(document: Bench['document'], wanted: string): string {
  const taken = new Set(document.cells.flatMap((c) => ('name' in c ? [c.name] : [])));
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted}_${n}`;
    if (!taken.has(name)) return name;
  }
}
