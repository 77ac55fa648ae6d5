// Outcome ids → their labels, for cells deep in the tree.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

export const Labels = createContext<(id: string) => string>((id) => id);

export function useLabels(): (id: string) => string {
  return useContext(Labels);
}
