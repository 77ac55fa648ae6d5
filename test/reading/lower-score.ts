// An annotated article and what the lower half reads in it → counts of right, wrong and missed: zones by character, actors by id or name, quantities by place and value. The rules are those of the gold's scorer.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { articleOf } from '../../engine/reading/article.ts';
import type { LowerReading } from '../../engine/reading/lower.ts';
import { lowerReading } from '../../engine/reading/lower.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Gold {
  readonly article: {
    readonly id: string;
    readonly file: string;
    readonly outlet: string;
    readonly title: string | null;
    readonly published: string;
    readonly date_basis: string;
  };
  readonly zones: readonly Span[];
  readonly actors: readonly {
    readonly id: string;
    readonly kind: string;
    readonly speaks_for: string | null;
    readonly aliases: readonly string[];
    readonly optional?: boolean;
    readonly caption_only?: boolean;
  }[];
  readonly quantities: readonly {
    readonly value: number;
    readonly low: number;
    readonly high: number;
    readonly fuzzy: boolean;
    readonly span: Span;
  }[];
}

/** Right, wrongly proposed, missed. */
export interface Counts {
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

export interface LowerScore {
  readonly zones: Counts;
  readonly actors: Counts;
  readonly quantities: Counts;
  /** Of the actors found, those whose kind and whose principal are right. */
  readonly kind: number;
  readonly speaksFor: number;
}

export const f1 = (c: Counts): number => (2 * c.right) / Math.max(1, 2 * c.right + c.wrong + c.missed);
const sum = (a: Counts, b: Counts): Counts => ({
  right: a.right + b.right,
  wrong: a.wrong + b.wrong,
  missed: a.missed + b.missed,
});

export const total = (scores: readonly LowerScore[]): LowerScore => {
  const none = { right: 0, wrong: 0, missed: 0 };
  return scores.reduce(
    (t, s) => ({
      zones: sum(t.zones, s.zones),
      actors: sum(t.actors, s.actors),
      quantities: sum(t.quantities, s.quantities),
      kind: t.kind + s.kind,
      speaksFor: t.speaksFor + s.speaksFor,
    }),
    { zones: none, actors: none, quantities: none, kind: 0, speaksFor: 0 },
  );
};

const overlap = (a: Span, b: Span): number => Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));

export function scoreLower(gold: Gold, read: LowerReading): LowerScore {
  return {
    zones: zoneCounts(gold, read),
    ...actorCounts(gold, read),
    quantities: quantityCounts(gold, read),
  };
}

function zoneCounts(gold: Gold, read: LowerReading): Counts {
  const length = read.article.text.length;
  const filled = (zones: readonly Span[]): Uint8Array => {
    const bits = new Uint8Array(length);
    for (const z of zones) bits.fill(1, z.start, z.end);
    return bits;
  };
  const [g, p] = [filled(gold.zones), filled(read.zones)];
  const counts = { right: 0, wrong: 0, missed: 0 };
  for (let i = 0; i < length; i++) {
    if (g[i] && p[i]) counts.right++;
    else if (p[i]) counts.wrong++;
    else if (g[i]) counts.missed++;
  }
  return counts;
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .replace(/^(?:the|a|an|several|two) /, '')
    .trim();

function actorCounts(gold: Gold, read: LowerReading): Pick<LowerScore, 'actors' | 'kind' | 'speaksFor'> {
  const names = gold.actors.map((a) => new Set([a.id, ...a.aliases].map(plain)));
  const used = new Set<number>();
  let [right, wrong, kind, speaksFor] = [0, 0, 0, 0];
  for (const actor of read.actors) {
    const keys = [actor.id, actor.canonical, ...actor.aliases].map(plain);
    const hit = names.findIndex((set) => keys.some((k) => set.has(k)));
    const match = gold.actors[hit];
    if (match === undefined) {
      wrong++;
      continue;
    }
    if (used.has(hit)) continue;
    used.add(hit);
    if (match.optional || match.caption_only) continue;
    right++;
    if (match.kind === actor.kind) kind++;
    if ((match.speaks_for?.split('/')[0] ?? null) === (actor.speaks_for?.split('/')[0] ?? null)) speaksFor++;
  }
  const missed = gold.actors.filter((a, i) => !a.optional && !a.caption_only && !used.has(i)).length;
  return { actors: { right, wrong, missed }, kind, speaksFor };
}

function quantityCounts(gold: Gold, read: LowerReading): Counts {
  const found = read.quantities.flatMap((q) => (q.record.kind === 'quantity' ? [q.record] : []));
  const pairs: [number, number, number][] = [];
  gold.quantities.forEach((g, i) => {
    found.forEach((p, j) => {
      const share = overlap(g.span, p.span) / Math.min(g.span.end - g.span.start, p.span.end - p.span.start);
      if (share >= 0.5) pairs.push([share, i, j]);
    });
  });
  pairs.sort((a, b) => b[0] - a[0]);
  const [goldUsed, readUsed] = [new Set<number>(), new Set<number>()];
  let right = 0;
  for (const [, i, j] of pairs) {
    if (goldUsed.has(i) || readUsed.has(j)) continue;
    goldUsed.add(i);
    readUsed.add(j);
    const g = gold.quantities[i]!;
    const { value } = found[j]!;
    if (Math.abs(g.value - value) <= 1e-6 * Math.abs(g.value) || (g.fuzzy && value >= g.low && value <= g.high))
      right++;
  }
  return { right, wrong: found.length - right, missed: gold.quantities.length - right };
}

const root = resolve(import.meta.dirname, '../..');
const shared = resolve(root, '../shared');

export interface Annotated {
  readonly gold: Gold;
  readonly text: string;
}

export function developmentArticles(): Annotated[] {
  const folder = resolve(root, 'test/reading/dev');
  return readdirSync(folder)
    .filter((f) => f.endsWith('.json'))
    .sort()
    .map((f) => ({
      gold: JSON.parse(readFileSync(resolve(folder, f), 'utf8')) as Gold,
      text: readFileSync(resolve(folder, f.replace(/json$/, 'txt')), 'utf8'),
    }));
}

/** The two articles of others, or null where they are absent. */
export function seedArticles(): Annotated[] | null {
  const found: Annotated[] = [];
  for (const id of ['seed-000', 'seed-003']) {
    const path = resolve(shared, `gold/${id}.json`);
    if (!existsSync(path)) return null;
    const gold = JSON.parse(readFileSync(path, 'utf8')) as Gold;
    const article = resolve(shared, gold.article.file);
    if (!existsSync(article)) return null;
    found.push({ gold, text: readFileSync(article, 'utf8') });
  }
  return found;
}

export const readAnnotated = ({ gold, text }: Annotated): LowerReading =>
  lowerReading(articleOf(text, { ...gold.article }));

/** One line for each article and one for all. */
export function lowerTable(articles: readonly Annotated[]): string {
  const scores = articles.map((a) => ({ id: a.gold.article.id, score: scoreLower(a.gold, readAnnotated(a)) }));
  const line = (id: string, s: LowerScore): string =>
    [
      id.padEnd(9),
      `zones F1 ${f1(s.zones).toFixed(3)}`,
      `actors F1 ${f1(s.actors).toFixed(3)} (${s.actors.right} found, ${s.actors.wrong} too many, ${s.actors.missed} missed)`,
      `kind ${s.kind}/${s.actors.right}`,
      `speaks for ${s.speaksFor}/${s.actors.right}`,
      `quantities F1 ${f1(s.quantities).toFixed(3)} (${s.quantities.right} of ${s.quantities.right + s.quantities.missed})`,
    ].join(' · ');
  return [...scores.map((s) => line(s.id, s.score)), line('all', total(scores.map((s) => s.score)))].join('\n');
}
