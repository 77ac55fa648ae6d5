// What changed between two texts, line by line, and putting such changes onto a text again (E. W. Myers, An O(ND) difference algorithm, 1986). Small enough for a link, and with a line of context on both sides, so that it finds its place in a text that has changed meanwhile.

/** At line `at` (from 0): these lines make way for those. Both carry one unchanged line before and after, where there is one. */
export type Hunk = readonly [at: number, removed: readonly string[], added: readonly string[]];

/** More differing lines than this are not worth a difference: the whole text is sent instead. */
const mostSteps = 400;

/** Null: too different. */
export function hunksOf(before: string, after: string): readonly Hunk[] | null {
  const a = before.split('\n');
  const b = after.split('\n');
  const edits = editsOf(a, b);
  return edits === null ? null : withContext(a, edits);
}

/** Places each hunk where it stood, or at the only other place that reads the same; what finds no place is left out and listed. */
export function applyHunks(text: string, hunks: readonly Hunk[]): { text: string; failed: readonly Hunk[] } {
  let lines = text.split('\n');
  let shift = 0;
  const failed: Hunk[] = [];
  for (const hunk of hunks) {
    const [at, removed, added] = hunk;
    const place = standsAt(lines, removed, at + shift) ? at + shift : onlyPlaceOf(lines, removed);
    if (place === null) {
      failed.push(hunk);
      continue;
    }
    lines = [...lines.slice(0, place), ...added, ...lines.slice(place + removed.length)];
    shift = place - at + added.length - removed.length;
  }
  return { text: lines.join('\n'), failed };
}

/** Lines `from`…`to` of the old text become `added`. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly added: readonly string[];
}

function editsOf(a: readonly string[], b: readonly string[]): Edit[] | null {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const middle = shortestEdits(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return middle?.map((e) => ({ ...e, from: e.from + start, to: e.to + start })) ?? null;
}

function shortestEdits(a: readonly string[], b: readonly string[]): Edit[] | null {
  /** Furthest line of `a` reached on diagonal k (line of `a` minus line of `b`) after so many steps. */
  const reach = new Map<number, number>([[1, 0]]);
  const before: ReadonlyMap<number, number>[] = [];
  for (let d = 0; d <= mostSteps; d++) {
    before.push(new Map(reach));
    for (let k = -d; k <= d; k += 2) {
      let x = comesDown(reach, k, d) ? reach.get(k + 1)! : reach.get(k - 1)! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkedBack(a.length, b, before, d);
    }
  }
  return null;
}

/** A step down adds a line of `b`, a step to the right removes one of `a`. */
function comesDown(reach: ReadonlyMap<number, number>, k: number, d: number): boolean {
  return k === -d || (k !== d && reach.get(k - 1)! < reach.get(k + 1)!);
}

function walkedBack(
  length: number,
  b: readonly string[],
  before: readonly ReadonlyMap<number, number>[],
  steps: number,
): Edit[] {
  const edits: Edit[] = [];
  let k = length - b.length;
  for (let d = steps; d > 0; d--) {
    const reach = before[d]!;
    const down = comesDown(reach, k, d);
    k = down ? k + 1 : k - 1;
    const x = reach.get(k)!;
    edits.push(down ? { from: x, to: x, added: [b[x - k]!] } : { from: x, to: x + 1, added: [] });
  }
  return edits.reverse();
}

/** Edits that touch or nearly touch become one hunk; each gets its context. */
function withContext(a: readonly string[], edits: readonly Edit[]): Hunk[] {
  const hunks: Hunk[] = [];
  for (let i = 0; i < edits.length; ) {
    const group = [edits[i]!];
    for (i++; i < edits.length && edits[i]!.from - group.at(-1)!.to <= 2; i++) group.push(edits[i]!);
    const from = Math.max(0, group[0]!.from - 1);
    const to = Math.min(a.length, group.at(-1)!.to + 1);
    const added: string[] = [];
    let at = from;
    for (const edit of group) {
      added.push(...a.slice(at, edit.from), ...edit.added);
      at = edit.to;
    }
    hunks.push([from, a.slice(from, to), [...added, ...a.slice(at, to)]]);
  }
  return hunks;
}

function standsAt(lines: readonly string[], wanted: readonly string[], at: number): boolean {
  return at >= 0 && at + wanted.length <= lines.length && wanted.every((line, i) => lines[at + i] === line);
}

function onlyPlaceOf(lines: readonly string[], wanted: readonly string[]): number | null {
  if (wanted.length === 0) return null;
  let found: number | null = null;
  for (let at = 0; at + wanted.length <= lines.length; at++) {
    if (!standsAt(lines, wanted, at)) continue;
    if (found !== null) return null;
    found = at;
  }
  return found;
}
