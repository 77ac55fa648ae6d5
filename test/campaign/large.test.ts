// A model of a quarter of a million configurations on the page: what solving is at, with its size and memory; stopped, gone on with, and solved.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { familyText } from '../bench/family.ts';
import { openSite, type Site } from '../site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
}, 120_000);
afterAll(() => site.close());

test('says how far it is, stops when asked, goes on when asked', { timeout: 300_000 }, async () => {
  const { page, strays } = await site.open();
  await page.locator('#scenario').scrollIntoViewIfNeeded();
  await page.getByTestId('open-editor').click();
  await page.getByRole('radio', { name: 'as YAML' }).check();
  await page.locator('.cm-content').waitFor();
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(familyText(9));
  const underway = page.getByTestId('underway');
  const status = page.getByTestId('status');
  await underway.filter({ hasText: /262,144 configurations, about 2\d\d MB: \d+%/ }).waitFor({ timeout: 60_000 });
  await underway.getByRole('button', { name: 'Stop' }).click();
  await expect.poll(() => status.textContent()).toContain('stopped by you');
  // Nothing begins by itself.
  await page.waitForTimeout(2000);
  expect(await underway.count()).toBe(0);
  expect(await status.textContent()).toContain('stopped by you');
  await status.getByRole('button', { name: 'Go on' }).click();
  await expect.poll(() => status.textContent(), { timeout: 120_000 }).toContain('Solved by the engine: 1 of 1');
  expect(strays).toEqual([]);
});
