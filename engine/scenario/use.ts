// ScenarioFile with parsed expressions → what nothing reads, and sliders that can move no outcome (the closure of influence.ts over the file as written).
import { type Path, type Problem, problem } from '../vocabulary/problem.ts';
import { type Expression, referencesOf } from './expression.ts';
import { type Cone, coneOf, type Driver, type InfluenceModel } from './influence.ts';
import { keys, type ScenarioFile } from './schema.ts';

type Expressions = ReadonlyMap<string, Expression>;
/** Names that nothing reads, and sliders that can move no outcome. */
export function checkUse(file: ScenarioFile, expressions: Expressions, names: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  const { names: live, stances: liveStances, readAnywhere } = usedBy(file, expressions);
  const unused = (section: string, name: string): void => {
    problems.push(
      problem('unused', `nothing reads \`${name}\``, {
        severity: 'warning',
        path: [section, name],
        repair: 'use it or take it out',
      }),
    );
  };
  for (const section of ['constants', 'derived', 'switches'] as const)
    for (const name of keys(file[section])) if (names.includes(name) && !readAnywhere.has(name)) unused(section, name);
  const dead = (path: Path, what: string): void => {
    const unweighted = path[0] === 'actors' && file.choice === undefined;
    problems.push(
      problem('dead-slider', `${what} can move no outcome and no reward`, {
        path,
        repair: unweighted
          ? 'add `choice: {stance_gain: NAME}` with a parameter NAME, so that stances enter utilities; or read it with stance("ACTOR.issue"); or say why with `idle:`'
          : "let something that matters read it, or say why with `idle: 'the reason'`",
      }),
    );
  };
  const hasAnswers = keys(file.outcomes).length + keys(file.rewards).length > 0;
  if (!hasAnswers)
    problems.push(
      problem('no-answers', 'the file asks for no outcome and no reward', {
        severity: 'warning',
        path: ['outcomes'],
        repair: 'add `outcomes:`',
      }),
    );
  else {
    for (const [name, p] of Object.entries(file.parameters ?? {}))
      if (!live.has(name) && p.idle === undefined) dead(['parameters', name], `parameter \`${name}\``);
    for (const [actor, spec] of Object.entries(file.actors ?? {}))
      for (const [issue, s] of Object.entries(spec.stances ?? {}))
        if (!liveStances.has(`${actor}.${issue}`) && s.idle === undefined)
          dead(['actors', actor, 'stances', issue], `the stance of \`${actor}\` on \`${issue}\``);
  }
  return problems;
}

/** The closure over what is read, from every outcome and reward; switches may stand either way. */
export function usedBy(
  file: ScenarioFile,
  expressions: Expressions,
): Pick<Cone, 'names' | 'stances'> & { readAnywhere: ReadonlySet<string> } {
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
  for (const d of model.drivers)
    if (impulses.has(d.id)) for (const region of [...d.guardRegions, ...d.sets]) seed.add(region);
  const cone = coneOf(model, seed);
  for (const n of cone.names) names.add(n);
  for (const s of cone.stances) stances.add(s);
  const gain = file.choice?.stance_gain;
  if (
    gain !== undefined &&
    [...cone.drivers].some((d) => d.kind === 'move' && d.judges.some((j) => (model.stancesOf.get(j)?.size ?? 0) > 0))
  )
    names.add(gain);
  if (gain === undefined)
    for (const s of [...cone.stances])
      if (![...expressions.values()].some((e) => referencesOf(e).stances.some((r) => `${r.actor}.${r.issue}` === s)))
        stances.delete(s);
  const readAnywhere = new Set(gain === undefined ? [] : [gain]);
  for (const e of expressions.values()) for (const n of referencesOf(e).names) readAnywhere.add(n);
  return { names, stances, readAnywhere };
}

/** What an expression reads, derived formulas opened. */
export function readingIn(
  file: ScenarioFile,
  expressions: Expressions,
): (e: Expression) => { regions: Set<string>; names: Set<string>; stances: Set<string> } {
  const memo = new Map<string, { regions: Set<string>; names: Set<string>; stances: Set<string> }>();
  const read = (e: Expression) => {
    const refs = referencesOf(e);
    const out = {
      regions: new Set(refs.states.map((s) => s.region)),
      names: new Set(refs.names),
      stances: new Set(refs.stances.map((s) => `${s.actor}.${s.issue}`)),
    };
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
  const build = (
    kind: Driver['kind'],
    id: string,
    actor: string | null,
    to: Record<string, string>,
    guard: Expression | undefined,
    rates: readonly (Expression | undefined)[],
    judges: readonly string[],
  ): void => {
    const guardReads = guard
      ? read(guard)
      : { regions: new Set<string>(), names: new Set<string>(), stances: new Set<string>() };
    const guardRegions = new Set(guardReads.regions);
    for (const region of keys(to))
      if (Object.values(file.regions[region]?.states ?? {}).some((s) => s.final)) guardRegions.add(region);
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
    build(
      'move',
      id,
      m.actor,
      m.to,
      expressions.get(`moves ${id} when`),
      [
        expressions.get(`moves ${id} utility`),
        expressions.get(`actors ${m.actor} opportunity_rate`),
        ...keys(m.consent).map((who) => expressions.get(`moves ${id} consent ${who}`)),
      ],
      [m.actor, ...keys(m.consent)],
    );
  for (const [id, h] of Object.entries(file.nature ?? {}))
    build('hazard', id, null, h.to, expressions.get(`nature ${id} when`), [expressions.get(`nature ${id} hazard`)], []);
  file.always?.forEach((a, i) => {
    build('always', a.id, null, a.to, expressions.get(`always ${i} when`), [], []);
  });
  const issuesOf = new Map(
    Object.entries(file.regions).map(([id, region]) => {
      const states = Object.values(region.states);
      const issues = new Set(states.flatMap((s) => keys(s.coordinate)));
      return [
        id,
        new Set([...issues].filter((issue) => new Set(states.map((s) => s.coordinate?.[issue] ?? 0)).size > 1)),
      ] as const;
    }),
  );
  const stancesOf = new Map(
    Object.entries(file.actors ?? {}).map(([id, a]) => [id, new Set(keys(a.stances))] as const),
  );
  return { drivers, issuesOf, stancesOf };
}
