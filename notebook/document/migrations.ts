// Older documents brought up to date, one format at a time. Enters: parsed JSON of any format that was ever written. Leaves: JSON of the present format, or the Problem of one that this version does not know.
import { type Problem, problem } from '../../engine/index.ts';

export type JsonObject = { readonly [key: string]: unknown };

export interface Migration {
  readonly from: string;
  readonly to: string;
  /** May trust nothing but that `format` says `from`; a throw means that the file is damaged. */
  readonly migrate: (old: JsonObject) => JsonObject;
}

export const presentFormat = 'standoff-notebook/1';

/** In the order in which the formats came. `standoff-notebook/1` is the first, so there is nothing before it. */
export const migrations: readonly Migration[] = [];

export type Migrated =
  | { readonly value: JsonObject; readonly problem: null }
  | { readonly value: null; readonly problem: Problem };

/** Goes through the list once, in order, taking each step whose `from` the document has reached. */
export function migrated(
  raw: JsonObject,
  list: readonly Migration[] = migrations,
  present: string = presentFormat,
): Migrated {
  let value = raw;
  for (const { from, to, migrate } of list) {
    if (value.format !== from) continue;
    try {
      value = { ...migrate(value), format: to };
    } catch {
      return refused(
        'damaged',
        `this document says \`${from}\` but is not built like one`,
        'open the copy that it was made from; this one is left as it is',
      );
    }
  }
  return value.format === present ? { value, problem: null } : unknownFormat(raw.format, present);
}

function unknownFormat(format: unknown, present: string): Migrated {
  const shown = typeof format === 'string' ? `\`${format.slice(0, 60)}\`` : null;
  if (shown === null)
    return refused(
      'no-document',
      'this is no notebook document: it does not say its `format`',
      'open a file that was saved with “Save file”',
    );
  const [family, number] = present.split('/') as [string, string];
  const written = new RegExp(`^${family}/(\\d{1,6})$`).exec(format as string)?.[1];
  if (written !== undefined && Number(written) > Number(number))
    return refused(
      'newer-format',
      `this document was written by a newer version of this page (${shown}; this one reads up to \`${present}\`)`,
      'reload the page to get its newest version, or open the document where it was made; it is left as it is',
    );
  return refused(
    'unknown-format',
    `${shown} is no format of notebook documents that this version knows`,
    'open a file that was saved with “Save file”; this one is left as it is',
  );
}

function refused(code: string, message: string, repair: string): Migrated {
  return { value: null, problem: problem(code, message, { repair }) };
}
