// One built site for all browser tests: dist/notebook when it is newer than everything it is made of, else a build into a temporary folder. Served as `npm start` serves it.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, ConsoleMessage, Page } from 'playwright-core';
import { build, type PreviewServer, preview } from 'vite';
import { launchBrowser } from './browser.ts';

const root = resolve(import.meta.dirname, '..');
const sources = ['notebook', 'engine', 'scenarios', 'data', 'package.json', 'package-lock.json', 'vite.config.ts'];

export interface Site {
  /** With a slash at the end. */
  readonly address: string;
  readonly folder: string;
  readonly browser: Browser;
  /** Opens the page (`path` after the address). `strays`: requests that leave the origin, errors and warnings of the console. */
  open(options?: BrowserContextOptions & { path?: string }): Promise<{ page: Page; strays: string[] }>;
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
    async open({ path = '', ...options } = {}) {
      // Its requests go past the page's: only the test of the network switched off lets it in.
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        serviceWorkers: 'block',
        ...options,
      });
      const page = await context.newPage();
      const strays = watch(page, address);
      await page.goto(address + path);
      return { page, strays };
    },
    async close() {
      await browser.close();
      await server.close();
      if (!fresh) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Collects every request that leaves the origin and everything that the console complains about. */
export function watch(page: Page, address: string): string[] {
  const strays: string[] = [];
  page.on('request', (r) => {
    if (!r.url().startsWith(address) && !/^(blob|data):/.test(r.url())) strays.push(`request ${r.url()}`);
  });
  page.on('console', (m: ConsoleMessage) => {
    // The service worker is kept out by `open`, and the browser's driver says so.
    if (m.text() === 'Service Worker registration blocked by Playwright') return;
    // The tests block it on purpose (see `open`).
    if (/Service Worker registration blocked/.test(m.text())) return;
    if (m.type() === 'error' || m.type() === 'warning') strays.push(`console ${m.text()}`);
  });
  page.on('pageerror', (e) => strays.push(`error ${e.message}`));
  return strays;
}

/** What axe finds, best practices included: one line per rule, with up to three places. */
export async function audit(page: Page, within: string | null = null): Promise<string[]> {
  await page.waitForTimeout(250);
  // Some browsers' policies forbid adding a script tag; evaluate goes past it.
  await page.evaluate(axe.source);
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

function isFresh(): boolean {
  const made = join(root, 'dist/notebook/index.html');
  if (!existsSync(made)) return false;
  const when = statSync(made).mtimeMs;
  return sources.every((source) => newest(join(root, source)) < when);
}

function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
