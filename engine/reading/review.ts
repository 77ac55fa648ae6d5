// The review file of an article (data/reviews/*.jsonl): what a machine proposed and what readers decided, one line a thing that happened, append-only → decided records, progress, agreement.
// Pure: lines are strings that the caller appends; time and reader's name are arguments.
import { z } from 'zod';
import { canonicalJson } from '../vocabulary/hash.ts';
import { type Checked, hasError, type Problem, problem } from '../vocabulary/problem.ts';
import { type Article, articleHead, overlapOf, sha256, zoneSchema } from './article.ts';
import type { Proposal, Zone } from './document.ts';
import { type ArticleFile, type EvidenceRecord, recordSchema } from './evidence.ts';
import type { OfficeHolder } from './gazetteer.ts';

/** First line of a review file: which article it is about, without its text. */
const headSchema = z.looseObject({
  format: z.literal('standoff-review/1'),
  /** `source_sha256` names the bytes that the text was taken from, such as a saved page. */
  article: z.looseObject({ ...articleHead, source_sha256: sha256.optional() }),
  zones: z.array(zoneSchema),
});
export type ReviewHead = z.infer<typeof headSchema>;

const recordId = z.string().regex(/^[a-z0-9][a-z0-9-]*\.[seq]\d{2,}$/);
const person = z.string().min(1).max(100);
const when = z.iso.datetime({ offset: true });

/** A machine's record. A later proposal of the same id takes the place of an undecided one. */
const proposalSchema = z.looseObject({
  type: z.literal('proposal'),
  /** Extractor and version, e.g. "rules/1". */
  extractor: z.string().min(1),
  record: recordSchema,
  /** Probability that a reviewer changes nothing of it, 0…1. */
  confidence: z.number().min(0).max(1),
});
/** The machine does not propose this any more: an undecided record leaves the queue. */
const withdrawalSchema = z.looseObject({
  type: z.literal('withdrawal'),
  extractor: z.string().min(1),
  record_id: recordId,
});
/** `edit` and `add` bring their record; `accept` means the proposal as it stands above that line. */
const decisionSchema = z.looseObject({
  type: z.literal('decision'),
  record_id: recordId,
  decision: z.enum(['accept', 'edit', 'reject', 'add']),
  record: recordSchema.optional(),
  reader: person,
  when,
  reason: z.string().max(1000).optional(),
});
/** Takes the reader's last decision on a record back; the one before it, if any, counts again. */
const undoSchema = z.looseObject({ type: z.literal('undo'), record_id: recordId, reader: person, when });
/** An office-holder or another name of an actor, which the reader knows and the machine did not. */
const nameSchema = z.looseObject({
  type: z.literal('name'),
  name: z.string().min(2).max(100),
  /** Id of the actor: a state (`IRN`), a person or body of one (`IRN/araghchi`), or a slug (`hezbollah`). */
  actor: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9/-]{0,63}$/),
  role: z.string().min(1).max(100).optional(),
  reader: person,
  when,
});

export const reviewEventSchema = z.discriminatedUnion('type', [
  proposalSchema,
  withdrawalSchema,
  decisionSchema,
  undoSchema,
  nameSchema,
]);
export type ReviewEvent = z.infer<typeof reviewEventSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type DecisionKind = Decision['decision'];
export type NameAdded = z.infer<typeof nameSchema>;

/** A decision together with the record that it leaves; null when the record is rejected. */
export interface Decided {
  readonly decision: DecisionKind;
  readonly record: EvidenceRecord | null;
  readonly reader: string;
  readonly when: string;
  readonly reason: string | null;
}

/** Everything that happened to one record. */
export interface ReviewItem {
  readonly id: string;
  /** As last proposed; null for a record that a reader added. */
  readonly proposal: Proposal | null;
  readonly withdrawn: boolean;
  /** Decisions that have not been taken back, oldest first. */
  readonly decisions: readonly Decided[];
}

export interface Review {
  readonly head: ReviewHead;
  /** By place in the article. */
  readonly items: readonly ReviewItem[];
  /** Of these records something is known but no words: the line that brought them is set aside, or taken back. */
  readonly wordless: readonly ReviewItem[];
  readonly names: readonly NameAdded[];
  /** Lines that could not be understood, as they stand in the file; they are kept. */
  readonly setAside: readonly { readonly line: number; readonly text: string }[];
  /** Whether the file ends inside a line: what is appended next starts a new one. */
  readonly torn: boolean;
}

/** Name of an article's review file: the first twelve digits of the text's hash. */
export const reviewFileName = (article: { readonly sha256: string }): string => `${article.sha256.slice(0, 12)}.jsonl`;

/** A review in which nothing has happened yet. */
export function startReview(article: Article, zones: readonly Zone[], sourceSha256?: string): Review {
  const { id, outlet, title, published, date_basis, length_utf16 } = article;
  const head: ReviewHead = {
    format: 'standoff-review/1',
    article: {
      ...{ id, outlet, title, published, date_basis, sha256: article.sha256 },
      ...(sourceSha256 === undefined ? {} : { source_sha256: sourceSha256 }),
      ...{ length_utf16, paragraphs: article.paragraphs.length },
    },
    zones: zones.map((zone) => ({ ...zone })),
  };
  return { head, items: [], wordless: [], names: [], setAside: [], torn: false };
}

/** First line of a new file, with its line end. */
export const headLine = (review: Review): string => `${JSON.stringify(review.head)}\n`;

/** What to append to the file for these events: one line each. A torn line above is closed first, so that nothing is glued to it. */
export function appendLines(review: Review, events: readonly ReviewEvent[]): string {
  if (events.length === 0) return '';
  return `${review.torn ? '\n' : ''}${events.map((e) => `${JSON.stringify(e)}\n`).join('')}`;
}

/** The review after further events. Events that mean nothing here (an undo of nothing, an accept of nothing) change nothing. */
export function withEvents(review: Review, events: readonly ReviewEvent[]): Review {
  const state = stateOf(review);
  for (const event of events) take(state, event);
  return {
    ...review,
    ...sorted(state.items),
    names: [...state.names.values()],
    torn: events.length === 0 && review.torn,
  };
}

/**
 * Reads a review file. A line that is no JSON (a crash in the middle of writing) and a line of an unknown type are set aside with a warning or note;
 * a known line with wrong contents is an error with its line, because a decision must not get lost unnoticed. Unknown fields are passed over; they stay in the file.
 */
export function parseReview(text: string, file?: string): Checked<Review> {
  // An editor may have put a byte order mark before the first line.
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const problems: Problem[] = [];
  const at = (line: number) => ({ line, ...(file === undefined ? {} : { file }) });
  const headRaw = jsonOf(lines[0] ?? '');
  const head = headSchema.safeParse(headRaw);
  if (!head.success) {
    const issue = head.error.issues[0];
    const message =
      headRaw === undefined
        ? 'this is no review file'
        : `head of the review: ${issue?.path.join('.')}: ${issue?.message}`;
    const repair = 'the first line names the article; `standoff review ARTICLE` starts a new file';
    return { value: null, problems: [problem('bad-review', message, { ...at(1), repair })] };
  }
  const state = stateOf({ head: head.data, items: [], wordless: [], names: [], setAside: [], torn: false });
  const setAside: { line: number; text: string }[] = [];
  for (let k = 1; k < lines.length; k++) {
    const line = lines[k]!;
    if (line.trim() === '') continue;
    const raw = jsonOf(line);
    if (raw === undefined) {
      setAside.push({ line: k + 1, text: line });
      const message = 'this line was not written to its end and is set aside';
      const repair = 'decide that record again; the line itself stays in the file';
      problems.push(problem('torn-line', message, { ...at(k + 1), severity: 'warning', repair }));
      continue;
    }
    const { event, issue } = eventOf(raw);
    if (event === null) {
      const known = reviewEventSchema.options.some(
        (o) => o.shape.type.value === (raw as { type?: unknown } | null)?.type,
      );
      setAside.push({ line: k + 1, text: line });
      problems.push(
        known
          ? problem('bad-review-line', issue, {
              ...at(k + 1),
              repair: 'see data/README.md for the fields, or take the line out',
            })
          : problem('unknown-review-line', 'a line of a kind that this version does not know is passed over', {
              ...at(k + 1),
              severity: 'note',
            }),
      );
      continue;
    }
    const wrong = misplaced(state, event);
    if (wrong !== null) problems.push({ ...wrong, ...at(k + 1) });
    if (wrong === null) take(state, event);
  }
  if (hasError(problems)) return { value: null, problems };
  const value = {
    head: head.data,
    ...sorted(state.items),
    names: [...state.names.values()],
    setAside,
    torn: !text.endsWith('\n'),
  };
  return { value, problems };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Fields that a later version added to a record are passed over, as those of the line itself are. */
function eventOf(raw: unknown): { event: ReviewEvent | null; issue: string } {
  const first = reviewEventSchema.safeParse(raw);
  if (first.success) return { event: first.data, issue: '' };
  const unknown = first.error.issues.filter((i) => i.code === 'unrecognized_keys');
  if (unknown.length === first.error.issues.length) {
    const copy: unknown = structuredClone(raw);
    for (const { path, keys } of unknown) {
      const holder = path.reduce<unknown>((o, step) => (o as Record<PropertyKey, unknown>)?.[step], copy);
      for (const key of keys) delete (holder as Record<string, unknown>)[key];
    }
    const again = reviewEventSchema.safeParse(copy);
    if (again.success) return { event: again.data, issue: '' };
  }
  const issue = first.error.issues[0]!;
  return { event: null, issue: `${issue.path.join('.') || 'the line'}: ${issue.message}` };
}

/** Filled line by line, so that a file of 100,000 lines on one record takes no longer than one on many. */
interface State {
  readonly head: ReviewHead;
  readonly items: Map<string, ReviewItem & { readonly decisions: Decided[] }>;
  readonly names: Map<string, NameAdded>;
}

const stateOf = (review: Review): State => ({
  head: review.head,
  items: new Map(
    [...review.items, ...review.wordless].map((item) => [item.id, { ...item, decisions: [...item.decisions] }]),
  ),
  names: new Map(review.names.map((n) => [n.name, n])),
});

/** What is wrong with an event at its place, or null. */
function misplaced(state: State, event: ReviewEvent): Problem | null {
  const { article } = state.head;
  const record = event.type === 'proposal' || event.type === 'decision' ? event.record : undefined;
  if (record !== undefined) {
    if (!record.id.startsWith(`${article.id}.`))
      return problem('foreign-record', `\`${record.id}\`: the article is \`${article.id}\``, {
        repair: `start the id with \`${article.id}.\``,
      });
    if (record.span.end > article.length_utf16 || record.span.paragraph > article.paragraphs)
      return problem('span-outside', `\`${record.id}\`: the span lies outside the article`, {
        repair: `the text has ${article.length_utf16} characters and ${article.paragraphs} paragraphs`,
      });
  }
  if (event.type !== 'decision') return null;
  if ((event.decision === 'edit' || event.decision === 'add') && event.record?.id !== event.record_id)
    return problem(
      'bad-review-line',
      `\`${event.record_id}\`: the decision \`${event.decision}\` brings no record of that id`,
      {
        repair: 'give the record with it',
      },
    );
  if (event.decision === 'accept' && !state.items.get(event.record_id)?.proposal)
    return problem('accepts-nothing', `\`${event.record_id}\` is accepted, but no line above proposes it`, {
      severity: 'warning',
      repair: 'decide that record again',
    });
  return null;
}

function take(state: State, event: ReviewEvent): void {
  if (event.type === 'name') {
    state.names.delete(event.name);
    state.names.set(event.name, event);
    return;
  }
  const id = event.type === 'proposal' ? event.record.id : event.record_id;
  const item = state.items.get(id) ?? { id, proposal: null, withdrawn: false, decisions: [] };
  const set = (change: Partial<Omit<ReviewItem, 'decisions'>>): void => {
    state.items.set(id, { ...item, ...change });
  };
  switch (event.type) {
    case 'proposal': {
      const { record, confidence, extractor } = event;
      set({ proposal: { record, confidence, made_by: extractor }, withdrawn: false });
      return;
    }
    case 'withdrawal':
      if (item.proposal !== null) set({ withdrawn: true });
      return;
    case 'decision': {
      const { decision, reader, reason } = event;
      const record =
        decision === 'reject' ? null : decision === 'accept' ? (item.proposal?.record ?? null) : (event.record ?? null);
      if (decision !== 'reject' && record === null) return;
      item.decisions.push({ decision, record, reader, when: event.when, reason: reason ?? null });
      set({});
      return;
    }
    case 'undo': {
      const last = item.decisions.findLastIndex((d) => d.reader === event.reader);
      if (last >= 0) item.decisions.splice(last, 1);
      return;
    }
  }
}

/** The record to show: the decided one, or the proposal, or the one that was added and rejected. */
export function recordOf(item: ReviewItem, reader?: string): EvidenceRecord | null {
  const shown = decisionOn(item, reader)?.record ?? item.proposal?.record;
  return shown ?? item.decisions.findLast((d) => d.record !== null)?.record ?? null;
}

/** Records by place in the article, and those without words by id. */
function sorted(all: ReadonlyMap<string, ReviewItem>): Pick<Review, 'items' | 'wordless'> {
  const placed = [...all.values()].map((item) => ({ item, span: recordOf(item)?.span ?? { start: 0, end: 0 } }));
  placed.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.item.id < b.item.id ? -1 : 1));
  const items = placed.map(({ item }) => item);
  const hasWords = (item: ReviewItem): boolean => recordOf(item) !== null;
  return { items: items.filter(hasWords), wordless: items.filter((item) => !hasWords(item)) };
}

/** The decision that counts: the last one of that reader, or of anybody. Null while undecided. */
export function decisionOn(item: ReviewItem, reader?: string): Decided | null {
  return item.decisions.findLast((d) => reader === undefined || d.reader === reader) ?? null;
}

/** Those who have decided anything, in order of their first name in the alphabet of code points. */
export function readersOf(review: Review): string[] {
  return [...new Set(review.items.flatMap((item) => item.decisions.map((d) => d.reader)))].sort();
}

/** Records that a reader (or anybody, the last one counting) accepted, edited or added, by place in the article. */
export function decidedRecords(review: Review, reader?: string): EvidenceRecord[] {
  return review.items.flatMap((item) => decisionOn(item, reader)?.record ?? []);
}

/**
 * Names that readers added, as office-holders for `readArticle`. `canonicalOf` knows the names of actors found so far, for another name of one of them.
 * Only people and bodies of a state or organisation (`IRN/araghchi`) can be passed on; other names stay in the file.
 */
export function officeHoldersOf(
  names: readonly NameAdded[],
  canonicalOf: (actor: string) => string | null,
): OfficeHolder[] {
  return names.flatMap(({ name, actor, role = '' }) => {
    const [state, slug] = actor.split('/');
    if (!state || !slug) return [];
    const term = { state, role, from: '1900-01', to: null };
    const own = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
    if (own === slug || own.endsWith(`-${slug}`)) return [{ ...term, name }];
    const canonical = canonicalOf(actor);
    if (canonical !== null) return [{ ...term, name: canonical, aliases: [name] }];
    return [{ ...term, name: slug[0]!.toUpperCase() + slug.slice(1), aliases: [name], order: 'whole' }];
  });
}

/** The decided records as an article file, for `evidenceOf`. */
export function articleFileOf(review: Review, reader?: string): ArticleFile {
  const { id, outlet, title, published, date_basis, length_utf16, paragraphs, sha256: hash } = review.head.article;
  return {
    format: 'standoff-article/1',
    ...{ id, outlet, title, published, date_basis, sha256: hash, length_utf16, paragraphs },
    extractor: `reviewed by ${reader ?? (readersOf(review).join(', ') || 'nobody yet')}`,
    zones: review.head.zones,
    records: decidedRecords(review, reader),
  };
}

export interface ReviewProgress {
  readonly decided: number;
  readonly of: number;
  /** "31 of 53 decided" */
  readonly text: string;
}

/** Records to be decided: all that are proposed or decided, without those that the machine withdrew undecided. */
const inQueue = (item: ReviewItem, reader?: string): boolean =>
  decisionOn(item, reader) !== null || (item.proposal !== null && !item.withdrawn);

export function progressOf(review: Review, reader?: string): ReviewProgress {
  const queue = review.items.filter((item) => inQueue(item, reader));
  const decided = queue.filter((item) => decisionOn(item, reader) !== null).length;
  return { decided, of: queue.length, text: `${decided} of ${queue.length} decided` };
}

/** The next record without a decision after the one named, going round once; null when all are decided. */
export function nextUndecided(review: Review, reader?: string, after?: string): ReviewItem | null {
  const from = review.items.findIndex((item) => item.id === after) + 1;
  const round = [...review.items.slice(from), ...review.items.slice(0, from)];
  return round.find((item) => inQueue(item, reader) && decisionOn(item, reader) === null) ?? null;
}

/** An id for a record to add: one above the highest number of that kind. */
export function freshId(review: Review, kind: EvidenceRecord['kind'], taken: readonly string[] = []): string {
  const prefix = `${review.head.article.id}.${kind === 'statement' ? 's' : kind === 'event' ? 'e' : 'q'}`;
  const numbers = [...review.items.map((item) => item.id), ...taken]
    .filter((id) => id.startsWith(prefix))
    .map((id) => Number(id.slice(prefix.length)));
  return `${prefix}${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`;
}

/** Whether two records are about the same words and question: spans that share half of what they cover, and the same issue. */
export function sameQuestion(a: EvidenceRecord, b: EvidenceRecord): boolean {
  if (a.kind !== b.kind || overlapOf(a.span, b.span) < 0.5) return false;
  return a.kind === 'quantity' || b.kind === 'quantity' || a.issue === b.issue;
}

const withoutId = (record: EvidenceRecord): string => canonicalJson({ ...record, id: '' });

/**
 * What a new reading of the article adds to its review: a line for each proposal that is new or changed, and one for each undecided proposal that the extractor no longer makes.
 * Never over a decision: what asks the question of a decided record (as it was proposed or as it was edited) is left out.
 */
export function proposeAgain(review: Review, proposals: readonly Proposal[]): ReviewEvent[] {
  const decided = review.items.filter((item) => item.decisions.length > 0);
  const recordsOf = (item: ReviewItem): EvidenceRecord[] =>
    [item.proposal?.record, ...item.decisions.map((d) => d.record)].filter((r) => r !== undefined && r !== null);
  const settled = decided.flatMap(recordsOf);
  const open = new Map(
    review.items.flatMap((item) => (item.decisions.length === 0 && item.proposal ? [[item.id, item] as const] : [])),
  );
  const events: ReviewEvent[] = [];
  const taken: string[] = [];
  // Equal ones first, so that neither a changed nor a settled one takes their place.
  const changed = proposals.filter((p) => {
    const equal = [...open.values()].find((item) => isSame(item, p));
    if (equal) open.delete(equal.id);
    return equal === undefined;
  });
  const left = changed.filter((p) => {
    if (!settled.some((r) => sameQuestion(r, p.record))) return true;
    for (const item of open.values()) if (sameQuestion(item.proposal!.record, p.record)) open.delete(item.id);
    return false;
  });
  for (const p of left) {
    const old = [...open.values()].find((item) => sameQuestion(item.proposal!.record, p.record));
    if (old) open.delete(old.id);
    const free = !review.items.some((item) => item.id === p.record.id) && !taken.includes(p.record.id);
    const id = old?.id ?? (free ? p.record.id : freshId(review, p.record.kind, taken));
    taken.push(id);
    events.push({ type: 'proposal', extractor: p.made_by, record: { ...p.record, id }, confidence: p.confidence });
  }
  const extractors = new Map(proposals.map((p) => [nameOf(p.made_by), p.made_by]));
  for (const item of open.values()) {
    const extractor = extractors.get(nameOf(item.proposal!.made_by));
    if (extractor !== undefined && !item.withdrawn) events.push({ type: 'withdrawal', extractor, record_id: item.id });
  }
  return events;
}

const nameOf = (extractor: string): string => extractor.split('/')[0]!;
const isSame = (item: ReviewItem, p: Proposal): boolean =>
  !item.withdrawn &&
  item.proposal!.made_by === p.made_by &&
  item.proposal!.confidence === p.confidence &&
  withoutId(item.proposal!.record) === withoutId(p.record);

/** How far two readers agree on the records that both of them decided. */
export interface ReaderAgreement {
  readonly readers: readonly [string, string];
  /** Records that both decided. */
  readonly both: number;
  /** Of these, with the same decision. */
  readonly agreed: number;
  /** agreed / both, 0…1; null when there is none. */
  readonly share: number | null;
  /** Cohen's kappa over accept, edit, reject and add, −1…1; null when there is nothing to compare, or when chance alone would agree always. */
  readonly kappa: number | null;
  /** Statements that both kept: how many, and the mean absolute difference of their positions, 0…2. */
  readonly positions: { readonly n: number; readonly difference: number | null };
  /** Records that only one of them decided or added. */
  readonly only: readonly [number, number];
  readonly differing: readonly { readonly id: string; readonly first: Decided; readonly second: Decided }[];
}

/** Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, 37–46. */
export function agreementOf(review: Review, first: string, second: string): ReaderAgreement {
  return agreementBetween(review, review, first, second);
}

/** The same for two files on one article. A record is the same in both when it has id and question in common, else when it asks the same question. */
export function agreementBetween(a: Review, b: Review, first: string, second: string): ReaderAgreement {
  const decidedBy = (review: Review, reader: string) =>
    review.items.flatMap((item) => {
      const decided = decisionOn(item, reader);
      const record = item.proposal?.record ?? recordOf(item, reader);
      return decided && record ? [{ id: item.id, record, decided }] : [];
    });
  const left = decidedBy(a, first);
  const right = new Map(decidedBy(b, second).map((d) => [d.id, d]));
  const total = right.size;
  const pairs: { id: string; first: Decided; second: Decided }[] = [];
  const pair = (mine: (typeof left)[number], other: (typeof left)[number] | undefined): boolean => {
    if (other === undefined) return false;
    right.delete(other.id);
    pairs.push({ id: mine.id, first: mine.decided, second: other.decided });
    return true;
  };
  const unmatched = left.filter((mine) => {
    const other = right.get(mine.id);
    return !pair(mine, other && sameQuestion(mine.record, other.record) ? other : undefined);
  });
  for (const mine of unmatched)
    pair(
      mine,
      [...right.values()].find((o) => sameQuestion(mine.record, o.record)),
    );

  const both = pairs.length;
  const agreed = pairs.filter((p) => p.first.decision === p.second.decision).length;
  const chance = (['accept', 'edit', 'reject', 'add'] as const)
    .map((kind) => {
      const of = (side: 'first' | 'second') => pairs.filter((p) => p[side].decision === kind).length / both;
      return of('first') * of('second');
    })
    .reduce((sum, p) => sum + p, 0);
  const differences = pairs.flatMap((p) => {
    const [x, y] = [p.first.record, p.second.record];
    return x?.kind === 'statement' && y?.kind === 'statement' ? [Math.abs(x.position - y.position)] : [];
  });
  return {
    readers: [first, second],
    both,
    agreed,
    share: both === 0 ? null : agreed / both,
    kappa: both === 0 || 1 - chance < 1e-12 ? null : (agreed / both - chance) / (1 - chance),
    positions: {
      n: differences.length,
      difference: differences.length === 0 ? null : differences.reduce((sum, d) => sum + d, 0) / differences.length,
    },
    only: [left.length - both, total - both],
    differing: pairs.filter((p) => p.first.decision !== p.second.decision || isDifferent(p.first, p.second)),
  };
}

const isDifferent = (a: Decided, b: Decided): boolean =>
  a.record !== null && b.record !== null && withoutId(a.record) !== withoutId(b.record);
