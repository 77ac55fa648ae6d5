// Which document this window begins with, decided before anything is drawn and without asking a database: a link in the address, else this tab's own draft after a reload, else the shipped page, with the last draft on offer. Comes with the first bytes, so it holds nothing else.

export type Opening =
  /** The shipped page. `last`: what to offer in a quiet line. */
  | { readonly kind: 'shipped'; readonly id: string; readonly reading: boolean; readonly last: DraftName | null }
  /** `hash`: the fragment with the link, for `fromLink`. */
  | { readonly kind: 'link'; readonly hash: string; readonly reading: boolean }
  /** This tab's draft, by id, for `fromDraft`. */
  | { readonly kind: 'draft'; readonly id: string; readonly reading: boolean };

export interface DraftName {
  readonly id: string;
  readonly title: string;
  /** ISO 8601. */
  readonly when: string;
}

/** What this tab works on (null: nothing was changed yet), and the link that it came from (empty: none). */
interface TabMemory {
  readonly id: string | null;
  readonly hash: string;
}

const tabKey = 'standoff.tab';
const lastKey = 'standoff.last';

export function openingOf(
  hash: string = location.hash,
  session: Storage | null = storage('session'),
  local: Storage | null = storage('local'),
): Opening {
  const reading = /[#&]view=reading\b/.test(hash);
  const tab = read<TabMemory>(session, tabKey);
  // The link that this tab began with stays in the address; what was typed since is in the draft.
  if (hasLink(hash) && tab?.hash !== hash) return { kind: 'link', hash, reading };
  if (typeof tab?.id === 'string') return { kind: 'draft', id: tab.id, reading };
  // A press on “Variants” took the link out of the address.
  if (typeof tab?.hash === 'string' && hasLink(tab.hash)) return { kind: 'link', hash: tab.hash, reading };
  return { kind: 'shipped', id: freshDocumentId(), reading, last: read<DraftName>(local, lastKey) };
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
  write(storage('session'), tabKey, { id, hash: hasLink(location.hash) ? location.hash : before });
}

/** This tab shows that link, or has written it into the address itself. */
export function rememberLink(hash: string, id: string | null): void {
  write(storage('session'), tabKey, { id, hash });
}

export function forgetTab(): void {
  storage('session')?.removeItem(tabKey);
}

/** Offered to the next visit; null: nothing. */
export function rememberLast(draft: DraftName | null): void {
  if (draft === null) storage('local')?.removeItem(lastKey);
  else write(storage('local'), lastKey, draft);
}

export function lastDraft(): DraftName | null {
  return read<DraftName>(storage('local'), lastKey);
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
