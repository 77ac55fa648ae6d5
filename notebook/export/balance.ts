// Sources and their balance: how many records each outlet gives, in which class of attribution, and how many of them stand behind a number of the scenario.
import type { ScenarioView } from '../../engine/index.ts';
import { attributionOf, type EvidenceRecord } from '../evidence.ts';

export interface OutletBalance {
  readonly outlet: string;
  readonly published: string | null;
  /** Records taken from it. */
  readonly records: number;
  /** Of those, the ones that a parameter, stance, switch or state names. */
  readonly used: number;
  /** Class of attribution in words → records, most first. */
  readonly classes: readonly (readonly [string, number])[];
}

export function balanceOf(view: ScenarioView, evidence: ReadonlyMap<string, EvidenceRecord>): readonly OutletBalance[] {
  const used = new Set([
    ...view.stances.flatMap((s) => s.evidence),
    ...view.parameters.flatMap((p) => p.evidence),
    ...view.switches.flatMap((s) => s.evidence),
    ...view.regions.flatMap((r) => r.states.flatMap((s) => s.evidence)),
  ]);
  return view.sources.map((source) => {
    // A record's id begins with its article's.
    const own = [...evidence.values()].filter((r) => r.id.startsWith(`${source.id}.`));
    const classes = new Map<string, number>();
    for (const r of own) classes.set(attributionOf(r), (classes.get(attributionOf(r)) ?? 0) + 1);
    return {
      outlet: source.outlet,
      published: source.published,
      records: own.length,
      used: own.filter((r) => used.has(r.id)).length,
      classes: [...classes].sort((a, b) => b[1] - a[1]),
    };
  });
}

/** What the scenario's own limits say about whose press it reads. */
export function pressLines(caveats: readonly string[]): readonly string[] {
  return caveats.filter((line) => /\b(press|outlets?|newspapers?|media)\b/i.test(line));
}
