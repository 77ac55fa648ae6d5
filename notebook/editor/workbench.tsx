// The editor as a whole: form or YAML over one text, how that text stands, what comes of it, and what differs from the scenario as shipped.
import { useState } from 'preact/hooks';
import type { Problem } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { Choice } from '../cells/choice.tsx';
import { useLoaded } from '../cells/use-loaded.ts';
import { Differences } from './differences.tsx';
import './editor.css';
import { FormPane } from './form-pane.tsx';
import { Live } from './live.tsx';
import { offsetOf, type Step } from './place.ts';
import { ProblemList, statusOf, timeOf } from './problem-list.tsx';
import { offsetAt } from './problem-place.ts';
import { ReasonBar } from './reason-bar.tsx';
import { useDraft } from './use-draft.ts';

const loadYaml = () => import('./yaml-pane.tsx');

export default function EditorWorkbench() {
  const { document } = useBench();
  const draft = useDraft();
  const [view, setView] = useState<'form' | 'yaml'>('form');
  /** Once seen, the YAML stays, so that its own undo does too. */
  const [seen, setSeen] = useState(false);
  const [jump, setJump] = useState<{ readonly offset: number } | null>(null);
  const Yaml = useLoaded(loadYaml, seen)?.default ?? null;
  const shipped = document.scenario.shipped !== null;
  const { text } = draft;

  const look = (next: 'form' | 'yaml'): void => {
    setView(next);
    if (next === 'yaml') setSeen(true);
  };
  const goTo = (offset: number | null): void => {
    look('yaml');
    if (offset !== null) setJump({ offset });
  };
  const show = (path: readonly Step[]): void => {
    // The value itself where it is written by a key, else the entry that holds it.
    for (let length = path.length; length > 0 && text !== null; length--) {
      const offset = offsetOf(text, path.slice(0, length));
      if (offset === null) continue;
      goTo(offset);
      return;
    }
    goTo(null);
  };
  return (
    <div class="editor">
      <div class="editor-head">
        <Choice
          name="editor-view"
          legend="Change it"
          options={[
            { value: 'form', label: 'by form' },
            { value: 'yaml', label: 'as YAML' },
          ]}
          value={view}
          onChange={look}
        />
        <p class={`editor-status${draft.broken ? ' broken' : ''}`} role="status" data-testid="editor-status">
          {statusOf(draft, shipped)}
        </p>
      </div>
      {draft.aside !== null && (
        <p class="aside">
          A text of {timeOf(draft.aside.when)} that was not yet on the page is kept.{' '}
          <button type="button" onClick={draft.bringBack}>
            Bring it back
          </button>
        </p>
      )}
      <div class="editor-columns">
        <div class="editor-main">
          {view === 'form' && (
            <FormPane
              draft={draft}
              onShow={show}
              onBroken={(broken) => {
                draft.write(broken);
                look('yaml');
              }}
            />
          )}
          {seen && text !== null && (
            <div hidden={view !== 'yaml'}>
              {Yaml === null ? (
                <p class="fine">Loading the editor…</p>
              ) : (
                <Yaml
                  // Another scenario begins with an undo of its own.
                  key={document.scenario.shipped ?? document.id}
                  text={text}
                  revision={draft.revision}
                  problems={draft.problems}
                  file={draft.good?.file ?? null}
                  jump={jump}
                  onChange={draft.type}
                />
              )}
            </div>
          )}
          {draft.broken && draft.good !== null && (
            <p class="fine">
              Nothing is lost: the text stays here as you left it.{' '}
              <button type="button" onClick={draft.backToGood}>
                Back to the version that works
              </button>
            </p>
          )}
          {text !== null && (
            <ProblemList
              problems={draft.problems}
              text={text}
              onGo={(p: Problem) => goTo(offsetAt(text, p.line ?? 1, p.column ?? 1))}
              onRepair={draft.write}
            />
          )}
        </div>
        <div class="editor-beside">
          <Live />
          {draft.last !== null && !draft.broken && draft.text === draft.last.after.text && (
            <ReasonBar key={draft.last.after.since} draft={draft} change={draft.last} />
          )}
        </div>
      </div>
      <Differences draft={draft} shipped={shipped} onShow={show} />
    </div>
  );
}
