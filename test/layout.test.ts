// The drawing of a statechart: every transition that the chain has is an arrow, nothing covers anything, and the layout that ships is that of the scenario as it stands.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { structureOf } from '../engine/chain/structure.ts';
import { makeLayout } from '../engine/cli/make/layout.ts';
import { bindVariant } from '../engine/scenario/bind.ts';
import { loadScenario, type Scenario } from '../engine/scenario/load.ts';
import { allOf, at, not } from '../engine/scenario/state-test.ts';
import { variantsOf } from '../engine/scenario/view.ts';
import { arrowsOf } from '../engine/statechart/arrows.ts';
import type { Statechart } from '../engine/statechart/chart.ts';
import { drawnChartOf } from '../engine/statechart/drawn.ts';
import { textWidth, wrapped } from '../engine/statechart/label-lines.ts';
import { chartHash, type Layout, layoutOf } from '../engine/statechart/layout.ts';

const folder = join(import.meta.dirname, '..', 'scenarios');
const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
const scenarioAt = (...path: string[]): Scenario => loadScenario(read(...path), path.at(-1)!).value!;
const iran = scenarioAt('crises', 'iran-2026.yaml');
const shippedText = read('crises', 'iran-2026.layout.json');
const shipped = JSON.parse(shippedText) as Layout;

const layoutOfScenario = (scenario: Scenario): Promise<Layout> => {
  const { chart, actorOf } = drawnChartOf(scenario);
  return layoutOf(chart, { scenario: scenario.file.meta.id, actorOf });
};

describe('the shipped layout', () => {
  test('is that of the scenario as it stands, and comes out the same again', async () => {
    const stale = 'stale: run `npm run build && npm run make -- layout scenarios/crises/iran-2026.yaml`';
    expect(shipped.chart, stale).toBe(chartHash(drawnChartOf(iran).chart));
    expect(await makeLayout(iran), stale).toBe(shippedText);
  });

  test('fits into the column beside the inputs on a screen of 1,280 pixels', () => {
    expect(shipped.regions.filter((r) => r.width > 750).map((r) => r.id)).toEqual([]);
  });

  test('knows who moves', () => {
    const events = shipped.regions.flatMap((r) => r.edges.flatMap((e) => e.events));
    expect(events.find((e) => e.id === 'usa_walks_out')).toMatchObject({ kind: 'move', actor: 'USA', home: true });
    expect(events.find((e) => e.id === 'deal_fails' && e.home)).toMatchObject({
      kind: 'hazard',
      actor: null,
      home: true,
    });
    expect(events.find((e) => e.id === 'answer_owed')).toMatchObject({ kind: 'always', actor: null, home: false });
    const strikes = shipped.regions.find((r) => r.id === 'diplomacy')!.edges.find((e) => e.id === 'talks>broken')!;
    expect(strikes.events.find((e) => e.id === 'usa_strikes')).toMatchObject({ home: false });
  });
});

/** `region from>to event` of everything that changes a region in some reachable configuration. */
function changesIn(scenario: Scenario, variant: ReturnType<typeof variantsOf>[number]): Set<string> {
  const bound = bindVariant(scenario, variant).value!;
  const { regions, size, states, rowStart, target, event, events } = structureOf(bound);
  const seen = new Set<string>();
  for (let i = 0; i < size; i++)
    for (let k = rowStart[i]!; k < rowStart[i + 1]!; k++)
      for (let r = 0; r < regions.length; r++) {
        const from = states[i * regions.length + r]!;
        const to = states[target[k]! * regions.length + r]!;
        if (from !== to) seen.add(`${r} ${from} ${to} ${event[k]}`);
      }
  return new Set(
    [...seen].map((key) => {
      const [r, from, to, e] = key.split(' ').map(Number) as [number, number, number, number];
      const region = regions[r]!;
      return `${region.id} ${region.states[from]}>${region.states[to]} ${events[e]}`;
    }),
  );
}

describe('every transition has its arrow', () => {
  const arrows = new Map(shipped.regions.flatMap((r) => r.edges.map((e) => [`${r.id} ${e.id}`, e] as const)));

  test.each(variantsOf(iran.file))('$id', (variant) => {
    const changes = changesIn(iran, variant);
    expect(changes.size).toBeGreaterThan(5);
    const effectsOf = new Map(drawnChartOf(iran).chart.events.map((e) => [e.id, e.effects]));
    const missing = [...changes].filter((change) => {
      const [region, pair, id] = change.split(' ') as [string, string, string];
      const arrow = arrows.get(`${region} ${pair}`);
      // What a rule of `always` does to a region that the event leaves alone is the rule's own.
      const own = effectsOf.get(id)!.some((e) => e.region === region);
      return !arrow?.events.some((e) => (own ? e.id === id : e.kind === 'always'));
    });
    expect(missing).toEqual([]);
  });

  test('also of an event that is possible only with a switch turned', () => {
    const lapse = arrows.get('iran_answer owed>calm')!;
    expect(lapse.events.map((e) => e.id)).toContain('debt_dies_with_strike');
  });

  const chart = (guard: Statechart['events'][number]['guard']): Statechart => ({
    id: 'toy',
    regions: ['a', 'b'].map((id) => ({
      id,
      label: id,
      initial: 'x',
      states: ['x', 'y', 'z'].map((s) => ({ id: s, label: s, final: s === 'z' })),
    })),
    events: [{ id: 'go', label: 'go', kind: 'move', guard, effects: [{ region: 'a', state: 'y' }] }],
    always: [
      { id: 'on', label: 'on', guard: allOf([at('a', 'y'), at('b', 'y')]), effects: [{ region: 'a', state: 'z' }] },
    ],
  });
  const pairs = (c: Statechart): string[] => arrowsOf(c, c.regions[0]!).map((e) => `${e.from}>${e.to}`);

  test('what follows at once is an arrow of the event, unless its guard rules it out', () => {
    expect(pairs(chart({ op: 'true' }))).toEqual(['x>y', 'x>z', 'y>z']);
    expect(pairs(chart(not(at('b', 'y'))))).toEqual(['x>y', 'y>z']);
    expect(pairs(chart(at('b', 'x')))).toEqual(['x>y', 'y>z']);
  });
});

const overlap = (a: readonly number[], b: readonly number[]): boolean =>
  a[0]! < b[2]! && b[0]! < a[2]! && a[1]! < b[3]! && b[1]! < a[3]!;

describe('nothing covers anything', () => {
  const files = [
    ['crises', 'iran-2026.yaml'],
    ...readdirSync(join(folder, 'textbook'))
      .filter((f) => f.endsWith('.yaml'))
      .map((f) => ['textbook', f]),
  ] as [string, string][];

  test.each(files)('%s/%s', async (...path) => {
    const layout = path[0] === 'crises' ? shipped : await layoutOfScenario(scenarioAt(...path));
    for (const r of layout.regions) {
      const boxes = r.states.map((s) => ({ name: s.id, at: [s.x, s.y, s.x + s.width, s.y + s.height] }));
      const labels = r.edges
        .filter((e) => e.labelSize[0] > 0)
        .map((e) => ({
          name: e.id,
          at: [
            e.label[0] - e.labelSize[0] / 2,
            e.label[1] - e.labelSize[1] / 2,
            e.label[0] + e.labelSize[0] / 2,
            e.label[1] + e.labelSize[1] / 2,
          ],
        }));
      const all = [...boxes, ...labels];
      const clashes = all.flatMap((a, i) =>
        all.slice(i + 1).flatMap((b) => (overlap(a.at, b.at) ? [`${r.id}: ${a.name} × ${b.name}`] : [])),
      );
      expect(clashes).toEqual([]);
      for (const { at: box } of all) {
        expect(box[0]).toBeGreaterThanOrEqual(0);
        expect(box[1]).toBeGreaterThanOrEqual(0);
        expect(box[2]).toBeLessThanOrEqual(r.width);
        expect(box[3]).toBeLessThanOrEqual(r.height);
      }
      for (const e of r.edges) {
        const states = new Map(r.states.map((s) => [s.id, s]));
        const touches = (id: string, [x, y]: readonly [number, number]): boolean => {
          const s = states.get(id)!;
          return x >= s.x - 1 && x <= s.x + s.width + 1 && y >= s.y - 1 && y <= s.y + s.height + 1;
        };
        expect(touches(e.from, e.points[0]!) && touches(e.to, e.points.at(-1)!), `${r.id} ${e.id}`).toBe(true);
        for (const [x, y] of e.points) expect(x >= 0 && y >= 0 && x <= r.width && y <= r.height).toBe(true);
      }
    }
  });

  test('a region of many states turns downward', async () => {
    const states = Array.from({ length: 14 }, (_, i) => ({ id: `s${i}`, label: `state number ${i}`, final: false }));
    const events = states.slice(1).map((s, i) => ({
      id: `to${i}`,
      label: `goes on to the next`,
      kind: 'hazard' as const,
      guard: at('long', `s${i}`),
      effects: [{ region: 'long', state: s.id }],
    }));
    const chart = { id: 'long', regions: [{ id: 'long', label: 'Long', states, initial: 's0' }], events, always: [] };
    const layout = await layoutOf(chart, { scenario: 'long', actorOf: new Map() });
    expect(layout.regions[0]!.width).toBeLessThan(400);
  });

  test('a region too large to draw is refused in words', async () => {
    const states = Array.from({ length: 61 }, (_, i) => ({ id: `s${i}`, label: `s${i}`, final: false }));
    const chart = {
      id: 'wide',
      regions: [{ id: 'wide', label: 'Wide', states, initial: 's0' }],
      events: [],
      always: [],
    };
    await expect(layoutOf(chart, { scenario: 'wide', actorOf: new Map() })).rejects.toThrow(
      'region wide has 61 states',
    );
  });
});

test('labels break into lines that fit', () => {
  const broken = wrapped('framework ready, meeting being arranged', 14, { least: 74, widest: 172, most: 2 });
  expect(broken.lines).toEqual(['framework ready,', 'meeting being arranged']);
  for (const line of broken.lines) expect(textWidth(line, 14)).toBeLessThanOrEqual(broken.width);
  expect(wrapped('Donaudampfschifffahrtsgesellschaft', 14, { least: 74, widest: 120, most: 2 }).lines[0]).toMatch(/…$/);
  // The figure after the label has its room, on a line of its own where it must.
  expect(wrapped('walks out', 12, { least: 66, widest: 70, most: 3, room: 44 }).lines).toEqual(['walks out', '']);
  expect(wrapped('', 12, { least: 66, widest: 70, most: 3 }).lines).toEqual(['']);
});
