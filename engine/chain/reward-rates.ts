// Chain + a bound reward → its rate in every configuration and its amount at every transition.
import type { BoundReward, BoundScenario } from '../scenario/bind.ts';
import { buildColumns, valueAt } from './columns.ts';
import type { Chain } from './rates.ts';

export interface RewardRates {
  /** Per day, by configuration of the chain; any sign. */
  readonly rate: Float64Array;
  /** Amount at each labelled transition (parallel to structure.target), or null. Each firing counts, also one that changes nothing. */
  readonly impulse: Float64Array | null;
}

export function rewardRatesOf(
  chain: Pick<Chain, 'structure' | 'size'>,
  bound: BoundScenario,
  reward: BoundReward,
): RewardRates {
  const { structure, size } = chain;
  const column = buildColumns(structure, bound);
  const rateColumn = reward.rate && column(reward.rate);
  const rate = new Float64Array(size);
  if (rateColumn) for (let i = 0; i < size; i++) rate[i] = valueAt(rateColumn, structure, i);
  if (reward.impulses.length === 0) return { rate, impulse: null };
  const amounts = new Map(reward.impulses.map((i) => [structure.events.indexOf(i.event), column(i.amount)]));
  const impulse = new Float64Array(structure.target.length);
  for (let i = 0; i < size; i++)
    for (let t = structure.rowStart[i]!; t < structure.rowStart[i + 1]!; t++) {
      const amount = amounts.get(structure.event[t]!);
      if (amount) impulse[t] = valueAt(amount, structure, i);
    }
  return { rate, impulse };
}
