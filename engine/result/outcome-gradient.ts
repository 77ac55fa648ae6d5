// BoundScenario + outcome → its probability on each day and the derivative by the position of every stance, exactly, for as many stances as there are at the price of a few solves.
// Outcomes are read as in solve-variant.ts: first passages, races of them, unions for `both`, the law on the day for `at`.
import { type Chain, chainOf } from '../chain/rates.ts';
import { influenceOfBound, partFor } from '../chain/reduce.ts';
import { buildStanceGradient, type StanceGradient } from '../chain/stance-gradient.ts';
import { defaultMaxConfigurations, explore, maskOf, type Structure } from '../chain/structure.ts';
import { gradientsOf } from '../exact/gradient.ts';
import type { BoundOutcome, BoundScenario } from '../scenario/bind.ts';
import { regionsOf, type StateTest, unionsOf } from '../scenario/state-test.ts';
import { statechartOf } from '../statechart/chart.ts';
import type { Abort } from '../vocabulary/ports.ts';
import type { Days, Probability } from '../vocabulary/units.ts';

export interface OutcomeGradient {
  readonly value: Probability;
  /** Parallel to bound.stances: ∂ value / ∂ position. */
  readonly byStance: Float64Array;
}

export interface GradientOptions {
  readonly maxConfigurations?: number | undefined;
  readonly maxWork?: number | undefined;
  readonly abort?: Abort | undefined;
}

/** Asks for an outcome, or for `race.cause` (also `race.none`), on some days. */
export type OutcomeGradients = (outcome: string, days: readonly Days[]) => OutcomeGradient[];

/** A prepared model, for any positions of its stances: structures are explored once. */
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
    const chains = new Map<string, { chain: Chain; stances: StanceGradient }>();
    const chainFor = (regions: Iterable<string>) => {
      const { key, structure } = structureFor(regions);
      let found = chains.get(key);
      if (!found) {
        const chain = chainOf(structure, bound);
        found = { chain, stances: buildStanceGradient(chain, bound) };
        chains.set(key, found);
      }
      return found;
    };
    return (outcome, days) => {
      const sums = days.map(() => ({ value: 0, byStance: new Float64Array(bound.stances.length) }));
      for (const term of termsOf(bound, outcome)) {
        const { chain, stances } = chainFor(new Set(term.sets.flatMap((s) => [...regionsOf(s)])));
        const { f, absorbing } = whatCounts(chain, term);
        gradientsOf(chain, f, absorbing, days, options).forEach(({ value, byRate }, d) => {
          const sum = sums[d]!;
          sum.value += term.sign * value;
          stances(byRate).forEach((g, k) => {
            sum.byStance[k]! += term.sign * g;
          });
        });
      }
      return sums;
    };
  };
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

function whatCounts(
  chain: Chain,
  { kind, sets, counts, race }: Term,
): { f: Float64Array; absorbing: Uint8Array | null } {
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
  return { f, absorbing };
}
