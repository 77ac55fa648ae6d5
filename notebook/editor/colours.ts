// Keys, texts and comments of the YAML in view, marked for the style sheet: by the names that the grammar gives them.
import { syntaxTree } from '@codemirror/language';
import { RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin } from '@codemirror/view';

const marks: Readonly<Record<string, Decoration>> = {
  Key: Decoration.mark({ class: 'yaml-key' }),
  QuotedLiteral: Decoration.mark({ class: 'yaml-text' }),
  BlockLiteralContent: Decoration.mark({ class: 'yaml-text' }),
  Comment: Decoration.mark({ class: 'yaml-comment' }),
};

function marksIn(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges)
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: ({ name, from: start, to: end }) => {
        const mark = Object.hasOwn(marks, name) ? marks[name] : undefined;
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
