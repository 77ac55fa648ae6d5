// Exact result + sampled tally → how far they lie apart, in standard errors of the exact probability. Equality is asked where the probability is 0 or 1.
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

export interface Agreement {
  readonly variant: string;
  readonly paths: number;
  readonly rows: readonly AgreementRow[];
  /** The row with the largest |z|. */
  readonly worst: AgreementRow | null;
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
  return { variant: exact.id, paths: n, rows, worst };
}

/** Below this distance from 0 or 1 a probability is that number but for rounding and truncation. */
const certain = 1e-12;

function zOf(p: number, sampled: number, n: number): number {
  if (p < certain) return sampled === 0 ? 0 : Number.POSITIVE_INFINITY;
  if (p > 1 - certain) return sampled === 1 ? 0 : Number.NEGATIVE_INFINITY;
  return (sampled - p) / Math.sqrt((p * (1 - p)) / n);
}
