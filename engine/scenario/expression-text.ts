// Expression → the text that a user would write, with no more parentheses than needed.
import type { Expression, FunctionName } from './expression.ts';

const infix: Partial<Record<FunctionName, readonly [text: string, binds: number]>> = {
  or: ['or', 2],
  and: ['and', 3],
  less: ['<', 5],
  lessEqual: ['<=', 5],
  greater: ['>', 5],
  greaterEqual: ['>=', 5],
  equal: ['==', 5],
  unequal: ['!=', 5],
  add: ['+', 6],
  subtract: ['-', 6],
  multiply: ['*', 7],
  divide: ['/', 7],
};

/** @param operand put parentheses around a sum, as an operand of a product would need. */
export function expressionText(e: Expression, operand = false): string {
  return textOf(e, operand ? 7 : 0);
}

function textOf(e: Expression, outside: number): string {
  switch (e.op) {
    case 'number':
      return String(e.value);
    case 'name':
      return e.name;
    case 'at':
      return `at("${e.region}.${e.state}")`;
    case 'stance':
      return `stance("${e.actor}.${e.issue}")`;
  }
  const enclosed = (text: string, binds: number): string => (binds < outside ? `(${text})` : text);
  const operator = infix[e.fn];
  if (operator) {
    const [sign, binds] = operator;
    // The right side of - and / needs parentheses already at equal strength.
    return enclosed(`${textOf(e.args[0]!, binds)} ${sign} ${textOf(e.args[1]!, binds + 1)}`, binds);
  }
  if (e.fn === 'negate') return enclosed(`-${textOf(e.args[0]!, 8)}`, 7);
  if (e.fn === 'not') return `not ${textOf(e.args[0]!, 8)}`;
  if (e.fn === 'if')
    return enclosed(`${textOf(e.args[0]!, 2)} ? ${textOf(e.args[1]!, 2)} : ${textOf(e.args[2]!, 1)}`, 1);
  return `${e.fn}(${e.args.map((a) => textOf(a, 0)).join(', ')})`;
}
