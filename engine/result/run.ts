// Scenario → Run: every variant solved, with all that is needed to repeat it. Also one variant sampled, checked against exact, and replayed.
import { chainOf } from '../chain/rates.ts';
import { rewardRatesOf } from '../chain/reward-rates.ts';
import { type Structure, structureOf } from '../chain/structure.ts';
import { type PathOptions, preparePaths, type SampledReward, type Tally } from '../sample/estimate.ts';
import { prepareLocalPaths } from '../sample/local.ts';
import { type BoundScenario, bindVariant } from '../scenario/bind.ts';
import type { Scenario } from '../scenario/load.ts';
import { baseVariantOf, type VariantView, variantsOf } from '../scenario/view.ts';
import { sha256Hex } from '../vocabulary/hash.ts';
import type { Progress } from '../vocabulary/ports.ts';
import { type Checked, hasError, type Problem, ProblemError } from '../vocabulary/problem.ts';
import type { Days } from '../vocabulary/units.ts';
import { engineVersion } from '../vocabulary/version.ts';
import type { Run, VariantResult } from './result.ts';
import { type SolveOptions, solveVariant } from './solve-variant.ts';

/** Binds and solves one variant; what stops it comes back as Problems with their place in the file. */
export function runVariant(
  scenario: Scenario,
  variant: VariantView,
  options: SolveOptions = {},
): Checked<VariantResult> {
  return withBound(scenario, variant, (bound) => solveVariant(bound, options));
}

/** Does something with a bound variant; Problems on the way are located in the file. */
export function withBound<T>(scenario: Scenario, variant: VariantView, use: (bound: BoundScenario) => T): Checked<T> {
  const bound = bindVariant(scenario, variant);
  if (!bound.value) return { value: null, problems: bound.problems };
  try {
    return { value: use(bound.value), problems: bound.problems };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return {
      value: null,
      problems: [...bound.problems, ...error.problems.map((p) => scenario.source.locate(placed(scenario, p)))],
    };
  }
}

/** The solvers know an event by its id; the file has it under `moves` or `nature`. */
function placed(scenario: Scenario, p: Problem): Problem {
  if (p.path?.[0] !== 'event') return p;
  const id = String(p.path[1]);
  return { ...p, path: [Object.hasOwn(scenario.file.moves ?? {}, id) ? 'moves' : 'nature', id] };
}

/** Solves variants of a scenario (default: all of the file) into one Run. Variants with errors are left out and their Problems returned. */
export function runScenario(
  scenario: Scenario,
  options: SolveOptions & {
    readonly variants?: readonly VariantView[] | undefined;
    readonly progress?: Progress | undefined;
  } = {},
): Checked<Run> {
  const variants = options.variants ?? variantsOf(scenario.file);
  const solveOptions = { ...options, cache: options.cache ?? new Map() };
  const problems: Problem[] = [];
  const results: VariantResult[] = [];
  variants.forEach((variant, k) => {
    options.progress?.(k, variants.length);
    const solved = runVariant(scenario, variant, solveOptions);
    problems.push(...solved.problems);
    if (solved.value) results.push(solved.value);
  });
  options.progress?.(variants.length, variants.length);
  return { value: hasError(problems) ? null : runOf(scenario, results, options.days), problems };
}

/** Wraps results with what identifies them. */
export function runOf(scenario: Scenario, variants: readonly VariantResult[], days?: readonly Days[]): Run {
  return {
    scenario: scenario.file.meta.id,
    engine: `standoff ${engineVersion}`,
    inputs: inputsOf(scenario) ?? '',
    source: { file: scenario.source.file, sha256: sha256Hex(scenario.source.text) },
    days: [...(days ?? variants[0]?.days ?? [])],
    variants: [...variants],
  };
}

/** SHA-256 of the canonical bound scenario as the file stands: variant `base`, or the file's first. */
export function inputsOf(scenario: Scenario): string | null {
  return bindVariant(scenario, baseVariantOf(scenario.file)).value?.inputs ?? null;
}

/** What one block of paths is asked for. */
export type SampleOptions = PathOptions;

export interface SamplerOptions {
  readonly maxConfigurations?: number | undefined;
  /** True: without listing configurations, however few there are; for checking. */
  readonly local?: boolean | undefined;
}

/**
 * Prepares one variant for sampling on all its regions, no reduction and no linear algebra; each call samples a block of paths.
 * On its chain, or without one (sample/local.ts) where there are too many configurations for it. What is wrong with a rate may come to light only then: as a ProblemError of the call.
 */
export function samplerOf(bound: BoundScenario, options: SamplerOptions = {}): (options: SampleOptions) => Tally {
  const structure = options.local ? null : structureOrNone(bound, options.maxConfigurations);
  if (!structure) return prepareLocalPaths(bound);
  const chain = chainOf(structure, bound);
  const rewards = bound.rewards.flatMap((r): SampledReward[] =>
    r.measure === 'until' ? [] : [{ id: r.id, unit: r.unit, measure: r.measure, ...rewardRatesOf(chain, bound, r) }],
  );
  return preparePaths(chain, bound, rewards);
}

/** Null when there are too many configurations. */
function structureOrNone(bound: BoundScenario, maxConfigurations: number | undefined): Structure | null {
  try {
    return structureOf(bound, undefined, maxConfigurations);
  } catch (error) {
    if (error instanceof ProblemError && error.problems[0]?.code === 'too-many-configurations') return null;
    throw error;
  }
}

/** Samples one variant once. */
export function sampleVariant(bound: BoundScenario, options: SampleOptions & SamplerOptions): Tally {
  return samplerOf(bound, options)(options);
}
