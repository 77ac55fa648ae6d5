// The graph of one document's formula and code cells, kept in step with the bench: cells ask it for their state, start their code in it, and hear when they changed.
import { didYouMean } from '../../engine/index.ts';
import type { Bench } from '../bench.ts';
import { figuresName, nodesOf, type Runner, type Started } from './cells.ts';
import type { Compiled } from './code.ts';
import { createFigures, type ResultRow } from './figures.ts';
import { createGraph, type NodeState } from './graph.ts';
import { builtinNames, type GraphCell } from './names.ts';

export interface CellGraph {
  /** Brings the graph in step; cheap when nothing has changed. */
  sync(bench: Bench): void;
  stateOf(id: string): NodeState;
  /** Called with the id of a cell whose state changed. Returns how to stop that. */
  subscribe(listener: (id: string) => void): () => void;
  /** A person starts this text of a code cell. It runs again when what it uses changes, until it is started with another text. */
  start(id: string, source: string, compiled: Compiled): void;
  startedOf(id: string): Started | undefined;
  /** A person changes the text: what was started goes on until it is started anew. Any other change of the text ends it. */
  typed(id: string, source: string): void;
  /** Who shows the cell can run its code. Returns how to take that back. */
  attach(id: string, runner: Runner): () => void;
  /** What is to be known about a formula's value. */
  notesOf(id: string): readonly string[];
  /** The text of a cell was written or started here, by a person. */
  isTyped(id: string, source: string): boolean;
  /** Names of all cells. */
  names(): readonly string[];
  /** The name that an unknown one was probably meant to be. */
  meant(name: string): string;
  dispose(): void;
}

/** Milliseconds. */
const rest = 500;
const longestWait = 4000;

export function createCellGraph(): CellGraph {
  const graph = createGraph();
  const started = new Map<string, Started>();
  /** The last text of a started cell that a person has seen. */
  const seen = new Map<string, string>();
  const runners = new Map<string, Runner>();
  const notes = new Map<string, readonly string[]>();
  let bench: Bench | null = null;
  let cells: readonly GraphCell[] = [];
  let turn = 0;

  const figures = createFigures(() => bench !== null && update(bench));
  const around = {
    startedOf: (id: string) => started.get(id),
    runnerOf: (id: string) => runners.get(id),
    ask: (needs: Parameters<typeof figures.ask>[0]) => bench !== null && figures.ask(needs, bench),
    note: (id: string, said: readonly string[]) => void notes.set(id, said),
  };

  const names = (): string[] => cells.map((c) => c.name).filter((name) => name !== '');

  function update(next: Bench): void {
    bench = next;
    cells = next.document.cells.filter((c): c is GraphCell => c.kind === 'formula' || c.kind === 'code');
    for (const [id, { source }] of started) {
      const now = cells.find((c) => c.id === id)?.source;
      if (now !== source && now !== seen.get(id)) started.delete(id);
    }
    graph.sync(nodesOf(cells, around), {
      day: next.document.day,
      selected: next.document.selected,
      [figuresName]: figures.scopeOf(next),
      results: rowsFor(next),
      inputs: figures.inputsOf(next),
      scenario: next.model.view,
    });
  }

  /** Rows arrive variant by variant: code is not run for each of them, but when they rest, or have been coming for a while. */
  let rows: readonly ResultRow[] | null = null;
  let since = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function rowsFor(next: Bench): readonly ResultRow[] {
    const newest = figures.rowsOf(next);
    clearTimeout(timer);
    if (rows === newest) since = 0;
    else if (rows === null || (since > 0 && Date.now() - since > longestWait)) {
      rows = newest;
      since = 0;
    } else {
      since ||= Date.now();
      timer = setTimeout(() => {
        rows = newest;
        since = 0;
        if (bench !== null) update(bench);
      }, rest);
    }
    return rows;
  }

  return {
    sync(next) {
      // Figures that a drag passes through are not worth a computation.
      if (next !== bench && next.drag === null) update(next);
    },
    stateOf: graph.stateOf,
    subscribe: graph.subscribe,
    start(id, source, compiled) {
      started.set(id, { source, compiled, turn: ++turn });
      seen.set(id, source);
      if (bench !== null) update(bench);
    },
    startedOf: around.startedOf,
    typed: (id, source) => void seen.set(id, source),
    attach(id, runner) {
      runners.set(id, runner);
      // What was drawn is gone with whoever showed it before.
      if (started.has(id)) graph.again(id);
      return () => {
        if (runners.get(id) === runner) runners.delete(id);
      };
    },
    isTyped: (id, source) => seen.get(id) === source,
    notesOf: (id) => notes.get(id) ?? [],
    names,
    meant: (name) => didYouMean(name, [...names(), ...builtinNames, 'Plot', 'display', 'width']),
    dispose() {
      clearTimeout(timer);
      graph.dispose();
    },
  };
}
