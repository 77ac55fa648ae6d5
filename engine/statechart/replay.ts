// XState machine and a path of events → the configuration after each, by XState's own transition function: the independent witness for what the chain says.
import {
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  initialTransition,
} from 'xstate';
import type { Configuration } from '../vocabulary/units.ts';
import { soleRegion } from './machine-config.ts';

/** The active state of each region; a machine without a parallel root is one region named `state`. Throws when a state has states inside. */
export function configurationOf(snapshot: AnyMachineSnapshot): Configuration {
  const value: unknown = snapshot.value;
  if (typeof value === 'string') return { [soleRegion]: value };
  for (const [region, state] of Object.entries(value as object)) {
    if (typeof state !== 'string') throw new Error(`the region ${region} is not flat: ${JSON.stringify(state)}`);
  }
  return { ...(value as Record<string, string>) };
}

/** Where the machine starts, its `always` done. Throws what a guard threw, or that `always` does not end. */
export function initialConfiguration(machine: AnyStateMachine): Configuration {
  return configurationOf(initialSnapshot(machine));
}

export function initialSnapshot(machine: AnyStateMachine): AnyMachineSnapshot {
  const [snapshot] = initialTransition(machine) as unknown as [AnyMachineSnapshot];
  // XState turns an error at the start into a status; during an event it throws.
  if (snapshot.status === 'error') throw snapshot.error;
  return snapshot;
}

/** The configuration after each event of a path, from `from` (every region named; taken as it stands, `always` not run) or from the start. */
export function replayPath(machine: AnyStateMachine, path: readonly string[], from?: Configuration): Configuration[] {
  let snapshot = from ? snapshotAt(machine, from) : initialSnapshot(machine);
  return path.map((event) => configurationOf((snapshot = nextSnapshot(machine, snapshot, event))));
}

/** Those of the events that move the machine away from a configuration: none of the disabled ones may be among them. */
export function movedBy(machine: AnyStateMachine, configuration: Configuration, eventIds: readonly string[]): string[] {
  const snapshot = snapshotAt(machine, configuration);
  // With no `always` due, an event that no transition takes changes nothing: asking XState that is a third of the work.
  const atRest = nextSnapshot(machine, snapshot, 'nobody-handles-this') === snapshot;
  return eventIds.filter((event) => {
    if (atRest && !snapshot.can({ type: event })) return false;
    return !sameConfiguration(configurationOf(nextSnapshot(machine, snapshot, event)), configuration);
  });
}

/** One macrostep by XState's transition function. An event that nothing handles gives back the same object. */
export function nextSnapshot(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: string,
): AnyMachineSnapshot {
  return machine.transition(snapshot, { type: event }, scopeOf(machine)) as AnyMachineSnapshot;
}

function sameConfiguration(a: Configuration, b: Configuration): boolean {
  return Object.keys(a).every((region) => a[region] === b[region]);
}

function snapshotAt(machine: AnyStateMachine, configuration: Configuration): AnyMachineSnapshot {
  const parallel = machine.root.type === 'parallel';
  const missing = (parallel ? Object.keys(machine.root.states) : [soleRegion]).filter(
    (region) => configuration[region] === undefined,
  );
  // XState would put the initial state in silently.
  if (missing.length > 0) throw new Error(`a configuration names every region; missing: ${missing.join(', ')}`);
  const context: unknown = typeof machine.config.context === 'object' ? machine.config.context : {};
  return machine.resolveState({
    value: parallel ? configuration : configuration[soleRegion]!,
    context,
  }) as AnyMachineSnapshot;
}

// XState's exported `transition` makes a new inert actor for each call, which takes about eight times as long as the step itself.
const scopes = new WeakMap<AnyStateMachine, AnyActorScope>();

function scopeOf(machine: AnyStateMachine): AnyActorScope {
  let scope = scopes.get(machine);
  if (!scope) {
    const self = createActor(machine);
    const ignore = (): void => {};
    scope = {
      self,
      system: self.system,
      id: '',
      sessionId: '',
      logger: ignore,
      defer: ignore,
      stopChild: ignore,
      emit: ignore,
      actionExecutor: ignore,
    };
    scopes.set(machine, scope);
  }
  return scope;
}
