// Exact result + sampled tally → how far they lie apart: probabilities and mean rewards, in standard errors by the exact distribution. Equality is asked where chance has no part: at probability 0 or 1, and where a reward does not vary.
import type { Tally } from '../sample/estimate.ts';
import type { VariantResult } from './result.ts';

export interface AgreementRow {
  /** outcome or `race.cause` */
  readonly outcome: string;
  readonly day: string;
  readonly exact: number;
  readonly sampled: number;
  /** (sampled − exact) / √(p(1−p)/n); ±Infinity where p is 0 or 1 and the sample differs. */
  readonly z: number;
}

export interface RewardAgreement {
  readonly reward: string;
  /** Expectation over the horizon, in the reward's unit. */
  readonly exact: number;
  /** Mean of the paths. */
  readonly sampled: number;
  /** (sampled − exact) / (σ/√n), σ the exact standard deviation; ±Infinity where σ is 0 and the sample differs. */
  readonly z: number;
}

export interface Agreement {
  readonly variant: string;
  readonly paths: number;
  readonly rows: readonly AgreementRow[];
  /** The row with the largest |z|. */
  readonly worst: AgreementRow | null;
  /** Rewards that both sides have: those of the exact result, `until` excluded because it has no horizon to sample. */
  readonly rewards: readonly RewardAgreement[];
}

export function agreementOf(exact: VariantResult, tally: Tally): Agreement {
  const rows: AgreementRow[] = [];
  const n = tally.paths;
  for (const [id, result] of Object.entries(exact.outcomes))
    for (const day of Object.keys(result.byDay)) {
      const k = tally.days.findIndex((d) => String(d) === day);
      if (k < 0) continue;
      const row = (outcome: string, p: number): void => {
        const counts = tally.counts[outcome];
        if (!counts) return;
        const sampled = counts[k]! / n;
        rows.push({ outcome, day, exact: p, sampled, z: zOf(p, sampled, n) });
      };
      if (result.kind === 'race') for (const [cause, p] of Object.entries(result.byDay[day]!)) row(`${id}.${cause}`, p);
      else row(id, result.byDay[day]!);
    }
  const worst = rows.reduce<AgreementRow | null>((w, r) => (w === null || Math.abs(r.z) > Math.abs(w.z) ? r : w), null);
  return { variant: exact.id, paths: n, rows, worst, rewards: rewardsOf(exact, tally) };
}

/** Below this distance from 0 or 1 a probability is that number but for rounding and truncation. */
const certain = 1e-12;

function zOf(p: number, sampled: number, n: number): number {
  if (p < certain) return sampled === 0 ? 0 : Number.POSITIVE_INFINITY;
  if (p > 1 - certain) return sampled === 1 ? 0 : Number.NEGATIVE_INFINITY;
  return (sampled - p) / Math.sqrt((p * (1 - p)) / n);
}

/** Sums of thousands of numbers round: distances up to this part of the mean or of σ are none. */
const rounding = 1e-9;

function rewardsOf(exact: VariantResult, tally: Tally): RewardAgreement[] {
  return Object.entries(exact.rewards).flatMap(([reward, { mean, sd }]) => {
    const values = tally.rewards[reward];
    if (!values || mean === null || sd === null) return [];
    const n = values.length;
    const sampled = values.reduce((sum, v) => sum + v, 0) / n;
    const distance = sampled - mean;
    const same = Math.abs(distance) <= rounding * Math.max(Math.abs(mean), sd);
    return [{ reward, exact: mean, sampled, z: same ? 0 : distance / (sd / Math.sqrt(n)) }];
  });
}
