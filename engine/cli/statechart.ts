// standoff statechart: regions, states and events for the eye, or the XState machine as JSON; a machine's JSON is read back.
import { withBound } from '../result/run.ts';
import { testText } from '../scenario/state-test.ts';
import { type Statechart, statechartOf } from '../statechart/chart.ts';
import { machineOf } from '../statechart/machine.ts';
import { machineToJson } from '../statechart/machine-json.ts';
import { chooseVariants } from './choose.ts';
import { count } from './format.ts';
import { readModel, sayAbout } from './input.ts';
import { type ExitCode, say, sayProblems } from './terminal.ts';

export interface StatechartOptions {
  readonly variant?: string;
  readonly json?: boolean;
}

export function statechart(file: string, options: StatechartOptions): ExitCode {
  const { value: model, problems } = readModel(file);
  if (!model || model.kind === 'machine') sayProblems(problems);
  if (!model) return 1;
  let chart: Statechart;
  if (model.kind === 'machine') chart = model.chart;
  else {
    const [variant] = chooseVariants(
      model.scenario,
      options.variant === undefined ? undefined : [options.variant],
      'base',
    );
    sayAbout(model.scenario, [variant!]);
    const made = withBound(model.scenario, variant!, statechartOf);
    sayProblems(made.problems);
    if (!made.value) return 1;
    chart = made.value;
  }
  if (options.json) say(JSON.stringify(machineToJson(machineOf(chart).machine), null, 2));
  else sayChart(chart);
  return 0;
}

function sayChart(chart: Statechart): void {
  say(
    `${chart.id}: ${count(chart.regions.length, 'region')}, ${count(
      chart.regions.reduce((n, r) => n + r.states.length, 0),
      'state',
    )}, ${count(chart.events.length, 'event')}, ${chart.always.length} always`,
  );
  const effects = (list: Statechart['events'][number]['effects']): string =>
    list.map((e) => `${e.region} → ${e.state}`).join(', ');
  const guard = (test: Statechart['events'][number]['guard']): string =>
    test.op === 'true' ? '' : `\n      when ${testText(test)}`;
  const labelled = (id: string, label: string): string => (label === id ? id : `${id} (${label})`);
  for (const region of chart.regions) {
    say();
    say(labelled(region.id, region.label));
    for (const s of region.states)
      say(`  ${s.id === region.initial ? '▸' : '·'} ${labelled(s.id, s.label)}${s.final ? ', final' : ''}`);
    const home = chart.events.filter((e) => e.effects[0]?.region === region.id);
    for (const e of home) say(`    ${e.kind} ${labelled(e.id, e.label)}: ${effects(e.effects)}${guard(e.guard)}`);
  }
  if (chart.always.length === 0) return;
  say();
  say('at once, before time passes, in this order');
  for (const a of chart.always) say(`    ${labelled(a.id, a.label)}: ${effects(a.effects)}${guard(a.guard)}`);
}
