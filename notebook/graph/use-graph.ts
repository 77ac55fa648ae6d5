// How a cell comes by the graph: one for the document on the page, made when the first cell asks for it.
import { useLayoutEffect, useState } from 'preact/hooks';
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

/** A cell's state; draws the cell again when it changes. */
export function useCellState(graph: CellGraph, id: string): NodeState {
  const [, redraw] = useState(0);
  useLayoutEffect(
    () =>
      graph.subscribe((changed) => {
        if (changed === id) redraw((n) => n + 1);
      }),
    [graph, id],
  );
  return graph.stateOf(id);
}
