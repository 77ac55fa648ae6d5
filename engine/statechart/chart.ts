// Bound scenario → Statechart: regions, events with guard and target map, and what happens at once. No rates here; plain data, the common ground of the XState machine and of the chain.
import type { BoundScenario } from '../scenario/bind.ts';
import { allOf, at, not, type StateTest } from '../scenario/state-test.ts';

export interface ChartRegion {
  readonly id: string;
  readonly label: string;
  readonly states: readonly { readonly id: string; readonly label: string; readonly final: boolean }[];
  readonly initial: string;
}

/** One region goes to one state. */
export interface Effect {
  readonly region: string;
  readonly state: string;
}

/** A move of an actor or a hazard of nature: when `guard` holds, all effects happen together. */
export interface ChartEvent {
  readonly id: string;
  readonly label: string;
  readonly kind: 'move' | 'hazard';
  /** What the file says, and that no region would leave a final state. */
  readonly guard: StateTest;
  readonly effects: readonly Effect[];
}

/** Happens before time passes, in listed order, one at a time, until none is enabled. */
export interface ChartAlways {
  readonly id: string;
  readonly label: string;
  readonly guard: StateTest;
  readonly effects: readonly Effect[];
}

export interface Statechart {
  readonly id: string;
  readonly regions: readonly ChartRegion[];
  readonly events: readonly ChartEvent[];
  readonly always: readonly ChartAlways[];
}

export function statechartOf(bound: BoundScenario): Statechart {
  const regions = bound.regions.map(({ id, label, states, initial }) => ({ id, label, states, initial }));
  const finals = new Map(bound.regions.map((r) => [r.id, r.states.filter((s) => s.final).map((s) => s.id)]));
  // A target map that would leave a final state is disabled as a whole: XState would let the other regions go (model, section 3).
  const guarded = (when: StateTest, effects: readonly Effect[]): StateTest =>
    allOf([
      when,
      ...effects.flatMap(({ region, state }) =>
        (finals.get(region) ?? []).filter((f) => f !== state).map((f) => not(at(region, f))),
      ),
    ]);
  const events: ChartEvent[] = [
    ...bound.moves.map((m) => ({
      id: m.id,
      label: m.label,
      kind: 'move' as const,
      guard: guarded(m.when, m.effects),
      effects: m.effects,
    })),
    ...bound.hazards.map((h) => ({
      id: h.id,
      label: h.label,
      kind: 'hazard' as const,
      guard: guarded(h.when, h.effects),
      effects: h.effects,
    })),
  ];
  const always = bound.always.map((a) => ({
    id: a.id,
    label: a.label,
    guard: guarded(a.when, a.effects),
    effects: a.effects,
  }));
  return { id: bound.id, regions, events, always };
}
