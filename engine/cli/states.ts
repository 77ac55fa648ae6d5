// standoff states: which configurations can be reached → counts by region and state, what is never reached, where everything ends.
import { chainOf } from '../chain/rates.ts';
import { configurationAt, defaultMaxConfigurations, explore, type Structure } from '../chain/structure.ts';
import { withBound } from '../result/run.ts';
import { type Statechart, statechartOf } from '../statechart/chart.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import { chooseVariants } from './choose.ts';
import { count, table, whereText, whole } from './format.ts';
import { nameOf, readModel, sayAbout } from './input.ts';
import { inVariant } from './solve.ts';
import { type ExitCode, say, sayProblems } from './terminal.ts';

export interface StatesOptions {
  readonly variant?: string;
  readonly maxConfigurations?: number;
}

export interface Explored {
  readonly chart: Statechart;
  readonly structure: Structure;
  /** Exit rate of each configuration, per day; null for a machine, which has no rates. */
  readonly exit: Float64Array | null;
}

/** A model's file → its structure; Problems are said. Null on errors. */
export function exploreFile(file: string, options: StatesOptions): Explored | null {
  const { value: model, problems } = readModel(file);
  if (!model || model.kind === 'machine') sayProblems(problems);
  if (!model) return null;
  const most = options.maxConfigurations ?? defaultMaxConfigurations;
  if (model.kind === 'machine') {
    const { chart } = model;
    try {
      return { chart, structure: exploreChart(chart, most), exit: null };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      sayProblems(error.problems.map((p) => ({ file: nameOf(file), ...p })));
      return null;
    }
  }
  const [variant] = chooseVariants(
    model.scenario,
    options.variant === undefined ? undefined : [options.variant],
    'base',
  );
  sayAbout(model.scenario, [variant!]);
  const explored = withBound(model.scenario, variant!, (bound): Explored => {
    const chart = statechartOf(bound);
    const structure = exploreChart(chart, most);
    return { chart, structure, exit: chainOf(structure, bound).exit };
  });
  sayProblems(explored.problems.map((p) => inVariant(p, model.scenario, variant!)));
  return explored.value;
}

export function exploreChart(chart: Statechart, maxConfigurations: number): Structure {
  if (chart.regions.some((r) => r.states.length > 256))
    throw new ProblemError([
      problem('too-many-states', 'a region has more than 256 states', { repair: 'split it into two regions' }),
    ]);
  return explore(
    chart,
    {
      regions: chart.regions.map((_, k) => k),
      events: new Set(chart.events.map((e) => e.id)),
      always: new Set(chart.always.map((a) => a.id)),
      counted: new Set(),
    },
    maxConfigurations,
  );
}

/** How many configurations have each state active. */
export function stateCounts(structure: Structure): number[][] {
  const counts = structure.regions.map((r) => r.states.map(() => 0));
  const width = structure.regions.length;
  for (let i = 0; i < structure.size; i++)
    for (let r = 0; r < width; r++) counts[r]![structure.states[i * width + r]!]!++;
  return counts;
}

/** Ids of the events that move some reachable configuration. */
export function possibleEvents(structure: Structure): Set<string> {
  const seen = new Uint8Array(structure.events.length);
  for (let i = 0; i < structure.size; i++)
    for (let t = structure.rowStart[i]!; t < structure.rowStart[i + 1]!; t++)
      if (structure.target[t] !== i) seen[structure.event[t]!] = 1;
  return new Set(structure.events.filter((_, e) => seen[e]));
}

export function states(file: string, options: StatesOptions): ExitCode {
  const explored = exploreFile(file, options);
  if (!explored) return 1;
  const { chart, structure, exit } = explored;
  const counts = stateCounts(structure);
  const product = chart.regions.reduce((n, r) => n * r.states.length, 1);
  say(
    `${chart.id}: ${count(structure.size, 'reachable configuration')} of ${whole(product)} combinations, ${count(structure.target.length, 'transition')}`,
  );
  say();
  const rows = chart.regions.flatMap((region, r) =>
    region.states.map((s, k) => [
      k === 0 ? region.id : '',
      `${s.id}${s.id === region.initial ? ' (initial)' : ''}${s.final ? ' (final)' : ''}`,
      whole(counts[r]![k]!),
      `${((100 * counts[r]![k]!) / structure.size).toFixed(1)}%`,
    ]),
  );
  say(table(['region', 'state', 'configurations', 'share'], rows, 2));
  say();
  const unreached = chart.regions.flatMap((region, r) =>
    region.states.filter((_, k) => counts[r]![k] === 0).map((s) => `${region.id}.${s.id}`),
  );
  say(unreached.length === 0 ? 'Every state is reached.' : `Never reached: ${unreached.join(', ')}`);
  const possible = possibleEvents(structure);
  const never = chart.events.filter((e) => !possible.has(e.id)).map((e) => e.id);
  say(never.length === 0 ? 'Every move and hazard can happen.' : `Can never happen: ${never.join(', ')}`);
  sayAbsorbing(structure, exit);
  return 0;
}

function sayAbsorbing(structure: Structure, exit: Float64Array | null): void {
  const start = configurationAt(structure, 0);
  const absorbing: number[] = [];
  for (let i = 0; i < structure.size; i++) {
    let leaves = false;
    for (let t = structure.rowStart[i]!; t < structure.rowStart[i + 1]!; t++) leaves ||= structure.target[t] !== i;
    if (exit ? exit[i] === 0 : !leaves) absorbing.push(i);
  }
  if (absorbing.length === 0) say('No configuration is absorbing: something can always happen.');
  else {
    say(`${count(absorbing.length, 'absorbing configuration')} (nothing happens any more):`);
    for (const i of absorbing.slice(0, 10)) say(`  ${whereText(configurationAt(structure, i), start)}`);
    if (absorbing.length > 10) say(`  … and ${whole(absorbing.length - 10)} more`);
  }
}
