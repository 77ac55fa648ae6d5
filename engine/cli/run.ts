// standoff run: every variant solved exactly → a table for the eye, one JSON object for programs, or CSV.
import { statSync } from 'node:fs';
import { withoutStances } from '../result/article-share.ts';
import { runSchema, type VariantResult } from '../result/result.ts';
import { runOf } from '../result/run.ts';
import type { Scenario } from '../scenario/load.ts';
import { viewOf } from '../scenario/view.ts';
import type { Days } from '../vocabulary/units.ts';
import { type Crew, startCrew } from '../work/node.ts';
import { chooseDay, chooseVariants, daysWith, listed, parseSetting, withValues } from './choose.ts';
import { explanation } from './explain.ts';
import { count, csv, dayText, expectation, percent, quantity, wideTable } from './format.ts';
import { openScenario, sayAbout } from './input.ts';
import { solveAll, solveOnCores } from './solve.ts';
import { type ExitCode, remark, say } from './terminal.ts';

export interface RunOptions {
  readonly variant?: readonly string[];
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly day?: number;
  readonly by?: string;
  readonly set?: readonly string[];
  readonly articles?: boolean;
  readonly explain?: boolean;
  readonly maxConfigurations?: number;
  /** MB */
  readonly maxMemory?: number;
}

/** A scenario of fewer bytes is solved before another thread has started. */
const longFile = 20_000;

export async function run(file: string, options: RunOptions, workerUrl: URL): Promise<ExitCode> {
  const many = options.set === undefined && !options.articles && !options.explain && options.variant?.length !== 1;
  // Other threads start while the file is read and checked.
  const crew = many && bytesOf(file) > longFile ? startCrew(workerUrl) : undefined;
  try {
    return await runOn(file, options, { workerUrl, crew });
  } finally {
    await crew?.close();
  }
}

/** 0 where it cannot be said: what is wrong with the file is said when it is read. */
function bytesOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

async function runOn(
  file: string,
  options: RunOptions,
  threads: { readonly workerUrl: URL; readonly crew: Crew | undefined },
): Promise<ExitCode> {
  const scenario = openScenario(file);
  if (!scenario) return 1;
  const settings = options.set?.map((text) => parseSetting(scenario, text)) ?? [];
  const chosen = chooseVariants(
    scenario,
    listed(options.variant),
    settings.length > 0 || options.articles ? 'base' : 'all',
  );
  const changed = settings.length > 0 ? chosen.map((v) => withValues(scenario, v, settings)) : chosen;
  const variants = options.articles ? changed.flatMap((v) => [v, withoutStances(scenario, v)]) : changed;
  const asked = chooseDay(scenario, options);
  const days = daysWith(scenario, asked);
  sayAbout(scenario, chosen);
  const explained: string[] = [];
  const solving = {
    days,
    maxConfigurations: options.maxConfigurations,
    maxBytes: options.maxMemory === undefined ? undefined : options.maxMemory * 1e6,
  };
  // What is explained is done in one place, so that its steps and times stand in one order.
  const results = options.explain
    ? solveAll(scenario, variants, solving, (variant, steps) => void explained.push(explanation(variant, steps)))
    : await solveOnCores(scenario, variants, solving, threads);
  if (!results) return 1;
  if (options.json) say(JSON.stringify(runSchema.parse(runOf(scenario, results, days)), null, 2));
  else if (options.csv) say(csv(longRows(results, asked === null ? days : [asked])));
  else sayTable(scenario, results, asked ?? days.at(-1)!);
  // Beside what a program reads, the explanation goes to the error stream.
  for (const text of explained)
    if (options.json || options.csv) remark(text);
    else say(`\n${text}`);
  return 0;
}

function sayTable(scenario: Scenario, results: readonly VariantResult[], day: Days): void {
  const view = viewOf(scenario.file);
  const key = String(day);
  say(`${view.title}: probability by ${dayText(view.startDate ?? undefined, day)}`);
  say();
  const head = ['', ...results.map((r) => r.id)];
  const rows: string[][] = [];
  for (const o of view.outcomes) {
    const cells = results.map((r) => r.outcomes[o.id]!);
    if (o.kind !== 'race')
      rows.push([
        o.label,
        ...cells.map((c) => (c.kind === 'race' ? '' : c.already ? 'already so' : percent(c.byDay[key]!))),
      ]);
    else {
      rows.push([`${o.label}:`, ...cells.map(() => '')]);
      for (const cause of [...o.causes, { id: 'none', label: 'none of these yet' }])
        rows.push([
          `  ${cause.label}`,
          ...cells.map((c) =>
            c.kind !== 'race' ? '' : c.already.includes(cause.id) ? 'already so' : percent(c.byDay[key]![cause.id]!),
          ),
        ]);
    }
  }
  if (rows.length > 0) say(wideTable(head, rows));
  const rewards = view.rewards.map((w) => {
    const cells = results.map((r) => {
      const reward = r.rewards[w.id]!;
      const { mean, sd } = reward.byDay[key] ?? reward;
      return mean === null ? expectation(mean) : `${quantity(mean)} ± ${expectation(sd)}`;
    });
    return [`${w.label} (${w.unit})`, ...cells];
  });
  if (rewards.length > 0) {
    say();
    say(wideTable(['mean ± standard deviation', ...head.slice(1)], rewards));
  }
  say();
  const sizes = results.map((r) => r.configurations);
  say(
    `Exact, given the numbers in the file: ${count(results.length, 'variant')}, up to ${count(Math.max(...sizes), 'reachable configuration')}, truncated mass at most ${Math.max(...results.map((r) => r.truncation)).toExponential(0)}.`,
  );
  for (const caveat of view.caveats.length > 0 ? view.caveats : ['A model of what its file says, not a forecast.'])
    say(caveat);
}

/** One row a number: what every table program reads. */
function longRows(results: readonly VariantResult[], days: readonly Days[]): (string | number | null)[][] {
  const rows: (string | number | null)[][] = [['variant', 'kind', 'id', 'day', 'value', 'sd', 'unit', 'already']];
  for (const r of results) {
    for (const [id, o] of Object.entries(r.outcomes))
      for (const day of days) {
        if (o.kind !== 'race')
          rows.push([r.id, o.kind, id, day, o.byDay[String(day)]!, null, 'probability', Number(o.already)]);
        else
          for (const [cause, p] of Object.entries(o.byDay[String(day)]!))
            rows.push([r.id, 'race', `${id}.${cause}`, day, p, null, 'probability', 0]);
      }
    for (const [id, reward] of Object.entries(r.rewards)) {
      if (Object.keys(reward.byDay).length === 0)
        rows.push([r.id, 'reward', id, null, reward.mean, reward.sd, reward.unit, 0]);
      else
        for (const day of days)
          rows.push([
            r.id,
            'reward',
            id,
            day,
            reward.byDay[String(day)]!.mean,
            reward.byDay[String(day)]!.sd,
            reward.unit,
            0,
          ]);
    }
  }
  return rows;
}
