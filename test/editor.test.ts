// The editor. Without a page: where a position stands in a half-written text, what can be written there, lines that differ, the comment with a reason, edits from a form. In the built page: break the scenario, mend it, undo; forms that refuse what would break it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { loadScenario } from '../engine/scenario/load.ts';
import type { ScenarioFile } from '../engine/scenario/schema.ts';
import { completionAt, type JsonSchema } from '../notebook/editor/completion.ts';
import { editsOf } from '../notebook/editor/edits.ts';
import { changedLines, lineDiff } from '../notebook/editor/line-diff.ts';
import { offsetOf, placeAt, type Step } from '../notebook/editor/place.ts';
import { offsetAt, offsetOfProblem, repairOf } from '../notebook/editor/problem-place.ts';
import { reasonComment, withReason } from '../notebook/editor/reason.ts';
import schema from '../scenarios/scenario.schema.json' with { type: 'json' };
import { campaign, inCampaign } from './campaign.ts';
import { audit, openSite, type Site } from './site.ts';

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
    const written = (source: string): string | undefined =>
      completionAt(...marked(source), schema as JsonSchema, file)?.options.find((o) => o.text === 'border.buffer')
        ?.insert;
    expect(written(`moves:\n  x: {when: 'at("bor|`)).toBe('border.buffer")');
    expect(written(`moves:\n  x: {when: 'at("bor|") and guarantors'`)).toBeUndefined();
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
      { numRuns: 50 },
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

test('a Problem has its place in the text, and a misspelt name its repair', () => {
  const wrong = text.replace("hazard: '1 / strike_days'", "hazard: '1 / strike_day'");
  const { problems } = loadScenario(wrong, 'test.yaml');
  const problem = problems.find((p) => p.code === 'unknown-name')!;
  const place = offsetOfProblem(problem, wrong)!;
  expect(wrong.slice(place.from, place.to)).toBe('strike_day');
  const repair = repairOf(problem, wrong)!;
  expect(wrong.slice(0, repair.from) + repair.insert + wrong.slice(repair.to)).toBe(text);
  expect(repairOf(problem, `${' '.repeat(20)}\n${wrong}`)).toBeNull();
  expect([offsetAt('a\nbc', 2, 2), offsetAt('a\nbc', 2, 9), offsetAt('a\nbc', 3, 1)]).toEqual([3, 4, null]);
});

describe('in the page', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.close());

  const says = (page: Page, words: RegExp, id = 'editor-status'): Promise<unknown> =>
    page.waitForFunction(
      ([pattern, testId]) =>
        new RegExp(pattern!).test(document.querySelector(`[data-testid="${testId}"]`)?.textContent ?? ''),
      [words.source, id],
    );
  /** What the walks write, and where: each edit solves every variant, so that a small scenario takes little; the campaign walks the case too. */
  const small = {
    scenario: 'textbook/ministep-dyad',
    document: { outcome: 'mutual', day: 60 },
    parameter: { id: 'reciprocity', from: '1.5', to: '2.5', label: 'Added worth of a tie that is returned' },
    more: /Both ties: \d+%\s*\(\d+ points more\)/,
    value: { name: /Opportunities a day/, to: '3,5', says: /2 to 3\.5/, line: 'rate: {value: 3.5,' },
    used: /absent/,
    region: { id: 'first_to_second', label: 'Tie of the first', state: 'present', misspelt: 'presen' },
    actor: { id: 'FIRST', label: 'First' },
  };
  const crisis: typeof small = {
    scenario: 'crises/iran-2026',
    document: { outcome: 'deal', day: 90 },
    parameter: { id: 'gap_between_terms', from: '2.9', to: '1.9', label: 'Gap between the terms of a nuclear deal' },
    // Terms that lie closer bring more deals.
    more: /A deal is signed: \d+%\s*\(\d+ points more\)/,
    value: {
      name: /Mean length of a limited exchange/,
      to: '7,5',
      says: /5 to 7\.5 day/,
      line: 'strike_days: {value: 7.5,',
    },
    used: /framework ready/,
    region: { id: 'diplomacy', label: 'Talks', state: 'talks', misspelt: 'talk' },
    actor: { id: 'USA', label: 'United States' },
  };
  const walked = inCampaign([small, crisis]);
  /** The case is what the page shows without a link. */
  const linkTo = ({ scenario, document }: typeof small): string => {
    if (scenario === crisis.scenario) return '';
    const made = { format: 'standoff-notebook/1', scenario, engine: '', inputs: '', selected: 'base', view: 'paths' };
    return `#n1=${deflateRawSync(JSON.stringify({ ...made, ...document })).toString('base64url')}`;
  };
  async function openEditor(options: Parameters<Site['open']>[0] = {}): Promise<{ page: Page; strays: string[] }> {
    const { page, strays } = await site.open(options);
    await page.locator('#scenario').scrollIntoViewIfNeeded();
    await page.getByTestId('open-editor').click();
    await says(page, /As shipped/);
    return { page, strays };
  }
  const asYaml = async (page: Page): Promise<void> => {
    await page.getByRole('radio', { name: 'as YAML' }).check();
    await page.locator('.cm-content').waitFor();
  };
  /** Puts the cursor behind a piece of the YAML. */
  const cursorAfter = async (page: Page, piece: string): Promise<void> => {
    await page.getByLabel('Find in the YAML').fill(piece);
    await page.getByLabel('Find in the YAML').press('Enter');
    await page.locator('.cm-content').focus();
    await page.keyboard.press('ArrowRight');
  };
  const sentence = (page: Page): Promise<string | null> => page.getByTestId('sentence').textContent();

  describe.each(walked)('$scenario', (walk) => {
    let opened: Awaited<ReturnType<typeof openEditor>>;
    beforeAll(async () => {
      opened = await openEditor({ path: linkTo(walk) });
    });
    afterAll(() => opened?.page.context().close());

    test('a typo is told with its line and the page keeps the last version that works; mended, the new model is solved; undo', async () => {
      const { page, strays } = opened;
      const { id, from, to, label } = walk.parameter;
      const before = await sentence(page);
      await asYaml(page);
      await cursorAfter(page, `${id}: {value: ${from}`);
      for (let i = 0; i < 3; i++) await page.keyboard.press('Backspace');
      await page.keyboard.type(`${to}x`);
      await says(page, /1 mistake; the page shows the scenario as shipped/);
      const line =
        read(`${walk.scenario}.yaml`)
          .split('\n')
          .findIndex((l) => l.includes(`${id}: {`)) + 1;
      const told = page.getByTestId('problems').locator('li.error');
      await expect.poll(() => told.textContent()).toMatch(new RegExp(`line ${line}, column \\d+.*should be a number`));
      await expect.poll(() => page.locator('.cm-lint-marker-error').count(), { timeout: 10_000 }).toBe(1);
      expect(await sentence(page)).toBe(before);

      // Nothing is lost when the page is loaded anew.
      await page.reload();
      await page.locator('#scenario').scrollIntoViewIfNeeded();
      await says(page, /1 mistake/);
      await asYaml(page);
      await told.getByRole('button', { name: `line ${line}` }).click();
      await expect.poll(() => page.locator('.cm-activeLine').textContent()).toContain(`${id}: {value: ${to}x`);
      await cursorAfter(page, `${to}x`);
      await page.keyboard.press('Backspace');
      await says(page, /No mistakes/);
      await expect
        .poll(() => page.locator('.differences li').allTextContents(), { timeout: 10_000 })
        .toEqual([expect.stringContaining(`“${label}”: ${from} to ${to} logit`)]);
      await page.waitForFunction(
        (old) => document.querySelector('[data-testid="sentence"]')?.textContent !== old,
        before,
      );
      await says(page, walk.more, 'live');

      // Undo outside of the editor puts the former text back into it.
      await page.getByTestId('undo').first().click();
      await says(page, /As shipped/);
      await page.getByLabel('Find in the YAML').fill(`${id}: {value: ${from},`);
      await page.getByLabel('Find in the YAML').press('Enter');
      await page.getByText('1 place', { exact: true }).waitFor();
      await page.getByTestId('redo').first().click();
      await says(page, /No mistakes/);
      await page.getByTestId('undo').first().click();
      await says(page, /As shipped/);
      await page.getByRole('radio', { name: 'by form' }).check();
      expect(strays).toEqual([]);
    }, 180_000);

    test('a change in words with its reason, what would break the scenario is refused, a new state and a move to it', async () => {
      const { page, strays } = opened;
      const { region, actor } = walk;
      const list = page.getByRole('navigation', { name: 'Parts of the scenario' });
      const choose = async (name: RegExp): Promise<void> => {
        await list.getByRole('searchbox').fill(name.source);
        await list.getByRole('button', { name }).first().click();
        await list.getByRole('searchbox').fill('');
      };
      await choose(walk.value.name);
      const value = page.getByLabel('Value', { exact: false }).first();
      await value.fill('seven');
      await value.press('Tab');
      await page.getByText('“seven” is no number').waitFor();
      await value.fill(walk.value.to);
      await value.press('Tab');
      await says(page, walk.value.says, 'reason');
      await page.getByLabel('Why? (optional)').fill('two weeks at most');
      await page.getByLabel('Your name (optional)').fill('N.N.');
      await page.getByRole('button', { name: 'Keep the reason' }).click();
      await page.getByTestId('reason').waitFor({ state: 'detached' });
      await page.getByText('Line by line').click();
      await expect
        .poll(() => page.locator('.line-diff .come').allTextContents(), { timeout: 10_000 })
        .toEqual([
          expect.stringMatching(/# changed \d{4}-\d{2}-\d{2} by N\.N\.: two weeks at most/),
          expect.stringContaining(walk.value.line),
        ]);

      await choose(walk.used);
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByText(/\d+ places use it/).waitFor();
      await page.getByRole('button', { name: 'Keep it' }).click();
      await expect.poll(() => page.locator('.differences li').count(), { timeout: 10_000 }).toBe(1);

      await list.getByRole('button', { name: 'Add a state' }).click();
      await page.getByLabel('Id needed').fill('stalled');
      await page.getByRole('button', { name: 'Add this state' }).click();
      await says(page, new RegExp(`new state ${region.id}\\.stalled`), 'differences');
      await list.getByText(/^Moves/).click();
      await list.getByRole('button', { name: 'Add a move' }).click();
      await page.getByLabel('Id needed').fill('it_stalls');
      await page.getByLabel('Actor needed').selectOption(actor.id);
      await page.getByLabel('Possible when').fill(`at("${region.id}.${region.misspelt}")`);
      await page.getByLabel('Add: region').selectOption(region.id);
      await page.getByLabel(new RegExp(`^Leads to: ${region.label}`)).selectOption('stalled');
      await page.getByRole('button', { name: 'Add this move' }).click();
      await page.locator('[data-field="when"] .field-problem', { hasText: region.state }).waitFor();
      await page.getByLabel('Possible when').fill(`at("${region.id}.${region.state}")`);
      await page.getByRole('button', { name: 'Add this move' }).click();
      await says(page, new RegExp(`new move it_stalls for ${actor.label}`), 'differences');
      expect(await audit(page, '#scenario')).toEqual([]);

      await page.getByRole('button', { name: 'Back to the scenario as shipped' }).click();
      await says(page, /As shipped/);
      await page.getByRole('button', { name: 'Undo: bring them back' }).click();
      await says(page, /3 differences/, 'differences');
      expect(strays).toEqual([]);
    }, 180_000);
  });

  test.runIf(campaign)(
    'at 390 px in the dark: nothing wider than the page, completions by keyboard, Tab leads out, no finding of axe',
    async () => {
      const { page, strays } = await openEditor({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
      await asYaml(page);
      await cursorAfter(page, 'when: \'at("us_force.limited")');
      await page.keyboard.type(' and gua');
      const options = page.locator('.cm-tooltip-autocomplete li');
      await options.first().waitFor();
      await expect
        .poll(() => options.allTextContents(), { timeout: 10_000 })
        .toEqual([expect.stringContaining('guarantors')]);
      await page.keyboard.press('Enter');
      await says(page, /no longer|now also needs “Outside powers guarantee a deal”/, 'differences');
      await options.first().waitFor({ state: 'detached' });
      await page.keyboard.type(' and at("bor');
      await options.filter({ hasText: 'border' }).first().waitFor();
      // A list that has just appeared does not take a key meant for the text.
      await page.waitForTimeout(200);
      await page.keyboard.press('Enter');
      await says(page, /“Turkish eastern border: as now”/, 'differences');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      expect(await audit(page, '#scenario')).toEqual([]);
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.closest('.cm-editor') === null)).toBe(true);
      // Still broken when somebody undoes elsewhere: set aside, not lost.
      await page.locator('.cm-content').focus();
      await page.keyboard.type(' and');
      await says(page, /mistake/);
      await page.getByTestId('undo').first().click();
      await page.getByRole('button', { name: 'Bring it back' }).click();
      await says(page, /mistake/);
      expect(strays).toEqual([]);
      await page.context().close();
    },
  );
});
