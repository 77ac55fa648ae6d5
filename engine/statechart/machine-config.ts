// The plain-data form of a machine: an XState config whose guards are named and carry their test. What a Statechart compiles to and what a machine JSON file holds; nothing in it is code.
import { z } from 'zod';
import type { StateTest } from '../scenario/state-test.ts';

const idPattern = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const eventPattern = /^(?!xstate\.)[A-Za-z][A-Za-z0-9_.:-]{0,127}$/;

/** A region's or state's name that XState takes as it stands: no path separator, no `#`, nothing inherited by every object. */
export function isStateName(name: string): boolean {
  return idPattern.test(name) && !(name in {});
}

/** An event's name that XState takes as it stands: no wildcard, none of its internal events. */
export function isEventName(name: string): boolean {
  return eventPattern.test(name) && !(name in {});
}

export const stateNameRule = 'a name starts with a letter and has letters, digits, _ or - (at most 64)';
export const eventNameRule =
  'an event starts with a letter and has letters, digits, _ . : or -, not the prefix `xstate.` and no `*`';

/** What a name becomes inside a single-state machine: its one region. */
export const soleRegion = 'state';

const text = z.string().max(2_000);
const testList = z.array(z.lazy(() => stateTest)).max(2_000);

const stateTest: z.ZodType<StateTest> = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('true') }),
  z.strictObject({ op: z.literal('false') }),
  z.strictObject({ op: z.literal('at'), region: z.string(), state: z.string() }),
  z.strictObject({ op: z.literal('not'), test: z.lazy(() => stateTest) }),
  z.strictObject({ op: z.literal('and'), tests: testList }),
  z.strictObject({ op: z.literal('or'), tests: testList }),
]);

/** `type` is the guard's name; `params.test` rebuilds it, `params.text` is the same for the eye and must agree when present. */
const guardConfig = z.strictObject({
  type: z.string().min(1).max(20_000),
  params: z.strictObject({ test: stateTest, text: z.string().optional() }),
});

/** `meta.rule` names the chart's `always` that a transition is part of. */
export const transitionConfig = z.strictObject({
  target: z.string(),
  guard: guardConfig.optional(),
  description: text.optional(),
  meta: z.strictObject({ rule: z.string() }).optional(),
});

export const machineMeta = z.strictObject({
  events: z
    .array(
      z.strictObject({ id: z.string(), label: text, kind: z.enum(['move', 'hazard']), home: z.string().optional() }),
    )
    .max(10_000),
  always: z.array(z.strictObject({ id: z.string(), label: text })).max(10_000),
});

export type GuardConfig = z.infer<typeof guardConfig>;
export type TransitionConfig = z.infer<typeof transitionConfig>;
export type MachineMeta = z.infer<typeof machineMeta>;

export interface StateConfig {
  type?: 'final';
  description?: string;
  on?: Record<string, TransitionConfig[]>;
  always?: TransitionConfig[];
}

export interface RegionConfig {
  description?: string;
  initial: string;
  states: Record<string, StateConfig>;
}

/** Normal form: a parallel root, flat regions, every handler a list. */
export interface MachineConfig {
  id: string;
  type: 'parallel';
  meta: MachineMeta;
  states: Record<string, RegionConfig>;
}

export interface PlacedTransition {
  readonly region: string;
  readonly state: string;
  /** Null for `always`. */
  readonly event: string | null;
  readonly index: number;
  readonly transition: TransitionConfig;
}

/** Every transition in document order. */
export function transitionsOf(config: MachineConfig): PlacedTransition[] {
  return Object.entries(config.states).flatMap(([region, { states }]) =>
    Object.entries(states).flatMap(([state, { on = {}, always = [] }]) => [
      ...Object.entries(on).flatMap(([event, list]) =>
        list.map((transition, index) => ({ region, state, event, index, transition })),
      ),
      ...always.map((transition, index) => ({ region, state, event: null, index, transition })),
    ]),
  );
}
