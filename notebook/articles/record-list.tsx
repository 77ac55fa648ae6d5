// The records of an article, one line each: what was decided, who, on what, how far. The one in hand is marked.
import type { ReviewItem } from '../../engine/index.ts';
import { decisionOn, recordOf } from '../../engine/index.ts';
import { type NameOf, recordInWords } from './record-words.ts';

export type State = 'open' | 'accepted' | 'edited' | 'rejected' | 'added';

export function stateOf(item: ReviewItem, reader?: string): State {
  const decision = decisionOn(item, reader)?.decision;
  if (decision === undefined) return 'open';
  return decision === 'accept'
    ? 'accepted'
    : decision === 'edit'
      ? 'edited'
      : decision === 'reject'
        ? 'rejected'
        : 'added';
}

export const stateMarks: Readonly<Record<State, string>> = {
  open: '·',
  accepted: '✓',
  edited: '✎',
  rejected: '✗',
  added: '+',
};

interface Properties {
  readonly items: readonly ReviewItem[];
  readonly reader: string;
  readonly shown: string | null;
  readonly nameOf: NameOf;
  readonly onShow: (record: string) => void;
}

export function RecordLines({ items, reader, shown, nameOf, onShow }: Properties) {
  return (
    <ol class="record-lines" aria-label="Records of this article">
      {items.map((item) => {
        const record = recordOf(item, reader);
        if (record === null) return null;
        const words = recordInWords(record, nameOf);
        const state = stateOf(item, reader);
        return (
          <li key={item.id} class={state} data-line={item.id}>
            <button type="button" aria-current={item.id === shown ? 'true' : undefined} onClick={() => onShow(item.id)}>
              <i aria-hidden="true">{stateMarks[state]}</i>
              <span class="spoken">{state === 'open' ? 'undecided' : state}: </span>
              <span>
                <b>{words.behalf ?? words.who}</b> {words.issue}
                {words.condition !== null && ', conditional'}
              </span>
              <span class="figure">{words.figure ?? ''}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
