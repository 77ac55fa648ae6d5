// The words of a unit, what it does and who speaks under which condition → probabilities of the closed issues: generated cues and a few turns of phrase, weighed by a small multinomial logistic model that a script fits.
import weightFile from '../../data/lexicon/issue-weights.json' with { type: 'json' };
import type { Range } from './attribution.ts';
import { chancesOf } from './classifier.ts';
import type { ClauseToken } from './clauses.ts';
import { type Issue, issueCuesAt, issues, phrasesAt } from './lexicon.ts';

export type Scores = ReadonlyMap<Issue, number>;

/** Evidence of words: cues and turns of phrase. */
export interface Words {
  readonly cue: Scores;
  readonly turn: Scores;
  /** Cues of the first word that has any: what the unit is about before what it only mentions. */
  readonly first: Scores;
}

/** Evidence in the ranges, actors' names left out. */
export function wordsIn(tokens: readonly ClauseToken[], ranges: readonly Range[]): Words {
  const cue = new Map<Issue, number>();
  const turn = new Map<Issue, number>();
  const first = new Map<Issue, number>();
  const add = (to: Map<Issue, number>, issue: Issue, weight: number): void => {
    to.set(issue, (to.get(issue) ?? 0) + weight);
  };
  for (const { from, to } of ranges) {
    for (let i = from; i < to; ) {
      const named = tokens[i]!.mention >= 0;
      const cues = named ? [] : issueCuesAt(tokens, i);
      const topic = named ? 0 : topicEnd(tokens, i, to);
      const leads = cues.length > 0 && first.size === 0;
      for (const { issue, weight } of cues) {
        add(cue, issue, weight);
        if (leads) add(first, issue, weight);
      }
      i = topic > 0 ? topic : i + (cues[0]?.length ?? 1);
    }
    for (let i = from; i < to; i++) for (const { issue, weight } of phrasesAt(tokens, i)) add(turn, issue, weight);
  }
  return { cue, turn, first };
}

/** Words of a stretch without what talks are about: who wants talks on X says nothing on X. */
export function withoutTopics({
  tokens,
  from,
  to,
}: Range & { readonly tokens: readonly ClauseToken[] }): ClauseToken[] {
  const left: ClauseToken[] = [];
  for (let i = from; i < to; ) {
    const end = tokens[i]!.mention >= 0 ? 0 : topicEnd(tokens, i, to);
    left.push(tokens[i]!);
    i = Math.max(i + 1, end);
  }
  return left;
}

const about = /^(?:on|over|about|regarding|concerning)$/;
const ending = /^(?:solution|settlement|resolution|end)$/;

/** "talks on X", "a solution to X": where what the word at i brings up ends; 0 when it brings up nothing. */
function topicEnd(tokens: readonly ClauseToken[], i: number, to: number): number {
  if (!issueCuesAt(tokens, i).some((c) => c.issue === 'negotiation') && !ending.test(tokens[i]!.lower)) return 0;
  const leads = (k: number): boolean =>
    about.test(tokens[k]?.lower ?? '') || (ending.test(tokens[i]!.lower) && /^(?:to|of)$/.test(tokens[k]?.lower ?? ''));
  const at = leads(i + 1) ? i + 1 : i + 2;
  if (!leads(at) || at >= to) return 0;
  let end = at + 1;
  while (
    end < to &&
    end < at + 7 &&
    tokens[end]!.word &&
    !/^(?:and|but|or|if|to|that|would|will|was|is|are|were|had|has)$/.test(tokens[end]!.lower)
  )
    end++;
  return end;
}

/** Sum of the evidence, for what needs no model. */
export function scoresOf(words: Words): Map<Issue, number> {
  const sums = new Map<Issue, number>();
  for (const part of [words.cue, words.turn])
    for (const [issue, value] of part) sums.set(issue, (sums.get(issue) ?? 0) + value);
  return sums;
}

/** Best issue and its lead over the second; `other` when nothing scores. */
export function bestOf(scores: Scores): { issue: Issue; score: number; lead: number } {
  let issue: Issue = 'other';
  let score = 0;
  let second = 0;
  for (const [name, value] of scores) {
    if (value > score) [issue, second, score] = [name, score, value];
    else if (value > second) second = value;
  }
  return { issue, score, lead: score - second };
}

/** What the model sees of a unit: evidence with a value for each issue, and plain facts. */
export interface IssueFeatures {
  readonly graded: Readonly<Record<string, Scores>>;
  readonly facts: readonly string[];
}

/** Weights of the fitted model: one for each kind of graded evidence, one for each fact and issue. */
export interface IssueWeights {
  readonly graded: Readonly<Record<string, number>>;
  readonly facts: Readonly<Record<string, readonly number[]>>;
}

/** Evidence grows slower than its count. */
export function damped(scores: Scores): Scores {
  return new Map([...scores].map(([issue, value]) => [issue, Math.log1p(value)]));
}

/** Probabilities of the issues, in the order of `issues`. */
export function issueChances(features: IssueFeatures, weights: IssueWeights = weightFile): number[] {
  const scores = issues.map((issue, i) => {
    let sum = 0;
    for (const [name, values] of Object.entries(features.graded))
      sum += (weights.graded[name] ?? 0) * (values.get(issue) ?? 0);
    for (const fact of features.facts) if (Object.hasOwn(weights.facts, fact)) sum += weights.facts[fact]![i] ?? 0;
    return sum;
  });
  return chancesOf(scores);
}
