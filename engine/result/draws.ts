// One variant × draws of everything that is uncertain → its exact answers over the prior, as bands of 5, 50 and 95 per cent. A draw is known by (seed, number) and is the same in every variant, so that differences between variants have far narrower bands than levels.
import { buildPoints } from '../sample/sobol.ts';
import type { Scenario } from '../scenario/load.ts';
import { drawnVariant, type Law, priorOf } from '../scenario/prior.ts';
import type { VariantView } from '../scenario/view.ts';
import { type Abort, Aborted, type Progress } from '../vocabulary/ports.ts';
import type { Checked, Problem } from '../vocabulary/problem.ts';
import type { Days } from '../vocabulary/units.ts';
import { probabilitiesOf } from './compare.ts';
import type { VariantResult } from './result.ts';
import { runVariant } from './run.ts';
import type { StructureCache } from './solve-variant.ts';

/** What a draw answers. */
export interface DrawnAnswer {
  readonly kind: 'outcome' | 'reward';
  /** Outcome, `race.cause`, or reward. */
  readonly id: string;
  /** By (or on) this day; null for a reward that runs until a set is reached. */
  readonly day: Days | null;
  /** `probability`, or the unit of the reward. */
  readonly unit: string;
  /** Of the variant at the centre of all laws: true at the start, so that its probability is 1 by definition. */
  readonly already: boolean;
  /** The answer at the centre of all laws: the file's own numbers. ∞ where an expectation is infinite. */
  readonly centre: number;
}

/** One draw that was solved. */
export interface Draw {
  readonly draw: number;
  /** Values drawn, parallel to `Draws.inputs`. Where the variant itself sets one of them, its own value was used instead. */
  readonly inputs: Float64Array;
  /** Parallel to `Draws.answers`; ∞ where an expectation is infinite. */
  readonly answers: Float64Array;
}

/** One draw that could not be solved, such as one with a negative hazard: it is counted and shown, never mended. */
export interface FailedDraw {
  readonly draw: number;
  readonly inputs: Float64Array;
  readonly problems: readonly Problem[];
}

/** Draws of one variant, ascending by number: plain data that crosses threads. */
export interface Draws {
  readonly variant: string;
  readonly seed: number;
  readonly inputs: readonly Pick<Law, 'id' | 'kind'>[];
  readonly answers: readonly DrawnAnswer[];
  readonly draws: readonly Draw[];
  readonly failed: readonly FailedDraw[];
}

export interface DrawsOptions {
  readonly seed: number;
  /** Ascending; left out: the scenario's reported days. */
  readonly days?: readonly Days[] | undefined;
  readonly maxConfigurations?: number | undefined;
  readonly maxBytes?: number | undefined;
  readonly cache?: StructureCache | undefined;
  readonly abort?: Abort | undefined;
}

/** Solves draws [from, from + count); on abort keeps what is finished. */
export type Drawer = (from: number, count: number, progress?: Progress) => Draws;

/**
 * Prepares draws of one variant: its prior, and its answers at the centre. What cannot be solved even there is a Problem of the variant, not of a draw.
 * @param abort of `options`: throws Aborted when the centre is not wanted any more.
 */
export function drawerOf(scenario: Scenario, variant: VariantView, options: DrawsOptions): Checked<Drawer> {
  const prior = priorOf(scenario.file);
  if (!prior.value) return { value: null, problems: prior.problems.map((p) => scenario.source.locate(p)) };
  const laws = prior.value;
  const solving = {
    days: options.days,
    maxConfigurations: options.maxConfigurations,
    maxBytes: options.maxBytes,
    deviations: false,
    cache: options.cache ?? new Map(),
    abort: options.abort,
  };
  const centre = runVariant(scenario, variant, solving);
  if (!centre.value) return { value: null, problems: centre.problems };
  const answers = answersOf(centre.value);
  const pointOf = buildPoints(options.seed, laws.length);
  const point = new Float64Array(laws.length);

  const drawer: Drawer = (from, count, progress) => {
    const draws: Draw[] = [];
    const failed: FailedDraw[] = [];
    for (let draw = from; draw < from + count && !options.abort?.aborted; draw++) {
      pointOf(draw, point);
      const inputs = Float64Array.from(laws, (law, k) => law.quantile(point[k]!));
      let solved: Checked<VariantResult>;
      try {
        solved = runVariant(scenario, drawnVariant(variant, laws, inputs), solving);
      } catch (error) {
        if (error instanceof Aborted) break;
        throw error;
      }
      if (solved.value)
        draws.push({ draw, inputs, answers: Float64Array.from(answersOf(solved.value), (a) => a.centre) });
      else failed.push({ draw, inputs, problems: solved.problems.filter((p) => p.severity === 'error') });
      progress?.(draw - from + 1, count);
    }
    return {
      variant: variant.id,
      seed: options.seed,
      inputs: laws.map(({ id, kind }) => ({ id, kind })),
      answers,
      draws,
      failed,
    };
  };
  return { value: drawer, problems: centre.problems };
}

/** Every number of a result that has a band, always in the same order. */
function answersOf(result: VariantResult): DrawnAnswer[] {
  const answers: DrawnAnswer[] = [];
  for (const [id, { byDay, already }] of probabilitiesOf(result))
    for (const day of result.days)
      answers.push({ kind: 'outcome', id, day, unit: 'probability', already, centre: byDay[String(day)]! });
  for (const [id, reward] of Object.entries(result.rewards)) {
    const shared = { kind: 'reward', id, unit: reward.unit, already: false } as const;
    if (Object.keys(reward.byDay).length === 0)
      answers.push({ ...shared, day: null, centre: reward.mean ?? Number.POSITIVE_INFINITY });
    else for (const day of result.days) answers.push({ ...shared, day, centre: reward.byDay[String(day)]!.mean });
  }
  return answers;
}

/** Joins blocks of one variant and seed, whoever solved them first. */
export function joinDraws(blocks: readonly Draws[]): Draws {
  const [first] = blocks;
  if (!first) throw new Error('nothing to join');
  const byNumber = (a: { draw: number }, b: { draw: number }): number => a.draw - b.draw;
  return {
    ...first,
    draws: blocks.flatMap((b) => b.draws).sort(byNumber),
    failed: blocks.flatMap((b) => b.failed).sort(byNumber),
  };
}

/** An answer over the draws that were solved. */
export interface DrawnBand {
  /** 5, 50 and 95 per cent of the draws lie below, linearly between neighbours; ∞ where that many expectations are infinite. */
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly mean: number;
}

/** Bands, parallel to `Draws.answers`; none when no draw was solved. */
export function bandsOf({ answers, draws }: Draws): DrawnBand[] {
  if (draws.length === 0) return [];
  return answers.map((_, k) => {
    const values = Float64Array.from(draws, (d) => d.answers[k]!).sort();
    return {
      low: quantileOf(values, 0.05),
      median: quantileOf(values, 0.5),
      high: quantileOf(values, 0.95),
      mean: values.reduce((sum, v) => sum + v, 0) / values.length,
    };
  });
}

/** Linear between the order statistics (type 7 of Hyndman and Fan 1996). @param values ascending, at least one. */
function quantileOf(values: Float64Array, p: number): number {
  const at = p * (values.length - 1);
  const below = values[Math.floor(at)]!;
  const above = values[Math.ceil(at)]!;
  return below === above ? below : below + (at - Math.floor(at)) * (above - below);
}

/** Why draws failed: Problems of one kind and place together, the most frequent first. */
export function reasonsOf({ failed }: Pick<Draws, 'failed'>): { readonly first: Problem; readonly draws: number }[] {
  const reasons = new Map<string, { first: Problem; draws: number }>();
  for (const { problems } of failed) {
    const first = problems[0]!;
    const key = JSON.stringify([first.code, first.path]);
    const known = reasons.get(key);
    if (known) known.draws++;
    else reasons.set(key, { first, draws: 1 });
  }
  return [...reasons.values()].sort((a, b) => b.draws - a.draws);
}

/** What draws say, without the draws. */
export interface DrawsSummary {
  readonly variant: string;
  readonly seed: number;
  readonly solved: number;
  readonly failed: number;
  readonly reasons: readonly { readonly first: Problem; readonly draws: number }[];
  readonly bands: readonly (DrawnAnswer & DrawnBand)[];
}

export function drawsSummaryOf(d: Draws): DrawsSummary {
  return {
    variant: d.variant,
    seed: d.seed,
    solved: d.draws.length,
    failed: d.failed.length,
    reasons: reasonsOf(d),
    bands: bandsOf(d).map((band, k) => ({ ...d.answers[k]!, ...band })),
  };
}
