// The order of the variants table: by any column, base first. Pure.

export interface Sort {
  /** `name`, `changes`, or the id of a column of numbers. */
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

export interface Sortable {
  readonly id: string;
  readonly label: string;
  readonly changes: number;
  /** Column → value; null: not known, or already so. Those come last. */
  readonly values: ReadonlyMap<string, number | null>;
}

/** A press on a column: first its natural direction (names up, numbers down), then the other, then the document's order again. */
export function nextSort(now: Sort | null, column: string): Sort | null {
  const first = column === 'name' ? 'ascending' : 'descending';
  if (now?.column !== column) return { column, direction: first };
  if (now.direction === first) return { column, direction: first === 'ascending' ? 'descending' : 'ascending' };
  return null;
}

/** Ids in order. The first row (base) stays first; ties keep the document's order. */
export function orderOf(rows: readonly Sortable[], sort: Sort | null): readonly string[] {
  const [base, ...others] = rows;
  if (base === undefined) return [];
  if (sort === null) return rows.map((r) => r.id);
  const sign = sort.direction === 'ascending' ? 1 : -1;
  const valueIn = (r: Sortable): number | null =>
    sort.column === 'changes' ? r.changes : (r.values.get(sort.column) ?? null);
  const compare = (a: Sortable, b: Sortable): number => {
    if (sort.column === 'name') return sign * a.label.localeCompare(b.label, 'en', { numeric: true });
    const [x, y] = [valueIn(a), valueIn(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x - y);
  };
  return [base, ...others.sort(compare)].map((r) => r.id);
}
