// Expression or StateTest → the text of a PRISM expression. PRISM keeps truth and numbers apart, so each has a function of its own; / divides doubles, and exp, sqrt and the natural logarithm are written with pow and log.
import type { Expression, FunctionName } from '../scenario/expression.ts';
import type { StateTest } from '../scenario/state-test.ts';

/** How the names in an expression are written. Each text stands as an operand without parentheses of its own. */
export interface Terms {
  /** A constant, parameter, switch or derived formula. */
  name(name: string): string;
  /** position × salience. */
  stance(actor: string, issue: string): string;
  /** Whether a region is in a state, or whether it is not. */
  at(region: string, state: string, is?: boolean): string;
  /** The number e, for powers of it. */
  euler(): string;
  /** What the language cannot say, as a number by the states that it reads. */
  tabled(e: Expression): string;
}

const signs: Partial<Record<FunctionName, string>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  less: '<',
  lessEqual: '<=',
  greater: '>',
  greaterEqual: '>=',
  equal: '=',
  unequal: '!=',
};
const arithmetic: ReadonlySet<FunctionName> = new Set(['add', 'subtract', 'multiply', 'divide']);
const truths: ReadonlySet<FunctionName> = new Set([
  'less',
  'lessEqual',
  'greater',
  'greaterEqual',
  'equal',
  'unequal',
  'and',
  'or',
  'not',
]);

/** A number as PRISM reads it: a double, so that no whole number is too large for an int. */
export function literal(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** The value of an expression; a comparison or a state counts 1 or 0. */
export function numberText(e: Expression, terms: Terms): string {
  switch (e.op) {
    case 'number':
      return e.value === 0 || e.value === 1
        ? String(e.value)
        : e.value < 0
          ? `(${literal(e.value)})`
          : literal(e.value);
    case 'name':
      return terms.name(e.name);
    case 'stance':
      return terms.stance(e.actor, e.issue);
    case 'at':
      return `(${terms.at(e.region, e.state)} ? 1 : 0)`;
  }
  const { fn, args } = e;
  const number = (k: number): string => numberText(args[k]!, terms);
  if (arithmetic.has(fn)) return `(${number(0)} ${signs[fn]} ${number(1)})`;
  if (truths.has(fn)) return `(${truthText(e, terms)} ? 1 : 0)`;
  switch (fn) {
    case 'negate':
      return `(-${number(0)})`;
    case 'if':
      return `(${truthText(args[0]!, terms)} ? ${number(1)} : ${number(2)})`;
    case 'min':
    case 'max':
      // Older versions want two values at least.
      return args.length === 1 ? number(0) : `${fn}(${args.map((_, k) => number(k)).join(', ')})`;
    case 'exp':
      return `pow(${terms.euler()}, ${number(0)})`;
    case 'log':
      return `log(${number(0)}, ${terms.euler()})`;
    case 'sqrt':
      return `pow(${number(0)}, 0.5)`;
    default:
      return terms.tabled(e);
  }
}

/** Whether the value of an expression is not 0. */
function truthText(e: Expression, terms: Terms): string {
  if (e.op === 'at') return terms.at(e.region, e.state);
  if (e.op !== 'call') return e.op === 'number' ? String(e.value !== 0) : `(${numberText(e, terms)} != 0)`;
  const { fn, args } = e;
  const truth = (k: number): string => truthText(args[k]!, terms);
  switch (fn) {
    case 'and':
      return `(${truth(0)} & ${truth(1)})`;
    case 'or':
      return `(${truth(0)} | ${truth(1)})`;
    case 'not':
      return args[0]!.op === 'at' ? terms.at(args[0]!.region, args[0]!.state, false) : `(!${truth(0)})`;
    case 'if':
      return `(${truth(0)} ? ${truth(1)} : ${truth(2)})`;
  }
  return truths.has(fn)
    ? `(${numberText(args[0]!, terms)} ${signs[fn]} ${numberText(args[1]!, terms)})`
    : `(${numberText(e, terms)} != 0)`;
}

/** A guard or a set. */
export function testText(test: StateTest, at: Terms['at']): string {
  switch (test.op) {
    case 'true':
    case 'false':
      return test.op;
    case 'at':
      return at(test.region, test.state);
    case 'not':
      return test.test.op === 'at' ? at(test.test.region, test.test.state, false) : `!${testText(test.test, at)}`;
    case 'and':
      return `(${test.tests.map((t) => testText(t, at)).join(' & ')})`;
    case 'or':
      return `(${test.tests.map((t) => testText(t, at)).join(' | ')})`;
  }
}

/** Without the parentheses around all of it. */
export function bare(text: string): string {
  if (!text.startsWith('(')) return text;
  let open = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') open++;
    else if (text[i] === ')' && --open === 0) return i === text.length - 1 ? text.slice(1, -1) : text;
  }
  return text;
}

/** Of cases that exclude one another and of which one holds: nested choices, cases of equal text joined, the most frequent text last. */
export function choice(cases: readonly { readonly when: string; readonly text: string }[]): string {
  const byText = new Map<string, string[]>();
  for (const { when, text } of cases) byText.set(text, [...(byText.get(text) ?? []), when]);
  const groups = [...byText];
  let last = 0;
  groups.forEach(([, whens], n) => {
    if (whens.length > groups[last]![1].length) last = n;
  });
  const [rest] = groups.splice(last, 1);
  if (groups.length === 0) return rest![0];
  const asked = groups.map(([text, whens]) => `${whens.length > 1 ? `(${whens.join(' | ')})` : whens[0]} ? ${text} : `);
  return `(${asked.join('')}${rest![0]})`;
}

/** On one line: whatever a file says in a label must not end the comment. */
export function inComment(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .trim();
}
