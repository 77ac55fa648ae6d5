// The words of a unit → how likely each issue is: a multinomial logistic regression over word stems, pairs of them, the generated cues and the mean of the words' vectors.
// Its weights are learned by `make classifier` from sentences of our own; the names of actors are left out, so that no crisis is known by its parties.
// Since the model is linear, a word's vector and the weights of the axes come down to one score for each issue: the file holds these and no vectors. So words that no sentence had count like those beside which newspapers use them.
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
  readonly words: WordScores;
}
/** What words say by their vectors: of a unit counts the mean, each word weighed by how seldom it is. */
export interface WordScores {
  /** Words with a space between, the most frequent first. */
  readonly list: string;
  /** What a step of a byte is worth. */
  readonly scale: number;
  /** Base64 of one signed byte a class for each word. */
  readonly bytes: string;
}

type Read = Token & { readonly mention: number };
/** A stretch of tokens of one sentence. */
export interface Words extends Range {
  readonly tokens: readonly Read[];
}

const negator = /^(?:not?|never|neither|nor|none|nobody|nothing|without|cannot|hardly|n't|no)$|n't$/;
/** So many words after a negation still feel it. */
const reach = 5;

/** One form for all inflections of a word; no claim to be a word itself. */
export function stemOf({ bases, lower }: Token): string {
  let stem = bases[1] ?? lower;
  for (const base of bases.slice(1)) if (base.length <= stem.length && base.length > 2) stem = base;
  return stem.length > 3 && stem.endsWith('e') ? stem.slice(0, -1) : stem;
}

/** Plain words of the stretches in order, names and numbers left out; each with whether a negation stands shortly before it. */
function wordsOf(stretches: readonly Words[]): { token: Read; negated: boolean }[] {
  const found: { token: Read; negated: boolean }[] = [];
  for (const { tokens, from, to } of stretches) {
    let left = 0;
    for (let i = from; i < to; i++) {
      const token = tokens[i]!;
      if (!token.word) {
        left = 0;
        continue;
      }
      const name = token.mention >= 0 || (i > from && /^\p{Lu}/u.test(token.text) && token.lower !== 'i');
      if (name || /\d/.test(token.lower)) continue;
      found.push({ token, negated: left > 0 });
      left = negator.test(token.lower) ? reach : left - 1;
    }
  }
  return found;
}

/** Features of a unit by name. Values are 1, or the strength of a cue set, at most 2. */
export function featuresOf(stretches: readonly Words[]): Map<string, number> {
  const features = new Map<string, number>();
  const words = wordsOf(stretches).map(({ token, negated }) => ({ stem: stemOf(token), negated }));
  words.forEach(({ stem, negated }, i) => {
    features.set(stem, 1);
    if (negated) features.set(`not ${stem}`, 1);
    if (i > 0) features.set(`${words[i - 1]!.stem} ${stem}`, 1);
  });
  const cues = new Map<Issue, number>();
  for (const { tokens, from, to } of stretches)
    for (let i = from; i < to; i++)
      if (tokens[i]!.mention < 0)
        for (const { issue, weight } of issueCuesAt(tokens, i)) cues.set(issue, (cues.get(issue) ?? 0) + weight);
  for (const [issue, sum] of cues) features.set(`#${issue}`, Math.min(2, sum / 2));
  return features;
}

/**
 * Share of each word of a list in the mean of a unit, by its place there; words that the list lacks are taken apart at their hyphens.
 * Seldom words count more: a/(a + p), p from the place by Zipf's law (Arora, Liang, Ma 2017).
 */
export function sharesOf(stretches: readonly Words[], placeOf: ReadonlyMap<string, number>): [number, number][] {
  const shares: [number, number][] = [];
  let sum = 0;
  for (const { token } of wordsOf(stretches))
    for (const part of placeOf.has(token.lower) ? [token.lower] : token.lower.split(/['-]/)) {
      const place = placeOf.get(part);
      if (place === undefined) continue;
      const weight = rarity / (rarity + 0.1 / (place + 2.7));
      shares.push([place, weight]);
      sum += weight;
    }
  return shares.map(([place, weight]) => [place, weight / sum]);
}

const rarity = 3e-4;

/** Place of each word of a list. */
export const placesOf = (list: string): ReadonlyMap<string, number> =>
  new Map(list.split(' ').map((word, place) => [word, place]));

/** Probabilities of the classes; they add up to 1. */
export function chancesOf(logits: readonly number[]): number[] {
  const top = Math.max(...logits);
  const raised = logits.map((l) => Math.exp(l - top));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((r) => r / sum);
}

/** The model, ready for units. */
export function classifierOf(weights: Weights): (stretches: readonly Words[]) => number[] {
  const { bias, table, words } = weights;
  const places = placesOf(words.list);
  const bytes = Int8Array.from(atob(words.bytes), (c) => c.charCodeAt(0));
  return (stretches) => {
    const logits = [...bias];
    for (const [name, value] of featuresOf(stretches)) {
      if (!Object.hasOwn(table, name)) continue;
      const row = table[name]!;
      for (let c = 0; c < logits.length; c++) logits[c]! += value * row[c]!;
    }
    for (const [place, share] of sharesOf(stretches, places))
      for (let c = 0; c < logits.length; c++) logits[c]! += share * words.scale * bytes[place * logits.length + c]!;
    return chancesOf(logits);
  };
}

const weights = weightsFile as unknown as Weights;
let shipped: ReturnType<typeof classifierOf> | null = null;

/** Probability of every issue for the words of the stretches. */
export function issuesFrom(stretches: readonly Words[]): Map<Issue, number> {
  shipped ??= classifierOf(weights);
  const p = shipped(stretches);
  return new Map(issues.map((issue) => [issue, p[weights.classes.indexOf(issue)] ?? 0]));
}
