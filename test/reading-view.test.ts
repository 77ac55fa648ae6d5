// The reading view and the help: every string in every language, numbers as a language writes them, cards of the gallery as the real parser reads the files, figures of the view. Then both in a browser, with axe.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadScenario, type Story, viewOf } from '../engine/index.ts';
import type { EvidenceRecord } from '../notebook/evidence.ts';
import { cardOf } from '../notebook/help/cards.ts';
import { glossary } from '../notebook/help/glossary.ts';
import {
  dateText,
  directionOf,
  fill,
  languageFor,
  languages,
  listText,
  locale,
  numberText,
  setLocale,
  shareText,
} from '../notebook/help/language.ts';
import { stops } from '../notebook/help/steps.ts';
import { english, type Strings, stringsOf } from '../notebook/help/strings.ts';
import { assumedOf, balanceOf, lengthMiss, likeliestOf, pathsOf, placeOf } from '../notebook/reading/figures.ts';
import { firstModel } from '../notebook/shipped.ts';
import { campaign, inCampaign } from './campaign.ts';
import { audit, openSite, type Site } from './site.ts';

afterEach(() => setLocale(null));

describe('language', () => {
  it('every string is there in every language, with the same places for values', async () => {
    const placesOf = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!).sort();
    for (const { tag } of languages) {
      const table: Strings = await stringsOf(tag);
      expect(Object.keys(table), tag).toEqual(Object.keys(english));
      for (const [key, text] of Object.entries(english)) {
        const there = table[key as keyof Strings];
        if (text !== '') expect(there, `${tag} ${key}`).not.toBe('');
        expect(placesOf(there), `${tag} ${key}`).toEqual(placesOf(text));
      }
    }
    const german = await stringsOf('de');
    const same = Object.entries(english).filter(([key, text]) => text !== '' && german[key as keyof Strings] === text);
    expect(same.map(([key]) => key)).toEqual(['brand', 'answer.next']);
  });

  it('chooses the first language that it has, and a direction', () => {
    expect(languageFor(['fr-CA', 'de-AT', 'en'])).toBe('de');
    expect(languageFor(['fr'])).toBe('en');
    expect(languageFor([])).toBe('en');
    expect(['en', 'ar-EG', 'fa', 'de'].map(directionOf)).toEqual(['ltr', 'rtl', 'rtl', 'ltr']);
  });

  it('writes numbers, shares and dates as the language does, and never a false 0% or 100%', () => {
    const may = new Date('2026-05-03T00:00:00Z');
    expect(locale()).toBe('en-GB');
    expect([numberText(24561.5), dateText(may), dateText(may, 'short'), listText(['a', 'b', 'c'])]).toEqual([
      '24,561.5',
      '3 May 2026',
      '3 May',
      'a, b and c',
    ]);
    expect([0, 0.004, 0.154, 0.996, null].map((p) => shareText(p))).toEqual(['0%', '<1%', '15%', '>99%', '…']);
    expect(shareText(0.0004, 1)).toBe('<0.1%');
    setLocale('de');
    expect([numberText(24561.5), dateText(may)]).toEqual(['24.561,5', '3. Mai 2026']);
    expect([0.004, 0.154].map((p) => shareText(p))).toEqual(['<1\u00a0%', '15\u00a0%']);
    expect(fill('{n} von {all}, {missing}', { n: 1, all: 2 })).toBe('1 von 2, {missing}');
  });
});

describe('gallery', () => {
  const folder = join(import.meta.dirname, '..', 'scenarios');
  const keys = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.yaml'))
    .map((f) => f.slice(0, -'.yaml'.length));

  it.each(keys)('the card of %s says what the parser reads', (key) => {
    const text = readFileSync(join(folder, `${key}.yaml`), 'utf8');
    const { file } = loadScenario(text, `${key}.yaml`).value!;
    const view = viewOf(file);
    expect(cardOf(key, text)).toEqual({
      key,
      group: key.split('/')[0],
      title: view.title,
      description: file.meta.description ?? '',
      teaches: expect.stringMatching(/^[A-Z].{20,}/),
      horizon: view.horizon,
      regions: view.regions.length,
      moves: view.moves.length + Object.keys(file.nature ?? {}).length,
      parameters: view.parameters.length,
      variants: Object.keys(file.variants ?? {}).length,
    });
  });
});

describe('help', () => {
  it('explains each term in two or three sentences, and none twice', () => {
    const names = Object.values(glossary).map((e) => e.name);
    expect(new Set(names).size).toBe(names.length);
    for (const [id, { name, text }] of Object.entries(glossary)) {
      expect(name.length, id).toBeGreaterThan(3);
      const sentences = text.split(/(?<=[.:])\s+(?=[A-Z“])/).length;
      expect(sentences, id).toBeGreaterThanOrEqual(2);
      expect(sentences, id).toBeLessThanOrEqual(4);
    }
  });

  it('the tour has six to eight stops of two sentences at most four lines long', () => {
    expect(stops.length).toBeGreaterThanOrEqual(6);
    expect(stops.length).toBeLessThanOrEqual(8);
    for (const s of stops) expect(s.text.length, s.title).toBeLessThan(240);
  });
});

describe('reading view', () => {
  const model = firstModel();
  const known = { result: model.shipped!.run.variants[0]!, curves: {} };

  it('shows the paths with their intervals, base beside a changed variant, and the likeliest named one', () => {
    const paths = pathsOf(model, known, known, false, 90);
    expect(paths.map((p) => p.id)).toEqual([...model.race!.causes.map((c) => c.id), 'none']);
    for (const p of paths) {
      expect(p.band![0]).toBeLessThan(p.now.p!);
      expect(p.band![1]).toBeGreaterThan(p.now.p!);
      expect(p.before).toBeNull();
    }
    expect(paths.reduce((sum, p) => sum + p.now.p!, 0)).toBeCloseTo(1, 5);
    const named = paths.filter((p) => p.label !== null);
    expect(likeliestOf(paths)!.now.p).toBe(Math.max(...named.map((p) => p.now.p!)));
    const changed = pathsOf(model, known, known, true, 90);
    expect(changed.every((p) => p.band === null && p.before?.p === p.now.p)).toBe(true);
  });

  it('counts the records of the scenario’s own sources only, and the inputs without any', () => {
    const record = (id: string, attribution: string): EvidenceRecord =>
      ({ id, outlet: `Outlet ${id.slice(0, 8)}`, published: '2026-01-29', attribution }) as EvidenceRecord;
    const balance = balanceOf(
      [
        record('seed-000.s01', 'narrator'),
        record('seed-000.s02', 'institution'),
        record('seed-003.e01', 'narrator'),
        record('else-1.s01', 'narrator'),
      ],
      model.view,
    );
    expect(balance.outlets.map((o) => o.count)).toEqual([2, 1]);
    expect(balance.attributions).toEqual([
      { attribution: 'narrator', count: 2 },
      { attribution: 'institution', count: 1 },
    ]);
    const { assumed, all } = assumedOf(model.inputs);
    expect(all).toBe(model.inputs.length);
    expect(assumed).toBeGreaterThan(0);
    // What a base rate stands behind is not assumed, though no record is named.
    const tempo = model.inputs.filter((i) => i.id === 'tempo_iran');
    expect(tempo[0]).toMatchObject({ evidence: [], basis: expect.stringMatching(/^base rate/) });
    expect(assumedOf(tempo)).toEqual({ assumed: 0, all: 1 });
  });

  it('says in words where a slider stands', () => {
    const input = { ...model.inputs[0]!, value: 2, low: 1, high: 4 };
    expect([2, 1.6, 1.5, 1, 0.9, 2.9, 3, 4, 4.1].map((x) => placeOf(input, x))).toEqual([
      'same',
      'towards',
      'far',
      'far',
      'beyond',
      'towards',
      'far',
      'far',
      'beyond',
    ]);
    expect(placeOf({ ...input, low: 2, high: 2 }, 2.1)).toBe('beyond');
  });

  it('prefers stories of five to eight events', () => {
    const story = (n: number): Story => ({ events: Array.from({ length: n }) }) as unknown as Story;
    expect([3, 5, 8, 12].map((n) => lengthMiss(story(n)))).toEqual([2, 0, 0, 4]);
  });
});

describe('in a browser', () => {
  let site: Site;
  /** A German phone first; then, grown, the workbench that it has opened. */
  let page: Page;
  let strays: string[];
  beforeAll(async () => {
    site = await openSite();
    ({ page, strays } = await site.open({
      path: '#view=reading',
      locale: 'de-DE',
      viewport: { width: 390, height: 844 },
    }));
  });
  afterAll(() => site?.close());

  it('a German phone reads it in German: paths, three sliders, a story; the workbench is one press away', async () => {
    await page.waitForSelector('main.reading[lang=de]');
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([
      'de',
      'ltr',
    ]);
    const text = async (selector: string): Promise<string> => (await page.locator(selector).textContent()) ?? '';
    expect(await text('[data-testid=sentence]')).toMatch(/^Binnen 90 Tagen, bis zum 3\. Mai 2026: „.*%–.*%\.$/);
    const bars = page.locator('.path-bars li');
    await expect.poll(() => bars.count(), { timeout: 10_000 }).toBe(4);
    await expect
      .poll(() => bars.locator('b').allTextContents(), { timeout: 10_000 })
      .toEqual(expect.arrayContaining([expect.stringMatching(/^\d+ von 100$/)]));
    await page.waitForSelector('[data-testid=story] li', { timeout: 30_000 });
    const lines = await page.locator('[data-testid=story] li:not(.fine)').count();
    expect(lines).toBeGreaterThan(0);
    expect(lines).toBeLessThanOrEqual(8);
    for (const colorScheme of inCampaign(['dark', 'light'] as const)) {
      await page.emulateMedia({ colorScheme });
      expect(await audit(page), colorScheme).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

    // A slider moves the figures, and says in words where it stands.
    const before = await text('.path-bars');
    await page.locator('.in-words input').first().focus();
    for (let n = 0; n < 6; n++) await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(
      (was) => document.querySelector('.path-bars')!.textContent !== was && !document.querySelector('.stale'),
      before,
      {
        timeout: 20_000,
      },
    );
    await expect.poll(() => page.locator('.path-bars .before').count(), { timeout: 10_000 }).toBeGreaterThan(2);
    await expect.poll(() => page.locator('.in-words output').first().textContent()).toMatch(/in Richtung „/);
    await page.getByLabel('English').check();
    await page.waitForSelector('main.reading[lang=en]');
    expect(await text('[data-testid=sentence]')).toMatch(/^With your changes: Within 90 days, by 3 May 2026/);
    await page.getByRole('button', { name: 'Open the workbench' }).click();
    await page.waitForSelector('#inputs');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    expect(strays).toEqual([]);
  });

  it('the tour never starts by itself, can be left at any point, and is not offered again; help pages open and close by keyboard without findings; a scenario of the gallery takes the page, undo brings the first back', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    const offer = page.locator('.tour-offer');
    await offer.waitFor();
    await expect.poll(() => page.locator('.tour').count()).toBe(0);
    await offer.click();
    const card = page.getByRole('dialog', { name: 'Two-minute tour' });
    for (let n = 1; n <= 3; n++) {
      await expect.poll(() => card.textContent()).toMatch(new RegExp(`^${n} of [678]`));
      const box = (await card.boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y + box.height).toBeLessThanOrEqual(900);
      await card.getByRole('button', { name: 'Next' }).click();
    }
    expect(await audit(page, '.tour')).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => card.count()).toBe(0);
    // The address still asks for the reading view.
    await page.goto('about:blank');
    await page.goto(site.address);
    await page.locator('.help-button').waitFor();
    await expect.poll(() => offer.count()).toBe(0);

    const help = page.locator('.help-button');
    const title = await page.locator('h1').textContent();
    for (const [name, colorScheme] of [
      ['Glossary', 'light'],
      ['Methods, limits, how to cite', 'dark'],
      ['Notes on use', 'light'],
      ['Scenarios', 'dark'],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await help.press('Enter');
      await page.locator('.help-list').getByRole('button', { name, exact: true }).press('Enter');
      await page.waitForSelector(name === 'Scenarios' ? '.help-dialog article' : '.help-dialog dt, .help-dialog h3');
      // A page of text and the one that leads on; all four in the campaign.
      if (campaign || name === 'Glossary' || name === 'Scenarios')
        expect(await audit(page, '.help-dialog'), name).toEqual([]);
      if (name !== 'Scenarios') await page.keyboard.press('Escape');
    }
    await page.getByRole('button', { name: 'Open On and off', exact: true }).press('Enter');
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'On and off', null, {
      timeout: 30_000,
    });
    await expect.poll(() => page.locator('.help-dialog').count()).toBe(0);
    await page.keyboard.press('Control+z');
    await page.waitForFunction((was) => document.querySelector('h1')?.textContent === was, title);
    expect(strays).toEqual([]);
  });
});
