// Formula cells and code cells in the built page: values that follow the model, names that are offered, code that waits for a person, and a stranger's document that reaches the page as text.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answers } from '../engine/index.ts';
import { audit, openSite, type Site } from './site.ts';

const answers: Answers = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../scenarios/crises/iran-2026.answers.json'), 'utf8'),
);
/** Probability of a deal by the last day, as shipped. */
function dealIn(variant: string): number {
  const deal = answers.run.variants.find((v) => v.id === variant)!.outcomes.deal!;
  if (deal.kind === 'race') throw new Error('deal is no race');
  return deal.byDay['90']!;
}

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site?.close());

/** A link as the page makes them: JSON, deflated, base64url. */
const linkOf = (content: object): string =>
  `#n1=${deflateRawSync(
    JSON.stringify({
      format: 'standoff-notebook/1',
      scenario: 'crises/iran-2026',
      engine: '',
      inputs: '',
      selected: 'base',
      outcome: 'deal',
      day: 90,
      view: 'paths',
      ...content,
    }),
  ).toString('base64url')}`;

async function openDocument(content: object): Promise<{ page: Page; strays: string[]; cell: (id: string) => Locator }> {
  const opened = await site.open({ path: linkOf(content) });
  await opened.page.locator('.notebook').scrollIntoViewIfNeeded({ timeout: 30_000 });
  return { ...opened, cell: (id) => opened.page.locator(`[data-cell="${id}"]`) };
}

const formula = (id: string, name: string, source: string) => ({ id, kind: 'formula', collapsed: false, name, source });
const code = (id: string, name: string, source: string) => ({ id, kind: 'code', collapsed: false, name, source });

const resultOf = (cell: Locator): Promise<string | null> =>
  cell.locator('[data-testid=formula-result]').textContent({ timeout: 20_000 });
const shows = (cell: Locator, text: string | RegExp) =>
  expect.poll(() => resultOf(cell), { timeout: 20_000 }).toMatch(text);

describe('cells of a document', () => {
  let opened: Awaited<ReturnType<typeof openDocument>>;
  beforeAll(async () => {
    opened = await openDocument({
      cells: [
        formula('f1', 'ratio', 'p("deal", "no_mediation") / p("deal")'),
        formula('f2', '', 'round(ratio * 100)'),
        formula('f3', 'early', 'p("deal", "base", 33)'),
        formula('f4', '', 'early < p("deal") and early > 0'),
        formula('f5', 'a', 'p("dael")'),
        formula('f6', 'ten', '10'),
        code('c1', 'rows', ''),
        formula('f7', '', 'best * 2'),
        code('c2', 'best', ''),
        code('c3', '', ''),
      ],
    });
  });
  afterAll(() => opened?.page.context().close());

  it('formulas compute from results, from one another, and from what has to be solved first; point at the mistake and offer the nearest name; picks insert what is meant', async () => {
    const { strays, cell } = opened;
    const ratio = dealIn('no_mediation') / dealIn('base');
    await shows(cell('f1'), String(Number(ratio.toPrecision(3))));
    await shows(cell('f2'), String(Math.round(ratio * 100)));
    await shows(cell('f3'), /^\s*\S*\s*=?\s*[\d.]+% \(0\.\d+\)/);
    await shows(cell('f4'), 'true');

    // A change reaches what depends on it; a name that is gone is said to be gone.
    await cell('f1').locator('.formula-source').fill('1 / 8');
    await shows(cell('f2'), '13');
    await cell('f1').locator('.cell-name').fill('share');
    await shows(cell('f2'), 'no cell is called ratio');
    await cell('f2')
      .getByRole('button', { name: 'Use “share”' })
      .click({ timeout: 2000 })
      .catch(() => {});
    await cell('f2').locator('.formula-source').fill('share + share');
    await shows(cell('f2'), '0.25');
    await cell('f1').locator('.formula-source').fill('share');
    await shows(cell('f1'), 'share needs its own value');
    await shows(cell('f2'), 'needs share, which has an error');

    await shows(cell('f5'), 'no outcome is called dael');
    await expect.poll(() => cell('f5').locator('pre').textContent()).toMatch(/^p\("dael"\)\n {2}\^/);
    await cell('f5').getByRole('button', { name: 'Use “deal”' }).click();
    await expect.poll(() => cell('f5').locator('.formula-source').inputValue()).toBe('p("deal")');
    await shows(cell('f5'), /%/);
    await cell('f5').locator('.formula-source').fill('');
    await cell('f5').getByText('Insert, or look up a function').click();
    await cell('f5').getByLabel('Insert an input').selectOption({ index: 1 });
    await expect.poll(() => cell('f5').locator('.formula-source').inputValue()).toMatch(/^input\(".+"\)$/);
    await shows(cell('f5'), /\d/);
    expect(strays).toEqual([]);
  });

  it('code runs on Ctrl + Enter, draws with Plot, gives values on, and says where a mistake is', async () => {
    const { page, strays, cell } = opened;
    const write = async (id: string, text: string): Promise<void> => {
      await cell(id).locator('.cm-content').fill(text);
      await cell(id).locator('.cm-content').press('Control+Enter');
    };
    const stateOf = (id: string) =>
      expect.poll(() => cell(id).locator('[data-testid=code-result]').getAttribute('data-state'), { timeout: 20_000 });
    await write('c1', 'results.filter((r) => r.outcome === "deal" && r.variantId === "base" && r.day === 90)');
    await stateOf('c1').toBe('fulfilled');
    await expect
      .poll(() => cell('c1').locator('td').nth(4).textContent())
      .toMatch(new RegExp(`^0?${String(dealIn('base')).slice(0, 6)}`));
    await shows(cell('f7'), 'waits for best');
    await write('c2', 'const all = rows.map((r) => r.p * ten);\nMath.max(...all)');
    await shows(cell('f7'), new RegExp(String(Number((dealIn('base') * 20).toPrecision(3)))));
    // What code uses changes: it runs again.
    await cell('f6').locator('.formula-source').fill('100');
    await shows(cell('f7'), new RegExp(String(Number((dealIn('base') * 200).toPrecision(3)))));

    await write('c3', 'Plot.plot({ width, marks: [Plot.dot(rows, { x: "day", y: "p" })] })');
    await stateOf('c3').toBe('fulfilled');
    const frame = cell('c3').frameLocator('iframe');
    await expect.poll(() => frame.locator('circle').count()).toBe(1);
    await expect
      .poll(() => cell('c3').locator('figcaption').textContent())
      .toMatch(/runs shut off from the page and the network/);
    expect((await cell('c3').locator('iframe').boundingBox())!.height).toBeGreaterThan(200);
    await expect.poll(() => cell('c3').locator('iframe').getAttribute('sandbox')).toBe('allow-scripts');

    await write('c3', 'const x = 1;\nfor (const r of rows) rwos.push(r);');
    await stateOf('c3').toBe('rejected');
    const trouble = cell('c3').locator('.cell-trouble');
    await expect.poll(() => trouble.locator('p').textContent()).toMatch(/rwos is not defined \(line 2\).*rows/s);
    expect((await trouble.locator('pre').textContent())!.split('\n')).toEqual([
      'for (const r of rows) rwos.push(r);',
      '                      ^',
    ]);
    await write('c3', 'while (true);');
    await expect.poll(() => trouble.locator('p').textContent(), { timeout: 20_000 }).toMatch(/loop ran for 2 seconds/);
    await shows(cell('f6'), '100');
    expect(await audit(page, '.notebook')).toEqual([]);
    expect(strays).toEqual([]);
  });
});

describe('a stranger’s document', () => {
  it('reaches the page as text, and none of its code runs before a click', async () => {
    const attack = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
    const { page, strays, cell } = await openDocument({
      title: attack,
      author: attack,
      variants: ['base', { id: 'own-1', label: attack, changes: {} }],
      selected: 'own-1',
      cells: [
        { id: 't1', kind: 'text', collapsed: false, source: `${attack}\n\n[go](javascript:window.hit=1) ![x](x.png)` },
        { id: 'q1', kind: 'question', collapsed: false, prompt: attack, answer: attack, model: attack },
        formula('f1', '<b>name</b>', attack),
        formula('f2', 'ok', `p("${attack.replaceAll('"', "'")}")`),
        formula('f3', 'sneaky', 'constructor'),
        code('c1', 'bad', 'parent.hit = 1; top.hit = 1; document.title'),
      ],
    });
    await shows(cell('f3'), 'no cell is called constructor');
    await shows(cell('f2'), 'no outcome is called <img');
    await expect.poll(() => cell('f1').textContent()).toContain('cannot be a name');
    await expect.poll(() => cell('t1').textContent()).toContain('<img src=x onerror=');
    // Charts and tables with the hostile label are there too.
    await expect.poll(() => page.locator('main').textContent()).toContain('<img src=x onerror=');
    await expect.poll(() => page.locator('main img, main script, a[href^="javascript:"]').count()).toBe(0);
    await expect.poll(() => cell('c1').locator('[data-testid=code-result]').getAttribute('data-state')).toBe('idle');
    await expect.poll(() => cell('c1').textContent()).toContain('Nothing of it has run');
    await expect.poll(() => page.locator('iframe').count()).toBe(0);

    await cell('c1').getByRole('button', { name: 'Run this code' }).click();
    await expect
      .poll(() => cell('c1').locator('.cell-trouble').textContent(), { timeout: 20_000 })
      .toMatch(/Blocked a frame with origin "null"|SecurityError/);
    expect(await page.evaluate(() => (window as unknown as { hit?: number }).hit)).toBeUndefined();
    expect(strays).toEqual([]);
    await page.context().close();
  });
});
