// Two texts → which lines went and which came, with some lines around them: the shortest edit script of E. W. Myers, "An O(ND) difference algorithm and its variations" (1986), over lines.

export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** Neighbouring changes with the lines around them; line numbers from 1. */
export interface Hunk {
  readonly before: number;
  readonly after: number;
  readonly lines: readonly DiffLine[];
}

/** So many lines may differ until the middle is given as a whole: removed, then added. */
const mostSteps = 600;

/** @param context lines shown around each change. */
export function lineDiff(before: string, after: string, context = 2): Hunk[] {
  return hunksOf(scriptOf(before.split('\n'), after.split('\n')), context);
}

/** Line numbers of the second text, from 1, that the first one does not have in that place; after a removal, the line that follows it. */
export function changedLines(before: string, after: string): number[] {
  const found = new Set<number>();
  let line = 1;
  for (const { sign } of scriptOf(before.split('\n'), after.split('\n'))) {
    if (sign !== ' ') found.add(line);
    if (sign !== '-') line++;
  }
  return [...found];
}

function scriptOf(a: readonly string[], b: readonly string[]): DiffLine[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ sign: ' ', text }));
  return [
    ...same(a.slice(0, start)),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...same(a.slice(a.length - end)),
  ];
}

/** Myers' greedy search: `reach[k]` is the furthest line of `a` on diagonal k, kept of each round for the way back. */
function middle(a: readonly string[], b: readonly string[]): DiffLine[] {
  const rounds: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= Math.min(a.length + b.length, mostSteps); d++) {
    const next = new Map<number, number>();
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
      let x = down ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return wayBack(a, b, [...rounds, next]);
    }
    rounds.push(next);
    reach = next;
  }
  return [...a.map((text): DiffLine => ({ sign: '-', text })), ...b.map((text): DiffLine => ({ sign: '+', text }))];
}

function wayBack(a: readonly string[], b: readonly string[], rounds: readonly Map<number, number>[]): DiffLine[] {
  const found: DiffLine[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = rounds.length - 1; d > 0; d--) {
    const before = rounds[d - 1]!;
    const k = x - y;
    const down = k === -d || (k !== d && (before.get(k - 1) ?? -1) < (before.get(k + 1) ?? -1));
    const from = before.get(down ? k + 1 : k - 1) ?? 0;
    const start = down ? from : from + 1;
    while (x > start) {
      found.push({ sign: ' ', text: a[--x]! });
      y--;
    }
    found.push(down ? { sign: '+', text: b[--y]! } : { sign: '-', text: a[--x]! });
  }
  while (x > 0) found.push({ sign: ' ', text: a[--x]! });
  return found.reverse();
}

function hunksOf(script: readonly DiffLine[], context: number): Hunk[] {
  const hunks: Hunk[] = [];
  const near = (at: number): boolean =>
    script.slice(Math.max(0, at - context), at + context + 1).some((l) => l.sign !== ' ');
  let [before, after] = [1, 1];
  let open: { before: number; after: number; lines: DiffLine[] } | null = null;
  for (const [i, line] of script.entries()) {
    if (line.sign !== ' ' || near(i)) {
      if (open === null) hunks.push((open = { before, after, lines: [] }));
      open.lines.push(line);
    } else open = null;
    if (line.sign !== '+') before++;
    if (line.sign !== '-') after++;
  }
  return hunks;
}
