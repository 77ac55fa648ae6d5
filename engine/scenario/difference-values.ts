// Plain values of a scenario file, looked at without knowing the schema: lookups by user-chosen names, entries by name, equality.

export type Values = Readonly<Record<string, unknown>>;

export const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value under a key; undefined where there is none. */
export const valueAt = (value: unknown, key: string): unknown =>
  isValues(value) && Object.hasOwn(value, key) ? value[key] : undefined;

export const textAt = (value: unknown, key: string): string | undefined => {
  const found = valueAt(value, key);
  return typeof found === 'string' ? found : undefined;
};

export const keysOf = (a: object, b: object): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])];

/** Entries by key, or by their `id` in a list. */
export function entriesByName(value: unknown): Map<string, unknown> {
  if (Array.isArray(value)) return new Map(value.map((item, i) => [textAt(item, 'id') ?? String(i), item]));
  return new Map(isValues(value) ? Object.entries(value) : []);
}

export function withoutId(value: unknown): unknown {
  if (!isValues(value)) return value;
  const { id: _, ...rest } = value;
  return rest;
}

/** Equal as JSON; the order of keys does not count, that of list items does. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (!isValues(a) || !isValues(b)) return false;
  const left = Object.keys(a);
  return left.length === Object.keys(b).length && left.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

/** What is in one list and not in the other, each as often as it stands there. */
export function changedItems(before: readonly string[], after: readonly string[]): { gone: string[]; come: string[] } {
  const come = [...after];
  const gone = before.filter((item) => {
    const at = come.indexOf(item);
    if (at >= 0) come.splice(at, 1);
    return at < 0;
  });
  return { gone, come };
}
