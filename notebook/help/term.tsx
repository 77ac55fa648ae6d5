// A term of art with its explanation behind it: a dotted word that opens two or three sentences. The glossary itself is loaded at the first press.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Entry, TermId } from './glossary.ts';
import { placeBelow } from './place.ts';
import './term.css';

interface Properties {
  readonly id: TermId;
  readonly children: ComponentChildren;
}

export function Term({ id, children }: Properties) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // A press outside closes an open popover by itself; the same press must not open it again.
  const wasOpen = useRef(false);
  return (
    <>
      <button
        ref={button}
        type="button"
        class="term"
        aria-expanded={open}
        aria-haspopup="dialog"
        onPointerDown={() => {
          wasOpen.current = open;
        }}
        onClick={() => {
          setOpen(!wasOpen.current);
          wasOpen.current = false;
        }}
      >
        {children}
      </button>
      {open && <Explanation id={id} anchor={button} onClose={() => setOpen(false)} />}
    </>
  );
}

interface ExplanationProperties {
  readonly id: TermId;
  readonly anchor: { readonly current: HTMLElement | null };
  readonly onClose: () => void;
}

// Spans all through: a term stands inside paragraphs.
function Explanation({ id, anchor, onClose }: ExplanationProperties) {
  const frame = useRef<HTMLSpanElement>(null);
  const [entry, setEntry] = useState<Entry | null>(null);
  const title = useId();
  useEffect(() => {
    void import('./glossary.ts').then(({ glossary }) => setEntry(glossary[id]));
  }, [id]);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null || anchor.current === null) return;
    const toggled = (e: Event): void => {
      if ((e as ToggleEvent).newState === 'closed') onClose();
    };
    element.showPopover();
    element.addEventListener('toggle', toggled);
    const stop = placeBelow(element, anchor.current);
    return () => {
      stop();
      element.removeEventListener('toggle', toggled);
    };
  }, []);
  return (
    <span ref={frame} popover="auto" role="dialog" aria-labelledby={title} class="explanation">
      <span class="explanation-head">
        <b id={title}>{entry?.name ?? 'Looking it up…'}</b>
        <button type="button" class="close" aria-label="Close" autofocus onClick={() => frame.current?.hidePopover()}>
          <span aria-hidden="true">×</span>
        </button>
      </span>
      <span class="explanation-text">{entry?.text}</span>
    </span>
  );
}
