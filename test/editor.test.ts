// The editor's parts without a page: where a position stands in a half-written text, what can be written there, lines that differ, the comment with a reason, edits from a form.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { loadScenario } from '../engine/scenario/load.ts';
import type { ScenarioFile } from '../engine/scenario/schema.ts';
import { completionAt, type JsonSchema } from '../notebook/editor/completion.ts';
import { editsOf } from '../notebook/editor/edits.ts';
import { changedLines, lineDiff } from '../notebook/editor/line-diff.ts';
import { offsetOf, placeAt, type Step } from '../notebook/editor/place.ts';
import { reasonComment, withReason } from '../notebook/editor/reason.ts';
import schema from '../scenarios/scenario.schema.json' with { type: 'json' };

const read = (name: string): string => readFileSync(join(import.meta.dirname, '../scenarios', name), 'utf8');
const text = read('crises/iran-2026.yaml');
const fileOf = (source: string): ScenarioFile => loadScenario(source, 'test.yaml').value!.file;
const file = fileOf(text);

/** `|` marks the position. */
const marked = (source: string): [string, number] => [source.replace('|', ''), source.indexOf('|')];

describe('where a position stands', () => {
  test.each([
    ['', '|', [], 'key', ''],
    ['a section', 'me|', [], 'key', 'me'],
    ['a key of a block', 'moves:\n  x:\n    wh|', ['moves', 'x'], 'key', 'wh'],
    ['a key in braces', 'moves:\n  x: {actor: USA, wh|', ['moves', 'x'], 'key', 'wh'],
    ['an empty line', 'moves:\n  x:\n    |\n    to: {}\n', ['moves', 'x'], 'key', ''],
    ['an empty line further left', 'moves:\n  x:\n    to: {}\n  |\n', ['moves'], 'key', ''],
    ['a value', 'moves:\n  x: {actor: US|, to: {}}', ['moves', 'x', 'actor'], 'value', 'US'],
    ['a value not begun', 'meta:\n  id: |', ['meta', 'id'], 'value', ''],
    ['quotes', `moves:\n  x:\n    when: 'at("b.|`, ['moves', 'x', 'when'], 'value', 'at("b.'],
    ['two quotes in quotes', "meta: {title: 'it''s |", ['meta', 'title'], 'value', "it''s "],
    ['braces over lines', 'moves:\n  x: {actor: A,\n    to: {r: |', ['moves', 'x', 'to', 'r'], 'value', ''],
    ['a list of lines', 'always:\n  - id: a\n  - id: b\n    wh|', ['always', 1], 'key', 'wh'],
    ['a list under its key', 'always:\n- id: a\n- to: {r: |', ['always', 1, 'to', 'r'], 'value', ''],
    ['a list in brackets', 'variants:\n  v: {disable: [a, b|', ['variants', 'v', 'disable', 1], 'value', 'b'],
    ['a comment', 'meta: {} # ti|', ['meta'], 'comment', ' ti'],
    ['a text of lines', 'meta:\n  title: >\n    one: {\n    tw|o\n', ['meta', 'title'], 'value', '    one: {\n    tw'],
    ['after a text of lines', 'meta:\n  title: >\n    one: {\n  i|', ['meta'], 'key', 'i'],
    ['after brackets', 'a: {b: {c: 1}, d: [1, 2]}\ne|', [], 'key', 'e'],
  ])('%s', (_, source, path, at, typed) => {
    expect(placeAt(...marked(source))).toMatchObject({ path, at, typed });
  });

  test('agrees with the YAML parser on every key and value of the shipped files', () => {
    let count = 0;
    for (const name of ['crises/iran-2026.yaml', 'textbook/machine-shop.yaml', 'textbook/one-move.yaml']) {
      const source = read(name);
      const visit = (node: Node | null, path: Step[]): void => {
        if (isMap(node))
          for (const pair of node.items) {
            const key = pair.key as Node & { value: unknown };
            const here = [...path, String(key.value)];
            if (count++ % 5 === 0) expect(offsetOf(source, here), here.join('.')).toBe(key.range![0]);
            visit(pair.value as Node | null, here);
          }
        else if (isSeq(node)) for (const [i, item] of node.items.entries()) visit(item as Node, [...path, i]);
        else if (isScalar(node) && count++ % 5 === 0) {
          const place = placeAt(source, Math.floor((node.range![0] + node.range![1]) / 2));
          expect([place.at, ...place.path]).toEqual(['value', ...path]);
        }
      };
      visit(parseDocument(source).contents, []);
    }
    expect(count).toBeGreaterThan(3000);
  });

  test('any text and position has a place, in time that grows with the text', () => {
    const piece = fc.constantFrom('a', ': ', '\n', '  ', '- ', '{', '}', '[', ']', "'", '"', '#', '|', ',', '\\', 'é');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.nat(80), (pieces, position) => {
        const place = placeAt(pieces.join(''), Math.min(position, pieces.join('').length));
        expect(['key', 'value', 'comment']).toContain(place.at);
      }),
    );
    for (const part of ['a ', '{', "'", '- ', 'a: ', '\n', ' '])
      expect(placeAt(part.repeat(100_000), part.length * 100_000).at).toBeTruthy();
  });
});

describe('what can be written', () => {
  const offered = (source: string): string[] => {
    const [plain, position] = marked(source);
    return completionAt(plain, position, schema as JsonSchema, file)?.options.map((o) => o.text) ?? [];
  };
  test('keys of the section, needed ones marked, those there already left out', () => {
    expect(offered('regions:\n  extra:\n    |')).toEqual(['label', 'initial', 'states']);
    expect(offered('parameters:\n  extra: {va|')).toContain('basis');
    expect(offered('moves:\n  israel_strikes:\n    |')).toEqual(['consent']);
    expect(offered('outcomes:\n  extra: {|')).toEqual(expect.arrayContaining(['kind', 'set', 'causes', 'first']));
    expect(offered('|')).toEqual([]);
    const [plain, position] = marked('parameters:\n  extra: {va|');
    const found = completionAt(plain, position, schema as JsonSchema, null)!;
    expect(plain.slice(found.from, position)).toBe('va');
    expect(found.options.find((o) => o.text === 'value')).toEqual({
      text: 'value',
      kind: 'key',
      detail: 'needed: central value',
      insert: 'value: ',
    });
  });
  test('words that the schema allows', () => {
    expect(offered('outcomes:\n  extra: {kind: |')).toEqual(['reach', 'at', 'race', 'both', 'before']);
    expect(offered('parameters:\n  extra: {distribution: log|')).toEqual(['normal', 'lognormal', 'beta', 'fixed']);
    expect(offered('switches:\n  extra: {default: |')).toEqual(['true', 'false']);
  });
  test('names of the scenario, each where it may stand', () => {
    expect(offered('moves:\n  extra: {actor: |')).toEqual(Object.keys(file.actors!));
    expect(offered('moves:\n  extra: {to: {|')).toEqual(Object.keys(file.regions));
    expect(offered('moves:\n  extra: {to: {border: |')).toEqual(['baseline', 'reinforced', 'buffer']);
    expect(offered('regions:\n  border:\n    initial: |')).toEqual(['baseline', 'reinforced', 'buffer']);
    expect(offered('regions:\n  x:\n    states: {a: {coordinate: {|')).toEqual(Object.keys(file.issues!));
    expect(offered('actors:\n  EGY:\n    stances:\n      |')).toEqual(Object.keys(file.issues!));
    expect(offered('variants:\n  extra: {stances: {|')).toContain('RUS.negotiation');
    expect(offered('variants:\n  extra: {parameters: {|')).toEqual(Object.keys(file.parameters!));
    expect(offered('variants:\n  extra: {disable: [|')).toEqual(
      expect.arrayContaining(['israel_strikes', 'deal_fails']),
    );
    expect(offered('parameters:\n  extra: {evidence: [|')).toContain('seed-003.s22');
  });
  test('inside expressions: states in at, stances in stance, names by what may be read', () => {
    expect(offered(`moves:\n  x: {when: 'at("|`)).toContain('border.buffer');
    expect(offered(`moves:\n  x: {utility: '1 - stance("R|`)).toContain('RUS.negotiation');
    expect(offered(`moves:\n  x: {when: 'stance("|`)).toEqual([]);
    const guard = offered(`moves:\n  x: {when: 'at("border.buffer") and g|`);
    expect(guard).toEqual(expect.arrayContaining(['guarantors', 'at', 'not']));
    expect(guard).not.toContain('provocation');
    expect(offered(`moves:\n  x: {utility: '-prov|`)).toEqual(
      expect.arrayContaining(['provocation', 'counsel_on_force', 'guarantors', 'sides', 'max']),
    );
    expect(offered('nature:\n  x:\n    hazard: slip|')).toContain('slip_rate');
  });
  test('nothing in comments and free texts', () => {
    expect(offered('meta: {} # x|')).toEqual([]);
    expect(offered('meta: {title: a|')).toEqual([]);
  });
});

describe('lines that differ', () => {
  const shown = (a: string, b: string, context?: number): string[] =>
    lineDiff(a, b, context).flatMap((h) => [
      `@${h.before}/${h.after}`,
      ...h.lines.map((line) => `${line.sign}${line.text}`),
    ]);
  test('one line in the middle, with its neighbours', () => {
    expect(shown('a\nb\nc\nd\ne\nf', 'a\nb\nc\nX\ne\nf', 1)).toEqual(['@3/3', ' c', '-d', '+X', ' e']);
    expect(shown('a\nb', 'a\nb')).toEqual([]);
    expect(changedLines('a\nb\nc', 'a\nX\nc')).toEqual([2]);
    expect(changedLines('a\nb\nc', 'a\nc')).toEqual([2]);
  });
  test('far apart: two pieces', () => {
    const lines = Array.from({ length: 30 }, (_, i) => String(i));
    const after = lines.with(2, 'x').toSpliced(20, 0, 'new');
    expect(shown(lines.join('\n'), after.join('\n'), 1)).toEqual([
      '@2/2',
      ' 1',
      '-2',
      '+x',
      ' 3',
      '@20/20',
      ' 19',
      '+new',
      ' 20',
    ]);
  });
  test('the script turns the one text into the other and is as short as can be', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const script = lineDiff(a.join('\n'), b.join('\n'), 1000).flatMap((h) => h.lines);
        const side = (signs: string): string => script.flatMap((l) => (signs.includes(l.sign) ? [l.text] : [])).join();
        if (a.join('\n') === b.join('\n')) expect(script).toEqual([]);
        else {
          expect(side(' -')).toBe(a.length === 0 ? '' : a.join());
          expect(side(' +')).toBe(b.length === 0 ? '' : b.join());
          const [left, right] = [a.length === 0 ? [''] : a, b.length === 0 ? [''] : b];
          expect(script.filter((l) => l.sign === ' ').length).toBe(longestCommon(left, right));
        }
      }),
    );
  });
  test('texts that have nothing in common end in time', () => {
    const many = (word: string): string => Array.from({ length: 20_000 }, (_, i) => `${word} ${i}`).join('\n');
    const [hunk, ...more] = lineDiff(many('a'), many('b'));
    expect(more).toEqual([]);
    expect(hunk!.lines.length).toBe(40_000);
  });
});

/** Length of the longest common subsequence, by the textbook's table: not the algorithm under test. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++)
      table[i]![j] = a[i - 1] === b[j - 1] ? table[i - 1]![j - 1]! + 1 : Math.max(table[i - 1]![j]!, table[i]![j - 1]!);
  return table[a.length]![b.length]!;
}

describe('a reason beside a change', () => {
  const reason = { who: 'N.N.', when: '2026-02-05', why: 'the envoy said so' };
  test('stands above the changed line, as far in, and leaves the scenario what it is', () => {
    const after = text.replace('strike_days: {value: 5,', 'strike_days: {value: 6,');
    const [first] = withReason(text, after, reason);
    const lines = first!.split('\n');
    const at = lines.findIndex((line) => line.startsWith('  strike_days:'));
    expect(lines[at - 1]).toBe('  # changed 2026-02-05 by N.N.: the envoy said so');
    expect(fileOf(first!)).toEqual(fileOf(after));
  });
  test('inside a text of several lines another place is offered', () => {
    const before = 'meta:\n  id: x\n  description: >\n    one\n    two\n';
    const places = withReason(before, before.replace('two', 'three'), reason);
    expect(places.map((p) => p.split('\n').findIndex((line) => line.includes('# changed')))).toEqual([4, 2, 0]);
  });
  test('stays a comment whatever is typed', () => {
    expect(reasonComment({ who: ' ', when: '2026-02-05', why: 'a\nmoves: {}\u0000' })).toBe(
      '# changed 2026-02-05: a moves: {}',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (who, why) => {
        const comment = reasonComment({ ...reason, who, why });
        expect(parseDocument(`a: 1\n${comment}\nb: 2\n`).toJS()).toEqual({ a: 1, b: 2 });
        expect(comment.split(/[\n\r\u2028\u2029\u0085]/).length).toBe(1);
      }),
    );
  });
});

test('a form says its changes in the smallest edits', () => {
  const before = { label: 'a', to: { r: 's' }, utility: '-x', consent: { A: '0' } };
  const path = ['moves', 'm'];
  expect(editsOf(path, before, before)).toEqual([]);
  expect(editsOf(path, before, { ...before, label: 'b' })).toEqual([
    { op: 'set', path: [...path, 'label'], value: 'b' },
  ]);
  expect(editsOf(path, before, { ...before, consent: {}, to: { r: 't', q: 'u' } })).toEqual([
    { op: 'set', path: [...path, 'to', 'r'], value: 't' },
    { op: 'set', path: [...path, 'to', 'q'], value: 'u' },
    { op: 'remove', path: [...path, 'consent'] },
  ]);
  expect(editsOf(path, undefined, before)).toEqual([{ op: 'set', path, value: before }]);
  expect(editsOf(path, before, undefined)).toEqual([{ op: 'remove', path }]);
  expect(editsOf(['v'], { disable: ['a'] }, { disable: ['a', 'b'] })).toEqual([
    { op: 'set', path: ['v', 'disable'], value: ['a', 'b'] },
  ]);
  const causes = [{ id: 'a', set: '1' }];
  expect(editsOf(['o'], { causes }, { causes: [{ id: 'a', set: '0' }] })).toEqual([
    { op: 'set', path: ['o', 'causes', 0, 'set'], value: '0' },
  ]);
});
