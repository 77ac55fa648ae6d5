// Two tabs on one draft, and a browser that keeps nothing: what happened, and what the reader can choose.
import { useEffect, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { drafts } from '../document/draft-store.ts';
import type { Draft } from '../document/drafts.ts';
import { useDraftState } from './use-draft-state.ts';
import { useOpener } from './use-open.ts';
import { whenInWords } from './when.ts';

export function TabsNotice() {
  const state = useDraftState();
  return state.kind === 'two tabs' ? <TwoTabs theirs={state.theirs} /> : null;
}

function TwoTabs({ theirs }: { readonly theirs: Draft }) {
  const { document, dispatch } = useBench();
  const { read, show } = useOpener();
  const [differences, setDifferences] = useState<readonly string[] | null>(null);
  const [said, setSaid] = useState('');
  // What differed before the other tab went on writing is no longer the question.
  useEffect(() => setDifferences(null), [theirs.revision]);

  const take = async (): Promise<void> => {
    const { fromDraft } = await import('../document/incoming.ts');
    const brought = await fromDraft(theirs.id, read);
    if (brought.document === null) {
      setSaid(brought.problems[0]?.message ?? 'It could not be read.');
      return;
    }
    await drafts().theirsTaken(brought.document);
    show(brought);
  };
  const keep = (): void => {
    const id = drafts().mineKept();
    if (id !== null) dispatch({ type: 'replace', document: { ...document, id } });
  };
  const compare = async (): Promise<void> => {
    const [{ parseDocument }, { differencesBetween }] = await Promise.all([
      import('../document/parse.ts'),
      import('../document/differences.ts'),
    ]);
    const parsed = parseDocument(theirs.text, { own: true });
    setDifferences(
      parsed.document === null
        ? parsed.problems.map((p) => p.message)
        : differencesBetween(document, { ...parsed.document, id: document.id }),
    );
  };

  return (
    <div class="notice" role="alert" data-testid="two-tabs">
      <p>
        <b>Another tab has changed this document</b> ({whenInWords(theirs.when)}). What you do here is saved beside it
        until you choose.
      </p>
      <div class="actions">
        <button type="button" onClick={take}>
          Take theirs
        </button>
        <button type="button" onClick={keep}>
          Keep mine as a copy
        </button>
        <button
          type="button"
          aria-expanded={differences !== null}
          onClick={() => (differences === null ? compare() : setDifferences(null))}
        >
          {differences === null ? 'Show what differs' : 'Hide what differs'}
        </button>
      </div>
      {said !== '' && <p class="problem">{said}</p>}
      {differences !== null && (
        <ul class="notice-list">
          {differences.length === 0 && <li>Nothing: both tabs show the same.</li>}
          {differences.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function UnsavedNotice() {
  const state = useDraftState();
  const [hidden, setHidden] = useState(false);
  const why = state.kind === 'not saved' ? state.why : null;
  useEffect(() => setHidden(false), [why]);
  if (why === null || hidden) return null;
  return (
    <div class="notice" role="alert" data-testid="not-saved">
      <p>
        <b>Not saved in this browser.</b>{' '}
        {why === 'full'
          ? 'Its storage is full: delete old documents under Share, or save this one as a file.'
          : 'It keeps nothing for this page (a private window, perhaps): save a file under Share to keep your work.'}
      </p>
      <div class="actions">
        <button type="button" onClick={() => setHidden(true)}>
          I know
        </button>
      </div>
    </div>
  );
}
