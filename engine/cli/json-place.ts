// A Problem with a path into a JSON text → the same with line, column and source line. The text has been parsed before, so the scan need not check it.
import { type Path, type Problem, problem } from '../vocabulary/problem.ts';

/** What JSON.parse refused, where it stopped. */
export function jsonSyntaxProblem(text: string, file: string, error: unknown): Problem {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a binary file has
  if (/[\u0000-\u0008\u000E-\u001F\uFFFD]/.test(text))
    return problem('not-text', 'this is not a text file', {
      file,
      line: 1,
      column: 1,
      repair: 'give a machine in JSON, encoded as UTF-8',
    });
  const message = error instanceof Error ? error.message : 'it cannot be read';
  const inner = message.replace(/,? (in JSON at position|(\.\.\.)?"[\s\S]*is not valid JSON).*$/s, '');
  return problem('json', `the JSON cannot be read: ${inner}`, {
    file,
    ...placeAt(text, stopOf(message, text)),
    repair: 'mend the JSON here',
  });
}

/** V8 says a position, or shows the token with ten characters before and after it, or means the end. */
function stopOf(message: string, text: string): number {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  const shown = /Unexpected token '(.)', (\.\.\.)?"([\s\S]*?)"(?:\.\.\.)? is not valid JSON/.exec(message);
  if (!shown) return text.trimEnd().length;
  const [, token, cut, context] = shown;
  return Math.max(0, text.indexOf(context!)) + (cut ? 10 : context!.indexOf(token!));
}

export function locateInJson(p: Problem, text: string, file: string): Problem {
  return p.line !== undefined ? { file, ...p } : { file, ...p, ...placeAt(text, offsetOf(text, p.path ?? [])) };
}

function placeAt(text: string, offset: number): Pick<Problem, 'line' | 'column' | 'excerpt'> {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  const end = text.indexOf('\n', start);
  return {
    line: before.split('\n').length,
    column: offset - start + 1,
    excerpt: text.slice(start, end < 0 ? undefined : end).replace(/\r$/, ''),
  };
}

/** Offset of the value at a path, or of the deepest one that exists on the way. */
function offsetOf(text: string, path: Path): number {
  let at = 0;
  const blank = (): void => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const string = (): string => {
    const from = at++;
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    return JSON.parse(text.slice(from, ++at)) as string;
  };
  /** Moves past one value; nesting is counted, not followed. */
  const skip = (): void => {
    let depth = 0;
    do {
      blank();
      const c = text[at];
      if (c === '"') string();
      else if (c === '{' || c === '[') {
        depth++;
        at++;
      } else if (c === '}' || c === ']') {
        depth--;
        at++;
      } else if (c === ',' || c === ':') at++;
      else while (at < text.length && /[^\s,\]}]/.test(text[at]!)) at++;
      blank();
    } while (depth > 0 && at < text.length);
  };

  blank();
  for (const step of path) {
    const here = at;
    const open = text[at++];
    let found = false;
    for (let k = 0; (open === '{' || open === '[') && !found; k++) {
      blank();
      if (text[at] === '}' || text[at] === ']') break;
      let key: string | number = k;
      if (open === '{') {
        key = string();
        blank();
        at++;
        blank();
      }
      if (String(key) === String(step)) found = true;
      else {
        skip();
        if (text[at] === ',') at++;
      }
    }
    if (!found) return here;
  }
  return at;
}
