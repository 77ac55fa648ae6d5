// One reader's way through a review: shows a record with its words, takes a key, hands on the line to append. Knows no files: what it asks and appends is given to it.
import { placeOf } from '../reading/anchor.ts';
import type { Article, Span } from '../reading/article.ts';
import type { Proposal } from '../reading/document.ts';
import { type EvidenceRecord, recordSchema, type Statement } from '../reading/evidence.ts';
import { recordLines } from '../reading/record-text.ts';
import {
  appendLines,
  type Decided,
  decisionOn,
  freshId,
  type NameAdded,
  nextUndecided,
  progressOf,
  proposeAgain,
  type Review,
  type ReviewEvent,
  type ReviewItem,
  recordOf,
  sameQuestion,
  withEvents,
} from '../reading/review.ts';
import { sha256Hex } from '../vocabulary/hash.ts';
import { type Ask, askStatement, blankStatement, type Tell } from './review-fields.ts';

export interface ReviewSession {
  review: Review;
  readonly reader: string;
  /** The article, when it is at hand. */
  readonly article: Article | null;
  readonly nameOf: (actor: string) => string;
  /** Ids of the actors that the article names. */
  readonly actors: readonly string[];
  /** Another reader's review of the same article. */
  readonly other: Review | null;
  /** Reads the article again with the names that readers added; null where it cannot be read. */
  readonly readAgain: ((names: readonly NameAdded[]) => Promise<readonly Proposal[]>) | null;
  readonly ask: Ask;
  readonly tell: Tell;
  /** Writes to the file, and returns when it is on the disk. */
  readonly append: (lines: string) => void;
  /** ISO 8601. */
  readonly now: () => string;
}

const keys = '[a]ccept [e]dit [r]eject [n]ew [o]ffice-holder or alias [s]kip [u]ndo [q]uit';

/** Until the reader quits or the input ends. Whatever was decided has been appended by then. */
export async function runSession(session: ReviewSession): Promise<void> {
  const { ask, tell, reader } = session;
  let current = nextUndecided(session.review, reader);
  let shown: string | null = null;
  for (;;) {
    if (current !== null && shown !== current.id) showItem(session, current);
    shown = current?.id ?? null;
    const menu = current === null ? `${progressOf(session.review, reader).text}. [n]ew [o] [u]ndo [q]uit` : keys;
    const answer = await ask(`${menu} > `, true);
    if (answer === null) return;
    const [key = '', ...rest] = answer.trim().split(/\s+/);
    const words = rest.join(' ');
    const on = (id: string | null): void => {
      current = nextUndecided(session.review, reader, id ?? undefined);
      shown = null;
    };
    switch (key.toLowerCase()) {
      case 'q':
        return;
      case 's':
      case '':
        if (current !== null) {
          const next: ReviewItem | null = nextUndecided(session.review, reader, current.id);
          if (next?.id === current.id) tell('This is the only one left undecided.');
          on(current.id);
        }
        break;
      case 'a':
        if (current !== null) {
          decide(session, current, 'accept');
          on(current.id);
        }
        break;
      case 'r': {
        if (current === null) break;
        const reason = words === '' ? await ask('  why (Enter for no reason): ') : words;
        if (reason === null) return;
        decide(session, current, 'reject', undefined, reason.trim());
        on(current.id);
        break;
      }
      case 'e': {
        if (current === null) break;
        const record = recordOf(current, reader);
        if (record?.kind !== 'statement') {
          tell('Events and quantities can be accepted or rejected here, and edited on the page.');
          break;
        }
        const edited: Statement | null = await askStatement(record, session.actors, ask, tell);
        if (edited === null) return;
        if (decideWith(session, current.id, 'edit', edited)) on(current.id);
        break;
      }
      case 'n': {
        const added = await askNew(session);
        if (added === 'ended') return;
        if (added !== null) decideWith(session, added.id, 'add', added);
        shown = null;
        break;
      }
      case 'o':
        if (!(await askName(session))) return;
        on(null);
        break;
      case 'u': {
        const undone = undo(session);
        if (undone === null) tell('There is nothing of yours to undo.');
        else {
          current = session.review.items.find((item) => item.id === undone) ?? nextUndecided(session.review, reader);
          shown = null;
        }
        break;
      }
      default:
        tell(`No such key: ${keys}`);
    }
  }
}

function happen(session: ReviewSession, events: readonly ReviewEvent[]): void {
  session.append(appendLines(session.review, events));
  session.review = withEvents(session.review, events);
}

function decide(
  session: ReviewSession,
  item: ReviewItem,
  decision: 'accept' | 'reject',
  record?: EvidenceRecord,
  reason?: string,
): void {
  // What a reader added and took back, or another reader added, has no proposal: to accept it is to add it.
  const added = decision === 'accept' && item.proposal === null ? recordOf(item) : null;
  const kept = record ?? added ?? undefined;
  happen(session, [
    {
      ...{ type: 'decision', record_id: item.id, decision: added ? 'add' : decision },
      ...(kept === undefined ? {} : { record: kept }),
      ...{ reader: session.reader, when: session.now() },
      ...(reason ? { reason: reason.slice(0, 1000) } : {}),
    },
  ]);
  session.tell(
    `  ${decision === 'accept' ? 'accepted' : 'rejected'}; ${progressOf(session.review, session.reader).text}`,
  );
}

/** False when the record breaks a rule, which is then told. */
function decideWith(session: ReviewSession, id: string, decision: 'edit' | 'add', record: EvidenceRecord): boolean {
  const checked = recordSchema.safeParse(record);
  if (!checked.success) {
    const issue = checked.error.issues[0]!;
    session.tell(`  not taken: ${issue.path.join('.')}: ${issue.message}`);
    return false;
  }
  happen(session, [
    { type: 'decision', record_id: id, decision, record: checked.data, reader: session.reader, when: session.now() },
  ]);
  session.tell(
    `  ${decision === 'edit' ? 'edited' : `added as ${id}`}; ${progressOf(session.review, session.reader).text}`,
  );
  return true;
}

/** Takes the reader's latest decision back; its record's id, or null. */
function undo(session: ReviewSession): string | null {
  let last: { id: string; when: string } | null = null;
  for (const item of session.review.items) {
    const decision = decisionOn(item, session.reader);
    if (decision && (last === null || decision.when >= last.when)) last = { id: item.id, when: decision.when };
  }
  if (last === null) return null;
  happen(session, [{ type: 'undo', record_id: last.id, reader: session.reader, when: session.now() }]);
  session.tell(`  taken back: ${last.id}; ${progressOf(session.review, session.reader).text}`);
  return last.id;
}

function showItem(session: ReviewSession, item: ReviewItem): void {
  const { tell, reader, review, nameOf } = session;
  const record = recordOf(item, reader) ?? recordOf(item);
  if (record === null) return;
  const sure =
    item.proposal === null
      ? 'added by a reader'
      : `${item.proposal.made_by}, ${item.proposal.confidence.toFixed(2)} sure`;
  tell(`\n── ${item.id} · ${progressOf(review, reader).text} · ${sure}`);
  tell(contextOf(session, record));
  tell('');
  for (const line of recordLines(record, nameOf)) tell(`  ${line}`);
  const mine = decisionOn(item, reader);
  if (mine) tell(`  ${decidedText(mine)}`);
  const others = [
    ...item.decisions.filter((d) => d.reader !== reader),
    ...(session.other?.items.flatMap((o) => {
      const theirs = o.proposal?.record ?? recordOf(o);
      const decision = decisionOn(o);
      return decision && theirs && (o.id === item.id || sameQuestion(theirs, record)) ? [decision] : [];
    }) ?? []),
  ];
  for (const d of others) tell(`  ${decidedText(d)}`);
}

const decidedText = (d: Decided): string =>
  `${d.reader}: ${d.decision}${d.reason === null ? '' : ` (${d.reason})`}${
    d.record?.kind === 'statement' && d.decision !== 'accept' ? `, ${d.record.issue} ${d.record.position}` : ''
  }`;

/** The sentences around a record's words, which are marked; or that they are not at hand. */
function contextOf({ article }: ReviewSession, record: EvidenceRecord): string {
  const place = article && placeOf(record, article.text);
  if (!article || !place) return `  (source not at hand: ${record.paraphrase})`;
  const sentences = article.sentences.filter((s) => s.start < place.end && s.end > place.start);
  const around: Span = {
    start: Math.min(place.start, ...sentences.map((s) => s.start)),
    end: Math.max(place.end, ...sentences.map((s) => s.end)),
  };
  const { text } = article;
  return `  ${text.slice(around.start, place.start)}⟦${text.slice(place.start, place.end)}⟧${text.slice(place.end, around.end)}`;
}

/** Asks for paragraph and words, and for the fields. Null when the words are not found. */
async function askNew(session: ReviewSession): Promise<Statement | null | 'ended'> {
  const { article, ask, tell, review } = session;
  if (article === null) {
    tell('  Without the article no words can be marked: name the article file instead of the review file.');
    return null;
  }
  const number = await ask('  paragraph (blank lines do not count): ');
  if (number === null) return 'ended';
  const paragraph = article.paragraphs[Number(number) - 1];
  if (paragraph === undefined) {
    tell(`  there is no paragraph ${number}; the last one is ${article.paragraphs.length}`);
    return null;
  }
  tell(`  ${article.text.slice(paragraph.start, paragraph.end)}`);
  const words = await ask('  its words, or "first words ... last words": ');
  if (words === null) return 'ended';
  const span = findWords(article.text, paragraph, words);
  if (typeof span === 'string') {
    tell(`  ${span}`);
    return null;
  }
  const anchored = { ...span, paragraph: paragraph.index, sha256: sha256Hex(article.text.slice(span.start, span.end)) };
  const blank = blankStatement(freshId(review, 'statement'), anchored, review.head.article.published);
  return (await askStatement(blank, session.actors, ask, tell)) ?? 'ended';
}

/** Where words stand in a paragraph, or why they do not. Quotation marks of any kind are alike. */
export function findWords(text: string, paragraph: Span, words: string): Span | string {
  const alike = (s: string): string =>
    s
      .replace(/[“”„«»]/g, '"')
      .replace(/[‘’]/g, "'")
      .toLowerCase();
  const body = alike(text.slice(paragraph.start, paragraph.end));
  const [first = '', ...more] = alike(words)
    .split(/\s*(?:\.\.\.|…)\s*/)
    .map((part) => part.trim());
  const last = more.at(-1) ?? '';
  if (first === '') return 'give at least a word';
  const start = body.indexOf(first);
  if (start < 0) return `"${first}" does not stand in this paragraph`;
  if (body.indexOf(first, start + 1) >= 0) return `"${first}" stands there more than once: give more words`;
  const from = start + first.length;
  const end = last === '' ? (more.length > 0 ? body.length : from) : body.indexOf(last, from) + last.length;
  if (end < from) return `"${last}" does not stand after them`;
  return { start: paragraph.start + start, end: paragraph.start + end };
}

/** Asks for a name that the machine did not know, appends it and reads again. False when the input has ended. */
async function askName(session: ReviewSession): Promise<boolean> {
  const { ask, tell, reader } = session;
  const name = await ask('  name as the article writes it: ');
  if (name === null) return false;
  const actor = await ask('  who that is (an id: IRN, IRN/araghchi, hezbollah): ');
  if (actor === null) return false;
  const role = await ask('  role, if any (foreign minister): ');
  if (role === null) return false;
  if (name.trim().length < 2 || !/^[A-Za-z0-9][A-Za-z0-9/-]{0,63}$/.test(actor.trim())) {
    tell('  not taken: a name of two letters or more and an id are needed');
    return true;
  }
  const shared = { name: name.trim().slice(0, 100), actor: actor.trim(), reader, when: session.now() };
  happen(session, [{ type: 'name', ...shared, ...(role.trim() === '' ? {} : { role: role.trim().slice(0, 100) }) }]);
  if (!shared.actor.includes('/')) {
    tell('  kept; the reader learns names of people and bodies (IRN/araghchi) only, so far');
    return true;
  }
  if (session.readAgain === null) {
    tell('  kept; it counts when the article is read again');
    return true;
  }
  const events = proposeAgain(session.review, await session.readAgain(session.review.names));
  happen(session, events);
  const gone = events.filter((e) => e.type === 'withdrawal').length;
  tell(`  read again: ${events.length - gone} proposals new or changed, ${gone} gone; your decisions stand`);
  return true;
}
