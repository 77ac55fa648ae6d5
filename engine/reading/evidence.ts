// An article file (what is committed of an article: its head and its reviewed records, no text) → Evidence: who said or did what, how it is known, and where it stands.
// Record schema after the actor-act-target codings of PLOVER and CAMEO, with a closed list of issues' positions, triggers and classes of attribution.
import { z } from 'zod';
import { type Checked, type Problem, ProblemError, problem } from '../vocabulary/problem.ts';
import { anchoredSpanSchema, articleHead, isoDay, zoneSchema } from './article.ts';

/** How a record is known, from the speaker's own recorded words to the press repeating others. */
export const attributionClasses = [
  'on_record_direct',
  'on_record_indirect',
  'institution',
  'state_media',
  'official_unnamed',
  'narrator',
  'media_report',
] as const;
export type Attribution = (typeof attributionClasses)[number];

/** What a conditional record waits for; each is a guard in waiting. */
export const triggers = [
  'military_strike',
  'regime_collapse',
  'escalation',
  'no_deal',
  'deal',
  'retaliation',
  'displacement',
  'core_violation',
  'unspecified',
  'other',
] as const;

export const acts = [
  ...['commit', 'threaten', 'demand', 'offer', 'accept', 'reject'],
  ...['support', 'oppose', 'accuse', 'deny', 'assess', 'inform'],
] as const;
const share = z.number().min(0).max(1);
const names = z.array(z.string().min(1));

const common = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*\.[seq]\d{2,}$/, 'a record id is the article, a dot, s, e or q, and a number'),
  /** Ids of those whose stance or act this is: states as ISO 3166 alpha-3, others by their id in actors.json. */
  holders: names.min(1),
  attribution: z.enum(attributionClasses),
  /** Media in between. */
  via: names,
  /** "reportedly", "allegedly" and the like. */
  hedged: z.boolean(),
  /** Day of the word or act; a month or a year when the article says no more. */
  date: z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'a date is written YYYY, YYYY-MM or YYYY-MM-DD'),
  /** Day on which the article made it known. */
  as_of: isoDay,
  span: anchoredSpanSchema,
  paraphrase: z.string().min(1).max(300),
};

const conditionSchema = z.strictObject({
  logic: z.enum(['all', 'any']),
  terms: z
    .array(
      z.strictObject({
        event: z.enum(triggers),
        actor: z.string().nullable(),
        target: z.string().nullable(),
        negated: z.boolean(),
      }),
    )
    .min(1),
  paraphrase: z.string(),
});

const statementSchema = z.strictObject({
  kind: z.literal('statement'),
  ...common,
  speaker: z.string().min(1),
  targets: names,
  issue: z.string().min(1),
  subissues: names,
  act: z.enum(acts),
  /** −1…+1 on the issue's poles: what the holder wants, does or commits to, not what it expects. */
  position: z.number().min(-1).max(1),
  intensity: share,
  /** Probability, when the record is a belief. */
  expects: share.nullable(),
  conditional_on: conditionSchema.nullable(),
  quote: z.enum(['direct', 'indirect', 'mixed']),
  plover: z.string().nullable(),
});

const eventSchema = z.strictObject({
  kind: z.literal('event'),
  ...common,
  actors: names.min(1),
  targets: names,
  issue: z.string().min(1),
  status: z.enum(['occurred', 'ongoing', 'planned', 'claimed', 'background']),
  plover: z.string().nullable(),
  place: z.string().nullable(),
});

const quantitySchema = z.strictObject({
  kind: z.literal('quantity'),
  ...common,
  what: z.string().min(1),
  value: z.number(),
  low: z.number(),
  high: z.number(),
  unit: z.string().min(1),
  fuzzy: z.boolean(),
  /** The record that gives the same quantity in another unit. */
  same_as: z.string().nullable(),
});

export const recordSchema = z.discriminatedUnion('kind', [statementSchema, eventSchema, quantitySchema]);
export type EvidenceRecord = z.infer<typeof recordSchema>;
export type Statement = z.infer<typeof statementSchema>;

/** What is committed of one article. */
export const articleFileSchema = z.strictObject({
  format: z.literal('standoff-article/1'),
  ...articleHead,
  /** Who or what made the records. */
  extractor: z.string().min(1),
  zones: z.array(zoneSchema),
  records: z.array(recordSchema),
});
export type ArticleFile = z.infer<typeof articleFileSchema>;

/** A record with its article's outlet and date. */
export type Evidence = EvidenceRecord & {
  readonly article: string;
  readonly outlet: string;
  readonly published: string;
  /** How far a record counts that nobody has decided on, 0…1; absent where it has been reviewed: it counts in full. */
  readonly confidence?: number;
};

/** Checks one article file. Problems name the record; the value is null when one of them is an error. */
export function evidenceOf(articleFile: unknown): Checked<Evidence[]> {
  const parsed = articleFileSchema.safeParse(articleFile);
  if (!parsed.success) return { value: null, problems: parsed.error.issues.map((i) => recordProblem(articleFile, i)) };
  const file = parsed.data;
  const problems: Problem[] = [];
  const seen = new Set<string>();
  file.records.forEach((r, i) => {
    const say = (code: string, message: string, repair: string): void => {
      problems.push(problem(code, `\`${r.id}\`: ${message}`, { path: ['records', i], repair }));
    };
    if (seen.has(r.id)) say('id-twice', 'this id stands twice', 'number the records of an article without repeats');
    seen.add(r.id);
    if (!r.id.startsWith(`${file.id}.`))
      say('foreign-record', `the article is \`${file.id}\``, `start the id with \`${file.id}.\``);
    if (r.span.end > file.length_utf16 || r.span.paragraph > file.paragraphs)
      say(
        'span-outside',
        'the span lies outside the article',
        `the text has ${file.length_utf16} characters and ${file.paragraphs} paragraphs`,
      );
    if (r.as_of < file.published)
      say('known-too-early', `known on ${r.as_of}, before publication`, `as_of is ${file.published} or later`);
    if (r.kind === 'quantity' && !(r.low <= r.value && r.value <= r.high))
      say('range', `${r.value} lies outside ${r.low} to ${r.high}`, 'give low ≤ value ≤ high');
  });
  if (problems.length > 0) return { value: null, problems };
  const known = { article: file.id, outlet: file.outlet, published: file.published };
  return { value: file.records.map((r) => ({ ...r, ...known })), problems };
}

function recordProblem(file: unknown, issue: z.core.$ZodIssue): Problem {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const records = (file as { records?: { id?: unknown }[] } | null)?.records;
  const id =
    path[0] === 'records' && typeof path[1] === 'number' && Array.isArray(records) ? records[path[1]]?.id : null;
  const where = typeof id === 'string' ? `\`${id}\` ${path.slice(2).join('.')}` : path.join('.') || 'the article file';
  return problem('bad-record', `${where}: ${issue.message}`, {
    path,
    repair: 'see data/README.md for the fields of a record',
  });
}

/** What a page or table shows of a record. */
export interface EvidenceView {
  readonly id: string;
  readonly outlet: string;
  readonly published: string;
  /** From 1. */
  readonly paragraph: number;
  readonly attribution: Attribution;
  readonly hedged: boolean;
  /** Whose words these are; null for events and quantities. */
  readonly speaker: string | null;
  readonly paraphrase: string;
  readonly start: number;
  readonly end: number;
  readonly sha256: string;
}

/** Article files → records by id. Throws when a file is not one: the committed ones are checked by the tests. */
export function evidenceViewOf(articles: readonly unknown[]): Record<string, EvidenceView> {
  const views: Record<string, EvidenceView> = {};
  for (const article of articles) {
    const { value, problems } = evidenceOf(article);
    if (!value) throw new ProblemError(problems);
    for (const r of value)
      views[r.id] = {
        id: r.id,
        outlet: r.outlet,
        published: r.published,
        paragraph: r.span.paragraph,
        attribution: r.attribution,
        hedged: r.hedged,
        speaker: r.kind === 'statement' ? r.speaker : null,
        paraphrase: r.paraphrase,
        start: r.span.start,
        end: r.span.end,
        sha256: r.span.sha256,
      };
  }
  return views;
}
