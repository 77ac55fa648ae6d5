// What a run leaves: the nouns of every answer, as zod schemas (programs rely on `run --json`) with their inferred types.
import { z } from 'zod';

const probability = z.number();
const byDay = z.record(z.string(), probability);

export const outcomeResultSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['reach', 'at', 'both', 'before']),
    /** True at the start of the variant: the probabilities are 1 by definition, not by the model ("already so"). */
    already: z.boolean(),
    /** Day (as text) → probability by that day (`at`: on that day). */
    byDay,
    /** reach: level → first day by which the probability is at least that level. */
    quantiles: z
      .record(
        z.string(),
        z.union([
          z.object({ value: z.number() }),
          z.object({ value: z.null(), why: z.enum(['infinite', 'beyond horizon']) }),
        ]),
      )
      .optional(),
  }),
  z.object({
    kind: z.literal('race'),
    /** Causes true at the start: dropped from the race. */
    already: z.array(z.string()),
    /** Day → cause or `none` → cumulative incidence; each day sums to 1. */
    byDay: z.record(z.string(), z.record(z.string(), probability)),
  }),
]);
export type OutcomeResult = z.infer<typeof outcomeResultSchema>;

export const rewardResultSchema = z.object({
  /** Over the horizon (or on its last day); null with `why` where the expectation is infinite. */
  mean: z.number().nullable(),
  sd: z.number().nullable(),
  why: z.enum(['infinite']).optional(),
  unit: z.string(),
  byDay: z.record(z.string(), z.object({ mean: z.number(), sd: z.number() })),
});
export type RewardResult = z.infer<typeof rewardResultSchema>;

export const variantResultSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** Reachable configurations of all regions; where only some answers were asked for, of the largest part that they needed. */
  configurations: z.number().int(),
  /** Labelled transitions between these configurations, waiting moves included. */
  rates: z.number().int(),
  outcomes: z.record(z.string(), outcomeResultSchema),
  rewards: z.record(z.string(), rewardResultSchema),
  /** region → state → probability on each of `days`, when asked for. */
  occupancy: z.record(z.string(), z.record(z.string(), z.array(probability))).optional(),
  /** The days that `byDay` and `occupancy` report, ascending. */
  days: z.array(z.number()),
  /** Largest truncated Poisson mass of any answer: an upper bound of its numerical error. */
  truncation: z.number(),
});
export type VariantResult = z.infer<typeof variantResultSchema>;

export const runSchema = z.object({
  scenario: z.string(),
  engine: z.string(),
  /** SHA-256 of the canonical bound scenario (base). */
  inputs: z.string(),
  source: z.object({ file: z.string(), sha256: z.string() }),
  days: z.array(z.number()),
  variants: z.array(variantResultSchema),
});
export type Run = z.infer<typeof runSchema>;
