// Bound scenario → rows of the chain piece by piece, without enumerating it: what some events do, and how often, by the states of the few regions that this depends on. For models with more configurations than can be listed.
// A piece of a row is computed by the same code as a chain, on a structure of that piece alone.
import type { BoundReward, BoundScenario, Formula } from '../scenario/bind.ts';
import { allOf, at, not, regionsOf } from '../scenario/state-test.ts';
import { type Statechart, statechartOf } from '../statechart/chart.ts';
import type { PerDay } from '../vocabulary/units.ts';
import { buildEvaluator } from './columns.ts';
import { addReactions, reactionsOf } from './dependencies.ts';
import type { Numbering } from './predicate.ts';
import { predicateOf } from './predicate.ts';
import { chainOf } from './rates.ts';
import { type Part, wholeOf } from './reduce.ts';
import { rewardRatesOf } from './reward-rates.ts';
import { settle } from './settle.ts';
import { explore } from './structure.ts';

/** Events whose rates and effects depend on the same regions: hazards, and choices of actors with all their moves. */
export interface LocalGroup {
  readonly events: readonly string[];
  /** All that it depends on, ascending. */
  readonly regions: readonly number[];
  /** Those of them that can change, or decide what happens at once behind a change. */
  readonly moving: readonly number[];
}

/** What can happen by the events of one group in some states of its regions. */
export interface LocalRow {
  readonly transitions: readonly LocalTransition[];
}

export interface LocalTransition {
  readonly event: string;
  readonly rate: PerDay;
  /** Regions that change, and the states that they then are in, in pairs; after everything that happens at once. */
  readonly sets: readonly (readonly [region: number, state: number])[];
  /** By the rewards asked for: what is counted when it happens. */
  readonly amounts: readonly number[];
}

export interface LocalModel {
  readonly numbering: Numbering;
  /** States at the start, by region, after everything that happens at once. */
  readonly start: Uint8Array;
  readonly groups: readonly LocalGroup[];
  /** @param states by region; nothing happens at once in them. Throws a ProblemError where a rate is no rate, or \`always\` has no one meaning. */
  row(group: number, states: Uint8Array): LocalRow;
  /** Regions that the rate of a reward depends on; empty without a rate. */
  readonly rewardRegions: readonly (readonly number[])[];
  /** Rate of a reward in these states. */
  rewardRate(reward: number, states: Uint8Array): number;
}

export function localModelOf(bound: BoundScenario, rewards: readonly BoundReward[]): LocalModel {
  const chart = statechartOf(bound);
  const numbering = { regions: chart.regions.map((r) => ({ id: r.id, states: r.states.map((s) => s.id) })) };
  const groups = groupsOf(bound, chart);
  const whole = wholeOf(bound);
  const evaluator = buildEvaluator(bound);
  const rates = rewards.map((r) => r.rate && evaluator(r.rate));
  const startingIn = (states: Uint8Array): Statechart => ({
    ...chart,
    regions: chart.regions.map((r, k) => ({ ...r, initial: r.states[states[k]!]!.id })),
  });
  const productOf = (regions: readonly number[]): number =>
    regions.reduce((n, r) => n * chart.regions[r]!.states.length, 1);
  const structureIn = (states: Uint8Array, part: Part) => {
    const here = part.regions.map((r) => at(chart.regions[r]!.id, chart.regions[r]!.states[states[r]!]!.id));
    return explore(startingIn(states), part, mostInPiece, not(allOf(here)));
  };
  return {
    numbering,
    start: startOf(chart, numbering),
    groups,
    row(group, states) {
      const { events, regions, moving } = groups[group]!;
      // Where all that it depends on would make too large a piece, what cannot change is left out: it stays where it is.
      // Tables are kept by the model and hold for regions left out at their start only: such a piece gets a model of its own.
      const wide = productOf(regions) > mostKept;
      const model = wide ? { ...bound } : bound;
      const structure = structureIn(states, { ...whole, regions: wide ? moving : regions, events: new Set(events) });
      const { labelled, size } = chainOf(structure, model);
      const impulses = rewards.map((reward) =>
        reward.impulses.some((i) => events.includes(i.event))
          ? rewardRatesOf({ structure, size }, model, reward).impulse
          : null,
      );
      const width = numbering.regions.length;
      const transitions = Array.from({ length: structure.rowStart[1]! }, (_, t): LocalTransition => {
        const target = structure.target[t]! * width;
        return {
          event: structure.events[structure.event[t]!]!,
          rate: labelled[t]!,
          sets: moving.flatMap((r) => {
            const state = structure.states[target + r]!;
            return state === states[r] ? [] : [[r, state] as const];
          }),
          amounts: impulses.map((i) => i?.[t] ?? 0),
        };
      });
      // A waiting move that nothing counts has no rate: it is no transition.
      return { transitions: transitions.filter((t) => t.rate > 0) };
    },
    rewardRegions: rewards.map((r) => r.rate?.regions ?? []),
    rewardRate: (reward, states) => rates[reward]?.(states) ?? 0,
  };
}

/** Combinations of the regions of a piece that it is made with. */
const mostKept = 1 << 16;

/** Configurations of a piece, which has one row and what that leads to. */
const mostInPiece = 100_000;

function startOf(chart: Statechart, numbering: Numbering): Uint8Array {
  const states = Uint8Array.from(chart.regions, (r) => r.states.findIndex((s) => s.id === r.initial));
  const position = new Map(numbering.regions.map((r, k) => [r.id, k]));
  const always = chart.always.map((a) => {
    const regions = Int32Array.from(a.effects, (e) => position.get(e.region)!);
    return {
      id: a.id,
      enabled: predicateOf(a.guard, numbering),
      regions,
      states: Int32Array.from(a.effects, (e, k) => numbering.regions[regions[k]!]!.states.indexOf(e.state)),
    };
  });
  settle(states, always, (r, s) => `${numbering.regions[r]!.id}.${numbering.regions[r]!.states[s]}`);
  return states;
}

function groupsOf(bound: BoundScenario, chart: Statechart): LocalGroup[] {
  const position = new Map(chart.regions.map((r, k) => [r.id, k]));
  const reactions = reactionsOf(chart.regions, chart.always);
  const event = new Map(chart.events.map((e) => [e.id, e]));
  const amounts = new Map<string, Formula[]>();
  for (const reward of bound.rewards)
    for (const i of reward.impulses) amounts.set(i.event, [...(amounts.get(i.event) ?? []), i.amount]);
  const regionsFor = (events: readonly string[], formulas: readonly Formula[]) => {
    const reads = new Set<number>();
    const sets = new Set<number>();
    for (const id of events) {
      const { guard, effects } = event.get(id)!;
      for (const r of regionsOf(guard)) reads.add(position.get(r)!);
      for (const e of effects) sets.add(position.get(e.region)!);
    }
    for (const f of [...formulas, ...events.flatMap((id) => amounts.get(id) ?? [])])
      for (const r of f.regions) reads.add(r);
    const behind = new Set<number>();
    addReactions(reactions, sets, behind);
    const ascending = (regions: Iterable<number>): number[] => [...new Set(regions)].sort((a, b) => a - b);
    return { regions: ascending([...reads, ...behind, ...sets]), moving: ascending([...behind, ...sets]) };
  };
  const alone = [
    ...bound.hazards.map((h) => ({ events: [h.id], ...regionsFor([h.id], [h.hazard]) })),
    ...bound.actors.flatMap((actor, a) => {
      const moves = bound.moves.filter((m) => m.actor === a);
      if (moves.length === 0) return [];
      const events = moves.map((m) => m.id);
      const formulas = moves.flatMap((m) => [m.utility, ...m.consent.map((c) => c.utility)]);
      return [{ events, ...regionsFor(events, [actor.opportunityRate, ...formulas]) }];
    }),
  ];
  const joined = new Map<string, LocalGroup>();
  for (const { events, regions, moving } of alone) {
    const key = `${regions};${moving}`;
    joined.set(key, { events: [...(joined.get(key)?.events ?? []), ...events], regions, moving });
  }
  return [...joined.values()];
}
