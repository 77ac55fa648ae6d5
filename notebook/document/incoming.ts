// From a link, a draft or a file to a document that the page can show: the scenario it speaks of is found and read, the document is fitted onto it, and what has changed since is put in words.
import { type Problem, problem, type ScenarioView } from '../../engine/index.ts';
import { fileOf, firstModel, firstScenario, shippedText } from '../shipped.ts';
import { type Incoming, openLink } from './codec.ts';
import { changesSince, type Since } from './differences.ts';
import { draftStore, recoverJournal } from './draft-store.ts';
import type { DraftSummary } from './drafts.ts';
import { fitted } from './fit.ts';
import { freshDocumentId, type Opening, rememberLink } from './opening.ts';
import { parseDocument } from './parse.ts';
import type { NotebookDocument } from './schema.ts';

export interface Brought {
  /** Null: `problems` say why, and `untouched` is the text as it came, to be saved again. */
  readonly document: NotebookDocument | null;
  readonly problems: readonly Problem[];
  readonly untouched: string | null;
  /** Null: nothing has changed since it was made. */
  readonly since: Since | null;
  /** The draft it came from; null: it is no draft yet. */
  readonly draft: Pick<DraftSummary, 'revision' | 'when'> | null;
}

/** Reads a scenario text, as the workers do. */
export type ReadScenario = (
  text: string,
  file: string,
) => Promise<{
  readonly view: ScenarioView | null;
  readonly inputs: string | null;
  readonly problems: readonly Problem[];
}>;

/** What a window begins with, where it is not the shipped page. Never rejects. */
export function documentAtStart(opening: Exclude<Opening, { kind: 'shipped' }>, read: ReadScenario): Promise<Brought> {
  switch (opening.kind) {
    case 'link':
      return fromLink(opening.hash, read);
    case 'draft':
      return fromDraft(opening.id, read);
    case 'embedded':
      return fromFile({ ...parseDocument(opening.text), from: 'file', fileVariants: 'whole' }, opening.text, read);
  }
}

export async function fromLink(hash: string, read: ReadScenario): Promise<Brought> {
  const brought = await placed(await openLink(hash, shippedText), hash, read);
  // Who opens a link works on a copy.
  if (brought.document === null) return brought;
  rememberLink(hash, null);
  return { ...brought, document: { ...brought.document, id: freshDocumentId() } };
}

export async function fromDraft(id: string, read: ReadScenario): Promise<Brought> {
  try {
    await recoverJournal().catch(() => undefined);
    const draft = await draftStore.get(id);
    if (draft === null)
      return nothing(
        problem('no-draft', 'this draft is no longer in this browser', {
          repair: 'look for it under Share, Documents',
        }),
      );
    const parsed = parseDocument(draft.text, { own: true });
    const brought = await placed({ ...parsed, from: 'draft', fileVariants: 'whole' }, draft.text, read);
    return { ...brought, draft: brought.document === null ? null : draft };
  } catch {
    return nothing(
      problem('no-drafts', 'this browser does not give its drafts away at the moment', {
        repair: 'reload the page; if that does not help, open a file or a link',
      }),
    );
  }
}

export async function fromFile(incoming: Incoming, text: string, read: ReadScenario): Promise<Brought> {
  const brought = await placed(incoming, text, read);
  const { document } = brought;
  if (document === null) return brought;
  // A draft of this name in another state stays as it is.
  const known = await draftStore.get(document.id).catch(() => null);
  return incoming.from === 'file' && known === null
    ? brought
    : { ...brought, document: { ...document, id: freshDocumentId() } };
}

function nothing(...problems: readonly Problem[]): Brought {
  return { document: null, problems, untouched: null, since: null, draft: null };
}

async function placed(incoming: Incoming, text: string, read: ReadScenario): Promise<Brought> {
  const { document } = incoming;
  if (document === null) return { ...nothing(...incoming.problems), untouched: text };
  const scenario = await scenarioOf(document.scenario, read);
  const problems = [...incoming.problems, ...scenario.problems];
  const { view, inputs } = scenario;
  if (view === null) return { document, problems, untouched: null, since: null, draft: null };
  const on = fitted(document, view, incoming.fileVariants);
  return {
    document: on.document,
    problems,
    untouched: null,
    since: changesSince(document, { inputs }, on),
    draft: null,
  };
}

interface ScenarioNow {
  readonly view: ScenarioView | null;
  readonly inputs: string | null;
  readonly problems: readonly Problem[];
}

/** The scenario as it is now; where the reader's text of it is broken, the shipped one. */
export async function scenarioOf(of: NotebookDocument['scenario'], ask: ReadScenario): Promise<ScenarioNow> {
  const read: ReadScenario = (text, file) =>
    ask(text, file).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      const failed = problem('engine', `the engine could not read the scenario: ${reason}`, { severity: 'warning' });
      return { view: null, inputs: null, problems: [failed] };
    });
  const shipped = async (): Promise<ScenarioNow> => {
    if (of.shipped === firstScenario) return { view: firstModel().view, inputs: firstModel().key, problems: [] };
    const text = of.shipped === null ? null : await shippedText(of.shipped);
    return text === null ? { view: null, inputs: null, problems: [] } : read(text, fileOf(of.shipped!));
  };
  if (of.text === null) return shipped();
  const edited = await read(of.text, of.shipped === null ? 'scenario.yaml' : fileOf(of.shipped));
  return edited.view === null ? { ...(await shipped()), inputs: null } : { ...edited, problems: [] };
}
