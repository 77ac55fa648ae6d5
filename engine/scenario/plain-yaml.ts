// The plain part of YAML in which scenario files are mostly written, read in one pass: the YAML library takes ten times as long for the same answer when a process has just started.
// Read here: block maps and lists, flow maps and lists, plain and quoted texts of one line, comments. For anything else, mistakes included, the answer is null and the library reads.

/** A value with its place. Offsets are those of its first character and, for scalars, behind its last one. */
export interface Written {
  readonly kind: 'map' | 'list' | 'scalar';
  readonly value: unknown;
  readonly start: number;
  readonly end: number;
  /** How a scalar is written, in the words of the YAML library. */
  readonly type?: string | undefined;
  /** Entries in order; those of lists have no key. `value` is null where nothing is written. */
  readonly items: readonly { readonly key: Written | null; readonly value: Written | null }[];
}

class NotPlain extends Error {}

// Tabs, carriage returns and other controls, marks of byte order.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const odd = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029\uFEFF]/;
const keyAt = /(?:([A-Za-z_][A-Za-z0-9_.-]{0,99})|'([A-Za-z0-9_.-]{1,99})'):(?=[ \n])/y;
const plainStart = /[A-Za-z0-9_(]|[-+.][A-Za-z0-9_(]/y;
const spaces = / */y;
const flowPlain = /[^,[\]{}\n]*/y;
const words = new Map<string, boolean | null>(
  [true, false, null].flatMap((value) => {
    const word = String(value);
    return [word, `${word[0]!.toUpperCase()}${word.slice(1)}`, word.toUpperCase()].map((w) => [w, value] as const);
  }),
);
const integer = /^[-+]?[0-9]+$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/;
const exponential = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$/;
const special = /^0o[0-7]+$|^0x[0-9a-fA-F]+$|^[-+]?\.(?:inf|Inf|INF|nan|NaN|NAN)$/;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);
/** Far below the depth at which the library path refuses. */
const deepest = 25;

const empty: Written['items'] = [];

/** The tree of a text, or null where the text is not in the plain part of YAML. The root is a block map. */
export function readPlain(text: string): Written | null {
  if (odd.test(text)) return null;
  let at = 0;
  /** Indentation of the line of content that `at` stands on; −1 behind the last one. */
  let column = 0;

  const refuse = (): never => {
    throw new NotPlain();
  };
  const skipSpaces = (): void => {
    spaces.lastIndex = at;
    spaces.test(text);
    at = spaces.lastIndex;
  };
  const atEndOfLine = (): boolean =>
    at >= text.length || text[at] === '\n' || (text[at] === '#' && text[at - 1] === ' ');

  /** From a line's begin to the next content: blank lines and comments are passed over. */
  function toContent(): void {
    for (;;) {
      const begin = at;
      skipSpaces();
      column = at - begin;
      if (at >= text.length) {
        column = -1;
        return;
      }
      if (text[at] !== '\n' && text[at] !== '#') return;
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end + 1;
    }
  }
  function endLine(): void {
    skipSpaces();
    if (!atEndOfLine()) refuse();
    const end = text.indexOf('\n', at);
    at = end < 0 ? text.length : end + 1;
    toContent();
  }

  function key(seen: object): Written {
    keyAt.lastIndex = at;
    const found = keyAt.exec(text);
    const name = found?.[1] ?? found?.[2];
    if (name === undefined || forbidden.has(name) || Object.hasOwn(seen, name)) return refuse();
    const quoted = text[at] === "'";
    if (!quoted && words.has(name)) refuse();
    const start = at;
    const end = start + name.length + (quoted ? 2 : 0);
    at = end + 1;
    return { kind: 'scalar', value: name, start, end, type: quoted ? 'QUOTE_SINGLE' : 'PLAIN', items: empty };
  }

  function block(indent: number, depth: number): Written {
    if (depth > deepest) refuse();
    const start = at;
    const items: { key: Written | null; value: Written }[] = [];
    if (text[at] === '-' && text[at + 1] === ' ') {
      const list: unknown[] = [];
      while (column === indent) {
        if (text[at] !== '-' || text[at + 1] !== ' ') refuse();
        at += 2;
        skipSpaces();
        const value = inline(indent, depth + 1, false);
        endLine();
        list.push(value.value);
        items.push({ key: null, value });
      }
      // Deeper: the text goes on in the next line.
      if (column > indent) refuse();
      return { kind: 'list', value: list, start, end: start, items };
    }
    const map: Record<string, unknown> = {};
    while (column === indent) {
      const name = key(map);
      skipSpaces();
      let value: Written;
      if (atEndOfLine()) {
        endLine();
        if (column <= indent) refuse();
        value = block(column, depth + 1);
      } else {
        value = inline(indent, depth + 1, false);
        endLine();
      }
      map[name.value as string] = value.value;
      items.push({ key: name, value });
    }
    if (column > indent) refuse();
    return { kind: 'map', value: map, start, end: start, items };
  }

  /** A value that stands on the line. @param indent that of the block around it, of which further lines must be deeper. */
  function inline(indent: number, depth: number, inFlow: boolean): Written {
    if (depth > deepest) refuse();
    const start = at;
    switch (text[at]) {
      case '{':
      case '[':
        return flow(indent, depth);
      case "'": {
        let end = text.indexOf("'", at + 1);
        while (end >= 0 && text[end + 1] === "'") end = text.indexOf("'", end + 2);
        const raw = text.slice(at + 1, end);
        if (end < 0 || raw.includes('\n')) refuse();
        at = end + 1;
        const value = raw.includes("'") ? raw.replaceAll("''", "'") : raw;
        return { kind: 'scalar', value, start, end: at, type: 'QUOTE_SINGLE', items: empty };
      }
      case '"': {
        const end = text.indexOf('"', at + 1);
        const value = text.slice(at + 1, end);
        if (end < 0 || value.includes('\n') || value.includes('\\')) refuse();
        at = end + 1;
        return { kind: 'scalar', value, start, end: at, type: 'QUOTE_DOUBLE', items: empty };
      }
      default: {
        plainStart.lastIndex = at;
        if (!plainStart.test(text)) refuse();
        let end: number;
        if (inFlow) {
          flowPlain.lastIndex = at;
          flowPlain.test(text);
          end = flowPlain.lastIndex;
        } else {
          const line = text.indexOf('\n', at);
          end = line < 0 ? text.length : line;
        }
        let raw = text.slice(at, end);
        const comment = raw.indexOf(' #');
        if (comment >= 0) raw = inFlow ? refuse() : raw.slice(0, comment);
        let length = raw.length;
        while (raw[length - 1] === ' ') length--;
        raw = raw.slice(0, length);
        if (raw.endsWith(':') || raw.includes(': ')) refuse();
        at += length;
        return { kind: 'scalar', value: plainValue(raw), start, end: at, type: 'PLAIN', items: empty };
      }
    }
  }

  function plainValue(raw: string): unknown {
    const first = raw.charCodeAt(0);
    // Digits, signs and the point come before the letters.
    if (first >= 65) {
      const word = words.get(raw);
      return word === undefined ? raw : word;
    }
    if (integer.test(raw)) return Number.parseInt(raw, 10);
    if (float.test(raw) || exponential.test(raw)) return Number.parseFloat(raw);
    return special.test(raw) ? refuse() : raw;
  }

  function flow(indent: number, depth: number): Written {
    const start = at;
    const isMap = text[at] === '{';
    const close = isMap ? '}' : ']';
    const map: Record<string, unknown> = {};
    const list: unknown[] = [];
    const items: { key: Written | null; value: Written }[] = [];
    at++;
    skipInFlow(indent);
    while (text[at] !== close || items.length > 0) {
      const name = isMap ? key(map) : null;
      if (name) {
        if (text[at] !== ' ') refuse();
        skipSpaces();
      }
      const value = inline(indent, depth + 1, true);
      items.push({ key: name, value });
      if (name) map[name.value as string] = value.value;
      else list.push(value.value);
      skipInFlow(indent);
      if (text[at] === close) break;
      if (text[at] !== ',' || text[at + 1] === undefined || !' \n'.includes(text[at + 1]!)) refuse();
      at++;
      skipInFlow(indent);
    }
    at++;
    return isMap
      ? { kind: 'map', value: map, start, end: at, items }
      : { kind: 'list', value: list, start, end: at, items };
  }
  function skipInFlow(indent: number): void {
    skipSpaces();
    if (text[at] !== '\n') return;
    const begin = ++at;
    skipSpaces();
    if (at - begin <= indent || text[at] === '\n') refuse();
  }

  try {
    toContent();
    if (column !== 0) return null;
    const root = block(0, 0);
    return root.kind === 'map' && (column as number) < 0 ? root : null;
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}
