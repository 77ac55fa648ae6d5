// Known answers of a variant ↔ the probabilities of its states: read out of them, or put into them where only the flows know.
import type { Flows } from '../../engine/index.ts';
import type { Known } from '../figures.ts';
import type { Standing } from './figures.ts';

export function standingOf(known: Known): Standing | null {
  const { result } = known;
  return result?.occupancy === undefined ? null : { days: result.days, occupancy: result.occupancy };
}

/** The flows know where things stand before the variant has been solved for everything. */
export function withOccupancy(known: Known, flows: Flows | null, days: readonly number[]): Known {
  if (known.result === null || known.result.occupancy !== undefined || flows === null) return known;
  const at = days.map((d) => flows.days.indexOf(d));
  if (at.includes(-1)) return known;
  const occupancy = Object.fromEntries(
    Object.entries(flows.occupancy).map(([region, states]) => [
      region,
      Object.fromEntries(Object.entries(states).map(([state, p]) => [state, at.map((i) => p[i] ?? 0)])),
    ]),
  );
  return { ...known, result: { ...known.result, occupancy } };
}
