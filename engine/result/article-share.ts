// One variant twice, as it stands and with every stance at 0 → how much of each answer is from the articles. Parameters stay: their bases say for themselves where they are from.
import type { Scenario } from '../scenario/load.ts';
import { baseVariantOf, type VariantView } from '../scenario/view.ts';
import type { Checked } from '../vocabulary/problem.ts';
import { type Comparison, compareVariants } from './compare.ts';
import { runVariant } from './run.ts';
import type { SolveOptions } from './solve-variant.ts';

/** The variant with nobody wanting anything: what costs, tempos and hazards give by themselves. */
export function withoutStances(scenario: Scenario, variant: VariantView): VariantView {
  const ids = Object.entries(scenario.file.actors ?? {}).flatMap(([actor, a]) =>
    Object.keys(a.stances ?? {}).map((issue) => `${actor}.${issue}`),
  );
  return {
    ...variant,
    id: `${variant.id}_without_articles`,
    label: 'With every stance at 0',
    stances: Object.fromEntries(ids.map((id) => [id, 0])),
  };
}

/** "How much of this answer is from the articles?": `value` as it stands, `base` with every stance at 0, and their difference, by outcome, day and reward. Default: the base variant. */
export function articleShare(
  scenario: Scenario,
  variant: VariantView = baseVariantOf(scenario.file),
  options: SolveOptions = {},
): Checked<Comparison> {
  const shared = { ...options, cache: options.cache ?? new Map() };
  const said = runVariant(scenario, variant, shared);
  const silent = runVariant(scenario, withoutStances(scenario, variant), shared);
  const problems = [...said.problems, ...silent.problems];
  return { value: said.value && silent.value && compareVariants(said.value, silent.value), problems };
}
