// Bound scenario → one sampled path as a dated story, driven through XState's own machine; and what can happen next in one configuration.
import type { Configuration, Days, PerDay, Probability } from '../vocabulary/units.ts';

export interface StoryEvent {
  readonly day: Days;
  readonly event: string;
  readonly kind: 'move' | 'hazard';
  /** Actor id; null for nature. */
  readonly actor: string | null;
  readonly label: string;
  /** After the event and everything that happens at once. */
  readonly configuration: Configuration;
  /** Does XState's machine stand where the chain says? */
  readonly same: boolean;
}

export interface Story {
  readonly variant: string;
  readonly seed: number;
  readonly path: number;
  readonly from: { readonly configuration: Configuration; readonly day: Days };
  readonly events: readonly StoryEvent[];
  /** The horizon was reached; false: stopped by `atMost`, or by the cap on jumps. */
  readonly complete: boolean;
  readonly horizon: Days;
}

/** One thing that can happen next. */
export interface Option {
  readonly event: string;
  readonly kind: 'move' | 'hazard';
  readonly actor: string | null;
  readonly label: string;
  /** With competition and consent; 0 where it is possible but cannot happen by itself. */
  readonly rate: PerDay;
  /** That it is the next thing to happen. */
  readonly next: Probability;
  readonly to: Configuration;
  /** Regions that it changes, as `region.state`. */
  readonly changes: readonly string[];
}

export interface Options {
  readonly configuration: Configuration;
  /** By rate, largest first. */
  readonly options: readonly Option[];
  /** Sum of the rates; 1 / total is the mean time until something happens. */
  readonly total: PerDay;
}
