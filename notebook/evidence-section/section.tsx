// Evidence: the sources and their balance, what the numbers rest on, every record with what it feeds, and the articles' own passages for a reader who has them.
import { useCallback, useMemo, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { ArticleText } from './article-text.tsx';
import './evidence.css';
import { feedsOf } from './feeds.ts';
import { RecordList } from './record-list.tsx';
import { Sources } from './sources.tsx';
import { useArticles } from './use-articles.ts';

const nothing: ReadonlySet<string> = new Set();

export default function EvidenceSection() {
  const { model } = useBench();
  const articles = useArticles();
  const feeds = useMemo(() => feedsOf(model.view, model.inputs), [model]);
  const [shown, setShown] = useState<string | null>(null);
  const [placed, setPlaced] = useState<ReadonlyMap<string, ReadonlySet<string>>>(new Map());
  const show = useCallback((record: string) => setShown(record), []);
  const all = useMemo(() => new Set([...placed.values()].flatMap((own) => [...own])), [placed]);
  return (
    <section class="card evidence" aria-labelledby="evidence-title">
      <div class="card-head">
        <h2 id="evidence-title">
          Evidence
          <small>who is said to have said or done what, where that stands, and which numbers rest on it</small>
        </h2>
      </div>
      <p class="fine">
        A record says what an article reports, in our words. It does not say that it is true, and another reader would
        code some of them differently.
      </p>
      {articles === null ? (
        <p class="fine">Loading…</p>
      ) : (
        <>
          <Sources view={model.view} articles={articles} inputs={model.inputs} feeds={feeds} />
          {articles.map((a) => (
            <ArticleText
              key={a.id}
              article={a}
              shown={shown !== null && a.records.some((r) => r.id === shown) ? shown : null}
              onShow={show}
              onPlaced={(records) =>
                setPlaced((now) => {
                  const before = now.get(a.id) ?? nothing;
                  return before.size === 0 && records.size === 0 ? now : new Map(now).set(a.id, records);
                })
              }
            />
          ))}
          {articles.length > 0 && (
            <>
              <h3>Records</h3>
              <RecordList articles={articles} feeds={feeds} shown={shown} placed={all} onShow={show} />
            </>
          )}
        </>
      )}
    </section>
  );
}
