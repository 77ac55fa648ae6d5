// The record in hand, in words: who, on whose behalf, on which issue, how far, under which condition, how it is known, where it stands, and how sure the machine is of it; and what was decided.
import { decisionOn, type EvidenceRecord, type ReviewItem } from '../../engine/index.ts';
import { dateInWords, momentInWords } from '../words.ts';
import { stateOf } from './record-list.tsx';
import { confidenceInWords, type NameOf, recordInWords } from './record-words.ts';

interface Properties {
  readonly item: ReviewItem;
  readonly record: EvidenceRecord;
  readonly reader: string;
  readonly nameOf: NameOf;
}

const decided = { open: 'Undecided', accepted: 'Accepted', edited: 'Edited', rejected: 'Rejected', added: 'Added' };

export function RecordCard({ item, record, reader, nameOf }: Properties) {
  const words = recordInWords(record, nameOf);
  const state = stateOf(item, reader);
  const decision = decisionOn(item, reader);
  const others = item.decisions.filter((d) => d.reader !== reader);
  const rows: readonly (readonly [string, string | null])[] = [
    ['On behalf of', words.behalf],
    ['Issue', words.issue],
    ['What', `${words.what}${words.figure === null ? '' : ` (${words.figure})`}`],
    ['Only', words.condition],
    ['Known from', words.attribution],
    [
      'Where',
      `paragraph ${record.span.paragraph}, characters ${record.span.start} to ${record.span.end}; of ${dateInWords(record.date)}`,
    ],
    [
      'Proposed by',
      item.proposal === null
        ? null
        : `${item.proposal.made_by}, which expects to be right in ${confidenceInWords(item.proposal.confidence)} of such records`,
    ],
  ];
  return (
    <article class={`record-card ${state}`} data-card={item.id} aria-label={`Record ${item.id}`}>
      <header>
        <h3>{words.who}</h3>
        <span class="tag">{decided[state]}</span>
      </header>
      <dl>
        {rows.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <p class="locator">
        <code>{item.id}</code>
        {decision !== null && ` · ${decision.reader}, ${momentInWords(decision.when)}`}
        {decision?.reason && `: ${decision.reason}`}
      </p>
      {others.map((d) => (
        <p key={`${d.reader} ${d.when}`} class="locator">
          {d.reader} ({momentInWords(d.when)}): {d.decision}
          {d.reason && `, ${d.reason}`}
        </p>
      ))}
    </article>
  );
}
