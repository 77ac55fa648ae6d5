// The scenario file as a zod schema: what a user may write. Enters: parsed YAML. Leaves: a ScenarioFile, names not yet resolved (bind.ts does that).
import { z } from 'zod';
import { isDate } from '../vocabulary/dates.ts';

/** Caps that keep a stranger's file from asking for unbounded work. */
export const limits = {
  fileBytes: 1_000_000,
  expressionCharacters: 2_000,
  expressionNesting: 40,
  regions: 64,
  statesPerRegion: 200,
  entries: 2_000,
  days: 1_000,
  bothSets: 4,
  /** Formulas under `derived:` that stand on one another. */
  derivedDepth: 200,
} as const;

/** What every object answers to: as an id, such a name could be read through the prototype. */
const reserved = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/** The keys of a section that may be absent. */
export const keys = (map: object | undefined): string[] => Object.keys(map ?? {});

/** The entry of a map by a name that a user chose: never one of the prototype's. */
export const own = <T>(map: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;

const id = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'an id starts with a letter and has letters, digits, _ or -')
  .refine((name) => !reserved.has(name), 'this name is reserved');
/** A name that expressions can use: no dash. */
const symbol = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'a name used in expressions starts with a letter and has letters, digits or _')
  .refine((name) => !reserved.has(name), 'this name is reserved');

const text = z.string().max(2_000);
const finite = z.number();
/** Numbers are let through as text so that `utility: 0` works and a missing key still says that it is missing; an empty one goes on as a blank, for the parser to say so. */
const expression = z.preprocess(
  (v) => (typeof v === 'number' || typeof v === 'boolean' ? String(v) : v === null || v === '' ? ' ' : v),
  z.string().min(1).max(limits.expressionCharacters),
);
const evidence = z.array(z.string().max(100)).max(200).optional();

function mapOf<K extends typeof id, V extends z.ZodType>(key: K, value: V) {
  return z
    .record(key, value)
    .refine((m) => Object.keys(m).length <= limits.entries, `at most ${limits.entries} entries`);
}

const dateRepair = { repair: 'write a day of the calendar as YYYY-MM-DD' };
const isoDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'a date is written YYYY-MM-DD', abort: true })
  .refine(isDate, { error: (issue) => `there is no day ${String(issue.input)}`, params: dateRepair });

const meta = z.strictObject({
  id,
  version: z.number().int().min(1).optional(),
  title: text,
  description: text.optional(),
  start_date: isoDate.optional(),
  as_of: isoDate.optional(),
  horizon_days: z.number().positive().max(36_525),
  days_reported: z.array(z.number().min(0)).min(1).max(limits.days).optional(),
  sources: z
    .array(
      z.strictObject({ id: z.string().max(100), outlet: text, title: text.optional(), published: isoDate.optional() }),
    )
    .max(100)
    .optional(),
  caveats: z.array(text).max(20).optional(),
});

const state = z.strictObject({
  label: text.optional(),
  final: z.boolean().optional(),
  coordinate: z.record(id, finite).optional(),
  evidence,
});

const region = z.strictObject({
  label: text.optional(),
  initial: id,
  states: z
    .record(
      id,
      z.union([state, z.null()]).transform((s) => s ?? {}),
    )
    .refine((m) => Object.keys(m).length >= 1, 'a region needs at least one state')
    .refine(
      (m) => Object.keys(m).length <= limits.statesPerRegion,
      `at most ${limits.statesPerRegion} states in a region`,
    ),
});

const parameter = z.strictObject({
  value: finite,
  low: finite.optional(),
  high: finite.optional(),
  distribution: z.enum(['normal', 'lognormal', 'beta', 'fixed']).optional(),
  unit: text,
  label: text.optional(),
  ends: z.tuple([text, text]).optional(),
  owner: text.optional(),
  basis: text,
  evidence,
  idle: text.optional(),
});

const switchSchema = z.strictObject({
  default: z.boolean(),
  label: text.optional(),
  basis: text.optional(),
  evidence,
  idle: text.optional(),
});

const derived = z.strictObject({
  formula: expression,
  unit: text.optional(),
  label: text.optional(),
  fixed_point: z.strictObject({ start: finite, low: finite, high: finite }).optional(),
});

const stance = z.strictObject({
  position: z.number().min(-1).max(1),
  salience: z.number().min(0).max(1),
  certainty: z.number().min(0).max(1).optional(),
  spread: z.number().min(0).max(2).optional(),
  evidence,
  pooled: z
    .strictObject({
      position: z.number().min(-1).max(1),
      salience: z.number().min(0).max(1),
      spread: z.number().min(0).max(2),
    })
    .optional(),
  override: text.optional(),
  idle: text.optional(),
});

const actor = z.strictObject({
  label: text.optional(),
  holders: z.array(z.string().max(100)).max(50).optional(),
  opportunity_rate: expression,
  stances: z.record(id, stance).optional(),
});

const effects = z.record(id, id).refine((m) => Object.keys(m).length >= 1, 'say which region goes to which state');

const move = z.strictObject({
  actor: id,
  label: text.optional(),
  when: expression.optional(),
  to: effects,
  utility: expression,
  consent: z.record(id, expression).optional(),
});

const hazard = z.strictObject({ label: text.optional(), when: expression.optional(), to: effects, hazard: expression });

const always = z.strictObject({ id, label: text.optional(), when: expression, to: effects });

const baseRate = z.strictObject({
  share: z.number().min(0).max(1),
  low: z.number().min(0).max(1),
  high: z.number().min(0).max(1),
  by_day: z.number().positive(),
  label: text,
  source: text,
  tuned: z.boolean(),
});
const outcomeCommon = { label: text.optional(), base_rates: z.array(baseRate).max(20).optional() };
const namedSet = z.strictObject({ id, label: text.optional(), set: expression });

const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reach'), set: expression, ...outcomeCommon }),
  z.strictObject({ kind: z.literal('at'), set: expression, ...outcomeCommon }),
  z.strictObject({ kind: z.literal('race'), causes: z.array(namedSet).min(1).max(40), ...outcomeCommon }),
  z.strictObject({ kind: z.literal('both'), sets: z.array(namedSet).min(2).max(limits.bothSets), ...outcomeCommon }),
  z.strictObject({ kind: z.literal('before'), first: expression, second: expression, ...outcomeCommon }),
]);

const reward = z.strictObject({
  label: text.optional(),
  /** accumulated: over the horizon · average: accumulated / days · on_day: the rate on the day · until: accumulated until a set is first reached, without horizon. */
  measure: z.enum(['accumulated', 'average', 'on_day', 'until']).optional(),
  rate: expression.optional(),
  /** Added at each firing of a move or hazard; read in the configuration that it leaves. */
  impulse: z.record(id, expression).optional(),
  until: expression.optional(),
  unit: text,
});

const variant = z.strictObject({
  label: text.optional(),
  initial: z.record(id, id).optional(),
  parameters: z.record(id, finite).optional(),
  switches: z.record(id, z.boolean()).optional(),
  /** Positions by `ACTOR.issue`. */
  stances: z.record(z.string().max(140), z.number().min(-1).max(1)).optional(),
  disable: z.array(id).max(limits.entries).optional(),
});

const expectedNumbers = z.record(z.string().max(64), finite);
const expected = z.strictObject({
  source: text,
  tolerance: z.number().positive(),
  file: z.string().max(200).optional(),
  /** variant → outcome or `race.cause` → day → probability */
  outcomes: z.record(id, z.record(z.string().max(140), expectedNumbers)).optional(),
  /** variant → reward → day, or `until` → mean */
  rewards: z.record(id, z.record(id, expectedNumbers)).optional(),
  configurations: z.record(id, z.number().int()).optional(),
});

export const scenarioSchema = z.strictObject({
  meta,
  constants: mapOf(symbol, finite).optional(),
  issues: mapOf(id, text).optional(),
  regions: mapOf(id, region)
    .refine((m) => Object.keys(m).length >= 1, 'a scenario needs at least one region')
    .refine((m) => Object.keys(m).length <= limits.regions, `at most ${limits.regions} regions`),
  parameters: mapOf(symbol, parameter).optional(),
  switches: mapOf(symbol, switchSchema).optional(),
  derived: mapOf(symbol, derived).optional(),
  /** How actors choose: the name of the parameter that scales stances into utilities. Without it, stances do not enter utilities by themselves. */
  choice: z.strictObject({ stance_gain: symbol }).optional(),
  actors: mapOf(id, actor).optional(),
  moves: mapOf(id, move).optional(),
  nature: mapOf(id, hazard).optional(),
  always: z.array(always).max(limits.entries).optional(),
  outcomes: mapOf(id, outcome).optional(),
  rewards: mapOf(id, reward).optional(),
  variants: mapOf(id, variant).optional(),
  expected: expected.optional(),
});

export type ScenarioFile = z.infer<typeof scenarioSchema>;
export type VariantSpec = z.infer<typeof variant>;
export type ParameterSpec = z.infer<typeof parameter>;
export type StanceSpec = z.infer<typeof stance>;
export type OutcomeSpec = z.infer<typeof outcome>;
export type BaseRate = z.infer<typeof baseRate>;

/** The schema as JSON Schema 2020-12, for editors. */
export function scenarioJsonSchema(): unknown {
  return z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' });
}
