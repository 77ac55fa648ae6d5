// The compiled kernels against the same loops in JavaScript, bit by bit, and both against the sums written out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeKernel } from '../engine/cli/make/kernels.ts';
import { buildBench, type KernelKind, preferred } from '../engine/exact/kernels/kernel.ts';

interface Case {
  readonly entries: readonly (readonly { source: number; weight: number }[])[];
  readonly stay: readonly number[];
  readonly vectors: number;
  readonly block: readonly number[];
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const anyCase: fc.Arbitrary<Case> = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 13 }))
  .chain(([rows, vectors]) =>
    fc.record({
      entries: fc.array(fc.array(fc.record({ source: fc.nat(rows - 1), weight: share }), { maxLength: 6 }), {
        minLength: rows,
        maxLength: rows,
      }),
      stay: fc.array(share, { minLength: rows, maxLength: rows }),
      vectors: fc.constant(vectors),
      block: fc.array(share, { minLength: rows * vectors, maxLength: rows * vectors }),
    }),
  );

function run(kind: KernelKind, { entries, stay, vectors, block }: Case) {
  const rows = entries.length;
  const bench = buildBench(8, kind);
  const flat = entries.flat();
  const f64 = (values: readonly number[]) => {
    const array = bench.f64(values.length);
    array.set(values);
    return array;
  };
  const i32 = (values: readonly number[]) => {
    const array = bench.i32(values.length);
    array.set(values);
    return array;
  };
  const build = () => ({
    rows,
    start: i32(entries.reduce<number[]>((s, e) => [...s, s.at(-1)! + e.length], [0])),
    source: i32(flat.map((e) => e.source)),
    weight: f64(flat.map((e) => e.weight)),
    stay: f64(stay),
  });
  const matrix = build();
  const now = f64(block);
  const next = bench.f64(block.length);
  bench.step(matrix, vectors, now, next);
  const stepped = [...next];
  const doubled = bench.f64(block.length);
  doubled.set(next);
  bench.stepAdding(matrix, vectors, now, doubled);
  const added = [...doubled];
  const rewards = vectors - 1;
  const rates = block.slice(0, rows * rewards).map((x) => x - 0.5);
  const charged = { rows: i32([...Array(rows).keys()]), rewards, rate: f64(rates) };
  const sums = bench.f64(3 * rewards);
  bench.charge(charged, vectors, next, sums);
  const afterCharge = [...next];
  const expected = bench.f64(rewards);
  bench.expect(charged, vectors, next, expected);
  const law = bench.f64(rows);
  bench.addWeighted(0.25, next, vectors, law);
  const scalars = [
    bench.dot(now, next),
    bench.total(next),
    bench.sumAt(i32([0, block.length - 1]), next),
    bench.harvest(i32([0, block.length - 1]), next),
  ];
  return {
    stepped,
    added,
    expected: [...expected],
    sums: [...sums],
    afterCharge,
    law: [...law],
    scalars,
    left: [...next],
  };
}

describe('kernels', () => {
  test('this host has the compiled ones', () => expect(preferred()).toBe('wasm'));

  test('compiled and plain give the same bits', () => {
    fc.assert(
      fc.property(anyCase, (c) => {
        expect(run('wasm', c)).toEqual(run('js', c));
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  test('a step is the sum that it says; adding, it is added', () => {
    fc.assert(
      fc.property(anyCase, (c) => {
        const { stepped, added } = run('wasm', c);
        stepped.forEach((x, k) => {
          expect(Math.abs(added[k]! - 2 * x)).toBeLessThanOrEqual(1e-13);
        });
        c.entries.forEach((row, j) => {
          for (let v = 0; v < c.vectors; v++) {
            const at = j * c.vectors + v;
            const sum = row.reduce(
              (s, e) => s + e.weight * c.block[e.source * c.vectors + v]!,
              c.stay[j]! * c.block[at]!,
            );
            expect(Math.abs(stepped[at]! - sum)).toBeLessThanOrEqual(1e-14);
          }
        });
      }),
      { numRuns: 200, seed: 6 },
    );
  });

  test('too much memory is a Problem that names it', () => {
    expect(() => buildBench(2 ** 45, 'wasm')).toThrow(/33,554,432 MB/);
  });

  test('sparse-wasm.ts is what sparse.as.ts compiles to', { timeout: 60_000 }, async () => {
    const folder = join(import.meta.dirname, '../engine/exact/kernels');
    expect(readFileSync(join(folder, 'sparse-wasm.ts'), 'utf8')).toBe(
      await makeKernel(join(folder, 'sparse.as.ts'), 'sparse'),
    );
  });
});
