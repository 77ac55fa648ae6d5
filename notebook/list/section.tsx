// The reader's own notebook below the workbench: typed cells in order, each in a frame with move, copy, fold and delete.
import { useRef, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import type { Cell, CellKind } from '../document/document.ts';
import { AddCell } from './add-cell.tsx';
import { bodies } from './bodies.tsx';
import { labelOfKind } from './kinds.ts';
import './list.css';

export default function NotebookSection() {
  const { document, dispatch } = useBench();
  const { cells } = document;
  const list = useRef<HTMLOListElement>(null);

  /** A cell that was just made or moved gets the focus, so that the keyboard goes on there. */
  const focusAfter = (place: number): void => {
    requestAnimationFrame(() => {
      const frame = list.current?.children[place] as HTMLElement | undefined;
      frame?.focus();
      frame?.scrollIntoView({ block: 'nearest' });
    });
  };
  const add = (cell: Cell, after: string | null): void => {
    dispatch({ type: 'add-cell', cell, after });
    focusAfter(cells.findIndex((c) => c.id === after) + 1);
  };

  return (
    <section class="card notebook" aria-labelledby="notebook-title">
      <div class="card-head">
        <h2 id="notebook-title">
          Notebook
          <small>your own notes, questions, charts and calculations, saved with this document</small>
        </h2>
        <AddCell label="Add a cell" after={cells.at(-1)?.id ?? null} onAdd={add} />
      </div>
      {cells.length === 0 ? (
        <p class="empty">
          Nothing here yet. Add a text to say what you think, a comparison to keep a chart as it is now, a formula such
          as <code>p("deal", "base") - p("deal", "no_mediation")</code>, or a question for your students.
        </p>
      ) : (
        <ol class="cells" ref={list}>
          {cells.map((cell, place) => (
            <li key={cell.id} class="cell" tabIndex={-1} data-cell={cell.id} data-kind={cell.kind}>
              <Frame
                cell={cell}
                place={place}
                count={cells.length}
                onMove={(by) => {
                  dispatch({ type: 'move-cell', id: cell.id, by });
                  focusAfter(place + by);
                }}
                onAdd={add}
              />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

interface FrameProperties {
  readonly cell: Cell;
  readonly place: number;
  readonly count: number;
  readonly onMove: (by: -1 | 1) => void;
  readonly onAdd: (cell: Cell, after: string | null) => void;
}

function Frame({ cell, place, count, onMove, onAdd }: FrameProperties) {
  const { dispatch } = useBench();
  const [adding, setAdding] = useState(false);
  const name = `${labelOfKind(cell.kind)}, cell ${place + 1} of ${count}`;
  const Body = bodies[cell.kind] as (p: {
    cell: Cell;
    onChange: (cell: Cell, gesture?: string) => void;
  }) => preact.JSX.Element;
  return (
    <section aria-label={name}>
      <div class="cell-bar">
        <span class="cell-kind">{labelOfKind(cell.kind)}</span>
        <div class="cell-actions">
          <button
            type="button"
            disabled={place === 0}
            onClick={() => onMove(-1)}
            aria-label={`Move cell ${place + 1} up`}
          >
            <span aria-hidden="true">↑</span>
          </button>
          <button
            type="button"
            disabled={place === count - 1}
            onClick={() => onMove(1)}
            aria-label={`Move cell ${place + 1} down`}
          >
            <span aria-hidden="true">↓</span>
          </button>
          <button type="button" aria-expanded={adding} onClick={() => setAdding(!adding)}>
            Add below
          </button>
          <button type="button" onClick={() => dispatch({ type: 'duplicate-cell', id: cell.id })}>
            Duplicate
          </button>
          <button
            type="button"
            aria-expanded={!cell.collapsed}
            onClick={() => dispatch({ type: 'set-cell', cell: { ...cell, collapsed: !cell.collapsed } })}
          >
            {cell.collapsed ? 'Unfold' : 'Fold'}
          </button>
          <button type="button" onClick={() => dispatch({ type: 'remove-cell', id: cell.id })}>
            Delete
          </button>
        </div>
      </div>
      {cell.collapsed ? (
        <p class="fine">Folded: {summaryOf(cell)}</p>
      ) : (
        <Body
          cell={cell}
          onChange={(next, gesture) =>
            dispatch({
              type: 'set-cell',
              cell: next,
              ...(gesture !== undefined && { gesture: `${cell.id} ${gesture}` }),
            })
          }
        />
      )}
      {adding && (
        <AddCell
          label={`Add below cell ${place + 1}`}
          after={cell.id}
          onAdd={(made, after) => {
            setAdding(false);
            onAdd(made, after);
          }}
        />
      )}
    </section>
  );
}

function summaryOf(cell: Cell): string {
  const first = (text: string): string => text.trim().split('\n')[0]!.slice(0, 90) || 'empty';
  const told: Partial<Record<CellKind, string>> = {
    ...('source' in cell && { [cell.kind]: first(cell.source) }),
    ...(cell.kind === 'question' && { question: first(cell.prompt) }),
    ...('outcome' in cell && { [cell.kind]: cell.outcome }),
  };
  return told[cell.kind] ?? labelOfKind(cell.kind).toLowerCase();
}
