// Small random scenarios for fast-check: valid by construction, with finals, `always`, consent, stances, derived formulas and every kind of outcome.
import fc from 'fast-check';

interface Shape {
  regions: number[];
  seed: number;
}

/** A little deterministic generator for the inside of a scenario: fast-check shrinks the shape, the rest follows from the seed. */
function dice(seed: number): (n: number) => number {
  let state = seed >>> 0 || 1;
  return (n) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % n;
  };
}

/** The YAML (as JSON, which is YAML) of a random scenario with 2–4 regions of 2–3 states. */
export const scenarioText: fc.Arbitrary<string> = fc
  .record<Shape>({
    regions: fc.array(fc.integer({ min: 2, max: 3 }), { minLength: 2, maxLength: 4 }),
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  })
  .map(buildScenario);

function buildScenario({ regions: sizes, seed }: Shape): string {
  const roll = dice(seed);
  const state = (r: number, s: number): string => `at("r${r}.s${s}")`;
  const anyState = (): string => {
    const r = roll(sizes.length);
    return state(r, roll(sizes[r]!));
  };
  const guard = (): string => {
    const a = roll(3) === 0 ? `not ${anyState()}` : anyState();
    if (roll(2) === 0) return a;
    return `${a} ${roll(2) ? 'and' : 'or'} ${anyState()}`;
  };
  const regions = Object.fromEntries(
    sizes.map((n, r) => [
      `r${r}`,
      {
        initial: 's0',
        states: Object.fromEntries(
          Array.from({ length: n }, (_, s) => [
            `s${s}`,
            {
              ...(s === n - 1 && roll(4) === 0 ? { final: true } : {}),
              coordinate: { topic: (roll(5) - 2) / 2, other: roll(3) === 0 ? (roll(3) - 1) / 2 : 0 },
            },
          ]),
        ),
      },
    ]),
  );
  const to = (): Record<string, string> => {
    const r = roll(sizes.length);
    const effects: Record<string, string> = { [`r${r}`]: `s${roll(sizes[r]!)}` };
    if (roll(4) === 0) {
      const other = roll(sizes.length);
      effects[`r${other}`] = `s${roll(sizes[other]!)}`;
    }
    return effects;
  };
  const parameter = (value: number) => ({
    value,
    low: value - 0.5,
    high: value + 0.5,
    unit: 'logit',
    basis: 'assumed',
  });
  const rate = (value: number) => ({ value, low: value / 2, high: value * 2, unit: '1/day', basis: 'assumed' });
  const moves = Object.fromEntries(
    Array.from({ length: 2 + roll(4) }, (_, k) => [
      `m${k}`,
      {
        actor: roll(2) ? 'A' : 'B',
        when: guard(),
        to: to(),
        utility: roll(2) ? '-cost' : '-cost + pull * mood',
        ...(roll(3) === 0 ? { consent: {} as Record<string, string> } : {}),
      },
    ]),
  );
  for (const m of Object.values(moves)) if (m.consent) m.consent[m.actor === 'A' ? 'B' : 'A'] = 'pull';
  const nature = Object.fromEntries(
    Array.from({ length: 2 + roll(3) }, (_, k) => [
      `h${k}`,
      { when: guard(), to: to(), hazard: roll(2) ? 'slow' : 'slow + fast * mood' },
    ]),
  );
  // `always` that only ever leads to the last state of region 0, and only when region 1 is in its last: no cycle, no order.
  const always = roll(2)
    ? [{ id: 'pull_along', when: `${state(1, sizes[1]! - 1)} and ${state(0, 0)}`, to: { r0: `s${sizes[0]! - 1}` } }]
    : [];
  const last = sizes.length - 1;
  return JSON.stringify({
    meta: { id: 'random', title: 'random', horizon_days: 20, days_reported: [0, 1, 5, 20] },
    issues: { topic: 'one', other: 'two' },
    regions,
    parameters: {
      gain: parameter(1),
      cost: parameter((roll(5) - 2) / 2),
      pull: parameter(0.7),
      tempo: rate(0.4),
      slow: rate(0.05),
      fast: rate(0.3),
    },
    derived: { mood: { formula: `max(${anyState()}, ${anyState()})` } },
    choice: { stance_gain: 'gain' },
    actors: {
      A: { opportunity_rate: 'tempo', stances: { topic: { position: (roll(9) - 4) / 4, salience: 1 } } },
      B: { opportunity_rate: 'tempo * (1 + mood)', stances: { other: { position: (roll(9) - 4) / 4, salience: 0.5 } } },
    },
    moves,
    nature,
    always,
    outcomes: {
      reached: { kind: 'reach', set: state(last, sizes[last]! - 1) },
      there: { kind: 'at', set: `${state(0, 1)} or ${state(1, 0)}` },
      together: {
        kind: 'both',
        sets: [
          { id: 'a', set: state(0, 1) },
          { id: 'b', set: state(1, 1) },
        ],
      },
      earlier: { kind: 'before', first: state(0, 1), second: state(1, 1) },
      contest: {
        kind: 'race',
        causes: [
          { id: 'a', set: state(0, sizes[0]! - 1) },
          { id: 'b', set: state(1, 1) },
          { id: 'c', set: state(last, sizes[last]! - 1) },
        ],
      },
    },
    rewards: {
      load: { rate: `slow * ${state(0, 0)} + mood`, unit: 'units' },
      count: { rate: '0', impulse: { m0: '1', h0: 'mood' }, unit: 'events' },
      level: { rate: 'mood', measure: 'on_day', unit: '1' },
    },
  });
}
