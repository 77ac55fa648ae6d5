// JavaScript of a code cell → what the frame runs: the free names it uses, and a function body with its value returned and its loops watched; or where it cannot be read. Nothing runs here.
import { type Node, type Program, parse, parseExpressionAt, tokenizer } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { tickName } from '../sandbox/names.ts';

export interface CodePlace {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface CompiledCode {
  /** Names that are used and not declared inside, in order of appearance: other cells, what the frame brings, globals. */
  readonly names: readonly string[];
  /** Body of an async function; line breaks as in the source. */
  readonly body: string;
  readonly insertions: readonly Insertion[];
}
export interface Insertion {
  /** In the source. */
  readonly offset: number;
  readonly text: string;
}

export type Compiled =
  | { readonly code: CompiledCode; readonly trouble: null }
  | { readonly code: null; readonly trouble: { readonly message: string; readonly place: CodePlace | null } };

const options = {
  ecmaVersion: 'latest',
  sourceType: 'module',
  allowAwaitOutsideFunction: true,
  allowReturnOutsideFunction: true,
} as const;

export function compileCode(source: string): Compiled {
  const refused = (message: string, place: CodePlace | null = null): Compiled => ({
    code: null,
    trouble: { message, place },
  });
  if (source.trim() === '') return refused('the cell is empty');
  try {
    const expression = wholeExpression(source);
    const tree = expression ?? parse(source, options);
    const module =
      expression === null
        ? (tree as Program).body.find((s) => /^(Import|Export).*Declaration$/.test(s.type))
        : undefined;
    if (module !== undefined)
      return refused(
        'a cell cannot import or export: Plot is at hand, other cells are used by their names',
        placeAt(source, module.start),
      );
    const value = expression ?? lastExpressionOf(tree as Program);
    const insertions = [
      ...(value === null
        ? []
        : [
            { offset: value.start, text: 'return (' },
            { offset: value.end, text: ')' },
          ]),
      ...loopInsertionsOf(tree),
    ].sort((a, b) => a.offset - b.offset);
    return { code: { names: freeNamesOf(tree), body: inserted(source, insertions), insertions }, trouble: null };
  } catch (error) {
    if (error instanceof RangeError) return refused('the code is nested too deeply');
    if (!(error instanceof SyntaxError)) throw error;
    const { loc } = error as SyntaxError & { loc?: { line: number; column: number } };
    return refused(
      error.message.replace(/ \(\d+:\d+\)$/, ''),
      loc === undefined ? null : { line: loc.line, column: loc.column + 1 },
    );
  }
}

/** Where a place in the body lies in the source; inside an insertion: where that stands. */
export function placeInSource(source: string, insertions: readonly Insertion[], place: CodePlace): CodePlace {
  const lines = source.split('\n').slice(0, place.line);
  const end = lines.join('\n').length;
  const start = end - (lines.at(-1)?.length ?? 0);
  let shift = 0;
  for (const { offset, text } of insertions) {
    if (offset < start || offset > end) continue;
    const beyond = place.column - 1 - (offset - start + shift);
    if (beyond < 0) break;
    if (beyond < text.length) return { line: place.line, column: offset - start + 1 };
    shift += text.length;
  }
  return { line: place.line, column: Math.max(1, place.column - shift) };
}

/** The source as one expression, with nothing behind it but a semicolon and remarks; null when it is something else. */
function wholeExpression(source: string): Node | null {
  try {
    const expression = parseExpressionAt(source, 0, options);
    const rest = tokenizer(source.slice(expression.end), options);
    let token = rest.getToken();
    if (token.type.label === ';') token = rest.getToken();
    return token.type.label === 'eof' ? expression : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The last statement's expression, when the code returns nothing by itself. */
function lastExpressionOf(program: Program): Node | null {
  const last = program.body.at(-1);
  if (last?.type !== 'ExpressionStatement') return null;
  let returns = false;
  fullAncestor(program, (node, _, ancestors) => {
    if (node.type === 'ReturnStatement' && !ancestors.some((a) => isFunction(a))) returns = true;
  });
  return returns ? null : last.expression;
}

function loopInsertionsOf(tree: Node): Insertion[] {
  const found: Insertion[] = [];
  fullAncestor(tree, (node) => {
    if (!/^(For|ForIn|ForOf|While|DoWhile)Statement$/.test(node.type)) return;
    const { body } = node as Node & { body: Node };
    if (body.type === 'BlockStatement') found.push({ offset: body.start + 1, text: `${tickName}();` });
    else found.push({ offset: body.start, text: `{${tickName}();` }, { offset: body.end, text: '}' });
  });
  return found;
}

function inserted(source: string, insertions: readonly Insertion[]): string {
  let out = '';
  let from = 0;
  for (const { offset, text } of insertions) {
    out += source.slice(from, offset) + text;
    from = offset;
  }
  return out + source.slice(from);
}

const isFunction = (node: Node): boolean => /Function/.test(node.type);
const blocks = new Set(
  'Program BlockStatement StaticBlock ForStatement ForInStatement ForOfStatement SwitchStatement CatchClause'.split(
    ' ',
  ),
);
const isBlock = (node: Node): boolean => isFunction(node) || blocks.has(node.type);

interface Declaring extends Node {
  readonly kind?: string;
  readonly id?: Node | null;
  readonly params?: readonly Node[];
  readonly param?: Node | null;
  readonly declarations?: readonly { readonly id: Node }[];
}

/** Identifiers that no scope around them declares (ECMA-262, section 9.1, as far as names go). */
function freeNamesOf(tree: Node): string[] {
  const scopes = new Map<Node, Set<string>>();
  const declare = (scope: Node | undefined, pattern: Node | null | undefined): void => {
    const names = scopes.get(scope ?? tree) ?? new Set();
    scopes.set(scope ?? tree, names);
    if (pattern) for (const name of namesOf(pattern)) names.add(name);
  };
  fullAncestor(tree, (visited, _, ancestors) => {
    const node = visited as Declaring;
    const around = ancestors.slice(0, -1);
    const block = around.findLast(isBlock);
    if (node.type === 'VariableDeclaration') {
      const scope = node.kind === 'var' ? around.findLast((a) => isFunction(a)) : block;
      for (const { id } of node.declarations ?? []) declare(scope, id);
    } else if (isFunction(node)) {
      declare(node, null);
      declare(node.type === 'FunctionDeclaration' ? block : node, node.id);
      for (const param of node.params ?? []) declare(node, param);
      if (node.type !== 'ArrowFunctionExpression') scopes.get(node)?.add('arguments');
    } else if (node.type === 'ClassDeclaration') declare(block, node.id);
    else if (node.type === 'ClassExpression') declare(node, node.id);
    else if (node.type === 'CatchClause') declare(node, node.param);
  });
  const free = new Set<string>();
  fullAncestor(tree, (node, _, ancestors) => {
    if (node.type !== 'Identifier') return;
    const { name } = node as Node & { name: string };
    if (!scopes.get(tree)?.has(name) && !ancestors.some((a) => scopes.get(a)?.has(name))) free.add(name);
  });
  return [...free];
}

/** The names that a pattern binds. */
function namesOf(pattern: Node): string[] {
  const p = pattern as Node & Record<string, unknown>;
  switch (p.type) {
    case 'Identifier':
      return [p.name as string];
    case 'ObjectPattern':
      return (p.properties as (Node & { value?: Node })[]).flatMap((q) => namesOf(q.value ?? q));
    case 'ArrayPattern':
      return (p.elements as (Node | null)[]).flatMap((q) => (q === null ? [] : namesOf(q)));
    case 'AssignmentPattern':
      return namesOf(p.left as Node);
    case 'RestElement':
      return namesOf(p.argument as Node);
    default:
      return [];
  }
}

function placeAt(source: string, offset: number): CodePlace {
  const before = source.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
