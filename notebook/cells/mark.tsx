// A variant's shape in its colour, as the charts draw it.
import type { Look } from './colours.ts';

const shapes: Readonly<Record<Look['symbol'], string>> = {
  circle: 'M7 2a5 5 0 1 0 0 10a5 5 0 1 0 0-10z',
  square: 'M2.6 2.6h8.8v8.8h-8.8z',
  triangle: 'M7 1.6l5.6 9.8h-11.2z',
  diamond: 'M7 1l4.6 6l-4.6 6l-4.6-6z',
  star: 'M7 1l1.6 4.1h4.4l-3.5 2.7l1.3 4.3l-3.8-2.6l-3.8 2.6l1.3-4.3l-3.5-2.7h4.4z',
  wye: 'M5.3 13v-4.6l-4-2.3l1.7-2.9l4 2.3l4-2.3l1.7 2.9l-4 2.3v4.6z',
};

export function Mark({ look }: { readonly look: Look }) {
  return (
    <svg class="mark" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
      <path d={shapes[look.symbol]} style={{ fill: look.colour }} />
    </svg>
  );
}
