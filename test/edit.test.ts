// Edits of a scenario's text: one value changed is one line changed, and whatever is asked is what the text says afterwards.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Edit, editScenarioText } from '../engine/scenario/edit.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { blockYaml, inlineYaml, parseSource } from '../engine/scenario/source.ts';

const iran = readFileSync(join(import.meta.dirname, '..', 'scenarios', 'crises', 'iran-2026.yaml'), 'utf8');
const edit = (text: string, ...edits: Edit[]) => editScenarioText(text, 'x.yaml', edits);
const dataOf = (text: string) => parseSource(text, 'x.yaml').value!.data as Record<string, Record<string, unknown>>;

/** Lines of `after` that are not in `before`, and the other way round. */
function changedLines(before: string, after: string) {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return { added: b.filter((l) => !a.includes(l)), removed: a.filter((l) => !b.includes(l)) };
}

describe('the shipped scenario', () => {
  test('a parameter changed is one line changed, to the character', () => {
    const { value, problems } = edit(iran, { op: 'set', path: ['parameters', 'stance_gain', 'value'], value: 3.5 });
    expect(problems).toEqual([]);
    expect(value).toBe(iran.replace('stance_gain: {value: 3.0,', 'stance_gain: {value: 3.5,'));
  });

  test('every parameter, position, label and formula: one line each, and the file still loads', () => {
    const file = loadScenario(iran, 'iran').value!.file;
    const edits: Edit[] = [
      ...Object.entries(file.parameters!).map(
        ([id, p]): Edit => ({ op: 'set', path: ['parameters', id, 'value'], value: p.low! }),
      ),
      { op: 'set', path: ['actors', 'USA', 'stances', 'negotiation', 'position'], value: -0.25 },
      { op: 'set', path: ['moves', 'usa_backs_down', 'label'], value: "Washington's deadline: lapses, quietly" },
      { op: 'set', path: ['moves', 'usa_backs_down', 'utility'], value: '-audience_cost - alone' },
      { op: 'set', path: ['nature', 'meeting_slips', 'hazard'], value: 'slip_rate * pace' },
      { op: 'set', path: ['meta', 'days_reported'], value: [7, 90] },
    ];
    const { value, problems } = edit(iran, ...edits);
    expect(problems).toEqual([]);
    const { added, removed } = changedLines(iran, value!);
    // Some values stand at their low end already.
    expect(added.length).toBeGreaterThan(60);
    expect(added.length).toBeLessThanOrEqual(edits.length - 1);
    expect(removed.length).toBe(added.length);
    expect(value!.split('\n').length).toBe(iran.split('\n').length);
    expect(loadScenario(value!, 'x').problems.filter((p) => p.severity === 'error')).toEqual([]);
    expect(dataOf(value!).moves?.usa_backs_down).toMatchObject({ label: "Washington's deadline: lapses, quietly" });
  }, 20_000);

  test('an added variant, state, move and actor look like those beside them', () => {
    const { value, problems } = edit(
      iran,
      { op: 'set', path: ['variants', 'mine'], value: { label: 'Mine: first', parameters: { alert: 3 } } },
      { op: 'set', path: ['variants', 'mine', 'switches', 'guarantors'], value: true },
      { op: 'set', path: ['regions', 'border', 'states', 'closed'], value: { label: 'closed to all' } },
      {
        op: 'set',
        path: ['actors', 'CHN'],
        value: {
          label: 'China',
          holders: ['CHN'],
          opportunity_rate: 'tempo_mediators',
          stances: { mediation: { position: 0.2, salience: 0.1, idle: 'moves nothing' } },
        },
      },
      { op: 'set', path: ['meta', 'caveats', 5], value: 'One more.' },
    );
    expect(problems).toEqual([]);
    const { added, removed } = changedLines(iran, value!);
    expect(removed).toEqual([]);
    expect(added).toEqual(
      [
        "    - 'One more.'",
        "      closed: {label: 'closed to all'}",
        '  CHN:',
        '    label: China',
        '    holders: [CHN]',
        '    opportunity_rate: tempo_mediators',
        "      mediation: {position: 0.2, salience: 0.1, idle: 'moves nothing'}",
        "  mine: {label: 'Mine: first', parameters: {alert: 3}, switches: {guarantors: true}}",
      ].filter((l) => !iran.split('\n').includes(l)),
    );
    expect(loadScenario(value!, 'x').problems.filter((p) => p.severity === 'error')).toEqual([]);
  });

  test('what is added and removed again leaves no trace', () => {
    const place = { path: ['moves', 'usa_dreams'] };
    const added = edit(iran, { op: 'set', ...place, value: { actor: 'USA', to: { border: 'buffer' }, utility: '0' } });
    expect(edit(added.value!, { op: 'remove', ...place }).value).toBe(iran);
    const renamed = edit(iran, { op: 'rename', path: ['variants', 'base'], to: 'start' });
    expect(edit(renamed.value!, { op: 'rename', path: ['variants', 'start'], to: 'base' }).value).toBe(iran);
  });
});

test('comments, blanks, quotes and line ends stay as they are', () => {
  const text = [
    '# head',
    'a:   # why',
    '  - id: x   # first',
    '    n: 1',
    '  - {id: y,  n: 2}  # second',
    "b: {'7': 1, q: ~}",
    'c:',
    '',
  ].join('\r\n');
  const { value, problems } = edit(
    text,
    { op: 'set', path: ['a', 0, 'n'], value: 5 },
    { op: 'set', path: ['a', 2], value: { id: 'z' } },
    { op: 'set', path: ['b', '7'], value: 'x y' },
    { op: 'set', path: ['b', 'q', 'r'], value: [1] },
    { op: 'set', path: ['c', 'd', 'e'], value: null },
    { op: 'remove', path: ['a', 1, 'id'] },
  );
  expect(problems).toEqual([]);
  expect(value!.split('\r\n')).toEqual([
    '# head',
    'a:   # why',
    '  - id: x   # first',
    '    n: 5',
    '  - {n: 2}  # second',
    '  - {id: z}',
    "b: {'7': 'x y', q: {r: [1]}}",
    'c: {d: {e: null}}',
    '',
  ]);
});

describe('what cannot be done says why, and never writes something else', () => {
  const text = 'a: &x {n: 1}\nb: *x\nlist: [1, 2]\n';
  test.each<[string, Edit, string]>([
    ['a part that is repeated', { op: 'set', path: ['a', 'n'], value: 2 }, 'cannot-edit'],
    ['inside of a repetition', { op: 'set', path: ['b', 'n'], value: 2 }, 'cannot-edit'],
    ['a missing key removed', { op: 'remove', path: ['aa'] }, 'no-such-place'],
    ['below a value', { op: 'set', path: ['list', 0, 'x'], value: 2 }, 'no-such-place'],
    ['beyond a list', { op: 'set', path: ['list', 5], value: 2 }, 'no-such-place'],
    ['a name in a list', { op: 'set', path: ['list', 'length'], value: 2 }, 'no-such-place'],
    ['a name that exists', { op: 'rename', path: ['a'], to: 'b' }, 'no-such-place'],
    ['the whole file', { op: 'set', path: [], value: {} }, 'bad-edit'],
    ['the prototype', { op: 'set', path: ['__proto__', 'x'], value: 1 }, 'bad-edit'],
    ['a prototype inside a value', { op: 'set', path: ['c'], value: JSON.parse('{"__proto__": 1}') }, 'bad-edit'],
    ['a rename to a prototype', { op: 'rename', path: ['a'], to: 'constructor' }, 'bad-edit'],
    ['no number', { op: 'set', path: ['c'], value: Number.NaN }, 'bad-edit'],
    ['a function', { op: 'set', path: ['c'], value: () => 1 }, 'bad-edit'],
    ['too much', { op: 'set', path: ['c'], value: 'x'.repeat(300_000) }, 'bad-edit'],
  ])('%s', (_, e, code) => {
    const { value, problems } = edit(text, e);
    expect(value).toBeNull();
    expect(problems.map((p) => p.code)).toEqual([code]);
  });

  test('many small edits cannot grow a file without end', () => {
    const big = Array.from({ length: 8 }, (_, k): Edit => ({ op: 'set', path: [`k${k}`], value: 'x'.repeat(150_000) }));
    expect(edit(text, ...big).problems.map((p) => p.code)).toEqual(['file-too-large']);
    const many = Array.from({ length: 201 }, (): Edit => ({ op: 'set', path: ['k'], value: 1 }));
    expect(edit(text, ...many).problems.map((p) => p.code)).toEqual(['too-many-edits']);
  });

  test('an alias itself may be replaced', () => {
    expect(edit(text, { op: 'set', path: ['b'], value: 3 }).value).toBe('a: &x {n: 1}\nb: 3\nlist: [1, 2]\n');
  });
});

test('random documents in both styles: an edit does what it says', () => {
  const key = fc.constantFrom('a', 'b', 'c', '7', 'x y', "it's", 'true');
  const leaf = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(
      null,
      true,
      0,
      1e-7,
      '',
      'word',
      'two words',
      'a: b',
      '- x',
      '# no',
      '{x}',
      'null',
      '1.5',
      'line\nline',
      ' lead',
      "it's",
      '"',
      'é, ü',
    ),
  );
  const { tree } = fc.letrec<{ tree: unknown; map: object }>((tie) => ({
    tree: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('tree'), { maxLength: 3 }), tie('map')),
    map: fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  }));
  const root = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
  const asked = fc.record({
    op: fc.constantFrom('set', 'remove', 'rename'),
    path: fc.array(fc.oneof(key, fc.nat({ max: 3 })), { minLength: 1, maxLength: 4 }),
    value: tree,
    to: key,
  });
  let done = 0;
  fc.assert(
    fc.property(root, fc.boolean(), fc.array(asked, { minLength: 1, maxLength: 3 }), (data, flow, edits) => {
      const text = flow ? `# top\n${inlineYaml(data)} # end\n` : `# top\n${blockYaml(data)} # end\n`;
      const { value, problems } = edit(text, ...(edits as Edit[]));
      if (value === null) {
        expect(['no-such-place', 'bad-edit']).toContain(problems[0]!.code);
        return;
      }
      done++;
      expect(value.startsWith('# top\n')).toBe(true);
      const last = edits.at(-1)!;
      if (last.op !== 'set') return;
      const found = last.path.reduce<unknown>((d, s) => (d as Record<string, unknown>)[s], dataOf(value));
      expect(JSON.stringify(found)).toBe(JSON.stringify(last.value));
    }),
    { numRuns: 1000, seed: 20260202 },
  );
  expect(done).toBeGreaterThan(50);
});
