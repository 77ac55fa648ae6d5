// The articles on this machine with their reviews: what the store holds, read; and what becomes of it when something is decided, read again or brought. Pure, but for the store's own writing.
import {
  appendLines,
  decidedRecords,
  type Evidence,
  headLine,
  type Problem,
  parseReview,
  proposeAgain,
  type Review,
  type ReviewEvent,
  startReview,
  withEvents,
} from '../../engine/index.ts';
import type { ReadAnswer } from '../../engine/work/client.ts';
import type { ArticleStore, StoredArticle } from '../document/article-store.ts';
import type { NameOf } from './record-words.ts';

/** An article with its review. */
export interface Held {
  readonly stored: StoredArticle;
  /** The review file as it would be exported. */
  readonly lines: string;
  readonly review: Review;
  /** What was odd in the file. */
  readonly problems: readonly Problem[];
  /** Second readers' files. */
  readonly others: readonly { readonly name: string; readonly review: Review }[];
}

export const shaOf = (held: Held): string => held.stored.sha256;

/** Everything the store holds; what cannot be read is left out and told. */
export async function loadLibrary(store: ArticleStore): Promise<{ held: Held[]; problems: readonly Problem[] }> {
  const held: Held[] = [];
  const problems: Problem[] = [];
  for (const stored of await store.list()) {
    const [lines, others] = await Promise.all([store.lines(stored.sha256), store.others(stored.sha256)]);
    const parsed = parseReview(lines);
    if (parsed.value === null) {
      problems.push(...parsed.problems);
      continue;
    }
    const second = others.flatMap(({ name, text }) => {
      const review = parseReview(text, name).value;
      return review === null ? [] : [{ name, review }];
    });
    held.push({ stored, lines, review: parsed.value, problems: parsed.problems, others: second });
  }
  return { held, problems };
}

/** The article after events, and the text to append to its file. */
export function withAppended(held: Held, events: readonly ReviewEvent[]): { held: Held; text: string } {
  const text = appendLines(held.review, events);
  return { held: { ...held, lines: held.lines + text, review: withEvents(held.review, events) }, text };
}

/** An article that was read, here for the first time or again: decisions stay, undecided proposals follow the new reading. */
export function withReading(
  before: Held | undefined,
  answer: ReadAnswer,
  options: { readonly source: string | null; readonly when: string },
): { held: Held; text: string } {
  const { article } = answer;
  const stored: StoredArticle = {
    sha256: article.sha256,
    text: article.text,
    found: { actors: answer.actors.map((a) => ({ ...a, mentions: [] })), frame: answer.frame, made_by: answer.made_by },
    when: before?.stored.when ?? options.when,
  };
  if (before !== undefined) return withAppended({ ...before, stored }, proposeAgain(before.review, answer.proposals));
  const review = startReview(article, answer.zones, options.source ?? undefined);
  const head = headLine(review);
  const begun = withAppended(
    { stored, lines: head, review, problems: [], others: [] },
    proposeAgain(review, answer.proposals),
  );
  return { held: begun.held, text: head + begun.text };
}

export type Brought =
  | { readonly kind: 'new'; readonly held: Held; readonly text: string }
  /** The file goes on where the one here ends. */
  | { readonly kind: 'longer'; readonly held: Held; readonly text: string }
  /** Nothing in it that is not here. */
  | { readonly kind: 'known'; readonly held: Held }
  /** Another reader's: it is laid beside. */
  | { readonly kind: 'other'; readonly held: Held; readonly name: string; readonly text: string };

/** A review file from elsewhere. */
export function broughtReview(
  all: readonly Held[],
  text: string,
  name: string,
  when: string,
): { readonly value: Brought | null; readonly problems: readonly Problem[] } {
  const { value: review, problems } = parseReview(text, name);
  if (review === null) return { value: null, problems };
  const { sha256 } = review.head.article;
  const own = all.find((h) => shaOf(h) === sha256);
  if (own === undefined) {
    const stored: StoredArticle = { sha256, text: null, found: null, when };
    return { value: { kind: 'new', text, held: { stored, lines: text, review, problems, others: [] } }, problems };
  }
  if (own.lines.startsWith(text)) return { value: { kind: 'known', held: own }, problems };
  if (text.startsWith(own.lines)) {
    const held = { ...own, lines: text, review, problems };
    return { value: { kind: 'longer', held, text: text.slice(own.lines.length) }, problems };
  }
  const others = [...own.others.filter((o) => o.name !== name), { name, review }];
  return { value: { kind: 'other', held: { ...own, others }, name, text }, problems };
}

/** Accepted, edited and added records with their article's outlet and day. */
export function evidenceIn(review: Review): Evidence[] {
  const { id, outlet, published } = review.head.article;
  return decidedRecords(review).map((r) => ({ ...r, article: id, outlet, published }));
}

/** Names of actors as the article or the reader gives them; ids where nobody does. */
export function namesIn(held: readonly Held[]): NameOf {
  const names = new Map<string, string>([['narrator', 'the outlet itself']]);
  for (const h of held) {
    for (const n of h.review.names) names.set(n.actor, n.name);
    for (const a of h.stored.found?.actors ?? []) names.set(a.id, a.canonical);
  }
  return (id) => names.get(id) ?? id;
}

/** The record of which this reader's decision is the newest; null when there is none. */
export function lastDecided(review: Review, reader: string): string | null {
  let last: { id: string; when: string } | null = null;
  for (const item of review.items) {
    const when = item.decisions.findLast((d) => d.reader === reader)?.when;
    if (when !== undefined && (last === null || when > last.when)) last = { id: item.id, when };
  }
  return last?.id ?? null;
}

/** What is wrong with an event before it is written; empty when it can stand in the file. */
export function problemsOf(review: Review, event: ReviewEvent): readonly Problem[] {
  return parseReview(headLine(review) + JSON.stringify(event))
    .problems.filter((p) => p.severity === 'error')
    .map(({ line: _, ...p }) => p);
}
