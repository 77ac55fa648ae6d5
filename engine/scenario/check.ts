// ScenarioFile with parsed expressions → Problems of reference: unknown and unused names, dead sliders, ranges, unsafe hazards. Errors stop loading; warnings and notes go along.
import { didYouMean, type Path, type Problem, problem } from '../vocabulary/problem.ts';
import { boundsOf, type Interval } from './evaluate.ts';
import { type Expression, type References, referencesOf, stateTestOf } from './expression.ts';
import { type Cone, coneOf, type Driver, type InfluenceModel } from './influence.ts';
import type { ScenarioFile } from './schema.ts';

const wordsOfTheLanguage = new Set(['and', 'or', 'not', 'xor', 'mod', 'to', 'in', 'true', 'false', 'null', 'undefined', 'NaN', 'Infinity', 'end', 'i', 'at', 'stance', 'min', 'max', 'exp', 'log', 'sqrt', 'erlangB']);

type Expressions = ReadonlyMap<string, Expression>;
const keys = (o: object | undefined): string[] => Object.keys(o ?? {});

/** @param tests keys of the expressions that are guards or sets. */
export function checkReferences(file: ScenarioFile, expressions: Expressions, tests: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = [];
  const say = (code: string, path: Path, message: string, repair: string, severity: Problem['severity'] = 'error'): void => {
    problems.push(problem(code, message, { path, repair, severity }));
  };
  const unknown = (what: string, name: string, known: Iterable<string>, path: Path): void => say(`unknown-${what}`, path, `unknown ${what} \`${name}\``, didYouMean(name, known));

  // Names: each is defined once.
  const owners = new Map<string, string>();
  for (const section of ['constants', 'parameters', 'switches', 'derived'] as const)
    for (const name of keys(file[section])) {
      if (wordsOfTheLanguage.has(name)) say('reserved-name', [section, name], `\`${name}\` is a word of the expression language`, 'choose another name');
      const other = owners.get(name);
      if (other) say('name-twice', [section, name], `\`${name}\` is defined under \`${other}\` and under \`${section}\``, 'rename one of them');
      owners.set(name, section);
    }

  // Regions and their states.
  const issues = keys(file.issues);
  for (const [id, region] of Object.entries(file.regions)) {
    if (!Object.hasOwn(region.states, region.initial)) unknown('state', region.initial, keys(region.states), ['regions', id, 'initial']);
    for (const [state, spec] of Object.entries(region.states))
      for (const issue of keys(spec.coordinate)) if (!issues.includes(issue)) unknown('issue', issue, issues, ['regions', id, 'states', state, 'coordinate', issue]);
  }
  const checkState = (region: string, state: string, path: Path): void => {
    const known = Object.hasOwn(file.regions, region) ? file.regions[region] : undefined;
    if (!known) unknown('region', region, keys(file.regions), path);
    else if (!Object.hasOwn(known.states, state)) unknown('state', state, keys(known.states), path);
  };

  // Actors, moves, nature, always, variants.
  const actors = keys(file.actors);
  for (const [id, actor] of Object.entries(file.actors ?? {})) for (const issue of keys(actor.stances)) if (!issues.includes(issue)) unknown('issue', issue, issues, ['actors', id, 'stances', issue]);
  for (const [id, move] of Object.entries(file.moves ?? {})) {
    if (!actors.includes(move.actor)) unknown('actor', move.actor, actors, ['moves', id, 'actor']);
    for (const who of keys(move.consent)) {
      if (!actors.includes(who)) unknown('actor', who, actors, ['moves', id, 'consent', who]);
      if (who === move.actor) say('self-consent', ['moves', id, 'consent', who], `\`${who}\` would consent to its own move`, 'name another actor');
    }
    for (const [region, state] of Object.entries(move.to)) checkState(region, state, ['moves', id, 'to', region]);
    if (Object.hasOwn(file.nature ?? {}, id)) say('id-twice', ['nature', id], `\`${id}\` is both a move and a hazard`, 'rename one of them: events are known by their ids');
  }
  for (const [id, hazard] of Object.entries(file.nature ?? {})) for (const [region, state] of Object.entries(hazard.to)) checkState(region, state, ['nature', id, 'to', region]);
  const alwaysIds = new Set<string>();
  file.always?.forEach((a, i) => {
    if (alwaysIds.has(a.id)) say('id-twice', ['always', i, 'id'], `two \`always\` are called \`${a.id}\``, 'rename one of them');
    alwaysIds.add(a.id);
    for (const [region, state] of Object.entries(a.to)) checkState(region, state, ['always', i, 'to', region]);
  });
  const eventIds = [...keys(file.moves), ...keys(file.nature)];
  const stanceIds = new Set(Object.entries(file.actors ?? {}).flatMap(([a, spec]) => keys(spec.stances).map((issue) => `${a}.${issue}`)));
  for (const [id, variant] of Object.entries(file.variants ?? {})) problems.push(...checkVariant(file, variant, ['variants', id], stanceIds, eventIds));
  for (const [id, reward] of Object.entries(file.rewards ?? {})) {
    for (const event of keys(reward.impulse)) if (!eventIds.includes(event)) unknown('event', event, eventIds, ['rewards', id, 'impulse', event]);
    if (reward.rate === undefined && !reward.impulse) say('missing-key', ['rewards', id], `reward \`${id}\` has neither a rate nor an impulse`, 'add `rate:` (per day) or `impulse:` (per event)');
    if ((reward.measure === 'until') !== (reward.until !== undefined)) say('missing-key', ['rewards', id], `reward \`${id}\`: \`measure: until\` and \`until:\` go together`, 'add the one that is missing');
    if (reward.measure === 'on_day' && reward.impulse) say('wrong-value', ['rewards', id, 'impulse'], 'an impulse has no value on a day', 'use `measure: accumulated`');
  }
  for (const [id, outcome] of Object.entries(file.outcomes ?? {})) {
    const named = outcome.kind === 'race' ? outcome.causes : outcome.kind === 'both' ? outcome.sets : [];
    named.forEach((c, i) => {
      const path = ['outcomes', id, outcome.kind === 'race' ? 'causes' : 'sets', i, 'id'];
      if (c.id === 'none') say('reserved-name', path, '`none` is the share in which nothing of the race happens', 'choose another id');
      if (named.findIndex((other) => other.id === c.id) !== i) say('id-twice', path, `\`${c.id}\` stands twice`, 'rename one of them');
    });
  }
  const gain = file.choice?.stance_gain;
  if (gain !== undefined && !Object.hasOwn(file.parameters ?? {}, gain)) unknown('parameter', gain, keys(file.parameters), ['choice', 'stance_gain']);

  // Expressions: every name is known.
  const names = [...owners.keys()];
  const references = new Map<string, References>();
  for (const [key, e] of expressions) {
    const path = pathOf(key);
    const refs = referencesOf(e);
    references.set(key, refs);
    for (const name of refs.names)
      if (!owners.has(name)) problems.push(problem('unknown-name', `unknown name \`${name}\``, { path, repair: didYouMean(name, names), within: wordIn(file, path, name) }));
    for (const { region, state } of refs.states) {
      const before = problems.length;
      checkState(region, state, path);
      if (problems.length > before) problems[problems.length - 1] = { ...problems[problems.length - 1]!, within: wordIn(file, path, `${region}.${state}`) };
    }
    for (const { actor, issue } of refs.stances) {
      const within = wordIn(file, path, `${actor}.${issue}`);
      if (!actors.includes(actor)) problems.push(problem('unknown-actor', `unknown actor \`${actor}\``, { path, repair: didYouMean(actor, actors), within }));
      else if (!issues.includes(issue)) problems.push(problem('unknown-issue', `unknown issue \`${issue}\``, { path, repair: didYouMean(issue, issues), within }));
      else if (!stanceIds.has(`${actor}.${issue}`))
        problems.push(problem('silent-actor', `\`${actor}\` has no stance on \`${issue}\`: it counts as 0`, { severity: 'note', path, within, repair: `add a stance under actors.${actor}.stances if the texts support one` }));
    }
  }
  const switches = new Map(Object.entries(file.switches ?? {}).map(([name, s]) => [name, s.default]));
  for (const [key, e] of expressions) {
    const path = pathOf(key);
    if (tests.has(key)) for (const p of stateTestOf(e, switches).problems) problems.push({ ...p, path });
  }
  if (problems.some((p) => p.severity === 'error')) return problems;

  const circle = derivedCycle(file, references);
  if (circle) {
    say('derived-cycle', ['derived', circle[0]!, 'formula'], `the formulas ${[...circle, circle[0]].map((n) => `\`${n}\``).join(' → ')} read each other in a circle`, 'break the circle, or give the formula a `fixed_point:` when it reads only itself');
    return problems;
  }
  problems.push(...checkRanges(file));
  problems.push(...checkHazards(file, expressions));
  problems.push(...checkUse(file, expressions, names));
  return problems;
}

export function pathOf(key: string): Path {
  return key.split(' ').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function wordIn(file: ScenarioFile, path: Path, word: string): { offset: number; length: number } {
  let value: unknown = file;
  for (const step of path) value = (value as Record<string | number, unknown> | undefined)?.[step];
  const offset = typeof value === 'string' ? new RegExp(`(?<![A-Za-z0-9_])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![A-Za-z0-9_])`).exec(value)?.index : undefined;
  return { offset: offset ?? 0, length: word.length };
}

/** A variant's own references; used again for variants made on a page or a command line. */
export function checkVariant(file: ScenarioFile, variant: NonNullable<ScenarioFile['variants']>[string], path: Path, stanceIds?: ReadonlySet<string>, eventIds?: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  const unknown = (what: string, name: string, known: Iterable<string>, at: Path): void => {
    problems.push(problem(`unknown-${what}`, `unknown ${what} \`${name}\``, { path: at, repair: didYouMean(name, known) }));
  };
  const stances = stanceIds ?? new Set(Object.entries(file.actors ?? {}).flatMap(([a, spec]) => keys(spec.stances).map((issue) => `${a}.${issue}`)));
  const events = eventIds ?? [...keys(file.moves), ...keys(file.nature)];
  for (const [region, state] of Object.entries(variant.initial ?? {})) {
    const known = Object.hasOwn(file.regions, region) ? file.regions[region] : undefined;
    if (!known) unknown('region', region, keys(file.regions), [...path, 'initial', region]);
    else if (!Object.hasOwn(known.states, state)) unknown('state', state, keys(known.states), [...path, 'initial', region]);
  }
  for (const [name, value] of Object.entries(variant.parameters ?? {})) {
    const known = Object.hasOwn(file.parameters ?? {}, name) ? file.parameters?.[name] : undefined;
    if (!known) unknown('parameter', name, keys(file.parameters), [...path, 'parameters', name]);
    else if (!inside(value, known.low, known.high))
      problems.push(problem('outside-range', `\`${name}\` = ${value} is outside its plausible range ${known.low} to ${known.high}`, { severity: 'warning', path: [...path, 'parameters', name], repair: 'say why, or stay inside' }));
  }
  for (const name of keys(variant.switches)) if (!Object.hasOwn(file.switches ?? {}, name)) unknown('switch', name, keys(file.switches), [...path, 'switches', name]);
  for (const name of keys(variant.stances)) if (!stances.has(name)) unknown('stance', name, stances, [...path, 'stances', name]);
  variant.disable?.forEach((event, i) => {
    if (!events.includes(event)) unknown('event', event, events, [...path, 'disable', i]);
  });
  return problems;
}

const inside = (value: number, low: number | undefined, high: number | undefined): boolean => (low === undefined || value >= low) && (high === undefined || value <= high);

function derivedCycle(file: ScenarioFile, references: ReadonlyMap<string, References>): string[] | null {
  const done = new Set<string>();
  const stack: string[] = [];
  const visit = (name: string): string[] | null => {
    if (done.has(name)) return null;
    const at = stack.indexOf(name);
    if (at >= 0) return stack.slice(at);
    stack.push(name);
    for (const read of references.get(`derived ${name} formula`)?.names ?? []) {
      if (!Object.hasOwn(file.derived ?? {}, read)) continue;
      if (read === name && file.derived?.[name]?.fixed_point) continue;
      const circle = visit(read);
      if (circle) return circle;
    }
    stack.pop();
    done.add(name);
    return null;
  };
  for (const name of keys(file.derived)) {
    const circle = visit(name);
    if (circle) return circle;
  }
  return null;
}

function checkRanges(file: ScenarioFile): Problem[] {
  const problems: Problem[] = [];
  for (const [name, p] of Object.entries(file.parameters ?? {})) {
    const path = ['parameters', name];
    if (p.low !== undefined && p.high !== undefined && p.low > p.high) problems.push(problem('empty-range', `\`${name}\`: low ${p.low} is above high ${p.high}`, { path, repair: 'swap them' }));
    else if (!inside(p.value, p.low, p.high)) problems.push(problem('outside-range', `\`${name}\` = ${p.value} is outside its own range`, { severity: 'warning', path: [...path, 'value'], repair: 'widen the range or move the value' }));
    if (p.distribution === 'lognormal' && (p.low ?? p.value) <= 0) problems.push(problem('bad-distribution', `\`${name}\`: a lognormal has no values at or below 0`, { path: [...path, 'distribution'], repair: 'use `normal`, or a positive range' }));
  }
  for (const [name, d] of Object.entries(file.derived ?? {})) {
    const f = d.fixed_point;
    if (f && !(f.low <= f.start && f.start <= f.high)) problems.push(problem('bad-fixed-point', `\`${name}\`: start ${f.start} is not between low ${f.low} and high ${f.high}`, { path: ['derived', name, 'fixed_point'], repair: 'start inside the bounds' }));
  }
  return problems;
}

/** A hazard is checked non-negative by interval arithmetic over the parameters' ranges, any state of any region. */
function checkHazards(file: ScenarioFile, expressions: Expressions): Problem[] {
  const derived = new Map<string, Interval>();
  const of = (pointwise: boolean) => {
    const bounds = {
      name(name: string): Interval {
        const constant = file.constants?.[name];
        if (constant !== undefined) return [constant, constant];
        const p = file.parameters?.[name];
        if (p) return pointwise ? [p.value, p.value] : [Math.min(p.low ?? p.value, p.value), Math.max(p.high ?? p.value, p.value)];
        if (file.switches?.[name]) return [0, 1];
        const known = derived.get(`${pointwise} ${name}`);
        if (known) return known;
        const d = file.derived?.[name];
        // A fixed point is bounded by its own declaration; a formula by its parts.
        const value: Interval = d?.fixed_point ? [d.fixed_point.low, d.fixed_point.high] : boundsOf(expressions.get(`derived ${name} formula`)!, bounds);
        derived.set(`${pointwise} ${name}`, value);
        return value;
      },
      at: (): Interval => [0, 1],
      stance: (): Interval => [-1, 1],
    };
    return bounds;
  };
  const problems: Problem[] = [];
  const look = (key: string, what: string): void => {
    const e = expressions.get(key);
    if (!e) return;
    const path = pathOf(key);
    if (boundsOf(e, of(false))[0] < 0)
      problems.push(problem('maybe-negative-rate', `${what} may be negative somewhere over the parameters' ranges (interval arithmetic, any state)`, { severity: 'warning', path, repair: 'write max(0, …), or narrow the ranges; where it is negative the run stops and says so' }));
  };
  for (const id of keys(file.nature)) look(`nature ${id} hazard`, `the hazard of \`${id}\``);
  for (const id of keys(file.actors)) look(`actors ${id} opportunity_rate`, `the opportunity rate of \`${id}\``);
  return problems;
}

/** Names that nothing reads, and sliders that can move no outcome. */
function checkUse(file: ScenarioFile, expressions: Expressions, names: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  const { names: live, stances: liveStances, readAnywhere } = usedBy(file, expressions);
  const unused = (section: string, name: string): void => {
    problems.push(problem('unused', `nothing reads \`${name}\``, { severity: 'warning', path: [section, name], repair: 'use it or take it out' }));
  };
  for (const section of ['constants', 'derived', 'switches'] as const) for (const name of keys(file[section])) if (names.includes(name) && !readAnywhere.has(name)) unused(section, name);
  const dead = (path: Path, what: string): void => {
    problems.push(problem('dead-slider', `${what} can move no outcome and no reward`, { path, repair: "let something that matters read it, or say why with `idle: 'the reason'`" }));
  };
  const hasAnswers = keys(file.outcomes).length + keys(file.rewards).length > 0;
  if (!hasAnswers) problems.push(problem('no-answers', 'the file asks for no outcome and no reward', { severity: 'warning', path: ['outcomes'], repair: 'add `outcomes:`' }));
  else {
    for (const [name, p] of Object.entries(file.parameters ?? {})) if (!live.has(name) && p.idle === undefined) dead(['parameters', name], `parameter \`${name}\``);
    for (const [actor, spec] of Object.entries(file.actors ?? {}))
      for (const [issue, s] of Object.entries(spec.stances ?? {})) if (!liveStances.has(`${actor}.${issue}`) && s.idle === undefined) dead(['actors', actor, 'stances', issue], `the stance of \`${actor}\` on \`${issue}\``);
  }
  return problems;
}

/** The closure over what is read, from every outcome and reward; switches may stand either way. */
export function usedBy(file: ScenarioFile, expressions: Expressions): Pick<Cone, 'names' | 'stances'> & { readAnywhere: ReadonlySet<string> } {
  const model = influenceOf(file, expressions);
  const seed = new Set<string>();
  const names = new Set<string>();
  const stances = new Set<string>();
  const reads = readingIn(file, expressions);
  const impulses = new Set<string>();
  for (const [key, e] of expressions) {
    const [section, id, field, event] = key.split(' ');
    if (section !== 'outcomes' && section !== 'rewards') continue;
    if (section === 'rewards' && field === 'impulse' && id && event) impulses.add(event);
    const r = reads(e);
    for (const region of r.regions) seed.add(region);
    for (const n of r.names) names.add(n);
    for (const s of r.stances) stances.add(s);
  }
  for (const d of model.drivers) if (impulses.has(d.id)) for (const region of [...d.guardRegions, ...d.sets]) seed.add(region);
  const cone = coneOf(model, seed);
  for (const n of cone.names) names.add(n);
  for (const s of cone.stances) stances.add(s);
  const gain = file.choice?.stance_gain;
  if (gain !== undefined && [...cone.drivers].some((d) => d.kind === 'move' && d.judges.some((j) => (model.stancesOf.get(j)?.size ?? 0) > 0))) names.add(gain);
  if (gain === undefined) for (const s of [...cone.stances]) if (![...expressions.values()].some((e) => referencesOf(e).stances.some((r) => `${r.actor}.${r.issue}` === s))) stances.delete(s);
  const readAnywhere = new Set(gain === undefined ? [] : [gain]);
  for (const e of expressions.values()) for (const n of referencesOf(e).names) readAnywhere.add(n);
  return { names, stances, readAnywhere };
}

/** What an expression reads, derived formulas opened. */
export function readingIn(file: ScenarioFile, expressions: Expressions): (e: Expression) => { regions: Set<string>; names: Set<string>; stances: Set<string> } {
  const memo = new Map<string, { regions: Set<string>; names: Set<string>; stances: Set<string> }>();
  const read = (e: Expression) => {
    const refs = referencesOf(e);
    const out = { regions: new Set(refs.states.map((s) => s.region)), names: new Set(refs.names), stances: new Set(refs.stances.map((s) => `${s.actor}.${s.issue}`)) };
    for (const name of refs.names) {
      if (!Object.hasOwn(file.derived ?? {}, name)) continue;
      let inner = memo.get(name);
      if (!inner) {
        memo.set(name, { regions: new Set(), names: new Set(), stances: new Set() });
        inner = read(expressions.get(`derived ${name} formula`)!);
        memo.set(name, inner);
      }
      for (const r of inner.regions) out.regions.add(r);
      for (const n of inner.names) out.names.add(n);
      for (const s of inner.stances) out.stances.add(s);
    }
    return out;
  };
  return read;
}

/** The drivers of a file as written (switches not put in). */
export function influenceOf(file: ScenarioFile, expressions: Expressions): InfluenceModel {
  const read = readingIn(file, expressions);
  const drivers: Driver[] = [];
  const build = (kind: Driver['kind'], id: string, actor: string | null, to: Record<string, string>, guard: Expression | undefined, rates: readonly (Expression | undefined)[], judges: readonly string[]): void => {
    const guardReads = guard ? read(guard) : { regions: new Set<string>(), names: new Set<string>(), stances: new Set<string>() };
    const guardRegions = new Set(guardReads.regions);
    for (const region of keys(to)) if (Object.values(file.regions[region]?.states ?? {}).some((s) => s.final)) guardRegions.add(region);
    const rateReads = rates.filter((e) => e !== undefined).map(read);
    drivers.push({
      kind,
      id,
      actor,
      guardRegions,
      rateRegions: new Set(rateReads.flatMap((r) => [...r.regions])),
      sets: new Set(keys(to)),
      names: new Set([...guardReads.names, ...rateReads.flatMap((r) => [...r.names])]),
      stances: new Set(rateReads.flatMap((r) => [...r.stances])),
      judges,
    });
  };
  for (const [id, m] of Object.entries(file.moves ?? {}))
    build('move', id, m.actor, m.to, expressions.get(`moves ${id} when`), [expressions.get(`moves ${id} utility`), expressions.get(`actors ${m.actor} opportunity_rate`), ...keys(m.consent).map((who) => expressions.get(`moves ${id} consent ${who}`))], [m.actor, ...keys(m.consent)]);
  for (const [id, h] of Object.entries(file.nature ?? {})) build('hazard', id, null, h.to, expressions.get(`nature ${id} when`), [expressions.get(`nature ${id} hazard`)], []);
  file.always?.forEach((a, i) => {
    build('always', a.id, null, a.to, expressions.get(`always ${i} when`), [], []);
  });
  const issuesOf = new Map(
    Object.entries(file.regions).map(([id, region]) => {
      const states = Object.values(region.states);
      const issues = new Set(states.flatMap((s) => keys(s.coordinate)));
      return [id, new Set([...issues].filter((issue) => new Set(states.map((s) => s.coordinate?.[issue] ?? 0)).size > 1))] as const;
    }),
  );
  const stancesOf = new Map(Object.entries(file.actors ?? {}).map(([id, a]) => [id, new Set(keys(a.stances))] as const));
  return { drivers, issuesOf, stancesOf };
}
