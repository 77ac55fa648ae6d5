// A document full of a stranger's words on the shipped scenario, as the makers of exports take it; for the tests in Node and in the browser.
import { type DocumentVariant, documentOf, type NotebookDocument } from '../notebook/document/document.ts';
import { loadEvidence } from '../notebook/evidence.ts';
import type { Content } from '../notebook/export/content.ts';
import type { Provenance } from '../notebook/export/provenance.ts';
import { nothingKnown } from '../notebook/figures.ts';
import { firstModel, firstScenario } from '../notebook/shipped.ts';

export const hostile = {
  markup: '<img src=x onerror=alert(1)>',
  quotes: `"'><b>&amp;`,
  formula: '=cmd|"/C calc"!A0',
  script: '</script><script>alert(2)</script><!--',
} as const;

export const model = firstModel();
export const shipped = model.shipped!;
const opening = documentOf(model.view, 'deal', firstScenario);

export const provenance: Provenance = {
  title: model.view.title,
  scenario: model.view.id,
  asOf: model.view.asOf,
  engine: 'standoff 0.1.0',
  inputs: shipped.inputs,
  file: model.file,
  fileHash: shipped.run.source.sha256,
  edited: false,
  document: 'n-0123456789abcdef',
  made: '2026-02-03T10:00:00Z',
  seeds: [],
};

export const own: DocumentVariant = {
  ...opening.variants[0]!,
  id: 'own-1',
  label: hostile.markup,
  origin: 'own',
  changes: { ...opening.variants[0]!.changes, parameters: { gap_between_terms: 2 } },
  notes: { gap_between_terms: { who: hostile.quotes, when: '2026-02-03T09:00Z', why: hostile.script } },
};

export const document: NotebookDocument = {
  ...opening,
  id: provenance.document,
  title: hostile.script,
  author: hostile.quotes,
  variants: [...opening.variants, own],
  selected: own.id,
  cells: [
    {
      id: 'c1',
      collapsed: false,
      kind: 'text',
      source: `### ${hostile.markup}\n\n[x](javascript:alert(3)) ![y](https://example.org/y.png)`,
    },
    { id: 'c2', collapsed: false, kind: 'question', prompt: 'Why?', answer: hostile.markup, model: 'Because.' },
    { id: 'c3', collapsed: false, kind: 'formula', name: 'gap', source: 'p("deal")' },
    { id: 'c4', collapsed: false, kind: 'code', name: '', source: hostile.script },
    { id: 'c5', collapsed: false, kind: 'compare', view: 'day', outcome: 'deal', day: 90, variants: null },
    { id: 'c6', collapsed: false, kind: 'replay', variant: 'base', seed: 7, path: 3 },
    { id: 'c7', collapsed: false, kind: 'evidence', input: 'USA.negotiation' },
    { id: 'c8', collapsed: false, kind: 'parameters', inputs: ['gap_between_terms'] },
    { id: 'c9', collapsed: false, kind: 'variants', variants: ['base', 'own-1'] },
    { id: 'c10', collapsed: false, kind: 'sensitivity', outcome: 'deal', day: 90, x: 'gap_between_terms', y: null },
    { id: 'c11', collapsed: false, kind: 'statechart', day: 90 },
  ],
};

export async function contentOf(more: Partial<Content> = {}): Promise<Content> {
  return {
    model,
    document,
    base: opening.variants[0]!,
    selected: own,
    knownOf: (v) => {
      const result = shipped.run.variants.find((r) => r.id === v.id);
      return result === undefined ? nothingKnown : { result, curves: shipped.curves.variants[v.id] ?? {} };
    },
    provenance,
    evidence: await loadEvidence(),
    outputs: new Map([
      ['c3', { text: '0.42' }],
      ['c4', { picture: 'https://example.org/track.png' }],
    ]),
    drivers: [],
    chart: null,
    limits: model.view.caveats,
    language: { tag: 'en', direction: 'ltr' },
    ...more,
  };
}
