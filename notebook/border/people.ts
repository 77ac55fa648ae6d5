// The line that stands before any total. Pure.

/** The scenario's own line about people, where it has one; a plain one where totals count people; else nothing. */
export function peopleLine(caveats: readonly string[], units: readonly string[]): string {
  const own = caveats.find((c) => /\b(people|asylum|persons)\b/i.test(c));
  if (own !== undefined) return own;
  return units.some((u) => /\b(people|persons?)\b/i.test(u)) ? 'People stand behind these numbers.' : '';
}
