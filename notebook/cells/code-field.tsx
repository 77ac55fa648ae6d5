// Where code is written: a plain text field at once, CodeMirror in its place as soon as it has come.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CodeEditor } from '../sandbox/code-editor.ts';

interface Properties {
  readonly label: string;
  readonly describedBy: string;
  readonly text: string;
  readonly names: () => readonly string[];
  readonly onText: (text: string) => void;
  readonly onRun: () => void;
}

export function CodeField(properties: Properties) {
  const { label, describedBy, text, onText, onRun } = properties;
  const [ready, setReady] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  const editor = useRef<CodeEditor | null>(null);
  // The editor outlives a drawing: it always calls the newest of these.
  const latest = useRef(properties);
  latest.current = properties;

  useEffect(() => {
    let gone = false;
    // Without the editor the text field stays.
    import('../sandbox/code-editor.ts').then(({ openCodeEditor }) => {
      if (gone || frame.current === null) return;
      const field = plain.current;
      editor.current = openCodeEditor(frame.current, {
        label,
        describedBy,
        text: field?.value ?? latest.current.text,
        onText: (t) => latest.current.onText(t),
        onRun: () => latest.current.onRun(),
        names: () => latest.current.names(),
      });
      if (field !== null && document.activeElement === field)
        editor.current.focus(field.selectionStart, field.selectionEnd);
      setReady(true);
    }, console.warn);
    return () => {
      gone = true;
      editor.current?.close();
      editor.current = null;
    };
  }, []);
  // Before the next key: a moment later the editor is ahead, and would be put back.
  useLayoutEffect(() => editor.current?.setText(text), [text]);

  return (
    <div class="code-field" ref={frame}>
      {!ready && (
        <textarea
          ref={plain}
          aria-label={label}
          aria-describedby={describedBy}
          rows={Math.min(24, Math.max(3, text.split('\n').length))}
          value={text}
          spellcheck={false}
          autocapitalize="off"
          onInput={(e) => onText(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
              e.preventDefault();
              onRun();
            }
          }}
        />
      )}
    </div>
  );
}
