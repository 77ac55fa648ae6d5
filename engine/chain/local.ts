// Bound scenario → rows of the chain piece by piece, without enumerating it: what some events do, and how often, by the states of the few regions that this depends on. For models with more configurations than can be listed.
// Rates are computed by the same code as a chain's, on a structure of that one row.
import type { BoundReward, BoundScenario, Formula } from '../scenario/bind.ts';
import { regionsOf } from '../scenario/state-test.ts';
import { type Statechart, statechartOf } from '../statechart/chart.ts';
import type { PerDay } from '../vocabulary/units.ts';
import { buildEvaluator } from './columns.ts';
import { addReactions, reactionsOf } from './dependencies.ts';
import { type Numbering, type Predicate, predicateOf } from './predicate.ts';
import { chainOf } from './rates.ts';
import { type Part, wholeOf } from './reduce.ts';
import { type CompiledAlways, fire, settle } from './settle.ts';
import type { Structure } from './structure.ts';

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
  const amounts = new Map(
    rewards.flatMap((r, n) => r.impulses.map((i) => [`${n} ${i.event}`, evaluator(i.amount)] as const)),
  );
  const always = alwaysOf(chart, numbering);
  const pieces = groups.map((g) => pieceOf(chart, numbering, g, whole));
  const product = (regions: readonly number[]): number =>
    regions.reduce((n, r) => n * chart.regions[r]!.states.length, 1);
  return {
    numbering,
    start: startOf(chart, numbering, always),
    groups,
    row(group, states) {
      const { regions, moving } = groups[group]!;
      const structure = rowIn(states, pieces[group]!, numbering, always);
      // Tables of formulas and rates are kept by the model. Where they would be too long, a row has its own: a model of its own.
      const { labelled } = chainOf(structure, product(regions) > mostKept ? { ...bound } : bound);
      const width = numbering.regions.length;
      return {
        transitions: Array.from(structure.target, (j, t): LocalTransition => {
          const event = structure.events[structure.event[t]!]!;
          return {
            event,
            rate: labelled[t]!,
            sets: moving.flatMap((r) => {
              const state = structure.states[j * width + r]!;
              return state === states[r] ? [] : [[r, state] as const];
            }),
            amounts: rewards.map((_, n) => amounts.get(`${n} ${event}`)?.(states) ?? 0),
          };
          // A waiting move that nothing counts has no rate: it is no transition.
        }).filter((t) => t.rate > 0),
      };
    },
    rewardRegions: rewards.map((r) => r.rate?.regions ?? []),
    rewardRate: (reward, states) => rates[reward]?.(states) ?? 0,
  };
}

/** Combinations of regions for which tables are kept with the model. */
const mostKept = 1 << 16;

/** The events of a group, ready to be fired. */
interface Piece {
  readonly part: Part;
  readonly events: readonly (CompiledEffects & {
    readonly id: string;
    readonly enabled: Predicate;
    /** What changes nothing is nothing: a hazard that no reward counts. A move still takes its share of the choice. */
    readonly idle: boolean;
  })[];
}

interface CompiledEffects {
  readonly regions: Int32Array;
  readonly states: Int32Array;
}

function pieceOf(chart: Statechart, numbering: Numbering, group: LocalGroup, whole: Part): Piece {
  const own = new Set(group.events);
  return {
    part: { ...whole, regions: group.regions, events: own },
    // In the order of the file: sums over a choice are then those of the chain, to the bit.
    events: chart.events
      .filter((e) => own.has(e.id))
      .map((e) => ({
        id: e.id,
        enabled: predicateOf(e.guard, numbering),
        idle: e.kind === 'hazard' && !whole.counted.has(e.id),
        ...compiled(e.effects, numbering),
      })),
  };
}

/** A structure of one row: configuration 0 with what the events of a piece lead to from it. */
function rowIn(states: Uint8Array, piece: Piece, numbering: Numbering, always: readonly CompiledAlways[]): Structure {
  const { regions } = numbering;
  const name = (r: number, s: number): string => `${regions[r]!.id}.${regions[r]!.states[s]}`;
  const found = [Uint8Array.from(states)];
  const target: number[] = [];
  const event: number[] = [];
  piece.events.forEach((e, n) => {
    if (!e.enabled(states, 0)) return;
    const to = Uint8Array.from(states);
    fire(to, e);
    settle(to, always, name);
    const known = found.findIndex((x) => x.every((s, r) => s === to[r]));
    if (known === 0 && e.idle) return;
    target.push(known < 0 ? found.push(to) - 1 : known);
    event.push(n);
  });
  const all = new Uint8Array(found.length * regions.length);
  found.forEach((x, i) => {
    all.set(x, i * regions.length);
  });
  return {
    regions,
    size: found.length,
    states: all,
    events: piece.events.map((e) => e.id),
    rowStart: new Int32Array(found.length + 1).fill(target.length, 1),
    target: Int32Array.from(target),
    event: Uint16Array.from(event),
    part: piece.part,
  };
}

function compiled(
  effects: readonly { readonly region: string; readonly state: string }[],
  numbering: Numbering,
): CompiledEffects {
  const regions = Int32Array.from(effects, (e) => numbering.regions.findIndex((r) => r.id === e.region));
  return {
    regions,
    states: Int32Array.from(effects, (e, k) => numbering.regions[regions[k]!]!.states.indexOf(e.state)),
  };
}

const alwaysOf = (chart: Statechart, numbering: Numbering): CompiledAlways[] =>
  chart.always.map((a) => ({
    id: a.id,
    enabled: predicateOf(a.guard, numbering),
    ...compiled(a.effects, numbering),
  }));

function startOf(chart: Statechart, numbering: Numbering, always: readonly CompiledAlways[]): Uint8Array {
  const states = Uint8Array.from(chart.regions, (r) => r.states.findIndex((s) => s.id === r.initial));
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
