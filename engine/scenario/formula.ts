// Text of a notebook's formula → a small checked tree with places for carets, or Problems. mathjs only reads the text (through expression.ts); formula-value.ts computes.
// The language: numbers, "texts", true, false, names, + - * / ^, comparison, and or not, condition ? a : b, and the functions below.
import { type Checked, didYouMean, type Problem, problem } from '../vocabulary/problem.ts';
import { checkedBy, comparisons, functionNameOf, type MathNode, operators, Refusal, treeOf } from './expression.ts';

/** Each function with how many values it takes and how it is written. */
export const formulaFunctions = {
  p: { least: 1, most: 3, usage: 'p("outcome", "variant", day)', means: 'probability of an outcome by a day' },
  reward: {
    least: 1,
    most: 3,
    usage: 'reward("figure", "variant", day)',
    means: 'expected value of a figure by a day',
  },
  input: { least: 1, most: 2, usage: 'input("parameter", "variant")', means: 'what a variant takes for an input' },
  points: { least: 2, most: 2, usage: 'points(a, b)', means: 'a minus b in percentage points' },
  min: { least: 1, most: 100, usage: 'min(a, b, …)', means: 'the smallest' },
  max: { least: 1, most: 100, usage: 'max(a, b, …)', means: 'the largest' },
  round: { least: 1, most: 2, usage: 'round(a, digits)', means: 'rounded to so many decimals, none when left out' },
  abs: { least: 1, most: 1, usage: 'abs(a)', means: 'without its sign' },
  sqrt: { least: 1, most: 1, usage: 'sqrt(a)', means: 'square root' },
  exp: { least: 1, most: 1, usage: 'exp(a)', means: 'e to the power of a' },
  log: { least: 1, most: 1, usage: 'log(a)', means: 'natural logarithm' },
} as const;
export type FormulaFunction = keyof typeof formulaFunctions;
const functionNames = Object.keys(formulaFunctions) as FormulaFunction[];
/** Functions that read results or inputs of a variant. */
export const readingFunctions: ReadonlySet<string> = new Set(['p', 'reward', 'input']);

/** Offset and length in the formula's text. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

export type FormulaNode =
  | { readonly op: 'value'; readonly value: number | boolean | string; readonly at: Place }
  | { readonly op: 'name'; readonly name: string; readonly at: Place }
  | { readonly op: 'call'; readonly fn: string; readonly args: readonly FormulaNode[]; readonly at: Place };

export interface Formula {
  readonly text: string;
  readonly root: FormulaNode;
  /** Names that it uses, each once, in order of appearance. */
  readonly names: readonly string[];
  /** It reads results or inputs (p, reward, input). */
  readonly reads: boolean;
  /** It is one call of p and nothing else: its value is a probability. */
  readonly isProbability: boolean;
}

const split = 'split it into several formula cells with names';
const wordOperators = new Set(['and', 'or', 'not', 'xor', 'mod', 'to', 'in']);
const instead: Readonly<Record<string, string>> = {
  ln: 'write log(…), the natural logarithm',
  pow: 'write a ^ b',
  prob: 'write p("outcome")',
  probability: 'write p("outcome")',
  mean: 'write reward("figure") for an expected value, or (a + b) / 2',
  not: 'write not (…)',
};

/** Parses one formula. Every Problem has line, column, the source line and `within` for the caret. */
export function parseFormula(text: string): Checked<Formula> {
  const whole: Place = { offset: 0, length: text.length };
  const refuse = (code: string, message: string, repair: string, at: Place = whole): never => {
    throw new Refusal(problem(code, message, { repair, within: at }));
  };
  const tokens = tokensOf(text);
  let next = 0;
  /** Nodes are visited in the order of the text, so the next token is theirs. */
  const take = (): Place => tokens[next++] ?? whole;

  function convert(node: MathNode): FormulaNode {
    switch (node.type) {
      case 'ParenthesisNode':
        return convert(node.content!);
      case 'ConstantNode': {
        const at = take();
        const { value } = node;
        if (typeof value === 'string' || typeof value === 'boolean') return { op: 'value', value, at };
        if (typeof value === 'number' && Number.isFinite(value)) return { op: 'value', value, at };
        return refuse('not-a-number', `\`${String(value)}\` is not a number to compute with`, 'write a number', at);
      }
      case 'SymbolNode': {
        const at = take();
        const name = node.name!;
        if (Object.hasOwn(formulaFunctions, name))
          return refuse(
            'bare-function',
            `\`${name}\` is a function`,
            `write ${formulaFunctions[name as FormulaFunction].usage}`,
            at,
          );
        return { op: 'name', name, at };
      }
      case 'ConditionalNode':
        return call('if', [node.condition!, node.trueExpr!, node.falseExpr!].map(convert));
      case 'OperatorNode': {
        const name = String(node.fn);
        if (node.implicit) {
          node.args!.map(convert);
          return refuse('implicit-multiplication', 'two values stand side by side', 'write * between them');
        }
        if (name === 'unaryPlus') return convert(node.args![0]!);
        const fn = name === 'pow' ? 'power' : Object.hasOwn(operators, name) ? operators[name]! : null;
        if (fn === null)
          return refuse(
            'unknown-operator',
            `the sign ${node.op} is not in the language of formulas`,
            'use + - * / ^, comparisons, and, or, not',
            placeOfSign(text, node.op ?? ''),
          );
        const args = node.args!.map(convert);
        if (comparisons.has(fn) && args.some((a) => a.op === 'call' && a.fn === 'not'))
          return refuse(
            'ambiguous-not',
            '`not` before a comparison binds tighter than the comparison',
            'write not (a == b), with parentheses',
          );
        return call(fn, args);
      }
      case 'FunctionNode': {
        const name = functionNameOf(node);
        if (name === '')
          return refuse('unknown-function', 'what is called here is no function', `write ${functionNames.join(', ')}`);
        const at = take();
        if (!Object.hasOwn(formulaFunctions, name))
          return refuse(
            'unknown-function',
            `there is no function \`${name}\``,
            Object.hasOwn(instead, name) ? instead[name]! : didYouMean(name, functionNames),
            at,
          );
        const { least, most, usage } = formulaFunctions[name as FormulaFunction];
        const count = node.args!.length;
        if (count < least || count > most)
          return refuse(
            'arity',
            `${name} takes ${least === most ? `${least} ${least === 1 ? 'value' : 'values'}` : `${least} to ${most} values`}, not ${count}`,
            `write ${usage}`,
            at,
          );
        return { op: 'call', fn: name, args: node.args!.map(convert), at };
      }
      case 'AssignmentNode':
      case 'FunctionAssignmentNode':
        return refuse(
          'assignment',
          'a formula does not assign',
          'write the name into the field in front; to compare, write ==',
        );
      case 'RelationalNode':
        return refuse('chained-comparison', 'comparisons cannot be chained', 'write a < b and b < c');
      case 'AccessorNode':
        return refuse(
          'not-in-language',
          'names have no dots or brackets here',
          'a cause of a race is a text: p("race.cause")',
        );
      default:
        return refuse(
          'not-in-language',
          `${node.type.replace(/Node$/, '').toLowerCase()}s are not in the language of formulas`,
          `use arithmetic, comparisons, and, or, not, a ? b : c, ${functionNames.join(' ')}`,
        );
    }
  }

  const checked = checkedBy((): Formula => {
    if (text.trim() === '')
      refuse('empty-formula', 'the formula is empty', 'write for example p("outcome") or day / 7', whole);
    for (const [sign, repair] of [
      ['#', 'write remarks into a text cell'],
      ['%', 'write a share as a number between 0 and 1'],
    ] as const) {
      const at = placeOfSign(text, sign);
      if (at.length > 0) refuse('unknown-operator', `the sign ${sign} is not in the language of formulas`, repair, at);
    }
    const tree = treeOf(
      text,
      (code, message, repair) => refuse(code, message.replace('expression', 'formula'), repair),
      split,
    );
    const root = convert(tree);
    const names = new Set<string>();
    let reads = false;
    visit(root, (n) => {
      if (n.op === 'name') names.add(n.name);
      else if (n.op === 'call' && readingFunctions.has(n.fn)) reads = true;
    });
    return { text, root, names: [...names], reads, isProbability: root.op === 'call' && root.fn === 'p' };
  }, split);
  return { ...checked, problems: checked.problems.map((p) => placedIn(text, p)) };
}

function call(fn: string, args: readonly FormulaNode[]): FormulaNode {
  return { op: 'call', fn, args, at: spanOf(args) };
}

/** From the first part's begin to the last part's end. */
function spanOf(nodes: readonly FormulaNode[]): Place {
  const offset = Math.min(...nodes.map((n) => n.at.offset));
  const end = Math.max(...nodes.map((n) => n.at.offset + n.at.length));
  return { offset, length: end - offset };
}

/** Names, numbers and texts in order; operators that are words are none of them. */
function tokensOf(text: string): Place[] {
  const words = text.matchAll(
    /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[\p{L}_$][\p{L}\p{N}_$]*/gu,
  );
  return [...words].filter((m) => !wordOperators.has(m[0])).map((m) => ({ offset: m.index, length: m[0].length }));
}

/** Where a sign stands outside quotes; length 0 when it stands nowhere. */
function placeOfSign(text: string, sign: string): Place {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (quoted) => ' '.repeat(quoted.length));
  const offset = sign === '' ? -1 : bare.indexOf(sign);
  return offset < 0 ? { offset: 0, length: 0 } : { offset, length: sign.length };
}

function visit(node: FormulaNode, see: (node: FormulaNode) => void): void {
  see(node);
  if (node.op === 'call') for (const arg of node.args) visit(arg, see);
}

/** Adds line, column (from 1) and source line to a Problem that says where it lies within a text. */
export function placedIn(text: string, p: Problem): Problem {
  if (p.within === undefined) return p;
  const before = text.slice(0, p.within.offset).split('\n');
  const line = before.length;
  return { ...p, line, column: before.at(-1)!.length + 1, excerpt: text.split('\n')[line - 1] ?? '' };
}
