// Scenario + Variant → BoundScenario: every name resolved, every expression compiled, every number in its place. A variant is an intervention from the first day.
import { canonicalJson, sha256Hex } from '../vocabulary/hash.ts';
import { type Checked, hasError, type Problem, problem } from '../vocabulary/problem.ts';
import type { Days } from '../vocabulary/units.ts';
import { checkVariant } from './check.ts';
import { derivedOrderOf } from './derived-order.ts';
import { compileExpression, type Evaluator, type Scope } from './evaluate.ts';
import { type Expression, referencesOf } from './expression.ts';
import { stateTestOf } from './guard.ts';
import { expressionAt, type Scenario } from './load.ts';
import { keys, own } from './schema.ts';
import { always as everywhere, type StateTest } from './state-test.ts';
import type { VariantView } from './view.ts';

/** A compiled expression with what it reads. */
export interface Formula {
  readonly evaluate: Evaluator;
  /** Regions (by position) that it reads, derived formulas opened, ascending. */
  readonly regions: readonly number[];
  /** Derived formulas (by position) that it reads directly. */
  readonly derived: readonly number[];
  readonly expression: Expression;
}

export interface BoundRegion {
  readonly id: string;
  readonly label: string;
  readonly initial: string;
  readonly states: readonly {
    readonly id: string;
    readonly label: string;
    readonly final: boolean;
    readonly coordinates: Readonly<Record<string, number>>;
  }[];
}

export interface BoundStance {
  readonly actor: string;
  readonly issue: string;
  readonly position: number;
  readonly salience: number;
}

export interface BoundDerived {
  readonly id: string;
  readonly formula: Formula;
  readonly fixedPoint: { readonly start: number; readonly low: number; readonly high: number } | null;
}

interface BoundTransition {
  readonly id: string;
  readonly label: string;
  readonly when: StateTest;
  readonly effects: readonly { readonly region: string; readonly state: string }[];
}
export interface BoundMove extends BoundTransition {
  readonly actor: number;
  readonly utility: Formula;
  readonly consent: readonly { readonly actor: number; readonly utility: Formula }[];
}
export interface BoundHazard extends BoundTransition {
  readonly hazard: Formula;
}

export type BoundOutcome = { readonly id: string; readonly label: string } & (
  | { readonly kind: 'reach' | 'at'; readonly set: StateTest }
  | { readonly kind: 'race'; readonly causes: readonly { readonly id: string; readonly set: StateTest }[] }
  | { readonly kind: 'both'; readonly sets: readonly StateTest[] }
  | { readonly kind: 'before'; readonly first: StateTest; readonly second: StateTest }
);

export interface BoundReward {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly measure: 'accumulated' | 'average' | 'on_day' | 'until';
  readonly rate: Formula | null;
  readonly impulses: readonly { readonly event: string; readonly amount: Formula }[];
  readonly until: StateTest | null;
}

export interface BoundScenario {
  readonly id: string;
  readonly title: string;
  readonly variant: { readonly id: string; readonly label: string };
  readonly horizon: Days;
  /** Days reported, ascending, ≤ horizon. */
  readonly days: readonly Days[];
  readonly issues: readonly string[];
  readonly regions: readonly BoundRegion[];
  /** Constants, parameters and switches, by position of `names`. */
  readonly names: readonly string[];
  readonly values: Float64Array;
  readonly stances: readonly BoundStance[];
  /** Position in `values` of the gain from stance-weighted change to utility, or null. */
  readonly stanceGain: number | null;
  /** In an order in which each formula reads only earlier ones (and, with a fixed point, itself). */
  readonly derived: readonly BoundDerived[];
  readonly actors: readonly { readonly id: string; readonly label: string; readonly opportunityRate: Formula }[];
  readonly moves: readonly BoundMove[];
  readonly hazards: readonly BoundHazard[];
  readonly always: readonly BoundTransition[];
  readonly outcomes: readonly BoundOutcome[];
  readonly rewards: readonly BoundReward[];
  /** SHA-256 of everything that the numbers depend on; computed when it is first asked for. */
  readonly inputs: string;
}

/** What variants with the same switches and the same disabled events have in common: everything but numbers and initial states. */
interface Shape {
  readonly names: readonly string[];
  readonly issues: BoundScenario['issues'];
  /** With the file's initial states. */
  readonly regions: readonly BoundRegion[];
  readonly derived: readonly BoundDerived[];
  readonly actors: BoundScenario['actors'];
  readonly moves: readonly BoundMove[];
  readonly hazards: readonly BoundHazard[];
  readonly always: readonly BoundTransition[];
  readonly outcomes: readonly BoundOutcome[];
  readonly rewards: readonly BoundReward[];
}

/** Shapes of a scenario by switches and disabled events: a slider or a search changes numbers only, and asks for the same one again and again. */
const shapes = new WeakMap<Scenario, Map<string, Shape>>();
/** How many shapes of a scenario are kept; the one made first leaves first. */
const mostShapes = 16;

function shapeFor(scenario: Scenario, switches: ReadonlyMap<string, boolean>, disabled: ReadonlySet<string>): Shape {
  const known = shapes.get(scenario) ?? new Map<string, Shape>();
  shapes.set(scenario, known);
  const key = JSON.stringify([[...switches.values()], [...disabled].sort()]);
  let shape = known.get(key);
  if (!shape) {
    shape = shapeOf(scenario, switches, disabled);
    if (known.size >= mostShapes) known.delete(known.keys().next().value!);
    known.set(key, shape);
  }
  return shape;
}

/** Binds one variant. Errors are those of the variant; the scenario itself has been checked by loading. */
export function bindVariant(scenario: Scenario, variant: VariantView): Checked<BoundScenario> {
  const { file } = scenario;
  const problems: Problem[] = checkVariant(file, variant, ['variants', variant.id]).map((p) =>
    Object.hasOwn(file.variants ?? {}, variant.id) ? scenario.source.locate(p) : p,
  );
  if (hasError(problems)) return { value: null, problems };

  const switches = new Map(
    Object.entries(file.switches ?? {}).map(([name, s]) => [name, own(variant.switches, name) ?? s.default]),
  );
  const shape = shapeFor(scenario, switches, new Set(variant.disable ?? []));
  const values = Float64Array.from([
    ...Object.values(file.constants ?? {}),
    ...Object.entries(file.parameters ?? {}).map(([name, p]) => own(variant.parameters, name) ?? p.value),
    ...[...switches.values()].map(Number),
  ]);
  const stances: BoundStance[] = Object.entries(file.actors ?? {}).flatMap(([actor, spec]) =>
    Object.entries(spec.stances ?? {}).map(([issue, s]) => ({
      actor,
      issue,
      position: own(variant.stances, `${actor}.${issue}`) ?? s.position,
      salience: s.salience,
    })),
  );
  const horizon = file.meta.horizon_days;
  const outsideHorizon = (file.meta.days_reported ?? []).filter((d) => d > horizon);
  if (outsideHorizon.length)
    problems.push(
      scenario.source.locate(
        problem(
          'beyond-horizon',
          `days ${outsideHorizon.join(', ')} lie beyond the horizon of ${horizon} days and are not reported`,
          { severity: 'warning', path: ['meta', 'days_reported'], repair: 'raise `horizon_days`' },
        ),
      ),
    );
  const days = [...new Set((file.meta.days_reported ?? [horizon]).filter((d) => d <= horizon))].sort((a, b) => a - b);

  const bound: Omit<BoundScenario, 'inputs'> = {
    id: file.meta.id,
    title: file.meta.title,
    variant: { id: variant.id, label: variant.label ?? variant.id },
    horizon,
    days: days.length ? days : [horizon],
    ...shape,
    regions: shape.regions.map((r) => ({ ...r, initial: own(variant.initial, r.id) ?? r.initial })),
    values,
    stances,
    stanceGain: file.choice ? shape.names.indexOf(file.choice.stance_gain) : null,
  };
  let inputs: string | undefined;
  return {
    value: {
      ...bound,
      // Most of those who bind never ask, and a hash takes longer than all the rest.
      get inputs() {
        inputs ??= inputsHash(bound);
        return inputs;
      },
    },
    problems,
  };
}

function shapeOf(scenario: Scenario, switches: ReadonlyMap<string, boolean>, disabled: ReadonlySet<string>): Shape {
  const { file } = scenario;
  const names = [...Object.keys(file.constants ?? {}), ...Object.keys(file.parameters ?? {}), ...switches.keys()];
  const regions: BoundRegion[] = Object.entries(file.regions).map(([id, r]) => ({
    id,
    label: r.label ?? id,
    initial: r.initial,
    states: Object.entries(r.states).map(([sid, s]) => ({
      id: sid,
      label: s.label ?? sid,
      final: s.final ?? false,
      coordinates: s.coordinate ?? {},
    })),
  }));

  const derivedOrder = derivedOrderOf(file, (id) => expressionAt(scenario, 'derived', id, 'formula')).order;
  const stanceIds = Object.entries(file.actors ?? {}).flatMap(([actor, spec]) =>
    keys(spec.stances).map((issue) => ({ actor, issue })),
  );
  const scope = scopeOf(names, derivedOrder, stanceIds, regions);
  const reads = new Map<string, ReadonlySet<number>>();
  const formulaOf = (expression: Expression): Formula => {
    const refs = referencesOf(expression);
    const read = new Set(refs.states.map((s) => scope.region(s.region)));
    const derived = new Set<number>();
    for (const name of refs.names) {
      const d = scope.value(name) === undefined ? scope.derived(name) : undefined;
      if (d === undefined) continue;
      derived.add(d);
      for (const r of reads.get(name) ?? []) read.add(r);
    }
    return {
      evaluate: compileExpression(expression, scope),
      regions: [...read].sort((a, b) => a - b),
      derived: [...derived].sort((a, b) => a - b),
      expression,
    };
  };
  const derived = derivedOrder.map((id): BoundDerived => {
    const formula = formulaOf(expressionAt(scenario, 'derived', id, 'formula'));
    reads.set(id, new Set(formula.regions));
    return { id, formula, fixedPoint: own(file.derived, id)?.fixed_point ?? null };
  });

  const testAt = (...path: (string | number)[]): StateTest => {
    const test = stateTestOf(expressionAt(scenario, ...path), switches).value;
    if (!test) throw new Error(`unchecked guard at ${path.join('.')}`);
    return test;
  };
  const effectsOf = (to: Record<string, string>) => Object.entries(to).map(([region, state]) => ({ region, state }));
  const actorIds = Object.keys(file.actors ?? {});
  const moves: BoundMove[] = Object.entries(file.moves ?? {})
    .filter(([id]) => !disabled.has(id))
    .map(([id, m]) => ({
      id,
      label: m.label ?? id,
      actor: actorIds.indexOf(m.actor),
      when: m.when === undefined ? everywhere : testAt('moves', id, 'when'),
      effects: effectsOf(m.to),
      utility: formulaOf(expressionAt(scenario, 'moves', id, 'utility')),
      consent: Object.keys(m.consent ?? {}).map((who) => ({
        actor: actorIds.indexOf(who),
        utility: formulaOf(expressionAt(scenario, 'moves', id, 'consent', who)),
      })),
    }));
  const hazards: BoundHazard[] = Object.entries(file.nature ?? {})
    .filter(([id]) => !disabled.has(id))
    .map(([id, h]) => ({
      id,
      label: h.label ?? id,
      when: h.when === undefined ? everywhere : testAt('nature', id, 'when'),
      effects: effectsOf(h.to),
      hazard: formulaOf(expressionAt(scenario, 'nature', id, 'hazard')),
    }));
  return {
    names,
    issues: keys(file.issues),
    regions,
    derived,
    actors: Object.entries(file.actors ?? {}).map(([id, a]) => ({
      id,
      label: a.label ?? id,
      opportunityRate: formulaOf(expressionAt(scenario, 'actors', id, 'opportunity_rate')),
    })),
    moves,
    hazards,
    always: (file.always ?? []).map((a, i) => ({
      id: a.id,
      label: a.label ?? a.id,
      when: testAt('always', i, 'when'),
      effects: effectsOf(a.to),
    })),
    outcomes: Object.entries(file.outcomes ?? {}).map(([id, o]): BoundOutcome => {
      const label = o.label ?? id;
      if (o.kind === 'race')
        return {
          id,
          label,
          kind: 'race',
          causes: o.causes.map((c, i) => ({ id: c.id, set: testAt('outcomes', id, 'causes', i, 'set') })),
        };
      if (o.kind === 'both')
        return { id, label, kind: 'both', sets: o.sets.map((_, i) => testAt('outcomes', id, 'sets', i, 'set')) };
      if (o.kind === 'before')
        return {
          id,
          label,
          kind: 'before',
          first: testAt('outcomes', id, 'first'),
          second: testAt('outcomes', id, 'second'),
        };
      return { id, label, kind: o.kind, set: testAt('outcomes', id, 'set') };
    }),
    rewards: Object.entries(file.rewards ?? {}).map(([id, r]) => ({
      id,
      label: r.label ?? id,
      unit: r.unit,
      measure: r.measure ?? 'accumulated',
      rate: r.rate === undefined ? null : formulaOf(expressionAt(scenario, 'rewards', id, 'rate')),
      impulses: Object.keys(r.impulse ?? {})
        .filter((event) => !disabled.has(event))
        .map((event) => ({ event, amount: formulaOf(expressionAt(scenario, 'rewards', id, 'impulse', event)) })),
      until: r.until === undefined ? null : testAt('rewards', id, 'until'),
    })),
  };
}

/** Where each name stands in the arrays of a bound scenario. */
export function scopeOf(
  names: readonly string[],
  derived: readonly string[],
  stances: readonly Pick<BoundStance, 'actor' | 'issue'>[],
  regions: readonly BoundRegion[],
): Scope {
  const valueAt = new Map(names.map((n, i) => [n, i]));
  const derivedAt = new Map(derived.map((n, i) => [n, i]));
  const stanceAt = new Map(stances.map((s, i) => [`${s.actor}.${s.issue}`, i]));
  const regionAt = new Map(regions.map((r, i) => [r.id, i]));
  const stateAt = regions.map((r) => new Map(r.states.map((s, i) => [s.id, i])));
  return {
    value: (name) => valueAt.get(name),
    derived: (name) => derivedAt.get(name),
    stance: (actor, issue) => stanceAt.get(`${actor}.${issue}`),
    region: (id) => regionAt.get(id)!,
    state: (region, state) => stateAt[regionAt.get(region)!]!.get(state)!,
  };
}

/** Labels, bases and the like do not change a number and are left out. */
function inputsHash(b: Omit<BoundScenario, 'inputs'>): string {
  const formula = (f: Formula | null) => f?.expression ?? null;
  return sha256Hex(
    canonicalJson({
      horizon: b.horizon,
      regions: b.regions.map((r) => ({
        id: r.id,
        initial: r.initial,
        states: r.states.map((s) => ({ id: s.id, final: s.final, coordinates: s.coordinates })),
      })),
      values: b.names.map((n, i) => [n, b.values[i]]),
      stances: b.stances,
      stanceGain: b.stanceGain,
      derived: b.derived.map((d) => ({ id: d.id, formula: formula(d.formula), fixedPoint: d.fixedPoint })),
      actors: b.actors.map((a) => ({ id: a.id, rate: formula(a.opportunityRate) })),
      moves: b.moves.map((m) => ({
        id: m.id,
        actor: m.actor,
        when: m.when,
        effects: m.effects,
        utility: formula(m.utility),
        consent: m.consent.map((c) => ({ actor: c.actor, utility: formula(c.utility) })),
      })),
      hazards: b.hazards.map((h) => ({ id: h.id, when: h.when, effects: h.effects, hazard: formula(h.hazard) })),
      always: b.always.map((a) => ({ id: a.id, when: a.when, effects: a.effects })),
      outcomes: b.outcomes.map(({ label: _, ...o }) => o),
      rewards: b.rewards.map((r) => ({
        id: r.id,
        measure: r.measure,
        rate: formula(r.rate),
        impulses: r.impulses.map((i) => ({ event: i.event, amount: formula(i.amount) })),
        until: r.until,
      })),
    }),
  );
}
