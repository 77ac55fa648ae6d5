// A table → CSV as RFC 4180 has it: commas, CRLF, quotes doubled, the first line holds the names. UTF-8 without a byte order mark.

export interface Column {
  readonly name: string;
  /** Text may come from strangers and is guarded; numbers are written as JavaScript prints them. */
  readonly kind: 'text' | 'number';
}

export interface Table {
  readonly columns: readonly Column[];
  /** null: an empty cell. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export const text = (name: string): Column => ({ name, kind: 'text' });
export const number = (name: string): Column => ({ name, kind: 'number' });

export function csvOf(table: Table): string {
  const lines = [
    table.columns.map((c) => quoted(guarded(c.name))),
    ...table.rows.map((row) =>
      table.columns.map((c, i) => {
        const value = row[i] ?? null;
        if (value === null || (c.kind === 'number' && !Number.isFinite(Number(value)))) return '';
        return c.kind === 'number' ? String(Number(value)) : quoted(guarded(String(value)));
      }),
    ),
  ];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

/** A spreadsheet takes a cell that begins with one of these for a formula; an apostrophe in front makes it text (OWASP, "CSV injection"). */
function guarded(value: string): string {
  return /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value;
}

function quoted(value: string): string {
  return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
