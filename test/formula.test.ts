// Formula and code cells without a browser: what a formula computes and how it refuses, what code uses, and the graph that holds them together.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateFormula, type FormulaScope, parseFormula, type ScenarioView } from '../engine/index.ts';
import { compileCode, placeInSource } from '../notebook/graph/code.ts';
import { createGraph, type GraphNode, NotYet } from '../notebook/graph/graph.ts';
import { nameTrouble } from '../notebook/graph/names.ts';

const outcome = (id: string, causes: string[] = []) => ({
  id,
  label: `The ${id}`,
  kind: causes.length > 0 ? 'race' : 'reach',
  causes: causes.map((c) => ({ id: c, label: c })),
  baseRates: [],
});
const view = {
  horizon: 90,
  outcomes: [outcome('deal'), outcome('war'), outcome('talks'), outcome('path', ['peace', 'force'])],
  rewards: [
    { id: 'attempts', label: 'Attempts at the border', unit: 'attempts', measure: 'accumulated' },
    { id: 'endless', label: 'Endless', unit: 'days', measure: 'accumulated' },
  ],
  parameters: [{ id: 'gap', value: 2 }],
  switches: [{ id: 'mediator', default: true }],
  stances: [{ id: 'US.terms', position: 0.5 }],
} as unknown as ScenarioView;

const table: Record<string, number> = {
  'base deal 90': 0.4,
  'base deal 30': 0.1,
  'hawk deal 90': 0.25,
  'base war 90': 0,
  'base path.peace 90': 0.3,
  'base path.none 90': 0.5,
};
function scopeOf(values: Record<string, unknown> = {}): FormulaScope {
  return {
    view,
    variants: [
      { id: 'base', label: 'Base' },
      { id: 'hawk', label: 'Hawks in charge' },
      { id: 'broken', label: 'Broken' },
    ],
    selected: 'base',
    day: 90,
    probability(variant, id, cause, day) {
      if (variant === 'broken') return { failed: 'no way out' };
      if (id === 'talks') return { value: 1, already: true };
      if (cause === 'force') return { value: null, already: true };
      const p = table[`${variant} ${id}${cause === null ? '' : `.${cause}`} ${day}`];
      return p === undefined ? null : { value: p, already: false };
    },
    reward: (variant, id, day) =>
      id === 'endless' ? Number.POSITIVE_INFINITY : variant === 'base' && day === 90 ? 1200 : null,
    input: (variant, id) => (id === 'mediator' ? variant === 'base' : variant === 'hawk' ? 3 : 2),
    named: (name) => (Object.hasOwn(values, name) ? values[name] : undefined),
    names: Object.keys(values),
  };
}

function resultOf(text: string, values: Record<string, unknown> = {}) {
  const parsed = parseFormula(text);
  if (parsed.value === null) return { problem: parsed.problems[0]! };
  const result = evaluateFormula(parsed.value, scopeOf(values));
  return result.kind === 'problem' ? { problem: result.problem } : result;
}
const answerTo = (text: string, values: Record<string, unknown> = {}) => {
  const result = resultOf(text, values);
  return 'kind' in result && result.kind === 'value' ? result.value : result;
};
/** The Problem's code, the text under the caret, and the repair. */
function refusalOf(text: string, values: Record<string, unknown> = {}): [string, string, string] {
  const result = resultOf(text, values);
  if (!('problem' in result)) throw new Error(`${text} was not refused: ${JSON.stringify(result)}`);
  const { code, within, repair, line, column, excerpt } = result.problem;
  const pointed = text.slice(within!.offset, within!.offset + within!.length);
  expect(excerpt!.slice(column! - 1)).toContain(pointed.split('\n')[0]);
  expect(text.split('\n')[line! - 1]).toBe(excerpt);
  return [code, pointed, repair ?? ''];
}

describe('formula', () => {
  it('computes with numbers, truth values and texts', () => {
    const cases: [string, unknown][] = [
      ['1 + 2 * 3 - 4 / 8', 6.5],
      ['-2 ^ 2', -4],
      ['2 ^ 3 ^ 2', 512],
      ['(1 + 2) * 3', 9],
      ['1 < 2 and not (3 <= 2)', true],
      ['1 == 2 or 2 != 2', false],
      ['day > 30 ? "late" : "early"', 'late'],
      ['"a" == "a"', true],
      ['min(3, 1, 2) + max(3, 1, 2)', 4],
      ['round(2.34567, 2)', 2.35],
      ['abs(-3) + sqrt(16) + exp(0) + log(1)', 8],
      ['points(0.4, 0.25)', 15.000000000000002],
      ['selected', 'base'],
      ['day', 90],
      ['true and 1\n  + 1 == 2', true],
      ['1e3 + .5', 1000.5],
    ];
    for (const [text, value] of cases) expect([text, answerTo(text)]).toEqual([text, value]);
  });

  it('agrees with JavaScript on arithmetic', () => {
    const leaf = fc.integer({ min: 0, max: 20 }).map((n) => [String(n), n] as [string, number]);
    const tree = fc.letrec<{ e: [string, number] }>((tie) => ({
      e: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc
          .tuple(tie('e'), fc.constantFrom('+', '-', '*'), tie('e'))
          .map(([[a, x], op, [b, y]]): [string, number] => [
            `(${a} ${op} ${b})`,
            op === '+' ? x + y : op === '-' ? x - y : x * y,
          ]),
      ),
    })).e;
    fc.assert(
      fc.property(tree, ([text, value]) => {
        fc.pre(text.length < 1900 && text.split('(').length < 40);
        expect(answerTo(text)).toBe(value);
      }),
    );
  });

  it('reads figures by outcome, variant (id or label) and day', () => {
    const cases: [string, unknown][] = [
      ['p("deal")', 0.4],
      ["p('deal', 'hawk')", 0.25],
      ['p("The deal", "Hawks in charge")', 0.25],
      ['p("deal", 30)', 0.1],
      ['p("deal", "base", 30)', 0.1],
      ['p("deal", selected, day)', 0.4],
      ['p("path.peace") + p("path.none")', 0.8],
      ['p("deal", "hawk") / p("deal")', 0.625],
      ['reward("attempts", "base")', 1200],
      ['input("gap") + input("gap", "hawk")', 5],
      ['input("mediator") and not input("mediator", "hawk")', true],
      ['p("deal", rival) * factor', 0.5],
    ];
    for (const [text, value] of cases)
      expect([text, answerTo(text, { rival: 'hawk', factor: 2 })]).toEqual([text, value]);
  });

  it('says which figures are still missing, all of them at once', () => {
    expect(
      resultOf('p("deal", "hawk", 30) + p("war", "hawk") * reward("attempts", "hawk") + p("deal", "hawk", 30)'),
    ).toEqual({
      kind: 'pending',
      needs: [
        { variant: 'hawk', kind: 'outcome', id: 'deal', day: 30 },
        { variant: 'hawk', kind: 'outcome', id: 'war', day: 90 },
        { variant: 'hawk', kind: 'reward', id: 'attempts', day: 90 },
      ],
    });
    // A missing figure is not asked for where the answer does not depend on it.
    expect(answerTo('p("war") > 0 and p("deal", "hawk", 30) > 0')).toBe(false);
    expect(answerTo('p("war") == 0 ? 0 : p("deal") / p("war")')).toBe(0);
  });

  it('notes what is so by definition', () => {
    expect(resultOf('p("talks")')).toEqual({
      kind: 'value',
      value: 1,
      notes: ['`talks` is already so at the start of Base: 1 by definition'],
    });
  });

  it('refuses with the place, and with the nearest of the reader’s own names', () => {
    const cases: [string, [string, string, string]][] = [
      ['p("deal") / p("dael")', ['unknown-outcome', '"dael"', 'did you mean `deal`?']],
      ['p("deal", "hwak")', ['unknown-variant', '"hwak"', 'did you mean `hawk`?']],
      ['p("deal", "hawks in charge")', ['unknown-variant', '"hawks in charge"', 'did you mean `hawk`?']],
      ['p("path")', ['race-without-cause', '"path"', 'write one of p("path.peace"), p("path.force"), p("path.none")']],
      ['p("path.pece")', ['unknown-outcome', '"path.pece"', 'did you mean `path.peace`?']],
      ['p("path.force")', ['already-so', '"path.force"', 'ask for another cause']],
      ['p("deal", "base", 120)', ['beyond-horizon', '120', 'write a day from 0 to 90, counted from the start']],
      ['p("deal", "base", "day")', ['not-a-number', '"day"', 'texts stand inside p("…") and the like only']],
      ['p(3)', ['not-a-text', '3', 'write p("outcome", "variant", day)']],
      ['p("deal", "broken")', ['unsolved', '"deal"', 'mend the variant, or name another one']],
      ['reward("atempts")', ['unknown-figure', '"atempts"', 'did you mean `attempts`?']],
      ['reward("endless")', ['infinite', '"endless"', 'choose another figure']],
      ['input("gpa")', ['unknown-input', '"gpa"', 'did you mean `gap`?']],
      ['1 + ris', ['unknown-name', 'ris', 'did you mean `risk`?']],
      ['1 + rows', ['not-a-value', 'rows', 'take one number out of it in a code cell']],
      ['sine(1)', ['unknown-function', 'sine', 'did you mean `min`?']],
      ['ln(2)', ['unknown-function', 'ln', 'write log(…), the natural logarithm']],
      ['p()', ['arity', 'p', 'write p("outcome", "variant", day)']],
      ['sqrt(1, 2)', ['arity', 'sqrt', 'write sqrt(a)']],
      ['1 + p', ['bare-function', 'p', 'write p("outcome", "variant", day)']],
      ['1 / p("war")', ['division-by-zero', 'p', 'choose another figure below the line, or write b == 0 ? 0 : a / b']],
      ['log(0)', ['outside-range', '0', 'it takes numbers above 0']],
      ['sqrt(1 - 2)', ['outside-range', '1 - 2', 'it takes 0 and more']],
      ['exp(1000)', ['not-finite', 'exp', 'look at the parts one by one']],
      ['1 and true', ['not-a-truth', '1', 'compare: a > 0']],
      ['1 == "a"', ['different-kinds', '1 == "a"', 'compare like with like']],
      ['1 +\n  "a"', ['not-a-number', '"a"', 'texts stand inside p("…") and the like only']],
      ['risk = 3', ['assignment', 'risk = 3', 'write the name into the field in front; to compare, write ==']],
      ['50%', ['unknown-operator', '%', 'write a share as a number between 0 and 1']],
      ['3!', ['unknown-operator', '!', 'use + - * / ^, comparisons, and, or, not']],
      ['2 day', ['implicit-multiplication', '2 day', 'write * between them']],
      ['1 < day < 3', ['chained-comparison', '1 < day < 3', 'write a < b and b < c']],
      ['not day == 1', ['ambiguous-not', 'not day == 1', 'write not (a == b), with parentheses']],
      ['', ['empty-formula', '', 'write for example p("outcome") or day / 7']],
      ['p("deal"', ['expression-syntax', '', 'check parentheses, operators and quotes']],
    ];
    for (const [text, refusal] of cases)
      expect([text, refusalOf(text, { risk: 1, rows: [1] })]).toEqual([text, refusal]);
  });

  it('reaches nothing but what it is given, whatever is written', () => {
    const hostile = [
      'constructor',
      '__proto__',
      'toString()',
      'p.constructor("return 1")()',
      '"a".constructor',
      'cos.constructor("return process")()',
      'import("x")',
      'evaluate("1+1")',
      'parse("1")',
      '[1, 2]',
      '{a: 1}',
      'f(x) = x',
      'x.p("deal")',
      '"1"; 2',
      'p("__proto__")',
      'input("constructor")',
      'p("deal", "toString")',
      `${'('.repeat(500)}1${')'.repeat(500)}`,
      `1${' + 1'.repeat(5000)}`,
    ];
    for (const text of hostile) expect('problem' in resultOf(text) || text).toBe(true);
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const result = resultOf(text);
        if ('problem' in result) expect(result.problem.message).not.toBe('');
        else if (result.kind === 'value') expect(['number', 'boolean', 'string']).toContain(typeof result.value);
      }),
      { numRuns: 500 },
    );
  });
});

describe('code', () => {
  const namesOf = (source: string): readonly string[] => {
    const { code, trouble } = compileCode(source);
    if (code === null) throw new Error(trouble.message);
    return code.names;
  };

  it('finds the names that are free', () => {
    const cases: [string, string[]][] = [
      ['a + b', ['a', 'b']],
      ['const a = 1; let {b, c: [d], ...e} = x; return a + b + d + e + c', ['x', 'c']],
      ['rows.filter(row => row.p > limit)', ['rows', 'limit']],
      ['function f(a, b = a) { return a + b + f + arguments.length }\nreturn f(y)', ['y']],
      ['{ let a = 1; } return a', ['a']],
      ['{ var a = 1; } return a', []],
      ['for (const d of list) display(d)', ['list', 'display']],
      ['try { go() } catch (e) { display(e) }', ['go', 'display']],
      ['class A extends B { #x = y; get z() { return this.#x } } return new A()', ['B', 'y']],
      ['({ a, b: c, [d]: 1 })', ['a', 'c', 'd']],
      ['a.b.c', ['a']],
      ['label: for (;;) { break label }', []],
      ['const f = ({p}) => p; return results.map(f)', ['results']],
      ['x = 3; return x', ['x']],
      ['await later', ['later']],
      ['(function g() { return g })', []],
      ['tag`text`', ['tag']],
      ['switch (k) { case 1: let q = 2; return q }', ['k']],
    ];
    for (const [source, names] of cases) expect([source, namesOf(source)]).toEqual([source, names]);
  });

  /** Runs a body here, as the frame would. */
  async function run(source: string, given: Record<string, unknown> = {}, ticks = 1000): Promise<unknown> {
    const { code, trouble } = compileCode(source);
    if (code === null) throw new Error(trouble.message);
    let left = ticks;
    const tick = (): void => {
      if (left-- <= 0) throw new Error('too long');
    };
    const make = Object.getPrototypeOf(async () => {}).constructor as new (
      ...text: string[]
    ) => (...values: unknown[]) => Promise<unknown>;
    return new make(...Object.keys(given), '__tick', `"use strict";${code.body}`)(...Object.values(given), tick);
  }

  it('returns an expression, the last line of a block, or what the block returns', async () => {
    expect(await run('1 + 2')).toBe(3);
    expect(await run('1 + 2; // three')).toBe(3);
    expect(await run('{a: 1}')).toEqual({ a: 1 });
    expect(await run('const a = 4;\na * a')).toBe(16);
    expect(await run('if (x) return 1;\nreturn 2', { x: false })).toBe(2);
    expect(await run('const f = () => { return 5 };\nf()')).toBe(5);
    expect(await run('if (x) { return 1 }\nx', { x: true })).toBe(1);
    expect(await run('await Promise.resolve(7)')).toBe(7);
    expect(await run('let a = 1')).toBe(undefined);
    expect(await run('a => a + 1')).toBeTypeOf('function');
  });

  it('watches every loop', async () => {
    const endless = [
      'while (true);',
      'for (;;) {}',
      'do ; while (true)',
      'for (const a of (function* () { for (;;) yield 1 })());',
      'outer: while (true) { while (true) continue outer }',
      'while (true) { try { for (;;); } catch {} }',
      'while (true) await null',
    ];
    for (const source of endless) await expect(run(source)).rejects.toThrow('too long');
    expect(await run('let s = 0; for (let i = 0; i < 5; i++) s += i; return s')).toBe(10);
    expect(await run('let s = 0; for (const i of [1, 2]) if (i > 1) s += i; else s -= i; return s')).toBe(1);
    expect(await run('let s = ""; for (const k in {a: 1, b: 2}) s += k; return s')).toBe('ab');
    expect(await run('let n = 0; while (n < 3) do n++; while (n < 2); return n')).toBe(3);
  });

  it('says where code cannot be read, and finds places again', () => {
    const { trouble } = compileCode('const a = 1;\nconst b = = 2;');
    expect(trouble).toEqual({ message: 'Unexpected token', place: { line: 2, column: 11 } });
    expect(compileCode('import x from "y"').trouble?.place).toEqual({ line: 1, column: 1 });
    expect(compileCode(' ').trouble?.message).toBe('the cell is empty');
    const source = 'let n = 0;\nfor (;;) while (n < 3) bad(n);\nn';
    const { code } = compileCode(source);
    for (const [line, word] of [
      [2, 'bad'],
      [2, 'n < 3'],
      [3, 'n'],
    ] as const) {
      const bodyLine = code!.body.split('\n')[line - 1]!;
      const sourceLine = source.split('\n')[line - 1]!;
      const place = { line, column: bodyLine.indexOf(word) + 1 };
      expect(placeInSource(source, code!.insertions, place)).toEqual({ line, column: sourceLine.indexOf(word) + 1 });
    }
  });
});

describe('graph', () => {
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 15));

  /** Nodes of text such as `a = b + 1` (or `= b` without a name): sums of names and numbers; `?`: not yet; `!`: fails. */
  function world() {
    const graph = createGraph();
    const computed: string[] = [];
    const nodeOf = (id: string, text: string): GraphNode => {
      const [name, sum] = text.split('=').map((t) => t.trim()) as [string, string];
      const parts = sum.split('+').map((t) => t.trim());
      const inputs = [...new Set(parts.filter((t) => /^[a-z]/.test(t)))];
      return {
        id,
        name,
        inputs,
        key: sum,
        compute(values) {
          computed.push(id);
          if (sum === '?') throw new NotYet('has not been run');
          if (sum === '!') throw new Error('broke');
          return parts.reduce((total, t) => total + (values.has(t) ? (values.get(t) as number) : Number(t)), 0);
        },
      };
    };
    return {
      graph,
      async set(cells: Record<string, string>, builtins: Record<string, unknown> = { day: 90 }) {
        computed.length = 0;
        graph.sync(
          Object.entries(cells).map(([id, text]) => nodeOf(id, text)),
          builtins,
        );
        await settled();
        return [...computed].sort().join('');
      },
      told: (id: string) => {
        const s = graph.stateOf(id);
        return s.state === 'fulfilled' ? s.value : `${s.state}: ${s.message}`;
      },
    };
  }

  it('computes a change for what depends on it, and for nothing else', async () => {
    const { set, told } = world();
    expect(await set({ 1: 'a = 1', 2: 'b = a + 1', 3: 'c = 5', 4: '= b + c', 5: '= day' })).toBe('12345');
    expect([1, 2, 3, 4, 5].map((id) => told(String(id)))).toEqual([1, 2, 5, 7, 90]);
    expect(await set({ 1: 'a = 1', 2: 'b = a + 1', 3: 'c = 5', 4: '= b + c', 5: '= day' })).toBe('');
    expect(await set({ 1: 'a = 2', 2: 'b = a + 1', 3: 'c = 5', 4: '= b + c', 5: '= day' })).toBe('124');
    expect(await set({ 1: 'a = 2', 2: 'b = a + 1', 3: 'c = 6', 4: '= b + c', 5: '= day' })).toBe('34');
    expect(await set({ 1: 'a = 2', 2: 'b = a + 1', 3: 'c = 6', 4: '= b + c', 5: '= day' }, { day: 30 })).toBe('5');
    expect(told('5')).toBe(30);
    expect(told('4')).toBe(9);
  });

  it('tells circles, doubles and failures in words, and mends when they go', async () => {
    const { set, told } = world();
    await set({ 1: 'a = b', 2: 'b = c', 3: 'c = a', 4: '= a' });
    expect(told('1')).toBe('rejected: these cells need one another: `a` → `b` → `c` → `a`');
    expect(told('3')).toBe('rejected: these cells need one another: `c` → `a` → `b` → `c`');
    expect(told('4')).toBe('rejected: needs `a`, which has an error');
    await set({ 1: 'a = a', 4: '= a' });
    expect(told('1')).toBe('rejected: `a` needs its own value');
    await set({ 1: 'a = 1', 2: 'a = 2', 4: '= a' });
    expect([told('1'), told('4')]).toEqual(
      Array(2).fill('rejected: more than one cell is called `a`: rename all but one'),
    );
    await set({ 2: 'a = 2', 4: '= a' });
    expect([told('2'), told('4')]).toEqual([2, 2]);
    await set({ 2: 'a = !', 3: 'b = a', 4: '= b' });
    expect([told('2'), told('3'), told('4')]).toEqual([
      'rejected: broke',
      'rejected: needs `a`, which has an error',
      'rejected: needs `b`, which has an error',
    ]);
    await set({ 4: '= b' });
    expect(told('4')).toBe('rejected: no cell is called `b`');
    await set({ 3: 'b = 3', 4: '= b' });
    expect(told('4')).toBe(3);
    await set({ 2: 'a = ?', 3: 'b = a', 4: '= b' });
    expect([told('2'), told('3'), told('4')]).toEqual([
      'pending: has not been run',
      'pending: waits for `a`',
      'pending: waits for `b`',
    ]);
  });

  it('lets go of an answer that is no longer wanted', async () => {
    const graph = createGraph();
    const aborted: number[] = [];
    const node = (key: number): GraphNode => ({
      id: 'x',
      name: 'x',
      inputs: [],
      key: String(key),
      compute: (_, signal) =>
        new Promise((resolve) => {
          if (key === 2) resolve('second');
          signal.addEventListener('abort', () => {
            aborted.push(key);
            resolve('late');
          });
        }),
    });
    graph.sync([node(1)], {});
    await settled();
    expect(graph.stateOf('x').state).toBe('pending');
    graph.sync([node(2)], {});
    await settled();
    expect(aborted).toEqual([1]);
    expect(graph.stateOf('x')).toEqual({ state: 'fulfilled', value: 'second' });
  });

  it('after any edits stands as if it had been made afresh', async () => {
    const cell = fc
      .tuple(fc.constantFrom('', 'a', 'b', 'c', 'd'), fc.constantFrom('1', '2', 'a', 'b', 'c + d', 'day', '?', '!'))
      .map(([name, sum]) => `${name} = ${sum}`);
    const document = fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5'), cell);
    await fc.assert(
      fc.asyncProperty(fc.array(document, { minLength: 2, maxLength: 5 }), async (documents) => {
        const edited = world();
        for (const d of documents) await edited.set(d);
        const fresh = world();
        const last = documents.at(-1)!;
        await fresh.set(last);
        for (const id of Object.keys(last)) expect(edited.told(id)).toEqual(fresh.told(id));
        edited.graph.dispose();
        fresh.graph.dispose();
      }),
      { numRuns: 40 },
    );
  });

  it('knows which names are taken', () => {
    for (const name of ['risk', 'risk_2', 'A', '']) expect(nameTrouble(name)).toBeNull();
    for (const name of [
      '1a',
      'a b',
      'a-b',
      'p',
      'day',
      'constructor',
      'and',
      'class',
      '__proto__',
      'a'.repeat(65),
      'é',
    ])
      expect(nameTrouble(name)).not.toBeNull();
  });
});
