// The dependency graph of a document's cells, on @observablehq/runtime: nodes with names and inputs enter, a state per node leaves. A change is computed for the node and what depends on it, for nothing else.
import { type Module, Runtime, RuntimeError, type Variable } from '@observablehq/runtime';

export interface GraphNode {
  readonly id: string;
  /** Empty: no other node can use it. */
  readonly name: string;
  /** Names of nodes and builtins that it needs. */
  readonly inputs: readonly string[];
  /** Equal keys: equal computations. A node is computed again only when its key, its name or an input changes. */
  readonly key: string;
  /** May return a promise; `signal` is aborted when its answer is no longer wanted, and the promise must settle then. */
  readonly compute: (values: ReadonlyMap<string, unknown>, signal: AbortSignal) => unknown;
}

export type NodeState =
  | { readonly state: 'pending'; readonly message: string | null }
  | { readonly state: 'fulfilled'; readonly value: unknown }
  | { readonly state: 'rejected'; readonly message: string; readonly error: unknown };

/** Thrown by a computation that waits for a person: what depends on it waits too, instead of failing. */
export class NotYet extends Error {}

export interface Graph {
  sync(nodes: readonly GraphNode[], builtins: Readonly<Record<string, unknown>>): void;
  stateOf(id: string): NodeState;
  /** Computes a node again although nothing that it depends on has changed. */
  again(id: string): void;
  /** `listener` is called with the id of a node whose state changed. Returns how to stop that. */
  subscribe(listener: (id: string) => void): () => void;
  dispose(): void;
}

interface Entry {
  node: GraphNode;
  readonly variable: Variable;
  settled: Settled | null;
}
type Settled = { readonly value: unknown } | { readonly error: unknown };

export function createGraph(): Graph {
  // Whatever is not defined here is unknown: no look into the page's globals.
  const runtime = new Runtime(null, (name) => {
    throw new RuntimeError(`${name} is not defined`);
  });
  const module = runtime.module();
  const entries = new Map<string, Entry>();
  const builtinValues = new Map<string, { readonly variable: Variable; value: unknown }>();
  const listeners = new Set<(id: string) => void>();
  const tell = (id: string): void => {
    for (const listener of listeners) listener(id);
  };

  function add(node: GraphNode): Entry {
    const settle = (settled: Settled | null): void => {
      if (entries.get(node.id) !== entry) return;
      entry.settled = settled;
      tell(node.id);
    };
    const variable = module.variable({
      pending: () => settle(null),
      fulfilled: (value) => settle({ value }),
      rejected: (error) => settle({ error }),
    });
    const entry: Entry = { node, variable, settled: null };
    entries.set(node.id, entry);
    return entry;
  }

  function sync(nodes: readonly GraphNode[], builtins: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(builtins)) {
      const before = builtinValues.get(name);
      if (before === undefined) builtinValues.set(name, { variable: constant(module, name, value), value });
      else if (!Object.is(before.value, value)) {
        before.value = value;
        before.variable.define(name, [], () => value);
      }
    }
    const kept = new Set(nodes.map((n) => n.id));
    for (const [id, entry] of entries)
      if (!kept.has(id)) {
        entries.delete(id);
        entry.variable.delete();
      }
    for (const node of nodes) {
      const known = entries.get(node.id);
      const entry = known ?? add(node);
      const { node: before } = entry;
      entry.node = node;
      if (known === undefined || before.key !== node.key || before.name !== node.name || !sameInputs(before, node))
        define(entry);
    }
  }

  function define({ node, variable }: Entry): void {
    variable.define(
      node.name === '' ? null : node.name,
      ['invalidation', ...node.inputs],
      (invalidation: Promise<void>, ...values: unknown[]) => {
        const gone = new AbortController();
        void invalidation.then(() => gone.abort());
        return node.compute(new Map(node.inputs.map((name, k) => [name, values[k]])), gone.signal);
      },
    );
  }

  const named = (name: string): Entry[] => [...entries.values()].filter((e) => e.node.name === name);

  function stateOf(id: string): NodeState {
    const entry = entries.get(id);
    if (entry === undefined) return { state: 'pending', message: null };
    const { settled } = entry;
    if (settled === null) {
      const behind = entry.node.inputs.find((name) => named(name).some((e) => e.settled === null));
      return { state: 'pending', message: behind === undefined ? null : `waits for \`${behind}\`` };
    }
    if ('value' in settled) return { state: 'fulfilled', value: settled.value };
    return told(entry, settled.error);
  }

  /** The runtime's errors in the reader's words. */
  function told({ node }: Entry, error: unknown): NodeState {
    if (error instanceof NotYet) return { state: 'pending', message: error.message };
    const rejected = (message: string): NodeState => ({ state: 'rejected', message, error });
    if (!(error instanceof RuntimeError)) return rejected(error instanceof Error ? error.message : String(error));
    if (error.input === undefined) {
      if (named(node.name).length > 1)
        return rejected(`more than one cell is called \`${node.name}\`: rename all but one`);
      const circle = circleOf(node, (name) => named(name)[0]?.node);
      return rejected(
        circle.length === 1
          ? `\`${circle[0]}\` needs its own value`
          : `these cells need one another: ${[...circle, circle[0]].map((n) => `\`${n}\``).join(' → ')}`,
      );
    }
    // The runtime names whichever input failed first; here it is the first one in order, and a failure before a wait.
    const troubles = node.inputs.flatMap((name) => troubleOf(name, error) ?? []);
    return troubles.find((t) => t.state === 'rejected') ?? troubles[0] ?? rejected(error.message);
  }

  function troubleOf(name: string, error: unknown): NodeState | null {
    const rejected = (message: string): NodeState => ({ state: 'rejected', message, error });
    const [first, second] = named(name);
    if (second !== undefined) return rejected(`more than one cell is called \`${name}\`: rename all but one`);
    if (first === undefined) return builtinValues.has(name) ? null : rejected(`no cell is called \`${name}\``);
    const { state } = stateOf(first.node.id);
    if (state === 'pending') return { state, message: `waits for \`${name}\`` };
    return state === 'rejected' ? rejected(`needs \`${name}\`, which has an error`) : null;
  }

  return {
    sync,
    stateOf,
    again(id) {
      const entry = entries.get(id);
      if (entry !== undefined) define(entry);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      listeners.clear();
      runtime.dispose();
    },
  };
}

function constant(module: Module, name: string, value: unknown): Variable {
  return module.variable().define(name, [], () => value);
}

function sameInputs(a: GraphNode, b: GraphNode): boolean {
  return a.inputs.length === b.inputs.length && a.inputs.every((name, k) => name === b.inputs[k]);
}

/** Names on a way from the node back to itself; its own name when there is none (it then depends on a circle of others). */
function circleOf(start: GraphNode, find: (name: string) => GraphNode | undefined): string[] {
  const cameFrom = new Map<GraphNode, GraphNode | null>([[start, null]]);
  const queue = [start];
  for (let next = queue.shift(); next !== undefined; next = queue.shift())
    for (const name of next.inputs) {
      const input = find(name);
      if (input === start) {
        const circle: string[] = [];
        for (let at: GraphNode | null = next; at !== null; at = cameFrom.get(at) ?? null) circle.unshift(at.name);
        return circle;
      }
      if (input !== undefined && !cameFrom.has(input)) {
        cameFrom.set(input, next);
        queue.push(input);
      }
    }
  return [start.name];
}
