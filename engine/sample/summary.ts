// Tally → estimates with intervals: Wilson for shares, mean with standard error and quantiles for rewards (heavy right tails: never the mean alone).
import type { Tally } from './estimate.ts';

export interface ShareEstimate {
  readonly count: number;
  readonly share: number;
  /** Wilson 95 % interval (Wilson 1927). */
  readonly low: number;
  readonly high: number;
}

export interface RewardEstimate {
  readonly mean: number;
  readonly standardError: number;
  readonly sd: number;
  /** 5, 50, 95 and 99 per cent of the paths lie at or below. */
  readonly quantiles: { readonly '5': number; readonly '50': number; readonly '95': number; readonly '99': number };
}

export interface SampleSummary {
  readonly seed: number;
  /** False: sampled without listing the configurations. */
  readonly enumerated: boolean;
  readonly paths: number;
  readonly cut: number;
  /** outcome or `race.cause` → day → estimate */
  readonly outcomes: Record<string, Record<string, ShareEstimate>>;
  readonly rewards: Record<string, RewardEstimate>;
}

const z95 = 1.959963984540054;

export function wilson(count: number, n: number): ShareEstimate {
  const share = count / n;
  const z2 = (z95 * z95) / n;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (z95 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n))) / (1 + z2);
  return { count, share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

export function summaryOf(tally: Tally): SampleSummary {
  const outcomes = Object.fromEntries(
    Object.entries(tally.counts).map(([id, counts]) => [
      id,
      Object.fromEntries(tally.days.map((d, k) => [String(d), wilson(counts[k]!, tally.paths)])),
    ]),
  );
  const rewards = Object.fromEntries(Object.entries(tally.rewards).map(([id, values]) => [id, rewardEstimate(values)]));
  return { seed: tally.seed, enumerated: tally.enumerated, paths: tally.paths, cut: tally.cut, outcomes, rewards };
}

function rewardEstimate(values: readonly number[]): RewardEstimate {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const variance = n > 1 ? values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1) : 0;
  const sorted = Float64Array.from(values).sort();
  // Nearest rank: the smallest value with at least q of the paths at or below.
  const quantile = (q: number): number => sorted[Math.min(n - 1, Math.max(0, Math.ceil(q * n) - 1))]!;
  return {
    mean,
    standardError: Math.sqrt(variance / n),
    sd: Math.sqrt(variance),
    quantiles: { '5': quantile(0.05), '50': quantile(0.5), '95': quantile(0.95), '99': quantile(0.99) },
  };
}
