// 1,024 draws of the Iran scenario, as many as the independent program took: some minutes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drawerOf } from '../../engine/result/draws.ts';
import { loadScenario } from '../../engine/scenario/load.ts';
import { baseVariantOf } from '../../engine/scenario/view.ts';
import { furthestFromReference, referenceBands } from '../bands.ts';

test('1,024 draws give the bands of the independent program', () => {
  const path = join(import.meta.dirname, '..', '..', 'scenarios', 'crises', 'iran-2026.yaml');
  const iran = loadScenario(readFileSync(path, 'utf8'), 'iran-2026.yaml').value!;
  const draws = drawerOf(iran, baseVariantOf(iran.file), { seed: 1 }).value!(0, 1024);
  expect(draws.failed).toEqual([]);
  const { compared, furthest } = furthestFromReference(draws, referenceBands());
  console.log(`${compared} quantiles, furthest: ${furthest.what} at ${furthest.z.toFixed(2)} standard errors`);
  expect(compared).toBe(3 * draws.answers.length);
  expect(Math.abs(furthest.z), furthest.what).toBeLessThan(4);
}, 1_800_000);
