// A MachineConfig → Problems of names that meet across its regions: places in guards, one test per guard name, events and rules listed in `meta`.
import { testText } from '../scenario/state-test.ts';
import { didYouMean, type Path, type Problem, problem } from '../vocabulary/problem.ts';
import { placesOf } from './check.ts';
import { eventNameRule, isEventName, type MachineConfig, transitionsOf } from './machine-config.ts';

/** `metaPath` and `regionsPath` are where the two stand in what the user gave; `parallel` is false for a root that is one plain state machine. */
export function nameProblems(config: MachineConfig, metaPath: Path, regionsPath: Path, parallel: boolean): Problem[] {
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
