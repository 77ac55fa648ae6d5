// Chain + what an answer gains by each rate → what it gains by every number of the scenario and every stance's position: the chain rule backwards, through the logit choice and the consents of rates.ts to the values of formulas, and through the formulas (derivative.ts) to what they read.
// With rate = λ P_m Π σ(U_c): ∂rate/∂U_m' = rate (δ_mm' − P_m'), ∂rate/∂U_c = rate (1 − σ(U_c)), and U is linear in gain × position through the issues' coordinates. Choices and formulas are gone through once for all configurations that agree in what they depend on.
import { type BoundReward, type BoundScenario, type Formula, scopeOf } from '../scenario/bind.ts';
import { type Differentiable, differentiable, type Slopes } from '../scenario/derivative.ts';
import type { Environment } from '../scenario/evaluate.ts';
import { buildColumns, type Column, indexAt, valueAt } from './columns.ts';
import type { Chain } from './rates.ts';
import { sharingOf } from './sharing.ts';

/** Slopes of an answer. */
export interface InputGradient {
  /** Parallel to bound.names: ∂ answer / ∂ value. Of a switch only what formulas read of it as a number, not what it opens or shuts. */
  readonly byParameter: Float64Array;
  /** Parallel to bound.stances: ∂ answer / ∂ position. */
  readonly byStance: Float64Array;
}

/** A reward that an answer is about, and what the answer gains by its rate in each configuration: days spent there, or the probability on the day. */
export interface RewardGained {
  readonly reward: BoundReward;
  readonly byConfiguration: Float64Array;
}

/** ∂answer/∂rate by the classes of sharingOf → the slopes of the answer. */
export type ChainGradient = (byRate: Float64Array, reward?: RewardGained) => InputGradient;

/** A formula in every configuration that matters, and what the answer gains by each of its values. */
interface Sheet {
  readonly formula: Formula;
  readonly column: Column;
  readonly gained: Float64Array;
  /** A configuration in which each value holds, where something is gained by it. */
  readonly where: Int32Array;
}

/** It may be asked for any number of answers on this chain. */
export function buildChainGradient(chain: Chain, bound: BoundScenario): ChainGradient {
  const { structure } = chain;
  const { target, event, states, rowStart } = structure;
  const width = structure.regions.length;
  const { groupStart, member, row, like } = sharingOf(structure, bound);
  const columnOf = buildColumns(structure, bound);
  const sheets = new Map<Formula, Sheet>();
  const sheetOf = (formula: Formula): Sheet => {
    let sheet = sheets.get(formula);
    if (!sheet) {
      const column = columnOf(formula);
      const { length } = column.values;
      sheet = { formula, column, gained: new Float64Array(length), where: new Int32Array(length) };
      sheets.set(formula, sheet);
    }
    return sheet;
  };
  const gain = ({ column, gained, where }: Sheet, by: number, i: number): void => {
    const at = indexAt(column, structure, i);
    gained[at]! += by;
    where[at] = i;
  };
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
  const opportunity = new Map(
    [...new Set(moves.flatMap((m) => (m ? [m.actor] : [])))].map((a) => [a, sheetOf(bound.actors[a]!.opportunityRate)]),
  );
  const pulls = bound.actors.map((_, actor) => pullsOf(chain, bound, actor));
  const stanceGain = bound.stanceGain === null ? 0 : bound.values[bound.stanceGain]!;
  /** salience × change of the issue from i to j. */
  const pull = ({ regions }: Pull, i: number, j: number): number => {
    let sum = 0;
    for (const { region, weight } of regions)
      sum += weight[states[j * width + region]!]! - weight[states[i * width + region]!]!;
    return sum;
  };
  /** What actor's stances give to i → j, before the gain. */
  const change = (actor: number, i: number, j: number): number => {
    let sum = 0;
    if (i !== j) for (const p of pulls[actor]!) sum += p.position * pull(p, i, j);
    return sum;
  };
  const backThrough = buildBack(chain, bound, sheets, sheetOf, gain);

  return (byRate, reward) => {
    const byParameter = new Float64Array(bound.names.length);
    const byStance = new Float64Array(bound.stances.length);
    for (const s of sheets.values()) s.gained.fill(0);
    const gainedBy = reward?.reward.impulses.length ? byRate.slice() : byRate;
    if (reward) toReward(reward, gainedBy);

    const toUtility = (sheet: Sheet, actor: number, by: number, i: number, j: number): void => {
      if (by === 0) return;
      gain(sheet, by, i);
      if (i === j) return;
      for (const p of pulls[actor]!) byStance[p.stance]! += by * stanceGain * pull(p, i, j);
      if (bound.stanceGain !== null) byParameter[bound.stanceGain]! += by * change(actor, i, j);
    };
    const utilities = new Float64Array(member.length);
    const own = new Float64Array(member.length);
    for (let g = 0; g < row.length; g++) {
      const i = row[g]!;
      const begin = groupStart[g]!;
      const end = groupStart[g + 1]!;
      let touched = false;
      for (let k = begin; k < end && !touched; k++) touched = gainedBy[k] !== 0;
      if (!touched) continue;
      const mover = moves[event[member[begin]!]!];
      if (!mover) {
        gain(hazards[event[member[begin]!]!]!, gainedBy[begin]!, i);
        continue;
      }
      let greatest = 0;
      for (let k = begin; k < end; k++) {
        const t = member[k]!;
        utilities[k] =
          valueAt(moves[event[t]!]!.utility.column, structure, i) + stanceGain * change(mover.actor, i, target[t]!);
        if (utilities[k]! > greatest) greatest = utilities[k]!;
      }
      let denominator = Math.exp(-greatest);
      for (let k = begin; k < end; k++) denominator += Math.exp(utilities[k]! - greatest);
      const chances = opportunity.get(mover.actor)!;
      const lambda = valueAt(chances.column, structure, i);
      /** Σ over the alternatives of what the answer gains by the alternative × its rate. */
      let expected = 0;
      let byLambda = 0;
      for (let k = begin; k < end; k++) {
        own[k] = 0;
        if (gainedBy[k] === 0) continue;
        const t = member[k]!;
        const { consent } = moves[event[t]!]!;
        const asked = consent.map(
          (c) => valueAt(c.utility.column, structure, i) + stanceGain * change(c.actor, i, target[t]!),
        );
        const chosen = Math.exp(utilities[k]! - greatest) / denominator;
        const done = asked.reduce((p, u) => p / (1 + Math.exp(-u)), chosen);
        byLambda += gainedBy[k]! * done;
        own[k] = gainedBy[k]! * lambda * done;
        expected += own[k]!;
        consent.forEach(
          (c, n) => void toUtility(c.utility, c.actor, own[k]! / (1 + Math.exp(asked[n]!)), i, target[t]!),
        );
      }
      gain(chances, byLambda, i);
      for (let k = begin; k < end; k++) {
        const t = member[k]!;
        const chosen = Math.exp(utilities[k]! - greatest) / denominator;
        toUtility(moves[event[t]!]!.utility, mover.actor, own[k]! - chosen * expected, i, target[t]!);
      }
    }
    backThrough(byParameter, byStance);
    return { byParameter, byStance };
  };

  /** A reward's own formulas; an impulse is paid at each firing, so that its amount and the rate of the event share what is gained. */
  function toReward({ reward, byConfiguration }: RewardGained, byRate: Float64Array): void {
    const rate = reward.rate && sheetOf(reward.rate);
    const amounts = new Map(reward.impulses.map((p) => [structure.events.indexOf(p.event), sheetOf(p.amount)]));
    for (let i = 0; i < byConfiguration.length; i++) {
      const by = byConfiguration[i]!;
      if (by === 0) continue;
      if (rate) gain(rate, by, i);
      if (amounts.size === 0) continue;
      for (let t = rowStart[i]!; t < rowStart[i + 1]!; t++) {
        const amount = amounts.get(event[t]!);
        if (!amount) continue;
        gain(amount, by * chain.labelled[t]!, i);
        byRate[like[t]!]! += by * valueAt(amount.column, structure, i);
      }
    }
  }
}

/** Compiled once: positions of names are those of the formula's scenario, whatever its numbers. */
const compiled = new WeakMap<Formula, Differentiable>();

/** What is gained by the values of formulas → by what they read; derived formulas last to first, so that each has all that is gained by it before it passes it on. */
function buildBack(
  { structure }: Chain,
  bound: BoundScenario,
  sheets: ReadonlyMap<Formula, Sheet>,
  sheetOf: (f: Formula) => Sheet,
  gain: (sheet: Sheet, by: number, i: number) => void,
): (byParameter: Float64Array, byStance: Float64Array) => void {
  const width = structure.regions.length;
  const scope = scopeOf(
    bound.names,
    bound.derived.map((d) => d.id),
    bound.stances,
    bound.regions,
  );
  const compiledOf = (formula: Formula): Differentiable => {
    let found = compiled.get(formula);
    if (!found) {
      found = differentiable(formula.expression, scope);
      compiled.set(formula, found);
    }
    return found;
  };
  const stances = Float64Array.from(bound.stances, (s) => s.position * s.salience);
  const env: Environment = {
    values: bound.values,
    stances,
    derived: new Float64Array(bound.derived.length),
    states: new Uint8Array(width),
  };
  const noSlopes = (byParameter: Float64Array = new Float64Array(bound.names.length)): Slopes => ({
    values: byParameter,
    stances: new Float64Array(stances.length),
    derived: new Float64Array(bound.derived.length),
  });
  const aside = noSlopes();
  const layers = new Set(bound.derived.map((d) => d.formula));
  /** @param own the formula's position among the derived ones if its value is a fixed point, else −1. */
  const backOf = ({ formula, gained, where }: Sheet, own: number, into: Slopes): void => {
    const reads = formula.derived.map((d) => sheetOf(bound.derived[d]!.formula));
    const { value, back } = compiledOf(formula);
    for (let k = 0; k < gained.length; k++) {
      let by = gained[k]!;
      if (by === 0) continue;
      const i = where[k]!;
      formula.derived.forEach((d, n) => {
        env.derived[d] = valueAt(reads[n]!.column, structure, i);
      });
      for (const r of formula.regions) env.states[r] = structure.states[i * width + r]!;
      value(env);
      if (own >= 0) {
        // v = f(v, θ): dv = df / (1 − ∂f/∂v).
        aside.derived[own] = 0;
        back(1, aside);
        by /= 1 - aside.derived[own]!;
      }
      back(by, into);
      formula.derived.forEach((d, n) => {
        if (d !== own && into.derived[d] !== 0) gain(reads[n]!, into.derived[d]!, i);
        into.derived[d] = 0;
      });
    }
  };
  return (byParameter, byStance) => {
    const into = noSlopes(byParameter);
    for (const sheet of sheets.values()) if (!layers.has(sheet.formula)) backOf(sheet, -1, into);
    for (let d = bound.derived.length - 1; d >= 0; d--) {
      const sheet = sheets.get(bound.derived[d]!.formula);
      if (sheet) backOf(sheet, bound.derived[d]!.fixedPoint ? d : -1, into);
    }
    bound.stances.forEach((s, k) => {
      byStance[k]! += s.salience * into.stances[k]!;
    });
  };
}

/** One stance of an actor: by region in which it tells states apart, salience × coordinate of each state. */
interface Pull {
  readonly stance: number;
  readonly position: number;
  readonly regions: readonly { readonly region: number; readonly weight: Float64Array }[];
}

function pullsOf({ structure }: Chain, bound: BoundScenario, actor: number): Pull[] {
  if (bound.stanceGain === null) return [];
  return bound.stances.flatMap((s, stance) => {
    if (s.actor !== bound.actors[actor]!.id) return [];
    const regions = structure.part.regions.flatMap((region) => {
      const weight = Float64Array.from(
        bound.regions[region]!.states,
        (state) => s.salience * (state.coordinates[s.issue] ?? 0),
      );
      return weight.some((w) => w !== weight[0]) ? [{ region, weight }] : [];
    });
    return regions.length === 0 ? [] : [{ stance, position: s.position, regions }];
  });
}
