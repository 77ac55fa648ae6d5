// standoff sweep: one or two parameters, switches or stances over a grid → the outcomes at each point. Structures are shared: only rates change.
import { probabilitiesOf } from '../result/compare.ts';
import type { Scenario } from '../scenario/load.ts';
import { viewOf } from '../scenario/view.ts';
import {
  adjustable,
  chooseDay,
  chooseOutcomes,
  chooseVariants,
  daysWith,
  listed,
  parseValue,
  withValues,
} from './choose.ts';
import { csv, dayText, percent, wideTable } from './format.ts';
import { openScenario, sayAbout } from './input.ts';
import { solveAll } from './solve.ts';
import { type ExitCode, say, UsageError } from './terminal.ts';

export interface SweepOptions {
  readonly set?: readonly string[];
  readonly variant?: string;
  readonly outcome?: readonly string[];
  readonly day?: number;
  readonly by?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
  readonly maxConfigurations?: number;
}

const mostPoints = 1_000;

export function sweep(file: string, options: SweepOptions): ExitCode {
  const scenario = openScenario(file);
  if (!scenario) return 1;
  const axes = (options.set ?? []).map((text) => parseAxis(scenario, text));
  if (axes.length < 1 || axes.length > 2)
    throw new UsageError(
      'a sweep has one or two --set',
      'write for example --set NAME=0:1:0.1, and a second one for a grid',
    );
  if (axes[0]!.name === axes[1]?.name)
    throw new UsageError(`\`${axes[0]!.name}\` is swept twice`, 'name two different ones');
  const grid = axes.reduce<{ name: string; value: number }[][]>(
    (points, axis) => points.flatMap((p) => axis.values.map((value) => [...p, { name: axis.name, value }])),
    [[]],
  );
  if (grid.length > mostPoints)
    throw new UsageError(`the sweep has ${grid.length} points; at most ${mostPoints}`, 'use larger steps');
  const outcomes = chooseOutcomes(scenario, listed(options.outcome));
  const [variant] = chooseVariants(scenario, options.variant === undefined ? undefined : [options.variant], 'base');
  const asked = chooseDay(scenario, options);
  const day = asked ?? daysWith(scenario, null).at(-1)!;
  sayAbout(scenario, [variant!]);
  const results = solveAll(
    scenario,
    grid.map((values) => withValues(scenario, variant!, values)),
    { days: [day], rewards: [], maxConfigurations: options.maxConfigurations, ...(outcomes && { outcomes }) },
  );
  if (!results) return 1;
  const flat = results.map((r) => probabilitiesOf(r));
  const ids = [...flat[0]!.keys()];
  const valueText = ({ name, value }: { name: string; value: number }): string =>
    adjustable(scenario, name) === 'switch' ? String(value === 1) : String(value);
  if (options.json) {
    const rows = grid.map((values, k) => ({
      values: Object.fromEntries(values.map((v) => [v.name, v.value])),
      outcomes: Object.fromEntries(ids.map((id) => [id, flat[k]!.get(id)!.byDay[String(day)]!])),
    }));
    say(JSON.stringify({ scenario: scenario.file.meta.id, variant: variant!.id, day, points: rows }, null, 2));
  } else if (options.csv) {
    say(
      csv([
        [...axes.map((a) => a.name), ...ids],
        ...grid.map((values, k) => [
          ...values.map(valueText),
          ...ids.map((id) => flat[k]!.get(id)!.byDay[String(day)]!),
        ]),
      ]),
    );
  } else {
    const view = viewOf(scenario.file);
    say(`${view.title}, variant \`${variant!.id}\`: probability by ${dayText(view.startDate ?? undefined, day)}`);
    say();
    const rows = grid.map((values, k) => [
      values.map(valueText).join('  '),
      ...ids.map((id) => (flat[k]!.get(id)!.already ? 'already so' : percent(flat[k]!.get(id)!.byDay[String(day)]!))),
    ]);
    say(wideTable([axes.map((a) => a.name).join('  '), ...ids], rows));
  }
  return 0;
}

/** `name=from:to:step`, both ends included; a switch takes `name=false:true`; single values are allowed. */
function parseAxis(scenario: Scenario, text: string): { name: string; values: number[] } {
  const at = text.indexOf('=');
  if (at < 1)
    throw new UsageError(`\`--set ${text}\` is not NAME=FROM:TO:STEP`, 'write for example --set NAME=3:5:0.25');
  const name = text.slice(0, at).trim();
  const parts = text.slice(at + 1).split(':');
  if (adjustable(scenario, name) === 'switch')
    return { name, values: parts.map((p) => parseValue(scenario, name, p.trim())) };
  if (parts.length === 1) return { name, values: [parseValue(scenario, name, parts[0]!)] };
  if (parts.length !== 3 || parts.some((p) => p.trim() === ''))
    throw new UsageError(`\`--set ${text}\` is not NAME=FROM:TO:STEP`, `write for example --set ${name}=3:5:0.25`);
  const [from, to, step] = [
    parseValue(scenario, name, parts[0]!.trim()),
    parseValue(scenario, name, parts[1]!.trim()),
    Number(parts[2]),
  ] as const;
  if (Number.isNaN(step))
    throw new UsageError(
      `the step \`${parts[2]}\` of \`${name}\` is not a number`,
      `write for example ${name}=3:5:0.25`,
    );
  const steps = (to - from) / step;
  if (!(Number.isFinite(steps) && steps >= 0))
    throw new UsageError(
      `from ${from} to ${to} no step of ${parts[2]} leads`,
      from <= to ? 'give a step above 0' : 'give a step below 0, or swap the ends',
    );
  if (steps > mostPoints) throw new UsageError(`the sweep has more than ${mostPoints} points`, 'use larger steps');
  // Sums of steps drift (0.1 + 0.2): each value is rounded to twelve digits.
  return {
    name,
    values: Array.from({ length: Math.floor(steps + 1e-9) + 1 }, (_, k) => Number((from + k * step).toPrecision(12))),
  };
}
