// Which variants stand out: up to six have a colour and a shape each, the others are grey. Enters: the document's variants, the selected one, the reader's picks. Leaves: a look per variant.
import { useEffect, useState } from 'preact/hooks';
import type { DocumentVariant } from '../document/document.ts';

export interface Look {
  readonly colour: string;
  readonly symbol: 'circle' | 'square' | 'triangle' | 'diamond' | 'star' | 'wye';
  /** One of the six. */
  readonly coloured: boolean;
}

export const mostColours = 6;
const symbols = ['circle', 'square', 'triangle', 'diamond', 'star', 'wye'] as const;

/** Variant ids by place of colour; null: a free place. */
export type Slots = readonly (string | null)[];
type Named = Pick<DocumentVariant, 'id' | 'origin'>;

/** Six or fewer variants: all, those of the file first, so that a new one takes nobody's colour. More: base, the first four others, and the selected one. */
export function defaultSlots(variants: readonly Named[], selected: string): Slots {
  const ids = [...variants.filter((v) => v.origin === 'file'), ...variants.filter((v) => v.origin === 'own')].map(
    (v) => v.id,
  );
  if (ids.length <= mostColours) return ids;
  const first = ids.slice(0, mostColours - 1);
  return [...first, first.includes(selected) ? ids[mostColours - 1]! : selected];
}

/** One variant in or out of the coloured ones; a seventh is refused. */
export function picked(slots: Slots, id: string, on: boolean): Slots {
  if (!on) return slots.map((s) => (s === id ? null : s));
  if (slots.includes(id)) return slots;
  const places = Array.from({ length: mostColours }, (_, i) => slots[i] ?? null);
  const free = places.indexOf(null);
  return free < 0 ? slots : places.map((s, i) => (i === free ? id : s));
}

export function looksOf(variants: readonly Named[], selected: string, picks: Slots | null): ReadonlyMap<string, Look> {
  const slots = slotsOf(variants, selected, picks);
  const lookOf = (id: string, isBase: boolean): Look => {
    const place = slots.indexOf(id);
    if (place >= 0) return { colour: `var(--variant-${place + 1})`, symbol: symbols[place]!, coloured: true };
    const colour = isBase || id === selected ? 'var(--ink)' : 'var(--grey)';
    return { colour, symbol: id === selected && !isBase ? 'diamond' : 'circle', coloured: false };
  };
  return new Map(variants.map((v, i) => [v.id, lookOf(v.id, i === 0)]));
}

/** The reader's picks while there are more variants than colours; ids that are gone make room. */
export function slotsOf(variants: readonly Named[], selected: string, picks: Slots | null): Slots {
  if (picks === null || variants.length <= mostColours) return defaultSlots(variants, selected);
  return picks.map((id) => (variants.some((v) => v.id === id) ? id : null));
}

// A way of looking, not part of the document: one for all charts and tables of the page, gone on reload.
let picks: Slots | null = null;
const readers = new Set<(picks: Slots | null) => void>();

export function usePicks(): readonly [Slots | null, (next: Slots | null) => void] {
  const [now, setNow] = useState(picks);
  useEffect(() => {
    setNow(picks);
    readers.add(setNow);
    return () => {
      readers.delete(setNow);
    };
  }, []);
  const choose = (next: Slots | null): void => {
    picks = next;
    for (const tell of readers) tell(next);
  };
  return [now, choose];
}
