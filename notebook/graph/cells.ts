// Formula and code cells → nodes of the graph. A formula is computed here; code is handed to whoever shows the cell, and only after a person has started that very text.
import { evaluateFormula, type Formula, type Need, type Problem, parseFormula } from '../../engine/index.ts';
import type { Compiled, CompiledCode } from './code.ts';
import type { Scope } from './figures.ts';
import { type GraphNode, NotYet } from './graph.ts';
import { builtinNames, type GraphCell, nameTrouble } from './names.ts';

/** What is wrong with a cell's text, with its place. */
export class CellTrouble extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Runs code where it can be seen. Rejects with a CellTrouble; settles when the signal is aborted. */
export type Runner = (
  code: CompiledCode,
  source: string,
  values: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<unknown>;

/** Started by a person: the text, what it is for the frame, and the how-manieth start. */
export interface Started {
  readonly source: string;
  readonly compiled: Compiled;
  readonly turn: number;
}

export interface Surroundings {
  readonly startedOf: (id: string) => Started | undefined;
  readonly runnerOf: (id: string) => Runner | undefined;
  readonly ask: (needs: readonly Need[]) => void;
  /** What is to be known about a formula's value: figures that are so by definition. */
  readonly note: (id: string, notes: readonly string[]) => void;
}

/** Name under which formulas find figures in the graph: no cell can have it. */
export const figuresName = '@figures';
/** Builtins that hold one value; the others are tables for code. */
const singles: readonly string[] = ['day', 'selected'];

export function nodesOf(cells: readonly GraphCell[], around: Surroundings): GraphNode[] {
  const names = cells.filter((c) => c.name !== '' && nameTrouble(c.name) === null).map((c) => c.name);
  return cells.map((cell) => {
    const trouble = nameTrouble(cell.name);
    if (trouble !== null) return broken(cell, '', { code: 'bad-name', severity: 'error', message: trouble });
    return cell.kind === 'formula' ? formulaNode(cell, names, around) : codeNode(cell, names, around);
  });
}

function broken(cell: GraphCell, name: string, problem: Problem): GraphNode {
  return {
    id: cell.id,
    name,
    inputs: [],
    key: `broken ${problem.message} ${problem.within?.offset}`,
    compute() {
      throw new CellTrouble(problem);
    },
  };
}

function formulaNode(cell: GraphCell, names: readonly string[], { ask, note }: Surroundings): GraphNode {
  const { value: formula, problems } = parsed(cell.source);
  if (formula === null) return broken(cell, cell.name, problems[0]!);
  const others = formula.names.filter((n) => names.includes(n));
  const unknown = formula.names.filter((n) => !names.includes(n) && !singles.includes(n));
  return {
    id: cell.id,
    name: cell.name,
    inputs: [...others, ...formula.names.filter((n) => singles.includes(n)), ...(formula.reads ? [figuresName] : [])],
    // A cell that looks in vain for a name is told again when other names are there to be meant.
    key: `${cell.source} ${unknown.length > 0 ? names.join() : ''}`,
    compute(values, signal) {
      const scope = (values.get(figuresName) ?? blind) as Scope;
      const result = evaluateFormula(formula, {
        ...scope,
        day: (values.get('day') as number | undefined) ?? scope.day,
        selected: (values.get('selected') as string | undefined) ?? scope.selected,
        names,
        named: (name) => values.get(name),
      });
      if (result.kind === 'problem') throw new CellTrouble(result.problem);
      note(cell.id, result.kind === 'value' ? result.notes : []);
      if (result.kind === 'value') return result.value;
      ask(result.needs);
      // The figures will be another object once they are there, and this is computed again.
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
    },
  };
}

/** Stands for figures in a formula that reads none. */
const blind = {} as Scope;

/** The last formula of each text: every keystroke in any cell asks for all of them. */
const readBefore = new Map<string, ReturnType<typeof parseFormula>>();
function parsed(source: string): { readonly value: Formula | null; readonly problems: readonly Problem[] } {
  const before = readBefore.get(source);
  if (before !== undefined) return before;
  if (readBefore.size > 500) readBefore.clear();
  const read = parseFormula(source);
  readBefore.set(source, read);
  return read;
}

function codeNode(cell: GraphCell, names: readonly string[], around: Surroundings): GraphNode {
  const started = around.startedOf(cell.id);
  if (started === undefined)
    return {
      id: cell.id,
      name: cell.name,
      inputs: [],
      key: 'not started',
      compute() {
        throw new NotYet('has not been run');
      },
    };
  const { source, compiled, turn } = started;
  const { code, trouble } = compiled;
  if (code === null) return broken(cell, cell.name, problemAt(source, trouble.message, trouble.place));
  const known: readonly string[] = [...names, ...builtinNames];
  const inputs = code.names.filter((n) => known.includes(n));
  return {
    id: cell.id,
    name: cell.name,
    inputs,
    key: `${turn} ${source}`,
    compute(values, signal) {
      const runner = around.runnerOf(cell.id);
      if (runner === undefined) throw new NotYet('is not on the page');
      return runner(code, source, Object.fromEntries(values), signal);
    },
  };
}

/** A Problem of a code cell; the place in the source, from 1. */
export function problemAt(
  source: string,
  message: string,
  place: { readonly line: number; readonly column: number } | null,
  repair?: string,
): Problem {
  return {
    code: 'code',
    severity: 'error',
    message,
    ...(repair !== undefined && { repair }),
    ...(place !== null && { ...place, excerpt: source.split('\n')[place.line - 1] ?? '' }),
  };
}
