// A named region that scrolls sideways inside the page and can be reached by keyboard.
import type { ComponentChildren } from 'preact';

export function Scroll({
  name,
  stale = false,
  children,
}: {
  readonly name: string;
  readonly stale?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: no landmark, of which a page has few, and no field
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class={`scroll${stale ? ' stale' : ''}`} role="group" aria-label={name} tabIndex={0}>
      {children}
    </div>
  );
}
