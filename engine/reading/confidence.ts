// What is known of a proposal → calibrated probability that holder, issue and sign are all right: a logistic whose weights are fitted, with the issue model's, on articles left out of the latter.
import weightFile from '../../data/lexicon/issue-weights.json' with { type: 'json' };

export interface Signs {
  /** A reporting verb of its own, no voice lent by a neighbour. */
  readonly own: boolean;
  /** Probability of the issue by its model, and its lead over the second. */
  readonly chance: number;
  readonly lead: number;
  /** Evidence of words. */
  readonly evidence: number;
  readonly antecedent: object | null;
}

/** Numbers that the confidence is fitted on, a 1 first. */
export function certaintyOf(s: Signs): number[] {
  return [1, Number(s.own), s.chance, s.lead, Number(s.evidence > 0), Number(s.antecedent !== null)];
}

/** 0…1, two decimals. */
export function confidenceOf(signs: Signs, weights: readonly number[] = weightFile.confidence): number {
  const z = certaintyOf(signs).reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
  return Math.round(100 / (1 + Math.exp(-z))) / 100;
}
