// The answers that ship beside a scenario file (FILE.answers.json): made by the command line, shown by a page before any engine has run.
import type { ScenarioView } from '../scenario/view.ts';
import type { Run } from './result.ts';
import type { Strength } from './sensitivity.ts';

/** Outcome id or `race.cause` → one probability per day from 0. */
export type CurvesOfVariant = Readonly<Record<string, readonly number[]>>;

/** 5, 50 and 95 per cent of an answer when all parameters and stances vary inside their plausible ranges. */
export type Band = readonly [number, number, number];

export interface Bands {
  readonly draws: number;
  readonly what: string;
  /** The program that drew them. */
  readonly source: string;
  /** Outcome id or `race.cause` → day → band, for base. */
  readonly base: Readonly<Record<string, Readonly<Record<string, Band>>>>;
}

export interface Answers {
  readonly format: 'standoff-answers/1';
  readonly scenario: string;
  readonly engine: string;
  /** SHA-256 of the canonical bound base scenario. */
  readonly inputs: string;
  readonly view: ScenarioView;
  /** What a page shows first: probabilities of every variant, to six decimals, and the rewards of base. Quantiles and the other rewards are left to the engine. */
  readonly run: Run;
  /** Daily curves of the first outcome of the file, by variant. */
  readonly curves: { readonly days: readonly number[]; readonly variants: Readonly<Record<string, CurvesOfVariant>> };
  /** From an independent program; null when the scenario has none. */
  readonly bands: Bands | null;
  /** What each input moves most from the low to the high end of its range. */
  readonly strength: Readonly<Record<string, Strength>>;
}
