// Articles in the built page: an invented article is pasted, reviewed by keyboard, moves stances and outcomes, is still there after a reload, is undone, exported, forgotten and brought back; and nothing of its text leaves the section.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaign } from './campaign.ts';
import { audit, openSite, type Site } from './site.ts';

const article = readFileSync(join(import.meta.dirname, 'reading/dev/dev-a1.txt'), 'utf8');
/** Words that no record may carry away. */
const words = 'haggle over the right of 23 million people';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site?.close());

async function openArticles(options: Parameters<Site['open']>[0] = {}) {
  const { page, strays } = await site.open(options);
  return { page, strays, section: await sectionOf(page) };
}

async function sectionOf(page: Page): Promise<Locator> {
  await page.getByTestId('sentence').waitFor();
  const section = page.locator('#articles');
  await section.getByTestId('intake').waitFor({ state: 'attached', timeout: 30_000 });
  await section.scrollIntoViewIfNeeded();
  return section;
}

const progress = (section: Locator) => section.getByTestId('progress').textContent();
const soon = <T>(value: () => T | Promise<T>) => expect.poll(value, { timeout: 30_000 });

/** `asked`: what to do once the reading is under way. */
async function paste(section: Locator, asked = async (): Promise<void> => {}): Promise<void> {
  await section.getByLabel('The article, in English').fill(article);
  await section.getByLabel('Outlet').fill('Pacific Wire');
  await section.getByLabel('Published on').fill('2026-03-11');
  await section.locator('.intake-found', { hasText: 'English' }).waitFor({ timeout: 30_000 });
  await section.getByRole('button', { name: 'Read', exact: true }).press('Enter');
  await asked();
  await section.getByTestId('review').waitFor({ timeout: 30_000 });
}

/** Adds up what moves from now on without the reader's doing; the press itself has been answered by then. */
async function watchShifts(): Promise<void> {
  for (let k = 0; k < 2; k++) await new Promise(requestAnimationFrame);
  const own = window as unknown as { shifts: number };
  own.shifts = 0;
  new PerformanceObserver((list) => {
    for (const e of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!e.hadRecentInput) own.shifts += e.value;
  }).observe({ type: 'layout-shift' });
}

const contentOf = async (download: Download): Promise<string> => readFileSync((await download.path())!, 'utf8');

it('reviews a pasted article by keyboard, and moves stances and outcomes', async () => {
  const { page, strays, section } = await openArticles({ acceptDownloads: true });
  await paste(section, () => page.evaluate(watchShifts));
  expect(await page.evaluate(() => (window as unknown as { shifts: number }).shifts)).toBeLessThan(0.01);
  const review = section.getByTestId('review');
  // The keyboard is in the review from here on.
  expect(await review.evaluate((e) => e === document.activeElement)).toBe(true);
  const of = Number(/^0 of (\d+) decided$/.exec((await progress(section))!)![1]);
  expect(of).toBeGreaterThan(5);
  await page.keyboard.press('a');
  await expect.poll(() => progress(section)).toBe(`1 of ${of} decided`);
  await page.keyboard.press('r');
  await page.keyboard.type('told twice');
  await page.keyboard.press('Enter');
  await expect.poll(() => progress(section)).toBe(`2 of ${of} decided`);
  // On to a statement of the United States, the one who speaks here and in the scenario.
  const card = section.locator('.record-card');
  for (let k = 0; k < of && !(await card.textContent())!.match(/On behalf ofUnited StatesIssue.*\([+−]?\d/); k++)
    await page.keyboard.press('j');
  const edited = (await card.getAttribute('data-card'))!;
  const shown = section.locator('.review-text mark.now').first();
  const inside = await shown.evaluate((mark) => {
    const [m, f] = [mark.getBoundingClientRect(), mark.closest('.review-text')!.getBoundingClientRect()];
    return m.top >= f.top && m.top < f.bottom;
  });
  expect(inside).toBe(true);
  await page.keyboard.press('e');
  const form = section.getByTestId('record-form');
  await form.getByLabel('Issue').press('m');
  await form.getByLabel('Issue').selectOption('military_strike');
  await form.getByLabel('Only if').selectOption('');
  await form.getByLabel(/^Position/).press('Home');
  await page.keyboard.press('Enter');
  await form.waitFor({ state: 'detached' });
  await expect.poll(() => progress(section)).toBe(`3 of ${of} decided`);

  // Stances: the scenario's beside the records', with the record behind.
  const row = section.locator('tr[data-stance="USA.military_strike"]');
  await soon(() => row.locator('.behind').textContent()).toContain(edited);
  expect(Number((await row.locator('td').nth(2).textContent())!.replace('−', '-'))).toBeLessThan(0);
  const make = section.getByRole('button', { name: 'Make the variant “As your records have it”' });
  await make.press('Enter');
  await page
    .locator('[data-testid=variants] tr[data-variant="own-1"]', { hasText: 'As your records have it' })
    .waitFor();
  const moved = () =>
    section.locator('[data-testid=records-outcomes] tr[data-outcome] td:last-child').allTextContents();
  await soon(async () => (await moved()).filter((t) => /^[+−]/.test(t)).length).toBeGreaterThan(2);
  expect(
    await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])),
  ).not.toContain(words);

  expect(await audit(page, '#articles')).toEqual([]);
  // One press takes the variant back, another puts it in again.
  await page.getByTestId('undo').click();
  await page.locator('[data-testid=variants] tr[data-variant="own-1"]').waitFor({ state: 'detached' });
  await page.getByTestId('redo').click();
  await page.locator('[data-testid=variants] tr[data-variant="own-1"]').waitFor();

  // A reload, as after a killed tab: everything is there.
  await soon(() => page.evaluate(() => sessionStorage.getItem('standoff.tab'))).toContain('"id":"n-');
  await page.reload();
  await sectionOf(page);
  await section.getByTestId('review').waitFor();
  await expect.poll(() => progress(section)).toBe(`3 of ${of} decided`);
  await expect.poll(() => section.locator('.review-text').textContent()).toContain(words);
  await page
    .locator('[data-testid=variants] tr[data-variant="own-1"]', { hasText: 'As your records have it' })
    .waitFor();

  // Export, undo of a decision; forgotten and brought back.
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    section.getByRole('button', { name: 'Export this review' }).click(),
  ]);
  const file = await contentOf(download);
  expect(download.suggestedFilename()).toMatch(/^[0-9a-f]{12}\.jsonl$/);
  expect(file).not.toContain(words);
  expect(
    file
      .trimEnd()
      .split('\n')
      .filter((l) => l.includes('"type":"decision"')),
  ).toHaveLength(3);
  await review.press('u');
  await expect.poll(() => progress(section)).toBe(`2 of ${of} decided`);
  await expect.poll(() => card.getAttribute('data-card')).toBe(edited);
  await section.getByRole('button', { name: 'Forget this article' }).click();
  await section.getByRole('button', { name: 'Forget it' }).click();
  await section.getByTestId('review').waitFor({ state: 'detached' });
  const bring = async (name: string, text: string) =>
    section
      .getByTestId('bring-review')
      .setInputFiles({ name, mimeType: 'application/x-ndjson', buffer: Buffer.from(text) });
  await bring(download.suggestedFilename(), file);
  await section.getByTestId('review').waitFor();
  await expect.poll(() => progress(section)).toBe(`3 of ${of} decided`);
  await expect.poll(() => section.locator('.review-text').textContent()).toMatch(/not on this machine/);
  // The same decisions under another name: a second reader, of the same mind but for one.
  await bring(
    'second.jsonl',
    file.replaceAll('"reader":"Reader 1"', '"reader":"Ada"').replace('"decision":"reject"', '"decision":"accept"'),
  );
  await section.locator('.second summary').click();
  await expect
    .poll(() => section.getByTestId('agreement').textContent())
    .toMatch(/on 2 of 3 records that both decided \(67%/);
  expect(strays).toEqual([]);
  await page.context().close();
}, 120_000);

describe('in the dark on a phone', () => {
  let page: Page;
  let section: Locator;
  beforeAll(async () => {
    ({ page, section } = await openArticles({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' }));
  });
  afterAll(() => page?.context().close());

  it('says what is wrong with a text that cannot be read', async () => {
    const german =
      'Die Regierung hat am Montag erklärt, dass sie die Gespräche mit dem Nachbarland nicht fortsetzen werde, solange dessen Truppen an der gemeinsamen Grenze stehen und die Verhandlungen von außen gestört werden.';
    await section.getByLabel('The article, in English').fill(german.repeat(3));
    const told = section.getByRole('alert');
    await soon(() => told.first().textContent()).toMatch(/not English.*translation/);
    await expect.poll(() => section.getByRole('button', { name: 'Read', exact: true }).isDisabled()).toBe(true);
    const file = section.locator('.intake input[type=file]');
    await file.setInputFiles({
      name: 'report.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7 nothing'),
    });
    await soon(() => told.first().textContent()).toMatch(/a PDF/);
    // A saved page says where and when by itself.
    const html = `<!doctype html><html lang="en"><head><title>Drills</title><meta property="og:site_name" content="Harbour Post"><meta property="article:published_time" content="2026-03-11T08:00:00Z"></head><body><article>${article
      .split('\n\n')
      .map((p) => `<p>${p}</p>`)
      .join('')}</article></body></html>`;
    await file.setInputFiles({ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from(html) });
    await soon(() => section.getByLabel('Published on').inputValue()).toBe('2026-03-11');
    await expect.poll(() => section.getByLabel('Outlet').inputValue()).toBe('Harbour Post');
    await expect.poll(() => section.locator('.intake-head').textContent()).toMatch(/the page says so/);
  });

  it('adds a record from words chosen by keyboard, without a complaint from axe', async () => {
    await section.locator('summary', { hasText: 'Bring an article' }).waitFor();
    if (campaign) expect(await audit(page, '#articles')).toEqual([]);
    await paste(section);
    const before = Number(/of (\d+)/.exec((await progress(section))!)![1]);
    await page.keyboard.press('n');
    const form = section.getByTestId('record-form');
    await form.getByLabel('Paragraph').selectOption('4');
    await expect.poll(() => form.locator('legend').first().textContent()).toMatch(/^Words: paragraph 4, /);
    expect(await audit(page, '#articles')).toEqual([]);
    await form.getByLabel('Issue').selectOption('territory_access');
    await form.getByRole('button', { name: 'Save' }).press('Enter');
    await form.waitFor({ state: 'detached' });
    await expect.poll(() => progress(section)).toBe(`1 of ${before + 1} decided`);
    await expect
      .poll(() => section.locator('.record-card').textContent())
      .toMatch(/Added.*use of territory.*paragraph 4/);
    if (campaign) expect(await audit(page, '#articles')).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

    // Somebody the machine did not know: the article is read again, and the decision stays.
    await section.locator('.names summary').press('Enter');
    await section.getByLabel('Name, as the article writes it').fill('Chen Binhua');
    await section.getByLabel(/^State/).fill('CHN');
    await section.getByLabel(/^Role/).fill('spokesperson');
    await section.getByRole('button', { name: 'Add and read again' }).press('Enter');
    await soon(() => section.locator('.articles-told').textContent()).toMatch(/^Read again/);
    await expect
      .poll(() => section.locator('.names').textContent())
      .toMatch(/Added: Chen Binhua \(CHN\/binhua, spokesperson\)/);
    await expect.poll(() => progress(section)).toMatch(/^1 of \d+ decided$/);

    // A scenario of its own from the article; one undo brings the old one back.
    const title = await page.locator('h1').textContent();
    await section.getByRole('button', { name: 'Draft a scenario and open it' }).press('Enter');
    await soon(() => page.locator('h1').textContent()).toMatch(/Taiwan/);
    await expect.poll(() => page.locator('.caveats').textContent()).toMatch(/1 of \d+ records decided/);
    await page.getByTestId('undo').click();
    await soon(() => page.locator('h1').textContent()).toBe(title);
  });
});

it.runIf(campaign)(
  'divides what the news changed among the records, and says how much of base is from the articles',
  async () => {
    const { page, section } = await openArticles();
    const news = section.getByTestId('news');
    // Without a word of the reader's: the two days on which the shipped articles came out.
    await expect.poll(() => news.getByLabel('Before: known by').inputValue()).toBe('2026-01-29');
    await expect.poll(() => news.getByLabel('After: known by').inputValue()).toBe('2026-02-02');
    await news.getByRole('button', { name: 'Work it out' }).press('Enter');
    const shares = news.locator('[data-attribution]').first();
    await shares.waitFor({ timeout: 120_000 });
    const points = (text: string): number => Number(text.replace('−', '-').replace('+', ''));
    const column = await shares.locator('tbody tr td:nth-of-type(2)').allTextContents();
    const whole = points((await shares.locator('tfoot b').textContent())!);
    expect(Math.abs(whole)).toBeGreaterThan(0.05);
    // Each is rounded to a hundredth of a point.
    expect(Math.abs(column.map(points).reduce((a, b) => a + b, 0) - whole)).toBeLessThan(0.05);
    const share = section.getByTestId('article-share');
    await share.scrollIntoViewIfNeeded();
    await expect.poll(() => share.locator('tbody').textContent(), { timeout: 60_000 }).not.toContain('…');
    expect(await audit(page, '#articles')).toEqual([]);
    await page.context().close();
  },
  240_000,
);
