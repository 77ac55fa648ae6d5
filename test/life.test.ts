// The document's life in a real browser: a link into a fresh profile, a tab that is killed, two tabs on one draft, a browser that keeps nothing, files from colleagues.
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaign } from './campaign.ts';
import { audit, openSite, type Site, watch } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site?.close());

/** The page with its notices, which follow the first picture. */
async function ready(page: Page): Promise<void> {
  await page.getByTestId('sentence').waitFor();
  await page.locator('.notices').waitFor({ state: 'attached' });
}

async function open(context: BrowserContext, hash = ''): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${site.address}${hash}`);
  await ready(page);
  return page;
}

const slider = (page: Page) => page.locator('#inputs input[type=range]').first();

/** Others may be at work on the machine: what is waited for comes, but not at once. */
const soon = <T>(value: () => T | Promise<T>) => expect.poll(value, { timeout: 30_000 });

async function moveFirstSlider(page: Page): Promise<void> {
  await slider(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
}

async function setTitle(page: Page, title: string): Promise<void> {
  await page.getByTestId('share').click();
  await page.getByTestId('document-title').fill(title);
}

const saved = (page: Page) =>
  soon(() => page.getByTestId('saved-line').textContent()).toMatch(/^Saved in this browser, /);
const labels = (page: Page) =>
  page
    .locator('[data-testid=variants] tbody tr[data-variant]')
    .evaluateAll((rows) => rows.map((r) => r.getAttribute('data-variant')));

describe('a link, and files', () => {
  let page: Page;
  beforeAll(async () => {
    const here = await site.context({ acceptDownloads: true });
    // The browser's own dialog cannot be pressed from here: the download is what remains.
    await here.addInitScript(() => void delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker);
    page = await open(here);
  });
  afterAll(() => page?.context().close());

  it('the link opens the same document in a fresh profile, and leaves the address bar alone', async () => {
    const strays = watch(page, site.address);
    await moveFirstSlider(page);
    await soon(() => labels(page)).toContain('own-1');
    await page.getByTestId('share').click();
    const link = page.getByLabel('Link to the workbench', { exact: false }).first();
    await soon(() => link.inputValue()).toContain('#n1=');
    expect(new URL(page.url()).hash).toBe('');
    expect(await audit(page, '[data-testid=share-menu]')).toEqual([]);
    const hash = new URL(await link.inputValue()).hash;
    expect(hash.length).toBeLessThan(900);

    const there = await site.context();
    const fresh = await open(there, hash);
    expect(await labels(fresh)).toEqual(await labels(page));
    await expect.poll(() => slider(fresh).inputValue()).toBe(await slider(page).inputValue());
    await expect.poll(() => fresh.getByTestId('brought').count()).toBe(0);
    // What is changed afterwards survives a reload with the link still in the address.
    await moveFirstSlider(fresh);
    const value = await slider(fresh).inputValue();
    await fresh.reload();
    await ready(fresh);
    await expect.poll(() => slider(fresh).inputValue()).toBe(value);
    expect(strays).toEqual([]);
    await there.close();
  });

  it('files go out and come in again; colleagues’ variants stand side by side and can be copied', async () => {
    await page.getByTestId('document-title').fill('Softer terms, first try');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('save-file').click()]);
    expect(download.suggestedFilename()).toBe('softer-terms-first-try.standoff.json');
    const text = await textOf(await download.createReadStream());
    const document = JSON.parse(text);
    expect(document).toMatchObject({ format: 'standoff-notebook/1', title: 'Softer terms, first try' });
    expect(document.scenario.inputs).toMatch(/^[0-9a-f]{64}$/);

    const of = (author: string, factor: number, more: object = {}) => ({
      name: `${author}.json`,
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify({ ...scaled(document, factor), ...more, author })),
    });
    const edited = { scenario: { ...document.scenario, text: 'meta: {}' } };
    await page
      .getByTestId('compare-files')
      .setInputFiles([
        of('Ada', 0.9),
        of('Bilal', 0.8),
        of('Chiara', 1, edited),
        { name: 'essay.txt', mimeType: 'text/plain', buffer: Buffer.from('The border in winter') },
      ]);
    const table = page.getByTestId('colleagues-table');
    await table.waitFor();
    await soon(() => page.getByTestId('colleagues-progress').textContent()).toBe('all 2 solved, exactly');
    const row = (name: string) => page.getByTestId(`spread-${name}`).locator('td.number').first().textContent();
    const [low, high] = [await row('low'), await row('high')].map((t) => Number.parseInt(t ?? '', 10));
    expect(low).toBeLessThan(high!);
    await expect
      .poll(() => page.getByTestId('colleagues').textContent())
      .toMatch(/Chiara\.json has edited the scenario/);
    await expect.poll(() => page.getByTestId('bad-files').textContent()).toMatch(/essay\.txt/);
    expect(await audit(page, '[data-testid=colleagues]')).toEqual([]);
    await table.getByRole('button', { name: /by Bilal/ }).click();
    await page.keyboard.press('Escape');
    await soon(() => labels(page)).toContain('own-2');
  });
});

describe('a link', () => {
  it('that is damaged is said to be, on a page that works; a draft that cannot be kept is said to be lost', async () => {
    const context = await site.context();
    await context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('not here', 'SecurityError');
      };
    });
    const page = await open(context, '#n1=XY_BjsIwDER_BfkcSloo');
    await expect.poll(() => page.getByTestId('brought').textContent()).toMatch(/link is damaged/);
    expect(await labels(page)).toContain('base');
    if (campaign) expect(await audit(page, '.notices')).toEqual([]);
    await moveFirstSlider(page);
    await page.getByTestId('not-saved').waitFor();
    expect(await labels(page)).toContain('own-1');
    await context.close();
  });
});

describe('drafts', () => {
  let context: BrowserContext;
  /** The tab that is left from the first test. */
  let one: Page;
  beforeAll(async () => {
    context = await site.context();
  });
  afterAll(() => context?.close());

  it('survive a tab that is killed, and are offered, not forced; hold what was typed in the very moment of leaving; stand in the address when the reader wants it', async () => {
    const page = await open(context);
    await setTitle(page, 'Typed before the kill');
    await saved(page);
    const session = await context.newCDPSession(page);
    void session.send('Page.crash').catch(() => undefined);
    await page.waitForEvent('crash');

    const next = await open(context);
    const offer = next.getByTestId('continue');
    await offer.waitFor();
    await expect.poll(() => offer.textContent()).toMatch(/Continue ‘Typed before the kill’/);
    if (campaign) expect(await audit(next, '.notices')).toEqual([]);
    await offer.getByRole('button', { name: /Continue/ }).click();
    await next.getByTestId('share').click();
    await expect.poll(() => next.getByTestId('document-title').inputValue()).toBe('Typed before the kill');

    await saved(next);
    await next.getByTestId('document-title').fill('Left at once');
    await next.reload();
    await ready(next);
    await next.getByTestId('share').click();
    await expect.poll(() => next.getByTestId('document-title').inputValue()).toBe('Left at once');

    const entries = await next.evaluate(() => history.length);
    await next.getByLabel('Keep the link in the address bar up to date').check();
    await next.getByTestId('document-title').fill('In the address');
    await soon(() => new URL(next.url()).hash).toMatch(/^#n1=/);
    const first = next.url();
    await next.getByTestId('document-title').fill('Still in the address');
    await soon(() => next.url()).not.toBe(first);
    expect(await next.evaluate(() => history.length)).toBe(entries);
    one = next;
  });

  it('of two tabs do not overwrite each other', async () => {
    await one.getByTestId('document-title').fill('Shared');
    await soon(() => one.locator('h1').textContent()).toBe('Shared');
    await saved(one);
    const two = await open(context);
    await two
      .getByTestId('continue')
      .getByRole('button', { name: /Continue/ })
      .click();
    await soon(() => two.locator('h1').textContent()).toBe('Shared');

    await one.getByTestId('document-title').fill('From one');
    const notice = two.getByTestId('two-tabs');
    await notice.waitFor();
    await notice.getByRole('button', { name: 'Show what differs' }).click();
    await soon(() => notice.textContent()).toContain('Title: “Shared” here, “From one” there.');
    expect(await audit(two, '.notices')).toEqual([]);
    await notice.getByRole('button', { name: 'Take theirs' }).click();
    await soon(() => two.locator('h1').textContent()).toBe('From one');
    await expect.poll(() => notice.count()).toBe(0);

    await one.getByTestId('document-title').fill('From one again');
    await notice.waitFor();
    await notice.getByRole('button', { name: 'Keep mine as a copy' }).click();
    await two.getByTestId('share').click();
    await saved(two);
    await soon(() => two.locator('[data-draft] b').allTextContents()).toEqual(
      expect.arrayContaining(['From one', 'From one again']),
    );
  });
});

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

interface SavedDocument {
  readonly variants: readonly {
    readonly origin: string;
    readonly changes: { readonly parameters: Record<string, number> };
  }[];
}

/** The same document with every number that was changed, times a factor. */
function scaled(document: SavedDocument, factor: number): SavedDocument {
  const times = (r: Record<string, number>) => Object.fromEntries(Object.entries(r).map(([k, v]) => [k, v * factor]));
  return {
    ...document,
    variants: document.variants.map((v) =>
      v.origin === 'own' ? { ...v, changes: { ...v.changes, parameters: times(v.changes.parameters) } } : v,
    ),
  };
}
