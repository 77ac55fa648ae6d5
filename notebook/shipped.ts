// The shipped scenario: what the page knows before any engine has run. The precomputed answers come with the page as text (quicker to parse than code); the scenario's own text follows when the engine starts.
import type { Answers, Bands } from '../engine/index.ts';
import answersText from '../scenarios/crises/iran-2026.answers.json?raw';

export type { Band, Bands, CurvesOfVariant, Strength } from '../engine/index.ts';
export type Shipped = Answers;

export const shipped: Shipped = JSON.parse(answersText);
export const noBands: Bands = { draws: 0, what: '', source: '', base: {} };
export const scenarioFile = 'iran-2026.yaml';

export async function loadScenarioText(): Promise<string> {
  return (await import('../scenarios/crises/iran-2026.yaml?raw')).default;
}
