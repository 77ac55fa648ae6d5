// BoundScenario + outcome or reward → its value on each day and the derivative by every number of the scenario and the position of every stance, exactly, for as many as there are at the price of a few solves.
// Outcomes are read as in solve-variant.ts: first passages, races of them, unions for `both`, the law on the day for `at`.
import { buildChainGradient, type ChainGradient, type InputGradient } from '../chain/gradient.ts';
import { type Chain, chainOf } from '../chain/rates.ts';
import { influenceOfBound, partFor } from '../chain/reduce.ts';
import { rewardRatesOf } from '../chain/reward-rates.ts';
import { sharingOf } from '../chain/sharing.ts';
import { defaultMaxConfigurations, explore, maskOf, type Structure } from '../chain/structure.ts';
import { type Counted, gradientsOf, type RateClasses } from '../exact/gradient.ts';
import type { BoundOutcome, BoundReward, BoundScenario } from '../scenario/bind.ts';
import { regionsOf, type StateTest, unionsOf } from '../scenario/state-test.ts';
import { statechartOf } from '../statechart/chart.ts';
import type { Abort } from '../vocabulary/ports.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import type { Days } from '../vocabulary/units.ts';

export interface OutcomeGradient extends InputGradient {
  /** A probability, or the expectation of a reward. */
  readonly value: number;
}

export interface GradientOptions {
  readonly maxConfigurations?: number | undefined;
  readonly maxWork?: number | undefined;
  readonly abort?: Abort | undefined;
}

/** Asks for an outcome, for `race.cause` (also `race.none`), or for a reward, on some days. A reward `until` a set has no day: it is refused with a ProblemError. */
export type OutcomeGradients = (
  asked: string | { readonly reward: string },
  days: readonly Days[],
) => OutcomeGradient[];

/** A chain with what its slopes need. */
interface Prepared {
  readonly chain: Chain;
  readonly classes: RateClasses;
  readonly slopes: ChainGradient;
}

/** A prepared model, for any numbers and any positions of its stances: structures are explored once. */
export function buildGradients(
  model: BoundScenario,
  options: GradientOptions = {},
): (bound: BoundScenario) => OutcomeGradients {
  const chart = statechartOf(model);
  const influence = influenceOfBound(model, chart);
  const structures = new Map<string, Structure>();
  const structureFor = (regions: Iterable<string>): { key: string; structure: Structure } => {
    const part = partFor(model, influence, regions);
    const key = part.regions.join();
    let structure = structures.get(key);
    if (!structure) {
      structure = explore(chart, part, options.maxConfigurations ?? defaultMaxConfigurations);
      structures.set(key, structure);
    }
    return { key, structure };
  };
  return (bound) => {
    const known = new Map<string, Prepared>();
    const preparedFor = (regions: Iterable<string>): Prepared => {
      const { key, structure } = structureFor(regions);
      let found = known.get(key);
      if (!found) {
        const chain = chainOf(structure, bound);
        const { like, member } = sharingOf(structure, bound);
        found = { chain, classes: { like, count: member.length }, slopes: buildChainGradient(chain, bound) };
        known.set(key, found);
      }
      return found;
    };
    return (asked, days) => {
      if (typeof asked !== 'string') return rewardGradients(bound, asked.reward, days, preparedFor, options);
      const sums = days.map(() => ({
        value: 0,
        byParameter: new Float64Array(bound.names.length),
        byStance: new Float64Array(bound.stances.length),
      }));
      for (const term of termsOf(bound, asked)) {
        const { chain, classes, slopes } = preparedFor(new Set(term.sets.flatMap((s) => [...regionsOf(s)])));
        gradientsOf(chain, classes, whatCounts(chain, term), days, options).forEach(({ value, byRate }, d) => {
          const sum = sums[d]!;
          const { byParameter, byStance } = slopes(byRate);
          sum.value += term.sign * value;
          for (let k = 0; k < byParameter.length; k++) sum.byParameter[k]! += term.sign * byParameter[k]!;
          for (let k = 0; k < byStance.length; k++) sum.byStance[k]! += term.sign * byStance[k]!;
        });
      }
      return sums;
    };
  };
}

/** Impulses are paid at the rates of their events, so that an accumulated reward is one of rates: r(x) + Σ rate × amount. */
function rewardGradients(
  bound: BoundScenario,
  id: string,
  days: readonly Days[],
  preparedFor: (regions: Iterable<string>) => Prepared,
  options: GradientOptions,
): OutcomeGradient[] {
  const reward = bound.rewards.find((r) => r.id === id);
  if (!reward) throw new Error(`no reward \`${id}\``);
  if (reward.measure === 'until')
    throw new ProblemError([
      problem('no-day', `\`${id}\` is added up until a set is reached, not to a day`, {
        path: ['rewards', id],
        repair: 'ask for a reward with another `measure`',
      }),
    ]);
  const { chain, classes, slopes } = preparedFor(regionsOfReward(bound, reward));
  const { rowStart } = chain.structure;
  const { rate, impulse } = rewardRatesOf(chain, bound, reward);
  const onDay = reward.measure === 'on_day';
  const f = rate.slice();
  if (impulse && !onDay)
    for (let i = 0; i < f.length; i++)
      for (let t = rowStart[i]!; t < rowStart[i + 1]!; t++) f[i]! += chain.labelled[t]! * impulse[t]!;
  const average = reward.measure === 'average';
  const gradientsAt = (counted: Counted, on: readonly Days[], paid: BoundReward): OutcomeGradient[] =>
    gradientsOf(chain, classes, counted, on, options).map(({ value, byRate, byCounted }, d) => {
      const divisor = average && on[d]! > 0 ? on[d]! : 1;
      const { byParameter, byStance } = slopes(byRate, { reward: paid, byConfiguration: byCounted! });
      return {
        value: value / divisor,
        byParameter: byParameter.map((g) => g / divisor),
        byStance: byStance.map((g) => g / divisor),
      };
    });
  const unpaid = { ...reward, impulses: [] };
  if (onDay) return gradientsAt({ f, measure: 'on_day', absorbing: null }, days, unpaid);
  const accumulated = gradientsAt({ f, measure: 'accumulated', absorbing: null }, days, reward);
  // An average up to day 0 is the rate at the start.
  return days.map((day, d) =>
    average && day === 0
      ? gradientsAt({ f: rate, measure: 'on_day', absorbing: null }, [0], unpaid)[0]!
      : accumulated[d]!,
  );
}

/** Regions that a reward reads or that its events set, as solve-variant.ts has them. */
function regionsOfReward(bound: BoundScenario, reward: BoundReward): Set<string> {
  const regions = new Set<string>();
  for (const f of [reward.rate, ...reward.impulses.map((i) => i.amount)])
    for (const r of f?.regions ?? []) regions.add(bound.regions[r]!.id);
  for (const { event } of reward.impulses)
    for (const e of [...bound.moves, ...bound.hazards])
      if (e.id === event) for (const { region } of e.effects) regions.add(region);
  return regions;
}

/** Sets in order of priority, and which of them counts: its position, −1 for none of them. */
interface Term {
  readonly sign: 1 | -1;
  readonly kind: 'passage' | 'law';
  readonly sets: readonly StateTest[];
  readonly counts: number;
  /** A race: a cause that is true at the start drops out. */
  readonly race?: true;
}

/** Every outcome is a sum of first passages, or a law on the day. */
function termsOf(bound: BoundScenario, asked: string): Term[] {
  const whole = bound.outcomes.find((o) => o.id === asked);
  if (whole) return termsOfOutcome(whole, asked);
  const dot = asked.lastIndexOf('.');
  const race = bound.outcomes.find((o) => o.id === asked.slice(0, dot));
  const cause = asked.slice(dot + 1);
  const n = race?.kind === 'race' ? race.causes.findIndex((c) => c.id === cause) : -1;
  if (race?.kind !== 'race' || (n < 0 && cause !== 'none')) throw new Error(`no outcome \`${asked}\``);
  return [{ sign: 1, kind: 'passage', sets: race.causes.map((c) => c.set), counts: n, race: true }];
}

function termsOfOutcome(o: BoundOutcome, asked: string): Term[] {
  switch (o.kind) {
    case 'reach':
      return [{ sign: 1, kind: 'passage', sets: [o.set], counts: 0 }];
    case 'at':
      return [{ sign: 1, kind: 'law', sets: [o.set], counts: 0 }];
    case 'before':
      return [{ sign: 1, kind: 'passage', sets: [o.second, o.first], counts: 1 }];
    case 'both':
      // Inclusion and exclusion over first passages to unions.
      return unionsOf(o.sets).map(({ set, sign }): Term => ({ sign, kind: 'passage', sets: [set], counts: 0 }));
    case 'race':
      throw new Error(`\`${asked}\` is a race: ask for one of its causes`);
  }
}

function whatCounts(chain: Chain, { kind, sets, counts, race }: Term): Counted {
  const { structure, size } = chain;
  const masks = sets.map((s) => maskOf(s, structure));
  const runs = masks.map((mask) => !(race && mask[chain.initial]));
  const f = new Float64Array(size);
  const absorbing = kind === 'law' ? null : new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    const first = sets.findIndex((_, n) => runs[n]! && masks[n]![i]);
    if (absorbing && first >= 0) absorbing[i] = 1;
    if (first === counts) f[i] = 1;
  }
  return { f, measure: 'on_day', absorbing };
}
