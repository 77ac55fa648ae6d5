// Days of the calendar as text, YYYY-MM-DD (ISO 8601, proleptic Gregorian calendar).

/** Whether a text is a day that exists: `2026-02-28` is, `2026-02-30` and `2026-13-45` are not. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // Some engines roll an impossible day over into the next month, so the day is written back.
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}
