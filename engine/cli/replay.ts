// standoff replay: one sampled path as a dated story, driven through XState itself; with --check many paths, counted.
import { chainOf } from '../chain/rates.ts';
import { defaultMaxConfigurations } from '../chain/structure.ts';
import { type ReplayCheck, type ReplayedPath, replayCheck, replayedPath } from '../result/replay-check.ts';
import { withBound } from '../result/run.ts';
import type { BoundScenario } from '../scenario/bind.ts';
import { statechartOf } from '../statechart/chart.ts';
import type { Configuration } from '../vocabulary/units.ts';
import { chooseVariants } from './choose.ts';
import { count, dateOf, table, whole } from './format.ts';
import { openScenario, sayAbout } from './input.ts';
import { inVariant } from './solve.ts';
import { exploreChart } from './states.ts';
import { type ExitCode, say, sayProblems, startBar } from './terminal.ts';

export interface ReplayOptions {
  readonly variant?: string;
  readonly seed: number;
  readonly path: number;
  readonly check?: boolean;
  readonly paths: number;
  readonly maxConfigurations?: number;
}

export function replay(file: string, options: ReplayOptions): ExitCode {
  const scenario = openScenario(file);
  if (!scenario) return 1;
  const [variant] = chooseVariants(scenario, options.variant === undefined ? undefined : [options.variant], 'base');
  sayAbout(scenario, [variant!]);
  const made = withBound(scenario, variant!, (bound): ExitCode => {
    const chart = statechartOf(bound);
    const chain = chainOf(exploreChart(chart, options.maxConfigurations ?? defaultMaxConfigurations), bound);
    const sampling = { seed: options.seed, horizon: bound.horizon };
    if (options.check) {
      const bar = startBar('replaying');
      const result = replayCheck(chain, chart, { ...sampling, count: options.paths, progress: bar.progress });
      bar.stop();
      return sayCheck(result, options.seed);
    }
    return sayStory(
      bound,
      replayedPath(chain, chart, options.path, sampling),
      scenario.file.meta.start_date,
      options.seed,
    );
  });
  sayProblems(made.problems.map((p) => inVariant(p, scenario, variant!)));
  return made.value ?? 1;
}

function sayStory(bound: BoundScenario, story: ReplayedPath, startDate: string | undefined, seed: number): ExitCode {
  const actorOf = new Map(bound.moves.map((m) => [m.id, bound.actors[m.actor]!.label]));
  const labelOf = new Map([...bound.moves, ...bound.hazards].map((e) => [e.id, e.label]));
  say(
    `${bound.title}, variant \`${bound.variant.id}\`: path ${story.path} of seed ${seed}. One way it could go, not the likeliest.`,
  );
  say();
  let before = story.start.chain;
  const rows = [[dateOf(startDate, 0) ?? '', '0.0', '', `it starts: ${bound.variant.label}`, '']];
  for (const e of story.events) {
    const what = labelOf.get(e.event) ?? e.event;
    rows.push([
      dateOf(startDate, e.day) ?? '',
      e.day.toFixed(1),
      actorOf.get(e.event) ?? '',
      what,
      changes(bound, before, e.chain),
    ]);
    before = e.chain;
  }
  rows.push([
    dateOf(startDate, bound.horizon) ?? '',
    bound.horizon.toFixed(1),
    '',
    story.complete ? 'the horizon' : 'cut at the largest number of jumps',
    '',
  ]);
  const dated = startDate !== undefined;
  say(
    table(
      ['date', 'day', 'who', 'what happens', 'new state'].slice(dated ? 0 : 1),
      rows.map((r) => r.slice(dated ? 0 : 1)),
      5,
    ),
  );
  say();
  const wrong = story.events.find((e) => !e.same);
  if (!wrong && story.start.same) {
    say(
      `Driven through XState: after the start and each of ${count(story.events.length, 'event')} it stood where the chain says.`,
    );
    return 0;
  }
  say(
    `XState and the chain differ${wrong ? ` after \`${wrong.event}\` on day ${wrong.day.toFixed(1)}: ${JSON.stringify(wrong.machine)} against ${JSON.stringify(wrong.chain)}` : ' at the start'}. This is our mistake; please report it with the scenario.`,
  );
  return 1;
}

/** The regions that an event changed, with what follows at once. */
function changes(bound: BoundScenario, before: Configuration, after: Configuration): string {
  return bound.regions
    .filter((r) => before[r.id] !== after[r.id])
    .map((r) => `${r.label}: ${r.states.find((s) => s.id === after[r.id])?.label ?? after[r.id]}`)
    .join('; ');
}

function sayCheck(result: ReplayCheck, seed: number): ExitCode {
  say(
    `Replayed ${count(result.paths, 'path')} of seed ${seed} through XState: ${count(result.events, 'event')}, and ${count(result.disabled, 'disabled event')} in ${count(result.configurations, 'distinct configuration')}.`,
  );
  say(count(result.differences, 'difference'));
  for (const d of result.examples.slice(0, 10)) {
    if (d.kind === 'landing')
      say(`  path ${d.path}, \`${d.event}\`: XState ${JSON.stringify(d.machine)}, chain ${JSON.stringify(d.chain)}`);
    else say(`  \`${d.event}\` is disabled and moves XState from ${JSON.stringify(d.configuration)}`);
  }
  if (result.differences > 10) say(`  … and ${whole(result.differences - 10)} more`);
  return result.differences === 0 ? 0 : 1;
}
