// A bench without an engine: the closed forms of fixed.ts answer at once.
import type { ComponentChildren } from 'preact';
import { useMemo, useReducer } from 'preact/hooks';
import type { Answered, JobKind, RequestOf } from '../../engine/work/client.ts';
import { type Bench, BenchProvider } from '../bench.ts';
import { Labels } from '../cells/labels.ts';
import { type NotebookDocument, toVariantView, variantOf } from '../document/document.ts';
import { historyOf, reduce } from '../document/history.ts';
import type { Known } from '../figures.ts';
import { answerTo, knownOf, model, sampleOf } from './fixed.ts';

const known = new WeakMap<object, Known>();

export function knownHere(variant: NotebookDocument['variants'][number]): Known {
  if (!known.has(variant)) known.set(variant, knownOf(toVariantView(variant)));
  return known.get(variant)!;
}

async function ask<K extends JobKind>(kind: K, request: RequestOf<K>): Promise<Answered<K> | null> {
  const { variant, days } = request as RequestOf<'solve'>;
  const value = kind === 'solve' ? answerTo(variant, days) : kind === 'sample' ? sampleOf(variant) : null;
  return { value, problems: [] } as unknown as Answered<K>;
}

export function FixedBench({ of, children }: { readonly of: NotebookDocument; readonly children: ComponentChildren }) {
  const [history, dispatch] = useReducer(reduce, of, historyOf);
  const document = history.present;
  const bench = useMemo<Bench>(
    () => ({
      model,
      document,
      selected: variantOf(document, document.selected),
      base: document.variants[0]!,
      knownOf: knownHere,
      isBusy: () => false,
      dispatch,
      ask,
      drag: null,
    }),
    [document],
  );
  return (
    <BenchProvider value={bench}>
      <Labels.Provider value={model.labelOf}>{children}</Labels.Provider>
    </BenchProvider>
  );
}
