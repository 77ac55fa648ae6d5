// An event and the `always` that can follow it → its settled targets: which regions stand where once everything that happens at once has happened, by what held before. For languages that know no vanishing states.
// One at a time in listed order, as in the chain; the chain has checked that the other reading ends in the same configuration.
import { allOf, anyOf, at, givenState, not, regionsOf, type StateTest } from '../scenario/state-test.ts';
import type { ChartAlways, ChartEvent, ChartRegion } from '../statechart/chart.ts';

export interface Settled {
  /** What must hold before the event, beside its guard; the branches of an event exclude one another, and one of them holds wherever time can pass and the guard holds. */
  readonly when: StateTest;
  /** Region → state that it is set to; some may stand there already. */
  readonly effects: ReadonlyMap<string, string>;
  /** What must hold besides, so that the configuration changes at all; `false` where it never does. */
  readonly changes: StateTest;
}

export function settledOf(
  event: Pick<ChartEvent, 'guard' | 'effects'>,
  always: readonly ChartAlways[],
  regions: readonly ChartRegion[],
): Settled[] {
  const statesOf = new Map(regions.map((r) => [r.id, r.states.map((s) => s.id)]));
  const possible = (tests: readonly StateTest[]): boolean => satisfiable(allOf(tests), statesOf);
  // Only what a changed region touches can have become enabled: where time passes, no `always` would change anything.
  const touched = reachedBy(event.effects, always);
  const known = allOf(touched.map((a) => not(firing(a, new Map()))));

  const branches = new Map<string, { effects: ReadonlyMap<string, string>; ways: StateTest[] }>();
  const follow = (effects: ReadonlyMap<string, string>, path: readonly StateTest[], seen: readonly string[]): void => {
    const key = JSON.stringify([...effects].sort(([a], [b]) => (a < b ? -1 : 1)));
    // A circle of `always`: the chain has none where anything can be reached.
    if (seen.includes(key)) return;
    const left = [...path];
    for (const a of touched) {
      const given = [event.guard, known, ...left];
      const asked = firing(a, effects);
      if (!possible([...given, asked])) continue;
      const fires = allOf(shortened([asked], given, possible));
      const next = new Map(effects);
      for (const e of a.effects) next.set(e.region, e.state);
      follow(next, [...left, fires], [...seen, key]);
      left.push(not(fires));
      if (!possible([...given, not(fires)])) return;
    }
    const branch = branches.get(key) ?? { effects, ways: [] };
    branch.ways.push(allOf(shortened(left, [event.guard, known], possible)));
    branches.set(key, branch);
  };
  follow(new Map(event.effects.map((e) => [e.region, e.state])), [], []);

  return [...branches.values()].map(({ effects, ways }) => {
    const when = anyOf(ways);
    const moved = anyOf([...effects].map(([region, state]) => not(at(region, state))));
    const here = [event.guard, known, when];
    if (!possible([...here, moved])) return { when, effects, changes: { op: 'false' } };
    return { when, effects, changes: possible([...here, not(moved)]) ? moved : { op: 'true' } };
  });
}

/** When an `always` fires after these effects, asked of what held before them. */
function firing(a: ChartAlways, effects: ReadonlyMap<string, string>): StateTest {
  const changes = anyOf(a.effects.map((e) => not(at(e.region, e.state))));
  let fires = allOf([a.guard, changes]);
  for (const [region, state] of effects) fires = givenState(fires, region, state);
  return fires;
}

/** The `always` that can come to fire once these regions are set, however long the chain of them. */
function reachedBy(effects: ChartEvent['effects'], always: readonly ChartAlways[]): ChartAlways[] {
  const regions = new Set(effects.map((e) => e.region));
  const reached = new Set<ChartAlways>();
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const a of always) {
      if (reached.has(a)) continue;
      if (![...regionsOf(a.guard), ...a.effects.map((e) => e.region)].some((r) => regions.has(r))) continue;
      reached.add(a);
      for (const e of a.effects) regions.add(e.region);
    }
  }
  return always.filter((a) => reached.has(a));
}

/** Leaves out what follows from the rest. */
function shortened(
  tests: readonly StateTest[],
  given: readonly StateTest[],
  possible: (tests: readonly StateTest[]) => boolean,
): StateTest[] {
  let kept = tests.flatMap((t) => (t.op === 'and' ? t.tests : [t]));
  for (const t of [...kept].reverse()) {
    const others = kept.filter((k) => k !== t);
    if (!possible([...given, ...others, not(t)])) kept = others;
  }
  return kept;
}

/** Is there a combination of states in which the test holds? Branches on one region after the other, the shortest clause first (Davis, Logemann and Loveland 1962). */
function satisfiable(test: StateTest, statesOf: ReadonlyMap<string, readonly string[]>): boolean {
  if (test.op === 'true') return true;
  if (test.op === 'false') return false;
  let asked = regionsOf(test);
  if (test.op === 'and')
    for (const clause of test.tests) {
      const own = regionsOf(clause);
      if (own.size < asked.size) asked = own;
    }
  const [region] = asked;
  return statesOf.get(region!)!.some((state) => satisfiable(givenState(test, region!, state), statesOf));
}
