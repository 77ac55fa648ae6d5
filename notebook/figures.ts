// What is known of a variant's answers, and looking figures up in it. A target is what can be plotted: an outcome, or one cause of a race (`race.cause`).
import type { ScenarioView, VariantResult } from '../engine/index.ts';
import type { Band, Bands, CurvesOfVariant } from './shipped.ts';
import { labelOf } from './words.ts';

export type BaseRate = ScenarioView['outcomes'][number]['baseRates'][number];

export interface Target {
  /** Outcome id or `race.cause`. */
  readonly id: string;
  readonly outcome: string;
  /** Of a race; `none` is "none of them yet". */
  readonly cause: string | null;
  readonly label: string;
  /** The race it belongs to, in words; null for a plain outcome. */
  readonly group: string | null;
  readonly kind: string;
  readonly baseRates: readonly BaseRate[];
}

export interface Known {
  readonly result: VariantResult | null;
  /** Target → probability on day 0, 1, 2, … */
  readonly curves: CurvesOfVariant;
}

export interface Figure {
  readonly p: number | null;
  /** True at the start of the variant: 1 by definition, not by the model. */
  readonly already: boolean;
}

export const nothingKnown: Known = { result: null, curves: {} };

export function targetsOf(view: ScenarioView): readonly Target[] {
  const labels = new Map(view.outcomes.map((o) => [o.id, o.label]));
  return view.outcomes.flatMap((o): Target[] => {
    const label = labelOf(o.label);
    if (o.kind !== 'race')
      return [{ id: o.id, outcome: o.id, cause: null, label, group: null, kind: o.kind, baseRates: o.baseRates }];
    const causes = [...o.causes, { id: 'none', label: 'None of these yet' }];
    return causes.map((c) => ({
      id: `${o.id}.${c.id}`,
      outcome: o.id,
      cause: c.id,
      // A cause without words of its own has those of the outcome that it is.
      label: labelOf(c.label === c.id ? (labels.get(c.id) ?? c.id) : c.label),
      group: label,
      kind: 'race',
      baseRates: [],
    }));
  });
}

/** The first race of the scenario: its paths open the page. */
export function firstRaceOf(view: ScenarioView): ScenarioView['outcomes'][number] | null {
  return view.outcomes.find((o) => o.kind === 'race') ?? null;
}

export function figureOf(known: Known, target: Pick<Target, 'id' | 'outcome' | 'cause'>, day: number): Figure {
  const outcome = known.result?.outcomes[target.outcome];
  const fromCurve = known.curves[target.id]?.[day];
  if (outcome === undefined) return { p: fromCurve ?? null, already: false };
  if (outcome.kind === 'race') {
    if (target.cause !== null && outcome.already.includes(target.cause)) return { p: null, already: true };
    return { p: outcome.byDay[String(day)]?.[target.cause ?? ''] ?? fromCurve ?? null, already: false };
  }
  // `at` asks about the day itself, so being true at the start does not settle it.
  if (outcome.already && outcome.kind !== 'at') return { p: 1, already: true };
  return { p: outcome.byDay[String(day)] ?? fromCurve ?? null, already: false };
}

export interface CurvePoint {
  readonly day: number;
  readonly p: number;
}

/** Daily where that is known, else the reported days with the value at the start in front. */
export function curveOf(
  known: Known,
  target: Pick<Target, 'id' | 'outcome' | 'cause'>,
  days: readonly number[],
): readonly CurvePoint[] {
  const daily = known.curves[target.id];
  if (daily !== undefined) return daily.map((p, day) => ({ day, p }));
  if (figureOf(known, target, days[0] ?? 0).already) return [];
  const reported = days.flatMap((day) => {
    const { p } = figureOf(known, target, day);
    return p === null ? [] : [{ day, p }];
  });
  if (reported.length === 0 || days[0] === 0) return reported;
  const outcome = known.result?.outcomes[target.outcome];
  const soAtStart = target.cause === 'none' || (outcome?.kind === 'at' && outcome.already);
  return [{ day: 0, p: soAtStart ? 1 : 0 }, ...reported];
}

/** 5–95 per cent of base; null where none was computed. */
export function bandOf(bands: Bands, targetId: string, day: number): Band | null {
  return bands.base[targetId]?.[String(day)] ?? null;
}

/** Every probability of a result in a fixed order, for comparing two answers to the same question. */
export function probabilitiesOf(result: VariantResult): readonly (readonly [string, number])[] {
  return Object.entries(result.outcomes).flatMap(([id, o]) =>
    o.kind === 'race'
      ? Object.entries(o.byDay).flatMap(([day, causes]) =>
          Object.entries(causes).map(([cause, p]) => [`${id}.${cause} on day ${day}`, p] as const),
        )
      : Object.entries(o.byDay).map(([day, p]) => [`${id} on day ${day}`, p] as const),
  );
}
