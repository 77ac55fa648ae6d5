// Odd files and odd wishes, as a hostile newcomer tries them on read, review, draft and diff: each ends in a Problem or a lawful answer.
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bytesOf, type OpenedArticle, openArticle } from '../engine/cli/articles.ts';
import { draft } from '../engine/cli/draft.ts';
import { read, readingJson } from '../engine/cli/read.ts';
import { readRecords } from '../engine/cli/records.ts';
import { review } from '../engine/cli/review.ts';
import { articleOf } from '../engine/reading/article.ts';
import { readArticle } from '../engine/reading/read.ts';
import { appendLines, headLine, parseReview, type ReviewEvent, startReview } from '../engine/reading/review.ts';
import { draftOf, draftSourceOf, type RolesAsked } from '../engine/scenario/draft.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import type { Checked } from '../engine/vocabulary/problem.ts';

const folder = mkdtempSync(join(tmpdir(), 'standoff-hostile-'));
const template = join(import.meta.dirname, '..', 'scenarios', 'templates', 'standoff.yaml');
const data = join(folder, 'data');
const put = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const lake = put(
  'lake.txt',
  `Kenya's president William Ruto warned on Monday that his country would strike Ugandan positions if Uganda does not withdraw. Uganda's foreign minister, Jeje Odongo, rejected the demand and said that Uganda would retaliate. Tanzania has offered to mediate.

About 4,500 soldiers have moved to the lake, according to a senior Kenyan official who spoke on condition of anonymity.
`,
);
const about = { date: '2026-03-11' };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let out = '';
let err = '';
beforeEach(() => {
  out = '';
  err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('review files', () => {
  const article = articleOf('Norland said no.', {
    ...{ id: 'made-up', outlet: 'Nobody', title: null, published: '2026-03-04', date_basis: 'made up' },
  });
  const begun = startReview(article, []);
  const when = '2026-03-04T10:00:00Z';
  const name = (k: number): ReviewEvent => ({ type: 'name', name: `name ${k}`, actor: 'NOR/x', reader: 'a', when });

  test('an editor may have put a byte order mark before it', () => {
    const text = `\uFEFF${headLine(begun)}${appendLines(begun, [name(1)])}`;
    expect(parseReview(text).value?.names).toHaveLength(1);
  });

  test('tens of thousands of decisions on one record, and of names, are read in a moment', () => {
    const one: ReviewEvent = { type: 'decision', record_id: 'made-up.s01', decision: 'reject', reader: 'a', when };
    const undo: ReviewEvent = { type: 'undo', record_id: 'made-up.s01', reader: 'a', when };
    const lines = [
      ...Array.from({ length: 30_000 }, () => one),
      ...Array.from({ length: 29_999 }, () => undo),
      ...Array.from({ length: 30_000 }, (_, k) => name(k)),
    ];
    const started = performance.now();
    const { value } = parseReview(headLine(begun) + appendLines(begun, lines));
    expect(performance.now() - started).toBeLessThan(4000);
    expect(value?.wordless[0]?.decisions).toHaveLength(1);
    expect(value?.names).toHaveLength(30_000);
  });

  test('an article file with a byte order mark is one, too', () => {
    const path = put(
      'bom.json',
      `\uFEFF${readFileSync(join(import.meta.dirname, '../data/articles/seed-000.json'), 'utf8')}`,
    );
    expect(readRecords([path]).value?.length).toBeGreaterThan(0);
  });

  test('a second article under the id of a reviewed one is refused before anything is written', async () => {
    for (const place of ['a', 'b']) mkdirSync(join(folder, place));
    const first = put('a/report.txt', readFileSync(lake, 'utf8'));
    const second = put('b/report.txt', `${readFileSync(lake, 'utf8')}More.\n`);
    const { value } = await openArticle(first, about);
    const reviews = join(data, 'reviews');
    mkdirSync(reviews, { recursive: true });
    const started = startReview(articleOf(value!.input.text, value!.meta), []);
    writeFileSync(join(reviews, 'one.jsonl'), headLine(started));
    expect(await review([second], { ...about, data })).toBe(1);
    expect(err).toMatch(/`report` is also the id of another article[\s\S]*--id/);
    expect(readdirSync(reviews)).toEqual(['one.jsonl']);
  });

  test('a folder in which no review can lie is a Problem, not a mistake of ours', async () => {
    expect(await review([lake], { ...about, data: lake })).toBe(1);
    expect(err).toMatch(/cannot be written \(\w+\)/);
  });
});

describe('read', () => {
  test('a link to nothing is called one', async () => {
    const path = join(folder, 'gone.txt');
    symlinkSync('/nowhere/at/all', path);
    expect((await bytesOf(path)).problems[0]).toMatchObject({ code: 'no-file', repair: expect.stringMatching(/link/) });
  });

  test('its JSON holds no six words of the article in a row, those of long names neither', async () => {
    const { value } = await openArticle(lake, about);
    const { input, meta } = value!;
    const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const runs = (all: readonly string[]): string[] => all.slice(5).map((_, k) => all.slice(k, k + 6).join(' '));
    const reading = readArticle(input.text, meta);
    const own = new Set(runs(words(input.text)));
    const said = runs(words(JSON.stringify(readingJson(lake, value!, reading))));
    expect(reading.proposals.length).toBeGreaterThan(0);
    expect(said.filter((run) => own.has(run))).toEqual([]);
  });

  test("a model's address that is none is a Problem, not a mistake of ours", async () => {
    expect(await read([lake], { ...about, extractor: 'llm', endpoint: 'file:///x', model: 'x' })).toBe(1);
    expect(err).toMatch(/unprotected[\s\S]*https:/);
  });
});

describe('draft', () => {
  const drafted = async (paths: readonly string[], more: object = {}): Promise<number> =>
    draft(paths, { ...about, data: join(folder, 'none'), ...more }, template);

  const bound = ({ value }: Checked<OpenedArticle>, roles: RolesAsked) =>
    draftOf(readFileSync(template, 'utf8'), [draftSourceOf(readArticle(value!.input.text, value!.meta))], { roles });

  test('the same text in two files counts once', async () => {
    const twin = join(folder, 'twin.txt');
    copyFileSync(lake, twin);
    expect(await drafted([lake, twin])).toBe(0);
    expect(err).toMatch(/twin\.txt is the same article/);
    expect(loadScenario(out, 'x').value?.file.meta.sources?.filter((s) => s.id !== 'base-rates')).toHaveLength(1);
  });

  test('two reviews under one id are not mixed', async () => {
    const other = put('b/other.txt', `${readFileSync(lake, 'utf8')}More.\n`);
    const shelf = join(folder, 'shelf', 'reviews');
    mkdirSync(shelf, { recursive: true });
    for (const path of [lake, other]) {
      const { input, meta } = (await openArticle(path, { ...about, id: 'same' })).value!;
      const article = articleOf(input.text, meta);
      const begun = startReview(article, []);
      const events = readArticle(input.text, meta).proposals.map(
        (p): ReviewEvent => ({
          ...{ type: 'proposal', extractor: p.made_by, record: p.record, confidence: p.confidence },
        }),
      );
      writeFileSync(join(shelf, `${input.sha256.slice(0, 12)}.jsonl`), headLine(begun) + appendLines(begun, events));
    }
    expect(await drafted([lake, other], { data: join(folder, 'shelf') })).toBe(1);
    expect(err).toMatch(/calls the article `same`, as another one/);
  });

  test('a party is no mediator and no neighbour as well; one named twice counts once', async () => {
    expect(await drafted([lake], { challenger: 'KEN', mediator: ['KEN'] })).toBe(1);
    expect(err).toMatch(/a party stands among the mediators too: KEN/);
    expect(await drafted([lake], { challenger: 'KEN', target: 'UGA', neighbour: 'UGA' })).toBe(1);
    expect(err).toMatch(/among the neighbour too: UGA/);
    const twice = bound(await openArticle(lake, about), { mediators: ['TZA', 'TZA'] });
    expect(twice.value?.report.roles[2]).toMatchObject({ actors: ['TZA'], name: 'Tanzania' });
  });

  test('an id in small letters is met with the one that is meant', async () => {
    expect(await drafted([lake], { challenger: 'ken' })).toBe(1);
    expect(err).toMatch(/did you mean `KEN`/);
  });

  test('without any record it is not called reviewed', async () => {
    const town = put('town.txt', 'The mayor opened the new bridge over the river, and the weather was fine all day.\n');
    const { value } = bound(await openArticle(town, about), { challenger: ['KEN'], target: ['UGA'] });
    expect(value?.report.total).toBe(0);
    expect(loadScenario(value!.text, 'x').value?.file.meta.caveats?.[0]).toMatch(/^Unreviewed: no record/);
  });
});
