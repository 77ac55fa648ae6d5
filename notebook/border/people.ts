// The line that stands before any total. Pure.

/** The scenario's own line about people, where it has one. */
export function peopleLine(caveats: readonly string[]): string {
  return caveats.find((c) => /\b(people|asylum|persons)\b/i.test(c)) ?? 'People stand behind these numbers.';
}
