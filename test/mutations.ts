// Named ways of breaking, or only changing, a scenario file. Each takes the data of a valid file and a die, and gives text.

export type Die = (n: number) => number;
type Json = Record<string, unknown>;

const isObject = (v: unknown): v is Json => typeof v === 'object' && v !== null && !Array.isArray(v);
const pick = <T>(die: Die, list: readonly T[]): T => list[die(list.length)]!;

interface Slot {
  readonly holder: Json | unknown[];
  readonly key: string | number;
  readonly value: unknown;
  readonly path: string;
}

function slotsOf(value: unknown, accept: (slot: Slot) => boolean, path = '', into: Slot[] = []): Slot[] {
  const visit = (holder: Json | unknown[], key: string | number, inner: unknown): void => {
    const slot = { holder, key, value: inner, path: `${path}/${key}` };
    if (accept(slot)) into.push(slot);
    slotsOf(inner, accept, slot.path, into);
  };
  if (Array.isArray(value)) for (const [i, v] of value.entries()) visit(value, i, v);
  else if (isObject(value)) for (const [k, v] of Object.entries(value)) visit(value, k, v);
  return into;
}

const set = (slot: Slot, value: unknown): void => {
  (slot.holder as Record<string | number, unknown>)[slot.key] = value;
};

const expressions = (data: Json): Slot[] =>
  slotsOf(
    data,
    (s) =>
      typeof s.value === 'string' &&
      /\/(when|utility|hazard|formula|opportunity_rate|set|rate|first|second|until)$|\/consent\//.test(s.path),
  );
const tests = (data: Json): Slot[] => slotsOf(data, (s) => typeof s.value === 'string' && /\/(when|set)$/.test(s.path));
const numbers = (data: Json): Slot[] =>
  slotsOf(data, (s) => typeof s.value === 'number' && !s.path.includes('/expected/'));
const stateIds = (data: Json): [string, string][] =>
  Object.entries((data.regions ?? {}) as Json).flatMap(([r, spec]) =>
    isObject(spec) && isObject(spec.states) ? Object.keys(spec.states).map((s): [string, string] => [r, s]) : [],
  );

const hostile = [
  'import("fs")',
  'constructor.constructor("return 1")()',
  '__proto__',
  'at("__proto__.x")',
  'a = 1',
  'f(x) = x',
  '1 / 0',
  'exp(exp(exp(1 + 1 + 1 + 1)))',
  'log(0 - 1)',
  '((((((1))))))',
  '('.repeat(200),
  'erlangB(1 / 0, 1)',
  'not not not 1',
  '1 ? 1 : 0',
  '[1, 2]',
  '"text"',
  '1 < 1 < 1',
  'sqrt(-1)',
  '',
  'min()',
  'toString',
  '1e999',
];

type Mutation = (data: Json, die: Die) => string | undefined;

/** Changes data in place, or returns the text itself. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'misspelt name': (data, die) => {
    const slot = pick(die, expressions(data));
    const text = slot.value as string;
    const at = die(text.length);
    set(slot, text.slice(0, at) + pick(die, ['x', '', 'aa', '_']) + text.slice(at + 1));
    return undefined;
  },
  'dropped key': (data, die) => {
    const slot = pick(
      die,
      slotsOf(data, (s) => isObject(s.holder)),
    );
    delete (slot.holder as Json)[slot.key];
    return undefined;
  },
  'wrong type': (data, die) => {
    set(
      pick(
        die,
        slotsOf(data, () => true),
      ),
      pick(die, [null, 7, 'word', [], {}, true, [1, [2]], { a: { b: 1 } }]),
    );
    return undefined;
  },
  'extreme number': (data, die) => {
    set(pick(die, numbers(data)), pick(die, [0, -1, 1, 1e9, -1e9, 1e-9, 1e300, 0.5, 2, -0.0001]));
    return undefined;
  },
  'changed number': (data, die) => {
    const slot = pick(die, numbers(data));
    set(slot, (slot.value as number) * pick(die, [0.9, 1.1, 1.01, 0.99]));
    return undefined;
  },
  'other start': (data, die) => {
    const [region, state] = pick(die, stateIds(data));
    ((data.regions as Json)[region] as Json).initial = state;
    return undefined;
  },
  'other target': (data, die) => {
    const slot = pick(
      die,
      slotsOf(data, (s) => /\/to$/.test(s.path) && isObject(s.value)),
    );
    const [region, state] = pick(die, stateIds(data));
    (slot.value as Json)[region] = state;
    return undefined;
  },
  'turned guard': (data, die) => {
    const all = tests(data);
    if (all.length === 0) return undefined;
    const slot = pick(die, all);
    set(slot, `not (${slot.value as string})`);
    return undefined;
  },
  'hostile expression': (data, die) => {
    set(pick(die, expressions(data)), pick(die, hostile));
    return undefined;
  },
  'added always': (data, die) => {
    const [ra, sa] = pick(die, stateIds(data));
    const [rb, sb] = pick(die, stateIds(data));
    const list = (data.always ??= []) as unknown[];
    if (Array.isArray(list)) list.push({ id: `added${list.length}`, when: `at("${ra}.${sa}")`, to: { [rb]: sb } });
    return undefined;
  },
  'circle of always': (data, die) => {
    const multi = Object.entries((data.regions ?? {}) as Json).filter(
      ([, r]) => isObject(r) && isObject(r.states) && Object.keys(r.states).length > 1,
    );
    if (multi.length === 0) return undefined;
    const [region, spec] = pick(die, multi);
    const [a, b] = Object.keys((spec as Json).states as Json) as [string, string];
    const list = (data.always ??= []) as unknown[];
    if (Array.isArray(list))
      list.push(
        { id: 'there', when: `at("${region}.${a}")`, to: { [region]: b } },
        { id: 'back', when: `at("${region}.${b}")`, to: { [region]: a } },
      );
    return undefined;
  },
  'final state': (data, die) => {
    const [region, state] = pick(die, stateIds(data));
    const states = ((data.regions as Json)[region] as Json).states as Json;
    states[state] = { ...((states[state] as Json | null) ?? {}), final: true };
    return undefined;
  },
  'dropped move or hazard': (data, die) => {
    const section = pick(die, ['moves', 'nature']);
    const events = data[section];
    if (isObject(events) && Object.keys(events).length) delete events[pick(die, Object.keys(events))];
    return undefined;
  },
  'extra key': (data, die) => {
    const slot = pick(
      die,
      slotsOf(data, (s) => isObject(s.value)),
    );
    (slot.value as Json)[pick(die, ['on', 'after', 'history', 'extra', 'values', 'labell', 'hasOwnProperty'])] = pick(
      die,
      [1, 'x', {}],
    );
    return undefined;
  },
  'cut text': (data, die) => {
    const text = JSON.stringify(data, null, 1);
    return text.slice(0, die(text.length));
  },
  'noise in text': (data, die) => {
    const text = JSON.stringify(data, null, 1);
    const at = die(text.length);
    return (
      text.slice(0, at) +
      pick(die, ['\u0000', '{', '}', '"', ':', '&a ', '*a', '\n', '\t', '!', '%', '…', '💥', '- ', '!!js/function x']) +
      text.slice(at + die(2))
    );
  },
};
