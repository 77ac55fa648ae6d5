// Text of a scenario file → Scenario: schema checked, every expression parsed, every reference known. What remains open is the variant (bind.ts).
import { z } from 'zod';
import { type Checked, didYouMean, hasError, type Path, type Problem, problem } from '../vocabulary/problem.ts';
import { checkReferences } from './check.ts';
import { type Expression, parseExpression } from './expression.ts';
import { type ScenarioFile, scenarioSchema } from './schema.ts';
import { parseSource, type Source } from './source.ts';

export interface Scenario {
  readonly file: ScenarioFile;
  readonly source: Source;
  /** Every expression of the file by its path, joined with dots (see `expressionAt`). */
  readonly expressions: ReadonlyMap<string, Expression>;
  /** Warnings and notes of loading. */
  readonly problems: readonly Problem[];
}

/** Where an expression stands in a file. */
export interface ExpressionPlace {
  readonly path: Path;
  readonly text: string;
  readonly role: 'number' | 'test';
}

export const placeKey = (path: Path): string => path.join(' ');

export function expressionAt(scenario: Pick<Scenario, 'expressions'>, ...path: Path): Expression {
  const found = scenario.expressions.get(placeKey(path));
  if (!found) throw new Error(`no expression at ${path.join('.')}`);
  return found;
}

/** Parses and checks a scenario. `value` is null when there is an error. */
export function loadScenario(text: string, fileName: string): Checked<Scenario> {
  const parsed = parseSource(text, fileName);
  if (!parsed.value) return { value: null, problems: parsed.problems };
  const source = parsed.value;
  const locate = (problems: readonly Problem[]): Problem[] => problems.map((p) => source.locate(p));

  const data = hasEmpty(source.data) ? withoutEmpty(source.data, [scenarioSchema]) : source.data;
  // Compiling the checks of the schema pays after many files only; a page forbids it anyway.
  const shape = scenarioSchema.safeParse(data, { jitless: true });
  if (!shape.success)
    return { value: null, problems: locate(shape.error.issues.flatMap((issue) => problemsOfIssue(issue, data))) };
  const file = shape.data;

  const problems: Problem[] = [];
  const expressions = new Map<string, Expression>();
  const places = placesOf(file);
  for (const place of places) {
    const expression = parseExpression(place.text);
    for (const p of expression.problems) problems.push({ ...p, path: place.path });
    if (expression.value) expressions.set(placeKey(place.path), expression.value);
  }
  if (problems.length === 0)
    problems.push(
      ...checkReferences(
        file,
        expressions,
        new Set(places.filter((p) => p.role === 'test').map((p) => placeKey(p.path))),
      ),
    );
  const located = locate(collapsed(problems));
  return { value: hasError(problems) ? null : { file, source, expressions, problems: located }, problems: located };
}

/** One mistake read in many places is one Problem: it stands where it is read first. */
function collapsed(problems: readonly Problem[]): Problem[] {
  const places = new Map<string, { first: Problem; count: number }>();
  for (const p of problems) {
    const key = `${p.severity} ${p.code} ${p.message}`;
    const known = places.get(key);
    if (known) known.count++;
    else places.set(key, { first: p, count: 1 });
  }
  return [...places.values()].map(({ first, count }) =>
    count === 1
      ? first
      : { ...first, message: `${first.message} (and in ${count - 1} more place${count > 2 ? 's' : ''})` },
  );
}

/** Every expression of a file. */
export function placesOf(file: ScenarioFile): ExpressionPlace[] {
  const places: ExpressionPlace[] = [];
  const add = (role: 'number' | 'test', text: string | undefined, ...path: Path): void => {
    if (text !== undefined) places.push({ path, text, role });
  };
  for (const [id, d] of Object.entries(file.derived ?? {})) add('number', d.formula, 'derived', id, 'formula');
  for (const [id, a] of Object.entries(file.actors ?? {}))
    add('number', a.opportunity_rate, 'actors', id, 'opportunity_rate');
  for (const [id, m] of Object.entries(file.moves ?? {})) {
    add('test', m.when, 'moves', id, 'when');
    add('number', m.utility, 'moves', id, 'utility');
    for (const [who, utility] of Object.entries(m.consent ?? {})) add('number', utility, 'moves', id, 'consent', who);
  }
  for (const [id, h] of Object.entries(file.nature ?? {})) {
    add('test', h.when, 'nature', id, 'when');
    add('number', h.hazard, 'nature', id, 'hazard');
  }
  file.always?.forEach((a, i) => {
    add('test', a.when, 'always', i, 'when');
  });
  for (const [id, o] of Object.entries(file.outcomes ?? {})) {
    if (o.kind === 'reach' || o.kind === 'at') add('test', o.set, 'outcomes', id, 'set');
    if (o.kind === 'race')
      o.causes.forEach((c, i) => {
        add('test', c.set, 'outcomes', id, 'causes', i, 'set');
      });
    if (o.kind === 'both')
      o.sets.forEach((s, i) => {
        add('test', s.set, 'outcomes', id, 'sets', i, 'set');
      });
    if (o.kind === 'before') {
      add('test', o.first, 'outcomes', id, 'first');
      add('test', o.second, 'outcomes', id, 'second');
    }
  }
  for (const [id, r] of Object.entries(file.rewards ?? {})) {
    add('number', r.rate, 'rewards', id, 'rate');
    add('test', r.until, 'rewards', id, 'until');
    for (const [event, amount] of Object.entries(r.impulse ?? {}))
      add('number', amount, 'rewards', id, 'impulse', event);
  }
  return places;
}

/** Keys that people bring along from XState, and what to do instead. */
const foreignKeys: Readonly<Record<string, string>> = {
  on: 'write moves under `moves:` and `nature:`; a root transition with several targets would reset every other region',
  after: 'not yet: use a hazard of 1 / mean days under `nature:`',
  history: 'not yet: add states that remember',
  context: 'not yet: add a region whose states count',
  type: 'regions are parallel and their states atomic; nothing to say',
  states: 'nested states: not yet; use another region',
};

function problemsOfIssue(issue: z.core.$ZodIssue, data: unknown): Problem[] {
  const path = issue.path.filter((p): p is string | number => typeof p === 'string' || typeof p === 'number');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        problem('unknown-key', `unknown key \`${key}\`${path.length ? ` in \`${path.join('.')}\`` : ''}`, {
          path: [...path, key],
          repair: Object.hasOwn(foreignKeys, key) ? foreignKeys[key]! : didYouMean(key, knownKeysAt(path)),
        }),
      );
    case 'invalid_key':
      return [
        problem('bad-id', `\`${String(path.at(-1))}\`: ${issue.issues[0]?.message ?? 'is not a good id'}`, {
          path,
          repair: 'rename it',
        }),
      ];
    case 'invalid_type': {
      const missing = issue.input === undefined && /received undefined/.test(issue.message);
      if (missing)
        return [
          problem(
            'missing-key',
            `\`${String(path.at(-1))}\` is missing in ${path.length > 1 ? `\`${path.slice(0, -1).join('.')}\`` : 'the file'}`,
            { path, expected: issue.expected, repair: `add \`${String(path.at(-1))}:\` (${issue.expected})` },
          ),
        ];
      if (typeof valueAt(data, path) === 'number' && issue.expected === 'number')
        return [
          problem('wrong-value', `\`${path.join('.')}\` should be a finite number`, {
            path,
            repair: 'write an ordinary number here',
          }),
        ];
      return [
        problem('wrong-type', `\`${path.join('.')}\` should be ${article(issue.expected)}`, {
          path,
          expected: issue.expected,
          repair: `write ${article(issue.expected)} here`,
        }),
      ];
    }
    case 'invalid_union':
      return [
        problem('wrong-kind', `\`${path.join('.')}\` has no known kind`, {
          path,
          repair: 'kind is one of reach, at, race, both, before',
        }),
      ];
    case 'invalid_value':
      return [
        problem('wrong-value', `\`${path.join('.')}\` has a value that is not allowed`, {
          path,
          repair: `use one of ${issue.values.map(String).join(', ')}`,
        }),
      ];
    case 'custom': {
      const repair = typeof issue.params?.repair === 'string' ? issue.params.repair : 'change the value';
      return [problem('wrong-value', `\`${path.join('.')}\`: ${issue.message}`, { path, repair })];
    }
    default:
      return [problem('wrong-value', `\`${path.join('.')}\`: ${issue.message}`, { path, repair: 'change the value' })];
  }
}

const articles: Readonly<Record<string, string>> = {
  record: 'keys and values',
  object: 'keys and values',
  array: 'a list',
  tuple: 'a list',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
};
const article = (type: string): string => (Object.hasOwn(articles, type) ? articles[type]! : `a ${type}`);

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path)
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string | number, unknown>)[step]
        : undefined;
  return value;
}

/** Is anything left out, as in `parameters:` with nothing after it? */
function hasEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.values(value).some(hasEmpty));
}

/** A copy in which optional sections without content (`parameters:` and nothing after it) are absent, and entries without content are empty. */
function withoutEmpty(value: unknown, schemas: readonly z.core.$ZodType[]): unknown {
  const inner = schemas.flatMap(unwrapped);
  if (Array.isArray(value))
    return value.map((item, i) =>
      withoutEmpty(
        item,
        inner.flatMap((s) => childrenAt(s, i)),
      ),
    );
  if (typeof value !== 'object' || value === null) return value;
  const out: [string, unknown][] = [];
  for (const [key, entry] of Object.entries(value)) {
    const children = inner.flatMap((s) => childrenAt(s, key));
    if (entry !== null) out.push([key, withoutEmpty(entry, children)]);
    else if (!children.some((c) => c instanceof z.ZodOptional && unwrapped(c).some(isCollection)))
      out.push([key, inner.some((s) => defOf(s).valueType) && children.some(needsNothing) ? {} : null]);
  }
  return Object.fromEntries(out);
}

const isCollection = (schema: z.core.$ZodType): boolean => ['record', 'object', 'array'].includes(defOf(schema).type);
const needsNothing = (schema: z.core.$ZodType): boolean => {
  const { shape } = defOf(schema);
  return shape !== undefined && Object.values(shape).every((s) => s instanceof z.ZodOptional);
};

/** The keys that the schema knows at a path: walks zod's own definition, so that no list can go stale. */
function knownKeysAt(path: Path): string[] {
  let schemas: z.core.$ZodType[] = [scenarioSchema];
  for (const step of path) schemas = schemas.flatMap(unwrapped).flatMap((s) => childrenAt(s, step));
  return [...new Set(schemas.flatMap(unwrapped).flatMap((s) => Object.keys(defOf(s).shape ?? {})))];
}

interface LooseDef {
  readonly type: string;
  readonly shape?: Record<string, z.core.$ZodType>;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly options?: z.core.$ZodType[];
  readonly valueType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
}

const defOf = (schema: z.core.$ZodType): LooseDef => schema._zod.def as LooseDef;

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType[] {
  const def = defOf(schema);
  if (def.innerType) return unwrapped(def.innerType);
  if (def.type === 'pipe' && def.in) return unwrapped(def.in);
  if (def.options) return def.options.flatMap(unwrapped);
  return [schema];
}

function childrenAt(schema: z.core.$ZodType, step: string | number): z.core.$ZodType[] {
  const def = defOf(schema);
  const child =
    def.valueType ?? def.element ?? (def.shape && Object.hasOwn(def.shape, step) ? def.shape[step] : undefined);
  return child ? [child] : [];
}
