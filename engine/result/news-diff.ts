// Two sets of records, before and after the news → which stances moved, which outcomes by how much, and which record did it.
// Shares after Aumann and Shapley (1974), on both steps of the way. Outcome → stances: along the straight line between the two stance vectors, share_k = Δp_k ∫ ∂F/∂p_k, with exact gradients under
// Gauss–Legendre nodes. Stance → records: along the straight line between the two vectors of record weights, through the pooling. A record's share of an outcome is the sum over stances of
// (mean slope of the outcome) × (its share of the stance's change), so that records add up to stances and stances to the outcome. Nothing is closed by a remainder: what is missing is told as `gap`.
import { constantsOf, type PoolingConstants } from '../reading/constants.ts';
import type { Evidence } from '../reading/evidence.ts';
import { weightOf } from '../reading/pooling.ts';
import { type ResponseRule, responseRules } from '../reading/response.ts';
import { cellsOf, type Desk, isUnconditional, poolStances, type Stance } from '../reading/stance.ts';
import type { BoundScenario } from '../scenario/bind.ts';
import { desksOf } from '../scenario/desks.ts';
import { inOrder, newestDay } from '../scenario/from-records.ts';
import type { Scenario } from '../scenario/load.ts';
import { baseVariantOf, type ScenarioView, type VariantView, viewOf } from '../scenario/view.ts';
import type { Abort, Progress } from '../vocabulary/ports.ts';
import { assertNotAborted } from '../vocabulary/ports.ts';
import type { Checked } from '../vocabulary/problem.ts';
import type { Days, Probability } from '../vocabulary/units.ts';
import { compareVariants, probabilitiesOf } from './compare.ts';
import { buildGradients } from './outcome-gradient.ts';
import { gaussLegendre } from './quadrature.ts';
import { withBound } from './run.ts';
import { type SolveOptions, type StructureCache, solveVariant } from './solve-variant.ts';

/** What is known at one time. */
export interface News {
  /** In any order; a record given twice counts once. */
  readonly records: readonly Evidence[];
  /** YYYY-MM-DD, the day from which ages count; left out: the day of the newest record. Records known later are left out. */
  readonly asOf?: string | undefined;
}

export interface NewsDiffOptions {
  /** Default: base. */
  readonly variant?: VariantView | undefined;
  /** Outcomes, races or `race.cause` to divide among records; left out: the three single outcomes that move most by the horizon. */
  readonly outcomes?: readonly string[] | undefined;
  /** Beside the horizon; left out: the first reported day from 30 on. */
  readonly day?: Days | undefined;
  readonly desks?: readonly Desk[] | undefined;
  /** Changed ones only. */
  readonly constants?: Partial<PoolingConstants> | undefined;
  /** Default true: a stance that the file sets over its records stays there on both sides, and its records move nothing. */
  readonly keepOverrides?: boolean | undefined;
  /** For how many records, those with the largest shares, to tell how the difference changes without them: a solve or two each. Default 40. */
  readonly leaveOneOut?: number | undefined;
  readonly maxConfigurations?: number | undefined;
  readonly progress?: Progress | undefined;
  readonly abort?: Abort | undefined;
  readonly cache?: StructureCache | undefined;
}

/** How one record moved a stance; they add up to the stance's change, whether the stance is held or not. */
export interface RecordOnStance {
  readonly id: string;
  /** Weight before and after, 0 where it is not known, or another report of the same word counts instead. */
  readonly before: number;
  readonly after: number;
  readonly change: number;
}

export interface StanceMove {
  /** `ACTOR.issue` */
  readonly id: string;
  readonly actor: string;
  readonly issue: string;
  /** As pooled. */
  readonly before: Stance;
  readonly after: Stance;
  /** Pooled position after − before. */
  readonly difference: number;
  /** What the model is given on each side; both the same where the stance is held. */
  readonly used: readonly [before: number, after: number];
  /** Why the records do not move the model here, or null. */
  readonly held: string | null;
  /** gain × salience × change of the used position: what a move gains in utility that shifts the issue by 1, in logits. */
  readonly logits: number;
  readonly records: readonly RecordOnStance[];
}

export interface RuleMove {
  readonly holder: string;
  readonly issue: string;
  readonly pole: '+' | '-';
  readonly trigger: readonly string[];
  /** Null where there is no such rule. */
  readonly before: ResponseRule | null;
  readonly after: ResponseRule | null;
}

/** A parameter that cites records which came or went. Its value is written in the file, and moves only when somebody changes it there. */
export interface CitingParameter {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly came: readonly string[];
  readonly went: readonly string[];
}

export interface OutcomeMove {
  /** outcome or `race.cause` */
  readonly outcome: string;
  readonly day: Days;
  readonly before: Probability;
  readonly after: Probability;
  readonly difference: number;
  /** Already so at the start: no news can move it. */
  readonly already: boolean;
}

export interface RecordShare {
  readonly id: string;
  /** Of the difference; they add up to it. */
  readonly share: number;
  /** Difference − the difference when this record is taken out on both sides; null where that was not computed. They need not add up. */
  readonly leaveOneOut: number | null;
}

/** One outcome's difference on one day, divided. */
export interface Attribution extends OutcomeMove {
  /** By size, largest first. */
  readonly stances: readonly { readonly id: string; readonly share: number }[];
  /** By size, largest first. */
  readonly records: readonly RecordShare[];
  /** Difference − sum of the records' shares: the error of the whole way, not put anywhere. */
  readonly gap: number;
}

export interface NewsDiff {
  readonly scenario: string;
  readonly variant: string;
  readonly before: { readonly asOf: string; readonly records: number };
  readonly after: { readonly asOf: string; readonly records: number };
  readonly days: readonly Days[];
  /** Those whose pooled position or salience moved, in the scenario's order. */
  readonly stances: readonly StanceMove[];
  /** They set no parameter: a rule reaches the model only by an override that somebody writes. */
  readonly rules: readonly RuleMove[];
  readonly parameters: readonly CitingParameter[];
  /** All outcomes on each day. */
  readonly outcomes: readonly OutcomeMove[];
  readonly attributions: readonly Attribution[];
  /** Nodes of the rule under the integrals. */
  readonly nodes: number;
}

/** Rules tried one after the other until the largest gap is below `closeEnough`. */
const nodeCounts = [6, 10, 16, 24, 40] as const;
const closeEnough = 1e-10;
const divided = 3;

/** Problems are those of the variant or of the solvers; the value is null when one of them is an error. */
export function newsDiff(
  scenario: Scenario,
  before: News,
  after: News,
  options: NewsDiffOptions = {},
): Checked<NewsDiff> {
  const variant = options.variant ?? baseVariantOf(scenario.file);
  return withBound(scenario, variant, (bound) => diffOf(viewOf(scenario.file), variant, bound, before, after, options));
}

function diffOf(
  view: ScenarioView,
  variant: VariantView,
  bound: BoundScenario,
  newsBefore: News,
  newsAfter: News,
  options: NewsDiffOptions,
): NewsDiff {
  const c = constantsOf(options.constants);
  const desks = options.desks ?? desksOf(view);
  const held = heldOf(view, variant, options.keepOverrides ?? true);
  const day = options.day ?? bound.days.find((d) => d >= 30) ?? bound.horizon;
  const days = [...new Set([day, bound.horizon])].sort((a, b) => a - b);
  const sides = [newsBefore, newsAfter].map(({ records, asOf }): Side => {
    const once = inOrder(records);
    return { records: once, asOf: asOf ?? newestDay(once) ?? view.asOf ?? '1970-01-01' };
  });
  const [sideBefore, sideAfter] = sides as [Side, Side];
  const pooling: Pooling = { bound, desks, moved: movedOf(sides, desks, held, c), held, constants: c };
  const stated = Float64Array.from(bound.stances, (s) => s.position);
  const positions = sides.map((side) => positionsOf(pooling, side, stated)) as [Float64Array, Float64Array];
  const cache: StructureCache = options.cache ?? new Map();
  const solve = (p: Float64Array, more: SolveOptions = {}) =>
    solveVariant(withPositions(bound, p), {
      ...{ days, rewards: [], cache, abort: options.abort, maxConfigurations: options.maxConfigurations },
      ...more,
    });
  const results = positions.map((p) => solve(p));
  const outcomes = compareVariants(results[1]!, results[0]!).rows.map(
    ({ outcome, day: d, base, value, difference, already }): OutcomeMove => ({
      ...{ outcome, day: Number(d), before: base, after: value, difference, already },
    }),
  );
  const stances = stanceMoves(view, pooling, sides, positions);
  const targets = targetsOf(bound, outcomes, options.outcomes);
  const moves = outcomes.filter((o) => targets.includes(o.outcome) && !o.already);
  const slopes = slopesOf(pooling, positions, days, moves, options);
  const shares = moves.map((move, n) => attributionOf(bound, move, slopes.bySlope[n]!, positions, stances));
  const without = leftOneOut(pooling, sides, positions, shares, solve, options);
  const attributions = shares.map((a) => ({
    ...a,
    records: a.records.map((r) => ({ ...r, leaveOneOut: without(r.id, a) })),
  }));
  return {
    ...{ scenario: bound.id, variant: bound.variant.id },
    before: { asOf: sideBefore.asOf, records: sideBefore.records.filter((r) => r.as_of <= sideBefore.asOf).length },
    after: { asOf: sideAfter.asOf, records: sideAfter.records.filter((r) => r.as_of <= sideAfter.asOf).length },
    days,
    stances: stances.filter((s) => s.difference !== 0 || s.before.salience !== s.after.salience),
    rules: ruleMoves(sides, c),
    parameters: citing(view, sides),
    outcomes,
    attributions,
    nodes: slopes.nodes,
  };
}

interface Side {
  readonly records: readonly Evidence[];
  readonly asOf: string;
}

interface Pooling {
  readonly bound: BoundScenario;
  readonly desks: readonly Desk[];
  /** Stances that take their position from the records: where an unconditional statement speaks on either side, and nothing holds them. */
  readonly moved: ReadonlySet<string>;
  /** Stances that no record moves, and why. */
  readonly held: ReadonlyMap<string, string>;
  readonly constants: PoolingConstants;
}

const cellOf = (s: { readonly actor: string; readonly issue: string }): string => `${s.actor}.${s.issue}`;

function heldOf(view: ScenarioView, variant: VariantView, keepOverrides: boolean): Map<string, string> {
  const held = new Map<string, string>();
  for (const s of view.stances) if (keepOverrides && s.override !== null) held.set(s.id, s.override);
  for (const id of Object.keys(variant.stances ?? {})) held.set(id, `the variant \`${variant.id}\` sets it`);
  return held;
}

function movedOf(
  sides: readonly Side[],
  desks: readonly Desk[],
  held: ReadonlyMap<string, string>,
  c: PoolingConstants,
): Set<string> {
  const cells = sides.flatMap((s) => [...cellsOf(s.records, desks, s.asOf, c)]);
  return new Set(cells.flatMap(([id, rs]) => (!held.has(id) && rs.some(isUnconditional) ? [id] : [])));
}

/** Positions of the model's stances as the records of one side have them; the others as given. @param issue only those on this issue, for which the records on it are enough. */
function positionsOf(
  { bound, desks, moved, constants }: Pooling,
  side: Side,
  others: Float64Array,
  issue?: string,
): Float64Array {
  const pooled = new Map(poolStances(side.records, desks, side.asOf, constants).map((s) => [cellOf(s), s.position]));
  return Float64Array.from(bound.stances, (s, k) => {
    const own = issue === undefined || s.issue === issue ? pooled.get(cellOf(s)) : undefined;
    return own !== undefined && moved.has(cellOf(s)) ? own : others[k]!;
  });
}

const withPositions = (bound: BoundScenario, positions: Float64Array): BoundScenario => ({
  ...bound,
  stances: bound.stances.map((s, k) => ({ ...s, position: positions[k]! })),
});

function stanceMoves(
  view: ScenarioView,
  { bound, desks, held, constants: c }: Pooling,
  sides: readonly Side[],
  positions: readonly [Float64Array, Float64Array],
): StanceMove[] {
  const cells = sides.map((s) => cellsOf(s.records, desks, s.asOf, c));
  const pooled = sides.map((s) => new Map(poolStances(s.records, desks, s.asOf, c).map((p) => [cellOf(p), p])));
  const gain = bound.stanceGain === null ? 0 : bound.values[bound.stanceGain]!;
  const at = new Map(bound.stances.map((s, k) => [cellOf(s), k]));
  return view.stances.flatMap((stated): StanceMove[] => {
    const [before, after] = pooled.map((p) => p.get(stated.id));
    const k = at.get(stated.id);
    if (!before || !after || k === undefined) return [];
    const used = [positions[0][k]!, positions[1][k]!] as const;
    return [
      {
        ...{ id: stated.id, actor: stated.actor, issue: stated.issue, before, after },
        difference: after.position - before.position,
        used,
        held: held.get(stated.id) ?? null,
        logits: gain * bound.stances[k]!.salience * (used[1] - used[0]),
        records: recordsOnStance(cells.map((of) => of.get(stated.id)!) as [Evidence[], Evidence[]], sides, c),
      },
    ];
  });
}

const recordRule = gaussLegendre(40);

/** p(w) = s Σ w_i p_i / (2 a + s Σ w_i), with s pseudo-counts and the prior count a; ∂p/∂w_i = s (p_i − p) / (2 a + s Σ w). The cap on the counts cancels. */
function recordsOnStance(
  cells: readonly [readonly Evidence[], readonly Evidence[]],
  sides: readonly Side[],
  c: PoolingConstants,
): RecordOnStance[] {
  const [before, after] = cells.map(
    (rs, n) => new Map(rs.filter(isUnconditional).map((r) => [r.id, weightOf(r, sides[n]!.asOf, c)])),
  ) as [Map<string, number>, Map<string, number>];
  const records = inOrder([...cells[0], ...cells[1]]).filter(isUnconditional);
  const weights = records.map((r) => [before.get(r.id) ?? 0, after.get(r.id) ?? 0] as const);
  const change = records.map(() => 0);
  recordRule.nodes.forEach((t, n) => {
    let counts = 2 * c.prior_count;
    let sum = 0;
    weights.forEach(([w0, w1], k) => {
      const w = c.pseudo_counts * (w0 + t * (w1 - w0));
      counts += w;
      sum += w * records[k]!.position;
    });
    weights.forEach(([w0, w1], k) => {
      const slope = (c.pseudo_counts * (records[k]!.position - sum / counts)) / counts;
      change[k]! += recordRule.weights[n]! * (w1 - w0) * slope;
    });
  });
  return records.map((r, k) => ({ id: r.id, before: weights[k]![0], after: weights[k]![1], change: change[k]! }));
}

/** Which outcomes to divide: those asked for, races by their causes; or the single ones that move most by the last day. */
function targetsOf(
  bound: BoundScenario,
  outcomes: readonly OutcomeMove[],
  asked: readonly string[] | undefined,
): string[] {
  if (asked)
    return asked.flatMap((id) => {
      const race = bound.outcomes.find((o) => o.id === id && o.kind === 'race');
      return race ? [...new Set(outcomes.map((o) => o.outcome).filter((o) => o.startsWith(`${id}.`)))] : [id];
    });
  const single = new Set(bound.outcomes.filter((o) => o.kind !== 'race').map((o) => o.id));
  return outcomes
    .filter((o) => single.has(o.outcome) && o.day === bound.horizon && !o.already)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
    .slice(0, divided)
    .map((o) => o.outcome);
}

/** ∫₀¹ ∂F/∂p_k along the line, for each of the moves: the mean slope of the outcome by each stance. */
function slopesOf(
  { bound }: Pooling,
  [from, to]: readonly [Float64Array, Float64Array],
  days: readonly Days[],
  moves: readonly OutcomeMove[],
  options: NewsDiffOptions,
): { bySlope: Float64Array[]; nodes: number } {
  if (moves.length === 0 || from.every((p, k) => p === to[k]))
    return { bySlope: moves.map(() => new Float64Array(from.length)), nodes: 0 };
  const gradientsAt = buildGradients(bound, options);
  const targets = [...new Set(moves.map((m) => m.outcome))];
  for (const nodes of nodeCounts) {
    const rule = gaussLegendre(nodes);
    const bySlope = moves.map(() => new Float64Array(from.length));
    rule.nodes.forEach((t, n) => {
      options.progress?.(n, nodes);
      assertNotAborted(options.abort);
      const gradients = gradientsAt(
        withPositions(
          bound,
          from.map((p, k) => p + t * (to[k]! - p)),
        ),
      );
      for (const target of targets)
        gradients(target, days).forEach(({ byStance }, d) => {
          const sum = bySlope[moves.findIndex((m) => m.outcome === target && m.day === days[d])];
          byStance.forEach((g, k) => {
            if (sum) sum[k]! += rule.weights[n]! * g;
          });
        });
    });
    const gap = Math.max(
      ...moves.map((m, n) => Math.abs(bySlope[n]!.reduce((s, g, k) => s + g * (to[k]! - from[k]!), -m.difference))),
    );
    if (gap <= closeEnough || nodes === nodeCounts.at(-1)) return { bySlope, nodes };
  }
  throw new Error('unreachable');
}

const defaultLeftOut = 40;

/** What a record's absence takes from a difference, for those records whose shares are largest anywhere; null for the others. */
function leftOneOut(
  pooling: Pooling,
  sides: readonly Side[],
  positions: readonly [Float64Array, Float64Array],
  shares: readonly Attribution[],
  solve: (p: Float64Array, more: SolveOptions) => ReturnType<typeof solveVariant>,
  options: NewsDiffOptions,
): (record: string, move: OutcomeMove) => number | null {
  const largest = new Map<string, number>();
  for (const a of shares)
    for (const { id, share } of a.records) largest.set(id, Math.max(largest.get(id) ?? 0, Math.abs(share)));
  const chosen = [...largest]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, options.leaveOneOut ?? defaultLeftOut)
    .map(([id]) => id);
  const outcomes = pooling.bound.outcomes
    .map((o) => o.id)
    .filter((id) => shares.some((a) => a.outcome === id || a.outcome.startsWith(`${id}.`)));
  const all = new Map(sides.flatMap((s) => s.records.map((r) => [r.id, r])));
  const issueOf = (id: string): string => {
    const r = all.get(id)!;
    return r.kind === 'quantity' ? '' : r.issue;
  };
  // The side that never knew a record is solved once for all of them.
  const known = new Map<string, ReturnType<typeof probabilitiesOf>>();
  const solved = (p: Float64Array): ReturnType<typeof probabilitiesOf> => {
    const key = p.join();
    const found = known.get(key) ?? probabilitiesOf(solve(p, { outcomes }));
    known.set(key, found);
    return found;
  };
  const without = new Map(
    chosen.map((id, n) => {
      options.progress?.(n, chosen.length);
      const issue = issueOf(id);
      const rest = sides.map(({ asOf, records }, k) => {
        const same = records.filter((r) => r.id !== id && r.kind !== 'quantity' && r.issue === issue);
        return solved(positionsOf(pooling, { asOf, records: same }, positions[k]!, issue));
      });
      return [id, rest] as const;
    }),
  );
  return (record, move) => {
    const [before, after] = (without.get(record) ?? []).map((p) => p.get(move.outcome)!.byDay[String(move.day)]!);
    return before === undefined || after === undefined ? null : move.difference - (after - before);
  };
}

function attributionOf(
  bound: BoundScenario,
  move: OutcomeMove,
  slopes: Float64Array,
  [from, to]: readonly [Float64Array, Float64Array],
  stances: readonly StanceMove[],
): Attribution {
  const at = new Map(bound.stances.map((s, k) => [cellOf(s), k]));
  const byRecord = new Map<string, number>();
  const byStance: { id: string; share: number }[] = [];
  for (const s of stances) {
    const k = at.get(s.id)!;
    if (from[k] === to[k]) continue;
    byStance.push({ id: s.id, share: slopes[k]! * (to[k]! - from[k]!) });
    for (const r of s.records) byRecord.set(r.id, (byRecord.get(r.id) ?? 0) + slopes[k]! * r.change);
  }
  const bySize = <T extends { readonly id: string; readonly share: number }>(rows: readonly T[]): T[] =>
    [...rows].sort((a, b) => Math.abs(b.share) - Math.abs(a.share) || (a.id < b.id ? -1 : 1));
  const records = [...byRecord].map(([id, share]): RecordShare => ({ id, share, leaveOneOut: null }));
  return {
    ...move,
    stances: bySize(byStance),
    records: bySize(records),
    gap: move.difference - records.reduce((sum, r) => sum + r.share, 0),
  };
}

function ruleMoves(sides: readonly Side[], c: PoolingConstants): RuleMove[] {
  const keyOf = (r: ResponseRule): string => JSON.stringify([r.holder, r.issue, r.pole, r.logic, r.trigger]);
  const [before, after] = sides.map((s) => new Map(responseRules(s.records, s.asOf, c).map((r) => [keyOf(r), r]))) as [
    Map<string, ResponseRule>,
    Map<string, ResponseRule>,
  ];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key): RuleMove[] => {
    const pair = [before.get(key) ?? null, after.get(key) ?? null] as const;
    const { holder, issue, pole, trigger } = (pair[1] ?? pair[0])!;
    if (pair[0]?.probability === pair[1]?.probability) return [];
    return [{ holder, issue, pole, trigger, before: pair[0], after: pair[1] }];
  });
}

function citing(view: ScenarioView, sides: readonly Side[]): CitingParameter[] {
  const [before, after] = sides.map((s) => new Set(s.records.filter((r) => r.as_of <= s.asOf).map((r) => r.id))) as [
    Set<string>,
    Set<string>,
  ];
  return view.parameters.flatMap(({ id, label, value, evidence }): CitingParameter[] => {
    const came = evidence.filter((e) => after.has(e) && !before.has(e));
    const went = evidence.filter((e) => before.has(e) && !after.has(e));
    return came.length + went.length === 0 ? [] : [{ id, label, value, came, went }];
  });
}
