// Exploration of a reader's own machine + rates by event → Chain. The same nouns as for a scenario, without actors or formulas.
import type { Exploration } from '../statechart/explore.ts';
import { didYouMean, ProblemError, problem } from '../vocabulary/problem.ts';
import type { Configuration, PerDay } from '../vocabulary/units.ts';
import { type Chain, mergedOf } from './rates.ts';
import type { Structure } from './structure.ts';

/** A constant rate per day, or one that depends on the configuration that the event leaves. */
export type EventRate = PerDay | ((configuration: Configuration) => PerDay);

export function chainOfExploration(exploration: Exploration, rates: Readonly<Record<string, EventRate>>): Chain {
  const structure = structureOfExploration(exploration);
  const labelled = new Float64Array(structure.target.length);
  for (let i = 0; i < structure.size; i++)
    for (let t = structure.rowStart[i]!; t < structure.rowStart[i + 1]!; t++) {
      if (structure.target[t] === i) continue;
      const event = structure.events[structure.event[t]!]!;
      const rate = Object.hasOwn(rates, event) ? rates[event]! : missing(event, rates);
      const value = typeof rate === 'function' ? rate(exploration.configurations[i]!) : rate;
      if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
        throw new ProblemError([
          problem(
            'negative-rate',
            `the rate of \`${event}\` is ${value} in ${JSON.stringify(exploration.configurations[i])}`,
            { path: ['rates', event], repair: 'give a finite number ≥ 0 per unit of time' },
          ),
        ]);
      labelled[t] = value;
    }
  return { structure, size: structure.size, initial: exploration.initial, labelled, ...mergedOf(structure, labelled) };
}

function missing(event: string, rates: object): never {
  throw new ProblemError([
    problem('missing-rate', `the event \`${event}\` can happen but has no rate`, {
      path: ['rates', event],
      repair: `add \`${event}: <number per unit of time>\` to rates (${didYouMean(event, Object.keys(rates))}), or 0 when it never happens by itself`,
    }),
  ]);
}

function structureOfExploration({ regions, configurations, transitions }: Exploration): Structure {
  const events = [...new Set(transitions.map((t) => t.event))];
  const eventAt = new Map(events.map((e, k) => [e, k]));
  const stateAt = regions.map((r) => new Map(r.states.map((s, k) => [s, k])));
  const width = regions.length;
  const states = new Uint8Array(configurations.length * width);
  configurations.forEach((c, i) => {
    regions.forEach((r, k) => {
      states[i * width + k] = stateAt[k]!.get(c[r.id]!)!;
    });
  });
  const rowStart = new Int32Array(configurations.length + 1);
  for (const t of transitions) rowStart[t.source + 1]!++;
  for (let i = 0; i < configurations.length; i++) rowStart[i + 1]! += rowStart[i]!;
  const next = rowStart.slice();
  const target = new Int32Array(transitions.length);
  const event = new Uint16Array(transitions.length);
  for (const t of transitions) {
    const slot = next[t.source]!++;
    target[slot] = t.target;
    event[slot] = eventAt.get(t.event)!;
  }
  return {
    regions,
    size: configurations.length,
    states,
    events,
    rowStart,
    target,
    event,
    part: { regions: regions.map((_, k) => k), events: new Set(events), always: new Set(), counted: new Set() },
  };
}
