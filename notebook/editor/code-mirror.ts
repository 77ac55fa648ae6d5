// The YAML editor: CodeMirror 6 with line numbers, completions, markers of mistakes, colours from the page's tokens. Enters: an element and what to tell. Leaves: a handle. Tab is left alone, so that it leads out.
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import type { Problem, ScenarioFile } from '../../engine/index.ts';
import { colours } from './colours.ts';
import { completionAt, type JsonSchema, type Option } from './completion.ts';
import { offsetOfProblem, repairOf } from './problem-place.ts';
import { theme } from './theme.ts';

export interface EditorOptions {
  readonly text: string;
  readonly label: string;
  /** Id of the note on keys. */
  readonly describedBy: string;
  readonly onChange: (text: string) => void;
  /** The last version that works, for names. */
  readonly file: () => ScenarioFile | null;
  readonly schema: () => Promise<JsonSchema>;
}

export interface Editor {
  /** Puts another text in place; the cursor stays where the text stayed. */
  setText(text: string): void;
  setProblems(problems: readonly Problem[]): void;
  /** Puts the cursor there and the line into sight. */
  goTo(offset: number): void;
  /** The next place of a text after the cursor, from the top again after the last; how many there are. */
  find(words: string): number;
  focus(): void;
  close(): void;
}

/** Changes that come from outside are not told back. */
const fromOutside = Annotation.define<boolean>();

export function openEditor(parent: HTMLElement, options: EditorOptions): Editor {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        yaml(),
        colours,
        EditorView.lineWrapping,
        EditorState.tabSize.of(2),
        EditorView.contentAttributes.of({
          'aria-label': options.label,
          'aria-describedby': options.describedBy,
          tabindex: '0',
        }),
        autocompletion({ override: [completionsFrom(options)], icons: false, activateOnTypingDelay: 60 }),
        keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((t) => t.annotation(fromOutside)))
            options.onChange(update.state.doc.toString());
        }),
        theme,
      ],
    }),
  });
  const goTo = (offset: number): void => {
    const anchor = Math.min(offset, view.state.doc.length);
    view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    view.focus();
  };
  return {
    setText(text) {
      const before = view.state.doc.toString();
      if (before !== text) view.dispatch({ changes: changeBetween(before, text), annotations: fromOutside.of(true) });
    },
    setProblems(problems) {
      const text = view.state.doc.toString();
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.flatMap((p) => diagnosticOf(p, text)),
        ),
      );
    },
    goTo,
    find(words) {
      const text = view.state.doc.toString().toLowerCase();
      const wanted = words.toLowerCase();
      if (wanted === '') return 0;
      const after = text.indexOf(wanted, view.state.selection.main.to);
      const at = after < 0 ? text.indexOf(wanted) : after;
      if (at >= 0)
        view.dispatch({
          selection: { anchor: at, head: at + wanted.length },
          effects: EditorView.scrollIntoView(at, { y: 'center' }),
        });
      return text.split(wanted).length - 1;
    },
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}

/** The one piece that differs, so that cursor and folds elsewhere stay. */
function changeBetween(before: string, after: string): { from: number; to: number; insert: string } {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from++;
  let end = 0;
  const most = Math.min(before.length, after.length) - from;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

function diagnosticOf(p: Problem, text: string): Diagnostic[] {
  const place = offsetOfProblem(p, text);
  if (place === null) return [];
  const repair = repairOf(p, text);
  return [
    {
      ...place,
      severity: p.severity === 'error' ? 'error' : p.severity === 'warning' ? 'warning' : 'info',
      message: `${p.message}${p.repair ? ` (${p.repair})` : ''}`.replaceAll('`', ''),
      ...(repair && {
        actions: [
          {
            name: `Write ${repair.insert}`,
            apply: (view: EditorView, from: number) =>
              view.dispatch({ changes: { from, to: from + (repair.to - repair.from), insert: repair.insert } }),
          },
        ],
      }),
    },
  ];
}

function completionsFrom(options: EditorOptions) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const schema = await options.schema();
    const found = completionAt(context.state.doc.toString(), context.pos, schema, options.file());
    if (found === null) return null;
    // Unasked, only where something has been begun: a letter, or a quote inside at(.
    const begun = context.pos > found.from || /["(]/.test(context.state.sliceDoc(found.from - 1, found.from));
    if (!context.explicit && !begun) return null;
    return { from: found.from, validFor: /^[\w.-]*$/, options: found.options.map(optionOf) };
  };
}

function optionOf(option: Option) {
  const insert = option.insert ?? option.text;
  const open = /\((")?$/.exec(insert);
  return {
    label: option.text,
    detail: option.detail,
    type: option.kind,
    apply: (view: EditorView, _: unknown, from: number, to: number): void => {
      // A call comes with its end; inside at("…") the choice goes on.
      const rest = open === null ? '' : open[1] === undefined ? ')' : '")';
      const already = rest !== '' && view.state.sliceDoc(to, to + rest.length) === rest;
      view.dispatch({
        changes: { from, to, insert: already ? insert : insert + rest },
        selection: { anchor: from + insert.length },
        userEvent: 'input.complete',
      });
      if (open !== null) startCompletion(view);
    },
  };
}
