// Memory: said before the largest arrays are made, refused with the number where it is too much, and progress on the way.
import { expect, test } from 'vitest';
import { bytesToSolve } from '../engine/chain/memory.ts';
import { chainOf } from '../engine/chain/rates.ts';
import { sharingOf } from '../engine/chain/sharing.ts';
import { structureOf } from '../engine/chain/structure.ts';
import { runVariant } from '../engine/result/run.ts';
import { solveVariant, type Underway } from '../engine/result/solve-variant.ts';
import { bindVariant } from '../engine/scenario/bind.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { Aborted } from '../engine/vocabulary/ports.ts';
import { familyText } from './bench/family.ts';

const scenario = loadScenario(familyText(7), 'family-7.yaml').value!;
const bound = bindVariant(scenario, { id: 'base' }).value!;

test('the estimate covers every array of a chain, and less than twice as much', () => {
  const structure = structureOf(bound);
  const chain = chainOf(structure, bound);
  const arrays = [structure, chain, sharingOf(structure, bound)].flatMap((o) => Object.values(o));
  const held = new Set(arrays.filter((a): a is Float64Array => ArrayBuffer.isView(a)));
  let bytes = 0;
  for (const a of held) bytes += a.byteLength;
  // Beside them: where rates are added up, the gather form with its copy for the kernel, two blocks.
  const entries = chain.column.length;
  const sweep = 4 * structure.target.length + entries * (8 + 12) + structure.size * (4 + 4 + 8 + 16 + 8);
  expect(bytesToSolve(structure)).toBeGreaterThan(bytes + sweep);
  expect(bytesToSolve(structure)).toBeLessThan(2 * (bytes + sweep));
});

test('a chain that needs more than allowed is refused with the number and the options', () => {
  const { value, problems } = runVariant(scenario, { id: 'base' }, { outcomes: ['war'], maxBytes: 1e6 });
  expect(value).toBeNull();
  expect(problems.map((p) => p.code)).toEqual(['too-much-memory']);
  expect(problems[0]!.message).toMatch(
    /^\d[\d,]* configurations with \d[\d,]* transitions need about \d+ MB, more than 1 MB$/,
  );
  expect(problems[0]!.repair).toContain('--max-memory');
});

test('a solution says how far it is, in order, and can be ended from there', () => {
  const states: Underway[] = [];
  solveVariant(bound, { outcomes: ['war'], rewards: [], underway: (s) => void states.push(s) });
  const sweeps = states.filter((s) => s.phase === 'sweeping');
  expect(states[0]!.phase).toBe('exploring');
  expect(sweeps.length).toBeGreaterThan(3);
  expect(sweeps.every((s, k) => k === 0 || s.done > sweeps[k - 1]!.done)).toBe(true);
  expect(sweeps.every((s) => s.done <= s.total && s.bytes! > 1e6)).toBe(true);
  const abort = { aborted: false };
  let seen = 0;
  const stopEarly = (): void => {
    if (++seen === 3) abort.aborted = true;
  };
  expect(() => solveVariant(bound, { outcomes: ['war'], rewards: [], abort, underway: stopEarly })).toThrow(Aborted);
  expect(seen).toBe(3);
});
