// The workbench's panels in the built page: the variants table with its reasons, starting states and moves, the answer at either end, sensitivity that survives a reload, totals with people first, and the evidence.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSite, type Site } from './site.ts';

let site: Site;
/** First what changes the model and takes it back, then what needs the sections below, which would follow each change. */
let page: Page;
beforeAll(async () => {
  site = await openSite();
  ({ page } = await site.open());
  await page.waitForSelector('[data-testid=sentence]');
});
afterAll(() => site?.close());

const settled = (page: Page) => page.waitForFunction(() => document.querySelector('.variants .stale') === null);

it('takes starting states and ruled-out moves as inputs, with who, when and why', async () => {
  await page.locator('.panel summary', { hasText: 'At the start' }).click();
  await page.selectOption('[data-start=diplomacy]', 'talks');
  const own = page.locator('[data-variant=own-1]');
  await own.waitFor();
  await expect.poll(() => own.locator('.chips').textContent()).toMatch(/at the start .* the two are meeting/);
  await page.check('[data-move=usa_strikes]');
  await expect.poll(() => own.locator('.chip').count()).toBe(2);
  await settled(page);
  const fold = page.locator('.notes-row');
  await fold.locator('summary').click();
  const why = fold.getByRole('textbox', { name: /^Why Talks between the two/ });
  await why.fill('As if the meeting had taken place.');
  await fold.getByRole('textbox', { name: /^Who changed Talks/ }).fill('Ada');
  await expect.poll(() => fold.locator('small').first().textContent()).toMatch(/^\d+ \w+ \d{4}, \d\d:\d\d UTC$/);
  await expect.poll(() => fold.locator('summary').textContent()).toBe('What I changed and why: 1 of 2 with a reason');
  // Back to the scenario's own start: the change and its reason are gone.
  await page.selectOption('[data-start=diplomacy]', 'messages');
  await expect.poll(() => own.locator('.chip').count()).toBe(1);
  await expect.poll(() => fold.locator('summary').textContent()).toBe('What I changed and why');
});

it('adds totals as a column, also for the reader’s own variant, and sorts by it', async () => {
  await page.locator('.switches label', { hasText: 'Outside powers guarantee a deal' }).click();
  await page.locator('[data-variant=own-1]').waitFor();
  await page.locator('.columns-menu summary').click();
  await page.getByRole('checkbox', { name: 'First attempts at the border, persons' }).check();
  const column = (variant: string) => page.locator(`[data-variant=${variant}] [data-total=attempts] b`);
  await expect.poll(() => column('base').textContent()).toBe('24,600');
  await expect.poll(() => column('own-1').textContent(), { timeout: 30_000 }).toMatch(/^\d{2},\d{3}$/);
  await page
    .getByRole('columnheader', { name: /^First attempts/ })
    .getByRole('button')
    .click();
  const totals = (
    await page.locator('tr[data-variant]:not([data-variant=base]) [data-total=attempts] b').allTextContents()
  ).map((t) => Number(t.replaceAll(',', '')));
  expect(totals).toEqual([...totals].sort((a, b) => b - a));
  // One press after the other takes it all back.
  for (let n = 0; n < 20 && (await page.locator('[data-variant=own-1]').count()) > 0; n++)
    await page.getByTestId('undo').click();
  await expect.poll(() => page.locator('[data-variant=own-1]').count()).toBe(0);
});

it('gives the answer at either end of an input', async () => {
  await page.locator('[data-input=gap_between_terms] .why-button').first().click();
  await page.locator('[data-testid=either-end]').click();
  const row = page.locator('[data-testid=ends] tr', { hasText: 'A deal is signed' });
  await expect.poll(() => row.textContent(), { timeout: 30_000 }).toBe('A deal is signed60%3%−57');
});

it('puts people before totals, and samples quantiles beside the exact mean', async () => {
  const section = page.locator('#totals');
  await section.locator('[data-testid=people]').waitFor({ timeout: 30_000 });
  await expect
    .poll(() => section.locator('[data-testid=people]').textContent())
    .toMatch(/^People at the border may seek asylum.*A total is no target/);
  await section.getByRole('button', { name: 'Sample quantiles' }).click();
  const row = section.locator('tr[data-total=attempts]');
  await expect.poll(() => row.locator('td').count(), { timeout: 60_000 }).toBe(6);
  await expect
    .poll(() => section.locator('.sample-bar .count').textContent(), { timeout: 60_000 })
    .toBe('2,000 of 2,000 runs');
  const cells = (await row.locator('td').allTextContents()).map((t) => Number(t.replace(/[±,\s]/g, '')));
  const [mean, , low, middle, high, far] = cells as [number, number, number, number, number, number];
  expect(mean).toBe(24_600);
  expect(low).toBeLessThanOrEqual(middle);
  expect(middle).toBeLessThan(mean);
  expect(mean).toBeLessThan(high);
  expect(high).toBeLessThan(far);
  await expect
    .poll(() => section.locator('.sample-bar .fine').textContent())
    .toMatch(/sampled: 2,000 runs a variant, seed 1/);
  await section.locator('.total-figures summary').click();
  await expect.poll(() => section.locator('[data-input=frontier_km]').count()).toBe(1);
  await expect
    .poll(() => section.locator('.figure-list').textContent())
    .toMatch(/The Times of Israel \(with AFP\), 29 January 2026, paragraph 22/);
});

it('lists the evidence, filters it, leads to the slider it feeds, and looks for passages in a text', async () => {
  const section = page.locator('#evidence');
  await section.locator('[data-testid=records]').waitFor({ timeout: 30_000 });
  await expect.poll(() => section.locator('[data-testid=sources] li').count()).toBe(3);
  const basis = await section.locator('[data-testid=basis] b').allTextContents();
  expect(basis.map(Number).reduce((a, b) => a + b, 0)).toBe(99);
  await expect.poll(() => section.locator('[data-testid=basis]').textContent()).toMatch(/39 assumed/);
  await section.getByRole('combobox', { name: 'Attribution' }).selectOption('state_media');
  await expect.poll(() => section.locator('[data-testid=found]').textContent()).toBe('1 of 76 records');
  await section.getByRole('combobox', { name: 'Attribution' }).selectOption('');
  await section.getByLabel('Find a record').fill('seed-000.s02');
  await section
    .locator('[data-record="seed-000.s02"] .feeds')
    .getByRole('button', { name: /Stance on military strike/ })
    .click();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('[data-input]')?.getAttribute('data-input')))
    .toBe('USA.military_strike');
  await section.locator('details.article summary').first().click();
  await section.locator('details.article textarea').first().fill('A text of which no record speaks.');
  await expect
    .poll(() => section.locator('[data-testid=match-seed-000]').textContent())
    .toMatch(/^Another text than the one the records were made from\. 0 of 43 passages stand in it/);
  expect(await page.evaluate(async () => JSON.stringify([localStorage, sessionStorage, location.href]))).not.toContain(
    'no record speaks',
  );
});

it('maps two inputs, is cancelled, and goes on after a reload where it was', async () => {
  const section = page.locator('#sensitivity');
  await section.getByLabel('Input across').waitFor({ timeout: 30_000 });
  await section.getByLabel('Input across').selectOption('gap_between_terms');
  await section.getByLabel('Input up').selectOption('USA.military_strike');
  await section.locator('.sweep').getByRole('button', { name: 'Solve' }).click();
  const done = () => section.locator('.sweep progress').evaluate((e) => (e as HTMLProgressElement).value);
  await expect.poll(done, { timeout: 30_000 }).toBeGreaterThan(2);
  const before = await done();
  await page.reload();
  await section.getByLabel('Input up').waitFor({ timeout: 30_000 });
  // Nobody presses anything: the same map, with what was solved, sharpens on.
  await expect.poll(() => section.getByLabel('Input up').inputValue(), { timeout: 30_000 }).toBe('USA.military_strike');
  await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(before);
  await section.locator('.sweep').getByRole('button', { name: 'Cancel' }).click();
  const stopped = await done();
  await page.waitForTimeout(600);
  expect(await done()).toBeLessThanOrEqual(stopped + 1);
  await expect.poll(() => section.locator('.sweep').getByRole('button', { name: 'Go on' }).count()).toBe(1);
  await expect.poll(() => section.locator('.plot svg rect').count()).toBeGreaterThan(169);
  await expect.poll(() => section.locator('.flip').textContent()).toMatch(/on what is solved so far\.$/);
});
