// One built site for all browser tests: dist/notebook when it is newer than everything it is made of, else a build into a temporary folder. Served as `npm start` serves it.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, ConsoleMessage, Page } from 'playwright-core';
import { build, type PreviewServer, preview } from 'vite';
import { rememberedKey } from '../notebook/remembered.ts';
import { launchBrowser } from './browser.ts';

const root = resolve(import.meta.dirname, '..');
const sources = ['notebook', 'engine', 'scenarios', 'data', 'package.json', 'package-lock.json', 'vite.config.ts'];

export interface Site {
  /** With a slash at the end. */
  readonly address: string;
  readonly folder: string;
  readonly browser: Browser;
  /** Opens the page (`path` after the address), in a browser that has confirmed this build's answers before unless `confirmed` is false. `strays`: requests that leave the origin, errors and warnings of the console. */
  open(
    options?: BrowserContextOptions & { path?: string; confirmed?: boolean },
  ): Promise<{ page: Page; strays: string[] }>;
  /** A browser of its own for a reader who has been here before. */
  context(options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const fresh = isFresh();
  const folder = fresh ? join(root, 'dist/notebook') : mkdtempSync(join(tmpdir(), 'standoff-site-'));
  const config = {
    configFile: join(root, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  } as const;
  if (!fresh) {
    const environment = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    await build(config);
    process.env.NODE_ENV = environment;
  }
  const server: PreviewServer = await preview({
    ...config,
    preview: { port: 0, strictPort: false, host: '127.0.0.1' },
  });
  const address = server.resolvedUrls!.local[0]!;
  const browser = await launchBrowser();
  return {
    address,
    folder,
    browser,
    async open({ path = '', confirmed = true, ...options } = {}) {
      // Its requests go past the page's: only the test of the network switched off lets it in.
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        serviceWorkers: 'block',
        ...options,
      });
      if (confirmed) await rememberConfirmed(context, folder);
      const page = await context.newPage();
      const strays = watch(page, address);
      await page.goto(address + path);
      return { page, strays };
    },
    async context(options = {}) {
      const context = await browser.newContext(options);
      await rememberConfirmed(context, folder);
      return context;
    },
    async close() {
      await browser.close();
      await server.close();
      if (!fresh) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Solving all variants in every test's browser would take most of the time of the tests; the test of the confirmation itself does it for real. */
export async function rememberConfirmed(context: BrowserContext, folder: string): Promise<void> {
  const build = /assets\/([^"]+\.js)"/.exec(readFileSync(join(folder, 'index.html'), 'utf8'))![1]!;
  const { inputs } = JSON.parse(readFileSync(join(root, 'scenarios/crises/iran-2026.answers.json'), 'utf8')) as {
    inputs: string;
  };
  await context.addInitScript(
    ([key, value]) => {
      // A frame without an origin has no store.
      try {
        localStorage.setItem(key!, value!);
      } catch {}
    },
    [rememberedKey, JSON.stringify({ inputs, build, when: '2026-02-02T12:00:00.000Z', largest: 0 })],
  );
}

/** Collects every request that leaves the origin and everything that the console complains about. */
export function watch(page: Page, address: string): string[] {
  const strays: string[] = [];
  page.on('request', (r) => {
    if (!r.url().startsWith(address) && !/^(blob|data):/.test(r.url())) strays.push(`request ${r.url()}`);
  });
  page.on('console', (m: ConsoleMessage) => {
    // The service worker is kept out by `open`, and the browser's driver says so.
    if (/Service Worker registration blocked/.test(m.text())) return;
    // A busy machine shows the first text late.
    if (/was preloaded using link preload but not used within a few seconds/.test(m.text())) return;
    if (m.type() === 'error' || m.type() === 'warning') strays.push(`console ${m.text()}`);
  });
  page.on('pageerror', (e) => strays.push(`error ${e.message}`));
  return strays;
}

/** What axe finds, best practices included: one line per rule, with up to three places. */
export async function audit(page: Page, within: string | null = null): Promise<string[]> {
  // What is on its way from one look to another (a button that becomes free, say) has neither look's contrast.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(async () => {
    // A change of style begins with the next picture.
    for (let k = 0; k < 2; k++) await new Promise(requestAnimationFrame);
    const ends = document
      .getAnimations()
      .filter((a) => a.playState === 'running' && a.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ends.map((a) => a.finished));
  });
  // Some browsers' policies forbid adding a script tag; evaluate goes past it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(
    (part) => (window as unknown as { axe: typeof axe }).axe.run(part ?? document, { resultTypes: ['violations'] }),
    within,
  );
  return found.violations.map(
    (v) =>
      `${v.id}: ${v.nodes
        .map((n) => n.target.join(' '))
        .slice(0, 3)
        .join(' | ')}`,
  );
}

/** Whether a file of dist/notebook is newer than everything that it is made of. */
export function isFresh(file = 'index.html'): boolean {
  const made = join(root, 'dist/notebook', file);
  if (!existsSync(made)) return false;
  const when = statSync(made).mtimeMs;
  return sources.every((source) => newest(join(root, source)) < when);
}

function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
