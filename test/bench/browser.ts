// The same figures inside Chromium: the engine in a worker, and the page's frames while a slider is dragged.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build, preview } from 'vite';
import { launchBrowser } from '../browser.ts';
import { openSite } from '../site.ts';
import { familyText } from './family.ts';
import type { Measured, Request } from './page/worker.ts';
import { median, type Tell } from './report.ts';

const root = process.cwd();

export async function inChromium(tell: Tell, quick: boolean): Promise<void> {
  await engine(tell, quick);
  await frames(tell);
}

async function engine(tell: Tell, quick: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'standoff-bench-page-'));
  const config = {
    configFile: false,
    root: join(root, 'test/bench/page'),
    logLevel: 'error',
    define: { __STANDOFF_VERSION__: '"bench"' },
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true },
  } as const;
  await build(config);
  const server = await preview({ ...config, preview: { port: 0, strictPort: false, host: '127.0.0.1' } });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(server.resolvedUrls!.local[0]!);
    const ask = (request: Request): Promise<Measured> =>
      page.evaluate((r) => (window as unknown as { measured(r: unknown): Promise<Measured> }).measured(r), request);
    const iran = readFileSync(join(root, 'scenarios/crises/iran-2026.yaml'), 'utf8');
    const times = quick ? 10 : 25;
    const warm = ({ milliseconds }: Measured): number => median(milliseconds.slice(5));
    tell({
      what: 'Iran in Chromium: bind and solve everything after a change',
      value: warm(await ask({ text: iran, times })),
      unit: 'ms',
    });
    tell({
      what: 'Iran in Chromium: bind and solve the outcome in focus',
      value: warm(await ask({ text: iran, outcomes: ['first_path'], times })),
      unit: 'ms',
    });
    const regions = quick ? 7 : 10;
    // The law of one region on the day takes all configurations; war somewhere, by itself, only those without it.
    const large = await ask({ text: familyText(regions), outcomes: ['war', 'calm_again'], times: 2 });
    const what = `R = ${regions} in Chromium, ${large.configurations.toLocaleString('en')} configurations, ${large.states} reports on the way`;
    tell({ what: `${what}: explore and solve both outcomes`, value: large.milliseconds[0]! / 1000, unit: 's' });
    tell({ what: `${what}: again after a change`, value: large.milliseconds[1]! / 1000, unit: 's' });
    tell({ what: `${what}: memory as stated`, value: (large.bytes ?? 0) / 1e6, unit: 'MB' });
  } finally {
    await browser.close();
    await new Promise((done) => server.httpServer.close(done));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Times between frames, milliseconds, and the tasks of over 50 ms, while the first slider is dragged to and fro for some seconds. */
async function frames(tell: Tell): Promise<void> {
  const site = await openSite();
  try {
    const { page } = await site.open();
    const slider = page.locator('#inputs input[type=range]').first();
    await slider.scrollIntoViewIfNeeded();
    await page.waitForTimeout(3000);
    const drag = async (): Promise<void> => {
      const { x, y, width, height } = (await slider.boundingBox())!;
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      for (let n = 0; n < 120; n++) {
        await page.mouse.move(x + width * (0.5 + 0.3 * Math.sin(n / 8)), y + height / 2);
        await page.waitForTimeout(16);
      }
      await page.mouse.up();
    };
    await drag();
    await record(page);
    await drag();
    const { gaps, tasks } = await recorded(page);
    gaps.sort((a, b) => a - b);
    tell({ what: 'page: time between frames while dragging, median', value: median(gaps), unit: 'ms' });
    tell({ what: 'page: the same, 95 per cent', value: gaps[Math.floor(0.95 * gaps.length)]!, unit: 'ms' });
    tell({ what: 'page: the same, longest', value: gaps.at(-1)!, unit: 'ms' });
    tell({ what: 'page: tasks on the main thread of over 50 ms while dragging', value: tasks.length, unit: 'tasks' });
  } finally {
    await site.close();
  }
}

interface Recorded {
  readonly gaps: number[];
  readonly tasks: number[];
}

async function record(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = { gaps: [] as number[], tasks: [] as number[], on: true };
    let last = performance.now();
    const frame = (now: number): void => {
      seen.gaps.push(now - last);
      last = now;
      if (seen.on) requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(frame);
    });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.tasks.push(entry.duration);
    }).observe({ type: 'longtask' });
    Object.assign(window, { seen });
  });
}

const recorded = (page: Page): Promise<Recorded> =>
  page.evaluate(() => {
    const { seen } = window as unknown as { seen: Recorded & { on: boolean } };
    seen.on = false;
    return { gaps: seen.gaps, tasks: seen.tasks };
  });
