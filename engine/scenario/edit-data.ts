// Plain data + an edit → what the data is to be afterwards, or why the edit makes no sense. The measure of what edit.ts writes.
import { didYouMean, type Problem, problem } from '../vocabulary/problem.ts';
import type { Edit } from './edit.ts';

const longestPath = 16;
const deepest = 20;
const mostCharacters = 200_000;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** What is wrong with an edit by itself: its path, or a value that no YAML scenario can hold. */
export function editProblem(edit: Edit): Problem | null {
  const { path } = edit;
  const names = [...path, ...(edit.op === 'rename' ? [edit.to] : [])];
  const bad = (message: string, repair: string) => problem('bad-edit', message, { path, repair });
  if (path.length === 0 || path.length > longestPath)
    return bad('an edit names a place inside the file', 'give its path');
  const name = names.find((s) => typeof s === 'string' && (forbidden.has(s) || s.length > 200));
  if (name !== undefined) return bad(`the key \`${String(name).slice(0, 40)}\` is not allowed`, 'choose another name');
  if (path.some((s) => typeof s === 'number' && !(Number.isInteger(s) && s >= 0)))
    return bad('places in a list count from 0', 'give a whole number');
  if (edit.op !== 'set') return null;
  const size = sizeOf(edit.value, 0);
  if (size === null)
    return bad('a value is a number, a text, true, false, or a list or map of such', 'give plain data');
  if (size > mostCharacters) return bad('the value is too long', 'make it shorter');
  return null;
}

/** Rough number of characters; null for what is not plain data. */
function sizeOf(value: unknown, depth: number): number | null {
  if (value === null || typeof value === 'boolean') return 5;
  if (typeof value === 'number') return Number.isFinite(value) ? 10 : null;
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || depth > deepest) return null;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return null;
  let sum = 2;
  for (const [key, inner] of Object.entries(value)) {
    const size = forbidden.has(key) ? null : sizeOf(inner, depth + 1);
    if (size === null) return null;
    sum += key.length + size + 4;
    if (sum > mostCharacters) return sum;
  }
  return sum;
}

type Applied = { readonly data: unknown } | { readonly problem: Problem };

/** A copy of the data with the edit done; what does not change is shared. */
export function applied(data: unknown, edit: Edit): Applied {
  return at(data, edit, 0);
}

function at(data: unknown, edit: Edit, depth: number): Applied {
  const step = edit.path[depth]!;
  const last = depth === edit.path.length - 1;
  const missing = (known: Iterable<string>) =>
    refused(edit, depth, `there is no \`${step}\` here`, didYouMean(String(step), known));
  if (Array.isArray(data)) {
    const k = typeof step === 'number' ? step : Number.NaN;
    if (!(k <= data.length) || (k === data.length && edit.op !== 'set'))
      return refused(edit, depth, `the list has no place ${step}`, `it has ${data.length}; they count from 0`);
    if (last && edit.op === 'rename') return refused(edit, depth, 'places in a list have no names', 'rename a key');
    if (last && edit.op === 'remove') return { data: data.toSpliced(k, 1) };
    const inner = last && edit.op === 'set' ? { data: edit.value } : at(data[k] ?? null, edit, depth + 1);
    return 'problem' in inner ? inner : { data: k === data.length ? [...data, inner.data] : data.with(k, inner.data) };
  }
  if (data === null || data === undefined) {
    if (edit.op !== 'set') return missing([]);
    return at(typeof step === 'number' ? [] : {}, edit, depth);
  }
  if (typeof data !== 'object')
    return refused(edit, depth, `here is the value ${String(data).slice(0, 40)}, no map`, 'set a place above it');
  const key = String(step);
  const entries = Object.entries(data);
  const known = Object.hasOwn(data, key);
  if (!known && edit.op !== 'set') return missing(Object.keys(data));
  if (last && edit.op === 'remove') {
    if (entries.length === 1 && depth === 0)
      return refused(edit, depth, 'nothing would be left of the file', 'keep it');
    return { data: Object.fromEntries(entries.filter(([k]) => k !== key)) };
  }
  if (last && edit.op === 'rename') {
    if (edit.to !== key && Object.hasOwn(data, edit.to))
      return refused(edit, depth, `there is a \`${edit.to}\` already`, 'choose another name');
    return { data: Object.fromEntries(entries.map(([k, v]) => [k === key ? edit.to : k, v])) };
  }
  const inner =
    last && edit.op === 'set'
      ? { data: edit.value }
      : at(known ? (data as Record<string, unknown>)[key] : null, edit, depth + 1);
  if ('problem' in inner) return inner;
  return {
    data: known
      ? Object.fromEntries(entries.map(([k, v]) => [k, k === key ? inner.data : v]))
      : { ...data, [key]: inner.data },
  };
}

function refused(edit: Edit, depth: number, message: string, repair: string): Applied {
  return { problem: problem('no-such-place', message, { path: edit.path.slice(0, depth + 1), repair }) };
}
