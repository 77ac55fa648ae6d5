// Intervals over the inputs' ranges on demand: the selected variant and base with all inputs drawn together, so that their difference has an interval too. Enters: an outcome and a day. Leaves: what the draws so far say.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { contentKey, toVariantView } from '../document/document.ts';
import type { Target } from '../figures.ts';
import { idleIn } from '../inputs.ts';
import { valueAt } from '../sensitivity/line.ts';
import { useSettled } from '../sensitivity/use-settled.ts';
import { type Solves, useSolves, type Wanted } from '../sensitivity/use-solves.ts';
import { drawsOf, middleOf } from './draws.ts';

export type Interval = readonly [number, number];

export interface Ranges {
  /** 5–95 per cent by variant id; variants without are left out. */
  readonly intervals: ReadonlyMap<string, Interval>;
  /** Of the selected variant's difference to base, draw by draw; null: not known, or base is selected. */
  readonly difference: Interval | null;
  /** Draws behind them. */
  readonly draws: number;
  readonly asked: boolean;
  readonly ask: () => void;
  readonly solves: Solves;
}

const count = 64;

export function useRanges(target: Target, day: number, scope: string): Ranges {
  const { model, base } = useBench();
  const selected = useSettled();
  const variants = selected.id === base.id ? [base] : [base, selected];
  const key = JSON.stringify([model.key, variants.map((v) => [v.id, contentKey(v)])]);
  const [asked, setAsked] = useState<string | null>(null);
  const active = asked === key;
  const wanted = useMemo((): readonly Wanted[] => {
    if (!active) return [];
    const drawn = variants.map((v) => {
      const live = model.inputs.filter((i) => idleIn(v, i, model.view.switches) === null);
      return drawsOf(live, toVariantView(v), count);
    });
    // A pair at a time, so that differences sharpen with the rest.
    return Array.from({ length: count }, (_, k) =>
      drawn.map((draws, i) => ({ id: `${variants[i]!.id} ${k}`, variant: draws[k]! })),
    ).flat();
  }, [active, key]);
  const outcomes = useMemo(() => [target.outcome], [target.outcome]);
  const solves = useSolves(wanted, outcomes, `ranges${scope}`, false);
  const [start, setStart] = useState(0);
  useEffect(() => {
    if (start > 0 && active) solves.start();
  }, [start]);

  const valuesOf = (id: string): readonly (number | null)[] =>
    active ? Array.from({ length: count }, (_, k) => valueAt(solves.known.get(`${id} ${k}`), target, day)) : [];
  const known = (values: readonly (number | null)[]): number[] => values.flatMap((v) => v ?? []);
  const [ofBase, ofSelected] = [valuesOf(base.id), valuesOf(selected.id)];
  const pairs = ofSelected.map((v, k) => (v === null || ofBase[k] == null ? null : v - ofBase[k]!));
  const intervals = new Map(
    [
      [base.id, middleOf(known(ofBase))] as const,
      ...(selected.id === base.id ? [] : [[selected.id, middleOf(known(ofSelected))] as const]),
    ].flatMap(([id, interval]) => (interval === null ? [] : [[id, interval] as const])),
  );
  return {
    intervals,
    difference: selected.id === base.id ? null : middleOf(known(pairs)),
    draws: known(ofSelected).length,
    asked: active,
    ask: () => {
      setAsked(key);
      setStart((n) => n + 1);
    },
    solves,
  };
}
