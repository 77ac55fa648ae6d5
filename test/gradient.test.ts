// Slopes: of every function of the language against differences, of every kind of answer by every parameter and stance against those of the solver, at kinks as they are documented, and the same bits from both kernels.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { chainOf } from '../engine/chain/rates.ts';
import { sharingOf } from '../engine/chain/sharing.ts';
import { maskOf, structureOf } from '../engine/chain/structure.ts';
import { type Counted, gradientsOf } from '../engine/exact/gradient.ts';
import { buildBench, type KernelKind } from '../engine/exact/kernels/kernel.ts';
import { incidenceOf } from '../engine/exact/passage.ts';
import { probabilitiesOf } from '../engine/result/compare.ts';
import { buildGradients } from '../engine/result/outcome-gradient.ts';
import { type SolveOptions, solveVariant } from '../engine/result/solve-variant.ts';
import { type BoundScenario, bindVariant } from '../engine/scenario/bind.ts';
import { differentiable, type Slopes } from '../engine/scenario/derivative.ts';
import { compileExpression, type Environment, type Scope } from '../engine/scenario/evaluate.ts';
import { parseExpression } from '../engine/scenario/expression.ts';
import { loadScenario, type Scenario } from '../engine/scenario/load.ts';
import { baseVariantOf, variantsOf } from '../engine/scenario/view.ts';
import { scenarioText } from './arbitraries.ts';
import { campaign } from './campaign.ts';
import { hereOf } from './terminal.ts';

const root = resolve(import.meta.dirname, '..');
const load = (text: string): Scenario => {
  const { value, problems } = loadScenario(text, 'test.yaml');
  if (!value) throw new Error(problems.map((p) => p.message).join('\n'));
  return value;
};
const loadFile = (path: string): Scenario => load(readFileSync(resolve(root, path), 'utf8'));
const boundOf = (scenario: Scenario, id = baseVariantOf(scenario.file).id): BoundScenario =>
  bindVariant(scenario, variantsOf(scenario.file).find((v) => v.id === id)!).value!;

/** Central differences of sixth order: exact to some 1e-11 of the value where the function is smooth. */
const stencil = [-1 / 60, 3 / 20, -3 / 4, 0, 3 / 4, -3 / 20, 1 / 60];
const differenceOf = (f: (by: number) => number, step: number): number =>
  stencil.reduce((sum, c, n) => sum + (c === 0 ? 0 : (c / step) * f((n - 3) * step)), 0);
const stepOf = (value: number): number => (value === 0 ? 1 / 256 : Math.abs(value) / 64);
const close = (slope: number, difference: number): boolean =>
  Math.abs(slope - difference) <= 1e-9 + 1e-6 * Math.abs(difference);

/** With some of it replaced, and the hash of its inputs still not asked for. */
const changed = (bound: BoundScenario, part: Partial<BoundScenario>): BoundScenario =>
  Object.defineProperties({} as BoundScenario, {
    ...Object.getOwnPropertyDescriptors(bound),
    ...Object.getOwnPropertyDescriptors(part),
  });
const withValue = (bound: BoundScenario, k: number, value: number): BoundScenario =>
  changed(bound, { values: bound.values.map((v, n) => (n === k ? value : v)) });
const withPosition = (bound: BoundScenario, k: number, position: number): BoundScenario =>
  changed(bound, { stances: bound.stances.map((s, n) => (n === k ? { ...s, position } : s)) });

const cache: NonNullable<SolveOptions['cache']> = new Map();

/** Every answer of a bound scenario on its days: outcomes, causes of races, and means of rewards that have a day. */
function answersOf(bound: BoundScenario, outcomes?: readonly string[]): Map<string, number[]> {
  const only = outcomes && {
    outcomes: bound.outcomes.map((o) => o.id).filter((id) => outcomes.includes(id)),
    rewards: [],
  };
  const result = solveVariant(bound, { cache, ...only });
  const all = new Map<string, number[]>();
  for (const [id, { byDay }] of probabilitiesOf(result))
    all.set(
      id,
      bound.days.map((d) => byDay[String(d)]!),
    );
  for (const [id, { byDay }] of Object.entries(result.rewards))
    if (Object.keys(byDay).length > 0)
      all.set(
        `reward ${id}`,
        bound.days.map((d) => byDay[String(d)]!.mean),
      );
  return all;
}

/** Compares every slope of every answer; how many were not 0. */
function check(bound: BoundScenario, parameters: readonly string[], outcomes?: readonly string[]): number {
  const gradients = buildGradients(bound)(bound);
  const values = answersOf(bound, outcomes);
  const differences = (at: (value: number) => BoundScenario, value: number) => {
    const step = stepOf(value);
    const around = stencil.map((c, n) => (c === 0 ? null : answersOf(at(value + (n - 3) * step), outcomes)));
    return (id: string, d: number): number =>
      stencil.reduce((sum, c, n) => sum + (c === 0 ? 0 : (c / step) * around[n]!.get(id)![d]!), 0);
  };
  const byParameter = parameters.map((name) => {
    const k = bound.names.indexOf(name);
    return { name, k, difference: differences((v) => withValue(bound, k, v), bound.values[k]!) };
  });
  const byStance = bound.stances.map((s, k) => ({
    name: `${s.actor}.${s.issue}`,
    k,
    difference: differences((p) => withPosition(bound, k, p), s.position),
  }));
  let moved = 0;
  for (const [id, days] of values) {
    const slopes = gradients(id.startsWith('reward ') ? { reward: id.slice(7) } : id, bound.days);
    days.forEach((value, d) => {
      const found = slopes[d]!;
      // Of a total the truncated mass may miss as much as a whole path of it.
      const most = Math.max(1, Math.abs(value), bound.days[d]!);
      expect(Math.abs(found.value - value), `${id} on day ${bound.days[d]}`).toBeLessThan(1e-12 * most);
      for (const [rows, slope] of [
        [byParameter, found.byParameter],
        [byStance, found.byStance],
      ] as const)
        for (const { name, k, difference } of rows) {
          const expected = difference(id, d);
          if (slope[k] !== 0) moved++;
          // The larger a value, the coarser what a difference of it can tell.
          const scale = Math.max(1, Math.abs(value));
          expect(
            close(slope[k]! / scale, expected / scale),
            `${id} on day ${bound.days[d]} by ${name}: ${slope[k]} against ${expected}`,
          ).toBe(true);
        }
    });
  }
  return moved;
}

describe('slopes of an expression', () => {
  const names = ['a', 'b', 'c', 'd'];
  const scope: Scope = {
    value: (n) => (names.includes(n) ? names.indexOf(n) : undefined),
    derived: (n) => (n === 'e' ? 0 : undefined),
    stance: (actor) => (actor === 'A' ? 0 : undefined),
    region: () => 0,
    state: (_, s) => (s === 'on' ? 1 : 0),
  };
  const environment = (values: readonly number[], state = 1): Environment => ({
    values: Float64Array.from(values.slice(0, 4)),
    stances: Float64Array.of(values[4] ?? 0),
    derived: Float64Array.of(values[5] ?? 0),
    states: Uint8Array.of(state),
  });
  /** By a, b, c, d, the stance and the derived formula. */
  const slopesAt = (text: string, values: readonly number[], state = 1): number[] => {
    const f = differentiable(parseExpression(text).value!, scope);
    const env = environment(values, state);
    expect(Object.is(f.value(env), compileExpression(parseExpression(text).value!, scope)(env))).toBe(true);
    const into: Slopes = { values: new Float64Array(4), stances: new Float64Array(1), derived: new Float64Array(1) };
    f.back(1, into);
    return [...into.values, ...into.stances, ...into.derived];
  };

  it.each([
    'a + b * c - d / a',
    '-a * (b - c) * (b - c)',
    'exp(a) / (1 + exp(a)) * log(b + c)',
    'sqrt(a * b) + exp(-c / d)',
    'min(a, b + c, d) * max(a * d, b)',
    'a < b ? a * c : d / b',
    'a > 0 and not (b > c) ? a : b * b',
    'erlangB(a + b, c)',
    'erlangB(d + d, a * b) * a',
    'a * stance("A.x") + e * e * at("r.on") + stance("B.y") * b',
    'at("r.off") * log(a) + (at("r.on") or a > 0) * c',
  ])('`%s` is its differences', (text) => {
    // Numbers in no order, so that none stands on a kink by intent.
    const drawn = (seed: number) => stencil.slice(1).map((_, k) => 0.3 + ((seed * 0.618034 + k * 0.414214) % 2.4));
    fc.assert(
      fc.property(fc.nat(1e6).map(drawn), (values) => {
        const evaluate = compileExpression(parseExpression(text).value!, scope);
        const at = (k: number) => (by: number) => evaluate(environment(values.map((v, n) => (n === k ? v + by : v))));
        const expected = values.map((_, k) => [1e-3, 5e-4].map((h) => differenceOf(at(k), h)));
        // Across a kink two steps do not agree: there the slope has no difference to be held against.
        fc.pre(expected.every(([one, two]) => Math.abs(one! - two!) <= 1e-8 * (1 + Math.abs(one!))));
        slopesAt(text, values).forEach((slope, k) => {
          expect(Math.abs(slope - expected[k]![1]!), `by number ${k}`).toBeLessThan(1e-7 * (1 + Math.abs(slope)));
        });
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it('at a kink is that of the branch taken', () => {
    expect(slopesAt('max(a, b)', [1, 1])).toEqual([1, 0, 0, 0, 0, 0]);
    expect(slopesAt('min(a, b, c)', [2, 1, 1])).toEqual([0, 1, 0, 0, 0, 0]);
    expect(slopesAt('a >= b ? c * a : d', [1, 1, 5])).toEqual([5, 0, 1, 0, 0, 0]);
    expect(slopesAt('a == b', [1, 1])).toEqual([0, 0, 0, 0, 0, 0]);
    // At a whole number of servers: the line to the next one.
    const above = slopesAt('erlangB(a, b)', [3, 2])[0]!;
    expect(above).toBeCloseTo(slopesAt('erlangB(a, b)', [3.5, 2])[0]!, 14);
    expect(above).not.toBeCloseTo(slopesAt('erlangB(a, b)', [2.5, 2])[0]!, 3);
  });

  it('does not let what is not taken or counts nothing spoil it', () => {
    expect(slopesAt('a > 0 ? log(a) : b', [0, 2])).toEqual([0, 1, 0, 0, 0, 0]);
    expect(slopesAt('b * sqrt(a)', [0, 0])).toEqual([0, 0, 0, 0, 0, 0]);
    expect(slopesAt('sqrt(a)', [0])[0]).toBe(Number.POSITIVE_INFINITY);
  });
});

// Two formulas on one another, a fixed point that reads itself and them, an impulse whose amount and rate move, a rate of 0, and a gain of stances that is 0 in a variant.
const loopText = `meta: {id: loop, title: Loop, horizon_days: 12, days_reported: [0, 3, 12]}
issues: {order: 'order (+), none (-)'}
regions:
  street: {initial: calm, states: {calm: {coordinate: {order: 0.5}}, tense: , riot: {coordinate: {order: -1}}}}
  border: {initial: open, states: {open: , shut: }}
parameters:
  gain: {value: 1.5, low: 0, high: 3, unit: logit, basis: assumed}
  tempo: {value: 0.6, low: 0.1, high: 1, unit: 1/day, basis: assumed}
  load: {value: 2, low: 1, high: 4, unit: erlang, basis: assumed}
  crews: {value: 2.5, low: 1, high: 4, unit: crews, basis: assumed}
  retry: {value: 0.4, low: 0.1, high: 0.6, unit: share, basis: assumed}
  never: {value: 0, low: 0, high: 1, unit: 1/day, basis: assumed}
  floor: {value: 0.3, low: 0.1, high: 1, unit: share, basis: assumed}
  beside: {value: 1, low: 0, high: 2, unit: '1', basis: assumed, idle: 'read by nothing that matters here'}
derived:
  offered: {formula: 'load * (1 + at("street.riot"))'}
  blocked: {formula: 'erlangB(crews, offered / (1 - retry * blocked)) * exp(-offered / crews)', fixed_point: {start: 0, low: 0, high: 1}}
  loose: {formula: 'max(floor, 1 - blocked) * sqrt(offered)'}
choice: {stance_gain: gain}
actors:
  A: {opportunity_rate: 'tempo * loose', stances: {order: {position: 0.4, salience: 0.9}}}
  B: {opportunity_rate: 'tempo / (1 + blocked)', stances: {order: {position: -0.7, salience: 0.5}}}
moves:
  calms: {actor: A, when: 'not at("street.calm")', to: {street: calm}, utility: 'blocked - 1', consent: {B: 'stance("A.order") - blocked'}}
  shuts: {actor: A, when: 'at("border.open")', to: {border: shut}, utility: '-offered / crews'}
  waits: {actor: B, to: {border: open}, utility: '0'}
  stirs: {actor: B, when: 'at("street.calm")', to: {street: tense}, utility: '-blocked'}
nature:
  worse: {when: 'at("street.tense")', to: {street: riot}, hazard: 'blocked < floor ? retry * loose : tempo'}
  opens: {when: 'at("border.shut")', to: {border: open}, hazard: 'never * loose'}
outcomes:
  riot: {kind: reach, set: 'at("street.riot")'}
  open: {kind: at, set: 'at("border.open") and at("street.calm")'}
  first: {kind: race, causes: [{id: riot, set: 'at("street.riot")'}, {id: shut, set: 'at("border.shut")'}]}
  two: {kind: both, sets: [{id: riot, set: 'at("street.riot")'}, {id: shut, set: 'at("border.shut")'}]}
  sooner: {kind: before, first: 'at("border.shut")', second: 'at("street.riot")'}
rewards:
  cost: {rate: 'blocked * offered', impulse: {worse: 'load', calms: 'loose * retry', waits: 'tempo'}, unit: units}
  mean: {rate: 'loose', impulse: {shuts: crews}, measure: average, unit: units}
  today: {rate: 'blocked * crews', measure: on_day, unit: units}
  until_riot: {rate: '1', measure: until, until: 'at("street.riot")', unit: days}
  kept: {rate: 'beside', measure: on_day, unit: units}
variants:
  base: {}
  no_gain: {parameters: {gain: 0}}
  shut: {initial: {border: shut}}
`;

describe('slopes of every kind of answer are the differences of the solver', () => {
  const loop = load(loopText);
  const all = Object.keys(loop.file.parameters!);

  it.each(['base', 'no_gain', 'shut'])('with formulas on formulas, a fixed point and impulses (%s)', (id) => {
    // A rate below 0 is refused: what is 0 has its own test.
    expect(
      check(
        boundOf(loop, id),
        all.filter((n) => n !== 'never'),
      ),
    ).toBeGreaterThan(100);
  });

  it('by a rate that is 0, which opens what cannot be reached yet', () => {
    const bound = boundOf(loop, 'shut');
    const k = bound.names.indexOf('never');
    const gradients = buildGradients(bound)(bound);
    for (const id of ['riot', 'open', 'two', 'sooner']) {
      const [, , slope] = gradients(id, bound.days).map((g) => g.byParameter[k]!);
      // Forward differences of fifth order.
      const at = [0, 1, 2, 3, 4, 5].map((n) => answersOf(withValue(bound, k, n / 256)).get(id)![2]!);
      const expected = [-137 / 60, 5, -5, 10 / 3, -5 / 4, 1 / 5].reduce((sum, c, n) => sum + 256 * c * at[n]!, 0);
      expect(Math.abs(slope! - expected), id).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
    }
    expect(gradients('open', [12])[0]!.byParameter[k]!).toBeGreaterThan(0.1);
  });

  it('by what matters to nothing that is asked for: exactly 0', () => {
    const bound = boundOf(loop);
    const gradients = buildGradients(bound)(bound);
    const k = bound.names.indexOf('beside');
    for (const id of ['riot', 'open', 'first.shut', 'two', 'sooner'])
      for (const { byParameter } of gradients(id, bound.days)) expect(Object.is(byParameter[k], 0)).toBe(true);
    expect(gradients({ reward: 'kept' }, [3])[0]!.byParameter[k]).toBeCloseTo(1, 12);
  });

  it('refuses a reward without a day, and outcomes that are none', () => {
    const bound = boundOf(loop);
    const gradients = buildGradients(bound)(bound);
    expect(() => gradients({ reward: 'until_riot' }, [3])).toThrow('until_riot');
    expect(() => gradients({ reward: 'riot' }, [3])).toThrow('no reward');
    expect(() => gradients('first', [3])).toThrow('is a race');
  });

  it.each(readdirSync(resolve(root, 'scenarios/textbook')).filter((f) => f.endsWith('.yaml')))(
    'of textbook %s',
    (file) => {
      const scenario = loadFile(`scenarios/textbook/${file}`);
      for (const { id } of variantsOf(scenario.file))
        check(boundOf(scenario, id), Object.keys(scenario.file.parameters ?? {}));
    },
  );

  it('of random scenarios', { timeout: 300_000 }, () => {
    let moved = 0;
    fc.assert(
      fc.property(scenarioText, (text) => {
        const scenario = loadScenario(text, 'random.json').value;
        // Some have a slider that moves nothing, which is refused.
        fc.pre(scenario !== null);
        moved += check(boundOf(scenario!), Object.keys(scenario!.file.parameters!));
      }),
      { numRuns: campaign ? 200 : 8, seed: 11 },
    );
    expect(moved).toBeGreaterThan(100);
  });

  it('of the crisis that ships', { timeout: 300_000 }, () => {
    const scenario = loadFile('scenarios/crises/iran-2026.yaml');
    const bound = changed(boundOf(scenario), { days: [30] });
    // One on a small part of the model, and each of its kinds; by all parameters in the campaign, by those of several formulas otherwise.
    const outcomes = ['deal', 'deal_standing', 'struck_and_bases_hit', 'meeting_before_force'];
    const some = [
      'stance_gain',
      'tempo_usa',
      'alert',
      'gap_between_terms',
      'cost_of_campaign',
      'incident_rate',
      'team_count',
    ];
    const names = campaign ? Object.keys(scenario.file.parameters!) : some;
    const few = campaign ? bound : changed(bound, { outcomes: bound.outcomes.filter((o) => outcomes.includes(o.id)) });
    expect(check(few, names, outcomes)).toBeGreaterThan(names.length);
  });

  it('of a total that rests on its fixed point', { timeout: 120_000 }, () => {
    const scenario = loadFile('scenarios/crises/iran-2026.yaml');
    const bound = changed(boundOf(scenario), { days: [5] });
    const [slopes] = buildGradients(bound)(bound)({ reward: 'stopped' }, [5]);
    const mean = (b: BoundScenario): number =>
      solveVariant(b, { outcomes: [], rewards: ['stopped'], cache }).rewards.stopped!.byDay['5']!.mean;
    expect(Math.abs(slopes!.value / mean(bound) - 1)).toBeLessThan(1e-12);
    for (const name of ['team_hours_per_person', 'retry_share', 'detection_probability']) {
      const k = bound.names.indexOf(name);
      const value = bound.values[k]!;
      const step = stepOf(value) / 4;
      const expected = differenceOf((by) => mean(withValue(bound, k, value + by)), step);
      expect(Math.abs(slopes!.byParameter[k]! / expected - 1), name).toBeLessThan(1e-6);
    }
  });
});

describe('standoff gradient', () => {
  const folder = mkdtempSync(join(tmpdir(), 'standoff-gradient-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'loop.yaml'), loopText);
  const standoff = (...args: string[]) => hereOf(folder, ['gradient', 'loop.yaml', ...args]);

  it('tells every slope as it is, the strongest over its range first', async () => {
    const { out, code } = await standoff('--outcome', 'first', 'riot', '--reward', 'cost', '--day', '3', '--json');
    expect(code).toBe(0);
    const told = JSON.parse(out);
    expect([told.scenario, told.variant, told.day]).toEqual(['loop', 'base', 3]);
    expect(told.answers.map((a: { id: string }) => a.id)).toEqual([
      ...['first.riot', 'first.shut', 'first.none', 'riot', 'cost'],
    ]);
    const bound = boundOf(load(loopText));
    const gradients = buildGradients(bound)(bound);
    for (const { id, unit, value, inputs } of told.answers) {
      const [found] = gradients(unit === null ? id : { reward: id }, [3]);
      expect(value).toBe(found!.value);
      expect(inputs).toHaveLength(10);
      for (const row of inputs) {
        const k = bound.names.indexOf(row.id);
        expect(row.slope).toBe((k >= 0 ? found!.byParameter[k]! : found!.byStance[row.id === 'A.order' ? 0 : 1]!) + 0);
        // JSON has no −0.
        expect(row.overRange).toBe(row.slope * (row.high - row.low) + 0);
        // Stances and logits have none, nor has what may be 0.
        const bare = k < 0 || ['gain', 'never', 'beside'].includes(row.id);
        expect(row.elasticity).toEqual(bare ? null : (row.slope * row.value) / value + 0);
      }
      const sizes = inputs.map((row: { overRange: number }) => Math.abs(row.overRange));
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    }
  });

  it('shows a table with units and bases, and what does not move it', async () => {
    const { out } = await standoff('--top', '3');
    expect(out).toContain('Loop, variant `base`: slopes on day 12');
    expect(out).toMatch(/unit +basis +value +slope +range, points +elasticity/);
    expect(out).toMatch(/\n(load|tempo|crews) +\S+ +assumed/);
    expect(out).toMatch(/and \d+ weaker ones \(--top \d+\)/);
    expect(out).toContain('Slope 0: beside, floor');
    const variant = await standoff('--variant', 'no_gain', '--reward', 'today');
    expect(variant.out).toMatch(/today \(`today`\): [\d.]+ units/);
  });

  it('says what is wrong', async () => {
    const wrong = await standoff('--outcome', 'first.riots');
    expect([wrong.code, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toContain('did you mean `first.riot`?');
    expect((await standoff('--reward', 'until_riot')).err).toContain('unknown reward with a day `until_riot`');
    expect((await standoff('--day', '13')).err).toContain('outside the horizon of 12 days');
  });
});

describe('the sweep back', () => {
  const scenario = load(loopText);
  const bound = boundOf(scenario);
  const structure = structureOf(bound);
  const chain = chainOf(structure, bound);
  const { like, member } = sharingOf(structure, bound);
  const riot = bound.outcomes.find((o) => o.id === 'riot')!;
  const mask = riot.kind === 'reach' ? maskOf(riot.set, structure) : new Uint8Array(0);
  const reach: Counted = { f: Float64Array.from(mask), measure: 'on_day', absorbing: mask };
  const each = { like: Int32Array.from(structure.target, (_, t) => t), count: structure.target.length };

  it('gives the same bits compiled and plain', () => {
    const by = (kernels: KernelKind) => gradientsOf(chain, { like, count: member.length }, reach, [3, 12], { kernels });
    expect(by('wasm')).toEqual(by('js'));
  });

  it('gives the same bits when most of the laws are stepped again', () => {
    const days = [3, 0, 12];
    const by = (kept: number) => gradientsOf(chain, { like, count: member.length }, reach, days, { kept });
    expect(by(10 * chain.size)).toEqual(by(1e6));
    const spent = (kept: number) =>
      gradientsOf(chain, each, { ...reach, measure: 'accumulated', absorbing: null }, days, { kept });
    expect(spent(0)).toEqual(spent(1e6));
    expect(spent(0)[2]!.byCounted!.reduce((sum, d) => sum + d, 0)).toBeCloseTo(12, 10);
  });

  it('gives a class what its transitions have together', () => {
    const [together] = gradientsOf(chain, { like, count: member.length }, reach, [12]);
    const [alone] = gradientsOf(chain, each, reach, [12]);
    const sums = new Float64Array(member.length);
    for (let t = 0; t < like.length; t++) sums[like[t]!]! += alone!.byRate[t]!;
    sums.forEach((sum, m) => void expect(Math.abs(sum - together!.byRate[m]!)).toBeLessThan(1e-13));
    expect(alone!.value).toBe(together!.value);
  });

  it('has the value of the first passage, and 0 days to move it in on day 0', () => {
    const [none, later] = gradientsOf(chain, each, reach, [0, 12]);
    const { byCause } = incidenceOf(
      chain,
      Int8Array.from(mask, (m) => m - 1),
      1,
      [12],
    );
    expect(Math.abs(later!.value - byCause[0]![0]!)).toBeLessThan(1e-14);
    expect([none!.value, ...none!.byRate].every((v) => v === 0)).toBe(true);
  });

  it('is the sum that it says', () => {
    const bench = buildBench(4096, 'wasm');
    const put = (values: readonly number[]) => {
      const to = bench.f64(values.length);
      to.set(values);
      return to;
    };
    const indices = (values: readonly number[]) => {
      const to = bench.i32(values.length);
      to.set(values);
      return to;
    };
    const rows = {
      rows: 2,
      start: indices([0, 2, 3]),
      target: indices([1, 2, 0]),
      like: indices([0, 1, 0]),
      classes: put([0.25, 1, 0.5, 2]),
    };
    const now = bench.f64(3);
    bench.stepBack(rows, 0.5, put([4, 8]), put([0.75, 0.125]), put([1, 3, 5]), now);
    // 1 + 0.5·4 + 0.25·(3 − 1) + 0.5·(5 − 1), and 3 + 0.5·8 + 0.25·(1 − 3).
    expect([...now]).toEqual([5.5, 6.5, 0]);
    // 1 + 0.75·2 + 0.125·(−2), and 2 + 0.75·4.
    expect([...rows.classes]).toEqual([0.25, 2.25, 0.5, 5]);
  });
});
