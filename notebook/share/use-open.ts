// How a component brings another document onto the page: reads its scenario in the workers, shows it as one step of undo, and lets the drafts know.
import { useMemo } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { drafts } from '../document/draft-store.ts';
import type { Brought, ReadScenario } from '../document/incoming.ts';
import { rememberTab } from '../document/opening.ts';
import { tellNews } from './news.ts';

export interface Opener {
  /** For the functions of document/incoming.ts. */
  readonly read: ReadScenario;
  /** Shows what was brought, or says why not. */
  readonly show: (brought: Brought) => void;
}

export function useOpener(): Opener {
  const { ask, dispatch } = useBench();
  return useMemo<Opener>(
    () => ({
      async read(text, file) {
        const answered = await ask('check', { text, file });
        if (answered?.value == null) return { view: null, inputs: null, problems: answered?.problems ?? [] };
        return { ...answered.value, problems: answered.problems };
      },
      show(brought) {
        tellNews({ brought });
        if (brought.document === null) return;
        if (brought.draft !== null) {
          drafts().know(brought.document, brought.draft);
          rememberTab(brought.document.id);
        }
        dispatch({ type: 'replace', document: brought.document });
      },
    }),
    [ask, dispatch],
  );
}
