// A column's header that sorts by it.
import type { Sort } from './variants-order.ts';

interface Properties {
  readonly column: string;
  readonly label: string;
  readonly title?: string | undefined;
  readonly number?: boolean;
  readonly sort: Sort | null;
  readonly onSort: (column: string) => void;
}

export function SortHead({ column, label, title, number = false, sort, onSort }: Properties) {
  const direction = sort?.column === column ? sort.direction : 'none';
  return (
    <th scope="col" class={number ? 'number' : ''} title={title} aria-sort={direction}>
      <button type="button" class="sort" onClick={() => onSort(column)}>
        {label}
        {direction !== 'none' && (
          <svg viewBox="0 0 10 10" width="9" height="9" aria-hidden="true">
            <path d={direction === 'ascending' ? 'M5 1l4 8h-8z' : 'M5 9l4-8h-8z'} fill="currentColor" />
          </svg>
        )}
      </button>
    </th>
  );
}
