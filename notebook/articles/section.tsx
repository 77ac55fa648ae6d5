// Articles: a news article comes in and stays on this machine, people decide what it says, and what they decided moves stances and outcomes.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type ArticleMeta, type Problem, type ReviewEvent, reviewFileName } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { storage } from '../document/opening.ts';
import { download } from '../export/download.ts';
import { dateInWords } from '../words.ts';
import { Agreement } from './agreement.tsx';
import './articles.css';
import { Draft } from './draft.tsx';
import { articleIdFor, Intake, type ToRead } from './intake.tsx';
import { type Held, namesIn, shaOf } from './library.ts';
import { NamesForm } from './names-form.tsx';
import { News } from './news.tsx';
import { ReviewView } from './review.tsx';
import { ArticleShare } from './share.tsx';
import { Stances } from './stances.tsx';
import { useLibrary } from './use-library.ts';
import { useRecords } from './use-records.ts';

const readerKey = 'standoff.reader';

export default function ArticlesSection() {
  const { ask, document } = useBench();
  const library = useLibrary();
  const [chosen, setChosen] = useState<string | null>(null);
  const [reading, setReading] = useState<string | null>(null);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [told, setTold] = useState('');
  const [forgetting, setForgetting] = useState(false);
  /** Whether the fields for a new article are open; null: as it suits what is here. */
  const [bringing, setBringing] = useState<boolean | null>(null);
  /** The article that has just been read: the keyboard goes on in its review. */
  const [fresh, setFresh] = useState<string | null>(null);
  const waiting = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState<{ id: string; turn: number } | null>(null);
  const [reader, setReader] = useState(() => storage('local')?.getItem(readerKey) ?? '');
  const who = reader.trim() || document.author.trim() || 'Reader 1';
  const all = library.held ?? [];
  const held = all.find((h) => shaOf(h) === chosen) ?? all.at(-1) ?? null;
  const nameOf = useMemo(() => namesIn(all), [library.held]);
  const records = useRecords(all);

  const read = (article: ToRead): Promise<boolean> => {
    setProblems([]);
    setTold('');
    setReading(`${article.outlet}, ${dateInWords(article.published)}`);
    setBringing(false);
    const { id, sha256 } = articleIdFor(article);
    const before = all.find((h) => shaOf(h) === sha256);
    const meta = before?.review.head.article ?? {
      id,
      outlet: article.outlet,
      title: article.title,
      published: article.published,
      date_basis: article.basis,
    };
    return readText(article.text, meta, before?.review.names ?? [], article.source);
  };
  const readText = async (
    text: string,
    { id, outlet, title, published, date_basis }: ArticleMeta,
    names: Held['review']['names'],
    source: string | null,
  ): Promise<boolean> => {
    const answer = await ask('read', { text, meta: { id, outlet, title, published, date_basis }, names });
    setReading(null);
    if (answer === null) {
      setProblems([
        { code: 'stopped', severity: 'error', message: 'the reading was stopped', repair: 'press Read again' },
      ]);
      return false;
    }
    setProblems(answer.problems.filter((p) => p.severity !== 'note'));
    if (answer.value === null) {
      setBringing(true);
      return false;
    }
    const sha256 = library.take(answer.value, source);
    setChosen(sha256);
    setFresh(sha256);
    return true;
  };
  // The button that was pressed is folded away: the keyboard waits where the reading will appear.
  useEffect(() => {
    if (reading !== null) waiting.current?.focus({ preventScroll: true });
  }, [reading]);
  const addName = async (event: ReviewEvent): Promise<void> => {
    if (held === null || held.stored.text === null || event.type !== 'name') return;
    library.append(shaOf(held), [event]);
    const names = [...held.review.names.filter((n) => n.name !== event.name), event];
    setTold('Reading it again…');
    await readText(held.stored.text, held.review.head.article, names, null);
    setTold('Read again: your decisions stay as they are.');
  };
  const bring = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    if (file.size > mostReviewBytes) {
      setProblems([tooLarge]);
      return;
    }
    const { value, problems: found } = library.bring(await file.text(), file.name);
    setProblems(found.filter((p) => p.severity !== 'note'));
    if (value === null) return;
    setChosen(shaOf(value.held));
    setTold(broughtWords[value.kind]);
  };
  const show = (record: string): void => {
    const of = all.find((h) => h.review.items.some((i) => i.id === record));
    if (of === undefined) return;
    setChosen(shaOf(of));
    setAsked((a) => ({ id: record, turn: (a?.turn ?? 0) + 1 }));
  };

  return (
    <section class="card articles" aria-labelledby="articles-title">
      <div class="card-head">
        <h2 id="articles-title">
          Articles
          <small>read a news article, decide what it says, and see what that moves</small>
        </h2>
      </div>
      <p class="fine">
        An article is read in this browser and kept in this browser’s own store on this machine. It is sent nowhere and
        never stands in a document, link, file or report: only records do, which say in a few words of ours who took
        which stance, and where in the article that stands. What people say is not what they will do, and a record says
        nothing about whom to act against.
      </p>
      {!library.keeps && (
        <p class="problem" role="alert">
          This browser does not keep what you decide here: export each review before you leave the page.
        </p>
      )}
      <details
        class="intake-fold"
        open={bringing ?? (library.held !== null && all.length === 0)}
        onToggle={(e) => setBringing(e.currentTarget.open)}
      >
        <summary>Bring an article</summary>
        <Intake onRead={read} busy={reading !== null} />
      </details>
      {[...library.problems, ...problems].map((p) => (
        <p key={p.message} class={p.severity === 'error' ? 'problem' : 'note'} role="alert">
          {p.message}
          {p.repair && ` (${p.repair})`}
        </p>
      ))}
      <div class="controls articles-bar">
        <label class="picker">
          <span>Article under review</span>
          <select
            value={held === null ? '' : shaOf(held)}
            disabled={all.length === 0}
            data-testid="article-picker"
            onChange={(e) => {
              setChosen(e.currentTarget.value);
              setForgetting(false);
            }}
          >
            {all.length === 0 && <option value="">none yet</option>}
            {all.map((h) => (
              <option key={shaOf(h)} value={shaOf(h)} selected={h === held}>
                {h.review.head.article.outlet}, {dateInWords(h.review.head.article.published)}
                {h.review.head.article.title !== null && `: ${h.review.head.article.title}`}
              </option>
            ))}
          </select>
        </label>
        <label class="picker reader">
          <span>Decisions are by</span>
          <input
            type="text"
            maxLength={100}
            value={reader}
            placeholder={document.author.trim() || 'Reader 1'}
            onInput={(e) => {
              setReader(e.currentTarget.value);
              storage('local')?.setItem(readerKey, e.currentTarget.value);
            }}
          />
        </label>
        <button
          type="button"
          disabled={held === null}
          onClick={() =>
            held !== null && download(reviewFileName(held.review.head.article), held.lines, 'application/x-ndjson')
          }
        >
          Export this review
        </button>
        <label class="file-button">
          <span>Bring a review file</span>
          <input
            type="file"
            accept=".jsonl,application/x-ndjson"
            data-testid="bring-review"
            onChange={(e) => {
              void bring(e.currentTarget.files?.[0]);
              e.currentTarget.value = '';
            }}
          />
        </label>
        <button type="button" disabled={held === null} onClick={() => setForgetting(true)}>
          Forget this article
        </button>
      </div>
      {forgetting && held !== null && (
        <p class="problem" role="alert">
          Its text and every decision on it will be deleted from this machine. Export the review first if you want to
          keep the decisions.{' '}
          <button
            type="button"
            onClick={() => {
              library.forget(shaOf(held));
              setForgetting(false);
              setChosen(null);
              setTold('Forgotten.');
            }}
          >
            Forget it
          </button>{' '}
          <button type="button" onClick={() => setForgetting(false)}>
            Keep it
          </button>
        </p>
      )}
      <p class="fine articles-told" role="status">
        {told}
      </p>
      {/* The frame has its size from the start, so that nothing moves when the reading comes. */}
      {held !== null && reading === null ? (
        <ReviewView
          key={shaOf(held)}
          held={held}
          reader={who}
          nameOf={nameOf}
          asked={asked}
          fresh={fresh === shaOf(held)}
          onEvents={(events) => library.append(shaOf(held), events)}
        />
      ) : (
        <div ref={waiting} class="review-frame empty" tabIndex={-1}>
          <p class="fine" role="status">
            {library.held === null
              ? 'Loading…'
              : reading === null
                ? 'No article yet. Paste one above, say where and when it was published, and press Read: what it says appears here as records, each beside its passage, for you to accept, change or reject.'
                : `Reading ${reading}… The first article takes some seconds: the model of the language comes with it.`}
          </p>
        </div>
      )}
      <div class="beside-review">
        {held !== null && (
          <>
            <NamesForm
              held={held}
              reader={who}
              nameOf={nameOf}
              busy={reading !== null}
              onName={(event) => void addName(event)}
            />
            <details class="second">
              <summary>A second reader beside you</summary>
              <Agreement
                held={held}
                reader={who}
                nameOf={nameOf}
                onShow={show}
                onDrop={(name) => library.dropOther(shaOf(held), name)}
              />
            </details>
          </>
        )}
      </div>
      <Stances records={records} who={who} onShow={show} />
      <News records={records} onShow={show} />
      <ArticleShare />
      <Draft held={all} nameOf={nameOf} />
    </section>
  );
}

const broughtWords = {
  new: 'The review is here. Paste its article above to see the passages.',
  longer: 'The file goes on where yours ended: its further decisions are taken in.',
  known: 'Everything in that file is here already.',
  other: 'The file is laid beside your review: see “A second reader beside you”.',
} as const;

const mostReviewBytes = 20_000_000;
const tooLarge: Problem = {
  code: 'too-large',
  severity: 'error',
  message: 'a review file has 20 MB at most',
  repair: 'bring one file for one article',
};
