// Records → weighted observations → a Beta distribution: what stances and response rules share.
// Bayesian pooling by weighted pseudo-counts; one statement that two papers report is one observation.
import type { PoolingConstants } from './constants.ts';
import { reliabilityOf } from './constants.ts';
import type { Evidence } from './evidence.ts';

/** A share with two counts; mean a/(a+b). */
export interface Beta {
  readonly a: number;
  readonly b: number;
}

/**
 * Weight in [0, 1]: reliability of its class × the hedge factor if hedged × its confidence (1 once reviewed) × exp(−age / memory).
 * @param asOf day of the reading, YYYY-MM-DD; a record dated later has age 0.
 */
export function weightOf(record: Evidence, asOf: string, constants: PoolingConstants): number {
  const hedge = record.hedged ? constants.hedge_factor : 1;
  return (
    reliabilityOf(record.attribution, constants) *
    hedge *
    (record.confidence ?? 1) *
    Math.exp(-ageOf(record, asOf, constants) / constants.memory_days)
  );
}

/** Days from the record's date to `asOf`, ≥ 0. */
export function ageOf(record: Evidence, asOf: string, constants: PoolingConstants): number {
  const [year, month = constants.year_month, day = constants.month_day] = record.date.split('-').map(Number);
  return Math.max(0, (Date.parse(asOf) - Date.UTC(year!, month - 1, day)) / 86_400_000);
}

/** The Beta after observing shares in [0, 1], each worth `pseudo_counts` × weight; both counts shrink alike when the cap is reached. */
export function betaOf(
  observed: readonly { readonly weight: number; readonly share: number }[],
  constants: PoolingConstants,
): Beta {
  let a = constants.prior_count;
  let b = constants.prior_count;
  for (const { weight, share } of observed) {
    a += constants.pseudo_counts * weight * share;
    b += constants.pseudo_counts * weight * (1 - share);
  }
  const shrink = Math.min(1, constants.count_cap / (a + b));
  return { a: a * shrink, b: b * shrink };
}

export const meanOf = ({ a, b }: Beta): number => a / (a + b);
export const deviationOf = ({ a, b }: Beta): number => Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1)));

/**
 * Of records that different articles give of the same word or act (same speaker, date, holders, issue and trigger), those of one article stay: the one whose records weigh most, or, of equal ones, the first by id.
 * An article's own voice is never the same word as another's. Records of one article are left as its reader separated them.
 */
export function distinct<T extends Evidence>(records: readonly T[], asOf: string, constants: PoolingConstants): T[] {
  const clusters = new Map<string, Map<string, T[]>>();
  for (const r of records) {
    const byArticle = clusters.get(clusterOf(r)) ?? new Map<string, T[]>();
    byArticle.set(r.article, [...(byArticle.get(r.article) ?? []), r]);
    clusters.set(clusterOf(r), byArticle);
  }
  const total = (rs: readonly T[]): number => rs.reduce((sum, r) => sum + weightOf(r, asOf, constants), 0);
  const kept = new Set<T>();
  for (const byArticle of clusters.values()) {
    const [first, ...others] = [...byArticle].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rs]) => rs);
    for (const r of others.reduce((best, rs) => (total(rs) > total(best) ? rs : best), first!)) kept.add(r);
  }
  return records.filter((r) => kept.has(r));
}

function clusterOf(r: Evidence): string {
  const holders = [...r.holders].sort().join(' ');
  if (r.kind === 'statement') {
    const speaker = r.speaker === 'narrator' ? `narrator of ${r.article}` : r.speaker;
    const trigger = r.conditional_on?.terms.map((t) => t.event).join(' ') ?? '';
    return ['statement', speaker, r.date, holders, r.issue, trigger].join('|');
  }
  return r.kind === 'event'
    ? ['event', r.plover, r.date, holders, r.issue].join('|')
    : ['quantity', r.what, r.unit, holders].join('|');
}
