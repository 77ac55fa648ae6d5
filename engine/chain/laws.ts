// The laws of a generator matrix, checked here and only here: off-diagonals ≥ 0, rows sum to zero, targets exist, each once in a row.
import type { Chain } from './rates.ts';

/** Throws when the chain is not a generator: that would be our mistake, not the user's. */
export function assertGenerator(chain: Chain): void {
  const { size, rowStart, column, rate, exit } = chain;
  const seenIn = new Int32Array(size).fill(-1);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let k = rowStart[i]!; k < rowStart[i + 1]!; k++) {
      const j = column[k]!;
      if (!(rate[k]! >= 0) || !Number.isFinite(rate[k]!)) throw new Error(`rate ${i} → ${j} is ${rate[k]}`);
      if (j === i || j < 0 || j >= size) throw new Error(`transition ${i} → ${j} is not off the diagonal`);
      if (seenIn[j] === i) throw new Error(`transition ${i} → ${j} stands twice`);
      seenIn[j] = i;
      sum += rate[k]!;
    }
    if (Math.abs(sum - exit[i]!) > 1e-12 * Math.max(1, sum)) throw new Error(`row ${i} sums to ${sum - exit[i]!}`);
  }
}
