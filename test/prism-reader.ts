// A reader of the part of PRISM's language that the export uses, written from PRISM's grammar and manual and sharing nothing with the export: tokens, types, formulas, guarded commands, then the chain that they mean and the answers to its properties.
// Stricter than PRISM where that costs nothing: names must be declared before a module uses them, types must fit, and a command of rate 0, a state outside its range or a negative reward is an error, as it is in PRISM.

const keywords = new Set(
  (
    'A,array,bool,clock,const,ctmc,C,double,dtmc,E,endinit,endinvariant,endmodule,endobservables,endrewards,endsystem,false,formula,filter,func,F,global,G,init,invariant,I,int,label,' +
    'maxmax,maxmin,max,mdp,minmax,minmin,min,module,X,nondeterministic,observable,observables,of,Pmaxmax,Pmaxmin,Pmax,Pminmax,Pminmin,Pmin,P,pomdp,popta,probabilistic,prob,pta,rate,rewards,' +
    'Rmaxmax,Rmaxmin,Rmax,Rminmax,Rminmin,Rmin,R,S,stochastic,system,true,U,W'
  ).split(','),
);

type Type = 'int' | 'double' | 'bool';
type Value = number | boolean;
interface Code {
  readonly type: Type;
  readonly at: (x: Int32Array) => Value;
}

interface Token {
  readonly kind: 'keyword' | 'name' | 'primed' | 'int' | 'double' | 'sign' | 'end';
  readonly text: string;
}

function tokensOf(text: string): Token[] {
  const plain = text.replace(/\/\/[^\n\r]*(?:[\n\r]|$)/g, '\n');
  const tokens: Token[] = [];
  const pattern =
    /\s+|([A-Za-z_][A-Za-z0-9_]*')|([A-Za-z_][A-Za-z0-9_]*)|([0-9]*\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+)|(0|[1-9][0-9]*)|(<=>|=>|->|\.\.|!=|<=|>=|[!&|:;,()[\]{}=<>+\-*/?"])/y;
  while (pattern.lastIndex < plain.length) {
    const at = pattern.lastIndex;
    const m = pattern.exec(plain);
    if (!m) throw new Error(`no PRISM here: ${plain.slice(at, at + 40)}`);
    if (m[1]) tokens.push({ kind: 'primed', text: m[1].slice(0, -1) });
    else if (m[2]) tokens.push({ kind: keywords.has(m[2]) ? 'keyword' : 'name', text: m[2] });
    else if (m[3]) tokens.push({ kind: 'double', text: m[3] });
    else if (m[4]) tokens.push({ kind: 'int', text: m[4] });
    else if (m[5]) tokens.push({ kind: 'sign', text: m[5] });
  }
  return [...tokens, { kind: 'end', text: 'the end' }];
}

interface Variable {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly start: number;
}
interface Command {
  readonly guard: Code;
  readonly rate: Code;
  readonly updates: readonly { readonly variable: number; readonly to: Code }[];
}
type Path =
  | { readonly kind: 'until'; readonly stay: Code; readonly goal: Code; readonly time: Code; readonly negated: boolean }
  | { readonly kind: 'instant'; readonly goal: Code; readonly time: Code };
type Total = { readonly reward: string } & (
  | { readonly kind: 'cumulative' | 'instantaneous'; readonly time: Code }
  | { readonly kind: 'reach'; readonly goal: Code }
);
type Question =
  | { readonly op: 'P'; readonly path: Path }
  | { readonly op: 'R'; readonly total: Total }
  | { readonly op: '+' | '-' | '/'; readonly left: Question; readonly right: Question }
  | { readonly op: 'value'; readonly code: Code };

export interface PrismModel {
  readonly variables: readonly Variable[];
  readonly constants: ReadonlyMap<string, number>;
  readonly commands: readonly Command[];
  readonly rewards: ReadonlyMap<string, readonly { readonly guard: Code; readonly amount: Code }[]>;
  readonly properties: ReadonlyMap<string, Question>;
}

/** @param constants values of constants that the text leaves open, such as T. */
export function readPrism(model: string, properties: string, constants: Readonly<Record<string, number>>): PrismModel {
  const variables: Variable[] = [];
  const names = new Map<string, Code>();
  const values = new Map<string, number>();
  const labels = new Map<string, Code>();
  const commands: Command[] = [];
  const rewards = new Map<string, { guard: Code; amount: Code }[]>();
  const questions = new Map<string, Question>();
  let tokens = tokensOf(model);
  let next = 0;
  let changes = 0;
  let now: Int32Array | null = null;

  const peek = (text: string): boolean => {
    const t = tokens[next]!;
    return t.text === text && (t.kind === 'sign' || t.kind === 'keyword');
  };
  const take = (text: string): boolean => peek(text) && next++ >= 0;
  const fail = (wanted: string): never => {
    const near = tokens.slice(Math.max(0, next - 6), next + 4).map((t) => t.text);
    throw new Error(`expected ${wanted} instead of ${tokens[next]!.text}, near: ${near.join(' ')}`);
  };
  const need = (text: string): void => {
    if (!take(text)) fail(text);
  };
  const kind = (wanted: Token['kind']): string => (tokens[next]!.kind === wanted ? tokens[next++]!.text : fail(wanted));
  const declare = (name: string, code: Code): void => {
    if (names.has(name)) throw new Error(`${name} is declared twice`);
    names.set(name, code);
  };
  const quoted = (): string => {
    need('"');
    const name = kind('name');
    need('"');
    return name;
  };
  const ofType = (code: Code, ...types: Type[]): Code =>
    types.includes(code.type) ? code : fail(`${types.join(' or ')}, not ${code.type}, before this`);
  const numeric = (code: Code): Code => ofType(code, 'int', 'double');
  const num = (code: Code) => code.at as (x: Int32Array) => number;
  const tru = (code: Code) => code.at as (x: Int32Array) => boolean;
  const both = (a: Code, b: Code): Type => (a.type === 'int' && b.type === 'int' ? 'int' : 'double');

  // Expressions, loosest first.
  const expression = (): Code => {
    const condition = or();
    if (!take('?')) return condition;
    const a = or();
    need(':');
    const b = expression();
    ofType(condition, 'bool');
    if ((a.type === 'bool') !== (b.type === 'bool')) fail('branches of one type before this');
    const type = a.type === 'bool' ? 'bool' : both(a, b);
    return { type, at: (x) => (condition.at(x) ? a.at(x) : b.at(x)) };
  };
  const joined =
    (sign: '|' | '&', operand: () => Code): (() => Code) =>
    () => {
      let left = operand();
      while (take(sign)) {
        const [a, b] = [ofType(left, 'bool'), ofType(operand(), 'bool')];
        left = { type: 'bool', at: sign === '&' ? (x) => tru(a)(x) && tru(b)(x) : (x) => tru(a)(x) || tru(b)(x) };
      }
      return left;
    };
  const negation = (): Code => {
    if (!take('!')) return equality();
    const a = ofType(negation(), 'bool');
    return { type: 'bool', at: (x) => !a.at(x) };
  };
  const equality = (): Code => {
    let left = relation();
    for (let sign = peek('=') || peek('!='); sign; sign = peek('=') || peek('!=')) {
      const equal = tokens[next++]!.text === '=';
      const [a, b] = [left, relation()];
      if ((a.type === 'bool') !== (b.type === 'bool')) fail('sides of one type before this');
      left = { type: 'bool', at: (x) => (a.at(x) === b.at(x)) === equal };
    }
    return left;
  };
  const comparisons: Record<string, (a: number, b: number) => boolean> = {
    '<': (a, b) => a < b,
    '<=': (a, b) => a <= b,
    '>': (a, b) => a > b,
    '>=': (a, b) => a >= b,
  };
  const relation = (): Code => {
    const left = sum();
    const sign = Object.keys(comparisons).find(peek);
    if (sign === undefined) return left;
    next++;
    const [a, b] = [num(numeric(left)), num(numeric(sum()))];
    return { type: 'bool', at: (x) => comparisons[sign]!(a(x), b(x)) };
  };
  const sum = (): Code => {
    let left = product();
    while (peek('+') || peek('-')) {
      const sign = tokens[next++]!.text === '+' ? 1 : -1;
      const [l, r] = [numeric(left), numeric(product())];
      const [a, b] = [num(l), num(r)];
      left = { type: both(l, r), at: (x) => a(x) + sign * b(x) };
    }
    return left;
  };
  const product = (): Code => {
    let left = minus();
    while (peek('*') || peek('/')) {
      const times = tokens[next++]!.text === '*';
      const [l, r] = [numeric(left), numeric(minus())];
      const [a, b] = [num(l), num(r)];
      left = times ? { type: both(l, r), at: (x) => a(x) * b(x) } : { type: 'double', at: (x) => a(x) / b(x) };
    }
    return left;
  };
  const minus = (): Code => {
    if (!take('-')) return basic();
    const inner = numeric(minus());
    const a = num(inner);
    return { type: inner.type, at: (x) => -a(x) };
  };
  const literal = (type: Type, value: Value): Code => ({ type, at: () => value });
  const basic = (): Code => {
    if (take('(')) {
      const inner = expression();
      need(')');
      return inner;
    }
    if (take('true')) return literal('bool', true);
    if (take('false')) return literal('bool', false);
    if (peek('"')) {
      const label = quoted();
      return labels.get(label) ?? fail(`a label, and ${label} is none`);
    }
    const token = tokens[next++]!;
    if (token.kind === 'int') {
      if (Number(token.text) > 2 ** 31 - 1) throw new Error(`${token.text} is no int`);
      return literal('int', Number(token.text));
    }
    if (token.kind === 'double') return literal('double', Number(token.text));
    const called = peek('(');
    if (called && ['min', 'max', 'pow', 'log'].includes(token.text)) return call(token.text);
    if (token.kind !== 'name' || called) {
      next--;
      return fail('a value');
    }
    return names.get(token.text) ?? fail(`a name, and ${token.text} is none, before this`);
  };
  const call = (fn: string): Code => {
    need('(');
    const args = [numeric(expression())];
    while (take(',')) args.push(numeric(expression()));
    need(')');
    if (args.length < 2 || (args.length > 2 && fn !== 'min' && fn !== 'max')) fail('two values before this');
    const parts = args.map(num);
    const [a, b] = parts as [(x: Int32Array) => number, (x: Int32Array) => number];
    const type = args.reduce<Type>((t, c) => (t === 'int' && c.type === 'int' ? 'int' : 'double'), 'int');
    if (fn === 'pow') {
      if (type === 'int') fail('doubles in a power before this');
      return { type, at: (x) => a(x) ** b(x) };
    }
    if (fn === 'log') return { type: 'double', at: (x) => Math.log(a(x)) / Math.log(b(x)) };
    const pick = fn === 'min' ? Math.min : Math.max;
    return { type, at: (x) => pick(...parts.map((p) => p(x))) };
  };
  const and = joined('&', negation);
  const or = joined('|', and);

  // A formula is worked out once a state: `now` is the state that its values belong to.
  const remembered = ({ type, at }: Code): Code => {
    let of = -1;
    let value: Value = 0;
    return {
      type,
      at: (x) => {
        if (x !== now) {
          now = x;
          changes++;
        }
        if (of !== changes) {
          value = at(x);
          of = changes;
        }
        return value;
      },
    };
  };
  const nowhere = new Int32Array(0);
  const constant = (): void => {
    const type = (['int', 'double', 'bool'] as const).find((t) => take(t)) ?? fail('a type');
    const name = kind('name');
    let value: number;
    if (take('=')) {
      const code = numeric(expression());
      if (type === 'int' && code.type !== 'int') fail('an int before this');
      value = num(code)(nowhere);
    } else value = constants[name] ?? fail(`a value of ${name}`);
    need(';');
    values.set(name, value);
    declare(name, literal(type, value));
  };
  const label = (): void => {
    const name = quoted();
    need('=');
    const set = ofType(expression(), 'bool');
    need(';');
    if (labels.has(name)) throw new Error(`label ${name} is declared twice`);
    labels.set(name, set);
  };
  const variable = (): void => {
    const name = kind('name');
    const v = variables.length;
    need(':');
    const bool = take('bool');
    let [low, high] = [0, 1];
    if (!bool) {
      need('[');
      low = num(ofType(expression(), 'int'))(nowhere);
      need('..');
      high = num(ofType(expression(), 'int'))(nowhere);
      need(']');
      if (high <= low) throw new Error(`${name} has no range`);
    }
    need('init');
    const start = Number(ofType(expression(), bool ? 'bool' : 'int').at(nowhere));
    need(';');
    if (start < low || start > high) throw new Error(`${name} starts outside its range`);
    variables.push({ name, low, high, start });
    declare(name, bool ? { type: 'bool', at: (x) => x[v] === 1 } : { type: 'int', at: (x) => x[v]! });
  };
  const command = (): void => {
    need('[');
    need(']');
    const guard = ofType(expression(), 'bool');
    need('->');
    const rate = numeric(expression());
    need(':');
    const updates: { variable: number; to: Code }[] = [];
    do {
      need('(');
      const name = kind('primed');
      const v = variables.findIndex((x) => x.name === name);
      if (v < 0 || updates.some((u) => u.variable === v)) fail(`a variable, once; ${name} before this`);
      need('=');
      updates.push({ variable: v, to: ofType(expression(), 'int') });
      need(')');
    } while (take('&'));
    need(';');
    commands.push({ guard, rate, updates });
  };
  const structure = (): void => {
    const name = quoted();
    const items: { guard: Code; amount: Code }[] = [];
    while (!take('endrewards')) {
      const guard = ofType(expression(), 'bool');
      need(':');
      items.push({ guard, amount: numeric(expression()) });
      need(';');
    }
    if (rewards.has(name)) throw new Error(`rewards ${name} are declared twice`);
    rewards.set(name, items);
  };

  // Formulas and constants may name variables that the module declares below them, as in PRISM: the module's variables are read first.
  const moduleAt = tokens.findIndex((t) => t.kind === 'keyword' && t.text === 'module');
  const skipTo = (from: number, accept: (t: Token) => boolean): number => {
    let n = from;
    while (!accept(tokens[n]!)) n++;
    return n;
  };
  need('ctmc');
  const begin = next;
  // Pass 1: constants. Pass 2: variables. Pass 3: everything else.
  while (tokens[next]!.kind !== 'end') {
    if (take('const')) constant();
    else next++;
  }
  if (moduleAt < 0) throw new Error('no module');
  next = moduleAt + 2;
  while (tokens[next]!.kind === 'name') variable();
  const commandsAt = next;
  next = begin;
  while (tokens[next]!.kind !== 'end') {
    if (take('const')) next = skipTo(next, (t) => t.text === ';') + 1;
    else if (take('formula')) {
      const name = kind('name');
      need('=');
      const code = expression();
      need(';');
      declare(name, remembered(code));
    } else if (take('label')) label();
    else if (take('module')) {
      declare(`module ${kind('name')}`, literal('bool', true));
      next = commandsAt;
      while (!take('endmodule')) command();
    } else if (take('rewards')) structure();
    else fail('a declaration');
  }

  // Properties.
  tokens = tokensOf(properties);
  next = 0;
  const time = (): Code => {
    const t = tokens[next]!;
    // PRISM takes a name before a parenthesis for the time alone after <=.
    if (t.kind !== 'name') return fail('the time as a name');
    next++;
    return names.get(t.text) ?? fail('a time');
  };
  const path = (): Path => {
    for (const op of ['F', 'G'] as const)
      if (take(op)) {
        if (take('=')) {
          const t = time();
          if (peek('(')) fail('a label, for a name and a parenthesis are a function');
          return { kind: 'instant', time: t, goal: ofType(negation(), 'bool') };
        }
        need('<=');
        const t = time();
        const set = ofType(negation(), 'bool');
        const goal: Code = op === 'F' ? set : { type: 'bool', at: (x) => !set.at(x) };
        return { kind: 'until', stay: literal('bool', true), goal, time: t, negated: op === 'G' };
      }
    const stay = ofType(negation(), 'bool');
    need('U');
    need('<=');
    const t = time();
    return { kind: 'until', stay, goal: ofType(negation(), 'bool'), time: t, negated: false };
  };
  const total = (reward: string): Total => {
    if (!rewards.has(reward)) fail(`rewards, and ${reward} are none, before this`);
    if (take('F')) return { reward, kind: 'reach', goal: ofType(negation(), 'bool') };
    const cumulative = take('C');
    if (cumulative) need('<=');
    else {
      need('I');
      need('=');
    }
    return { reward, kind: cumulative ? 'cumulative' : 'instantaneous', time: time() };
  };
  const operator = (): Question => {
    if (take('(')) {
      const inner = question();
      need(')');
      return inner;
    }
    const isP = take('P');
    if (!isP && !take('R')) return { op: 'value', code: numeric(basic()) };
    let reward = '';
    if (!isP) {
      need('{');
      reward = quoted();
      need('}');
    }
    need('=');
    need('?');
    need('[');
    const asked: Question = isP ? { op: 'P', path: path() } : { op: 'R', total: total(reward) };
    need(']');
    return asked;
  };
  const quotient = (): Question => {
    let left = operator();
    while (take('/')) left = { op: '/', left, right: operator() };
    return left;
  };
  const question = (): Question => {
    let left = quotient();
    while (peek('+') || peek('-')) left = { op: tokens[next++]!.text as '+' | '-', left, right: quotient() };
    return left;
  };
  while (tokens[next]!.kind !== 'end') {
    if (take('const')) constant();
    else if (take('label')) label();
    else {
      const name = quoted();
      need(':');
      if (questions.has(name) || labels.has(name)) throw new Error(`${name} is taken`);
      questions.set(name, question());
      need(';');
    }
  }
  return { variables, constants: values, commands, rewards, properties: questions };
}

/** The chain of a model: its reachable states, and rates without the diagonal. */
export interface PrismChain {
  readonly states: readonly Int32Array[];
  readonly rows: readonly ReadonlyMap<number, number>[];
}

export function explorePrism({ variables, commands }: PrismModel): PrismChain {
  const states = [Int32Array.from(variables, (v) => v.start)];
  const index = new Map([[states[0]!.join(), 0]]);
  const rows: Map<number, number>[] = [];
  for (let i = 0; i < states.length; i++) {
    const x = states[i]!;
    const row = new Map<number, number>();
    for (const { guard, rate, updates } of commands) {
      if (!guard.at(x)) continue;
      const r = rate.at(x) as number;
      if (!(r > 0 && r < Number.POSITIVE_INFINITY)) throw new Error(`a rate of ${r} in ${x.join()}`);
      const y = x.slice();
      for (const u of updates) {
        const to = u.to.at(x) as number;
        const { name, low, high } = variables[u.variable]!;
        if (to < low || to > high) throw new Error(`${name} leaves its range`);
        y[u.variable] = to;
      }
      const key = y.join();
      let j = index.get(key);
      if (j === undefined) {
        j = states.length;
        index.set(key, j);
        states.push(y);
      }
      if (j === i) throw new Error(`a command that changes nothing in ${x.join()}`);
      row.set(j, (row.get(j) ?? 0) + r);
    }
    rows.push(row);
  }
  return { states, rows };
}

/** The answer to a property from the first state, by plain uniformization or elimination. */
export function answerPrism(model: PrismModel, chain: PrismChain, property: string): number {
  const asked = model.properties.get(property);
  if (!asked) throw new Error(`no property ${property}`);
  const { states, rows } = chain;
  const where = (code: Code): boolean[] => states.map((x) => code.at(x) as boolean);
  const timeOf = (code: Code): number => code.at(states[0]!) as number;
  const rewardOf = (name: string): number[] =>
    states.map((x) =>
      model.rewards.get(name)!.reduce((sum, { guard, amount }) => {
        const r = guard.at(x) ? (amount.at(x) as number) : 0;
        if (!(r >= 0)) throw new Error(`a reward of ${r}`);
        return sum + r;
      }, 0),
    );
  /** E of a function of the state on the day, states of `frozen` kept as they are; or of its integral up to the day. */
  const expected = (start: readonly number[], frozen: readonly boolean[], t: number, integral: boolean): number => {
    const exits = rows.map((row, i) => (frozen[i] ? 0 : [...row.values()].reduce((a, b) => a + b, 0)));
    // Not so small that 1 − exp(−q t) loses its digits.
    const q = Math.max(0.1, ...exits);
    if (q * t > 600) throw new Error('too far for plain weights');
    let v = [...start];
    let weight = Math.exp(-q * t);
    let mass = weight;
    let answer = 0;
    for (let k = 0; k < 3 * q * t + 100; k++) {
      answer += (integral ? Math.max(0, 1 - mass) / q : weight) * v[0]!;
      v = v.map((here, i) => {
        if (frozen[i]) return here;
        let sum = here * (1 - exits[i]! / q);
        for (const [j, r] of rows[i]!) sum += (r / q) * v[j]!;
        return sum;
      });
      weight *= (q * t) / (k + 1);
      mass += weight;
    }
    return answer;
  };
  const never = states.map(() => false);
  const evaluate = (a: Question): number => {
    if (a.op === 'value') return a.code.at(states[0]!) as number;
    if (a.op === 'P') {
      const { path } = a;
      const goal = where(path.goal);
      if (path.kind === 'instant') return expected(goal.map(Number), never, timeOf(path.time), false);
      const stay = where(path.stay);
      const p = expected(
        goal.map(Number),
        goal.map((g, i) => g || !stay[i]),
        timeOf(path.time),
        false,
      );
      return path.negated ? 1 - p : p;
    }
    if (a.op === 'R') {
      const r = rewardOf(a.total.reward);
      if (a.total.kind === 'reach') return untilReached(rows, r, where(a.total.goal));
      return expected(r, never, timeOf(a.total.time), a.total.kind === 'cumulative');
    }
    const [left, right] = [evaluate(a.left), evaluate(a.right)];
    return a.op === '+' ? left + right : a.op === '-' ? left - right : left / right;
  };
  return evaluate(asked);
}

/** Mean reward until a set is reached, by Gaussian elimination; infinite where it may never be. For a few hundred states. */
function untilReached(rows: PrismChain['rows'], reward: readonly number[], goal: readonly boolean[]): number {
  const sure = goal.map((g) => g);
  const reaches = goal.slice();
  for (let changed = true; changed; ) {
    changed = false;
    rows.forEach((row, i) => {
      if (!reaches[i] && [...row.keys()].some((j) => reaches[j])) changed = reaches[i] = true;
    });
  }
  const from = [0];
  const seen = new Set(from);
  for (const i of from) {
    if (sure[i]) continue;
    if (!reaches[i]) return Number.POSITIVE_INFINITY;
    for (const j of rows[i]!.keys()) if (!seen.has(j)) from.push(...[j].filter((k) => seen.add(k)));
  }
  const list = from.filter((i) => !goal[i]);
  if (list.length === 0) return 0;
  const at = new Map(list.map((i, k) => [i, k]));
  const m = list.map((i) => {
    const line = new Array<number>(list.length + 1).fill(0);
    let exit = 0;
    for (const [j, r] of rows[i]!) {
      exit += r;
      const k = at.get(j);
      if (k !== undefined) line[k]! -= r;
    }
    line[at.get(i)!]! += exit;
    line[list.length] = reward[i]!;
    return line;
  });
  for (let k = list.length - 1; k > 0; k--)
    for (let i = 0; i < k; i++) {
      const factor = m[i]![k]! / m[k]![k]!;
      if (factor !== 0) for (let c = 0; c <= list.length; c++) m[i]![c]! -= factor * m[k]![c]!;
    }
  return m[0]![list.length]! / m[0]![0]!;
}
