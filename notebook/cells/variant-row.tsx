// One row of the variants table, and under the selected one the fold with who changed what and why.
import { useState } from 'preact/hooks';
import type { ScenarioView } from '../../engine/index.ts';
import type { Totals } from '../border/totals.ts';
import { type Chip, suggestedName } from '../changes.ts';
import type { DocumentVariant, NotebookDocument } from '../document/document.ts';
import type { Action } from '../document/history.ts';
import { figureOf, type Known } from '../figures.ts';
import { amount, percent, points } from '../words.ts';
import { type Look, picked, type Slots } from './colours.ts';
import { Mark } from './mark.tsx';
import { RenameField } from './rename-field.tsx';
import { useLoaded } from './use-loaded.ts';
import type { Column } from './variants.tsx';

interface Properties {
  readonly view: ScenarioView;
  readonly document: NotebookDocument;
  readonly variant: DocumentVariant;
  readonly chips: readonly Chip[];
  readonly columns: readonly Column[];
  readonly known: Known;
  readonly base: Known;
  readonly totals: Totals | null;
  readonly baseTotals: Totals | null;
  readonly look: Look;
  /** Null: every variant has a colour. */
  readonly picking: {
    readonly full: boolean;
    readonly slots: Slots;
    readonly choose: (slots: Slots) => void;
  } | null;
  readonly busy: boolean;
  readonly renaming: boolean;
  readonly onRename: (on: boolean) => void;
  /** Name of the group of radio buttons. */
  readonly radio: string;
  readonly dispatch: (action: Action) => void;
}

const loadNotes = () => import('./variant-notes.tsx');

export function VariantRow(p: Properties) {
  const { variant, document, dispatch, chips, picking } = p;
  const isBase = variant.id === document.variants[0]!.id;
  const isSelected = variant.id === document.selected;
  const choice = `${p.radio}-${variant.id}`;
  const full = picking?.full === true && !p.look.coloured;
  return (
    <>
      <tr class={isSelected ? 'selected' : ''} data-variant={variant.id}>
        <th scope="row">
          {p.renaming ? (
            <RenameField
              label={variant.label}
              suggestion={suggestedName(chips)}
              onDone={(label) => {
                if (label !== null) dispatch({ type: 'rename', id: variant.id, label });
                p.onRename(false);
              }}
            />
          ) : (
            <span class="select-variant">
              <input
                id={choice}
                type="radio"
                name={p.radio}
                value={variant.id}
                checked={isSelected}
                onChange={() => dispatch({ type: 'select', id: variant.id })}
              />
              {picking === null ? (
                <Mark look={p.look} />
              ) : (
                <label class="pick" title={full ? 'Six at most: take another one out first' : 'In colour: six at most'}>
                  <input
                    type="checkbox"
                    checked={p.look.coloured}
                    disabled={full}
                    aria-label={`${variant.label} in colour`}
                    onChange={(e) => picking.choose(picked(picking.slots, variant.id, e.currentTarget.checked))}
                  />
                  <Mark look={p.look} />
                </label>
              )}
              <label for={choice}>{variant.label}</label>
            </span>
          )}
          {isSelected && !isBase && !p.renaming && (
            <span class="row-actions">
              <button
                type="button"
                class="link"
                onClick={() => p.onRename(true)}
                aria-label={`Rename ${variant.label}`}
              >
                Rename
              </button>
              <button
                type="button"
                class="link"
                onClick={() => dispatch({ type: 'remove', id: variant.id })}
                aria-label={`Delete ${variant.label}`}
              >
                Delete
              </button>
            </span>
          )}
        </th>
        <td class="chips">
          {chips.length === 0 && (
            <span class="muted">
              {isBase ? (p.view.variants[0]?.label ?? 'as in the scenario') : 'nothing changed yet'}
            </span>
          )}
          {chips.map((c) => (
            <span key={c.id} class="chip">
              {c.what}{' '}
              {c.from !== '' && (
                <>
                  <s class="from">{c.from}</s> <span class="spoken">to </span>
                </>
              )}
              <b>{c.to}</b>
            </span>
          ))}
        </td>
        {p.columns.map((c) => (
          <Cell key={c.id} {...p} column={c} isBase={isBase} />
        ))}
      </tr>
      {isSelected && variant.origin === 'own' && chips.length > 0 && <Notes {...p} />}
    </>
  );
}

function Notes(p: Properties) {
  const [open, setOpen] = useState(false);
  const notes = useLoaded(loadNotes, open);
  const given = Object.values(p.variant.notes).filter((n) => n.why !== '').length;
  return (
    <tr class="selected notes-row">
      <td colSpan={p.columns.length + 2}>
        <details onToggle={(e) => setOpen(e.currentTarget.open)}>
          <summary>What I changed and why{given > 0 ? `: ${given} of ${p.chips.length} with a reason` : ''}</summary>
          {notes && open && <notes.VariantNotes variant={p.variant} chips={p.chips} dispatch={p.dispatch} />}
        </details>
      </td>
    </tr>
  );
}

function Cell(p: Properties & { readonly column: Column; readonly isBase: boolean }) {
  const { column } = p;
  if ('reward' in column) {
    const now = p.totals?.[column.reward.id];
    const base = p.baseTotals?.[column.reward.id];
    const change = now?.mean != null && base?.mean != null ? now.mean - base.mean : null;
    return (
      <td class={`number${p.totals === null ? ' stale' : ''}`} data-total={column.reward.id} data-label={column.label}>
        {now?.why === 'infinite' ? <span class="muted">without end</span> : <b>{amount(now?.mean ?? null)}</b>}
        {!p.isBase && change !== null && (
          <small>
            {change < 0 ? '' : '+'}
            {amount(change)}
          </small>
        )}
      </td>
    );
  }
  const now = figureOf(p.known, column.target, p.document.day);
  const base = figureOf(p.base, column.target, p.document.day);
  const change =
    !p.isBase && !now.already && !base.already && now.p !== null && base.p !== null ? now.p - base.p : null;
  return (
    <td class={`number${p.busy ? ' stale' : ''}`} data-outcome={column.target.id} data-label={column.label}>
      {now.already ? <span class="muted">already so</span> : <b>{percent(now.p)}</b>}
      {change !== null && <small class={Math.abs(change) >= 0.05 ? 'big' : ''}>{points(change)}</small>}
    </td>
  );
}
