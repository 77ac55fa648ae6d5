// Structure → the memory that solving it takes, known before the largest arrays are made.
import type { Structure } from './structure.ts';

/** What one array element of each kind costs, a transition: target and event of the structure (6), its column, its class, place and group (16), rate by label and merged (16), both indices of the gather form (8), index and weight of the kernel (12), which strips do without. */
const bytesPerTransition = 58;
/** Starts of rows, exit rate and diagonal, order of rows and back, codes while they are sorted. */
const bytesPerConfiguration = 48;

/**
 * Estimate from above of the arrays of a chain and of one sweep over it, in bytes: the structure is there already, the rest is not.
 * @param vectors stepped side by side: two blocks of them.
 */
export function bytesToSolve({ size, target, regions }: Structure, vectors = 1): number {
  return target.length * bytesPerTransition + size * (bytesPerConfiguration + regions.length + 16 * vectors);
}
