// Sampling without a chain against the chain: the same rates in every configuration, the same answers; and models that no chain can be made of.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localModelOf } from '../engine/chain/local.ts';
import { chainOf } from '../engine/chain/rates.ts';
import { configurationAt, structureOf } from '../engine/chain/structure.ts';
import { agreementOf } from '../engine/result/agreement.ts';
import { sampleVariant, withBound } from '../engine/result/run.ts';
import { solveVariant } from '../engine/result/solve-variant.ts';
import { joinTallies } from '../engine/sample/estimate.ts';
import { buildLocalWalk } from '../engine/sample/local.ts';
import { maxJumps } from '../engine/sample/paths.ts';
import { type BoundScenario, bindVariant } from '../engine/scenario/bind.ts';
import { loadScenario, type Scenario } from '../engine/scenario/load.ts';
import { ProblemError } from '../engine/vocabulary/problem.ts';
import { scenarioText } from './arbitraries.ts';
import { familyText } from './bench/family.ts';
import { processOf } from './terminal.ts';

const read = (path: string): string => readFileSync(new URL(`../scenarios/${path}`, import.meta.url), 'utf8');
const scenarioOf = (text: string): Scenario => loadScenario(text, 'local.yaml').value!;
const boundOf = (text: string): BoundScenario => bindVariant(scenarioOf(text), { id: 'base' }).value!;

/** In up to `count` configurations: what the groups say together is the row of the chain. */
function checkRows(bound: BoundScenario, count: number): number {
  const structure = structureOf(bound);
  const { labelled } = chainOf(structure, bound);
  const model = localModelOf(bound, []);
  const width = structure.regions.length;
  expect(model.start).toEqual(structure.states.subarray(0, width));
  const stride = Math.max(1, Math.floor(structure.size / count));
  let checked = 0;
  for (let i = 0; i < structure.size; i += stride) {
    const states = structure.states.subarray(i * width, (i + 1) * width);
    const found: Record<string, unknown> = {};
    model.groups.forEach((_, g) => {
      for (const { event, rate, sets } of model.row(g, states).transitions) {
        const to = Uint8Array.from(states);
        for (const [r, s] of sets) to[r] = s;
        found[event] = [rate, [...to]];
      }
    });
    const row: Record<string, unknown> = {};
    for (let t = structure.rowStart[i]!; t < structure.rowStart[i + 1]!; t++) {
      const j = structure.target[t]!;
      if (labelled[t]! > 0)
        row[structure.events[structure.event[t]!]!] = [
          labelled[t],
          [...structure.states.subarray(j * width, (j + 1) * width)],
        ];
    }
    expect(found, JSON.stringify(configurationAt(structure, i))).toEqual(row);
    checked++;
  }
  return checked;
}

test('random scenarios: in every configuration the pieces are the row of the chain', () => {
  let real = 0;
  fc.assert(
    fc.property(scenarioText, (text) => {
      const { value } = loadScenario(text, 'random.yaml');
      if (!value) return;
      const bound = bindVariant(value, { id: 'base' }).value!;
      try {
        structureOf(bound);
      } catch (error) {
        if (error instanceof ProblemError && error.problems[0]?.code === 'always-order') return;
        throw error;
      }
      checkRows(bound, 12);
      real++;
    }),
    { numRuns: 40, seed: 20260203 },
  );
  expect(real).toBeGreaterThan(10);
});

test('the first case: the same', () => {
  expect(checkRows(boundOf(read('crises/iran-2026.yaml')), 40)).toBeGreaterThan(39);
});

/** In paths of the walk, which keeps rows and looks up only what a jump has changed: each jump is a transition of the chain with its rate, and where a path ends the rates kept add up to those of the row. */
function checkSteps(bound: BoundScenario, paths: number): number {
  const structure = structureOf(bound);
  const { labelled } = chainOf(structure, bound);
  const model = localModelOf(bound, []);
  const walk = buildLocalWalk(model);
  const width = structure.regions.length;
  const number = new Map(
    Array.from({ length: structure.size }, (_, i) => [structure.states.subarray(i * width, (i + 1) * width).join(), i]),
  );
  let steps = 0;
  for (let path = 0; path < paths; path++) {
    const jumps = Math.min(walk.walk(9, path, (bound.horizon * (path + 1)) / paths), 400);
    const { taken, rates, sets, changes, total, states: atEnd } = walk.arrays();
    const states = Uint8Array.from(model.start);
    let i = 0;
    for (let k = 1; k <= jumps; k++, steps++) {
      const t = taken[k]!;
      for (let c = sets[2 * t]!; c < sets[2 * t + 1]!; c++) states[changes[2 * c]!] = changes[2 * c + 1]!;
      const to = number.get(states.join())!;
      const row = Array.from(
        { length: structure.rowStart[i + 1]! - structure.rowStart[i]! },
        (_, n) => structure.rowStart[i]! + n,
      );
      const same = row.filter((u) => structure.events[structure.event[u]!] === walk.events[t]);
      expect(same).toHaveLength(1);
      expect([structure.target[same[0]!], labelled[same[0]!]]).toEqual([to, rates[t]]);
      i = to;
    }
    if (jumps === 400) continue;
    expect(atEnd.join()).toBe(states.join());
    let exit = 0;
    for (let u = structure.rowStart[i]!; u < structure.rowStart[i + 1]!; u++) exit += labelled[u]!;
    const kept = total.reduce((a, b) => a + b, 0);
    expect(Math.abs(kept - exit)).toBeLessThanOrEqual(1e-13 * exit);
  }
  return steps;
}

test('random scenarios: every jump of a path is a transition of the chain, and what is kept is not stale', () => {
  let steps = 0;
  fc.assert(
    fc.property(scenarioText, (text) => {
      const { value } = loadScenario(text, 'random.yaml');
      if (!value) return;
      const bound = bindVariant(value, { id: 'base' }).value!;
      try {
        structureOf(bound);
      } catch (error) {
        if (error instanceof ProblemError && error.problems[0]?.code === 'always-order') return;
        throw error;
      }
      steps += checkSteps(bound, 20);
    }),
    { numRuns: 40, seed: 20260204 },
  );
  expect(steps).toBeGreaterThan(1000);
});

test('the first case: the same; and its outcomes and means within 4 standard errors of exact', {
  timeout: 120_000,
}, () => {
  const bound = boundOf(read('crises/iran-2026.yaml'));
  expect(checkSteps(bound, 100)).toBeGreaterThan(200);
  const { worst, rows, rewards } = agreementOf(
    solveVariant(bound),
    sampleVariant(bound, { seed: 2, count: 4000, local: true }),
  );
  expect(rows.length).toBeGreaterThan(150);
  expect(Math.abs(worst!.z), `${worst!.outcome} day ${worst!.day}`).toBeLessThanOrEqual(4);
  expect(rewards.length).toBeGreaterThan(5);
  for (const r of rewards) expect(Math.abs(r.z), r.reward).toBeLessThanOrEqual(4);
});

test.each(['machine-shop', 'illness-death', 'reward-chain', 'competing-risks', 'ministep-dyad'])(
  '%s sampled without its chain: all outcomes and means within 4 standard errors of exact',
  (name) => {
    const { file, ...rest } = scenarioOf(read(`textbook/${name}.yaml`));
    const [first] = Object.entries(file.variants ?? { base: {} });
    const bound = bindVariant({ file, ...rest }, { id: first![0], ...first![1] } as never).value!;
    const tally = sampleVariant(bound, { seed: 1, count: 10_000, local: true });
    expect(tally.enumerated).toBe(false);
    const { worst, rewards } = agreementOf(solveVariant(bound), tally);
    if (worst) expect(Math.abs(worst.z), worst.outcome).toBeLessThanOrEqual(4);
    for (const r of rewards) expect(Math.abs(r.z), r.reward).toBeLessThanOrEqual(4);
    expect((worst ? 1 : 0) + rewards.length).toBeGreaterThan(0);
  },
);

test('blocks of paths add up to the paths of one block', () => {
  const bound = boundOf(read('textbook/machine-shop.yaml'));
  const whole = sampleVariant(bound, { seed: 7, count: 300, local: true });
  const parts = [
    sampleVariant(bound, { seed: 7, from: 200, count: 100, local: true }),
    sampleVariant(bound, { seed: 7, count: 200, local: true }),
  ];
  const joined = joinTallies([parts[1]!, parts[0]!]);
  expect(joined.counts).toEqual(whole.counts);
  expect(joined.rewards).toEqual(whole.rewards);
  expect(sampleVariant(bound, { seed: 8, count: 300, local: true }).rewards).not.toEqual(whole.rewards);
});

function expectSamePaths(bound: BoundScenario, paths: number): void {
  const model = localModelOf(bound, []);
  const [fast, plain] = [buildLocalWalk(model, 'wasm'), buildLocalWalk(model, 'js')];
  for (let path = 0; path < paths; path++) {
    const jumps = fast.walk(5, path, bound.horizon);
    expect(plain.walk(5, path, bound.horizon)).toBe(jumps);
    const [a, b] = [fast.arrays(), plain.arrays()];
    expect(b.times.subarray(1, jumps + 1)).toEqual(a.times.subarray(1, jumps + 1));
    expect([...b.taken.subarray(1, jumps + 1)].map((t) => plain.events[t])).toEqual(
      [...a.taken.subarray(1, jumps + 1)].map((t) => fast.events[t]),
    );
  }
}

test('compiled and plain walk the same paths, bit by bit', () => {
  for (const text of [familyText(4), read('textbook/ministep-dyad.yaml'), switchesText(60)])
    expectSamePaths(boundOf(text), 40);
});

test('a path is the same whatever was sampled before it', () => {
  const bound = boundOf(familyText(5));
  const model = localModelOf(bound, []);
  const [used, fresh] = [buildLocalWalk(model), buildLocalWalk(model)];
  for (let path = 0; path < 50; path++) used.walk(5, path, bound.horizon);
  for (const path of [49, 7]) {
    const jumps = used.walk(5, path, bound.horizon);
    expect(jumps).toBeGreaterThan(5);
    expect(fresh.walk(5, path, bound.horizon)).toBe(jumps);
    expect(fresh.arrays().times.slice(1, jumps + 1)).toEqual(used.arrays().times.slice(1, jumps + 1));
    expect([...fresh.arrays().taken.subarray(1, jumps + 1)].map((t) => fresh.events[t])).toEqual(
      [...used.arrays().taken.subarray(1, jumps + 1)].map((t) => used.events[t]),
    );
  }
});

test('a path longer than the room kept for it is walked again with more, and cut at the cap', () => {
  const bound = boundOf(switchesText(1).replace('value: 0.004', 'value: 100').replace('value: 0.3', 'value: 100'));
  const walk = buildLocalWalk(localModelOf(bound, []));
  const short = walk.walk(5, 2, 2);
  const times = walk.arrays().times.slice(1, short + 1);
  const long = walk.walk(5, 2, 90);
  expect(Math.abs(long - 9000)).toBeLessThan(4 * Math.sqrt(9000));
  expect(walk.arrays().times.slice(1, short + 1)).toEqual(times);
  expect(walk.walk(5, 0, 1e6)).toBe(maxJumps + 1);
  expect(walk.arrays().times[maxJumps]).toBeGreaterThan(walk.arrays().times[maxJumps - 1]!);
});

/** Switches side by side that know nothing of each other: what happens to them is known in closed form. */
function switchesText(count: number, hazard = 'up'): string {
  const ids = Array.from({ length: count }, (_, n) => `s${n}`);
  return [
    'meta: {id: switches, title: Switches, horizon_days: 20, days_reported: [5, 20]}',
    'parameters:',
    '  up: {value: 0.004, low: 0.001, high: 0.1, unit: 1/day, basis: assumed}',
    '  down: {value: 0.3, low: 0.1, high: 1, unit: 1/day, basis: assumed}',
    'regions:',
    ...ids.map((id) => `  ${id}: {label: ${id}, initial: off, states: {off: {label: off}, on: {label: on}}}`),
    'nature:',
    ...ids.flatMap((id) => [
      `  ${id}_on: {label: on, when: 'at("${id}.off")', to: {${id}: on}, hazard: '${hazard}'}`,
      `  ${id}_off: {label: off, when: 'at("${id}.on")', to: {${id}: off}, hazard: down}`,
    ]),
    'outcomes:',
    `  any: {label: any, kind: reach, set: '${ids.map((id) => `at("${id}.on")`).join(' or ')}'}`,
    `  first: {label: first, kind: at, set: 'at("s0.on")'}`,
    'rewards:',
    `  hours: {label: on, unit: day, measure: accumulated, rate: '${ids.map((id) => `at("${id}.on")`).join(' + ')}'}`,
  ].join('\n');
}

test('60 regions, 2^60 configurations: sampled, and right', () => {
  const bound = boundOf(switchesText(60));
  const paths = 4000;
  const tally = sampleVariant(bound, { seed: 3, count: paths });
  expect(tally.enumerated).toBe(false);
  const z = (count: number, p: number): number => (count / paths - p) / Math.sqrt((p * (1 - p)) / paths);
  [5, 20].forEach((t, d) => {
    expect(Math.abs(z(tally.counts.any![d]!, 1 - Math.exp(-60 * 0.004 * t)))).toBeLessThan(4);
    const on = (0.004 / 0.304) * (1 - Math.exp(-0.304 * t));
    expect(Math.abs(z(tally.counts.first![d]!, on))).toBeLessThan(4);
  });
  const share = 0.004 / 0.304;
  const mean = 60 * share * (20 - (1 - Math.exp(-0.304 * 20)) / 0.304);
  const values = tally.rewards.hours!;
  const average = values.reduce((a, b) => a + b, 0) / paths;
  const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - average) ** 2, 0) / (paths - 1));
  expect(Math.abs(average - mean) / (sd / Math.sqrt(paths))).toBeLessThan(4);
});

test('30 regions of the crisis family that do not pull at each other, 4^30 configurations: as 15 pairs, each solved exactly', () => {
  const apart = (regions: number): BoundScenario =>
    boundOf(familyText(regions).replace('pull: {value: 0.6', 'pull: {value: 0'));
  const pair = solveVariant(apart(2)).outcomes.war as { byDay: Record<string, number> };
  const paths = 2000;
  const tally = sampleVariant(apart(30), { seed: 4, count: paths });
  expect(tally.enumerated).toBe(false);
  [30, 90].forEach((t, d) => {
    const p = 1 - (1 - pair.byDay[String(t)]!) ** 15;
    expect(p * (1 - p)).toBeGreaterThan(0.001);
    expect(Math.abs(tally.counts.war![d]! / paths - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / paths));
  });
});

/** Switches, and an alarm that goes off the sooner the more of them are on: by itself for each, so that silence under all is the product of silences under one. */
const alarmText = (count: number): string =>
  switchesText(count)
    .replace(
      'regions:\n',
      'regions:\n  alarm: {initial: still, states: {still: {label: still}, rings: {label: rings}}}\n',
    )
    .replace(
      'nature:\n',
      `nature:\n  alarm_rings: {label: rings, when: 'at("alarm.still")', to: {alarm: rings}, hazard: 'down * (${Array.from({ length: count }, (_, n) => `at("s${n}.on")`).join(' + ')})'}\n`,
    )
    .replace('outcomes:\n', `outcomes:\n  rung: {label: rung, kind: reach, set: 'at("alarm.rings")'}\n`)
    .replace('value: 0.004', 'value: 0.01');

test('an event with more combinations than a table has: looked up by a map, compiled and plain alike, and right', () => {
  const one = solveVariant(boundOf(alarmText(1))).outcomes.rung as { byDay: Record<string, number> };
  const bound = boundOf(alarmText(18));
  const paths = 300;
  const tally = sampleVariant(bound, { seed: 6, count: paths, local: true });
  [5, 20].forEach((t, d) => {
    const p = 1 - (1 - one.byDay[String(t)]!) ** 18;
    expect(p * (1 - p)).toBeGreaterThan(0.01);
    expect(Math.abs(tally.counts.rung![d]! / paths - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / paths));
  });
  expectSamePaths(bound, 10);
});

test('an actor with a move in each of 60 regions: all of them are one choice, and the first comes when it should', () => {
  const ids = Array.from({ length: 60 }, (_, n) => `s${n}`);
  const text = switchesText(60)
    .replace('regions:\n', 'actors:\n  a: {label: A, opportunity_rate: down, stances: {}}\nregions:\n')
    .replace(
      'nature:\n',
      `moves:\n${ids.map((id) => `  ${id}_up: {label: up, actor: a, when: 'at("${id}.off")', to: {${id}: on}, utility: log(up)}`).join('\n')}\nnature:\n`,
    );
  const paths = 300;
  const { counts } = sampleVariant(boundOf(text), { seed: 2, count: paths });
  const rate = 60 * 0.004 + (0.3 * 60 * 0.004) / (1 + 60 * 0.004);
  const p = 1 - Math.exp(-rate * 5);
  expect(Math.abs(counts.any![0]! / paths - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / paths));
});

test('an event that depends on all of 60 regions: its rate in any states', () => {
  const all = Array.from({ length: 60 }, (_, n) => `at("s${n}.on")`).join(' + ');
  const model = localModelOf(boundOf(switchesText(60, `up * (1 + ${all})`)), []);
  const states = Uint8Array.from(model.start);
  const rateOf = (event: string): number | undefined => {
    const g = model.groups.findIndex((group) => group.events.includes(event));
    return model.row(g, states).transitions.find((t) => t.event === event)?.rate;
  };
  for (const on of [0, 1, 7, 59]) {
    states.fill(0).fill(1, 0, on);
    expect(rateOf('s59_on')).toBeCloseTo(0.004 * (1 + on), 12);
    expect(rateOf('s59_off')).toBeUndefined();
    if (on > 0) expect(rateOf('s0_off')).toBe(0.3);
  }
});

test('a rate that is no rate is a Problem with its place, also where it is met only on the way', () => {
  const scenario = scenarioOf(switchesText(60, 'up * (1 - at("s1.on") - at("s1.on"))'));
  const { value, problems } = withBound(scenario, { id: 'base' } as never, (bound) =>
    sampleVariant(bound, { seed: 1, count: 500 }),
  );
  expect(value).toBeNull();
  expect(problems.map((p) => p.code)).toEqual(['negative-rate']);
  expect(problems[0]!.line).toBeGreaterThan(60);
  expect(problems[0]!.message).toMatch(/^the hazard of `s\d+_on` is -0.004 where .*s1.on/);
});

test('an infinite rate, and `always` without one meaning, are Problems where a path meets them', () => {
  const problemsOf = (text: string): readonly { code: string; message: string }[] => {
    const { value, problems } = withBound(scenarioOf(text), { id: 'base' } as never, (bound) =>
      sampleVariant(bound, { seed: 1, count: 500 }),
    );
    expect(value).toBeNull();
    return problems;
  };
  const [infinite] = problemsOf(switchesText(60, 'up / (1 - at("s1.on"))'));
  expect(infinite!.code).toBe('not-a-number');
  expect(infinite!.message).toMatch(/^the hazard of `s\d+_on` is Infinity where .*s1.on/);
  const [order] = problemsOf(
    [
      switchesText(60),
      'always:',
      `  - {id: third, label: third, when: 'at("s1.on") and at("s3.off")', to: {s2: on}}`,
      `  - {id: fourth, label: fourth, when: 'at("s1.on") and at("s2.off")', to: {s3: on}}`,
    ].join('\n'),
  );
  expect(order!.code).toBe('always-order');
  expect(order!.message).toContain('`third`, `fourth`');
});

test('standoff sample: without a chain where there is none, and says so; run says that it can be sampled', () => {
  const folder = mkdtempSync(join(tmpdir(), 'standoff-local-'));
  try {
    writeFileSync(join(folder, 'switches.yaml'), switchesText(60));
    const sampled = processOf(folder, ['sample', 'switches.yaml', '--paths', '400']);
    expect(sampled.err).not.toMatch(/error/);
    expect(sampled.code).toBe(0);
    expect(sampled.out).toContain('Sampled without listing the configurations');
    expect(sampled.out).toMatch(/any +9\d\.\d% +\[9\d\.\d%, \d+\.\d%\]/);
    const run = processOf(folder, ['run', 'switches.yaml']);
    expect(run.code).toBe(1);
    expect(run.err).toContain('or sample: that does without listing configurations');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
