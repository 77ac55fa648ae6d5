// What the reading view shows, as plain values: the paths with their intervals, the strongest inputs, a story of readable length, how the records are attributed.
import type { ScenarioView, Story } from '../../engine/index.ts';
import type { DocumentVariant } from '../document/document.ts';
import type { EvidenceRecord } from '../evidence.ts';
import { bandOf, type Figure, figureOf, type Known } from '../figures.ts';
import { type Input, idleIn } from '../inputs.ts';
import type { Model } from '../model.ts';
import { labelOf } from '../words.ts';

export interface PathFigure {
  readonly id: string;
  /** Null: none of the causes. */
  readonly label: string | null;
  readonly now: Figure;
  /** Of base, where the variant is another one. */
  readonly before: Figure | null;
  /** 5 and 95 per cent of base; null where none was computed, or for another variant. */
  readonly band: readonly [number, number] | null;
}

/** The causes of the first race in order, then none of them; empty for a scenario without a race. */
export function pathsOf(model: Model, base: Known, known: Known, changed: boolean, day: number): readonly PathFigure[] {
  const { race, bands } = model;
  if (race === null) return [];
  const causes: { readonly id: string; readonly label: string | null }[] = [
    ...race.causes.map((c) => ({ id: c.id, label: labelOf(c.label) })),
    { id: 'none', label: null },
  ];
  return causes.map(({ id, label }) => {
    const target = { id: `${race.id}.${id}`, outcome: race.id, cause: id };
    const band = changed ? null : bandOf(bands, target.id, day);
    return {
      id,
      label,
      now: figureOf(known, target, day),
      before: changed ? figureOf(base, target, day) : null,
      band: band && [band[0], band[2]],
    };
  });
}

/** The named path with the largest probability; null when none is known. */
export function likeliestOf(paths: readonly PathFigure[]): PathFigure | null {
  return paths
    .filter((p) => p.label !== null && !p.now.already && p.now.p !== null)
    .reduce<PathFigure | null>((best, p) => (best === null || p.now.p! > best.now.p! ? p : best), null);
}

/** Inputs come strongest first; those that move nothing here are left out. */
export function strongest(model: Model, variant: DocumentVariant, count: number): readonly Input[] {
  return model.inputs.filter((i) => idleIn(variant, i, model.view.switches) === null).slice(0, count);
}

export const readable = { least: 5, most: 8 } as const;

/** How far a story is from a readable length, in events. */
export function lengthMiss(story: Story): number {
  const n = story.events.length;
  return n < readable.least ? readable.least - n : Math.max(n - readable.most, 0);
}

export interface Balance {
  readonly outlets: readonly { readonly outlet: string; readonly published: string; readonly count: number }[];
  /** Attribution classes, most frequent first. */
  readonly attributions: readonly { readonly attribution: string; readonly count: number }[];
}

export function balanceOf(records: Iterable<EvidenceRecord>, view: ScenarioView): Balance {
  const own = new Set(view.sources.map((s) => s.id));
  const outlets = new Map<string, { outlet: string; published: string; count: number }>();
  const attributions = new Map<string, number>();
  for (const r of records) {
    if (!own.has(r.id.slice(0, r.id.lastIndexOf('.')))) continue;
    const place = outlets.get(r.outlet) ?? { outlet: r.outlet, published: r.published, count: 0 };
    place.count++;
    outlets.set(r.outlet, place);
    attributions.set(r.attribution, (attributions.get(r.attribution) ?? 0) + 1);
  }
  return {
    outlets: [...outlets.values()],
    attributions: [...attributions]
      .map(([attribution, count]) => ({ attribution, count }))
      .sort((a, b) => b.count - a.count),
  };
}

/** Inputs that rest on an assumption or on judgement, out of all. */
export function assumedOf(inputs: readonly Input[]): { readonly assumed: number; readonly all: number } {
  const assumed = inputs.filter((i) =>
    i.basis === '' ? i.evidence.length === 0 : /^(assumed|judge?ment)/i.test(i.basis),
  );
  return { assumed: assumed.length, all: inputs.length };
}

export type Place = 'same' | 'towards' | 'far' | 'beyond';

/** Where a value stands between the scenario's own and the plausible end on its side, in words. */
export function placeOf(input: Input, value: number): Place {
  if (value === input.value) return 'same';
  const end = value < input.value ? input.low : input.high;
  const share = (value - input.value) / (end - input.value);
  return share > 1 || Number.isNaN(share) ? 'beyond' : share >= 0.5 ? 'far' : 'towards';
}
