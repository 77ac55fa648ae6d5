// A template with roles + what was read in articles → the text of a first scenario: roles bound to the actors found, stances pooled from their records, a stamp that says how much of it is reviewed.
// Everything is spliced into the template's text (edit.ts), so its comments, ranges and bases stay. Records that nobody has decided on count little.
import { isoDay } from '../reading/article.ts';
import { constantsOf, type PoolingConstants } from '../reading/constants.ts';
import type { CrisisFrame, ReadActor, Reading } from '../reading/document.ts';
import type { Evidence, EvidenceRecord } from '../reading/evidence.ts';
import { type ResponseRule, responseRules } from '../reading/response.ts';
import { decisionOn, type Review } from '../reading/review.ts';
import { certaintyOf, type Desk, poolStances, type Stance } from '../reading/stance.ts';
import { states } from '../reading/world.ts';
import { isDate } from '../vocabulary/dates.ts';
import { type Checked, didYouMean, hasError, type Problem, problem } from '../vocabulary/problem.ts';
import { leaveDesk, withoutUnread } from './draft-leave.ts';
import {
  asName,
  bindRoles,
  placeholder,
  type RoleBound,
  type RoleName,
  type RolesAsked,
  roleNames,
} from './draft-roles.ts';
import { type Edit, editScenarioText } from './edit.ts';
import { loadScenario } from './load.ts';
import type { ScenarioFile } from './schema.ts';

export type { RoleBound, RoleName, RolesAsked } from './draft-roles.ts';

/** What one article brings to a draft. */
export interface DraftSource {
  readonly article: {
    readonly id: string;
    readonly outlet: string;
    readonly title: string | null;
    readonly published: string;
  };
  readonly actors: readonly Pick<ReadActor, 'id' | 'canonical' | 'kind'>[];
  readonly frame: CrisisFrame;
  readonly records: readonly DraftRecord[];
}

export interface DraftRecord {
  /** Null where the decision was to reject it. */
  readonly record: EvidenceRecord | null;
  readonly decided: boolean;
  /** P(a reviewer changes nothing), of the proposal; 1 once decided. */
  readonly confidence: number;
}

export interface DraftOptions {
  /** Name of the template, for Problems. */
  readonly file?: string;
  /** First day, YYYY-MM-DD; left out: the last article's. */
  readonly date?: string | undefined;
  readonly roles?: RolesAsked | undefined;
  readonly constants?: Partial<PoolingConstants> | undefined;
}

/** Beside the text: who got which role, and what found no place. */
export interface DraftReport {
  readonly date: string;
  readonly roles: readonly (RoleBound & {
    /** Records that count in the stances of its desk. */
    readonly records: number;
  })[];
  readonly decided: number;
  readonly total: number;
  /** States and others with records but no role, most first; those of their people and bodies are theirs. */
  readonly left: readonly { readonly actor: string; readonly name: string; readonly records: number }[];
  /** Issues with records of role-holders on which their desk has no stance. */
  readonly unheard: readonly { readonly issue: string; readonly records: number }[];
}

/** The most that a record counts which nobody has decided on. */
export const undecidedConfidence = 0.3;

/** A reading, with the decisions of its review where there is one; a review that has nothing yet counts as none. */
export function draftSourceOf(reading: Reading, review?: Review | null): DraftSource {
  const reviewed = review !== undefined && review !== null && review.items.length > 0 ? review : null;
  const { id, outlet, title, published } = reviewed?.head.article ?? reading.article;
  const records = reviewed
    ? reviewed.items.flatMap((item): DraftRecord[] => {
        const decision = decisionOn(item);
        if (decision !== null) return [{ record: decision.record, decided: true, confidence: 1 }];
        if (item.proposal === null || item.withdrawn) return [];
        return [{ record: item.proposal.record, decided: false, confidence: item.proposal.confidence }];
      })
    : reading.proposals.map(({ record, confidence }) => ({ record, decided: false, confidence }));
  return { article: { id, outlet, title, published }, actors: reading.actors, frame: reading.frame, records };
}

/**
 * A first draft. `value` is null with an error: a template that is none, fewer than two parties, an asked-for actor that nobody knows, a date that is no day.
 * Undecided records count by their confidence, at most 0.3; decided ones in full. Stances on which nobody speaks stay at 0.
 */
export function draftOf(
  template: string,
  sources: readonly DraftSource[],
  options: DraftOptions = {},
): Checked<{ readonly text: string; readonly report: DraftReport }> {
  const file = options.file ?? 'the template';
  const loaded = loadScenario(template, file);
  if (!loaded.value) return { value: null, problems: loaded.problems };
  const failed = (p: Problem): { value: null; problems: readonly Problem[] } => ({ value: null, problems: [p] });
  const desks = rolesOf(loaded.value.file);
  if (!desks.has('challenger') || !desks.has('target'))
    return failed(
      problem('no-template', 'this scenario has no roles to bind', {
        file,
        repair:
          "give its two parties `holders: ['{challenger}']` and `holders: ['{target}']`, as scenarios/templates/standoff.yaml does",
      }),
    );
  const date = options.date ?? lastDay(sources);
  if (date === null) return failed(problem('no-articles', 'there is no article to draft from', { repair: 'name one' }));
  if (!isoDay.safeParse(date).success || !isDate(date))
    return failed(problem('bad-date', `\`${date}\` is no day`, { repair: 'write it as YYYY-MM-DD' }));

  const evidence = sources.flatMap(evidenceIn);
  const actors = new Map(sources.flatMap((s) => s.actors.map((a) => [a.id, a] as const)));
  const stranger = Object.values(options.roles ?? {})
    .flat()
    .find((id) => !actors.has(id) && !states.has(id));
  const capitals = stranger?.toUpperCase() ?? '';
  if (stranger !== undefined)
    return failed(
      problem('unknown-actor', `\`${stranger}\` is no state and no actor of the articles`, {
        repair: `give an id: ${states.has(capitals) ? `did you mean \`${capitals}\`?` : didYouMean(stranger, actors.keys())}`,
      }),
    );
  const isState = (id: string): boolean => actors.get(id)?.kind === 'state' || states.has(id);
  const holds = (actor: string) => (r: EvidenceRecord) => r.holders.some((h) => speaksFor(h, actor));
  const roles = bindRoles(
    sources.map((s) => s.frame),
    {
      nameOf: nameIn(actors),
      isBody: (id) => actors.get(id)?.kind === 'organisation' || isState(id),
      isState,
      borders: (id, other) => states.get(id)?.neighbours.includes(other) ?? false,
      borderRecords: (id) =>
        evidence.filter((r) => r.kind !== 'quantity' && borderIssues.has(r.issue) && holds(id)(r)).length,
    },
    options.roles,
  ).filter((r) => desks.has(r.role));
  const missing = roles.find((r) => (r.role === 'challenger' || r.role === 'target') && r.actors.length === 0);
  const [challenger, target] = [roles[0]?.actors[0], roles[1]?.actors[0]];
  if (missing || challenger === target)
    return failed(
      problem('no-party', missing ? `no ${missing.role} was found in the articles` : `\`${target}\` is both parties`, {
        repair: `name the two parties yourself; actors found: ${[...actors.keys()].slice(0, 12).join(', ') || 'none'}`,
      }),
    );
  const partial = roles.slice(2).find((r) => r.actors.some((id) => id === challenger || id === target));
  if (partial)
    return failed(
      problem('two-roles', `a party stands among the ${partial.role} too: ${partial.actors.join(', ')}`, {
        repair: 'name the two parties, or give that role others (or none)',
      }),
    );
  return written({ template, file, loaded: loaded.value.file, desks, date, evidence, actors, roles, sources, options });
}

interface Parts {
  readonly template: string;
  readonly file: string;
  readonly loaded: ScenarioFile;
  readonly desks: ReadonlyMap<RoleName, string>;
  readonly date: string;
  readonly evidence: readonly Evidence[];
  readonly actors: ReadonlyMap<string, Pick<ReadActor, 'id' | 'canonical' | 'kind'>>;
  readonly roles: readonly RoleBound[];
  readonly sources: readonly DraftSource[];
  readonly options: DraftOptions;
}

function written(parts: Parts): Checked<{ readonly text: string; readonly report: DraftReport }> {
  const { file, loaded, desks, roles } = parts;
  const problems: Problem[] = [];
  let text: string | null = parts.template;
  const apply = (step: Checked<string>): void => {
    problems.push(...step.problems.filter((p) => p.severity === 'error'));
    text = step.value;
  };
  const edit = (edits: readonly Edit[]): void => {
    for (let k = 0; k < edits.length && text !== null; k += 100)
      apply(editScenarioText(text, file, edits.slice(k, k + 100)));
  };

  // Desks that nobody fills go first: nothing is bound that does not stay.
  for (const { role, actors } of roles) {
    if (actors.length > 0) continue;
    const switches = switchesOf(loaded, role);
    if (switches.length > 0)
      edit(switches.map((id) => ({ op: 'set', path: ['switches', id, 'default'], value: false })));
    else edit(leaveDesk(loaded, desks.get(role)!));
  }
  if (text !== null) apply(withoutUnread(text, file));
  const staying = text === null ? null : loadScenario(text, file).value?.file;
  if (!staying || text === null) return { value: null, problems: asOfTemplate(problems) };

  const bound = deskList(staying, desks, roles);
  const stances = poolStances(parts.evidence, bound, parts.date, parts.options.constants);
  const rules = responseRules(parts.evidence, parts.date, parts.options.constants);
  const report = reportOf(parts, bound, stances);
  edit([
    ...switchesThatSayNone(staying, roles),
    ...namesIn(staying, roles),
    ...roles.flatMap(({ role, actors }) => holdersOf(staying, desks.get(role)!, actors)),
    ...stances.flatMap((s) => stanceEdits(s, bound, rules, parts.options.constants)),
    ...idleVariants(staying, roles),
    ...metaEdits(parts, report),
  ]);
  if (text === null) return { value: null, problems: asOfTemplate(problems) };
  const draft = loadScenario(text, 'the draft');
  problems.push(...draft.problems.filter((p) => p.severity !== 'note'));
  return hasError(problems) ? { value: null, problems } : { value: { text, report }, problems };
}

/** A template that cannot be bound is its author's to mend, with the place in it. */
const asOfTemplate = (problems: readonly Problem[]): readonly Problem[] =>
  hasError(problems) ? problems : [problem('no-template', 'the template cannot do without one of its roles')];

/** Role → the actor of the template that stands for it. */
function rolesOf(file: ScenarioFile): Map<RoleName, string> {
  const found = new Map<RoleName, string>();
  for (const [id, actor] of Object.entries(file.actors ?? {})) {
    const role = roleNames.find((name) => actor.holders?.length === 1 && actor.holders[0] === `{${name}}`);
    if (role !== undefined && !found.has(role)) found.set(role, id);
  }
  return found;
}

const switchesOf = (file: ScenarioFile, role: RoleName): string[] =>
  Object.entries(file.switches ?? {}).flatMap(([id, s]) => (s.label?.includes(`{${role}}`) ? [id] : []));

const borderIssues: ReadonlySet<string> = new Set(['border_security', 'displacement']);

/** As the articles call it, else as the world does, else its id. */
const nameIn =
  (actors: ReadonlyMap<string, Pick<ReadActor, 'canonical'>>) =>
  (id: string): string =>
    asName(actors.get(id)?.canonical ?? '') || states.get(id)?.name || asName(id);

/** A record of `IRN/araghchi` or `IRN` is one of `IRN`. */
const speaksFor = (holder: string, actor: string): boolean => holder === actor || holder.startsWith(`${actor}/`);

/** Desks of the template that stay, with the holders of those who fill them: ids, and whoever in the records speaks for one. */
function deskList(file: ScenarioFile, desks: ReadonlyMap<RoleName, string>, roles: readonly RoleBound[]): Desk[] {
  return roles.flatMap(({ role, actors }) => {
    const id = desks.get(role)!;
    const issues = Object.keys(file.actors?.[id]?.stances ?? {});
    return actors.length === 0 || issues.length === 0 ? [] : [{ id, holders: actors, issues }];
  });
}

function evidenceIn({ article, records }: DraftSource): Evidence[] {
  const known = { article: article.id, outlet: article.outlet, published: article.published };
  return records.flatMap(({ record, decided, confidence }): Evidence[] => {
    if (record === null) return [];
    return [{ ...record, ...known, ...(decided ? {} : { confidence: Math.min(undecidedConfidence, confidence) }) }];
  });
}

const lastDay = (sources: readonly DraftSource[]): string | null =>
  sources.reduce<string | null>(
    (last, { article }) => (last === null || article.published > last ? article.published : last),
    null,
  );

/** Every text of the scenario in which a name in braces stands, with the names of those who fill the role. */
function namesIn(file: ScenarioFile, roles: readonly RoleBound[]): Edit[] {
  const names = new Map<string, string>(roles.map((r) => [r.role, r.name]));
  const edits: Edit[] = [];
  const walk = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value === 'string') {
      if (path[0] === 'actors' && path[2] === 'holders') return;
      const text = value.replace(placeholder, (_, role: string) => names.get(role) ?? role);
      if (text !== value) edits.push({ op: 'set', path, value: text });
    } else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value))
        walk(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  walk(file, []);
  return edits;
}

function holdersOf(file: ScenarioFile, desk: string, actors: readonly string[]): Edit[] {
  if (!Object.hasOwn(file.actors ?? {}, desk)) return [];
  return [{ op: 'set', path: ['actors', desk, 'holders'], value: actors }];
}

function switchesThatSayNone(file: ScenarioFile, roles: readonly RoleBound[]): Edit[] {
  return roles
    .filter((r) => r.actors.length === 0)
    .flatMap((r) =>
      switchesOf(file, r.role).map(
        (id): Edit => ({
          op: 'set',
          path: ['switches', id, 'basis'],
          value: `off: ${r.why}. In the template: ${file.switches?.[id]?.basis ?? 'assumed'}`,
        }),
      ),
    );
}

/** Variants that only set switches as they already stand: they would be base once more. */
function idleVariants(file: ScenarioFile, roles: readonly RoleBound[]): Edit[] {
  const off = new Set(roles.filter((r) => r.actors.length === 0).flatMap((r) => switchesOf(file, r.role)));
  return Object.entries(file.variants ?? {}).flatMap(([id, v]): Edit[] => {
    const { label: _, switches, ...rest } = v;
    const set = Object.entries(switches ?? {});
    if (set.length === 0 || Object.keys(rest).length > 0) return [];
    const stands = (name: string): boolean | undefined => (off.has(name) ? false : file.switches?.[name]?.default);
    return set.every(([name, on]) => stands(name) === on) ? [{ op: 'remove', path: ['variants', id] }] : [];
  });
}

const round = (v: number): number => Math.round(v * 100) / 100 + 0;

/** Ids of records that a stance can name (schema.ts). */
const mostEvidence = 200;

/** The pooled stance. Retaliation exists only after a strike, so that what was announced for one applies: its response rule is put on the position scale, and the file says so. */
function stanceEdits(
  s: Stance,
  desks: readonly Desk[],
  rules: readonly ResponseRule[],
  constants: Partial<PoolingConstants> | undefined,
): Edit[] {
  const ids = [...s.evidence, ...s.conditional];
  if (ids.length === 0 && s.salience === 1) return [];
  const evidence = ids.slice(0, mostEvidence);
  const pooled = { position: round(s.position), salience: round(s.salience), spread: round(s.spread) };
  const holders = desks.find((d) => d.id === s.actor)?.holders ?? [];
  const rule = s.issue === 'retaliation' ? announced(holders, rules) : null;
  const path = ['actors', s.actor, 'stances', s.issue];
  if (rule === null) {
    const { position, salience, spread } = pooled;
    return [{ op: 'set', path, value: { position, salience, certainty: round(s.certainty), spread, evidence } }];
  }
  const towards = rule.pole === '+' ? 1 : -1;
  const spread = 2 * rule.spread;
  return [
    {
      op: 'set',
      path,
      value: {
        position: round(towards * (2 * rule.probability - 1)),
        salience: pooled.salience,
        certainty: round(certaintyOf(spread, constantsOf(constants))),
        spread: round(spread),
        evidence,
        pooled,
        override: `its moves exist only after a strike, so what was announced for that case applies: the response rule ${rule.probability.toFixed(2)} ± ${rule.spread.toFixed(2)} of ${rule.evidence.length} conditional record${rule.evidence.length === 1 ? '' : 's'}, put on the position scale`,
      },
    },
  ];
}

/** The rule with most records, of those on retaliation. */
function announced(holders: readonly string[], rules: readonly ResponseRule[]): ResponseRule | null {
  const theirs = rules.filter((r) => r.issue === 'retaliation' && holders.some((h) => speaksFor(r.holder, h)));
  return theirs.reduce<ResponseRule | null>(
    (best, r) => (best === null || r.evidence.length > best.evidence.length ? r : best),
    null,
  );
}

function metaEdits({ date, loaded, roles, sources }: Parts, { decided, total }: DraftReport): Edit[] {
  const [challenger, target] = roles.map((r) => r.actors[0]!);
  const set = (key: string, value: unknown): Edit => ({ op: 'set', path: ['meta', key], value });
  const few = `A first draft from ${sources.length === 1 ? 'one article' : `${sources.length} articles`} as of ${date}, made by binding the template ${loaded.meta.id}.`;
  return [
    set('id', idOf(`${challenger}-${target}-${date}`)),
    set('description', few),
    set('start_date', date),
    set('as_of', date),
    set('sources', [
      ...sources.slice(0, 90).map(({ article: a }) => ({
        id: a.id,
        outlet: a.outlet,
        ...(a.title === null ? {} : { title: a.title }),
        published: a.published,
      })),
      ...(loaded.meta.sources ?? []),
    ]),
    set(
      'caveats',
      [stampOf(decided, total), ...(loaded.meta.caveats ?? []).map((c) => withNames(c, roles))].slice(0, 20),
    ),
  ];
}

const withNames = (text: string, roles: readonly RoleBound[]): string =>
  text.replace(placeholder, (_, role: string) => roles.find((r) => r.role === role)?.name ?? role);

/** The line that the page and the command line always show. */
export function stampOf(decided: number, total: number): string {
  if (total === 0)
    return 'Unreviewed: no record was found in the articles. A first draft by machine: every stance stands at 0.';
  const count = `${decided} of ${total} record${total === 1 ? '' : 's'} decided`;
  if (decided >= total) return `Reviewed: ${count}.`;
  return `Unreviewed: ${count}. A first draft by machine: each record that nobody has decided on counts ${undecidedConfidence} at most.`;
}

/** An id as the schema wants it. */
function idOf(text: string): string {
  const id = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60);
  return /^[a-z]/.test(id) ? id : `draft-${id.replace(/^-+/, '')}`;
}

function reportOf(parts: Parts, desks: readonly Desk[], stances: readonly Stance[]): DraftReport {
  const { evidence, roles, sources, actors } = parts;
  const all = sources.flatMap((s) => s.records);
  const inRole = (holder: string): Desk[] => desks.filter((d) => d.holders.some((h) => speaksFor(holder, h)));
  const left = new Map<string, number>();
  const unheard = new Map<string, number>();
  for (const r of evidence) {
    if (r.kind === 'quantity') continue;
    for (const holder of r.holders) {
      const theirs = inRole(holder);
      const [whole] = holder.split('/') as [string];
      if (theirs.length === 0) left.set(whole, (left.get(whole) ?? 0) + 1);
      else if (!theirs.some((d) => d.issues.includes(r.issue))) unheard.set(r.issue, (unheard.get(r.issue) ?? 0) + 1);
    }
  }
  const byCount = (a: readonly [string, number], b: readonly [string, number]): number =>
    b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
  const recordsOf = (desk: string | undefined): number =>
    new Set(stances.filter((s) => s.actor === desk).flatMap((s) => [...s.evidence, ...s.conditional])).size;
  return {
    date: parts.date,
    roles: roles.map((r) => ({ ...r, records: recordsOf(parts.desks.get(r.role)) })),
    decided: all.filter((r) => r.decided).length,
    total: all.length,
    left: [...left].sort(byCount).map(([actor, records]) => ({ actor, name: nameIn(actors)(actor), records })),
    unheard: [...unheard].sort(byCount).map(([issue, records]) => ({ issue, records })),
  };
}
