// Corners with closed forms, each once gone wrong: consequences that a mover foresees, counted events that change nothing, bounds that are no fixed points, stiffness, rarity.
import { describe, expect, test } from 'vitest';
import { runVariant, sampleVariant } from '../engine/result/run.ts';
import { bindVariant } from '../engine/scenario/bind.ts';
import { loadScenario } from '../engine/scenario/load.ts';

function load(text: string) {
  const loaded = loadScenario(text, 'corner.yaml');
  expect(loaded.problems.filter((p) => p.severity === 'error')).toEqual([]);
  return loaded.value!;
}
const solve = (text: string) => runVariant(load(text), { id: 'base' });
function probability(text: string, outcome: string, day: string): number {
  const o = solve(text).value!.outcomes[outcome]!;
  if (o.kind === 'race') throw new Error('a race');
  return o.byDay[day]!;
}

const head = (more: string) => `
meta: {id: corner, title: corner, horizon_days: 10}
issues: {peace: the issue}
parameters:
  lam: {value: 0.5, unit: 1/day, basis: assumed}
  gain: {value: 3, unit: logit, basis: assumed}
choice: {stance_gain: gain}
actors: {A: {opportunity_rate: lam, stances: {peace: {position: -1, salience: 1}}}}
${more}`;
/** One move at utility −3: hazard 0.5 / (1 + e³), over 10 days. */
const reluctant = 1 - Math.exp((-10 * 0.5) / (1 + Math.exp(3)));

describe('a mover foresees what follows at once', () => {
  test('through a chain of `always` outside the regions that the outcome reads', () => {
    const text = head(`
regions:
  k: {initial: a, states: {a: , b: }}
  r1: {initial: a, states: {a: , b: }}
  r2: {initial: a, states: {a: , b: {coordinate: {peace: 1}}}}
moves: {m: {actor: A, to: {k: b}, when: 'at("k.a")', utility: 0}}
always:
  - {id: a1, when: 'at("k.b")', to: {r1: b}}
  - {id: a2, when: 'at("r1.b")', to: {r2: b}}
outcomes: {o: {kind: reach, set: 'at("k.b")'}}`);
    expect(probability(text, 'o', '10')).toBeCloseTo(reluctant, 12);
  });

  test('through an `always` that sets a region that the outcome reads and one that it does not', () => {
    const text = head(`
regions:
  k: {initial: a, states: {a: , b: }}
  k2: {initial: a, states: {a: , b: }}
  m: {initial: a, states: {a: , b: {coordinate: {peace: 1}}}}
moves: {act: {actor: A, to: {k: b}, when: 'at("k.a")', utility: 0}}
always: [{id: a1, when: 'at("k.b")', to: {k2: b, m: b}}]
outcomes: {o: {kind: reach, set: 'at("k2.b")'}}`);
    expect(probability(text, 'o', '10')).toBeCloseTo(reluctant, 12);
  });
});

describe('impulses count every firing', () => {
  const counting = (regions: string, nature: string, always = '[]') => `
meta: {id: counting, title: counting, horizon_days: 10}
regions: ${regions}
parameters: {lam: {value: 2, unit: 1/day, basis: assumed}}
nature: ${nature}
always: ${always}
rewards: {n: {impulse: {e: 1}, unit: events}}`;

  test.each([
    [
      'of a hazard that changes nothing',
      counting('{k: {initial: open, states: {open: }}}', '{e: {when: \'at("k.open")\', to: {k: open}, hazard: lam}}'),
    ],
    [
      'of a hazard whose change is undone at once',
      counting(
        '{k: {initial: a, states: {a: , b: }}, m: {initial: m1, states: {m1: , m2: }}}',
        '{e: {when: \'at("k.a")\', to: {k: b}, hazard: lam}}',
        '[{id: back, when: \'at("k.b")\', to: {k: a, m: m2}}]',
      ),
    ],
  ])('%s: a Poisson count', (_, text) => {
    const { mean, sd } = solve(text).value!.rewards.n!;
    expect(mean).toBeCloseTo(20, 9);
    expect(sd).toBeCloseTo(Math.sqrt(20), 6);
    const tally = sampleVariant(bindVariant(load(text), { id: 'base' }).value!, { seed: 1, count: 4_000 });
    const sampled = tally.rewards.n!.reduce((a, b) => a + b, 0) / 4_000;
    expect(Math.abs(sampled - 20)).toBeLessThan((4 * Math.sqrt(20)) / Math.sqrt(4_000));
  });
});

const single = (rest: string, parameters: string, horizon = 10) => `
meta: {id: single, title: single, horizon_days: ${horizon}}
regions: {k: {initial: a, states: {a: , b: }}}
parameters: ${parameters}
${rest}`;

test.each(['lam', 'd + lam'])('a bound is no fixed point of `%s`', (formula) => {
  const { value, problems } = solve(
    single(
      `derived: {d: {formula: ${formula}, fixed_point: {start: 0, low: 0, high: 1}}}
nature: {e: {when: 'at("k.a")', to: {k: b}, hazard: d}}
outcomes: {o: {kind: reach, set: 'at("k.b")'}}`,
      '{lam: {value: 5, unit: 1/day, basis: assumed}}',
    ),
  );
  expect(value).toBeNull();
  expect(problems.map((p) => p.code)).toEqual(['fixed-point']);
  expect(problems[0]!.line).toBe(5);
});

test('what is rare is not impossible', () => {
  const rare = (rate: number) =>
    single(
      `nature: {e: {when: 'at("k.a")', to: {k: b}, hazard: lam}}
outcomes: {o: {kind: reach, set: 'at("k.b")'}}`,
      `{lam: {value: ${rate}, unit: 1/day, basis: assumed}}`,
    );
  expect(probability(rare(1e-17), 'o', '10') / 1e-16).toBeCloseTo(1, 9);
  expect(probability(rare(1e-299), 'o', '10') / 1e-298).toBeCloseTo(1, 9);
  expect(probability(rare(1e-320), 'o', '10')).toBeLessThan(1e-318);
});

test('a stiff chain is refused by name and place before anything is allocated', () => {
  const { value, problems } = solve(
    single(
      `nature: {e: {when: 'at("k.a")', to: {k: b}, hazard: lam}, back: {when: 'at("k.b")', to: {k: a}, hazard: slow}}
outcomes: {o: {kind: at, set: 'at("k.b")'}}`,
      '{lam: {value: 3000, unit: 1/day, basis: assumed}, slow: {value: 1, unit: 1/day, basis: assumed}}',
      36_525,
    ),
  );
  expect(value).toBeNull();
  expect(problems.map((p) => [p.code, p.line])).toEqual([['too-stiff', 5]]);
  expect(problems[0]!.message).toContain('`e`');
});

test('an expectation until a set is reached, with rates four orders apart', () => {
  // a ↔ b at 1 a day, b → c at 1e-4 a day: mean 1 + 2 / 1e-4 … = 20,001 days; elimination has no trouble with it.
  const { value } = solve(`
meta: {id: slow, title: slow, horizon_days: 10}
regions: {k: {initial: a, states: {a: , b: , c: }}}
parameters: {fast: {value: 1, unit: 1/day, basis: assumed}, slow: {value: 0.0001, unit: 1/day, basis: assumed}}
nature:
  ab: {when: 'at("k.a")', to: {k: b}, hazard: fast}
  ba: {when: 'at("k.b")', to: {k: a}, hazard: fast}
  bc: {when: 'at("k.b")', to: {k: c}, hazard: slow}
rewards: {time: {rate: 1, measure: until, until: 'at("k.c")', unit: days}}`);
  const { mean, sd } = value!.rewards.time!;
  expect(mean).toBeCloseTo(20_001, 6);
  expect(sd! / mean!).toBeCloseTo(1, 3);
});

test('one misspelt name read in many places is one Problem', () => {
  const { problems } = loadScenario(
    single(
      `nature: {e: {when: 'at("k.a")', to: {k: b}, hazard: lamb}, back: {when: 'at("k.b")', to: {k: a}, hazard: lamb + lamb}}
outcomes: {o: {kind: reach, set: 'at("k.b")'}}`,
      '{lam: {value: 1, unit: 1/day, basis: assumed}}',
    ),
    'corner.yaml',
  );
  expect(problems.map((p) => [p.code, p.line])).toEqual([['unknown-name', 5]]);
  expect(problems[0]!.message).toBe('unknown name `lamb` (and in 1 more place)');
  expect(problems[0]!.repair).toContain('`lam`');
});

test('a configuration that one reading of `always` only passes through may have no one meaning itself, and is not counted', () => {
  // From (b, b, b): one at a time first `rise` and then `second`; all at once `rise` and `push` together, after which nothing is enabled. Both end in (c, c, b).
  // From (c, b, b), on the way of the first reading, `second` and `third` would disagree with their round.
  const text = `
meta: {id: passing, title: passing, horizon_days: 10}
constants: {speed: 0.5}
regions:
  a: {initial: a, states: {a: , b: , c: }}
  b: {initial: a, states: {a: , b: , c: }}
  c: {initial: a, states: {a: , b: , c: }}
nature: {go: {when: 'at("a.a")', to: {a: b, b: b, c: b}, hazard: speed}}
always:
  - {id: rise, when: 'at("a.b")', to: {a: c}}
  - {id: push, when: 'at("a.b")', to: {b: c}}
  - {id: second, when: 'at("a.c") and at("b.b") and at("c.b")', to: {b: c}}
  - {id: third, when: 'at("a.c") and at("b.b") and at("c.b")', to: {c: c}}
outcomes:
  there: {label: there, kind: reach, set: 'at("a.c") and at("b.c") and at("c.b")'}
  astray: {label: astray, kind: reach, set: 'at("c.c")'}
`;
  const result = solve(text).value!;
  expect(result.configurations).toBe(2);
  expect(probability(text, 'there', '10')).toBeCloseTo(-Math.expm1(-5), 12);
  expect(probability(text, 'astray', '10')).toBe(0);
});
