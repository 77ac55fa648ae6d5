// The words of a unit → how likely each issue is: a multinomial logistic regression over word stems, pairs of them and the generated cues.
// Its weights are learned by `make classifier` from sentences of our own; the names of actors are left out, so that no crisis is known by its parties.
import weightsFile from '../../data/lexicon/classifier.json' with { type: 'json' };
import type { Range } from './attribution.ts';
import { type Issue, issueCuesAt, issues } from './lexicon.ts';
import type { Token } from './tokens.ts';

/** Sparse features: name → value. */
export type Features = ReadonlyMap<string, number>;
/** Weights of one model: per class, in the order of `classes`; feature names share one list. */
export interface Weights {
  readonly classes: readonly string[];
  readonly bias: readonly number[];
  /** Feature → one weight a class. */
  readonly table: Readonly<Record<string, readonly number[]>>;
}

type Read = Token & { readonly mention: number };

const negator = /^(?:not?|never|neither|nor|none|nobody|nothing|without|cannot|hardly|n't|no)$|n't$/;
/** So many words after a negation still feel it. */
const reach = 5;

/** One form for all inflections of a word; no claim to be a word itself. */
export function stemOf({ bases, lower }: Token): string {
  let stem = bases[1] ?? lower;
  for (const base of bases.slice(1)) if (base.length <= stem.length && base.length > 2) stem = base;
  return stem.length > 3 && stem.endsWith('e') ? stem.slice(0, -1) : stem;
}

/** Stems of the ranges in order, names left out; each with whether a negation stands shortly before it. */
function stemsOf(tokens: readonly Read[], ranges: readonly Range[]): { stem: string; negated: boolean }[] {
  const found: { stem: string; negated: boolean }[] = [];
  for (const { from, to } of ranges) {
    let left = 0;
    for (let i = from; i < to; i++) {
      const token = tokens[i]!;
      if (!token.word) {
        left = 0;
        continue;
      }
      const name = token.mention >= 0 || (i > from && /^\p{Lu}/u.test(token.text) && token.lower !== 'i');
      if (name || /\d/.test(token.lower)) continue;
      found.push({ stem: stemOf(token), negated: left > 0 });
      left = negator.test(token.lower) ? reach : left - 1;
    }
  }
  return found;
}

/** Features of a unit. Values are 1, or the strength of a cue set, at most 2. */
export function featuresOf(tokens: readonly Read[], ranges: readonly Range[]): Map<string, number> {
  const features = new Map<string, number>();
  const stems = stemsOf(tokens, ranges);
  stems.forEach(({ stem, negated }, i) => {
    features.set(stem, 1);
    if (negated) features.set(`not ${stem}`, 1);
    if (i > 0) features.set(`${stems[i - 1]!.stem} ${stem}`, 1);
  });
  const cues = new Map<Issue, number>();
  for (const { from, to } of ranges)
    for (let i = from; i < to; i++)
      if (tokens[i]!.mention < 0)
        for (const { issue, weight } of issueCuesAt(tokens, i)) cues.set(issue, (cues.get(issue) ?? 0) + weight);
  for (const [issue, sum] of cues) features.set(`#${issue}`, Math.min(2, sum / 2));
  return features;
}

/** Probabilities of the classes; they add up to 1. */
export function probabilitiesOf(weights: Weights, features: Features): number[] {
  const logits = [...weights.bias];
  for (const [name, value] of features) {
    if (!Object.hasOwn(weights.table, name)) continue;
    const row = weights.table[name]!;
    for (let c = 0; c < logits.length; c++) logits[c]! += value * row[c]!;
  }
  const top = Math.max(...logits);
  const raised = logits.map((l) => Math.exp(l - top));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((r) => r / sum);
}

const weights = weightsFile as unknown as Weights;

/** Probability of every issue for the words in the ranges. */
export function issuesFrom(tokens: readonly Read[], ranges: readonly Range[]): Map<Issue, number> {
  const p = probabilitiesOf(weights, featuresOf(tokens, ranges));
  return new Map(issues.map((issue) => [issue, p[weights.classes.indexOf(issue)] ?? 0]));
}
