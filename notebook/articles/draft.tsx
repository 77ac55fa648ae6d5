// "New scenario from these articles": a template's roles bound to those found, stances pooled from the records, opened as the document's scenario. One undo brings the old one back.
import { useState } from 'preact/hooks';
import { articleOf, type Problem } from '../../engine/index.ts';
import type { AnswerOf } from '../../engine/work/client.ts';
import { useBench } from '../bench.ts';
import { documentOf } from '../document/document.ts';
import { targetsOf } from '../figures.ts';
import { shippedText } from '../shipped.ts';
import { dateInWords, plural } from '../words.ts';
import { type Held, shaOf } from './library.ts';
import type { NameOf } from './record-words.ts';

interface Properties {
  readonly held: readonly Held[];
  readonly nameOf: NameOf;
}

type Report = AnswerOf<'draft'>['report'];

const template = 'templates/standoff';

export function Draft({ held, nameOf }: Properties) {
  const { ask, document, dispatch } = useBench();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [report, setReport] = useState<Report | null>(null);
  const usable = held.filter((h) => h.stored.text !== null && h.stored.found !== null);
  const chosen = usable.filter((h) => !left.has(shaOf(h)));

  const draft = async (): Promise<void> => {
    setBusy(true);
    const failed = (found: readonly Problem[]): void => {
      setBusy(false);
      setProblems(found);
    };
    const text = await shippedText(template);
    if (text === null)
      return failed([{ code: 'no-template', severity: 'error', message: 'this page ships no template' }]);
    const sources = chosen.map((h) => {
      const { text: body, found } = h.stored as { text: string; found: NonNullable<Held['stored']['found']> };
      const article = articleOf(body, h.review.head.article);
      return { reading: { ...found, article, zones: [], sentences: [], proposals: [] }, review: h.review };
    });
    const made = await ask('draft', { template: text, sources });
    if (made === null || made.value === null) return failed(made?.problems ?? []);
    const checked = await ask('check', { text: made.value.text, file: 'draft.yaml' });
    if (checked === null || checked.value === null) return failed(checked?.problems ?? []);
    setBusy(false);
    setProblems(made.problems.filter((p) => p.severity !== 'note'));
    setReport(made.value.report);
    const { view } = checked.value;
    const outcome = targetsOf(view)[0]?.id ?? document.outcome;
    const { id, author } = document;
    const next = documentOf(view, outcome);
    dispatch({
      type: 'replace',
      document: { ...next, id, author, scenario: { ...next.scenario, text: made.value.text } },
    });
  };

  return (
    <div class="articles-part" data-testid="draft">
      <h3>A new scenario from these articles</h3>
      <p class="fine">
        For a crisis that no scenario here is about: a plain model of a standoff with two parties, mediators and a
        neighbour is bound to those found in the articles. Records that nobody has decided on count for little (at most
        0.3 of one), and the draft says that it is unreviewed. It takes the place of the document’s scenario, variants
        and cells; one press of Undo brings them back.
      </p>
      {usable.length === 0 ? (
        <p class="fine counted">Read an article first: with its text on this machine it can be drafted from.</p>
      ) : (
        <fieldset class="counted">
          <legend>From</legend>
          {usable.map((h) => (
            <label key={shaOf(h)} class="check">
              <input
                type="checkbox"
                checked={!left.has(shaOf(h))}
                onChange={(e) => {
                  const next = new Set(left);
                  if (e.currentTarget.checked) next.delete(shaOf(h));
                  else next.add(shaOf(h));
                  setLeft(next);
                }}
              />
              <span>
                {h.review.head.article.outlet}, {dateInWords(h.review.head.article.published)}
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <div class="actions">
        <button type="button" disabled={chosen.length === 0 || busy} onClick={() => void draft()}>
          Draft a scenario and open it
        </button>
      </div>
      {problems.map((p) => (
        <p key={p.message} class={p.severity === 'error' ? 'problem' : 'note'} role="alert">
          {p.message}
          {p.repair && ` (${p.repair})`}
        </p>
      ))}
      {report !== null && (
        <div role="status">
          <p>
            Drafted as of {dateInWords(report.date)}: {report.decided} of {plural(report.total, 'record')} decided.
          </p>
          <ul class="roles">
            {report.roles.map((r) => (
              <li key={r.role}>
                <b>{r.role}</b>: {r.actors.length === 0 ? 'nobody' : r.actors.map(nameOf).join(', ')}{' '}
                <small>
                  {r.why}; {plural(r.records, 'record')}
                </small>
              </li>
            ))}
          </ul>
          {report.left.length > 0 && (
            <p class="fine">
              Without a role:{' '}
              {report.left
                .slice(0, 8)
                .map((l) => `${nameOf(l.actor)} (${l.records})`)
                .join(', ')}
              .
            </p>
          )}
        </div>
      )}
    </div>
  );
}
