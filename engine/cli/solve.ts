// Variants → their exact results, one after the other with a bar; the first one that cannot be solved ends it, because the others share its model.
import type { VariantResult } from '../result/result.ts';
import { runVariant } from '../result/run.ts';
import type { SolveOptions, SolveStep } from '../result/solve-variant.ts';
import type { Scenario } from '../scenario/load.ts';
import type { VariantView } from '../scenario/view.ts';
import { hasError, type Problem } from '../vocabulary/problem.ts';
import { sayProblems, startBar } from './terminal.ts';

/** Null when there are errors; Problems have been said. A name that leaves its range in many of the variants is said once. */
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
  const first = new Map(
    problems
      .map((p) => [p.code === 'outside-range' ? `${p.file} ${p.path?.at(-1)}` : JSON.stringify(p), p] as const)
      .reverse(),
  );
  sayProblems([...first.values()].reverse());
  return hasError(problems) ? null : results;
}

/** Says which variant a Problem was met in, where the file has several and the Problem is not about one of them. */
export function inVariant(p: Problem, scenario: Scenario, variant: VariantView): Problem {
  if (p.path?.[0] === 'variants' || Object.keys(scenario.file.variants ?? {}).length < 2) return p;
  return { ...p, message: `${p.message} (variant \`${variant.id}\`)` };
}
