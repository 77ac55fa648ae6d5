// "Continue ‘Border, second try’, 14:05 yesterday": the last document of this browser on offer, never forced.
import { useEffect, useState } from 'preact/hooks';
import { draftStore, recoverJournal } from '../document/draft-store.ts';
import type { DraftSummary } from '../document/drafts.ts';
import { useOpener } from './use-open.ts';
import { whenInWords } from './when.ts';

export function ContinueNotice({ onDone }: { readonly onDone: () => void }) {
  const { read, show } = useOpener();
  const [draft, setDraft] = useState<DraftSummary | null>(null);
  useEffect(() => {
    // Asked of the store itself: what else could remember it is written late, and lost by a kill.
    recoverJournal()
      .then(() => draftStore.list())
      .then(
        (list) => setDraft(list[0] ?? null),
        () => undefined,
      );
  }, []);
  if (draft === null) return null;
  const open = async (): Promise<void> => {
    const { fromDraft } = await import('../document/incoming.ts');
    show(await fromDraft(draft.id, read));
    onDone();
  };
  return (
    <div class="notice quiet" data-testid="continue">
      <button type="button" class="link" onClick={open}>
        Continue {draft.title === '' ? 'your last document' : `‘${draft.title}’`}
      </button>
      <small>{whenInWords(draft.when)}</small>
      <button type="button" onClick={onDone}>
        Not now
      </button>
    </div>
  );
}
