// A modal dialog with a heading: Escape, its button or a press beside it close it, and the focus goes back to where it came from.
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

interface Properties {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly wide?: boolean;
  readonly testid: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Frame({ title, lead, wide = false, testid, onClose, children }: Properties) {
  const frame = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = frame.current!;
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press beside the dialog; the keyboard has Escape
    <dialog
      ref={frame}
      class={`share-frame${wide ? ' wide' : ''}`}
      aria-labelledby={id}
      data-testid={testid}
      onClose={onClose}
      onClick={(e) => e.target === e.currentTarget && frame.current?.close()}
    >
      <div class="share-page">
        <header>
          <div>
            <h2 id={id}>{title}</h2>
            {lead !== undefined && <p class="fine">{lead}</p>}
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
