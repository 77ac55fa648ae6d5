// One move in one configuration → the table of what its utilities are made of ("why does Iran accept?"), for the mover and each consenter.
// The map from stances to utilities is linear, so each contribution gain × position × salience × change of coordinate stands by itself (model: directional, Rabinowitz & Macdonald 1989).
import { type BoundScenario, type Formula, scopeOf } from '../scenario/bind.ts';
import { compileExpression, type Scope } from '../scenario/evaluate.ts';
import { type Expression, referencesOf } from '../scenario/expression.ts';
import { expressionText } from '../scenario/expression-text.ts';
import { type ChartEvent, statechartOf } from '../statechart/chart.ts';
import type { Configuration, Logit, PerDay, Probability } from '../vocabulary/units.ts';
import { buildColumns, valueAt } from './columns.ts';
import { predicateOf } from './predicate.ts';
import { settle } from './settle.ts';
import { configurationAt, type Structure } from './structure.ts';

export interface UtilityRow {
  readonly actor: string;
  readonly role: 'mover' | 'consenter';
  /** issue: what the change of state means to the actor's stance · term: one summand of the utility in the file. */
  readonly kind: 'issue' | 'term';
  /** The issue, or the summand as written, its sign included. */
  readonly name: string;
  readonly value: Logit;
  /** Derived formulas that were opened on the way to this summand, outermost first. */
  readonly via: readonly string[];
  /** Issues only: value = gain × position × salience × change. */
  readonly factors: {
    readonly gain: Logit;
    readonly position: number;
    readonly salience: number;
    readonly change: number;
  } | null;
}

export interface UtilityTable {
  readonly move: string;
  readonly from: Configuration;
  /** After the move and everything that happens at once. */
  readonly to: Configuration;
  /** Does the move's guard hold in `from`? */
  readonly enabled: boolean;
  readonly rows: readonly UtilityRow[];
  /** Sum of each actor's rows, mover first: the utility that the choice rule uses. */
  readonly utilities: readonly {
    readonly actor: string;
    readonly role: 'mover' | 'consenter';
    readonly utility: Logit;
  }[];
  /** λ / (1 + e^−U): the mover's rate if this were its only move and nobody had to consent. */
  readonly alone: PerDay;
  /** Product over the consenters of 1 / (1 + e^−U); 1 when nobody is asked. */
  readonly consent: Probability;
}

/** Throws when the scenario (or this variant) has no such move. */
export function utilityTable(bound: BoundScenario, configuration: Configuration, moveId: string): UtilityTable {
  const move = bound.moves.find((m) => m.id === moveId);
  const event = statechartOf(bound).events.find((e) => e.id === moveId);
  if (!move || !event) throw new Error(`no move ${moveId}`);
  const here = structureAt(bound, configuration);
  const column = buildColumns(here, bound);
  const numberOf = (f: Formula): number => valueAt(column(f), here, 0);
  const to = successorOf(bound, here, event);
  const derivedIds = bound.derived.map((d) => d.id);
  const scope = scopeOf(bound.names, derivedIds, bound.stances, bound.regions);

  const worthOf = ({ expression, negative }: Summand): Logit => {
    const value = numberOf(formulaOf(expression, scope));
    return negative ? -value : value;
  };
  const rowsOf = (actor: number, role: UtilityRow['role'], utility: Formula): UtilityRow[] => {
    const { summands, closed } = summandsOf(utility.expression, bound);
    const term = (name: string, value: Logit, via: readonly string[]): UtilityRow => ({
      actor: bound.actors[actor]!.id,
      role,
      kind: 'term',
      name,
      value,
      via,
      factors: null,
    });
    return [
      ...issueRows(bound, bound.actors[actor]!.id, role, configuration, to),
      ...summands.map((s) => term(signedText(s), worthOf(s), s.via)),
      ...(closed.length === 0
        ? []
        : [
            term(
              closed.length === 1 ? signedText(closed[0]!) : `the rest: ${closed.length} sums that are not opened`,
              closed.reduce((sum, s) => sum + worthOf(s), 0),
              closed.length === 1 ? closed[0]!.via : [],
            ),
          ]),
    ];
  };
  const judges = [
    { actor: move.actor, role: 'mover' as const, utility: move.utility },
    ...move.consent.map((c) => ({ ...c, role: 'consenter' as const })),
  ];
  const tables = judges.map((j) => ({
    actor: bound.actors[j.actor]!.id,
    role: j.role,
    rows: rowsOf(j.actor, j.role, j.utility),
  }));
  const utilities = tables.map(({ actor, role, rows }) => ({
    actor,
    role,
    utility: rows.reduce((sum, r) => sum + r.value, 0),
  }));
  return {
    move: moveId,
    from: configuration,
    to,
    enabled: predicateOf(event.guard, here)(here.states, 0),
    rows: tables.flatMap((t) => t.rows),
    utilities,
    alone: numberOf(bound.actors[move.actor]!.opportunityRate) * logistic(utilities[0]!.utility),
    consent: utilities.slice(1).reduce((product, u) => product * logistic(u.utility), 1),
  };
}

const logistic = (u: Logit): Probability => 1 / (1 + Math.exp(-u));

function issueRows(
  bound: BoundScenario,
  actor: string,
  role: UtilityRow['role'],
  from: Configuration,
  to: Configuration,
): UtilityRow[] {
  const gain = bound.stanceGain === null ? 0 : bound.values[bound.stanceGain]!;
  if (gain === 0) return [];
  const coordinate = (c: Configuration, issue: string): number =>
    bound.regions.reduce((sum, r) => sum + (r.states.find((s) => s.id === c[r.id])?.coordinates[issue] ?? 0), 0);
  return bound.stances.flatMap(({ actor: who, issue, position, salience }): UtilityRow[] => {
    const change = coordinate(to, issue) - coordinate(from, issue);
    if (who !== actor || change === 0) return [];
    return [
      {
        actor,
        role,
        kind: 'issue',
        name: issue,
        value: gain * position * salience * change,
        via: [],
        factors: { gain, position, salience, change },
      },
    ];
  });
}

interface Summand {
  readonly expression: Expression;
  readonly negative: boolean;
  readonly via: readonly string[];
}

const signedText = ({ expression, negative }: Summand): string => {
  const text = expressionText(expression, negative);
  return negative ? `-${text}` : text;
};

/** Sums are opened up to this many summands: formulas that double one another have more of them than can be listed. */
const mostSummands = 200;

/** A sum as its summands; names of derived sums are opened, those with a fixed point are not. Summands that are the number 0 are left out. `closed`: what was not opened once there were `mostSummands`. */
function summandsOf(utility: Expression, bound: BoundScenario): { summands: Summand[]; closed: Summand[] } {
  const summands: Summand[] = [];
  const closed: Summand[] = [];
  const names = new Set(bound.names);
  const derived = new Map(bound.derived.map((d) => [d.id, d]));
  // Zeros are counted as well: a doubling of 0 would never end otherwise.
  let met = 0;
  const open = (expression: Expression, negative: boolean, via: readonly string[]): void => {
    if (met >= mostSummands) {
      closed.push({ expression, negative, via });
      return;
    }
    if (expression.op === 'call' && isSum(expression.fn)) {
      const [first, second] = expression.args;
      open(first!, expression.fn === 'negate' ? !negative : negative, via);
      if (second) open(second, expression.fn === 'add' ? negative : !negative, via);
      return;
    }
    if (expression.op === 'name' && !names.has(expression.name)) {
      const d = derived.get(expression.name);
      const inner = d?.formula.expression;
      if (inner && !d.fixedPoint && inner.op === 'call' && isSum(inner.fn)) {
        open(inner, negative, [...via, expression.name]);
        return;
      }
    }
    met++;
    if (expression.op !== 'number' || expression.value !== 0) summands.push({ expression, negative, via });
  };
  open(utility, false, []);
  return { summands, closed };
}

const isSum = (fn: string): boolean => fn === 'add' || fn === 'subtract' || fn === 'negate';

/** For use at one configuration only: the regions that it reads are left out. */
function formulaOf(expression: Expression, scope: Scope): Formula {
  const derived = [...referencesOf(expression).names]
    .filter((name) => scope.value(name) === undefined)
    .map((name) => scope.derived(name)!);
  return { evaluate: compileExpression(expression, scope), regions: [], derived, expression };
}

/** A structure of one configuration and no kept region, so that a column is one number: its value there. */
function structureAt(bound: BoundScenario, configuration: Configuration): Structure {
  const regions = bound.regions.map((r) => ({ id: r.id, states: r.states.map((s) => s.id) }));
  const states = Uint8Array.from(regions, (r) => {
    const state = r.states.indexOf(configuration[r.id] ?? '');
    if (state < 0) throw new Error(`no state ${configuration[r.id]} in region ${r.id}`);
    return state;
  });
  const part = { regions: [], events: new Set<string>(), always: new Set<string>(), counted: new Set<string>() };
  return {
    regions,
    size: 1,
    states,
    events: [],
    rowStart: new Int32Array(2),
    target: new Int32Array(0),
    event: new Uint16Array(0),
    part,
  };
}

function successorOf(bound: BoundScenario, here: Structure, event: ChartEvent): Configuration {
  const at = (region: string, state: string): readonly [number, number] => {
    const r = here.regions.findIndex((x) => x.id === region);
    return [r, here.regions[r]!.states.indexOf(state)];
  };
  const next = here.states.slice();
  for (const { region, state } of event.effects) {
    const [r, s] = at(region, state);
    next[r] = s;
  }
  const always = statechartOf(bound).always.map((a) => {
    const effects = a.effects.map((e) => at(e.region, e.state));
    return {
      id: a.id,
      enabled: predicateOf(a.guard, here),
      regions: Int32Array.from(effects, ([r]) => r),
      states: Int32Array.from(effects, ([, s]) => s),
    };
  });
  settle(next, always, (r, s) => `${here.regions[r]!.id}.${here.regions[r]!.states[s]}`);
  return configurationAt({ ...here, states: next }, 0);
}
