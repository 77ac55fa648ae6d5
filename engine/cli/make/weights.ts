// Articles with their annotation → data/lexicon/issue-weights.json: the weights of the issue model and of the confidence, with how well each did on articles left out of its fit.
// Multinomial logistic regression with a quadratic penalty (Bishop 2006, 4.3.4), by gradient steps of adapted length (Adam: Kingma and Ba 2015) in a fixed order: the same articles give the same bytes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Article, articleOf, overlapOf, type Span } from '../../reading/article.ts';
import { certaintyOf } from '../../reading/confidence.ts';
import { rootOf } from '../../reading/frame.ts';
import { type IssueFeatures, type IssueWeights, issueChances } from '../../reading/issue.ts';
import { issues } from '../../reading/lexicon.ts';
import { type LowerReading, lowerReading } from '../../reading/lower.ts';
import { judgedOf, readFrom } from '../../reading/read.ts';
import { sha256Hex } from '../../vocabulary/hash.ts';

interface Annotated {
  readonly article: { readonly id: string; readonly file: string; readonly published: string; readonly outlet: string };
  readonly statements: readonly {
    readonly span: Span;
    readonly issue: string;
    readonly position: number;
    readonly holders: readonly string[];
  }[];
}

interface Case {
  readonly gold: Annotated;
  readonly article: Article;
  readonly lower: LowerReading;
}

/** A unit that an annotated statement was matched with: what the model sees, and the issue it should say. */
interface Row {
  readonly features: IssueFeatures;
  readonly issue: number;
}

/** Annotations and texts are looked for in each folder, and in `gold` and `articles` below it. */
function casesIn(folders: readonly string[]): Case[] {
  const found: Case[] = [];
  for (const folder of folders)
    for (const name of namesIn(folder).concat(namesIn(join(folder, 'gold')).map((n) => join('gold', n)))) {
      if (!name.endsWith('.json')) continue;
      const gold = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Annotated;
      if (!Array.isArray(gold.statements)) continue;
      const text = readFileSync(join(folder, gold.article.file), 'utf8');
      const { id, outlet, published } = gold.article;
      const article = articleOf(text, { id, outlet, title: null, published, date_basis: '' });
      found.push({ gold, article, lower: lowerReading(article) });
    }
  return found.sort((a, b) => (a.gold.article.id < b.gold.article.id ? -1 : 1));
}

/** What a unit shows of those before it depends on the weights that these were judged with. */
function rowsOf(cases: readonly Case[], weights: IssueWeights): Row[] {
  return cases.flatMap(({ gold, article, lower }) =>
    matched(gold.statements, judgedOf(article, lower, weights).judged, 0.4).map(([g, j]) => ({
      features: j.features,
      issue: issues.indexOf(g.issue as (typeof issues)[number]),
    })),
  );
}

/** Where fitting starts: words alone decide. */
const start: IssueWeights = { graded: { turn: 1, learned: 1 }, facts: {} };

/** Fitted twice: the second time on units judged with the first weights. */
function fittedOn(cases: readonly Case[]): IssueWeights {
  return fitted(rowsOf(cases, fitted(rowsOf(cases, start))));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** Pairs that share at least so much of their union, the closest first. */
function matched<G extends { span: Span }, P extends { span: Span }>(
  golds: readonly G[],
  proposals: readonly P[],
  least: number,
): [G, P][] {
  const pairs: [number, G, P][] = [];
  for (const g of golds)
    for (const p of proposals) {
      const overlap = overlapOf(g.span, p.span);
      if (overlap >= least) pairs.push([overlap, g, p]);
    }
  pairs.sort((a, b) => b[0] - a[0]);
  const taken = new Set<G | P>();
  return pairs.flatMap(([, g, p]): [G, P][] => {
    if (taken.has(g) || taken.has(p)) return [];
    taken.add(g).add(p);
    return [[g, p]];
  });
}

const penalty = { graded: 0.02, facts: 8 };
const rounds = 400;
const step = 0.05;
/** A fact must hold for so many units. */
const leastCount = 4;

function fitted(rows: readonly Row[]): IssueWeights {
  const grades = Object.keys(rows[0]!.features.graded);
  const counts = new Map<string, number>();
  for (const row of rows) for (const fact of row.features.facts) counts.set(fact, (counts.get(fact) ?? 0) + 1);
  const facts = [...counts.keys()].filter((fact) => counts.get(fact)! >= leastCount).sort();
  const place = new Map(facts.map((fact, i) => [fact, grades.length + i * issues.length]));
  const seen = rows.map(({ features, issue }) => ({
    issue,
    graded: grades.map((name) => issues.map((i) => features.graded[name]!.get(i) ?? 0)),
    facts: features.facts.flatMap((fact) => place.get(fact) ?? []),
  }));
  const size = grades.length + facts.length * issues.length;
  const w = adam(size, (at, slope) => {
    for (const row of seen) {
      const scores = issues.map((_, k) => {
        let sum = 0;
        for (let j = 0; j < grades.length; j++) sum += at[j]! * row.graded[j]![k]!;
        for (const f of row.facts) sum += at[f + k]!;
        return sum;
      });
      const top = Math.max(...scores);
      const powers = scores.map((s) => Math.exp(s - top));
      const total = powers.reduce((a, b) => a + b, 0);
      powers.forEach((power, k) => {
        const miss = power / total - (k === row.issue ? 1 : 0);
        for (let j = 0; j < grades.length; j++) slope[j]! += miss * row.graded[j]![k]!;
        for (const f of row.facts) slope[f + k]! += miss;
      });
    }
    for (let i = 0; i < size; i++) slope[i]! += (i < grades.length ? penalty.graded : penalty.facts) * at[i]!;
  });
  const rounded = (x: number): number => Math.round(100 * x) / 100;
  return {
    graded: Object.fromEntries(grades.map((name, i) => [name, rounded(w[i]!)])),
    facts: Object.fromEntries(facts.map((f) => [f, issues.map((_, k) => rounded(w[place.get(f)! + k]!))])),
  };
}

/** Least point of a convex function from the gradient that `slopeAt` adds up. */
function adam(size: number, slopeAt: (at: Float64Array, slope: Float64Array) => void): Float64Array {
  const at = new Float64Array(size);
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  for (let round = 1; round <= rounds; round++) {
    const slope = new Float64Array(size);
    slopeAt(at, slope);
    for (let i = 0; i < size; i++) {
      mean[i] = 0.9 * mean[i]! + 0.1 * slope[i]!;
      square[i] = 0.99 * square[i]! + 0.01 * slope[i]! ** 2;
      at[i]! -= (step * (mean[i]! / (1 - 0.9 ** round))) / (Math.sqrt(square[i]! / (1 - 0.99 ** round)) + 1e-8);
    }
  }
  return at;
}

/** What is known of a proposal (with a leading 1) and whether holder, issue and sign were all right. */
type Judgement = { readonly known: readonly number[]; readonly right: boolean };

function judgementsOf(test: Case, weights: IssueWeights): Judgement[] {
  const { judged } = judgedOf(test.article, test.lower, weights);
  const records = readFrom(test.article, test.lower, weights).proposals.flatMap((p) =>
    p.record.kind === 'statement' ? [p.record] : [],
  );
  const right = new Set(
    matched(test.gold.statements, records, 0.5)
      .filter(([g, p]) => {
        const holders = (ids: readonly string[]): string => [...new Set(ids.map(rootOf))].sort().join();
        return (
          g.issue === p.issue && sign(g.position) === sign(p.position) && holders(g.holders) === holders(p.holders)
        );
      })
      .map(([, p]) => p),
  );
  return records.map((record, i) => ({ known: certaintyOf(judged[i]!), right: right.has(record) }));
}

const sign = (position: number): number => (position > 0.15 ? 1 : position < -0.15 ? -1 : 0);
const logistic = (w: ArrayLike<number>, x: readonly number[]): number =>
  1 / (1 + Math.exp(-x.reduce((sum, v, i) => sum + v * w[i]!, 0)));

function fittedConfidence(judgements: readonly Judgement[]): number[] {
  const w = adam(judgements[0]!.known.length, (at, slope) => {
    for (const { known, right } of judgements) {
      const miss = logistic(at, known) - Number(right);
      known.forEach((value, i) => {
        slope[i]! += miss * value;
      });
    }
    for (let i = 0; i < at.length; i++) slope[i]! += at[i]!;
  });
  return [...w].map((x) => Math.round(100 * x) / 100);
}

/** SHA-256 of the annotated articles and of the other files of the lexicon: a test compares them, for making the weights anew takes too long there. */
export function weightSources(folders: readonly string[], lexicon: string): { articles: string; lexicon: string } {
  const annotated = casesIn(folders).map(({ gold, article }) => JSON.stringify(gold) + article.text);
  const files = ['classifier.json', 'issues.json', 'phrases.json', 'verbs.json'];
  return {
    articles: sha256Hex(annotated.join('\n')),
    lexicon: sha256Hex(files.map((name) => readFileSync(join(lexicon, name), 'utf8')).join('\n')),
  };
}

/** The file's text. Each article's figures come from weights fitted on all others. `lexicon` is the folder of the files that were read with. Throws when there are fewer than two articles. */
export function makeWeights(folders: readonly string[], lexicon: string): string {
  const cases = casesIn(folders);
  if (cases.length < 2) throw new Error(`two annotated articles at least are needed below ${folders.join(', ')}`);
  let units = 0;
  let right = 0;
  let logLoss = 0;
  const judgements: Judgement[] = [];
  for (const test of cases) {
    const weights = fittedOn(cases.filter((c) => c !== test));
    for (const { features, issue } of rowsOf([test], weights)) {
      units += 1;
      const chances = issueChances(features, weights);
      right += Number(best(chances) === issue);
      logLoss -= Math.log(chances[issue]!);
    }
    judgements.push(...judgementsOf(test, weights));
  }
  const confidence = fittedConfidence(judgements);
  const brier =
    judgements.reduce((sum, j) => sum + (logistic(confidence, j.known) - Number(j.right)) ** 2, 0) / judgements.length;
  const { graded, facts } = fittedOn(cases);
  const fit = {
    articles: cases.map((c) => c.gold.article.id),
    issues: {
      units,
      right_when_left_out: right,
      log_loss: Math.round((1000 * logLoss) / units) / 1000,
    },
    confidence: {
      proposals: judgements.length,
      right: judgements.filter((j) => j.right).length,
      brier: Math.round(1000 * brier) / 1000,
      bands: bandsOf(confidence, judgements),
    },
  };
  const factLines = Object.entries(facts).map(([name, row]) => `  ${JSON.stringify(name)}: ${JSON.stringify(row)}`);
  const parts = [
    '"format": "standoff-weights/1"',
    `"from": ${JSON.stringify(weightSources(folders, lexicon))}`,
    `"fit": ${JSON.stringify(fit)}`,
    `"confidence": ${JSON.stringify(confidence)}`,
    `"graded": ${JSON.stringify(graded)}`,
    `"facts": {\n${factLines.join(',\n')}\n }`,
  ];
  return `{\n ${parts.join(',\n ')}\n}\n`;
}

const best = (chances: readonly number[]): number => chances.indexOf(Math.max(...chances));

/** Stated against found: by fifths of the stated probability, how many proposals and how many of them right. */
function bandsOf(
  confidence: readonly number[],
  judgements: readonly Judgement[],
): { upTo: number; n: number; right: number }[] {
  return [0.2, 0.4, 0.6, 0.8, 1].map((upTo) => {
    const inside = judgements.filter((j) => {
      const p = logistic(confidence, j.known);
      return p < upTo && p >= upTo - 0.2;
    });
    return { upTo, n: inside.length, right: inside.filter((j) => j.right).length };
  });
}
