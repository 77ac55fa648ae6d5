// A matrix in strips against the same matrix by rows: products, laws and first passages agree; compiled and plain give the same bits; what is kept while numbers change is not kept too long.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Chain, chainOf } from '../engine/chain/rates.ts';
import { maskOf, type Structure, structureOf } from '../engine/chain/structure.ts';
import { answersOf } from '../engine/exact/batch.ts';
import type { KernelKind } from '../engine/exact/kernels/kernel.ts';
import { incidenceOf, transientOf } from '../engine/exact/passage.ts';
import { stepByRows, steppingOf, type Uniformized, uniformize } from '../engine/exact/uniformized.ts';
import { type BoundScenario, bindVariant } from '../engine/scenario/bind.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { familyText } from './bench/family.ts';

/** Regions in a row, each with its own number of levels and its own numbers; each is pushed by the one before it. Far up in the first, the last can fall from its top to its bottom. */
function rowText(levels: readonly number[], shut = 0): string {
  const ids = levels.map((_, r) => `r${r}`);
  const nature = levels.flatMap((n, r) =>
    Array.from({ length: n - 1 }, (_, l) => {
      const push = r > 0 ? ` * (1 + push * at("r${r - 1}.s${levels[r - 1]! - 1}"))` : '';
      return [
        `  up_${r}_${l}: {label: up, when: 'at("r${r}.s${l}")', to: {r${r}: s${l + 1}}, hazard: 'up_${r}${push}'}`,
        `  down_${r}_${l}: {label: down, when: 'at("r${r}.s${l + 1}")', to: {r${r}: s${l}}, hazard: down}`,
      ];
    }).flat(),
  );
  const last = levels.length - 1;
  return [
    'meta: {id: row, title: Row, horizon_days: 30, days_reported: [10, 30]}',
    'parameters:',
    ...ids.map((_, r) => `  up_${r}: {value: ${0.05 + 0.01 * r}, low: 0, high: 1, unit: 1/day, basis: assumed}`),
    '  down: {value: 0.1, low: 0, high: 1, unit: 1/day, basis: assumed}',
    '  push: {value: 0.7, low: 0, high: 2, unit: factor, basis: assumed}',
    `  shut: {value: ${shut}, low: 0, high: 1, unit: 1/day, basis: assumed}`,
    'regions:',
    ...ids.map(
      (id, r) =>
        `  ${id}: {label: ${id}, initial: s0, states: {${Array.from({ length: levels[r]! }, (_, s) => `s${s}: {label: s${s}}`).join(', ')}}}`,
    ),
    'nature:',
    ...nature,
    `  crash: {label: crash, when: 'at("r0.s${levels[0]! - 1}") and at("r${last}.s${levels[last]! - 1}")', to: {r${last}: s0, r0: s0}, hazard: shut}`,
    'outcomes:',
    `  high: {label: high, kind: reach, set: 'at("r0.s${levels[0]! - 1}") and at("r${last}.s${levels[last]! - 1}")'}`,
    '  low: {label: low, kind: at, set: \'at("r1.s0")\'}',
  ].join('\n');
}

function boundOf(text: string, parameters: Record<string, number> = {}): BoundScenario {
  const { value, problems } = loadScenario(text, 'strips.yaml');
  expect(problems.filter((p) => p.severity === 'error')).toEqual([]);
  return bindVariant(value!, { id: 'base', parameters }).value!;
}

const models: readonly [string, string][] = [
  ['the crisis family', familyText(6)],
  ['the crisis family, numbers of its own in every region', familyText(6, true)],
  ['regions of 4, 3, 5, 2, 3, 4 states', rowText([4, 3, 5, 2, 3, 4], 0.02)],
  ['regions of 3 states: an odd number of lanes', rowText([3, 3, 3, 3, 3, 3, 3], 0.02)],
];

/** −1 outside of the set of the first outcome, 0 inside. */
function causeOfFirst({ outcomes: [first] }: BoundScenario, structure: Structure): Int8Array {
  if (first?.kind !== 'reach') throw new Error('the first outcome is to be reached');
  return Int8Array.from(maskOf(first.set, structure), (inSet) => inSet - 1);
}

function lawAfter(m: Uniformized, chain: Chain, steps: number, kind: KernelKind, strips: boolean): Float64Array {
  const by = strips
    ? steppingOf(m, chain, { products: steps, strips: true }, { vectors: 2 }, kind)
    : stepByRows(m, { vectors: 2 }, kind);
  expect(by.strips !== null).toBe(strips);
  let now = by.kernel.f64(by.length);
  let next = by.kernel.f64(by.length);
  now[by.place[m.start]!] = 1;
  for (let n = 0; n < steps; n++) {
    by.step(now, next);
    [now, next] = [next, now];
  }
  const law = Float64Array.from(by.place, (at) => now[at]!);
  for (const at of by.place) now[at] = 0;
  // Places that no row has stay empty.
  expect(now.every((p) => p === 0)).toBe(true);
  return law;
}

test.each(models)('%s: a step in strips is a step by rows, and the same bits compiled and plain', (_, text) => {
  const bound = boundOf(text);
  const chain = chainOf(structureOf(bound), bound);
  for (const causeOf of [null, causeOfFirst(bound, chain.structure)]) {
    const m = uniformize(chain, causeOf, 1);
    const byRows = lawAfter(m, chain, 60, 'wasm', false);
    const inStrips = lawAfter(m, chain, 60, 'wasm', true);
    for (let n = 0; n < m.size; n++)
      expect(Math.abs(inStrips[n]! - byRows[n]!)).toBeLessThanOrEqual(1e-13 * byRows[n]! + 1e-300);
    expect(lawAfter(m, chain, 60, 'js', true)).toEqual(inStrips);
  }
});

test.each(models)('%s: laws and first passages, alone and together, are those of the plain matrix', (_, text) => {
  const bound = boundOf(text);
  const chain = chainOf(structureOf(bound), bound);
  // Without what is known of the formulas there are no strips.
  const { sharing: _sharing, ...plain } = chain;
  const days = [10, 30];
  const causeOf = causeOfFirst(bound, chain.structure);
  const passage = incidenceOf(chain, causeOf, 1, days, { strips: true });
  const passageByRows = incidenceOf(plain, causeOf, 1, days, { strips: true });
  expect(passage.work.strips).toBeDefined();
  expect(passageByRows.work.strips).toBeUndefined();
  const law = transientOf(chain, days, { strips: true });
  const together = answersOf(chain, { passages: [], days, law: days, rewards: [], rewardDays: [] }, { strips: true })!;
  const byRows = transientOf(plain, days, { strips: true });
  expect(law.work.strips).toBeDefined();
  expect(together.work.strips).toBeDefined();
  expect(byRows.work.strips).toBeUndefined();
  days.forEach((_day, d) => {
    expect(Math.abs(passage.byCause[0]![d]! - passageByRows.byCause[0]![d]!)).toBeLessThan(1e-14);
    expect(Math.abs(passage.none[d]! - passageByRows.none[d]!)).toBeLessThan(1e-13);
    const at = (found: typeof law): Float64Array => {
      const p = new Float64Array(chain.size);
      found.configuration.forEach((i, n) => {
        p[i] = found.byDay[d]![n]!;
      });
      return p;
    };
    const [a, b, c] = [at(law), at(byRows), at(together.law)];
    for (let i = 0; i < chain.size; i++) {
      expect(Math.abs(a[i]! - b[i]!)).toBeLessThan(1e-14);
      expect(Math.abs(c[i]! - b[i]!)).toBeLessThan(1e-14);
    }
  });
});

test('what is kept of a restriction is not used where a rate has become 0, or is 0 no more', () => {
  const text = rowText([4, 3, 5, 2, 3, 4]);
  const structure = structureOf(boundOf(text));
  const passageWith = (parameters: Record<string, number>, fresh: boolean): number => {
    const bound = boundOf(text, parameters);
    const own = fresh ? structureOf(bound) : structure;
    const chain = chainOf(own, bound);
    return incidenceOf(chain, causeOfFirst(bound, own), 1, [30], { strips: true }).byCause[0]![0]!;
  };
  const answers = new Set<number>();
  for (const parameters of [{ up_1: 0.06 }, { up_1: 0 }, { up_1: 0.2, down: 0 }, { up_1: 0.06 }, { up_0: 0 }]) {
    const kept = passageWith(parameters, false);
    expect(Math.abs(kept - passageWith(parameters, true))).toBeLessThan(1e-15);
    answers.add(kept);
  }
  expect(answers.size).toBe(4);
});

test('a case whose regions hang together stays by rows', () => {
  const text = readFileSync(new URL('../scenarios/crises/iran-2026.yaml', import.meta.url), 'utf8');
  const bound = boundOf(text);
  const chain = chainOf(structureOf(bound), bound);
  expect(transientOf(chain, [30], { strips: true }).work.strips).toBeUndefined();
});
