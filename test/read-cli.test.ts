// standoff read and standoff review as processes: tables and JSON, folders with files that cannot be read, decisions that survive Ctrl-C. Runs dist/cli.js, which `npm test` builds before.
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decidedRecords, parseReview, type Review } from '../engine/reading/review.ts';
import { sha256Hex } from '../engine/vocabulary/hash.ts';

const cli = resolve(import.meta.dirname, '../dist/cli.js');
const story = `BAKU/YEREVAN, March 11 - Armenia's foreign minister warned on Wednesday that the country would close its border with Azerbaijan if troops crossed it again.

"We want talks, and we want them this week," Georgian Prime Minister Irakli Kobakhidze told reporters. "Nobody here will support sanctions."

Azerbaijan's Defence Ministry rejected the accusation and said about 1,200 soldiers had been withdrawn.`;
const german =
  'Der Minister sagte am Dienstag, dass die beiden Länder vorerst keine Truppen an die Grenze schicken würden. ';

let folder = '';
beforeAll(() => {
  if (!existsSync(cli))
    throw new Error('dist/cli.js is missing: run `npx vite build --mode node` (npm test does it before)');
  folder = mkdtempSync(join(tmpdir(), 'standoff-read-'));
  mkdirSync(join(folder, 'many/more'), { recursive: true });
  write('story.txt', story);
  write('many/a.md', `---\ndate: 2026-03-11\nsource: The Gazette\n---\n# News\n\n${story}`);
  write('many/b.txt', Uint8Array.from([0, 1, 2, 3]));
  write('many/c.txt', '');
  write('many/d.txt', german.repeat(8));
  write(
    'many/more/e.html',
    `<html><head><meta name="date" content="2026-03-11"></head><body><article>${story
      .split('\n\n')
      .map((p) => `<p>${p}</p>`)
      .join('')}</article></body></html>`,
  );
  write('many/notes.pdf', 'not looked at');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs standoff; `talk` is called with all of its output so far whenever there is more, and with a way to answer or to stop it. */
function standoff(
  args: string[],
  input = '',
  talk?: (out: string, say: (text: string) => void, stop: () => void) => void,
) {
  return new Promise<Answer>((done, fail) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd: folder });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      talk?.(
        out,
        (text) => child.stdin.write(text),
        () => child.kill('SIGINT'),
      );
    });
    child.stderr.on('data', (chunk) => (err += chunk));
    child.on('close', (code) => {
      if (/our mistake|\n\s+at /.test(err)) fail(new Error(err));
      done({ code, out, err });
    });
    if (talk === undefined) child.stdin.end(input);
  });
}

test('read: a table, JSON of the documented shape, the same twice; a day is asked for', async () => {
  const args = ['read', 'story.txt', '--date', '2026-03-11', '--outlet', 'The Gazette'];
  const [table, json, piped, undated] = await Promise.all([
    standoff(args),
    standoff([...args, '--json', '--id', 'caucasus-1']),
    standoff(['read', '-', '--date', '2026-03-11', '--json', '--id', 'caucasus-1', '--outlet', 'The Gazette'], story),
    standoff(['read', 'story.txt']),
  ]);
  expect([table.code, table.err]).toEqual([0, '']);
  expect(table.out).toContain('story.txt: story, The Gazette, 2026-03-11 (given by hand)');
  expect(table.out).toMatch(/where +who +for +issue +position +condition +known by +sure/);
  expect(table.out).toMatch(/¶2 +Irakli Kobakhidze +Georgia /);
  const reading = JSON.parse(json.out);
  expect(reading.article).toMatchObject({
    id: 'caucasus-1',
    sha256: sha256Hex(story),
    length_utf16: story.length,
    paragraphs: 3,
  });
  expect(reading.actors.map((a: { id: string }) => a.id)).toEqual(expect.arrayContaining(['AZE', 'GEO/kobakhidze']));
  expect(reading.statements.length).toBeGreaterThan(1);
  for (const s of reading.statements) {
    expect(sha256Hex(story.slice(s.span.start, s.span.end))).toBe(s.span.sha256);
    expect(s.attribution.class).toMatch(/^[a-z_]+$/);
    expect(s.confidence).toBeGreaterThanOrEqual(0);
    expect(s.confidence).toBeLessThanOrEqual(1);
  }
  expect(JSON.parse(piped.out)).toEqual({ ...reading, article: { ...reading.article, file: null } });
  expect([undated.code, undated.err]).toEqual([1, expect.stringContaining('--date YYYY-MM-DD')]);
});

test('read: a folder with files that cannot be read; each is told, the others are written', async () => {
  const [out, stream] = await Promise.all([
    standoff(['read', 'many', '--out', 'records']),
    standoff(['read', 'many', 'nowhere.txt', '--json']),
  ]);
  expect(out.code).toBe(1);
  expect(out.out).toMatch(
    /^2 of 5 articles read; \d+ statements?, .*; 1 not in English; 2 could not be read; written to records\.\n$/,
  );
  expect(out.err).toContain('b.txt: error: this is not a text file but binary data');
  expect(out.err).toContain('c.txt: error: the file is empty');
  expect(out.err).toContain('d.txt: note: the text seems to be in German, not English');
  expect(readdirSync(join(folder, 'records')).sort()).toEqual(['a.json', 'd.json', 'e.json']);
  const read = (name: string) => JSON.parse(readFileSync(join(folder, 'records', name), 'utf8'));
  expect(read('a.json').article).toMatchObject({ outlet: 'The Gazette', published: '2026-03-11' });
  expect([read('d.json').language, read('d.json').statements]).toEqual(['German', []]);
  expect(read('e.json').statements.length).toBe(read('a.json').statements.length);
  expect(JSON.parse(stream.out).articles).toHaveLength(3);
  expect([stream.code, stream.err]).toEqual([1, expect.stringContaining('nowhere.txt: error: there is no such file')]);
});

test('review: every decision is on the disk at once, Ctrl-C and a torn line lose nothing, two readers are compared', async () => {
  const file = join(folder, 'data/reviews', `${sha256Hex(story).slice(0, 12)}.jsonl`);
  const reviewed = (path = file): Review => parseReview(readFileSync(path, 'utf8')).value!;
  const args = ['review', 'story.txt', '--date', '2026-03-11', '--reader', 'anna'];
  // Accepts one, rejects one, and is stopped in the middle of an edit.
  const answers = ['a\n', 'r not hers\n', 'e\n'];
  let waiting = 0;
  const stopped = await standoff(args, '', (out, say, stop) => {
    if (/who says it \[/.test(out)) {
      if (waiting >= 0) stop();
      waiting = -1;
    } else if (waiting >= 0 && (out.match(/\[q\]uit > /g)?.length ?? 0) > waiting) say(answers[waiting++]!);
  });
  expect([stopped.code, stopped.out]).toEqual([130, expect.stringMatching(/2 of \d+ decided by anna; kept in /)]);
  expect(stopped.out).toContain('⟦');
  const before = reviewed();
  expect(decidedRecords(before, 'anna')).toHaveLength(1);
  expect(readFileSync(file, 'utf8')).not.toContain('close its border');

  // The power fails in the middle of a line; the day needs not be given again, and nothing is proposed again.
  appendFileSync(file, '{"type":"decision","record_id":"story.s0');
  const resumed = await standoff(['review', 'story.txt', '--reader', 'anna'], 'u\na\nq\n');
  expect([resumed.code, resumed.err]).toEqual([0, expect.stringContaining('set aside')]);
  expect(decidedRecords(reviewed(), 'anna')).toHaveLength(2);
  expect(reviewed().items.length).toBe(before.items.length);

  const ben = await standoff(
    ['review', 'story.txt', '--reader', 'ben', '--data', 'ben', '--date', '2026-03-11', '--with', file],
    'a\nr\n\nq\n',
  );
  expect([ben.code, ben.out]).toEqual([0, expect.stringContaining('anna: accept')]);
  const agreed = await standoff(['review', '--agreement', file, file.replace('/data/', '/ben/')]);
  expect(agreed.out).toMatch(
    /^2 records decided by both anna and ben\.\nThe same decision on 1 of 2 \(50%\); Cohen's kappa /,
  );
});
