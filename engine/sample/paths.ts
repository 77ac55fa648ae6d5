// Chain → sampled paths (Gillespie 1977, direct method): holding times exponential in the exit rate, the next transition in proportion to its rate.
// Knows nothing of the exact solvers: their agreement is evidence only while they share nothing but the chain.
import type { Chain } from '../chain/rates.ts';
import type { Days } from '../vocabulary/units.ts';
import { aliasTablesOf } from './alias.ts';
import { type AliasTables, buildWalker, type KernelKind } from './kernels/kernel.ts';
import { seedInto } from './random.ts';

export interface SampledPath {
  /** Number of jumps before the horizon. */
  readonly jumps: number;
  /** times[k]: day of entering configurations[k]; times[0] = 0. Valid up to `jumps`. */
  readonly times: Float64Array;
  readonly configurations: Int32Array;
  /** transitions[k]: the labelled transition that led to configurations[k]; −1 for k = 0. */
  readonly transitions: Int32Array;
  /** False when the cap on jumps ended the path before the horizon. */
  readonly complete: boolean;
}

export const maxJumps = 1_000_000;

const tablesOf = new WeakMap<Chain, AliasTables>();

/** A sampler that reuses its buffers: a path is valid until the next call. */
export function buildSampler(
  chain: Chain,
  horizon: Days,
  seed: number,
  kind?: KernelKind,
): (path: number) => SampledPath {
  const tables = tablesOf.get(chain) ?? aliasTablesOf(chain);
  tablesOf.set(chain, tables);
  let room = 1024;
  let walker = buildWalker(tables, room, kind);
  return (path) => {
    seedInto(seed, path, walker.stream);
    let jumps = walker.walk(chain.initial, horizon);
    while (jumps > room && room < maxJumps) {
      // The same path again, with room for more of it.
      room = Math.min(maxJumps, 4 * room);
      walker = buildWalker(tables, room, kind);
      seedInto(seed, path, walker.stream);
      jumps = walker.walk(chain.initial, horizon);
    }
    const { times, configurations, transitions } = walker;
    times[0] = 0;
    configurations[0] = chain.initial;
    transitions[0] = -1;
    return { jumps: Math.min(jumps, room), times, configurations, transitions, complete: jumps <= room };
  };
}
