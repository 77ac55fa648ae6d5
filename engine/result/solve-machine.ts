// The library door: a plain XState v5 machine of the reader's own, rates by event → exact probabilities. No actors, stances or expressions.

import { chainOfExploration, type EventRate } from '../chain/explored.ts';
import { assertGenerator } from '../chain/laws.ts';
import { defaultMaxConfigurations } from '../chain/structure.ts';
import { incidenceOf, transientOf } from '../exact/passage.ts';
import type { AnyStateMachine } from '../statechart/explore.ts';
import { exploreMachine } from '../statechart/explore.ts';
import { didYouMean, ProblemError, problem } from '../vocabulary/problem.ts';
import type { Configuration, Days, Probability, Quantity } from '../vocabulary/units.ts';

/** A set of configurations: states that must all be active (`{ region: 'state' }`; a machine without parallel root is one region `state`), or a predicate. */
export type ConfigurationSet = Configuration | ((configuration: Configuration) => boolean);

/** What to ask: first reaching a set, being in it on the day, or which of several comes first. */
export type MachineOutcome =
  | { readonly reach: ConfigurationSet }
  | { readonly at: ConfigurationSet }
  | { readonly race: Readonly<Record<string, ConfigurationSet>> };

export type MachineOutcomes = Readonly<Record<string, MachineOutcome | ConfigurationSet>>;

export interface SolveMachineOptions<O extends MachineOutcomes = MachineOutcomes> {
  /** Rate of each event, per unit of time (a day, say): a number, or a function of the configuration that the event leaves. */
  readonly rates: Readonly<Record<string, EventRate>>;
  /** In the same unit of time, ≥ 0. */
  readonly horizon: Days;
  /** Ascending, ≤ horizon; default: the horizon alone. */
  readonly days?: readonly Days[];
  /** A bare set means `reach`. */
  readonly outcomes: O;
  /** Default 2,000,000. */
  readonly maxConfigurations?: number;
}

export interface ReachAnswer {
  readonly kind: 'reach';
  /** In the set from the start: the probabilities are 1 by definition. */
  readonly already: boolean;
  readonly byDay: Readonly<Record<string, Probability>>;
  /** Time by which the probability reaches ½. */
  readonly median: Quantity;
}
export interface AtAnswer {
  readonly kind: 'at';
  readonly byDay: Readonly<Record<string, Probability>>;
}
export interface RaceAnswer {
  readonly kind: 'race';
  /** Causes true from the start, dropped from the race. */
  readonly already: readonly string[];
  /** Day → cause or `none` → cumulative incidence; sums to 1. */
  readonly byDay: Readonly<Record<string, Readonly<Record<string, Probability>>>>;
}
type AnswerTo<T> = T extends { readonly race: object }
  ? RaceAnswer
  : T extends { readonly at: object }
    ? AtAnswer
    : ReachAnswer;

export interface MachineAnswer<O extends MachineOutcomes = MachineOutcomes> {
  readonly configurations: number;
  readonly transitions: number;
  readonly outcomes: { readonly [K in keyof O]: AnswerTo<O[K]> };
  /** Upper bound of the truncated Poisson mass in any number here. */
  readonly truncation: number;
}

/**
 * Solves a statechart exactly as a continuous-time Markov chain (uniformization; exact given the rates, up to `truncation`).
 * Throws a ProblemError, with the repair in its text, for what a chain cannot hold: delays, history, nested states, changing context, missing rates.
 */
export function solve<O extends MachineOutcomes>(
  machine: AnyStateMachine,
  options: SolveMachineOptions<O>,
): MachineAnswer<O> {
  const days = options.days ?? [options.horizon];
  if (!(options.horizon >= 0) || days.some((d, k) => !(d >= 0 && d <= options.horizon) || (k > 0 && d <= days[k - 1]!)))
    throw new ProblemError([
      problem('bad-days', 'days must ascend from 0 to the horizon', {
        path: ['days'],
        repair: 'sort them, or raise `horizon`',
      }),
    ]);
  const exploration = exploreMachine(machine, Object.keys(options.rates), {
    maxConfigurations: options.maxConfigurations ?? defaultMaxConfigurations,
  });
  const chain = chainOfExploration(exploration, options.rates);
  assertGenerator(chain);
  const memberOf = (set: ConfigurationSet, path: string): Uint8Array => {
    if (typeof set !== 'function') assertKnown(set, exploration.regions, path);
    const holds =
      typeof set === 'function'
        ? set
        : (c: Configuration) => Object.entries(set).every(([region, state]) => c[region] === state);
    return Uint8Array.from(exploration.configurations, (c) => (holds(c) ? 1 : 0));
  };
  let truncation = 0;
  const race = (sets: readonly Uint8Array[]) => {
    const running = sets.flatMap((s, c) => (s[chain.initial] ? [] : [c]));
    const causeOf = Int8Array.from({ length: chain.size }, (_, i) => running.findIndex((c) => sets[c]![i]));
    const incidence = incidenceOf(chain, causeOf, running.length, days);
    truncation = Math.max(truncation, incidence.truncation);
    return { running, incidence };
  };
  const byDay = (values: ArrayLike<number>) => Object.fromEntries(days.map((d, k) => [String(d), values[k]!]));
  const outcomes: Record<string, ReachAnswer | AtAnswer | RaceAnswer> = {};
  for (const [name, asked] of Object.entries(options.outcomes)) {
    const outcome = asOutcome(asked);
    if ('race' in outcome) {
      const causes = Object.keys(outcome.race);
      const { running, incidence } = race(causes.map((c) => memberOf(outcome.race[c]!, `${name}.${c}`)));
      const rows = days.map(
        (d, k) =>
          [
            String(d),
            Object.fromEntries([
              ...running.map((c, n) => [causes[c]!, incidence.byCause[n]![k]!] as const),
              ['none', incidence.none[k]!] as const,
            ]),
          ] as const,
      );
      outcomes[name] = {
        kind: 'race',
        already: causes.filter((_, c) => !running.includes(c)),
        byDay: Object.fromEntries(rows),
      };
    } else if ('at' in outcome) {
      const inSet = memberOf(outcome.at, name);
      const transient = transientOf(chain, days);
      truncation = Math.max(truncation, transient.truncation);
      outcomes[name] = {
        kind: 'at',
        byDay: byDay(
          transient.byDay.map((law) =>
            law.reduce((sum, p, n) => sum + (inSet[transient.configuration[n]!] ? p : 0), 0),
          ),
        ),
      };
    } else {
      const { running, incidence } = race([memberOf(outcome.reach, name)]);
      outcomes[name] = running.length
        ? { kind: 'reach', already: false, byDay: byDay(incidence.byCause[0]!), median: incidence.quantile(0.5) }
        : { kind: 'reach', already: true, byDay: byDay(days.map(() => 1)), median: { value: 0 } };
    }
  }
  return {
    configurations: chain.size,
    transitions: chain.structure.target.length,
    outcomes: outcomes as MachineAnswer<O>['outcomes'],
    truncation,
  };
}

function asOutcome(asked: MachineOutcome | ConfigurationSet): MachineOutcome {
  if (typeof asked === 'function') return { reach: asked };
  const [only] = Object.entries(asked);
  return only && typeof only[1] !== 'string' && ['reach', 'at', 'race'].includes(only[0])
    ? (asked as MachineOutcome)
    : { reach: asked as Configuration };
}

function assertKnown(
  set: Configuration,
  regions: readonly { id: string; states: readonly string[] }[],
  path: string,
): void {
  for (const [region, state] of Object.entries(set)) {
    const known = regions.find((r) => r.id === region);
    if (!known)
      throw new ProblemError([
        problem('unknown-region', `outcome \`${path}\`: unknown region \`${region}\``, {
          path: ['outcomes', path],
          repair: didYouMean(
            region,
            regions.map((r) => r.id),
          ),
        }),
      ]);
    if (!known.states.includes(state))
      throw new ProblemError([
        problem('unknown-state', `outcome \`${path}\`: unknown state \`${region}.${state}\``, {
          path: ['outcomes', path],
          repair: didYouMean(state, known.states),
        }),
      ]);
  }
}
