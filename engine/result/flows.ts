// Bound scenario → the traffic inside each region: how often each event takes it from one state to another, by day, and how strongly on the day. For drawing a statechart whose widths mean something.
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
