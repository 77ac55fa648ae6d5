// The editor of a code cell, CodeMirror 6 with JavaScript; loaded after the plain text field stands in its place. Tab is left alone, so that it leads out.
import { autocompletion, type CompletionSource, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { Annotation, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap } from '@codemirror/view';
import { theme } from '../editor/theme.ts';
import { colours } from './code-colours.ts';

export interface CodeEditor {
  /** Puts another text in place, when it is another. */
  setText(text: string): void;
  /** With the selection of the text field that stood here before. */
  focus(start: number, end: number): void;
  close(): void;
}

export interface EditorOptions {
  readonly label: string;
  readonly describedBy: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onRun: () => void;
  /** What can be completed. */
  readonly names: () => readonly string[];
}

/** Changes that come from outside are not told back. */
const fromOutside = Annotation.define<boolean>();

const shape = EditorView.theme({
  '&': { height: 'auto', maxHeight: 'min(60vh, 520px)' },
  '.cm-content': { padding: '8px 4px', minHeight: '4.5em' },
  '.code-keyword': { color: 'var(--accent)', fontWeight: '600' },
  '.code-text': { color: 'var(--rate)' },
  '.code-number': { color: 'var(--good)' },
  '.code-comment': { color: 'var(--muted)', fontStyle: 'italic' },
});

export function openCodeEditor(parent: HTMLElement, options: EditorOptions): CodeEditor {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        javascript(),
        colours,
        EditorView.lineWrapping,
        EditorState.tabSize.of(2),
        EditorView.contentAttributes.of({ 'aria-label': options.label, 'aria-describedby': options.describedBy }),
        autocompletion({ override: [namesFrom(options)], icons: false }),
        keymap.of([
          ...['Ctrl-Enter', 'Cmd-Enter'].map((key) => ({
            key,
            run() {
              options.onRun();
              return true;
            },
          })),
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((t) => t.annotation(fromOutside)))
            options.onText(update.state.doc.toString());
        }),
        shape,
        theme,
      ],
    }),
  });
  return {
    setText(text) {
      const length = view.state.doc.length;
      if (view.state.doc.toString() !== text)
        view.dispatch({ changes: { from: 0, to: length, insert: text }, annotations: fromOutside.of(true) });
    },
    focus(anchor, head) {
      view.dispatch({ selection: { anchor, head } });
      view.focus();
    },
    close: () => view.destroy(),
  };
}

const namesFrom =
  ({ names }: EditorOptions): CompletionSource =>
  (context) => {
    const word = context.matchBefore(/[A-Za-z_$][\w$]*/);
    if (word === null && !context.explicit) return null;
    return {
      from: word?.from ?? context.pos,
      validFor: /^[\w$]*$/,
      options: names().map((label) => ({ label, type: 'variable' })),
    };
  };
