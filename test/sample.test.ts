// Sampling as an independent check of the exact answers of the shipped case: standard errors from the exact probability, many seeds, streams by path.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chainOf } from '../engine/chain/rates.ts';
import { structureOf } from '../engine/chain/structure.ts';
import { agreementOf } from '../engine/result/agreement.ts';
import { replayCheck } from '../engine/result/replay-check.ts';
import { sampleVariant } from '../engine/result/run.ts';
import { solveVariant } from '../engine/result/solve-variant.ts';
import { joinTallies } from '../engine/sample/estimate.ts';
import { streamOf } from '../engine/sample/random.ts';
import { summaryOf, wilson } from '../engine/sample/summary.ts';
import { bindVariant } from '../engine/scenario/bind.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { variantsOf } from '../engine/scenario/view.ts';
import { statechartOf } from '../engine/statechart/chart.ts';
import { campaign } from './campaign.ts';

const iran = loadScenario(
  readFileSync(join(import.meta.dirname, '..', 'scenarios', 'crises', 'iran-2026.yaml'), 'utf8'),
  'iran-2026.yaml',
).value!;
const expected = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'scenarios', 'crises', 'iran-2026.expected.json'), 'utf8'),
) as {
  variants: Record<string, { attempts_quantiles: Record<string, number> }>;
};
const boundOf = (id: string) => bindVariant(iran, variantsOf(iran.file).find((v) => v.id === id)!).value!;

test.each(variantsOf(iran.file).map((v) => v.id))(
  '%s, seed 1, 20,000 paths: largest |z| ≤ 4, equality where p is 0 or 1',
  (id) => {
    const bound = boundOf(id);
    const exact = solveVariant(bound);
    const tally = sampleVariant(bound, { seed: 1, count: 20_000 });
    const { worst, rows } = agreementOf(exact, tally);
    expect(rows.length).toBeGreaterThan(150);
    expect(Math.abs(worst!.z), `${worst!.outcome} day ${worst!.day}`).toBeLessThanOrEqual(4);
    const summary = summaryOf(tally);
    for (const [reward, { mean, standardError }] of Object.entries(summary.rewards))
      expect(Math.abs(mean - exact.rewards[reward]!.mean!), reward).toBeLessThanOrEqual(
        4.5 * standardError + 1e-9 * Math.abs(mean),
      );
    // Heavy right tails: quantiles beside an independent simulation of the same size.
    for (const q of ['5', '50', '95', '99'] as const) {
      const theirs = expected.variants[id]!.attempts_quantiles[q]!;
      expect(Math.abs(summary.rewards.attempts!.quantiles[q] / theirs - 1), `attempts ${q} %`).toBeLessThan(0.15);
    }
  },
);

test.runIf(campaign)(
  'base, seeds 1 to 20: z of the outcomes has mean within ±0.3 and standard deviation in 0.75…1.25',
  () => {
    const bound = boundOf('base');
    const exact = solveVariant(bound, { rewards: [] });
    const z: number[] = [];
    for (let seed = 1; seed <= 20; seed++)
      z.push(
        ...agreementOf(exact, sampleVariant(bound, { seed, count: 20_000 }))
          .rows.filter((r) => r.exact > 0.002 && r.exact < 0.998)
          .map((r) => r.z),
      );
    const mean = z.reduce((a, b) => a + b, 0) / z.length;
    const sd = Math.sqrt(z.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (z.length - 1));
    console.log(`${z.length} values of z: mean ${mean.toFixed(3)}, standard deviation ${sd.toFixed(3)}`);
    expect(Math.abs(mean)).toBeLessThan(0.3);
    expect(sd).toBeGreaterThan(0.75);
    expect(sd).toBeLessThan(1.25);
  },
);

test('replay of base on XState: 200 paths, every event, every disabled event in each visited configuration, 0 differences', () => {
  const bound = boundOf('base');
  const checked = replayCheck(chainOf(structureOf(bound), bound), statechartOf(bound), {
    seed: 1,
    count: 200,
    horizon: bound.horizon,
  });
  console.log(
    `${checked.events} events in ${checked.configurations} configurations, ${checked.disabled} disabled events`,
  );
  expect(checked.events).toBeGreaterThan(1_000);
  expect(checked.disabled).toBeGreaterThan(5_000);
  expect(checked.examples).toEqual([]);
  expect(checked.differences).toBe(0);
});

test('a path is known by (seed, path): any split into blocks gives the same tally', () => {
  const bound = boundOf('campaign_and_fall');
  const whole = sampleVariant(bound, { seed: 7, count: 300 });
  const parts = joinTallies([
    sampleVariant(bound, { seed: 7, count: 100 }),
    sampleVariant(bound, { seed: 7, from: 100, count: 200 }),
  ]);
  expect(parts).toEqual(whole);
  expect(sampleVariant(bound, { seed: 8, count: 300 }).rewards).not.toEqual(whole.rewards);
});

test('streams: uniform in [0, 1) with mean ½ and variance 1/12, no two paths alike, neighbours uncorrelated', () => {
  const n = 200_000;
  let sum = 0;
  let squares = 0;
  let lagged = 0;
  let previous = 0.5;
  const firsts = new Set<number>();
  for (let path = 0; path < n; path++) {
    const u = streamOf(3, path).uniform();
    expect(u >= 0 && u < 1).toBe(true);
    firsts.add(u);
    sum += u;
    squares += u * u;
    lagged += (u - 0.5) * (previous - 0.5);
    previous = u;
  }
  expect(firsts.size).toBe(n);
  expect(Math.abs(sum / n - 0.5)).toBeLessThan(4 / Math.sqrt(12 * n));
  expect(Math.abs(squares / n - 1 / 3)).toBeLessThan(4 * Math.sqrt(4 / 45 / n));
  expect(Math.abs(lagged / n)).toBeLessThan(4 / 12 / Math.sqrt(n));
});

test('Wilson interval against printed values', () => {
  // base-rates: 33 of 154 → 0.1568 … 0.2856; 1 of 28 → 0.0063 … 0.1771
  expect(wilson(33, 154).low).toBeCloseTo(0.1568, 4);
  expect(wilson(33, 154).high).toBeCloseTo(0.2856, 4);
  expect(wilson(1, 28).low).toBeCloseTo(0.0063, 4);
  expect(wilson(1, 28).high).toBeCloseTo(0.1771, 4);
});
