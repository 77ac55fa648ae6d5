// Variants → their exact results with a bar, one after the other or on threads; the first one that cannot be solved ends it, because the others share its model.
import type { VariantResult } from '../result/result.ts';
import { runVariant } from '../result/run.ts';
import type { SolveOptions, SolveStep } from '../result/solve-variant.ts';
import type { Scenario } from '../scenario/load.ts';
import type { VariantView } from '../scenario/view.ts';
import { hasError, type Problem } from '../vocabulary/problem.ts';
import { type Crew, defaultThreads, solveOnThreads } from '../work/node.ts';
import { sayProblems, startBar } from './terminal.ts';

/** Null when there are errors; Problems have been said. */
export function solveAll(
  scenario: Scenario,
  variants: readonly VariantView[],
  options: SolveOptions,
  explain?: (variant: string, steps: readonly SolveStep[]) => void,
): VariantResult[] | null {
  const bar = startBar('solving');
  const shared = { ...options, cache: options.cache ?? new Map() };
  const results: VariantResult[] = [];
  const problems: Problem[] = [];
  for (const [k, variant] of variants.entries()) {
    bar.progress(k, variants.length);
    const steps: SolveStep[] = [];
    const told = { now: () => performance.now(), step: (s: SolveStep) => void steps.push(s) };
    const solved = runVariant(scenario, variant, explain ? { ...shared, explain: told } : shared);
    problems.push(...solved.problems.map((p) => inVariant(p, scenario, variant)));
    if (!solved.value) break;
    results.push(solved.value);
    explain?.(variant.id, steps);
  }
  bar.stop();
  saySolving(problems);
  return hasError(problems) ? null : results;
}

/** The same on threads where that is faster. */
export async function solveOnCores(
  scenario: Scenario,
  variants: readonly VariantView[],
  options: Pick<SolveOptions, 'days' | 'maxConfigurations' | 'maxBytes'>,
  threads: { readonly workerUrl: URL; readonly crew?: Crew | undefined },
): Promise<VariantResult[] | null> {
  if (!threadsPay(scenario, variants.length)) return solveAll(scenario, variants, options);
  const bar = startBar('solving');
  const tasks = variants.map((variant) => ({ ...options, variant }));
  const answers = await solveOnThreads(scenario, tasks, { ...threads, progress: bar.progress });
  bar.stop();
  const problems = answers.flatMap((a, k) => a.problems.map((p) => inVariant(p, scenario, variants[k]!)));
  saySolving(problems);
  return hasError(problems) ? null : answers.flatMap(({ value }) => value ?? []);
}

/** A second thread takes a while to start and as long again to warm up: so much work must be left for it. */
const combinationsWorthThreads = 300_000;

function threadsPay({ file }: Scenario, variants: number): boolean {
  if (defaultThreads() < 2) return false;
  const combinations = Object.values(file.regions).reduce((n, r) => n * Object.keys(r.states).length, 1);
  return combinations * (variants - 1) > combinationsWorthThreads;
}

/** A name that leaves its range in many of the variants is said once. */
function saySolving(problems: readonly Problem[]): void {
  const first = new Map(
    problems
      .map((p) => [p.code === 'outside-range' ? `${p.file} ${p.path?.at(-1)}` : JSON.stringify(p), p] as const)
      .reverse(),
  );
  sayProblems([...first.values()].reverse());
}

/** Says which variant a Problem was met in, where the file has several and the Problem is not about one of them. */
export function inVariant(p: Problem, scenario: Scenario, variant: VariantView): Problem {
  if (p.path?.[0] === 'variants' || Object.keys(scenario.file.variants ?? {}).length < 2) return p;
  return { ...p, message: `${p.message} (variant \`${variant.id}\`)` };
}
