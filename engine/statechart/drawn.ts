// Scenario → the statechart to draw: with every transition that some variant of the file or some switch allows, so that a drawing need not change with either.
import { type BoundScenario, bindVariant } from '../scenario/bind.ts';
import type { Scenario } from '../scenario/load.ts';
import { anyOf } from '../scenario/state-test.ts';
import { baseVariantOf, type VariantView, variantsOf } from '../scenario/view.ts';
import { ProblemError } from '../vocabulary/problem.ts';
import { type Statechart, statechartOf } from './chart.ts';

export interface DrawnChart {
  readonly chart: Statechart;
  /** Move id → actor id. */
  readonly actorOf: ReadonlyMap<string, string>;
}

/** Start and labels are those of the base variant. Throws a ProblemError when a variant of the file cannot be bound. */
export function drawnChartOf(scenario: Scenario): DrawnChart {
  const base = baseVariantOf(scenario.file);
  const flipped = Object.entries(scenario.file.switches ?? {}).map(
    ([name, s]): VariantView => ({ id: 'flipped', label: name, switches: { [name]: !s.default } }),
  );
  const bound = [base, ...variantsOf(scenario.file), ...flipped].map((v) => boundOf(scenario, { ...v, disable: [] }));
  const [chart, ...others] = bound.map(statechartOf) as [Statechart, ...Statechart[]];
  const actors = bound[0]!.actors;
  return {
    chart: {
      ...chart,
      events: chart.events.map((e, i) => ({ ...e, guard: anyOf([e.guard, ...others.map((o) => o.events[i]!.guard)]) })),
      always: chart.always.map((a, i) => ({ ...a, guard: anyOf([a.guard, ...others.map((o) => o.always[i]!.guard)]) })),
    },
    actorOf: new Map(bound[0]!.moves.map((m) => [m.id, actors[m.actor]!.id])),
  };
}

function boundOf(scenario: Scenario, variant: VariantView): BoundScenario {
  const { value, problems } = bindVariant(scenario, variant);
  if (!value) throw new ProblemError(problems);
  return value;
}
