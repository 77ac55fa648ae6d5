// A reader's own XState machine → Problems for what a finite chain of configurations cannot hold, read off XState's parsed definition before any event is sent.
import type { AnyStateMachine } from 'xstate';
import { type Problem, problem } from '../vocabulary/problem.ts';

type Node = AnyStateMachine['root'];

const oneEach = 'write one transition in each affected region';

/** `wildcards` says whether the events are to be taken from the machine, where `*` names none. */
export function supportProblems(machine: AnyStateMachine, wildcards: boolean): Problem[] {
  const { root } = machine;
  const regions = root.type === 'parallel' ? Object.values(root.states) : [root];
  const problems = root.type === 'parallel' ? [...nodeProblems(root), ...rootProblems(root)] : [];
  for (const region of regions) {
    const name = region === root ? `the machine \`${machine.id}\`` : `the region \`${region.key}\``;
    problems.push(...nodeProblems(region));
    if (region.type === 'parallel') problems.push(nested(`${name} is parallel inside`));
    else if (Object.keys(region.states).length === 0) {
      problems.push(
        problem('region-without-states', `${name} has no states`, {
          repair: 'give it states and an initial one, or remove it',
        }),
      );
    }
    for (const state of Object.values(region.states)) {
      const what = `\`${state.path.join('.')}\``;
      if (state.type === 'history') {
        problems.push(
          problem('history', `${what} is a history state`, { repair: 'make what is remembered a region of its own' }),
        );
        continue;
      }
      if (Object.keys(state.states).length > 0) {
        problems.push(nested(`${what} has states inside`));
        continue;
      }
      problems.push(...nodeProblems(state));
    }
    problems.push(...targetProblems(region));
  }
  if (wildcards && (machine.events as string[]).some((event) => event.includes('*'))) {
    problems.push(
      problem('wildcard', `the machine \`${machine.id}\` handles a wildcard, which names no event`, {
        repair: 'say which events there are',
      }),
    );
  }
  return problems;
}

/** A transition on a parallel root leaves and enters every region. */
function rootProblems(root: Node): Problem[] {
  return transitionsOf(root)
    .filter((t) => (t.target?.length ?? 0) > 0)
    .map((t) =>
      problem(
        'root-transition',
        `${eventText(t.eventType)} on the root: a root transition resets every other region to its initial state`,
        { repair: oneEach },
      ),
    );
}

/** Transitions that leave their region: by several targets, by a target outside, or because XState leaves and enters the whole root for them. */
function targetProblems(region: Node): Problem[] {
  const problems: Problem[] = [];
  const parallel = region.parent !== undefined;
  for (const node of [region, ...Object.values(region.states)]) {
    for (const { target, eventType, reenter } of transitionsOf(node)) {
      const targets = target ?? [];
      const from = `${eventText(eventType)} of \`${node.path.join('.') || node.key}\``;
      const foreign = targets.find((t) => t !== region && t.parent !== region);
      if (targets.length > 1) {
        problems.push(problem('several-targets', `${from} has several targets`, { repair: oneEach }));
      } else if (foreign) {
        const message = `${from} targets \`${foreign.path.join('.')}\` outside its region; XState keeps or drops it by the order of the regions`;
        problems.push(problem('cross-region-target', message, { repair: oneEach }));
      } else if (parallel && targets.length > 0 && (node === region ? reenter : targets[0] === region)) {
        const message = `${from} enters the region \`${region.key}\` anew, and with it XState resets every other region to its initial state`;
        problems.push(
          problem('root-transition', message, { repair: 'target a state of the region, from a state of the region' }),
        );
      }
    }
  }
  return problems;
}

function nodeProblems(node: Node): Problem[] {
  const what = node.parent ? `\`${node.path.join('.')}\`` : 'the root';
  const problems: Problem[] = [];
  const add = (code: string, message: string, repair: string): void => {
    problems.push(problem(code, `${what} has ${message}`, { repair }));
  };
  if (node.after.length > 0)
    add('after', 'a delayed transition (`after`)', 'replace it by an event and give that a rate');
  if (node.invoke.length > 0) add('invoke', 'an invoked actor', 'replace what it does by events with rates');
  // XState keeps the timer of `after` as an entry action.
  const own = node.after.length > 0 ? node.config : node;
  const acts = [
    ...asList(own.entry),
    ...asList(own.exit),
    ...asList(node.initial.actions),
    ...transitionsOf(node).flatMap((t) => asList(t.actions)),
  ];
  if (acts.length > 0)
    add('actions', 'actions', 'remove them: context that changes and side effects are not part of a configuration');
  return problems;
}

interface Transition {
  readonly target: readonly Node[] | undefined;
  readonly eventType: string;
  readonly actions: unknown;
  readonly reenter: boolean;
}

/** Of `on`, `onDone` and `always`. */
function transitionsOf(node: Node): Transition[] {
  const lists = [...node.transitions.values(), node.always ?? []] as unknown as Transition[][];
  return lists.flat();
}

const asList = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const eventText = (eventType: string): string => (eventType === '' ? '`always`' : `event \`${eventType}\``);

function nested(message: string): Problem {
  return problem('nested-states', message, {
    repair: 'write the inner states as states of the region, or as a region of their own',
  });
}
