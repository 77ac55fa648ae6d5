// Which document this window begins with, decided before anything is drawn and without asking a database: a link in the address, else this tab's own draft after a reload, else what the page carries inside itself, else the shipped page. Comes with the first bytes, so it holds nothing else.
import { embeddedDocument } from '../export/embedded.ts';

export type Opening =
  /** The shipped page, as a new document with this id. */
  | { readonly kind: 'shipped'; readonly id: string; readonly reading: boolean }
  /** `hash`: the fragment with the link. */
  | { readonly kind: 'link'; readonly hash: string; readonly reading: boolean }
  /** This tab's draft, by id. */
  | { readonly kind: 'draft'; readonly id: string; readonly reading: boolean }
  /** A single file with its document inside. */
  | { readonly kind: 'embedded'; readonly text: string; readonly reading: boolean };

/** What this tab works on (null: nothing was changed yet), the link that it came from (empty: none), and the page that it stood on. */
interface TabMemory {
  readonly id: string | null;
  readonly hash: string;
  readonly page: string;
}

const tabKey = 'standoff.tab';

export interface Surroundings {
  readonly hash: string;
  readonly page: string;
  readonly session: Storage | null;
  readonly embedded: string | null;
}

function here(): Surroundings {
  return {
    hash: location.hash,
    page: location.pathname,
    session: storage('session'),
    embedded: embeddedDocument(),
  };
}

export function openingOf({ hash, page, session, embedded }: Surroundings = here()): Opening {
  const reading = /[#&]view=reading\b/.test(hash);
  const remembered = read<TabMemory>(session, tabKey);
  const tab = remembered?.page === page ? remembered : null;
  // The link that this tab began with stays in the address; what was typed since is in the draft.
  if (hasLink(hash) && tab?.hash !== hash) return { kind: 'link', hash, reading };
  if (typeof tab?.id === 'string') return { kind: 'draft', id: tab.id, reading };
  // A press on “Variants” took the link out of the address.
  if (typeof tab?.hash === 'string' && hasLink(tab.hash)) return { kind: 'link', hash: tab.hash, reading };
  if (embedded !== null) return { kind: 'embedded', text: embedded, reading };
  return { kind: 'shipped', id: freshDocumentId(), reading };
}

export function hasLink(text: string): boolean {
  return /[#&]n\d+=/.test(text);
}

/** Names a document so that no two of them meet: `n-` and 16 hexadecimal digits. */
export function freshDocumentId(): string {
  return `n-${[...crypto.getRandomValues(new Uint8Array(8))].map((b) => b.toString(16).padStart(2, '0')).join('')}`;
}

/** This tab works on that draft from now on. */
export function rememberTab(id: string): void {
  const before = read<TabMemory>(storage('session'), tabKey)?.hash ?? '';
  rememberLink(hasLink(location.hash) ? location.hash : before, id);
}

/** This tab shows that link, or has written it into the address itself. */
export function rememberLink(hash: string, id: string | null): void {
  write(storage('session'), tabKey, { id, hash, page: location.pathname } satisfies TabMemory);
}

export function forgetTab(): void {
  storage('session')?.removeItem(tabKey);
}

/** Null where the browser forbids it. */
export function storage(kind: 'local' | 'session'): Storage | null {
  try {
    return kind === 'local' ? localStorage : sessionStorage;
  } catch {
    return null;
  }
}

function read<T>(from: Storage | null, key: string): T | null {
  try {
    return JSON.parse(from?.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

function write(to: Storage | null, key: string, value: unknown): void {
  try {
    to?.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: the next visit opens with the shipped page.
  }
}
