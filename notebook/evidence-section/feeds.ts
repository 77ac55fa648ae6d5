// Which records stand behind which numbers and states of the scenario, and what the numbers rest on. Pure.
import type { ScenarioView } from '../../engine/index.ts';
import { type Basis, bases, basisOf, type Input } from '../inputs.ts';
import { labelOf, stateLabel } from '../words.ts';

export interface Feed {
  readonly kind: 'input' | 'switch' | 'state';
  /** Of the input or switch; `region.state` of a state. */
  readonly id: string;
  readonly label: string;
}

/** Record id → what it feeds. */
export function feedsOf(view: ScenarioView, inputs: readonly Input[]): ReadonlyMap<string, readonly Feed[]> {
  const feeds = new Map<string, Feed[]>();
  const add = (records: readonly string[], feed: Feed): void => {
    for (const id of records) feeds.set(id, [...(feeds.get(id) ?? []), feed]);
  };
  for (const i of inputs)
    add(i.evidence, { kind: 'input', id: i.id, label: `${i.ownerLabel.split(':')[0]}: ${i.label}` });
  for (const s of view.switches) add(s.evidence, { kind: 'switch', id: s.id, label: s.label });
  for (const r of view.regions)
    for (const s of r.states)
      add(s.evidence, { kind: 'state', id: `${r.id}.${s.id}`, label: `${labelOf(r.label)}: ${stateLabel(s.label)}` });
  return feeds;
}

/** How many inputs rest on what. */
export function basisCounts(inputs: readonly Input[]): ReadonlyMap<Basis, number> {
  return new Map(bases.map((b) => [b, inputs.filter((i) => basisOf(i) === b).length]));
}

export interface Cross {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly at: (row: string, column: string) => number;
  readonly totalOf: (row: string) => number;
}

/** Counts of records by two of their properties, most frequent rows first. */
export function crossOf<T>(records: readonly T[], rowOf: (r: T) => string, columnOf: (r: T) => string): Cross {
  const counts = new Map<string, Map<string, number>>();
  for (const r of records) {
    const row = counts.get(rowOf(r)) ?? new Map<string, number>();
    row.set(columnOf(r), (row.get(columnOf(r)) ?? 0) + 1);
    counts.set(rowOf(r), row);
  }
  const totalOf = (row: string): number => [...(counts.get(row)?.values() ?? [])].reduce((a, b) => a + b, 0);
  return {
    rows: [...counts.keys()].sort((a, b) => totalOf(b) - totalOf(a) || a.localeCompare(b)),
    columns: [...new Set(records.map(columnOf))],
    at: (row, column) => counts.get(row)?.get(column) ?? 0,
    totalOf,
  };
}
