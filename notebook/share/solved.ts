// Solves many variants in the background, each content once, out of the cache where it was solved before: a reload goes on where it was.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { VariantResult } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { pieceKey, pieces } from '../document/cache.ts';
import { contentKey, type DocumentVariant, toVariantView } from '../document/document.ts';

export interface Solved {
  /** By content of the variant. */
  readonly results: ReadonlyMap<string, VariantResult>;
  /** What the engine said, by content. */
  readonly failed: ReadonlyMap<string, string>;
  /** Of so many different contents. */
  readonly total: number;
}

/** Two at a time: the engine has two workers, and the pointer comes first in any case. */
const atOnce = 2;

/** `outcomes` and `days` must stay the same objects while they are the same. */
export function useSolved(
  variants: readonly DocumentVariant[],
  outcomes: readonly string[],
  days: readonly number[],
): Solved {
  const { ask, model } = useBench();
  const [solved, setSolved] = useState<Solved>({ results: new Map(), failed: new Map(), total: 0 });
  const newest = useRef(0);
  useEffect(() => {
    const turn = ++newest.current;
    const stop = new AbortController();
    const waiting = new Map(variants.map((v) => [contentKey(v), v]));
    const results = new Map<string, VariantResult>();
    const failed = new Map<string, string>();
    const total = waiting.size;
    const tell = (): void => {
      if (turn === newest.current) setSolved({ results: new Map(results), failed: new Map(failed), total });
    };

    const solveOne = async (content: string, variant: DocumentVariant): Promise<void> => {
      const key = pieceKey(model.key, ['solve', variant.changes, outcomes, days]);
      const known = await pieces().get<VariantResult>(key);
      if (known !== null) return void results.set(content, known);
      const request = { variant: toVariantView(variant), outcomes, rewards: [], days };
      const answered = await ask('solve', request, { priority: 3, signal: stop.signal });
      if (answered === null) return;
      if (answered.value === null) {
        failed.set(content, answered.problems.map((p) => p.message).join('; ') || 'could not be solved');
        return;
      }
      results.set(content, answered.value);
      await pieces().put(key, answered.value);
    };
    const worker = async (): Promise<void> => {
      for (const [content, variant] of waiting) {
        if (stop.signal.aborted) return;
        waiting.delete(content);
        await solveOne(content, variant).catch((error: unknown) => void failed.set(content, String(error)));
        tell();
      }
    };
    tell();
    for (let n = 0; n < atOnce; n++) void worker();
    return () => stop.abort();
  }, [variants, outcomes, days, model]);
  return solved;
}
