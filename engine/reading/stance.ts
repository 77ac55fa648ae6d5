// Evidence by desk and issue → Stances: position with its spread, salience, and the record ids behind them.
// Position is a Beta on (p+1)/2 fed by unconditional statements; salience counts words and, twice, movements of forces; conditional words are left to response.ts.
import { constantsOf, type PoolingConstants } from './constants.ts';
import type { Evidence, Statement } from './evidence.ts';
import { betaOf, deviationOf, distinct, meanOf, weightOf } from './pooling.ts';

/** One who decides in a scenario, the holders whose records count as its own, and the issues that it decides on. */
export interface Desk {
  readonly id: string;
  readonly holders: readonly string[];
  readonly issues: readonly string[];
}

export interface Stance {
  readonly actor: string;
  readonly issue: string;
  /** −1…+1 on the issue's poles; 0 without records. */
  readonly position: number;
  /** 0…1, the desk's weightiest issue 1. */
  readonly salience: number;
  /** Standard deviation of the position; 0.58 without records. */
  readonly spread: number;
  /** 0…1, from the spread. */
  readonly certainty: number;
  /** Unconditional statements and movements of forces. */
  readonly evidence: readonly string[];
  /** Conditional statements: they count for salience only. */
  readonly conditional: readonly string[];
}

/**
 * One stance for each desk and issue, in the order of the desks.
 * Records that became known after `asOf` are left out.
 */
export function poolStances(
  records: readonly Evidence[],
  desks: readonly Desk[],
  asOf: string,
  constants?: Partial<PoolingConstants>,
): Stance[] {
  const c = constantsOf(constants);
  const cells = cellsOf(records, desks, asOf, c);
  return desks.flatMap((desk) => {
    const counts = desk.issues.map((issue) => salienceCount(cells.get(`${desk.id}.${issue}`)!, asOf, c));
    const largest = Math.max(...counts);
    return desk.issues.map((issue, i) =>
      stanceOf(desk.id, issue, cells.get(`${desk.id}.${issue}`)!, largest > 0 ? counts[i]! / largest : 0, asOf, c),
    );
  });
}

/**
 * `DESK.issue` → the records that count there: known by `asOf`, each word or act once.
 * A record goes, for each of its holders, to the first desk that lists the holder and has the issue; to no desk twice.
 */
export function cellsOf(
  records: readonly Evidence[],
  desks: readonly Desk[],
  asOf: string,
  c: PoolingConstants,
): Map<string, Evidence[]> {
  const known = distinct(
    records.filter((r) => r.as_of <= asOf),
    asOf,
    c,
  );
  const cells = new Map(desks.flatMap((d) => d.issues.map((issue) => [`${d.id}.${issue}`, [] as Evidence[]])));
  for (const r of known) {
    if (r.kind === 'quantity') continue;
    const theirs = new Set(r.holders.map((h) => deskOf(h, r.issue, desks)?.id));
    for (const id of theirs) if (id !== undefined) cells.get(`${id}.${r.issue}`)!.push(r);
  }
  return cells;
}

/** A body or person that no desk lists (`TUR/mod`) speaks for its state (`TUR`). */
function deskOf(holder: string, issue: string, desks: readonly Desk[]): Desk | undefined {
  const lists = (id: string) => desks.find((d) => d.holders.includes(id) && d.issues.includes(issue));
  return lists(holder) ?? (holder.includes('/') ? lists(holder.slice(0, holder.indexOf('/'))) : undefined);
}

/** The statements whose positions are pooled: those without a condition. */
export const isUnconditional = (r: Evidence): r is Evidence & Statement =>
  r.kind === 'statement' && r.conditional_on === null;

function stanceOf(
  actor: string,
  issue: string,
  records: readonly Evidence[],
  salience: number,
  asOf: string,
  c: PoolingConstants,
): Stance {
  const statements = records.filter((r) => r.kind === 'statement');
  const unconditional = records.filter(isUnconditional);
  const beta = betaOf(
    unconditional.map((r) => ({ weight: weightOf(r, asOf, c), share: (r.position + 1) / 2 })),
    c,
  );
  const spread = 2 * deviationOf(beta);
  return {
    actor,
    issue,
    position: 2 * meanOf(beta) - 1,
    salience,
    spread,
    certainty: certaintyOf(spread, c),
    evidence: [...unconditional, ...records.filter(isMovement)].map((r) => r.id),
    conditional: statements.filter((r) => r.conditional_on !== null).map((r) => r.id),
  };
}

/** Certainty is the spread read backwards through spread = 0.15 + 0.6 (1 − certainty), clipped to [0, 1]. */
export function certaintyOf(spread: number, constants: PoolingConstants = constantsOf()): number {
  return Math.min(1, Math.max(0, 1 - (spread - constants.spread_when_certain) / constants.spread_of_doubt));
}

/** Floor + Σ pseudo-counts × weight × intensity, movements of forces counted double. */
function salienceCount(records: readonly Evidence[], asOf: string, c: PoolingConstants): number {
  let count = c.salience_floor;
  for (const r of records) {
    const intensity = r.kind === 'statement' ? r.intensity : isMovement(r) ? c.event_intensity * c.movement_factor : 0;
    count += c.pseudo_counts * weightOf(r, asOf, c) * intensity;
  }
  return count;
}

/** A movement of forces that was made or goes on: PLOVER root MOBILIZE. Other events tell what happened, not what somebody wants. */
const isMovement = (r: Evidence): boolean =>
  r.kind === 'event' && r.plover === 'MOBILIZE' && (r.status === 'occurred' || r.status === 'ongoing');
