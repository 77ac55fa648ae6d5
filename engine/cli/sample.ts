// standoff sample: paths on worker threads → estimates with intervals beside the exact answers, and how far the two lie apart. Ctrl-C keeps the paths that are finished.
import { type Agreement, agreementOf } from '../result/agreement.ts';
import { probabilitiesOf } from '../result/compare.ts';
import { runVariant } from '../result/run.ts';
import type { Tally } from '../sample/estimate.ts';
import { type SampleSummary, summaryOf } from '../sample/summary.ts';
import type { Scenario } from '../scenario/load.ts';
import { type VariantView, viewOf } from '../scenario/view.ts';
import { sampleOnWorkers } from '../work/node.ts';
import { chooseDay, chooseVariants, daysWith, listed } from './choose.ts';
import { count, dayText, percent, quantity, signed, table, whole } from './format.ts';
import { openScenario, sayAbout } from './input.ts';
import { inVariant } from './solve.ts';
import { type ExitCode, remark, say, sayProblems, startBar } from './terminal.ts';

export interface SampleOptions {
  readonly variant?: readonly string[];
  readonly paths: number;
  readonly seed: number;
  readonly workers?: number;
  readonly json?: boolean;
  readonly day?: number;
  readonly by?: string;
  readonly maxConfigurations?: number;
  readonly local?: boolean;
}

/** Printed instead of a number where a sample differs from a certainty: the two contradict each other. */
const zText = (z: number): string => (Number.isFinite(z) ? signed(z) : z > 0 ? '∞' : '−∞');
/** JSON has no infinity. */
const zJson = (z: number): number | null => (Number.isFinite(z) ? z : null);
/** Beyond this many standard errors chance is no explanation any more: once in 16,000 numbers. */
const mostErrors = 4;

export async function sample(file: string, options: SampleOptions, workerUrl: URL): Promise<ExitCode> {
  const scenario = openScenario(file);
  if (!scenario) return 1;
  const variants = chooseVariants(scenario, listed(options.variant), 'base');
  const asked = chooseDay(scenario, options);
  const days = daysWith(scenario, asked);
  sayAbout(scenario, variants);
  const interrupt = new AbortController();
  const onSignal = (): void => {
    // A second Ctrl-C does not wait.
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
  };
  process.on('SIGINT', onSignal);

  const done: {
    variant: string;
    asked: number;
    summary: SampleSummary;
    agreement: Agreement | null;
  }[] = [];
  for (const variant of variants) {
    if (interrupt.signal.aborted) break;
    const bar = startBar(`sampling ${variant.id}`);
    const { seed, maxConfigurations, local } = options;
    const paths = { variant, seed, days, maxConfigurations, local };
    const pooled = await sampleOnWorkers(scenario, paths, options.paths, {
      workerUrl,
      workers: options.workers,
      progress: bar.progress,
      signal: interrupt.signal,
    });
    bar.stop();
    sayProblems(pooled.problems.map((p) => inVariant(p, scenario, variant)));
    if (!pooled.value) {
      if (interrupt.signal.aborted) break;
      return 1;
    }
    const exact = runVariant(scenario, variant, {
      days,
      rewards: Object.keys(pooled.value.rewards),
      maxConfigurations: options.maxConfigurations,
    });
    const summary = summaryOf(pooled.value);
    const agreement = exact.value && agreementOf(exact.value, pooled.value);
    done.push({ variant: variant.id, asked: options.paths, summary, agreement });
    if (!options.json)
      sayVariant(
        scenario,
        variant,
        pooled.value,
        summary,
        asked ?? days.at(-1)!,
        exact.value && probabilitiesOf(exact.value),
        options.paths,
        agreement,
      );
  }
  process.off('SIGINT', onSignal);

  if (options.json) {
    const results = done.map(({ variant, summary, agreement }) => ({
      variant,
      ...summary,
      agreement: agreement?.worst ? { ...agreement.worst, z: zJson(agreement.worst.z) } : null,
      rewardAgreement: agreement?.rewards.map((r) => ({ ...r, z: zJson(r.z) })) ?? null,
    }));
    say(
      JSON.stringify(
        {
          scenario: scenario.file.meta.id,
          seed: options.seed,
          days,
          asked: options.paths,
          interrupted: interrupt.signal.aborted,
          variants: results,
        },
        null,
        2,
      ),
    );
  }
  if (!interrupt.signal.aborted) return 0;
  remark(
    done.length === 0
      ? 'Stopped before the first path was finished.'
      : `Stopped on request; ${done.map((d) => `${d.variant}: ${whole(d.summary.paths)} of ${count(d.asked, 'path')} finished`).join('; ')}.`,
  );
  return 130;
}

/** One decimal: a sample of thousands can tell 0.4% from 0.8%. */
const three = (p: number): string =>
  p === 0 || p === 1 ? percent(p) : p < 0.001 ? '<0.1%' : p > 0.999 ? '>99.9%' : `${(100 * p).toFixed(1)}%`;

function sayVariant(
  scenario: Scenario,
  variant: VariantView,
  tally: Tally,
  summary: SampleSummary,
  day: number,
  exact: ReturnType<typeof probabilitiesOf> | null,
  asked: number,
  agreement: Agreement | null,
): void {
  const view = viewOf(scenario.file);
  const key = String(day);
  say(
    `${view.title}, variant \`${variant.id}\`: ${tally.paths < asked ? `${whole(tally.paths)} of ${count(asked, 'path')}` : count(tally.paths, 'path')}, seed ${tally.seed}, by ${dayText(view.startDate ?? undefined, day)}`,
  );
  if (!tally.enumerated)
    say(
      'Sampled without listing the configurations: what can happen was looked up by the few regions that it depends on.',
    );
  if (tally.cut > 0)
    remark(
      `${count(tally.cut, 'path was', 'paths were')} cut at the largest number of jumps: these estimates are incomplete.`,
    );
  say();
  const rows = Object.entries(summary.outcomes).map(([id, byDay]) => {
    const e = byDay[key]!;
    const p = exact?.get(id);
    return [
      id,
      three(e.share),
      `[${three(e.low)}, ${three(e.high)}]`,
      p === undefined ? '' : p.already ? 'already so' : three(p.byDay[key]!),
      whole(e.count),
    ];
  });
  say(table(['outcome', 'sampled', '95% interval (Wilson)', 'exact', 'paths'], rows));
  const rewards = Object.entries(summary.rewards);
  if (rewards.length > 0) {
    say();
    const cells = rewards.map(([id, r]) => {
      const a = agreement?.rewards.find((x) => x.reward === id);
      return [
        id,
        quantity(r.quantiles['5']),
        quantity(r.quantiles['50']),
        quantity(r.quantiles['95']),
        quantity(r.quantiles['99']),
        `${quantity(r.mean)} ± ${quantity(r.standardError)}`,
        a ? quantity(a.exact) : '',
        a ? zText(a.z) : '',
      ];
    });
    say(table(['over the horizon', '5%', '50%', '95%', '99%', 'mean ± its error', 'exact mean', 'z'], cells));
    say('z: sampled mean against exact mean, in standard errors by the exact standard deviation.');
  }
  say();
  const worst = agreement?.worst;
  if (worst)
    say(
      `Largest distance from exact over all outcomes and days: |z| = ${zText(Math.abs(worst.z)).replace('+', '')} (${worst.outcome} on day ${worst.day}: ${three(worst.sampled)} sampled, ${three(worst.exact)} exact).`,
    );
  if (agreement) sayContradictions(agreement);
  say();
}

function sayContradictions({ rows, rewards }: Agreement): void {
  const names = [
    ...new Set(rows.filter((r) => Math.abs(r.z) > mostErrors).map((r) => `the probability of ${r.outcome}`)),
    ...rewards.filter((r) => Math.abs(r.z) > mostErrors).map((r) => `the mean of ${r.reward}`),
  ];
  if (names.length > 0)
    say(
      `Sample and exact answer contradict each other in ${names.join(', ')}: they lie more than ${mostErrors} standard errors apart, which is hardly chance. Sample again with another --seed; if it stays, please report it with the scenario.`,
    );
}
