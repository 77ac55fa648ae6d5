// What is known of a proposal → calibrated probability that holder, issue and sign are all right.
export interface Signs {
  readonly reported: boolean;
  readonly speakerFound: boolean;
  /** Probability of the issue by its model. */
  readonly chance: number;
  readonly evidence: number;
}

/** Logistic in the model's certainty of the issue and whether the speaker was found. */
export function confidenceOf(signs: Signs): number {
  const z = -1.8 + (signs.reported ? 0.2 : 0) + (signs.speakerFound ? 0.3 : -0.8) + 2.5 * signs.chance;
  return Math.round(100 / (1 + Math.exp(-z))) / 100;
}
