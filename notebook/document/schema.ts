// The notebook's document as a zod schema: what a file, a link or a draft may hold. Enters: parsed JSON. Leaves: a NotebookDocument. Loaded only when something is opened; the page itself needs the types alone.
import { z } from 'zod';

/** Caps that keep a stranger's document from asking for unbounded work. */
export const limits = {
  bytes: 4_000_000,
  variants: 400,
  cells: 300,
  cellCharacters: 50_000,
  scenarioCharacters: 1_000_000,
} as const;

const reserved = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);
/** Names that the page looks up in records: never one of the prototype's. */
const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_./-]{0,139}$/,
    'a name starts with a letter or digit and has letters, digits, . _ / or -',
  )
  .refine((n) => !reserved.has(n), 'this name is reserved');
const line = z.string().max(300);
const prose = z.string().max(limits.cellCharacters);
const finite = z.number();
const day = z.number().min(0).max(36_525);

const recordOf = <V extends z.ZodType>(value: V) =>
  z.record(name, value).refine((r) => Object.keys(r).length <= 2_000, 'at most 2,000 entries');

/** What a variant changes against the scenario file. Values equal to the file's are never kept. */
const changes = z.strictObject({
  initial: recordOf(name),
  parameters: recordOf(finite),
  switches: recordOf(z.boolean()),
  stances: recordOf(z.number().min(-1).max(1)),
  disable: z.array(name).max(2_000),
});

/** Who changed an input, when (ISO 8601, UTC, to the minute) and why; `who` and `why` are empty until somebody says. */
const note = z.strictObject({ who: line, when: line, why: z.string().max(2_000) });

const variant = z.strictObject({
  id: name,
  label: line,
  /** `file`: as the scenario ships it, protected (a change makes a copy). `own`: the reader's. */
  origin: z.enum(['file', 'own']),
  changes,
  /** By input id (parameter, switch, `ACTOR.issue`, `initial.REGION`, `disable.MOVE`). */
  notes: recordOf(note),
});

export const looks = ['paths', 'time', 'day', 'difference', 'dots'] as const;

const cellCommon = { id: name, collapsed: z.boolean() };
/** Variants that a cell shows; null: those of the whole document. */
const variantIds = z.array(name).max(limits.variants).nullable();

export const cellSchema = z.discriminatedUnion('kind', [
  /** Markdown, shown without HTML of its own. */
  z.strictObject({ ...cellCommon, kind: z.literal('text'), source: prose }),
  /** Sliders of some inputs of the selected variant; empty: the eight strongest. */
  z.strictObject({ ...cellCommon, kind: z.literal('parameters'), inputs: z.array(name).max(200) }),
  z.strictObject({ ...cellCommon, kind: z.literal('variants'), variants: variantIds }),
  z.strictObject({
    ...cellCommon,
    kind: z.literal('compare'),
    view: z.enum(looks),
    outcome: name,
    day,
    variants: variantIds,
  }),
  z.strictObject({
    ...cellCommon,
    kind: z.literal('sensitivity'),
    outcome: name,
    day,
    /** Input ids; `y` null: a curve instead of a map. */
    x: name,
    y: name.nullable(),
  }),
  z.strictObject({ ...cellCommon, kind: z.literal('statechart'), day }),
  /** What stands behind one input; null: all sources and their balance. */
  z.strictObject({ ...cellCommon, kind: z.literal('evidence'), input: name.nullable() }),
  z.strictObject({
    ...cellCommon,
    kind: z.literal('replay'),
    variant: name.nullable(),
    seed: z.number().int().min(0).max(4_294_967_295),
    path: z.number().int().min(0).max(1_000_000_000),
  }),
  /** `name` can be used by later formula and code cells; empty: nobody uses it. */
  z.strictObject({ ...cellCommon, kind: z.literal('formula'), name: line, source: z.string().max(2_000) }),
  z.strictObject({ ...cellCommon, kind: z.literal('code'), name: line, source: prose }),
  /** A prompt, the reader's answer and a model answer that stays hidden until it is asked for. */
  z.strictObject({ ...cellCommon, kind: z.literal('question'), prompt: prose, answer: prose, model: prose }),
]);

/** Headline figures of one variant when the document was saved or shared: what a later version's figures are held against. */
const seen = z.strictObject({
  variant: name,
  day,
  /** By target: an outcome id, or `race.cause`. */
  figures: recordOf(z.number().min(0).max(1)),
});

/** A change that the scenario, as it is now, has no place for; put back when the scenario knows its name again. */
const unapplied = z.strictObject({
  /** Id of the variant, and its label when the change was set aside. */
  variant: name,
  label: line,
  kind: z.enum(['initial', 'parameters', 'switches', 'stances', 'disable']),
  /** Region, parameter, switch, `ACTOR.issue` or move. */
  input: name,
  value: z.union([z.number(), z.boolean(), name]),
});

export const documentSchema = z.strictObject({
  format: z.literal('standoff-notebook/1'),
  /** Names the draft; stays the same over renames and saves, a copy gets its own. */
  id: name,
  title: line,
  author: line,
  scenario: z.strictObject({
    /** Key of a shipped scenario, `crises/iran-2026`; null: the text is all there is. */
    shipped: name.nullable(),
    /** The scenario's text where the reader edited it; null: as shipped. */
    text: z.string().max(limits.scenarioCharacters).nullable(),
    /** SHA-256 of the canonical bound base scenario when it was last solved, and the engine that did; empty before. */
    inputs: line,
    engine: line,
  }),
  variants: z.array(variant).min(1).max(limits.variants),
  selected: name,
  /** The outcome in focus: an outcome id, or `race.cause`. */
  outcome: name,
  /** The day in focus. */
  day,
  view: z.enum(looks),
  cells: z.array(cellSchema).max(limits.cells),
  /** Left out: saved before any figure was known. */
  seen: seen.exactOptional(),
  /** Left out: nothing was set aside. */
  unapplied: z.array(unapplied).max(2_000).exactOptional(),
});

type DeepReadonly<T> = T extends readonly (infer U)[]
  ? readonly DeepReadonly<U>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

export type NotebookDocument = DeepReadonly<z.infer<typeof documentSchema>>;
export type DocumentVariant = NotebookDocument['variants'][number];
export type Changes = DocumentVariant['changes'];
export type Note = DocumentVariant['notes'][string];
export type Look = NotebookDocument['view'];
export type Seen = NonNullable<NotebookDocument['seen']>;
export type Unapplied = NonNullable<NotebookDocument['unapplied']>[number];
export type Cell = NotebookDocument['cells'][number];
export type CellKind = Cell['kind'];
export type CellOf<K extends CellKind> = Extract<Cell, { readonly kind: K }>;
