// The shipped scenario: what the page knows before any engine has run. The precomputed answers come with the page as text (quicker to parse than code); the scenario's own text follows when the engine starts.
import type { Run, ScenarioView } from '../engine/index.ts';
import answersText from '../scenarios/crises/iran-2026.answers.json?raw';

/** Outcome id or `race.cause` → one number per day from 0. */
export type CurvesOfVariant = Readonly<Record<string, readonly number[]>>;

/** 5, 50 and 95 per cent of an answer when all parameters and stances vary inside their plausible ranges. */
export type Band = readonly [number, number, number];

export interface Bands {
  readonly draws: number;
  readonly what: string;
  readonly source: string;
  /** Outcome id or `race.cause` → day → band, for base. */
  readonly base: Readonly<Record<string, Readonly<Record<string, Band>>>>;
}

/** What an input moves at most from the low to the high end of its range: an outcome (in probability) and a reward (relative). Empty names: nothing. */
export interface Strength {
  readonly outcome: string;
  readonly change: number;
  readonly reward?: string | null;
  readonly rewardChange?: number;
}

export interface Shipped {
  readonly format: 'standoff-answers/1';
  readonly scenario: string;
  readonly engine: string;
  /** SHA-256 of the canonical bound base scenario. */
  readonly inputs: string;
  readonly view: ScenarioView;
  readonly run: Run;
  readonly curves: { readonly days: readonly number[]; readonly variants: Readonly<Record<string, CurvesOfVariant>> };
  readonly bands: Bands | null;
  readonly strength: Readonly<Record<string, Strength>>;
}

export const shipped: Shipped = JSON.parse(answersText);
export const noBands: Bands = { draws: 0, what: '', source: '', base: {} };
export const scenarioFile = 'iran-2026.yaml';

export async function loadScenarioText(): Promise<string> {
  return (await import('../scenarios/crises/iran-2026.yaml?raw')).default;
}
