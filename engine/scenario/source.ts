// YAML text → plain data with a place for every value. The only door to the `yaml` package; keys that could reach a prototype, alias bombs and huge files stop here.
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Document as YamlDocument,
} from 'yaml';
import { type Checked, type Path, type Problem, problem } from '../vocabulary/problem.ts';
import { limits } from './schema.ts';

/** A parsed document that can say where each of its values stands. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** Plain data; objects are null-safe copies of what the file says. */
  readonly data: unknown;
  /** Fills in file, line, column and excerpt of a Problem from its path. */
  locate(p: Problem): Problem;
}

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

export function parseSource(text: string, file: string): Checked<Source> {
  const lines = new LineCounter();
  const excerptAt = (offset: number): Pick<Problem, 'line' | 'column' | 'excerpt'> => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    const start = lines.lineStarts[line - 1] ?? 0;
    const end = text.indexOf('\n', start);
    return {
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      excerpt: text.slice(start, end < 0 ? undefined : end).replace(/\r$/, ''),
    };
  };
  const fail = (p: Problem): Checked<Source> => ({ value: null, problems: [{ file, ...p }] });

  if (text.length > limits.fileBytes)
    return fail(
      problem(
        'file-too-large',
        `the file has ${text.length.toLocaleString('en')} characters; at most ${limits.fileBytes.toLocaleString('en')} are read`,
        { repair: 'split it, or take out what is not a scenario', line: 1, column: 1 },
      ),
    );
  if (text.trim() === '')
    return fail(
      problem('empty-file', 'the file is empty', {
        repair: 'a scenario starts with `meta:` and `regions:`; see scenarios/textbook/ for small ones',
        line: 1,
        column: 1,
      }),
    );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a binary file has
  const binary = /[\u0000-\u0008\u000E-\u001F\uFFFD]/.exec(text);
  if (binary)
    return fail(
      problem('not-text', 'this is not a text file', {
        repair: 'give a scenario in YAML, encoded as UTF-8',
        line: 1,
        column: 1,
      }),
    );

  let document: YamlDocument.Parsed;
  try {
    document = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: true,
      schema: 'core',
      merge: false,
      customTags: [],
      prettyErrors: false,
      strict: true,
    });
  } catch (error) {
    return fail(
      problem(
        'yaml',
        `the YAML cannot be read: ${error instanceof Error ? firstLine(error.message) : 'unknown reason'}`,
        { repair: 'nest less deeply', line: 1, column: 1 },
      ),
    );
  }
  const syntax = document.errors[0];
  if (syntax) {
    const repair =
      syntax.code === 'DUPLICATE_KEY'
        ? 'each key stands once: rename or join the two entries'
        : 'mend the YAML here; texts with a colon, quote or # belong in quotes';
    return fail(
      problem(syntax.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'yaml', firstLine(syntax.message), {
        repair,
        ...excerptAt(syntax.pos[0]),
      }),
    );
  }
  const contents = document.contents as Node | null;
  const unsafe = contents ? findUnsafe(contents, 0) : null;
  if (unsafe) return fail({ ...unsafe.problem, ...excerptAt(unsafe.offset) });
  if (!isMap(contents))
    return fail(
      problem('not-a-scenario', 'this is not a scenario: the file does not start with keys such as `meta:`', {
        repair: 'a scenario starts with `meta:` and `regions:`; see scenarios/textbook/ for small ones',
        ...excerptAt(contents?.range?.[0] ?? 0),
      }),
    );

  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return fail(
      problem('alias-bomb', `the YAML expands too far: ${error instanceof Error ? firstLine(error.message) : ''}`, {
        repair: 'write repeated parts out, or use fewer aliases (*name)',
        line: 1,
        column: 1,
        excerpt: excerptAt(0).excerpt ?? '',
      }),
    );
  }

  const locate = (p: Problem): Problem => {
    if (p.line !== undefined) return { file, ...p };
    const node = nodeAt(contents, p.path ?? [], p.code === 'unknown-key' || p.code === 'unused');
    const offset = node?.range?.[0] ?? 0;
    // Inside an expression the caret goes to the offending name; a quoted scalar starts one character later.
    const quoted = isScalar(node) && (node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE') ? 1 : 0;
    return { file, ...p, ...excerptAt(offset + (p.within ? p.within.offset + quoted : 0)) };
  };
  return { value: { file, text, data, locate }, problems: [] };
}

const firstLine = (text: string): string => text.split('\n')[0]!.replace(/ at line \d+.*$/, '');

interface Unsafe {
  readonly problem: Problem;
  readonly offset: number;
}

/** Depth-first look for keys, tags and depths that must not go further. */
function findUnsafe(node: Node, depth: number): Unsafe | null {
  const offset = node.range?.[0] ?? 0;
  if (depth > 30)
    return {
      problem: problem('too-deep', 'the YAML is nested more than 30 levels deep', {
        repair: 'a scenario needs about six levels',
      }),
      offset,
    };
  if (isAlias(node)) return null;
  if (isMap(node)) {
    for (const pair of node.items) {
      const key = pair.key as Node | null;
      const at = key?.range?.[0] ?? offset;
      if (!isScalar(key))
        return {
          problem: problem('bad-key', 'a key must be plain text', { repair: 'write the key as one word' }),
          offset: at,
        };
      if (forbiddenKeys.has(String(key.value)))
        return {
          problem: problem('forbidden-key', `the key \`${String(key.value)}\` is not allowed`, {
            repair: 'choose another name',
          }),
          offset: at,
        };
      const inner = pair.value ? findUnsafe(pair.value as Node, depth + 1) : null;
      if (inner) return inner;
    }
  } else if (isSeq(node)) {
    for (const item of node.items) {
      const inner = item ? findUnsafe(item as Node, depth + 1) : null;
      if (inner) return inner;
    }
  }
  return null;
}

/** The node at a path, or the deepest one that exists on the way; with `key`, the key of the last step instead of its value. */
function nodeAt(root: Node, path: Path, key: boolean): Node | null {
  let node: Node = root;
  for (let i = 0; i < path.length; i++) {
    const step = path[i]!;
    if (isMap(node)) {
      const pair: { key: unknown; value: unknown } | undefined = node.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (!pair) return node;
      if (i === path.length - 1 && key) return pair.key as Node;
      node = (pair.value as Node | null) ?? (pair.key as Node);
    } else if (isSeq(node)) {
      const item: Node | undefined = node.items[Number(step)] as Node | undefined;
      if (!item) return node;
      node = item;
    } else {
      return node;
    }
  }
  return node;
}
