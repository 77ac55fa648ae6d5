// Chain + how much an answer gains by each rate → how much it gains by each stance's position: the chain rule through the logit choice and the consents of rates.ts, backwards.
// With rate = λ P_m Π σ(U_c): ∂rate/∂U_m' = rate (δ_mm' − P_m'), ∂rate/∂U_c = rate (1 − σ(U_c)), and U is linear in the position through the issue's coordinates.
// A formula may also read a stance by name: its column is differentiated by central differences of sixth order, exact to some 1e-13 where the formula is smooth.
import type { BoundScenario, Formula } from '../scenario/bind.ts';
import { referencesOf } from '../scenario/expression.ts';
import { buildColumns, type Column, indexAt, valueAt } from './columns.ts';
import { type Chain, entriesOf } from './rates.ts';

/** ∂answer/∂rate for each entry of the chain's generator → ∂answer/∂position for each of the bound stances. */
export type StanceGradient = (byRate: Float64Array) => Float64Array;

/** A formula in every configuration, what the answer gains by each of its values, and its derivative by each stance that it reads. */
interface Sheet {
  readonly column: Column;
  /** Null where the formula reads no stance. */
  readonly gained: Float64Array | null;
  readonly slopes: readonly { readonly stance: number; readonly slope: Float64Array }[];
}

const step = 1 / 64;
const stencil = [
  [-3, -1 / 60],
  [-2, 3 / 20],
  [-1, -3 / 4],
  [1, 3 / 4],
  [2, -3 / 20],
  [3, 1 / 60],
] as const;

/** The gradient may be asked for any number of answers on this chain. */
export function buildStanceGradient(chain: Chain, bound: BoundScenario): StanceGradient {
  const { structure } = chain;
  const { size, rowStart, target, event, states } = structure;
  const entry = entriesOf(structure);
  const width = structure.regions.length;
  const sheetOf = buildSheets(chain, bound);
  const byId = new Map(bound.moves.map((m) => [m.id, m]));
  const hazardById = new Map(bound.hazards.map((h) => [h.id, h]));
  const moves = structure.events.map((id) => {
    const m = byId.get(id);
    return (
      m && {
        actor: m.actor,
        utility: sheetOf(m.utility),
        consent: m.consent.map((c) => ({ actor: c.actor, utility: sheetOf(c.utility) })),
      }
    );
  });
  const hazards = structure.events.map((id) => {
    const h = hazardById.get(id);
    return h && sheetOf(h.hazard);
  });
  const movers = [...new Set(moves.flatMap((m) => (m ? [m.actor] : [])))];
  const opportunity = new Map(movers.map((a) => [a, sheetOf(bound.actors[a]!.opportunityRate)]));
  const sheets = [
    ...moves.flatMap((m) => (m ? [m.utility, ...m.consent.map((c) => c.utility)] : [])),
    ...hazards.flatMap((h) => h ?? []),
    ...opportunity.values(),
  ];
  const pulls = bound.actors.map((_, actor) => pullsOf(chain, bound, actor));
  /** Utility that actor's stances give to i → j. */
  const change = (actor: number, i: number, j: number): number => {
    let sum = 0;
    for (const p of pulls[actor]!) sum += p.position * pull(p, i, j);
    return sum;
  };
  const pull = ({ regions }: Pull, i: number, j: number): number => {
    let sum = 0;
    for (const { region, weight } of regions)
      sum += weight[states[j * width + region]!]! - weight[states[i * width + region]!]!;
    return sum;
  };

  return (byRate) => {
    const gradient = new Float64Array(bound.stances.length);
    for (const s of sheets) s.gained?.fill(0);
    const toUtility = (sheet: Sheet, actor: number, gain: number, i: number, j: number): void => {
      if (gain === 0) return;
      if (sheet.gained) sheet.gained[indexAt(sheet.column, structure, i)]! += gain;
      if (i === j) return;
      for (const p of pulls[actor]!) gradient[p.stance]! += gain * pull(p, i, j);
    };
    const utilities = new Float64Array(target.length);
    const greatest = new Float64Array(bound.actors.length);
    const denominator = new Float64Array(bound.actors.length);
    /** Σ over the alternatives of what the answer gains by the alternative × its rate. */
    const expected = new Float64Array(bound.actors.length);
    const own = new Float64Array(target.length);
    for (let i = 0; i < size; i++) {
      const begin = rowStart[i]!;
      const end = rowStart[i + 1]!;
      greatest.fill(0);
      expected.fill(0);
      for (let t = begin; t < end; t++) {
        const m = moves[event[t]!];
        if (!m) continue;
        utilities[t] = valueAt(m.utility.column, structure, i) + (target[t] === i ? 0 : change(m.actor, i, target[t]!));
        greatest[m.actor] = Math.max(greatest[m.actor]!, utilities[t]!);
      }
      for (const a of movers) denominator[a] = Math.exp(-greatest[a]!);
      for (let t = begin; t < end; t++) {
        const m = moves[event[t]!];
        if (m) denominator[m.actor]! += Math.exp(utilities[t]! - greatest[m.actor]!);
      }
      for (let t = begin; t < end; t++) {
        const j = target[t]!;
        const m = moves[event[t]!];
        own[t] = 0;
        const g = j === i ? 0 : byRate[entry[t]!]!;
        if (g === 0) continue;
        if (!m) {
          const h = hazards[event[t]!]!;
          if (h.gained) h.gained[indexAt(h.column, structure, i)]! += g;
          continue;
        }
        own[t] = g * chain.labelled[t]!;
        expected[m.actor]! += own[t]!;
        for (const c of m.consent) {
          const u = valueAt(c.utility.column, structure, i) + change(c.actor, i, j);
          toUtility(c.utility, c.actor, own[t]! / (1 + Math.exp(u)), i, j);
        }
        const chances = opportunity.get(m.actor)!;
        if (chances.gained) {
          const at = indexAt(chances.column, structure, i);
          const lambda = chances.column.values[at]!;
          if (lambda > 0) chances.gained[at]! += own[t]! / lambda;
        }
      }
      for (let t = begin; t < end; t++) {
        const m = moves[event[t]!];
        if (!m) continue;
        const share = Math.exp(utilities[t]! - greatest[m.actor]!) / denominator[m.actor]!;
        toUtility(m.utility, m.actor, own[t]! - share * expected[m.actor]!, i, target[t]!);
      }
    }
    for (const { gained, slopes } of sheets)
      for (const { stance, slope } of slopes)
        for (let k = 0; k < slope.length; k++) gradient[stance]! += gained![k]! * slope[k]!;
    return gradient;
  };
}

/** One stance of an actor: by region in which it tells states apart, gain × salience × coordinate of each state. */
interface Pull {
  readonly stance: number;
  readonly position: number;
  readonly regions: readonly { readonly region: number; readonly weight: Float64Array }[];
}

function pullsOf({ structure }: Chain, bound: BoundScenario, actor: number): Pull[] {
  const gain = bound.stanceGain === null ? 0 : bound.values[bound.stanceGain]!;
  return bound.stances.flatMap((s, stance) => {
    if (s.actor !== bound.actors[actor]!.id) return [];
    const regions = structure.part.regions.flatMap((region) => {
      const weight = Float64Array.from(
        bound.regions[region]!.states,
        (state) => gain * s.salience * (state.coordinates[s.issue] ?? 0),
      );
      return weight.some((w) => w !== weight[0]) ? [{ region, weight }] : [];
    });
    return regions.length === 0 ? [] : [{ stance, position: s.position, regions }];
  });
}

function buildSheets({ structure }: Chain, bound: BoundScenario): (f: Formula) => Sheet {
  const columnOf = buildColumns(structure, bound);
  const at = new Map(bound.stances.map((s, k) => [`${s.actor}.${s.issue}`, k]));
  const readBy = (f: Formula, into = new Set<number>()): Set<number> => {
    for (const { actor, issue } of referencesOf(f.expression).stances) {
      const k = at.get(`${actor}.${issue}`);
      if (k !== undefined) into.add(k);
    }
    // A derived formula with a fixed point reads itself.
    for (const d of f.derived) if (bound.derived[d]!.formula !== f) readBy(bound.derived[d]!.formula, into);
    return into;
  };
  const moved = new Map<number, readonly ((f: Formula) => Column)[]>();
  const movedBy = (stance: number) => {
    let builders = moved.get(stance);
    if (!builders) {
      builders = stencil.map(([n]) =>
        buildColumns(structure, {
          ...bound,
          stances: bound.stances.map((s, k) => (k === stance ? { ...s, position: s.position + n * step } : s)),
        }),
      );
      moved.set(stance, builders);
    }
    return builders;
  };
  return (formula) => {
    const column = columnOf(formula);
    const slopes = [...readBy(formula)].map((stance) => {
      const slope = new Float64Array(column.values.length);
      movedBy(stance).forEach((build, n) => {
        const { values } = build(formula);
        const c = stencil[n]![1] / step;
        for (let k = 0; k < slope.length; k++) slope[k]! += c * values[k]!;
      });
      return { stance, slope };
    });
    return { column, slopes, gained: slopes.length === 0 ? null : new Float64Array(column.values.length) };
  };
}
