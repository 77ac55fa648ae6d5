// What is to be said of a document that was opened: why it could not be, or what has changed since it was made: engine, scenario, changes that were set aside, headline figures that moved.
import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { type Moved, movedFigures, type Since } from '../document/differences.ts';
import { toVariantView } from '../document/document.ts';
import type { Brought } from '../document/incoming.ts';
import { download } from '../export/download.ts';
import { percent } from '../words.ts';
import { Marked } from './marked.tsx';

export function BroughtNotice({ brought, onClose }: { readonly brought: Brought; readonly onClose: () => void }) {
  const { document, problems, untouched, since } = brought;
  if (document !== null && problems.length === 0 && since === null) return null;
  return (
    <div class="notice" role={document === null ? 'alert' : 'status'} data-testid="brought">
      <p>
        <b>
          {document === null
            ? 'This document could not be opened'
            : since === null
              ? 'Opened, with a remark'
              : 'Since this document was made'}
        </b>
      </p>
      <Problems problems={problems} />
      {since !== null && <SinceLines since={since} />}
      <div class="actions">
        {untouched !== null && (
          <button
            type="button"
            onClick={() => download('document-as-it-came.txt', untouched)}
            title="Nothing of it is lost: keep it for a newer version of this page"
          >
            Save it as it came
          </button>
        )}
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </div>
  );
}

export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul class="notice-list">
      {problems.map((p) => (
        <li key={p.message}>
          <span class="share-message">
            <Marked text={p.message} />
          </span>
          {p.repair !== undefined && (
            <small>
              <Marked text={p.repair} />
            </small>
          )}
        </li>
      ))}
    </ul>
  );
}

function SinceLines({ since }: { readonly since: Since }) {
  return (
    <>
      <ul class="notice-list">
        {since.lines.map((line) => (
          <li key={line}>
            <Marked text={line} />
          </li>
        ))}
      </ul>
      {since.seen !== null && <Figures seen={since.seen} />}
      {since.setAside.length > 0 && (
        <p class="fine">
          What was set aside stays in the document, and comes back when the scenario knows its names again.
        </p>
      )}
    </>
  );
}

/** Solves the variant as it was opened, on the day it was looked at then. */
function Figures({ seen }: { readonly seen: NonNullable<Since['seen']> }) {
  const { ask, model } = useBench();
  const [found, setFound] = useState<ReturnType<typeof movedFigures> | 'failed' | null>(null);
  useEffect(() => {
    let wanted = true;
    const outcomes = [...new Set(Object.keys(seen.figures.figures).map((id) => id.split('.')[0]!))].filter((id) =>
      model.view.outcomes.some((o) => o.id === id),
    );
    const request = { variant: toVariantView(seen.variant), outcomes, rewards: [], days: [seen.figures.day] };
    void ask('solve', request, { priority: 2 }).then((answered) => {
      if (!wanted || answered === null) return;
      setFound(answered.value === null ? 'failed' : movedFigures(seen.figures, answered.value, model.targets));
    });
    return () => {
      wanted = false;
    };
  }, [seen, model]);

  if (found === null) return <p class="fine">Comparing its headline figures with today’s…</p>;
  if (found === 'failed') return <p class="fine">Its headline figures could not be computed again.</p>;
  const { moved, unknown } = found;
  return (
    <>
      {moved.length === 0 ? (
        <p>
          Its headline figures (“{seen.variant.label}”, day {seen.figures.day}) are the same to the point.
        </p>
      ) : (
        <>
          <p>
            Headline figures that moved (“{seen.variant.label}”, day {seen.figures.day}):
          </p>
          <ul class="notice-list" data-testid="moved">
            {moved.map((m) => (
              <li key={m.target.id}>{movedInWords(m)}</li>
            ))}
          </ul>
        </>
      )}
      {unknown.length > 0 && <p class="fine">No longer there to compare: {unknown.join(', ')}.</p>}
    </>
  );
}

function movedInWords({ target, before, after, words }: Moved): string {
  return `${target.label}: ${percent(before)} then, ${percent(after)} now (${words}).`;
}
