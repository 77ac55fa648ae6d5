// A scenario text that does not work yet, kept in this tab until it does: leaving the section or reloading the page loses nothing. Where the browser keeps nothing, the editor still works.

export interface Kept {
  readonly text: string;
  /** The document's scenario text that it was written over; null: as shipped. */
  readonly over: string | null;
  /** Milliseconds since 1970. */
  readonly when: number;
}

const nameOf = (key: string): string => `standoff editor ${key}`;

export function readKept(key: string): Kept | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(nameOf(key)) ?? 'null');
    if (typeof found !== 'object' || found === null) return null;
    const { text, over, when } = found as Partial<Kept>;
    if (typeof text !== 'string' || typeof when !== 'number') return null;
    return { text, when, over: typeof over === 'string' ? over : null };
  } catch {
    return null;
  }
}

/** Null: nothing is kept any more. */
export function writeKept(key: string, kept: Kept | null): void {
  try {
    if (kept === null) sessionStorage.removeItem(nameOf(key));
    else sessionStorage.setItem(nameOf(key), JSON.stringify(kept));
  } catch {
    // Full, or forbidden: the text still stands in the editor.
  }
}

const openName = 'standoff editor is open';

/** Whether the editor was open when this tab last showed the page. */
export function readOpen(): boolean {
  try {
    return sessionStorage.getItem(openName) === 'yes';
  } catch {
    return false;
  }
}

export function writeOpen(open: boolean): void {
  try {
    sessionStorage.setItem(openName, open ? 'yes' : 'no');
  } catch {
    // Then it opens closed.
  }
}
