// Scenario text + edits → scenario text: values set, added or removed at a path, every other character kept. Edits are spliced in where the outline of the text says;
// a printer of whole documents would break long lines and move comments. Each result is read back: it must say exactly what was asked for.
import { type Checked, type Path, type Problem, problem } from '../vocabulary/problem.ts';
import { applied, editProblem } from './edit-data.ts';
import { limits } from './schema.ts';
import { blockYaml, inlineYaml, parseSource, type SourceItem, type SourceNode } from './source.ts';

/** One change of a scenario text. */
export type Edit =
  /** Maps on the way that are missing are made. A list takes its next free place too. */
  | { readonly op: 'set'; readonly path: readonly (string | number)[]; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: readonly (string | number)[] }
  /** Renames a key of a map, keeping its place. References elsewhere are not followed. */
  | { readonly op: 'rename'; readonly path: readonly (string | number)[]; readonly to: string };

/** Edits in one call. */
const mostEdits = 200;

/** Applies edits in order. The result is YAML that says what was asked; whether it is a good scenario is for `loadScenario` to say. */
export function editScenarioText(text: string, file: string, edits: readonly Edit[]): Checked<string> {
  if (edits.length > mostEdits)
    return {
      value: null,
      problems: [problem('too-many-edits', `${edits.length} edits at once; at most ${mostEdits}`, { file })],
    };
  let now = text;
  let source = parseSource(now, file);
  for (let k = 0; k < edits.length && source.value; ) {
    const { data, outline, locate } = source.value;
    const group = groupAt(data, edits, k);
    k += group.length;
    const root = outline();
    const splices: Splice[] = [];
    let wanted = data;
    for (const edit of group) {
      const wrong = editProblem(edit);
      if (wrong) return { value: null, problems: [locate(wrong)] };
      const next = applied(wanted, edit);
      if ('problem' in next) return { value: null, problems: [locate(next.problem)] };
      const splice = spliceOf(now, root, edit);
      if (!splice) return { value: null, problems: [locate(notBySplicing(edit))] };
      wanted = next.data;
      splices.push(splice);
    }
    now = spliced(now, splices);
    source = parseSource(now, file);
    const same = source.value
      ? JSON.stringify(source.value.data) === JSON.stringify(wanted)
      : now.length > limits.fileBytes;
    if (!same) return { value: null, problems: [locate(notBySplicing(group[0]!))] };
  }
  return source.value ? { value: now, problems: [] } : { value: null, problems: source.problems };
}

/** The edits from `k` on that can be done on one reading of the text: one of any kind, or several that each replace another plain value. */
function groupAt(data: unknown, edits: readonly Edit[], k: number): readonly Edit[] {
  const places = new Set<string>();
  let end = k;
  while (end < edits.length) {
    const edit = edits[end]!;
    const place = edit.path.join('\n');
    if (edit.op !== 'set' || !isPlain(edit.value) || !isPlain(valueAt(data, edit.path)) || places.has(place)) break;
    places.add(place);
    end++;
  }
  return edits.slice(k, Math.max(end, k + 1));
}

const isPlain = (value: unknown): boolean => value !== undefined && value !== null && typeof value !== 'object';

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step)
        ? (inner as Record<string | number, unknown>)[step]
        : undefined,
    data,
  );
}

function notBySplicing({ path }: Edit): Problem {
  return problem('cannot-edit', `\`${path.join('.')}\` is written in a way that cannot be changed by itself`, {
    path,
    repair: 'change the YAML by hand: is it repeated elsewhere by an alias (*name)?',
  });
}

/** A piece of the text to be put in place of another. */
interface Splice {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

function spliced(text: string, splices: readonly Splice[]): string {
  const eol = newline(text);
  let now = text;
  for (const { start, end, by } of [...splices].sort((a, b) => b.start - a.start))
    now = now.slice(0, start) + by.replaceAll('\n', eol) + now.slice(end);
  return now;
}

/** The data has been checked: places exist where they must. Null where the way leads through an alias. */
function spliceOf(text: string, root: SourceNode, edit: Edit): Splice | null {
  const { path } = edit;
  let node = root;
  for (const [k, step] of path.entries()) {
    if (node.kind === 'alias') return null;
    const at = node.kind === 'list' ? Number(step) : node.items.findIndex((i) => i.key === String(step));
    const item = node.items[at];
    const rest = path.slice(k + 1);
    if (!item) return insertion(text, node, String(step), madeOf(rest, edit));
    if (rest.length === 0 && edit.op === 'rename')
      return { start: item.keyStart, end: item.keyEnd, by: inlineYaml(edit.to) };
    if (rest.length === 0 && edit.op === 'remove') return removal(text, node, at, node === root);
    // Nothing is written here yet, or an empty value in words.
    const hollow = item.value === null || (item.value.items.length === 0 && item.value.kind === 'scalar');
    if (rest.length === 0 || hollow) return replacement(text, node, item, madeOf(rest, edit));
    node = item.value!;
  }
  throw new Error('an edit without a path');
}

/** The value of an edit inside the maps and lists that are missing on the way to it. */
function madeOf(rest: Path, edit: Edit): unknown {
  const value = edit.op === 'set' ? edit.value : null;
  return rest.reduceRight<unknown>((inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value);
}

function replacement(text: string, parent: SourceNode, item: SourceItem, value: unknown): Splice {
  const old = item.value;
  if (old === null) {
    const after = item.keyEnd;
    if (parent.kind === 'list') return { start: after, end: after, by: ` ${inlineYaml(value)}` };
    const colon = /^\s*:/.exec(text.slice(after))?.[0].length ?? 0;
    return { start: after + colon, end: after + colon, by: `${colon ? ' ' : ': '}${inlineYaml(value)}` };
  }
  const block = (old.kind === 'map' || old.kind === 'list') && !old.flow && isFilled(value);
  const by = block ? indented(blockYaml(value), columnOf(text, old.start)).trimStart() : inlineYaml(value, old.quotes);
  return { start: old.start, end: old.end, by };
}

function insertion(text: string, node: SourceNode, key: string, value: unknown): Splice {
  const last = node.items.at(-1);
  const name = node.kind === 'list' ? '' : `${inlineYaml(key)}: `;
  if (node.flow) {
    const at = last ? endOf(text, last) : node.start + 1;
    return { start: at, end: at, by: `${last ? ', ' : ''}${name}${inlineYaml(value)}` };
  }
  const at = lineEnd(text, endOf(text, last!));
  const column = columnOf(text, node.kind === 'list' ? node.start : node.items[0]!.keyStart);
  const written =
    isFilled(value) && node.kind === 'map' && isWrittenAsBlock(node, value)
      ? `${inlineYaml(key)}:\n${indented(blockYaml(value), column + 2)}`
      : `${node.kind === 'list' ? '- ' : name}${inlineYaml(value)}`;
  return { start: at, end: at, by: `\n${indented(written, column, 1)}` };
}

/** New entries look like those beside them; without one, what is nested twice gets lines of its own. */
function isWrittenAsBlock(node: SourceNode, value: object): boolean {
  const beside = node.items.findLast((i) => i.value?.kind === 'map' || i.value?.kind === 'list')?.value;
  if (beside) return !beside.flow;
  return Object.values(value).some((v) => isFilled(v));
}

function removal(text: string, node: SourceNode, at: number, isRoot: boolean): Splice {
  const item = node.items[at]!;
  if (node.items.length === 1 && !isRoot)
    return { start: node.start, end: node.end, by: node.kind === 'map' ? '{}' : '[]' };
  if (node.flow)
    return at > 0
      ? { start: endOf(text, node.items[at - 1]!), end: endOf(text, item), by: '' }
      : { start: item.keyStart, end: node.items[1]!.keyStart, by: '' };
  // In a list the entry begins at its dash.
  const begin = (i: SourceItem): number => (node.kind === 'list' ? text.lastIndexOf('-', i.keyStart - 1) : i.keyStart);
  const start = begin(item);
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const next = node.items[at + 1];
  if (text.slice(line, start).trim() !== '' && next) return { start, end: begin(next), by: '' };
  return { start: line, end: Math.min(text.length, lineEnd(text, endOf(text, item)) + newline(text).length), by: '' };
}

const newline = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

const isFilled = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

/** Behind the last character of an entry; where nothing is written, behind its colon. */
function endOf(text: string, item: SourceItem): number {
  if (item.value === null) return item.keyEnd + (/^\s*:/.exec(text.slice(item.keyEnd))?.[0].length ?? 0);
  const last = item.value.flow ? undefined : item.value.items.at(-1);
  return last ? endOf(text, last) : item.value.end;
}

/** Before the line break, or at the end of the text. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : text[end - 1] === '\r' ? end - 1 : end;
}

const columnOf = (text: string, at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1);

/** @param lines how many lines to indent; left out: all. */
function indented(written: string, column: number, lines = Number.POSITIVE_INFINITY): string {
  return written
    .split('\n')
    .map((line, k) => (k < lines ? ' '.repeat(column) + line : line))
    .join('\n');
}
