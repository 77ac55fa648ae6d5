// What leaves the page, in Chromium: the frozen report and the brief without scripts, drawings as pictures, and the live single file from a disk.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentText } from '../notebook/document/parse.ts';
import { sizeOf } from '../notebook/export/image.ts';
import { withDocument } from '../notebook/export/live.ts';
import { launchBrowser } from './browser.ts';
import { inCampaign } from './campaign.ts';
import { document, hostile, model, shipped } from './export-fixture.ts';
import type { Kit } from './export-kit.ts';
import { audit, isFresh } from './site.ts';

describe('in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'standoff-export-'));
  let browser: Browser;
  let kit: string;
  let live: string;

  beforeAll(async () => {
    const root = resolve(import.meta.dirname, '..');
    const made = isFresh('live.html');
    const environment = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    const [kits] = await Promise.all([
      build({
        configFile: false,
        root,
        logLevel: 'error',
        define: { __STANDOFF_VERSION__: '"0.1.0"' },
        build: {
          write: false,
          minify: false,
          lib: { entry: join(root, 'test/export-kit.ts'), formats: ['iife'], name: 'exports' },
          rolldownOptions: { output: { codeSplitting: false } },
        },
      }),
      made
        ? null
        : build({
            configFile: join(root, 'vite.config.ts'),
            mode: 'single',
            logLevel: 'error',
            build: { outDir: folder },
          }),
      launchBrowser().then((started) => {
        browser = started;
      }),
    ]);
    kit = (kits as Rolldown.RolldownOutput[])[0]!.output[0].code;
    process.env.NODE_ENV = environment;
    live = readFileSync(join(made ? join(root, 'dist/notebook') : folder, 'live.html'), 'utf8');
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** An empty page with the makers on it. */
  async function withKit(body: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    await page.setContent(body);
    await page.addScriptTag({ content: kit });
    return page;
  }

  /** Opens a file; every request but the file itself, and every complaint, is a stray. */
  async function openFile(
    name: string,
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; strays: string[] }> {
    const page = await (await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options })).newPage();
    const address = pathToFileURL(join(folder, name)).href;
    const strays: string[] = [];
    page.on(
      'request',
      (r) =>
        r.url() !== address &&
        !r.url().startsWith('blob:') &&
        !r.url().startsWith('data:') &&
        strays.push(r.url().slice(0, 200)),
    );
    page.on('console', (m) => (m.type() === 'error' || m.type() === 'warning') && strays.push(m.text()));
    page.on('pageerror', (e) => strays.push(e.message));
    await page.goto(address);
    return { page, strays };
  }

  it('report and brief open with scripts disabled, in both themes, one of them on a phone; axe finds nothing; the brief is one page', async () => {
    const maker = await withKit('<p>maker</p>');
    const made = await maker.evaluate(async () => {
      const { kit } = window as unknown as { kit: Kit };
      const content = await kit.contentOf();
      const chart = kit.pathsChart({ ...content, selected: content.base });
      return {
        report: kit.reportHtml({ ...content, chart }),
        brief: kit.briefHtml({ ...content, selected: content.base }),
      };
    });
    writeFileSync(join(folder, 'report.html'), made.report);
    writeFileSync(join(folder, 'brief.html'), made.brief);
    await maker.context().close();

    const { page, strays } = await openFile('report.html', { javaScriptEnabled: false });
    await expect
      .poll(() => page.locator('.sentence').first().textContent())
      .toMatch(/^Within 90 days, by 3 May 2026: a negotiated end/);
    await expect.poll(() => page.locator('figure svg path').count(), { timeout: 10_000 }).toBeGreaterThan(4);
    await expect
      .poll(() => page.locator('table').count(), { timeout: 10_000 })
      .toBeGreaterThanOrEqual(5 + model.keys.length);
    await expect.poll(() => page.locator('[aria-labelledby=provenance-title]').textContent()).toContain(shipped.inputs);
    expect(strays).toEqual([]);
    await page.context().close();

    const light = { colorScheme: 'light' } as const;
    const darkPhone = { colorScheme: 'dark', viewport: { width: 390, height: 800 } } as const;
    for (const [name, options] of inCampaign(
      [
        ['report.html', darkPhone],
        ['brief.html', light],
        ['report.html', light],
        ['brief.html', darkPhone],
      ] as const,
      2,
    )) {
      const opened = await openFile(name, options);
      expect(await audit(opened.page)).toEqual([]);
      const wide = await opened.page.evaluate(() => globalThis.document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      if (name === 'brief.html' && options === light) {
        const pdf = (await opened.page.pdf({ preferCSSPageSize: true })).toString('latin1');
        expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
      }
      expect(opened.strays).toEqual([]);
      await opened.page.context().close();
    }
  });

  it('a drawing leaves with plain colours and without anything that runs; the PNG has twice its pixels', async () => {
    const page = await withKit(
      `<style>:root { color-scheme: light dark; --surface: light-dark(#ffffff, #181c23); --ink: light-dark(#191c24, #eceef2); --muted: #777; --c: light-dark(rgb(18 39 164), rgb(254 233 7)) }
      .bar { fill: var(--c) } .mix { fill: color-mix(in oklab, var(--c) 50%, white) } .gone { display: none } .sized { width: 77px } svg { font-family: Inter }</style>
      <svg id="it" width="300" height="120" viewBox="0 0 300 120"><rect class="bar" width="100" height="50" onclick="alert(1)"/><rect class="mix sized" x="150" width="100" height="50"/>
      <g class="gone"><text>hidden</text></g><foreignObject width="10" height="10"><p>no</p></foreignObject><a href="https://example.org/"><text y="80">&lt;img&gt; kept</text></a></svg>
      <div data-part="2"><h3>Second &lt;part&gt;</h3><svg id="two" width="300" height="120"></svg></div>`,
      { colorScheme: 'dark' },
    );
    const found = await page.evaluate(async () => {
      const { kit } = window as unknown as { kit: Kit };
      const svg = kit.resolvedSvg(globalThis.document.querySelector<SVGElement>('#it')!);
      const stamped = kit.stampedSvg(svg, {
        title: 'T',
        caption: 'C',
        provenance: kit.provenance,
        colours: kit.themeColours(),
      });
      const png = new Uint8Array(await (await kit.pngOf(stamped)).arrayBuffer());
      const view = new DataView(png.buffer);
      const image = new Image();
      image.src = kit.dataAddress(stamped);
      await image.decode();
      const canvas = Object.assign(globalThis.document.createElement('canvas'), {
        width: image.width,
        height: image.height,
      });
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const at = (x: number, y: number): number[] => [...context.getImageData(x, y, 1, 1).data.slice(0, 3)];
      const top = Number(/<svg x="20" y="(\d+)"/.exec(stamped)![1]);
      const both = [...globalThis.document.querySelectorAll<SVGElement>('#it, #two')];
      const together = kit.resolvedTogether(both);
      return {
        stamped,
        together,
        png: [view.getUint32(16), view.getUint32(20)],
        paper: at(2, 2),
        bar: at(30, top + 10),
      };
    });
    expect(found.stamped).not.toMatch(/var\(|color-mix|oklab|foreignObject|hidden|onclick|href|class=/);
    expect(found.stamped).toContain('fill="#fee907"');
    expect(found.stamped).toContain('width="77"');
    expect(found.together).toMatch(/<text [^>]*>Second &lt;part&gt;<\/text>/);
    expect(found.together.match(/<svg /g)).toHaveLength(3);
    expect(found.stamped).toContain('&lt;img&gt; kept');
    const { width, height } = sizeOf(found.stamped);
    expect(found.png).toEqual([2 * width, 2 * height]);
    expect([found.paper, found.bar]).toEqual([
      [24, 28, 35],
      [254, 233, 7],
    ]);
    await page.context().close();
  });

  it('the single file runs from a disk: its document, then the engine, reports and itself again, and no request', async () => {
    writeFileSync(join(folder, 'mine.html'), withDocument(live, documentText(document), hostile.markup));
    const { page, strays } = await openFile('mine.html');
    const stranger = '[data-variant=own-1]';
    await page.waitForSelector(stranger);
    await expect
      .poll(() => page.textContent('[data-testid=sentence]'))
      .toMatch(/^Within 90 days, by 3 May 2026: a negotiated end/);
    await expect.poll(() => page.textContent(stranger)).toContain(hostile.markup);
    // Nobody has solved the stranger's variant before: its figures come from the engine.
    await page.waitForFunction(
      (row) => /\d%/.test(globalThis.document.querySelector(`${row} td.number`)?.textContent ?? ''),
      stranger,
      { timeout: 60_000 },
    );
    await expect.poll(() => page.getAttribute('[data-testid=status]', 'data-phase')).toMatch(/confirm/);

    await page.click('[data-testid=share]');
    const saved = async (id: string): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`[data-testid=export-${id}]`)]);
      expect(download.suggestedFilename()).toContain(shipped.inputs.slice(0, 8));
      const path = join(folder, `${id}-${download.suggestedFilename()}`);
      await download.saveAs(path);
      return path;
    };
    const report = readFileSync(await saved('report'), 'utf8');
    expect(report).toContain('<svg');
    expect(report).toContain('&lt;img src=x onerror=alert(1)&gt;');
    const again = await saved('live');
    expect(strays).toEqual([]);
    await page.context().close();

    const second = await openFile(basename(again));
    await second.page.waitForSelector(stranger);
    await expect.poll(() => second.page.textContent(stranger)).toContain(hostile.markup);
    expect(second.strays).toEqual([]);
    await second.page.context().close();
  }, 120_000);
});
