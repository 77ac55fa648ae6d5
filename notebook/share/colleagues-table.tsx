// The table of colleagues' variants: who, which variant, what differs from base, the key outcomes by the day; sortable; under it smallest, median and largest of each outcome.
import { useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { Scroll } from '../cells/scroll.tsx';
import { chipsOf } from '../changes.ts';
import { contentKey } from '../document/document.ts';
import type { Target } from '../figures.ts';
import { percent, plural } from '../words.ts';
import { figureIn, type Order, ordered, type Row, spreadOf } from './rows.ts';
import type { Solved } from './solved.ts';

interface Properties {
  readonly rows: readonly Row[];
  readonly day: number;
  readonly solved: Solved;
  /** Keys of rows that were copied. */
  readonly adopted: ReadonlySet<string>;
  readonly onAdopt: (row: Row) => void;
}

const spreadRows = [
  { part: 'low', label: 'Lowest' },
  { part: 'middle', label: 'Median' },
  { part: 'high', label: 'Highest' },
] as const;

export function ColleaguesTable({ rows, day, solved, adopted, onAdopt }: Properties) {
  const { model } = useBench();
  const [order, setOrder] = useState<Order | null>(null);
  const targets = columnsOf(model);
  // What is so from the start has no probability to be sorted by, and says nothing of how far colleagues are apart.
  const valueFor = (row: Row, id: string): number | null => {
    const target = targets.find((t) => t.id === id);
    const figure = target && figureIn(solved.results.get(contentKey(row.variant)), target, day);
    return figure?.already ? null : (figure?.p ?? null);
  };
  const spreads = targets.map((t) => spreadOf(rows.map((r) => valueFor(r, t.id))));
  const sortBy = (column: string): void =>
    setOrder((o) => {
      if (o?.column !== column)
        return { column, direction: column === 'author' || column === 'variant' ? 'ascending' : 'descending' };
      return { column, direction: o.direction === 'ascending' ? 'descending' : 'ascending' };
    });
  const head = (column: string, label: string, number: boolean, title?: string) => (
    <th
      key={column}
      scope="col"
      class={number ? 'number' : ''}
      title={title}
      aria-sort={order?.column === column ? order.direction : 'none'}
    >
      <button type="button" class="link sort-by" onClick={() => sortBy(column)}>
        {label}
        <span aria-hidden="true">{order?.column !== column ? '' : order.direction === 'ascending' ? ' ↑' : ' ↓'}</span>
      </button>
    </th>
  );

  return (
    <Scroll name="Colleagues’ variants">
      <table class="colleagues" data-testid="colleagues-table">
        <caption class="spoken">
          Variants of {plural(new Set(rows.map((r) => r.file)).size, 'document')}, with what differs from base and the
          probability of key outcomes by day {day}
        </caption>
        <thead>
          <tr>
            {head('author', 'By', false)}
            {head('variant', 'Variant', false)}
            <th scope="col">What differs</th>
            {targets.map((t) => head(t.id, t.label.split(',')[0]!, true, t.label))}
            <th scope="col">
              <span class="spoken">Copy to your document</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {ordered(rows, order, valueFor).map((row) => (
            <tr key={row.key}>
              <td>
                {row.author}
                {row.author !== row.file && <small>{row.file}</small>}
              </td>
              <th scope="row">
                {row.variant.label}
                {row.setAside > 0 && (
                  <small>{plural(row.setAside, 'change')} set aside: no place in this scenario</small>
                )}
              </th>
              <td class="chips">
                {chipsOf(row.variant, model.view, model.inputs).map((c) => (
                  <span key={c.id} class="chip">
                    {c.what} <b>{c.to}</b>
                  </span>
                ))}
              </td>
              <Values row={row} targets={targets} solved={solved} day={day} />
              <td>
                {adopted.has(row.key) ? (
                  <span class="tag">copied</span>
                ) : (
                  <button
                    type="button"
                    onClick={() => onAdopt(row)}
                    aria-label={`Copy to mine: ${row.variant.label}, by ${row.author}`}
                  >
                    Copy to mine
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {spreadRows.map(({ part, label }, i) => (
            <tr key={part} style={{ '--from-end': spreadRows.length - 1 - i }} data-testid={`spread-${part}`}>
              <th scope="row">{label}</th>
              <td colSpan={2} />
              {spreads.map((spread, t) => (
                <td key={targets[t]!.id} class="number">
                  {percent(spread?.[part] ?? null)}
                </td>
              ))}
              <td />
            </tr>
          ))}
        </tfoot>
      </table>
    </Scroll>
  );
}

function columnsOf(model: {
  readonly targets: readonly Target[];
  readonly keys: readonly Target[];
  readonly race: { readonly id: string } | null;
}): readonly Target[] {
  const race = model.targets.filter((t) => t.outcome === model.race?.id && t.cause !== 'none');
  return [...new Map([...race, ...model.keys].map((t) => [t.id, t])).values()];
}

function Values({
  row,
  targets,
  solved,
  day,
}: {
  readonly row: Row;
  readonly targets: readonly Target[];
  readonly solved: Solved;
  readonly day: number;
}) {
  const content = contentKey(row.variant);
  const failed = solved.failed.get(content);
  if (failed !== undefined)
    return (
      <td colSpan={targets.length}>
        <small>{failed}</small>
      </td>
    );
  const result = solved.results.get(content);
  return (
    <>
      {targets.map((t) => {
        const figure = figureIn(result, t, day);
        return (
          <td key={t.id} class="number">
            {figure?.already ? <span class="muted">already so</span> : percent(figure?.p ?? null)}
          </td>
        );
      })}
    </>
  );
}
