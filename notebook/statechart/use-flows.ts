// The traffic of a variant, asked for in two steps: the reported days, then every day between. While an input is dragged the last answer stays, marked as older.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Flows } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { contentKey, type DocumentVariant, toVariantView } from '../document/document.ts';
import { stopsOf } from './figures.ts';

interface Entry {
  readonly flows: Flows;
  readonly everyDay: boolean;
}

const kept = new Map<string, Entry>();
const mostKept = 24;

function keep(key: string, entry: Entry): void {
  kept.delete(key);
  kept.set(key, entry);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }
}

export interface FlowsOf {
  /** Of the variant as it is, or as it was before a change that is not computed yet; null before the first answer. */
  readonly flows: Flows | null;
  readonly stale: boolean;
  readonly problem: string | null;
}

/** @param wanted false: nothing is asked; what is known is given all the same. */
export function useFlows(variant: DocumentVariant, wanted: boolean, lane: string): FlowsOf {
  const { model, ask, drag } = useBench();
  const [problem, setProblem] = useState<{ key: string; message: string } | null>(null);
  const [, redraw] = useState(0);
  const last = useRef<{ model: string; id: string; flows: Flows } | null>(null);
  const key = `${model.key} ${contentKey(variant)}`;
  const entry = kept.get(key);
  if (entry) last.current = { model: model.key, id: variant.id, flows: entry.flows };

  useEffect(() => {
    if (!wanted || drag !== null || kept.get(key)?.everyDay) return;
    const abort = new AbortController();
    const request = async (days: readonly number[] | null): Promise<boolean> => {
      const options = { lane, priority: days === null ? 1.5 : 3, signal: abort.signal };
      const answer = await ask('flows', { variant: toVariantView(variant), ...(days && { days }) }, options);
      if (answer === null || abort.signal.aborted) return false;
      if (answer.value !== null) keep(key, { flows: answer.value, everyDay: days !== null });
      setProblem(answer.value === null ? { key, message: answer.problems[0]?.message ?? 'no answer' } : null);
      redraw((n) => n + 1);
      return answer.value !== null;
    };
    void (async () => {
      if (kept.has(key) || (await request(null))) await request(stopsOf(model.view));
    })();
    return () => abort.abort();
  }, [key, wanted, drag !== null]);

  const older = last.current?.model === model.key ? last.current.flows : null;
  return {
    flows: entry?.flows ?? older,
    stale: entry === undefined && older !== null,
    problem: problem?.key === key ? problem.message : null,
  };
}
