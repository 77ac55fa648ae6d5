// Statechart → Problems that must be known before XState sees it: names that do not exist or exist twice, effects that contradict each other, a final state that could be left.
// A cycle of `always` is not looked for here: without the reachable configurations a check would blame charts whose cycle can never be entered.
import { givenState, type StateTest } from '../scenario/state-test.ts';
import { didYouMean, type Path, type Problem, problem } from '../vocabulary/problem.ts';
import type { ChartRegion, Effect, Statechart } from './chart.ts';
import { eventNameRule, isEventName, isStateName, stateNameRule } from './machine-config.ts';

interface Rule {
  readonly id: string;
  readonly guard: StateTest;
  readonly effects: readonly Effect[];
}

/** Errors of the chart, with paths into it; empty when it can be compiled. */
export function checkChart(chart: Statechart): Problem[] {
  const problems: Problem[] = [];
  const regions = new Map(chart.regions.map((r) => [r.id, r]));
  if (chart.regions.length === 0) {
    problems.push(
      problem('no-region', `the chart \`${chart.id}\` has no region`, {
        path: ['regions'],
        repair: 'give it at least one region with states',
      }),
    );
  }
  problems.push(
    ...repeated(chart.regions, 'region', ['regions']),
    ...repeated(chart.events, 'event', ['events']),
    ...repeated(chart.always, 'always', ['always']),
  );
  for (const [r, region] of chart.regions.entries()) problems.push(...regionProblems(region, ['regions', r]));
  chart.events.forEach((event, e) => {
    if (!isEventName(event.id)) problems.push(badName('event', event.id, eventNameRule, ['events', e]));
    problems.push(...ruleProblems(event, `event \`${event.id}\``, regions, ['events', e]));
  });
  for (const [a, rule] of chart.always.entries()) {
    problems.push(...ruleProblems(rule, `always \`${rule.id}\``, regions, ['always', a]));
  }
  return problems;
}

function regionProblems(region: ChartRegion, path: Path): Problem[] {
  const problems: Problem[] = [];
  if (!isStateName(region.id)) problems.push(badName('region', region.id, stateNameRule, path));
  if (region.states.length === 0) {
    return [
      ...problems,
      problem('region-without-states', `the region \`${region.id}\` has no states`, {
        path,
        repair: 'give it states, or remove it',
      }),
    ];
  }
  problems.push(...repeated(region.states, `state of region \`${region.id}\``, [...path, 'states']));
  for (const [s, state] of region.states.entries()) {
    if (!isStateName(state.id)) problems.push(badName('state', state.id, stateNameRule, [...path, 'states', s]));
  }
  const names = region.states.map((s) => s.id);
  if (!names.includes(region.initial)) {
    problems.push(
      problem(
        'unknown-name',
        `the region \`${region.id}\` starts in \`${region.initial}\`, which is none of its states`,
        {
          path: [...path, 'initial'],
          repair: didYouMean(region.initial, names),
        },
      ),
    );
  }
  return problems;
}

function ruleProblems(rule: Rule, what: string, regions: ReadonlyMap<string, ChartRegion>, path: Path): Problem[] {
  const problems: Problem[] = [];
  if (rule.effects.length === 0) {
    problems.push(
      problem('no-effect', `${what} sets no region`, {
        path: [...path, 'effects'],
        repair: 'say which region goes to which state, or remove it',
      }),
    );
  }
  const seen = new Map<string, string>();
  rule.effects.forEach(({ region, state }, k) => {
    const here = [...path, 'effects', k];
    const before = seen.get(region);
    if (before !== undefined) {
      problems.push(
        problem('two-effects', `${what} sets the region \`${region}\` twice, to \`${before}\` and to \`${state}\``, {
          path: here,
          repair: 'keep one of the two',
        }),
      );
    }
    seen.set(region, state);
    const named = nameProblem(region, state, what, regions, here);
    if (named) problems.push(named);
    else problems.push(...finalProblems(rule, what, regions.get(region)!, state, here));
  });
  for (const { region, state } of placesOf(rule.guard)) {
    const named = nameProblem(region, state, `the guard of ${what}`, regions, [...path, 'guard']);
    if (named) problems.push(named);
  }
  return problems;
}

/** A rule that would leave a final state is disabled as a whole, and its guard has to say so: XState would let the other regions go. */
function finalProblems(rule: Rule, what: string, region: ChartRegion, target: string, path: Path): Problem[] {
  return region.states
    .filter((s) => s.final && s.id !== target && givenState(rule.guard, region.id, s.id).op !== 'false')
    .map((s) =>
      problem('leaves-final', `${what} could leave the final state \`${region.id}.${s.id}\``, {
        path,
        repair: `add \`and not at("${region.id}.${s.id}")\` to its guard`,
      }),
    );
}

function nameProblem(
  region: string,
  state: string,
  what: string,
  regions: ReadonlyMap<string, ChartRegion>,
  path: Path,
): Problem | null {
  const found = regions.get(region);
  if (!found)
    return problem('unknown-name', `${what} names an unknown region \`${region}\``, {
      path,
      repair: didYouMean(region, regions.keys()),
    });
  const names = found.states.map((s) => s.id);
  if (names.includes(state)) return null;
  return problem('unknown-name', `${what} names an unknown state \`${region}.${state}\``, {
    path,
    repair: didYouMean(state, names),
  });
}

/** Every region and state that a test names. */
export function placesOf(test: StateTest): Effect[] {
  if (test.op === 'at') return [{ region: test.region, state: test.state }];
  if (test.op === 'not') return placesOf(test.test);
  return test.op === 'and' || test.op === 'or' ? test.tests.flatMap(placesOf) : [];
}

function repeated(list: readonly { readonly id: string }[], what: string, path: Path): Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  list.forEach(({ id }, index) => {
    if (seen.has(id))
      problems.push(
        problem('duplicate-id', `the ${what} \`${id}\` is there twice`, {
          path: [...path, index],
          repair: 'rename one of the two',
        }),
      );
    seen.add(id);
  });
  return problems;
}

function badName(what: string, name: string, rule: string, path: Path): Problem {
  return problem('bad-name', `\`${name}\` cannot name a ${what}`, { path, repair: rule });
}
