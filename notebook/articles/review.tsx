// The review of one article: its text with the passages on one side, the records on the other; every decision a key or a button, written at once.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  articleOf,
  type EvidenceRecord,
  freshId,
  nextUndecided,
  type Problem,
  progressOf,
  type ReviewEvent,
  type ReviewItem,
  recordOf,
} from '../../engine/index.ts';
import { ArticlePane, selectedSpan } from './article-pane.tsx';
import { type Held, lastDecided, problemsOf } from './library.ts';
import { RecordCard } from './record-card.tsx';
import { anchoredIn, RecordForm } from './record-form.tsx';
import { RecordLines, stateOf } from './record-list.tsx';
import { gistOf, type NameOf } from './record-words.ts';

interface Properties {
  readonly held: Held;
  readonly reader: string;
  readonly nameOf: NameOf;
  /** A record to show, from elsewhere on the page; counts up. */
  readonly asked: { readonly id: string; readonly turn: number } | null;
  /** It has just been read: the keyboard goes on here. */
  readonly fresh: boolean;
  readonly onEvents: (events: readonly ReviewEvent[]) => void;
}

type Doing = null | { readonly kind: 'edit' | 'add'; readonly record: EvidenceRecord } | { readonly kind: 'reject' };

const now = (): string => new Date().toISOString();

export function ReviewView({ held, reader, nameOf, asked, fresh, onEvents }: Properties) {
  const { review, stored } = held;
  const [shown, setShown] = useState<string | null>(
    () => nextUndecided(review, reader)?.id ?? review.items[0]?.id ?? null,
  );
  const [onlyOpen, setOnlyOpen] = useState(false);
  const [doing, setDoing] = useState<Doing>(null);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [spoken, setSpoken] = useState('');
  const frame = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const lines = useRef<HTMLDivElement>(null);

  const article = useMemo(
    () => (stored.text === null ? null : articleOf(stored.text, review.head.article)),
    [stored.text, review.head],
  );
  const queue = review.items.filter((i) => i.decisions.length > 0 || !i.withdrawn);
  const listed = onlyOpen ? queue.filter((i) => stateOf(i, reader) === 'open' || i.id === shown) : queue;
  const item = queue.find((i) => i.id === shown) ?? listed[0] ?? null;
  const record = item === null ? null : recordOf(item, reader);
  const progress = progressOf(review, reader);
  const spans = useMemo(
    () =>
      new Map(
        queue.flatMap((i) => {
          const span = recordOf(i, reader)?.span;
          return span === undefined ? [] : [[i.id, { ...span, state: stateOf(i, reader) }] as const];
        }),
      ),
    [review, reader],
  );

  useEffect(() => {
    if (!fresh) return;
    frame.current?.focus({ preventScroll: true });
    frame.current?.scrollIntoView({ block: 'nearest' });
  }, [fresh]);
  useEffect(() => {
    if (asked !== null && review.items.some((i) => i.id === asked.id)) {
      setShown(asked.id);
      setDoing(null);
      frame.current?.focus({ preventScroll: true });
      frame.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [asked]);
  useEffect(() => {
    const pane = lines.current;
    const line = pane?.querySelector<HTMLElement>(`[data-line="${CSS.escape(item?.id ?? '')}"]`);
    if (!pane || !line) return;
    const { offsetTop, offsetHeight } = line;
    if (offsetTop < pane.scrollTop || offsetTop + offsetHeight > pane.scrollTop + pane.clientHeight)
      pane.scrollTop = offsetTop - pane.clientHeight / 2;
  }, [item?.id, listed.length]);

  const say = (id: string | null): string => {
    const found = review.items.find((i) => i.id === id);
    const r = found && recordOf(found, reader);
    return r ? gistOf(r, nameOf) : '';
  };
  const go = (by: 1 | -1): void => {
    if (listed.length === 0) return;
    const at = listed.findIndex((i) => i.id === item?.id);
    const next = listed[Math.min(listed.length - 1, Math.max(0, at + by))]!;
    setShown(next.id);
    setDoing(null);
    setSpoken(say(next.id));
  };
  /** Writes an event unless something is wrong with it. */
  const write = (event: ReviewEvent, then: string | null, word: string): boolean => {
    const wrong = event.type === 'decision' && event.record !== undefined ? problemsOf(review, event) : [];
    setProblems(wrong);
    if (wrong.length > 0) return false;
    onEvents([event]);
    setDoing(null);
    if (then !== null) setShown(then);
    setSpoken(`${word}. ${then === null || then === item?.id ? '' : `Next: ${say(then)}`}`);
    frame.current?.focus({ preventScroll: true });
    return true;
  };
  const after = (of: ReviewItem): string => {
    const next = nextUndecided(review, reader, of.id);
    return next === null || next.id === of.id ? of.id : next.id;
  };
  const accept = (): void => {
    if (item === null || item.proposal === null) return;
    write({ type: 'decision', record_id: item.id, decision: 'accept', reader, when: now() }, after(item), 'Accepted');
  };
  const reject = (reason: string): void => {
    if (item === null) return;
    const why = reason === '' ? {} : { reason };
    write(
      { type: 'decision', record_id: item.id, decision: 'reject', reader, when: now(), ...why },
      after(item),
      'Rejected',
    );
  };
  const save = (next: EvidenceRecord, reason: string): void => {
    if (doing === null || doing.kind === 'reject') return;
    const adds = doing.kind === 'add' || item?.proposal === null;
    const why = reason === '' ? {} : { reason };
    write(
      {
        ...{ type: 'decision', record_id: next.id, decision: adds ? 'add' : 'edit', record: next, reader, when: now() },
        ...why,
      } as ReviewEvent,
      doing.kind === 'add' || item === null ? next.id : after(item),
      adds ? 'Added' : 'Edited',
    );
  };
  const add = (): void => {
    if (article === null) return;
    const chosen = anchoredIn(article, selectedSpan(text.current) ?? record?.span ?? article.sentences[0] ?? zero);
    if (chosen === null) return;
    setProblems([]);
    setDoing({ kind: 'add', record: blank(held, freshId(review, 'statement'), chosen) });
  };
  const undo = (): void => {
    const id = lastDecided(review, reader);
    if (id === null) setSpoken('Nothing to undo');
    else write({ type: 'undo', record_id: id, reader, when: now() }, id, 'Taken back');
  };
  const edit = (): void => {
    if (record === null) return;
    setProblems([]);
    setDoing({ kind: 'edit', record });
  };

  const keys: Readonly<Record<string, () => void>> = {
    j: () => go(1),
    ArrowDown: () => go(1),
    k: () => go(-1),
    ArrowUp: () => go(-1),
    a: accept,
    e: edit,
    r: () => item !== null && setDoing({ kind: 'reject' }),
    n: add,
    u: undo,
  };
  const pressed = (e: KeyboardEvent): void => {
    const target = e.target as HTMLElement;
    if (e.ctrlKey || e.metaKey || e.altKey || target.closest('input, select, textarea, form, summary') !== null) return;
    // The text scrolls by its own arrows.
    if (e.key.startsWith('Arrow') && target.closest('.review-text') !== null) return;
    if (!Object.hasOwn(keys, e.key)) return;
    e.preventDefault();
    keys[e.key]!();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: no landmark, and no field
    <div
      ref={frame}
      class="review-frame"
      role="group"
      aria-label={`Review of ${review.head.article.outlet}: letters decide, j and k go on`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: letters are heard here
      tabIndex={0}
      onKeyDown={pressed}
      data-testid="review"
    >
      <div class="review-head">
        <p>
          <b data-testid="progress">{progress.text}</b>{' '}
          <progress max={Math.max(1, progress.of)} value={progress.decided} aria-label={progress.text} />
        </p>
        <label class="check">
          <input type="checkbox" checked={onlyOpen} onChange={(e) => setOnlyOpen(e.currentTarget.checked)} />
          <span>only undecided</span>
        </label>
      </div>
      <ArticlePane
        text={stored.text}
        review={review}
        spans={spans}
        shown={item?.id ?? null}
        onShow={(id) => {
          setShown(id);
          setDoing(null);
        }}
        frame={text}
      />
      <div class="review-records">
        {doing === null || doing.kind === 'reject' ? (
          <>
            <div class="actions review-actions">
              <Key letter="a" name="Accept" disabled={item === null || item.proposal === null} onPress={accept} />
              <Key letter="e" name="Edit" disabled={record === null} onPress={edit} />
              <Key letter="r" name="Reject" disabled={item === null} onPress={() => setDoing({ kind: 'reject' })} />
              <Key letter="n" name="Add" disabled={article === null} onPress={add} />
              <Key letter="u" name="Undo" disabled={false} onPress={undo} />
              <Key letter="k" name="Back" disabled={item === null} onPress={() => go(-1)} />
              <Key letter="j" name="On" disabled={item === null} onPress={() => go(1)} />
            </div>
            <div ref={lines} class="review-scroll">
              {item !== null && record !== null ? (
                <>
                  {doing?.kind === 'reject' && <RejectForm onReject={reject} onCancel={() => setDoing(null)} />}
                  <RecordCard item={item} record={record} reader={reader} nameOf={nameOf} />
                </>
              ) : (
                <p class="fine">
                  No records were found in this article. Select words in its text and press n to add one.
                </p>
              )}
              <RecordLines
                items={listed}
                reader={reader}
                shown={item?.id ?? null}
                nameOf={nameOf}
                onShow={(id) => {
                  setShown(id);
                  setDoing(null);
                }}
              />
            </div>
          </>
        ) : (
          <div class="review-scroll">
            <RecordForm
              key={doing.record.id}
              title={doing.kind === 'add' ? 'Add a record' : 'Edit the record'}
              record={doing.record}
              actors={stored.found?.actors ?? []}
              nameOf={nameOf}
              article={article}
              selected={() => selectedSpan(text.current)}
              problems={problems}
              onSave={save}
              onCancel={() => {
                setDoing(null);
                frame.current?.focus({ preventScroll: true });
              }}
            />
          </div>
        )}
      </div>
      <p class="spoken" aria-live="polite" data-testid="review-spoken">
        {spoken}
      </p>
    </div>
  );
}

const zero = { start: 0, end: 1 };

function Key({
  letter,
  name,
  disabled,
  onPress,
}: {
  readonly letter: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button type="button" disabled={disabled} aria-keyshortcuts={letter} onClick={onPress}>
      {name}{' '}
      <span class="kbd" aria-hidden="true">
        {letter}
      </span>
    </button>
  );
}

function RejectForm({
  onReject,
  onCancel,
}: {
  readonly onReject: (reason: string) => void;
  readonly onCancel: () => void;
}) {
  const [reason, setReason] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <form
      class="record-form"
      aria-label="Reject the record"
      onKeyDown={(e) => {
        if (e.key !== 'Escape') return;
        e.preventDefault();
        onCancel();
      }}
      onSubmit={(e) => {
        e.preventDefault();
        onReject(reason.trim());
      }}
    >
      <label>
        <span>Why is it no record? (optional)</span>
        <input
          ref={field}
          type="text"
          maxLength={300}
          value={reason}
          placeholder="no stance, wrong speaker, told twice, …"
          onInput={(e) => setReason(e.currentTarget.value)}
        />
      </label>
      <div class="actions">
        <button type="submit" class="primary">
          Reject
        </button>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

/** A statement with nothing decided about it yet, of the one mentioned most. */
function blank(held: Held, id: string, span: EvidenceRecord['span']): EvidenceRecord {
  const { published } = held.review.head.article;
  const found = held.stored.found;
  const first = found?.frame.parties[0] ?? found?.actors.find((a) => !a.media)?.id ?? 'unknown';
  return {
    ...{ id, kind: 'statement', speaker: first, holders: [first], targets: [], issue: 'other', subissues: [] },
    ...{ act: 'inform', position: 0, intensity: 0.5, expects: null, conditional_on: null },
    ...{ attribution: 'on_record_indirect', quote: 'indirect', via: [], hedged: false, plover: null },
    ...{ date: published, as_of: published, span, paraphrase: '…' },
  } as EvidenceRecord;
}
