// What XState can do and this engine does not answer for, found in a raw config and refused by name, each with the way round it.
import { didYouMean, type Path, type Problem, problem } from '../vocabulary/problem.ts';

/** Deep enough for any guard that a person writes, shallow enough for the stack. */
const maxDepth = 100;

/** JSON and nothing else: no functions, no keys that reach into an object's prototype, no bottomless nesting. */
export function plainProblems(value: unknown, path: Path = []): Problem[] {
  if (path.length > maxDepth)
    return [
      problem('too-deep', `nested more than ${maxDepth} levels deep`, { path: path.slice(0, 8), repair: 'flatten it' }),
    ];
  if (typeof value === 'function') {
    return path.includes('guard')
      ? [problem('inline-guard', 'an inline guard is a function, which no JSON holds', { path, repair: guardRepair })]
      : [problem('not-data', 'a function is not data', { path, repair: 'a machine file holds plain JSON only' })];
  }
  if (value === null || typeof value !== 'object') {
    const isJson =
      value === null || ['string', 'boolean', 'undefined'].includes(typeof value) || Number.isFinite(value);
    return isJson
      ? []
      : [problem('not-data', `${String(value)} is not JSON`, { path, repair: 'a machine file holds plain JSON only' })];
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    return [
      problem('not-data', 'an object of a class is not data', { path, repair: 'a machine file holds plain JSON only' }),
    ];
  }
  return Object.entries(value).flatMap(([key, item]) =>
    ['__proto__', 'constructor', 'prototype'].includes(key)
      ? [problem('unsafe-key', `the key \`${key}\` is not allowed`, { path: [...path, key], repair: 'rename it' })]
      : plainProblems(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

export function rootProblems(raw: Record<string, unknown>, path: Path): Problem[] {
  if (raw.type !== undefined && raw.type !== 'parallel' && raw.type !== 'compound') {
    return [
      problem('wrong-shape', `a root of type ${JSON.stringify(raw.type)} is not supported`, {
        path: [...path, 'type'],
        repair: 'write "parallel"',
      }),
    ];
  }
  const problems = featureProblems(raw, path, 'the root');
  for (const key of ['on', 'always']) {
    if (raw[key] === undefined) continue;
    problems.push(
      problem(
        'root-transition',
        `\`${key}\` on the root: a root transition resets every other region to its initial state`,
        {
          path: [...path, key],
          repair: 'write one transition in each affected region, in each state that it can leave',
        },
      ),
    );
  }
  return problems;
}

/** `level` says whether the raw node is a region or one of its states. */
export function stateProblems(raw: unknown, path: Path, what: string, level: 'region' | 'state'): Problem[] {
  if (raw === null || typeof raw !== 'object')
    return [problem('wrong-shape', `${what} is not an object`, { path, repair: 'write {} for an empty one' })];
  const node = raw as Record<string, unknown>;
  if (node.type === 'history' || node.history !== undefined) {
    return [
      problem('history', `${what} is a history state`, {
        path,
        repair: 'make what is remembered a region of its own, set by the moves that enter and leave',
      }),
    ];
  }
  const problems = featureProblems(node, path, what);
  if (level === 'region') {
    if (node.type === 'parallel') problems.push(nested(path, `${what} is parallel inside`));
    if (node.states === undefined || Object.keys(node.states as object).length === 0) {
      problems.push(
        problem('region-without-states', `${what} has no states`, {
          path,
          repair: 'give it states and an initial one, or remove it',
        }),
      );
    }
    for (const key of ['on', 'always']) {
      if (node[key] === undefined) continue;
      problems.push(
        problem('region-handler', `${what} has \`${key}\` of its own`, {
          path: [...path, key],
          repair: 'write it in each state of the region that it can leave',
        }),
      );
    }
    return problems;
  }
  if (node.states !== undefined) problems.push(nested([...path, 'states'], `${what} has states inside`));
  if (node.type === 'parallel' || node.type === 'compound') problems.push(nested(path, `${what} is ${node.type}`));
  if (node.type === 'final') {
    for (const key of ['on', 'always']) {
      if (node[key] === undefined) continue;
      problems.push(
        problem(
          'handler-on-final',
          `${what} is final and has \`${key}\`, which XState would take in a parallel machine`,
          {
            path: [...path, key],
            repair: 'remove it, or make the state an ordinary one',
          },
        ),
      );
    }
  }
  return problems;
}

/** A transition that is not "to a state of the same region under a guard that is data"; null when it is, or when the shape check will say more. */
export function targetProblem(
  raw: unknown,
  region: string,
  known: readonly string[],
  what: string,
  path: Path,
): Problem | null {
  if (raw === null || typeof raw !== 'object')
    return problem('wrong-shape', `${what} has no transition here`, { path, repair: 'write { "target": … }' });
  const { target, guard, actions } = raw as Record<string, unknown>;
  if (actions !== undefined)
    return problem('actions', `${what} has actions`, { path: [...path, 'actions'], repair: noActions });
  if (
    typeof guard === 'string' ||
    (guard !== undefined && (guard as { params?: { test?: unknown } } | null)?.params?.test === undefined)
  ) {
    return problem('unknown-guard', `${what} has a guard that only its program knows: ${JSON.stringify(guard)}`, {
      path: [...path, 'guard'],
      repair: guardRepair,
    });
  }
  const targets = Array.isArray(target) ? target : [target];
  const at = [...path, 'target'];
  if (target === undefined || targets.length === 0) {
    return problem('no-target', `${what} goes nowhere`, {
      path,
      repair: 'give it a target, or remove it: a state without it stays as it is',
    });
  }
  if (targets.length > 1) {
    return problem(
      'several-targets',
      `${what} in the region \`${region}\` has several targets: ${targets.map((t) => `\`${t}\``).join(', ')}`,
      {
        path: at,
        repair: 'write one transition in each affected region',
      },
    );
  }
  const [name] = targets as [unknown];
  if (typeof name !== 'string' || known.includes(name)) return null;
  if (/[#.]/.test(name)) {
    return problem(
      'cross-region-target',
      `${what} in the region \`${region}\` targets \`${name}\`; XState keeps or drops a transition into another region by the order of the regions`,
      {
        path: at,
        repair: `write the plain name of a state of \`${region}\`, and one transition in each other affected region`,
      },
    );
  }
  return problem('unknown-name', `${what} in the region \`${region}\` targets an unknown state \`${name}\``, {
    path: at,
    repair: didYouMean(name, known),
  });
}

const noActions = 'remove them: a move here only changes states; costs and counts belong into rewards';
const guardRepair =
  'name the guard and give its test as data: { "type": "ready", "params": { "test": { "op": "at", "region": "…", "state": "…" } } } with op at, not, and, or';

const features: readonly (readonly [key: string, what: string, repair: string])[] = [
  [
    'after',
    'a delayed transition',
    'write an event and give it a rate; a fixed delay is a phase-type clock of a scenario file',
  ],
  ['context', 'context', 'turn each value that context takes into a state of a region'],
  ['entry', 'entry actions', noActions],
  ['exit', 'exit actions', noActions],
  ['invoke', 'an invoked actor', 'replace what the actor does by events with rates'],
  ['onDone', 'a handler for being done', 'write an `always` with a guard on the final state'],
  ['route', 'a route', 'write an event'],
];

function featureProblems(node: Record<string, unknown>, path: Path, what: string): Problem[] {
  return features
    .filter(([key]) => node[key] !== undefined)
    .map(([key, feature, repair]) => problem(key, `${what} has ${feature}`, { path: [...path, key], repair }));
}

function nested(path: Path, message: string): Problem {
  return problem('nested-states', message, {
    path,
    repair: 'write the inner states as states of the region, or as a region of their own',
  });
}
