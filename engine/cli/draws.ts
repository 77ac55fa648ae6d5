// standoff draws: one variant's exact answers over everything that is uncertain, on worker threads → bands of 5, 50 and 95 per cent. Ctrl-C keeps the draws that are finished.
import { type Draws, drawsSummaryOf, reasonsOf } from '../result/draws.ts';
import type { Scenario } from '../scenario/load.ts';
import { viewOf } from '../scenario/view.ts';
import { problemText } from '../vocabulary/problem.ts';
import type { Days } from '../vocabulary/units.ts';
import { drawOnWorkers } from '../work/node.ts';
import { chooseDay, chooseVariants, daysWith, listed } from './choose.ts';
import { count, csv, dayText, percent, quantity, table, whole } from './format.ts';
import { openScenario, sayAbout } from './input.ts';
import { inVariant } from './solve.ts';
import { type ExitCode, remark, say, sayProblems, startBar } from './terminal.ts';

export interface DrawsOptions {
  readonly variant?: readonly string[];
  readonly n: number;
  readonly seed: number;
  readonly workers?: number;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly day?: number;
  readonly by?: string;
  readonly maxConfigurations?: number;
}

/** So many kinds of failure are told, each by its first. */
const toldReasons = 3;

export async function draws(file: string, options: DrawsOptions, workerUrl: URL): Promise<ExitCode> {
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

  const done: Draws[] = [];
  for (const variant of variants) {
    if (interrupt.signal.aborted) break;
    const bar = startBar(`drawing ${variant.id}`);
    const block = { variant, seed: options.seed, days, maxConfigurations: options.maxConfigurations };
    const pooled = await drawOnWorkers(scenario, block, options.n, {
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
    done.push(pooled.value);
    if (!options.json && !options.csv) sayBands(scenario, pooled.value, asked ?? days.at(-1)!, options.n);
    sayFailed(pooled.value);
  }
  process.off('SIGINT', onSignal);

  if (options.json) say(JSON.stringify(jsonOf(scenario, done, options, interrupt.signal.aborted), null, 2));
  if (options.csv) say(csv(longRows(done, asked)));
  if (!interrupt.signal.aborted) return 0;
  remark(
    done.length === 0
      ? 'Stopped before the first draw was finished.'
      : `Stopped on request; ${done.map((d) => `${d.variant}: ${whole(finished(d))} of ${count(options.n, 'draw')} finished`).join('; ')}.`,
  );
  return 130;
}

const finished = (d: Draws): number => d.draws.length + d.failed.length;

function sayBands(scenario: Scenario, d: Draws, day: Days, asked: number): void {
  const view = viewOf(scenario.file);
  const n = finished(d);
  say(
    `${view.title}, variant \`${d.variant}\`: ${n < asked ? `${whole(n)} of ${count(asked, 'draw')}` : count(n, 'draw')} of ${count(d.inputs.length, 'uncertain number')}, seed ${d.seed}, by ${dayText(view.startDate ?? undefined, day)}`,
  );
  const rows = drawsSummaryOf(d).bands.filter((b) => b.day === day || b.day === null);
  for (const [kind, name, text] of [
    ['outcome', 'probability', percent],
    ['reward', 'expected', quantity],
  ] as const) {
    const own = rows.filter((b) => b.kind === kind);
    if (own.length === 0) continue;
    const cells = own.map((b) => [
      kind === 'reward' ? `${b.id} (${b.unit})` : b.id,
      ...(b.already ? ['', 'already so', ''] : [b.low, b.median, b.high].map(text)),
      text(b.mean),
      text(b.centre),
    ]);
    say();
    say(table([name, '5%', '50%', '95%', 'mean', 'as in the file'], cells));
  }
  say();
  say('Each draw is solved exactly: a band is what the numbers of the file leave open, not chance.');
  say();
}

function sayFailed(d: Draws): void {
  if (d.failed.length === 0) return;
  remark(
    `${whole(d.failed.length)} of ${count(finished(d), 'draw')} of \`${d.variant}\` could not be solved and ${d.failed.length === 1 ? 'is' : 'are'} in no band:`,
  );
  const reasons = reasonsOf(d);
  for (const { first, draws } of reasons.slice(0, toldReasons))
    remark(`${count(draws, 'draw')}: ${problemText(first)}`);
  if (reasons.length > toldReasons) remark(`and ${count(reasons.length - toldReasons, 'other reason')}`);
}

/** JSON has no infinity. */
const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

function jsonOf(scenario: Scenario, done: readonly Draws[], options: DrawsOptions, interrupted: boolean): unknown {
  return {
    scenario: scenario.file.meta.id,
    seed: options.seed,
    asked: options.n,
    interrupted,
    variants: done.map((d) => ({
      ...drawsSummaryOf(d),
      bands: drawsSummaryOf(d).bands.map((b) => ({
        ...b,
        ...Object.fromEntries(numbers.map((k) => [k, finite(b[k])])),
      })),
      inputs: d.inputs,
      draws: d.draws.map(({ draw, inputs, answers }) => ({
        draw,
        inputs: Array.from(inputs),
        answers: Array.from(answers, finite),
      })),
    })),
  };
}

const numbers = ['low', 'median', 'high', 'mean', 'centre'] as const;

/** One row a band. @param day null: all days. */
function longRows(done: readonly Draws[], day: Days | null): (string | number | null)[][] {
  const rows: (string | number | null)[][] = [
    ['variant', 'kind', 'id', 'day', ...numbers, 'unit', 'already', 'solved', 'failed'],
  ];
  for (const { variant, bands, solved, failed } of done.map(drawsSummaryOf))
    for (const b of bands)
      if (day === null || b.day === null || b.day === day)
        rows.push([
          ...[variant, b.kind, b.id, b.day],
          ...numbers.map((k) => finite(b[k])),
          ...[b.unit, Number(b.already), solved, failed],
        ]);
  return rows;
}
