// A JSON value → a MachineConfig in normal form: shorthand spelt out, every shape checked, names resolved. Whatever is not supported is refused by name.
import { z } from 'zod';
import { type Checked, didYouMean, hasError, type Path, type Problem, problem } from '../vocabulary/problem.ts';
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
  transitionsOf,
} from './machine-config.ts';
import { nameProblems } from './machine-names.ts';
import { plainProblems, rootProblems, stateProblems, targetProblem } from './machine-unsupported.ts';

export const machineFormat = 'standoff-machine/1';

/** A JSON value → the normal form, every name resolved. Paths are those of the value as given. */
export function readMachineConfig(json: unknown): Checked<MachineConfig> {
  const unsafe = plainProblems(json);
  if (unsafe.length > 0) return failed(unsafe.slice(0, 20));
  if (!isRecord(json)) {
    const repair = 'write { "id": …, "type": "parallel", "states": { … } }';
    return failed([problem('not-a-machine', 'a machine is a JSON object', { repair })]);
  }
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
  type: z.enum(['parallel', 'compound']).optional(),
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
const handlers = z.union([z.string(), z.array(z.unknown()), z.record(z.string(), z.unknown())], {
  error: 'a transition is a state, an object with a target, or a list of these',
});
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
  if (type !== 'parallel' && initial === undefined) {
    return failed([
      problem('wrong-shape', 'the root has neither `"type": "parallel"` nor an `initial` state', {
        path,
        repair: 'write "type": "parallel" when its states are regions',
      }),
    ]);
  }

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
  return error.issues.map((issue) => {
    const at = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
    const repair =
      issue.code === 'unrecognized_keys'
        ? 'remove it: a machine here has regions, states, targets and guards'
        : 'see what XState expects here';
    return problem('wrong-shape', issue.message, { path: [...path, ...at], repair });
  });
}
