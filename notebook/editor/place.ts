// Where a position stands in a YAML text: the keys that lead to it, and what is typed there so far. Enters: a text that may be half-written. Leaves: a Place. A scanner of its own, since a parser gives up where completion is needed most.

export type Step = string | number;

export interface Place {
  /** Keys and list positions from the root; at a value they end with its own key, at a key with those of the map it belongs to. */
  readonly path: readonly Step[];
  readonly at: 'key' | 'value' | 'comment';
  /** What is typed of the key or value, from its beginning to the position; without the opening quote. */
  readonly typed: string;
  /** The quote that is open at the position. */
  readonly quote: '' | '"' | "'";
}

interface Frame {
  /** Column of a block entry; −1 inside brackets. */
  readonly indent: number;
  step: Step | null;
  /** Inside brackets: the one that opened it. */
  readonly open: '' | '{' | '[';
  /** Items of a block list seen so far under this entry. */
  items: number;
}

/** Where `position` stands. */
export function placeAt(text: string, position: number): Place {
  return scan(text, position, () => false);
}

/** Offset of the key or list item at a path; null when there is none. */
export function offsetOf(text: string, path: readonly Step[]): number | null {
  let found: number | null = null;
  scan(text, text.length, (frames, offset) => {
    let depth = 0;
    for (const { step } of frames) if (step !== null && step !== path[depth++]) return false;
    if (depth !== path.length) return false;
    found = offset;
    return true;
  });
  return found;
}

/** Reads up to `end`; `seen` hears of every key and block list item and ends the reading by saying true. */
function scan(text: string, end: number, seen: (frames: readonly Frame[], offset: number) => boolean): Place {
  const frames: Frame[] = [];
  const pathOf = (): Step[] => frames.flatMap((f) => (f.step === null ? [] : [f.step]));
  let at = 0;
  let ended = false;

  const here = (where: Place['at'], from: number, quote: Place['quote'] = ''): Place => ({
    path: pathOf(),
    at: where,
    typed: text.slice(Math.min(from, end), end),
    quote,
  });
  const tell = (offset: number): void => {
    if (offset < end && seen(frames, offset)) ended = true;
  };
  const lineEnd = (from: number): number => {
    const found = text.indexOf('\n', from);
    return found < 0 ? text.length : found;
  };
  /** Leaves entries that stand as far right or further; a list item may stand under its key. */
  const leave = (column: number, item: boolean): void => {
    while (frames.length > 0) {
      const top = frames.at(-1)!;
      if (top.indent < column || (item && top.indent === column && typeof top.step === 'string')) return;
      frames.pop();
    }
  };

  while (at < end && !ended) {
    const start = at;
    while (text[at] === ' ' && at < end) at++;
    let column = at - start;
    if (at >= end) break;
    if (text[at] === '\n' || text[at] === '\r') {
      at++;
      continue;
    }
    if (text[at] === '#') {
      if (lineEnd(at) >= end) return here('comment', at + 1);
      at = lineEnd(at) + 1;
      continue;
    }
    const isItem = text[at] === '-' && /^\s?$/.test(text[at + 1] ?? '');
    leave(column, isItem);
    while (text[at] === '-' && /^\s?$/.test(text[at + 1] ?? '')) {
      const parent = frames.at(-1);
      const step = parent === undefined ? 0 : parent.items++;
      frames.push({ indent: column, step, open: '', items: 0 });
      tell(at);
      at++;
      while (text[at] === ' ' && at < end) at++;
      column = at - start;
      if (at >= end) return here('value', at);
    }
    const key = keyAt(text, at, lineEnd(at));
    if (key !== null) {
      if (end <= at + key.length) return here('key', at);
      frames.push({ indent: column, step: key.name, open: '', items: 0 });
      tell(at);
      at = at + key.length + 1;
    } else if (/[A-Za-z_]/.test(text[at]!) && lineEnd(at) >= end) {
      // A key that is being written, or the rest of a long plain text.
      if (!/\s/.test(text.slice(at, end))) return here('key', at);
      return here('value', at);
    }
    const stopped = value();
    if (stopped !== null) return stopped;
  }
  if (ended || end > text.length) return here('value', end);
  // In the blanks at the beginning of a line.
  const column = end - (text.lastIndexOf('\n', end - 1) + 1);
  leave(column, false);
  return here('key', end);

  /** Reads one value, over several lines where brackets or quotes are open; the Place when the end lies in it. */
  function value(): Place | null {
    const depth = frames.length;
    let from = -1;
    const where = (): Place['at'] => (frames.at(-1)?.open === '{' && frames.at(-1)?.step === null ? 'key' : 'value');
    while (at < end) {
      const c = text[at]!;
      const fresh = from < 0;
      if (c === '\n') {
        if (frames.length === depth) {
          at++;
          return null;
        }
        from = -1;
        at++;
      } else if (c === '#' && /\s/.test(text[at - 1] ?? ' ')) {
        if (lineEnd(at) >= end) return here('comment', at + 1);
        at = lineEnd(at);
      } else if (fresh && (c === '"' || c === "'")) {
        const closing = closingQuote(text, at);
        if (closing >= end) return here(where(), at + 1, c);
        from = at;
        at = closing + 1;
      } else if (fresh && (c === '|' || c === '>') && frames.length === depth) {
        const stopped = blockText();
        return stopped;
      } else if (fresh && (c === '{' || c === '[')) {
        frames.push({ indent: -1, step: c === '[' ? 0 : null, open: c, items: 0 });
        at++;
      } else if (frames.length > depth && (c === '}' || c === ']')) {
        frames.pop();
        from = at;
        at++;
      } else if (frames.length > depth && c === ',') {
        const top = frames.at(-1)!;
        top.step = top.open === '[' ? Number(top.step) + 1 : null;
        from = -1;
        at++;
      } else if (c === ':' && where() === 'key' && from >= 0 && /^[\s,}\]"'[{]?$/.test(text[at + 1] ?? '')) {
        frames.at(-1)!.step = unquoted(text.slice(from, at));
        tell(from);
        from = -1;
        at++;
      } else {
        if (fresh && !/\s/.test(c)) from = at;
        at++;
      }
      if (ended) return here('value', end);
    }
    return here(where(), from < 0 ? end : from);
  }

  /** The lines of a text after | or >. */
  function blockText(): Place | null {
    const indent = frames.at(-1)?.indent ?? -1;
    const begin = lineEnd(at) + 1;
    if (begin > end) return here('value', at);
    at = begin;
    while (at < end) {
      const stop = lineEnd(at);
      const first = text.slice(at, stop).search(/\S/);
      if (first >= 0 && first <= indent) return null;
      if (stop >= end) return here('value', begin);
      at = stop + 1;
    }
    return here('value', begin);
  }
}

/** A bound on the look for a colon: the scenario's names are shorter by far. */
const longestKey = 300;

/** A key with its colon at this place of a line. */
function keyAt(text: string, at: number, end: number): { name: string; length: number } | null {
  const found = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s'"{}[\],#&*!|>%@`-][^\n]*?)\s*:(?=\s|$)/.exec(
    text.slice(at, Math.min(end, at + longestKey)),
  );
  return found === null ? null : { name: unquoted(found[1]!), length: found[0].length - 1 };
}

function unquoted(text: string): string {
  const inner = text.trim();
  const quote = inner[0];
  return (quote === '"' || quote === "'") && inner.endsWith(quote) && inner.length > 1 ? inner.slice(1, -1) : inner;
}

/** Position of the quote that closes the one at `open`; the end of the text when none does. */
function closingQuote(text: string, open: number): number {
  const quote = text[open]!;
  for (let i = open + 1; i < text.length; i++) {
    if (quote === '"' && text[i] === '\\') i++;
    else if (text[i] === quote) {
      if (quote === "'" && text[i + 1] === quote) i++;
      else return i;
    }
  }
  return text.length;
}
