// YAML text → plain data with a place for every value. The only door to the `yaml` package; keys that could reach a prototype, alias bombs and huge files stop here.
import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
  Document as YamlDocument,
} from 'yaml';
import { type Checked, didYouMean, type Path, type Problem, problem } from '../vocabulary/problem.ts';
import { isAboutKey, offsetWithin } from './caret.ts';
import { limits } from './schema.ts';

/** A parsed document that can say where each of its values stands. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** Plain data; objects are null-safe copies of what the file says. */
  readonly data: unknown;
  /** Fills in file, line, column and excerpt of a Problem from its path. */
  locate(p: Problem): Problem;
  /** Where everything stands in the text, for edits that leave the rest of it alone. */
  outline(): SourceNode;
}

/** A value of the document as it is written. Offsets are those of its first character and behind its last one. */
export interface SourceNode {
  readonly kind: 'map' | 'list' | 'scalar' | 'alias';
  /** Written as `{…}` or `[…]`. */
  readonly flow: boolean;
  readonly quotes: Quotes;
  readonly start: number;
  readonly end: number;
  readonly items: readonly SourceItem[];
}

/** An entry of a map or list. */
export interface SourceItem {
  /** Empty in lists; offsets are then those of the value. */
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  /** Null where nothing is written. */
  readonly value: SourceNode | null;
}

/** How a text is quoted; a word by itself is not. */
type Quotes = 'single' | 'double' | 'other';

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

  let document: ReturnType<typeof parseDocument>;
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
    if (error instanceof RangeError) return fail({ ...tooDeep, line: 1, column: 1 });
    return fail(
      problem(
        'yaml',
        `the YAML cannot be read: ${error instanceof Error ? firstLine(error.message) : 'unknown reason'}`,
        { repair: 'mend the YAML', line: 1, column: 1 },
      ),
    );
  }
  const contents = document.contents as Node | null;
  const syntax = document.errors[0];
  if (syntax) {
    // Brackets opened without end are a syntax error as well; the depth says more.
    const exhausted = document.errors.some((e) => (e.code as string) === 'RESOURCE_EXHAUSTION');
    const deep = (contents && findTooDeep(contents, 0)) ?? (exhausted ? { problem: tooDeep, offset: 0 } : null);
    if (deep) return fail({ ...deep.problem, ...excerptAt(deep.offset) });
    if (syntax.code === 'MULTIPLE_DOCS')
      return fail(
        problem('two-documents', 'the file holds two documents; keep one', {
          repair: 'take out the line `---` and what follows it, or make it a file of its own',
          ...excerptAt(syntax.pos[0]),
        }),
      );
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
  const unsafe = contents ? findUnsafe(contents, 0, { anchors: [], open: [] }) : null;
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
    const node = nodeAt(document, contents, p.path ?? [], isAboutKey(p));
    // Inside an expression the caret goes to the offending name.
    const offset = p.within && isScalar(node) ? offsetWithin(text, node, p.within.offset) : (node?.range?.[0] ?? 0);
    return { file, ...p, ...excerptAt(offset) };
  };
  const outline = (): SourceNode => outlineOf(contents, text);
  return { value: { file, text, data, locate, outline }, problems: [] };
}

const firstLine = (text: string): string => text.split('\n')[0]!.replace(/ at line \d+.*$/, '');

interface Unsafe {
  readonly problem: Problem;
  readonly offset: number;
}

const tooDeep = problem('too-deep', 'the YAML is nested too deeply: more than 30 levels', {
  repair: 'a scenario needs about six levels; are brackets left open here?',
});

/** The first node below 30 levels. */
function findTooDeep(node: Node, depth: number): Unsafe | null {
  if (depth > 30) return { problem: tooDeep, offset: node.range?.[0] ?? 0 };
  const children = isMap(node) ? node.items.flatMap((pair) => [pair.key, pair.value]) : isSeq(node) ? node.items : [];
  for (const child of children) {
    const inner = child ? findTooDeep(child as Node, depth + 1) : null;
    if (inner) return inner;
  }
  return null;
}

const coreTags = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((t) => `tag:yaml.org,2002:${t}`));

/** Depth-first look for keys, tags, aliases and depths that must not go further. `anchors` are those set so far, `open` those whose part is not yet at its end. */
function findUnsafe(node: Node, depth: number, seen: { anchors: string[]; open: string[] }): Unsafe | null {
  const offset = node.range?.[0] ?? 0;
  if (depth > 30) return { problem: tooDeep, offset };
  if (isAlias(node)) {
    if (seen.anchors.includes(node.source)) return null;
    return {
      problem: seen.open.includes(node.source)
        ? problem('unknown-alias', `the alias *${node.source} stands inside the part that it repeats`, {
            repair: 'write the part out',
          })
        : problem(
            'unknown-alias',
            `the alias *${node.source} repeats nothing: no anchor &${node.source} stands before it`,
            {
              repair: seen.anchors.length
                ? didYouMean(node.source, seen.anchors)
                : 'no anchor (&name) stands before it; a text that starts with * belongs in quotes',
            },
          ),
      offset,
    };
  }
  if (node.tag !== undefined && !coreTags.has(node.tag))
    return {
      problem: problem('unknown-tag', `the YAML tag ${node.tag.replace('tag:yaml.org,2002:', '!!')} is not allowed`, {
        repair: 'take the tag out; a text that starts with ! belongs in quotes',
      }),
      offset,
    };
  const anchor = (node as { anchor?: string }).anchor;
  if (anchor !== undefined) seen.open.push(anchor);
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
      const inner = pair.value ? findUnsafe(pair.value as Node, depth + 1, seen) : null;
      if (inner) return inner;
    }
  } else if (isSeq(node)) {
    for (const item of node.items) {
      const inner = item ? findUnsafe(item as Node, depth + 1, seen) : null;
      if (inner) return inner;
    }
  }
  if (anchor !== undefined) {
    seen.open.pop();
    seen.anchors.push(anchor);
  }
  return null;
}

/** The node at a path, or the deepest one that exists on the way; with `key`, the key of the last step instead of its value. */
function nodeAt(document: YamlDocument, root: Node, path: Path, key: boolean): Node | null {
  let node: Node = root;
  for (let i = 0; i < path.length; i++) {
    const step = path[i]!;
    if (isAlias(node)) node = node.resolve(document) ?? node;
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

const quotesOf: Readonly<Record<string, Quotes>> = { QUOTE_SINGLE: 'single', QUOTE_DOUBLE: 'double' };

function outlineOf(node: Node, text: string): SourceNode {
  const [start, valueEnd] = node.range ?? [0, 0];
  // Block texts and block collections reach to the next line's begin.
  const end = start + text.slice(start, valueEnd).trimEnd().length;
  const base = { start, end, flow: isCollection(node) && node.flow === true, quotes: 'other' as Quotes, items: [] };
  const inner = (value: unknown): SourceNode | null => {
    const child = value ? outlineOf(value as Node, text) : null;
    return child && (child.end > child.start || child.kind === 'alias') ? child : null;
  };
  if (isMap(node)) {
    const items = node.items.map(({ key, value }): SourceItem => {
      const [keyStart, keyEnd] = (key as Node).range ?? [0, 0];
      return { key: String((key as Scalar).value), keyStart, keyEnd, value: inner(value) };
    });
    return { ...base, kind: 'map', items };
  }
  if (isSeq(node)) {
    const items = node.items.map((item): SourceItem => {
      const [at, atEnd] = (item as Node).range ?? [0, 0];
      return { key: '', keyStart: at, keyEnd: atEnd, value: inner(item) };
    });
    return { ...base, kind: 'list', items };
  }
  if (isAlias(node)) return { ...base, kind: 'alias' };
  return { ...base, kind: 'scalar', quotes: quotesOf[(node as Scalar).type ?? ''] ?? 'other' };
}

/** A value on one line, as it may stand behind a key or in `{…}` and `[…]`. @param quotes those of a text by itself; other texts of more than one word are quoted. */
export function inlineYaml(value: unknown, quotes: Quotes = 'other'): string {
  const document = new YamlDocument([value], { schema: 'core' });
  quoteTexts(document, typeof value === 'string' ? quotes : 'other');
  (document.contents as { flow?: boolean }).flow = true;
  return printed(document).slice(1, -1);
}

/** A map or list of several lines; entries without entries of their own take one line each. */
export function blockYaml(value: object): string {
  const document = new YamlDocument(value, { schema: 'core' });
  quoteTexts(document, 'other');
  visit(document, {
    Collection(_, node) {
      if (node !== document.contents)
        node.flow = !node.items.some((item) => isCollection((item as { value?: unknown }).value ?? item));
    },
  });
  return printed(document);
}

const printed = (document: YamlDocument): string =>
  document.toString({ lineWidth: 0, flowCollectionPadding: false, singleQuote: true }).trimEnd();

function quoteTexts(document: YamlDocument, quotes: Quotes): void {
  const types = { single: 'QUOTE_SINGLE', double: 'QUOTE_DOUBLE' } as const;
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they need escapes
      if (/[\u0000-\u001F]/.test(node.value)) node.type = 'QUOTE_DOUBLE';
      else if (quotes !== 'other') node.type = types[quotes];
      else node.type = /^[A-Za-z][\w-]*$/.test(node.value) ? 'PLAIN' : 'QUOTE_SINGLE';
    },
  });
}
