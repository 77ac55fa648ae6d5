// Flows and known occupancy → the figures of one day: probability of each state, expected number of firings of each arrow and event, rates. Null where nothing is known yet.
import type { Flows, ScenarioView } from '../../engine/index.ts';
import type { Arrow, ArrowEvent, Region } from './chart.ts';
import { flowsIn } from './chart.ts';

export type Occupancy = Flows['occupancy'];

/** Probabilities by region and state on some days. */
export interface Standing {
  readonly days: readonly number[];
  readonly occupancy: Occupancy;
}

export interface DayFigures {
  /** The day that the figures are of; the one asked for, or the nearest earlier one that is known. */
  readonly day: number;
  probability(region: string, state: string): number | null;
  /** Expected number of firings from the start to the day, of all events of the arrow or of one. */
  count(arrow: Pick<Arrow, 'region' | 'from' | 'to'>, event?: string): number | null;
  /** Probability per day that the region leaves `from` along the arrow, given that it is in `from`; null also where `from` is as good as impossible. */
  rate(arrow: Pick<Arrow, 'region' | 'from' | 'to'>, event?: string): number | null;
  /** The rate of leaving the state in any way, per day. */
  hazard(region: string, state: string): number | null;
}

/** Below this a state is too improbable for a share of what happens in it to mean anything. */
const tooRare = 1e-9;

/**
 * @param standing used for days that the flows do not know.
 * @param older the flows are of the variant before its last change: probabilities come from `standing` where it has them, and there are no rates.
 */
export function figuresOn(
  day: number,
  flows: Flows | null,
  standing: Standing | null,
  older: boolean = false,
): DayFigures {
  const inFlows = flows?.days.indexOf(day) ?? -1;
  const inStanding = standing?.days.indexOf(day) ?? -1;
  const fromStanding = inStanding >= 0 && (older || inFlows < 0);
  const table = fromStanding ? standing!.occupancy : inFlows >= 0 ? flows!.occupancy : null;
  const at = fromStanding ? inStanding : inFlows;
  const byPair = new Map<string, Flows['regions'][string][number][]>();
  if (inFlows >= 0)
    for (const region of Object.keys(flows!.regions))
      for (const f of flowsIn(flows, region)) {
        const key = `${region} ${f.from}>${f.to}`;
        const list = byPair.get(key);
        if (list) list.push(f);
        else byPair.set(key, [f]);
      }
  const sum = (
    arrow: Pick<Arrow, 'region' | 'from' | 'to'>,
    event: string | undefined,
    value: (f: Flows['regions'][string][number]) => number,
  ): number | null => {
    if (inFlows < 0) return null;
    const list = byPair.get(`${arrow.region} ${arrow.from}>${arrow.to}`) ?? [];
    return list.reduce((total, f) => (event === undefined || f.event === event ? total + value(f) : total), 0);
  };
  const probability = (region: string, state: string): number | null => {
    if (table === null || !Object.hasOwn(table, region)) return null;
    const states = table[region]!;
    return Object.hasOwn(states, state) ? (states[state]![at] ?? null) : null;
  };
  const share = (flow: number | null, region: string, state: string): number | null => {
    const p = probability(region, state);
    return older || flow === null || p === null || p < tooRare ? null : flow / p;
  };
  return {
    day,
    probability,
    count: (arrow, event) => sum(arrow, event, (f) => f.count[inFlows] ?? 0),
    rate: (arrow, event) =>
      share(
        sum(arrow, event, (f) => f.perDay[inFlows] ?? 0),
        arrow.region,
        arrow.from,
      ),
    hazard: (region, state) => {
      if (inFlows < 0) return null;
      const leaving = flowsIn(flows, region).reduce((t, f) => (f.from === state ? t + (f.perDay[inFlows] ?? 0) : t), 0);
      return share(leaving, region, state);
    },
  };
}

/** Days to scrub over: every day up to 120, else sixty steps with the reported days between. */
export function stopsOf(view: Pick<ScenarioView, 'horizon' | 'days'>): readonly number[] {
  const { horizon, days } = view;
  const whole = Number.isInteger(horizon) && horizon >= 10 && horizon <= 120;
  const steps = whole ? horizon : 60;
  const even = Array.from({ length: steps + 1 }, (_, i) =>
    whole ? i : Number(((horizon * i) / steps).toPrecision(6)),
  );
  return [...new Set([...even, ...days.filter((d) => d <= horizon)])].sort((a, b) => a - b);
}

/** The newest known day not after `day`; the first known one when there is none; `day` itself when nothing is known. */
export function knownDay(day: number, flows: Flows | null, standing: Standing | null): number {
  const days = [...new Set([...(flows?.days ?? []), ...(standing?.days ?? [])])].sort((a, b) => a - b);
  return days.findLast((d) => d <= day) ?? days[0] ?? day;
}

export interface RankedEvent extends ArrowEvent {
  readonly count: number | null;
  readonly rate: number | null;
}

/** The events of an arrow that can be counted, most frequent first; what happens at once has no count of its own and is left to the events that set it off. */
export function rankedEvents(arrow: Arrow, figures: DayFigures): readonly RankedEvent[] {
  return arrow.events
    .filter((e) => e.kind !== 'always')
    .map((e) => ({ ...e, count: figures.count(arrow, e.id), rate: figures.rate(arrow, e.id) }))
    .sort((a, b) => (b.count ?? 0) - (a.count ?? 0) || Number(b.home) - Number(a.home));
}

export interface Way {
  readonly arrow: Arrow;
  readonly count: number | null;
  readonly rate: number | null;
}

/** Ways out of a state, or into it, most frequent first. */
export function waysOf(region: Region, state: string, side: 'from' | 'to', figures: DayFigures): readonly Way[] {
  return region.arrows
    .filter((a) => a[side] === state)
    .map((arrow) => ({ arrow, count: figures.count(arrow), rate: figures.rate(arrow) }))
    .sort((a, b) => (b.count ?? 0) - (a.count ?? 0));
}

/** The home event that happens most, for the label in the drawing; null for an arrow of side effects only. */
export function leadingEvent(arrow: Arrow, figures: DayFigures): ArrowEvent | null {
  const home = arrow.events.filter((e) => e.lines.length > 0);
  if (home.length === 0) return null;
  return home.reduce((best, e) =>
    (figures.count(arrow, e.id) ?? 0) > (figures.count(arrow, best.id) ?? 0) ? e : best,
  );
}

/** The largest expected number of firings of any arrow on the last known day. */
export function largestCount(flows: Flows | null): number {
  if (flows === null) return 0;
  let largest = 0;
  for (const region of Object.keys(flows.regions)) {
    const byPair = new Map<string, number>();
    for (const f of flowsIn(flows, region)) {
      const key = `${f.from}>${f.to}`;
      const total = (byPair.get(key) ?? 0) + (f.count.at(-1) ?? 0);
      byPair.set(key, total);
      largest = Math.max(largest, total);
    }
  }
  return largest;
}
