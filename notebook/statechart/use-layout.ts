// Where the drawing's states and arrows are: as shipped, or laid out by a worker for an edited scenario. Null until known, and when it cannot be drawn.
import { useEffect, useState } from 'preact/hooks';
import type { Layout } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { toVariantView } from '../document/document.ts';
import { layoutFits } from './chart.ts';

const kept = new Map<string, Layout>();

export interface LayoutOf {
  readonly layout: Layout | null;
  readonly problem: string | null;
}

/** @param wanted false: nothing is asked of the engine. */
export function useLayout(wanted: boolean): LayoutOf {
  const { model, base, ask } = useBench();
  const [found, setFound] = useState<{ key: string; layout: Layout | null; problem: string | null } | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const tell = (layout: Layout | null, problem: string | null): void => {
      if (layout !== null) kept.set(model.key, layout);
      if (!abort.signal.aborted) setFound({ key: model.key, layout, problem });
    };
    void (async () => {
      const shipped = kept.get(model.key) ?? (await model.layout());
      if (shipped !== null && layoutFits(shipped, model.view)) return tell(shipped, null);
      if (!wanted || abort.signal.aborted) return;
      const options = { lane: 'statechart-layout', priority: 2, signal: abort.signal };
      const answer = await ask('layout', { variant: toVariantView(base) }, options);
      if (answer !== null) tell(answer.value, answer.value === null ? (answer.problems[0]?.message ?? null) : null);
    })().catch((error: unknown) => tell(null, error instanceof Error ? error.message : String(error)));
    return () => abort.abort();
  }, [model.key, wanted]);
  // After an edit that leaves regions and states alone the last drawing serves until the new one is there.
  const layout = kept.get(model.key) ?? found?.layout ?? null;
  return { layout, problem: found?.key === model.key ? found.problem : null };
}
