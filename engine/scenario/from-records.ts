// A scenario's view + decided records → every stance as the records have it beside the one in the file, and the variant that puts the records' positions in.
// Pooling is reading/stance.ts; what a variant can change of a stance is its position (model, section 6): saliences are told, and stay as the file has them.
import { constantsOf, type PoolingConstants } from '../reading/constants.ts';
import type { Evidence } from '../reading/evidence.ts';
import { distinct, weightOf } from '../reading/pooling.ts';
import { type ResponseRule, responseRules } from '../reading/response.ts';
import { cellsOf, type Desk, isUnconditional, poolStances, type Stance } from '../reading/stance.ts';
import { desksOf } from './desks.ts';
import type { ScenarioView, VariantView } from './view.ts';

/** One stance twice: as the records have it, and as the scenario's file has it. */
export interface StanceCell {
  /** `ACTOR.issue` */
  readonly id: string;
  readonly actor: string;
  readonly issue: string;
  readonly issueLabel: string;
  /** From the records; position 0 with a spread of 0.58 where none speaks. */
  readonly pooled: Stance;
  /** Ends of the records' range, ± 1.645 × the larger of the pooled spread and the sources' disagreement, clipped to [−1, 1]. */
  readonly low: number;
  readonly high: number;
  /** Standard deviation between the mean positions of the outlets, weighted; 0 with fewer than two of them. */
  readonly disagreement: number;
  readonly stated: {
    readonly position: number;
    readonly salience: number;
    readonly low: number;
    readonly high: number;
    readonly evidence: readonly string[];
    /** Who replaced the pooled value and why, in the file's words; null where the file has the pooled value. */
    readonly override: string | null;
  };
  /** Pooled − stated position. */
  readonly difference: number;
  /** Pooled − stated salience: told, but no variant can change it. */
  readonly salienceDifference: number;
  /** Ids of all records that count here; those with a condition move the salience only. */
  readonly records: readonly string[];
  /** Whether an unconditional statement speaks on it: otherwise the position is only the prior's 0. */
  readonly spoken: boolean;
}

/** Why a record moves no stance. */
export interface LeftOut {
  readonly id: string;
  readonly why:
    | 'known later'
    | 'no stance of a quantity'
    | 'told already'
    | 'an event that moves no forces'
    | 'no actor speaks for its holders on it';
}

export interface StanceReport {
  readonly asOf: string;
  /** One for each stance of the scenario, in its order. */
  readonly cells: readonly StanceCell[];
  /** From conditional records. No parameter of a scenario is set by them: they are for whoever writes an override. */
  readonly rules: readonly ResponseRule[];
  readonly left: readonly LeftOut[];
  readonly constants: PoolingConstants;
}

/** Standard deviations on either side of a mean that hold 90 per cent of a normal distribution. */
const ninety = 1.645;

/**
 * @param records decided ones, in any order; a record given twice counts once.
 * @param desks who speaks for whom; left out: as the scenario says (`holders`).
 * @param asOf YYYY-MM-DD; left out: the day of the newest record, or the scenario's.
 * @param constants changed ones only.
 */
export function stancesFrom(
  view: ScenarioView,
  records: readonly Evidence[],
  options: {
    readonly desks?: readonly Desk[] | undefined;
    readonly asOf?: string | undefined;
    readonly constants?: Partial<PoolingConstants> | undefined;
  } = {},
): StanceReport {
  const once = inOrder(records);
  const desks = options.desks ?? desksOf(view);
  const asOf = options.asOf ?? newestDay(once) ?? view.asOf ?? '1970-01-01';
  const c = constantsOf(options.constants);
  const cells = cellsOf(once, desks, asOf, c);
  const all = poolStances(once, desks, asOf, c);
  const stances = new Map(all.map((s) => [`${s.actor}.${s.issue}`, s]));
  return {
    asOf,
    constants: c,
    rules: responseRules(once, asOf, c),
    left: leftOut(once, all, cells, asOf, c),
    cells: view.stances.flatMap((stated): StanceCell[] => {
      const pooled = stances.get(stated.id);
      const own = cells.get(stated.id);
      if (!pooled || !own) return [];
      const disagreement = disagreementOf(own, asOf, c);
      const reach = ninety * Math.max(pooled.spread, disagreement);
      return [
        {
          ...{ id: stated.id, actor: stated.actor, issue: stated.issue, issueLabel: stated.issueLabel, pooled },
          low: Math.max(-1, pooled.position - reach),
          high: Math.min(1, pooled.position + reach),
          disagreement,
          stated: {
            ...{ position: stated.position, salience: stated.salience, low: stated.low, high: stated.high },
            ...{ evidence: stated.evidence, override: stated.override },
          },
          difference: pooled.position - stated.position,
          salienceDifference: pooled.salience - stated.salience,
          records: [...pooled.evidence, ...pooled.conditional],
          spoken: own.some(isUnconditional),
        },
      ];
    }),
  };
}

/**
 * The records' positions as a variant, to stand beside the scenario's own.
 * A stance on which no unconditional statement speaks stays as in the file. An override of the file gives way to the records, unless `keepOverrides`: whoever wrote it meant another set of records.
 */
export function variantFromRecords(
  report: StanceReport,
  options: {
    readonly id?: string;
    readonly label?: string;
    readonly keepOverrides?: boolean;
  } = {},
): VariantView {
  const taken = report.cells.filter(
    (cell) => cell.spoken && !(options.keepOverrides === true && cell.stated.override !== null),
  );
  return {
    id: options.id ?? 'from_records',
    label: options.label ?? 'As your reviewed records have it',
    stances: Object.fromEntries(taken.map((cell) => [cell.id, cell.pooled.position])),
  };
}

/** By id, each once: sums of doubles depend on their order, and no answer should. */
export function inOrder(records: readonly Evidence[]): Evidence[] {
  const byId = new Map(records.map((r) => [r.id, r]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Day of the newest record, or null without records. */
export function newestDay(records: readonly Evidence[]): string | null {
  return records.reduce<string | null>((last, r) => (last === null || r.as_of > last ? r.as_of : last), null);
}

function disagreementOf(records: readonly Evidence[], asOf: string, c: PoolingConstants): number {
  const outlets = new Map<string, { weight: number; sum: number }>();
  for (const r of records) {
    if (!isUnconditional(r)) continue;
    const of = outlets.get(r.outlet) ?? { weight: 0, sum: 0 };
    const w = weightOf(r, asOf, c);
    outlets.set(r.outlet, { weight: of.weight + w, sum: of.sum + w * r.position });
  }
  const sources = [...outlets.values()].filter((o) => o.weight > 0);
  if (sources.length < 2) return 0;
  const all = sources.reduce((n, o) => n + o.weight, 0);
  const mean = sources.reduce((n, o) => n + o.sum, 0) / all;
  return Math.sqrt(sources.reduce((n, o) => n + o.weight * (o.sum / o.weight - mean) ** 2, 0) / all);
}

function leftOut(
  records: readonly Evidence[],
  stances: readonly Stance[],
  cells: ReadonlyMap<string, readonly Evidence[]>,
  asOf: string,
  c: PoolingConstants,
): LeftOut[] {
  const counted = new Set(stances.flatMap((s) => [...s.evidence, ...s.conditional]));
  const placed = new Set([...cells.values()].flatMap((rs) => rs.map((r) => r.id)));
  const known = records.filter((r) => r.as_of <= asOf);
  const kept = new Set(distinct(known, asOf, c).map((r) => r.id));
  const whyOf = (r: Evidence): LeftOut['why'] => {
    if (r.as_of > asOf) return 'known later';
    if (r.kind === 'quantity') return 'no stance of a quantity';
    if (!kept.has(r.id)) return 'told already';
    return placed.has(r.id) ? 'an event that moves no forces' : 'no actor speaks for its holders on it';
  };
  return records.filter((r) => !counted.has(r.id)).map((r) => ({ id: r.id, why: whyOf(r) }));
}
