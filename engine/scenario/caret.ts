// A Problem and the text it is about → where the caret goes: at a key or its value, and at which character of an expression.
import type { Problem } from '../vocabulary/problem.ts';

/** Problems of a name that the user wrote as a key. */
const keyCodes = new Set([
  'unknown-key',
  'unused',
  'bad-id',
  'dead-slider',
  'self-consent',
  'name-twice',
  'id-twice',
  'reserved-name',
]);

/** Whether the caret belongs at the key: either always, or because the offending name is the last step of the path. */
export function isAboutKey(p: Problem): boolean {
  const last = p.path?.at(-1);
  // In lists an id is a value: `id: NAME`.
  if (keyCodes.has(p.code)) return last !== 'id';
  if (p.code === 'unknown-state') return false;
  return p.code.startsWith('unknown-') && p.within === undefined && p.received !== undefined && p.received === last;
}

/** What the YAML reader says of a scalar. */
interface WrittenScalar {
  readonly value: unknown;
  readonly type?: string | undefined;
  readonly range?: readonly [number, number, number] | null | undefined;
}

/**
 * Offset in the file of the character at `offset` of a scalar's value. Blanks are skipped and the rest is matched in turn,
 * which passes over indentation, folded lines, quotes and escapes alike; the scalar's start where that fails.
 */
export function offsetWithin(text: string, node: WrittenScalar, offset: number): number {
  const [start, end] = node.range ?? [0, 0];
  const raw = text.slice(start, end);
  const value = String(node.value);
  const block = node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL';
  const quoted = node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE';
  const first = block ? raw.indexOf('\n') + 1 : quoted ? 1 : 0;
  let at = first;
  for (let i = 0; i < value.length; i++) {
    if (/\s/.test(value[i]!)) {
      if (i < offset) continue;
      break;
    }
    const found = raw.indexOf(value[i]!, at);
    if (found < 0) return start;
    if (i >= offset) return start + found;
    at = found + 1;
  }
  return start + (offset === 0 ? first : at);
}
