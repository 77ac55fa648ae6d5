// The variants table: one row each with what differs from base as chips, and the key outcomes at the chosen day; select, copy, rename, delete.
import { useState } from 'preact/hooks';
import type { ScenarioView } from '../../engine/index.ts';
import { chipsOf, suggestedName } from '../changes.ts';
import { type DocumentVariant, type NotebookDocument, variantOf } from '../document/document.ts';
import type { Action } from '../document/history.ts';
import { figureOf, type Known, type Target } from '../figures.ts';
import type { Input } from '../inputs.ts';
import { dateOn, percent, points, short } from '../words.ts';
import { type Look, lookOf } from './plot-common.ts';
import { Scroll } from './scroll.tsx';

export interface VariantsProperties {
  readonly view: ScenarioView;
  readonly document: NotebookDocument;
  readonly inputs: readonly Input[];
  readonly keys: readonly Target[];
  readonly knownOf: (variant: DocumentVariant) => Known;
  readonly isBusy: (variant: DocumentVariant) => boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly dispatch: (action: Action) => void;
}

export function Variants(p: VariantsProperties) {
  const { document, dispatch } = p;
  const selected = variantOf(document, document.selected);
  const [renaming, setRenaming] = useState<string | null>(null);
  const date = short(dateOn(p.view.startDate, document.day));
  return (
    <section class="card variants" aria-labelledby="variants-title">
      <div class="card-head">
        <h2 id="variants-title">
          Variants
          <small>what differs from base, and what comes of it by {date}</small>
        </h2>
        <div class="actions">
          <button type="button" class="primary" onClick={() => dispatch({ type: 'create' })} data-testid="new-variant">
            New variant from “{selected.label}”
          </button>
          <button
            type="button"
            disabled={!p.canUndo}
            onClick={() => dispatch({ type: 'undo' })}
            data-testid="undo"
            title="Ctrl+Z"
          >
            Undo
          </button>
          <button
            type="button"
            disabled={!p.canRedo}
            onClick={() => dispatch({ type: 'redo' })}
            data-testid="redo"
            title="Ctrl+Shift+Z"
          >
            Redo
          </button>
        </div>
      </div>
      <Scroll name="Variants table">
        <table class="variants-table" data-testid="variants">
          <caption class="spoken">Variants with their changes and the probability of key outcomes by {date}</caption>
          <thead>
            <tr>
              <th scope="col">Variant</th>
              <th scope="col">Changes</th>
              {p.keys.map((t) => (
                <th key={t.id} scope="col" class="number" title={t.label}>
                  {shortLabel(t)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {document.variants.map((v, i) => (
              <Row
                key={v.id}
                {...p}
                variant={v}
                look={lookOf(i, document.variants.length, v.id === selected.id)}
                renaming={renaming === v.id}
                onRename={(on) => setRenaming(on ? v.id : null)}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

interface RowProperties extends VariantsProperties {
  readonly variant: DocumentVariant;
  readonly look: Look;
  readonly renaming: boolean;
  readonly onRename: (on: boolean) => void;
}

function Row(p: RowProperties) {
  const { variant, document, dispatch } = p;
  const isBase = variant.id === 'base';
  const isSelected = variant.id === document.selected;
  const chips = chipsOf(variant, p.view, p.inputs);
  return (
    <tr class={isSelected ? 'selected' : ''} data-variant={variant.id}>
      <th scope="row">
        {p.renaming ? (
          <RenameField
            variant={variant}
            suggestion={suggestedName(chips)}
            onDone={(label) => {
              if (label !== null) dispatch({ type: 'rename', id: variant.id, label });
              p.onRename(false);
            }}
          />
        ) : (
          <label class="select-variant">
            <input
              type="radio"
              name="variant"
              value={variant.id}
              checked={isSelected}
              onChange={() => dispatch({ type: 'select', id: variant.id })}
            />
            <Mark look={p.look} />
            <span>{variant.label}</span>
          </label>
        )}
        {isSelected && !isBase && !p.renaming && (
          <span class="row-actions">
            <button type="button" class="link" onClick={() => p.onRename(true)} aria-label={`Rename ${variant.label}`}>
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
                <s class="from">{c.from}</s>{' '}
              </>
            )}
            <b>{c.to}</b>
          </span>
        ))}
      </td>
      {p.keys.map((t) => (
        <Result key={t.id} {...p} target={t} />
      ))}
    </tr>
  );
}

function Result(p: RowProperties & { readonly target: Target }) {
  const now = figureOf(p.knownOf(p.variant), p.target, p.document.day);
  const base = figureOf(p.knownOf(p.document.variants[0]!), p.target, p.document.day);
  const comparable = p.variant.id !== 'base' && !now.already && !base.already && now.p !== null && base.p !== null;
  return (
    <td
      class={`number${p.isBusy(p.variant) ? ' stale' : ''}`}
      data-outcome={p.target.id}
      data-label={shortLabel(p.target)}
    >
      {now.already ? <span class="muted">already so</span> : <b>{percent(now.p)}</b>}
      {comparable && <small class={sizeOf(now.p! - base.p!)}>{points(now.p! - base.p!)}</small>}
    </td>
  );
}

function shortLabel(target: Target): string {
  return target.label.split(',')[0]!;
}

function sizeOf(difference: number): string {
  return Math.abs(difference) >= 0.05 ? 'big' : '';
}

function RenameField({
  variant,
  suggestion,
  onDone,
}: {
  readonly variant: DocumentVariant;
  readonly suggestion: string | null;
  readonly onDone: (label: string | null) => void;
}) {
  const [text, setText] = useState(variant.label);
  return (
    <form
      class="rename"
      onSubmit={(e) => {
        e.preventDefault();
        onDone(text);
      }}
    >
      <input
        aria-label="Name of the variant"
        value={text}
        maxLength={120}
        autofocus
        ref={(element) => {
          if (element && document.activeElement !== element) {
            element.focus();
            element.select();
          }
        }}
        onInput={(e) => setText(e.currentTarget.value)}
        onKeyDown={(e) => e.key === 'Escape' && onDone(null)}
      />
      <button type="submit">Save</button>
      {suggestion !== null && suggestion !== text && (
        <button type="button" class="link" onClick={() => setText(suggestion)}>
          Use “{suggestion}”
        </button>
      )}
    </form>
  );
}

const shapes: Readonly<Record<Look['symbol'], string>> = {
  circle: 'M7 2a5 5 0 1 0 0 10a5 5 0 1 0 0-10z',
  square: 'M2.6 2.6h8.8v8.8h-8.8z',
  triangle: 'M7 1.6l5.6 9.8h-11.2z',
  diamond: 'M7 1l4.6 6l-4.6 6l-4.6-6z',
  star: 'M7 1l1.6 4.1h4.4l-3.5 2.7l1.3 4.3l-3.8-2.6l-3.8 2.6l1.3-4.3l-3.5-2.7h4.4z',
  wye: 'M5.3 13v-4.6l-4-2.3l1.7-2.9l4 2.3l4-2.3l1.7 2.9l-4 2.3v4.6z',
};

function Mark({ look }: { readonly look: Look }) {
  return (
    <svg class="mark" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
      <path d={shapes[look.symbol]} style={{ fill: look.colour }} />
    </svg>
  );
}
