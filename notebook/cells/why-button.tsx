// The button that opens the popover of an input.
import { useRef } from 'preact/hooks';

interface Properties {
  readonly label: string;
  readonly text: string;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}

export function WhyButton({ label, text, open, onOpen }: Properties) {
  // A press outside closes an open popover by itself; the same press must not open it again.
  const wasOpen = useRef(false);
  return (
    <button
      type="button"
      class="why-button"
      aria-haspopup="dialog"
      aria-expanded={open}
      aria-label={label}
      onPointerDown={() => {
        wasOpen.current = open;
      }}
      onClick={() => {
        onOpen(!wasOpen.current);
        wasOpen.current = false;
      }}
    >
      {text}
    </button>
  );
}
