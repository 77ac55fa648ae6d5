// Drafts in the browser's database, and the live wiring of drafts.ts: the other tabs, the journal for what could not be written before the page went away, and the events that say so.
import { database } from './database.ts';
import { createDrafts, type Draft, type DraftStore, type Drafts, type Written } from './drafts.ts';
import { freshDocumentId, rememberTab, storage } from './opening.ts';

export const draftStore: DraftStore = {
  async get(id) {
    const transaction = (await database()).transaction(['drafts', 'texts']);
    const [summary, text] = await Promise.all([
      transaction.objectStore('drafts').get(id),
      transaction.objectStore('texts').get(id),
    ]);
    return summary === undefined || text === undefined ? null : { ...summary, text };
  },
  async list() {
    const all = await (await database()).getAll('drafts');
    return all.sort((a, b) => (a.when < b.when ? 1 : -1));
  },
  async put({ text, ...summary }, expected) {
    const transaction = (await database()).transaction(['drafts', 'texts'], 'readwrite');
    const drafts = transaction.objectStore('drafts');
    const texts = transaction.objectStore('texts');
    const found = await drafts.get(summary.id);
    if ((found?.revision ?? null) !== expected) {
      const theirs = found === undefined ? undefined : await texts.get(summary.id);
      return { ok: false, found: found === undefined || theirs === undefined ? null : { ...found, text: theirs } };
    }
    await Promise.all([drafts.put(summary), texts.put(text, summary.id), transaction.done]);
    return { ok: true };
  },
  async remove(id) {
    const transaction = (await database()).transaction(['drafts', 'texts'], 'readwrite');
    await Promise.all([
      transaction.objectStore('drafts').delete(id),
      transaction.objectStore('texts').delete(id),
      transaction.done,
    ]);
  },
};

const journalPrefix = 'standoff.unsaved.';

export const journal = {
  keep(draft: Draft): void {
    try {
      storage('local')?.setItem(journalPrefix + draft.id, JSON.stringify(draft));
    } catch {
      // Too large for it: the write that is under way has to do.
    }
  },
  forget(id: string): void {
    storage('local')?.removeItem(journalPrefix + id);
  },
};

/** Puts what the journal holds into the store: as the draft's next revision, or as a copy where another tab was quicker. */
export async function recoverJournal(store: DraftStore = draftStore): Promise<void> {
  const local = storage('local');
  const keys = Array.from({ length: local?.length ?? 0 }, (_, i) => local!.key(i)).filter((key) =>
    key?.startsWith(journalPrefix),
  );
  for (const key of keys) {
    const draft = draftIn(local!.getItem(key!));
    if (draft !== null) {
      const put = await store.put(draft, draft.revision === 1 ? null : draft.revision - 1);
      if (!put.ok && put.found?.text !== draft.text)
        await store.put({ ...draft, ...renamed(draft.text), revision: 1 }, null);
    }
    local!.removeItem(key!);
  }
}

function draftIn(text: string | null): Draft | null {
  try {
    const draft = JSON.parse(text ?? 'null');
    return typeof draft?.id === 'string' && typeof draft.text === 'string' ? draft : null;
  } catch {
    return null;
  }
}

function renamed(text: string): Pick<Draft, 'id' | 'text'> {
  const id = freshDocumentId();
  return { id, text: JSON.stringify({ ...JSON.parse(text), id }) };
}

let running: Drafts | null = null;

/** The drafts of this tab; the first call begins to listen. */
export function drafts(): Drafts {
  if (running !== null) return running;
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('standoff.drafts');
  const made = createDrafts({
    store: draftStore,
    now: () => new Date(),
    tell: (written) => channel?.postMessage(written),
    journal: {
      keep(draft) {
        journal.keep(draft);
        // A first change may be the last thing before a reload.
        rememberTab(draft.id);
      },
      forget: journal.forget,
    },
    written: ({ id }) => rememberTab(id),
  });
  running = made;
  channel?.addEventListener('message', ({ data }: MessageEvent<Written>) => void made.heard(data));
  addEventListener('pagehide', () => made.leave());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void made.flush();
    else void made.check();
  });
  void recoverJournal().catch(() => undefined);
  return made;
}
