// standoff gradient: what an outcome or a reward gains by every parameter and stance → the slopes at the variant's numbers, exact, strongest over its range first. One look at all inputs at once; along one of them `sweep` follows the curve.
import { buildGradients, type OutcomeGradient } from '../result/outcome-gradient.ts';
import { withBound } from '../result/run.ts';
import type { BoundScenario } from '../scenario/bind.ts';
import { type ScenarioView, viewOf } from '../scenario/view.ts';
import { didYouMean } from '../vocabulary/problem.ts';
import { chooseDay, chooseVariants, daysWith, listed } from './choose.ts';
import { dayText, percent, points, quantity, table } from './format.ts';
import { openScenario, sayAbout } from './input.ts';
import { inVariant } from './solve.ts';
import { type ExitCode, say, sayProblems, startBar, UsageError, width } from './terminal.ts';

export interface GradientOptions {
  readonly variant?: string;
  readonly outcome?: readonly string[];
  readonly reward?: readonly string[];
  readonly day?: number;
  readonly by?: string;
  readonly top: number;
  readonly json?: boolean;
  readonly maxConfigurations?: number;
}

/** What is asked for, as buildGradients takes it. */
interface Asked {
  readonly id: string;
  readonly label: string;
  /** Null: a probability. */
  readonly unit: string | null;
}

interface Row {
  readonly id: string;
  readonly kind: 'parameter' | 'stance';
  readonly unit: string;
  readonly basis: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Per unit of the input. */
  readonly slope: number;
  /** slope × (high − low): what its range would do if the curve were a line. */
  readonly overRange: number;
  /** Per cent of the answer for one per cent of the input; null where that says nothing: for stances, logits, what may be 0 or below, and an answer of 0. */
  readonly elasticity: number | null;
}

export function gradient(file: string, options: GradientOptions): ExitCode {
  const scenario = openScenario(file);
  if (!scenario) return 1;
  const view = viewOf(scenario.file);
  const asked = askedOf(view, listed(options.outcome), listed(options.reward));
  const [variant] = chooseVariants(scenario, options.variant === undefined ? undefined : [options.variant], 'base');
  const day = chooseDay(scenario, options) ?? daysWith(scenario, null).at(-1)!;
  sayAbout(scenario, [variant!]);
  const bar = startBar('solving');
  const { value: answers, problems } = withBound(scenario, variant!, (bound) => {
    const gradients = buildGradients(bound, { maxConfigurations: options.maxConfigurations })(bound);
    return asked.map((a, k) => {
      bar.progress(k, asked.length);
      const [found] = gradients(a.unit === null ? a.id : { reward: a.id }, [day]);
      return { ...a, value: found!.value, rows: rowsOf(bound, view, found!) };
    });
  });
  bar.stop();
  sayProblems(problems.map((p) => inVariant(p, scenario, variant!)));
  if (!answers) return 1;
  if (options.json) {
    const told = answers.map(({ rows, ...answer }) => ({ ...answer, inputs: rows.map(finite) }));
    say(JSON.stringify({ scenario: scenario.file.meta.id, variant: variant!.id, day, answers: told }, null, 2));
    return 0;
  }
  say(`${view.title}, variant \`${variant!.id}\`: slopes on ${dayText(view.startDate ?? undefined, day)}`);
  for (const answer of answers) sayAnswer(answer, answer.value, answer.rows, options.top);
  say('\nrange: slope × (high − low), as if the curve were a line; `standoff sweep` follows the curve');
  return 0;
}

/** Outcomes, causes of races and rewards; a race alone means all its causes, nothing at all the first outcome. */
function askedOf(
  view: ScenarioView,
  outcomes: readonly string[] | undefined,
  rewards: readonly string[] = [],
): Asked[] {
  const probabilities = new Map(
    view.outcomes.map((o) => {
      const causes = o.kind === 'race' ? [...o.causes, { id: 'none', label: 'none of these yet' }] : [];
      const alone = { id: o.id, label: o.label, unit: null };
      const each = causes.map((c): Asked => ({ id: `${o.id}.${c.id}`, label: `${o.label}: ${c.label}`, unit: null }));
      return [o.id, each.length > 0 ? each : [alone]] as const;
    }),
  );
  for (const [id, each] of [...probabilities]) for (const a of each) if (a.id !== id) probabilities.set(a.id, [a]);
  const totals = new Map(
    view.rewards.filter((r) => r.measure !== 'until').map((r) => [r.id, [{ id: r.id, label: r.label, unit: r.unit }]]),
  );
  const found = (what: string, ids: readonly string[], known: ReadonlyMap<string, readonly Asked[]>): Asked[] =>
    ids.flatMap((id) => {
      const one = known.get(id);
      if (!one) throw new UsageError(`unknown ${what} \`${id}\``, didYouMean(id, [...known.keys()]));
      return one;
    });
  const first = rewards.length === 0 ? [...probabilities.keys()].slice(0, 1) : [];
  const all = [...found('outcome', outcomes ?? first, probabilities), ...found('reward with a day', rewards, totals)];
  if (all.length === 0) throw new UsageError('the scenario has no outcome', 'name a reward with --reward');
  return [...new Map(all.map((a) => [JSON.stringify([a.id, a.unit]), a])).values()];
}

function rowsOf(bound: BoundScenario, view: ScenarioView, { value, byParameter, byStance }: OutcomeGradient): Row[] {
  const positions = new Map(bound.stances.map((s, k) => [`${s.actor}.${s.issue}`, k]));
  const parameters = view.parameters.map((p): Row => {
    const k = bound.names.indexOf(p.id);
    const slope = byParameter[k]!;
    const positive = p.low > 0 && bound.values[k]! > 0 && p.unit !== 'logit' && value > 0;
    return {
      ...{
        id: p.id,
        kind: 'parameter',
        unit: p.unit,
        basis: p.basis,
        value: bound.values[k]!,
        low: p.low,
        high: p.high,
      },
      ...{ slope, overRange: overRange(slope, p), elasticity: positive ? (slope * bound.values[k]!) / value : null },
    };
  });
  const stances = view.stances.map((s): Row => {
    const k = positions.get(s.id)!;
    const basis = s.override ?? (s.evidence.length > 0 ? `evidence: ${s.evidence.join(', ')}` : 'assumed');
    return {
      ...{
        id: s.id,
        kind: 'stance',
        unit: 'position',
        basis,
        value: bound.stances[k]!.position,
        low: s.low,
        high: s.high,
      },
      ...{ slope: byStance[k]!, overRange: overRange(byStance[k]!, s), elasticity: null },
    };
  });
  // What has no number comes first: a root at 0 has a slope beyond all of them.
  const size = (r: Row): number => (Number.isFinite(r.overRange) ? Math.abs(r.overRange) : Number.POSITIVE_INFINITY);
  return [...parameters, ...stances].sort((a, b) => size(b) - size(a) || (a.id < b.id ? -1 : 1));
}

/** 0 for what has no range, also where the slope is infinite. */
const overRange = (slope: number, { low, high }: { low: number; high: number }): number =>
  high === low ? 0 : slope * (high - low);

/** JSON has no infinity. */
const finite = (row: Row) => {
  const number = (v: number | null): number | null => (v !== null && Number.isFinite(v) ? v : null);
  return { ...row, slope: number(row.slope), overRange: number(row.overRange), elasticity: number(row.elasticity) };
};

function sayAnswer(asked: Asked, value: number, rows: readonly Row[], top: number): void {
  const shown = asked.unit === null ? percent(value) : `${quantity(value)} ${asked.unit}`;
  say(`\n${asked.label} (\`${asked.id}\`): ${shown}`);
  const moving = rows.filter((r) => r.slope !== 0);
  const still = rows.filter((r) => r.slope === 0);
  const size = (v: number): string => `${v > 0 ? '+' : v < 0 ? '−' : ''}${quantity(Math.abs(v))}`;
  if (moving.length > 0)
    say(
      table(
        ['', 'unit', 'basis', 'value', 'slope', asked.unit === null ? 'range, points' : 'range', 'elasticity'],
        moving
          .slice(0, top)
          .map((r) => [
            r.id,
            cut(r.unit),
            cut(r.basis),
            quantity(r.value),
            size(r.slope),
            asked.unit === null ? points(r.overRange) : size(r.overRange),
            r.elasticity === null ? '' : size(r.elasticity),
          ]),
        3,
      ),
    );
  if (moving.length > top) say(`and ${moving.length - top} weaker ones (--top ${moving.length})`);
  if (still.length > 0) say(wrapped(`Slope 0: ${still.map((r) => r.id).join(', ')}`));
}

/** Words of strangers in a table. */
const cut = (text: string): string => (text.length <= 24 ? text : `${text.slice(0, 23)}…`);

function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + 1 + word.length > width()) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
