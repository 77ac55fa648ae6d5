// The articles of this machine as the page holds them: loaded once, changed at once, written behind. Where the browser keeps nothing they live as long as the page, and the page says so.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Problem, ReviewEvent } from '../../engine/index.ts';
import type { ReadAnswer } from '../../engine/work/client.ts';
import { articleStore } from '../document/article-store.ts';
import { type Brought, broughtReview, type Held, loadLibrary, shaOf, withAppended, withReading } from './library.ts';

export interface Library {
  /** Null while it loads. */
  readonly held: readonly Held[] | null;
  /** False when something could not be written to this browser's database. */
  readonly keeps: boolean;
  readonly problems: readonly Problem[];
  /** Takes in what was read; gives the article's hash. */
  readonly take: (answer: ReadAnswer, source: string | null) => string;
  readonly append: (article: string, events: readonly ReviewEvent[]) => void;
  /** A review file from elsewhere. */
  readonly bring: (text: string, name: string) => { value: Brought | null; problems: readonly Problem[] };
  readonly dropOther: (article: string, name: string) => void;
  readonly forget: (article: string) => void;
}

const now = (): string => new Date().toISOString();

export function useLibrary(): Library {
  const [held, setHeld] = useState<readonly Held[] | null>(null);
  const [keeps, setKeeps] = useState(true);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  /** What stands now: two decisions may come before the page is drawn again. */
  const latest = useRef<readonly Held[]>([]);

  const set = useCallback((next: readonly Held[]): void => {
    latest.current = next;
    setHeld(next);
  }, []);
  const put = useCallback(
    (one: Held): void => {
      const known = latest.current.some((h) => shaOf(h) === shaOf(one));
      set(known ? latest.current.map((h) => (shaOf(h) === shaOf(one) ? one : h)) : [...latest.current, one]);
    },
    [set],
  );
  const write = useCallback((writing: Promise<unknown>): void => {
    writing.catch(() => setKeeps(false));
  }, []);

  useEffect(() => {
    let here = true;
    loadLibrary(articleStore).then(
      (found) => {
        if (!here) return;
        set(found.held);
        setProblems(found.problems);
      },
      () => {
        if (!here) return;
        set([]);
        setKeeps(false);
      },
    );
    return () => {
      here = false;
    };
  }, []);

  const find = (article: string): Held | undefined => latest.current.find((h) => shaOf(h) === article);
  return {
    held,
    keeps,
    problems,
    take(answer, source) {
      const made = withReading(find(answer.article.sha256), answer, { source, when: now() });
      put(made.held);
      write(articleStore.put(made.held.stored));
      if (made.text !== '') write(articleStore.append(shaOf(made.held), made.text));
      return shaOf(made.held);
    },
    append(article, events) {
      const own = find(article);
      if (own === undefined) return;
      const made = withAppended(own, events);
      put(made.held);
      write(articleStore.append(article, made.text));
    },
    bring(text, name) {
      const { value, problems: found } = broughtReview(latest.current, text, name, now());
      if (value === null || value.kind === 'known') return { value, problems: found };
      put(value.held);
      const article = shaOf(value.held);
      if (value.kind === 'other') write(articleStore.putOther({ article, name, text }));
      else {
        write(articleStore.put(value.held.stored));
        write(articleStore.append(article, value.text));
      }
      return { value, problems: found };
    },
    dropOther(article, name) {
      const own = find(article);
      if (own !== undefined) put({ ...own, others: own.others.filter((o) => o.name !== name) });
      write(articleStore.removeOther(article, name));
    },
    forget(article) {
      set(latest.current.filter((h) => shaOf(h) !== article));
      write(articleStore.forget(article));
    },
  };
}
