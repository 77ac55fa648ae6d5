// The sampler's inner loop: the generator against its authors' program, the ziggurat against the law, alias tables against the rates, compiled against plain bit by bit.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Chain, chainOf } from '../engine/chain/rates.ts';
import { structureOf } from '../engine/chain/structure.ts';
import { makeKernel } from '../engine/cli/make/kernels.ts';
import { aliasTablesOf } from '../engine/sample/alias.ts';
import { preferred } from '../engine/sample/kernels/kernel.ts';
import { buildSampler, maxJumps, type SampledPath } from '../engine/sample/paths.ts';
import { draw, seedInto } from '../engine/sample/random.ts';
import { bindVariant } from '../engine/scenario/bind.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { baseVariantOf } from '../engine/scenario/view.ts';
import { ProblemError } from '../engine/vocabulary/problem.ts';
import { scenarioText } from './arbitraries.ts';
import { familyText } from './bench/family.ts';

function chainOfText(text: string): Chain {
  const scenario = loadScenario(text, 'test.yaml').value!;
  const bound = bindVariant(scenario, baseVariantOf(scenario.file)).value!;
  return chainOf(structureOf(bound), bound);
}

/** Null when a random file has a slider that reaches nothing, or `always` without one meaning. */
function randomChain(text: string): Chain | null {
  if (!loadScenario(text, 'random.yaml').value) return null;
  try {
    return chainOfText(text);
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}

const plain = ({ jumps, times, configurations, transitions, complete }: SampledPath) => ({
  jumps,
  complete,
  times: [...times.subarray(0, jumps + 1)],
  configurations: [...configurations.subarray(0, jumps + 1)],
  transitions: [...transitions.subarray(0, jumps + 1)],
});

const mask = (1n << 64n) - 1n;
const rotl = (x: bigint, k: bigint): bigint => ((x << k) | (x >> (64n - k))) & mask;

test('this host has the compiled walk', () => expect(preferred()).toBe('wasm'));

test('xoroshiro128++ as in its authors’ program: first draws of the states 1 and 2, and any state in whole numbers', () => {
  const state = Int32Array.of(1, 0, 2, 0, 0, 0);
  const drawn = Array.from({ length: 4 }, () => {
    draw(state);
    return (BigInt(state[5]! >>> 0) << 32n) | BigInt(state[4]! >>> 0);
  });
  expect(drawn).toEqual([393217n, 669327710093319n, 1732421326133921491n, 11394790081659126983n]);
  seedInto(2 ** 52 + 3, 77, state);
  const half = (k: number): bigint => (BigInt(state[k + 1]! >>> 0) << 32n) | BigInt(state[k]! >>> 0);
  let [a, b] = [half(0), half(2)];
  for (let n = 0; n < 1000; n++) {
    const expected = (rotl((a + b) & mask, 17n) + a) & mask;
    b ^= a;
    [a, b] = [rotl(a, 49n) ^ b ^ ((b << 21n) & mask), rotl(b, 28n)];
    draw(state);
    expect(half(4)).toBe(expected);
  }
});

test('compiled and plain walk the same paths, bit by bit, on random scenarios', () => {
  let jumps = 0;
  fc.assert(
    fc.property(scenarioText, fc.nat(1e6), (text, seed) => {
      const chain = randomChain(text);
      if (!chain) return;
      const compiled = buildSampler(chain, 60, seed, 'wasm');
      const other = buildSampler(chain, 60, seed, 'js');
      for (let path = 0; path < 20; path++) {
        const one = plain(compiled(path));
        expect(plain(other(path))).toEqual(one);
        jumps += one.jumps;
      }
    }),
    { numRuns: 60, seed: 4 },
  );
  expect(jumps).toBeGreaterThan(1000);
});

test('alias tables hold every rate: shares of slots add up to labelled rate over exit rate', () => {
  let rows = 0;
  const sums = (text: string): void => {
    const chain = randomChain(text);
    if (!chain) return;
    rows += chain.size;
    const { rowStart, target } = chain.structure;
    const { mean, slots, choice } = aliasTablesOf(chain);
    for (let i = 0; i < chain.size; i++) {
      const [begin, end] = [rowStart[i]!, rowStart[i + 1]!];
      const total = chain.labelled.subarray(begin, end).reduce((a, b) => a + b, 0);
      expect(mean[i]).toBe(1 / total);
      expect([slots[2 * i], slots[2 * i + 1]]).toEqual([begin, end - begin]);
      if (total === 0) continue;
      const share = new Float64Array(end - begin);
      for (let t = begin; t < end; t++) {
        const own = (choice[4 * t]! >>> 0) / 2 ** 32;
        share[t - begin]! += own / (end - begin);
        share[choice[4 * t + 1]! - begin]! += (1 - own) / (end - begin);
        expect(choice[4 * t + 2]).toBe(target[t]);
        expect(choice[4 * t + 3]).toBe(target[choice[4 * t + 1]!]);
      }
      for (let t = begin; t < end; t++) {
        if (chain.labelled[t] === 0) expect(share[t - begin]).toBe(0);
        expect(Math.abs(share[t - begin]! - chain.labelled[t]! / total)).toBeLessThan(2 ** -31);
      }
    }
  };
  fc.assert(fc.property(scenarioText, sums), { numRuns: 60, seed: 9 });
  sums(familyText(5));
  expect(rows).toBeGreaterThan(1100);
});

const oneWay = (rate: number): string => `
meta: {id: one-way, title: one way, horizon_days: 4000, days_reported: [4000]}
constants: {speed: ${rate}}
regions:
  a: {initial: here, states: {here: {label: here}, there: {label: there}}}
nature:
  go: {when: 'at("a.here")', to: {a: there}, hazard: speed}
outcomes:
  gone: {label: gone, kind: reach, set: 'at("a.there")'}
`;

test('holding times follow the exponential law: Kolmogorov distance of 400,000, and the far tail', () => {
  const sample = buildSampler(chainOfText(oneWay(0.05)), 4000, 11);
  const n = 400_000;
  const times = Float64Array.from({ length: n }, (_, path) => {
    const { jumps, times: t } = sample(path);
    return jumps === 1 ? t[1]! : Number.POSITIVE_INFINITY;
  }).sort();
  let distance = 0;
  times.forEach((t, k) => {
    const law = -Math.expm1(-0.05 * t);
    distance = Math.max(distance, Math.abs(law - k / n), Math.abs(law - (k + 1) / n));
  });
  // One draw in a thousand lies further off.
  expect(distance).toBeLessThan(1.95 / Math.sqrt(n));
  // Behind the last layer, at 7.697 means: 0.0454 per cent.
  const beyond = times.filter((t) => t * 0.05 > 7.69711747013105).length;
  expect(Math.abs(beyond - n * Math.exp(-7.69711747013105))).toBeLessThan(4 * Math.sqrt(n * 4.54e-4));
});

test('a path longer than the room kept for it is walked again with more, and cut at the cap', () => {
  const flicker = `
meta: {id: flicker, title: flicker, horizon_days: 90, days_reported: [90]}
constants: {speed: 100}
regions:
  a: {initial: here, states: {here: {label: here}, there: {label: there}}}
nature:
  go: {when: 'at("a.here")', to: {a: there}, hazard: speed}
  back: {when: 'at("a.there")', to: {a: here}, hazard: speed}
outcomes:
  gone: {label: gone, kind: reach, set: 'at("a.there")'}
`;
  const chain = chainOfText(flicker);
  const long = plain(buildSampler(chain, 90, 5)(2));
  expect(long.complete).toBe(true);
  expect(Math.abs(long.jumps - 9000)).toBeLessThan(4 * Math.sqrt(9000));
  expect(long.times.every((t, k) => k === 0 || t > long.times[k - 1]!)).toBe(true);
  const short = plain(buildSampler(chain, 2, 5)(2));
  expect(long.times.slice(0, short.jumps + 1)).toEqual(short.times);
  const cut = buildSampler(chain, 1e6, 5)(0);
  expect(cut.complete).toBe(false);
  expect(cut.jumps).toBe(maxJumps);
});

test('paths-wasm.ts is what paths.as.ts compiles to', { timeout: 60_000 }, async () => {
  const folder = join(import.meta.dirname, '../engine/sample/kernels');
  expect(readFileSync(join(folder, 'paths-wasm.ts'), 'utf8')).toBe(
    await makeKernel(join(folder, 'paths.as.ts'), 'paths'),
  );
});
