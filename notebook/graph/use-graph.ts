// How a cell comes by the graph: one for the document on the page, made when the first cell asks for it.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Bench, useBench } from '../bench.ts';
import { type CellGraph, createCellGraph } from './cell-graph.ts';
import type { NodeState } from './graph.ts';

let current: { readonly document: string; readonly graph: CellGraph } | null = null;

function graphOf({ document }: Bench): CellGraph {
  // What was started in one document is not started in another.
  if (current?.document !== document.id) {
    current?.graph.dispose();
    current = { document: document.id, graph: createCellGraph() };
  }
  return current!.graph;
}

/** The graph, in step with the bench. */
export function useGraph(): CellGraph {
  const bench = useBench();
  const graph = graphOf(bench);
  useLayoutEffect(() => graph.sync(bench), [graph, bench]);
  return graph;
}

/** So long a computation may last before the page says that it is under way. */
const patience = 150;

/** A cell's state, and its last value while it is being computed anew; draws the cell again when they change. */
export function useCellState(graph: CellGraph, id: string): { readonly state: NodeState; readonly last: Value | null } {
  const [, redraw] = useState(0);
  const last = useRef<Value | null>(null);
  useLayoutEffect(() => {
    let late: ReturnType<typeof setTimeout> | undefined;
    const draw = (): void => {
      clearTimeout(late);
      redraw((n) => n + 1);
    };
    const leave = graph.subscribe((changed) => {
      if (changed !== id) return;
      clearTimeout(late);
      if (graph.stateOf(id).state === 'pending') late = setTimeout(draw, patience);
      else draw();
    });
    return () => {
      clearTimeout(late);
      leave();
    };
  }, [graph, id]);
  const state = graph.stateOf(id);
  if (state.state === 'fulfilled') last.current = { value: state.value };
  else if (state.state === 'rejected') last.current = null;
  return { state, last: last.current };
}

export interface Value {
  readonly value: unknown;
}
