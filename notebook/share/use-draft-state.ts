// How the saving of the document stands, as it changes.
import { useEffect, useState } from 'preact/hooks';
import { drafts } from '../document/draft-store.ts';
import type { DraftState } from '../document/drafts.ts';

export function useDraftState(): DraftState {
  const [state, setState] = useState(drafts().state());
  useEffect(() => drafts().subscribe(() => setState(drafts().state())), []);
  return state;
}
