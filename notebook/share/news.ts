// What the page has to tell about documents that came from elsewhere: the one that was opened last, and files that were dropped. Enters: from the page's start, the share menu and drops. Leaves: to the notices.
import { useEffect, useState } from 'preact/hooks';
import type { FilesRead } from '../document/files.ts';
import type { Brought } from '../document/incoming.ts';

export interface News {
  /** The document that was opened last, with what is to be said of it. */
  readonly brought: Brought | null;
  /** Files to be put side by side; null: none are shown. */
  readonly files: FilesRead | null;
}

let news: News = { brought: null, files: null };
const listeners = new Set<() => void>();

export function tellNews(more: Partial<News>): void {
  news = { ...news, ...more };
  for (const listener of listeners) listener();
}

export function useNews(): News {
  const [, setCount] = useState(0);
  useEffect(() => {
    const heard = (): void => setCount((n) => n + 1);
    listeners.add(heard);
    // Something may have been told between drawing and listening.
    heard();
    return () => void listeners.delete(heard);
  }, []);
  return news;
}
