// Colleagues' documents side by side: their own variants in one table with what differs and what comes of it, the spread over all of them, what could not be mixed in, and copying variants into one's own document.
import { useMemo, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { Choice } from '../cells/choice.tsx';
import type { FileEntry, FilesRead } from '../document/files.ts';
import { fromFile } from '../document/incoming.ts';
import { limits } from '../document/schema.ts';
import { dateOn, plural, short } from '../words.ts';
import { Problems } from './brought-notice.tsx';
import { ColleaguesTable } from './colleagues-table.tsx';
import { Frame } from './frame.tsx';
import { Marked } from './marked.tsx';
import { gathered, type Row } from './rows.ts';
import { useSolved } from './solved.ts';
import { useOpener } from './use-open.ts';

interface Properties {
  readonly files: FilesRead;
  readonly onClose: () => void;
}

export function Colleagues({ files, onClose }: Properties) {
  const { document, model, dispatch } = useBench();
  const { read, show } = useOpener();
  const [day, setDay] = useState(document.day);
  const [adopted, setAdopted] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState('');
  const { rows, apart } = useMemo(
    () => gathered(files.entries, document.scenario, model.view),
    [files, document.scenario, model.view],
  );
  const variants = useMemo(() => rows.map((r) => r.variant), [rows]);
  const days = useMemo(
    () => [...new Set([...model.view.days, document.day])].sort((a, b) => a - b),
    [model.view, document.day],
  );
  const solved = useSolved(variants, model.keyOutcomes, days);
  const done = solved.results.size + solved.failed.size;

  const adopt = (chosen: readonly Row[]): void => {
    const room = limits.variants - document.variants.length;
    const taken = chosen.filter((r) => !adopted.has(r.key)).slice(0, Math.max(0, room));
    if (taken.length > 0) {
      dispatch({
        type: 'adopt',
        variants: taken.map((r) => ({ ...r.variant, label: `${r.author}: ${r.variant.label}` })),
      });
      setAdopted(new Set([...adopted, ...taken.map((r) => r.key)]));
    }
    const left = chosen.filter((r) => !adopted.has(r.key)).length - taken.length;
    setSaid(
      `${plural(taken.length, 'variant')} copied into your document.${
        left > 0 ? ` ${left} had no room: a document holds ${limits.variants}.` : ''
      }`,
    );
  };
  const open = async (entry: FileEntry): Promise<void> => {
    show(await fromFile(entry.incoming, entry.text, read));
    onClose();
  };

  return (
    <Frame
      title="Side by side"
      lead={`${plural(files.entries.length, 'document')}, ${plural(rows.length, 'variant')} on “${model.view.title}”. Nothing is changed in your document until you copy a variant.`}
      wide
      testid="colleagues"
      onClose={onClose}
    >
      {rows.length > 0 && (
        <>
          <div class="controls">
            <Choice
              name="colleagues-day"
              legend="Probability by"
              options={days.map((d) => ({
                value: d,
                label: model.view.startDate === null ? `day ${d}` : short(dateOn(model.view.startDate, d)),
              }))}
              value={day}
              onChange={setDay}
            />
            <div class="actions">
              <button type="button" onClick={() => adopt(rows)} data-testid="adopt-all">
                Copy all to my document
              </button>
            </div>
          </div>
          <p class="share-said" role="status">
            {said}
          </p>
          <div class="share-work">
            <progress aria-label="Variants solved" value={done} max={Math.max(1, solved.total)} />
            <span class="fine" data-testid="colleagues-progress">
              {done < solved.total ? `${done} of ${solved.total} solved` : `all ${solved.total} solved, exactly`}
              {solved.failed.size > 0 && `; ${solved.failed.size} could not be`}
            </span>
          </div>
          <ColleaguesTable rows={rows} day={day} solved={solved} adopted={adopted} onAdopt={(row) => adopt([row])} />
        </>
      )}
      {apart.length > 0 && (
        <section class="share-part" aria-labelledby="apart-title">
          <h3 id="apart-title">Not in the table</h3>
          <ul class="notice-list">
            {apart.map((a) => (
              <li key={`${a.file} ${a.why}`}>
                <b>{a.file}</b> <Marked text={a.why} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {files.bad.length > 0 && (
        <section class="share-part" aria-labelledby="bad-title">
          <h3 id="bad-title">Could not be read</h3>
          <ul class="notice-list" data-testid="bad-files">
            {files.bad.map((b, i) => (
              <li key={`${i} ${b.name}`}>
                <b>{b.name}</b>
                <Problems problems={b.problems.slice(0, 3)} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {files.entries.length > 0 && (
        <details class="share-open" open={files.entries.length === 1}>
          <summary>Open one of them instead of your document</summary>
          <ul class="share-drafts">
            {files.entries.map((entry, i) => (
              <li key={`${i} ${entry.name}`}>
                <span>
                  <b>{entry.incoming.document?.title || entry.name}</b>
                  <small>{[entry.name, entry.incoming.document?.author].filter(Boolean).join(', ')}</small>
                </span>
                <button type="button" onClick={() => open(entry)} aria-label={`Open ${entry.name}`}>
                  Open
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Frame>
  );
}
