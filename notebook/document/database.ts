// The browser's own database (IndexedDB, through idb): drafts with their texts apart from what a list of them needs, and finished pieces of long work with when they were last used.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { DraftSummary } from './drafts.ts';

export interface Schema extends DBSchema {
  drafts: { key: string; value: DraftSummary };
  texts: { key: string; value: string };
  pieces: { key: string; value: string };
  uses: { key: string; value: { readonly key: string; readonly size: number; readonly used: number } };
}

export type Database = IDBPDatabase<Schema>;

/** A database that is opened when it is first asked for, and again after it was let go. Rejects where the browser keeps none (some private windows). */
export function openedWhenAsked<S extends DBSchema>(
  name: string,
  upgrade: (db: IDBPDatabase<S>) => void,
): () => Promise<IDBPDatabase<S>> {
  let opened: Promise<IDBPDatabase<S>> | null = null;
  const letGo = (): void => {
    opened = null;
  };
  return () => {
    opened ??= openDB<S>(name, 1, {
      upgrade,
      // A newer version of the page, in another tab, waits for this one to let go.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        letGo();
      },
      terminated: letGo,
    }).catch((error: unknown) => {
      letGo();
      throw error;
    });
    return opened;
  };
}

export const database = openedWhenAsked<Schema>('standoff', (db) => {
  db.createObjectStore('drafts', { keyPath: 'id' });
  db.createObjectStore('texts');
  db.createObjectStore('pieces');
  db.createObjectStore('uses', { keyPath: 'key' });
});
