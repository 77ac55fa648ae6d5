// Document ↔ share link. A link holds what differs from the scenario as it ships: JSON, deflated (RFC 1951), base64url (RFC 4648), in the fragment of the address, so that no server ever sees it.
import { type Problem, problem } from '../../engine/index.ts';
import { jsonOf } from './json.ts';
import { applyHunks, type Hunk, hunksOf } from './lines.ts';
import type { JsonObject } from './migrations.ts';
import { brokenLink, copyAgain, packed, unpacked } from './packed.ts';
import { type Parsed, parseDocumentValue } from './parse.ts';
import { type DocumentVariant, limits, type NotebookDocument } from './schema.ts';

export type LinkMode = 'workbench' | 'reading';

export interface Link {
  /** From `#` on. */
  readonly hash: string;
  /** Longer than many programs keep a link whole: offer the file. */
  readonly tooLong: boolean;
}

/** Mail programs, chats and slides begin to cut links at about this many characters. */
export const longestLink = 8_000;

/** A document from elsewhere, not yet held against the scenario as it is now (`fitted` does that). */
export interface Incoming extends Parsed {
  readonly from: 'link' | 'file' | 'draft';
  /** `whole`: the scenario's own variants come with their changes. `named`: only their names. `as shipped`: not even those. */
  readonly fileVariants: 'whole' | 'named' | 'as shipped';
}

/** The text of a shipped scenario; null when there is none of that key. */
export type ShippedText = (key: string) => Promise<string | null>;

type Opening = Pick<NotebookDocument, 'variants'>;

/** `opening`: the document that the scenario, with its text as edited, opens with. */
export async function linkOf(
  document: NotebookDocument,
  opening: Opening,
  options: { readonly mode: LinkMode; readonly shippedText: ShippedText },
): Promise<Link> {
  const content = await contentOf(document, opening, options.shippedText);
  const text = await packed(JSON.stringify(content));
  const hash = `#n1=${text}${options.mode === 'reading' ? '&view=reading' : ''}`;
  return { hash, tooLong: hash.length > longestLink };
}

/** Takes anything that holds a link: an address, its fragment, a line of a text file. Never throws. */
export async function openLink(text: string, shippedText: ShippedText): Promise<Incoming> {
  const [, version, body] = /[#&]n(\d{1,6})=([A-Za-z0-9_-]*)/.exec(text) ?? [];
  if (body === undefined)
    return refused(problem('no-link', 'there is no document in this link', { repair: 'copy the whole link' }));
  if (version !== '1')
    return refused(
      problem('newer-format', 'this link was made by a newer version of this page', {
        repair: 'reload the page to get its newest version; the link is left as it is',
      }),
    );
  const unpackedText = await unpacked(body, limits.bytes);
  if (unpackedText.value === null) return refused(...unpackedText.problems);
  const json = jsonOf(unpackedText.value, limits.bytes);
  if (json.problems.length > 0) return refused(...json.problems.map((p) => ({ ...p, repair: copyAgain })));
  if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value)) return refused(brokenLink());
  return expanded(json.value as JsonObject, shippedText);
}

function refused(...problems: readonly Problem[]): Incoming {
  return { document: null, problems, from: 'link', fileVariants: 'named' };
}

// What is left out: the id (who opens a link works on a copy), what is empty, and what the scenario's file says itself.

async function contentOf(document: NotebookDocument, opening: Opening, shippedText: ShippedText): Promise<JsonObject> {
  const { format, title, author, scenario, variants, selected, outcome, day, view, cells, seen, unapplied } = document;
  const shipped = opening.variants.map((v) => v.id);
  const brief = variants.map((v) => (v.origin === 'file' && shipped.includes(v.id) ? ofFile(v) : compact(v)));
  const asShipped = JSON.stringify(brief) === JSON.stringify(shipped);
  return {
    format,
    engine: scenario.engine,
    inputs: scenario.inputs,
    ...(scenario.shipped === null ? {} : { scenario: scenario.shipped }),
    ...(await textOf(scenario, shippedText)),
    ...(title === '' ? {} : { title }),
    ...(author === '' ? {} : { author }),
    ...(asShipped ? {} : { variants: brief }),
    selected,
    outcome,
    day,
    view,
    ...(cells.length === 0 ? {} : { cells }),
    ...(seen === undefined ? {} : { seen }),
    ...(unapplied === undefined || unapplied.length === 0 ? {} : { unapplied }),
  };
}

async function textOf(scenario: NotebookDocument['scenario'], shippedText: ShippedText): Promise<JsonObject> {
  if (scenario.text === null) return {};
  const shipped = scenario.shipped === null ? null : await shippedText(scenario.shipped);
  const edits = shipped === null ? null : hunksOf(shipped, scenario.text);
  return edits !== null && JSON.stringify(edits).length < scenario.text.length ? { edits } : { text: scenario.text };
}

/** Of the scenario's own variants the name is enough, and what the reader noted. */
function ofFile({ id, label, origin, notes }: DocumentVariant): JsonObject | string {
  return Object.keys(notes).length === 0 ? id : { id, label, origin, notes };
}

function compact({ id, label, origin, changes, notes }: DocumentVariant): JsonObject {
  const filled = Object.entries(changes).filter(([, group]) => Object.keys(group).length > 0);
  return {
    id,
    label,
    ...(origin === 'own' ? {} : { origin }),
    ...(filled.length === 0 ? {} : { changes: Object.fromEntries(filled) }),
    ...(Object.keys(notes).length === 0 ? {} : { notes }),
  };
}

async function expanded(content: JsonObject, shippedText: ShippedText): Promise<Incoming> {
  const { scenario: shipped = null, engine, inputs, text, edits, variants, ...rest } = content;
  const edited = await editedText(shipped, text, edits, shippedText);
  const parsed = parseDocumentValue({
    title: '',
    author: '',
    cells: [],
    ...rest,
    id: 'link',
    scenario: { shipped, text: edited.text, inputs, engine },
    variants: Array.isArray(variants) ? variants.map(whole) : [whole('base')],
  });
  return {
    document: parsed.document,
    problems: [...parsed.problems, ...edited.problems],
    from: 'link',
    fileVariants: Array.isArray(variants) ? 'named' : 'as shipped',
  };
}

/** A name alone stands for the scenario's own variant. */
function whole(variant: unknown): unknown {
  if (typeof variant === 'string') return whole({ id: variant, label: variant, origin: 'file' });
  if (typeof variant !== 'object' || variant === null || Array.isArray(variant)) return variant;
  const { changes, ...given } = variant as JsonObject;
  const groups = typeof changes === 'object' && changes !== null ? changes : {};
  return {
    origin: 'own',
    notes: {},
    ...given,
    changes: { initial: {}, parameters: {}, switches: {}, stances: {}, disable: [], ...groups },
  };
}

async function editedText(
  shipped: unknown,
  text: unknown,
  edits: unknown,
  shippedText: ShippedText,
): Promise<{ text: unknown; problems: readonly Problem[] }> {
  if (edits === undefined) return { text: text ?? null, problems: [] };
  const now = typeof shipped === 'string' ? await shippedText(shipped) : null;
  if (now === null || !isHunks(edits))
    return {
      text: null,
      problems: [
        problem('lost-edits', 'the link holds edits of a scenario that this version does not ship', {
          severity: 'warning',
          repair: 'ask for the file: it holds the scenario’s whole text',
        }),
      ],
    };
  const { text: edited, failed } = applyHunks(now, edits);
  return {
    text: edited,
    problems: failed.map(([, , added]) =>
      problem('lost-edits', `an edit of the scenario’s text found no place in it any more:\n${excerpt(added)}`, {
        severity: 'warning',
        repair: 'put it in by hand, or ask for the file: it holds the scenario’s whole text',
      }),
    ),
  };
}

function excerpt(lines: readonly string[]): string {
  const shown = lines.slice(0, 8).join('\n').slice(0, 600);
  return shown.length < lines.join('\n').length ? `${shown}…` : shown;
}

function isHunks(value: unknown): value is readonly Hunk[] {
  const isLines = (lines: unknown): boolean => Array.isArray(lines) && lines.every((l) => typeof l === 'string');
  return (
    Array.isArray(value) &&
    value.length <= 1_000 &&
    value.every((h) => Array.isArray(h) && Number.isSafeInteger(h[0]) && isLines(h[1]) && isLines(h[2]))
  );
}
