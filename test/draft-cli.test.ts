// standoff draft, and reading by a language model, as they are built: a draft of another crisis from one invented article, and nothing sent without a yes. Runs dist/cli.js.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadScenario } from '../engine/scenario/load.ts';
import { viewOf } from '../engine/scenario/view.ts';

const root = join(import.meta.dirname, '..');
const article = join(root, 'test', 'reading', 'dev', 'dev-b3.txt');
const folder = mkdtempSync(join(tmpdir(), 'standoff-draft-'));
const key = 'a-key-that-nobody-may-see';

let requests: { body: string; authorization: string | undefined }[] = [];
let reply = '{"statements": []}';
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    requests.push({ body, authorization: request.headers.authorization });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ choices: [{ message: { content: reply } }] }));
  });
});
let endpoint = '';
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The server answers in this process, so the command line must not block it. */
function standoff(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((done) => {
    const env = { ...process.env, STANDOFF_LLM_KEY: key, NO_COLOR: '1' };
    const child = spawn(process.execPath, [join(root, 'dist', 'cli.js'), ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('close', (code) => done({ code, out, err }));
  });
}

describe('standoff draft', () => {
  test('writes a scenario that loads and solves, says who got which role, and does not write over a file', async () => {
    const out = join(folder, 'draft.yaml');
    const args = ['draft', article, '--date', '2025-11-18', '--out', out];
    const { code, out: said, err } = await standoff(...args);
    expect([code, err]).toEqual([0, '']);
    expect(said).toMatch(/^ {2}challenger +Thailand \(THA\): |^ {2}challenger +Cambodia \(KHM\): /m);
    expect(said).toMatch(/^It solves: \d+ reachable configurations\.$/m);
    const { value, problems } = loadScenario(readFileSync(out, 'utf8'), 'draft.yaml');
    expect(problems).toEqual([]);
    const view = viewOf(value!.file);
    expect(view.caveats[0]).toMatch(/^Unreviewed: 0 of \d+ records decided\./);
    expect(view.stances.some((s) => s.position !== 0 && s.evidence.length > 0)).toBe(true);
    expect(await standoff(...args)).toMatchObject({ code: 2, err: expect.stringContaining('--force') });
  });

  test('takes the roles that it is given, and puts the scenario alone on standard output', async () => {
    const roles = ['--challenger', 'KHM', '--target', 'THA', '--no-mediator', '--no-neighbour'];
    const { code, out, err } = await standoff('draft', article, '--date', '2025-11-18', ...roles);
    expect(code).toBe(0);
    const { file } = loadScenario(out, 'draft.yaml').value!;
    expect(Object.values(file.actors!).map((a) => a.holders)).toEqual([['KHM'], ['THA'], []]);
    expect(file.switches!.mediators_at_work).toMatchObject({
      default: false,
      basis: expect.stringMatching(/^off: left out/),
    });
    expect(err).toContain('as asked for');
  });

  test('asks for a day that no file says, and for an article that is there', async () => {
    expect(await standoff('draft', article)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('--date'),
    });
    expect(await standoff('draft', 'nothing.txt')).toMatchObject({ code: 1, out: '' });
  });
});

describe('a language model', () => {
  const ask = (...more: string[]) =>
    standoff(
      'read',
      article,
      '--date',
      '2025-11-18',
      '--json',
      '--extractor',
      'llm',
      '--endpoint',
      endpoint,
      '--model',
      'tiny-1',
      '--replies',
      join(folder, 'replies'),
      ...more,
    );

  test('gets nothing while nobody says yes', async () => {
    const { code, err } = await ask();
    expect(code).toBe(1);
    expect(err).toContain('the text was not sent');
    expect(requests).toEqual([]);
    expect(existsSync(join(folder, 'replies'))).toBe(false);
  });

  test('reads when it is told to, is named on each record, and is not asked twice', async () => {
    const words = readFileSync(article, 'utf8')
      .split('\n')
      .find((line) => line.length > 200)!
      .split(' ');
    const statement = {
      ...{ sentence: 1, first_words: words.slice(8, 12).join(' '), last_words: words.slice(12, 15).join(' ') },
      ...{ speaker: 'THA', holders: ['THA'], targets: ['KHM'], issue: 'border_security', act: 'commit', position: 0.6 },
      ...{ intensity: 0.5, attribution: 'narrator', quote: 'indirect', hedged: false, via: [] },
      ...{ condition: 'none', condition_events: [], expects: 0.99 },
    };
    reply = JSON.stringify({ statements: [statement, { ...statement, first_words: 'nobody ever wrote this' }] });
    const first = await ask('--yes-send-text');
    expect(first.code).toBe(0);
    expect(first.err).toContain('1 of 2 statements of tiny-1 set aside');
    const read = JSON.parse(first.out) as { statements: { made_by: string; expects: number | null }[] };
    expect(read.statements).toMatchObject([{ made_by: 'llm/1 tiny-1', expects: null }]);
    expect(requests.map((r) => r.authorization)).toEqual([`Bearer ${key}`]);
    const again = await ask();
    expect([again.code, again.out]).toEqual([0, first.out]);
    expect(requests).toHaveLength(1);
    const kept = readdirSync(join(folder, 'replies')).map((f) => readFileSync(join(folder, 'replies', f), 'utf8'));
    expect([first.out, first.err, ...kept].join('\n')).not.toContain(key);
    requests = [];
  });

  test('needs an address and a model, and both stay away from the rules', async () => {
    expect(await standoff('read', article, '--extractor', 'llm')).toMatchObject({ code: 2 });
    expect(await standoff('read', article, '--model', 'tiny-1')).toMatchObject({ code: 2 });
    expect(requests).toEqual([]);
  });
});
