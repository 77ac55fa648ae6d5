// Checked expression + where its names stand → a function of numbers. Compiled once to closures (no `eval`, which the page's policy forbids), and to intervals for checks over ranges.
import type { Expression, FunctionName } from './expression.ts';

/** Where the numbers of an expression stand; all arrays are indexed by position, never by name. */
export interface Environment {
  /** Constants, parameters, switches (1 or 0). */
  readonly values: Float64Array;
  /** position × salience of each stance. */
  readonly stances: Float64Array;
  /** Derived formulas at this configuration. */
  readonly derived: Float64Array;
  /** Index of the active state of each region. */
  readonly states: Uint8Array;
}
export type Evaluator = (env: Environment) => number;

/** Names → positions. A missing position is a broken law here: the loader has checked every name. */
export interface Scope {
  value(name: string): number | undefined;
  derived(name: string): number | undefined;
  stance(actor: string, issue: string): number | undefined;
  region(id: string): number;
  state(region: string, state: string): number;
}

export function compileExpression(e: Expression, scope: Scope): Evaluator {
  switch (e.op) {
    case 'number': {
      const { value } = e;
      return () => value;
    }
    case 'name': {
      const v = scope.value(e.name);
      if (v !== undefined) return (env) => env.values[v]!;
      const d = scope.derived(e.name);
      if (d === undefined) throw new Error(`unchecked name ${e.name}`);
      return (env) => env.derived[d]!;
    }
    case 'at': {
      const region = scope.region(e.region);
      const state = scope.state(e.region, e.state);
      return (env) => (env.states[region] === state ? 1 : 0);
    }
    case 'stance': {
      // A missing stance is 0: the actor is silent on the issue (model, section 16).
      const s = scope.stance(e.actor, e.issue);
      return s === undefined ? () => 0 : (env) => env.stances[s]!;
    }
    case 'call':
      return compileCall(
        e.fn,
        e.args.map((a) => compileExpression(a, scope)),
      );
  }
}

function compileCall(fn: FunctionName, args: readonly Evaluator[]): Evaluator {
  const a = args[0]!;
  const b = args[1]!;
  const c = args[2]!;
  switch (fn) {
    case 'add':
      return (env) => a(env) + b(env);
    case 'subtract':
      return (env) => a(env) - b(env);
    case 'multiply':
      return (env) => a(env) * b(env);
    case 'divide':
      return (env) => a(env) / b(env);
    case 'negate':
      return (env) => -a(env);
    case 'less':
      return (env) => (a(env) < b(env) ? 1 : 0);
    case 'lessEqual':
      return (env) => (a(env) <= b(env) ? 1 : 0);
    case 'greater':
      return (env) => (a(env) > b(env) ? 1 : 0);
    case 'greaterEqual':
      return (env) => (a(env) >= b(env) ? 1 : 0);
    case 'equal':
      return (env) => (a(env) === b(env) ? 1 : 0);
    case 'unequal':
      return (env) => (a(env) !== b(env) ? 1 : 0);
    case 'and':
      return (env) => (a(env) !== 0 && b(env) !== 0 ? 1 : 0);
    case 'or':
      return (env) => (a(env) !== 0 || b(env) !== 0 ? 1 : 0);
    case 'not':
      return (env) => (a(env) !== 0 ? 0 : 1);
    case 'if':
      return (env) => (a(env) !== 0 ? b(env) : c(env));
    case 'min':
      return (env) => args.reduce((least, arg) => Math.min(least, arg(env)), Number.POSITIVE_INFINITY);
    case 'max':
      return (env) => args.reduce((most, arg) => Math.max(most, arg(env)), Number.NEGATIVE_INFINITY);
    case 'exp':
      return (env) => Math.exp(a(env));
    case 'log':
      return (env) => Math.log(a(env));
    case 'sqrt':
      return (env) => Math.sqrt(a(env));
    case 'erlangB':
      return (env) => erlangB(a(env), b(env));
  }
}

const maxServers = 100_000;

/**
 * Erlang's loss formula: the share of calls that find all servers busy.
 * @param servers ≥ 0; between whole numbers the result is linear. @param load offered load in erlangs, ≥ 0.
 * Recursion B(0) = 1, B(n) = a B(n−1) / (n + a B(n−1)) (Jagerman 1974). NaN outside the ranges or above 100,000 servers.
 */
export function erlangB(servers: number, load: number): number {
  if (!(servers >= 0 && servers <= maxServers && load >= 0)) return Number.NaN;
  const whole = Math.floor(servers);
  let blocked = 1;
  for (let n = 1; n <= whole; n++) blocked = (load * blocked) / (n + load * blocked);
  const share = servers - whole;
  if (share === 0) return blocked;
  const next = (load * blocked) / (whole + 1 + load * blocked);
  return blocked + share * (next - blocked);
}

/** Closed interval [low, high]; may be infinite. */
export type Interval = readonly [low: number, high: number];

/** Interval arithmetic (Moore 1966): bounds of an expression when each name ranges over an interval. Sound, sometimes wide. */
export function boundsOf(
  e: Expression,
  of: {
    name(name: string): Interval;
    at(region: string, state: string): Interval;
    stance(actor: string, issue: string): Interval;
  },
): Interval {
  const all: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const known = (i: Interval): Interval => (Number.isNaN(i[0]) || Number.isNaN(i[1]) ? all : i);
  switch (e.op) {
    case 'number':
      return [e.value, e.value];
    case 'name':
      return of.name(e.name);
    case 'at':
      return of.at(e.region, e.state);
    case 'stance':
      return of.stance(e.actor, e.issue);
    case 'call': {
      const args = e.args.map((arg) => boundsOf(arg, of));
      const [a, b, c] = args as [Interval, Interval, Interval];
      const corners = (f: (x: number, y: number) => number): Interval => {
        const v = [f(a[0], b[0]), f(a[0], b[1]), f(a[1], b[0]), f(a[1], b[1])];
        return known([Math.min(...v), Math.max(...v)]);
      };
      const truth = (whenTrue: boolean, whenFalse: boolean): Interval =>
        whenTrue ? [1, 1] : whenFalse ? [0, 0] : [0, 1];
      const isTrue = (i: Interval) => i[0] > 0 || i[1] < 0;
      const isFalse = (i: Interval) => i[0] === 0 && i[1] === 0;
      switch (e.fn) {
        case 'add':
          return known([a[0] + b[0], a[1] + b[1]]);
        case 'subtract':
          return known([a[0] - b[1], a[1] - b[0]]);
        case 'multiply':
          // 0 × ∞ is 0 here: the infinite end is never attained.
          return corners((x, y) => (x === 0 || y === 0 ? 0 : x * y));
        case 'divide':
          return b[0] <= 0 && b[1] >= 0 ? all : corners((x, y) => x / y);
        case 'negate':
          return [-a[1], -a[0]];
        case 'less':
          return truth(a[1] < b[0], a[0] >= b[1]);
        case 'lessEqual':
          return truth(a[1] <= b[0], a[0] > b[1]);
        case 'greater':
          return truth(a[0] > b[1], a[1] <= b[0]);
        case 'greaterEqual':
          return truth(a[0] >= b[1], a[1] < b[0]);
        case 'equal':
          return truth(a[0] === a[1] && b[0] === b[1] && a[0] === b[0], a[1] < b[0] || b[1] < a[0]);
        case 'unequal':
          return truth(a[1] < b[0] || b[1] < a[0], a[0] === a[1] && b[0] === b[1] && a[0] === b[0]);
        case 'and':
          return truth(isTrue(a) && isTrue(b), isFalse(a) || isFalse(b));
        case 'or':
          return truth(isTrue(a) || isTrue(b), isFalse(a) && isFalse(b));
        case 'not':
          return truth(isFalse(a), isTrue(a));
        case 'if':
          return isTrue(a) ? b : isFalse(a) ? c : [Math.min(b[0], c[0]), Math.max(b[1], c[1])];
        case 'min':
          return [Math.min(...args.map((i) => i[0])), Math.min(...args.map((i) => i[1]))];
        case 'max':
          return [Math.max(...args.map((i) => i[0])), Math.max(...args.map((i) => i[1]))];
        case 'exp':
          return [Math.exp(a[0]), Math.exp(a[1])];
        case 'log':
          return a[0] <= 0
            ? [Number.NEGATIVE_INFINITY, a[1] > 0 ? Math.log(a[1]) : Number.POSITIVE_INFINITY]
            : [Math.log(a[0]), Math.log(a[1])];
        case 'sqrt':
          return a[1] < 0 ? all : [Math.sqrt(Math.max(0, a[0])), Math.sqrt(a[1])];
        case 'erlangB':
          return [0, 1];
      }
    }
  }
}
