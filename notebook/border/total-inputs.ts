// The inputs that move totals and no probability: the figures of a border, for one. Pure.
import type { Input } from '../inputs.ts';

/** Probability differences below this are none: answers ship with seven decimals. */
const none = 5e-5;

/** Strongest on its total first. Empty where nobody has measured what inputs move. */
export function totalInputs(inputs: readonly Input[]): readonly Input[] {
  const size = (i: Input): number => Math.abs(i.strength?.rewardChange ?? 0);
  return inputs
    .filter((i) => i.idle === null && i.strength !== null && Math.abs(i.strength.change) < none && size(i) > 0)
    .sort((a, b) => size(b) - size(a));
}
