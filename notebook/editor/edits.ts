// What a form has changed → the smallest edits of the scenario text that say it: one value set or removed where one changed.
import type { Edit } from '../../engine/index.ts';
import type { Step } from './place.ts';

type Values = Readonly<Record<string, unknown>>;

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `after` undefined: nothing is to stand there. Maps inside an entry go with their last key. */
export function editsOf(path: readonly Step[], before: unknown, after: unknown): Edit[] {
  if (after === undefined) return before === undefined ? [] : [{ op: 'remove', path }];
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isValues(before) && isValues(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => editsOf([...path, key], valueAt(before, key), orAbsent(valueAt(after, key))));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length && before.every(isValues))
    return before.flatMap((item, i) => editsOf([...path, i], item, after[i]));
  return [{ op: 'set', path, value: after }];
}

/** The value at a path of a parsed file; undefined where there is none. */
export function valueAtPath(file: unknown, path: readonly Step[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<Step, unknown>)[step]
        : undefined,
    file,
  );
}

const valueAt = (values: Values, key: string): unknown => (Object.hasOwn(values, key) ? values[key] : undefined);
const orAbsent = (value: unknown): unknown => (isValues(value) && Object.keys(value).length === 0 ? undefined : value);
