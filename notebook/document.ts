// The notebook's document as a plain value with a history. Enters: a document and an action. Leaves: the next document. Pure, so that undo restores exactly what was.
import type { ScenarioView, VariantView } from '../engine/index.ts';

/** What a variant changes against the scenario file. Values equal to the file's are never kept. */
export interface Changes {
  readonly initial: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, number>>;
  readonly switches: Readonly<Record<string, boolean>>;
  readonly stances: Readonly<Record<string, number>>;
  readonly disable: readonly string[];
}

export interface DocumentVariant {
  readonly id: string;
  readonly label: string;
  /** `file`: as the scenario ships it, protected (a change makes a copy). `own`: the reader's. */
  readonly origin: 'file' | 'own';
  readonly changes: Changes;
}

export const looks = ['paths', 'time', 'day', 'difference'] as const;
export type Look = (typeof looks)[number];

export interface NotebookDocument {
  readonly format: 'standoff-notebook/1';
  readonly scenario: string;
  readonly variants: readonly DocumentVariant[];
  readonly selected: string;
  /** The outcome in focus: an outcome id, or `race.cause`. */
  readonly outcome: string;
  /** The day in focus, one of the scenario's reported days. */
  readonly day: number;
  readonly view: Look;
}

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
    }
  | { readonly type: 'create' }
  | { readonly type: 'rename'; readonly id: string; readonly label: string }
  | { readonly type: 'remove'; readonly id: string }
  | { readonly type: 'select'; readonly id: string }
  | { readonly type: 'look'; readonly outcome?: string; readonly day?: number; readonly view?: Look }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' };

const historyLimit = 300;
const noChanges: Changes = { initial: {}, parameters: {}, switches: {}, stances: {}, disable: [] };

/** The document a scenario opens with: its own variants, the first one selected. */
export function documentOf(view: ScenarioView, outcome: string): NotebookDocument {
  return {
    format: 'standoff-notebook/1',
    scenario: view.id,
    variants: view.variants.map((v) => ({
      id: v.id,
      label: v.id === 'base' ? 'Base' : (v.label ?? v.id),
      origin: 'file',
      changes: changesOf(v),
    })),
    selected: view.variants[0]?.id ?? 'base',
    outcome,
    day: view.days.at(-1) ?? view.horizon,
    view: 'paths',
  };
}

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
  const gesture =
    action.type === 'set' ? action.gesture : action.type === 'look' || action.type === 'select' ? 'looking' : null;
  const goesOn = gesture !== null && gesture === history.gesture;
  return {
    past: goesOn ? history.past : [...history.past, history.present].slice(-historyLimit),
    present: next,
    future: [],
    gesture,
  };
}

function step(document: NotebookDocument, action: Exclude<Action, { type: 'undo' | 'redo' }>): NotebookDocument {
  switch (action.type) {
    case 'set':
      return setInput(document, action);
    case 'create': {
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
  }
}

function setInput(document: NotebookDocument, action: Extract<Action, { type: 'set' }>): NotebookDocument {
  const selected = variantOf(document, document.selected);
  const current = selected.changes[action.kind][action.id] ?? action.fallback;
  if (current === action.value) return document;
  const group: Record<string, number | boolean> = { ...selected.changes[action.kind] };
  if (action.value === action.fallback) delete group[action.id];
  else group[action.id] = action.value;
  const changes: Changes = { ...selected.changes, [action.kind]: sorted(group) };
  if (selected.origin === 'own') return replaced(document, { ...selected, changes });
  const made: DocumentVariant = {
    id: freshId(document),
    label: freshLabel(document, `${selected.label}, changed`),
    origin: 'own',
    changes,
  };
  return { ...document, variants: insertedAfter(document.variants, selected.id, made), selected: made.id };
}

/** The variant with this id; the first one when there is none. */
export function variantOf(document: NotebookDocument, id: string): DocumentVariant {
  return document.variants.find((v) => v.id === id) ?? document.variants[0]!;
}

/** The same answer belongs to the same changes, whatever the variant is called. */
export function contentKey(variant: DocumentVariant): string {
  return JSON.stringify(variant.changes);
}

/** As the engine takes it. */
export function toVariantView(variant: DocumentVariant): VariantView {
  const { initial, parameters, switches, stances, disable } = variant.changes;
  return {
    id: variant.id,
    label: variant.label,
    initial: { ...initial },
    parameters: { ...parameters },
    switches: { ...switches },
    stances: { ...stances },
    disable: [...disable],
  };
}

function changesOf(v: VariantView): Changes {
  return {
    ...noChanges,
    initial: sorted(v.initial ?? {}),
    parameters: sorted(v.parameters ?? {}),
    switches: sorted(v.switches ?? {}),
    stances: sorted(v.stances ?? {}),
    disable: [...(v.disable ?? [])].sort(),
  };
}

function replaced(document: NotebookDocument, variant: DocumentVariant): NotebookDocument {
  return { ...document, variants: document.variants.map((v) => (v.id === variant.id ? variant : v)) };
}

function insertedAfter(variants: readonly DocumentVariant[], id: string, made: DocumentVariant): DocumentVariant[] {
  const place = variants.findIndex((v) => v.id === id) + 1;
  return [...variants.slice(0, place), made, ...variants.slice(place)];
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

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
