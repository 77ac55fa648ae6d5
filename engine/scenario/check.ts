// ScenarioFile with parsed expressions → Problems of reference: unknown and unused names, dead sliders, ranges, unsafe hazards. Errors stop loading; warnings and notes go along.
import { didYouMean, type Path, type Problem, problem } from '../vocabulary/problem.ts';
import { checkHazards, checkRanges, inside } from './check-ranges.ts';
import { derivedOrderOf } from './derived-order.ts';
import { type Expression, placeOf, type References, referencesOf } from './expression.ts';
import { stateTestOf } from './guard.ts';
import { keys, limits, type ScenarioFile } from './schema.ts';
import { checkUse } from './use.ts';

const wordsOfTheLanguage = new Set([
  'and',
  'or',
  'not',
  'xor',
  'mod',
  'to',
  'in',
  'true',
  'false',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  'end',
  'i',
  'at',
  'stance',
  'min',
  'max',
  'exp',
  'log',
  'sqrt',
  'erlangB',
]);

type Expressions = ReadonlyMap<string, Expression>;
const unknownName = (what: string, name: string, known: Iterable<string>, path: Path): Problem =>
  problem(`unknown-${what}`, `unknown ${what} \`${name}\``, {
    path,
    repair: didYouMean(name, known),
    received: name,
  });

/** @param tests keys of the expressions that are guards or sets. */
export function checkReferences(file: ScenarioFile, expressions: Expressions, tests: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = [];
  const say = (
    code: string,
    path: Path,
    message: string,
    repair: string,
    severity: Problem['severity'] = 'error',
  ): void => {
    problems.push(problem(code, message, { path, repair, severity }));
  };
  const unknown = (what: string, name: string, known: Iterable<string>, path: Path): void => {
    problems.push(unknownName(what, name, known, path));
  };

  // Names: each is defined once.
  const owners = new Map<string, string>();
  for (const section of ['constants', 'parameters', 'switches', 'derived'] as const)
    for (const name of keys(file[section])) {
      if (wordsOfTheLanguage.has(name))
        say(
          'reserved-name',
          [section, name],
          `\`${name}\` is a word of the expression language`,
          'choose another name',
        );
      const other = owners.get(name);
      if (other)
        say(
          'name-twice',
          [section, name],
          `\`${name}\` is defined under \`${other}\` and under \`${section}\``,
          'rename one of them',
        );
      owners.set(name, section);
    }

  // Regions and their states.
  const issues = keys(file.issues);
  for (const [id, region] of Object.entries(file.regions)) {
    if (!Object.hasOwn(region.states, region.initial))
      unknown('state', region.initial, keys(region.states), ['regions', id, 'initial']);
    for (const [state, spec] of Object.entries(region.states))
      for (const issue of keys(spec.coordinate))
        if (!issues.includes(issue))
          unknown('issue', issue, issues, ['regions', id, 'states', state, 'coordinate', issue]);
  }
  const checkState = (region: string, state: string, path: Path): void => {
    const known = Object.hasOwn(file.regions, region) ? file.regions[region] : undefined;
    if (!known) unknown('region', region, keys(file.regions), path);
    else if (!Object.hasOwn(known.states, state)) unknown('state', state, keys(known.states), path);
  };

  // Actors, moves, nature, always, variants.
  const actors = keys(file.actors);
  for (const [id, actor] of Object.entries(file.actors ?? {}))
    for (const issue of keys(actor.stances))
      if (!issues.includes(issue)) unknown('issue', issue, issues, ['actors', id, 'stances', issue]);
  for (const [id, move] of Object.entries(file.moves ?? {})) {
    if (!actors.includes(move.actor)) unknown('actor', move.actor, actors, ['moves', id, 'actor']);
    for (const who of keys(move.consent)) {
      if (!actors.includes(who)) unknown('actor', who, actors, ['moves', id, 'consent', who]);
      if (who === move.actor)
        say(
          'self-consent',
          ['moves', id, 'consent', who],
          `\`${who}\` would consent to its own move`,
          'name another actor',
        );
    }
    for (const [region, state] of Object.entries(move.to)) checkState(region, state, ['moves', id, 'to', region]);
    if (Object.hasOwn(file.nature ?? {}, id))
      say(
        'id-twice',
        ['nature', id],
        `\`${id}\` is both a move and a hazard`,
        'rename one of them: events are known by their ids',
      );
  }
  for (const [id, hazard] of Object.entries(file.nature ?? {}))
    for (const [region, state] of Object.entries(hazard.to)) checkState(region, state, ['nature', id, 'to', region]);
  const alwaysIds = new Set<string>();
  file.always?.forEach((a, i) => {
    if (alwaysIds.has(a.id))
      say('id-twice', ['always', i, 'id'], `two \`always\` are called \`${a.id}\``, 'rename one of them');
    alwaysIds.add(a.id);
    for (const [region, state] of Object.entries(a.to)) checkState(region, state, ['always', i, 'to', region]);
  });
  const eventIds = [...keys(file.moves), ...keys(file.nature)];
  const stanceIds = new Set(
    Object.entries(file.actors ?? {}).flatMap(([a, spec]) => keys(spec.stances).map((issue) => `${a}.${issue}`)),
  );
  for (const [id, variant] of Object.entries(file.variants ?? {}))
    problems.push(...checkVariant(file, variant, ['variants', id], stanceIds, eventIds));
  for (const [id, reward] of Object.entries(file.rewards ?? {})) {
    for (const event of keys(reward.impulse))
      if (!eventIds.includes(event)) unknown('event', event, eventIds, ['rewards', id, 'impulse', event]);
    if (reward.rate === undefined && !reward.impulse)
      say(
        'missing-key',
        ['rewards', id],
        `reward \`${id}\` has neither a rate nor an impulse`,
        'add `rate:` (per day) or `impulse:` (per event)',
      );
    if ((reward.measure === 'until') !== (reward.until !== undefined))
      say(
        'missing-key',
        ['rewards', id],
        `reward \`${id}\`: \`measure: until\` and \`until:\` go together`,
        'add the one that is missing',
      );
    if (reward.measure === 'on_day' && reward.impulse)
      say('wrong-value', ['rewards', id, 'impulse'], 'an impulse has no value on a day', 'use `measure: accumulated`');
  }
  for (const [id, outcome] of Object.entries(file.outcomes ?? {})) {
    const named = outcome.kind === 'race' ? outcome.causes : outcome.kind === 'both' ? outcome.sets : [];
    named.forEach((c, i) => {
      const path = ['outcomes', id, outcome.kind === 'race' ? 'causes' : 'sets', i, 'id'];
      if (c.id === 'none')
        say('reserved-name', path, '`none` is the share in which nothing of the race happens', 'choose another id');
      if (named.findIndex((other) => other.id === c.id) !== i)
        say('id-twice', path, `\`${c.id}\` stands twice`, 'rename one of them');
    });
  }
  const gain = file.choice?.stance_gain;
  if (gain !== undefined && !Object.hasOwn(file.parameters ?? {}, gain))
    unknown('parameter', gain, keys(file.parameters), ['choice', 'stance_gain']);

  // Expressions: every name is known.
  const names = [...owners.keys()];
  const references = new Map<string, References>();
  for (const [key, e] of expressions) {
    const path = pathOf(key);
    const refs = referencesOf(e);
    references.set(key, refs);
    for (const name of refs.names)
      if (!owners.has(name))
        problems.push(
          problem('unknown-name', `unknown name \`${name}\``, {
            path,
            repair: didYouMean(name, names),
            within: wordIn(file, path, name),
          }),
        );
    for (const { region, state } of refs.states) {
      const before = problems.length;
      const within = (ofState: boolean) => {
        const { offset } = wordIn(file, path, `${region}.${state}`);
        return ofState
          ? { offset: offset + region.length + 1, length: state.length }
          : { offset, length: region.length };
      };
      checkState(region, state, path);
      if (problems.length > before)
        problems[problems.length - 1] = {
          ...problems[problems.length - 1]!,
          within: within(problems.at(-1)!.code === 'unknown-state'),
        };
    }
    for (const { actor, issue } of refs.stances) {
      const within = wordIn(file, path, `${actor}.${issue}`);
      if (!actors.includes(actor))
        problems.push(
          problem('unknown-actor', `unknown actor \`${actor}\``, { path, repair: didYouMean(actor, actors), within }),
        );
      else if (!issues.includes(issue))
        problems.push(
          problem('unknown-issue', `unknown issue \`${issue}\``, { path, repair: didYouMean(issue, issues), within }),
        );
      else if (!stanceIds.has(`${actor}.${issue}`))
        problems.push(
          problem('silent-actor', `\`${actor}\` has no stance on \`${issue}\`: it counts as 0`, {
            severity: 'note',
            path,
            within,
            repair: `add a stance under actors.${actor}.stances if the texts support one`,
          }),
        );
    }
  }
  const switches = new Map(Object.entries(file.switches ?? {}).map(([name, s]) => [name, s.default]));
  for (const [key, e] of expressions) {
    const path = pathOf(key);
    if (tests.has(key))
      for (const p of stateTestOf(e, switches, textAt(file, path)).problems) problems.push({ ...p, path });
  }
  if (problems.some((p) => p.severity === 'error')) return problems;

  const { order, circle, depths } = derivedOrderOf(file, (name) => expressions.get(`derived ${name} formula`)!);
  if (circle) {
    say(
      'derived-cycle',
      ['derived', circle[0]!, 'formula'],
      `the formulas ${[...circle, circle[0]].map((n) => `\`${n}\``).join(' → ')} read each other in a circle`,
      'break the circle, or give the formula a `fixed_point:` when it reads only itself',
    );
    return problems;
  }
  const tooDeep = order.find((name) => depths.get(name)! > limits.derivedDepth);
  if (tooDeep !== undefined) {
    say(
      'derived-too-deep',
      ['derived', tooDeep, 'formula'],
      `\`${tooDeep}\` stands on a chain of more than ${limits.derivedDepth} formulas`,
      'join some of the formulas that it reads',
    );
    return problems;
  }
  problems.push(...checkRanges(file));
  problems.push(...checkHazards(file, expressions, (key) => [...pathOf(key)], order));
  problems.push(...checkUse(file, expressions, names));
  return problems;
}

export function pathOf(key: string): Path {
  return key.split(' ').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function textAt(file: ScenarioFile, path: Path): string {
  let value: unknown = file;
  for (const step of path) value = (value as Record<string | number, unknown> | undefined)?.[step];
  return typeof value === 'string' ? value : '';
}

const wordIn = (file: ScenarioFile, path: Path, word: string) => placeOf(textAt(file, path), word);

/** A variant's own references; used again for variants made on a page or a command line. */
export function checkVariant(
  file: ScenarioFile,
  variant: NonNullable<ScenarioFile['variants']>[string],
  path: Path,
  stanceIds?: ReadonlySet<string>,
  eventIds?: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  const unknown = (what: string, name: string, known: Iterable<string>, at: Path): void => {
    problems.push(unknownName(what, name, known, at));
  };
  const stances =
    stanceIds ??
    new Set(
      Object.entries(file.actors ?? {}).flatMap(([a, spec]) => keys(spec.stances).map((issue) => `${a}.${issue}`)),
    );
  const events = eventIds ?? [...keys(file.moves), ...keys(file.nature)];
  for (const [region, state] of Object.entries(variant.initial ?? {})) {
    const known = Object.hasOwn(file.regions, region) ? file.regions[region] : undefined;
    if (!known) unknown('region', region, keys(file.regions), [...path, 'initial', region]);
    else if (!Object.hasOwn(known.states, state))
      unknown('state', state, keys(known.states), [...path, 'initial', region]);
  }
  for (const [name, value] of Object.entries(variant.parameters ?? {})) {
    const known = Object.hasOwn(file.parameters ?? {}, name) ? file.parameters?.[name] : undefined;
    if (!known) unknown('parameter', name, keys(file.parameters), [...path, 'parameters', name]);
    else if (!inside(value, known.low, known.high))
      problems.push(
        problem(
          'outside-range',
          `\`${name}\` = ${value} is outside its plausible range ${known.low} to ${known.high}`,
          { severity: 'warning', path: [...path, 'parameters', name], repair: 'say why, or stay inside' },
        ),
      );
  }
  for (const name of keys(variant.switches))
    if (!Object.hasOwn(file.switches ?? {}, name))
      unknown('switch', name, keys(file.switches), [...path, 'switches', name]);
  for (const name of keys(variant.stances))
    if (!stances.has(name)) unknown('stance', name, stances, [...path, 'stances', name]);
  variant.disable?.forEach((event, i) => {
    if (!events.includes(event)) unknown('event', event, events, [...path, 'disable', i]);
  });
  return problems;
}
