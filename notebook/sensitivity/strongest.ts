// Which inputs are tried first for an outcome. Pure.
import type { Input } from '../inputs.ts';

const count = 12;

/** Those known to move this outcome most first, then the strongest of the others; only inputs with a range. */
export function strongestFor(outcome: string, inputs: readonly Input[]): readonly Input[] {
  const ranged = inputs.filter((i) => i.high > i.low);
  const own = ranged.filter((i) => i.strength?.outcome === outcome);
  return [...own, ...ranged.filter((i) => !own.includes(i))].slice(0, count);
}
