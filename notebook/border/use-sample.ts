// Totals by sampling: what no exact answer gives, their quantiles. Enters: a variant and a number of runs. Leaves: estimates that sharpen, with the number of runs behind them.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SampleSummary } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { contentKey, type DocumentVariant, toVariantView } from '../document/document.ts';

export const seed = 1;

export interface Sampling {
  readonly summary: SampleSummary | null;
  readonly running: boolean;
  /** Share done, 0…1. */
  readonly done: number;
  readonly failed: string | null;
  readonly start: () => void;
  readonly cancel: () => void;
}

const finished = new Map<string, SampleSummary>();
const remembered = 60;

export function useSample(variant: DocumentVariant, runs: number): Sampling {
  const { model, ask } = useBench();
  const key = `${model.key} ${runs} ${contentKey(variant)}`;
  const [state, setState] = useState<{
    readonly key: string;
    readonly partial: SampleSummary | null;
    readonly done: number;
    readonly running: boolean;
    readonly failed: string | null;
  } | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), [key]);

  const start = (): void => {
    abort.current?.abort();
    const mine = new AbortController();
    abort.current = mine;
    setState({ key, partial: null, done: 0, running: true, failed: null });
    void ask(
      'sample',
      { variant: toVariantView(variant), seed, count: runs },
      {
        lane: `sample ${variant.id}`,
        priority: 2,
        signal: mine.signal,
        progress: (done, partial) =>
          mine.signal.aborted || setState({ key, partial, done, running: true, failed: null }),
      },
    ).then((answered) => {
      if (mine.signal.aborted || answered === null) return;
      if (answered.value === null) {
        const failed = answered.problems.map((p) => p.message).join('; ') || 'it could not be sampled';
        setState({ key, partial: null, done: 0, running: false, failed });
        return;
      }
      finished.set(key, answered.value);
      if (finished.size > remembered) finished.delete(finished.keys().next().value!);
      setState({ key, partial: null, done: 1, running: false, failed: null });
    });
  };
  const cancel = (): void => {
    abort.current?.abort();
    setState(null);
  };
  const mine = state?.key === key ? state : null;
  return {
    summary: finished.get(key) ?? mine?.partial ?? null,
    running: mine?.running ?? false,
    done: mine?.done ?? 0,
    failed: mine?.failed ?? null,
    start,
    cancel,
  };
}
