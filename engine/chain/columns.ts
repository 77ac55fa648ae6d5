// Formula → its value in every configuration, computed once per combination of the regions that it reads (its dependency set), not once per configuration.
import type { BoundDerived, BoundScenario, Formula } from '../scenario/bind.ts';
import type { Environment } from '../scenario/evaluate.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import type { Structure } from './structure.ts';

/** Value in configuration i: values[Σ state(region) × stride], or values[i] when the table would be larger than the chain. */
export interface Column {
  readonly values: Float64Array;
  readonly regions: Int32Array;
  readonly strides: Int32Array;
  readonly perConfiguration: boolean;
}

export function valueAt(column: Column, structure: Structure, i: number): number {
  return valueIn(column, structure.states, i * structure.regions.length, i);
}

/** Where in `values` configuration i stands. */
export function indexAt(column: Column, structure: Structure, i: number): number {
  return indexIn(column, structure.states, i * structure.regions.length, i);
}

/** The same for states that stand at `base` of any array. */
function valueIn(column: Column, states: Uint8Array, base: number, i: number): number {
  return column.values[indexIn(column, states, base, i)]!;
}

function indexIn({ regions, strides, perConfiguration }: Column, states: Uint8Array, base: number, i: number): number {
  if (perConfiguration) return i;
  let index = 0;
  for (let k = 0; k < regions.length; k++) index += states[base + regions[k]!]! * strides[k]!;
  return index;
}

const maxIterations = 2_000;

/** Tables that hang on no structure: their formulas read kept regions only. Several parts of one model share them. */
const shared = new WeakMap<BoundScenario, Map<Formula, Column>>();

function sharedBy(bound: BoundScenario): Map<Formula, Column> {
  const known = shared.get(bound) ?? new Map<Formula, Column>();
  shared.set(bound, known);
  return known;
}

/** Builds columns for one structure and one set of numbers; derived formulas are computed once, in order, and only those that are needed. */
export function buildColumns(structure: Structure, bound: BoundScenario): (f: Formula) => Column {
  const sizes = structure.regions.map((r) => r.states.length);
  const kept = new Set(structure.part.regions);
  const derived: (Column | undefined)[] = [];
  const known = sharedBy(bound);
  const env: { -readonly [K in keyof Environment]: Environment[K] } = {
    values: bound.values,
    stances: Float64Array.from(bound.stances, (s) => s.position * s.salience),
    derived: new Float64Array(bound.derived.length),
    states: new Uint8Array(structure.regions.length),
  };

  const columnOf = (formula: Formula, own: { index: number; of: BoundDerived } | null): Column => {
    const found = known.get(formula);
    if (found && formula.regions.every((r) => kept.has(r))) return found;
    const made = tabulated(formula, own);
    if (!made.perConfiguration && made.regions.length === formula.regions.length) known.set(formula, made);
    return made;
  };
  const tabulated = (formula: Formula, own: { index: number; of: BoundDerived } | null): Column => {
    for (const d of formula.derived) if (d !== own?.index) derivedColumn(d);
    // A removed region stays at its start: one value of it is enough.
    const regions = Int32Array.from(formula.regions.filter((r) => kept.has(r)));
    const strides = new Int32Array(regions.length);
    let product = 1;
    for (let k = 0; k < regions.length; k++) {
      strides[k] = product;
      product *= sizes[regions[k]!]!;
    }
    const perConfiguration = product > Math.max(4096, 2 * structure.size);
    const count = perConfiguration ? structure.size : product;
    const values = new Float64Array(count);
    env.states.set(structure.states.subarray(0, structure.regions.length));
    for (let i = 0; i < count; i++) {
      if (perConfiguration)
        env.states.set(structure.states.subarray(i * structure.regions.length, (i + 1) * structure.regions.length));
      else {
        let rest = i;
        for (let k = 0; k < regions.length; k++) {
          const n = sizes[regions[k]!]!;
          env.states[regions[k]!] = rest % n;
          rest = Math.floor(rest / n);
        }
      }
      for (const d of formula.derived) if (d !== own?.index) env.derived[d] = valueIn(derived[d]!, env.states, 0, i);
      values[i] = own?.of.fixedPoint ? fixedPoint(formula, env, own.index, own.of) : formula.evaluate(env);
    }
    return { values, regions, strides, perConfiguration };
  };
  const derivedColumn = (d: number): void => {
    derived[d] ??= columnOf(bound.derived[d]!.formula, { index: d, of: bound.derived[d]! });
  };
  return (formula) => columnOf(formula, null);
}

/** Formulas in any states, one at a time: for models without a structure. */
export function buildEvaluator(bound: BoundScenario): (formula: Formula) => (states: Uint8Array) => number {
  const env: { -readonly [K in keyof Environment]: Environment[K] } = {
    values: bound.values,
    stances: Float64Array.from(bound.stances, (s) => s.position * s.salience),
    derived: new Float64Array(bound.derived.length),
    states: new Uint8Array(bound.regions.length),
  };
  const prepare = (formula: Formula, own: number | null): void => {
    for (const d of formula.derived) {
      if (d === own) continue;
      const of = bound.derived[d]!;
      prepare(of.formula, d);
      env.derived[d] = of.fixedPoint ? fixedPoint(of.formula, env, d, of) : of.formula.evaluate(env);
    }
  };
  return (formula) => (states) => {
    env.states = states;
    prepare(formula, null);
    return formula.evaluate(env);
  };
}

/** v ← (v + f(v)) / 2 inside the declared bounds, to 1e-13 of the bounds' width: half steps converge where f falls with v, as blocking does. A bound is an answer only when it is a fixed point itself. */
function fixedPoint(
  formula: Formula,
  env: Environment,
  index: number,
  { id, fixedPoint: declared }: BoundDerived,
): number {
  const { start, low, high } = declared!;
  const width = Math.max(high - low, Number.MIN_VALUE);
  let v = start;
  for (let n = 0; n < maxIterations; n++) {
    env.derived[index] = v;
    const f = formula.evaluate(env);
    const next = Math.min(high, Math.max(low, 0.5 * (v + f)));
    if (!Number.isFinite(f)) break;
    if (Math.abs(next - v) <= 1e-13 * width) {
      if (Math.abs(f - v) <= 1e-9 * width) return next;
      throw new ProblemError([
        problem(
          'fixed-point',
          `the fixed point of \`${id}\` does not lie between ${low} and ${high}: there it is ${v}, and its formula gives ${f}`,
          {
            path: ['derived', id],
            repair: 'widen `low` and `high`, or mend the formula',
          },
        ),
      ]);
    }
    v = next;
  }
  throw new ProblemError([
    problem('fixed-point', `the fixed point of \`${id}\` was not reached in ${maxIterations} half steps`, {
      path: ['derived', id],
      repair: 'its formula must fall, or rise slower than 1:1, in its own value between `low` and `high`',
    }),
  ]);
}
