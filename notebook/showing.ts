// What to show of a variant while its answer is on the way: the exact figures where they are known, else the newest ones of the same variant, else those it was copied from.
import { contentKey, type DocumentVariant } from './document/document.ts';
import { type Known, nothingKnown } from './figures.ts';
import type { WorkState } from './work.ts';

export type KnownOf = (variant: DocumentVariant) => Known;

/** Exact figures laid over older ones. */
export function laidOver(exact: Known | undefined, older: Known | undefined): Known {
  if (exact === undefined || older === undefined || exact === older) return exact ?? older ?? nothingKnown;
  if (exact.result === null) return older;
  const outcomes = { ...older.result?.outcomes, ...exact.result.outcomes };
  const rewards = { ...older.result?.rewards, ...exact.result.rewards };
  return {
    result: { ...older.result, ...exact.result, outcomes, rewards },
    curves: { ...older.curves, ...exact.curves },
  };
}

/** A lookup that gives the same object for the same figures, so that a chart redraws only when they change. */
export function createShowing(): (state: WorkState, before: Known | undefined) => KnownOf {
  const memory = new Map<string, { exact: Known | undefined; older: Known | undefined; shown: Known }>();
  return (state, before) => (variant) => {
    const exact = state.known.get(contentKey(variant));
    if (exact?.computed) return exact;
    const older = state.latest.get(variant.id) ?? (variant.origin === 'own' ? before : undefined);
    const last = memory.get(variant.id);
    if (last !== undefined && last.exact === exact && last.older === older) return last.shown;
    const shown = laidOver(exact, older);
    memory.set(variant.id, { exact, older, shown });
    return shown;
  };
}

/** Some of these outcomes are not known for the variant as it is now. */
export function isStale(state: WorkState, variant: DocumentVariant, outcomes: readonly string[]): boolean {
  const have = state.known.get(contentKey(variant))?.result?.outcomes;
  return outcomes.some((id) => have?.[id] === undefined);
}
