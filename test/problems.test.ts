// What a user sees of a mistake: one error each, with its code, its place and a repair in the user's own words.
import { expect, test } from 'vitest';
import { bindVariant } from '../engine/scenario/bind.ts';
import { parseExpression } from '../engine/scenario/expression.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { viewOf } from '../engine/scenario/view.ts';
import { isDate } from '../engine/vocabulary/dates.ts';

/** A small scenario; each option replaces or adds one line. */
function scenario({
  meta = 'meta: {id: p, title: t, horizon_days: 10}',
  regions = 'regions: {k: {initial: a, states: {a: {}, b: {}}}}',
  parameters = 'parameters: {lam: {value: 0.1, unit: 1/day, basis: assumed}}',
  when = 'when: \'at("k.a")\'',
  hazard = 'hazard: lam',
  outcomes = 'outcomes: {o: {kind: reach, set: \'at("k.b")\'}}',
  more = '',
} = {}): string {
  return [
    meta, // line 1
    regions, // line 2
    parameters, // line 3
    'nature:', // line 4
    '  h:', // line 5
    '    to: {k: b}', // line 6
    `    ${when}`, // line 7
    `    ${hazard}`, // line 8
    outcomes, // line 9
    more, // line 10
  ].join('\n');
}
const hazard = (expression: string): string => scenario({ hazard: `hazard: '${expression}'` });
const guard = (expression: string): string => scenario({ when: `when: '${expression}'` });
const parameters = (...lines: string[]): string => ['parameters:', ...lines].join('\n  ');
const lam = 'lam: {value: 0.1, unit: 1/day, basis: assumed}';
const bomb = (): string => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 9; i++) lines.push(`a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(', ')}]`);
  return `${lines.join('\n')}\n`;
};
const chain = (length: number): string =>
  scenario({
    hazard: 'hazard: d0',
    more: [
      'derived:',
      ...Array.from({ length }, (_, i) => `  d${i}: {formula: ${i + 1 < length ? `d${i + 1} + ` : ''}lam}`),
    ].join('\n'),
  });

type Row = [what: string, text: string, code: string, line: number, column: number, ...parts: string[]];
const rows: Row[] = [
  // The file as YAML.
  ['nothing', '', 'empty-file', 1, 1, 'empty'],
  ['blanks', ' \n\n', 'empty-file', 1, 1, 'empty'],
  ['a binary file', 'meta\u0000\u0001', 'not-text', 1, 1, 'not a text file'],
  ['a list', '- a\n', 'not-a-scenario', 1, 1, 'regions'],
  ['a prototype', `${scenario()}\n__proto__: {a: 1}\n`, 'forbidden-key', 11, 1, '__proto__'],
  ['a doubled key', `${scenario()}\nmeta: {}\n`, 'duplicate-key', 11, 1, 'once'],
  ['too many aliases', bomb(), 'alias-bomb', 1, 1, 'aliases'],
  [
    'an unknown alias',
    scenario({ regions: 'regions: *rr', more: 'x: &rr {}' }),
    'unknown-alias',
    2,
    10,
    '*rr',
    'no anchor',
  ],
  [
    'a misspelt alias',
    scenario({ meta: 'meta: &head {id: p, title: t, horizon_days: 10}', more: 'expected: *haed' }),
    'unknown-alias',
    10,
    11,
    '*haed',
    'did you mean `head`',
  ],
  ['an alias inside its anchor', scenario({ more: 'x: &x [*x]' }), 'unknown-alias', 10, 8, 'inside'],
  ['a tag', scenario({ meta: 'meta: {id: p, title: !foo bar, horizon_days: 10}' }), 'unknown-tag', 1, 27, '!foo'],
  [
    'a tag of a program',
    scenario({ meta: 'meta: {id: p, title: !!js/function "x", horizon_days: 10}' }),
    'unknown-tag',
    1,
    36,
    '!!js/function',
  ],
  ['a set', scenario({ more: 'x: !!set {a}' }), 'unknown-tag', 10, 10, '!!set'],
  ['two documents', `${scenario()}\n---\nmeta: {}\n`, 'two-documents', 11, 1, 'holds two documents; keep one', '---'],
  ['open braces', scenario({ more: `x: ${'{'.repeat(60)}` }), 'too-deep', 10, 34, 'nested too deeply', 'brackets'],
  ['very many open brackets', `x: ${'['.repeat(9_000)}`, 'too-deep', 1, 34, 'nested too deeply'],

  // The schema.
  ['no meta', scenario({ meta: '' }), 'missing-key', 2, 1, '`meta` is missing in the file'],
  ['an unknown key', scenario({ more: 'outcome: {}' }), 'unknown-key', 10, 1, 'did you mean `outcomes`'],
  ['a key from elsewhere', scenario({ more: 'states: {}' }), 'unknown-key', 10, 1, 'use another region'],
  [
    'a dash in a parameter',
    scenario({ parameters: parameters(lam, 'a-b:', '  value: 1') }).replace(
      '  value: 1',
      '  {value: 1, unit: x, basis: y}',
    ),
    'bad-id',
    5,
    3,
    '`a-b`',
    'letters, digits or _',
  ],
  ...['isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString', 'hasOwnProperty', 'toString', 'valueOf'].map(
    (name): Row => [
      `a parameter ${name}`,
      scenario({ parameters: parameters(`${name}: {value: 0.1, unit: x, basis: y}`), hazard: `hazard: ${name}` }),
      'bad-id',
      4,
      3,
      name,
      'reserved',
    ],
  ),
  [
    'a switch isPrototypeOf',
    scenario({ more: 'switches: {isPrototypeOf: {default: true}}' }),
    'bad-id',
    10,
    12,
    '`isPrototypeOf`',
  ],
  [
    'a day that does not exist',
    scenario({ meta: 'meta: {id: p, title: t, horizon_days: 10, as_of: 2026-02-30}' }),
    'wrong-value',
    1,
    50,
    'no day 2026-02-30',
    'YYYY-MM-DD',
  ],
  [
    'a month that does not exist',
    scenario({ meta: 'meta: {id: p, title: t, horizon_days: 10, start_date: 2026-13-45}' }),
    'wrong-value',
    1,
    55,
    'no day 2026-13-45',
  ],
  [
    'another order of the date',
    scenario({ meta: 'meta: {id: p, title: t, horizon_days: 10, as_of: 30.2.2026}' }),
    'wrong-value',
    1,
    50,
    'YYYY-MM-DD',
  ],
  ...['.inf', '-.inf', '.nan'].map(
    (value): Row => [
      `the number ${value}`,
      scenario({ parameters: `parameters: {lam: {value: ${value}, unit: x, basis: y}}` }),
      'wrong-value',
      3,
      27,
      'should be a finite number',
    ],
  ),
  [
    'text for a number',
    scenario({ parameters: 'parameters: {lam: {value: much, unit: x, basis: y}}' }),
    'wrong-type',
    3,
    27,
    'should be a number',
  ],

  // Expressions.
  ['a misspelt name', hazard('0 + lamm'), 'unknown-name', 8, 18, '`lamm`', 'did you mean `lam`'],
  ['an empty expression', hazard(''), 'empty-expression', 8, 14, 'the expression is empty'],
  ['a blank expression', hazard(' '), 'empty-expression', 8, 14, 'the expression is empty'],
  ['no expression', scenario({ hazard: 'hazard:' }), 'empty-expression', 8, 12, 'the expression is empty'],
  ['null', hazard('null'), 'not-a-number', 8, 14, '`null` is not a number to compute with'],
  ['undefined', hazard('0 + undefined'), 'not-a-number', 8, 18, '`undefined` is not a number'],
  ['NaN', hazard('lam + NaN'), 'not-a-number', 8, 20, '`NaN` is not a number to compute with'],
  ['Infinity', hazard('Infinity'), 'not-a-number', 8, 14, '`Infinity` is not a number'],
  ['a percentage', hazard('lam%'), 'unknown-operator', 8, 17, 'the operator % is not in the language'],
  ['a remainder', hazard('lam % lam'), 'unknown-operator', 8, 18, 'the operator % is not in the language'],
  ['a power', hazard('lam ^ lam'), 'unknown-operator', 8, 18, 'the operator ^', 'write a * a'],
  ['a sine', hazard('sin(lam)'), 'unknown-function', 8, 14, 'sin', 'the functions are min, max, exp, log'],
  ['a misspelt function', hazard('mim(lam, 1)'), 'unknown-function', 8, 14, 'did you mean `min`'],
  ['the logarithm of others', hazard('ln(lam)'), 'unknown-function', 8, 14, 'write log(…)'],
  ['a function by itself', hazard('lam * exp'), 'bare-function', 8, 20, '`exp` is a function: write exp(…)'],
  ['an import', hazard('import("fs")'), 'unknown-function', 8, 14, 'no function `import`', 'known here: min'],
  ['an assignment', hazard('lam = 1'), 'assignment', 8, 14, 'cannot assign'],
  ['a number without a name', hazard('lam * 0.25'), 'unnamed-number', 8, 20, '0.25', 'constants'],
  ['two values side by side', hazard('lam lam'), 'implicit-multiplication', 8, 14, 'write *'],
  ['open round brackets', hazard('('.repeat(60)), 'expression-too-deep', 8, 14, 'nested too deeply', 'derived'],
  ['open braces in an expression', hazard('{'.repeat(60)), 'expression-too-deep', 8, 14, 'nested too deeply', 'round'],
  ['a comment inside', hazard('lam # fast'), 'comment-in-expression', 8, 18, 'comment'],
  [
    'a doubled quote before the name',
    scenario({ hazard: `hazard: 'at(''k.a'') * lamm'` }),
    'unknown-name',
    8,
    28,
    'lamm',
  ],
  [
    'an escaped quote before the name',
    scenario({ hazard: 'hazard: "at(\\"k.a\\") * lamm"' }),
    'unknown-name',
    8,
    28,
    'lamm',
  ],
  ['a name that also stands in a quote', hazard('at("k.a") * k'), 'unknown-name', 8, 26, '`k`'],
  [
    'a folded block',
    scenario({ hazard: 'hazard: >-\n      lam +\n      lamm * lam' }),
    'unknown-name',
    10,
    7,
    '`lamm`',
  ],
  [
    'a literal block',
    scenario({ when: 'when: |\n      at("k.a")\n      and at("k.c")' }),
    'unknown-state',
    9,
    17,
    '`c`',
  ],
  [
    'a syntax error in a block',
    scenario({ hazard: 'hazard: |\n      lam +\n      * lam' }),
    'expression-syntax',
    10,
    7,
    'cannot be read',
  ],
  ['quoted lines', scenario({ hazard: 'hazard: "lam +\n      lamm"' }), 'unknown-name', 9, 7, '`lamm`'],

  // References.
  ['an unknown region', guard('at("kk.a")'), 'unknown-region', 7, 16, '`kk`', 'did you mean `k`'],
  ['an unknown state', guard('at("k.c")'), 'unknown-state', 7, 18, '`c`'],
  [
    'an effect on an unknown region',
    scenario().replace('to: {k: b}', 'to:\n      kk: b'),
    'unknown-region',
    7,
    7,
    '`kk`',
  ],
  ['an effect to an unknown state', scenario().replace('to: {k: b}', 'to: {k: c}'), 'unknown-state', 6, 13, '`c`'],
  [
    'a variant of an unknown parameter',
    scenario({ more: 'variants: {v: {parameters: {lamm: 1}}}' }),
    'unknown-parameter',
    10,
    29,
    '`lamm`',
    'did you mean `lam`',
  ],
  [
    'a variant of an unknown region',
    scenario({ more: 'variants: {v: {initial: {q: a}}}' }),
    'unknown-region',
    10,
    26,
    '`q`',
  ],
  [
    'a variant of an unknown state',
    scenario({ more: 'variants: {v: {initial: {k: q}}}' }),
    'unknown-state',
    10,
    29,
    '`q`',
  ],
  [
    'a variant of an unknown switch',
    scenario({ more: 'variants: {v: {switches: {s: true}}}' }),
    'unknown-switch',
    10,
    27,
    '`s`',
  ],
  [
    'a variant of an unknown stance',
    scenario({ more: 'variants: {v: {stances: {A.x: 1}}}' }),
    'unknown-stance',
    10,
    26,
    '`A.x`',
  ],
  [
    'a variant without an unknown event',
    scenario({ more: 'variants: {v: {disable: [h, g]}}' }),
    'unknown-event',
    10,
    29,
    '`g`',
  ],
  [
    'an impulse of an unknown event',
    scenario({ more: 'rewards: {r: {unit: x, impulse: {hh: lam}}}' }),
    'unknown-event',
    10,
    34,
    '`hh`',
  ],
  [
    'a move of an unknown actor',
    scenario({ more: 'moves: {m: {actor: A, to: {k: b}, utility: 0}}' }),
    'unknown-actor',
    10,
    20,
    '`A`',
  ],
  [
    'the consent of an unknown actor',
    scenario({
      more: 'actors: {A: {opportunity_rate: lam}}\nmoves: {m: {actor: A, to: {k: b}, utility: 0, consent: {B: 0}}}',
    }),
    'unknown-actor',
    11,
    57,
    '`B`',
  ],
  [
    'a slider that moves nothing',
    scenario({
      parameters: parameters(lam, 'mu:', '  {value: 0.1, unit: 1/day, basis: assumed}'),
      more: 'derived: {d: {formula: mu}}',
    }),
    'dead-slider',
    5,
    3,
    '`mu`',
    'idle',
  ],

  // Guards.
  ['a guard reads a parameter', guard('at("k.a") and lam'), 'guard-reads-number', 7, 26, '`lam`', 'hazard'],
  [
    'a guard compares',
    guard('at("k.a") == 1'),
    'not-a-test',
    7,
    22,
    'cannot compare with ==',
    'switches, and, or, not only',
  ],
  ['a guard chooses', guard('at("k.a") ? 0 : 1'), 'not-a-test', 7, 22, 'cannot choose with ? :', 'not a and c'],
  ['a guard computes', guard('at("k.a") + 1'), 'not-a-test', 7, 22, 'cannot compute with +'],
  ['a guard calls', guard('max(at("k.a"), 1)'), 'not-a-test', 7, 12, '`max`'],

  // Derived formulas.
  ['a long chain of formulas', chain(1_200), 'derived-too-deep', 1_010, 19, '200 formulas', 'join'],
  [
    'a circle of formulas',
    scenario({ hazard: 'hazard: d', more: 'derived: {d: {formula: e}, e: {formula: d + lam}}' }),
    'derived-cycle',
    10,
    24,
    '`d` → `e` → `d`',
  ],
  [
    'a formula that reads itself',
    scenario({ hazard: 'hazard: d', more: 'derived: {d: {formula: d + lam}}' }),
    'derived-cycle',
    10,
    24,
    'fixed_point',
  ],
];

test.each(rows)('%s', (_, text, code, line, column, ...parts) => {
  const { value, problems } = loadScenario(text, 'x.yaml');
  expect(value).toBeNull();
  const errors = problems.filter((p) => p.severity === 'error');
  const [error] = errors;
  expect(errors.map((e) => [e.code, e.line, e.column])).toEqual([[code, line, column]]);
  for (const part of parts) expect(`${error!.message} | ${error!.repair}`).toContain(part);
  expect(error!.repair).toBeTruthy();
});

const errorsOf = (text: string): string[] =>
  loadScenario(text, 'x.yaml')
    .problems.filter((p) => p.severity === 'error')
    .map((p) => `${p.code} ${p.message}`);

test('the small scenario itself is sound', () => {
  expect(errorsOf(scenario())).toEqual([]);
});

test('sections and entries without content are absent or empty', () => {
  const text = scenario({
    regions: 'regions: {k: {initial: a, states: {a: , b: ~}}}',
    more: 'switches:\nderived: ~\nmoves:\nalways:\nrewards:\nexpected:\nvariants:\n  base:\n  v: {parameters: , disable: }',
  });
  expect(errorsOf(text)).toEqual([]);
  expect(viewOf(loadScenario(text, 'x.yaml').value!.file).variants).toEqual([{ id: 'base' }, { id: 'v' }]);
});

test('an expression may run over lines, in blocks and in quotes', () => {
  const blocks = scenario({
    hazard: 'hazard: |\n      lam +\n      lam * lam',
    when: 'when: >-\n      at("k.a")\n      and not at("k.b")',
  });
  const { value, problems } = loadScenario(blocks, 'x.yaml');
  expect(problems.filter((p) => p.severity === 'error')).toEqual([]);
  expect(value!.expressions.get('nature h hazard')).toEqual(parseExpression('lam + lam * lam').value);
});

test('200 formulas may stand on one another, in an order of reading', () => {
  const { value } = loadScenario(chain(200), 'x.yaml');
  const bound = bindVariant(value!, { id: 'base' }).value!;
  expect(bound.derived.map((d) => d.id)).toEqual(Array.from({ length: 200 }, (_, i) => `d${199 - i}`));
});

test('a variant from a page or a command line is not read through the prototype', () => {
  const { value } = loadScenario(scenario(), 'x.yaml');
  for (const name of ['toString', 'isPrototypeOf'])
    expect(bindVariant(value!, { id: 'v', parameters: { [name]: 1 } }).problems.map((p) => p.code)).toEqual([
      'unknown-parameter',
    ]);
});

test('days of the calendar', () => {
  for (const day of ['2026-02-28', '2024-02-29', '1999-12-31', '0001-01-01']) expect(isDate(day), day).toBe(true);
  for (const day of ['2026-02-30', '2025-02-29', '2026-13-45', '2026-00-10', '2026-1-1', '', '2026-01-01T00:00'])
    expect(isDate(day), day).toBe(false);
});
