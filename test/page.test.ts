// The notebook: its document as a value, then the built page in Chromium — what appears, what moves, what is undone, who could use it, and what leaves it (nothing).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScenarioView } from '../engine/index.ts';
import { documentOf, variantOf } from '../notebook/document/document.ts';
import { type Action, historyOf, reduce } from '../notebook/document/history.ts';
import { percent, points, polesOf } from '../notebook/words.ts';
import { campaign, inCampaign } from './campaign.ts';
import { audit, openSite, type Site } from './site.ts';

describe('document', () => {
  const view = {
    id: 'toy',
    days: [7, 30],
    horizon: 30,
    variants: [
      { id: 'base', label: 'As in the file' },
      { id: 'hawk', label: 'Hawkish', parameters: { cost: 2 } },
    ],
  } as unknown as ScenarioView;
  const opening = historyOf(documentOf(view, 'war'));
  const set = (value: number, gesture = 'g1'): Action => ({
    type: 'set',
    kind: 'parameters',
    id: 'cost',
    value,
    fallback: 1,
    gesture,
  });

  it('protects what the file ships: the first change makes a copy, the next ones change the copy', () => {
    const first = reduce(opening, set(1.5));
    expect(first.present.variants.map((v) => v.label)).toEqual(['Base', 'Base, changed', 'Hawkish']);
    expect(first.present.selected).toBe('own-1');
    expect(variantOf(first.present, 'base')).toBe(opening.present.variants[0]);
    const second = reduce(first, set(1.7, 'g2'));
    expect(second.present.variants).toHaveLength(3);
    expect(variantOf(second.present, 'own-1').changes.parameters).toEqual({ cost: 1.7 });
  });

  it('makes one step of undo of one gesture, and keeps no value that equals the file', () => {
    const dragged = [1.1, 1.2, 1.3].reduce((h, v) => reduce(h, set(v)), opening);
    expect(dragged.past).toHaveLength(1);
    expect(variantOf(reduce(dragged, set(1, 'g2')).present, 'own-1').changes.parameters).toEqual({});
    expect(reduce(dragged, { type: 'undo' }).present).toEqual(opening.present);
  });

  it('undoes and redoes exactly, whatever was done', () => {
    const action = fc.oneof(
      fc
        .record({ value: fc.integer({ min: 0, max: 5 }), gesture: fc.constantFrom('a', 'b', 'c') })
        .map(({ value, gesture }) => set(value, gesture)),
      fc.constant<Action>({ type: 'create' }),
      fc
        .constantFrom('base', 'hawk', 'own-1', 'own-2')
        .chain((id) =>
          fc.constantFrom<Action>(
            { type: 'select', id },
            { type: 'remove', id },
            { type: 'rename', id, label: `${id}!` },
          ),
        ),
      fc.constantFrom<Action>(
        { type: 'look', day: 7 },
        { type: 'look', view: 'day' },
        { type: 'look', outcome: 'peace' },
        { type: 'look', view: 'paths', day: 30 },
      ),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        const done = actions.reduce(reduce, opening);
        const back = done.past.reduce((h) => reduce(h, { type: 'undo' }), done);
        expect(JSON.stringify(back.present)).toBe(JSON.stringify(opening.present));
        const again = back.future.reduce((h) => reduce(h, { type: 'redo' }), back);
        expect(JSON.stringify(again.present)).toBe(JSON.stringify(done.present));
        expect(done.present.variants[0]?.id).toBe('base');
        expect(done.present.variants.some((v) => v.id === done.present.selected)).toBe(true);
      }),
    );
  });

  it('says numbers without lying at the ends', () => {
    expect([0, 0.004, 0.0133, 0.15, 0.991, 1].map(percent)).toEqual(['0%', '<1%', '1%', '15%', '>99%', '>99%']);
    expect([0, 0.001, -0.003, 0.062, -0.11].map(points)).toEqual(['±0', '+<1', '−<1', '+6', '−11']);
    expect(polesOf('wants talks or a deal (+), rejects or breaks them (-)')).toEqual([
      'rejects or breaks them',
      'wants talks or a deal',
    ]);
    expect(polesOf('harder frontier (+)')).toEqual(['against: harder frontier', 'harder frontier']);
  });
});

describe('page', () => {
  let site: Site;
  const timings: Record<string, string> = {};

  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(async () => {
    await site?.close();
    console.log(
      `page timings: ${Object.entries(timings)
        .map(([what, t]) => `${what} ${t}`)
        .join(', ')}`,
    );
  });

  async function open(
    options: BrowserContextOptions & { confirmed?: boolean } = {},
  ): Promise<{ page: Page; strays: string[] }> {
    const opened = await site.open(options);
    await opened.page.waitForSelector('[data-testid=sentence]');
    return opened;
  }
  let kept: ReturnType<typeof open> | null = null;
  /** One page for all tests that leave the document as they found it; the first of them sees it confirm its answers. */
  const same = (): ReturnType<typeof open> => (kept ??= open({ confirmed: false }));
  const slider = (page: Page, id: string) => page.locator(`[data-input="${id}"] input[type=range]`);
  const settled = (page: Page) =>
    page.waitForFunction(() => document.querySelector('.stale') === null, null, { timeout: 20_000 });
  /** Sliders beyond the strongest stand folded under their actors. */
  const unfold = async (page: Page, id: string): Promise<void> => {
    await page.evaluate(() => {
      for (const fold of document.querySelectorAll<HTMLDetailsElement>('.panel details')) fold.open = true;
    });
    await slider(page, id).waitFor();
  };
  const press = async (page: Page, id: string, key: string, times: number): Promise<void> => {
    await unfold(page, id);
    await slider(page, id).focus();
    for (let n = 0; n < times; n++) await page.keyboard.press(key);
  };
  /** What a reader sees of the document: variants, chips, figures, slider values, pickers. */
  const seen = (page: Page) =>
    page.evaluate(() => {
      const parts = [...document.querySelectorAll<HTMLElement>('#compare, #variants, #inputs')];
      const told = [...document.querySelectorAll<HTMLElement>('.answer .sentence, #variants table')];
      return {
        text: told.map((part) => part.textContent).join('\n'),
        inputs: parts.flatMap((part) =>
          [...part.querySelectorAll<HTMLInputElement>('input')].map((i) => [i.name || i.id, i.value, i.checked]),
        ),
      };
    });

  it('shows the sentence, the chart and the five lines at once; the engine confirms them', async () => {
    const started = performance.now();
    const { page, strays } = await same();
    await page.waitForSelector('.plot svg path');
    const shown = performance.now() - started;
    timings.shown = `${shown.toFixed(0)} ms`;
    const sentence = await page.textContent('[data-testid=sentence]');
    expect(sentence).toMatch(
      /^Within 90 days, by 3 May 2026: a negotiated end comes first in 1%–63% of cases \(central 15%\), force in 6%–73%/,
    );
    await expect.poll(() => page.locator('[data-testid=caveats] li').count(), { timeout: 10_000 }).toBe(5);
    await expect.poll(() => page.locator('[data-testid=caveats]').isVisible()).toBe(true);
    await page.waitForSelector('[data-phase=confirmed], [data-phase=differs], [data-phase=broken]', {
      timeout: 60_000,
    });
    timings.confirmed = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    await expect.poll(() => page.getAttribute('[data-testid=status]', 'data-phase')).toBe('confirmed');
    await expect.poll(() => page.textContent('[data-testid=states]')).not.toContain('…');
    expect(strays).toEqual([]);
    const bytes = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter((r) => /index-/.test(r.name))
        .reduce((sum, r) => sum + (r as PerformanceResourceTiming).encodedBodySize, 0),
    );
    timings['page and answers'] = `${(bytes / 1024).toFixed(0)} KB as sent by the preview`;
  }, 90_000);

  it('a slider moved by keyboard makes “Base, changed”, and undo restores everything', async () => {
    const { page } = await same();
    await unfold(page, 'USA.military_strike');
    const before = await seen(page);
    await press(page, 'USA.military_strike', 'ArrowRight', 10);
    await page.waitForSelector('[data-variant=own-1]');
    await settled(page);
    await expect.poll(() => page.textContent('[data-variant=own-1] th')).toContain('Base, changed');
    await expect.poll(() => page.textContent('[data-variant=own-1] .chips')).toContain('+0.59');
    await expect
      .poll(() => page.textContent('[data-variant=own-1] [data-outcome=us_force] b'))
      .not.toBe(await page.textContent('[data-variant=base] [data-outcome=us_force] b'));
    await expect
      .poll(() => page.textContent('[data-testid=variant-sentence]'))
      .toMatch(/With “Base, changed”: .* force in \d+% \(\d+ points more\)/);
    await page.waitForFunction(() => document.querySelector('[aria-live]')!.textContent!.includes('Base, changed'));
    // Another gesture changes the same copy.
    await page.waitForTimeout(1100);
    await press(page, 'USA.military_strike', 'ArrowLeft', 1);
    await expect.poll(() => page.textContent('[data-variant=own-1] .chips')).toContain('+0.58');
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.textContent('[data-variant=own-1] .chips')).toContain('+0.59');
    // One step; more where a slow machine left a second between two keys.
    for (let n = 0; n < 5 && (await page.locator('[data-variant=own-1]').count()) > 0; n++)
      await page.keyboard.press('Control+z');
    await expect.poll(() => page.locator('[data-variant=own-1]').count()).toBe(0);
    await settled(page);
    const after = await seen(page);
    // Sliders that had not been drawn in their folds are by now.
    for (const input of before.inputs) expect(after.inputs).toContainEqual(input);
    expect(after.text).toBe(before.text);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => page.textContent('[data-variant=own-1] .chips')).toMatch(/\+0\.5\d/);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.locator('[data-variant=own-1]').count()).toBe(0);
  });

  it('says why', async () => {
    const { page } = await same();
    await unfold(page, 'USA.military_strike');
    const button = page.locator('[data-input="USA.military_strike"] .why-button');
    await button.click();
    const why = page.locator('[data-testid=why]');
    await expect
      .poll(() => why.textContent())
      .toMatch(/The Times of Israel \(with AFP\), 29 January 2026, paragraph \d+/);
    await expect.poll(() => why.locator('.paraphrase').count()).toBeGreaterThan(0);
    await expect.poll(() => why.textContent()).toMatch(/on the record/);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Close');
    await page.keyboard.press('Escape');
    await expect.poll(() => why.count()).toBe(0);
    // An assumed number says so.
    await page.fill('.panel input[type=search]', 'How strongly words');
    await page.locator('[data-input="stance_gain"] .why-button').click();
    await expect.poll(() => why.textContent()).toMatch(/Assumed.*No record of the articles stands behind it/);
    await page.mouse.click(5, 5);
    await expect.poll(() => why.count()).toBe(0);
    // What moves nothing is greyed, with the reason.
    await page.fill('.panel input[type=search]', 'guarantors close the gap');
    await expect.poll(() => slider(page, 'guarantee_weight').isDisabled()).toBe(true);
    await expect.poll(() => page.textContent('[data-input="guarantee_weight"]')).toMatch(/Moves nothing here/);
    await page.fill('.panel input[type=search]', '');
  });

  it('makes, names and deletes variants, turns switches, changes the view', async () => {
    const { page, strays } = await same();
    await page.check('input[name=variant][value=no_mediation]');
    await page.click('[data-testid=new-variant]');
    const own = page.locator('[data-variant=own-1]');
    await expect.poll(() => own.locator('th').textContent()).toContain('Nobody mediates, copy');
    await page.getByRole('button', { name: /^Rename/ }).click();
    await page.fill('input[aria-label="Name of the variant"]', 'Mine');
    await page.keyboard.press('Enter');
    await expect.poll(() => own.locator('th').textContent()).toContain('Mine');
    await page.getByRole('checkbox', { name: 'Outside powers guarantee a deal' }).check();
    await expect.poll(() => own.locator('.chip').count()).toBe(2);
    await settled(page);
    await expect.poll(() => own.locator('[data-outcome=deal] b').textContent()).toMatch(/%$/);
    const drawings = new Set<string>();
    for (const view of ['time', 'day', 'difference', 'paths']) {
      await page.check(`input[name=view][value=${view}]`);
      await expect.poll(() => page.locator('#compare .plot svg').count(), { timeout: 10_000 }).toBe(1);
      drawings.add(await page.locator('#compare .plot svg').innerHTML());
    }
    expect(drawings.size).toBe(4);
    await page.check('input[name=view][value=day]');
    await page.selectOption('[data-testid=outcome]', 'us_force');
    await expect.poll(() => page.textContent('.rates')).toMatch(/Looked at while setting the model/);
    await page.check('input[name=day][value="30"]');
    await expect.poll(() => page.textContent('[data-testid=sentence]')).toMatch(/^Within 30 days, by 4 March 2026/);
    await page.getByRole('button', { name: /^Delete/ }).click();
    await expect.poll(() => own.count()).toBe(0);
    await expect.poll(() => page.isChecked('input[name=variant][value=no_mediation]')).toBe(true);
    await expect.poll(() => page.locator('[data-variant=israel_strikes_alone]').textContent()).toContain('already so');
    expect(strays).toEqual([]);
  });

  const looks: readonly [string, BrowserContextOptions][] = [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['390 px', { viewport: { width: 390, height: 844 } }],
  ];
  it.each(inCampaign(looks))(
    'axe finds nothing: %s',
    async (name, options) => {
      const { page } = name === 'light' ? await same() : await open(options);
      await settled(page);
      const look = async (where: string, part: string | null = null): Promise<string[]> =>
        (await audit(page, part)).map((line) => `${where}: ${line}`);
      const found: string[] = [];
      for (const view of inCampaign(['day', 'time', 'difference', 'paths'])) {
        await page.check(`input[name=view][value=${view}]`);
        // The view that stays is looked at with all the rest.
        if (campaign) found.push(...(await look(view, '.chart')));
      }
      await press(page, 'USA.military_strike', 'ArrowRight', 3);
      await settled(page);
      await page.evaluate(() => {
        for (const d of document.querySelectorAll('details')) d.open = true;
      });
      found.push(...(await look('changed, all unfolded')));
      await page.locator('[data-input="USA.military_strike"] .why-button').click();
      await page.waitForSelector('.paraphrase');
      found.push(...(await look('why', campaign ? null : '[data-testid=why]')));
      expect(found).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await page.keyboard.press('Escape');
      if (name !== 'light') await page.context().close();
    },
    120_000,
  );

  it('works from a folder of a site, with nothing else reachable: stands on at most 160 KB, shifts nothing, follows a drag and answers it within a blink', async () => {
    const context = await site.context({
      viewport: { width: 1280, height: 900 },
      serviceWorkers: 'block',
    });
    const home = '/some/where/';
    const refused: string[] = [];
    await context.route('**/*', (route) => {
      const { host, pathname } = new URL(route.request().url());
      if (host !== 'standoff.test' || !pathname.startsWith(home)) {
        refused.push(route.request().url());
        return route.abort();
      }
      return route.fulfill({ path: join(site.folder, pathname.slice(home.length) || 'index.html') });
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (m) => m.type() === 'error' && errors.push(m.text()));
    await page.addInitScript(() => {
      const w = window as unknown as { shifts: number; slowest: number; first: string[] };
      // What had come when sentence and chart stood.
      const watching = new MutationObserver(() => {
        if (!document.querySelector('[data-testid=sentence]') || !document.querySelector('.plot svg path')) return;
        watching.disconnect();
        w.first = performance
          .getEntriesByType('resource')
          .filter((e) => e.startTime < performance.now() && (e as PerformanceResourceTiming).responseEnd > 0)
          .map((e) => new URL(e.name).pathname);
      });
      watching.observe(document, { childList: true, subtree: true });
      w.shifts = 0;
      w.slowest = 0;
      new PerformanceObserver((list) => {
        for (const e of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
          if (!e.hadRecentInput) w.shifts += e.value;
      }).observe({ type: 'layout-shift', buffered: true });
      new PerformanceObserver((list) => {
        for (const e of list.getEntries()) w.slowest = Math.max(w.slowest, e.duration);
      }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
    });
    await page.goto(`http://standoff.test${home}`);
    await page.waitForSelector('[data-testid=sentence]');
    await page.waitForSelector('.plot svg path');
    // The font is part of the first picture, wherever it stands in the queue.
    const fonts = readdirSync(join(site.folder, 'assets')).filter((f) => f.endsWith('.woff2'));
    const loaded = await page.evaluate(() => (window as unknown as { first: string[] }).first);
    const first = new Set(['', ...loaded.map((path) => path.slice(home.length)), ...fonts.map((f) => `assets/${f}`)]);
    let bytes = 0;
    for (const path of first) {
      const file = readFileSync(join(site.folder, path || 'index.html'));
      bytes += path.endsWith('.woff2') ? file.length : gzipSync(file).length;
    }
    timings['bytes until sentence and chart'] = `${(bytes / 1024).toFixed(0)} KB gzip in ${first.size} files`;
    expect(bytes).toBeLessThan(160 * 1024);
    await page.waitForSelector('[data-phase=confirmed]', { timeout: 60_000 });
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
    timings['first content'] = `${paint.toFixed(0)} ms`;
    await page.evaluate(() => {
      const w = window as unknown as { moved: number; lags: number[] };
      w.moved = 0;
      w.lags = [];
      addEventListener('input', () => (w.moved ||= performance.now()), true);
      new MutationObserver(() => {
        if (w.moved) w.lags.push(performance.now() - w.moved);
        w.moved = 0;
      }).observe(document.querySelector('.plot')!, { childList: true });
    });
    const shifted = () => page.evaluate(() => (window as unknown as { shifts: number }).shifts);
    const unasked = await shifted();
    expect(unasked).toBeLessThan(0.001);
    const box = (await slider(page, 'gap_between_terms').boundingBox())!;
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width / 2, y);
    await page.mouse.down();
    for (let n = 1; n <= 15; n++) {
      await page.mouse.move(box.x + box.width * (0.5 - n * 0.025), y);
      await page.waitForTimeout(30);
    }
    await page.waitForFunction(() =>
      /Base, changed/.test(document.querySelector('.plot')!.getAttribute('aria-label')!),
    );
    const released = performance.now();
    await page.mouse.up();
    await page.waitForFunction(() => document.querySelector('[data-variant=own-1] .stale') === null);
    timings['row after release'] = `${(performance.now() - released).toFixed(0)} ms`;
    await settled(page);
    timings['states after release'] = `${(performance.now() - released).toFixed(0)} ms`;
    expect(performance.now() - released).toBeLessThan(10_000);
    const lags = (await page.evaluate(() => (window as unknown as { lags: number[] }).lags)).sort((a, b) => a - b);
    timings['drag redraw median, worst'] =
      `${lags[Math.floor(lags.length / 2)]?.toFixed(0)} and ${lags.at(-1)?.toFixed(0)} ms of ${lags.length}`;
    await expect.poll(() => page.getAttribute('.plot', 'aria-label')).toMatch(/Negotiated end [2-9]\d%/);
    const { shifts, slowest } = await page.evaluate(() => {
      const { shifts, slowest } = window as unknown as { shifts: number; slowest: number };
      return { shifts, slowest };
    });
    timings['slowest interaction'] = `${slowest.toFixed(0)} ms`;
    timings['layout shift unasked, with the drag'] = `${unasked.toFixed(4)} and ${shifts.toFixed(4)}`;
    // The row of the changed variant is what was asked for; it counts as a shift where it comes later than half a second after the press, as it does on a busy machine.
    expect(shifts).toBeLessThan(0.01);
    expect(refused).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  }, 120_000);

  it('opens and works with the network off, once it has been here', async () => {
    const context = await site.context({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.goto(site.address);
    await page.waitForSelector('[data-phase=confirmed]', { timeout: 60_000 });
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    // What the page is made of lies in the store before the network goes.
    await page.waitForFunction(async () => {
      const files = [...document.querySelectorAll<HTMLScriptElement>('script[src]')].map((script) => script.src);
      return (await Promise.all(files.map((file) => caches.match(file)))).every(Boolean);
    });
    await context.setOffline(true);
    const told: string[] = [];
    page.on('console', (m) => void told.push(m.text()));
    page.on('pageerror', (e) => void told.push(String(e)));
    page.on('requestfailed', (r) => void told.push(`${r.url()} ${r.failure()?.errorText}`));
    await page.reload();
    await page.waitForSelector('.plot svg path').catch(async (error) => {
      throw new Error(`${error}\n${told.join('\n')}\n${(await page.textContent('body'))?.slice(0, 500)}`);
    });
    await page.click('[data-testid=share]');
    await page.getByRole('heading', { name: 'Share and documents' }).waitFor();
    await page.keyboard.press('Escape');
    await press(page, 'USA.military_strike', 'ArrowRight', 3);
    await settled(page);
    await expect.poll(() => page.textContent('[data-variant=own-1] [data-outcome=us_force] b')).toMatch(/%$/);
    await page.waitForSelector('[data-phase=confirmed]', { timeout: 60_000 });
    await context.close();
  }, 120_000);

  it('its content policy is in force: an inline script and a foreign request are refused', async () => {
    const { page } = await same();
    const refused = await page.evaluate(async () => {
      const seenByPolicy: string[] = [];
      document.addEventListener('securitypolicyviolation', (e) => seenByPolicy.push(e.effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.head.append(script);
      await fetch('http://127.0.0.1:9/').catch(() => undefined);
      await new Promise((done) => setTimeout(done, 100));
      return { seenByPolicy, ran: 'ran' in window };
    });
    expect(refused.ran).toBe(false);
    expect(refused.seenByPolicy).toEqual(expect.arrayContaining(['script-src-elem', 'connect-src']));
  });
});
