// Statechart → the arrows of each region: one for each pair of states that some event or rule takes it between, with all the events that do.
import { allOf, givenState, type StateTest } from '../scenario/state-test.ts';
import type { ChartRegion, Effect, Statechart } from './chart.ts';

export interface ArrowEvent {
  readonly id: string;
  readonly label: string;
  readonly kind: 'move' | 'hazard' | 'always';
  /** A move or hazard in the region of its first effect; false: a side effect there, or what happens at once. */
  readonly home: boolean;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly events: readonly ArrowEvent[];
}

interface Rule extends Omit<ArrowEvent, 'home'> {
  readonly guard: StateTest;
  readonly effects: readonly Effect[];
}

/** Arrows in the order of the states they leave and reach, their events in file order. What `always` makes of an event's target at once is an arrow of the event too. */
export function arrowsOf(chart: Statechart, region: ChartRegion): readonly Arrow[] {
  const always: Rule[] = chart.always.map((a) => ({ ...a, kind: 'always' }));
  const found = new Map<string, Map<string, ArrowEvent>>();
  const add = (from: string, to: string, { id, label, kind }: Rule, home: boolean): void => {
    if (from === to) return;
    const events = found.get(pair(from, to)) ?? new Map<string, ArrowEvent>();
    if (!events.has(id)) events.set(id, { id, label, kind, home });
    found.set(pair(from, to), events);
  };
  for (const rule of [...chart.events, ...always]) {
    if (!rule.effects.some((e) => e.region === region.id)) continue;
    const home = rule.kind !== 'always' && rule.effects[0]!.region === region.id;
    for (const { id: from, final } of region.states) {
      const before = givenState(rule.guard, region.id, from);
      if (final || !possible(before)) continue;
      const target = rule.effects.find((e) => e.region === region.id)!.state;
      add(from, target, rule, home);
      for (const to of settledIn(region.id, rule, before, always)) add(from, to, rule, false);
    }
  }
  return region.states.flatMap((from) =>
    region.states.flatMap((to) => {
      const events = found.get(pair(from.id, to.id));
      return events ? [{ from: from.id, to: to.id, events: [...events.values()] }] : [];
    }),
  );
}

const pair = (from: string, to: string): string => `${from} ${to}`;

/** The states that rules of `always` may send the region on to, once the rule has taken it to its target. */
function settledIn(region: string, rule: Rule, before: StateTest, always: readonly Rule[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const changed = new Set([rule, ...always].flatMap((r) => r.effects.map((e) => e.region)));
  const target = rule.effects.find((e) => e.region === region)!.state;
  const waiting = [target];
  while (waiting.length > 0) {
    const at = waiting.pop()!;
    for (const next of always) {
      const to = next.effects.find((e) => e.region === region)?.state;
      if (to === undefined || to === at || to === target || reached.has(to)) continue;
      // What the rule sets is known; of regions that nothing sets here, what held before still holds.
      const known = rule.effects.map((e) => (e.region === region ? { region, state: at } : e));
      const guard = known.reduce((test, e) => givenState(test, e.region, e.state), next.guard);
      if (!possible(allOf([withoutRegions(before, changed), guard]))) continue;
      reached.add(to);
      waiting.push(to);
    }
  }
  return reached;
}

/** The parts of a conjunction that say nothing of these regions. */
function withoutRegions(test: StateTest, regions: ReadonlySet<string>): StateTest {
  const parts = test.op === 'and' ? test.tests : [test];
  return allOf(parts.filter((t) => !mentions(t, regions)));
}

function mentions(test: StateTest, regions: ReadonlySet<string>): boolean {
  if (test.op === 'at') return regions.has(test.region);
  if (test.op === 'not') return mentions(test.test, regions);
  return (test.op === 'and' || test.op === 'or') && test.tests.some((t) => mentions(t, regions));
}

/** False where the test contradicts itself: constantly false once the states that it names are put in. Some contradictions are not seen; never says false wrongly. */
function possible(test: StateTest): boolean {
  if (test.op === 'or') return test.tests.some(possible);
  if (test.op !== 'and') return test.op !== 'false';
  let rest: StateTest = test;
  for (const t of test.tests)
    if (t.op === 'at') {
      rest = givenState(rest, t.region, t.state);
      if (rest.op === 'false') return false;
    }
  // What is left of it can be an `or` of which every branch is ruled out.
  return true;
}
