// What `npm start` serves: the page's sentence stands in Chromium. With STANDOFF_URL set it looks there (the gate starts `npm start` itself); else it serves the built site as `npm start` does.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';

let server: ChildProcess | null = null;
let url = process.env.STANDOFF_URL ?? '';

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function answers(address: string, seconds: number): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const ok = await fetch(address).then(
      (r) => r.ok,
      () => false,
    );
    if (ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}

beforeAll(async () => {
  if (url === '') {
    const port = await freePort();
    url = `http://127.0.0.1:${port}/`;
    const root = join(import.meta.dirname, '..');
    server = spawn(
      process.execPath,
      [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'preview', '--host', '127.0.0.1'],
      { cwd: root, env: { ...process.env, PORT: String(port) }, stdio: 'ignore' },
    );
  }
}, 10_000);

afterAll(() => {
  server?.kill();
});

test('the served page answers with its sentence', async () => {
  // `npm start` builds first: give it the time of a slow machine.
  expect(await answers(url, 120), `nothing answers at ${url}`).toBe(true);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(url);
    const sentence = page.locator('[data-testid="sentence"]').first();
    await sentence.waitFor({ timeout: 15_000 });
    await expect.poll(() => sentence.textContent()).toMatch(/\d+\s?%/);
  } finally {
    await browser.close();
  }
}, 150_000);
