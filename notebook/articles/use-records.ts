// Which records are counted: those of the shipped articles and of every reviewed one, each article in or out. Enters: the library. Leaves: the records that count, and the choice.
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Evidence } from '../../engine/index.ts';
import { dateInWords } from '../words.ts';
import { evidenceIn, type Held } from './library.ts';
import { loadShippedEvidence } from './shipped-evidence.ts';

export interface CountedArticle {
  /** Id of the article. */
  readonly id: string;
  readonly label: string;
  readonly published: string;
  /** Ships with the page. */
  readonly shipped: boolean;
  readonly records: readonly Evidence[];
  readonly on: boolean;
}

export interface Records {
  readonly articles: readonly CountedArticle[];
  /** Of the articles that are on. */
  readonly counted: readonly Evidence[];
  readonly toggle: (article: string, on: boolean) => void;
}

/** Articles whose records count unless the reader says otherwise: the reader's own. */
export function useRecords(held: readonly Held[]): Records {
  const [shipped, setShipped] = useState<readonly Evidence[]>([]);
  const [choice, setChoice] = useState<ReadonlyMap<string, boolean>>(new Map());
  useEffect(() => {
    let here = true;
    loadShippedEvidence().then(
      (all) => here && setShipped(all),
      () => {},
    );
    return () => {
      here = false;
    };
  }, []);
  return useMemo(() => {
    const own = held.map((h): CountedArticle => {
      const { id, outlet, published } = h.review.head.article;
      const records = evidenceIn(h.review);
      return {
        ...{ id, label: `${outlet}, ${dateInWords(published)}`, published, shipped: false, records },
        on: choice.get(id) ?? true,
      };
    });
    const reviewed = new Set(held.map((h) => h.review.head.article.id));
    const ids = [...new Set(shipped.map((r) => r.article))].filter((id) => !reviewed.has(id));
    const theirs = ids.map((id): CountedArticle => {
      const records = shipped.filter((r) => r.article === id);
      const { outlet, published } = records[0]!;
      return {
        ...{ id, label: `${outlet}, ${dateInWords(published)}`, published, shipped: true, records },
        on: choice.get(id) ?? true,
      };
    });
    const articles = [...theirs, ...own];
    return {
      articles,
      counted: articles.flatMap((a) => (a.on ? a.records : [])),
      toggle: (article, on) => setChoice((now) => new Map(now).set(article, on)),
    };
  }, [held, shipped, choice]);
}
