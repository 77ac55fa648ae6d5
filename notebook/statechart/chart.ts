// Scenario view + layout + flows → what the statechart section shows of each region: its states, and one arrow per pair of states with every event that may take it. Without a layout the same, to be listed instead of drawn.
import type { Flows, Layout, ScenarioView } from '../../engine/index.ts';
import { labelOf, stateLabel } from '../words.ts';

export interface EventFact {
  readonly id: string;
  readonly label: string;
  readonly kind: 'move' | 'hazard' | 'always';
  /** Actor id; null for nature and for what happens at once. */
  readonly actor: string | null;
}

export interface ArrowEvent extends EventFact {
  /** False: a side effect of an event that is at home in another region. */
  readonly home: boolean;
  /** The label broken into lines for the drawing; empty where it has no room there. */
  readonly lines: readonly string[];
}

type Point = readonly [number, number];

export interface Arrow {
  /** `from>to`, unique in its region. */
  readonly id: string;
  readonly region: string;
  readonly from: string;
  readonly to: string;
  readonly events: readonly ArrowEvent[];
  /** Some event is at home here. */
  readonly home: boolean;
  readonly drawn: { readonly points: readonly Point[]; readonly label: Point; readonly labelSize: Point } | null;
}

export interface State {
  readonly id: string;
  readonly region: string;
  readonly label: string;
  readonly evidence: readonly string[];
  readonly initial: boolean;
  readonly final: boolean;
  readonly lines: readonly string[];
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
}

export interface Region {
  readonly id: string;
  readonly label: string;
  readonly states: readonly State[];
  readonly arrows: readonly Arrow[];
  readonly size: { readonly width: number; readonly height: number } | null;
}

export interface Chart {
  readonly regions: readonly Region[];
  /** Every event known of, with the region where it is at home. */
  readonly events: ReadonlyMap<string, EventFact & { readonly region: string | null }>;
  /** Every state has its place. */
  readonly drawn: boolean;
}

/** @param initial the variant's own starting states, by region. */
export function chartOf(
  view: ScenarioView,
  initial: Readonly<Record<string, string>>,
  layout: Layout | null,
  flows: Flows | null,
): Chart {
  const fits = layout !== null && layoutFits(layout, view);
  const places = new Map(fits ? layout.regions.map((r) => [r.id, r]) : []);
  const events = eventsOf(view, fits ? layout : null);
  const regions = view.regions.map((r): Region => {
    const place = places.get(r.id);
    const start = Object.hasOwn(initial, r.id) ? initial[r.id] : r.initial;
    const states = r.states.map((s): State => {
      const box = place?.states.find((x) => x.id === s.id);
      return {
        id: s.id,
        region: r.id,
        label: stateLabel(s.label),
        evidence: s.evidence,
        initial: s.id === start,
        final: box?.final ?? false,
        lines: box?.lines ?? [stateLabel(s.label)],
        box: box ? { x: box.x, y: box.y, width: box.width, height: box.height } : null,
      };
    });
    const size = place ? { width: place.width, height: place.height } : null;
    return { id: r.id, label: labelOf(r.label), states, arrows: arrowsOf(r.id, place, flows, events), size };
  });
  return { regions, events, drawn: fits };
}

/** Labels may have changed since; regions and states must be the same ones. */
export function layoutFits(layout: Layout, view: ScenarioView): boolean {
  return (
    layout.regions.length === view.regions.length &&
    view.regions.every((r, i) => {
      const place = layout.regions[i]!;
      return (
        place.id === r.id &&
        place.states.length === r.states.length &&
        r.states.every((s, k) => place.states[k]!.id === s.id)
      );
    })
  );
}

function eventsOf(view: ScenarioView, layout: Layout | null): Chart['events'] {
  const events = new Map<string, EventFact & { readonly region: string | null }>();
  for (const m of view.moves) events.set(m.id, { ...m, label: labelOf(m.label), kind: 'move', region: null });
  for (const region of layout?.regions ?? [])
    for (const arrow of region.edges)
      for (const { id, label, kind, actor, home } of arrow.events) {
        const known = events.get(id);
        if (known === undefined || (home && known.region === null))
          events.set(id, { id, label: labelOf(label), kind, actor, region: home ? region.id : null });
      }
  return events;
}

function arrowsOf(
  region: string,
  place: Layout['regions'][number] | undefined,
  flows: Flows | null,
  events: Chart['events'],
): Arrow[] {
  const arrows = new Map<string, Arrow>();
  for (const e of place?.edges ?? [])
    arrows.set(e.id, {
      id: e.id,
      region,
      from: e.from,
      to: e.to,
      events: e.events.map((x) => ({ ...x, label: labelOf(x.label) })),
      home: e.events.some((x) => x.home),
      drawn: { points: e.points, label: e.label, labelSize: e.labelSize },
    });
  // What an event sets off through `always` it does not do itself: the flows name it, the layout need not.
  for (const f of flowsIn(flows, region)) {
    const id = `${f.from}>${f.to}`;
    const arrow = arrows.get(id) ?? {
      id,
      region,
      from: f.from,
      to: f.to,
      events: [],
      home: place === undefined,
      drawn: null,
    };
    if (arrow.events.some((e) => e.id === f.event)) continue;
    const fact = events.get(f.event) ?? { id: f.event, label: labelOf(f.event), kind: 'hazard', actor: null };
    const { label, kind, actor } = fact;
    const added: ArrowEvent = { id: f.event, label, kind, actor, home: place === undefined, lines: [] };
    arrows.set(id, { ...arrow, events: [...arrow.events, added] });
  }
  return [...arrows.values()];
}

export function flowsIn(flows: Flows | null, region: string): Flows['regions'][string] {
  return flows !== null && Object.hasOwn(flows.regions, region) ? flows.regions[region]! : [];
}
