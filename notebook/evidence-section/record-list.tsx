// The records, to be searched and filtered: what was said or done, by whom, how it is known, where it stands, and what of the scenario rests on it.
import { useState } from 'preact/hooks';
import { showInput } from '../cells/show-input.ts';
import { type ArticleOfRecords, type ArticleRecord, attributionOf } from '../evidence.ts';
import { dateInWords, labelOf, plural } from '../words.ts';
import type { Feed } from './feeds.ts';

interface Properties {
  readonly articles: readonly ArticleOfRecords[];
  readonly feeds: ReadonlyMap<string, readonly Feed[]>;
  /** Record in focus. */
  readonly shown: string | null;
  /** Records whose passage can be shown in a text that the reader has opened. */
  readonly placed: ReadonlySet<string>;
  readonly onShow: (record: string) => void;
}

const atFirst = 12;

export function RecordList({ articles, feeds, shown, placed, onShow }: Properties) {
  const [query, setQuery] = useState('');
  const [attribution, setAttribution] = useState('');
  const [side, setSide] = useState('');
  const [used, setUsed] = useState(false);
  const [all, setAll] = useState(false);
  const records = articles.flatMap((a) => a.records);
  const words = query.trim().toLowerCase();
  const found = records.filter(
    (r) =>
      (attribution === '' || r.attribution === attribution) &&
      (side === '' || r.side === side) &&
      (!used || feeds.has(r.id)) &&
      (words === '' || textOf(r, feeds).includes(words)),
  );
  const filtered = words !== '' || attribution !== '' || side !== '' || used;
  const list = all || filtered || shown !== null ? found : found.slice(0, atFirst);
  return (
    <>
      <div class="controls record-filter">
        <label class="picker">
          <span>Find a record</span>
          <input
            type="search"
            placeholder="word, speaker, id, input"
            value={query}
            onInput={(e) => setQuery(e.currentTarget.value)}
          />
        </label>
        <Filter
          label="Attribution"
          value={attribution}
          onChange={setAttribution}
          options={choices(records, (r) => r.attribution, attributionOf)}
        />
        <Filter
          label="Side"
          value={side}
          onChange={setSide}
          options={choices(
            records,
            (r) => r.side,
            (r) => r.side,
          )}
        />
        <label class="check">
          <input type="checkbox" checked={used} onChange={(e) => setUsed(e.currentTarget.checked)} />
          <span>only those behind a number or a state</span>
        </label>
      </div>
      <p class="fine" role="status" data-testid="found">
        {filtered ? `${found.length} of ${plural(records.length, 'record')}` : plural(records.length, 'record')}
      </p>
      <ol class="record-list" data-testid="records">
        {list.map((r) => (
          <li key={r.id} class={r.id === shown ? 'shown' : ''} data-record={r.id}>
            <p class="paraphrase">{r.paraphrase}</p>
            <p class="locator">
              <b>{r.outlet}</b>, {dateInWords(r.published)}, paragraph {r.paragraph}, characters {r.span.start} to{' '}
              {r.span.end}
              {r.date !== r.published && `; of ${dateInWords(r.date)}`}
            </p>
            <p class="locator">
              {r.speaker && `${r.speaker}; `}
              {attributionOf(r)}
              {r.via.length > 0 && `, via ${r.via.join(', ')}`}
              {r.hedged && ', hedged'}
              {r.conditional && ', conditional'}
              {r.issue !== '' && ` · ${labelOf(r.issue).toLowerCase()}`} ·{' '}
              <code title="first characters of the SHA-256 of the passage">{r.hash}</code> <code>{r.id}</code>
              {placed.has(r.id) && (
                <>
                  {' '}
                  <button type="button" class="link" onClick={() => onShow(r.id)}>
                    Show the passage
                  </button>
                </>
              )}
            </p>
            <Feeds feeds={feeds.get(r.id) ?? []} />
          </li>
        ))}
      </ol>
      {list.length < found.length && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {found.length}
        </button>
      )}
    </>
  );
}

function Feeds({ feeds }: { readonly feeds: readonly Feed[] }) {
  if (feeds.length === 0) return <p class="feeds muted">Stands behind no number: context, or kept out.</p>;
  return (
    <p class="feeds">
      Stands behind{' '}
      {feeds.map((f, i) => (
        <span key={f.id}>
          {i > 0 && ', '}
          {f.kind === 'state' ? (
            <span>state “{f.label}”</span>
          ) : (
            <button type="button" class="link" onClick={() => showInput(f.id)}>
              {f.label}
            </button>
          )}
        </span>
      ))}
    </p>
  );
}

interface FilterProperties {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
}

function Filter({ label, value, options, onChange }: FilterProperties) {
  return (
    <label class="picker">
      <span>{label}</span>
      <select value={value} onChange={(e) => onChange(e.currentTarget.value)}>
        <option value="">any</option>
        {options.map(([id, text]) => (
          <option key={id} value={id} selected={id === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What occurs, with its count, most frequent first. */
function choices(
  records: readonly ArticleRecord[],
  idOf: (r: ArticleRecord) => string,
  textOfChoice: (r: ArticleRecord) => string,
): readonly (readonly [string, string])[] {
  const groups = new Map<string, ArticleRecord[]>();
  for (const r of records) groups.set(idOf(r), [...(groups.get(idOf(r)) ?? []), r]);
  return [...groups]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([id, own]) => [id, `${textOfChoice(own[0]!)} (${own.length})`] as const);
}

function textOf(r: ArticleRecord, feeds: ReadonlyMap<string, readonly Feed[]>): string {
  const fed = (feeds.get(r.id) ?? []).map((f) => `${f.label} ${f.id}`).join(' ');
  return `${r.paraphrase} ${r.speaker ?? ''} ${r.issue} ${r.id} ${r.outlet} ${fed}`.toLowerCase();
}
