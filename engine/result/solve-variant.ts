// BoundScenario → VariantResult, exactly: each answer on the smallest part of the model that it depends on, parts and structures shared.

import { predicateOf } from '../chain/predicate.ts';
import { type Chain, chainOf } from '../chain/rates.ts';
import { influenceOfBound, type Part, partFor, wholeOf } from '../chain/reduce.ts';
import { type RewardRates, rewardRatesOf } from '../chain/reward-rates.ts';
import { defaultMaxConfigurations, explore, type Structure } from '../chain/structure.ts';
import { incidenceOf, type Transient, transientOf } from '../exact/passage.ts';
import { accumulatedMoments, untilMoments } from '../exact/reward.ts';
import { dot } from '../exact/uniformized.ts';
import type { BoundOutcome, BoundReward, BoundScenario } from '../scenario/bind.ts';
import { anyOf, regionsOf, type StateTest, testText } from '../scenario/state-test.ts';
import { type Statechart, statechartOf } from '../statechart/chart.ts';
import { type Abort, assertNotAborted } from '../vocabulary/ports.ts';
import type { Days } from '../vocabulary/units.ts';
import type { OutcomeResult, RewardResult, VariantResult } from './result.ts';

export interface SolveOptions {
  /** Ids; left out: all. */
  readonly outcomes?: readonly string[] | undefined;
  readonly rewards?: readonly string[] | undefined;
  /** Ascending; left out: the scenario's reported days. */
  readonly days?: readonly Days[] | undefined;
  readonly occupancy?: boolean | undefined;
  readonly maxConfigurations?: number | undefined;
  readonly maxWork?: number | undefined;
  /** Solve each answer on its cone of influence (default); false: on all regions, for checking. */
  readonly reduce?: boolean | undefined;
  readonly abort?: Abort | undefined;
  /** Keeps structures between calls: a change of parameters does not change them. */
  readonly cache?: StructureCache | undefined;
}

export type StructureCache = Map<string, Structure>;
const cacheSize = 256;
/** Asked for single outcomes, a first passage over more combinations of kept regions than this gets a structure of its own, without what lies beyond its sets. A run of everything needs the shared one anyway. */
const sharedCombinations = 20_000;

export function solveVariant(bound: BoundScenario, options: SolveOptions = {}): VariantResult {
  const solver = beginSolve(bound, options);
  const { days } = solver;
  const outcomes: Record<string, OutcomeResult> = {};
  for (const outcome of bound.outcomes) {
    if (options.outcomes && !options.outcomes.includes(outcome.id)) continue;
    assertNotAborted(options.abort);
    outcomes[outcome.id] = solver.outcome(outcome);
  }
  const wanted = bound.rewards.filter((r) => !options.rewards || options.rewards.includes(r.id));
  const rewards = solver.rewards(wanted);
  const occupancy = options.occupancy ? solver.occupancy() : undefined;
  const whole = solver.wholeSize();
  return {
    id: bound.variant.id,
    label: bound.variant.label,
    configurations: whole.configurations,
    rates: whole.rates,
    outcomes,
    rewards,
    ...(occupancy && { occupancy }),
    truncation: solver.truncation(),
    days: [...days],
  };
}

function beginSolve(bound: BoundScenario, options: SolveOptions) {
  const days = options.days ?? bound.days;
  const daysAndHorizon = days.includes(bound.horizon) ? days : [...days, bound.horizon].sort((a, b) => a - b);
  const chart = statechartOf(bound);
  const influence = influenceOfBound(bound, chart);
  const whole = wholeOf(bound);
  const shape = options.cache ? shapeOf(chart) : '';
  const structures: StructureCache = options.cache ?? new Map();
  const chains = new Map<string, Chain>();
  const transients = new Map<string, Transient>();
  let truncation = 0;

  const structureFor = (part: Part, absorbing?: StateTest): Structure => {
    const key = `${shape}|${part.regions.join()}|${part.events.size}|${absorbing ? testText(absorbing) : ''}`;
    let structure = structures.get(key);
    if (!structure) {
      structure = explore(chart, part, options.maxConfigurations ?? defaultMaxConfigurations, absorbing);
      if (structures.size >= cacheSize) structures.delete(structures.keys().next().value!);
      structures.set(key, structure);
    }
    return structure;
  };
  const chainFor = (seed: Iterable<string>, absorbing?: StateTest): { chain: Chain; key: string } => {
    const part = options.reduce === false ? whole : partFor(bound, influence, seed);
    const combinations = part.regions.reduce((n, r) => n * bound.regions[r]!.states.length, 1);
    const own =
      absorbing !== undefined &&
      options.outcomes !== undefined &&
      options.reduce !== false &&
      combinations > sharedCombinations;
    const key = `${part.regions.join()}|${own ? testText(absorbing) : ''}`;
    let chain = chains.get(key);
    if (!chain) {
      chain = chainOf(structureFor(part, own ? absorbing : undefined), bound);
      chains.set(key, chain);
    }
    return { chain, key };
  };
  const exact = { abort: options.abort, maxWork: options.maxWork };
  const byDay = (values: ArrayLike<number>): Record<string, number> =>
    Object.fromEntries(days.map((d, k) => [String(d), clamp(values[k]!)]));
  const constant = (value: number): Record<string, number> => Object.fromEntries(days.map((d) => [String(d), value]));

  /** The settled start: a structure in which nothing is left. */
  const start = structureFor(whole, { op: 'true' });
  const trueAtStart = (set: StateTest): boolean => predicateOf(set, start)(start.states, 0);

  /** Cumulative incidence of sets in priority order; null for a set that is true at the start. */
  const race = (sets: readonly StateTest[]) => {
    const already = sets.map((set) => trueAtStart(set));
    const running = sets.map((_, c) => c).filter((c) => !already[c]);
    const absorbing = anyOf(running.map((c) => sets[c]!));
    const { chain } = chainFor(new Set(sets.flatMap((s) => [...regionsOf(s)])), absorbing);
    const { structure } = chain;
    const width = structure.regions.length;
    const predicates = sets.map((s) => predicateOf(s, structure));
    const causeOf = new Int8Array(chain.size).fill(-1);
    for (let i = 0; i < chain.size; i++)
      causeOf[i] = running.findIndex((c) => predicates[c]!(structure.states, i * width));
    const incidence = incidenceOf(chain, causeOf, running.length, days, exact);
    truncation = Math.max(truncation, incidence.truncation);
    return {
      incidence,
      already,
      of: (c: number) => (running.includes(c) ? incidence.byCause[running.indexOf(c)]! : null),
    };
  };
  // Several outcomes ask for the first passage to one set: once is enough.
  const passages = new Map<string, ReturnType<typeof race>>();
  const passage = (set: StateTest) => {
    const key = testText(set);
    let found = passages.get(key);
    if (!found) {
      found = race([set]);
      passages.set(key, found);
    }
    return found;
  };

  const outcome = (o: BoundOutcome): OutcomeResult => {
    switch (o.kind) {
      case 'reach': {
        const { incidence, of } = passage(o.set);
        const hit = of(0);
        if (!hit) return { kind: 'reach', already: true, byDay: constant(1) };
        const quantiles = Object.fromEntries(
          [0.05, 0.25, 0.5, 0.75, 0.95].map((q) => [String(q), incidence.quantile(q)]),
        );
        return { kind: 'reach', already: false, byDay: byDay(hit), quantiles };
      }
      case 'race': {
        const { incidence, already, of } = race(o.causes.map((c) => c.set));
        const rows = days.map((d, k) => {
          const shares = o.causes.flatMap((c, n) => (of(n) ? [[c.id, clamp(of(n)![k]!)] as const] : []));
          return [String(d), Object.fromEntries([...shares, ['none', clamp(incidence.none[k]!)]])] as const;
        });
        return {
          kind: 'race',
          already: o.causes.filter((_, n) => already[n]).map((c) => c.id),
          byDay: Object.fromEntries(rows),
        };
      }
      case 'before': {
        // The second comes first in priority: reached together counts as not before.
        const { already, of } = race([o.second, o.first]);
        if (already[0]) return { kind: 'before', already: false, byDay: constant(0) };
        if (already[1]) return { kind: 'before', already: true, byDay: constant(1) };
        return { kind: 'before', already: false, byDay: byDay(of(1)!) };
      }
      case 'both': {
        // P(all reached) by inclusion and exclusion over first passages to unions; sets true at the start are reached.
        const pending = o.sets.filter((s) => !passage(s).already[0]);
        if (pending.length === 0) return { kind: 'both', already: true, byDay: constant(1) };
        const sum = new Float64Array(days.length);
        for (let mask = 1; mask < 1 << pending.length; mask++) {
          const members = pending.filter((_, n) => mask & (1 << n));
          const sign = members.length % 2 === 1 ? 1 : -1;
          const f = passage(anyOf(members)).of(0)!;
          for (let k = 0; k < sum.length; k++) sum[k]! += sign * f[k]!;
        }
        return { kind: 'both', already: false, byDay: byDay(sum) };
      }
      case 'at': {
        const { chain, key } = chainFor(regionsOf(o.set));
        let transient = transients.get(key);
        if (!transient) {
          transient = transientOf(chain, days, exact);
          transients.set(key, transient);
          truncation = Math.max(truncation, transient.truncation);
        }
        const holds = predicateOf(o.set, chain.structure);
        const width = chain.structure.regions.length;
        const inSet = Float64Array.from(transient.matrix.configuration, (i) =>
          holds(chain.structure.states, i * width) ? 1 : 0,
        );
        return { kind: 'at', already: false, byDay: byDay(transient.byDay.map((law) => dot(law, inSet))) };
      }
    }
  };

  const rewards = (wanted: readonly BoundReward[]): Record<string, RewardResult> => {
    const results: Record<string, RewardResult> = {};
    const batches = new Map<string, { chain: Chain; members: { reward: BoundReward; spec: RewardRates }[] }>();
    for (const reward of wanted) {
      const { chain, key } = chainFor(seedOf(bound, reward));
      const spec = rewardRatesOf(chain, bound, reward);
      if (reward.measure === 'until') results[reward.id] = untilResult(chain, reward, spec);
      else {
        const batch = batches.get(key) ?? { chain, members: [] };
        batch.members.push({ reward, spec });
        batches.set(key, batch);
      }
    }
    for (const { chain, members } of batches.values()) {
      assertNotAborted(options.abort);
      const onDay = members.filter((b) => b.reward.measure === 'on_day');
      const summed = members.filter((b) => b.reward.measure !== 'on_day');
      if (summed.length) {
        const { moments, truncation: cut } = accumulatedMoments(
          chain,
          summed.map((b) => b.spec),
          daysAndHorizon,
          exact,
        );
        truncation = Math.max(truncation, cut);
        summed.forEach(({ reward, spec }, n) => {
          const { mean, sd } = moments[n]!;
          const average = reward.measure === 'average';
          results[reward.id] = rewardResult(reward.unit, daysAndHorizon, (k, t) =>
            average
              ? t > 0
                ? { mean: mean[k]! / t, sd: sd[k]! / t }
                : { mean: spec.rate[0]!, sd: 0 }
              : { mean: mean[k]!, sd: sd[k]! },
          );
        });
      }
      if (onDay.length) {
        const transient = transientOf(chain, daysAndHorizon, exact);
        truncation = Math.max(truncation, transient.truncation);
        for (const { reward, spec } of onDay) {
          const r = Float64Array.from(transient.matrix.configuration, (i) => spec.rate[i]!);
          const squares = Float64Array.from(r, (v) => v * v);
          results[reward.id] = rewardResult(reward.unit, daysAndHorizon, (k) => {
            const mean = dot(transient.byDay[k]!, r);
            const variance = dot(transient.byDay[k]!, squares) - mean * mean;
            // Differences below rounding of the two moments are no variance.
            return { mean, sd: variance > 1e-12 * mean * mean ? Math.sqrt(variance) : 0 };
          });
        }
      }
    }
    return Object.fromEntries(wanted.map((r) => [r.id, results[r.id]!]));
  };
  const rewardResult = (
    unit: string,
    at: readonly Days[],
    of: (k: number, t: Days) => { mean: number; sd: number },
  ): RewardResult => {
    const all = at.map((t, k) => of(k, t));
    const last = all[at.indexOf(bound.horizon)]!;
    return {
      mean: last.mean,
      sd: last.sd,
      unit,
      byDay: Object.fromEntries(days.map((d) => [String(d), all[at.indexOf(d)]!])),
    };
  };
  const untilResult = (chain: Chain, reward: BoundReward, spec: RewardRates): RewardResult => {
    const holds = predicateOf(reward.until!, chain.structure);
    const width = chain.structure.regions.length;
    const moments = untilMoments(chain, (i) => holds(chain.structure.states, i * width), spec, exact);
    if (moments === 'infinite') return { mean: null, sd: null, why: 'infinite', unit: reward.unit, byDay: {} };
    return { ...moments, unit: reward.unit, byDay: {} };
  };

  const occupancy = (): Record<string, Record<string, number[]>> => {
    // Each region on its own cone: the smallest chain that gives its states' probabilities.
    const result: Record<string, Record<string, number[]>> = {};
    bound.regions.forEach((region, r) => {
      assertNotAborted(options.abort);
      const { chain, key } = chainFor([region.id]);
      const transient = transients.get(key) ?? transientOf(chain, days, exact);
      transients.set(key, transient);
      const width = chain.structure.regions.length;
      const table = region.states.map(() => days.map(() => 0));
      transient.byDay.forEach((law, d) => {
        transient.matrix.configuration.forEach((i, n) => {
          table[chain.structure.states[i * width + r]!]![d]! += law[n]!;
        });
      });
      result[region.id] = Object.fromEntries(region.states.map((s, k) => [s.id, table[k]!.map(clamp)]));
    });
    return result;
  };
  const wholeSize = () => {
    const structure = structureFor(whole);
    return { configurations: structure.size, rates: structure.target.length };
  };
  return { days, outcome, rewards, occupancy, wholeSize, truncation: () => truncation };
}

/** Rounding may leave −1e-18 or 1 + 1e-16. */
const clamp = (p: number): number => Math.min(1, Math.max(0, p));

function seedOf(bound: BoundScenario, reward: BoundReward): Set<string> {
  const seed = new Set<string>(reward.until ? regionsOf(reward.until) : []);
  for (const f of [reward.rate, ...reward.impulses.map((i) => i.amount)])
    for (const r of f?.regions ?? []) seed.add(bound.regions[r]!.id);
  for (const { event } of reward.impulses)
    for (const e of [...bound.moves, ...bound.hazards])
      if (e.id === event) for (const { region } of e.effects) seed.add(region);
  return seed;
}

/** Everything that reachability depends on. */
function shapeOf(chart: Statechart): string {
  return JSON.stringify([
    chart.regions.map((r) => [r.id, r.initial, r.states.length]),
    chart.events.map((e) => [e.id, e.guard, e.effects]),
    chart.always.map((a) => [a.id, a.guard, a.effects]),
  ]);
}
