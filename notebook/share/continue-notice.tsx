// "Continue ‘Border, second try’, 14:05 yesterday": the last document on offer, never forced.
import type { DraftName } from '../document/opening.ts';
import { useOpener } from './use-open.ts';
import { whenInWords } from './when.ts';

export function ContinueNotice({ draft, onDone }: { readonly draft: DraftName; readonly onDone: () => void }) {
  const { read, show } = useOpener();
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
      <button type="button" class="close" aria-label="Do not offer it" onClick={onDone}>
        <span aria-hidden="true">×</span>
      </button>
    </div>
  );
}
