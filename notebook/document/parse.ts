// Text ↔ document. Enters: text or JSON from anywhere. Leaves: a NotebookDocument, or Problems that say in words where it is wrong; and the other way round, one canonical text per document.
import type { z } from 'zod';
import { type Path, type Problem, problem } from '../../engine/index.ts';
import { sorted } from './document.ts';
import { jsonOf } from './json.ts';
import { type JsonObject, type Migration, migrated, migrations } from './migrations.ts';
import { documentSchema, limits, type NotebookDocument } from './schema.ts';

/** `document` is null exactly when one of the problems is an error. */
export interface Parsed {
  readonly document: NotebookDocument | null;
  readonly problems: readonly Problem[];
}

const shownProblems = 12;

/** Never throws. `own`: written by this browser, so however large. */
export function parseDocument(text: string, { own = false }: { readonly own?: boolean } = {}): Parsed {
  const json = jsonOf(text, own ? Infinity : limits.bytes);
  return json.problems.length > 0
    ? { document: null, problems: json.problems }
    : parseDocumentValue(json.value, { own });
}

/** The same from JSON that `jsonOf` let through. */
export function parseDocumentValue(
  value: unknown,
  { own = false, list = migrations }: { readonly own?: boolean; readonly list?: readonly Migration[] } = {},
): Parsed {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return failed([
      problem('no-document', 'this is no notebook document', { repair: 'open a file that was saved with “Save file”' }),
    ]);
  const upToDate = migrated(value as JsonObject, list);
  if (upToDate.value === null) return failed([upToDate.problem]);
  const shape = documentSchema.safeParse(upToDate.value);
  if (!shape.success) {
    const problems = shape.error.issues.flatMap((issue) => problemsOf(issue, upToDate.value));
    // The caps are there against strangers: what somebody wrote here has to open again.
    if (own && shape.error.issues.every((issue) => issue.code === 'too_big'))
      return {
        document: upToDate.value as unknown as NotebookDocument,
        problems: problems.map((p) => ({
          ...p,
          severity: 'warning',
          repair: 'shorten it, or no file or link of it opens',
        })),
      };
    return failed(problems);
  }
  const twice = [...repeated(shape.data.variants, 'variants'), ...repeated(shape.data.cells, 'cells')];
  return twice.length > 0 ? failed(twice) : { document: shape.data, problems: [] };
}

/** Canonical text: keys in the order of the schema, keys of records sorted, two spaces, a line end. */
export function documentText(document: NotebookDocument): string {
  const shape = documentSchema.safeParse(document);
  // What breaks the schema is written all the same: losing it would be worse.
  const ordered: NotebookDocument = shape.success ? shape.data : document;
  const { seen } = ordered;
  const canonical: NotebookDocument = {
    ...ordered,
    variants: ordered.variants.map(({ changes, notes, ...v }) => ({
      ...v,
      changes: {
        initial: sorted(changes.initial),
        parameters: sorted(changes.parameters),
        switches: sorted(changes.switches),
        stances: sorted(changes.stances),
        disable: changes.disable,
      },
      notes: sorted(notes),
    })),
    ...(seen === undefined ? {} : { seen: { ...seen, figures: sorted(seen.figures) } }),
  };
  return `${JSON.stringify(canonical, null, 2)}\n`;
}

function failed(problems: readonly Problem[]): Parsed {
  if (problems.length <= shownProblems) return { document: null, problems };
  const rest = problems.length - shownProblems;
  return {
    document: null,
    problems: [
      ...problems.slice(0, shownProblems),
      problem('more', `and ${rest} more of such mistakes`, { repair: 'mend the ones above first' }),
    ],
  };
}

function repeated(list: readonly { readonly id: string }[], key: string): Problem[] {
  const known = new Set<string>();
  return list.flatMap(({ id }, i) => {
    if (!known.has(id)) {
      known.add(id);
      return [];
    }
    return [
      problem('repeated-id', `two of the ${key} have the id \`${id}\``, {
        path: [key, i, 'id'],
        repair: 'give one of them another id',
      }),
    ];
  });
}

function problemsOf(issue: z.core.$ZodIssue, data: unknown): Problem[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  const where = placeInWords(path, data);
  const at = where === '' ? 'the document' : where;
  const say = (code: string, message: string, repair: string): Problem => problem(code, message, { path, repair });
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        say(
          'unknown-key',
          `${at} has a \`${key.slice(0, 60)}\`, which documents of this version do not have`,
          'take it out, or reload the page to get its newest version',
        ),
      );
    case 'invalid_key':
      return [
        say(
          'wrong-name',
          `${at}: not a name (${issue.issues[0]?.message ?? 'unknown reason'})`,
          'rename it where the document was made',
        ),
      ];
    case 'invalid_type':
      return [
        valueAt(data, path) === undefined
          ? say('missing-key', `${at} is missing`, `add it (${kindOf(issue.expected)})`)
          : say('wrong-type', `${at} should be ${kindOf(issue.expected)}`, `write ${kindOf(issue.expected)} there`),
      ];
    case 'invalid_value':
      return [
        say(
          'wrong-value',
          `${at} has a value that is not allowed`,
          `use ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`,
        ),
      ];
    case 'invalid_union':
      return [
        say(
          'wrong-kind',
          `${at} is of no kind that this version knows`,
          'reload the page to get its newest version, or take the cell out',
        ),
      ];
    case 'too_big':
      return [say('too-much', `${at} is too long or too large (at most ${issue.maximum})`, 'shorten it')];
    case 'too_small':
      return [say('too-little', `${at} is too short or too small (at least ${issue.minimum})`, 'add to it')];
    default:
      return [say('wrong-value', `${at}: ${issue.message}`, 'change the value')];
  }
}

const kinds: Readonly<Record<string, string>> = {
  record: 'keys and values',
  object: 'keys and values',
  array: 'a list',
  int: 'a whole number',
  number: 'a finite number',
  string: 'a text',
  boolean: 'true or false',
};
const kindOf = (type: string): string => (Object.hasOwn(kinds, type) ? kinds[type]! : `a ${type}`);

const listed: Readonly<Record<string, string>> = { variants: 'variant', cells: 'cell', unapplied: 'change set aside' };

/** ["variants", 2, "changes", "parameters", "cost"] → "variant 3 “Hawkish”, changes, parameters, cost". */
function placeInWords(path: Path, data: unknown): string {
  const words: string[] = [];
  path.forEach((step, i) => {
    const list = path[i - 1];
    if (typeof step !== 'number') {
      // The list's own name goes into the words for its entry.
      if (!(Object.hasOwn(listed, step) && typeof path[i + 1] === 'number')) words.push(step.slice(0, 60));
      return;
    }
    const noun = typeof list === 'string' && Object.hasOwn(listed, list) ? listed[list]! : 'entry';
    const label = valueAt(data, [...path.slice(0, i + 1), 'label']);
    words.push(`${noun} ${step + 1}${typeof label === 'string' ? ` “${label.slice(0, 60)}”` : ''}`);
  });
  return words.join(', ');
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path)
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string | number, unknown>)[step]
        : undefined;
  return value;
}
