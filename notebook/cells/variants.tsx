// The variants table: one row each with what differs from base as chips, and what comes of it; sort, colour, select, copy, rename, delete, and why something was changed.
import { useMemo, useState } from 'preact/hooks';
import type { ScenarioView } from '../../engine/index.ts';
import { totalKey, useTotals } from '../border/totals.ts';
import { chipsOf } from '../changes.ts';
import type { DocumentVariant, NotebookDocument } from '../document/document.ts';
import { variantOf } from '../document/document.ts';
import type { Action } from '../document/history.ts';
import { figureOf, type Known, type Target, targetsOf } from '../figures.ts';
import type { Input } from '../inputs.ts';
import { dayShort, labelOf, unitOf } from '../words.ts';
import { looksOf, mostColours, type Slots, slotsOf, usePicks } from './colours.ts';
import { Scroll } from './scroll.tsx';
import { SortHead } from './sort-head.tsx';
import { useLoaded } from './use-loaded.ts';
import { VariantRow } from './variant-row.tsx';
import { nextSort, orderOf, type Sort } from './variants-order.ts';

export interface VariantsProperties {
  readonly view: ScenarioView;
  readonly document: NotebookDocument;
  readonly inputs: readonly Input[];
  readonly keys: readonly Target[];
  readonly knownOf: (variant: DocumentVariant) => Known;
  readonly isBusy: (variant: DocumentVariant) => boolean;
  readonly dispatch: (action: Action) => void;
  /** Tells several tables of one page apart; left out: the workbench's own. */
  readonly scope?: string;
}

/** A column of numbers: an outcome, or a total. */
export type Column =
  | { readonly id: string; readonly label: string; readonly target: Target }
  | { readonly id: string; readonly label: string; readonly reward: ScenarioView['rewards'][number] };

/** From so many variants on, the table scrolls in a frame of its own under a standing header. */
const many = 13;
const loadColumns = () => import('./variant-columns.tsx');

export function Variants(p: VariantsProperties) {
  const { document, dispatch, view, scope = '' } = p;
  const { variants } = document;
  const selected = variantOf(document, document.selected);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [sort, setSort] = useState<Sort | null>(null);
  const [picks, choose] = usePicks();
  const [choosing, setChoosing] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const all = useMemo(() => ({ targets: targetsOf(view), rewards: view.rewards }), [view]);
  const shown = chosen ?? new Set(p.keys.map((t) => t.id));
  const columns: readonly Column[] = [
    ...all.targets.filter((t) => shown.has(t.id)).map((t) => ({ id: t.id, label: shortLabel(t), target: t })),
    ...all.rewards
      .filter((r) => shown.has(totalKey(r.id)))
      .map((r) => ({ id: totalKey(r.id), label: `${labelOf(r.label)}, ${unitOf(r.unit) || r.unit}`, reward: r })),
  ];
  const totalsOf = useTotals(
    variants,
    columns.some((c) => 'reward' in c),
  );
  const columnMenu = useLoaded(loadColumns, choosing);

  const slots: Slots = slotsOf(variants, selected.id, picks);
  const looks = looksOf(variants, selected.id, picks);
  const rows = variants.map((v) => ({
    variant: v,
    chips: chipsOf(v, view, p.inputs),
    known: p.knownOf(v),
    totals: columns.some((c) => 'reward' in c) ? totalsOf(v) : null,
  }));
  const order = orderOf(
    rows.map((r) => ({
      id: r.variant.id,
      label: r.variant.label,
      changes: r.chips.length,
      values: new Map(
        columns.map((c) => {
          if ('reward' in c) return [c.id, r.totals?.[c.reward.id]?.mean ?? null];
          const figure = figureOf(r.known, c.target, document.day);
          return [c.id, figure.already ? null : figure.p];
        }),
      ),
    })),
    sort,
  );
  const coloured = variants.length > mostColours;
  const date = dayShort(view.startDate, document.day);
  const titleId = `variants-title${scope}`;
  const head = { sort, onSort: (column: string) => setSort(nextSort(sort, column)) };
  const Frame = scope === '' ? 'section' : 'div';
  return (
    <Frame class="card variants" {...(scope === '' ? {} : { role: 'group' })} aria-labelledby={titleId}>
      <div class="card-head">
        <h2 id={titleId}>
          Variants
          <small>
            what differs from base, and what comes of it by {date}
            {coloured && '; a press on a mark puts it in colour, six at most'}
          </small>
        </h2>
        <div class="actions">
          <button type="button" class="primary" onClick={() => dispatch({ type: 'create' })} data-testid="new-variant">
            New variant from “{selected.label}”
          </button>
        </div>
      </div>
      <details class="columns-menu" onToggle={(e) => e.currentTarget.open && setChoosing(true)}>
        <summary>
          Columns: {columns.length} of {all.targets.length + all.rewards.length}
        </summary>
        {columnMenu && (
          <columnMenu.VariantColumns
            all={all}
            chosen={shown}
            onChoose={(id, on) => {
              const next = new Set(shown);
              if (on) next.add(id);
              else next.delete(id);
              setChosen(next);
            }}
          />
        )}
      </details>
      <div class={variants.length >= many ? 'many' : ''}>
        <Scroll name="Variants table">
          <table class="variants-table" data-testid={scope === '' ? 'variants' : undefined}>
            <caption class="spoken">
              Variants with their changes and what comes of them by {date}, then points against base
            </caption>
            <thead>
              <tr>
                <SortHead {...head} column="name" label="Variant" />
                <SortHead {...head} column="changes" label="Changes" />
                {columns.map((c) => (
                  <SortHead
                    key={c.id}
                    {...head}
                    column={c.id}
                    label={c.label}
                    title={'target' in c ? c.target.label : undefined}
                    number
                  />
                ))}
              </tr>
            </thead>
            <tbody>
              {order.map((id) => {
                const row = rows.find((r) => r.variant.id === id)!;
                return (
                  <VariantRow
                    key={id}
                    {...row}
                    view={view}
                    document={document}
                    columns={columns}
                    base={rows[0]!.known}
                    baseTotals={rows[0]!.totals}
                    look={looks.get(id)!}
                    picking={
                      coloured
                        ? {
                            full: slots.filter((s) => s !== null).length >= mostColours,
                            slots,
                            choose,
                          }
                        : null
                    }
                    busy={p.isBusy(row.variant)}
                    renaming={renaming === id}
                    onRename={(on) => setRenaming(on ? id : null)}
                    radio={`variant${scope}`}
                    dispatch={dispatch}
                  />
                );
              })}
            </tbody>
          </table>
        </Scroll>
      </div>
    </Frame>
  );
}

export function shortLabel(target: Target): string {
  return target.label.split(',')[0]!;
}
