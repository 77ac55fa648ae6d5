// Whether the address bar follows the document. Off unless the reader asked for it: an address that changes under one's hands fills the history and surprises whoever copies it.
import { rememberLink, storage } from '../document/opening.ts';

const key = 'standoff.address';

export function keepsLink(): boolean {
  return storage('session')?.getItem(key) === 'yes';
}

export function keepLink(on: boolean): void {
  try {
    if (on) storage('session')?.setItem(key, 'yes');
    else storage('session')?.removeItem(key);
  } catch {
    // Forbidden: the tick holds no longer than the menu is open.
  }
}

export const addressMilliseconds = 300;

export function writeAddress(hash: string, draft: string | null): void {
  history.replaceState(history.state, '', hash);
  rememberLink(hash, draft);
}
