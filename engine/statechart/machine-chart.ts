// Machine JSON → Statechart: events gathered by name across the regions, guards rebuilt from those of their transitions. XState lets one event do different things under different guards; a chart's event does one thing.
import { allOf, anyOf, at, holds, regionsOf, type StateTest, testText } from '../scenario/state-test.ts';
import { type Checked, hasError, type Problem, problem } from '../vocabulary/problem.ts';
import type { ChartEvent, ChartRegion, Effect, Statechart } from './chart.ts';
import { checkChart } from './check.ts';
import { type MachineConfig, type PlacedTransition, transitionsOf } from './machine-config.ts';
import { readMachineConfig } from './machine-read.ts';

/** Beyond this many combinations of the states that one event asks about, its regions are not compared and a warning says so. */
const maxCombinations = 200_000;

/** The chart that a machine JSON describes; null with Problems when an event or rule has more than one target map. */
export function chartFromMachineJson(json: unknown): Checked<Statechart> {
  const { value: config, problems } = readMachineConfig(json);
  if (!config) return { value: null, problems };
  const found = [...problems];
  const regions = regionsOfConfig(config);
  const placed = transitionsOf(config);
  const ruleOf = (what: string, mine: readonly PlacedTransition[], home?: string): Rule => {
    const rule = gather(mine, what, regions, home);
    found.push(...rule.problems);
    return rule;
  };

  const events: ChartEvent[] = config.meta.events.flatMap(({ id, label, kind, home }) => {
    const mine = placed.filter((p) => p.event === id);
    // Listed but never possible: a chart has no event without effects.
    if (mine.length === 0) return [];
    const { guard, effects } = ruleOf(`event \`${id}\``, mine, home);
    return [{ id, label, kind, guard, effects }];
  });
  // A rule listed in `meta` may span regions; any other `always` is a rule of its own, in document order.
  const listed = config.meta.always.flatMap(({ id, label }) => {
    const mine = placed.filter((p) => p.event === null && p.transition.meta?.rule === id);
    return mine.length === 0 ? [] : [{ id, label, ...partOf(ruleOf(`always \`${id}\``, mine)) }];
  });
  const single = placed
    .filter((p) => p.event === null && !p.transition.meta)
    .map((p) => {
      const id = `${p.region}_${p.state}_${p.index + 1}`;
      return { id, label: p.transition.description ?? id, ...partOf(ruleOf(`always \`${id}\``, [p])) };
    });
  if (hasError(found)) return { value: null, problems: found };
  const chart: Statechart = { id: config.id, regions, events, always: [...listed, ...single] };
  found.push(...checkChart(chart));
  return { value: hasError(found) ? null : chart, problems: found };
}

interface Rule {
  readonly guard: StateTest;
  readonly effects: readonly Effect[];
  readonly problems: readonly Problem[];
}

const partOf = ({ guard, effects }: Rule): Pick<Rule, 'guard' | 'effects'> => ({ guard, effects });

/** One rule out of the transitions that bear its name, or Problems when they are not one rule. */
function gather(mine: readonly PlacedTransition[], what: string, regions: readonly ChartRegion[], home?: string): Rule {
  const problems: Problem[] = [];
  const parts: { readonly region: string; readonly state: string; readonly fires: StateTest }[] = [];
  for (const region of regions) {
    const here = mine.filter((p) => p.region === region.id);
    const targets = [...new Set(here.map((p) => p.transition.target))];
    if (targets.length === 0) continue;
    if (targets.length > 1) {
      problems.push(
        problem(
          'several-outcomes',
          `${what} leads the region \`${region.id}\` to ${targets.map((t) => `\`${t}\``).join(' and ')}`,
          {
            repair: 'give each target a name of its own: here one name is one thing that happens, at one rate',
          },
        ),
      );
    }
    parts.push({ region: region.id, state: targets[0]!, fires: anyOf(here.map(firingOf)) });
  }
  const guard = anyOf(parts.map((p) => p.fires));
  if (problems.length === 0 && parts.length > 1) problems.push(...disagreement(what, guard, parts, regions));
  // The home region is the first effect's.
  const effects = parts.map(({ region, state }) => ({ region, state }));
  effects.sort((a, b) => Number(b.region === home) - Number(a.region === home));
  return { guard, effects, problems };
}

/** When a transition can fire. An earlier one of the same state and event has the same target or is a Problem already, so order does not matter. */
function firingOf({ region, state, transition }: PlacedTransition): StateTest {
  return transition.guard ? allOf([at(region, state), transition.guard.params.test]) : at(region, state);
}

/** Wherever one region fires, each other must fire too, or be where it would go: shown by trying all states that the guards ask about. */
function disagreement(
  what: string,
  guard: StateTest,
  parts: readonly { readonly region: string; readonly state: string; readonly fires: StateTest }[],
  regions: readonly ChartRegion[],
): Problem[] {
  const asked = regionsOf(guard);
  const dials = regions.filter((r) => asked.has(r.id));
  const count = dials.reduce((product, r) => product * r.states.length, 1);
  if (count > maxCombinations) {
    return [
      problem(
        'not-compared',
        `${what} asks about ${count} combinations of states, too many to see whether its regions agree`,
        {
          severity: 'warning',
          repair: 'replay the machine against the chart',
        },
      ),
    ];
  }
  const states = new Map<string, string>();
  const stateOf = (region: string): string | undefined => states.get(region);
  for (let code = 0; code < count; code++) {
    let rest = code;
    for (const { id, states: own } of dials) {
      states.set(id, own[rest % own.length]!.id);
      rest = Math.floor(rest / own.length);
    }
    if (!holds(guard, stateOf)) continue;
    const idle = parts.find((p) => states.get(p.region) !== p.state && !holds(p.fires, stateOf));
    if (!idle) continue;
    const where = allOf(dials.map((r) => at(r.id, states.get(r.id)!)));
    return [
      problem('regions-disagree', `${what} moves some regions but not \`${idle.region}\` when ${testText(where)}`, {
        repair: "put the same guard on each region's transition; what is final in one of them has to stop them all",
      }),
    ];
  }
  return [];
}

function regionsOfConfig(config: MachineConfig): ChartRegion[] {
  return Object.entries(config.states).map(([id, { description, initial, states }]) => ({
    id,
    label: description ?? id,
    initial,
    states: Object.entries(states).map(([state, s]) => ({
      id: state,
      label: s.description ?? state,
      final: s.type === 'final',
    })),
  }));
}
