// Bound scenario → the traffic inside each region: how often each event takes it from one state to another, by day, and how strongly on the day. For drawing a statechart whose widths mean something.
// Expected firings of a transition are its rate × the expected time in the configurations that it leaves; each region is read off a chain that holds its cone of influence.
import { type Chain, chainOf } from '../chain/rates.ts';
import { influenceOfBound, type Part, partFor } from '../chain/reduce.ts';
import { defaultMaxConfigurations, explore } from '../chain/structure.ts';
import { type Cumulative, cumulativeOf } from '../exact/cumulative.ts';
import type { ExactOptions } from '../exact/passage.ts';
import type { BoundScenario } from '../scenario/bind.ts';
import { statechartOf } from '../statechart/chart.ts';
import type { Progress } from '../vocabulary/ports.ts';
import type { Days, PerDay, Probability } from '../vocabulary/units.ts';

/** One event taking one region from a state to another (what follows at once through `always` is part of the event that set it off). */
export interface Flow {
  readonly event: string;
  readonly from: string;
  readonly to: string;
  /** Expected number of such firings up to each of `days`. */
  readonly count: readonly number[];
  /** Probability flow on the day itself: Σ over configurations of probability × rate. Divided by the probability of `from`: the hazard of leaving this way. */
  readonly perDay: readonly PerDay[];
}

export interface Flows {
  readonly variant: string;
  readonly days: readonly Days[];
  /** Region → state → probability on each of `days`. */
  readonly occupancy: Readonly<Record<string, Readonly<Record<string, readonly Probability[]>>>>;
  /** Region → its flows, largest count at the last day first. */
  readonly regions: Readonly<Record<string, readonly Flow[]>>;
}

export interface FlowOptions extends ExactOptions {
  readonly maxConfigurations?: number | undefined;
  readonly progress?: Progress | undefined;
}

/** @param days ascending, from 0; left out: the scenario's reported days. Flows of rate 0 everywhere are left out. */
export function flowsOf(bound: BoundScenario, days: readonly Days[] = bound.days, options: FlowOptions = {}): Flows {
  const chart = statechartOf(bound);
  const influence = influenceOfBound(bound, chart);
  // A cone that lies inside another needs no chain of its own: the larger one says the same of its regions.
  const shared = widest(bound.regions.map((r) => partFor(bound, influence, [r.id])));
  const occupancy: Record<string, Flows['occupancy'][string]> = {};
  const regions: Record<string, readonly Flow[]> = {};
  let done = 0;
  for (const { part, members } of shared) {
    options.progress?.(done, bound.regions.length);
    const chain = chainOf(explore(chart, part, options.maxConfigurations ?? defaultMaxConfigurations), bound);
    const cumulative = cumulativeOf(chain, days, options);
    for (const r of members) occupancy[bound.regions[r]!.id] = occupancyOf(chain, cumulative, r);
    for (const [r, flows] of trafficOf(chain, cumulative, members)) regions[bound.regions[r]!.id] = flows;
    done += members.length;
  }
  options.progress?.(done, bound.regions.length);
  const inOrder = <T>(of: Readonly<Record<string, T>>) =>
    Object.fromEntries(bound.regions.map(({ id }) => [id, of[id]!]));
  return { variant: bound.variant.id, days: [...days], occupancy: inOrder(occupancy), regions: inOrder(regions) };
}

/** The parts that lie in no other, each with the regions (by position) that are read off it: of several, the smallest. */
function widest(parts: readonly Part[]): { part: Part; members: number[] }[] {
  const holds = (outer: Part, inner: Part) => inner.regions.every((r) => outer.regions.includes(r));
  const kept: { part: Part; members: number[] }[] = [];
  for (const part of [...parts].sort((a, b) => b.regions.length - a.regions.length))
    if (!kept.some((k) => holds(k.part, part))) kept.push({ part, members: [] });
  kept.reverse();
  parts.forEach((part, r) => {
    kept.find((k) => holds(k.part, part))!.members.push(r);
  });
  return kept;
}

function occupancyOf(chain: Chain, { matrix, law }: Cumulative, region: number): Record<string, number[]> {
  const { regions, states } = chain.structure;
  const table = regions[region]!.states.map(() => law.map(() => 0));
  law.forEach((p, d) => {
    matrix.configuration.forEach((i, n) => {
      table[states[i * regions.length + region]!]![d]! += p[n]!;
    });
  });
  // Rounding may leave 1 + 1e-16.
  return Object.fromEntries(regions[region]!.states.map((s, k) => [s, table[k]!.map((p) => Math.min(1, p))]));
}

interface Counting {
  readonly event: string;
  readonly from: string;
  readonly to: string;
  readonly count: number[];
  readonly perDay: number[];
}

/** Every labelled transition that changes a region, added up by event and pair of states. */
function trafficOf(chain: Chain, { matrix, law, spent }: Cumulative, members: readonly number[]): Map<number, Flow[]> {
  const { regions, states, rowStart, target, event, events } = chain.structure;
  const width = regions.length;
  const found = new Map(members.map((r) => [r, new Map<number, Counting>()]));
  matrix.configuration.forEach((i, n) => {
    for (let t = rowStart[i]!; t < rowStart[i + 1]!; t++) {
      const rate = chain.labelled[t]!;
      const j = target[t]!;
      if (rate === 0 || j === i) continue;
      for (const r of members) {
        const a = states[i * width + r]!;
        const b = states[j * width + r]!;
        if (a === b) continue;
        const names = regions[r]!.states;
        const key = (event[t]! * names.length + a) * names.length + b;
        const flows = found.get(r)!;
        let flow = flows.get(key);
        if (!flow) {
          const zeros = () => law.map(() => 0);
          flow = { event: events[event[t]!]!, from: names[a]!, to: names[b]!, count: zeros(), perDay: zeros() };
          flows.set(key, flow);
        }
        for (let d = 0; d < law.length; d++) {
          flow.count[d]! += rate * spent[d]![n]!;
          flow.perDay[d]! += rate * law[d]![n]!;
        }
      }
    }
  });
  const last = law.length - 1;
  const byCount = (a: Flow, b: Flow) => (b.count[last] ?? 0) - (a.count[last] ?? 0);
  return new Map([...found].map(([r, flows]) => [r, [...flows.values()].sort(byCount)]));
}
