// Parsed expression → a predicate over configurations (a guard or the set of an outcome), or Problems that say what guards cannot ask.
import { type Checked, type Problem, problem } from '../vocabulary/problem.ts';
import { type Expression, type FunctionName, placeOf } from './expression.ts';
import { allOf, always, anyOf, at, never, not, type StateTest } from './state-test.ts';

/** How a guard refuses what only numbers can be asked, and the sign to point at. */
const guardSigns: Partial<Record<FunctionName, readonly [what: string, sign: string]>> = {
  less: ['cannot compare with <', '<'],
  lessEqual: ['cannot compare with <=', '<='],
  greater: ['cannot compare with >', '>'],
  greaterEqual: ['cannot compare with >=', '>='],
  equal: ['cannot compare with ==', '=='],
  unequal: ['cannot compare with !=', '!='],
  if: ['cannot choose with ? :', '?'],
  add: ['cannot compute with +', '+'],
  subtract: ['cannot compute with -', '-'],
  negate: ['cannot compute with -', '-'],
  multiply: ['cannot compute with *', '*'],
  divide: ['cannot compute with /', '/'],
};

/**
 * Reads an expression as a predicate over configurations; switches are put in as they stand.
 * Guards never read parameters: the set of reachable configurations must not depend on them (model, section 3).
 * @param text what the expression was parsed from, for carets.
 */
export function stateTestOf(e: Expression, switches: ReadonlyMap<string, boolean>, text = ''): Checked<StateTest> {
  const problems: Problem[] = [];
  const visit = (node: Expression): StateTest => {
    if (node.op === 'number') return node.value !== 0 ? always : never;
    if (node.op === 'at') return at(node.region, node.state);
    if (node.op === 'name') {
      const value = switches.get(node.name);
      if (value !== undefined) return value ? always : never;
      problems.push(
        problem('guard-reads-number', `a guard reads \`${node.name}\`, which is not a switch`, {
          repair:
            'guards and outcome sets read states (at) and switches only; put the number into the utility or hazard',
          within: placeOf(text, node.name),
        }),
      );
      return never;
    }
    if (node.op === 'call') {
      const args = () => node.args.map(visit);
      if (node.fn === 'and') return allOf(args());
      if (node.fn === 'or') return anyOf(args());
      if (node.fn === 'not') return not(visit(node.args[0]!));
    }
    // One complaint is enough: what stands inside a comparison need not be named as well.
    const [what, sign] =
      node.op === 'call'
        ? (guardSigns[node.fn] ?? [`has no function \`${node.fn}\``, node.fn])
        : ['cannot read a stance', 'stance'];
    problems.push(
      problem('not-a-test', `a guard ${what}; it is made of at("region.state"), switches, and, or, not only`, {
        repair:
          node.op === 'call' && node.fn === 'if'
            ? 'write (a and b) or (not a and c) for a ? b : c'
            : 'write for example at("talks.open") and not at("war.on"); numbers belong into the utility or hazard',
        within: placeOf(text, sign),
      }),
    );
    return never;
  };
  const test = visit(e);
  return { value: problems.length ? null : test, problems };
}
