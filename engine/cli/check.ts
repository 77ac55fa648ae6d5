// standoff check: everything wrong, doubtful or worth knowing in a file → Problems with their places and a summary; with --rates and --why the numbers behind the moves.

import { predicateOf } from '../chain/predicate.ts';
import { type Chain, chainOf } from '../chain/rates.ts';
import { defaultMaxConfigurations } from '../chain/structure.ts';
import { withBound } from '../result/run.ts';
import type { BoundOutcome, BoundScenario } from '../scenario/bind.ts';
import type { Scenario } from '../scenario/load.ts';
import type { VariantView } from '../scenario/view.ts';
import { statechartOf } from '../statechart/chart.ts';
import { didYouMean, hasError, type Problem, ProblemError, problem } from '../vocabulary/problem.ts';
import { sayMoves } from './check-rates.ts';
import { sayWhy } from './check-why.ts';
import { chooseVariants, listed } from './choose.ts';
import { count } from './format.ts';
import { nameOf, readModel } from './input.ts';
import { inVariant } from './solve.ts';
import { exploreChart, possibleEvents, stateCounts } from './states.ts';
import { type ExitCode, say, sayProblems, startBar, UsageError } from './terminal.ts';

export interface CheckOptions {
  readonly variant?: readonly string[];
  readonly rates?: boolean;
  readonly why?: string;
  readonly maxConfigurations?: number;
}

interface CheckedVariant {
  readonly variant: VariantView;
  readonly bound: BoundScenario;
  readonly chain: Chain;
}

export function check(path: string, options: CheckOptions): ExitCode {
  const { value: model, problems } = readModel(path);
  const file = nameOf(path);
  if (!model) return conclude(file, problems);
  const most = options.maxConfigurations ?? defaultMaxConfigurations;
  if (model.kind === 'machine') {
    if (options.rates || options.why)
      throw new UsageError('a machine has no rates and no utilities', 'give a scenario');
    return checkMachine(file, () => exploreChart(model.chart, most).size, problems);
  }
  const { scenario } = model;
  if (options.why !== undefined && !Object.hasOwn(scenario.file.moves ?? {}, options.why))
    throw new UsageError(
      `unknown move \`${options.why}\``,
      didYouMean(options.why, Object.keys(scenario.file.moves ?? {})),
    );
  const variants = chooseVariants(scenario, listed(options.variant), 'all');

  // Each variant bound, explored and given its rates: what only shows in a reachable configuration shows here.
  const found: Problem[] = [...problems];
  const checked: CheckedVariant[] = [];
  const bar = startBar('checking');
  for (const [k, variant] of variants.entries()) {
    bar.progress(k, variants.length);
    const built = withBound(scenario, variant, (bound) => ({
      variant,
      bound,
      chain: chainOf(exploreChart(statechartOf(bound), most), bound),
    }));
    found.push(...built.problems.map((p) => inVariant(p, scenario, variant)));
    if (!built.value) break;
    checked.push(built.value);
  }
  bar.stop();
  if (!hasError(found))
    found.push(
      ...[...reachNotes(scenario, checked), ...alreadyNotes(scenario, checked)].map((p) => scenario.source.locate(p)),
    );
  const parts = [
    count(checked.length, 'variant'),
    count(Object.keys(scenario.file.outcomes ?? {}).length, 'outcome'),
    ...(checked[0] ? [count(checked[0].chain.size, 'reachable configuration')] : []),
  ];
  const code = conclude(`${scenario.file.meta.id} (${parts.join(', ')})`, found);
  if (code === 0) {
    const shown = checked.find((c) => c.variant.id === 'base') ?? checked[0]!;
    if (options.rates) sayMoves(scenario, shown.variant, shown.bound, shown.chain);
    if (options.why !== undefined) sayWhy(shown.bound, shown.chain, options.why);
  }
  return code;
}

function checkMachine(file: string, explore: () => number, problems: readonly Problem[]): ExitCode {
  try {
    return conclude(`${file} (${count(explore(), 'reachable configuration')})`, problems);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return conclude(file, [...problems, ...error.problems.map((p) => ({ file, ...p }))]);
  }
}

function conclude(what: string, problems: readonly Problem[]): ExitCode {
  sayProblems(problems, ['error', 'warning', 'note']);
  const distinct = new Map(problems.map((p) => [JSON.stringify(p), p]));
  const of = (severity: Problem['severity']): number =>
    [...distinct.values()].filter((p) => p.severity === severity).length;
  say(`${what}: ${count(of('error'), 'error')}, ${count(of('warning'), 'warning')}, ${count(of('note'), 'note')}`);
  return hasError(problems) ? 1 : 0;
}

/** States that no variant reaches, and moves and hazards that can happen in none. */
function reachNotes(scenario: Scenario, checked: readonly CheckedVariant[]): Problem[] {
  const counts = checked.map((c) => stateCounts(c.chain.structure));
  const possible = checked.map((c) => possibleEvents(c.chain.structure));
  const reachable = (r: number, s: number): boolean => counts.some((c) => c[r]![s]! > 0);
  const regions = checked[0]?.bound.regions ?? [];
  const unreached = regions.flatMap((region, r) =>
    region.states.flatMap((s, k) =>
      reachable(r, k)
        ? []
        : [
            problem('unreachable-state', `the state \`${region.id}.${s.id}\` is never reached`, {
              severity: 'warning',
              path: ['regions', region.id, 'states', s.id],
              repair: 'let a move, a hazard or a variant lead there, or take it out',
            }),
          ],
    ),
  );
  const dead = (['moves', 'nature'] as const).flatMap((section) =>
    Object.keys(scenario.file[section] ?? {}).flatMap((id) =>
      possible.some((p) => p.has(id))
        ? []
        : [
            problem(
              'never-possible',
              `\`${id}\` can never happen: its \`when\` holds in no reachable configuration, or it changes nothing there`,
              { severity: 'warning', path: [section, id], repair: 'widen its `when`, or take it out' },
            ),
          ],
    ),
  );
  return [...unreached, ...dead];
}

/** Outcomes that are true at the start: probability 1 by definition, not by the model. */
function alreadyNotes(scenario: Scenario, checked: readonly CheckedVariant[]): Problem[] {
  const where = new Map<string, { path: (string | number)[]; what: string; variants: string[] }>();
  for (const { variant, bound, chain } of checked)
    for (const outcome of bound.outcomes)
      for (const { set, path, what } of setsOf(outcome)) {
        if (!predicateOf(set, chain.structure)(chain.structure.states, 0)) continue;
        const entry = where.get(what) ?? { path, what, variants: [] };
        entry.variants.push(variant.id);
        where.set(what, entry);
      }
  const several = Object.keys(scenario.file.variants ?? {}).length > 1;
  return [...where.values()].map(({ path, what, variants }) =>
    problem(
      'already-so',
      `${what} is true at the start${several ? ` of ${variants.map((v) => `\`${v}\``).join(', ')}` : ''}: already so`,
      { severity: 'note', path, repair: 'nothing to mend; answers say "already so"' },
    ),
  );
}

function setsOf(
  o: BoundOutcome,
): { set: Parameters<typeof predicateOf>[0]; path: (string | number)[]; what: string }[] {
  switch (o.kind) {
    case 'reach':
      return [{ set: o.set, path: ['outcomes', o.id, 'set'], what: `outcome \`${o.id}\`` }];
    case 'race':
      return o.causes.map((c, k) => ({
        set: c.set,
        path: ['outcomes', o.id, 'causes', k, 'set'],
        what: `cause \`${c.id}\` of outcome \`${o.id}\``,
      }));
    case 'before':
      return [
        { set: o.first, path: ['outcomes', o.id, 'first'], what: `the first set of outcome \`${o.id}\`` },
        { set: o.second, path: ['outcomes', o.id, 'second'], what: `the second set of outcome \`${o.id}\`` },
      ];
    // A part of `both` that is already so is a fine question about the rest, and `at` asks about a day.
    default:
      return [];
  }
}
