// The document with the variant that has the stances as the reader's records have them: made, or brought up to date where it stands already. Pure.
import type { StanceReport, VariantView } from '../../engine/index.ts';
import { type DocumentVariant, insertedAfter, type NotebookDocument, sorted } from '../document/document.ts';
import { signed } from '../words.ts';

export const recordsLabel = 'As your records have it';

/** The document's variant of that name, or null. */
export function recordsVariantIn(document: NotebookDocument): DocumentVariant | null {
  return document.variants.find((v) => v.origin === 'own' && v.label === recordsLabel) ?? null;
}

/** `from`: positions that differ from the file's; the rest stays as base has it. */
export function withRecordsVariant(
  document: NotebookDocument,
  from: Pick<VariantView, 'stances'>,
  report: StanceReport,
  note: { readonly who: string; readonly when: string },
): NotebookDocument {
  const cells = new Map(report.cells.map((c) => [c.id, c]));
  const stances = Object.entries(from.stances ?? {}).filter(([id, p]) => p !== cells.get(id)?.stated.position);
  const before = recordsVariantIn(document);
  const base = document.variants[0]!;
  const made: DocumentVariant = {
    id: before?.id ?? freshId(document),
    label: recordsLabel,
    origin: 'own',
    changes: { ...base.changes, stances: sorted({ ...base.changes.stances, ...Object.fromEntries(stances) }) },
    notes: sorted(
      Object.fromEntries(
        stances.map(([id, position]) => {
          const cell = cells.get(id)!;
          const replaces =
            cell.stated.override === null ? '' : ` In place of the scenario’s override (${cell.stated.override}).`;
          const why = `${signed(position)} pooled from ${cell.pooled.evidence.join(', ')} as of ${report.asOf}.${replaces}`;
          return [id, { ...note, why: why.slice(0, 2000) }];
        }),
      ),
    ),
  };
  const variants =
    before === null
      ? insertedAfter(document.variants, base.id, made)
      : document.variants.map((v) => (v.id === before.id ? made : v));
  return { ...document, variants, selected: made.id };
}

function freshId(document: NotebookDocument): string {
  for (let n = 1; ; n++) if (!document.variants.some((v) => v.id === `own-${n}`)) return `own-${n}`;
}
