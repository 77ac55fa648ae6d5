// One scenario, one input at a time from the low to the high end of its range → which answers it moves most. One-at-a-time on exact answers: no noise, no interactions.
import type { Scenario } from '../scenario/load.ts';
import { type VariantView, viewOf } from '../scenario/view.ts';
import type { Progress } from '../vocabulary/ports.ts';
import { ProblemError } from '../vocabulary/problem.ts';
import { compareVariants } from './compare.ts';
import type { VariantResult } from './result.ts';
import { runVariant } from './run.ts';
import type { SolveOptions } from './solve-variant.ts';

/** A parameter or a stance position (`ACTOR.issue`) with the ends of its plausible range. */
export interface Input {
  readonly id: string;
  readonly kind: 'parameter' | 'stance';
  readonly low: number;
  readonly high: number;
  readonly idle: string | null;
}

export function inputsOfView(view: ReturnType<typeof viewOf>): Input[] {
  return [
    ...view.stances.map((s): Input => ({ id: s.id, kind: 'stance', low: s.low, high: s.high, idle: s.idle })),
    ...view.parameters.map((p): Input => ({ id: p.id, kind: 'parameter', low: p.low, high: p.high, idle: p.idle })),
  ];
}

/** The variant with one input set. */
export function withInput(variant: VariantView, input: Pick<Input, 'id' | 'kind'>, value: number): VariantView {
  return input.kind === 'parameter'
    ? { ...variant, parameters: { ...variant.parameters, [input.id]: value } }
    : { ...variant, stances: { ...variant.stances, [input.id]: value } };
}

export interface Strength {
  /** The outcome (or `race.cause`) moved most, on any reported day; change from the low to the high end, a probability difference. */
  readonly outcome: string;
  readonly day: string;
  readonly change: number;
  /** The reward moved most at the horizon, relative to the variant's own mean; null when there is none. */
  readonly reward: string | null;
  readonly rewardChange: number;
}

/** Solves a variant with one input at both ends of its range. */
export function bothEnds(
  scenario: Scenario,
  variant: VariantView,
  input: Input,
  options: SolveOptions = {},
): { low: VariantResult; high: VariantResult } {
  const at = (value: number): VariantResult => {
    const solved = runVariant(scenario, withInput(variant, input, value), options);
    if (!solved.value) throw new ProblemError(solved.problems);
    return solved.value;
  };
  return { low: at(input.low), high: at(input.high) };
}

/** The strength of every input of a scenario in one variant; 2 solves each. */
export function strengthsOf(
  scenario: Scenario,
  variant: VariantView,
  options: SolveOptions & { readonly progress?: Progress | undefined } = {},
): Record<string, Strength> {
  const centre = runVariant(scenario, variant, options);
  if (!centre.value) throw new ProblemError(centre.problems);
  const inputs = inputsOfView(viewOf(scenario.file));
  const strengths: Record<string, Strength> = {};
  inputs.forEach((input, k) => {
    options.progress?.(k, inputs.length);
    const { low, high } = bothEnds(scenario, variant, input, options);
    strengths[input.id] = strengthOf(low, high, centre.value!);
  });
  options.progress?.(inputs.length, inputs.length);
  return strengths;
}

export function strengthOf(low: VariantResult, high: VariantResult, centre: VariantResult): Strength {
  const { rows, rewards } = compareVariants(high, low);
  let most = { outcome: '', day: '', change: 0 };
  // A race's shares move against each other; the single outcomes name the thing itself, so they win ties.
  for (const r of rows)
    if (Math.abs(r.difference) > Math.abs(most.change) + 1e-9 && !r.outcome.includes('.'))
      most = { outcome: r.outcome, day: r.day, change: r.difference };
  for (const r of rows)
    if (Math.abs(r.difference) > Math.abs(most.change) + 1e-9 && most.outcome === '')
      most = { outcome: r.outcome, day: r.day, change: r.difference };
  let reward: string | null = null;
  let rewardChange = 0;
  for (const r of rewards) {
    const scale = Math.abs(centre.rewards[r.reward]?.mean ?? 0);
    const change = r.difference === null || scale === 0 ? 0 : r.difference / scale;
    if (Math.abs(change) > Math.abs(rewardChange)) {
      reward = r.reward;
      rewardChange = change;
    }
  }
  return { ...most, reward, rewardChange };
}
