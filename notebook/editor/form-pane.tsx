// Changing the scenario by form: the list of its parts, and the form of the chosen one. Only a text without mistakes has forms.
import { useMemo, useState } from 'preact/hooks';
import { valueAtPath } from './edits.ts';
import { EntryForm, NewEntryForm } from './entry-form.tsx';
import { type Chosen, EntryList, findId } from './entry-list.tsx';
import { groupsOf } from './forms.ts';
import type { Step } from './place.ts';
import type { Draft } from './use-draft.ts';

interface Properties {
  readonly draft: Draft;
  readonly onShow: (path: readonly Step[]) => void;
  readonly onBroken: (text: string) => void;
}

export function FormPane({ draft, onShow, onBroken }: Properties) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const file = draft.good?.file ?? null;
  const groups = useMemo(() => (file === null ? [] : groupsOf(file)), [file]);
  if (file === null) return <p class="fine">Reading the scenario…</p>;
  if (draft.broken || draft.text !== draft.good?.text)
    return draft.checking ? (
      <p class="fine">Checking the text…</p>
    ) : (
      <div class="refused">
        <p>
          The text has mistakes, so its forms are closed. Mend it as YAML, or go back to the last version that works.
        </p>
        <div class="actions">
          <button type="button" onClick={draft.backToGood}>
            Back to the version that works
          </button>
        </div>
      </div>
    );
  const group = groups.find((g) => g.id === chosen?.group);
  const there = chosen?.id != null && valueAtPath(file, [...chosen.path, chosen.id]) !== undefined;
  return (
    <div class="form-pane">
      <EntryList groups={groups} chosen={chosen} onChoose={setChosen} />
      {group !== undefined && chosen !== null && chosen.id === null ? (
        <NewEntryForm
          key={group.id}
          draft={draft}
          file={file}
          path={group.path}
          noun={group.noun}
          onAdded={(id) => setChosen({ ...chosen, id })}
        />
      ) : group !== undefined && chosen !== null && there ? (
        <EntryForm
          key={[...chosen.path, chosen.id].join(' ')}
          draft={draft}
          file={file}
          path={[...chosen.path, chosen.id!]}
          noun={group.noun}
          onShow={() => onShow([...chosen.path, chosen.id!])}
          onGone={() => {
            setChosen(null);
            document.getElementById(findId)?.focus();
          }}
          onBroken={onBroken}
        />
      ) : (
        <p class="fine empty">
          Choose a part on the left to change it, or open a kind and add to it. Dates, sources, issues, border
          quantities and immediate transitions are changed as YAML.
        </p>
      )}
    </div>
  );
}
