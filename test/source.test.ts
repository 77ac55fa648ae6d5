// The short way of reading plain YAML gives what the library gives, values and places, for every scenario that ships and for texts near them.
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPlain } from '../engine/scenario/plain-yaml.ts';
import { parseByLibrary, parseSource } from '../engine/scenario/source.ts';
import { type Path, problem } from '../engine/vocabulary/problem.ts';

const files = ['crises', 'templates', 'textbook'].flatMap((folder) =>
  readdirSync(`scenarios/${folder}`)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `scenarios/${folder}/${name}`),
);
const texts = files.map((file) => readFileSync(file, 'utf8'));

/** Every path of plain data, and one step beyond it. */
function pathsOf(data: unknown, path: Path = []): Path[] {
  const beyond = [...path, 'nowhere'];
  if (typeof data !== 'object' || data === null) return [path, beyond];
  return [path, beyond, ...Object.entries(data).flatMap(([key, value]) => pathsOf(value, [...path, key]))];
}

/** Whether both ways read the text alike; says false where only the library reads it. */
function sameReading(text: string, places: boolean): boolean {
  if (readPlain(text) === null) return false;
  const short = parseSource(text, 'f');
  const long = parseByLibrary(text, 'f');
  expect(long.problems).toEqual([]);
  expect(short.problems).toEqual([]);
  // As text, because the order of keys counts.
  expect(JSON.stringify(short.value!.data)).toBe(JSON.stringify(long.value!.data));
  expect(short.value!.data).toEqual(long.value!.data);
  if (places) {
    for (const path of pathsOf(short.value!.data))
      for (const p of [
        problem('unused', 'm', { path, repair: 'r' }),
        problem('other', 'm', { path, repair: 'r', within: { offset: 0, length: 1 } }),
        problem('other', 'm', { path, repair: 'r', within: { offset: 3, length: 1 } }),
      ])
        expect(short.value!.locate(p)).toEqual(long.value!.locate(p));
    expect(short.value!.outline()).toEqual(long.value!.outline());
  }
  return true;
}

test.each(files.map((file, i) => [file, texts[i]!]))('%s is read alike both ways', (_, text) => {
  sameReading(text, true);
});

test('the crisis that ships is read the short way', () => {
  expect(readPlain(texts[0]!)).not.toBeNull();
});

/** What stands in scenario files, and what turns plain YAML into something else. */
const bits = [
  ...[
    'a',
    'b:',
    'c: 1',
    "'x y'",
    '"z"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ', ',
    ':',
    ': ',
    '- ',
    '-',
    '#',
    ' #',
    '\n',
    '\n  ',
    '\n    ',
  ],
  ...[
    '1',
    '-0.5',
    '1e3',
    '0x1f',
    '.5',
    '1.',
    '+1',
    '~',
    'null',
    'true',
    '&a ',
    '*a',
    '!!str ',
    '|\n',
    '>-\n',
    '? ',
    "''",
    "'",
    '"',
  ],
  ...[
    '\t',
    '\r\n',
    '---\n',
    '...\n',
    '%',
    '@',
    '`',
    '  ',
    ' ',
    '\u00A0',
    '\u0085',
    '\uFEFF',
    '\u2028',
    '(',
    '1/day',
    '\\',
    '<<: ',
  ],
];

test('texts a few characters away from a scenario are read alike', () => {
  let plain = 0;
  const small = texts.filter((text) => text.length < 3_000);
  fc.assert(
    fc.property(
      fc.constantFrom(...small),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(4), fc.constantFrom(...bits)), {
        minLength: 1,
        maxLength: 2,
      }),
      (base, changes) => {
        let text = base;
        for (const [where, removed, put] of changes) {
          const at = Math.floor(where * text.length);
          text = text.slice(0, at) + put + text.slice(at + removed);
        }
        if (sameReading(text, false)) plain++;
      },
    ),
    { numRuns: 1_000 },
  );
  // Otherwise nothing has been compared: about one text in seventeen stays plain.
  expect(plain).toBeGreaterThan(20);
});

test('any arrangement of the signs of YAML is read alike', () => {
  let plain = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 8 }), (parts) => {
      const put = parts.join('');
      for (const text of [
        `k: ${put}`,
        `k: ${put}\nl: 1\n`,
        `k:\n  ${put}`,
        `k: [${put}]\nl: {m: ${put}}`,
        `k:\n  - ${put}\nl: a`,
      ])
        if (sameReading(text, true)) plain++;
    }),
    { numRuns: 1_000 },
  );
  expect(plain).toBeGreaterThan(100);
});
