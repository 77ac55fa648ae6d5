// The answers that ship with the case: not stale, and no slider that does nothing. Each claimed strength is measured again, and compared with the independent program's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Answers } from '../engine/result/answers.ts';
import { probabilitiesOf } from '../engine/result/compare.ts';
import { runSchema, type VariantResult } from '../engine/result/result.ts';
import { inputsOf, runVariant } from '../engine/result/run.ts';
import { bothEnds, inputsOfView, strengthOf } from '../engine/result/sensitivity.ts';
import type { SolveOptions } from '../engine/result/solve-variant.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { scenarioJsonSchema } from '../engine/scenario/schema.ts';
import { variantsOf, viewOf } from '../engine/scenario/view.ts';
import { campaign } from './campaign.ts';

const folder = join(import.meta.dirname, '..', 'scenarios');
const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
const iran = loadScenario(read('crises', 'iran-2026.yaml'), 'iran-2026.yaml').value!;
const answers = JSON.parse(read('crises', 'iran-2026.answers.json')) as Answers;
const reference = JSON.parse(read('crises', 'iran-2026.expected.json')) as {
  effects: { kind: string; name: string; largest: number; on: string; reward: number; on_reward: string }[];
  idle_in_base: Record<string, string>;
  expected_signs: { input: string; outcome: string; expected: string; found: number }[];
};
const stale = 'stale: run `npm run build && npm run make -- answers scenarios/crises/iran-2026.yaml`';
const view = viewOf(iran.file);
const inputs = inputsOfView(view);
const base = variantsOf(iran.file)[0]!;
const cache = new Map();

describe('shipped answers', () => {
  test('belong to the scenario as it stands', () => {
    expect(answers.inputs, stale).toBe(inputsOf(iran));
    expect(answers.view, stale).toEqual(JSON.parse(JSON.stringify(view)));
    expect(runSchema.parse(answers.run).variants.map((v) => v.id)).toEqual(variantsOf(iran.file).map((v) => v.id));
    expect(Object.keys(answers.strength).sort()).toEqual(inputs.map((i) => i.id).sort());
  });

  test('hold what a page shows first, and no more', () => {
    expect(gzipSync(read('crises', 'iran-2026.answers.json'), { level: 9 }).length).toBeLessThan(39_000);
    for (const variant of answers.run.variants) {
      expect(Object.keys(variant.rewards), variant.id).toEqual(
        variant.id === base.id ? Object.keys(iran.file.rewards ?? {}) : [],
      );
      for (const o of Object.values(variant.outcomes)) expect(Object.hasOwn(o, 'quantiles')).toBe(false);
    }
    const solved = runVariant(iran, base, { cache, outcomes: [] }).value!;
    for (const [id, reward] of Object.entries(answers.run.variants[0]!.rewards))
      for (const which of ['mean', 'sd'] as const)
        expect(reward[which]! / solved.rewards[id]![which]! - 1, `${stale} (${id})`).toBeCloseTo(0, 3);
  });

  // All of them in the campaign; otherwise base and one of each kind: a switch, other rates, another start.
  const few = new Set([base.id, 'no_mediation', 'brittle_rulers', 'campaign_and_fall']);
  const solvedAgain = variantsOf(iran.file).filter((v) => campaign || few.has(v.id));
  test.each(solvedAgain)('$id: outcomes and daily curves are what the engine says', (variant) => {
    const days = [...new Set([...answers.run.days, 45])].sort((a, b) => a - b);
    const solved = runVariant(iran, variant, { cache, rewards: [], days }).value!;
    const shipped = answers.run.variants.find((v) => v.id === variant.id)!;
    const found = probabilitiesOf(solved);
    for (const [id, { byDay }] of probabilitiesOf(shipped))
      for (const [day, p] of Object.entries(byDay)) {
        const difference = Math.abs(found.get(id)!.byDay[day]! - p);
        expect(difference, `${stale} (${id} ${day})`).toBeLessThan(1e-6);
        // 0 and 1 are said only of what cannot be and what must be.
        if (Number.isInteger(p)) expect(difference, `${id} ${day}`).toBeLessThan(1e-11);
      }
    for (const [id, curve] of Object.entries(answers.curves.variants[variant.id]!))
      expect(Math.abs(curve[45]! - found.get(id)!.byDay['45']!), `${stale} (${id})`).toBeLessThan(1e-4);
  });

  test('the JSON Schema for editors is the schema of the loader', () => {
    expect(JSON.parse(read('scenario.schema.json')), 'stale: run `npm run build && npm run make -- schema`').toEqual(
      JSON.parse(JSON.stringify(scenarioJsonSchema())),
    );
  });
});

// Each one in the campaign; otherwise the first of each kind, one that moves nothing, and every twelfth.
const measured = inputs.filter(
  (input, i) =>
    campaign ||
    i % 12 === 0 ||
    i === inputs.findIndex((other) => other.kind === input.kind) ||
    input === inputs.find((other) => other.idle !== null),
);

type Wanted = Pick<SolveOptions, 'cache' | 'outcomes' | 'rewards'>;
const centres = new Map<string, VariantResult>();
/** Base, once for all inputs that are measured on the same outcome and reward. */
function centreOf(wanted: Wanted): VariantResult {
  const key = JSON.stringify([wanted.outcomes, wanted.rewards]);
  const centre = centres.get(key) ?? runVariant(iran, base, wanted).value!;
  centres.set(key, centre);
  return centre;
}

describe('no dead sliders', () => {
  test.each(measured)('$kind $id', (input) => {
    const claimed = answers.strength[input.id]!;
    const wanted = {
      cache,
      outcomes: [claimed.outcome.split('.')[0]!],
      rewards: claimed.reward ? [claimed.reward] : [],
    };
    const { low, high } = bothEnds(iran, base, input, wanted);
    const centre = centreOf(wanted);
    const found = strengthOf(low, high, centre);
    expect(Math.abs(found.change - claimed.change), stale).toBeLessThan(2e-6);
    expect(Math.abs(found.rewardChange - claimed.rewardChange), stale).toBeLessThan(
      2e-6 * Math.max(1, Math.abs(claimed.rewardChange)),
    );
    // The rule: 0.01 of probability or 2 per cent of a reward; else the file says `idle:` and why.
    const alive = Math.abs(found.change) >= 0.01 || Math.abs(found.rewardChange) >= 0.02;
    expect(alive, `${input.id} moves nothing by as much as 0.01 or 2 per cent`).toBe(input.idle === null);
    const theirs = reference.effects.find((e) => e.name === input.id)!;
    expect(
      Math.abs(claimed.change - theirs.largest),
      `${input.id}: independent program says ${theirs.largest} on ${theirs.on}`,
    ).toBeLessThan(2e-5);
  });

  test('idle ones are those of the independent program', () => {
    expect(
      inputs
        .filter((i) => i.idle !== null)
        .map((i) => i.id)
        .sort(),
    ).toEqual(Object.keys(reference.idle_in_base).sort());
  });
});
