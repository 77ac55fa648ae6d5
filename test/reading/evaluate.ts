// Reads annotated articles and writes a table of figures: k of n with 95% intervals. Run by `npx vitest run --project campaign test/reading/evaluate.test.ts`, or by a test that asks for a floor.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { articleOf } from '../../engine/reading/article.ts';
import { lowerReading } from '../../engine/reading/lower.ts';
import { readFrom } from '../../engine/reading/read.ts';
import { addedUp, type Counts, countsOf, figuresOf, type Gold, proposedOf, type Share } from './score.ts';

export interface Annotated {
  readonly gold: Gold;
  readonly text: string;
}

const root = join(import.meta.dirname, '..', '..');
/** The development articles of this folder, and the two seeds when they lie beside the checkout. */
export const sets = {
  dev: (): Annotated[] => annotatedIn(join(root, 'test/reading/dev'), join(root, 'test/reading/dev')),
  seeds: (): Annotated[] => annotatedIn(join(root, '../shared/gold'), join(root, '../shared')),
};

function annotatedIn(golds: string, texts: string): Annotated[] {
  if (!existsSync(golds)) return [];
  return readdirSync(golds)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const gold = JSON.parse(readFileSync(join(golds, name), 'utf8')) as Gold;
      return { gold, text: readFileSync(join(texts, gold.article.file), 'utf8') };
    });
}

export function readingOf({ gold, text }: Annotated) {
  const { id, outlet, published } = gold.article;
  const article = articleOf(text, { id, outlet, title: null, published, date_basis: 'annotation' });
  return readFrom(article, lowerReading(article));
}

export const scored = (all: readonly Annotated[]): { id: string; counts: Counts }[] =>
  all.map((a) => ({ id: a.gold.article.id, counts: countsOf(a.gold, proposedOf(readingOf(a))) }));

const percent = (x: number): string => (100 * x).toFixed(0).padStart(3);
const share = (s: Share): string => `${s.k}/${s.n} ${percent(s.share)} [${percent(s.low)},${percent(s.high)}]`;

/** A line for each article and one for all. */
export function tableOf(rows: readonly { id: string; counts: Counts }[]): string {
  const line = (id: string, counts: Counts): string => {
    const f = figuresOf(counts);
    return [
      id.padEnd(9),
      `zone ${percent(f.boilerplate)} actor ${percent(f.actor)} stmt ${percent(f.statement)} cond ${percent(f.conditional)}`,
      `quant ${percent(f.quantity)} event ${percent(f.event)}`,
      `holder ${share(f.holder)}  issue ${share(f.issue)}  sign ${share(f.sign)}`,
      `end to end ${share(f.endToEnd)}`,
    ].join(' | ');
  };
  return [...rows.map((r) => line(r.id, r.counts)), line('all', addedUp(rows.map((r) => r.counts)))].join('\n');
}
