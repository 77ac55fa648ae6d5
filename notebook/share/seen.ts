// The document as it leaves the page: with what solved it and the headline figures of its selected variant, so that whoever opens it later can be told what has changed.
import { engineVersion } from '../../engine/index.ts';
import type { Bench } from '../bench.ts';
import { seenOf } from '../document/differences.ts';
import type { NotebookDocument } from '../document/document.ts';

export function documentToShare({ document, model, selected, knownOf }: Bench): NotebookDocument {
  const race = model.targets.filter((t) => t.cause !== null && t.outcome === model.race?.id);
  const seen = seenOf(knownOf(selected), [...race, ...model.keys], selected.id, document.day);
  const { seen: _, ...rest } = document;
  // A model whose text was never solved has the text itself for a key.
  const isHash = /^[0-9a-f]{64}$/.test(model.key);
  const scenario = isHash ? { ...rest.scenario, inputs: model.key, engine: engineVersion } : rest.scenario;
  return seen === null ? { ...rest, scenario } : { ...rest, scenario, seen };
}
