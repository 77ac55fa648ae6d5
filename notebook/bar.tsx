// The bar that stays in sight: the parts of the page, undo and redo, sharing and help.
import type { ComponentChildren } from 'preact';
import type { Action } from './document/history.ts';
import { sections } from './sections.tsx';

interface Properties {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly dispatch: (action: Action) => void;
  /** Share, help: loaded later. */
  readonly children?: ComponentChildren;
}

const parts: readonly { readonly id: string; readonly label: string }[] = [
  { id: 'compare', label: 'Compare' },
  { id: 'variants', label: 'Variants' },
  { id: 'inputs', label: 'Actors' },
  ...sections.map(({ id, short }) => ({ id, label: short })),
];

export function Bar({ canUndo, canRedo, dispatch, children }: Properties) {
  return (
    <div class="bar">
      <nav aria-label="Parts of this page">
        <ul>
          {parts.map(({ id, label }) => (
            <li key={id}>
              <a href={`#${id}`}>{label}</a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="bar-actions">
        <button
          type="button"
          disabled={!canUndo}
          onClick={() => dispatch({ type: 'undo' })}
          data-testid="undo"
          title="Ctrl+Z"
        >
          Undo
        </button>
        <button
          type="button"
          disabled={!canRedo}
          onClick={() => dispatch({ type: 'redo' })}
          data-testid="redo"
          title="Ctrl+Shift+Z"
        >
          Redo
        </button>
        {children}
      </div>
    </div>
  );
}
