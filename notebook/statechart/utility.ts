// A move's utilities taken apart → what a table shows of them: rows by size for each who judges, and where the move is possible when it is not possible here.
import type { Configuration, Flows, UtilityTable } from '../../engine/index.ts';
import type { Chart } from './chart.ts';
import { flowsIn } from './chart.ts';

export type UtilityRow = UtilityTable['rows'][number];

export interface Judge {
  readonly actor: string;
  readonly role: 'mover' | 'consenter';
  readonly utility: number;
  /** 1 / (1 + e^−utility): the share of occasions taken, or the chance of consent. */
  readonly chance: number;
  /** Issues first, then terms; within each the weightiest first. Without those that weigh nothing here. */
  readonly rows: readonly UtilityRow[];
  readonly weightless: readonly UtilityRow[];
}

export function judgesOf(table: UtilityTable): readonly Judge[] {
  return table.utilities.map(({ actor, role, utility }) => {
    const own = table.rows.filter((r) => r.actor === actor && r.role === role);
    return {
      actor,
      role,
      utility,
      chance: 1 / (1 + Math.exp(-utility)),
      rows: own
        .filter((r) => r.value !== 0)
        .sort((a, b) => Number(a.kind === 'term') - Number(b.kind === 'term') || Math.abs(b.value) - Math.abs(a.value)),
      weightless: own.filter((r) => r.value === 0),
    };
  });
}

/** Occasions to move, per day: what is left of the rate alone when the mover always wants to. */
export function occasionsOf(table: UtilityTable): number {
  const mover = judgesOf(table)[0];
  return mover === undefined || mover.chance === 0 ? 0 : table.alone / mover.chance;
}

/** The scale of diverging bars: a rounder number at least as large as every value and sum. */
export function scaleOf(table: UtilityTable): number {
  const largest = Math.max(
    0,
    ...table.rows.map((r) => Math.abs(r.value)),
    ...table.utilities.map((u) => Math.abs(u.utility)),
  );
  return [0.5, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100].find((s) => s >= largest) ?? largest;
}

/** Configurations near `here` in which the move may be possible, likeliest first: regions that the move changes stand where it takes them from. */
export function candidatesFor(
  move: string,
  here: Configuration,
  chart: Chart,
  flows: Flows | null,
): readonly Configuration[] {
  const found = new Map<string, { readonly configuration: Configuration; readonly weight: number }>();
  for (const region of chart.regions)
    for (const arrow of region.arrows) {
      const event = arrow.events.find((e) => e.id === move);
      if (event === undefined || here[region.id] === arrow.from) continue;
      const traffic = flowsIn(flows, region.id)
        .filter((f) => f.event === move && f.from === arrow.from)
        .reduce((total, f) => total + (f.count.at(-1) ?? 0), 0);
      // Where it is at home it certainly starts; where it is a side effect it may.
      const weight = traffic + (event.home ? 1000 : 0);
      const key = `${region.id} ${arrow.from}`;
      if ((found.get(key)?.weight ?? -1) < weight)
        found.set(key, { configuration: { ...here, [region.id]: arrow.from }, weight });
    }
  return [...found.values()].sort((a, b) => b.weight - a.weight).map((f) => f.configuration);
}
