// standoff sample: paths on worker threads → estimates with intervals beside the exact answers, and how far the two lie apart. Ctrl-C keeps the paths that are finished.
import { agreementOf } from '../result/agreement.ts';
import { probabilitiesOf } from '../result/compare.ts';
import { runVariant } from '../result/run.ts';
import type { Tally } from '../sample/estimate.ts';
import { type SampleSummary, summaryOf } from '../sample/summary.ts';
import type { Scenario } from '../scenario/load.ts';
import { type VariantView, viewOf } from '../scenario/view.ts';
import { sampleOnWorkers } from '../work/node.ts';
import { chooseDay, chooseVariants, daysWith, listed } from './choose.ts';
import { count, dayText, percent, quantity, table, whole } from './format.ts';
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
}

/** Printed instead of a number where a sample differs from a certainty: the two contradict each other. */
const zText = (z: number): string => (Number.isFinite(z) ? z.toFixed(2) : z > 0 ? '∞' : '−∞');

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
    worst: ReturnType<typeof agreementOf>['worst'];
  }[] = [];
  for (const variant of variants) {
    if (interrupt.signal.aborted) break;
    const bar = startBar(`sampling ${variant.id}`);
    const request = {
      text: scenario.source.text,
      file,
      variant,
      seed: options.seed,
      days,
      maxConfigurations: options.maxConfigurations,
    };
    const pooled = await sampleOnWorkers(request, options.paths, {
      workerUrl,
      workers: options.workers,
      progress: bar.progress,
      signal: interrupt.signal,
    });
    bar.stop();
    sayProblems(pooled.problems.map((p) => inVariant(p, scenario, variant)));
    if (!pooled.tally) {
      if (interrupt.signal.aborted) break;
      return 1;
    }
    const exact = runVariant(scenario, variant, { days, rewards: [], maxConfigurations: options.maxConfigurations });
    const summary = summaryOf(pooled.tally);
    const agreement = exact.value && agreementOf(exact.value, pooled.tally);
    done.push({ variant: variant.id, asked: options.paths, summary, worst: agreement?.worst ?? null });
    if (!options.json)
      sayVariant(
        scenario,
        variant,
        pooled.tally,
        summary,
        asked ?? days.at(-1)!,
        exact.value && probabilitiesOf(exact.value),
        options.paths,
        agreement?.worst ?? null,
      );
  }
  process.off('SIGINT', onSignal);

  if (options.json) {
    const results = done.map(({ variant, summary, worst }) => ({
      variant,
      ...summary,
      agreement: worst && {
        outcome: worst.outcome,
        day: worst.day,
        exact: worst.exact,
        sampled: worst.sampled,
        z: Number.isFinite(worst.z) ? worst.z : null,
      },
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
  worst: ReturnType<typeof agreementOf>['worst'],
): void {
  const view = viewOf(scenario.file);
  const key = String(day);
  say(
    `${view.title}, variant \`${variant.id}\`: ${tally.paths < asked ? `${whole(tally.paths)} of ${count(asked, 'path')}` : count(tally.paths, 'path')}, seed ${tally.seed}, by ${dayText(view.startDate ?? undefined, day)}`,
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
    const cells = rewards.map(([id, r]) => [
      id,
      quantity(r.quantiles['5']),
      quantity(r.quantiles['50']),
      quantity(r.quantiles['95']),
      quantity(r.quantiles['99']),
      `${quantity(r.mean)} ± ${quantity(r.standardError)}`,
    ]);
    say(table(['over the horizon', '5%', '50%', '95%', '99%', 'mean ± its error'], cells));
  }
  say();
  if (worst)
    say(
      `Largest distance from exact over all outcomes and days: |z| = ${zText(Math.abs(worst.z))} (${worst.outcome} on day ${worst.day}: ${three(worst.sampled)} sampled, ${three(worst.exact)} exact).`,
    );
  say();
}
