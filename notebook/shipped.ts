// The shipped scenarios. The first one's answers come with the page as text (quicker to parse than code), so that it knows figures before any engine has run; texts, layouts and the other scenarios follow on demand.
import type { Answers, Layout } from '../engine/index.ts';
import answersText from '../scenarios/crises/iran-2026.answers.json?raw';
import { type Model, modelOf } from './model.ts';

export type { Band, Bands, CurvesOfVariant, Strength } from '../engine/index.ts';

/** Key of the scenario that the page opens with. */
export const firstScenario = 'crises/iran-2026';

const texts = import.meta.glob<string>('../scenarios/*/*.yaml', { query: '?raw', import: 'default' });
const layouts = import.meta.glob<Layout>('../scenarios/*/*.layout.json', { import: 'default' });

/** Keys of all shipped scenarios, `crises/…` and `textbook/…`. */
export const scenarioKeys: readonly string[] = Object.keys(texts).map((path) =>
  path.slice('../scenarios/'.length, -'.yaml'.length),
);

/** File name of a shipped scenario, for messages. */
export const fileOf = (key: string): string => `${key.slice(key.indexOf('/') + 1)}.yaml`;

/** Null when nothing of that key ships. */
export async function shippedText(key: string): Promise<string | null> {
  const path = `../scenarios/${key}.yaml`;
  return Object.hasOwn(texts, path) ? texts[path]!() : null;
}

export async function shippedLayout(key: string): Promise<Layout | null> {
  const path = `../scenarios/${key}.layout.json`;
  return Object.hasOwn(layouts, path) ? layouts[path]!() : null;
}

let first: Model | null = null;

/** The first scenario with its shipped answers. */
export function firstModel(): Model {
  if (first !== null) return first;
  const answers: Answers = JSON.parse(answersText);
  first = modelOf({
    key: answers.inputs,
    view: answers.view,
    file: fileOf(firstScenario),
    text: async () => (await shippedText(firstScenario))!,
    shipped: answers,
    strength: answers.strength,
    layout: () => shippedLayout(firstScenario),
  });
  return first;
}
