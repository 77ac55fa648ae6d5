// The statechart section: its geometry, figures, words and keyboard as values, held against the engine; then the built page — what is drawn, what moves (figures) and what does not (places), by keyboard, on a phone, for everyone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { utilityTable } from '../engine/chain/utilities.ts';
import { flowsOf } from '../engine/result/flows.ts';
import { bindVariant } from '../engine/scenario/bind.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { variantsOf, viewOf } from '../engine/scenario/view.ts';
import type { Layout } from '../engine/statechart/layout.ts';
import { chartOf, layoutFits } from '../notebook/statechart/chart.ts';
import {
  figuresOn,
  knownDay,
  largestCount,
  leadingEvent,
  rankedEvents,
  stopsOf,
  waysOf,
} from '../notebook/statechart/figures.ts';
import { headSize, legendCounts, lineOf, pixelsPerFiring, rowsOf, widthOf } from '../notebook/statechart/geometry.ts';
import { type Mark, markKey, nextMark } from '../notebook/statechart/keys.ts';
import {
  dayInFull,
  departures,
  perDay,
  spokenArrow,
  spokenState,
  termInWords,
  times,
  waiting,
} from '../notebook/statechart/say.ts';
import { candidatesFor, judgesOf, occasionsOf, scaleOf } from '../notebook/statechart/utility.ts';
import { campaign, inCampaign } from './campaign.ts';
import { audit, openSite, type Site } from './site.ts';

const folder = join(import.meta.dirname, '..', 'scenarios', 'crises');
const iran = loadScenario(readFileSync(join(folder, 'iran-2026.yaml'), 'utf8'), 'iran-2026.yaml').value!;
const layout = JSON.parse(readFileSync(join(folder, 'iran-2026.layout.json'), 'utf8')) as Layout;
const view = viewOf(iran.file);
const bound = bindVariant(iran, variantsOf(iran.file)[0]!).value!;
const flows = flowsOf(bound, [0, 30, 90]);
const chart = chartOf(view, {}, layout, flows);
const figures = figuresOn(90, flows, null);
const region = (id: string) => chart.regions.find((r) => r.id === id)!;
const arrow = (r: string, id: string) => region(r).arrows.find((a) => a.id === id)!;
const start = Object.fromEntries(view.regions.map((r) => [r.id, r.initial]));

describe('geometry', () => {
  it('a line begins and ends where it should, with a head that grows', () => {
    const line = lineOf(
      [
        [0, 10],
        [50, 10],
        [50, 60],
        [90, 60],
      ],
      4,
    );
    expect(line.shaft).toMatch(/^M0 10L43 10Q50 10 50 17L50 53Q50 60 57 60L8\d(\.\d)? 60$/);
    expect(line.head.startsWith('M90 60L')).toBe(true);
    expect(headSize(8).width).toBeGreaterThan(headSize(1).width);
    // Corners nearer than twice the radius are rounded less.
    expect(
      lineOf(
        [
          [0, 0],
          [6, 0],
          [6, 6],
          [30, 6],
        ],
        1,
      ).shaft,
    ).toMatch(/^M0 0L3 0Q6 0 6 3L6 3Q6 6 9 6/);
    expect(
      lineOf(
        [
          [5, 5],
          [5, 5],
        ],
        1,
      ).head,
    ).not.toContain('NaN');
  });

  it('widths are in proportion to counts, on a scale that depends on the largest', () => {
    expect([0.5, 1.18, 2, 20, 300].map(pixelsPerFiring)).toEqual([8, 8, 5, 0.5, 0.02]);
    expect(widthOf(0.5, 8)).toBe(2 * widthOf(0.25, 8));
    expect([widthOf(0.001, 8), widthOf(null, 8)]).toEqual([1, 1]);
    for (const largest of [0, 0.3, 7, 512]) {
      const scale = pixelsPerFiring(largest);
      expect(largest * scale).toBeLessThanOrEqual(10);
      expect(legendCounts(scale).map((c) => widthOf(c, scale))).toEqual([2, 4, 8]);
    }
  });

  it('frames fill rows and keep their order where they can', () => {
    expect(rowsOf([500, 300, 700, 150], (w) => w, 820, 10)).toEqual([[500, 300], [700], [150]]);
    expect(rowsOf([500, 700, 300], (w) => w, 820, 10)).toEqual([[500, 300], [700]]);
    expect(rowsOf([900], (w) => w, 820, 10)).toEqual([[900]]);
  });
});

describe('figures', () => {
  it('every flow of the engine has its arrow in the shipped drawing', () => {
    const missing = chart.regions.flatMap((r) =>
      r.arrows.filter((a) => a.drawn === null).map((a) => `${r.id} ${a.id}`),
    );
    expect(missing).toEqual([]);
    expect(chart.drawn).toBe(true);
  });

  it('what flows in and out of a state is what its probability has changed by', () => {
    for (const r of chart.regions)
      for (const s of r.states) {
        const sum = (side: 'from' | 'to') => waysOf(r, s.id, side, figures).reduce((t, w) => t + w.count!, 0);
        const change = figures.probability(r.id, s.id)! - (s.initial ? 1 : 0);
        expect(Math.abs(sum('to') - sum('from') - change), `${r.id}.${s.id}`).toBeLessThan(1e-9);
        const rates = waysOf(r, s.id, 'from', figures).reduce((t, w) => t + (w.rate ?? 0), 0);
        expect(Math.abs(rates - (figures.hazard(r.id, s.id) ?? 0))).toBeLessThan(1e-12);
      }
  });

  it('the parts of an arrow are its whole, the most frequent first', () => {
    for (const r of chart.regions)
      for (const a of r.arrows) {
        const events = rankedEvents(a, figures);
        expect(Math.abs(events.reduce((t, e) => t + e.count!, 0) - figures.count(a)!)).toBeLessThan(1e-12);
        expect(events.map((e) => e.count!)).toEqual(events.map((e) => e.count!).sort((x, y) => y - x));
      }
    expect(leadingEvent(arrow('diplomacy', 'talks>broken'), figures)!.id).toBe('usa_walks_out');
    expect(leadingEvent(arrow('iran_answer', 'calm>owed'), figures)).toBeNull();
    // An answer owed is nobody's move: the strikes that leave it are counted.
    expect(rankedEvents(arrow('iran_answer', 'calm>owed'), figures).map((e) => e.id)).toContain('usa_strikes');
  });

  it('knows what it does not know', () => {
    const standing = { days: [7, 90], occupancy: { diplomacy: { talks: [0.2, 0.7] } } };
    const before = figuresOn(7, null, standing);
    expect(before.probability('diplomacy', 'talks')).toBe(0.2);
    expect(before.probability('diplomacy', 'nowhere')).toBeNull();
    expect(before.count(arrow('diplomacy', 'talks>broken'))).toBeNull();
    expect(figuresOn(90, flows, standing, true).probability('diplomacy', 'talks')).toBe(0.7);
    expect(figuresOn(90, flows, standing, true).hazard('diplomacy', 'talks')).toBeNull();
    expect([knownDay(20, null, standing), knownDay(3, null, standing), knownDay(3, null, null)]).toEqual([7, 7, 3]);
    expect(knownDay(40, flows, standing)).toBe(30);
    // Names of Object.prototype are no regions.
    expect(figures.probability('constructor', 'name')).toBeNull();
  });

  it('stops at every day, or at sixty steps and the reported days', () => {
    expect(stopsOf(view)).toHaveLength(91);
    const long = stopsOf({ horizon: 1000, days: [7, 365] });
    expect(long).toHaveLength(63);
    expect(long).toContain(7);
    expect(stopsOf({ horizon: 2, days: [0.5, 2] }).at(-1)).toBe(2);
    expect(largestCount(flows)).toBeGreaterThan(1);
  });

  it('without a layout lists what the flows know', () => {
    const listed = chartOf(view, { diplomacy: 'talks' }, null, flows);
    expect(listed.drawn).toBe(false);
    expect(listed.regions[0]!.states.find((s) => s.initial)!.id).toBe('talks');
    expect(listed.regions[0]!.arrows.length).toBeGreaterThan(5);
    const { regions } = view;
    expect(layoutFits(layout, { ...view, regions: regions.slice(1) })).toBe(false);
    expect(layoutFits(layout, { ...view, regions: regions.map((r) => ({ ...r, label: 'other' })) })).toBe(true);
  });
});

describe('words', () => {
  it('counts, rates and waiting times', () => {
    expect([null, 0, 0.004, 0.308, 1.18, 12.4, 2500].map(times)).toEqual([
      '…',
      '0×',
      '<0.01×',
      '0.31×',
      '1.2×',
      '12×',
      '2,500×',
    ]);
    expect([null, 0, 0.00001, 0.0931].map(perDay)).toEqual(['–', '0 a day', '<0.0001 a day', '0.093 a day']);
    expect([2, 0.2, 0.004, 0.0005, 1e-6].map(waiting)).toEqual([
      '12 hours',
      '5 days',
      '8 months',
      '5 years',
      'more than a century',
    ]);
    expect(dayInFull(view, 90)).toBe('3 May 2026, day 90');
    expect(dayInFull({ startDate: null }, 0)).toBe('the start');
  });

  it('a state and an arrow have spoken names', () => {
    const talks = region('diplomacy').states.find((s) => s.id === 'talks')!;
    const when = dayInFull(view, 90);
    expect(
      spokenState('the two are meeting 70%', talks, region('diplomacy'), figures, when, {
        base: figures,
        label: 'Base',
      }),
    ).toMatch(
      /^the two are meeting 70%, Talks between the two, on 3 May 2026, day 90, the same as in Base\. Goes to broken off 0\.\d\d times, nuclear deal/,
    );
    expect(spokenArrow('', arrow('diplomacy', 'talks>broken'), region('diplomacy'), figures, when)).toMatch(
      /^From the two are meeting to broken off, 0\.\d\d times by 3 May 2026, day 90: Washington breaks off 0\.\d\d times, .*, and \d+ more$/,
    );
  });

  it('terms of a utility speak with the labels of the scenario', () => {
    expect(termInWords('-cost_of_meeting', view)).toBe('− Reluctance of either party to sit down');
    expect(termInWords('provocation * max(at("iran_answer.direct"), at("iran_answer.regional"))', view)).toBe(
      'Urge to hit when Iran has attacked × max([Iran answers by force: direct, on bases in reach or Israel], [Iran answers by force: war across the region, Gulf cities and bases])',
    );
    expect(termInWords('voice_of_turkey * stance("TUR.negotiation")', view)).toMatch(/ × \[Turkey.* on negotiation\]$/);
  });
});

describe('keyboard', () => {
  it.each(chart.regions.map((r) => r.id))('every state and arrow of %s can be reached', (id) => {
    const r = region(id);
    const reached = new Set<string>();
    const walk = (mark: Mark): void => {
      if (reached.has(markKey(mark))) return;
      reached.add(markKey(mark));
      for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'Home', 'End']) {
        const next = nextMark(r, mark, key);
        if (next) walk(next);
      }
    };
    walk({ region: id, kind: 'state', state: r.states[0]!.id });
    expect(reached.size).toBe(r.states.length + r.arrows.length);
    expect(nextMark(r, { region: id, kind: 'state', state: r.states[0]!.id }, 'Tab')).toBeNull();
  });
});

describe('utilities', () => {
  it.each(bound.moves.map((m) => m.id))('%s: parts add up, and a place where it is possible is found', (move) => {
    const table = utilityTable(bound, start, move);
    for (const judge of judgesOf(table)) {
      const sum = [...judge.rows, ...judge.weightless].reduce((t, r) => t + r.value, 0);
      expect(Math.abs(sum - judge.utility)).toBeLessThan(1e-9);
      expect(judge.rows.every((r) => r.value !== 0)).toBe(true);
    }
    expect(occasionsOf(table)).toBeGreaterThan(0);
    expect(scaleOf(table)).toBeGreaterThanOrEqual(Math.max(...table.utilities.map((u) => Math.abs(u.utility))));
    const places = [start, ...candidatesFor(move, start, chart, flows).slice(0, 10)];
    const possible = places.find((c) => utilityTable(bound, c, move).enabled);
    expect(possible, 'no place found').toBeDefined();
    expect(departures(possible!, start, chart).length).toBeLessThanOrEqual(1);
  });
});

describe('page', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  const open = async (options: Parameters<Site['open']>[0] = {}): Promise<{ page: Page; strays: string[] }> => {
    const opened = await site.open(options);
    const { page } = opened;
    await page.locator('#statechart').scrollIntoViewIfNeeded();
    await page.locator('.statechart').waitFor();
    await page.locator('.statechart').scrollIntoViewIfNeeded();
    await page.waitForFunction(
      () => /^[<\d]/.test(document.querySelector('.statechart .count')?.textContent?.trim() ?? ''),
      null,
      { timeout: 60_000 },
    );
    return opened;
  };
  let kept: ReturnType<typeof open> | null = null;
  /** The first test's page. */
  const same = (): ReturnType<typeof open> => (kept ??= open());
  const mark = (name: string): string => `.statechart [data-mark="${name}"]`;
  const active = (page: Page): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('data-mark') ?? null);

  it('is drawn, walked and looked into by keyboard alone; scrubbing moves figures and nothing else', async () => {
    const { page, strays } = await same();
    await expect
      .poll(() => page.locator('.statechart .state').count(), { timeout: 10_000 })
      .toBe(view.regions.flatMap((r) => r.states).length);
    await expect
      .poll(() => page.locator('.statechart .arrow[role=button]').count(), { timeout: 10_000 })
      .toBe(layout.regions.flatMap((r) => r.edges).length);

    // One stop for Tab in each region.
    await expect
      .poll(() => page.locator('.region-drawing [tabindex="0"]').count(), { timeout: 10_000 })
      .toBe(view.regions.length);
    await expect.poll(() => page.locator('.region-drawing [role=button]:not([tabindex])').count()).toBe(0);

    await page.locator(mark('diplomacy messages')).focus();
    await page.keyboard.press('Tab');
    expect(await active(page)).toMatch(/^posture /);
    await page.keyboard.press('Shift+Tab');
    expect(await active(page)).toBe('diplomacy messages');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await active(page)).toBe('diplomacy talks');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.state-panel .ways tbody tr');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('the two are meeting');
    await page.keyboard.press('Escape');
    expect(await active(page)).toBe('diplomacy talks');
    await expect.poll(() => page.locator('.statechart-panel').count()).toBe(0);

    await page.keyboard.press('ArrowDown');
    expect(await active(page)).toBe('diplomacy talks>broken');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.judge');
    // Washington judged in talks: the two summands of the file add up to what the engine says.
    const table = utilityTable(bound, { ...start, diplomacy: 'talks' }, 'usa_walks_out');
    await expect
      .poll(() => page.locator('.judge tfoot .number').textContent())
      .toBe(table.utilities[0]!.utility.toFixed(2).replace('-', '−'));
    await page.keyboard.press('Escape');
    expect(await active(page)).toBe('diplomacy talks>broken');

    // A move from the list that is not possible at the start: the nearest place is offered.
    await page.selectOption('.move-picker select', 'usa_backs_down');
    await page.locator('.statechart-panel .problem button').click();
    await page.waitForFunction(() =>
      document.querySelector('.configuration summary')?.textContent?.includes('expired'),
    );
    await page.waitForFunction(() => document.querySelector('.statechart-panel .problem') === null);
    await page.keyboard.press('Escape');

    const places = () =>
      page.evaluate(() => {
        const home = document.querySelector('.statechart')!.getBoundingClientRect();
        return [...document.querySelectorAll('.statechart .state, .statechart .region')].map((e) => {
          const { x, y, width, height } = e.getBoundingClientRect();
          return [x - home.x, y - home.y, width, height].map(Math.round).join();
        });
      });
    const p = (id: string) => page.locator(`${mark(id)} .p`).innerHTML();
    const before = { places: await places(), talks: await p('diplomacy talks') };
    await page.waitForFunction(() => document.querySelector('.day-slider small')?.textContent === '', null);
    const slider = page.locator('.day-slider input');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.waitForFunction(() => document.querySelector('.day-slider b')?.textContent?.includes('the start'));
    await page.waitForFunction((m) => document.querySelector(`${m} .p`)?.textContent === '0%', mark('diplomacy talks'));
    expect(await p('diplomacy messages')).toBe('&gt;99%');
    await page.keyboard.press('End');
    await page.waitForFunction(([m, was]) => document.querySelector(`${m} .p`)?.textContent === was, [
      mark('diplomacy talks'),
      before.talks,
    ] as const);
    expect(await places()).toEqual(before.places);
    expect(strays).toEqual([]);
  }, 90_000);

  it.each(
    inCampaign<[string, BrowserContextOptions]>([
      ['phone', { viewport: { width: 390, height: 844 } }],
      ['light', { colorScheme: 'light' }],
      ['dark', { colorScheme: 'dark' }],
    ]),
  )(
    '%s: axe finds nothing, with a panel open; nothing is wider than the window',
    async (name, options) => {
      // A window that is made narrow shows the same as a narrow one; the campaign opens one for each look.
      const { page } = await (campaign ? open(options) : same());
      if (!campaign) await page.setViewportSize(options.viewport!);
      if (name === 'phone') await expect.poll(() => page.locator('.statechart svg.region-drawing').count()).toBe(0);
      const found = campaign ? await audit(page, '#statechart') : [];
      for (const [key, inside] of [
        ['diplomacy talks', '.state-panel .ways tbody tr'],
        ['diplomacy talks>broken', '.judge'],
      ] as const) {
        await page.locator(mark(key)).focus();
        await page.keyboard.press('Enter');
        await page.waitForSelector(inside);
        await page.evaluate(() => {
          for (const d of document.querySelectorAll<HTMLDetailsElement>('#statechart details')) d.open = true;
        });
        found.push(...(await audit(page, '#statechart')));
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        await page.keyboard.press('Escape');
      }
      expect(found).toEqual([]);
      if (campaign) await page.context().close();
    },
    90_000,
  );
});
