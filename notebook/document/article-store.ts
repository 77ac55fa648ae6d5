// Articles that a reader brought, on this machine only (IndexedDB, through idb): their texts, and the review of each as the lines of its file, appended and never rewritten. Nothing here goes into documents, links or reports.
import type { DBSchema } from 'idb';
import type { ReadAnswer } from '../../engine/work/client.ts';
import { openedWhenAsked } from './database.ts';

/** An article at hand; `text` is null where only its review was brought. */
export interface StoredArticle {
  readonly sha256: string;
  readonly text: string | null;
  /** Who was found in it, for names and for a draft; null until it has been read here. */
  readonly found: Pick<ReadAnswer, 'actors' | 'frame' | 'made_by'> | null;
  /** When it was brought, ISO 8601. */
  readonly when: string;
}

/** A second reader's file, laid beside. */
export interface OtherReview {
  readonly article: string;
  readonly name: string;
  readonly text: string;
}

interface Line {
  readonly article: string;
  readonly text: string;
}

interface Schema extends DBSchema {
  articles: { key: string; value: StoredArticle };
  lines: { key: number; value: Line; indexes: { article: string } };
  others: { key: [string, string]; value: OtherReview };
}

export interface ArticleStore {
  list(): Promise<readonly StoredArticle[]>;
  put(article: StoredArticle): Promise<void>;
  /** The review file so far; empty when nothing was written. */
  lines(article: string): Promise<string>;
  /** Resolves when the browser has it on the disk. */
  append(article: string, text: string): Promise<void>;
  others(article: string): Promise<readonly OtherReview[]>;
  putOther(other: OtherReview): Promise<void>;
  removeOther(article: string, name: string): Promise<void>;
  /** Text, review and second readers' files: all that is kept of it. */
  forget(article: string): Promise<void>;
}

const database = openedWhenAsked<Schema>('standoff-articles', (db) => {
  db.createObjectStore('articles', { keyPath: 'sha256' });
  db.createObjectStore('lines', { autoIncrement: true }).createIndex('article', 'article');
  db.createObjectStore('others', { keyPath: ['article', 'name'] });
});

/** All keys that begin with the article. */
const othersOf = (article: string): IDBKeyRange => IDBKeyRange.bound([article], [article, []]);

export const articleStore: ArticleStore = {
  async list() {
    const all = await (await database()).getAll('articles');
    return all.sort((a, b) => (a.when < b.when ? -1 : 1));
  },
  async put(article) {
    await (await database()).put('articles', article);
  },
  async lines(article) {
    const found = await (await database()).getAllFromIndex('lines', 'article', article);
    return found.map((line) => line.text).join('');
  },
  async append(article, text) {
    const transaction = (await database()).transaction('lines', 'readwrite', { durability: 'strict' });
    await Promise.all([transaction.store.add({ article, text }), transaction.done]);
  },
  async others(article) {
    return (await database()).getAll('others', othersOf(article));
  },
  async putOther(other) {
    await (await database()).put('others', other);
  },
  async removeOther(article, name) {
    await (await database()).delete('others', [article, name]);
  },
  async forget(article) {
    const transaction = (await database()).transaction(['articles', 'lines', 'others'], 'readwrite');
    const lines = transaction.objectStore('lines');
    const keys = await lines.index('article').getAllKeys(article);
    await Promise.all([
      transaction.objectStore('articles').delete(article),
      ...keys.map((key) => lines.delete(key)),
      transaction.objectStore('others').delete(othersOf(article)),
      transaction.done,
    ]);
  },
};
