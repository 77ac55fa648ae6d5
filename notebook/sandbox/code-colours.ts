// Keywords, texts, numbers and remarks of the JavaScript in view, marked for the style sheet: by the names that the grammar gives them.
import { syntaxTree } from '@codemirror/language';
import { RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin } from '@codemirror/view';

const keywords =
  'async await break case catch class const continue default delete do else extends finally for function if in instanceof let new of return static super switch this throw try typeof var void while yield BooleanLiteral null';
const classes: readonly (readonly [string, string])[] = [
  ...keywords.split(' ').map((name) => [name, 'code-keyword'] as const),
  ['String', 'code-text'],
  ['TemplateString', 'code-text'],
  ['RegExp', 'code-text'],
  ['Number', 'code-number'],
  ['LineComment', 'code-comment'],
  ['BlockComment', 'code-comment'],
];
const marks = new Map(classes.map(([name, style]) => [name, Decoration.mark({ class: style })]));

function marksIn(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges)
    syntaxTree(view.state).iterate({
      from,
      to,
      enter({ name, from: start, to: end }) {
        const mark = marks.get(name);
        if (mark === undefined || start >= end) return true;
        builder.add(start, end, mark);
        return false;
      },
    });
  return builder.finish();
}

export const colours = ViewPlugin.define(
  (view) => ({
    marks: marksIn(view),
    update(update): void {
      const grown = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || grown) this.marks = marksIn(update.view);
    },
  }),
  { decorations: (plugin) => plugin.marks },
);
