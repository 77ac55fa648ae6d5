// The document's title and author, where it is saved, and the other documents of this browser.
import { useEffect, useId, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { documentOf } from '../document/document.ts';
import { draftStore, drafts } from '../document/draft-store.ts';
import type { DraftSummary } from '../document/drafts.ts';
import { fromDraft, scenarioOf } from '../document/incoming.ts';
import { forgetTab, freshDocumentId } from '../document/opening.ts';
import { modelOf } from '../model.ts';
import { plural } from '../words.ts';
import { useDraftState } from './use-draft-state.ts';
import { useOpener } from './use-open.ts';
import { sizeInWords, whenInWords } from './when.ts';

export function DocumentsPart({ onClose }: { readonly onClose: () => void }) {
  const { document, dispatch, model } = useBench();
  const { read, show } = useOpener();
  const title = useId();

  const begin = async (): Promise<void> => {
    await drafts().flush();
    const scenario = { ...document.scenario, text: document.scenario.shipped === null ? document.scenario.text : null };
    const { view } = document.scenario.text === scenario.text ? model : await scenarioOf(scenario, read);
    if (view === null) return;
    const { keys, targets } = modelOf({ ...model, view });
    const fresh = documentOf(view, keys[0]?.id ?? targets[0]?.id ?? 'none', scenario.shipped);
    forgetTab();
    dispatch({
      type: 'replace',
      document: {
        ...fresh,
        id: freshDocumentId(),
        author: document.author,
        scenario: { ...fresh.scenario, text: scenario.text },
      },
    });
    onClose();
  };

  return (
    <section class="share-part" aria-labelledby={title}>
      <h3 id={title}>Documents</h3>
      <div class="share-fields">
        <label>
          Title
          <input
            type="text"
            maxLength={300}
            value={document.title}
            placeholder={model.view.title}
            onInput={(e) => dispatch({ type: 'title', title: e.currentTarget.value })}
            data-testid="document-title"
          />
        </label>
        <label>
          Your name
          <input
            type="text"
            maxLength={300}
            autocomplete="name"
            value={document.author}
            placeholder="stands beside your changes and notes"
            onInput={(e) => dispatch({ type: 'author', author: e.currentTarget.value })}
          />
        </label>
      </div>
      <SavedLine />
      <DraftList
        present={document.id}
        onOpen={async (id) => {
          await drafts().flush();
          show(await fromDraft(id, read));
          onClose();
        }}
      />
      <div class="actions">
        <button type="button" onClick={begin} data-testid="new-document">
          New document
        </button>
      </div>
    </section>
  );
}

function SavedLine() {
  const state = useDraftState();
  const text = {
    untouched: 'Nothing to save yet: the document is saved in this browser with your first change.',
    saving: 'Saving in this browser…',
    saved: state.kind === 'saved' ? `Saved in this browser, ${whenInWords(state.when)}.` : '',
    'two tabs': 'Saved in this browser as a copy: another tab has changed the document too.',
    'not saved': 'Not saved in this browser. Save a file to keep it.',
  }[state.kind];
  return (
    <p class="fine" role="status" data-testid="saved-line">
      {text}
    </p>
  );
}

interface ListProperties {
  readonly present: string;
  readonly onOpen: (id: string) => void;
}

function DraftList({ present, onOpen }: ListProperties) {
  const state = useDraftState();
  const [list, setList] = useState<readonly DraftSummary[] | null>(null);
  const [doomed, setDoomed] = useState<string | null>(null);
  const load = (): void => {
    draftStore.list().then(setList, () => setList([]));
  };
  useEffect(load, [state]);
  const remove = async (id: string): Promise<void> => {
    await draftStore.remove(id).catch(() => undefined);
    setDoomed(null);
    load();
  };
  if (list === null) return <p class="fine">Looking for documents…</p>;
  if (list.length === 0) return null;
  return (
    <ul class="share-drafts" aria-label="Documents in this browser">
      {list.map((d) => {
        const name = d.title || 'Without a title';
        return (
          <li key={d.id} data-draft={d.id}>
            <span>
              <b>{name}</b>
              <small>
                {whenInWords(d.when)}, {plural(d.variants, 'variant')}, {sizeInWords(d.size)}
                {d.scenario !== null && `, ${d.scenario}`}
              </small>
            </span>
            {d.id === present ? (
              <span class="tag">open</span>
            ) : doomed === d.id ? (
              <span class="actions">
                <button type="button" onClick={() => remove(d.id)} aria-label={`Delete “${name}” for good`}>
                  Delete for good
                </button>
                <button type="button" onClick={() => setDoomed(null)}>
                  Keep
                </button>
              </span>
            ) : (
              <span class="actions">
                <button type="button" onClick={() => onOpen(d.id)} aria-label={`Open “${name}”`}>
                  Open
                </button>
                <button type="button" onClick={() => setDoomed(d.id)} aria-label={`Delete “${name}”`}>
                  Delete
                </button>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
