// Traffic inside regions: against closed forms, against the change of occupancy that it must explain, and against the rewards that count the same events.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chainOf } from '../engine/chain/rates.ts';
import { structureOf } from '../engine/chain/structure.ts';
import { cumulativeOf } from '../engine/exact/cumulative.ts';
import { transientOf } from '../engine/exact/passage.ts';
import { accumulatedMoments } from '../engine/exact/reward.ts';
import { type Flow, flowsOf } from '../engine/result/flows.ts';
import { solveVariant } from '../engine/result/solve-variant.ts';
import { type BoundScenario, bindVariant } from '../engine/scenario/bind.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { type VariantView, variantsOf } from '../engine/scenario/view.ts';

const folder = join(import.meta.dirname, '..', 'scenarios');
const scenarioAt = (...path: string[]) =>
  loadScenario(readFileSync(join(folder, ...path), 'utf8'), path.at(-1)!).value!;
function boundOf(path: string[], variant?: Partial<VariantView>): BoundScenario {
  const scenario = scenarioAt(...path);
  return bindVariant(scenario, { ...variantsOf(scenario.file)[0]!, ...variant }).value!;
}
const chainOfBound = (bound: BoundScenario) => chainOf(structureOf(bound), bound);
const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

describe('expected time in each configuration', () => {
  const a = 0.4;
  const b = 0.1;
  const chain = chainOfBound(boundOf(['textbook', 'two-state.yaml']));
  const lit = (t: number) => (a / (a + b)) * (t - (1 - Math.exp(-(a + b) * t)) / (a + b));

  test.each([0, 1e-6, 0.01, 1, 3, 100, 5000])('of the two-state chain up to day %d: closed form', (t) => {
    const { spent, law, matrix } = cumulativeOf(chain, [t]);
    const of = (n: number) => spent[0]![matrix.configuration.indexOf(n)]!;
    expect(of(1)).toBeCloseTo(lit(t), 9);
    expect(of(0)).toBeCloseTo(t - lit(t), 9);
    // Small times keep their digits: ∫ a u du to first order.
    if (t > 0 && t < 0.1) expect(of(1) / (((a * t * t) / 2) * (1 - ((a + b) * t) / 3))).toBeCloseTo(1, 4);
    expect(law[0]).toEqual(transientOf(chain, [t]).byDay[0]);
  });

  test('a chain that never moves spends all its time at the start', () => {
    const still = chainOfBound(boundOf(['textbook', 'two-state.yaml'], { disable: ['goes_on', 'goes_off'] }));
    expect([...cumulativeOf(still, [0, 7]).spent.map((s) => s[0])]).toEqual([0, 7]);
  });

  test('the times sum to the day, and are the mean rewards of being there', () => {
    const big = chainOfBound(boundOf(['textbook', 'machine-shop.yaml']));
    const { spent, matrix } = cumulativeOf(big, [2, 30]);
    expect(sum(spent[0]!)).toBeCloseTo(2, 10);
    expect(sum(spent[1]!)).toBeCloseTo(30, 9);
    const being = (i: number) => ({
      rate: Float64Array.from({ length: big.size }, (_, k) => (k === i ? 1 : 0)),
      impulse: null,
    });
    const here = [0, 1, big.size - 1];
    const { moments } = accumulatedMoments(big, here.map(being), [2, 30]);
    for (const [k, i] of here.entries())
      for (const d of [0, 1]) expect(spent[d]![matrix.configuration.indexOf(i)]!).toBeCloseTo(moments[k]!.mean[d]!, 9);
  });

  test('refuses what would take too long, or too much memory', () => {
    expect(() => cumulativeOf(chain, [1e9])).toThrow(/times a day/);
    const days = Array.from({ length: 5_000_001 }, (_, k) => k / 1e6);
    expect(() => cumulativeOf(chain, days)).toThrow(/too much to keep/);
  });
});

describe('flows of the two-state chain', () => {
  const flows = flowsOf(boundOf(['textbook', 'two-state.yaml']), [0, 1, 3]);
  test('counts are rate × time spent', () => {
    const on = flows.regions.light!.find((f) => f.event === 'goes_on')!;
    expect(on).toMatchObject({ from: 'dark', to: 'lit' });
    const spentDark = [0, 1, 3].map((t) => t - 0.8 * (t - (1 - Math.exp(-0.5 * t)) / 0.5));
    for (const d of [0, 1, 2]) expect(on.count[d]).toBeCloseTo(0.4 * spentDark[d]!, 10);
    for (const d of [0, 1, 2]) expect(on.perDay[d]).toBeCloseTo(0.4 * (0.2 + 0.8 * Math.exp(-0.5 * [0, 1, 3][d]!)), 10);
  });
});

/** Every law that the flows of a bound scenario must keep. */
function checkFlows(bound: BoundScenario, days: number[]) {
  const step = 1e-3;
  const around = days.flatMap((d) => [d - step, d, d + step]);
  const flows = flowsOf(bound, around);
  const { occupancy } = solveVariant(bound, { outcomes: [], rewards: [], occupancy: true, days: around });
  const start = solveVariant(bound, { outcomes: [], rewards: [], occupancy: true, days: [0] }).occupancy!;
  for (const { id, states } of bound.regions) {
    const own = flows.regions[id]!;
    for (const s of states)
      for (const k of around.keys()) {
        const p = flows.occupancy[id]![s.id]![k]!;
        expect(p).toBeCloseTo(occupancy![id]![s.id]![k]!, 10);
        const of = (which: (f: Flow) => boolean) => sum(own.filter(which).map((f) => f.count[k]!));
        // What came in less what went out is what is there more than at the start.
        expect(of((f) => f.to === s.id) - of((f) => f.from === s.id)).toBeCloseTo(p - start[id]![s.id]![0]!, 9);
      }
    for (const f of own) {
      expect(f.from).not.toBe(f.to);
      for (const d of days.keys()) {
        const [before, , after] = f.count.slice(3 * d, 3 * d + 3) as [number, number, number];
        const slope = (after - before) / (2 * step);
        const at = f.perDay[3 * d + 1]!;
        expect(Math.abs(slope - at)).toBeLessThan(1e-6 * Math.max(1, at));
      }
    }
    const totals = own.map((f) => f.count.at(-1)!);
    expect(totals).toEqual([...totals].sort((x, y) => y - x));
  }
  return flows;
}

test.each(['illness-death', 'competing-risks', 'machine-shop', 'ministep-dyad', 'reward-chain'])(
  '%s: flows balance, slopes agree',
  (name) => {
    const bound = boundOf(['textbook', `${name}.yaml`]);
    checkFlows(bound, [1, bound.horizon / 2]);
  },
);

describe('the shipped scenario', () => {
  const bound = boundOf(['crises', 'iran-2026.yaml']);
  const flows = checkFlows(bound, [7, 60]);

  test('counts are those of a reward that counts the same firings on the whole chain', () => {
    const chain = chainOfBound(bound);
    const { structure } = chain;
    const width = structure.regions.length;
    for (const [region, event, from, to] of [
      ['us_force', 'usa_strikes', 'none', 'limited'],
      ['iran_answer', 'usa_strikes', 'calm', 'owed'],
      ['diplomacy', 'iran_tables_narrow_deal', 'talks', 'narrow_deal'],
    ] as const) {
      const r = structure.regions.findIndex((x) => x.id === region);
      const state = (i: number) => structure.regions[r]!.states[structure.states[i * width + r]!]!;
      const impulse = new Float64Array(structure.target.length);
      for (let i = 0; i < structure.size; i++)
        for (let t = structure.rowStart[i]!; t < structure.rowStart[i + 1]!; t++)
          if (
            structure.events[structure.event[t]!] === event &&
            state(i) === from &&
            state(structure.target[t]!) === to
          )
            impulse[t] = 1;
      const { moments } = accumulatedMoments(chain, [{ rate: new Float64Array(chain.size), impulse }], [7, 60]);
      const flow = flows.regions[region]!.find((f) => f.event === event && f.from === from && f.to === to)!;
      expect(flow.count[1]).toBeCloseTo(moments[0]!.mean[0]!, 9);
      expect(flow.count[4]).toBeCloseTo(moments[0]!.mean[1]!, 9);
      expect(flow.count[4]).toBeGreaterThan(0.001);
    }
  });

  test('a region whose move is taken away has no such flow', () => {
    const without = flowsOf(boundOf(['crises', 'iran-2026.yaml'], { disable: ['gulf_opens_territory'] }), [90]);
    expect(flows.regions.territory!.map((f) => f.event)).toEqual(['gulf_opens_territory']);
    expect(without.regions.territory).toEqual([]);
    expect(without.occupancy.territory!.permitted).toEqual([0]);
    expect(without.occupancy.territory!.denied![0]).toBeCloseTo(1, 12);
  });
});
