// A value → a few lines of text, for values that are no drawing. Bounded: a stranger's list may be long, deep or circular.

const most = { entries: 20, depth: 3, characters: 2000 } as const;

/** As a person would write it: `0.4`, `"deal"`, `[1, 2, …]`, `{p: 0.4}`. At most 2,000 characters. */
export function textOf(value: unknown): string {
  const text = written(value, most.depth);
  return text.length > most.characters ? `${text.slice(0, most.characters)}…` : text;
}

function written(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value);
    case 'number':
      return Object.is(value, -0) ? '0' : String(value);
    case 'bigint':
      return `${value}n`;
    case 'function':
      return 'a function';
    case 'object':
      break;
    default:
      return String(value);
  }
  if (value === null) return 'null';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no valid date' : value.toISOString();
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  const list = Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Set;
  const entries: [string, unknown][] =
    value instanceof Map ? [...value].map(([k, v]) => [String(k), v]) : list ? [] : Object.entries(value);
  const items = list ? [...(value as Iterable<unknown>)] : entries;
  if (depth === 0) return list ? `a list of ${items.length}` : 'a record';
  const shown = list
    ? items.slice(0, most.entries).map((item) => written(item, depth - 1))
    : entries.slice(0, most.entries).map(([key, item]) => `${key}: ${written(item, depth - 1)}`);
  if (items.length > most.entries) shown.push(`… ${items.length - most.entries} more`);
  return list ? `[${shown.join(', ')}]` : `{${shown.join(', ')}}`;
}

export interface TableOf {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly more: number;
}

/** A list of records as a table of text, or null when it is none. */
export function tableOf(value: unknown): TableOf | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const records = value.slice(0, most.entries);
  if (!records.every((r) => typeof r === 'object' && r !== null && !Array.isArray(r))) return null;
  const columns = [...new Set(records.flatMap((r) => Object.keys(r)))].slice(0, 12);
  const cell = (x: unknown): string => {
    if (typeof x === 'string') return x.slice(0, 200);
    if (typeof x === 'number' && Number.isFinite(x)) return String(Number(x.toPrecision(6)));
    return x === undefined ? '' : written(x, 1);
  };
  return {
    columns,
    rows: records.map((r) => columns.map((c) => cell((r as Record<string, unknown>)[c]))),
    more: value.length - records.length,
  };
}
