// What differs from the scenario as shipped: in the model's own words, and line by line as text.
import { useMemo, useState } from 'preact/hooks';
import { type Difference, differencesOf } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { Scroll } from '../cells/scroll.tsx';
import { plural } from '../words.ts';
import { type Hunk, lineDiff } from './line-diff.ts';
import type { Step } from './place.ts';
import { Sentence } from './sentence.tsx';
import type { Draft } from './use-draft.ts';

const mostLines = 400;
const mostWords = 200;

interface Properties {
  readonly draft: Draft;
  /** The reference ships with the page. */
  readonly shipped: boolean;
  readonly onShow: (path: readonly Step[]) => void;
}

export function Differences({ draft, shipped, onShow }: Properties) {
  const { reference, good, text } = draft;
  const { dispatch } = useBench();
  const [asText, setAsText] = useState(false);
  /** How many differences the last way back took with it. */
  const [dropped, setDropped] = useState(0);
  const found = useMemo(
    () => (reference === null || good === null ? null : differencesOf(reference.file, good.file)),
    [reference, good?.file],
  );
  const lines = useMemo(
    () => (asText && reference !== null && text !== null ? lineDiff(reference.text, text) : []),
    [asText, reference, text],
  );
  if (found === null || reference === null) return null;
  const what = shipped ? 'the scenario as shipped' : 'the scenario as it was opened';
  const changed = reference.text !== text;
  return (
    <section class="differences" aria-labelledby="differences-title" data-testid="differences">
      <div class="card-head">
        <h3 id="differences-title">
          {found.length === 0 ? 'No difference' : plural(found.length, 'difference')}
          <small>
            {found.length === 0 && changed
              ? `the text differs from ${what} only in layout, comments or mistakes`
              : `from ${what}, in the model’s words`}
          </small>
        </h3>
        {changed && (
          <button
            type="button"
            onClick={() => {
              setDropped(found.length);
              draft.reset();
            }}
          >
            {shipped ? 'Back to the scenario as shipped' : 'Back to the scenario as it was opened'}
          </button>
        )}
      </div>
      {!changed && dropped > 0 && (
        <p class="aside" role="status">
          {plural(dropped, 'difference')} gone.{' '}
          <button
            type="button"
            onClick={() => {
              setDropped(0);
              dispatch({ type: 'undo' });
            }}
          >
            Undo: bring {dropped === 1 ? 'it' : 'them'} back
          </button>
        </p>
      )}
      {found.length > 0 && (
        <ul>
          {found.slice(0, mostWords).map((d) => (
            <li key={d.path.join(' ')} data-kind={d.kind}>
              <Sentence text={d.text} />{' '}
              {d.kind !== 'removed' && (
                <button
                  type="button"
                  class="link"
                  onClick={() => onShow(d.path)}
                  aria-label={`Show in YAML: ${plainText(d)}`}
                >
                  Show
                </button>
              )}
            </li>
          ))}
          {found.length > mostWords && <li>… and {found.length - mostWords} more</li>}
        </ul>
      )}
      {changed && (
        <details onToggle={(e) => setAsText(e.currentTarget.open)}>
          <summary>Line by line</summary>
          {asText && <Lines hunks={lines} />}
        </details>
      )}
    </section>
  );
}

const plainText = (d: Difference): string => d.text.replaceAll('`', '').replaceAll(' → ', ' to ');

const spoken = { ' ': '', '-': 'removed: ', '+': 'added: ' } as const;

function Lines({ hunks }: { readonly hunks: readonly Hunk[] }) {
  const count = hunks.reduce((n, h) => n + h.lines.length, 0);
  let left = mostLines;
  return (
    <Scroll name="Differences line by line">
      <pre class="line-diff">
        {hunks.map((h) => {
          const shown = h.lines.slice(0, Math.max(0, left));
          left -= shown.length;
          if (shown.length === 0) return null;
          return (
            <div key={`${h.before} ${h.after}`}>
              <span class="hunk">line {h.after}</span>
              {shown.map((line, i) => (
                <span key={`${h.after} ${i}`} class={line.sign === '-' ? 'gone' : line.sign === '+' ? 'come' : ''}>
                  {line.sign !== ' ' && <span class="spoken">{spoken[line.sign]}</span>}
                  <span aria-hidden="true">{line.sign === '-' ? '−' : line.sign}</span> {line.text}
                </span>
              ))}
            </div>
          );
        })}
        {count > mostLines && <span class="hunk">… and {(count - mostLines).toLocaleString('en-GB')} more lines</span>}
      </pre>
    </Scroll>
  );
}
