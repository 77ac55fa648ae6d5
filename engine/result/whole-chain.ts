// Bound scenario → its whole chain and its XState machine, built when first asked for and kept for a few variants: what stories step on.
import { type Chain, chainOf } from '../chain/rates.ts';
import { structureOf } from '../chain/structure.ts';
import type { BoundScenario } from '../scenario/bind.ts';
import { statechartOf } from '../statechart/chart.ts';
import { type ChartMachine, machineOf } from '../statechart/machine.ts';

export interface WholeChain {
  readonly chain: () => Chain;
  readonly machine: () => ChartMachine['machine'];
}

/** By `inputs` of the bound scenario: two variants with the same numbers share. */
export type WholeChainCache = Map<string, WholeChain>;
const cacheSize = 4;

export function wholeChainOf(
  bound: BoundScenario,
  cache: WholeChainCache = new Map(),
  maxConfigurations?: number,
): WholeChain {
  const known = cache.get(bound.inputs);
  // The one used longest ago goes first.
  cache.delete(bound.inputs);
  const whole = known ?? {
    chain: once(() => chainOf(structureOf(bound, undefined, maxConfigurations), bound)),
    machine: once(() => machineOf(statechartOf(bound)).machine),
  };
  cache.set(bound.inputs, whole);
  if (cache.size > cacheSize) cache.delete(cache.keys().next().value!);
  return whole;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
