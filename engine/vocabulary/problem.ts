// A Problem is what is wrong with something that a user wrote: data first, text second. Layers add *where* and keep the inner message.

export type Severity = 'error' | 'warning' | 'note';

/** A place in a document: object keys and list positions from the root. */
export type Path = readonly (string | number)[];

export interface Problem {
  /** Stable name for programs, such as `unknown-name`. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence, with the user's own names in it. */
  readonly message: string;
  /** What to do instead, as one sentence. */
  readonly repair?: string;
  readonly path?: Path;
  /** Offset and length inside the text found at `path` (an expression), for the caret. */
  readonly within?: { readonly offset: number; readonly length: number };
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** The source line, for the caret. */
  readonly excerpt?: string;
  readonly expected?: string;
  readonly received?: string;
}

/** A value with the Problems found on the way to it; `value` is null exactly when one of them is an error. */
export interface Checked<T> {
  readonly value: T | null;
  readonly problems: readonly Problem[];
}

/** How a Problem crosses a call that cannot return one. It is not a broken law: the user can mend it. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map((p) => p.message).join('\n'));
    this.name = 'ProblemError';
    this.problems = problems;
  }
}

export function problem(
  code: string,
  message: string,
  more: Omit<Problem, 'code' | 'message' | 'severity'> & { severity?: Severity } = {},
): Problem {
  const { severity = 'error', ...rest } = more;
  return { code, severity, message, ...rest };
}

export function hasError(problems: readonly Problem[]): boolean {
  return problems.some((p) => p.severity === 'error');
}

/** Text of one Problem: place, message, source line with caret, repair. */
export function problemText(p: Problem): string {
  const place = [p.file, p.line, p.column].filter((part) => part !== undefined).join(':');
  const lines = [`${place ? `${place}: ` : ''}${p.severity}: ${p.message}`];
  if (p.excerpt !== undefined) {
    // A long line is shown as a window around the caret, so that the caret stays on screen.
    const column = (p.column ?? 1) - 1;
    const from = column > 100 ? column - 60 : 0;
    const shown = p.excerpt.slice(from, from + 140).replaceAll('\t', ' ');
    lines.push(`  | ${from > 0 ? '…' : ''}${shown}${p.excerpt.length > from + 140 ? '…' : ''}`);
    if (p.column !== undefined) lines.push(`  | ${' '.repeat(column - from + (from > 0 ? 1 : 0))}^`);
  }
  if (p.repair) lines.push(`  = ${p.repair}`);
  return lines.join('\n');
}

/** The known name nearest to a misspelt one, by Damerau–Levenshtein distance (optimal string alignment), or null when none is near. */
export function nearestName(name: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.ceil(name.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** "did you mean …?" as a repair, or the list of what is known when it is short. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const all = [...known];
  const near = nearestName(name, all);
  if (near !== null) return `did you mean \`${near}\`?`;
  if (all.length === 0) return 'none is defined';
  return `known here: ${all.slice(0, 8).join(', ')}${all.length > 8 ? ', …' : ''}`;
}

function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforePrevious[j - 2]! + 1);
      row.push(best);
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length]!;
}
