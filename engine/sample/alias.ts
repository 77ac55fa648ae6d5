// Chain → alias tables (Walker 1977; Vose 1991): which transition comes next, by two comparisons whatever their number. For chains whose tables fit the processor's cache.
import type { Chain } from '../chain/rates.ts';
import type { AliasTables } from './kernels/kernel.ts';

/**
 * Slots of configuration i are its labelled transitions in their order; those without a rate are never taken.
 * Thresholds have 32 bits: a transition's probability is off by less than 2⁻³¹.
 */
export function aliasTablesOf(chain: Chain): AliasTables {
  const { labelled, structure, size } = chain;
  const { rowStart, target } = structure;
  const mean = new Float64Array(size);
  const slots = new Int32Array(2 * size);
  const choice = new Int32Array(4 * target.length);
  let longest = 0;
  for (let i = 0; i < size; i++) longest = Math.max(longest, rowStart[i + 1]! - rowStart[i]!);
  const share = new Float64Array(longest);
  const small = new Int32Array(longest);
  const large = new Int32Array(longest);
  for (let i = 0; i < size; i++) {
    const begin = rowStart[i]!;
    const count = rowStart[i + 1]! - begin;
    let total = 0;
    for (let k = 0; k < count; k++) total += labelled[begin + k]!;
    mean[i] = 1 / total;
    slots[2 * i] = begin;
    slots[2 * i + 1] = count;
    if (!(total > 0)) continue;
    let smalls = 0;
    let larges = 0;
    /** Takes what others are filled up with: only a transition that can happen. */
    let greatest = 0;
    for (let k = 0; k < count; k++) {
      share[k] = (labelled[begin + k]! * count) / total;
      if (share[k]! > share[greatest]!) greatest = k;
      if (share[k]! < 1) small[smalls++] = k;
      else large[larges++] = k;
    }
    const put = (k: number, threshold: number, other: number): void => {
      const at = 4 * (begin + k);
      choice[at] = Math.min(4294967295, Math.round(threshold * 4294967296)) | 0;
      choice[at + 1] = begin + other;
      choice[at + 2] = target[begin + k]!;
      choice[at + 3] = target[begin + other]!;
    };
    while (smalls > 0 && larges > 0) {
      const l = small[--smalls]!;
      const g = large[larges - 1]!;
      put(l, share[l]!, g);
      share[g] = share[g]! - (1 - share[l]!);
      if (share[g]! < 1) {
        larges--;
        small[smalls++] = g;
      }
    }
    while (larges > 0) {
      const k = large[--larges]!;
      put(k, 1, k);
    }
    // What rounding left over: full but for a few parts in 10¹⁵, or without any rate.
    while (smalls > 0) {
      const k = small[--smalls]!;
      if (labelled[begin + k] === 0) put(k, 0, greatest);
      else put(k, 1, k);
    }
  }
  return { mean, slots, choice };
}
