// Expected totals (rewards) of variants: shipped where the variant is, else solved on demand, one variant after another. Enters: variants, and whether anybody looks. Leaves: what is known of each.
import { useEffect, useId, useState } from 'preact/hooks';
import type { RewardResult } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { contentKey, type DocumentVariant, toVariantView } from '../document/document.ts';

/** Names a total beside outcomes, which may have the same id. */
export const totalKey = (reward: string): string => `total ${reward}`;

export type Totals = Readonly<Record<string, RewardResult>>;

const remembered = 300;
/** By model and content of the variant. */
const solved = new Map<string, Totals>();

/** What is known of a variant's totals; null until they are solved. Solves only while `due`. */
export function useTotals(
  variants: readonly DocumentVariant[],
  due: boolean,
): (variant: DocumentVariant) => Totals | null {
  const { model, ask, drag } = useBench();
  const [, setCount] = useState(0);
  const id = useId();
  const ids = model.view.rewards.map((r) => r.id);
  const keyOf = (v: DocumentVariant): string => `${model.key} ${contentKey(v)}`;
  const shippedOf = (v: DocumentVariant): Totals | null => {
    const rewards = v.origin === 'file' ? model.shipped?.run.variants.find((r) => r.id === v.id)?.rewards : undefined;
    return rewards !== undefined && ids.every((id) => Object.hasOwn(rewards, id)) ? rewards : null;
  };
  const totalsOf = (v: DocumentVariant): Totals | null => solved.get(keyOf(v)) ?? shippedOf(v);
  const missing = due && drag === null && ids.length > 0 ? variants.filter((v) => totalsOf(v) === null) : [];
  const keys = missing.map(keyOf).join('\n');
  useEffect(() => {
    if (keys === '') return;
    const abort = new AbortController();
    const run = async (): Promise<void> => {
      for (const v of missing) {
        const answered = await ask(
          'solve',
          { variant: toVariantView(v), outcomes: [], rewards: ids },
          { lane: `totals ${id}`, priority: 3, signal: abort.signal },
        );
        // Nobody waits for it, or another scenario took the bench.
        if (abort.signal.aborted || answered === null) return;
        // A variant that cannot be solved has no totals; the sentence says why.
        solved.set(keyOf(v), answered.value?.rewards ?? {});
        if (solved.size > remembered) solved.delete(solved.keys().next().value!);
        setCount((n) => n + 1);
      }
    };
    const soon = setTimeout(() => void run(), 200);
    return () => {
      clearTimeout(soon);
      abort.abort();
    };
  }, [keys]);
  return totalsOf;
}
