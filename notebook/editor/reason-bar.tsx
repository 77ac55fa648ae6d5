// Asks why the last change was made, and keeps who, when and why as a comment above the changed line. Nobody has to answer.
import { useState } from 'preact/hooks';
import { differencesOf } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { reasonComment } from './reason.ts';
import { Sentence } from './sentence.tsx';
import type { Change, Draft } from './use-draft.ts';

/** Asked once, where the document names no author. */
let nameGiven = '';

export function ReasonBar({ draft, change }: { readonly draft: Draft; readonly change: Change }) {
  const { author } = useBench().document;
  const [why, setWhy] = useState('');
  const [who, setWho] = useState(author === '' ? nameGiven : author);
  const [failed, setFailed] = useState(false);
  const differences = differencesOf(change.before.file, change.after.file);
  const when = new Date().toISOString().slice(0, 10);
  const [first, ...more] = differences;
  if (first === undefined) return null;
  return (
    <form
      class="reason"
      data-testid="reason"
      onSubmit={(e) => {
        e.preventDefault();
        if (why.trim() === '') return;
        if (author === '') nameGiven = who.trim();
        void draft.explain({ who, when, why }).then((kept) => setFailed(!kept));
      }}
    >
      <p>
        Changed: <Sentence text={first.text} />
        {more.length > 0 && `, and ${more.length} more`}.
      </p>
      <div class="reason-fields">
        <label>
          <span>Why? (optional)</span>
          <input type="text" maxLength={500} value={why} onInput={(e) => setWhy(e.currentTarget.value)} />
        </label>
        {author === '' && (
          <label class="who">
            <span>Your name (optional)</span>
            <input type="text" maxLength={80} value={who} onInput={(e) => setWho(e.currentTarget.value)} />
          </label>
        )}
        <button type="submit" disabled={why.trim() === ''}>
          Keep the reason
        </button>
      </div>
      <p class="fine" role="status">
        {failed
          ? 'No place was found for a comment here; write it as YAML where it fits.'
          : why.trim() === ''
            ? 'Kept in the scenario’s text as a comment above the changed line.'
            : reasonComment({ who, when, why })}
      </p>
    </form>
  );
}
