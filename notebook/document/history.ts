// The document as a plain value with a history. Enters: a document and an action. Leaves: the next document. Pure, so that undo restores exactly what was.

import { insertedAfter, sorted, variantOf } from './document.ts';
import type { Cell, Changes, DocumentVariant, Look, Note, NotebookDocument } from './schema.ts';

export interface History {
  readonly past: readonly NotebookDocument[];
  readonly present: NotebookDocument;
  readonly future: readonly NotebookDocument[];
  /** Actions of one gesture (one drag, one burst of looking around) make one step of undo. */
  readonly gesture: string | null;
}

export type InputKind = 'parameters' | 'stances' | 'switches';

export type Action =
  | {
      readonly type: 'set';
      readonly kind: InputKind;
      readonly id: string;
      readonly value: number | boolean;
      readonly fallback: number | boolean;
      readonly gesture: string;
      /** ISO time of the change; left out: no note is kept. */
      readonly when?: string;
    }
  | {
      readonly type: 'start';
      readonly region: string;
      readonly state: string;
      readonly fallback: string;
      readonly when?: string;
    }
  | { readonly type: 'disable'; readonly move: string; readonly on: boolean; readonly when?: string }
  | {
      readonly type: 'note';
      readonly variant: string;
      readonly input: string;
      readonly why: string;
      readonly who?: string;
    }
  | { readonly type: 'create' }
  | { readonly type: 'rename'; readonly id: string; readonly label: string }
  | { readonly type: 'remove'; readonly id: string }
  | { readonly type: 'select'; readonly id: string }
  | { readonly type: 'look'; readonly outcome?: string; readonly day?: number; readonly view?: Look }
  | { readonly type: 'title'; readonly title: string }
  | { readonly type: 'author'; readonly author: string }
  /** Variants from elsewhere (a colleague's file), labels made unique. */
  | { readonly type: 'adopt'; readonly variants: readonly DocumentVariant[] }
  /** `after` null: at the top. */
  | { readonly type: 'add-cell'; readonly cell: Cell; readonly after: string | null }
  /** The whole cell in its new state; same id. Calls with the same gesture make one step of undo. */
  | { readonly type: 'set-cell'; readonly cell: Cell; readonly gesture?: string }
  | { readonly type: 'move-cell'; readonly id: string; readonly by: -1 | 1 }
  | { readonly type: 'duplicate-cell'; readonly id: string }
  | { readonly type: 'remove-cell'; readonly id: string }
  /** The scenario's text as edited; null: as shipped. `variants`: what the new text ships, laid under the reader's own. */
  | {
      readonly type: 'scenario';
      readonly text: string | null;
      readonly variants: readonly DocumentVariant[];
      readonly gesture?: string;
    }
  | { readonly type: 'solved'; readonly inputs: string; readonly engine: string }
  /** Another document in place of this one; one step of undo. */
  | { readonly type: 'replace'; readonly document: NotebookDocument }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' };

const historyLimit = 300;
/** As in schema.ts: what grows beyond could not be opened again. */
const mostVariants = 400;
const mostCells = 300;

export function historyOf(document: NotebookDocument): History {
  return { past: [], present: document, future: [], gesture: null };
}

/** The next history; the same object when the action changes nothing. */
export function reduce(history: History, action: Action): History {
  if (action.type === 'undo') {
    const previous = history.past.at(-1);
    if (previous === undefined) return history;
    return {
      past: history.past.slice(0, -1),
      present: previous,
      future: [history.present, ...history.future],
      gesture: null,
    };
  }
  if (action.type === 'redo') {
    const [next, ...later] = history.future;
    if (next === undefined) return history;
    return { past: [...history.past, history.present], present: next, future: later, gesture: null };
  }
  const next = step(history.present, action);
  if (next === history.present) return history;
  // What the engine reports is no step of the reader's.
  if (action.type === 'solved') return { ...history, present: next };
  const gesture = gestureOf(action);
  const goesOn = gesture !== null && gesture === history.gesture;
  return {
    past: goesOn ? history.past : [...history.past, history.present].slice(-historyLimit),
    present: next,
    future: [],
    gesture,
  };
}

function gestureOf(action: Action): string | null {
  switch (action.type) {
    case 'set':
      return action.gesture;
    case 'look':
    case 'select':
      return 'looking';
    case 'note':
      return `note ${action.variant} ${action.input}`;
    case 'title':
    case 'author':
      return action.type;
    case 'set-cell':
      return action.gesture ?? null;
    case 'scenario':
      return action.gesture ?? null;
    default:
      return null;
  }
}

function step(document: NotebookDocument, action: Exclude<Action, { type: 'undo' | 'redo' }>): NotebookDocument {
  switch (action.type) {
    case 'set':
      return setInput(document, action);
    case 'create': {
      if (document.variants.length >= mostVariants) return document;
      const from = variantOf(document, document.selected);
      const made: DocumentVariant = {
        ...from,
        id: freshId(document),
        label: freshLabel(document, `${from.label}, copy`),
        origin: 'own',
      };
      return { ...document, variants: insertedAfter(document.variants, from.id, made), selected: made.id };
    }
    case 'rename': {
      const label = action.label.trim();
      const variant = variantOf(document, action.id);
      if (label === '' || label === variant.label || action.id === 'base') return document;
      return replaced(document, { ...variant, label });
    }
    case 'remove': {
      const place = document.variants.findIndex((v) => v.id === action.id);
      if (place < 0 || action.id === 'base' || document.variants.length < 2) return document;
      const variants = document.variants.filter((v) => v.id !== action.id);
      const selected = document.selected === action.id ? variants[Math.max(0, place - 1)]!.id : document.selected;
      return { ...document, variants, selected };
    }
    case 'select':
      return action.id === document.selected || !document.variants.some((v) => v.id === action.id)
        ? document
        : { ...document, selected: action.id };
    case 'look': {
      const { outcome = document.outcome, day = document.day, view = document.view } = action;
      if (outcome === document.outcome && day === document.day && view === document.view) return document;
      return { ...document, outcome, day, view };
    }
    case 'start':
      return changed(document, `initial.${action.region}`, action.when, (c) => ({
        ...c,
        initial: withEntry(c.initial, action.region, action.state, action.fallback),
      }));
    case 'disable':
      return changed(document, `disable.${action.move}`, action.when, (c) => ({
        ...c,
        disable: action.on
          ? [...new Set([...c.disable, action.move])].sort()
          : c.disable.filter((move) => move !== action.move),
      }));
    case 'note': {
      const variant = document.variants.find((v) => v.id === action.variant);
      const note = variant?.notes[action.input];
      if (variant === undefined) return document;
      const next: Note = {
        who: action.who ?? note?.who ?? document.author,
        when: note?.when ?? '',
        why: action.why,
      };
      if (note !== undefined && note.why === next.why && note.who === next.who) return document;
      return replaced(document, { ...variant, notes: sorted({ ...variant.notes, [action.input]: next }) });
    }
    case 'title':
      return action.title === document.title ? document : { ...document, title: action.title };
    case 'author':
      return action.author === document.author ? document : { ...document, author: action.author };
    case 'adopt':
      return adopted(document, action.variants);
    case 'add-cell': {
      if (document.cells.length >= mostCells) return document;
      const place = document.cells.findIndex((c) => c.id === action.after) + 1;
      const cell = { ...action.cell, id: freshCellId(document) };
      return { ...document, cells: [...document.cells.slice(0, place), cell, ...document.cells.slice(place)] };
    }
    case 'set-cell':
      return {
        ...document,
        cells: document.cells.map((c) => (c.id === action.cell.id ? action.cell : c)),
      };
    case 'move-cell': {
      const from = document.cells.findIndex((c) => c.id === action.id);
      const to = from + action.by;
      if (from < 0 || to < 0 || to >= document.cells.length) return document;
      const cells = [...document.cells];
      [cells[from], cells[to]] = [cells[to]!, cells[from]!];
      return { ...document, cells };
    }
    case 'duplicate-cell': {
      const place = document.cells.findIndex((c) => c.id === action.id);
      if (place < 0 || document.cells.length >= mostCells) return document;
      const original = document.cells[place]!;
      // Two cells cannot give the same name.
      const name = 'name' in original && original.name !== '' ? { name: freshName(document, original.name) } : {};
      const copy = { ...original, ...name, id: freshCellId(document) } as Cell;
      return { ...document, cells: [...document.cells.slice(0, place + 1), copy, ...document.cells.slice(place + 1)] };
    }
    case 'remove-cell': {
      const cells = document.cells.filter((c) => c.id !== action.id);
      return cells.length === document.cells.length ? document : { ...document, cells };
    }
    case 'scenario': {
      const own = document.variants.filter((v) => v.origin === 'own');
      const taken = new Set(own.map((v) => v.id));
      const variants = [...action.variants.filter((v) => !taken.has(v.id)), ...own];
      const selected = variants.some((v) => v.id === document.selected) ? document.selected : variants[0]!.id;
      return { ...document, scenario: { ...document.scenario, text: action.text }, variants, selected };
    }
    case 'solved': {
      const { inputs, engine } = document.scenario;
      return inputs === action.inputs && engine === action.engine
        ? document
        : { ...document, scenario: { ...document.scenario, inputs: action.inputs, engine: action.engine } };
    }
    case 'replace':
      return action.document;
  }
}

function setInput(document: NotebookDocument, action: Extract<Action, { type: 'set' }>): NotebookDocument {
  const current = variantOf(document, document.selected).changes[action.kind][action.id] ?? action.fallback;
  if (current === action.value) return document;
  return changed(document, action.id, action.when, (changes) => ({
    ...changes,
    [action.kind]: withEntry<number | boolean>(changes[action.kind], action.id, action.value, action.fallback),
  }));
}

/** The selected variant with other changes, or a copy of it when the file ships it; and a note of who changed what. */
function changed(
  document: NotebookDocument,
  input: string,
  when: string | undefined,
  change: (changes: Changes) => Changes,
): NotebookDocument {
  const selected = variantOf(document, document.selected);
  const changes = change(selected.changes);
  const { [input]: before, ...others } = selected.notes;
  // What is back at the file's value needs no reason.
  const stands = isChanged(changes, input);
  const notes =
    when === undefined || !stands
      ? others
      : sorted({ ...others, [input]: { who: document.author, when, why: before?.why ?? '' } });
  if (selected.origin === 'own') return replaced(document, { ...selected, changes, notes });
  if (document.variants.length >= mostVariants) return document;
  const made: DocumentVariant = {
    id: freshId(document),
    label: freshLabel(document, `${selected.label}, changed`),
    origin: 'own',
    changes,
    notes,
  };
  return { ...document, variants: insertedAfter(document.variants, selected.id, made), selected: made.id };
}

function adopted(document: NotebookDocument, others: readonly DocumentVariant[]): NotebookDocument {
  let grown = document;
  for (const v of others.slice(0, mostVariants - document.variants.length)) {
    const made: DocumentVariant = { ...v, id: freshId(grown), label: freshLabel(grown, v.label), origin: 'own' };
    grown = { ...grown, variants: grown.variants.concat(made) };
  }
  return grown;
}

function isChanged(changes: Changes, input: string): boolean {
  if (input.startsWith('initial.')) return Object.hasOwn(changes.initial, input.slice('initial.'.length));
  if (input.startsWith('disable.')) return changes.disable.includes(input.slice('disable.'.length));
  return [changes.parameters, changes.switches, changes.stances].some((group) => Object.hasOwn(group, input));
}

/** Values equal to the file's are never kept. */
function withEntry<T>(record: Readonly<Record<string, T>>, id: string, value: T, fallback: T): Record<string, T> {
  const { [id]: _, ...rest } = record;
  return value === fallback ? rest : sorted({ ...rest, [id]: value });
}

function replaced(document: NotebookDocument, variant: DocumentVariant): NotebookDocument {
  return { ...document, variants: document.variants.map((v) => (v.id === variant.id ? variant : v)) };
}

function freshId(document: NotebookDocument): string {
  for (let n = 1; ; n++) if (!document.variants.some((v) => v.id === `own-${n}`)) return `own-${n}`;
}

function freshLabel(document: NotebookDocument, wanted: string): string {
  for (let n = 1; ; n++) {
    const label = n === 1 ? wanted : `${wanted} ${n}`;
    if (!document.variants.some((v) => v.label === label)) return label;
  }
}

function freshCellId(document: NotebookDocument): string {
  for (let n = 1; ; n++) if (!document.cells.some((c) => c.id === `cell-${n}`)) return `cell-${n}`;
}

function freshName(document: NotebookDocument, wanted: string): string {
  for (let n = 2; ; n++) {
    const name = `${wanted}_${n}`;
    if (!document.cells.some((c) => 'name' in c && c.name === name)) return name;
  }
}
