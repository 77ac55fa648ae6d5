// Checked expression + where its names stand → its value and its slope by every number that it reads, exactly: reverse mode (Griewank and Walther 2008), so that one pass back gives all of them.
// At a kink the slope is that of the branch taken: `min` and `max` go with the first of the arguments that attain them, `?:` with the side chosen, erlangB with the whole number of servers above. Comparisons, `and`, `or`, `not` and `at` are flat.
import { compileExpression, type Environment, erlangB, type Scope } from './evaluate.ts';
import type { Expression, FunctionName } from './expression.ts';

/** Slopes added up, by the same positions as in an Environment: of `stances` by position × salience. */
export interface Slopes {
  readonly values: Float64Array;
  readonly stances: Float64Array;
  readonly derived: Float64Array;
}

export interface Differentiable {
  /** The same number as compileExpression gives; what `back` needs of it is kept until the next call. */
  value(env: Environment): number;
  /** into += gained × ∂value/∂x for every x, where `value` was asked last. Infinite where the slope is, as that of a root at 0. */
  back(gained: number, into: Slopes): void;
}

export function differentiable(e: Expression, scope: Scope): Differentiable {
  switch (e.op) {
    case 'number':
    case 'at':
      return flat(e, scope);
    case 'name': {
      const v = scope.value(e.name);
      if (v !== undefined)
        return {
          value: (env) => env.values[v]!,
          back: (gained, into) => {
            into.values[v]! += gained;
          },
        };
      const d = scope.derived(e.name);
      if (d === undefined) throw new Error(`unchecked name ${e.name}`);
      return {
        value: (env) => env.derived[d]!,
        back: (gained, into) => {
          into.derived[d]! += gained;
        },
      };
    }
    case 'stance': {
      const s = scope.stance(e.actor, e.issue);
      if (s === undefined) return flat(e, scope);
      return {
        value: (env) => env.stances[s]!,
        back: (gained, into) => {
          into.stances[s]! += gained;
        },
      };
    }
    case 'call':
      return isFlat(e) ? flat(e, scope) : called(e.fn, e.args, scope);
  }
}

/** Its slopes are all 0. */
function flat(e: Expression, scope: Scope): Differentiable {
  return { value: compileExpression(e, scope), back: () => {} };
}

const flatFunctions: ReadonlySet<FunctionName> = new Set<FunctionName>([
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

/** Made of states and the numbers 0 and 1, or true and false only. */
function isFlat(e: Expression): boolean {
  if (e.op === 'call') return flatFunctions.has(e.fn) || e.args.every(isFlat);
  return e.op === 'number' || e.op === 'at';
}

function called(fn: FunctionName, of: readonly Expression[], scope: Scope): Differentiable {
  if (fn === 'if') return chosen(of, scope);
  const args = of.map((a) => differentiable(a, scope));
  const [a, b] = args as [Differentiable, Differentiable];
  /** Of the arguments and of the whole, as they were last. */
  let x = 0;
  let y = 0;
  let all = 0;
  switch (fn) {
    case 'add':
      return {
        value: (env) => a.value(env) + b.value(env),
        back: (gained, into) => {
          a.back(gained, into);
          b.back(gained, into);
        },
      };
    case 'subtract':
      return {
        value: (env) => a.value(env) - b.value(env),
        back: (gained, into) => {
          a.back(gained, into);
          b.back(-gained, into);
        },
      };
    case 'negate':
      return { value: (env) => -a.value(env), back: (gained, into) => a.back(-gained, into) };
    case 'multiply':
      return {
        value: (env) => {
          x = a.value(env);
          y = b.value(env);
          return x * y;
        },
        back: (gained, into) => {
          if (y !== 0) a.back(gained * y, into);
          if (x !== 0) b.back(gained * x, into);
        },
      };
    case 'divide':
      return {
        value: (env) => {
          x = a.value(env);
          y = b.value(env);
          all = x / y;
          return all;
        },
        back: (gained, into) => {
          if (gained === 0) return;
          a.back(gained / y, into);
          if (x !== 0) b.back((-gained * all) / y, into);
        },
      };
    case 'min':
    case 'max': {
      const better = fn === 'min' ? (p: number, q: number) => p < q : (p: number, q: number) => p > q;
      let which = 0;
      return {
        value: (env) => {
          which = 0;
          all = a.value(env);
          for (let k = 1; k < args.length; k++) {
            const v = args[k]!.value(env);
            // What is not a number stays so, as in Math.min.
            if (better(v, all) || Number.isNaN(v)) {
              which = k;
              all = v;
            }
          }
          return all;
        },
        back: (gained, into) => args[which]!.back(gained, into),
      };
    }
    case 'exp':
      return {
        value: (env) => {
          all = Math.exp(a.value(env));
          return all;
        },
        back: (gained, into) => {
          if (gained !== 0) a.back(gained * all, into);
        },
      };
    case 'log':
      return {
        value: (env) => {
          x = a.value(env);
          return Math.log(x);
        },
        back: (gained, into) => {
          if (gained !== 0) a.back(gained / x, into);
        },
      };
    case 'sqrt':
      return {
        value: (env) => {
          all = Math.sqrt(a.value(env));
          return all;
        },
        back: (gained, into) => {
          if (gained !== 0) a.back(gained / (2 * all), into);
        },
      };
    case 'erlangB': {
      let slopes = { value: 0, byServers: 0, byLoad: 0 };
      return {
        value: (env) => {
          slopes = erlangSlopes(a.value(env), b.value(env));
          return slopes.value;
        },
        back: (gained, into) => {
          if (gained === 0) return;
          a.back(gained * slopes.byServers, into);
          b.back(gained * slopes.byLoad, into);
        },
      };
    }
    default:
      throw new Error(`${fn} is flat`);
  }
}

function chosen([condition, whenTrue, whenFalse]: readonly Expression[], scope: Scope): Differentiable {
  const holds = compileExpression(condition!, scope);
  const sides = [differentiable(whenTrue!, scope), differentiable(whenFalse!, scope)] as const;
  let side = sides[0];
  return {
    value: (env) => {
      side = sides[holds(env) !== 0 ? 0 : 1];
      return side.value(env);
    },
    back: (gained, into) => side.back(gained, into),
  };
}

/**
 * erlangB (evaluate.ts) and its slopes, from the derivative of the same recursion: with x = a B(n−1), B(n) = x / (n + x), so dB(n) = n dx / (n + x)².
 * By servers it is the slope of the line between the whole numbers around, at a whole number that of the line above. NaN outside the ranges.
 */
function erlangSlopes(servers: number, load: number): { value: number; byServers: number; byLoad: number } {
  const value = erlangB(servers, load);
  if (Number.isNaN(value)) return { value, byServers: Number.NaN, byLoad: Number.NaN };
  const whole = Math.floor(servers);
  let blocked = 1;
  let slope = 0;
  const advance = (n: number): void => {
    const x = load * blocked;
    const dx = blocked + load * slope;
    const below = n + x;
    blocked = x / below;
    slope = (n / below) * (dx / below);
  };
  for (let n = 1; n <= whole; n++) advance(n);
  const [before, slopeBefore] = [blocked, slope];
  advance(whole + 1);
  const share = servers - whole;
  return { value, byServers: blocked - before, byLoad: slopeBefore + share * (slope - slopeBefore) };
}
