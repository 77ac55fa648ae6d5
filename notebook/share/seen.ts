// The document as it leaves the page: with the headline figures of its selected variant, so that whoever opens it later can be told what has moved.
import type { Bench } from '../bench.ts';
import { seenOf } from '../document/differences.ts';
import type { NotebookDocument } from '../document/document.ts';

export function documentToShare({ document, model, selected, knownOf }: Bench): NotebookDocument {
  const race = model.targets.filter((t) => t.cause !== null && t.outcome === model.race?.id);
  const seen = seenOf(knownOf(selected), [...race, ...model.keys], selected.id, document.day);
  const { seen: _, ...rest } = document;
  return seen === null ? rest : { ...rest, seen };
}
