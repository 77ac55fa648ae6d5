// The PRISM export against a reader of PRISM's language that shares nothing with it: the same reachable configurations, the same rates, the same answers. Names, tables and settled targets are looked at one by one.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { chainOf } from '../engine/chain/rates.ts';
import { structureOf } from '../engine/chain/structure.ts';
import { exportScenario } from '../engine/cli/export.ts';
import { UsageError } from '../engine/cli/terminal.ts';
import { prismOf } from '../engine/interchange/prism.ts';
import { buildNames } from '../engine/interchange/prism-names.ts';
import { solveVariant } from '../engine/result/solve-variant.ts';
import { type BoundScenario, bindVariant } from '../engine/scenario/bind.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { baseVariantOf, variantsOf, viewOf } from '../engine/scenario/view.ts';
import { ProblemError } from '../engine/vocabulary/problem.ts';
import { scenarioText } from './arbitraries.ts';
import { familyText } from './bench/family.ts';
import { inCampaign } from './campaign.ts';
import { answerPrism, explorePrism, type PrismChain, type PrismModel, readPrism } from './prism-reader.ts';

interface Exported {
  readonly bound: BoundScenario;
  readonly model: string;
  readonly properties: string;
}

function exported(text: string, variant?: string): Exported {
  const { value: scenario, problems } = loadScenario(text, 'model.yaml');
  if (!scenario) throw new Error(problems.map((p) => p.message).join('\n'));
  const chosen = variantsOf(scenario.file).find((v) => v.id === variant) ?? baseVariantOf(scenario.file);
  const bound = bindVariant(scenario, chosen).value!;
  return { bound, ...prismOf(bound, viewOf(scenario.file)) };
}

/** Reads and explores an export, and holds every rate of its chain against the engine's. `variableOf`: where names were changed. */
function sameChain(
  { bound, model, properties }: Exported,
  variableOf = (region: string): string => region,
): { read: PrismModel; chain: PrismChain } {
  const read = readPrism(model, properties, { T: bound.horizon });
  const found = explorePrism(read);
  const ours = chainOf(structureOf(bound), bound);
  const { states, regions } = ours.structure;
  const width = regions.length;
  const places = read.variables.map((v) => regions.findIndex((r) => variableOf(r.id) === v.name));
  const keys = new Map(found.states.map((x, i) => [x.join(), i]));
  const keyOf = (i: number): number | undefined =>
    keys.get(places.map((r) => (r < 0 ? 0 : states[i * width + r]!)).join());
  // PRISM leaves out what only rates of 0 lead to.
  const reached = new Set([0]);
  for (const i of reached)
    for (let k = ours.rowStart[i]!; k < ours.rowStart[i + 1]!; k++) if (ours.rate[k]! > 0) reached.add(ours.column[k]!);
  expect(found.states.length).toBe(reached.size);
  let worst = 0;
  for (const i of reached) {
    const row = found.rows[keyOf(i)!]!;
    let entries = 0;
    for (let k = ours.rowStart[i]!; k < ours.rowStart[i + 1]!; k++) {
      const rate = ours.rate[k]!;
      if (rate === 0) continue;
      entries++;
      const theirs = row.get(keyOf(ours.column[k]!)!) ?? 0;
      worst = Math.max(worst, Math.abs(theirs - rate) / rate);
    }
    expect(row.size).toBe(entries);
  }
  expect(worst).toBeLessThan(1e-12);
  return { read, chain: found };
}

/** Every answer on one day against the engine's; returns how many were compared. */
function sameAnswers(bound: BoundScenario, text: Exported, read: PrismModel, chain: PrismChain, day: number): number {
  const at = readPrism(text.model, text.properties, { T: day });
  expect([...at.properties.keys()]).toEqual([...read.properties.keys()]);
  const ours = solveVariant(bound, { days: [day] });
  const answers = new Map<string, number>();
  for (const o of bound.outcomes) {
    const result = ours.outcomes[o.id]!;
    if (result.kind !== 'race') answers.set(o.id, result.byDay[String(day)]!);
    else for (const [cause, p] of Object.entries(result.byDay[String(day)]!)) answers.set(`${o.id}_${cause}`, p);
  }
  for (const r of bound.rewards) {
    const result = ours.rewards[r.id]!;
    answers.set(
      r.id,
      r.measure === 'until' ? (result.mean ?? Number.POSITIVE_INFINITY) : result.byDay[String(day)]!.mean!,
    );
  }
  let compared = 0;
  for (const [id, value] of answers) {
    const renamed = at.properties.has(id) ? id : `${id}_`;
    // A race that nobody is left in has no question.
    if (!at.properties.has(renamed) && id.endsWith('_none')) continue;
    const theirs = answerPrism(at, chain, renamed);
    compared++;
    if (theirs === value) continue;
    expect(Math.abs(theirs - value), `${id}: ${theirs} and ${value}`).toBeLessThan(
      1e-10 * Math.max(1, Math.abs(value)),
    );
  }
  return compared;
}

function sameInAll(text: string, days: readonly number[], variant?: string): number {
  const made = exported(text, variant);
  const { read, chain } = sameChain(made, (id) => id.replaceAll('-', '_'));
  return days.reduce((sum, day) => sum + sameAnswers(made.bound, made, read, chain, day), 0);
}

describe('the same chain and the same answers', () => {
  const textbook = readdirSync('scenarios/textbook').filter((f) => f.endsWith('.yaml'));

  test.each(textbook)('textbook: %s, every variant', (file) => {
    const text = readFileSync(join('scenarios/textbook', file), 'utf8');
    const scenario = loadScenario(text, file).value!;
    for (const variant of variantsOf(scenario.file))
      expect(sameInAll(text, [1, 7], variant.id)).toBeGreaterThanOrEqual(2);
  });

  test('the template, all of its answers', () => {
    const text = readFileSync('scenarios/templates/standoff.yaml', 'utf8');
    expect(sameInAll(text, [30])).toBeGreaterThan(20);
  });

  test('the first case whole: every rate', { timeout: 120_000 }, () => {
    const text = readFileSync('scenarios/crises/iran-2026.yaml', 'utf8');
    const variants = variantsOf(loadScenario(text, 'iran-2026.yaml').value!.file).map((v) => v.id);
    for (const variant of inCampaign(variants)) {
      const made = exported(text, variant);
      const { chain } = sameChain(made);
      if (variant === 'base') expect(chain.states.length).toBe(16_290);
      // What PRISM has no word for is a table.
      expect(made.model).toMatch(/beyond PRISM's language/);
    }
  });

  test.each([3, 4, 5])('the crisis family of %i regions', (regions) => {
    const made = exported(familyText(regions));
    const { read, chain } = sameChain(made);
    expect(chain.states.length).toBe(4 ** regions);
    if (regions === 3) expect(sameAnswers(made.bound, made, read, chain, 30)).toBe(2);
  });

  test('random scenarios, every kind of outcome and reward', () => {
    let real = 0;
    fc.assert(
      fc.property(scenarioText, (text) => {
        const scenario = loadScenario(text, 'random.yaml').value;
        if (!scenario) return;
        try {
          structureOf(bindVariant(scenario, baseVariantOf(scenario.file)).value!);
        } catch (error) {
          if (error instanceof ProblemError && error.problems[0]?.code === 'always-order') return;
          throw error;
        }
        real++;
        expect(sameInAll(text, [5])).toBeGreaterThan(7);
      }),
      { numRuns: 60, seed: 20260202 },
    );
    expect(real).toBeGreaterThan(15);
  });
});

const parameter = (value: number): string =>
  `{value: ${value}, low: ${value - 1}, high: ${value + 1}, unit: logit, basis: assumed}`;

describe('names', () => {
  test('words of PRISM, dashes and what they collide with are renamed, and the table says so', () => {
    const text = `
meta: {id: names, title: 'Names, all of them awkward', horizon_days: 10}
regions:
  module: {initial: init, states: {init: , F: }}
  C: {initial: a-b, states: {a-b: , a_b: }}
  a-b: {initial: x, states: {x: , y: }}
  a_b: {initial: x, states: {x: , y: }}
  T: {initial: x, states: {x: , y: }}
  eul: {initial: x, states: {x: , y: }}
constants: {U: 1, max_: 2}
parameters:
  P: {value: 0.2, low: 0.1, high: 0.3, unit: 1/day, basis: assumed}
  rate: {value: 0.4, low: 0.1, high: 0.9, unit: 1/day, basis: assumed}
  log_: ${parameter(0)}
derived: {rewards: {formula: 'U + max_ * at("C.a_b") + exp(log_)'}}
nature:
  endmodule: {when: 'at("module.init")', to: {module: F}, hazard: P * rewards}
  filter: {when: 'at("C.a-b")', to: {C: a_b}, hazard: rate}
  one: {when: 'at("a-b.x")', to: {a-b: y}, hazard: P}
  two: {when: 'at("a_b.x")', to: {a_b: y}, hazard: 'rate * (1 + at("T.y"))'}
  three: {when: 'at("T.x") and at("eul.y")', to: {T: y}, hazard: rate}
  four: {when: 'at("eul.x")', to: {eul: y}, hazard: P}
outcomes:
  label: {kind: reach, set: 'at("module.F") and at("a-b.y") and at("a_b.y")'}
  deadlock: {kind: at, set: 'at("T.y") or at("C.a_b")'}
  G: {kind: race, causes: [{id: X, set: 'at("C.a_b")'}, {id: W, set: 'at("eul.y")'}]}
`;
    const made = exported(text);
    // First come, first served: a-b is the first to ask for a_b.
    const renames: Record<string, string> = {
      module: 'module_',
      C: 'C_',
      'a-b': 'a_b',
      a_b: 'a_b_2',
      T: 'T_2',
      eul: 'eul_2',
    };
    const { read, chain } = sameChain(made, (id) => renames[id] ?? id);
    expect(read.variables.map((v) => v.name)).toEqual(['module_', 'C_', 'a_b', 'a_b_2', 'T_2', 'eul_2']);
    for (const line of ['module_ was module', 'C_ was C', 'a_b was a-b', 'a_b_2 was a_b', 'T_2 was T', 'P_ was P'])
      expect(made.model).toContain(`//   ${line}\n`);
    expect(made.properties).toContain('//   label_ was label\n');
    const at = readPrism(made.model, made.properties, { T: 4 });
    const ours = solveVariant(made.bound, { days: [4] }).outcomes;
    const label = ours.label as { byDay: Record<string, number> };
    expect(answerPrism(at, chain, 'label_')).toBeCloseTo(label.byDay['4']!, 11);
    const race = ours.G as { byDay: Record<string, Record<string, number>> };
    expect(answerPrism(at, chain, 'G_X')).toBeCloseTo(race.byDay['4']!.X!, 11);
    expect(read.properties.size).toBe(5);
  });

  test('what is made of two names is not what is made of two others', () => {
    const move = (actor: string, to: string, other: string): string =>
      `{actor: ${actor}, when: 'at("go.${to}")', to: {go: ${to}2}, utility: -cost, consent: {${other}: cost}}`;
    const made = exported(`
meta: {id: pairs, title: Pairs, horizon_days: 10}
issues: {c: one, b_c: two}
parameters: {r: {value: 0.3, low: 0.1, high: 1, unit: 1/day, basis: assumed}, gain: ${parameter(1.5)}, cost: ${parameter(0.4)}}
choice: {stance_gain: gain}
actors:
  A: {opportunity_rate: r, stances: {b_c: {position: 0.5, salience: 1}}}
  A_b: {opportunity_rate: r, stances: {c: {position: -0.8, salience: 1}}}
regions:
  go: {initial: x, states: {x: , x2: {coordinate: {c: 1, b_c: 0.3}}, y: , y2: {coordinate: {c: -0.4, b_c: 1}}}}
moves: {go: ${move('A', 'x', 'A_b')}, b_go: ${move('A_b', 'y', 'A')}, back: {actor: A_b, when: 'at("go.x2")', to: {go: y}, utility: cost, consent: {A: -cost}}}
outcomes:
  a_b: {kind: race, causes: [{id: c, set: 'at("go.y2")'}, {id: any, set: 'at("go.y")'}]}
  a: {kind: race, causes: [{id: b_c, set: 'at("go.x2")'}, {id: b_none, set: 'at("go.y2")'}]}
  a_b_c: {kind: at, set: 'at("go.y")'}
  until_a: {kind: reach, set: 'at("go.x2")'}
rewards:
  a: {rate: 'at("go.x")', measure: until, until: 'at("go.x2")', unit: day}
  a_b_c: {rate: 'at("go.x2")', unit: day}
`);
    const { read, chain } = sameChain(made);
    const at = readPrism(made.model, made.properties, { T: 4 });
    expect([...at.properties.keys()]).toEqual([...read.properties.keys()]);
    const { outcomes, rewards } = solveVariant(made.bound, { days: [4] });
    const race = (id: string) => (outcomes[id] as { byDay: Record<string, Record<string, number>> }).byDay['4']!;
    const asked: Record<string, number> = {
      a_b_c_3: race('a_b').c!,
      a_b_any: race('a_b').any!,
      a_b_none: race('a_b').none!,
      a_b_c_4: race('a').b_c!,
      a_b_none_2: race('a').b_none!,
      a_none: race('a').none!,
      a_b_c: (outcomes.a_b_c as { byDay: Record<string, number> }).byDay['4']!,
      until_a: (outcomes.until_a as { byDay: Record<string, number> }).byDay['4']!,
      a_2: rewards.a!.mean!,
      a_b_c_2: rewards.a_b_c!.byDay['4']!.mean!,
    };
    // Outcomes first, then rewards, then causes.
    for (const [id, value] of Object.entries(asked)) expect(answerPrism(at, chain, id), id).toBeCloseTo(value, 10);
    expect([...at.properties.keys()].sort()).toEqual(Object.keys(asked).sort());
  });

  test('any text becomes an identifier, each key one of its own', () => {
    const names = buildNames(['taken']);
    expect(names.of('a', 'a.b')).toBe('a_b');
    expect(names.of('b', 'a-b')).toBe('a_b_2');
    expect(names.of('c', 'Türkiye')).toBe('T_rkiye');
    expect(names.of('d', '2nd')).toBe('_2nd');
    expect(names.of('e', 'taken')).toBe('taken_2');
    expect(names.of('f', 'Pmax')).toBe('Pmax_');
    expect(names.of('g', 'Pmax_')).toBe('Pmax__2');
    expect(names.of('h', '')).toBe('_');
    expect(names.of('a', 'something else')).toBe('a_b');
    expect(names.renamed().map((r) => r.wanted)).toEqual([
      'a.b',
      'a-b',
      'Türkiye',
      '2nd',
      'taken',
      'Pmax',
      'Pmax_',
      '',
    ]);
  });

  test('a label cannot end its comment', () => {
    const made = exported(`
meta: {id: lines, title: "one\\ntwo\\r\\nthree\\u2028four", horizon_days: 1}
parameters: {r: {value: 1, low: 0, high: 2, unit: "1/day\\nendmodule", basis: "a\\rb"}}
regions: {a: {label: "x\\nmodule", initial: s, states: {s: {label: "y\\rconst"}, t: }}}
nature: {go: {label: "go\\n[] true", when: 'at("a.s")', to: {a: t}, hazard: r}}
outcomes: {gone: {kind: reach, label: "z\\nlabel", set: 'at("a.t")'}}
`);
    const { read, chain } = sameChain(made);
    expect(answerPrism(read, chain, 'gone')).toBeCloseTo(1 - Math.exp(-1), 12);
    expect(made.model.split('\n').filter((l) => /^(?:endmodule|module|const|\[\])/.test(l)).length).toBe(5);
  });
});

describe('what PRISM has no word for', () => {
  const settling = (always: string): string =>
    `
meta: {id: settle, title: What follows at once, horizon_days: 10}
parameters: {r: {value: 0.3, low: 0.1, high: 1, unit: 1/day, basis: assumed}, gain: ${parameter(1.5)}, cost: ${parameter(0.4)}}
issues: {peace: for it}
choice: {stance_gain: gain}
actors:
  A: {opportunity_rate: r, stances: {peace: {position: 0.8, salience: 0.5}}}
  B: {opportunity_rate: 2 * r, stances: {peace: {position: -0.6, salience: 1}}}
constants: {}
regions:
  war: {initial: off, states: {off: , on: , over: {final: true}}}
  talks: {initial: open, states: {open: {coordinate: {peace: 1}}, shut: , broken: {coordinate: {peace: -0.5}}}}
  camp: {initial: none, states: {none: , full: {coordinate: {peace: -0.25}}}}
moves:
  attack: {actor: A, when: 'at("war.off")', to: {war: on}, utility: -cost}
  reopen: {actor: B, when: 'not at("talks.open")', to: {talks: open}, utility: cost, consent: {A: -cost}}
nature:
  stop: {when: 'at("war.on")', to: {war: off}, hazard: r}
  end: {when: 'at("war.on") and at("camp.full")', to: {war: over}, hazard: r}
  drift: {when: 'at("talks.open")', to: {talks: shut}, hazard: r}
always:
${always}
outcomes: {over: {kind: reach, set: 'at("war.over")'}, broken: {kind: at, set: 'at("talks.broken")'}}
`
      .replace('2 * r', 'r + r')
      .replace('constants: {}\n', '');

  test('settled targets of `always`, chains of them, and what they are worth', () => {
    const text = settling(`
  - {id: breaks, when: 'at("war.on") and at("talks.open")', to: {talks: broken}}
  - {id: fills, when: 'at("talks.broken") and at("camp.none")', to: {camp: full}}
`);
    const made = exported(text);
    const { read, chain } = sameChain(made);
    expect(sameAnswers(made.bound, made, read, chain, 6)).toBe(2);
    // attack settles in three ways: talks not open; open, and the camp empty or full already.
    expect(made.model.match(/rate_attack > 0 -> rate_attack/g)).toHaveLength(3);
    expect(made.model).toMatch(/war'=war_on\) & \(talks'=talks_broken\) & \(camp'=camp_full\)/);
  });

  test('a move that is undone at once waits: its share of the choice stays, and there is no command', () => {
    const made = exported(
      settling(`\n  - {id: shuts, when: 'at("talks.open") and at("war.on")', to: {talks: shut}}\n`),
    );
    const { read, chain } = sameChain(made);
    expect(sameAnswers(made.bound, made, read, chain, 6)).toBe(2);
    // Where there is war, talks that are shut cannot be reopened.
    expect(made.model).toMatch(/odds_reopen/);
    expect(made.model.match(/\[\][^\n]*-> rate_reopen/g)!.length).toBeGreaterThan(0);
  });

  test('utilities whose powers are no doubles are scaled', () => {
    const text = `
meta: {id: far, title: Far utilities, horizon_days: 10}
parameters: {r: {value: 0.3, low: 0.1, high: 1, unit: 1/day, basis: assumed}, much: {value: 900, low: 0, high: 2000, unit: logit, basis: assumed}, little: ${parameter(0.5)}}
actors: {A: {opportunity_rate: r}, B: {opportunity_rate: r}}
regions: {a: {initial: s, states: {s: , t: , u: }}, b: {initial: s, states: {s: , t: }}}
moves:
  up: {actor: A, when: 'at("a.s")', to: {a: t}, utility: much + little}
  over: {actor: A, when: 'at("a.s")', to: {a: u}, utility: much, consent: {B: -much}}
  ask: {actor: B, when: 'at("b.s")', to: {b: t}, utility: little, consent: {A: much}}
outcomes: {t: {kind: reach, set: 'at("a.t")'}, b: {kind: reach, set: 'at("b.t")'}}
`;
    const made = exported(text);
    expect(made.model).toContain('formula top_A = max(0, ');
    expect(made.model).not.toContain('formula top_B');
    const read = readPrism(made.model, made.properties, { T: 10 });
    // Consent of e^-900 is 0 in doubles, here and there.
    const { chain } = sameChain(made);
    expect(answerPrism(read, chain, 't')).toBeCloseTo(1 - Math.exp(-3 / (1 + Math.exp(-0.5))), 9);
  });

  test('every function of the language, rewards below 0, switches, regions of one state', () => {
    const text = `
meta: {id: words, title: All words, horizon_days: 10}
constants: {two: 2, four: 4, half: 0.5, big: 3000000000, small: 1.0e-7}
parameters: {r: {value: 0.3, low: 0.1, high: 1, unit: 1/day, basis: assumed}}
switches: {fast: {default: true, basis: assumed}}
actors: {A: {opportunity_rate: r}}
regions:
  a: {initial: s, states: {s: , t: , u: }}
  b: {initial: s, states: {s: , t: }}
  fixed: {initial: only, states: {only: }}
derived:
  busy: {formula: 'erlangB(two, two + at("a.t"))'}
  blocked: {formula: 'half * (1 - blocked * at("b.t")) + at("a.u") * small', fixed_point: {start: 0, low: 0, high: 1}}
  chosen: {formula: 'at("a.s") and not at("b.t") ? sqrt(four) : at("a.t") or half < two ? log(four) : exp(-two)'}
  odd: {formula: '(at("a.s") == at("b.s")) + (two != four) + (half >= two ? 1 : 0) + max(min(two, half, four), -half) + min(two)'}
  unequal: {formula: 'not (two > four) and (chosen or 0) ? big / big : 0'}
  either: {formula: '(at("b.t") ? at("a.t") : fast) ? 1 : half'}
nature:
  ab: {when: 'at("a.s") and fast', to: {a: t}, hazard: r * chosen}
  ac: {when: 'at("a.t") and at("fixed.only")', to: {a: u}, hazard: r * busy * odd}
  ca: {when: 'at("a.u")', to: {a: s}, hazard: r * (blocked + unequal + fast) * either}
  bb: {when: 'not (at("b.t") and at("fixed.only"))', to: {b: t}, hazard: r}
moves:
  back: {actor: A, when: 'at("b.t")', to: {b: s}, utility: 'chosen - odd'}
outcomes: {u: {kind: reach, set: 'at("a.u")'}, sure: {kind: reach, set: 'at("fixed.only")'}, both: {kind: both, sets: [{id: a, set: 'at("a.u")'}, {id: b, set: 'at("b.t")'}, {id: c, set: 'at("a.t")'}]}}
rewards:
  sum: {rate: 'half - at("a.t") * two', unit: u}
  count: {rate: 'at("a.u")', impulse: {ab: '-half', back: chosen}, unit: u}
  mean: {rate: busy, measure: average, unit: u}
  level: {rate: '-blocked', measure: on_day, unit: u}
  until: {rate: '1', measure: until, until: 'at("a.u")', unit: day}
`;
    const made = exported(text);
    const { read, chain } = sameChain(made);
    expect(read.variables.map((v) => v.name)).toEqual(['a', 'b']);
    expect(sameAnswers(made.bound, made, read, chain, 3)).toBe(8);
    expect(made.model).toContain('rewards "sum_below_0"');
    // A table follows no change of the numbers that it was made with, and says which they are.
    expect(made.model).toMatch(/\/\/ erlangB\(two, two \+ at\("a\.t"\)\): beyond PRISM's language.*made with two = 2/);
    expect(made.model).not.toMatch(/formula blocked = .*half/);
  });

  test('a number can be changed and run again', () => {
    const text = familyText(3);
    const made = exported(text);
    const changed = made.model.replace('const double pull = 0.6;', 'const double pull = 1.1;');
    expect(changed).not.toBe(made.model);
    const ours = exported(text.replace('pull: {value: 0.6', 'pull: {value: 1.1'));
    sameChain({ ...ours, model: changed });
  });

  test('nothing that can happen', () => {
    const made = exported(`
meta: {id: still, title: Still, horizon_days: 1}
regions: {a: {initial: s, states: {s: }}}
outcomes: {here: {kind: reach, set: 'at("a.s")'}}
`);
    const read = readPrism(made.model, made.properties, { T: 1 });
    const chain = explorePrism(read);
    expect(chain.states).toHaveLength(1);
    expect(answerPrism(read, chain, 'here')).toBeCloseTo(1, 12);
  });

  test('a table over too many states is refused with its name', () => {
    const regions = Array.from({ length: 7 }, (_, n) => `  r${n}: {initial: s0, states: {s0: , s1: , s2: , s3: }}`);
    const moves = Array.from({ length: 7 }, (_, n) =>
      [0, 1, 2].map((s) => `  h${n}${s}: {when: 'at("r${n}.s${s}")', to: {r${n}: s${s + 1}}, hazard: r}`),
    ).flat();
    const load = Array.from({ length: 7 }, (_, n) => `at("r${n}.s1") + two * at("r${n}.s2")`).join(' + ');
    const text = `
meta: {id: wide, title: Wide, horizon_days: 1}
constants: {two: 2}
parameters: {r: {value: 0.3, low: 0.1, high: 1, unit: 1/day, basis: assumed}}
regions:
${regions.join('\n')}
nature:
${moves.join('\n')}
outcomes: {done: {kind: reach, set: 'at("r0.s3")'}}
rewards: {busy: {rate: 'erlangB(two, ${load})', unit: share}}
`;
    expect(() => exported(text)).toThrow(/`erlangB\(two, .*cannot be written in PRISM but as a table/);
  });
});

describe('standoff export', () => {
  const folder = mkdtempSync(join(tmpdir(), 'standoff-prism-'));
  const file = join(folder, 'model.yaml');
  beforeAll(() => {
    writeFileSync(file, readFileSync('scenarios/textbook/one-move.yaml', 'utf8'));
    for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockReturnValue(true);
  });
  afterAll(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });

  test('writes both files once, and over them only with --force', () => {
    const out = join(folder, 'deep', 'models');
    expect(exportScenario(file, { prism: true, out })).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['one-move-base.prism', 'one-move-base.props']);
    const model = readFileSync(join(out, 'one-move-base.prism'), 'utf8');
    expect(model).toMatch(/engine standoff \d+\.\d+\.\d+; inputs [0-9a-f]{64}/);
    expect(() => exportScenario(file, { prism: true, out })).toThrow(UsageError);
    writeFileSync(join(out, 'one-move-base.prism'), '');
    expect(exportScenario(file, { prism: true, out, force: true })).toBe(0);
    expect(readFileSync(join(out, 'one-move-base.prism'), 'utf8')).toBe(model);
  });

  test('mistakes: no language, no such variant, no such file, a folder that cannot be made', () => {
    expect(() => exportScenario(file, { out: folder })).toThrow(/--prism/);
    expect(() => exportScenario(file, { prism: true, out: folder, variant: 'bass' })).toThrow(/unknown variant `bass`/);
    expect(exportScenario(join(folder, 'none.yaml'), { prism: true, out: folder })).toBe(1);
    expect(exportScenario(file, { prism: true, out: join(file, 'below') })).toBe(1);
  });

  test('the crisis family as PRISM models, from the bench', () => {
    const out = join(folder, 'family');
    execFileSync(process.execPath, ['test/bench/run.js', '--prism', out, '3', '4'], { stdio: 'pipe' });
    expect(readdirSync(out).sort()).toEqual(['crisis-3.prism', 'crisis-3.props', 'crisis-4.prism', 'crisis-4.props']);
    const text = (name: string): string => readFileSync(join(out, name), 'utf8');
    expect(explorePrism(readPrism(text('crisis-4.prism'), text('crisis-4.props'), { T: 90 })).states).toHaveLength(256);
  });
});
