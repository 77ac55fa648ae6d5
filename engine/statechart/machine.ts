// Statechart → one XState v5 machine: a parallel root, one transition in each affected region, guards by name built from XState's own and/or/not/stateIn, so that XState stays an independent witness.
import { type AnyStateMachine, and, createMachine, not, or, stateIn } from 'xstate';
import { givenState, type StateTest, testText } from '../scenario/state-test.ts';
import { ProblemError } from '../vocabulary/problem.ts';
import type { ChartEvent, ChartRegion, Effect, Statechart } from './chart.ts';
import { checkChart } from './check.ts';
import {
  type GuardConfig,
  type MachineConfig,
  type StateConfig,
  type TransitionConfig,
  transitionsOf,
} from './machine-config.ts';

export interface ChartMachine {
  readonly machine: AnyStateMachine;
  /** In the chart's order; also those that no state can ever take. */
  readonly eventIds: readonly string[];
}

/** XState runs a cycle of `always` for ever unless told when to stop; no legal macrostep is near this long. */
export const maxMicrosteps = 10_000;

/** Compiles a chart. Throws a ProblemError when `checkChart` finds an error. */
export function machineOf(chart: Statechart): ChartMachine {
  const problems = checkChart(chart);
  if (problems.length > 0) throw new ProblemError(problems);
  return machineOfConfig(configOf(chart));
}

/** The region where an event is at home, for a drawing or a list: the region of its first effect. */
export function homeRegionOf(event: ChartEvent, chart: Statechart): ChartRegion {
  const home = chart.regions.find((r) => r.id === event.effects[0]?.region);
  if (!home) throw new Error(`event ${event.id} has no home region`);
  return home;
}

/** The XState machine of a config whose names and guards have been checked. */
export function machineOfConfig(config: MachineConfig): ChartMachine {
  const guards = new Map<string, XStateGuard>();
  for (const { transition } of transitionsOf(config)) {
    const { guard } = transition;
    if (guard && !guards.has(guard.type)) guards.set(guard.type, guardOf(guard.params.test));
  }
  // XState's types follow literal configs; this one is data.
  const withLimit = { ...config, options: { maxIterations: maxMicrosteps } } as Parameters<typeof createMachine>[0];
  const machine = createMachine(withLimit).provide({ guards: Object.fromEntries(guards) } as object);
  return { machine: machine as AnyStateMachine, eventIds: config.meta.events.map((e) => e.id) };
}

/** The chart as an XState config, still plain data. Supposes a chart without Problems. */
function configOf(chart: Statechart): MachineConfig {
  return {
    id: chart.id,
    type: 'parallel',
    meta: {
      events: chart.events.map((e) => ({ id: e.id, label: e.label, kind: e.kind, home: homeRegionOf(e, chart).id })),
      always: chart.always.map(({ id, label }) => ({ id, label })),
    },
    states: Object.fromEntries(
      chart.regions.map((region) => [
        region.id,
        {
          description: region.label,
          initial: region.initial,
          states: Object.fromEntries(region.states.map((s) => [s.id, stateConfigOf(chart, region, s)])),
        },
      ]),
    ),
  };
}

function stateConfigOf(chart: Statechart, region: ChartRegion, state: ChartRegion['states'][number]): StateConfig {
  // A handler on a final state of a parallel region would fire in XState: it gets none.
  if (state.final) return { type: 'final', description: state.label };
  const on: Record<string, TransitionConfig[]> = {};
  for (const event of chart.events) {
    const transition = transitionFrom(event, region.id, state.id);
    if (transition) on[event.id] = [{ ...transition, description: event.label }];
  }
  const always = chart.always.flatMap((rule) => {
    const transition = transitionFrom(rule, region.id, state.id);
    return transition ? [{ ...transition, description: rule.label, meta: { rule: rule.id } }] : [];
  });
  return { description: state.label, ...(Object.keys(on).length > 0 && { on }), ...(always.length > 0 && { always }) };
}

/** What a rule does to one region in one state: nothing when it does not set the region, is there already, or cannot hold there. */
function transitionFrom(
  rule: { readonly guard: StateTest; readonly effects: readonly Effect[] },
  region: string,
  source: string,
): TransitionConfig | null {
  const target = rule.effects.find((effect) => effect.region === region)?.state;
  if (target === undefined || target === source) return null;
  const residual = givenState(rule.guard, region, source);
  if (residual.op === 'false') return null;
  return residual.op === 'true' ? { target } : { target, guard: guardConfigOf(residual) };
}

/** A guard is named by its own text, so equal tests share one guard and a JSON file can be read. */
function guardConfigOf(test: StateTest): GuardConfig {
  const text = testText(test);
  return { type: text, params: { test, text } };
}

type XStateGuard = ReturnType<typeof stateIn> | ReturnType<typeof and> | ReturnType<typeof not>;

/** A StateTest in XState's own guards, which read XState's own snapshot: the configuration before the event. */
function guardOf(test: StateTest): XStateGuard {
  switch (test.op) {
    case 'true':
      return and([]);
    case 'false':
      return or([]);
    case 'at':
      return stateIn({ [test.region]: test.state });
    case 'not':
      return not(guardOf(test.test) as never);
    case 'and':
      return and(test.tests.map(guardOf) as never);
    case 'or':
      return or(test.tests.map(guardOf) as never);
  }
}
