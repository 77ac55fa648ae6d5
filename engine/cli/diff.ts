// standoff diff: the news between two sets of records → which stances moved, which outcomes by how much, and which record did it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from '../reading/evidence.ts';
import { type Attribution, type News, type NewsDiff, newsDiff } from '../result/news-diff.ts';
import type { Scenario } from '../scenario/load.ts';
import { type ScenarioView, viewOf } from '../scenario/view.ts';
import { isDate } from '../vocabulary/dates.ts';
import { didYouMean } from '../vocabulary/problem.ts';
import { chooseDay, chooseVariants, listed } from './choose.ts';
import { dayText, percent, points, signed, table } from './format.ts';
import { openScenario, sayAbout } from './input.ts';
import { readRecords } from './records.ts';
import { type ExitCode, say, sayProblems, startBar, UsageError, width } from './terminal.ts';

export interface DiffOptions {
  readonly scenario?: string;
  readonly variant?: string;
  readonly data: string;
  readonly outcome?: readonly string[];
  readonly day?: number;
  readonly by?: string;
  /** False with --no-overrides. */
  readonly overrides: boolean;
  readonly top: number;
  readonly json?: boolean;
  readonly maxConfigurations?: number;
}

/** @param shipped the scenario that is meant when none is named. */
export function diff(before: string, after: string, options: DiffOptions, shipped: string): ExitCode {
  const scenario = openScenario(options.scenario ?? shipped);
  if (!scenario) return 1;
  const sides = [before, after].map((name) => newsOf(name, options.data));
  if (sides.some((s) => s === null)) return 1;
  const [from, to] = sides as [News, News];
  const [variant] = chooseVariants(scenario, options.variant === undefined ? undefined : [options.variant], 'base');
  const outcomes = listed(options.outcome);
  for (const id of outcomes ?? []) assertOutcome(scenario, id);
  const asked = chooseDay(scenario, options);
  sayAbout(scenario, [variant!]);
  const bar = startBar('solving');
  const { value, problems } = newsDiff(scenario, from, to, {
    variant,
    outcomes,
    day: asked ?? undefined,
    keepOverrides: options.overrides,
    maxConfigurations: options.maxConfigurations,
    progress: bar.progress,
  });
  bar.stop();
  sayProblems(problems);
  if (!value) return 1;
  const records = new Map([...from.records, ...to.records].map((r) => [r.id, r]));
  if (options.json) say(JSON.stringify({ ...value, records: toldOf(value, records) }, null, 2));
  else sayDiff(value, viewOf(scenario.file), records, asked ?? value.days.at(-1)!, options.top);
  return 0;
}

/** Files and folders as they are; a date: all that is known under the data folder, cut at that day. */
function newsOf(name: string, data: string): News | null {
  const dated = /^\d{4}-\d{2}-\d{2}$/.test(name);
  if (dated && !isDate(name))
    throw new UsageError(`there is no day ${name}`, 'write a day of the calendar as YYYY-MM-DD');
  const folders = ['articles', 'reviews'].map((f) => join(data, f)).filter((f) => existsSync(f));
  const read = readRecords(dated ? (folders.length > 0 ? folders : [data]) : [name]);
  sayProblems(read.problems, ['error', 'warning', 'note']);
  return read.value && { records: read.value, asOf: dated ? name : undefined };
}

function assertOutcome(scenario: Scenario, id: string): void {
  const known = Object.entries(scenario.file.outcomes ?? {}).flatMap(([o, spec]) => [
    o,
    ...(spec.kind === 'race' ? [...spec.causes.map((c) => `${o}.${c.id}`), `${o}.none`] : []),
  ]);
  if (!known.includes(id)) throw new UsageError(`unknown outcome \`${id}\``, didYouMean(id, known));
}

function sayDiff(
  d: NewsDiff,
  view: ScenarioView,
  records: ReadonlyMap<string, Evidence>,
  day: number,
  top: number,
): void {
  say(`${view.title}, variant ${d.variant}`);
  say(`from ${d.before.asOf} (${d.before.records} records) to ${d.after.asOf} (${d.after.records} records)`);
  sayStances(d, view);
  sayOutcomes(d, view, day, top);
  for (const a of d.attributions) if (a.day === day) sayAttribution(a, view, records, top);
  const decided = d.outcomes.filter((o) => o.day === day && o.already).map((o) => labelOf(view, o.outcome));
  if (decided.length > 0) say(`\nAlready so at the start, whatever the news: ${decided.join('; ')}`);
  sayRest(d);
}

function sayStances(d: NewsDiff, view: ScenarioView): void {
  const labels = new Map(view.actors.map((a) => [a.id, a.label]));
  const moved = d.stances.filter((s) => Math.abs(s.difference) >= 0.005);
  say('\nStances that moved, −1 to 1, and what that adds to a move of one step on the issue, in logits');
  if (moved.length === 0) say('none');
  else
    say(
      table(
        ['', 'before', 'after', 'change', 'logits'],
        moved.map((s) => [
          `${labels.get(s.actor) ?? s.actor}: ${s.issue}${s.held === null ? '' : ' *'}`,
          signed(s.before.position),
          signed(s.after.position),
          signed(s.difference),
          s.held === null ? signed(s.logits) : '–',
        ]),
      ),
    );
  if (moved.some((s) => s.held !== null))
    say(
      '* the scenario sets this stance over its records, with a reason; they do not move the answer (--no-overrides)',
    );
}

function sayOutcomes(d: NewsDiff, view: ScenarioView, day: number, top: number): void {
  const rows = d.outcomes
    .filter((o) => o.day === day && !o.already)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
  say(`\nOutcomes by ${dayText(view.startDate ?? undefined, day)}, in percentage points`);
  say(
    table(
      ['', 'before', 'after', 'change'],
      rows
        .slice(0, top)
        .map((o) => [labelOf(view, o.outcome), percent(o.before), percent(o.after), points(o.difference)]),
    ),
  );
  if (rows.length > top) say(`and ${rows.length - top} more that moved less (--top)`);
}

function sayAttribution(a: Attribution, view: ScenarioView, records: ReadonlyMap<string, Evidence>, top: number): void {
  say(
    `\n${labelOf(view, a.outcome)}: ${percent(a.before)} to ${percent(a.after)}, ${points(a.difference)} points. Which record did it:`,
  );
  const shown = a.records.slice(0, top);
  const rest = a.records.slice(top);
  const sum = (rows: Attribution['records']): number => rows.reduce((n, r) => n + r.share, 0);
  const rows = shown.map((r) => [r.id, points(r.share), r.leaveOneOut === null ? '–' : points(r.leaveOneOut)]);
  if (rest.length > 0) rows.push([`${rest.length} more`, points(sum(rest)), '']);
  rows.push(['all together', points(sum(a.records)), '']);
  const plain = table(['', 'share', 'left out'], rows).split('\n');
  const room = Math.max(20, width() - Math.max(...plain.map((line) => line.length)) - 2);
  const wide = Math.max(...plain.map((line) => line.length));
  plain.forEach((line, n) => {
    const record = n < 2 ? undefined : records.get(shown[n - 2]?.id ?? '');
    say(record ? `${line.padEnd(wide)}  ${cut(gist(record), room)}` : line);
  });
  say(`the shares miss the difference by ${Math.abs(a.gap).toExponential(0)}`);
}

function sayRest(d: NewsDiff): void {
  if (d.rules.length > 0) {
    say('\nAnswers to be expected (from conditional records; they set no number of the scenario)');
    say(
      table(
        ['', 'before', 'after'],
        d.rules.map((r) => [
          `${r.holder}: ${r.issue} ${r.pole} if ${r.trigger.join(', ')}`,
          r.before === null ? '–' : percent(r.before.probability),
          r.after === null ? '–' : percent(r.after.probability),
        ]),
      ),
    );
  }
  if (d.parameters.length > 0) {
    const list = d.parameters.map((p) => p.id).join(', ');
    say(`\nParameters that cite records which came or went; their values are set by hand: ${list}`);
  }
}

const gist = (r: Evidence): string => `${r.kind === 'statement' ? r.speaker : r.kind}, ${r.date}: ${r.paraphrase}`;
const cut = (text: string, room: number): string => (text.length <= room ? text : `${text.slice(0, room - 1)}…`);

function labelOf(view: ScenarioView, id: string): string {
  const dot = id.lastIndexOf('.');
  const outcome = view.outcomes.find((o) => o.id === id || o.id === id.slice(0, dot));
  if (!outcome || outcome.id === id) return outcome?.label ?? id;
  const cause = outcome.causes.find((c) => c.id === id.slice(dot + 1));
  return `${outcome.label}: ${cause?.label ?? 'none of these yet'}`;
}

/** What the records in a diff say, for a program that has not read the files. */
function toldOf(d: NewsDiff, records: ReadonlyMap<string, Evidence>): Record<string, unknown> {
  const ids = new Set(d.attributions.flatMap((a) => a.records.map((r) => r.id)));
  return Object.fromEntries(
    [...ids].sort().flatMap((id) => {
      const r = records.get(id);
      if (!r) return [];
      const { outlet, published, date, as_of, paraphrase } = r;
      return [[id, { outlet, published, date, as_of, paragraph: r.span.paragraph, paraphrase }]];
    }),
  );
}
