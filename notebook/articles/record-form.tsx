// A record as a small form with closed lists: to edit what the machine proposed, or to add one from words of the article.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import {
  type Article,
  type EvidenceRecord,
  type Problem,
  type ReadActor,
  type Statement,
  sha256Hex,
} from '../../engine/index.ts';
import { signed } from '../words.ts';
import {
  actWords,
  attributionWords,
  gistOf,
  issueWords,
  type NameOf,
  positionInWords,
  quoteWords,
  statusWords,
  type Trigger,
  triggerWords,
} from './record-words.ts';

interface Properties {
  /** "Edit" or "Add". */
  readonly title: string;
  readonly record: EvidenceRecord;
  /** Who can speak, hold or be addressed: found in the article. */
  readonly actors: readonly Pick<ReadActor, 'id' | 'kind' | 'media' | 'anonymous'>[];
  readonly nameOf: NameOf;
  /** The article where its text is at hand: for choosing words. */
  readonly article: Article | null;
  /** What is selected in the text now; null when nothing is. */
  readonly selected: () => { start: number; end: number } | null;
  readonly problems: readonly Problem[];
  readonly onSave: (record: EvidenceRecord, reason: string) => void;
  readonly onCancel: () => void;
}

export function RecordForm({
  title,
  record,
  actors,
  nameOf,
  article,
  selected,
  problems,
  onSave,
  onCancel,
}: Properties) {
  const [draft, setDraft] = useState(record);
  const [reason, setReason] = useState('');
  /** Own words for it; null: made from the fields. */
  const [gist, setGist] = useState<string | null>(null);
  const frame = useRef<HTMLFormElement>(null);
  // At once: whoever goes on by keyboard must not be brought back.
  useLayoutEffect(() => frame.current?.querySelector<HTMLElement>('select, input')?.focus(), []);
  const set = (change: Partial<EvidenceRecord>): void => setDraft((d) => ({ ...d, ...change }) as EvidenceRecord);
  const ids = [...new Set([...record.holders, ...actors.filter((a) => !a.media).map((a) => a.id)])];
  const said = gist ?? gistOf(draft, nameOf);

  const take = (span: { start: number; end: number } | null): void => {
    if (span === null || article === null) return;
    const anchored = anchoredIn(article, span);
    if (anchored !== null) set({ span: anchored });
  };

  return (
    <form
      ref={frame}
      class="record-form"
      aria-label={title}
      data-testid="record-form"
      onKeyDown={(e) => {
        // Browsers send a form by Enter from a field of text only.
        const isRange = e.target instanceof HTMLInputElement && e.target.type === 'range';
        if (e.key === 'Enter' && (isRange || e.ctrlKey)) e.currentTarget.requestSubmit();
        else if (e.key === 'Escape') onCancel();
        else return;
        e.preventDefault();
      }}
      onSubmit={(e) => {
        e.preventDefault();
        onSave({ ...draft, paraphrase: said } as EvidenceRecord, reason.trim());
      }}
    >
      <h3>{title}</h3>
      <Words draft={draft} article={article} onTake={take} selected={selected} />
      {draft.kind === 'statement' && (
        <label>
          <span>Who says it</span>
          <select value={draft.speaker} onChange={(e) => set({ speaker: e.currentTarget.value })}>
            {[...new Set(['narrator', draft.speaker, ...actors.map((a) => a.id)])].map((id) => (
              <option key={id} value={id} selected={id === draft.speaker}>
                {nameOf(id)}
              </option>
            ))}
          </select>
        </label>
      )}
      <Several
        legend="On whose behalf"
        ids={ids}
        chosen={draft.holders}
        nameOf={nameOf}
        onChange={(holders) => holders.length > 0 && set({ holders })}
      />
      {draft.kind !== 'quantity' && (
        <>
          <Choice
            label="Issue"
            value={draft.issue}
            words={Object.fromEntries(Object.entries(issueWords).map(([id, w]) => [id, w.label]))}
            onChange={(issue) => set({ issue })}
          />
          <Several
            legend="Towards whom"
            ids={ids}
            chosen={draft.targets}
            nameOf={nameOf}
            onChange={(targets) => set({ targets })}
          />
        </>
      )}
      {draft.kind === 'statement' && <StatementFields draft={draft} set={set} nameOf={nameOf} ids={ids} />}
      {draft.kind === 'event' && (
        <Choice label="What of it" value={draft.status} words={statusWords} onChange={(status) => set({ status })} />
      )}
      {draft.kind === 'quantity' && (
        <div class="row">
          {(['value', 'low', 'high'] as const).map((field) => (
            <label key={field}>
              <span>{field === 'value' ? 'Value' : field === 'low' ? 'Low' : 'High'}</span>
              <input
                type="number"
                step="any"
                value={draft[field]}
                onInput={(e) =>
                  Number.isFinite(e.currentTarget.valueAsNumber) && set({ [field]: e.currentTarget.valueAsNumber })
                }
              />
            </label>
          ))}
          <label>
            <span>Unit</span>
            <input
              type="text"
              value={draft.unit}
              maxLength={40}
              onInput={(e) => set({ unit: e.currentTarget.value })}
            />
          </label>
        </div>
      )}
      <Choice
        label="How it is known"
        value={draft.attribution}
        words={attributionWords}
        onChange={(attribution) => set({ attribution })}
      />
      <div class="row">
        <label>
          <span>Day of the word or act</span>
          <input type="text" value={draft.date} size={10} onInput={(e) => set({ date: e.currentTarget.value })} />
        </label>
        <label class="check">
          <input type="checkbox" checked={draft.hedged} onChange={(e) => set({ hedged: e.currentTarget.checked })} />
          <span>hedged (“reportedly”)</span>
        </label>
      </div>
      <label>
        <span>In your own words, without the article’s</span>
        <input type="text" maxLength={300} value={said} onInput={(e) => setGist(e.currentTarget.value)} />
      </label>
      <label>
        <span>Why (optional)</span>
        <input type="text" maxLength={300} value={reason} onInput={(e) => setReason(e.currentTarget.value)} />
      </label>
      {problems.map((p) => (
        <p key={p.message} class="problem" role="alert">
          {p.message}
          {p.repair && ` (${p.repair})`}
        </p>
      ))}
      <div class="actions">
        <button type="submit" class="primary">
          Save
        </button>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

interface StatementProperties {
  readonly draft: EvidenceRecord & Statement;
  readonly set: (change: Partial<Statement>) => void;
  readonly nameOf: NameOf;
  readonly ids: readonly string[];
}

function StatementFields({ draft, set, nameOf, ids }: StatementProperties) {
  const condition = draft.conditional_on;
  const term = condition?.terms[0];
  return (
    <>
      <Choice label="What it does" value={draft.act} words={actWords} onChange={(act) => set({ act })} />
      <label>
        <span>
          Position: <b>{signed(draft.position)}</b>, {positionInWords(draft.issue, draft.position)}
        </span>
        <input
          type="range"
          min={-1}
          max={1}
          step={0.05}
          value={draft.position}
          aria-valuetext={`${signed(draft.position)}, ${positionInWords(draft.issue, draft.position)}`}
          onInput={(e) => set({ position: e.currentTarget.valueAsNumber })}
        />
      </label>
      <label>
        <span>
          Intensity: <b>{Number(draft.intensity.toFixed(2))}</b>
        </span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={draft.intensity}
          onInput={(e) => set({ intensity: e.currentTarget.valueAsNumber })}
        />
      </label>
      <Choice label="Quotation" value={draft.quote} words={quoteWords} onChange={(quote) => set({ quote })} />
      <div class="row">
        <label>
          <span>Only if</span>
          <select
            value={term?.event ?? ''}
            onChange={(e) => {
              const event = e.currentTarget.value as Trigger | '';
              if (event === '') return set({ conditional_on: null });
              const first = { actor: null, target: null, negated: false, ...term, event };
              const rest = condition?.terms.slice(1) ?? [];
              set({
                conditional_on: {
                  logic: condition?.logic ?? 'all',
                  terms: [first, ...rest],
                  paraphrase: triggerWords[event],
                },
              });
            }}
          >
            <option value="" selected={term === undefined}>
              no condition
            </option>
            {Object.entries(triggerWords).map(([id, words]) => (
              <option key={id} value={id} selected={id === term?.event}>
                {words}
              </option>
            ))}
          </select>
        </label>
        {condition !== null && term !== undefined && (
          <label>
            <span>by</span>
            <select
              value={term.actor ?? ''}
              onChange={(e) => {
                const actor = e.currentTarget.value === '' ? null : e.currentTarget.value;
                set({ conditional_on: { ...condition, terms: [{ ...term, actor }, ...condition.terms.slice(1)] } });
              }}
            >
              <option value="">nobody named</option>
              {ids.map((id) => (
                <option key={id} value={id} selected={id === term.actor}>
                  {nameOf(id)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
    </>
  );
}

/** Which words: by selecting them in the text, or by paragraph and sentence. */
function Words({
  draft,
  article,
  onTake,
  selected,
}: {
  readonly draft: EvidenceRecord;
  readonly article: Article | null;
  readonly onTake: (span: { start: number; end: number } | null) => void;
  readonly selected: Properties['selected'];
}) {
  const { start, end, paragraph } = draft.span;
  const sentences = article?.sentences.filter((s) => s.paragraph === paragraph) ?? [];
  return (
    <fieldset class="words">
      <legend>
        Words: paragraph {paragraph}, characters {start} to {end}
      </legend>
      {article !== null && (
        <div class="row">
          <label>
            <span>Paragraph</span>
            <select
              value={paragraph}
              onChange={(e) => {
                const chosen = Number(e.currentTarget.value);
                onTake(article.sentences.find((s) => s.paragraph === chosen) ?? null);
              }}
            >
              {article.paragraphs.map((p) => (
                <option key={p.index} value={p.index} selected={p.index === paragraph}>
                  {p.index}
                </option>
              ))}
            </select>
          </label>
          <label class="wide">
            <span>Sentence</span>
            <select
              value={start}
              onChange={(e) => onTake(sentences.find((s) => s.start === Number(e.currentTarget.value)) ?? null)}
            >
              {!sentences.some((s) => s.start === start && s.end === end) && (
                <option value={start} selected>
                  the words chosen
                </option>
              )}
              {sentences.map((s) => (
                <option key={s.start} value={s.start} selected={s.start === start && s.end === end}>
                  {article.text.slice(s.start, Math.min(s.end, s.start + 70))}
                </option>
              ))}
            </select>
          </label>
          <button type="button" onClick={() => onTake(selected())}>
            Take the selection
          </button>
        </div>
      )}
    </fieldset>
  );
}

function Choice<K extends string>({
  label,
  value,
  words,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly words: Readonly<Record<K, string>>;
  readonly onChange: (value: K) => void;
}) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(e) => onChange(e.currentTarget.value as K)}>
        {!Object.hasOwn(words, value) && (
          <option value={value} selected>
            {value}
          </option>
        )}
        {(Object.entries(words) as [K, string][]).map(([id, text]) => (
          <option key={id} value={id} selected={id === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Several({
  legend,
  ids,
  chosen,
  nameOf,
  onChange,
}: {
  readonly legend: string;
  readonly ids: readonly string[];
  readonly chosen: readonly string[];
  readonly nameOf: NameOf;
  readonly onChange: (ids: string[]) => void;
}) {
  const all = [...new Set([...chosen, ...ids])];
  return (
    <details class="several">
      <summary>
        {legend}: <b>{chosen.map(nameOf).join(', ') || 'nobody'}</b>
      </summary>
      <fieldset>
        <legend class="spoken">{legend}</legend>
        {all.map((id) => (
          <label key={id} class="check">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={(e) => onChange(e.currentTarget.checked ? [...chosen, id] : chosen.filter((c) => c !== id))}
            />
            <span>{nameOf(id)}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}

/** The words without spaces at their ends, with paragraph and hash; null when nothing is left, or they run over a paragraph's end. */
export function anchoredIn(
  article: Pick<Article, 'text' | 'paragraphs'>,
  span: { readonly start: number; readonly end: number },
): EvidenceRecord['span'] | null {
  const slice = article.text.slice(span.start, span.end);
  const start = span.start + (slice.length - slice.trimStart().length);
  const paragraph = article.paragraphs.find((p) => start >= p.start && start < p.end);
  if (paragraph === undefined) return null;
  const end = Math.min(span.end - (slice.length - slice.trimEnd().length), paragraph.end);
  if (end <= start) return null;
  return { start, end, paragraph: paragraph.index, sha256: sha256Hex(article.text.slice(start, end)) };
}
