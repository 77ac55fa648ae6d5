// Parsed formula + what is known of results, inputs and other cells → a number, a truth value or a text; or the figures that are still missing; or a Problem at the place that caused it.
import { didYouMean, type Problem } from '../vocabulary/problem.ts';
import { type Formula, type FormulaNode, type Place, placedIn } from './formula.ts';
import {
  type FormulaScope,
  type FormulaValue,
  figureOf,
  kindOf,
  type Need,
  numberOf,
  pending,
  type Run,
  Stop,
  stop,
  type Value,
} from './formula-lookup.ts';

export type FormulaResult =
  | { readonly kind: 'value'; readonly value: FormulaValue; readonly notes: readonly string[] }
  | { readonly kind: 'pending'; readonly needs: readonly Need[] }
  | { readonly kind: 'problem'; readonly problem: Problem };

export function evaluateFormula(formula: Formula, scope: FormulaScope): FormulaResult {
  const needs: Need[] = [];
  const notes = new Set<string>();
  try {
    const value = computed(formula.root, { scope, needs, notes });
    if (value === pending) return { kind: 'pending', needs };
    if (typeof value === 'number' && !Number.isFinite(value))
      stop('not-finite', 'the result is not a finite number', 'look at the parts one by one', formula.root.at);
    return { kind: 'value', value, notes: [...notes] };
  } catch (error) {
    if (error instanceof Stop) return { kind: 'problem', problem: placedIn(formula.text, error.problem) };
    throw error;
  }
}

function computed(node: FormulaNode, run: Run): Value {
  if (node.op === 'value') return node.value;
  if (node.op === 'name') return valueOfName(node.name, node.at, run.scope);
  const { fn, args } = node;
  const at = (k: number): FormulaNode => args[k]!;
  // What decides is looked at first: the other side may not even be defined.
  if (fn === 'if') {
    const condition = truth(computed(at(0), run), at(0));
    return condition === pending ? pending : computed(at(condition ? 1 : 2), run);
  }
  if (fn === 'and' || fn === 'or') {
    const first = truth(computed(at(0), run), at(0));
    return first === pending || first === (fn === 'or') ? first : truth(computed(at(1), run), at(1));
  }
  const values = args.map((arg) => computed(arg, run));
  if (values.includes(pending)) return pending;
  const known = values as FormulaValue[];
  if (fn === 'p' || fn === 'reward' || fn === 'input') return figureOf(fn, node.args, known, run);
  if (fn === 'not') return !truth(known[0]!, at(0));
  if (fn === 'equal' || fn === 'unequal') {
    if (typeof known[0] !== typeof known[1])
      stop(
        'different-kinds',
        `${kindOf(known[0])} is compared with ${kindOf(known[1])}`,
        'compare like with like',
        node.at,
      );
    return (known[0] === known[1]) === (fn === 'equal');
  }
  return compute(
    fn,
    known.map((v, k) => numberOf(v, at(k))),
    args,
  );
}

function compute(fn: string, numbers: readonly number[], args: readonly FormulaNode[]): number | boolean {
  const [a, b] = numbers as [number, number];
  const place = (k: number): Place => args[k]!.at;
  switch (fn) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'divide':
      return b === 0
        ? stop(
            'division-by-zero',
            'this is 0: nothing can be divided by it',
            'choose another figure below the line, or write b == 0 ? 0 : a / b',
            place(1),
          )
        : a / b;
    case 'power':
      return a ** b;
    case 'negate':
      return -a;
    case 'less':
      return a < b;
    case 'lessEqual':
      return a <= b;
    case 'greater':
      return a > b;
    case 'greaterEqual':
      return a >= b;
    case 'points':
      return (a - b) * 100;
    case 'min':
      return Math.min(...numbers);
    case 'max':
      return Math.max(...numbers);
    case 'abs':
      return Math.abs(a);
    case 'exp':
      return Math.exp(a);
    case 'log':
      return a > 0
        ? Math.log(a)
        : stop('outside-range', `log of ${a} is not defined`, 'it takes numbers above 0', place(0));
    case 'sqrt':
      return a >= 0
        ? Math.sqrt(a)
        : stop('outside-range', `sqrt of ${a} is not a number`, 'it takes 0 and more', place(0));
    case 'round': {
      const digits = b ?? 0;
      if (!Number.isInteger(digits) || digits < 0 || digits > 15)
        stop('outside-range', `cannot round to ${digits} digits`, 'write a whole number from 0 to 15', place(1));
      return Math.round(a * 10 ** digits) / 10 ** digits;
    }
    default:
      throw new Error(`unchecked function ${fn}`);
  }
}

function valueOfName(name: string, at: Place, scope: FormulaScope): FormulaValue {
  const value = name === 'day' ? scope.day : name === 'selected' ? scope.selected : scope.named(name);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  if (value === undefined && !scope.names.includes(name))
    return stop(
      'unknown-name',
      `no cell is called \`${name}\``,
      didYouMean(name, [...scope.names, 'day', 'selected']),
      at,
    );
  return stop(
    'not-a-value',
    `\`${name}\` is ${kindOf(value)}; formulas compute with numbers, texts, true and false`,
    'take one number out of it in a code cell',
    at,
  );
}

function truth(value: FormulaValue, node: FormulaNode): boolean;
function truth(value: Value, node: FormulaNode): boolean | typeof pending;
function truth(value: Value, { at }: FormulaNode): boolean | typeof pending {
  return value === pending || typeof value === 'boolean'
    ? value
    : stop('not-a-truth', `true or false is needed here, not ${kindOf(value)}`, 'compare: a > 0', at);
}
