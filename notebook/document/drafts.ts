// Keeps the document in the browser's own store while it changes, so that a kill costs at most 300 ms. Two tabs on one draft: a write goes through only when the draft still has the revision that this tab knows (compare-and-set); else the tab goes on saving under another name and asks.
import type { NotebookDocument } from './document.ts';
import { freshDocumentId } from './opening.ts';

export interface DraftSummary {
  readonly id: string;
  readonly title: string;
  /** Key of the shipped scenario, or null. */
  readonly scenario: string | null;
  /** ISO 8601. */
  readonly when: string;
  /** Characters. */
  readonly size: number;
  readonly variants: number;
  /** From 1; one more with each write. */
  readonly revision: number;
}

export interface Draft extends DraftSummary {
  /** JSON. */
  readonly text: string;
}

/** `found`: what another tab wrote meanwhile; null: it deleted the draft. */
export type Put = { readonly ok: true } | { readonly ok: false; readonly found: Draft | null };

/** Where drafts are kept. Methods reject when the store is full or forbidden. */
export interface DraftStore {
  get(id: string): Promise<Draft | null>;
  list(): Promise<readonly DraftSummary[]>;
  /** Writes in one transaction, if the stored revision is `expected` (null: there is none). */
  put(draft: Draft, expected: number | null): Promise<Put>;
  remove(id: string): Promise<void>;
}

/** What a tab tells the others. */
export interface Written {
  readonly id: string;
  readonly revision: number;
}

export interface DraftPorts {
  readonly store: DraftStore;
  readonly now: () => Date;
  /** Tells the other tabs. */
  readonly tell: (written: Written) => void;
  /** Keeps what could not be written in time (the page is going away), and forgets it. Synchronous. */
  readonly journal: { keep(draft: Draft): void; forget(id: string): void };
  /** This tab's draft was written. */
  readonly written: (draft: DraftSummary) => void;
}

export type DraftState =
  /** Nothing has been changed that would be worth keeping. */
  | { readonly kind: 'untouched' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly when: string }
  /** Another tab wrote a newer revision; meanwhile this tab's state is saved as `copy`. */
  | { readonly kind: 'two tabs'; readonly theirs: Draft; readonly copy: string }
  | { readonly kind: 'not saved'; readonly why: 'full' | 'forbidden' };

export interface Drafts {
  /** After every change; the first call says where the page started. */
  follow(document: NotebookDocument): void;
  /** Writes now what is waiting. */
  flush(): Promise<void>;
  /** The page is going away: what is waiting goes to the journal at once. */
  leave(): void;
  /** This document is what the store holds as that draft; `follow` may be given it next. */
  know(document: NotebookDocument, draft: Pick<DraftSummary, 'revision' | 'when'>): void;
  /** Another tab says that it has written. */
  heard(written: Written): Promise<void>;
  /** Looks whether another tab has written, in case nobody said so. */
  check(): Promise<void>;
  state(): DraftState;
  subscribe(listener: () => void): () => void;
  /** The reader chose the other tab's state; call before the page shows it as `document`. This tab's copy is deleted. */
  theirsTaken(document: NotebookDocument): Promise<void>;
  /** The reader keeps this tab's state: the id it has from now on. */
  mineKept(): string | null;
}

export const delayMilliseconds = 300;

export function createDrafts(ports: DraftPorts, retryMilliseconds = 10_000): Drafts {
  const { store, now, tell, journal } = ports;
  const listeners = new Set<() => void>();
  const revisions = new Map<string, number>();
  const stored = new WeakSet<NotebookDocument>();
  let state: DraftState = { kind: 'untouched' };
  let start: NotebookDocument | null = null;
  let latest: NotebookDocument | null = null;
  let saved: NotebookDocument | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> | null = null;

  const become = (next: DraftState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const nameOf = (document: NotebookDocument): string =>
    state.kind === 'two tabs' && state.theirs.id === document.id ? state.copy : document.id;
  const isWaiting = (): boolean => latest !== null && latest !== saved;

  function follow(document: NotebookDocument): void {
    if (document === latest) return;
    if (start === null) {
      start = document;
      saved = document;
    }
    latest = document;
    if (stored.has(document)) saved = document;
    if (!isWaiting() || !(revisions.has(document.id) || isWorthKeeping(document, start))) return;
    // From the first unsaved change on, not from the last one: a long drag is saved on the way.
    timer ??= setTimeout(() => void flush(), delayMilliseconds);
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    await writing;
    if (latest === null || !isWaiting() || !(revisions.has(latest.id) || isWorthKeeping(latest, start!))) return;
    writing = write(latest).finally(() => {
      writing = null;
    });
    await writing;
    // Changed while it was being written.
    if (isWaiting() && timer === undefined && state.kind !== 'not saved')
      timer = setTimeout(() => void flush(), delayMilliseconds);
  }

  async function write(document: NotebookDocument): Promise<void> {
    if (state.kind === 'untouched' || state.kind === 'saved') become({ kind: 'saving' });
    const draft = draftOf(document);
    try {
      const put = await store.put(draft, draft.revision === 1 ? null : draft.revision - 1);
      if (put.ok) return wrote(document, draft);
      // This very state was written for us, out of the journal.
      if (put.found?.text === draft.text) return wrote(document, put.found);
      if (put.found === null) {
        // Deleted elsewhere while it is open here: what is in front of the reader is kept.
        revisions.delete(draft.id);
        return write(document);
      }
      part(put.found);
      return write(document);
    } catch (error) {
      become({ kind: 'not saved', why: isQuota(error) ? 'full' : 'forbidden' });
      timer ??= setTimeout(() => {
        timer = undefined;
        void flush();
      }, retryMilliseconds);
    }
  }

  function wrote(document: NotebookDocument, draft: Draft): void {
    revisions.set(draft.id, draft.revision);
    saved = document;
    journal.forget(draft.id);
    tell({ id: draft.id, revision: draft.revision });
    const { text: _, ...summary } = draft;
    ports.written(summary);
    become(state.kind === 'two tabs' ? { ...state } : { kind: 'saved', when: draft.when });
  }

  function draftOf(document: NotebookDocument): Draft {
    const id = nameOf(document);
    const named: NotebookDocument = id === document.id ? document : { ...document, id };
    const text = JSON.stringify(named);
    return {
      id,
      title: document.title,
      scenario: document.scenario.shipped,
      when: now().toISOString(),
      size: text.length,
      variants: document.variants.length,
      revision: (revisions.get(id) ?? 0) + 1,
      text,
    };
  }

  /** From here on two states of one document exist. */
  function part(theirs: Draft): void {
    become({
      kind: 'two tabs',
      theirs,
      copy: state.kind === 'two tabs' && state.theirs.id === theirs.id ? state.copy : freshDocumentId(),
    });
  }

  async function heard(written: Written): Promise<void> {
    if (latest === null || written.id !== latest.id || written.revision <= (revisions.get(written.id) ?? 0)) return;
    const theirs = await store.get(written.id).catch(() => null);
    if (theirs === null || theirs.revision <= (revisions.get(theirs.id) ?? 0)) return;
    part(theirs);
    // What only this tab has is under its own name from now on, whatever the reader chooses.
    if (isWaiting()) await flush();
  }

  return {
    follow,
    flush,
    leave() {
      if (latest === null || !isWaiting() || !(revisions.has(latest.id) || isWorthKeeping(latest, start!))) return;
      journal.keep(draftOf(latest));
      void flush();
    },
    know(document, { revision, when }) {
      revisions.set(document.id, revision);
      stored.add(document);
      if (state.kind === 'untouched') become({ kind: 'saved', when });
    },
    heard,
    check: async () => {
      if (latest !== null && revisions.has(latest.id)) await heard({ id: latest.id, revision: Infinity });
    },
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async theirsTaken(document) {
      if (state.kind !== 'two tabs') return;
      const { theirs, copy } = state;
      revisions.set(theirs.id, theirs.revision);
      stored.add(document);
      become({ kind: 'saved', when: theirs.when });
      if (revisions.delete(copy)) await store.remove(copy).catch(() => undefined);
    },
    mineKept() {
      if (state.kind !== 'two tabs') return null;
      const { copy } = state;
      become({ kind: 'saving' });
      return copy;
    },
  };
}

/** Looking around makes no draft; a variant, a cell, a name or an edit does. */
function isWorthKeeping(document: NotebookDocument, start: NotebookDocument): boolean {
  return (
    document.id !== start.id ||
    document.variants !== start.variants ||
    document.cells !== start.cells ||
    document.title !== start.title ||
    document.author !== start.author ||
    document.scenario.text !== start.scenario.text ||
    document.scenario.shipped !== start.scenario.shipped
  );
}

function isQuota(error: unknown): boolean {
  return error instanceof Error && /quota/i.test(`${error.name} ${error.message}`);
}
