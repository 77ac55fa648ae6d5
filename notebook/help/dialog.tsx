// A page of help over the page: a modal dialog with a heading, closed by Escape, by its button or by a press beside it.
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import './help.css';

interface Properties {
  readonly title: string;
  readonly lead?: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function HelpDialog({ title, lead, onClose, children }: Properties) {
  const frame = useRef<HTMLDialogElement>(null);
  // Drawn by a root of its own, whose ids begin anew.
  const id = `help-${useId()}`;
  useLayoutEffect(() => {
    const dialog = frame.current;
    if (dialog === null) return;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press beside the dialog; the keyboard has Escape
    <dialog
      ref={frame}
      class="help-dialog"
      aria-labelledby={id}
      onClose={onClose}
      onClick={(e) => e.target === e.currentTarget && frame.current?.close()}
    >
      <div class="help-page">
        <header>
          <div>
            <h2 id={id}>{title}</h2>
            {lead && <p class="fine">{lead}</p>}
          </div>
          <button type="button" autofocus onClick={() => frame.current?.close()}>
            Close
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
