// Machine ↔ plain JSON. What enters from a file is data and never code: guards are rebuilt from their test, and whatever this engine cannot answer for is refused by name.
import type { AnyStateMachine } from 'xstate';
import { z } from 'zod';
import { testText } from '../scenario/state-test.ts';
import {
  type Checked,
  didYouMean,
  hasError,
  type Path,
  type Problem,
  ProblemError,
  problem,
} from '../vocabulary/problem.ts';
import { placesOf } from './check.ts';
import { type ChartMachine, machineOfConfig } from './machine.ts';
import {
  eventNameRule,
  isEventName,
  isStateName,
  type MachineConfig,
  type MachineMeta,
  machineMeta,
  type RegionConfig,
  type StateConfig,
  soleRegion,
  stateNameRule,
  type TransitionConfig,
  transitionConfig,
} from './machine-config.ts';
import { plainProblems, rootProblems, stateProblems, targetProblem } from './machine-unsupported.ts';

export const machineFormat = 'standoff-machine/1';

export interface MachineJson {
  readonly format: typeof machineFormat;
  /** An XState config: `createMachine(json.machine)` reads it once the guards are provided. */
  readonly machine: MachineConfig;
}

/** The machine as plain JSON. Throws a ProblemError when it has something that JSON would drop without a word, such as an inline guard. */
export function machineToJson(machine: AnyStateMachine): MachineJson {
  const { options: _limit, ...config } = machine.config as Record<string, unknown>;
  const { value, problems } = readMachineConfig(config);
  if (!value) throw new ProblemError(problems);
  return { format: machineFormat, machine: value };
}

/** The machine of a JSON value: our own format, or an XState config written by hand that stays within it. */
export function machineFromJson(json: unknown): Checked<ChartMachine> {
  const { value, problems } = readMachineConfig(json);
  return { value: value && machineOfConfig(value), problems };
}

/** A JSON value → the normal form, every name resolved. Paths are those of the value as given. */
export function readMachineConfig(json: unknown): Checked<MachineConfig> {
  const unsafe = plainProblems(json);
  if (unsafe.length > 0) return { value: null, problems: unsafe };
  if (!isRecord(json))
    return failed([
      problem('not-a-machine', 'a machine is a JSON object', {
        repair: 'write { "id": …, "type": "parallel", "states": { … } }',
      }),
    ]);
  if (!('format' in json)) return readRoot(json, []);
  if (json.format !== machineFormat) {
    return failed([
      problem('unknown-format', `the format ${JSON.stringify(json.format)} is not known`, {
        path: ['format'],
        expected: machineFormat,
      }),
    ]);
  }
  const wrapper = z
    .strictObject({ format: z.literal(machineFormat), machine: z.record(z.string(), z.unknown()) })
    .safeParse(json);
  return wrapper.success ? readRoot(wrapper.data.machine, ['machine']) : failed(problemsOf(wrapper.error, []));
}

const rootShape = z.strictObject({
  id: z.string().min(1).max(200).default('machine'),
  type: z.literal('parallel').optional(),
  version: z.string().optional(),
  description: z.string().optional(),
  meta: machineMeta.optional(),
  initial: z.string().optional(),
  states: z.record(z.string(), z.unknown()),
});
const regionShape = z.strictObject({
  description: z.string().optional(),
  type: z.literal('compound').optional(),
  initial: z.string(),
  states: z.record(z.string(), z.unknown()),
});
const handlers = z.union([z.string(), z.array(z.unknown()), z.record(z.string(), z.unknown())]);
const stateShape = z.strictObject({
  description: z.string().optional(),
  type: z.enum(['final', 'atomic']).optional(),
  on: z.record(z.string(), handlers).optional(),
  always: handlers.optional(),
});

function readRoot(raw: Record<string, unknown>, path: Path): Checked<MachineConfig> {
  const unsupported = rootProblems(raw, path);
  if (unsupported.length > 0) return failed(unsupported);
  const root = rootShape.safeParse(raw);
  if (!root.success) return failed(problemsOf(root.error, path));
  const { id, type, description, meta, initial, states } = root.data;

  // A root that is one plain state machine is a chart with one region.
  const [regionsRaw, regionsPath]: [Record<string, unknown>, Path] =
    type === 'parallel'
      ? [states, [...path, 'states']]
      : [{ [soleRegion]: { initial, states, ...(description !== undefined && { description }) } }, path];
  const problems: Problem[] = [];
  const regions: Record<string, RegionConfig> = {};
  if (Object.keys(regionsRaw).length === 0)
    problems.push(
      problem('no-region', 'the machine has no region', { path: regionsPath, repair: 'give it at least one' }),
    );
  for (const [name, region] of Object.entries(regionsRaw)) {
    const here = type === 'parallel' ? [...regionsPath, name] : regionsPath;
    const read = readRegion(name, region, here);
    problems.push(...read.problems);
    if (read.value) regions[name] = read.value;
  }
  if (hasError(problems)) return failed(problems);
  const read: MachineConfig = { id, type: 'parallel', meta: meta ?? metaOf(regions), states: regions };
  problems.push(...nameProblems(read, [...path, 'meta'], regionsPath, type === 'parallel'));
  return { value: hasError(problems) ? null : read, problems };
}

function readRegion(name: string, raw: unknown, path: Path): Checked<RegionConfig> {
  const problems = isStateName(name)
    ? []
    : [problem('bad-name', `\`${name}\` cannot name a region`, { path, repair: stateNameRule })];
  problems.push(...stateProblems(raw, path, `the region \`${name}\``, 'region'));
  if (problems.length > 0) return failed(problems);
  const shape = regionShape.safeParse(raw);
  if (!shape.success) return failed(problemsOf(shape.error, path));
  const states: Record<string, StateConfig> = {};
  const known = Object.keys(shape.data.states);
  for (const [state, content] of Object.entries(shape.data.states)) {
    const read = readState(name, state, content, known, [...path, 'states', state]);
    problems.push(...read.problems);
    if (read.value) states[state] = read.value;
  }
  const { initial, description } = shape.data;
  if (!known.includes(initial)) {
    problems.push(
      problem('unknown-name', `the region \`${name}\` starts in \`${initial}\`, which is none of its states`, {
        path: [...path, 'initial'],
        repair: didYouMean(initial, known),
      }),
    );
  }
  return problems.length > 0
    ? failed(problems)
    : { value: { ...(description !== undefined && { description }), initial, states }, problems };
}

function readState(
  region: string,
  name: string,
  raw: unknown,
  known: readonly string[],
  path: Path,
): Checked<StateConfig> {
  const problems = isStateName(name)
    ? []
    : [problem('bad-name', `\`${name}\` cannot name a state`, { path, repair: stateNameRule })];
  problems.push(...stateProblems(raw, path, `the state \`${region}.${name}\``, 'state'));
  if (problems.length > 0) return failed(problems);
  const shape = stateShape.safeParse(raw);
  if (!shape.success) return failed(problemsOf(shape.error, path));
  const read = (content: z.infer<typeof handlers>, what: string, at: Path): TransitionConfig[] => {
    const list = Array.isArray(content)
      ? content.map((item, i) => [item, [...at, i]] as const)
      : [[content, at] as const];
    return list.flatMap(([item, here]) => {
      const one = readTransition(item, region, known, what, here);
      problems.push(...one.problems);
      return one.value ?? [];
    });
  };
  const { type, description } = shape.data;
  const on: Record<string, TransitionConfig[]> = {};
  for (const [event, content] of Object.entries(shape.data.on ?? {})) {
    const here = [...path, 'on', event];
    if (!isEventName(event))
      problems.push(problem('bad-name', `\`${event}\` cannot name an event`, { path: here, repair: eventNameRule }));
    else on[event] = read(content, `event \`${event}\``, here);
  }
  const always = shape.data.always === undefined ? [] : read(shape.data.always, '`always`', [...path, 'always']);
  if (problems.length > 0) return failed(problems);
  return {
    value: {
      ...(type === 'final' && { type }),
      ...(description !== undefined && { description }),
      ...(Object.keys(on).length > 0 && { on }),
      ...(always.length > 0 && { always }),
    },
    problems,
  };
}

function readTransition(
  raw: unknown,
  region: string,
  known: readonly string[],
  what: string,
  path: Path,
): Checked<TransitionConfig> {
  const content: unknown = typeof raw === 'string' ? { target: raw } : raw;
  const unsupported = targetProblem(content, region, known, what, path);
  if (unsupported) return failed([unsupported]);
  // XState also takes a list of one target.
  const { target } = content as { target: string | [string] };
  const shape = transitionConfig.safeParse({
    ...(content as object),
    target: typeof target === 'string' ? target : target[0],
  });
  return shape.success ? { value: shape.data, problems: [] } : failed(problemsOf(shape.error, path));
}

/** Names across regions: places in guards, one test per guard name, events and rules of `meta`. */
function nameProblems(config: MachineConfig, metaPath: Path, regionsPath: Path, parallel: boolean): Problem[] {
  const problems: Problem[] = [];
  const tests = new Map<string, string>();
  for (const { region, state, event, index, transition } of transitionsOf(config)) {
    const { guard, meta } = transition;
    const path = [
      ...regionsPath,
      ...(parallel ? [region] : []),
      'states',
      state,
      ...(event === null ? ['always'] : ['on', event]),
      index,
    ];
    const what = event === null ? '`always`' : `event \`${event}\``;
    if (event !== null && !config.meta.events.some((e) => e.id === event)) {
      problems.push(
        problem('unlisted-event', `${what} is not listed in meta.events`, {
          path,
          repair: 'list it there with id, label and kind, or leave meta out',
        }),
      );
    }
    if (meta && !config.meta.always.some((rule) => rule.id === meta.rule)) {
      problems.push(
        problem('unlisted-rule', `the rule \`${meta.rule}\` is not listed in meta.always`, {
          path,
          repair: 'list it there with id and label',
        }),
      );
    }
    if (!guard) continue;
    const at = [...path, 'guard'];
    const text = testText(guard.params.test);
    if (guard.type in {})
      problems.push(
        problem('bad-name', `\`${guard.type}\` cannot name a guard`, { path: at, repair: 'choose another name' }),
      );
    if (guard.params.text !== undefined && guard.params.text !== text) {
      problems.push(
        problem('guard-disagrees', `the guard of ${what} says one thing as text and another as test`, {
          path: at,
          expected: text,
          received: guard.params.text,
          repair: 'remove `text`; `test` is what counts',
        }),
      );
    }
    if ((tests.get(guard.type) ?? text) !== text) {
      problems.push(
        problem('guard-disagrees', `two guards named \`${guard.type}\` have different tests`, {
          path: at,
          repair: 'give each test its own name',
        }),
      );
    }
    tests.set(guard.type, text);
    for (const place of placesOf(guard.params.test)) {
      const states = config.states[place.region]?.states;
      if (states && Object.hasOwn(states, place.state)) continue;
      problems.push(
        problem('unknown-name', `the guard of ${what} names an unknown state \`${place.region}.${place.state}\``, {
          path: at,
          repair: states
            ? didYouMean(place.state, Object.keys(states))
            : didYouMean(place.region, Object.keys(config.states)),
        }),
      );
    }
  }
  for (const list of ['events', 'always'] as const) {
    const seen = new Set<string>();
    config.meta[list].forEach(({ id }, i) => {
      const path = [...metaPath, list, i];
      if (seen.has(id))
        problems.push(
          problem('duplicate-id', `\`${id}\` is listed twice in meta.${list}`, { path, repair: 'keep one' }),
        );
      if (list === 'events' && !isEventName(id))
        problems.push(problem('bad-name', `\`${id}\` cannot name an event`, { path, repair: eventNameRule }));
      seen.add(id);
    });
  }
  return problems;
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

/** Without `meta`, events are gathered by name across the regions, in document order. */
function metaOf(states: Record<string, RegionConfig>): MachineMeta {
  const events = new Map<string, MachineMeta['events'][number]>();
  for (const { event, transition } of transitionsOf({
    id: '',
    type: 'parallel',
    meta: { events: [], always: [] },
    states,
  })) {
    if (event !== null && !events.has(event))
      events.set(event, { id: event, label: transition.description ?? event, kind: 'move' });
  }
  return { events: [...events.values()], always: [] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function failed(problems: readonly Problem[]): { value: null; problems: readonly Problem[] } {
  return { value: null, problems };
}

function problemsOf(error: z.ZodError, path: Path): Problem[] {
  return error.issues.map((issue) =>
    problem('wrong-shape', issue.message, {
      path: [...path, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))],
    }),
  );
}
