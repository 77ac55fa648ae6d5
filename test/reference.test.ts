// The shipped case against an independent program: every figure of iran-2026.expected.json. The textbook files against closed forms: every `expected:` block.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { probabilitiesOf } from '../engine/result/compare.ts';
import type { VariantResult } from '../engine/result/result.ts';
import { runVariant } from '../engine/result/run.ts';
import { loadScenario, type Scenario } from '../engine/scenario/load.ts';
import { type VariantView, variantsOf } from '../engine/scenario/view.ts';
import { inCampaign } from './campaign.ts';

const scenarios = join(import.meta.dirname, '..', 'scenarios');

function scenarioAt(...path: string[]): Scenario {
  const loaded = loadScenario(readFileSync(join(scenarios, ...path), 'utf8'), path.at(-1)!);
  expect(loaded.problems.filter((p) => p.severity === 'error')).toEqual([]);
  return loaded.value!;
}

type ByDay = Record<string, number>;
interface Figures {
  configurations: number;
  rates: number;
  outcomes: Record<string, ByDay>;
  race: Record<string, Record<string, ByDay | 'already so'>>;
  rewards: Record<string, ByDay>;
  already_so?: string[];
}
interface Expected {
  variants: Record<string, Figures>;
  switches: Record<string, Figures & { changed_to: boolean }>;
  all_stances_zero: Figures;
}

const iran = scenarioAt('crises', 'iran-2026.yaml');
const expected = JSON.parse(readFileSync(join(scenarios, 'crises', iran.file.expected!.file!), 'utf8')) as Expected;
const tolerance = iran.file.expected!.tolerance;
const cache = new Map();

function solved(variant: VariantView): VariantResult {
  const { value, problems } = runVariant(iran, variant, { cache });
  expect(problems.filter((p) => p.severity === 'error')).toEqual([]);
  return value!;
}

/** Counts figures compared, so that an empty comparison cannot pass. */
function compare(result: VariantResult, figures: Figures): number {
  let compared = 0;
  expect(result.configurations).toBe(figures.configurations);
  expect(result.rates).toBe(figures.rates);
  const found = probabilitiesOf(result);
  for (const [id, byDay] of Object.entries(figures.outcomes))
    for (const [day, p] of Object.entries(byDay)) {
      expect(Math.abs(found.get(id)!.byDay[day]! - p), `${result.id} ${id} day ${day}`).toBeLessThan(tolerance);
      compared++;
    }
  for (const [id, causes] of Object.entries(figures.race)) {
    const race = result.outcomes[id]!;
    if (race.kind !== 'race') throw new Error(`${id} is no race`);
    expect(new Set(race.already)).toEqual(new Set(Object.keys(causes).filter((c) => causes[c] === 'already so')));
    for (const [cause, byDay] of Object.entries(causes)) {
      if (byDay === 'already so') continue;
      for (const [day, p] of Object.entries(byDay)) {
        expect(Math.abs(race.byDay[day]![cause]! - p), `${result.id} ${id}.${cause} day ${day}`).toBeLessThan(
          tolerance,
        );
        compared++;
      }
    }
    for (const row of Object.values(race.byDay))
      expect(Object.values(row).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  }
  for (const [id, byDay] of Object.entries(figures.rewards))
    for (const [day, mean] of Object.entries(byDay)) {
      expect(
        Math.abs(result.rewards[id]!.byDay[day]!.mean - mean),
        `${result.id} ${id} day ${day}`,
      ).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(mean), Number.MIN_VALUE));
      compared++;
    }
  return compared;
}

describe('US-Iran standoff against the independent program', () => {
  test.each(variantsOf(iran.file).map((v) => [v.id, v] as const))('variant %s', (id, variant) => {
    const figures = expected.variants[id]!;
    const result = solved(variant);
    expect(compare(result, figures)).toBeGreaterThan(150);
    // The reference names first passages only; here `both` and `before` can be already so as well.
    const already = Object.entries(result.outcomes).flatMap(([o, r]) => (r.kind === 'reach' && r.already ? [o] : []));
    expect(new Set(already)).toEqual(new Set((figures.already_so ?? []).filter((o) => o in result.outcomes)));
  });

  test.each(Object.entries(expected.switches))('switch %s turned', (name, figures) => {
    expect(compare(solved({ id: 'base', switches: { [name]: figures.changed_to } }), figures)).toBeGreaterThan(150);
  });

  test('all stances at zero', () => {
    const stances = Object.fromEntries(
      Object.entries(iran.file.actors!).flatMap(([a, spec]) =>
        Object.keys(spec.stances ?? {}).map((issue) => [`${a}.${issue}`, 0]),
      ),
    );
    expect(compare(solved({ id: 'base', stances }), expected.all_stances_zero)).toBeGreaterThan(150);
  });
});

describe('exact reduction of the shipped case', () => {
  test.each(inCampaign(['campaign_and_fall', 'base', 'israel_strikes_alone', 'turkey_early'], 2))(
    '%s: no answer changes by more than 1e-12',
    (id) => {
      const variant = variantsOf(iran.file).find((v) => v.id === id)!;
      const small = solved(variant);
      const whole = runVariant(iran, variant, { cache, reduce: false }).value!;
      const other = probabilitiesOf(whole);
      let compared = 0;
      for (const [outcome, { byDay }] of probabilitiesOf(small))
        for (const [day, p] of Object.entries(byDay)) {
          expect(Math.abs(p - other.get(outcome)!.byDay[day]!), `${outcome} day ${day}`).toBeLessThanOrEqual(1e-12);
          compared++;
        }
      for (const [reward, r] of Object.entries(small.rewards))
        expect(Math.abs(r.mean! / whole.rewards[reward]!.mean! - 1) || 0, reward).toBeLessThanOrEqual(1e-12);
      expect(compared).toBeGreaterThan(150);
    },
  );
});

describe('textbook scenarios against closed forms', () => {
  test.each(readdirSync(join(scenarios, 'textbook')).filter((f) => f.endsWith('.yaml')))('%s', (name) => {
    const scenario = scenarioAt('textbook', name);
    const known = scenario.file.expected!;
    const results = new Map(variantsOf(scenario.file).map((v) => [v.id, runVariant(scenario, v).value!]));
    let compared = 0;
    for (const [variant, outcomes] of Object.entries(known.outcomes ?? {}))
      for (const [outcome, byDay] of Object.entries(outcomes))
        for (const [day, p] of Object.entries(byDay)) {
          const found = probabilitiesOf(results.get(variant)!).get(outcome)!.byDay[day];
          expect(Math.abs(found! - p), `${variant} ${outcome} day ${day}: ${found}`).toBeLessThan(known.tolerance);
          compared++;
        }
    for (const [variant, rewards] of Object.entries(known.rewards ?? {}))
      for (const [reward, byDay] of Object.entries(rewards))
        for (const [day, mean] of Object.entries(byDay)) {
          const r = results.get(variant)!.rewards[reward]!;
          const found = day === 'until' ? r.mean : r.byDay[day]!.mean;
          expect(Math.abs(found! - mean), `${variant} ${reward} ${day}: ${found}`).toBeLessThanOrEqual(
            known.tolerance * Math.max(1, Math.abs(mean)),
          );
          compared++;
        }
    for (const [variant, count] of Object.entries(known.configurations ?? {}))
      expect(results.get(variant)!.configurations).toBe(count);
    expect(compared).toBeGreaterThan(0);
  });
});
