// Scenario file (+ the figures of an independent program beside it) → the answers that ship with it, so that a page shows numbers before any engine runs. A test says when they are stale.
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Answers } from '../../result/answers.ts';
import type { VariantResult } from '../../result/result.ts';
import { runScenario } from '../../result/run.ts';
import { strengthsOf } from '../../result/sensitivity.ts';
import type { Scenario } from '../../scenario/load.ts';
import { baseVariantOf, variantsOf, viewOf } from '../../scenario/view.ts';
import type { Progress } from '../../vocabulary/ports.ts';
import { ProblemError } from '../../vocabulary/problem.ts';

/** Probabilities in the file are rounded here: the page shows whole per cents, the engine confirms to 1e-6. */
const decimals = 6;
const curveDecimals = 5;
/** Below this a probability is rounding of the solver. */
const noise = 1e-12;

export function makeAnswers(scenario: Scenario, path: string, progress?: Progress): Answers {
  const cache = new Map();
  const solved = runScenario(scenario, { cache });
  if (!solved.value) throw new ProblemError(solved.problems);
  const run = solved.value;
  const view = viewOf(scenario.file);
  const days = Array.from({ length: Math.floor(view.horizon) + 1 }, (_, d) => d);
  const first = view.outcomes[0];
  const variants = variantsOf(scenario.file);
  const base = baseVariantOf(scenario.file);
  const daily = first && runScenario(scenario, { variants, outcomes: [first.id], rewards: [], days, cache });
  if (daily && !daily.value) throw new ProblemError(daily.problems);
  const curves = Object.fromEntries(
    (daily?.value?.variants ?? []).map((v) => [v.id, first ? curvesOf(v, first.id, days) : {}]),
  );
  return {
    format: 'standoff-answers/1',
    scenario: run.scenario,
    engine: run.engine,
    inputs: run.inputs,
    view,
    run: {
      ...run,
      source: { ...run.source, file: basename(path) },
      variants: run.variants.map((v) => shownFirst(v, v.id === base.id)),
    },
    curves: { days, variants: rounded(curves, curveDecimals) },
    bands: bandsBeside(scenario, path),
    strength: rounded(strengthsOf(scenario, base, { cache, progress }), decimals),
  };
}

/** A result without what no page shows before the engine runs. */
function shownFirst(result: VariantResult, withRewards: boolean): VariantResult {
  const outcomes = Object.entries(result.outcomes).map(([id, outcome]) => {
    if (outcome.kind === 'race') return [id, outcome] as const;
    const { quantiles: _, ...rest } = outcome;
    return [id, rest] as const;
  });
  return {
    ...result,
    outcomes: rounded(Object.fromEntries(outcomes), decimals),
    rewards: withRewards ? rounded(result.rewards, 3) : {},
    truncation: Number(result.truncation.toPrecision(2)),
  };
}

function curvesOf(variant: VariantResult, outcome: string, days: readonly number[]): Record<string, number[]> {
  const result = variant.outcomes[outcome]!;
  if (result.kind !== 'race') return { [outcome]: days.map((d) => result.byDay[String(d)]!) };
  const causes = Object.keys(result.byDay[String(days[0])]!);
  return Object.fromEntries(causes.map((c) => [`${outcome}.${c}`, days.map((d) => result.byDay[String(d)]![c]!)]));
}

function bandsBeside(scenario: Scenario, path: string): Answers['bands'] {
  const file = scenario.file.expected?.file;
  if (!file) return null;
  const expected = JSON.parse(readFileSync(join(dirname(path), basename(file)), 'utf8')) as {
    prior?: { draws: number; what: string; base: Record<string, Record<string, [number, number, number]>> };
    solver: string;
  };
  return expected.prior
    ? { draws: expected.prior.draws, what: expected.prior.what, source: expected.solver, base: expected.prior.base }
    : null;
}

/** Numbers to so many decimals, or to as many significant digits where they are larger than 1. Only what is 0 or 1 becomes that: possible is not impossible, nor certain. */
function rounded<T>(value: T, places: number): T {
  if (typeof value === 'number') return roundedNumber(value, places) as T;
  if (Array.isArray(value)) return value.map((v) => rounded(v, places)) as T;
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, rounded(v, places)])) as T;
  return value;
}

function roundedNumber(value: number, places: number): number {
  if (Math.abs(value) > 1) return Number.isInteger(value) ? value : Number(value.toPrecision(places + 2));
  const short = Number(value.toFixed(places));
  if (!Number.isInteger(short)) return short;
  if (Math.abs(value - short) < noise) return short;
  return Number(value.toPrecision(short === 0 ? 1 : 12));
}
