// Notes in Markdown: shown, or edited in a plain text field.
import { useState } from 'preact/hooks';
import type { BodyProperties } from './bodies.tsx';
import { Markdown } from './markdown.tsx';

export function TextCell({ cell, onChange }: BodyProperties<'text'>) {
  const [editing, setEditing] = useState(cell.source === '');
  return editing ? (
    <div class="edit">
      <textarea
        aria-label="Text in Markdown"
        rows={Math.min(24, Math.max(4, cell.source.split('\n').length + 1))}
        value={cell.source}
        placeholder="Markdown: # heading, **strong**, - list"
        onInput={(e) => onChange({ ...cell, source: e.currentTarget.value }, 'typing')}
      />
      <button type="button" onClick={() => setEditing(false)} disabled={cell.source.trim() === ''}>
        Done
      </button>
    </div>
  ) : (
    <>
      <Markdown source={cell.source} />
      <button type="button" class="link" onClick={() => setEditing(true)}>
        Edit this text
      </button>
    </>
  );
}
