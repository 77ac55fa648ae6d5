// Chain → sampled paths (Gillespie 1977, direct method): holding times exponential in the exit rate, the next transition in proportion to its rate.
// Knows nothing of the exact solvers: their agreement is evidence only while they share nothing but the chain.
import type { Chain } from '../chain/rates.ts';
import type { Days } from '../vocabulary/units.ts';
import { streamOf } from './random.ts';

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

/** A sampler that reuses its buffers: a path is valid until the next call. */
export function buildSampler(chain: Chain, horizon: Days, seed: number): (path: number) => SampledPath {
  const { rowStart, target } = chain.structure;
  const { labelled } = chain;
  const total = new Float64Array(chain.size);
  for (let i = 0; i < chain.size; i++) for (let t = rowStart[i]!; t < rowStart[i + 1]!; t++) total[i]! += labelled[t]!;
  let times = new Float64Array(256);
  let configurations = new Int32Array(256);
  let transitions = new Int32Array(256);
  return (path) => {
    const random = streamOf(seed, path);
    let i = chain.initial;
    let now = 0;
    let jumps = 0;
    times[0] = 0;
    configurations[0] = i;
    transitions[0] = -1;
    while (total[i]! > 0 && jumps < maxJumps) {
      now += random.exponential(total[i]!);
      if (now > horizon) break;
      let rest = random.uniform() * total[i]!;
      let chosen = -1;
      for (let t = rowStart[i]!; t < rowStart[i + 1]!; t++) {
        if (labelled[t] === 0) continue;
        chosen = t;
        rest -= labelled[t]!;
        if (rest < 0) break;
      }
      i = target[chosen]!;
      jumps++;
      if (jumps >= times.length) {
        times = doubled(times, new Float64Array(times.length * 2));
        configurations = doubled(configurations, new Int32Array(configurations.length * 2));
        transitions = doubled(transitions, new Int32Array(transitions.length * 2));
      }
      times[jumps] = now;
      configurations[jumps] = i;
      transitions[jumps] = chosen;
    }
    return { jumps, times, configurations, transitions, complete: jumps < maxJumps };
  };
}

function doubled<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from as never);
  return to;
}
