// BoundScenario + regions that an answer reads → the part of the model that matters for it: exact lumping by the cone of influence (model, section 12).
import type { BoundScenario, Formula } from '../scenario/bind.ts';
import { coneOf, type Driver, type InfluenceModel } from '../scenario/influence.ts';
import { regionsOf } from '../scenario/state-test.ts';
import { type Statechart, statechartOf } from '../statechart/chart.ts';

/** A part of a model that evolves by itself: these regions, these events. */
export interface Part {
  /** Positions of the kept regions, ascending. */
  readonly regions: readonly number[];
  readonly events: ReadonlySet<string>;
  readonly always: ReadonlySet<string>;
  /** Events whose firings a reward counts: they are kept as transitions even where they change nothing. */
  readonly counted: ReadonlySet<string>;
}

const countedIn = (bound: BoundScenario): Set<string> =>
  new Set(bound.rewards.flatMap((r) => r.impulses.map((i) => i.event)));

export function wholeOf(bound: BoundScenario): Part {
  return {
    regions: bound.regions.map((_, i) => i),
    events: new Set([...bound.moves, ...bound.hazards].map((e) => e.id)),
    always: new Set(bound.always.map((a) => a.id)),
    counted: countedIn(bound),
  };
}

/** The cone of influence of some regions (by id), with the variant's switches put in. */
export function partFor(bound: BoundScenario, influence: InfluenceModel, seed: Iterable<string>): Part {
  const cone = coneOf(influence, seed);
  const events = new Set<string>();
  const always = new Set<string>();
  for (const d of cone.drivers) (d.kind === 'always' ? always : events).add(d.id);
  return {
    regions: bound.regions.flatMap((r, i) => (cone.regions.has(r.id) ? [i] : [])),
    events,
    always,
    counted: countedIn(bound),
  };
}

/** The drivers of a bound scenario: guards simplified by the switches, so that the cone is no wider than this variant needs. */
export function influenceOfBound(bound: BoundScenario, chart: Statechart = statechartOf(bound)): InfluenceModel {
  const regionIds = (f: Formula) => f.regions.map((i) => bound.regions[i]!.id);
  const guards = new Map([...chart.events, ...chart.always].map((e) => [e.id, e.guard]));
  const none: ReadonlySet<string> = new Set();
  const driver = (
    kind: Driver['kind'],
    e: { id: string; effects: readonly { region: string }[] },
    actor: string | null,
    rates: readonly Formula[],
    judges: readonly string[],
  ): Driver => ({
    kind,
    id: e.id,
    actor,
    guardRegions: regionsOf(guards.get(e.id)!),
    rateRegions: new Set(rates.flatMap(regionIds)),
    sets: new Set(e.effects.map((effect) => effect.region)),
    names: none,
    stances: none,
    judges,
  });
  const actorId = (i: number) => bound.actors[i]!.id;
  const drivers = [
    ...bound.moves.map((m) =>
      driver(
        'move',
        m,
        actorId(m.actor),
        [m.utility, bound.actors[m.actor]!.opportunityRate, ...m.consent.map((c) => c.utility)],
        [actorId(m.actor), ...m.consent.map((c) => actorId(c.actor))],
      ),
    ),
    ...bound.hazards.map((h) => driver('hazard', h, null, [h.hazard], [])),
    ...chart.always.map((a) => driver('always', a, null, [], [])),
  ];
  const issuesOf = new Map(
    bound.regions.map(
      (r) =>
        [
          r.id,
          new Set(bound.issues.filter((issue) => new Set(r.states.map((s) => s.coordinates[issue] ?? 0)).size > 1)),
        ] as const,
    ),
  );
  const stancesOf = new Map(
    bound.actors.map(
      (a) =>
        [
          a.id,
          new Set(bound.stanceGain === null ? [] : bound.stances.filter((s) => s.actor === a.id).map((s) => s.issue)),
        ] as const,
    ),
  );
  return { drivers, issuesOf, stancesOf };
}
