// The replay as a pure value: stepping there and back restores, undo restores, what has happened stays; lines in words; what came true on the way. Then on the page: stepped, bent and played by keyboard, with axe.
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScenarioView, Story, VariantResult } from '../engine/index.ts';
import { loadScenario, viewOf } from '../engine/index.ts';
import type { Target } from '../notebook/figures.ts';
import { oddsOf } from '../notebook/replay/odds.ts';
import {
  changesOf,
  configurationNow,
  endOf,
  type Replay,
  type ReplayAction,
  reduceReplay,
} from '../notebook/replay/run.ts';
import { plainText, spoken, told, whenOf } from '../notebook/replay/tell.ts';
import { campaign, inCampaign } from './campaign.ts';
import { audit, openSite, type Site } from './site.ts';

const source = `
meta: {id: door, title: Two doors, start_date: '2026-02-02', horizon_days: 90, days_reported: [90]}
regions:
  front: {label: Front door, initial: shut, states: {shut: {}, open: {label: wide open}}}
  back: {label: Back door, initial: shut, states: {shut: {}, open: {}}}
actors: {KEEPER: {label: The keeper, opportunity_rate: '1'}}
moves:
  opens: {actor: KEEPER, label: Opens the front, when: 'at("front.shut")', to: {front: open}, utility: '0'}
nature:
  wind: {label: The wind, when: 'at("back.shut")', to: {back: open}, hazard: '1'}
outcomes:
  opened: {label: Opened, kind: reach, set: 'at("front.open")'}
  first: {label: Which door, kind: race, causes: [{id: front, set: 'at("front.open")'}, {id: back, set: 'at("back.open")'}]}
`;
const loaded = loadScenario(source, 'door.yaml');
const view: ScenarioView = viewOf(loaded.value!.file);

const shut = { front: 'shut', back: 'shut' };
const storyOf = (days: readonly number[], from: Story['from'], path: number, complete = true): Story => ({
  variant: 'base',
  seed: 1,
  path,
  from,
  events: days.map((day, i) => ({
    day,
    event: i % 2 === 0 ? 'wind' : 'opens',
    kind: i % 2 === 0 ? 'hazard' : 'move',
    actor: i % 2 === 0 ? null : 'KEEPER',
    label: i % 2 === 0 ? 'The wind' : 'Opens the front',
    configuration: i % 2 === 0 ? { ...from.configuration, back: 'open' } : { front: 'open', back: 'open' },
    same: true,
  })),
  complete,
  horizon: 90,
});
const begun = (days: readonly number[]): Replay =>
  reduceReplay(null, { type: 'begin', story: storyOf(days, { configuration: shut, day: 0 }, 0) })!;
const run = (replay: Replay, ...actions: ReplayAction[]): Replay =>
  actions.reduce<Replay>((r, a) => reduceReplay(r, a)!, replay);

const ascending = fc
  .array(fc.double({ min: 0.01, max: 89, noNaN: true }), { maxLength: 12 })
  .map((days) => days.sort((a, b) => a - b));

/** Actions whose stories begin where the replay stands, as the page asks for them. */
const doing = fc.oneof(
  fc.record({ type: fc.constant('step' as const), by: fc.constantFrom<-1 | 1>(-1, 1) }),
  fc.record({ type: fc.constant('go' as const), at: fc.integer({ min: -2, max: 14 }) }),
  fc.record({ type: fc.constant('scrub' as const), day: fc.double({ min: -5, max: 100, noNaN: true }) }),
  fc.record({ type: fc.constant('play' as const), actor: fc.constantFrom('KEEPER', null) }),
  fc.constant({ type: 'take' as const }),
  fc.record({
    type: fc.constant('wait' as const),
    days: fc.integer({ min: 1, max: 30 }),
    after: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({ type: fc.constant('branch' as const), after: fc.integer({ min: 1, max: 40 }) }),
);
type Doing = typeof doing extends fc.Arbitrary<infer T> ? T : never;

function actionFor(replay: Replay, d: Doing): ReplayAction {
  const from = { configuration: configurationNow(replay), day: replay.day };
  const story = (after: number): Story =>
    storyOf(from.day + after < 90 ? [from.day + after] : [], from, replay.nextPath, from.day + after >= 90);
  switch (d.type) {
    case 'take':
      return {
        type: 'take',
        event: 'opens',
        label: 'Opens the front',
        configuration: { ...from.configuration, front: 'open' },
        same: true,
      };
    case 'wait':
      return { type: 'wait', story: story(d.after), until: from.day + d.days };
    case 'branch':
      return { type: 'branch', story: { ...story(d.after), complete: true } };
    default:
      return d;
  }
}

describe('replay', () => {
  it('stepping to the end and back restores exactly', () => {
    fc.assert(
      fc.property(ascending, fc.nat(12), fc.nat(20), (days, start, steps) => {
        const here = run(begun(days), { type: 'go', at: start });
        const there = Array.from({ length: steps }, () => ({ type: 'step', by: 1 }) as const);
        const back = Array.from(
          { length: Math.min(steps, days.length - here.at) },
          () => ({ type: 'step', by: -1 }) as const,
        );
        expect(run(here, ...there, ...back)).toEqual(here);
      }),
    );
  });

  it('keeps its order, and undo takes back one choice after the other', () => {
    fc.assert(
      fc.property(ascending, fc.array(doing, { maxLength: 25 }), (days, doings) => {
        const places: Replay[] = [];
        let replay = begun(days);
        for (const d of doings) {
          const next = run(replay, actionFor(replay, d));
          if (next.past.length > replay.past.length) places.push(replay);
          replay = next;
          const { line, at, day } = replay;
          const times = line.beats.map((b) => b.day);
          expect(times).toEqual([...times].sort((a, b) => a - b));
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(line.beats.length);
          // The clock lies between what has happened and what comes next.
          expect(day).toBeGreaterThanOrEqual(at === 0 ? line.start.day : times[at - 1]!);
          expect(day).toBeLessThanOrEqual(times[at] ?? Math.max(endOf(line), day));
          // Every draw has a path of its own.
          expect(new Set(line.drawn.map((x) => x.path)).size).toBe(line.drawn.length);
          expect(line.drawn.every((x) => x.path < replay.nextPath)).toBe(true);
        }
        while (places.length > 0) {
          replay = run(replay, { type: 'undo' });
          const before = places.pop()!;
          expect({ ...replay, nextPath: 0 }).toEqual({ ...before, nextPath: 0 });
        }
        expect(run(replay, { type: 'undo' })).toBe(replay);
      }),
    );
  });

  it('a branch keeps what has happened and replaces the rest', () => {
    const here = run(begun([10, 20, 30]), { type: 'go', at: 2 });
    const from = { configuration: configurationNow(here), day: 20 };
    const bent = run(here, { type: 'branch', story: storyOf([25, 60], from, here.nextPath) });
    expect(bent.line.beats.map((b) => b.day)).toEqual([10, 20, 25, 60]);
    expect(bent.line.beats.slice(0, 2)).toEqual(here.line.beats.slice(0, 2));
    expect(bent.line.drawn).toEqual([
      { at: 0, path: 0, bent: false },
      { at: 2, path: 1, bent: true },
    ]);
    expect([bent.at, bent.day]).toEqual([2, 20]);
    expect(run(bent, { type: 'undo' }).line).toBe(here.line);
  });

  it('an actor taken over drops what was to come; moves happen now, waiting ends at the next event or at the limit', () => {
    const here = run(begun([10, 20]), { type: 'scrub', day: 12 }, { type: 'play', actor: 'KEEPER' });
    expect(here.line.beats).toHaveLength(1);
    expect(here.line.complete).toBe(false);
    const configuration = { front: 'open', back: 'open' };
    const taken = run(here, { type: 'take', event: 'opens', label: 'Opens the front', configuration, same: true });
    expect(taken.line.beats[1]).toMatchObject({ day: 12, by: 'hand', actor: 'KEEPER' });
    const from = { configuration, day: 12 };
    const early = run(taken, { type: 'wait', story: storyOf([15], from, taken.nextPath, false), until: 19 });
    expect(early.line.beats[2]).toMatchObject({ day: 15, event: 'wind', by: 'chance' });
    const late = run(taken, { type: 'wait', story: storyOf([40], from, taken.nextPath, false), until: 19 });
    expect(late.line.beats[2]).toMatchObject({ day: 19, event: null });
    expect(configurationNow(late)).toEqual(configuration);
    const end = run(taken, { type: 'wait', story: storyOf([], from, taken.nextPath), until: 90 });
    expect([end.day, end.line.complete]).toEqual([90, true]);
    // Nobody is played: no move can be made by hand.
    const nobody = begun([10]);
    expect(run(nobody, { type: 'take', event: 'opens', label: '', configuration, same: true })).toBe(nobody);
  });

  it('says who did what when, and what changed', () => {
    const replay = run(begun([10.4, 20]), { type: 'go', at: 2 });
    expect(told(replay.line, 1, view)).toMatchObject({
      when: '22 Feb, day 20',
      who: 'The keeper',
      what: 'Opens the front',
      changes: [{ region: 'Front door', from: 'shut', to: 'wide open' }],
    });
    expect(spoken(replay.line, 1, view)).toBe('12 Feb, day 10: The wind. Now Back door: open.');
    expect(whenOf({ startDate: null, horizon: 7 }, 1.26)).toBe('day 1.3');
    expect(changesOf(replay.line, 0)).toEqual([{ region: 'back', from: 'shut', to: 'open' }]);
    const about = {
      title: 'Two doors',
      variant: 'Base',
      engine: 'Standoff 1',
      scenario: 'door',
      inputs: 'abcdef0123456789',
    };
    const text = plainText(replay.line, view, about);
    expect(text).toContain('22 Feb, day 20: The keeper: Opens the front\n    Front door: shut → wide open');
    expect(text).toContain('path 0 of seed 1');
    expect(text).toContain('inputs abcdef012345;');
    expect(text).toContain('not the likeliest one and not a forecast');
  });

  it('odds from here: what came true on the way stays true, and a race has one winner', () => {
    const targets: Target[] = [
      { id: 'opened', outcome: 'opened', cause: null, label: 'Opened', group: null, kind: 'reach', baseRates: [] },
      ...['front', 'back', 'none'].map((cause) => ({
        id: `first.${cause}`,
        outcome: 'first',
        cause,
        label: cause,
        group: 'Which door',
        kind: 'race',
        baseRates: [],
      })),
    ];
    const resultOf = (day: number, already: readonly string[]): VariantResult =>
      ({
        outcomes: {
          opened: {
            kind: 'reach',
            already: already.includes('front'),
            byDay: { [day]: already.includes('front') ? 1 : 0.4 },
          },
          first: { kind: 'race', already: [...already], byDay: { [day]: { front: 0.3, back: 0.2, none: 0.5 } } },
        },
      }) as unknown as VariantResult;
    const replay = run(begun([10, 20]), { type: 'go', at: 2 });
    const points = [
      { at: 0, days: 90, result: resultOf(90, []) },
      { at: 1, days: 80, result: resultOf(80, ['back']) },
      { at: 2, days: 70, result: resultOf(70, ['front', 'back']) },
    ];
    const [opened, front, back, none] = oddsOf(replay.line, points, 2, targets);
    expect(opened).toMatchObject({ start: { p: 0.4 }, here: { already: true }, since: 20, lost: false });
    expect(front).toMatchObject({ since: null, lost: true });
    expect(back).toMatchObject({ since: 10, lost: false });
    expect(none).toMatchObject({ since: null, lost: true });
    // A point on the way is missing: nothing is said of what it would decide.
    const [so, open] = oddsOf(
      replay.line,
      points.filter((p) => p.at !== 1),
      2,
      targets,
    );
    expect(so).toMatchObject({ here: { already: true }, since: null });
    expect(open).toMatchObject({ here: null, since: null, lost: false });
    const [early] = oddsOf(replay.line, points, 0, targets);
    expect(early).toMatchObject({ here: { p: 0.4 }, since: null, lost: false });
  });
});

describe('replay on the page', () => {
  let site: Site;
  let page: Page;
  let strays: string[];
  beforeAll(async () => {
    site = await openSite();
    ({ page, strays } = await site.open());
    await page.waitForSelector('[data-testid=sentence]');
    await page.evaluate(() => document.querySelector('#replay')!.scrollIntoView());
    await page.waitForSelector('#replay .transport', { timeout: 20_000 });
  });
  afterAll(() => site?.close());

  const button = (page: Page, name: string) => page.locator('#replay').getByRole('button', { name, exact: true });
  const current = (page: Page) => page.locator('#replay [aria-current=step]');
  /** What a reader sees of a place in the line. */
  const seen = (page: Page) =>
    page.evaluate(() =>
      ['#replay .beats', '#replay .standing', '#replay .scrub label'].map(
        (part) => document.querySelector(part)!.textContent,
      ),
    );

  it('is stepped there and back by keyboard, bent, played by hand, and undone', async () => {
    await button(page, 'Step forward').focus();
    const places = [await seen(page)];
    for (let n = 0; n < 3; n++) {
      await page.keyboard.press('Enter');
      places.push(await seen(page));
    }
    expect(new Set(places.map(String)).size).toBe(4);
    const what = await current(page).locator('.what').textContent();
    await expect.poll(() => page.getByTestId('replay-spoken').textContent()).toContain(`${what}. Now `);
    // XState's machine stood where the chain says, all the way.
    await expect.poll(() => page.locator('#replay .beats .tag').count()).toBe(0);
    await button(page, 'Step back').focus();
    for (let n = 2; n >= 1; n--) {
      await page.keyboard.press('Enter');
      expect(await seen(page)).toEqual(places[n]);
    }

    // Another rest from here keeps the first part.
    const kept = await page.locator('#replay .beats li').nth(1).textContent();
    await button(page, 'Go on differently from here').click();
    await page.waitForSelector('#replay .bend');
    await expect.poll(() => page.locator('#replay .beats li').nth(1).textContent()).toBe(kept);
    await expect
      .poll(() => page.locator('#replay .line-actions [role=status]').textContent())
      .toMatch(/path 0 of seed 1; from .* on path 1\./);

    // An actor taken over: its moves, why the model would make them, a move, a wait, and undo.
    await page.locator('#replay .take-over select').selectOption('IRN');
    const moves = page.locator('#replay .choices > li');
    await moves.first().waitFor();
    await expect.poll(() => moves.first().textContent()).toMatch(/about once in [\d,.]+ days|times a day/);
    await moves.first().locator('.link').press('Enter');
    await page.waitForSelector('#replay .why-move table');
    await expect
      .poll(() => page.locator('#replay .why-move tr.region .number').first().textContent())
      .toMatch(/^[+−]?[\d.]+$/);
    const before = await seen(page);
    const chosen = await moves.first().getByRole('button').first().textContent();
    await moves.first().getByRole('button').first().press('Enter');
    await page.waitForFunction(
      (label) => document.querySelector('#replay [aria-current=step] .what')?.textContent === label,
      chosen,
    );
    await expect.poll(() => current(page).textContent()).toContain('your choice');
    await button(page, 'Wait for the next event').press('Enter');
    await page.waitForFunction(
      (label) => document.querySelector('#replay [aria-current=step] .what')?.textContent !== label,
      chosen,
    );
    for (let n = 0; n < 2; n++) await button(page, 'Undo the last step').press('Enter');
    expect(await seen(page)).toEqual(before);

    // The odds from here, beside those at the start.
    await page.waitForFunction(() => !document.querySelector('#replay .odds')!.textContent!.includes('…'), null, {
      timeout: 30_000,
    });
    await expect.poll(() => page.locator('#replay .odds tbody tr').count(), { timeout: 10_000 }).toBeGreaterThan(4);
    // A term of art opens its explanation, and Escape gives the word its focus back.
    const term = page.locator('#replay .odds .term');
    await term.press('Enter');
    await page.waitForSelector('.explanation .explanation-text:not(:empty)');
    if (campaign) expect(await audit(page, '.explanation')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('.explanation') === null);
    expect(await term.evaluate((e) => e === document.activeElement)).toBe(true);
    expect(strays).toEqual([]);
  });

  it('with less motion asked for, playing goes from event to event; axe finds nothing in light, dark and on a phone', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.locator('#replay .take-over select').selectOption('');
    await page.waitForFunction(() => document.querySelector('#replay .beats .ahead') !== null);
    const clock = () => page.locator('#replay .scrub input').evaluate((e) => (e as HTMLInputElement).value);
    const start = await clock();
    await button(page, 'Play').click();
    await page.waitForTimeout(300);
    expect(await clock()).toBe(start);
    await page.waitForFunction(
      (day) => document.querySelector<HTMLInputElement>('#replay .scrub input')!.value !== day,
      start,
    );
    await button(page, 'Pause').click();

    await page.locator('#replay .take-over select').selectOption('USA');
    await page.locator('#replay .choices .link').first().click();
    await page.waitForSelector('#replay .why-move table');
    for (const [colorScheme, width] of inCampaign([
      ['dark', 390],
      ['light', 390],
      ['dark', 1280],
      ['light', 1280],
    ] as const)) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      expect(await audit(page, '#replay'), `${colorScheme} ${width}`).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
    }
  });
});
