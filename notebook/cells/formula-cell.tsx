// A formula cell: name = formula → value, computed while one types; with what can be used in it at hand.
import { useId, useMemo, useRef } from 'preact/hooks';
import { parseFormula } from '../../engine/index.ts';
import type { CellOf } from '../document/document.ts';
import { CellTrouble as Trouble } from '../graph/cells.ts';
import { valueInWords } from '../graph/say.ts';
import { useCellState, useGraph } from '../graph/use-graph.ts';
import { CellTrouble, Worded } from './cell-trouble.tsx';
import { Usable } from './usable.tsx';
import '../styles/formula-code.css';

interface Properties {
  readonly cell: CellOf<'formula'>;
  /** Calls with the same gesture make one step of undo. */
  readonly onChange: (cell: CellOf<'formula'>, gesture?: string) => void;
}

export function FormulaCell({ cell, onChange }: Properties) {
  const graph = useGraph();
  const { state, last } = useCellState(graph, cell.id);
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const formula = useMemo(() => parseFormula(cell.source).value, [cell.source]);
  const problem = state.state === 'rejected' && state.error instanceof Trouble ? state.error.problem : null;

  const write = (source: string): void => onChange({ ...cell, source }, 'typing');
  const replace = (offset: number, length: number, text: string): void => {
    const old = cell.source.slice(offset, offset + length);
    const quote = /^["']/.exec(old)?.[0] ?? '';
    write(cell.source.slice(0, offset) + quote + text + quote + cell.source.slice(offset + length));
    field.current?.focus();
  };
  const insert = (text: string): void => {
    const element = field.current;
    const start = element?.selectionStart ?? cell.source.length;
    const end = element?.selectionEnd ?? start;
    write(cell.source.slice(0, start) + text + cell.source.slice(end));
    requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(start + text.length, start + text.length);
    });
  };

  return (
    <div class="formula-cell">
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
        <span aria-hidden="true">=</span>
        <label class="spoken" for={`${id}-source`}>
          Formula
        </label>
        <textarea
          id={`${id}-source`}
          ref={field}
          class="formula-source"
          rows={Math.min(12, cell.source.split('\n').length + Math.floor(cell.source.length / 72))}
          maxLength={2000}
          value={cell.source}
          placeholder={'p("outcome") / p("outcome", "variant")'}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-invalid={state.state === 'rejected' && cell.source.trim() !== ''}
          aria-describedby={`${id}-result`}
          onInput={(e) => write(e.currentTarget.value)}
        />
      </div>
      <div class="formula-result" id={`${id}-result`} data-testid="formula-result" data-state={state.state}>
        {cell.source.trim() === '' ? (
          <p class="fine">Write a formula: its value appears here and follows the model.</p>
        ) : state.state === 'rejected' ? (
          problem !== null ? (
            <CellTrouble problem={problem} onReplace={replace} />
          ) : (
            <p class="problem">
              <Worded text={state.message} />
            </p>
          )
        ) : (
          <p>
            {last !== null && (
              <span class={state.state === 'pending' ? 'stale' : ''}>
                <span class="spoken">equals </span>
                <span aria-hidden="true">= </span>
                <strong>{valueInWords(last.value, formula?.isProbability, graph.notesOf(cell.id).length > 0)}</strong>
              </span>
            )}{' '}
            {state.state === 'pending' && (
              <small>
                <Worded text={state.message ?? 'being solved…'} />
              </small>
            )}
            {state.state === 'fulfilled' &&
              graph.notesOf(cell.id).map((note) => (
                <small key={note}>
                  <Worded text={note} />{' '}
                </small>
              ))}
          </p>
        )}
      </div>
      <Usable cells={graph.names().filter((name) => name !== cell.name)} onInsert={insert} />
    </div>
  );
}
