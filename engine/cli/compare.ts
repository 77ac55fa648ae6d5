// standoff compare: every variant against one of them, in percentage points. Both sides are solved, so a difference has no sampling noise.
import { compareVariants, probabilitiesOf } from '../result/compare.ts';
import type { VariantResult } from '../result/result.ts';
import { viewOf } from '../scenario/view.ts';
import { chooseDay, chooseOutcomes, chooseVariants, daysWith, listed, parseSetting, withValues } from './choose.ts';
import { dayText, expectation, percent, points, quantity, wideTable } from './format.ts';
import { openScenario, sayAbout } from './input.ts';
import { solveAll } from './solve.ts';
import { type ExitCode, say, UsageError } from './terminal.ts';

export interface CompareOptions {
  readonly variant?: readonly string[];
  readonly against?: string;
  readonly outcome?: readonly string[];
  readonly set?: readonly string[];
  readonly json?: boolean;
  readonly day?: number;
  readonly by?: string;
  readonly maxConfigurations?: number;
}

/** Stands where there is no difference to be told. */
const none = '–';

export function compare(file: string, options: CompareOptions): ExitCode {
  const scenario = openScenario(file);
  if (!scenario) return 1;
  const [against] = chooseVariants(scenario, options.against === undefined ? undefined : [options.against], 'base');
  const settings = options.set?.map((text) => parseSetting(scenario, text)) ?? [];
  const chosen = chooseVariants(scenario, listed(options.variant), settings.length > 0 ? 'base' : 'all');
  const others =
    settings.length > 0
      ? chosen.map((v) => withValues(scenario, v, settings))
      : chosen.filter((v) => v.id !== against!.id);
  if (others.length === 0)
    throw new UsageError(
      `nothing to compare \`${against!.id}\` with`,
      'add variants to the file, or make one with --set NAME=VALUE',
    );
  const outcomes = chooseOutcomes(scenario, listed(options.outcome));
  const asked = chooseDay(scenario, options);
  const days = daysWith(scenario, asked);
  sayAbout(scenario, [against!, ...chosen]);
  const results = solveAll(scenario, [against!, ...others], {
    days,
    maxConfigurations: options.maxConfigurations,
    ...(outcomes && { outcomes, rewards: [] }),
  });
  if (!results) return 1;
  const [base, ...variants] = results;
  const comparisons = variants.map((v) => compareVariants(v, base!));
  if (options.json) {
    say(JSON.stringify({ scenario: scenario.file.meta.id, against: base!.id, days, comparisons }, null, 2));
    return 0;
  }

  const view = viewOf(scenario.file);
  const day = asked ?? days.at(-1)!;
  say(
    `${view.title}: difference from \`${base!.id}\` in percentage points, by ${dayText(view.startDate ?? undefined, day)}`,
  );
  say();
  const labels = new Map(
    view.outcomes.flatMap((o) => [
      [o.id, o.label] as const,
      ...o.causes.map((c) => [`${o.id}.${c.id}`, `${o.label}: ${c.label}`] as const),
      [`${o.id}.none`, `${o.label}: none of these yet`] as const,
    ]),
  );
  const flat = probabilitiesOf(base!);
  // A cause that is true at the start drops out of its race: it may be missing on either side.
  const ids = [...new Set([...flat.keys(), ...variants.flatMap((v) => [...probabilitiesOf(v).keys()])])];
  const rows = ids.map((id) => {
    const own = flat.get(id);
    const cells = variants.map((v, k) => {
      if (alreadySo(v, id)) return 'already so';
      const row = comparisons[k]!.rows.find((r) => r.outcome === id && r.day === String(day));
      return row === undefined || row.already ? none : points(row.difference);
    });
    return [
      labels.get(id) ?? id,
      own === undefined || own.already ? 'already so' : percent(own.byDay[String(day)]!),
      ...cells,
    ];
  });
  say(wideTable(['', base!.id, ...variants.map((v) => v.id)], rows));
  if (rows.some((r) => r.includes(none)))
    say(
      `\n${none} no difference to be told: an outcome, or a cause of this race, is already so at the start of one of the two. A race without that cause is another race.`,
    );
  const rewards = view.rewards.filter((w) => base!.rewards[w.id]);
  if (rewards.length > 0) {
    say();
    const cells = rewards.map((w) => {
      const mean = base!.rewards[w.id]!.mean;
      const differences = comparisons.map((c) => {
        const row = c.rewards.find((r) => r.reward === w.id)!;
        // Between two infinite expectations there is no difference to be told.
        if (row.value === null && row.base === null) return none;
        const difference = row.difference ?? (row.value === null ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY);
        return `${difference > 0 ? '+' : difference < 0 ? '−' : ''}${quantity(Math.abs(difference))}`;
      });
      return [`${w.label} (${w.unit})`, expectation(mean), ...differences];
    });
    say(wideTable(['mean over the horizon', base!.id, ...variants.map((v) => v.id)], cells));
  }
  return 0;
}

/** Is the outcome, or the cause of a race, true at the start of the variant? */
function alreadySo(result: VariantResult, id: string): boolean {
  return Object.entries(result.outcomes).some(([outcome, o]) =>
    o.kind === 'race' ? o.already.some((cause) => `${outcome}.${cause}` === id) : outcome === id && o.already,
  );
}
