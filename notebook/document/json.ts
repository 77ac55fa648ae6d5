// A stranger's text → JSON, within bounds: size and depth are looked at before anything is built, and keys that could reach an object's prototype are refused.
import { type Checked, type Problem, problem } from '../../engine/index.ts';

const deepest = 40;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** `maxBytes`: UTF-8 bytes; Infinity for what this browser wrote itself. Never throws. */
export function jsonOf(text: string, maxBytes: number): Checked<unknown> {
  const refused = tooLarge(text, maxBytes) ?? tooDeep(text);
  if (refused !== null) return { value: null, problems: [refused] };
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    return { value: null, problems: [notJson(text, error)] };
  }
  const found = forbiddenKeyIn(value);
  return found === null ? { value, problems: [] } : { value: null, problems: [found] };
}

function tooLarge(text: string, maxBytes: number): Problem | null {
  // A UTF-16 unit takes at least one byte, so the exact count is made only of texts of bounded length.
  if (text.length <= maxBytes && (maxBytes === Infinity || new TextEncoder().encode(text).length <= maxBytes))
    return null;
  return problem('too-large', `this is larger than ${megabytes(maxBytes)}, the most that is opened`, {
    repair: 'take long texts or variants out of it where it was made, and save it again',
  });
}

export function megabytes(bytes: number): string {
  return `${Number((bytes / 1_000_000).toPrecision(2))} MB`;
}

/** Counts brackets outside strings, so that no parser is asked to recurse. */
function tooDeep(text: string): Problem | null {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 0x5c) i++;
      else if (c === 0x22) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > deepest)
        return problem('too-deep', `this is nested more than ${deepest} levels deep, which no document is`, {
          repair: 'open a file that was saved with “Save file”',
        });
    } else if (c === 0x7d || c === 0x5d) depth--;
  }
  return null;
}

function notJson(text: string, error: unknown): Problem {
  const at = /position (\d+)/.exec(String(error))?.[1];
  const cut = /^\s*[{[]/.test(text) && !/[}\]]\s*$/.test(text);
  const before = at === undefined ? null : text.slice(0, Number(at)).split('\n');
  return problem('not-json', cut ? 'this text stops before its end' : 'this is no JSON', {
    repair: cut ? 'copy or download it again, whole' : 'open a file that was saved with “Save file”',
    ...(before === null ? {} : { line: before.length, column: before.at(-1)!.length + 1 }),
  });
}

function forbiddenKeyIn(value: unknown): Problem | null {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null) continue;
    for (const key of Object.keys(next)) {
      if (!Array.isArray(next) && forbidden.has(key))
        return problem('forbidden-name', `\`${key}\` cannot be a name in a document`, {
          repair: 'rename it where the document was made',
        });
      waiting.push((next as Record<string, unknown>)[key]);
    }
  }
  return null;
}
