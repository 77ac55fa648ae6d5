// What every section and cell of the notebook receives: the model on the bench, the document, what is known of each variant, and how to ask the engine for more.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Ask } from './ask.ts';
import type { Action } from './document/history.ts';
import type { DocumentVariant, NotebookDocument } from './document/schema.ts';
import type { Known } from './figures.ts';
import type { Model } from './model.ts';

export interface Bench {
  readonly model: Model;
  readonly document: NotebookDocument;
  /** The selected variant of the document. */
  readonly selected: DocumentVariant;
  /** The variant that the others are held against. */
  readonly base: DocumentVariant;
  /** Newest figures of a variant: the same object as long as they are the same. */
  readonly knownOf: (variant: DocumentVariant) => Known;
  /** Figures of the variant are older than its inputs. */
  readonly isBusy: (variant: DocumentVariant) => boolean;
  readonly dispatch: (action: Action) => void;
  /** Asks the engine; see ask.ts. */
  readonly ask: Ask;
  /** The input being dragged; null at rest. */
  readonly drag: { readonly id: string; readonly value: number; readonly key: string } | null;
}

const BenchContext = createContext<Bench | null>(null);
export const BenchProvider = BenchContext.Provider;

export function useBench(): Bench {
  const bench = useContext(BenchContext);
  if (bench === null) throw new Error('outside of the bench');
  return bench;
}
