// Chain + chart → sampled paths driven through XState itself: does every event land where the chain says, and does every disabled event leave the machine unmoved? The independent witness of the chain's shape.
import type { Chain } from '../chain/rates.ts';
import { configurationAt } from '../chain/structure.ts';
import { buildSampler } from '../sample/paths.ts';
import type { Statechart } from '../statechart/chart.ts';
import { machineOf } from '../statechart/machine.ts';
import { initialConfiguration, movedBy, replayPath } from '../statechart/replay.ts';
import { type Abort, assertNotAborted, type Progress } from '../vocabulary/ports.ts';
import type { Configuration, Days } from '../vocabulary/units.ts';

export interface ReplayedEvent {
  /** Day on which it happens, from 0. */
  readonly day: Days;
  readonly event: string;
  /** After the event, by the chain and by XState. */
  readonly chain: Configuration;
  readonly machine: Configuration;
  readonly same: boolean;
}

export interface ReplayedPath {
  readonly path: number;
  readonly start: { readonly chain: Configuration; readonly machine: Configuration; readonly same: boolean };
  readonly events: readonly ReplayedEvent[];
  /** False when the cap on jumps ended the path before the horizon. */
  readonly complete: boolean;
}

export type ReplayDifference =
  | {
      readonly kind: 'landing';
      readonly path: number;
      readonly event: string;
      readonly chain: Configuration;
      readonly machine: Configuration;
    }
  | { readonly kind: 'disabled'; readonly event: string; readonly configuration: Configuration };

export interface ReplayCheck {
  readonly paths: number;
  /** Events driven through XState. */
  readonly events: number;
  /** Distinct configurations visited. */
  readonly configurations: number;
  /** Disabled events sent, one by one, in those. */
  readonly disabled: number;
  /** The number of differences; the first hundred are kept. */
  readonly differences: number;
  readonly examples: readonly ReplayDifference[];
}

interface ReplayOptions {
  readonly seed: number;
  readonly horizon: Days;
}

/** One sampled path with the configurations of both witnesses. */
export function replayedPath(chain: Chain, chart: Statechart, path: number, options: ReplayOptions): ReplayedPath {
  const sampled = buildSampler(chain, options.horizon, options.seed)(path);
  return witnessed(chain, machineOf(chart).machine, path, sampled);
}

/** Replays paths 0 … count − 1 of a seed. About 10 µs an event sent. */
export function replayCheck(
  chain: Chain,
  chart: Statechart,
  options: ReplayOptions & {
    readonly count: number;
    readonly progress?: Progress | undefined;
    readonly abort?: Abort | undefined;
  },
): ReplayCheck {
  const { structure } = chain;
  const { machine, eventIds } = machineOf(chart);
  const sample = buildSampler(chain, options.horizon, options.seed);
  const visited = new Set<number>();
  const examples: ReplayDifference[] = [];
  let differences = 0;
  const differ = (difference: ReplayDifference): void => {
    if (++differences <= 100) examples.push(difference);
  };

  // Every event of every path lands where the chain says.
  let events = 0;
  for (let path = 0; path < options.count; path++) {
    options.progress?.(path, options.count);
    assertNotAborted(options.abort);
    const sampled = sample(path);
    for (let k = 0; k <= sampled.jumps; k++) visited.add(sampled.configurations[k]!);
    const replayed = witnessed(chain, machine, path, sampled);
    if (!replayed.start.same) differ({ kind: 'landing', path, event: '(start)', ...replayed.start });
    for (const e of replayed.events)
      if (!e.same) differ({ kind: 'landing', path, event: e.event, chain: e.chain, machine: e.machine });
    events += replayed.events.length;
  }

  // In each configuration that they visit, no event moves the machine but those that the chain knows to move it.
  let disabled = 0;
  for (const i of visited) {
    assertNotAborted(options.abort);
    const enabled = new Set<string>();
    for (let t = structure.rowStart[i]!; t < structure.rowStart[i + 1]!; t++)
      if (structure.target[t] !== i) enabled.add(structure.events[structure.event[t]!]!);
    const others = eventIds.filter((e) => !enabled.has(e));
    const configuration = configurationAt(structure, i);
    for (const event of movedBy(machine, configuration, others)) differ({ kind: 'disabled', event, configuration });
    disabled += others.length;
  }
  options.progress?.(options.count, options.count);
  return { paths: options.count, events, configurations: visited.size, disabled, differences, examples };
}

function witnessed(
  chain: Chain,
  machine: ReturnType<typeof machineOf>['machine'],
  path: number,
  sampled: ReturnType<ReturnType<typeof buildSampler>>,
): ReplayedPath {
  const { structure } = chain;
  const ids = Array.from(
    { length: sampled.jumps },
    (_, k) => structure.events[structure.event[sampled.transitions[k + 1]!]!]!,
  );
  const landings = replayPath(machine, ids);
  const start = { chain: configurationAt(structure, chain.initial), machine: initialConfiguration(machine) };
  const events = ids.map((event, k) => {
    const here = { chain: configurationAt(structure, sampled.configurations[k + 1]!), machine: landings[k]! };
    return { day: sampled.times[k + 1]!, event, ...here, same: same(here.chain, here.machine) };
  });
  return { path, start: { ...start, same: same(start.chain, start.machine) }, events, complete: sampled.complete };
}

const same = (a: Configuration, b: Configuration): boolean => Object.keys(a).every((region) => a[region] === b[region]);
