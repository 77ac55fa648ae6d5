// Gates on counted work, not on seconds: how many products, terms, rates and bytes the first case and the crisis family take. Each is what it takes today: a change that takes more has to say why, one that takes less lowers the gate.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bytesToSolve } from '../engine/chain/memory.ts';
import { sharingOf } from '../engine/chain/sharing.ts';
import { structureOf } from '../engine/chain/structure.ts';
import { type SolveStep, solveVariant } from '../engine/result/solve-variant.ts';
import { type BoundScenario, bindVariant } from '../engine/scenario/bind.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { familyText } from './bench/family.ts';

const root = join(import.meta.dirname, '..');
const iran = loadScenario(readFileSync(join(root, 'scenarios/crises/iran-2026.yaml'), 'utf8'), 'iran-2026.yaml').value!;
const base = { id: 'base' } as const;

function stepsOf(bound: BoundScenario, cache: Map<string, never>, ask: object = {}): SolveStep[] {
  const steps: SolveStep[] = [];
  solveVariant(bound, { ...ask, cache, explain: { now: () => 0, step: (s) => void steps.push(s) } });
  return steps;
}

/** Multiplications of a sweep. */
function termsOf({ sweep }: SolveStep): number {
  if (!sweep) return 0;
  const { products, vectors, entries, configurations } = sweep.work;
  return products * vectors * (configurations + entries);
}
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

test('the first case, everything: three structures, three sets of rates, three sweeps together and three alone', () => {
  const cache = new Map<string, never>();
  const steps = stepsOf(bindVariant(iran, base).value!, cache);
  const of = (method: SolveStep['method']) => steps.filter((s) => s.method === method);
  // With the start alone.
  expect(of('structure').length).toBeLessThanOrEqual(4);
  expect(of('together').length).toBe(3);
  expect(sum(of('rates').map((s) => s.size!.computed!))).toBeLessThanOrEqual(29_826);
  expect(sum(steps.map((s) => (s.sweep ? s.sweep.work.products : 0)))).toBeLessThanOrEqual(930);
  expect(sum(steps.map(termsOf))).toBeLessThanOrEqual(2.45e8);
  expect(Math.max(...of('rates').map((s) => s.size!.bytes!))).toBeLessThanOrEqual(15.3e6);
  // Border and movement follow: the largest matrix is the core's.
  expect(of('together').map((s) => s.sweep!.work.core?.leaves ?? 1)).toEqual([1, 9, 3]);
});

test('after a change of a number nothing is explored again', () => {
  const cache = new Map<string, never>();
  stepsOf(bindVariant(iran, base).value!, cache);
  const changed = bindVariant(iran, { ...base, parameters: { tempo_usa: 0.2 } }).value!;
  expect(stepsOf(changed, cache).filter((s) => s.method === 'structure')).toEqual([]);
});

test('the outcome in focus: one structure, one sweep', () => {
  const cache = new Map<string, never>();
  const steps = stepsOf(bindVariant(iran, base).value!, cache, { outcomes: ['first_path'], rewards: [] });
  expect(steps.filter((s) => s.sweep).length).toBe(1);
  expect(sum(steps.map(termsOf))).toBeLessThanOrEqual(2.5e6);
});

test('the crisis family: rates grow with the regions, not with the configurations; memory with the transitions', () => {
  for (const regions of [5, 6, 7]) {
    const bound = bindVariant(loadScenario(familyText(regions), 'family.yaml').value!, base).value!;
    const structure = structureOf(bound);
    expect(structure.size).toBe(4 ** regions);
    expect(structure.target.length).toBe(4 ** regions * regions * 1.5);
    expect(sharingOf(structure, bound).member.length).toBe(regions * 96);
    expect(bytesToSolve(structure) / structure.target.length).toBeLessThan(68);
  }
});
