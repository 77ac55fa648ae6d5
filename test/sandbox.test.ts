// A stranger's code in the frame of a code cell: every way out that we know, tried against a listening server, with the same page bare as control; then what the frame can do, and how it is stopped.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CodePlace, compileCode, placeInSource } from '../notebook/graph/code.ts';
import type { FrameAnswer, runInFrame } from '../notebook/sandbox/host.ts';
import { sandboxPage } from '../vite.config.ts';
import { launchBrowser } from './browser.ts';
import { leaving, neverHere, quiet, reaching } from './sandbox-attacks.ts';

const root = resolve(import.meta.dirname, '..');

interface Listener {
  readonly http: string;
  readonly turn: string;
  /** Names of attacks that arrived. */
  readonly hits: Set<string>;
  close(): void;
}

let pages: Server;
let address: string;
let browser: Browser;
/** By file: the hash that its policy allows, as an attribute of a script. */
const integrity: Record<string, string> = {};

/** A server for whatever arrives: by HTTP, by WebSocket, and by TCP for a TURN client. */
async function listen(): Promise<Listener> {
  const hits = new Set<string>();
  const nameOf = (path: string): string => path.slice(1).replace(/\?.*/, '');
  const http = createHttpServer((request, response) => {
    hits.add(nameOf(request.url!));
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/plain' }).end('x');
  }).listen(0, '127.0.0.1');
  http.on('upgrade', (request, socket) => {
    hits.add(nameOf(request.url!));
    socket.destroy();
  });
  const turn = createTcpServer((socket) => {
    hits.add('webrtc');
    socket.on('error', () => {}).destroy();
  }).listen(0, '127.0.0.1');
  await Promise.all([http, turn].map((s) => new Promise((ready) => s.once('listening', ready))));
  const portOf = (s: { address(): unknown }): number => (s.address() as AddressInfo).port;
  return {
    http: `http://127.0.0.1:${portOf(http)}/`,
    turn: `turn:127.0.0.1:${portOf(turn)}?transport=tcp`,
    hits,
    close() {
      http.close();
      http.closeAllConnections();
      turn.close();
    },
  };
}

beforeAll(async () => {
  const [page, modules, launched] = await Promise.all([sandboxPage(), hostModules(), launchBrowser()]);
  browser = launched;
  const script = /<script>([\s\S]*)<\/script>/.exec(page)![1]!;
  const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
  const allowed = hashOf(script);
  expect(page).toContain(`script-src '${allowed}' 'unsafe-eval'`);
  const policyOfPage = /<meta\s+http-equiv="Content-Security-Policy"[^>]*>/.exec(
    readFileSync(resolve(root, 'notebook/index.html'), 'utf8'),
  )![0];
  const withoutTypes = page.replace(/; require-trusted-types-for 'script'; trusted-types cell/, '');
  expect(withoutTypes).not.toBe(page);
  // What is left when elements are not looked at either: the policy, made narrower by the script itself.
  const unguarded = script.replace('link meta base script iframe', 'none');
  expect(unguarded).not.toBe(script);
  const withoutGuard = withoutTypes.replace(script, () => unguarded).replace(allowed, () => hashOf(unguarded));
  for (const file of ['bare.html', 'policy-alone.html', 'sandbox.html', 'without-types.html'])
    integrity[file] = allowed;
  integrity['without-guard.html'] = hashOf(unguarded);
  // Runs what it is told and takes nothing away beforehand; with the frame's policy around it, or with none.
  const naive = `onmessage = ({ data }) => (0, eval)(data).then((out) => parent.postMessage(out, "*"))`;
  const policyAlone = withoutTypes
    .replace(/<script>[\s\S]*<\/script>/, () => `<script>${naive}</script>`)
    .replace(`'${allowed}'`, () => `'${allowed}' '${hashOf(naive)}'`);
  const html = (text: string) => ['text/html', `<!doctype html><html lang="en">${text}</html>`] as const;
  const files: Record<string, readonly [type: string, text: string]> = {
    '/': html(`<head>${policyOfPage}<title>host</title></head><body></body>`),
    '/bare': html('<title>bare host</title><body></body>'),
    '/bare.html': html(`<body><script>${naive}</script></body>`),
    '/policy-alone.html': html(policyAlone),
    '/sandbox.html': html(page),
    '/without-types.html': html(withoutTypes),
    '/without-guard.html': html(withoutGuard),
    ...Object.fromEntries(Object.entries(modules).map(([name, text]) => [name, ['text/javascript', text] as const])),
  };
  pages = createHttpServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://x');
    const file = Object.hasOwn(files, pathname) ? files[pathname] : undefined;
    response.writeHead(file ? 200 : 404, { 'content-type': file?.[0] ?? 'text/plain' }).end(file?.[1]);
  }).listen(0, '127.0.0.1');
  await new Promise((ready) => pages.once('listening', ready));
  address = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await browser?.close();
  pages?.close();
});

/** The page's side, as modules: file name → text. */
async function hostModules(): Promise<Record<string, string>> {
  const entry = {
    host: resolve(root, 'notebook/sandbox/host.ts'),
    code: resolve(root, 'notebook/graph/code.ts'),
  };
  const built = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['es'] } },
  });
  const { output } = (built as { output: { fileName: string; code: string }[] }[])[0]!;
  return Object.fromEntries(output.map((chunk) => [`/${chunk.fileName.replace(/\.m?js$/, '')}.js`, chunk.code]));
}

/** The attacks as one program that returns what came of each: "ran" or what it met. */
function programOf(attacks: Record<string, string>, { http, turn }: Listener, file: string): string {
  const each = Object.entries(attacks).map(
    ([name, body]) =>
      `try { await (async (url) => { ${body} })(${JSON.stringify(http + name)}); out[${JSON.stringify(name)}] = "ran"; } catch (e) { out[${JSON.stringify(name)}] = String(e); }`,
  );
  return `const turn = ${JSON.stringify(turn)}, integrity = ${JSON.stringify(integrity[file])}, out = {};\n${each.join('\n')}\nreturn out;`;
}

type Outcomes = Record<string, string>;

/** In a frame of the test's own: bare, or under the policy alone. */
async function runNaively(page: Page, program: string, file: string, sandboxed: boolean): Promise<Outcomes> {
  return page.evaluate(
    async ([text, src, closed]) => {
      const frame = document.createElement('iframe');
      if (closed) frame.setAttribute('sandbox', 'allow-scripts');
      frame.src = src;
      document.body.append(frame);
      await new Promise((loaded) => frame.addEventListener('load', loaded));
      const answer = new Promise<Outcomes>((done) => addEventListener('message', ({ data }) => done(data)));
      frame.contentWindow!.postMessage(`(async () => { ${text} })()`, '*');
      return answer;
    },
    [program, file, sandboxed] as const,
  );
}

type HostWindow = Window & { runInFrame: typeof runInFrame; compileCode: typeof compileCode; late: string[] };

/** The page's own side of the frame, under the page's own policy. */
async function openHost(where: Browser = browser): Promise<Page> {
  const page = await (await where.newContext()).newPage();
  await page.goto(`${address}/`);
  // As text, for the test runner would put an import of its own in its place.
  await page.evaluate(
    `Promise.all([import('/host.js'), import('/code.js')]).then(([h, c]) => void Object.assign(window, { ...h, ...c, secret: 1, late: [] }))`,
  );
  return page;
}

/** Runs a cell's code as the page does. */
function runCell(
  page: Page,
  source: string,
  values: object = {},
  file = 'sandbox.html',
  looks = 20,
): Promise<FrameAnswer> {
  return page.evaluate(
    async ([text, given, name, runLooks]) => {
      const w = window as unknown as HostWindow;
      const { code, trouble } = w.compileCode(text);
      if (code === null) throw new Error(trouble.message);
      const options = {
        title: 'Output',
        address: new URL(name, location.href).href,
        onLate: (message: string) => w.late.push(message),
        runLooks,
      };
      return w.runInFrame(document.body, code, given as Record<string, unknown>, options).answer;
    },
    [source, values, file, looks] as const,
  );
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const sorted = (names: Iterable<string>): string[] => [...names].sort();

describe('ways out', () => {
  const expected = Object.keys(quiet).filter((name) => !neverHere.includes(name));

  it('leak from the same page without policy and sandbox: the control', async () => {
    const listener = await listen();
    const page = await browser.newPage();
    await page.goto(`${address}/bare`);
    await runNaively(page, programOf(quiet, listener, 'bare.html'), 'bare.html', false);
    await expect.poll(() => sorted(listener.hits), { timeout: 8000 }).toEqual(sorted(expected));
    for (const [name, body] of Object.entries(leaving)) {
      const own = await browser.newPage();
      await own.goto(`${address}/bare`);
      await runNaively(own, programOf({ [name]: body }, listener, 'bare.html'), 'bare.html', false).catch(() => {});
      await expect.poll(() => listener.hits.has(name) || name, { timeout: 8000 }).toBe(true);
      await own.close();
    }
    await page.context().close();
    listener.close();
  });

  it('are closed by policy and sandbox, but for WebRTC and a script that claims the allowed hash', async () => {
    const listener = await listen();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${address}/`);
    await runNaively(page, programOf(quiet, listener, 'policy-alone.html'), 'policy-alone.html', true);
    for (const [name, body] of Object.entries(leaving)) {
      const own = await context.newPage();
      await own.goto(`${address}/`);
      const program = programOf({ [name]: body }, listener, 'policy-alone.html');
      // A frame that is gone answers nothing.
      await Promise.race([runNaively(own, program, 'policy-alone.html', true).catch(() => {}), pause(300)]);
    }
    await pause(1200);
    expect(sorted(listener.hits)).toEqual(['script-of-same-hash', 'webrtc']);
    await context.close();
    listener.close();
  });

  for (const [name, file] of [
    ['are all closed in the frame', 'sandbox.html'],
    ['are all closed in the frame of a browser without trusted types', 'without-types.html'],
    ['are all closed in such a browser when no element is refused', 'without-guard.html'],
  ] as const)
    it.concurrent(name, async () => {
      const listener = await listen();
      const page = await openHost();
      const answer = await runCell(page, programOf(quiet, listener, file), {}, file);
      expect(answer.kind).toBe('done');
      const outcomes = (answer as { value: Outcomes }).value;
      expect(sorted(Object.keys(outcomes))).toEqual(sorted(Object.keys(quiet)));
      expect(outcomes.webrtc).toMatch(/RTCPeerConnection is not defined/);
      for (const made of file === 'without-guard.html'
        ? []
        : ['stylesheet', 'iframe', 'srcdoc', 'object', 'script', 'dns-prefetch', 'preconnect'])
        expect(outcomes[made]).toMatch(/cannot make <\w+> elements/);
      for (const [away, body] of Object.entries(leaving)) {
        const program = programOf({ [away]: body }, listener, file);
        // A frame that goes away is removed before or after it has answered.
        const left = await runCell(page, program, {}, file);
        expect(['done', 'stopped']).toContain(left.kind);
      }
      await pause(1500);
      expect(sorted(listener.hits)).toEqual([]);
      expect(page.url()).toBe(`${address}/`);
      expect(page.context().pages()).toEqual([page]);
      expect(await page.evaluate(() => (window as unknown as { secret: number }).secret)).toBe(1);
      await page.context().close();
      listener.close();
    });

  it('lead to no storage and to nothing of the page', async () => {
    const page = await openHost();
    const listener = await listen();
    for (const file of ['sandbox.html', 'without-types.html']) {
      // Only trusted types keep code from reading text as code; inside it is no more than the code itself.
      const { constructor: _, eval: __, ...others } = reaching;
      const tried = file === 'sandbox.html' ? reaching : others;
      const answer = await runCell(page, programOf(tried, listener, file), {}, file);
      const outcomes = (answer as { value: Outcomes }).value;
      expect(Object.keys(outcomes)).toEqual(Object.keys(tried));
      for (const [name, outcome] of Object.entries(outcomes)) expect(`${name}: ${outcome}`).toMatch(/Error/);
    }
    await page.context().close();
    listener.close();
  });

  it('stay closed when the code replaces the methods that it can reach', async () => {
    const listener = await listen();
    const page = await openHost();
    const answer = await runCell(
      page,
      `const url = ${JSON.stringify(`${listener.http}stolen`)};
      const kept = [];
      for (const [holder, name] of [[Function.prototype, 'call'], [Function.prototype, 'apply'], [Reflect, 'apply'], [String.prototype, 'toLowerCase'], [Set.prototype, 'has']]) {
        const original = holder[name];
        holder[name] = function (...given) { if (typeof this === 'function') kept.push(this); kept.push(...given.filter((g) => typeof g === 'function')); return Reflect.construct === 1 ? 0 : original === Reflect.apply ? undefined : 'div'; };
      }
      const made = [];
      for (const name of ['link', 'LINK', { toString: () => (kept.length % 2 ? 'link' : 'div') }])
        try { made.push(document.createElement(name).localName); } catch (e) { made.push('refused'); }
      try { made.push(document.createElementNS('http://www.w3.org/1999/xhtml', 'x:link').localName); } catch (e) { made.push('refused'); }
      try { customElements.define('x-link', class extends HTMLLinkElement {}, { extends: 'link' }); const l = new (customElements.get('x-link'))(); made.push(l.localName); } catch (e) { made.push('refused'); }
      return made.filter((name) => name === 'link').length + ' ' + kept.length;`,
    );
    expect(answer).toMatchObject({ kind: 'done', value: '0 0' });
    await page.context().close();
    listener.close();
  });
});

describe('the frame', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openHost();
  });
  const frameNow = () => page.frames().at(-1)!;

  it('draws with Plot, from the data that it is given', async () => {
    const rows = [1, 2, 3, 4].map((day) => ({ day, p: day / 10 }));
    const answer = await runCell(page, 'Plot.plot({ width, marks: [Plot.dot(rows, { x: "day", y: "p" })] })', { rows });
    expect(answer).toMatchObject({ kind: 'done', instead: 'a picture', shown: true });
    expect((answer as { height: number }).height).toBeGreaterThan(100);
    await expect.poll(() => frameNow().locator('circle').count()).toBe(4);
  });

  it('gives back plain data, and says what cannot leave', async () => {
    const cases: [string, object][] = [
      ['rows.reduce((s, r) => s + r.p, 0) / 4', { value: 0.25, shown: false }],
      ['return [{ a: 1 }, [2, null, true]]', { value: [{ a: 1 }, [2, null, true]] }],
      ['"<b>"', { value: '<b>' }],
      ['() => 1', { value: undefined, instead: 'a function' }],
      ['display(1); display(2)', { value: 2, shown: true }],
      ['undefined', { value: undefined, instead: null, shown: false }],
    ];
    for (const [source, expected] of cases)
      expect(await runCell(page, source, { rows: Array(4).fill({ p: 0.25 }) })).toMatchObject({
        kind: 'done',
        ...expected,
      });
  });

  it('shows text as text', async () => {
    await runCell(page, `display('<img src=x onerror="display(1)">'); display([{ '<i>': '<b>x</b>' }])`);
    const frame = frameNow();
    await expect.poll(() => frame.locator('pre').textContent()).toBe('<img src=x onerror="display(1)">');
    await expect.poll(() => frame.locator('th').textContent()).toBe('<i>');
    await expect.poll(() => frame.locator('img, i, b').count()).toBe(0);
  });

  it('says where an error lies', async () => {
    const source = 'const a = 1;\nfor (;;) if (a) nope(a);';
    const answer = await runCell(page, source);
    expect(answer).toMatchObject({ kind: 'failed', message: 'ReferenceError: nope is not defined' });
    const { place } = answer as { place: CodePlace };
    const { code } = compileCode(source);
    expect(placeInSource(source, code!.insertions, place)).toEqual({
      line: 2,
      column: source.split('\n')[1]!.indexOf('nope') + 1,
    });
    await runCell(page, 'setTimeout(() => { throw new Error("later") }, 1)');
    await expect.poll(() => page.evaluate(() => (window as unknown as HostWindow).late)).toContain('later');
  });
});

describe('a frame is stopped', () => {
  const alive = (page: Page) => page.evaluate(() => 1 + 1);

  it('when it loops, goes away, talks too much or does not end', async () => {
    const cases: [string, string, string][] = [
      ['while (true);', 'failed', 'a loop ran for 2 seconds without an end and was stopped'],
      ['for (;;) await null', 'failed', 'a loop ran for 2 seconds without an end and was stopped'],
      [
        'location = "about:blank"; await new Promise(() => {})',
        'stopped',
        'the code tried to leave its frame and was stopped',
      ],
      [
        'location = "https://example.invalid/"; await new Promise(() => {})',
        'stopped',
        'the code tried to leave its frame and was stopped',
      ],
      [
        `const send = MessagePort.prototype.postMessage;
        MessagePort.prototype.postMessage = function (m) { for (let k = 0; k < 3000; k++) send.call(this, m); };
        await new Promise(() => {})`,
        'stopped',
        'the code sent too many messages and was stopped',
      ],
      ['await new Promise(() => {})', 'stopped', 'the code ran for 3 seconds without an answer and was stopped'],
    ];
    await Promise.all(
      cases.map(async ([source, kind, message]) => {
        const page = await openHost();
        expect([source, await runCell(page, source, {}, 'sandbox.html', 6)]).toMatchObject([source, { kind, message }]);
        expect(await alive(page)).toBe(2);
        if (kind === 'stopped') expect(await page.locator('iframe').count()).toBe(0);
        await page.context().close();
      }),
    );
  });

  it('when nothing inside can stop it, where the browser gives frames a process of their own', async () => {
    const isolating = await launchBrowser({ args: ['--site-per-process'] });
    const page = await openHost(isolating);
    const answer = await runCell(page, '/^(a+)+$/.test("a".repeat(40) + "b")');
    expect(answer).toEqual({ kind: 'stopped', message: 'the code did not answer for 2 seconds and was stopped' });
    expect(await runCell(page, '1', {}, 'missing.html')).toMatchObject({
      kind: 'stopped',
      message: expect.stringContaining('could not be loaded'),
    });
    expect(await alive(page)).toBe(2);
    await expect.poll(() => page.locator('iframe').count()).toBe(0);
    await isolating.close();
  });
});
