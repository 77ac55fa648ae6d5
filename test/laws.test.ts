// Laws on random small scenarios: generator, reduction, exact answers against a dense matrix exponential, XState as an independent witness of every transition.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertGenerator } from '../engine/chain/laws.ts';
import { predicateOf } from '../engine/chain/predicate.ts';
import { type Chain, chainOf } from '../engine/chain/rates.ts';
import { rewardRatesOf } from '../engine/chain/reward-rates.ts';
import { exitsOf } from '../engine/chain/row.ts';
import { sharingOf } from '../engine/chain/sharing.ts';
import { configurationAt, structureOf } from '../engine/chain/structure.ts';
import { poissonWeights } from '../engine/exact/poisson.ts';
import { probabilitiesOf } from '../engine/result/compare.ts';
import { type SolveStep, solveVariant } from '../engine/result/solve-variant.ts';
import { type BoundScenario, bindVariant } from '../engine/scenario/bind.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { variantsOf } from '../engine/scenario/view.ts';
import { statechartOf } from '../engine/statechart/chart.ts';
import { machineOf } from '../engine/statechart/machine.ts';
import { movedBy, replayPath } from '../engine/statechart/replay.ts';
import { ProblemError } from '../engine/vocabulary/problem.ts';
import { scenarioText } from './arbitraries.ts';
import { campaign } from './campaign.ts';

/** The bound base, or null when the random file asks nothing of one of its parameters or its `always` has no one meaning. */
function boundOf(text: string): BoundScenario | null {
  const loaded = loadScenario(text, 'random.yaml');
  const errors = loaded.problems.filter((p) => p.severity === 'error');
  // The generator is valid by construction but for sliders that happen to reach nothing.
  expect(errors.filter((p) => p.code !== 'dead-slider')).toEqual([]);
  if (!loaded.value) return null;
  const bound = bindVariant(loaded.value, { id: 'base' }).value!;
  try {
    structureOf(bound);
    return bound;
  } catch (error) {
    if (error instanceof ProblemError && error.problems[0]?.code === 'always-order') return null;
    throw error;
  }
}

/** Runs a law on random scenarios and asks that enough of them were real. */
function law(runs: number, check: (bound: BoundScenario) => void): void {
  let real = 0;
  fc.assert(
    fc.property(scenarioText, (text) => {
      const bound = boundOf(text);
      if (!bound) return;
      real++;
      check(bound);
    }),
    { numRuns: runs, seed: 20260202 },
  );
  expect(real).toBeGreaterThan(runs / 4);
}

describe('rates that are computed once for many configurations', () => {
  /** Of up to `count` configurations: every transition against the row that knows nothing of the others. */
  function checkRows(bound: BoundScenario, count: number): void {
    const { structure, labelled } = chainOf(structureOf(bound), bound);
    const stride = Math.max(1, Math.floor(structure.size / count));
    for (let i = 0; i < structure.size; i += stride) {
      const alone = exitsOf(bound, configurationAt(structure, i)).value!;
      const row = alone.map((_, k) => labelled[structure.rowStart[i]! + k]);
      expect(row).toEqual(alone.map((e) => e.rate));
    }
  }
  test('random scenarios: each is the rate of its configuration alone', () => law(60, (bound) => checkRows(bound, 40)));
  test('what is set back at once depends on what sets it back', () => {
    // While the door is shut, the talk falls back as soon as it begins: nothing asks about the talk, and yet the door decides what beginning leads to.
    const text = `meta: {id: back, title: Set back, horizon_days: 30, days_reported: [30]}
parameters:
  pace: {value: 1, low: 0.1, high: 2, unit: 1/day, basis: assumed}
  gain: {value: 2, low: 0.5, high: 3, unit: logit, basis: assumed}
choice: {stance_gain: gain}
issues: {peace: 'peace (+), none (-)'}
regions:
  talk: {initial: quiet, states: {quiet: {label: quiet, coordinate: {peace: -1}}, begun: {label: begun, coordinate: {peace: 1}}}}
  door: {initial: shut, states: {shut: {label: shut}, open: {label: open}}}
actors:
  HOST: {label: host, opportunity_rate: pace, stances: {peace: {position: 0.8, salience: 1}}}
moves:
  begin: {actor: HOST, label: begin, when: 'at("talk.quiet")', to: {talk: begun}, utility: '0'}
always:
  - {id: fall_back, label: 'falls back', when: 'at("door.shut")', to: {talk: quiet}}
nature:
  opens: {label: opens, when: 'at("door.shut")', to: {door: open}, hazard: pace}
outcomes:
  talks: {label: talks, kind: reach, set: 'at("talk.begun")'}
`;
    const { value, problems } = loadScenario(text, 'back.yaml');
    expect(problems.filter((p) => p.severity === 'error')).toEqual([]);
    const bound = bindVariant(value!, { id: 'base' }).value!;
    checkRows(bound, 10);
    const rates = ['shut', 'open'].map(
      (door) => exitsOf(bound, { talk: 'quiet', door }).value!.find((e) => e.event === 'begin')!.rate,
    );
    expect(rates[0]).not.toBe(rates[1]);
  });
  test('the first case: the same, from a tenth of the rates', () => {
    const text = readFileSync(new URL('../scenarios/crises/iran-2026.yaml', import.meta.url), 'utf8');
    const bound = bindVariant(loadScenario(text, 'iran-2026.yaml').value!, { id: 'base' }).value!;
    const structure = structureOf(bound);
    checkRows(bound, 300);
    expect(sharingOf(structure, bound).member.length).toBeLessThan(structure.target.length / 10);
  });
});

describe('answers that are swept together', () => {
  /** Sweeps in which a core was stepped once for all that follows it. */
  let cores = 0;
  /** Each outcome and reward asked for alone is computed on less of the chain, by the plain step. */
  function checkAlone(bound: BoundScenario): void {
    const step = ({ sweep }: SolveStep): void => {
      if (!sweep?.work.core) return;
      const { entries, leaves, inner } = sweep.work.core;
      expect(entries * leaves + inner).toBe(sweep.work.entries);
      cores++;
    };
    const together = solveVariant(bound, { explain: { now: () => 0, step } });
    for (const { id } of bound.outcomes) {
      const alone = solveVariant(bound, { outcomes: [id], rewards: [] }).outcomes[id]!;
      closeTo(together.outcomes[id]!, alone, 1e-6);
      closeTo(together.outcomes[id]!.byDay, alone.byDay, 1e-12);
    }
    const means = solveVariant(bound, { deviations: false });
    closeTo(means.outcomes, together.outcomes, 1e-12);
    for (const { id } of bound.rewards) {
      closeTo(means.rewards[id]!.mean, together.rewards[id]!.mean, 1e-11);
      for (const [day, { mean }] of Object.entries(means.rewards[id]!.byDay))
        closeTo(mean, together.rewards[id]!.byDay[day]!.mean, 1e-11);
    }
    for (const { id } of bound.rewards)
      closeTo(together.rewards[id]!, solveVariant(bound, { outcomes: [], rewards: [id] }).rewards[id]!, 1e-9);
  }
  /** Every number in it, relative to its size. */
  function closeTo(a: unknown, b: unknown, tolerance: number): void {
    if (typeof a === 'number' && typeof b === 'number')
      expect(Math.abs(a - b)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(b)));
    else if (a !== null && b !== null && typeof a === 'object' && typeof b === 'object') {
      expect(Object.keys(a)).toEqual(Object.keys(b));
      for (const [key, value] of Object.entries(a)) closeTo(value, (b as Record<string, unknown>)[key], tolerance);
    } else expect(a).toEqual(b);
  }
  test('random scenarios: as they are alone', () => law(60, checkAlone));
  test('random cores with regions that follow them, and with one that does not only follow: as they are alone', () => {
    const pace = fc.double({ min: 0.001, max: 0.3, noNaN: true });
    const scenario = fc.record({
      paces: fc.array(pace, { minLength: 8, maxLength: 8 }),
      leader: fc.constantFrom('a', 'b'),
      back: fc.boolean(),
      worth: fc.array(fc.double({ min: 0.1, max: 9, noNaN: true }), { minLength: 3, maxLength: 3 }),
    });
    let followed = 0;
    let entangled = 0;
    fc.assert(
      fc.property(scenario, ({ paces, leader, back, worth }) => {
        cores = 0;
        const text = `
meta: {id: tiers, title: tiers, horizon_days: 40, days_reported: [5, 40]}
constants: {${paces.map((v, k) => `k${k}: ${v}`).join(', ')}, ${worth.map((v, k) => `w${k}: ${v}`).join(', ')}}
regions:
${['a', 'b', 'f', 'g'].map((r) => `  ${r}: {initial: low, states: {low: , mid: , high: }}`).join('\n')}
nature:
  a_mid: {when: 'at("a.low")', to: {a: mid}, hazard: k0}
  a_high: {when: 'at("a.mid")', to: {a: high}, hazard: 'k1 * (1 + at("b.high"))'}
  a_low: {when: 'at("a.high")', to: {a: low}, hazard: k2}
  b_mid: {when: 'at("b.low")', to: {b: mid}, hazard: 'k3 * (1 + at("a.high")${back ? ' + at("g.high")' : ''})'}
  b_high: {when: 'at("b.mid") and at("a.high")', to: {b: high}, hazard: k4}
  f_mid: {when: 'at("f.low")', to: {f: mid}, hazard: 'k5 * (1 + at("${leader}.mid"))'}
  f_high: {when: 'at("f.mid") and at("${leader}.high")', to: {f: high}, hazard: k6}
  f_low: {when: 'at("f.mid")', to: {f: low}, hazard: k7}
  g_mid: {when: 'at("g.low") and not at("f.low")', to: {g: mid}, hazard: k6}
  g_high: {when: 'at("g.mid")', to: {g: high}, hazard: 'k5 * (1 + at("b.high"))'}
outcomes:
  f_up: {kind: reach, set: 'at("f.high")'}
  g_up: {kind: reach, set: 'at("g.high")'}
  g_moved: {kind: reach, set: 'not at("g.low")'}
  g_now: {kind: at, set: 'at("g.mid")'}
rewards:
  cost: {rate: 'w0 * at("g.mid") + w1 * at("f.high") * at("b.mid")', unit: days}
  double: {rate: 'w2 * (w0 * at("g.mid") + w1 * at("f.high") * at("b.mid"))', unit: days}
`;
        checkAlone(bindVariant(loadScenario(text, 'tiers.yaml').value!, { id: 'base' }).value!);
        if (back) entangled++;
        else followed++;
        expect(cores > 0).toBe(!back);
      }),
      { numRuns: 40, seed: 3 },
    );
    expect(Math.min(followed, entangled)).toBeGreaterThan(5);
  });
  test('the first case: as they are alone; border and movement follow the rest', () => {
    cores = 0;
    const text = readFileSync(new URL('../scenarios/crises/iran-2026.yaml', import.meta.url), 'utf8');
    for (const id of campaign ? ['base', 'brittle_rulers', 'gulf_opens'] : ['brittle_rulers']) {
      const scenario = loadScenario(text, 'iran-2026.yaml').value!;
      checkAlone(bindVariant(scenario, variantsOf(scenario.file).find((v) => v.id === id)!).value!);
    }
    expect(cores).toBeGreaterThan(1);
  });
});

type Matrix = number[][];
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, v, k) => sum + v * b[k]![j]!, 0)));

/** exp(A) by scaling and squaring with a Taylor series: slow and independent. */
function expm(a: Matrix): Matrix {
  const norm = Math.max(1e-300, ...a.map((row) => row.reduce((s, v) => s + Math.abs(v), 0)));
  const squarings = Math.max(0, Math.ceil(Math.log2(norm)) + 4);
  const scaled = a.map((row) => row.map((v) => v / 2 ** squarings));
  const identity: Matrix = a.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  let sum = identity;
  let term = identity;
  for (let n = 1; n <= 18; n++) {
    term = product(term, scaled).map((row) => row.map((v) => v / n));
    sum = sum.map((row, i) => row.map((v, j) => v + term[i]![j]!));
  }
  for (let n = 0; n < squarings; n++) sum = product(sum, sum);
  return sum;
}

/** Q as a dense matrix; rows of `absorbing` configurations are zero. */
function generator(chain: Chain, absorbing: (i: number) => boolean): Matrix {
  const q = Array.from({ length: chain.size }, () => new Array<number>(chain.size).fill(0));
  for (let i = 0; i < chain.size; i++) {
    if (absorbing(i)) continue;
    q[i]![i] = -chain.exit[i]!;
    for (let k = chain.rowStart[i]!; k < chain.rowStart[i + 1]!; k++) q[i]![chain.column[k]!]! += chain.rate[k]!;
  }
  return q;
}

describe('laws on random scenarios', () => {
  test('rows of Q sum to zero, off-diagonals are not negative, labelled rates add up', () => {
    law(150, (bound) => {
      const chain = chainOf(structureOf(bound), bound);
      assertGenerator(chain);
      for (let i = 0; i < chain.size; i++) {
        let sum = 0;
        for (let t = chain.structure.rowStart[i]!; t < chain.structure.rowStart[i + 1]!; t++)
          if (chain.structure.target[t] !== i) sum += chain.labelled[t]!;
        expect(sum).toBeCloseTo(chain.exit[i]!, 12);
      }
    });
  });

  test('exact reduction changes no answer by more than 1e-12', () => {
    law(120, (bound) => {
      const small = solveVariant(bound);
      const whole = solveVariant(bound, { reduce: false });
      const other = probabilitiesOf(whole);
      for (const [id, { byDay }] of probabilitiesOf(small))
        for (const [day, p] of Object.entries(byDay))
          expect(Math.abs(p - other.get(id)!.byDay[day]!), `${id} ${day}`).toBeLessThan(1e-12);
      for (const [id, r] of Object.entries(small.rewards))
        for (const [day, { mean, sd }] of Object.entries(r.byDay)) {
          expect(Math.abs(mean - whole.rewards[id]!.byDay[day]!.mean), id).toBeLessThan(
            1e-11 * Math.max(1, Math.abs(mean)),
          );
          expect(Math.abs(sd - whole.rewards[id]!.byDay[day]!.sd), id).toBeLessThan(1e-6 * Math.max(1, sd));
        }
    });
  });

  test('reach, at and race agree with a dense matrix exponential; each race sums to one', () => {
    law(40, (bound) => {
      const chain = chainOf(structureOf(bound), bound);
      const result = solveVariant(bound);
      const width = chain.structure.regions.length;
      for (const o of bound.outcomes) {
        if (o.kind !== 'reach' && o.kind !== 'at') continue;
        const holds = predicateOf(o.set, chain.structure);
        const inSet = Array.from({ length: chain.size }, (_, i) => holds(chain.structure.states, i * width));
        for (const t of [1, 20]) {
          const p = expm(
            generator(chain, (i) => o.kind === 'reach' && inSet[i]!).map((row) => row.map((v) => v * t)),
          )[0]!;
          const expected = p.reduce((sum, v, i) => sum + (inSet[i] ? v : 0), 0);
          const found = result.outcomes[o.id]!;
          if (found.kind === 'race') throw new Error('no race');
          expect(Math.abs(found.byDay[String(t)]! - expected), `${o.id} ${t}`).toBeLessThan(1e-10);
        }
      }
      const race = result.outcomes.contest!;
      if (race.kind === 'race')
        for (const row of Object.values(race.byDay))
          expect(Object.values(row).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    });
  });

  test('mean and standard deviation of rewards with impulses agree with the moment equations', () => {
    law(25, (bound) => {
      const chain = chainOf(structureOf(bound), bound);
      const result = solveVariant(bound, { days: [5] });
      for (const reward of bound.rewards) {
        if (reward.measure !== 'accumulated') continue;
        const { rate, impulse } = rewardRatesOf(chain, bound, reward);
        const n = chain.size;
        // Block matrix of (1, a1, a2): a1' = Q a1 + r1, a2' = Q a2 + 2 D a1 + r2 (model, section 10).
        const big: Matrix = Array.from({ length: 3 * n }, () => new Array<number>(3 * n).fill(0));
        const q = generator(chain, () => false);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) for (let b = 0; b < 3; b++) big[b * n + i]![b * n + j]! += q[i]![j]!;
          big[n + i]![i]! += rate[i]!;
          big[2 * n + i]![n + i]! += 2 * rate[i]!;
          for (let t = chain.structure.rowStart[i]!; t < chain.structure.rowStart[i + 1]!; t++) {
            const j = chain.structure.target[t]!;
            if (!impulse) continue;
            const w = impulse[t]!;
            big[n + i]![j]! += chain.labelled[t]! * w;
            big[2 * n + i]![n + j]! += 2 * chain.labelled[t]! * w;
            big[2 * n + i]![j]! += chain.labelled[t]! * w * w;
          }
        }
        const e = expm(big.map((row) => row.map((v) => v * 5)));
        const sumOf = (row: number) => e[row]!.slice(0, n).reduce((a, b) => a + b, 0);
        const mean = sumOf(n);
        const sd = Math.sqrt(Math.max(0, sumOf(2 * n) - mean * mean));
        const found = result.rewards[reward.id]!.byDay['5']!;
        expect(Math.abs(found.mean - mean), `${reward.id} mean`).toBeLessThan(1e-9 * Math.max(1, mean));
        expect(Math.abs(found.sd - sd), `${reward.id} sd ${found.sd} ${sd}`).toBeLessThan(1e-5 * Math.max(1, sd));
      }
    });
  });

  test('XState lands where the chain says, in every configuration and for every event', () => {
    law(60, (bound) => {
      const structure = structureOf(bound);
      const { machine, eventIds } = machineOf(statechartOf(bound));
      for (let i = 0; i < structure.size; i++) {
        const from = configurationAt(structure, i);
        const enabled = new Map<string, number>();
        for (let t = structure.rowStart[i]!; t < structure.rowStart[i + 1]!; t++)
          enabled.set(structure.events[structure.event[t]!]!, structure.target[t]!);
        for (const [event, target] of enabled)
          expect(replayPath(machine, [event], from)[0]).toEqual(configurationAt(structure, target));
        expect(
          movedBy(
            machine,
            from,
            eventIds.filter((e) => !enabled.has(e)),
          ),
        ).toEqual([]);
      }
    });
  });
});

test('Poisson weights: mass and mean for means from 1e-8 to 1e7, with the stated bound', () => {
  for (const mean of [1e-8, 0.3, 1, 20, 75.3, 744, 746, 12_345.6, 1e6, 1e7]) {
    const { left, weights, truncated } = poissonWeights(mean);
    const mass = weights.reduce((a, b) => a + b, 0);
    expect(truncated).toBeLessThanOrEqual(1e-13);
    expect(Math.abs(mass - 1), `mass at ${mean}`).toBeLessThan(1e-11);
    const centre = weights.reduce((sum, w, k) => sum + w * (left + k), 0);
    expect(Math.abs(centre / mean - 1), `mean at ${mean}`).toBeLessThan(1e-6);
  }
});
