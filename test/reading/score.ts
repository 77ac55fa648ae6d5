// An annotated article and what was read of it → counts and figures: the same as those of the scorer that the annotation came with, and each share also as k of n with its 95% interval (Wilson 1927).
import type { Reading } from '../../engine/reading/document.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}
interface ScoredStatement {
  readonly speaker: string;
  readonly holders: readonly string[];
  readonly targets: readonly string[];
  readonly issue: string;
  readonly act: string;
  readonly position: number;
  readonly intensity: number;
  readonly attribution: { readonly class: string };
  readonly conditional_on: unknown;
  readonly plover: string | null;
  readonly date: string;
  readonly span: Span;
}
interface ScoredActor {
  readonly id: string;
  readonly kind: string;
  readonly speaks_for: string | null;
}
interface ScoredQuantity {
  readonly value: number;
  readonly span: Span;
}

/** `stance-gold/1`, as far as it is scored. */
export interface Gold {
  readonly article: {
    readonly id: string;
    readonly file: string;
    readonly outlet: string;
    readonly published: string;
    readonly length_utf16: number;
  };
  readonly zones: readonly (Span & { readonly kind: string })[];
  readonly actors: readonly (ScoredActor & {
    readonly aliases: readonly string[];
    readonly optional?: boolean;
    readonly caption_only?: boolean;
  })[];
  readonly statements: readonly ScoredStatement[];
  readonly events: readonly { readonly span: Span }[];
  readonly quantities: readonly (ScoredQuantity & {
    readonly low: number;
    readonly high: number;
    readonly fuzzy?: boolean;
  })[];
}

/** What was read, in the shape that the scorer takes. */
export interface Proposed {
  readonly zones: readonly Span[];
  readonly actors: readonly (ScoredActor & { readonly names: readonly string[] })[];
  readonly statements: readonly ScoredStatement[];
  readonly events: readonly { readonly span: Span }[];
  readonly quantities: readonly ScoredQuantity[];
}

export function proposedOf(reading: Reading): Proposed {
  const records = reading.proposals.map((p) => p.record);
  return {
    zones: reading.zones,
    actors: reading.actors.map((a) => ({ ...a, names: [a.canonical, ...a.aliases] })),
    statements: records.flatMap((r) =>
      r.kind === 'statement' ? [{ ...r, attribution: { class: r.attribution } }] : [],
    ),
    events: records.filter((r) => r.kind === 'event'),
    quantities: records.flatMap((r) => (r.kind === 'quantity' ? [r] : [])),
  };
}

/** Sums over articles: add them up with `addedUp`. Names as in the scorer. */
export type Counts = Readonly<Record<string, number>>;

export const addedUp = (all: readonly Counts[]): Counts => {
  const sums: Record<string, number> = {};
  for (const counts of all) for (const [name, value] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + value;
  return sums;
};

const shared = (a: Span, b: Span): number => Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
const length = (s: Span): number => s.end - s.start;
const overUnion = (a: Span, b: Span): number => shared(a, b) / (length(a) + length(b) - shared(a, b));
const overShorter = (a: Span, b: Span): number => shared(a, b) / Math.min(length(a), length(b));
const sign = (position: number): number => (position > 0.15 ? 1 : position < -0.15 ? -1 : 0);
const stateOf = (id: string): string => id.split('/')[0]!;
const normal = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .replace(/^(the|a|an|several|two) /, '')
    .trim();

function pairs<G extends { span: Span }, P extends { span: Span }>(
  golds: readonly G[],
  proposals: readonly P[],
  measure: (a: Span, b: Span) => number,
  tie: (g: G, p: P) => number = () => 0,
): [G, P][] {
  const found: [number, number, number][] = [];
  golds.forEach((g, i) => {
    proposals.forEach((p, j) => {
      const value = measure(g.span, p.span);
      if (value >= 0.5) found.push([value + tie(g, p) * 1e-3, i, j]);
    });
  });
  found.sort((a, b) => b[0] - a[0]);
  const left = new Set<number>();
  const right = new Set<number>();
  const out: [G, P][] = [];
  for (const [, i, j] of found)
    if (!left.has(i) && !right.has(j)) {
      left.add(i);
      right.add(j);
      out.push([golds[i]!, proposals[j]!]);
    }
  return out;
}

export function countsOf(gold: Gold, read: Proposed): Counts {
  const counts: Record<string, number> = {};
  const add = (name: string, value: number | boolean): void => {
    counts[name] = (counts[name] ?? 0) + Number(value);
  };
  zoneCounts(gold, read, add);
  const goldId = actorCounts(gold, read, add);
  statementCounts(gold, read, goldId, add);
  const quantities = pairs(gold.quantities, read.quantities, overShorter);
  const right = quantities.filter(
    ([g, p]) =>
      Math.abs(g.value - p.value) <= 1e-6 * Math.abs(g.value) || (g.fuzzy && p.value >= g.low && p.value <= g.high),
  ).length;
  add('qtp', right);
  add('qfp', read.quantities.length - right);
  add('qfn', gold.quantities.length - right);
  const events = pairs(gold.events, read.events, overShorter).length;
  add('etp', events);
  add('efp', read.events.length - events);
  add('efn', gold.events.length - events);
  return counts;
}

type Add = (name: string, value: number | boolean) => void;

function zoneCounts(gold: Gold, read: Proposed, add: Add): void {
  const mask = (zones: readonly Span[]): Uint8Array => {
    const bytes = new Uint8Array(gold.article.length_utf16);
    for (const z of zones) bytes.fill(1, z.start, z.end);
    return bytes;
  };
  const g = mask(gold.zones);
  const p = mask(read.zones);
  g.forEach((inGold, i) => {
    add('ztp', inGold & p[i]!);
    add('zfp', (1 - inGold) & p[i]!);
    add('zfn', inGold & (1 - p[i]!));
  });
}

/** Counts the actors; gives the gold id of a read one. */
function actorCounts(gold: Gold, read: Proposed, add: Add): (id: string) => string {
  const names = gold.actors.map((a) => new Set([a.id, ...a.aliases].map(normal)));
  const ids = new Map<string, string>();
  const used = new Set<number>();
  for (const actor of read.actors) {
    const own = [actor.id, ...actor.names].map(normal);
    const hit = names.findIndex((set) => own.some((name) => set.has(name)));
    const found = gold.actors[hit];
    if (found === undefined) {
      add('afp', 1);
      continue;
    }
    ids.set(actor.id, found.id);
    if (used.has(hit)) continue;
    used.add(hit);
    if (found.optional || found.caption_only) continue;
    add('atp', 1);
    add('akind', actor.kind === found.kind);
    add('asf', (actor.speaks_for ?? null) === (found.speaks_for?.split('/')[0] ?? null));
  }
  gold.actors.forEach((a, i) => {
    if (!a.optional && !a.caption_only && !used.has(i)) add('afn', 1);
  });
  return (id) => ids.get(id) ?? id;
}

function statementCounts(gold: Gold, read: Proposed, goldId: (id: string) => string, add: Add): void {
  const headline = (s: ScoredStatement): boolean =>
    gold.zones.some((z) => z.kind === 'headline' && shared(z, s.span) > length(s.span) / 2);
  const proposals = read.statements.filter((s) => !headline(s));
  const sameIssue = (g: ScoredStatement, p: ScoredStatement): number => Number(g.issue === p.issue);
  const lenient = pairs(gold.statements, proposals, overShorter, sameIssue).length;
  add('ltp', lenient);
  add('lfp', proposals.length - lenient);
  add('lfn', gold.statements.length - lenient);
  const found = pairs(gold.statements, proposals, overUnion, sameIssue);
  add('stp', found.length);
  add('sfp', proposals.length - found.length);
  add('sfn', gold.statements.length - found.length);
  add('gold', gold.statements.length);
  for (const [g, p] of found) pairCounts(g, p, goldId, add);
}

function pairCounts(g: ScoredStatement, p: ScoredStatement, goldId: (id: string) => string, add: Add): void {
  const spoken = goldId(p.speaker);
  const forItself = g.speaker === 'narrator' || (!g.speaker.includes('/') && g.holders.includes(g.speaker));
  const holders = new Set(g.holders.map(stateOf));
  const read = new Set(p.holders.map((h) => stateOf(goldId(h))));
  const sameHolders = [...holders].every((h) => read.has(h)) && [...read].every((h) => holders.has(h));
  const targets = new Set(g.targets.map(stateOf));
  const aimed = new Set(p.targets.map((t) => stateOf(goldId(t))));
  const sameIssue = g.issue === p.issue;
  const sameSign = sign(g.position) === sign(p.position);
  const [waits, waitsRead] = [Boolean(g.conditional_on), Boolean(p.conditional_on)];
  add('n', 1);
  add('speaker', spoken === g.speaker || (forItself && (p.speaker === 'narrator' || g.holders.includes(spoken))));
  add('holder', sameHolders);
  add('target', [...targets].some((t) => aimed.has(t)) || (targets.size === 0 && aimed.size === 0));
  add('issue', sameIssue);
  add('sign', sameSign);
  add('full', sameHolders && sameIssue && sameSign);
  add('posabs', Math.abs(g.position - p.position));
  add('intabs', Math.abs(g.intensity - p.intensity));
  add('attr', g.attribution.class === p.attribution.class);
  add('act', g.act === p.act);
  add('plover', (g.plover ?? null) === (p.plover ?? null));
  add('date', g.date === p.date);
  add('ctp', waits && waitsRead);
  add('cfp', !waits && waitsRead);
  add('cfn', waits && !waitsRead);
}

/** A share with its numbers and 95% interval. */
export interface Share {
  readonly k: number;
  readonly n: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Wilson's interval; of nothing it is 0 to 1. */
export function shareOf(k: number, n: number): Share {
  if (n === 0) return { k, n, share: 0, low: 0, high: 1 };
  const z = 1.959964;
  const p = k / n;
  const middle = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return { k, n, share: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

const f1 = (c: Counts, letter: string): number => {
  const [tp, fp, fn] = ['tp', 'fp', 'fn'].map((part) => c[letter + part] ?? 0) as [number, number, number];
  return (2 * tp) / Math.max(1, 2 * tp + fp + fn);
};

/** The figures that count, in one order. F1 where things are found, shares where matched statements are right. */
export function figuresOf(c: Counts) {
  const of = (name: string): Share => shareOf(c[name] ?? 0, c.n ?? 0);
  return {
    boilerplate: f1(c, 'z'),
    actor: f1(c, 'a'),
    statement: f1(c, 's'),
    conditional: f1(c, 'c'),
    quantity: f1(c, 'q'),
    event: f1(c, 'e'),
    speaker: of('speaker'),
    holder: of('holder'),
    target: of('target'),
    issue: of('issue'),
    sign: of('sign'),
    attribution: of('attr'),
    act: of('act'),
    date: of('date'),
    endToEnd: shareOf(c.full ?? 0, c.gold ?? 0),
    positionError: (c.posabs ?? 0) / Math.max(1, c.n ?? 0),
  };
}
