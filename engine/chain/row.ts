// One configuration → every transition that leaves it, with the rates that it has in the whole chain, without exploring the rest: the structure is cut right behind it.
import type { BoundScenario } from '../scenario/bind.ts';
import { allOf, at, not } from '../scenario/state-test.ts';
import { statechartOf } from '../statechart/chart.ts';
import { type Checked, didYouMean, type Problem, problem } from '../vocabulary/problem.ts';
import type { Configuration, PerDay } from '../vocabulary/units.ts';
import { chainOf } from './rates.ts';
import { wholeOf } from './reduce.ts';
import { configurationAt, defaultMaxConfigurations, explore } from './structure.ts';

export interface Exit {
  readonly event: string;
  /** With competition and consent; 0 for a move that changes nothing, unless a reward counts it. */
  readonly rate: PerDay;
  /** After the event and everything that happens at once. */
  readonly to: Configuration;
  /** False: the event leads back to where it began. */
  readonly changes: boolean;
}

/** In the order of the chain's row. A Problem for a configuration of which this model knows nothing, or in which something would happen at once. */
export function exitsOf(bound: BoundScenario, configuration: Configuration): Checked<readonly Exit[]> {
  const wrong = configurationProblems(bound, configuration);
  if (wrong.length > 0) return { value: null, problems: wrong };
  const whole = statechartOf(bound);
  const chart = { ...whole, regions: whole.regions.map((r) => ({ ...r, initial: configuration[r.id]! })) };
  const elsewhere = not(allOf(bound.regions.map((r) => at(r.id, configuration[r.id]!))));
  const structure = explore(chart, wholeOf(bound), defaultMaxConfigurations, elsewhere);
  const start = configurationAt(structure, 0);
  const unrest = bound.regions.find((r) => start[r.id] !== configuration[r.id]);
  if (unrest) {
    const [here, there] = [configuration[unrest.id], start[unrest.id]];
    const moved = problem(
      'not-at-rest',
      `\`${unrest.id}\` does not stay in \`${here}\` here: \`always\` takes it to \`${there}\` at once`,
      { path: ['configuration', unrest.id], repair: `set it to \`${there}\`` },
    );
    return { value: null, problems: [moved] };
  }
  const { labelled } = chainOf(structure, bound);
  const exits = Array.from({ length: structure.rowStart[1]! }, (_, t) => ({
    event: structure.events[structure.event[t]!]!,
    rate: labelled[t]!,
    to: configurationAt(structure, structure.target[t]!),
    changes: structure.target[t] !== 0,
  }));
  return { value: exits, problems: [] };
}

/** What is wrong with a configuration that somebody wrote: every region is named, with one of its states, and nothing else. */
export function configurationProblems(bound: BoundScenario, configuration: Configuration): Problem[] {
  const ids = bound.regions.map((r) => r.id);
  const unknown = Object.keys(configuration)
    .filter((id) => !ids.includes(id))
    .map((id) =>
      problem('unknown-region', `there is no region \`${id}\``, {
        path: ['configuration', id],
        repair: didYouMean(id, ids),
      }),
    );
  const states = bound.regions.flatMap((r) => {
    const state = Object.hasOwn(configuration, r.id) ? configuration[r.id] : undefined;
    const known = r.states.map((s) => s.id);
    if (state !== undefined && known.includes(state)) return [];
    return [
      problem(
        'unknown-state',
        state === undefined ? `\`${r.id}\` has no state here` : `\`${r.id}\` has no state \`${state}\``,
        { path: ['configuration', r.id], repair: didYouMean(state ?? '', known) },
      ),
    ];
  });
  return [...unknown, ...states];
}
