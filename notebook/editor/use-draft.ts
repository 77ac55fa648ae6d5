// The scenario text under the editor: what is typed, what is wrong with it, and the last version that works, which is what the page shows. Enters: the bench and edits. Leaves: a Draft; the document changes only by texts without mistakes.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Edit, Problem, ScenarioFile, ScenarioView } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { fileVariantsOf } from '../document/document.ts';
import { shippedText } from '../shipped.ts';
import { type Kept, readKept, writeKept } from './kept.ts';
import { type Reason, withReason } from './reason.ts';

/** A text without mistakes, read. */
export interface Version {
  readonly text: string;
  readonly file: ScenarioFile;
  readonly view: ScenarioView;
  /** When it was made, in milliseconds since 1970; null when it came with the document. */
  readonly since: number | null;
}

export interface Change {
  readonly before: Version;
  readonly after: Version;
  readonly gesture: string;
}

/** What a form's edits would do: applied, or the mistakes that keep them from it and the text as it would be. */
export interface Proposal {
  readonly applied: boolean;
  readonly problems: readonly Problem[];
  /** Null when the edits cannot be written at all. */
  readonly text: string | null;
}

export interface Draft {
  /** Null until it is read. */
  readonly text: string | null;
  readonly problems: readonly Problem[];
  readonly checking: boolean;
  /** The text has mistakes: the page shows `good`. */
  readonly broken: boolean;
  readonly good: Version | null;
  /** What the text is held against: as shipped, or as it was opened when nothing ships. */
  readonly reference: Version | null;
  /** A text with mistakes that had to make room. */
  readonly aside: Kept | null;
  /** The last change, as long as nothing followed it. */
  readonly last: Change | null;
  /** Counts the texts that did not come from typing: the editor puts those in place. */
  readonly revision: number;
  /** Text as typed; checked after a short rest. */
  readonly type: (text: string) => void;
  /** The same for a text from elsewhere. */
  readonly write: (text: string) => void;
  /** Applies edits when nothing breaks by them; `only` looks without applying. */
  readonly propose: (edits: readonly Edit[], only?: 'look') => Promise<Proposal>;
  /** Puts who, when and why above the last change; false when no place was found. */
  readonly explain: (reason: Reason) => Promise<boolean>;
  readonly reset: () => void;
  readonly backToGood: () => void;
  readonly bringBack: () => void;
}

const rest = 300;
/** Typing after a pause as long as this is another step of undo. */
const burst = 2500;
let bursts = 0;

export function useDraft(): Draft {
  const { document, dispatch, ask, model } = useBench();
  const { shipped, text: own } = document.scenario;
  // A document that was never saved has another id after a reload; its scenario stays the same.
  const key = shipped ?? document.id;
  const [text, setText] = useState<string | null>(null);
  const [revision, setRevision] = useState(0);
  const [found, setFound] = useState<{ text: string; problems: readonly Problem[] } | null>(null);
  const [good, setGood] = useState<Version | null>(null);
  const [reference, setReference] = useState<Version | null>(null);
  const [aside, setAside] = useState<Kept | null>(null);
  const [last, setLast] = useState<Change | null>(null);
  /** What is read after a wait, when the drawn values may be old. */
  const now = useRef({
    text: null as string | null,
    /** The document's text that the editor knows of; undefined before the first. */
    sent: undefined as string | null | undefined,
    good: null as Version | null,
    reference: null as Version | null,
    typed: 0,
    key,
  });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const look = useCallback(
    async (
      source: string,
      lane?: string,
    ): Promise<{ version: Version | null; problems: readonly Problem[] } | null> => {
      // Null: another model took the bench meanwhile; the question stands.
      for (let turn = 0; turn < 3; turn++) {
        const answer = await ask('check', { text: source, file: model.file }, { priority: 1, ...(lane && { lane }) });
        if (answer === null && lane !== undefined && now.current.text !== source) return null;
        if (answer === null) continue;
        const { value, problems } = answer;
        if (value === null) return { version: null, problems };
        return { version: { text: source, file: value.file, view: value.view, since: Date.now() }, problems };
      }
      return null;
    },
    [ask, model.file],
  );

  const show = (next: string): void => {
    now.current.text = next;
    setText(next);
    setRevision((n) => n + 1);
  };

  /** A text without mistakes goes to the page. */
  const accept = (version: Version, problems: readonly Problem[], gesture: string): void => {
    const { good: before, reference: origin, sent } = now.current;
    now.current.good = version;
    setGood(version);
    setFound({ text: version.text, problems });
    writeKept(now.current.key, null);
    const next = shipped !== null && version.text === origin?.text ? null : version.text;
    if (next === sent || (sent === null && version.text === before?.text)) return;
    now.current.sent = next;
    dispatch({ type: 'scenario', text: next, variants: fileVariantsOf(version.view), gesture });
    if (before !== null)
      setLast((l) => ({ before: l !== null && l.gesture === gesture ? l.before : before, after: version, gesture }));
  };

  const examine = async (): Promise<void> => {
    timer.current = undefined;
    const source = now.current.text;
    if (source === null) return;
    const seen = await look(source, 'editor');
    if (seen === null || now.current.text !== source) return;
    if (seen.version === null) setFound({ text: source, problems: seen.problems });
    else accept(seen.version, seen.problems, `typing ${bursts}`);
  };

  // What the text is held against.
  useEffect(() => {
    let wanted = true;
    setReference((now.current.reference = null));
    void (async () => {
      const source = shipped === null ? await model.text() : await shippedText(shipped);
      const seen = source === null ? null : await look(source);
      if (wanted && seen?.version) setReference((now.current.reference = seen.version));
    })();
    return () => {
      wanted = false;
    };
  }, [key]);

  // The document's text: at first, and whenever somebody else changed it (undo, another document).
  useEffect(() => {
    const before = now.current;
    if (before.key === key && before.sent === own && before.text !== null) return;
    let wanted = true;
    const first = before.text === null || before.key !== key;
    const kept = first ? readKept(key) : unfinished(before.text, before.good, before.sent ?? null);
    const resumed = first && kept !== null && kept.over === own ? kept.text : null;
    // From here on nothing that was under way for the former text may reach the document.
    clearTimeout(timer.current);
    timer.current = undefined;
    now.current = { ...before, key, sent: own, good: null, text: null };
    setLast(null);
    setAside(resumed === null ? kept : null);
    if (kept !== null) writeKept(key, kept);
    void (async () => {
      const source = own ?? (shipped === null ? await model.text() : await shippedText(shipped));
      if (!wanted || source === null) return;
      show(resumed ?? source);
      const seen = await look(source);
      if (!wanted || seen === null || now.current.sent !== own) return;
      if (seen.version !== null) setGood((now.current.good = { ...seen.version, since: null }));
      if (now.current.text === source) setFound({ text: source, problems: seen.problems });
      else void examine();
    })();
    return () => {
      wanted = false;
    };
  }, [key, own]);
  const leaving = useRef<() => void>(() => {});
  leaving.current = () => {
    // What was typed last is still to be checked.
    if (timer.current === undefined) return;
    clearTimeout(timer.current);
    void examine();
  };
  useEffect(() => () => leaving.current(), []);

  const type = (next: string): void => {
    if (next === now.current.text) return;
    const at = Date.now();
    if (at - now.current.typed > burst) bursts++;
    now.current.typed = at;
    now.current.text = next;
    setText(next);
    writeKept(key, { text: next, over: now.current.sent ?? null, when: at });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void examine(), rest);
  };

  const write = (next: string): void => {
    bursts++;
    type(next);
    setRevision((n) => n + 1);
  };

  const propose = async (edits: readonly Edit[], only?: 'look'): Promise<Proposal> => {
    const source = now.current.text;
    if (source === null) return { applied: false, problems: [later], text: null };
    const edited = await ask('edit', { text: source, file: model.file, edits });
    if (edited === null || edited.value === null)
      return { applied: false, problems: edited?.problems ?? [later], text: null };
    const seen = await look(edited.value);
    if (seen === null || now.current.text !== source) return { applied: false, problems: [later], text: null };
    if (seen.version === null) return { applied: false, problems: seen.problems, text: edited.value };
    if (only === 'look') return { applied: false, problems: [], text: edited.value };
    show(edited.value);
    accept(seen.version, seen.problems, `form ${++bursts}`);
    return { applied: true, problems: seen.problems, text: edited.value };
  };

  const explain = async (reason: Reason): Promise<boolean> => {
    if (last === null || now.current.text !== last.after.text) return false;
    for (const source of withReason(last.before.text, last.after.text, reason)) {
      const seen = await look(source);
      if (now.current.text !== last.after.text) return false;
      // Inside a text of several lines the comment would be part of it.
      if (seen?.version == null || JSON.stringify(seen.version.file) !== JSON.stringify(last.after.file)) continue;
      show(source);
      accept(seen.version, seen.problems, last.gesture);
      setLast(null);
      return true;
    }
    return false;
  };

  const checking = found?.text !== text;
  return {
    text,
    problems: found?.problems ?? [],
    checking,
    broken: (found?.problems ?? []).some((p) => p.severity === 'error'),
    good,
    reference,
    aside,
    last,
    revision,
    type,
    write,
    propose,
    explain,
    reset: () => {
      if (reference === null) return;
      const next = shipped === null ? reference.text : null;
      dispatch({ type: 'scenario', text: next, variants: fileVariantsOf(reference.view) });
    },
    backToGood: () => {
      if (good === null) return;
      setAside(unfinished(now.current.text, good, own));
      write(good.text);
    },
    bringBack: () => {
      if (aside === null) return;
      setAside(null);
      write(aside.text);
    },
  };
}

const later: Problem = {
  code: 'busy',
  severity: 'error',
  message: 'the scenario changed while this was being checked',
  repair: 'change it once more',
};

/** What would be lost of the editor's text: null when it is the version on the page. */
function unfinished(text: string | null, good: Version | null, over: string | null): Kept | null {
  return text === null || text === good?.text ? null : { text, over, when: Date.now() };
}
