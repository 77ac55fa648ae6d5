// Results of variants → exact differences against one of them. No sampling noise: both sides are solved.
import type { VariantResult } from './result.ts';

export interface DifferenceRow {
  /** outcome or `race.cause` */
  readonly outcome: string;
  readonly day: string;
  readonly base: number;
  readonly value: number;
  /** value − base: a probability difference in [−1, 1]. */
  readonly difference: number;
  /** Already so at the start, in the base or in the variant: the difference is by definition. In a race also where a cause is already so in one of the two only: without that cause the race is another one, and its numbers differ for that alone. */
  readonly already: boolean;
}

export interface Comparison {
  readonly variant: string;
  readonly against: string;
  readonly rows: readonly DifferenceRow[];
  readonly rewards: readonly {
    readonly reward: string;
    readonly base: number | null;
    readonly value: number | null;
    readonly difference: number | null;
    readonly unit: string;
  }[];
}

/** Flat view of the probabilities: outcome or `race.cause` → day → p. */
export function probabilitiesOf(
  result: VariantResult,
): Map<string, { byDay: Record<string, number>; already: boolean }> {
  const flat = new Map<string, { byDay: Record<string, number>; already: boolean }>();
  for (const [id, o] of Object.entries(result.outcomes)) {
    if (o.kind !== 'race') {
      flat.set(id, { byDay: o.byDay, already: o.already });
      continue;
    }
    const causes = new Set(Object.values(o.byDay).flatMap((row) => Object.keys(row)));
    for (const cause of causes)
      flat.set(`${id}.${cause}`, {
        byDay: Object.fromEntries(Object.entries(o.byDay).map(([d, row]) => [d, row[cause]!])),
        already: false,
      });
  }
  return flat;
}

export function compareVariants(result: VariantResult, base: VariantResult): Comparison {
  const against = probabilitiesOf(base);
  const changed = changedRaces(result, base);
  const rows = [...probabilitiesOf(result)].flatMap(([outcome, { byDay, already }]) => {
    const other = against.get(outcome);
    if (!other) return [];
    const byDefinition = already || other.already || changed.has(outcome);
    return Object.entries(byDay).flatMap(([day, value]) => {
      const p = other.byDay[day];
      return p === undefined ? [] : [{ outcome, day, base: p, value, difference: value - p, already: byDefinition }];
    });
  });
  const rewards = Object.entries(result.rewards).flatMap(([reward, r]) => {
    const b = base.rewards[reward];
    if (!b) return [];
    return [
      {
        reward,
        base: b.mean,
        value: r.mean,
        difference: r.mean === null || b.mean === null ? null : r.mean - b.mean,
        unit: r.unit,
      },
    ];
  });
  return { variant: result.id, against: base.id, rows, rewards };
}

/** `race.cause` of every race that runs between different causes in the two results. */
function changedRaces(result: VariantResult, base: VariantResult): Set<string> {
  const names = Object.entries(result.outcomes).flatMap(([id, o]) => {
    const b = base.outcomes[id];
    if (o.kind !== 'race' || b?.kind !== 'race') return [];
    const same = o.already.length === b.already.length && o.already.every((cause) => b.already.includes(cause));
    return same ? [] : Object.values(o.byDay).flatMap((row) => Object.keys(row).map((cause) => `${id}.${cause}`));
  });
  return new Set(names);
}
