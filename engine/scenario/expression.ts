// Text of an expression → a small checked tree, or Problems. The only door to mathjs, of which only the parser is used: nothing here evaluates text.
// The language: + - * /, comparison, and or not, condition ? a : b, min max exp log sqrt, erlangB, at("region.state"), stance("ACTOR.issue"), names.
import { create, parseDependencies } from 'mathjs/number';
import { type Checked, didYouMean, type Problem, problem } from '../vocabulary/problem.ts';
import { limits } from './schema.ts';

// The parser alone, without the functions that would evaluate: a third of the bytes.
const { parse } = create(parseDependencies ?? {});

export const functions = {
  add: 2,
  subtract: 2,
  multiply: 2,
  divide: 2,
  negate: 1,
  less: 2,
  lessEqual: 2,
  greater: 2,
  greaterEqual: 2,
  equal: 2,
  unequal: 2,
  and: 2,
  or: 2,
  not: 1,
  if: 3,
  min: null,
  max: null,
  exp: 1,
  log: 1,
  sqrt: 1,
  erlangB: 2,
} as const;
export type FunctionName = keyof typeof functions;

export type Expression =
  | { readonly op: 'number'; readonly value: number }
  | { readonly op: 'name'; readonly name: string }
  | { readonly op: 'at'; readonly region: string; readonly state: string }
  | { readonly op: 'stance'; readonly actor: string; readonly issue: string }
  | { readonly op: 'call'; readonly fn: FunctionName; readonly args: readonly Expression[] };

/** What this reads of a mathjs node; positions are not kept there, so names are found again in the text. */
export interface MathNode {
  readonly type: string;
  readonly fn?: { readonly type?: string; readonly name?: string } | string;
  readonly op?: string;
  readonly args?: readonly MathNode[];
  readonly implicit?: boolean;
  readonly name?: string;
  readonly value?: unknown;
  readonly content?: MathNode;
  readonly condition?: MathNode;
  readonly trueExpr?: MathNode;
  readonly falseExpr?: MathNode;
}

export const operators: Readonly<Record<string, FunctionName>> = {
  add: 'add',
  subtract: 'subtract',
  multiply: 'multiply',
  divide: 'divide',
  unaryMinus: 'negate',
  smaller: 'less',
  smallerEq: 'lessEqual',
  larger: 'greater',
  largerEq: 'greaterEqual',
  equal: 'equal',
  unequal: 'unequal',
  and: 'and',
  or: 'or',
  not: 'not',
};
const callable: readonly FunctionName[] = ['min', 'max', 'exp', 'log', 'sqrt', 'erlangB'];
export const comparisons: ReadonlySet<string> = new Set([
  'less',
  'lessEqual',
  'greater',
  'greaterEqual',
  'equal',
  'unequal',
]);

/** How a reader of expressions gives up; `checkedBy` turns it into a Problem again. */
export class Refusal extends Error {
  readonly problem: Problem;
  constructor(refused: Problem) {
    super(refused.message);
    this.problem = refused;
  }
}

export type Refuse = (code: string, message: string, repair: string, word?: string) => never;

/** Refuses with the place of a word in the text; without one the whole text is meant. */
const refuserOf =
  (text: string): Refuse =>
  (code, message, repair, word) => {
    throw new Refusal(
      problem(code, message, {
        repair,
        within: word === undefined ? { offset: 0, length: text.length } : placeOf(text, word),
      }),
    );
  };

/** The text with quoted parts blanked, at the same offsets. */
const outsideQuotes = (text: string): string => text.replace(/"[^"]*"|'[^']*'/g, (quoted) => ' '.repeat(quoted.length));

/** Where a word or sign stands in an expression, for the caret. Only `region.state` and the like are looked for inside quotes. */
export function placeOf(text: string, word: string): { offset: number; length: number } {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const seen = /^[A-Za-z][^.]*\.[^.]+$/.test(word) ? text : outsideQuotes(text);
  const found = /^\w/.test(word) ? new RegExp(`(?<![A-Za-z0-9_])${escaped}(?![A-Za-z0-9_])`).exec(seen) : null;
  return { offset: found?.index ?? Math.max(0, seen.indexOf(word)), length: word.length };
}

/** The name that is called; empty where it is no plain name (`a.max(1)`). */
export const functionNameOf = (node: MathNode): string =>
  typeof node.fn === 'object' && node.fn.type === 'SymbolNode' ? (node.fn.name ?? '') : '';

/** What people write of other languages' functions, and what to write here. */
const instead: Readonly<Record<string, string>> = {
  ln: 'write log(…), the natural logarithm',
  pow: 'write a * a, or exp(b * log(a))',
  abs: 'write max(x, -x)',
};
/** Functions elsewhere: none of them is a misspelt one of ours. */
const elsewhere = new Set(
  'sin cos tan asin acos atan sinh cosh tanh sec csc cot sign floor ceil round fix mod sum mean prod log2 log10 log1p expm1 cbrt gamma random'.split(
    ' ',
  ),
);

/**
 * Parses one expression. Errors carry `within` (offset in the text) for the caret.
 * @param anyNumber formula cells may hold any number; scenario files only 0 and 1.
 */
export function parseExpression(text: string, { anyNumber = false } = {}): Checked<Expression> {
  const refuse: Refuse = refuserOf(text);

  function convert(node: MathNode): Expression {
    switch (node.type) {
      case 'ParenthesisNode':
        return convert(node.content!);
      case 'ConstantNode': {
        if (typeof node.value === 'boolean') return { op: 'number', value: node.value ? 1 : 0 };
        if (node.value === null || node.value === undefined || Number.isNaN(node.value)) {
          const word = String(node.value);
          return refuse(
            'not-a-number',
            `\`${word}\` is not a number to compute with`,
            'write a name, 0 or 1; to leave an optional key out, take the whole line out',
            word,
          );
        }
        if (typeof node.value !== 'number')
          return refuse(
            'text-in-expression',
            `the text ${JSON.stringify(node.value)} stands alone`,
            'texts stand only inside at("region.state") and stance("ACTOR.issue")',
          );
        if (!Number.isFinite(node.value))
          return /\bInfinity\b/.test(text)
            ? refuse('not-a-number', '`Infinity` is not a number to compute with', 'write a finite number', 'Infinity')
            : refuse('bad-number', 'a number is too large', 'write a finite number');
        if (!anyNumber && node.value !== 0 && node.value !== 1)
          return refuse(
            'unnamed-number',
            `the number ${node.value} has no name`,
            'put it under `constants:` or `parameters:` and use its name here',
            String(node.value),
          );
        return { op: 'number', value: node.value };
      }
      case 'SymbolNode': {
        const name = node.name!;
        if (name === 'at' || name === 'stance' || (callable as readonly string[]).includes(name))
          return refuse('bare-function', `\`${name}\` is a function: write ${name}(…)`, `write ${name}(…)`, name);
        return { op: 'name', name };
      }
      case 'ConditionalNode':
        return {
          op: 'call',
          fn: 'if',
          args: [convert(node.condition!), convert(node.trueExpr!), convert(node.falseExpr!)],
        };
      case 'OperatorNode': {
        if (node.implicit)
          return refuse('implicit-multiplication', 'two values stand side by side', 'write * between them');
        const name = String(node.fn);
        if (name === 'unaryPlus') return convert(node.args![0]!);
        const fn = Object.hasOwn(operators, name)
          ? operators[name]!
          : refuse(
              'unknown-operator',
              `the operator ${node.op} is not in the language`,
              name === 'pow' ? 'write a * a, or exp(b * log(a))' : 'use + - * /, comparisons, and, or, not',
              node.op,
            );
        const args = node.args!.map(convert);
        if (comparisons.has(fn) && args.some((a) => a.op === 'call' && a.fn === 'not'))
          return refuse(
            'ambiguous-not',
            '`not` before a comparison binds tighter than the comparison',
            'write not (a == b), with parentheses',
            'not',
          );
        return { op: 'call', fn, args };
      }
      case 'FunctionNode': {
        const name = functionNameOf(node);
        const args = node.args!;
        if (name === 'at' || name === 'stance') {
          const [only] = args;
          const parts =
            args.length === 1 && only?.type === 'ConstantNode' && typeof only.value === 'string'
              ? only.value.split('.')
              : [];
          if (parts.length !== 2 || !parts[0] || !parts[1])
            return refuse(
              'bad-reference',
              `${name}(…) takes one quoted name with one dot`,
              name === 'at' ? 'write at("region.state")' : 'write stance("ACTOR.issue")',
              name,
            );
          return name === 'at'
            ? { op: 'at', region: parts[0], state: parts[1] }
            : { op: 'stance', actor: parts[0], issue: parts[1] };
        }
        if (!(callable as readonly string[]).includes(name))
          return refuse(
            'unknown-function',
            `there is no function \`${name || 'so called'}\``,
            Object.hasOwn(instead, name)
              ? instead[name]!
              : elsewhere.has(name)
                ? `the functions are ${[...callable, 'at', 'stance'].join(', ')}`
                : didYouMean(name, [...callable, 'at', 'stance']),
            name || undefined,
          );
        const arity = functions[name as FunctionName];
        if (arity === null ? args.length < 1 : args.length !== arity)
          return refuse(
            'arity',
            `${name} takes ${arity ?? 'at least one'} value${arity === 1 ? '' : 's'}, not ${args.length}`,
            'give it as many',
            name,
          );
        return { op: 'call', fn: name as FunctionName, args: args.map(convert) };
      }
      case 'RelationalNode':
        return refuse('chained-comparison', 'comparisons cannot be chained', 'write a < b and b < c');
      case 'AssignmentNode':
      case 'FunctionAssignmentNode':
        return refuse(
          'assignment',
          'an expression cannot assign',
          'define a formula under `derived:`; to compare, write ==',
        );
      default:
        return refuse(
          'not-in-language',
          `${node.type.replace(/Node$/, '').toLowerCase()}s are not in the language of expressions`,
          'use arithmetic, comparisons, and/or/not, a ? b : c, min max exp log sqrt erlangB, at("region.state"), stance("ACTOR.issue")',
        );
    }
  }

  return checkedBy(() => {
    if (text.trim() === '') refuse('empty-expression', 'the expression is empty', 'write a name, 0 or 1 here');
    return convert(treeOf(text, refuse));
  });
}

const splitUp = 'split it into named formulas under `derived:`';

/**
 * mathjs's tree of a text, of which length, nesting and signs are looked at first: the parser alone would take the stack or a comment for granted.
 * @param split how to make a long text shorter.
 */
export function treeOf(text: string, refuse: Refuse, split = splitUp): MathNode {
  if (text.length > limits.expressionCharacters)
    refuse(
      'expression-too-long',
      `the expression has ${text.length} characters; at most ${limits.expressionCharacters}`,
      split,
    );
  let depth = 0;
  for (const c of text) {
    if (c === '(' || c === '[' || c === '{') depth++;
    else if (c === ')' || c === ']' || c === '}') depth--;
    if (depth > limits.expressionNesting)
      refuse(
        'expression-too-deep',
        `the expression is nested too deeply: more than ${limits.expressionNesting} brackets are open`,
        c === '(' ? split : `the language has no ${c}: write round parentheses, and few of them`,
      );
  }
  const bare = outsideQuotes(text);
  if (bare.includes('#'))
    refuse(
      'comment-in-expression',
      'a comment stands inside the expression',
      'put it outside the quotes, or on a line of its own above the key',
      '#',
    );
  if (bare.includes('%'))
    refuse(
      'unknown-operator',
      'the operator % is not in the language',
      'for a share write a parameter between 0 and 1',
      '%',
    );
  try {
    // Line breaks of block scalars are blanks; to the parser they would end a statement.
    return parse(text.replace(/[\r\n]/g, ' ')) as unknown as MathNode;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const char = (error as { char?: number }).char;
    const inner = error instanceof Error ? error.message.replace(/ \(char \d+\)$/, '') : 'cannot be read';
    throw new Refusal(
      problem('expression-syntax', `the expression cannot be read: ${inner}`, {
        repair: 'check parentheses, operators and quotes',
        within: { offset: Math.max(0, (char ?? 1) - 1), length: 1 },
      }),
    );
  }
}

/** What `read` gives, or the Problem with which it refused. */
export function checkedBy<T>(read: () => T, split = splitUp): Checked<T> {
  try {
    return { value: read(), problems: [] };
  } catch (error) {
    if (error instanceof Refusal) return { value: null, problems: [error.problem] };
    if (error instanceof RangeError)
      return {
        value: null,
        problems: [problem('expression-too-deep', 'the expression is nested too deeply', { repair: split })],
      };
    throw error;
  }
}

/** Everything that an expression names. */
export interface References {
  readonly names: Set<string>;
  readonly states: { region: string; state: string }[];
  readonly stances: { actor: string; issue: string }[];
}

export function referencesOf(
  e: Expression,
  into: References = { names: new Set(), states: [], stances: [] },
): References {
  if (e.op === 'name') into.names.add(e.name);
  else if (e.op === 'at') into.states.push({ region: e.region, state: e.state });
  else if (e.op === 'stance') into.stances.push({ actor: e.actor, issue: e.issue });
  else if (e.op === 'call') for (const a of e.args) referencesOf(a, into);
  return into;
}
