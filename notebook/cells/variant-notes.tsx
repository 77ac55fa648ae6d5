// "What I changed and why": each change of a variant with who, when and why, to be read by the next person.
import { type Chip, noteKeyOf } from '../changes.ts';
import type { DocumentVariant } from '../document/document.ts';
import type { Action } from '../document/history.ts';
import { momentInWords } from '../words.ts';

interface Properties {
  readonly variant: DocumentVariant;
  readonly chips: readonly Chip[];
  readonly dispatch: (action: Action) => void;
}

export function VariantNotes({ variant, chips, dispatch }: Properties) {
  return (
    <ul class="change-notes">
      {chips.map((chip) => {
        const input = noteKeyOf(chip);
        const note = Object.hasOwn(variant.notes, input) ? variant.notes[input]! : { who: '', when: '', why: '' };
        const tell = (change: { why?: string; who?: string }): void =>
          dispatch({ type: 'note', variant: variant.id, input, why: note.why, ...change });
        return (
          <li key={chip.id}>
            <p>
              <b>{chip.what}</b> {chip.from !== '' && `from ${chip.from} `}to <b>{chip.to}</b>
              {note.when !== '' && <small>{momentInWords(note.when)}</small>}
            </p>
            <label>
              <span>Who</span>
              <input
                type="text"
                value={note.who}
                maxLength={300}
                aria-label={`Who changed ${chip.what}`}
                onInput={(e) => tell({ who: e.currentTarget.value })}
              />
            </label>
            <label class="why-text">
              <span>Why</span>
              <textarea
                rows={2}
                value={note.why}
                maxLength={2000}
                aria-label={`Why ${chip.what} was changed`}
                placeholder="A source, an assumption, a question"
                onInput={(e) => tell({ why: e.currentTarget.value })}
              />
            </label>
          </li>
        );
      })}
    </ul>
  );
}
