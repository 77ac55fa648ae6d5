// standoff chain: the continuous-time Markov chain of one variant → its size, exit rates, laws, and how small a part of it each answer needs.
import { assertGenerator } from '../chain/laws.ts';
import { type Chain, chainOf } from '../chain/rates.ts';
import { influenceOfBound, partFor } from '../chain/reduce.ts';
import { configurationAt, defaultMaxConfigurations, explore } from '../chain/structure.ts';
import { withBound } from '../result/run.ts';
import type { BoundOutcome } from '../scenario/bind.ts';
import { regionsOf } from '../scenario/state-test.ts';
import { statechartOf } from '../statechart/chart.ts';
import { chooseVariants } from './choose.ts';
import { count, quantity, table, whereText, whole } from './format.ts';
import { readModel, sayAbout } from './input.ts';
import { inVariant } from './solve.ts';
import { exploreChart, type StatesOptions } from './states.ts';
import { type ExitCode, say, sayProblems, UsageError } from './terminal.ts';

export function chain(file: string, options: StatesOptions): ExitCode {
  const { value: model, problems } = readModel(file);
  if (!model || model.kind === 'machine') sayProblems(problems);
  if (!model) return 1;
  if (model.kind === 'machine')
    throw new UsageError(
      'a machine has no rates, so it is no chain',
      'use `standoff states` for its configurations, or give a scenario',
    );
  const [variant] = chooseVariants(
    model.scenario,
    options.variant === undefined ? undefined : [options.variant],
    'base',
  );
  sayAbout(model.scenario, [variant!]);
  const most = options.maxConfigurations ?? defaultMaxConfigurations;
  const built = withBound(model.scenario, variant!, (bound) => {
    const chart = statechartOf(bound);
    const whole = chainOf(exploreChart(chart, most), bound);
    const influence = influenceOfBound(bound, chart);
    const sizes = new Map<string, number>();
    const parts = bound.outcomes.map((o) => {
      const part = partFor(bound, influence, regionsRead(o));
      const key = part.regions.join();
      if (!sizes.has(key)) sizes.set(key, explore(chart, part, most).size);
      return { id: o.id, kind: o.kind, regions: part.regions.length, configurations: sizes.get(key)! };
    });
    return { whole, parts, regions: bound.regions.length };
  });
  sayProblems(built.problems.map((p) => inVariant(p, model.scenario, variant!)));
  if (!built.value) return 1;
  const { whole: all, parts, regions } = built.value;
  const { structure } = all;
  let waiting = 0;
  for (let i = 0; i < all.size; i++)
    for (let t = structure.rowStart[i]!; t < structure.rowStart[i + 1]!; t++) if (structure.target[t] === i) waiting++;
  say(`${model.scenario.file.meta.id}, variant \`${variant!.id}\``);
  say(
    `  ${count(all.size, 'configuration')} in ${count(regions, 'region')}, ${count(structure.target.length, 'labelled transition')} (${whole(waiting)} of them waiting), ${whole(all.column.length)} entries off the diagonal`,
  );
  sayExitRates(all);
  assertGenerator(all);
  say('  laws: off-diagonal rates ≥ 0, rows sum to zero, both readings of `always` agree: hold');
  say();
  say('What each answer depends on (exact reduction):');
  say();
  say(
    table(
      ['answer', 'kind', 'regions', 'configurations', 'of all'],
      parts.map((p) => [
        p.id,
        p.kind,
        `${p.regions} of ${regions}`,
        whole(p.configurations),
        `${((100 * p.configurations) / all.size).toFixed(1)}%`,
      ]),
      2,
    ),
  );
  return 0;
}

function sayExitRates({ exit, structure }: Chain): void {
  const sorted = exit.slice().sort();
  const fastest = exit.indexOf(sorted.at(-1)!);
  const holding = (rate: number): string =>
    rate === 0 ? 'stays for ever' : `holds ${quantity(1 / rate)} days on average`;
  say(
    `  exit rates per day: at the start ${quantity(exit[0]!)} (${holding(exit[0]!)}), smallest ${quantity(sorted[0]!)}, median ${quantity(sorted[sorted.length >> 1]!)}, largest ${quantity(sorted.at(-1)!)}`,
  );
  say(`  fastest to be left: ${whereText(configurationAt(structure, fastest), configurationAt(structure, 0))}`);
}

function regionsRead(o: BoundOutcome): Set<string> {
  const tests =
    o.kind === 'race'
      ? o.causes.map((c) => c.set)
      : o.kind === 'both'
        ? o.sets
        : o.kind === 'before'
          ? [o.first, o.second]
          : [o.set];
  return new Set(tests.flatMap((t) => [...regionsOf(t)]));
}
