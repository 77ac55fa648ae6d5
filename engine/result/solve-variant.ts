// BoundScenario → VariantResult, exactly: each answer on the smallest part of the model that it depends on, parts and structures shared.

import { bytesToSolve } from '../chain/memory.ts';
import { type Chain, chainOf } from '../chain/rates.ts';
import { influenceOfBound, type Part, partFor, wholeOf } from '../chain/reduce.ts';
import { type RewardRates, rewardRatesOf } from '../chain/reward-rates.ts';
import { sharingOf } from '../chain/sharing.ts';
import { defaultMaxConfigurations, explore, maskOf, type Structure } from '../chain/structure.ts';
import { answersOf } from '../exact/batch.ts';
import { type Hit, incidenceOf, type Transient, transientOf } from '../exact/passage.ts';
import { accumulatedMoments, type Moments, untilMoments } from '../exact/reward.ts';
import { dot, type Work } from '../exact/uniformized.ts';
import type { BoundOutcome, BoundReward, BoundScenario, Formula } from '../scenario/bind.ts';
import type { InfluenceModel } from '../scenario/influence.ts';
import { anyOf, regionsOf, type StateTest, testText, unionsOf } from '../scenario/state-test.ts';
import { type Statechart, statechartOf } from '../statechart/chart.ts';
import { type Abort, assertNotAborted } from '../vocabulary/ports.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import type { Days } from '../vocabulary/units.ts';
import type { OutcomeResult, RewardResult, VariantResult } from './result.ts';

export interface SolveOptions {
  /** Ids; left out: all. */
  readonly outcomes?: readonly string[] | undefined;
  readonly rewards?: readonly string[] | undefined;
  /** Ascending; left out: the scenario's reported days. */
  readonly days?: readonly Days[] | undefined;
  readonly occupancy?: boolean | undefined;
  /** False: rewards by their means; the deviations of accumulated and average ones may be NaN. Cheaper by a vector of each. */
  readonly deviations?: boolean | undefined;
  readonly maxConfigurations?: number | undefined;
  readonly maxWork?: number | undefined;
  /** Memory that a chain may take with a sweep over it, bytes; what needs more is refused before it is made. */
  readonly maxBytes?: number | undefined;
  /** Told now and then how far the solution is: for models that take seconds. */
  readonly underway?: ((state: Underway) => void) | undefined;
  /** Solve each answer on its cone of influence (default); false: on all regions, for checking. */
  readonly reduce?: boolean | undefined;
  readonly abort?: Abort | undefined;
  /** Told of every step of the solution as it is done. */
  readonly explain?: Explain | undefined;
  /** Keeps what a change of parameters does not change, between calls. */
  readonly cache?: StructureCache | undefined;
}

/** How far a solution is. */
export interface Underway {
  readonly phase: 'exploring' | 'sweeping';
  /** Met so far, or all that the sweep is over. */
  readonly configurations: number;
  /** What its chain takes with a sweep, bytes; null while exploring. */
  readonly bytes: number | null;
  /** Products done, of all of this sweep; 0 of 0 while exploring. */
  readonly done: number;
  readonly total: number;
}

/** 4 GB: what one array buffer of WebAssembly can hold, and most machines can give. */
export const defaultMaxBytes = 4e9;

/** How some answers were found. */
export interface SolveStep {
  readonly method: 'structure' | 'rates' | 'together' | 'alone' | 'law' | 'moments' | 'elimination';
  /** Outcomes, rewards or sets that it answers; regions for a structure or its rates. */
  readonly answers: readonly string[];
  readonly milliseconds: number;
  /** Of a sweep, with an upper bound of the truncated Poisson mass. */
  readonly sweep?: { readonly work: Work; readonly truncation: number };
  /** Configurations and labelled transitions, of a structure or its rates. */
  readonly size?: {
    readonly configurations: number;
    readonly transitions: number;
    /** Rates computed for them. */
    readonly computed?: number;
    /** What the chain takes with a sweep over it, by estimate. */
    readonly bytes?: number;
  };
}

export interface Explain {
  /** A clock in milliseconds. */
  readonly now: () => number;
  readonly step: (step: SolveStep) => void;
}

/** By everything that the structures and the parts of a model depend on (shapeOf); the shapes used last are kept. */
export type StructureCache = Map<string, Shape>;
const cachedShapes = 24;

interface Shape {
  /** By the regions that an answer reads. */
  readonly parts: Map<string, Part>;
  readonly structures: Map<string, Structure>;
  /** By the text of a set, in each structure. */
  readonly members: WeakMap<Structure, Map<string, Uint8Array>>;
}

function shapeIn(cache: StructureCache | undefined, bound: BoundScenario, chart: Statechart): Shape {
  const key = cache ? shapeOf(bound, chart) : '';
  const shape = cache?.get(key) ?? { parts: new Map(), structures: new Map(), members: new WeakMap() };
  // The one used longest ago goes first.
  cache?.delete(key);
  cache?.set(key, shape);
  if (cache && cache.size > cachedShapes) cache.delete(cache.keys().next().value!);
  return shape;
}

/** Asked for single outcomes, a first passage over more combinations of kept regions than this gets a structure of its own, without what lies beyond its sets. A run of everything needs the shared one anyway. */
const sharedCombinations = 20_000;

export function solveVariant(bound: BoundScenario, options: SolveOptions = {}): VariantResult {
  const solver = beginSolve(bound, options);
  const { days } = solver;
  const asked = bound.outcomes.filter((o) => !options.outcomes || options.outcomes.includes(o.id));
  const wanted = bound.rewards.filter((r) => !options.rewards || options.rewards.includes(r.id));
  solver.prepare(asked, wanted);
  const outcomes: Record<string, OutcomeResult> = {};
  for (const outcome of asked) {
    assertNotAborted(options.abort);
    outcomes[outcome.id] = solver.outcome(outcome);
  }
  const rewards = solver.rewards(wanted);
  const occupancy = options.occupancy ? solver.occupancy() : undefined;
  const whole = solver.size(options.outcomes === undefined && options.rewards === undefined);
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
  const whole = wholeOf(bound);
  const { parts, structures, members } = shapeIn(options.cache, bound, chart);
  let influence: InfluenceModel | null = null;
  const chains = new Map<string, Chain>();
  const transients = new Map<string, Transient>();
  let truncation = 0;

  const { explain } = options;
  /** Does it, and tells what `describe` says of the result with the time that it took. */
  const told = <T>(act: () => T, describe: (result: T) => Omit<SolveStep, 'milliseconds'>): T => {
    if (!explain) return act();
    const begin = explain.now();
    const result = act();
    const milliseconds = explain.now() - begin;
    explain.step({ ...describe(result), milliseconds });
    return result;
  };
  const swept =
    (method: SolveStep['method'], answers: readonly string[]) =>
    ({ work, truncation }: { work: Work; truncation: number }): Omit<SolveStep, 'milliseconds'> => ({
      method,
      answers,
      sweep: { work, truncation },
    });
  const namesOf = (part: Part): string[] => part.regions.map((r) => bound.regions[r]!.id);
  const partOf = (seed: Iterable<string>): Part => {
    if (options.reduce === false) return whole;
    const key = [...seed].sort().join();
    let part = parts.get(key);
    if (!part) {
      influence ??= influenceOfBound(bound, chart);
      part = partFor(bound, influence, seed);
      parts.set(key, part);
    }
    return part;
  };
  /** Cones of single regions of a part that are less than all of it, the smallest first: each runs by itself. */
  const coresOf = (part: Part): (readonly number[])[] => {
    const cones = part.regions.map((r) => partOf([bound.regions[r]!.id]).regions);
    return cones.filter((c) => c.length < part.regions.length).sort((a, b) => a.length - b.length);
  };
  const keyOf = (part: Part, absorbing?: StateTest): string =>
    `${part.regions.join()}|${part.events.size}|${absorbing ? testText(absorbing) : ''}`;
  /** Structures of this solution. */
  const used = new Set<Structure>();
  const structureFor = (part: Part, absorbing?: StateTest): Structure => {
    const key = keyOf(part, absorbing);
    let structure = structures.get(key);
    if (!structure) {
      structure = told(
        () =>
          explore(chart, part, options.maxConfigurations ?? defaultMaxConfigurations, absorbing, (configurations) => {
            assertNotAborted(options.abort);
            options.underway?.({ phase: 'exploring', configurations, bytes: null, done: 0, total: 0 });
          }),
        ({ size, target }) => ({
          method: 'structure',
          answers: namesOf(part),
          size: { configurations: size, transitions: target.length },
        }),
      );
      structures.set(key, structure);
    }
    used.add(structure);
    return structure;
  };
  const membersOf = (set: StateTest, structure: Structure): Uint8Array => {
    const known = members.get(structure) ?? new Map<string, Uint8Array>();
    members.set(structure, known);
    const key = testText(set);
    let inSet = known.get(key);
    if (!inSet) {
      inSet = maskOf(set, structure);
      known.set(key, inSet);
    }
    return inSet;
  };
  const chainFor = (seed: Iterable<string>, absorbing?: StateTest): { chain: Chain; key: string } => {
    const part = partOf(seed);
    const combinations = part.regions.reduce((n, r) => n * bound.regions[r]!.states.length, 1);
    const own =
      absorbing !== undefined &&
      options.outcomes !== undefined &&
      options.reduce !== false &&
      combinations > sharedCombinations;
    const key = `${part.regions.join()}|${own ? testText(absorbing) : ''}`;
    let chain = chains.get(key);
    if (!chain) {
      const structure = structureFor(part, own ? absorbing : undefined);
      assertFits(structure, options.maxBytes ?? defaultMaxBytes);
      chain = told(
        () => chainOf(structure, bound),
        ({ size }) => ({
          method: 'rates',
          answers: namesOf(part),
          size: {
            configurations: size,
            transitions: structure.target.length,
            computed: sharingOf(structure, bound).member.length,
            bytes: bytesToSolve(structure),
          },
        }),
      );
      chains.set(key, chain);
    }
    return { chain, key };
  };
  const limits = { abort: options.abort, maxWork: options.maxWork };
  /** For sweeps over this chain. */
  const sweeping = ({ size, structure }: Chain) => {
    const { underway } = options;
    if (!underway) return limits;
    const bytes = bytesToSolve(structure);
    const progress = (done: number, total: number): void =>
      underway({ phase: 'sweeping', configurations: size, bytes, done, total });
    return { ...limits, progress };
  };
  const byDay = (values: ArrayLike<number>): Record<string, number> =>
    Object.fromEntries(days.map((d, k) => [String(d), clamp(values[k]!)]));
  const constant = (value: number): Record<string, number> => Object.fromEntries(days.map((d) => [String(d), value]));

  /** The settled start: a structure in which nothing is left. */
  const start = structureFor(whole, { op: 'true' });
  const trueAtStart = (set: StateTest): boolean => membersOf(set, start)[0] === 1;

  /** Sets in priority order on the chain that tells them apart. A set that is true at the start does not run. */
  const raceOf = (sets: readonly StateTest[]) => {
    const already = sets.map((set) => trueAtStart(set));
    const running = sets.map((_, c) => c).filter((c) => !already[c]);
    const absorbing = anyOf(running.map((c) => sets[c]!));
    return { already, running, ...chainFor(new Set(sets.flatMap((s) => [...regionsOf(s)])), absorbing) };
  };
  /** Cumulative incidence of the causes; null for a set that is true at the start. */
  const race = (sets: readonly StateTest[]) => {
    const { already, running, chain } = raceOf(sets);
    const masks = running.map((c) => membersOf(sets[c]!, chain.structure));
    const causeOf = new Int8Array(chain.size).fill(-1);
    // The first of the list counts where one jump enters several sets.
    for (let c = masks.length - 1; c >= 0; c--) for (let i = 0; i < chain.size; i++) if (masks[c]![i]) causeOf[i] = c;
    const incidence = told(
      () => incidenceOf(chain, causeOf, running.length, days, sweeping(chain)),
      swept('alone', sets.map(testText)),
    );
    truncation = Math.max(truncation, incidence.truncation);
    return {
      incidence,
      already,
      of: (c: number) => (running.includes(c) ? incidence.byCause[running.indexOf(c)]! : null),
    };
  };
  const hits = new Map<string, Hit | 'already'>();
  /** Several outcomes ask for the first passage to one set: once is enough. */
  const hit = (set: StateTest): Hit | 'already' => {
    const key = testText(set);
    let found = hits.get(key);
    if (!found) {
      const { incidence, of } = race([set]);
      const byDay = of(0);
      found = byDay ? { byDay, quantile: incidence.quantile } : 'already';
      hits.set(key, found);
    }
    return found;
  };

  const specs = new Map<string, RewardRates>();
  const specOf = (chain: Chain, reward: BoundReward): RewardRates => {
    const spec = specs.get(reward.id) ?? rewardRatesOf(chain, bound, reward);
    specs.set(reward.id, spec);
    return spec;
  };
  const moments = new Map<string, Moments>();
  /** What several answers ask of one chain is swept together, before they are put together one by one. */
  const prepare = (outcomes: readonly BoundOutcome[], rewards: readonly BoundReward[]): void => {
    const batches = new Map<string, Batch>();
    const batchFor = ({ chain, key }: { chain: Chain; key: string }): Batch => {
      const batch = batches.get(key) ?? { chain, sets: new Map(), law: false, rewards: [] };
      batches.set(key, batch);
      return batch;
    };
    for (const set of outcomes.flatMap(setsOf)) {
      const { already, chain, key } = raceOf([set]);
      if (!already[0]) batchFor({ chain, key }).sets.set(testText(set), set);
    }
    for (const o of outcomes) if (o.kind === 'at') batchFor(chainFor(regionsOf(o.set))).law = true;
    for (const reward of rewards) {
      if (reward.measure === 'until' || reward.measure === 'on_day' || reward.impulses.length > 0) continue;
      const found = chainFor(seedOf(bound, reward));
      batchFor(found).rewards.push({ id: reward.id, rate: specOf(found.chain, reward).rate });
    }
    for (const [key, { chain, sets, law, rewards }] of batches) {
      assertNotAborted(options.abort);
      const { structure } = chain;
      const together = [...sets].flatMap(([text, set]) => {
        const inSet = membersOf(set, structure);
        return sharesSweep(structure, inSet) ? [{ text, inSet }] : [];
      });
      if (together.length + rewards.length < 2 && !law) continue;
      const families = proportional(rewards);
      const asked = {
        passages: together.map((t) => t.inSet),
        days,
        law: law ? days : [],
        rewards: families.map((f) => f.rate),
        rewardDays: daysAndHorizon,
        deviations: options.deviations,
        cores: coresOf(structure.part),
      };
      const names = [...together.map((t) => t.text), ...rewards.map((r) => r.id), ...(law ? ['law of the day'] : [])];
      const answers = told(
        () => answersOf(chain, asked, sweeping(chain)),
        (found) =>
          // Too much at once: nothing was swept.
          found ? swept('together', names)(found) : { method: 'together', answers: [] },
      );
      if (!answers) continue;
      truncation = Math.max(truncation, answers.truncation);
      together.forEach(({ text }, n) => void hits.set(text, answers.passages[n]!));
      families.forEach(({ members }, n) => {
        for (const { id, factor } of members) moments.set(id, scaled(answers.moments[n]!, factor));
      });
      if (law) transients.set(key, answers.law);
    }
  };

  const outcome = (o: BoundOutcome): OutcomeResult => {
    switch (o.kind) {
      case 'reach': {
        const found = hit(o.set);
        if (found === 'already') return { kind: 'reach', already: true, byDay: constant(1) };
        const quantiles = Object.fromEntries([0.05, 0.25, 0.5, 0.75, 0.95].map((q) => [String(q), found.quantile(q)]));
        return { kind: 'reach', already: false, byDay: byDay(found.byDay), quantiles };
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
        const unions = unionsOf(o.sets.filter((s) => !trueAtStart(s)));
        if (unions.length === 0) return { kind: 'both', already: true, byDay: constant(1) };
        const sum = new Float64Array(days.length);
        for (const { set, sign } of unions) {
          const found = hit(set);
          if (found === 'already') throw new Error('a union of sets that are not true at the start is');
          for (let k = 0; k < sum.length; k++) sum[k]! += sign * found.byDay[k]!;
        }
        return { kind: 'both', already: false, byDay: byDay(sum) };
      }
      case 'at': {
        const { chain, key } = chainFor(regionsOf(o.set));
        let transient = transients.get(key);
        if (!transient) {
          transient = told(() => transientOf(chain, days, sweeping(chain)), swept('law', [testText(o.set)]));
          transients.set(key, transient);
          truncation = Math.max(truncation, transient.truncation);
        }
        const mask = membersOf(o.set, chain.structure);
        const inSet = Float64Array.from(transient.configuration, (i) => mask[i]!);
        return { kind: 'at', already: false, byDay: byDay(transient.byDay.map((law) => dot(law, inSet))) };
      }
    }
  };

  const rewards = (wanted: readonly BoundReward[]): Record<string, RewardResult> => {
    const results: Record<string, RewardResult> = {};
    const batches = new Map<string, { chain: Chain; members: { reward: BoundReward; spec: RewardRates }[] }>();
    for (const reward of wanted) {
      const { chain, key } = chainFor(seedOf(bound, reward));
      const spec = specOf(chain, reward);
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
        const missing = summed.filter((b) => !moments.has(b.reward.id));
        if (missing.length) {
          const specs = missing.map((b) => b.spec);
          const found = told(
            () => accumulatedMoments(chain, specs, daysAndHorizon, sweeping(chain)),
            swept(
              'moments',
              missing.map((b) => b.reward.id),
            ),
          );
          truncation = Math.max(truncation, found.truncation);
          missing.forEach(({ reward }, n) => void moments.set(reward.id, found.moments[n]!));
        }
        summed.forEach(({ reward, spec }) => {
          const { mean, sd } = moments.get(reward.id)!;
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
        const transient = told(
          () => transientOf(chain, daysAndHorizon, sweeping(chain)),
          swept(
            'law',
            onDay.map((b) => b.reward.id),
          ),
        );
        truncation = Math.max(truncation, transient.truncation);
        for (const { reward, spec } of onDay) {
          const r = Float64Array.from(transient.configuration, (i) => spec.rate[i]!);
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
    const inSet = membersOf(reward.until!, chain.structure);
    const moments = told(
      () => untilMoments(chain, (i) => inSet[i] === 1, spec, limits),
      () => ({ method: 'elimination', answers: [reward.id] }),
    );
    if (moments === 'infinite') return { mean: null, sd: null, why: 'infinite', unit: reward.unit, byDay: {} };
    return { ...moments, unit: reward.unit, byDay: {} };
  };

  const occupancy = (): Record<string, Record<string, number[]>> => {
    // Each region on its own cone: the smallest chain that gives its states' probabilities.
    const result: Record<string, Record<string, number[]>> = {};
    bound.regions.forEach((region, r) => {
      assertNotAborted(options.abort);
      const { chain, key } = chainFor([region.id]);
      const transient = transients.get(key) ?? transientOf(chain, days, sweeping(chain));
      transients.set(key, transient);
      const width = chain.structure.regions.length;
      const table = region.states.map(() => days.map(() => 0));
      transient.byDay.forEach((law, d) => {
        transient.configuration.forEach((i, n) => {
          table[chain.structure.states[i * width + r]!]![d]! += law[n]!;
        });
      });
      result[region.id] = Object.fromEntries(region.states.map((s, k) => [s.id, table[k]!.map(clamp)]));
    });
    return result;
  };
  /** Of all regions; where only some answers were asked for, of the largest structure that they needed, unless all regions are known anyway. */
  const size = (all: boolean) => {
    if (all) structureFor(whole);
    const found = structures.get(keyOf(whole)) ?? [...used].reduce((a, b) => (b.size > a.size ? b : a));
    return { configurations: found.size, rates: found.target.length };
  };
  return { days, prepare, outcome, rewards, occupancy, size, truncation: () => truncation };
}

/** Refuses a chain before its arrays are made. Throws a ProblemError with the number and what can be done. */
function assertFits(structure: Structure, most: number): void {
  const bytes = bytesToSolve(structure);
  if (bytes <= most) return;
  const megabytes = (b: number): string => `${Math.ceil(b / 1e6).toLocaleString('en')} MB`;
  throw new ProblemError([
    problem(
      'too-much-memory',
      `${structure.size.toLocaleString('en')} configurations with ${structure.target.length.toLocaleString('en')} transitions need about ${megabytes(bytes)}, more than ${megabytes(most)}`,
      {
        repair:
          'ask for outcomes that read fewer regions, join regions or states, sample instead, or allow more (`standoff run --max-memory`)',
      },
    ),
  ]);
}

/** What is asked of one chain. */
interface Batch {
  readonly chain: Chain;
  /** First passages, by the text of their set. */
  readonly sets: Map<string, StateTest>;
  law: boolean;
  readonly rewards: { readonly id: string; readonly rate: Float64Array }[];
}

interface Family {
  readonly rate: Float64Array;
  readonly members: { readonly id: string; readonly factor: number }[];
}

/** Rewards whose rates differ by a positive factor only (days held = people stopped × days each) have moments that do: one of them is enough. */
function proportional(rewards: readonly { readonly id: string; readonly rate: Float64Array }[]): Family[] {
  const families: Family[] = [];
  for (const { id, rate } of rewards) {
    const first = rate.findIndex((r) => r !== 0);
    const found = families.find((f) => {
      const factor = first < 0 ? 1 : rate[first]! / f.rate[first]!;
      return factor > 0 && factor < Number.POSITIVE_INFINITY && isMultiple(rate, factor, f.rate);
    });
    if (found) found.members.push({ id, factor: first < 0 ? 1 : rate[first]! / found.rate[first]! });
    else families.push({ rate, members: [{ id, factor: 1 }] });
  }
  return families;
}

/** Up to the rounding of one product. */
function isMultiple(a: Float64Array, factor: number, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (Math.abs(a[i]! - factor * b[i]!) > 4e-16 * Math.abs(a[i]!)) return false;
  return true;
}

const scaled = ({ mean, sd }: Moments, factor: number): Moments =>
  factor === 1 ? { mean, sd } : { mean: mean.map((m) => m * factor), sd: sd.map((s) => s * factor) };

/** Sets whose first passage alone an outcome asks for. */
function setsOf(o: BoundOutcome): readonly StateTest[] {
  if (o.kind === 'reach') return [o.set];
  return o.kind === 'both' ? unionsOf(o.sets).map((u) => u.set) : [];
}

/** Alone, a passage is swept over less of the chain; together, indices and weights are read once for all: a quarter of the time for each. */
const aloneBelow = 0.2;

function sharesSweep({ size, rowStart }: Structure, members: Uint8Array): boolean {
  let left = 0;
  for (let i = 0; i < size; i++) if (!members[i]) left += rowStart[i + 1]! - rowStart[i]!;
  return left > aloneBelow * rowStart[size]!;
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

/** Everything that reachability and influence depend on: no numbers. */
function shapeOf(bound: BoundScenario, chart: Statechart): string {
  const reads = (f: Formula): readonly number[] => f.regions;
  return JSON.stringify([
    chart.regions.map((r) => [r.id, r.initial, r.states.length]),
    bound.regions.map((r) => r.states.map((s) => s.coordinates)),
    chart.events.map((e) => [e.id, e.guard, e.effects]),
    chart.always.map((a) => [a.id, a.guard, a.effects]),
    bound.actors.map((a) => reads(a.opportunityRate)),
    bound.moves.map((m) => [m.actor, reads(m.utility), m.consent.map((c) => [c.actor, reads(c.utility)])]),
    bound.hazards.map((h) => reads(h.hazard)),
    bound.rewards.map((r) => r.impulses.map((i) => i.event)),
    bound.stances.map((s) => [s.actor, s.issue]),
    bound.stanceGain === null,
  ]);
}
