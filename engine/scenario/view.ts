// Scenario file → ScenarioView: everything a page or a table shows of a scenario before anything is solved, as plain JSON with nothing optional.
import type { BaseRate, ScenarioFile, VariantSpec } from './schema.ts';

export interface ParameterView {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  /** 5 and 95 per cent of the plausible range. */
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly ends: readonly [string, string];
  readonly owner: string;
  readonly basis: string;
  readonly evidence: readonly string[];
  /** Why moving it changes nothing here, or null. */
  readonly idle: string | null;
}

export interface StanceView {
  /** `ACTOR.issue` */
  readonly id: string;
  readonly actor: string;
  readonly issue: string;
  readonly issueLabel: string;
  readonly position: number;
  readonly salience: number;
  /** ± 1.645 spreads, clipped to [-1, 1]. */
  readonly low: number;
  readonly high: number;
  readonly evidence: readonly string[];
  /** Why the pooled position was replaced, or null. */
  readonly override: string | null;
  readonly idle: string | null;
}

export interface VariantView extends VariantSpec {
  readonly id: string;
}

export interface ScenarioView {
  readonly id: string;
  readonly title: string;
  readonly startDate: string | null;
  readonly asOf: string | null;
  readonly horizon: number;
  readonly days: readonly number[];
  readonly caveats: readonly string[];
  readonly sources: readonly {
    readonly id: string;
    readonly outlet: string;
    readonly title: string | null;
    readonly published: string | null;
  }[];
  readonly issues: readonly { readonly id: string; readonly label: string }[];
  readonly regions: readonly {
    readonly id: string;
    readonly label: string;
    readonly initial: string;
    readonly states: readonly { readonly id: string; readonly label: string; readonly evidence: readonly string[] }[];
  }[];
  readonly actors: readonly { readonly id: string; readonly label: string; readonly holders: readonly string[] }[];
  readonly stances: readonly StanceView[];
  readonly parameters: readonly ParameterView[];
  readonly switches: readonly {
    readonly id: string;
    readonly label: string;
    readonly default: boolean;
    readonly basis: string;
    readonly evidence: readonly string[];
  }[];
  /** Formulas with a name, for the terms of a utility. */
  readonly derived: readonly { readonly id: string; readonly label: string }[];
  readonly moves: readonly { readonly id: string; readonly actor: string; readonly label: string }[];
  readonly nature: readonly { readonly id: string; readonly label: string }[];
  readonly outcomes: readonly {
    readonly id: string;
    readonly label: string;
    readonly kind: string;
    /** Races only: causes in order. */
    readonly causes: readonly { readonly id: string; readonly label: string }[];
    readonly baseRates: readonly BaseRate[];
  }[];
  readonly rewards: readonly {
    readonly id: string;
    readonly label: string;
    readonly unit: string;
    readonly measure: string;
  }[];
  readonly variants: readonly VariantView[];
}

export function viewOf(file: ScenarioFile): ScenarioView {
  const entries = <T>(map: Record<string, T> | undefined): [string, T][] => Object.entries(map ?? {});
  const issueLabel = (issue: string): string =>
    (Object.hasOwn(file.issues ?? {}, issue) ? file.issues?.[issue] : undefined) ?? issue;
  return {
    id: file.meta.id,
    title: file.meta.title,
    startDate: file.meta.start_date ?? null,
    asOf: file.meta.as_of ?? file.meta.start_date ?? null,
    horizon: file.meta.horizon_days,
    days: file.meta.days_reported ?? [file.meta.horizon_days],
    caveats: file.meta.caveats ?? [],
    sources: (file.meta.sources ?? []).map((s) => ({
      id: s.id,
      outlet: s.outlet,
      title: s.title ?? null,
      published: s.published ?? null,
    })),
    issues: entries(file.issues).map(([id, label]) => ({ id, label })),
    regions: entries(file.regions).map(([id, r]) => ({
      id,
      label: r.label ?? id,
      initial: r.initial,
      states: entries(r.states).map(([sid, s]) => ({ id: sid, label: s.label ?? sid, evidence: s.evidence ?? [] })),
    })),
    actors: entries(file.actors).map(([id, a]) => ({ id, label: a.label ?? id, holders: a.holders ?? [] })),
    stances: entries(file.actors).flatMap(([actor, a]) =>
      entries(a.stances).map(([issue, s]) => ({
        id: `${actor}.${issue}`,
        actor,
        issue,
        issueLabel: issueLabel(issue),
        position: s.position,
        salience: s.salience,
        low: Math.max(-1, s.position - 1.645 * (s.spread ?? 0)),
        high: Math.min(1, s.position + 1.645 * (s.spread ?? 0)),
        evidence: s.evidence ?? [],
        override: s.override ?? null,
        idle: s.idle ?? null,
      })),
    ),
    parameters: entries(file.parameters).map(([id, p]) => ({
      id,
      label: p.label ?? id,
      value: p.value,
      low: p.low ?? p.value,
      high: p.high ?? p.value,
      unit: p.unit,
      ends: p.ends ?? ['low', 'high'],
      owner: p.owner ?? 'nature',
      basis: p.basis,
      evidence: p.evidence ?? [],
      idle: p.idle ?? null,
    })),
    switches: entries(file.switches).map(([id, s]) => ({
      id,
      label: s.label ?? id,
      default: s.default,
      basis: s.basis ?? '',
      evidence: s.evidence ?? [],
    })),
    derived: entries(file.derived).flatMap(([id, d]) => (d.label === undefined ? [] : [{ id, label: d.label }])),
    moves: entries(file.moves).map(([id, m]) => ({ id, actor: m.actor, label: m.label ?? id })),
    nature: entries(file.nature).map(([id, h]) => ({ id, label: h.label ?? id })),
    outcomes: entries(file.outcomes).map(([id, o]) => ({
      id,
      label: o.label ?? id,
      kind: o.kind,
      causes: o.kind === 'race' ? o.causes.map((c) => ({ id: c.id, label: c.label ?? c.id })) : [],
      baseRates: o.base_rates ?? [],
    })),
    rewards: entries(file.rewards).map(([id, r]) => ({
      id,
      label: r.label ?? id,
      unit: r.unit,
      measure: r.measure ?? 'accumulated',
    })),
    variants: variantsOf(file),
  };
}

/** The variant that the others are held against: `base`, or the file's first. */
export function baseVariantOf(file: ScenarioFile): VariantView {
  const variants = variantsOf(file);
  return variants.find((v) => v.id === 'base') ?? variants[0]!;
}

/** The file's variants; one named `base` when it names none. */
export function variantsOf(file: ScenarioFile): VariantView[] {
  const named = Object.entries(file.variants ?? {}).map(([id, v]) => ({ id, ...v }));
  return named.length > 0 ? named : [{ id: 'base', label: 'As in the file' }];
}
