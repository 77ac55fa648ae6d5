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

/** Drawn, as not every font has them; words beside it say the same. */
const strokes: Readonly<Record<State, string>> = {
  open: 'M7 8h2',
  accepted: 'M3 8.5l3.4 3.5L13 4.5',
  edited: 'M3 13l.7-3L11 2.7l2.3 2.3L6 12.3z',
  rejected: 'M4 4l8 8M12 4l-8 8',
  added: 'M8 3v10M3 8h10',
};

function StateMark({ state }: { readonly state: State }) {
  return (
    <svg viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">
      <path d={strokes[state]} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />
    </svg>
  );
}

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
              <StateMark state={state} />
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
