// Counts of records by two properties, with bars for the totals.
import { Scroll } from '../cells/scroll.tsx';
import type { Cross } from './feeds.ts';

interface Properties {
  readonly caption: string;
  readonly first: string;
  readonly cross: Cross;
}

export function CrossTable({ caption, first, cross }: Properties) {
  const most = Math.max(1, ...cross.rows.map(cross.totalOf));
  return (
    <Scroll name={caption}>
      <table class="cross">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {cross.columns.map((c) => (
              <th key={c} scope="col" class="number">
                {c}
              </th>
            ))}
            <th scope="col" class="number">
              Together
            </th>
          </tr>
        </thead>
        <tbody>
          {cross.rows.map((row) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              {cross.columns.map((c) => (
                <td key={c} class="number">
                  {cross.at(row, c)}
                </td>
              ))}
              <td class="number together" style={{ '--p': cross.totalOf(row) / most }}>
                <b>{cross.totalOf(row)}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
