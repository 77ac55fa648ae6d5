// What is on the bench: one scenario with everything the page lays out of it. Enters: answers that ship with a scenario, or what a worker says of a text. Leaves: a Model, derived parts included.
import type { Answers, Bands, Layout, ScenarioView, Strength } from '../engine/index.ts';
import { firstRaceOf, type Target, targetsOf } from './figures.ts';
import { type Input, inputsOf } from './inputs.ts';

const noBands: Bands = { draws: 0, what: '', source: '', base: {} };

export interface Model {
  /** Says when two models answer alike: SHA-256 of the canonical bound base scenario, or of the text before that is known. */
  readonly key: string;
  readonly view: ScenarioView;
  /** File name for messages, `iran-2026.yaml`. */
  readonly file: string;
  readonly text: () => Promise<string>;
  /** The answers that ship with the scenario; null for an edited or foreign one. */
  readonly shipped: Answers | null;
  readonly bands: Bands;
  /** What each input moves most; of the shipped scenario where this one was edited. */
  readonly strength: Readonly<Record<string, Strength>>;
  readonly layout: () => Promise<Layout | null>;
  readonly targets: readonly Target[];
  /** The first race of the scenario: its paths open the page; null when there is none. */
  readonly race: ScenarioView['outcomes'][number] | null;
  readonly inputs: readonly Input[];
  /** Outcomes in the variants table. */
  readonly keys: readonly Target[];
  /** Ids of the outcomes that every row shows, race first. */
  readonly keyOutcomes: readonly string[];
  readonly labelOf: (id: string) => string;
}

export type Parts = Pick<Model, 'key' | 'view' | 'file' | 'text' | 'shipped' | 'strength' | 'layout'>;

/** Outcomes that say most about a crisis, where the scenario has them. */
const telling = ['deal', 'us_force', 'israel_strikes', 'regional_war', 'border_reinforced'];

export function modelOf(parts: Parts): Model {
  const { view, shipped, strength } = parts;
  const targets = targetsOf(view);
  const race = firstRaceOf(view);
  const plain = targets.filter((t) => t.cause === null);
  const named = telling.flatMap((id) => plain.find((t) => t.id === id) ?? []);
  const keys = named.length > 0 ? named : plain.length > 0 ? plain.slice(0, 5) : targets.slice(0, 5);
  const labels = new Map<string, string>([
    ...targets.map((t) => [t.id, t.label] as const),
    ...view.rewards.map((r) => [r.id, r.label] as const),
  ]);
  return {
    ...parts,
    bands: shipped?.bands ?? noBands,
    targets,
    race,
    inputs: inputsOf(view, strength),
    keys,
    keyOutcomes: [...new Set([...(race === null ? [] : [race.id]), ...keys.map((t) => t.outcome)])],
    labelOf: (id) => labels.get(id) ?? id,
  };
}
