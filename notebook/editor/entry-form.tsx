// The form of one entry: every field that is left with another value becomes an edit, which is checked before it is taken. And the form of a new entry, which is added as a whole.
import { useState } from 'preact/hooks';
import type { Problem, ScenarioFile } from '../../engine/index.ts';
import { plural } from '../words.ts';
import { editsOf, valueAtPath } from './edits.ts';
import { Inputs } from './field.tsx';
import { fieldsAt, missingIn, newEntry, newFieldsAt, tidied } from './forms.ts';
import type { Step } from './place.ts';
import { saying } from './problem-list.tsx';
import { Sentence } from './sentence.tsx';
import type { Draft, Proposal } from './use-draft.ts';

interface Properties {
  readonly draft: Draft;
  readonly file: ScenarioFile;
  /** Of the entry, or of the map that a new one comes into. */
  readonly path: readonly Step[];
  readonly noun: string;
}

export function EntryForm(
  p: Properties & {
    readonly onShow: () => void;
    readonly onGone: () => void;
    /** Goes on as YAML with a text that has mistakes. */
    readonly onBroken: (text: string) => void;
  },
) {
  const { draft, file, path } = p;
  const [refused, setRefused] = useState<Proposal | null>(null);
  const [dropping, setDropping] = useState<Proposal | null>(null);
  const [busy, setBusy] = useState(false);
  const entry = valueAtPath(file, path) as Readonly<Record<string, unknown>>;
  const fields = fieldsAt(path);
  const id = String(path.at(-1));

  const propose = async (after: Readonly<Record<string, unknown>>): Promise<void> => {
    const edits = editsOf(path, entry, after);
    if (edits.length === 0) return;
    setBusy(true);
    const proposal = await draft.propose(edits);
    setBusy(false);
    setDropping(null);
    setRefused(proposal.applied ? null : proposal);
  };
  const drop = async (): Promise<void> => {
    setBusy(true);
    const proposal = await draft.propose([{ op: 'remove', path }]);
    setBusy(false);
    if (proposal.applied) p.onGone();
    else setDropping(proposal);
  };
  return (
    <div class="entry" data-testid="entry-form">
      <div class="entry-head">
        <h3 ref={arrive} tabIndex={-1}>
          {typeof entry.label === 'string' && entry.label !== '' ? entry.label : id}
          <small>
            {p.noun} <code>{path.length === 4 ? `${String(path[1])}.${id}` : id}</code>
          </small>
        </h3>
        <div class="actions">
          <button type="button" onClick={p.onShow}>
            Show in YAML
          </button>
          <button type="button" disabled={busy} onClick={() => void drop()}>
            Delete
          </button>
        </div>
      </div>
      {dropping !== null && (
        <div class="refused" role="alert">
          <p>
            <b>Not deleted:</b> {plural(placesOf(dropping.problems), 'place uses it', 'places use it')}.
          </p>
          <Mistakes problems={dropping.problems} />
          <div class="actions">
            <button type="button" onClick={() => setDropping(null)}>
              Keep it
            </button>
            {dropping.text !== null && (
              <button type="button" onClick={() => p.onBroken(dropping.text!)}>
                Delete it, and mend the rest as YAML
              </button>
            )}
          </div>
        </div>
      )}
      {refused !== null && <Refused problems={refused.problems} path={path} />}
      <Inputs
        fields={fields}
        path={path}
        entry={entry}
        file={file}
        problems={refused?.problems ?? []}
        onEntry={(after) => void propose(after)}
      />
      <p class="fine">
        Each change is taken as soon as you leave the field, if the scenario still works with it; Undo takes it back.
        Other parts refer to the id <code>{id}</code>, so it is changed as YAML, everywhere at once.
      </p>
    </div>
  );
}

export function NewEntryForm(p: Properties & { readonly onAdded: (id: string) => void }) {
  const { draft, file, path, noun } = p;
  const fields = newFieldsAt([...path, '']);
  const [id, setId] = useState('');
  const [entry, setEntry] = useState<Readonly<Record<string, unknown>>>(() => newEntry(fields));
  const [refused, setRefused] = useState<readonly Problem[]>([]);
  const [busy, setBusy] = useState(false);
  const missing = missingIn(fields, entry);
  const taken = Object.hasOwn((valueAtPath(file, path) ?? {}) as object, id);
  const here = [...path, id === '' ? 'new' : id];
  const lacking = [...(id === '' ? ['id'] : []), ...missing.map((f) => f.label.toLowerCase())];
  const add = async (): Promise<void> => {
    setBusy(true);
    const proposal = await draft.propose([{ op: 'set', path: [...path, id], value: tidied(fields, entry) }]);
    setBusy(false);
    if (proposal.applied) p.onAdded(id);
    else setRefused(proposal.problems);
  };
  return (
    <form
      class="entry"
      data-testid="new-entry-form"
      onSubmit={(e) => {
        e.preventDefault();
        if (lacking.length === 0 && !taken && !busy) void add();
      }}
    >
      <div class="entry-head">
        <h3 ref={arrive} tabIndex={-1}>
          New {noun}
        </h3>
      </div>
      <Refused problems={refused} path={here} />
      <div class="field">
        <label for="new-id">
          Id <small> needed</small>
        </label>
        <input
          id="new-id"
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-describedby="new-id-help"
          value={id}
          onInput={(e) => setId(e.currentTarget.value.trim())}
        />
        <p id="new-id-help" class="help">
          {taken
            ? `There is a ${noun} of this id already; choose another.`
            : 'letters, digits and _; other parts refer to it'}
        </p>
      </div>
      <Inputs fields={fields} path={here} entry={entry} file={file} problems={refused} onEntry={setEntry} />
      <div class="actions">
        <button type="submit" class="primary" disabled={busy || taken || lacking.length > 0}>
          Add this {noun}
        </button>
        {lacking.length > 0 && <span class="fine">Still needed: {lacking.join(', ')}.</span>}
      </div>
    </form>
  );
}

const mistakes = (problems: readonly Problem[]): readonly Problem[] => problems.filter((p) => p.severity === 'error');

/** What was chosen in the list is gone on with here; on a phone it stands below. */
const arrive = (heading: HTMLElement | null): void => heading?.focus();

/** The engine tells the same mistake once: "(and in 2 more places)". */
const placesOf = (problems: readonly Problem[]): number =>
  mistakes(problems).reduce((n, p) => n + 1 + Number(/\(and in (\d+) more place/.exec(p.message)?.[1] ?? 0), 0);

/** What keeps a change out of the scenario; mistakes inside the entry stand at their fields. */
function Refused({ problems, path }: { readonly problems: readonly Problem[]; readonly path: readonly Step[] }) {
  const all = mistakes(problems);
  if (all.length === 0) return null;
  const elsewhere = all.filter((p) => (p.path?.length ?? 0) <= path.length || !path.every((s, i) => p.path?.[i] === s));
  return (
    <div class="refused" role="alert">
      <p>
        <b>Not taken:</b> the scenario would not work any more
        {elsewhere.length < all.length && '; the field concerned says why'}.
      </p>
      <Mistakes problems={elsewhere} />
    </div>
  );
}

function Mistakes({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <ul>
      {mistakes(problems).map((p) => (
        <li key={`${p.line} ${p.column} ${p.message}`}>
          {p.path !== undefined && p.path.length > 0 && <code>{p.path.slice(0, 3).join('.')}</code>}{' '}
          <Sentence text={saying(p)} />
        </li>
      ))}
    </ul>
  );
}
