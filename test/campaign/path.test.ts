// The whole path of a reader on the built page, by keyboard alone and again by mouse: slider, variants, comparison, evidence, YAML, replay, formula and code, link, frozen report, a killed tab. With it what nobody should notice: stray requests, errors, layout shift; and what axe finds on the way, in four looks.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import axe from 'axe-core';
import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSite, type Site, watch } from '../site.ts';

let site: Site;
const told: string[] = [];
/** What axe cannot decide by itself: rule → how often. Looked at: the contrast of text in drawings, on gradients and under bars (measured on pixels, none too low), and buttons whose only sign is an arrow. */
const leftToPeople = ['color-contrast', 'label-content-name-mismatch'];
const unsure = new Map<string, number>();

beforeAll(async () => {
  site = await openSite();
});
afterAll(async () => {
  await site?.close();
  const open = [...unsure].map(([rule, n]) => `${rule} ${n}`).join(', ');
  console.log(`path: ${told.join('; ')}; axe leaves to people: ${open || 'nothing'}`);
});

const patience = 60_000;
/** Others may be at work on the machine: what is waited for comes, but not at once. */
const soon = <T>(value: () => Promise<T>) => expect.poll(value, { timeout: patience });

/** How a reader's hands do it. Where they can't, the test fails. */
interface Hands {
  /** Goes to a part of the page by its link in the bar. */
  go(part: string): Promise<void>;
  press(target: Locator): Promise<void>;
  /** A radio of a group. */
  choose(radio: Locator): Promise<void>;
  pick(select: Locator, value: string): Promise<void>;
  /** Moves a slider to the left by about this share of its track. */
  lower(slider: Locator): Promise<void>;
  /** In place of what stands in the field. */
  write(field: Locator, text: string): Promise<void>;
  /** Marks the last letter of what the search has found in the editor. */
  mark(editor: Locator, found: string): Promise<void>;
  /** A date of 2026 in a date field. */
  date(field: Locator, month: string, day: string): Promise<void>;
  leave(dialog: Locator): Promise<void>;
  undo(): Promise<void>;
}

const focused = (target: Locator): Promise<boolean> => target.evaluate((e) => e === document.activeElement);

/** In the page: on which side of the focus an element lies, and about how many stops of Tab away. */
function lieOf(e: Element): { readonly where: 'here' | 'covered' | 'before' | 'after'; readonly stops: number } {
  const active = document.activeElement ?? document.body;
  if (active === e) {
    const { x, y, width, height } = e.getBoundingClientRect();
    const over = document.elementFromPoint(x + width / 2, y + height / 2)?.closest('.bar, .mini-bar, .panel-head');
    return { where: over && !over.contains(e) ? 'covered' : 'here', stops: 0 };
  }
  // After a link of the bar nothing has the focus, and Tab goes on from the part.
  const from = active === document.body ? (document.querySelector(':target') ?? active) : active;
  const follows = (a: Element, b: Element): boolean =>
    (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const isBefore = follows(e, from);
  const stops = document.querySelectorAll<HTMLElement>(
    'a[href], button:enabled, input:enabled:not([type=radio]:not(:checked)), select, textarea, summary, [tabindex="0"], [contenteditable=true]',
  );
  const between = [...stops].filter(
    (s) => s.checkVisibility() && (isBefore ? follows(e, s) && follows(s, from) : follows(from, s) && follows(s, e)),
  );
  return { where: isBefore ? 'before' : 'after', stops: between.length + 1 };
}

/** Tab and Shift+Tab, arrows, Enter, Space and letters; nothing else. The one jump: to a link of the bar, which stays in sight and which readers reach by their browser's own keys for links or search. */
function keyboard(page: Page, count: { keys: number }): Hands {
  const key = async (name: string): Promise<void> => {
    count.keys++;
    await page.keyboard.press(name);
  };
  const reach = async (target: Locator): Promise<void> => {
    await target.waitFor();
    for (let pressed = 0; pressed < 90; ) {
      const { where, stops } = await target.evaluate(lieOf);
      if (where === 'covered') throw new Error(`${target} has the focus under something that stays in sight`);
      if (where === 'here') return;
      // Most of the way without looking up, the last stops one by one.
      for (let n = Math.max(1, stops - 1); n > 0; n--, pressed++) await key(where === 'before' ? 'Shift+Tab' : 'Tab');
    }
    const stuck = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120));
    throw new Error(`90 presses of Tab do not reach ${target}; the focus is on ${stuck}`);
  };
  return {
    async go(part) {
      const link = page.getByRole('navigation', { name: 'Parts of this page' }).getByRole('link', { name: part });
      await link.focus();
      await key('Enter');
    },
    async press(target) {
      await reach(target);
      await key((await target.getAttribute('type')) === 'checkbox' ? 'Space' : 'Enter');
    },
    async choose(radio) {
      const name = await radio.getAttribute('name');
      await reach(page.locator(`input[name="${name}"]:checked`));
      for (let n = 0; n < 20 && !(await radio.isChecked()); n++) await key('ArrowDown');
      expect(await radio.isChecked()).toBe(true);
    },
    async pick(select, value) {
      await reach(select);
      const places = await select.evaluate((e, wanted) => {
        const { options, selectedIndex } = e as HTMLSelectElement;
        return [...options].findIndex((o) => o.value === wanted) - selectedIndex;
      }, value);
      for (let n = 0; n < Math.abs(places); n++) await key(places < 0 ? 'ArrowUp' : 'ArrowDown');
      expect(await select.inputValue()).toBe(value);
    },
    async lower(slider) {
      await reach(slider);
      for (let n = 0; n < 12; n++) await key('ArrowLeft');
    },
    async write(field, text) {
      await reach(field);
      await key('Control+a');
      count.keys += text.length;
      await page.keyboard.type(text);
    },
    async mark(editor) {
      await reach(editor);
      await key('ArrowRight');
      await key('Shift+ArrowLeft');
    },
    async date(field, month, day) {
      await reach(field);
      count.keys += 8;
      await page.keyboard.type(`${month}${day}2026`);
    },
    async leave(dialog) {
      await key('Escape');
      await dialog.waitFor({ state: 'detached' });
    },
    undo: () => key('Control+z'),
  };
}

function mouse(page: Page): Hands {
  return {
    async go(part) {
      await page.getByRole('navigation', { name: 'Parts of this page' }).getByRole('link', { name: part }).click();
    },
    press: (target) => target.click(),
    choose: (radio) => radio.locator('xpath=ancestor::label').click(),
    async pick(select, value) {
      await select.selectOption(value);
    },
    async lower(slider) {
      await slider.scrollIntoViewIfNeeded();
      const { x, y, width, height } = (await slider.boundingBox())!;
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      for (const share of [0.47, 0.44, 0.41]) await page.mouse.move(x + width * share, y + height / 2);
      await page.mouse.up();
    },
    async write(field, text) {
      await field.click({ clickCount: 3 });
      // Pasted, not typed.
      await page.keyboard.insertText(text);
    },
    async mark(editor, found) {
      const { x, y } = await editor.evaluate((e, words) => {
        const line = [...e.querySelectorAll('.cm-line')].find((l) => l.textContent!.includes(words))!;
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        let left = line.textContent!.indexOf(words) + words.length - 1;
        while (walker.nextNode() && walker.currentNode.textContent!.length <= left)
          left -= walker.currentNode.textContent!.length;
        const range = document.createRange();
        range.setStart(walker.currentNode, left);
        range.setEnd(walker.currentNode, left + 1);
        const box = range.getBoundingClientRect();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      }, found);
      await page.mouse.dblclick(x, y);
    },
    // The calendar that opens at a press is the browser's.
    date: (field, month, day) => field.fill(`2026-${month}-${day}`),
    async leave(dialog) {
      await dialog.getByRole('button', { name: 'Close' }).first().click();
      await dialog.waitFor({ state: 'detached' });
    },
    undo: () => page.getByTestId('undo').first().click(),
  };
}

/** What the selected variant and base say is no longer that of the input before. */
const settled = (page: Page) =>
  page.waitForFunction(
    () =>
      document.querySelector('.top .stale, [data-variant=base] .stale') === null &&
      document.querySelector('input[name=variant]:checked')?.closest('tr')?.querySelector('.stale') === null,
    null,
    { timeout: patience },
  );
const sentence = (page: Page) => page.getByTestId('sentence').textContent();
const row = (page: Page, variant: string) => page.locator(`[data-variant=${variant}]`);
const figure = (page: Page, variant: string, outcome: string) =>
  row(page, variant).locator(`[data-outcome=${outcome}] b`).textContent();
const cell = (page: Page, kind: string) => page.locator(`#notebook [data-kind=${kind}]`).last();

/** The first screen and every part below it. */
async function ready(page: Page): Promise<void> {
  await page.getByTestId('sentence').waitFor();
  await page.locator('#notebook .add-cell').waitFor({ timeout: patience });
}

interface Shift {
  readonly value: number;
  /** Where on the path the reader was. */
  readonly part: string;
  readonly moved: string;
}

/** Collects what moves by itself. Entries from before are told too. */
const watchShift = (page: Page) =>
  page.evaluate(() => {
    const shifts: Shift[] = [];
    (window as unknown as { shifts: Shift[] }).shifts = shifts;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Node | null }[];
      })[])
        if (!entry.hadRecentInput)
          shifts.push({
            value: entry.value,
            part: location.hash,
            moved: entry.sources
              .map(({ node }) => {
                const element = node instanceof Element ? node : node?.parentElement;
                return `${element?.closest('[id]')?.id ?? ''} ${element?.nodeName.toLowerCase()}.${element?.getAttribute('class') ?? ''}`;
              })
              .join(', '),
          });
    }).observe({ type: 'layout-shift', buffered: true });
  });
const shiftsOf = (page: Page) => page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts);

/** The document as a reader has it: what stands on the page, and the link, which holds all of it. */
async function documentOf(page: Page): Promise<Record<string, unknown>> {
  const share = page.getByTestId('share-menu');
  const seen = await page.evaluate(() => ({
    title: document.querySelector('h1')!.textContent,
    sentence: document.querySelector('[data-testid=sentence]')!.textContent,
    variants: [...document.querySelectorAll<HTMLElement>('tr[data-variant]')].map((r) => r.textContent),
    cells: [...document.querySelectorAll<HTMLElement>('#notebook [data-kind]')].map((c) => [
      c.dataset.kind,
      ...[...c.querySelectorAll('textarea, input')].map((i) => (i as HTMLInputElement).value),
      ...[...c.querySelectorAll<HTMLElement>('.cm-content, [data-testid=formula-result], .prose')].map(
        (e) => e.textContent,
      ),
    ]),
  }));
  if (!(await share.isVisible())) await page.getByTestId('share').click();
  const link = page.getByRole('textbox', { name: /^Link to the workbench/ });
  await soon(() => link.inputValue()).toContain('#n1=');
  return { ...seen, link: new URL(await link.inputValue()).hash };
}

/** `look`: called at the states that axe shall see. */
async function walk(
  page: Page,
  hands: Hands,
  look: (state: string, part?: string) => Promise<void>,
): Promise<{ readonly link: string; readonly report: string }> {
  await ready(page);
  await watchShift(page);
  await look('start');

  // A slider makes a variant, and its figures settle.
  await hands.go('Actors');
  await hands.lower(page.locator('[data-input=gap_between_terms] input[type=range]'));
  await row(page, 'own-1').waitFor();
  await settled(page);
  expect(await row(page, 'own-1').locator('th').textContent()).toContain('Base, changed');
  await soon(() => figure(page, 'own-1', 'deal')).toMatch(/^\d+%$/);
  expect(await figure(page, 'own-1', 'deal')).not.toBe(await figure(page, 'base', 'deal'));
  await soon(() => page.getByTestId('variant-sentence').textContent()).toMatch(/“Base, changed”: .*points more/);
  await look('variant changed', '#variants');

  // A variant from it, with a name and a switch of its own.
  await hands.go('Variants');
  await hands.press(page.getByTestId('new-variant'));
  await row(page, 'own-2').waitFor();
  await hands.press(page.getByRole('button', { name: /^Rename/ }));
  await hands.write(page.getByRole('textbox', { name: 'Name of the variant' }), 'Closer terms, guaranteed');
  await page.keyboard.press('Enter');
  await hands.go('Actors');
  await hands.press(page.getByRole('checkbox', { name: 'Outside powers guarantee a deal' }));
  await settled(page);
  expect(await row(page, 'own-2').locator('th').textContent()).toContain('Closer terms, guaranteed');
  expect(await row(page, 'own-2').locator('.chip').count()).toBe(2);

  // Four variants beside each other, in five views, for an outcome and a day.
  await hands.go('Variants');
  const four = ['base', 'own-1', 'own-2', 'no_mediation'];
  const colours = page.locator('#variants tbody input[type=checkbox]');
  for (const colour of await colours.all()) {
    const variant = await colour.evaluate((e) => e.closest('tr')!.dataset.variant!);
    if ((await colour.isChecked()) && !four.includes(variant)) await hands.press(colour);
  }
  for (const variant of four) {
    const colour = row(page, variant).locator('input[type=checkbox]');
    if (!(await colour.isChecked())) await hands.press(colour);
  }
  await hands.go('Compare');
  const chart = page.locator('#compare');
  await hands.choose(chart.locator('input[name=view][value=time]'));
  await hands.pick(chart.getByTestId('outcome'), 'us_force');
  await hands.choose(chart.locator('input[name=day][value="30"]'));
  expect(await sentence(page)).toMatch(/^Within 30 days, by 4 March 2026/);
  const pictures = new Set<string>();
  for (const view of ['time', 'day', 'difference', 'dots', 'paths']) {
    await hands.choose(chart.locator(`input[name=view][value=${view}]`));
    await soon(() => chart.locator('.plot svg').count()).toBeGreaterThan(0);
    pictures.add(await chart.locator('.plot').first().innerHTML());
    const spoken = await chart.locator('.plot').first().getAttribute('aria-label');
    for (const name of ['Nobody mediates', 'Base, changed', 'Closer terms, guaranteed'])
      if (view !== 'paths') expect(spoken).toContain(name);
  }
  expect(pictures.size).toBe(5);
  await hands.choose(chart.locator('input[name=day][value="90"]'));

  // The chance of each path by a date that is none of the reported days.
  await hands.press(chart.locator('.numbers summary'));
  await hands.date(chart.getByLabel('By another date'), '04', '01');
  expect(await chart.locator('thead').textContent()).toContain('Day 58');
  const force = chart.locator('tbody tr', { hasText: 'Force' }).locator('td');
  const [before, own, after] = (await force.allTextContents()).slice(2, 5).map((t) => Number.parseFloat(t));
  expect(before! < own! && own! < after!).toBe(true);

  // What stands behind a slider.
  await hands.go('Actors');
  await hands.press(page.locator('[data-input="USA.force_posture"] .why-button'));
  const why = page.getByTestId('why');
  await soon(() => why.textContent()).toMatch(/The Times of Israel|All Israel News/);
  await look('why', '[data-testid=why]');
  await hands.leave(why);
  expect(await focused(page.locator('[data-input="USA.force_posture"] .why-button'))).toBe(true);

  // The scenario as YAML: broken, mended, undone.
  await hands.go('Scenario');
  await hands.press(page.getByTestId('open-editor'));
  await page.getByTestId('editor-status').waitFor();
  await look('editor, form', '#scenario');
  const status = () => page.getByTestId('editor-status').textContent();
  await hands.choose(page.locator('#scenario').getByRole('radio', { name: 'as YAML' }));
  const words = 'gap_between_terms: {value: 2.9';
  await hands.write(page.getByRole('searchbox', { name: 'Find in the YAML' }), words);
  await page.keyboard.press('Enter');
  await soon(() => page.locator('.find-in-yaml [role=status]').textContent()).toBe('1 place');
  await settled(page);
  const good = await sentence(page);
  const yaml = page.getByRole('textbox', { name: 'Scenario as YAML' });
  await hands.mark(yaml, words);
  await page.keyboard.type('@');
  await soon(status).toMatch(/1 mistake/);
  expect(await page.getByTestId('problems').textContent()).toMatch(/Mistake in line \d+, column \d+/);
  expect(await sentence(page)).toBe(good);
  await look('editor, YAML with a mistake', '#scenario');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('7');
  await soon(status).toMatch(/No mistakes.*the page shows this text/);
  await soon(() => sentence(page)).not.toBe(good);
  await settled(page);
  expect(await figure(page, 'base', 'deal')).toMatch(/^\d+%$/);
  await hands.go('Variants');
  await hands.undo();
  await soon(() => sentence(page)).toBe(good);
  await settled(page);

  // One way it could go, with an actor taken over.
  await hands.go('Replay');
  const replay = page.locator('#replay');
  await hands.press(replay.getByRole('button', { name: 'Step forward' }));
  await hands.pick(replay.getByRole('combobox', { name: 'Who you play, from this point on' }), 'IRN');
  const move = replay.locator('.choices > li').first().getByRole('button').first();
  await move.waitFor();
  const label = await move.textContent();
  await hands.press(move);
  await soon(() => replay.locator('[aria-current=step]').textContent()).toContain('your choice');
  expect(await replay.locator('[aria-current=step] .what').textContent()).toBe(label);
  await soon(() => replay.locator('.odds').textContent()).not.toContain('…');
  expect(await replay.locator('.odds tbody tr').count()).toBeGreaterThan(4);
  await look('replay taken over', '#replay');

  // The statechart's panel of a state.
  await hands.go('Statechart');
  const state = page.locator('#statechart').locator('svg .state[tabindex="0"], .lane-state').first();
  await hands.press(state);
  await soon(() => state.getAttribute('aria-expanded')).toBe('true');
  await look('statechart panel', '#statechart');

  // A formula and a code cell.
  await addKinds(page, hands, ['text', 'formula', 'code']);
  await hands.write(cell(page, 'text').getByRole('textbox'), 'Without *mediation* a deal is rarer.');
  await hands.press(cell(page, 'text').getByRole('button', { name: 'Done' }));
  await hands.write(
    cell(page, 'formula').getByRole('textbox', { name: 'Formula', exact: true }),
    'p("deal","base") - p("deal","no_mediation")',
  );
  await soon(() => cell(page, 'formula').getByTestId('formula-result').textContent()).toMatch(/0\.1\d/);
  const source = 'results.length > 100 ? "many rows" : "few rows"';
  await cell(page, 'code').locator('.cm-content').waitFor();
  await hands.write(cell(page, 'code').getByRole('textbox', { name: /^Code/ }), source);
  expect(await cell(page, 'code').locator('.cm-content').textContent()).toBe(source);
  await hands.press(cell(page, 'code').getByRole('button', { name: 'Run' }));
  await soon(() => cell(page, 'code').getByTestId('code-result').textContent()).toContain('many rows');

  // The link, and the frozen report.
  const share = page.getByTestId('share-menu');
  await hands.go('Compare');
  await hands.press(page.getByTestId('share'));
  await hands.write(page.getByTestId('document-title'), 'Walked to the end');
  await soon(() => page.getByRole('textbox', { name: /^Link to the workbench/ }).inputValue()).toContain('#n1=');
  await look('share', '[data-testid=share-menu]');
  await hands.press(share.getByRole('button', { name: 'Copy: Link to the workbench' }));
  await soon(() => share.textContent()).toMatch(/Link to the workbench copied/);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const download = page.waitForEvent('download');
  await hands.press(share.getByRole('button', { name: 'Frozen report' }));
  const report = join(mkdtempSync(join(tmpdir(), 'standoff-path-')), 'report.html');
  await (await download).saveAs(report);
  await settled(page);
  return { link, report };
}

const helpPages = ['Scenarios', 'Glossary', 'Methods, limits, how to cite', 'Notes on use', 'Two-minute tour'];
const kinds = ['question', 'compare', 'parameters', 'variants', 'sensitivity', 'statechart', 'evidence', 'replay'];

/** What axe finds, best practices included: one line per rule and place. What it cannot decide is counted. */
async function inspect(page: Page, state: string, part?: string): Promise<string[]> {
  // Some browsers' policies forbid adding a script tag; evaluate goes past it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((a) => Number(a.effect?.getComputedTiming().endTime) < 5000);
    return Promise.all(ending.map((a) => a.finished.catch(() => undefined)));
  });
  const { violations, incomplete } = await page.evaluate(
    (within) =>
      (window as unknown as { axe: typeof axe }).axe.run(within ?? document, {
        resultTypes: ['violations', 'incomplete'],
      }),
    part,
  );
  for (const { id, nodes } of incomplete) unsure.set(id, (unsure.get(id) ?? 0) + nodes.length);
  return violations.flatMap((v) => v.nodes.map((n) => `${state}: ${v.id} at ${n.target.join(' ')}`));
}

/** Opens every page of help, one after the other. */
async function eachHelpPage(
  page: Page,
  hands: Hands,
  look: (state: string, part: string) => Promise<void>,
): Promise<void> {
  const help = page.getByRole('button', { name: 'Help', exact: true });
  for (const name of helpPages) {
    await hands.press(help);
    await hands.press(page.locator('#help-list').getByRole('button', { name }));
    const part = name.endsWith('tour') ? '.tour' : 'dialog[open]';
    await page.locator(part).waitFor();
    await look(`help: ${name}`, part);
    await page.keyboard.press('Escape');
    await page.locator(part).waitFor({ state: 'detached' });
  }
}

async function addKinds(page: Page, hands: Hands, which: readonly string[]): Promise<void> {
  const add = page.locator('#notebook .card-head');
  for (const kind of which) {
    await hands.go('Notebook');
    await hands.pick(add.getByRole('combobox', { name: 'Kind of cell' }), kind);
    await hands.press(add.getByRole('button', { name: 'Add a cell' }));
    // The keyboard goes on in the new cell.
    await soon(() => focused(cell(page, kind))).toBe(true);
  }
  await soon(() => page.locator('#notebook').textContent()).not.toContain('Loading…');
  if (which.includes('replay'))
    await cell(page, 'replay').getByRole('button', { name: 'Another path' }).click({ trial: true });
}

/** The copied link in a fresh profile, and the report where nothing can run. */
async function sent(here: Page, link: string, report: string): Promise<void> {
  const context = await site.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const there = await context.newPage();
  const strays = watch(there, site.address);
  await there.goto(link);
  await ready(there);
  await settled(there);
  await soon(() => documentOf(there)).toEqual(await documentOf(here));
  // What came with a link does not run by itself.
  expect(await cell(there, 'code').getByTestId('code-result').textContent()).not.toContain('many rows');
  expect(strays).toEqual([]);
  await context.close();

  const still = await site.browser.newContext({ javaScriptEnabled: false });
  const paper = await still.newPage();
  const asked = watch(paper, 'file:');
  await paper.goto(`file://${report}`);
  const text = await paper.locator('body').textContent();
  expect(text).toContain('Walked to the end');
  expect(text).toMatch(/a negotiated end .* in .*%/);
  expect(text).toContain('Closer terms, guaranteed');
  expect(await paper.locator('table').count()).toBeGreaterThan(2);
  expect(await paper.locator('script').count()).toBe(0);
  expect(asked).toEqual([]);
  await still.close();
  rmSync(dirname(report), { recursive: true });
}

async function open(options: BrowserContextOptions = {}): Promise<{ page: Page; strays: string[] }> {
  const opened = await site.open({ permissions: ['clipboard-read', 'clipboard-write'], ...options });
  opened.page.setDefaultTimeout(patience);
  return opened;
}

/** Nothing complained, and nothing moved by itself: at all while figures change, and the first screen never. What opens where a reader asked for it may take room. */
async function quiet(page: Page, strays: readonly string[], who: string): Promise<void> {
  const shifts = await shiftsOf(page);
  const sum = (of: readonly Shift[]): string => of.reduce((total, s) => total + s.value, 0).toFixed(4);
  const opened = shifts.filter((s) => /scenario|replay|notebook/.test(s.part) && !s.moved.includes('div.columns'));
  told.push(`layout shift ${who} ${sum(shifts)}, of it ${sum(opened)} where something was opened`);
  expect(strays).toEqual([]);
  expect(shifts.filter((s) => s.value > 0.001 && !opened.includes(s))).toEqual([]);
}

describe('the path', () => {
  it('by keyboard alone, with axe at every state', async () => {
    const { page, strays } = await open({ colorScheme: 'light' });
    const count = { keys: 0 };
    const hands = keyboard(page, count);
    const found: string[] = [];
    const look = async (state: string, part?: string) => {
      found.push(...(await inspect(page, state, part)));
    };
    const { link, report } = await walk(page, hands, look);
    await sent(page, link, report);
    await hands.leave(page.getByTestId('share-menu'));
    await eachHelpPage(page, hands, look);
    await hands.go('Notebook');
    await addKinds(page, hands, kinds);
    await look('a cell of each kind, everything open');
    told.push(`${count.keys} keys`);
    expect(found).toEqual([]);
    await quiet(page, strays, 'by keyboard');
    await page.context().close();
  }, 300_000);

  it('by mouse', async () => {
    const { page, strays } = await open();
    const { link, report } = await walk(page, mouse(page), async () => undefined);
    await sent(page, link, report);
    await quiet(page, strays, 'by mouse');
    await page.context().close();
  }, 300_000);

  it('a tab that is closed or dies 400 ms after the last key loses nothing', async () => {
    const { page, strays } = await open();
    await ready(page);
    await addKinds(page, mouse(page), ['text']);
    const text = (p: Page) => cell(p, 'text').getByRole('textbox');
    await text(page).fill('Typed before');
    await text(page).press('End');
    await page.keyboard.type(' the tab was closed');
    await page.waitForTimeout(400);
    await page.close();

    const next = await again(page.context());
    expect(await cell(next, 'text').locator('.prose').textContent()).toContain('Typed before the tab was closed');
    await cell(next, 'text').getByRole('button', { name: /^Edit/ }).click();
    await text(next).press('Control+End');
    await next.keyboard.type(', and before it died');
    await next.waitForTimeout(400);
    const session = await next.context().newCDPSession(next);
    const died = next.waitForEvent('crash');
    void session.send('Page.crash').catch(() => undefined);
    await died;

    const last = await again(page.context());
    expect(await cell(last, 'text').locator('.prose').textContent()).toContain(
      'Typed before the tab was closed, and before it died',
    );
    expect(strays).toEqual([]);
    await page.context().close();
  }, 180_000);
});

/** The page anew, with the draft that is offered taken up. */
async function again(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  await page.goto(site.address);
  await page
    .getByTestId('continue')
    .getByRole('button', { name: /Continue/ })
    .click();
  await cell(page, 'text').waitFor();
  return page;
}

it('axe finds nothing in the dark, on a phone and at 200 %, and nothing is wider than the page', async () => {
  const { page, strays } = await open({ deviceScaleFactor: 2, reducedMotion: 'reduce' });
  const looks = [
    ['dark', 'dark', 1280, 900],
    ['390 px', 'light', 390, 844],
    ['200 %', 'light', 640, 450],
  ] as const;
  const found: string[] = [];
  const look = async (state: string, part?: string, some: readonly (typeof looks)[number][] = looks): Promise<void> => {
    for (const [name, colorScheme, width, height] of some) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      found.push(...(await inspect(page, `${name}, ${state}`, part)));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) found.push(`${name}, ${state}: ${wide} pixels too wide`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };
  const hands = mouse(page);
  await ready(page);
  await look('start', '.top');
  await page.locator('[data-input=gap_between_terms] .why-button').click();
  await page.locator('[data-testid=why] .paraphrase').first().waitFor();
  await look('why', '[data-testid=why]');
  await page.keyboard.press('Escape');
  await page.getByTestId('share').click();
  await page.getByTestId('share-menu').waitFor();
  await look('share', '[data-testid=share-menu]');
  await page.keyboard.press('Escape');
  // In the other looks the pages of help have a test of their own.
  await eachHelpPage(page, hands, (state, part) => look(state, part, [looks[2]]));
  await hands.go('Actors');
  await hands.lower(page.locator('[data-input=gap_between_terms] input[type=range]'));
  await row(page, 'own-1').waitFor();
  await page.getByTestId('open-editor').click();
  await page.getByTestId('editor-status').waitFor();
  await look('editor, form', '#scenario');
  await page.locator('#scenario').getByRole('radio', { name: 'as YAML' }).check({ force: true });
  await page.locator('#scenario .cm-content').waitFor();
  await page.locator('#statechart svg .state').first().click();
  await page.locator('#replay .take-over select').selectOption('IRN');
  await page.locator('#replay .choices .link').first().click();
  await addKinds(page, hands, ['text', ...kinds, 'formula', 'code']);
  await settled(page);
  await look('variant changed, YAML, statechart panel, replay taken over, a cell of each kind');
  expect(found).toEqual([]);
  expect([...unsure.keys()].filter((rule) => !leftToPeople.includes(rule))).toEqual([]);
  expect(strays).toEqual([]);
  await page.context().close();
}, 300_000);
