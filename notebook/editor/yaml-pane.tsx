// The scenario as YAML: CodeMirror in the page, with a search of its own (only the lines in view are in the page) and a note on the keyboard.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem, ScenarioFile } from '../../engine/index.ts';
import { plural } from '../words.ts';
import { type Editor, openEditor } from './code-mirror.ts';
import type { JsonSchema } from './completion.ts';

interface Properties {
  readonly text: string;
  /** Another number: the text comes from elsewhere than this editor. */
  readonly revision: number;
  readonly problems: readonly Problem[];
  readonly file: ScenarioFile | null;
  /** Offset to go to; another object for another jump. */
  readonly jump: { readonly offset: number } | null;
  readonly onChange: (text: string) => void;
}

let schema: Promise<JsonSchema> | null = null;
const loadSchema = (): Promise<JsonSchema> =>
  (schema ??= import('../../scenarios/scenario.schema.json').then((module) => module.default as JsonSchema));

export default function YamlPane(p: Properties) {
  const frame = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const newest = useRef(p);
  newest.current = p;
  const [words, setWords] = useState('');
  const [count, setCount] = useState<number | null>(null);

  useEffect(() => {
    const opened = openEditor(frame.current!, {
      text: newest.current.text,
      label: 'Scenario as YAML',
      describedBy: 'yaml-keys',
      onChange: (text) => newest.current.onChange(text),
      file: () => newest.current.file,
      schema: loadSchema,
    });
    editor.current = opened;
    return () => {
      opened.close();
      editor.current = null;
    };
  }, []);
  useEffect(() => editor.current?.setText(p.text), [p.revision]);
  useEffect(() => editor.current?.setProblems(p.problems), [p.problems]);
  useEffect(() => {
    if (p.jump !== null) editor.current?.goTo(p.jump.offset);
  }, [p.jump]);
  // The editor has an undo of its own, letter by letter; the page's must not hear the same keys.
  useEffect(() => {
    const stop = (e: KeyboardEvent): void => {
      if ((e.ctrlKey || e.metaKey) && ['z', 'y'].includes(e.key.toLowerCase())) e.stopPropagation();
    };
    const element = frame.current!;
    element.addEventListener('keydown', stop);
    return () => element.removeEventListener('keydown', stop);
  }, []);

  return (
    <div class="yaml-pane">
      <form
        class="find-in-yaml"
        onSubmit={(e) => {
          e.preventDefault();
          setCount(editor.current?.find(words) ?? 0);
        }}
      >
        <input
          type="search"
          aria-label="Find in the YAML"
          placeholder="Find in the YAML"
          value={words}
          onInput={(e) => {
            setWords(e.currentTarget.value);
            setCount(null);
          }}
        />
        <button type="submit" disabled={words === ''}>
          Next
        </button>
        <span class="fine" role="status">
          {count === null ? '' : count === 0 ? 'not found' : plural(count, 'place')}
        </span>
      </form>
      <div ref={frame} class="code" data-testid="yaml" />
      <p id="yaml-keys" class="fine">
        Tab leaves the editor. Ctrl+Space offers what can stand here; Ctrl+] and Ctrl+[ move a line in and out.
      </p>
    </div>
  );
}
