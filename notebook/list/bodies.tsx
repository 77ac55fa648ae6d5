// Cell kind → what stands in its frame. Kinds that need more than the list itself are loaded when the first cell of the kind appears.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CellKind, CellOf } from '../document/document.ts';
import { CompareCell } from './compare-cell.tsx';
import { ParametersCell } from './parameters-cell.tsx';
import { QuestionCell } from './question-cell.tsx';
import { TextCell } from './text-cell.tsx';
import { VariantsCell } from './variants-cell.tsx';

export interface BodyProperties<K extends CellKind> {
  readonly cell: CellOf<K>;
  /** Calls with the same gesture make one step of undo. */
  readonly onChange: (cell: CellOf<K>, gesture?: string) => void;
}

type Bodies = { readonly [K in CellKind]: ComponentType<BodyProperties<K>> };

export const bodies: Bodies = {
  text: TextCell,
  question: QuestionCell,
  parameters: ParametersCell,
  variants: VariantsCell,
  compare: CompareCell,
  sensitivity: later(async () => (await import('../sensitivity/sensitivity-cell.tsx')).SensitivityCell),
  formula: later(async () => (await import('../cells/formula-cell.tsx')).FormulaCell),
  code: later(async () => (await import('../cells/code-cell.tsx')).CodeCell),
  evidence: later(async () => (await import('../evidence-section/evidence-cell.tsx')).EvidenceCell),
  statechart: later(async () => (await import('./statechart-cell.tsx')).StatechartCell),
  replay: later(async () => (await import('./replay-cell.tsx')).ReplayCell),
};

/** A body that is loaded when it is first drawn. */
export function later<K extends CellKind>(
  load: () => Promise<ComponentType<BodyProperties<K>>>,
): ComponentType<BodyProperties<K>> {
  let loaded: ComponentType<BodyProperties<K>> | null = null;
  return function Later(p: BodyProperties<K>) {
    const [, redraw] = useState(0);
    useEffect(() => {
      if (loaded === null)
        load().then((component) => {
          loaded = component;
          redraw((n) => n + 1);
        }, console.error);
    }, []);
    const Body = loaded;
    return Body === null ? <p class="fine">Loading…</p> : <Body {...p} />;
  };
}
