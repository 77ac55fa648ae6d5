// A reader's own XState v5 machine → its reachable configurations and the events between them, found by XState's own transition function. Breadth first from the initial configuration.
import { type AnyMachineSnapshot, type AnyStateMachine, StateMachine } from 'xstate';
import { didYouMean, type Problem, ProblemError, problem } from '../vocabulary/problem.ts';
import type { Configuration } from '../vocabulary/units.ts';
import { supportProblems } from './explore-support.ts';
import { maxMicrosteps } from './machine.ts';
import { soleRegion } from './machine-config.ts';
import { configurationOf, initialSnapshot, nextSnapshot } from './replay.ts';

export interface ExploreOptions {
  /** More reachable configurations than this are a Problem. */
  readonly maxConfigurations: number;
}

export interface Exploration {
  /** A machine whose root is not parallel is one region named `state`. */
  readonly regions: readonly { readonly id: string; readonly states: readonly string[] }[];
  readonly configurations: readonly Configuration[];
  /** Position of the initial configuration, after its `always`. */
  readonly initial: 0;
  /** Positions in `configurations`; an event that moves nothing has no entry. */
  readonly transitions: readonly { readonly source: number; readonly event: string; readonly target: number }[];
}

/** The events that a machine names, without XState's own and without wildcards. */
export function eventIdsOf(machine: AnyStateMachine): string[] {
  return (machine.events as string[]).filter((event) => !event.startsWith('xstate.') && !event.includes('*'));
}

/** Explores a machine. Throws a ProblemError for what a chain of configurations cannot hold (history, delays, nested states, actions, …). */
export function exploreMachine(
  machine: AnyStateMachine,
  eventIds: readonly string[] | undefined,
  options: ExploreOptions,
): Exploration {
  const problems = [...supportProblems(machine, eventIds === undefined), ...eventProblems(machine, eventIds ?? [])];
  if (problems.length > 0) throw new ProblemError(problems);
  const events = eventIds ?? eventIdsOf(machine);
  const limited = withLimit(machine);

  // Position of each configuration by its states, in the order found.
  const positions = new Map<string, number>();
  const snapshots: AnyMachineSnapshot[] = [];
  const configurations: Configuration[] = [];
  const positionOf = (snapshot: AnyMachineSnapshot): number => {
    const configuration = configurationOf(snapshot);
    const key = Object.values(configuration).join('\n');
    const known = positions.get(key);
    if (known !== undefined) return known;
    if (snapshots.length >= options.maxConfigurations)
      throw new ProblemError([tooMany(machine, options.maxConfigurations)]);
    positions.set(key, snapshots.length);
    configurations.push(configuration);
    return snapshots.push(snapshot) - 1;
  };

  const start = stepped(machine, 'at the start', () => initialSnapshot(limited));
  if (Object.keys(start.children).length > 0) {
    const repair = 'replace what they do by events with rates';
    throw new ProblemError([problem('invoke', `the context of \`${machine.id}\` spawns actors`, { repair })]);
  }
  positionOf(start);
  const transitions: { source: number; event: string; target: number }[] = [];
  for (let source = 0; source < snapshots.length; source++) {
    const snapshot = snapshots[source]!;
    for (const event of events) {
      const next = stepped(machine, `after \`${event}\` in ${JSON.stringify(snapshot.value)}`, () =>
        nextSnapshot(limited, snapshot, event),
      );
      if (next === snapshot) continue;
      const target = positionOf(next);
      if (target !== source) transitions.push({ source, event, target });
    }
  }
  return { regions: regionsOfMachine(machine), configurations, initial: 0, transitions };
}

/** The same machine, but a cycle of `always` ends in an error instead of never. */
function withLimit(machine: AnyStateMachine): AnyStateMachine {
  const options = {
    ...machine.config.options,
    maxIterations: Math.min(maxMicrosteps, machine.config.options?.maxIterations ?? Infinity),
  };
  return new StateMachine({ ...machine.config, options } as never, machine.implementations as never) as AnyStateMachine;
}

/** What a reader's guard or `always` does wrong while XState runs it is the reader's to mend. */
function stepped(machine: AnyStateMachine, when: string, step: () => AnyMachineSnapshot): AnyMachineSnapshot {
  try {
    return step();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (message.startsWith('Infinite loop detected')) {
      throw new ProblemError([
        problem('always-cycle', `\`always\` never comes to rest ${when}${cycleText(machine)}`, {
          repair: 'guard one of them so that it stops being enabled once taken',
        }),
      ]);
    }
    throw new ProblemError([
      problem('machine-throws', `the machine throws ${when}: ${message}`, {
        repair: 'mend the guard or context that throws',
      }),
    ]);
  }
}

/** A region that moves for ever has a cycle in the graph of its `always`: named, so that the reader knows where to look. */
function cycleText(machine: AnyStateMachine): string {
  for (const region of machine.root.type === 'parallel' ? Object.values(machine.root.states) : [machine.root]) {
    for (const start of Object.values(region.states)) {
      const path = cycleFrom(start.key, (key) =>
        (region.states[key]?.always ?? []).flatMap((t) => t.target ?? []).map((t) => t.key),
      );
      if (path) return `: ${path.map((key) => `\`${key}\``).join(' → ')}`;
    }
  }
  return '';
}

function cycleFrom(start: string, next: (key: string) => readonly string[]): string[] | null {
  const visited = new Set<string>();
  const walk = (key: string): string[] | null => {
    for (const target of next(key)) {
      if (target === start) return [key, start];
      if (visited.has(target)) continue;
      visited.add(target);
      const rest = walk(target);
      if (rest) return [key, ...rest];
    }
    return null;
  };
  return walk(start);
}

function regionsOfMachine(machine: AnyStateMachine): { id: string; states: string[] }[] {
  if (machine.root.type !== 'parallel') return [{ id: soleRegion, states: Object.keys(machine.root.states) }];
  return Object.entries(machine.root.states).map(([id, region]) => ({ id, states: Object.keys(region.states) }));
}

function eventProblems(machine: AnyStateMachine, eventIds: readonly string[]): Problem[] {
  // A wildcard handles any name.
  if ((machine.events as string[]).some((event) => event.includes('*'))) return [];
  const known = eventIdsOf(machine);
  return eventIds
    .filter((event) => !known.includes(event))
    .map((event) =>
      problem('unknown-name', `the machine \`${machine.id}\` has no event \`${event}\``, {
        repair: didYouMean(event, known),
      }),
    );
}

function tooMany(machine: AnyStateMachine, limit: number): Problem {
  const regions = regionsOfMachine(machine).sort((a, b) => b.states.length - a.states.length);
  const largest = regions.slice(0, 3).map((r) => `\`${r.id}\` (${r.states.length})`);
  return problem(
    'too-many-configurations',
    `the machine \`${machine.id}\` reaches more than ${limit} configurations; regions with most states: ${largest.join(', ')}`,
    {
      repair: 'merge states, leave a region out, or raise maxConfigurations',
    },
  );
}

export type { AnyStateMachine };
