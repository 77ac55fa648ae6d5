// A variant's name as a field, with a name made from its changes to take over.
import { useState } from 'preact/hooks';

interface Properties {
  readonly label: string;
  readonly suggestion: string | null;
  /** The new name; null: given up. */
  readonly onDone: (label: string | null) => void;
}

export function RenameField({ label, suggestion, onDone }: Properties) {
  const [text, setText] = useState(label);
  return (
    <form
      class="rename"
      onSubmit={(e) => {
        e.preventDefault();
        onDone(text);
      }}
    >
      <input
        aria-label="Name of the variant"
        value={text}
        maxLength={120}
        autofocus
        ref={(element) => {
          if (element && document.activeElement !== element) {
            element.focus();
            element.select();
          }
        }}
        onInput={(e) => setText(e.currentTarget.value)}
        onKeyDown={(e) => e.key === 'Escape' && onDone(null)}
      />
      <button type="submit">Save</button>
      {suggestion !== null && suggestion !== text && (
        <button type="button" class="link" onClick={() => setText(suggestion)}>
          Use “{suggestion}”
        </button>
      )}
    </form>
  );
}
