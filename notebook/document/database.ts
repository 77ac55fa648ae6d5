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

let opened: Promise<Database> | null = null;

/** Rejects where the browser keeps no database (some private windows). */
export function database(): Promise<Database> {
  opened ??= openDB<Schema>('standoff', 1, {
    upgrade(db) {
      db.createObjectStore('drafts', { keyPath: 'id' });
      db.createObjectStore('texts');
      db.createObjectStore('pieces');
      db.createObjectStore('uses', { keyPath: 'key' });
    },
    // A newer version of the page, in another tab, waits for this one to let go.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      opened = null;
    },
    terminated: () => {
      opened = null;
    },
  }).catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}
