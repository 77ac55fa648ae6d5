// What is known of a proposal → calibrated probability that holder, issue and sign are all right.
export interface Signs {
  readonly reported: boolean;
  readonly speakerFound: boolean;
  readonly score: number;
  readonly lead: number;
  readonly conditional: boolean;
}

/** Logistic in the strength of the cues and whether the speaker was found. */
export function confidenceOf(signs: Signs): number {
  const z =
    -1.2 +
    (signs.reported ? 0.4 : -0.3) +
    (signs.speakerFound ? 0.5 : -0.8) +
    0.25 * Math.min(4, signs.score) +
    0.25 * Math.min(3, signs.lead);
  return Math.round(100 / (1 + Math.exp(-z))) / 100;
}
