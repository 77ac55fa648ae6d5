// What a user asks of a scenario on the command line → variants, outcomes, changed values, a day. A name that the scenario does not have is a usage error with the nearest one that it has.
import type { Scenario } from '../scenario/load.ts';
import { baseVariantOf, type VariantView, variantsOf } from '../scenario/view.ts';
import { isDate } from '../vocabulary/dates.ts';
import { didYouMean } from '../vocabulary/problem.ts';
import type { Days } from '../vocabulary/units.ts';
import { dateOf } from './format.ts';
import { UsageError } from './terminal.ts';

/** Lists given as `a b`, `a,b` or by repeating the option. */
export const listed = (values: readonly string[] | undefined): string[] | undefined =>
  values
    ?.flatMap((v) => v.split(','))
    .map((v) => v.trim())
    .filter((v) => v !== '');

/** The named variants in the order asked for; `all` or nothing: see `fallback`. */
export function chooseVariants(
  scenario: Scenario,
  ids: readonly string[] | undefined,
  fallback: 'all' | 'base',
): VariantView[] {
  const all = variantsOf(scenario.file);
  if (ids === undefined || ids.length === 0) return fallback === 'all' ? all : [baseVariantOf(scenario.file)];
  return [...new Set(ids)].flatMap((id) => {
    if (id === 'all' && !all.some((v) => v.id === 'all')) return all;
    const found = all.find((v) => v.id === id);
    if (!found)
      throw new UsageError(
        `unknown variant \`${id}\``,
        didYouMean(
          id,
          all.map((v) => v.id),
        ),
      );
    return [found];
  });
}

/** Checks outcome ids; nothing given: null, which means all. */
export function chooseOutcomes(scenario: Scenario, ids: readonly string[] | undefined): string[] | null {
  const known = Object.keys(scenario.file.outcomes ?? {});
  if (ids === undefined) return null;
  for (const id of ids)
    if (!known.includes(id)) throw new UsageError(`unknown outcome \`${id}\``, didYouMean(id, known));
  return [...new Set(ids)];
}

/** What `--set NAME=…` may name. */
export function adjustable(scenario: Scenario, name: string): 'parameter' | 'switch' | 'stance' {
  const { file } = scenario;
  if (Object.hasOwn(file.parameters ?? {}, name)) return 'parameter';
  if (Object.hasOwn(file.switches ?? {}, name)) return 'switch';
  const stances = Object.entries(file.actors ?? {}).flatMap(([actor, a]) =>
    Object.keys(a.stances ?? {}).map((issue) => `${actor}.${issue}`),
  );
  if (stances.includes(name)) return 'stance';
  if (Object.hasOwn(file.constants ?? {}, name))
    throw new UsageError(`\`${name}\` is a constant`, 'constants are units and geometry; change them in the file');
  throw new UsageError(
    `unknown parameter, switch or stance \`${name}\``,
    didYouMean(
      name,
      name.includes('.')
        ? stances
        : [...Object.keys(file.parameters ?? {}), ...Object.keys(file.switches ?? {}), ...stances],
    ),
  );
}

/** A variant with some values changed, under an id of its own. */
export function withValues(
  scenario: Scenario,
  variant: VariantView,
  values: readonly { readonly name: string; readonly value: number }[],
): VariantView {
  const changed = {
    parameters: { ...variant.parameters },
    switches: { ...variant.switches },
    stances: { ...variant.stances },
  };
  for (const { name, value } of values) {
    const kind = adjustable(scenario, name);
    if (kind === 'parameter') changed.parameters[name] = value;
    else if (kind === 'switch') changed.switches[name] = value === 1;
    else changed.stances[name] = value;
  }
  const what = values
    .map(({ name, value }) => `${name}=${adjustable(scenario, name) === 'switch' ? value === 1 : value}`)
    .join(', ');
  return { ...variant, ...changed, id: `${variant.id} [${what}]`, label: `${variant.label ?? variant.id}, ${what}` };
}

/** `NAME=VALUE`, checked against the scenario. Switches take true or false. */
export function parseSetting(scenario: Scenario, text: string): { name: string; value: number } {
  const at = text.indexOf('=');
  if (at < 1)
    throw new UsageError(
      `\`--set ${text}\` is not NAME=VALUE`,
      'write for example --set NAME=0.5, --set SWITCH=false or --set ACTOR.issue=0.4',
    );
  const name = text.slice(0, at).trim();
  return { name, value: parseValue(scenario, name, text.slice(at + 1).trim()) };
}

export function parseValue(scenario: Scenario, name: string, text: string): number {
  const kind = adjustable(scenario, name);
  if (kind === 'switch') {
    if (text === 'true' || text === 'false') return Number(text === 'true');
    throw new UsageError(
      `\`${name}\` is a switch, and \`${text}\` is neither true nor false`,
      `write ${name}=true or ${name}=false`,
    );
  }
  const value = text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value))
    throw new UsageError(`\`${text}\` is not a number for \`${name}\``, `write for example ${name}=0.5`);
  if (kind === 'stance' && Math.abs(value) > 1)
    throw new UsageError(`a position lies between -1 and 1: ${name}=${value}`, `write for example ${name}=0.5`);
  return value;
}

/** The day that `--day` or `--by` asks for, null when neither does. */
export function chooseDay(
  scenario: Scenario,
  options: { readonly day?: number | undefined; readonly by?: string | undefined },
): Days | null {
  const { start_date: start, horizon_days: horizon } = scenario.file.meta;
  if (options.day !== undefined && options.by !== undefined)
    throw new UsageError('--day and --by say the same thing twice', 'keep one of them');
  let day = options.day ?? null;
  if (options.by !== undefined) {
    if (start === undefined)
      throw new UsageError(
        '--by needs a start date, and the scenario has none',
        'use --day, or add `start_date:` under `meta:`',
      );
    if (!isDate(options.by))
      throw new UsageError(`\`${options.by}\` is not a date`, 'write a day of the calendar as YYYY-MM-DD');
    day = (Date.parse(`${options.by}T00:00:00Z`) - Date.parse(`${start}T00:00:00Z`)) / 86_400_000;
  }
  if (day !== null && !(day >= 0 && day <= horizon)) {
    const last = dateOf(start, horizon);
    throw new UsageError(
      `${options.by ?? `day ${day}`} is outside the horizon of ${horizon} days`,
      last === null
        ? `give a day from 0 to ${horizon}`
        : `give a day from 0 to ${horizon}, that is a date from ${start} to ${last}`,
    );
  }
  return day;
}

/** The reported days with one more among them. */
export function daysWith(scenario: Scenario, day: Days | null): Days[] {
  const { days_reported: reported, horizon_days: horizon } = scenario.file.meta;
  const days = (reported ?? [horizon]).filter((d) => d <= horizon);
  return [...new Set([...(days.length ? days : [horizon]), ...(day === null ? [] : [day])])].sort((a, b) => a - b);
}
