// A code cell: JavaScript with Plot in a frame of its own. It runs when a person starts it, and again when what it uses changes.
import { useId, useRef } from 'preact/hooks';
import type { CellOf } from '../document/document.ts';
import { CellTrouble as Trouble } from '../graph/cells.ts';
import { compileCode } from '../graph/code.ts';
import { builtinNames } from '../graph/names.ts';
import { valueInWords } from '../graph/say.ts';
import { useCellState, useGraph } from '../graph/use-graph.ts';
import { sandboxAddress } from '../sandbox/host.ts';
import { tableOf } from '../sandbox/show.ts';
import { CellTrouble, Worded } from './cell-trouble.tsx';
import { CodeField } from './code-field.tsx';
import { CodeHelp } from './code-help.tsx';
import { Scroll } from './scroll.tsx';
import { useFrame } from './use-frame.ts';
import '../styles/formula-code.css';

interface Properties {
  readonly cell: CellOf<'code'>;
  /** Calls with the same gesture make one step of undo. */
  readonly onChange: (cell: CellOf<'code'>, gesture?: string) => void;
}

export function CodeCell({ cell, onChange }: Properties) {
  const graph = useGraph();
  const { state, last } = useCellState(graph, cell.id);
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const title = `Output of the code${cell.name === '' ? '' : ` “${cell.name}”`}`;
  const frame = useFrame(graph, cell.id, title, place);
  const started = graph.startedOf(cell.id);
  const working = started !== undefined && state.state === 'pending' && state.message === null;
  const edited = started !== undefined && started.source !== cell.source;
  const foreign = started === undefined && cell.source.trim() !== '' && !graph.isTyped(cell.id, cell.source);
  const problem = state.state === 'rejected' && state.error instanceof Trouble ? state.error.problem : null;
  const possible = sandboxAddress() !== null;
  const run = (): void => {
    if (possible && cell.source.trim() !== '') graph.start(cell.id, cell.source, compileCode(cell.source));
  };

  return (
    <div class="code-cell">
      <div class="formula-line">
        <label class="spoken" for={`${id}-name`}>
          Name of this value
        </label>
        <input
          id={`${id}-name`}
          type="text"
          class="cell-name"
          size={Math.max(6, Math.min(24, cell.name.length + 1))}
          maxLength={64}
          value={cell.name}
          placeholder="name"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          onInput={(e) => onChange({ ...cell, name: e.currentTarget.value.trim() }, 'naming')}
        />
        <button type="button" class="primary" disabled={!possible || cell.source.trim() === ''} onClick={run}>
          {foreign ? 'Run this code' : 'Run'}
        </button>
        {working && (
          <button type="button" onClick={frame.stop}>
            Stop
          </button>
        )}
        <span class="fine" id={`${id}-hint`} role="status">
          {!possible
            ? 'Code runs on the site only; this copy keeps its text.'
            : working
              ? 'running…'
              : foreign
                ? 'This code came with the document. Nothing of it has run: read it first.'
                : edited
                  ? 'edited since it ran'
                  : 'Ctrl + Enter runs it'}
        </span>
      </div>
      <CodeField
        label={`Code${cell.name === '' ? '' : ` of “${cell.name}”`}, JavaScript`}
        describedBy={`${id}-hint`}
        text={cell.source}
        names={() => [...graph.names(), ...builtinNames, 'Plot', 'display', 'width']}
        onText={(source) => {
          graph.typed(cell.id, source);
          onChange({ ...cell, source }, 'typing');
        }}
        onRun={run}
      />
      <div data-testid="code-result" data-state={started === undefined ? 'idle' : state.state}>
        {problem !== null ? (
          <CellTrouble problem={problem} />
        ) : state.state === 'rejected' ? (
          <p class="problem">
            <Worded text={state.message} />
          </p>
        ) : state.state === 'pending' && started !== undefined && state.message !== null ? (
          <p class="fine">
            <Worded text={state.message} />
          </p>
        ) : null}
        {frame.late !== null && <CellTrouble problem={frame.late} />}
        {last !== null && started !== undefined && (
          <div class={working ? 'stale' : ''}>
            <Value value={last.value} instead={frame.instead} drawn={frame.height > 0} />
          </div>
        )}
        <figure class={`code-frame${frame.height === 0 ? ' empty' : ''}${working ? ' stale' : ''}`}>
          <div class="frames" ref={place} style={{ height: `${frame.height}px` }} />
          <figcaption>Code by the author of this notebook — runs shut off from the page and the network</figcaption>
        </figure>
      </div>
      <CodeHelp />
    </div>
  );
}

function Value({
  value,
  instead,
  drawn,
}: {
  readonly value: unknown;
  readonly instead: string | null;
  readonly drawn: boolean;
}) {
  if (instead !== null)
    return drawn ? null : <p class="fine">gave {instead}, which stays in the frame and cannot be used elsewhere</p>;
  if (value === undefined) return drawn ? null : <p class="fine">ran, and returned nothing</p>;
  const table = tableOf(value);
  return (
    <>
      <p>
        <span aria-hidden="true">= </span>
        <strong class="code-value">{valueInWords(value)}</strong>
      </p>
      {table !== null && (
        <Scroll name="Rows of the value">
          <table class="code-table">
            <thead>
              <tr>
                {table.columns.map((c) => (
                  <th key={c} scope="col">
                    {c}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row, k) => (
                <tr key={k}>
                  {row.map((text, c) => (
                    <td key={table.columns[c]}>{text}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {table.more > 0 && <p class="fine">… {table.more} more</p>}
        </Scroll>
      )}
    </>
  );
}
