// The gallery of charts in Chromium: what is drawn from fixed results — marks, labels, values — in both themes, and that everybody can use it.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaign } from './campaign.ts';
import { audit, openSite, type Site } from './site.ts';

let site: Site;
let page: Page;
let strays: string[];

beforeAll(async () => {
  site = await openSite();
  ({ page, strays } = await site.open({ path: 'gallery.html', viewport: { width: 1760, height: 1000 } }));
  await page.waitForFunction(() => document.querySelectorAll('.exhibit').length > 15);
  await page.waitForFunction(() => [...document.querySelectorAll('.plot')].every((plot) => plot.querySelector('svg')));
});

afterAll(() => site?.close());

const themes = ['light', 'dark'] as const;
const at = (id: string, theme: string) => page.locator(`[data-exhibit="${id}"][data-theme="${theme}"]`);
/** Texts of the drawing, in document order. */
const texts = (id: string, theme: string) =>
  at(id, theme)
    .locator('.plot svg text')
    .evaluateAll((all) => all.map((t) => t.textContent ?? ''));
const drawing = (id: string, theme: string) => at(id, theme).locator('.plot svg').first();
const spoken = (id: string, theme: string) => at(id, theme).locator('.plot').first().getAttribute('aria-label');

// The closed forms behind the numbers: λ_deal = 0.03 · 0.3 · 0.65, λ_war = 0.014 · 0.55² · 0.8 · 0.8, λ_lifted = 0.012 · 0.5.
const rates = { deal: 0.00585, war: 0.014 * 0.3025 * 0.64, lifted: 0.006 };
const sum = rates.deal + rates.war + rates.lifted;
const shareOn = (rate: number, day: number) => (rate / sum) * (1 - Math.exp(-sum * day));
/** War by day 60 for North's resolve and the mediator's effort. */
const war = (resolve: number, effort: number) => {
  const rate = 0.014 * resolve ** 2 * 0.8 * (1.1 - effort);
  const all = 0.03 * effort * (1.2 - resolve) + rate + 0.006;
  return (rate / all) * (1 - Math.exp(-all * 60));
};
const points = (d: number) => `${d < 0 ? '−' : '+'}${Math.round(Math.abs(d) * 100)}`;
const whole = (p: number) => `${Math.round(p * 100)}%`;

describe.each(themes)('%s', (theme) => {
  it('stacks the paths, with figures and intervals at their ends', async () => {
    const areas = drawing('paths', theme).locator('.path-area');
    await expect.poll(() => areas.count()).toBe(4);
    const all = await texts('paths', theme);
    for (const label of [
      'A settlement',
      'War',
      'South gives way',
      'None of them yet',
      '1 Mar',
      '30 Apr',
      'day 60',
      '100%',
    ])
      expect(all.join(' | ')).toContain(label);
    expect(all).toContain(`4%–33% · central ${whole(shareOn(rates.war, 60))}`);
    // The areas' heights at the last day are the shares.
    const heights = await areas.evaluateAll((paths) =>
      paths.map((path) => {
        const points = [...path.getAttribute('d')!.matchAll(/([\d.]+),([\d.]+)/g)].map((m) => [
          Number(m[1]),
          Number(m[2]),
        ]);
        const right = Math.max(...points.map((p) => p[0]!));
        const ys = points.filter((p) => p[0] === right).map((p) => p[1]!);
        return Math.max(...ys) - Math.min(...ys);
      }),
    );
    const total = heights.reduce((a, b) => a + b, 0);
    const [none, deal, war, lifted] = heights.map((h) => h / total) as [number, number, number, number];
    expect(deal).toBeCloseTo(shareOn(rates.deal, 60), 3);
    expect(war).toBeCloseTo(shareOn(rates.war, 60), 3);
    expect(lifted).toBeCloseTo(shareOn(rates.lifted, 60), 3);
    expect(none).toBeCloseTo(Math.exp(-sum * 60), 3);
    await expect.poll(() => drawing('paths-variant', theme).locator('path[style*="dasharray"]').count()).toBe(3);
  });

  it('draws one line per variant, each ending in its own shape, and the base rate', async () => {
    expect(
      await drawing('time', theme).locator('g[stroke^="var(--variant-"] path, path[stroke^="var(--variant-"]').count(),
    ).toBe(4);
    const all = await texts('time', theme);
    expect(all.join(' | ')).toMatch(/11% Base/);
    expect(all.join(' | ')).toMatch(/20% North more/);
    await expect
      .poll(() => at('time', theme).locator('.rates').textContent())
      .toMatch(/Base rate 18% \[11%–28%\] by day 60/);
    await expect.poll(() => drawing('time', theme).locator('[fill="var(--ink)"][fill-opacity="0.08"]').count()).toBe(1);
  });

  it('sets dots by a day, with a thin interval for base only', async () => {
    const all = await texts('day', theme);
    expect(all).toEqual(expect.arrayContaining(['11%', '20%', '3%', '7%', '18%', '4%–33%', 'already so at the start']));
    const marks = drawing('day', theme).locator('[fill^="var(--variant-"]');
    await expect.poll(() => marks.count()).toBe(4);
    const thin = drawing('day', theme).locator(
      '[stroke="var(--ink)"][stroke-width="1.5"] line, g[stroke-width="1.5"] line',
    );
    await expect.poll(() => thin.count()).toBeGreaterThan(0);
    expect(await spoken('day', theme)).toMatch(
      /^War breaks out, by 30 April 2030: Base 11%, .* Fighting already already so\.$/,
    );
  });

  it('holds the others against base', async () => {
    const all = await texts('difference', theme);
    const against = [war(0.75, 0.3), war(0.55, 0.8), war(0.75, 0.8)].map((p) => points(p - war(0.55, 0.3)));
    expect(all).toEqual(expect.arrayContaining([...against, 'as base', 'already so at the start']));
    expect(all).not.toContain('Base');
  });

  it('fills as many of 100 dots as the numbers say', async () => {
    const all = await texts('dots', theme);
    expect(all.slice(0, 5)).toEqual(['11 of 100', '20 of 100', '3 of 100', '7 of 100', 'already so']);
    const count = (fill: string) =>
      drawing('dots', theme).locator(`g[fill="${fill}"] path, g[fill="${fill}"] circle`).count();
    expect(await Promise.all([1, 2, 3, 4, 5].map((n) => count(`var(--variant-${n})`)))).toEqual([11, 20, 3, 7, 100]);
    // Of a race every path; together with the empty ones they are 100 in each of the five.
    const filled = drawing('dots-race', theme).locator('g[fill^="var(--cause-"] path, g[fill^="var(--cause-"] circle');
    const empty = drawing('dots-race', theme).locator('g[stroke="var(--grey)"] circle');
    expect((await filled.count()) + (await empty.count())).toBe(500);
    expect(await spoken('dots', theme)).toContain('Base 11 of 100');
  });

  it('keeps the value before a change in sight', async () => {
    expect(
      await drawing('dragging', theme)
        .locator('[stroke="var(--muted)"][stroke-dasharray="2,2"], [stroke-dasharray="2 2"]')
        .count(),
    ).toBeGreaterThan(0);
    await expect
      .poll(() => drawing('dragging-dots', theme).locator('g[stroke-dasharray="2 2"] circle').count())
      .toBeGreaterThan(5);
  });

  it('gives forty variants six colours and one shared row', async () => {
    expect(
      await drawing('many-time', theme).locator('path[stroke="var(--grey)"], g[stroke="var(--grey)"] path').count(),
    ).toBe(34);
    const all = await texts('many-day', theme);
    expect(all).toContain('34 others, in grey');
    expect(all).toContain('Student 20');
    expect((await texts('many-dots', theme)).filter((t) => /of 100$|already so/.test(t))).toHaveLength(6);
  });

  it('draws intervals over the inputs’ ranges when asked, of differences as well', async () => {
    const place = at('ranges', theme);
    await expect
      .poll(() => drawing('ranges', theme).locator('[stroke="var(--ink)"][stroke-opacity="0.55"] line').count())
      .toBe(0);
    await place.locator('[data-testid=ranges]').click();
    await expect
      .poll(() => place.locator('.ranges .fine').textContent(), { timeout: 20_000 })
      .toMatch(/5–95% of 64 answers/);
    await expect
      .poll(() => place.locator('[data-testid=interval]').textContent())
      .toMatch(/^“North more resolved”: \d+%–\d+%, against base [+−]\d+ to \+\d+ points\.$/);
    // One thin line with two end strokes.
    await expect
      .poll(() => drawing('ranges', theme).locator('[stroke="var(--ink)"][stroke-opacity="0.55"] line').count())
      .toBe(3);
  });

  it('copes without a race', async () => {
    await expect.poll(() => at('no-race', theme).locator('input[type=radio][value=paths]').count()).toBe(0);
    await expect.poll(() => drawing('no-race', theme).count()).toBe(1);
  });

  it('bends a curve and maps two inputs', async () => {
    await page.waitForFunction(
      (t) =>
        ['curve', 'map'].every((id) => {
          const bar = document.querySelector<HTMLProgressElement>(
            `[data-exhibit="${id}"][data-theme="${t}"] progress`,
          )!;
          return bar.value === bar.max;
        }),
      theme,
      { timeout: 60_000 },
    );
    await expect.poll(() => drawing('curve', theme).locator('circle').count()).toBeGreaterThanOrEqual(22);
    await expect
      .poll(() => at('curve', theme).locator('.flip').textContent())
      .toMatch(/does not pass 50% between 0\.03 and 0\.99: it stays from 1% to 16%/);
    await at('curve', theme).locator('input[type=number]').fill('10');
    await expect
      .poll(() => at('curve', theme).locator('.flip').textContent())
      .toMatch(/^“War breaks out” passes 10% at 0\.3\d+\.$/);
    await expect.poll(() => drawing('map', theme).locator('g rect').count()).toBeGreaterThanOrEqual(170);
    await at('map', theme).locator('input[type=radio][value=base]').check();
    await expect
      .poll(() => at('map', theme).locator('.flip').textContent())
      .toMatch(/passes 11%, as in base, along the line/);
    expect(
      await drawing('map', theme).locator('[stroke="var(--bad)"] path, path[stroke="var(--bad)"]').count(),
    ).toBeGreaterThan(8);
  });

  it('ranks inputs by both ends, when asked', async () => {
    await at('tornado', theme).getByRole('button', { name: 'Solve', exact: true }).click();
    await expect
      .poll(() => at('tornado', theme).locator('.plot svg rect').count(), { timeout: 20_000 })
      .toBeGreaterThanOrEqual(8);
    await expect
      .poll(async () =>
        (await texts('tornado', theme))
          .filter((t) => /^(North|Mediator|South|Events)/.test(t))
          .map((t) => t.split(':')[0]),
      )
      .toEqual(['North', 'Mediator', 'South', 'Events that nobody decides']);
    expect((await texts('tornado', theme)).join(' | ')).toMatch(/28% at 0\.9/);
  });

  it('shows sampled totals with the exact mean', async () => {
    const all = await texts('totals', theme);
    expect(all).toEqual(expect.arrayContaining(['Base', 'North more resolved', 'Strong mediation']));
    await expect.poll(() => drawing('totals', theme).locator('g rect').count()).toBe(3);
  });
});

it('holds forty variants in a table that sorts, scrolls under its header and lets the reader pick six', async () => {
  const table = at('variants', 'light');
  const rows = () =>
    table.locator('tbody tr[data-variant]').evaluateAll((all) => all.map((r) => (r as HTMLElement).dataset.variant!));
  const inOrder = await rows();
  expect(inOrder).toHaveLength(40);
  const head = table.getByRole('columnheader', { name: 'A settlement is signed' });
  await expect.poll(() => head.getAttribute('aria-sort')).toBe('none');
  await head.getByRole('button').click();
  await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending');
  const [first, ...others] = await rows();
  expect(first).toBe('base');
  const shares = await table
    .locator('tr[data-variant]:not([data-variant=base]) [data-outcome=deal] b')
    .allTextContents();
  const numbers = shares.map((t) => Number(t.replace(/[<>%]/g, '')));
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
  expect(others).toHaveLength(39);
  await head.getByRole('button').click();
  await expect.poll(() => head.getAttribute('aria-sort')).toBe('ascending');
  await head.getByRole('button').click();
  expect(await rows()).toEqual(inOrder);
  // The header stands while the rows go by.
  const frame = table.locator('.scroll');
  const before = (await head.boundingBox())!.y - (await frame.boundingBox())!.y;
  await frame.evaluate((e) => e.scrollTo(0, 900));
  expect((await head.boundingBox())!.y - (await frame.boundingBox())!.y).toBeCloseTo(before, 0);
  expect(await frame.evaluate((e) => e.scrollTop)).toBe(900);
  const box = (name: string) => table.getByRole('checkbox', { name: `${name} in colour`, exact: true });
  await expect.poll(() => table.locator('.pick input:checked').count()).toBe(6);
  await expect.poll(() => box('Student 7').isDisabled()).toBe(true);
  await box('Strong mediation').uncheck();
  await box('Student 7').check();
  await expect.poll(() => table.locator('.pick input:checked').count()).toBe(6);
  // The charts follow: all of them speak of the same six.
  await expect.poll(() => texts('many-day', 'light')).toContain('Student 7');
  expect(await texts('many-day', 'light')).not.toContain('Strong mediation');
});

it('has the two themes in different colours, on their own grounds', async () => {
  const grounds = await Promise.all(
    themes.map((theme) =>
      at('paths', theme)
        .locator('.card')
        .evaluate((e) => getComputedStyle(e).backgroundColor),
    ),
  );
  expect(grounds[0]).toBe('rgb(255, 255, 255)');
  expect(grounds[1]).not.toBe(grounds[0]);
  const inks = await Promise.all(
    themes.map((theme) =>
      drawing('dots', theme)
        .locator('g[fill="var(--variant-1)"]')
        .first()
        .evaluate((e) => getComputedStyle(e).fill),
    ),
  );
  expect(inks[0]).not.toBe(inks[1]);
});

it('tells the figures of a day under the pointer, and nothing once it is gone', async () => {
  const plot = drawing('paths', 'light');
  await plot.scrollIntoViewIfNeeded();
  const box = (await plot.boundingBox())!;
  await page.mouse.move(box.x + 200, box.y + 150);
  await expect.poll(() => plot.locator('.tip').textContent()).toMatch(/By \d+ Mar, day \d+.*A settlement: \d+%/);
  await page.mouse.move(box.x + 200, box.y - 200);
  await expect.poll(() => plot.locator('.tip').textContent()).toBe('');
});

it('fits a phone, asks nobody else for anything, and axe finds nothing', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForTimeout(500);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1760, height: 1000 });
  // Both themes in the campaign: axe takes its time with every mark on the page.
  if (!campaign)
    await page.evaluate(() => {
      for (const exhibit of document.querySelectorAll('[data-theme=light]')) exhibit.remove();
    });
  expect(await audit(page)).toEqual([]);
  expect(strays).toEqual([]);
}, 120_000);
