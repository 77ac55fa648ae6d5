// The selected variant as it was when nothing was being dragged: long work does not begin anew with every step of a drag.
import { useRef } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { contentKey, type DocumentVariant } from '../document/document.ts';

export function useSettled(): DocumentVariant {
  const { selected, drag } = useBench();
  const kept = useRef(selected);
  const same = kept.current.label === selected.label && contentKey(kept.current) === contentKey(selected);
  if (drag === null && !same) kept.current = selected;
  return kept.current;
}
