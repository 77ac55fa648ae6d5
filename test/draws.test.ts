// Draws of everything that is uncertain: the points, the laws, the answers over them; against closed forms, SciPy's numbers and the bands of the independent program.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import {
  bandsOf,
  type Draws,
  type DrawsSummary,
  drawerOf,
  drawsSummaryOf,
  joinDraws,
  reasonsOf,
} from '../engine/result/draws.ts';
import { runVariant } from '../engine/result/run.ts';
import { buildPoints, directionsOf, sobolDimensions } from '../engine/sample/sobol.ts';
import { loadScenario, type Scenario } from '../engine/scenario/load.ts';
import { drawnVariant, normalQuantile, normalShare, priorOf } from '../engine/scenario/prior.ts';
import { baseVariantOf } from '../engine/scenario/view.ts';
import { buildHandler } from '../engine/work/handler.ts';
import type { FromWorker } from '../engine/work/messages.ts';
import { furthestFromReference, referenceBands } from './bands.ts';

const root = join(import.meta.dirname, '..');
const opened = (text: string): Scenario => {
  const { value, problems } = loadScenario(text, 'x.yaml');
  if (!value) throw new Error(problems.map((p) => p.message).join('\n'));
  return value;
};

describe('points', () => {
  test("direction numbers give SciPy's Sobol points", () => {
    // scipy 1.17.1: (qmc.Sobol(256, scramble=False, bits=32).random(2048) * 2**32)[n], dimensions 1, 2, 3, 10, 99, 201 and 256.
    const printed: Record<number, number[]> = {
      1: [2147483648, 2147483648, 2147483648, 2147483648, 2147483648, 2147483648, 2147483648],
      2: [3221225472, 1073741824, 1073741824, 3221225472, 1073741824, 3221225472, 3221225472],
      5: [3758096384, 3758096384, 536870912, 536870912, 3758096384, 536870912, 3758096384],
      100: [1778384896, 1107296256, 3321888768, 2986344448, 3724541952, 3657433088, 2449473536],
      1023: [4194304, 3233808384, 2629828608, 3653238784, 4173332480, 2831155200, 3619684352],
      2047: [2097152, 2694840320, 3999268864, 1914699776, 2350907392, 3537895424, 2061500416],
    };
    const directions = directionsOf(256);
    for (const [n, row] of Object.entries(printed)) {
      // SciPy walks in the order of the Gray code.
      const code = Number(n) ^ (Number(n) >>> 1);
      const point = [0, 1, 2, 9, 98, 200, 255].map((d) => {
        let x = 0;
        for (let k = 0; k < 32; k++) if ((code >>> k) & 1) x ^= directions[32 * d + k]!;
        return x >>> 0;
      });
      expect(point, n).toEqual(row);
    }
  });

  test.each([1, 2, 20_260_202])(
    'seed %i: the first 2^k points put one into each of 2^k cells of every axis',
    (seed) => {
      const n = 1024;
      const points = pointsOf(seed, sobolDimensions, n);
      for (let d = 0; d < sobolDimensions; d++)
        for (const cells of [2, 16, 64, n]) {
          const filled = new Set(points.slice(0, cells).map((p) => Math.floor(p[d]! * cells)));
          expect(filled.size, `dimension ${d + 1}, ${cells} points`).toBe(cells);
        }
      // The first two dimensions together: one of 256 points into each of 16 × 16 squares.
      const squares = points.slice(0, 256).map(([x, y]) => Math.floor(16 * x!) + 16 * Math.floor(16 * y!));
      expect(new Set(squares).size).toBe(256);
    },
  );

  test('the mean of a product over 20 axes is known five times better than by chance, and without bias', () => {
    // f = Π (1 + (x_d − ½) / 2) has mean 1 and variance (1 + 1/48)^20 − 1.
    const sd = Math.sqrt((1 + 1 / 48) ** 20 - 1);
    const errors = Array.from({ length: 32 }, (_, seed) => {
      const values = pointsOf(seed, 20, 1024).map((p) => p.reduce((product, x) => product * (1 + (x - 0.5) / 2), 1));
      return values.reduce((sum, v) => sum + v, 0) / 1024 - 1;
    });
    const rms = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / 32);
    expect(rms).toBeLessThan(sd / Math.sqrt(1024) / 5);
    expect(Math.abs(errors.reduce((sum, e) => sum + e, 0) / 32)).toBeLessThan((4 * rms) / Math.sqrt(32));
  });

  test('other seeds give other points; beyond the table they are random but never 0 or 1', () => {
    expect(pointsOf(1, 3, 4)).not.toEqual(pointsOf(2, 3, 4));
    const wide = pointsOf(1, sobolDimensions + 40, 512);
    expect(wide.map((p) => p.slice(0, sobolDimensions))).toEqual(pointsOf(1, sobolDimensions, 512));
    const last = wide.flatMap((p) => Array.from(p.slice(sobolDimensions)));
    expect(last.every((x) => x > 0 && x < 1)).toBe(true);
    expect(new Set(last).size).toBeGreaterThan(last.length - 3);
    expect(Math.abs(last.reduce((a, b) => a + b, 0) / last.length - 0.5)).toBeLessThan(4 / Math.sqrt(12 * last.length));
  });
});

function pointsOf(seed: number, dimensions: number, n: number): Float64Array[] {
  const point = buildPoints(seed, dimensions);
  return Array.from({ length: n }, (_, k) => {
    const to = new Float64Array(dimensions);
    point(k, to);
    return to;
  });
}

const laws = opened(`
meta: {id: laws, title: Laws, horizon_days: 10, days_reported: [5, 10]}
issues: {peace: 'wants it (+)'}
regions: {r: {initial: a, states: {a: {}, b: {coordinate: {peace: 1}}}}}
parameters:
  level: {value: 2, low: 1, high: 5, distribution: normal, unit: logit, basis: assumed}
  plain: {value: 2, low: 1, high: 3, unit: logit, basis: assumed}
  pace: {value: 0.1, low: 0.05, high: 0.4, distribution: lognormal, unit: 1/day, basis: assumed}
  share: {value: 0.9, low: 0.6, high: 0.97, distribution: beta, unit: share, basis: assumed}
  held: {value: 1, low: 0, high: 2, distribution: fixed, unit: logit, basis: assumed}
  bare: {value: 3, unit: logit, basis: assumed}
actors: {A: {opportunity_rate: pace, stances: {peace: {position: 0.8, salience: 1, spread: 0.2}}}}
moves: {go: {actor: A, to: {r: b}, utility: 'level + plain + share + held + bare + stance("A.peace")'}}
outcomes: {gone: {kind: reach, set: 'at("r.b")'}}
variants:
  base: {}
  paced: {parameters: {pace: 0.3}, stances: {A.peace: -0.5}}
`);

describe('laws', () => {
  test("quantiles and shares of the normal law are SciPy's", () => {
    // scipy 1.17.1: norm.ppf
    const printed: [number, number][] = [
      [1e-300, -37.0470962993612],
      [1e-10, -6.361340902404056],
      [0.001, -3.090232306167813],
      [0.05, -1.6448536269514729],
      [0.3, -0.5244005127080409],
      [0.8, 0.8416212335729143],
      [0.975, 1.959963984540054],
      [1 - 1e-9, 5.997807019601637],
    ];
    for (const [p, z] of printed) expect(Math.abs(normalQuantile(p) / z - 1), String(p)).toBeLessThan(1e-14);
    // norm.cdf
    const shares: [number, number][] = [
      [-8, 6.22096057427174e-16],
      [-3, 0.0013498980316300933],
      [-0.5, 0.3085375387259869],
      [0, 0.5],
      [1, 0.8413447460685429],
      [6, 0.9999999990134123],
    ];
    for (const [x, share] of shares) expect(Math.abs(normalShare(x) - share), String(x)).toBeLessThan(1e-15);
    expect(normalQuantile(0.5)).toBe(0);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  test('low, value and high are 5, 50 and 95 per cent; what is fixed or has no range is not drawn', () => {
    const prior = priorOf(laws.file).value!;
    expect(prior.map((l) => l.id)).toEqual(['level', 'plain', 'pace', 'share', 'A.peace']);
    const at = (id: string, ...p: number[]) => p.map((x) => prior.find((l) => l.id === id)!.quantile(x));
    const close = (found: number[], wanted: number[]) =>
      wanted.forEach((w, k) => void expect(found[k], `${found}`).toBeCloseTo(w, 12));
    close(at('level', 0.05, 0.5, 0.95), [1, 2, 5]);
    close(at('plain', 0.05, 0.5, 0.95), [1, 2, 3]);
    close(at('pace', 0.05, 0.5, 0.95), [0.05, 0.1, 0.4]);
    // Norm.cdf(1.6448536… / 2): halfway in standard deviations is halfway in the logarithm.
    expect(at('pace', 0.794583)[0]).toBeCloseTo(0.2, 5);
    close(at('share', 0.05, 0.5, 0.95, 1e-9, 0.9999), [0.6, 0.9, 0.97, 0.01, 0.99]);
    // scipy 1.17.1: truncnorm(-9, 1, 0.8, 0.2).ppf
    close(at('A.peace', 0.05, 0.5, 0.95), [0.4545630342357124, 0.7599652627666218, 0.967808670482856]);
  });

  test('what a variant sets is an intervention and stays', () => {
    const prior = priorOf(laws.file).value!;
    const [base, paced] = Object.entries(laws.file.variants!).map(([id, v]) => ({ id, ...v }));
    const numbers = [4, 1, 0.2, 0.8, 0.1];
    expect(drawnVariant(base!, prior, numbers)).toMatchObject({
      parameters: { level: 4, plain: 1, pace: 0.2, share: 0.8 },
      stances: { 'A.peace': 0.1 },
    });
    expect(drawnVariant(paced!, prior, numbers)).toMatchObject({
      parameters: { level: 4, pace: 0.3 },
      stances: { 'A.peace': -0.5 },
    });
  });

  test('a value outside its own range has no law', () => {
    const outside = opened(laws.source.text.replace('value: 2, low: 1, high: 5', 'value: 7, low: 1, high: 5'));
    const { value, problems } = drawerOf(outside, baseVariantOf(outside.file), { seed: 1 });
    expect(value).toBeNull();
    expect(problems[0]).toMatchObject({ code: 'no-prior', severity: 'error', line: 6 });
    expect(problems[0]!.message).toContain('`level` = 7');
  });
});

const chance = opened(`
meta: {id: chance, title: Chance, horizon_days: 10, days_reported: [5, 10]}
constants: {floor: 0.05, roof: 0.2, middle: 0.1}
regions: {r: {initial: a, states: {a: {}, b: {}}}}
parameters:
  pace: {value: 0.1, low: 0.04, high: 0.3, distribution: lognormal, unit: 1/day, basis: assumed}
  worth: {value: 2, low: 1, high: 4, distribution: normal, unit: units/day, basis: assumed}
nature: {go: {to: {r: b}, hazard: pace}}
outcomes:
  gone: {kind: reach, set: 'at("r.b")'}
  first: {kind: race, causes: [{id: b, set: 'at("r.b")'}]}
rewards:
  gain: {rate: worth, unit: units}
  wait: {measure: until, rate: '1', until: 'at("r.b")', unit: day}
`);
const base = baseVariantOf(chance.file);
const drawn = (scenario: Scenario, n: number, seed = 1): Draws =>
  drawerOf(scenario, baseVariantOf(scenario.file), { seed }).value!(0, n);

describe('answers over the prior', () => {
  test('bands against the closed form', () => {
    const draws = drawn(chance, 1024);
    expect(draws.failed).toEqual([]);
    expect(draws.draws.map((d) => d.draw)).toEqual(Array.from({ length: 1024 }, (_, k) => k));
    const bands = bandsOf(draws);
    const band = (id: string, day: number | null) =>
      bands[draws.answers.findIndex((a) => a.id === id && a.day === day)]!;
    // Monotone in the one parameter, so its quantiles go through. 1,024 even points: a thousandth of the ranks.
    for (const [which, pace] of [
      ['low', 0.04],
      ['median', 0.1],
      ['high', 0.3],
    ] as const) {
      for (const day of [5, 10]) {
        expect(band('gone', day)[which]).toBeCloseTo(1 - Math.exp(-pace * day), 2);
        expect(band('first.b', day)).toEqual(band('gone', day));
      }
      expect(band('wait', null)[which === 'low' ? 'high' : which === 'high' ? 'low' : which] * pace).toBeCloseTo(1, 1);
    }
    expect(band('gain', 10).median).toBeCloseTo(20, 1);
    // A split normal law has the mean centre + (above − below) / √(2π), in standard deviations of its sides.
    const mean = 2 + (2 - 1) / 1.6448536 / Math.sqrt(2 * Math.PI);
    expect(band('gain', 5).mean).toBeCloseTo(5 * mean, 1);
    // The centre is the file as it stands.
    const solved = runVariant(chance, base).value!;
    expect(draws.answers.find((a) => a.id === 'gain' && a.day === 10)!.centre).toBe(solved.rewards.gain!.mean);
    for (const { inputs, answers } of draws.draws.slice(0, 20))
      expect(answers[1]).toBeCloseTo(1 - Math.exp(-inputs[0]! * 10), 12);
  });

  test('a draw that cannot be solved is counted with its reason, and nothing is clipped', () => {
    const negative = opened(chance.source.text.replace('hazard: pace', "hazard: 'pace - floor'"));
    const draws = drawn(negative, 256);
    const below = draws.failed.map((d) => d.inputs[0]!);
    expect(draws.failed.length).toBeGreaterThan(10);
    expect(draws.failed.length + draws.draws.length).toBe(256);
    expect(Math.max(...below)).toBeLessThan(0.05);
    expect(Math.min(...draws.draws.map((d) => d.inputs[0]!))).toBeGreaterThanOrEqual(0.05);
    const [reason, ...others] = reasonsOf(draws);
    expect(others).toEqual([]);
    expect(reason).toMatchObject({ draws: draws.failed.length, first: { code: 'negative-rate', line: 8 } });
  });

  test('a variant that cannot be solved at the centre is a Problem, not a thousand failed draws', () => {
    const negative = opened(chance.source.text.replace('hazard: pace', "hazard: 'pace - roof'"));
    const { value, problems } = drawerOf(negative, base, { seed: 1 });
    expect(value).toBeNull();
    expect(problems.map((p) => p.code)).toContain('negative-rate');
  });

  test('infinite expectations stay infinite, in bands too', () => {
    const never = opened(chance.source.text.replace('hazard: pace', "hazard: 'pace > middle ? pace : 0'"));
    const draws = drawn(never, 64);
    const wait = draws.answers.findIndex((a) => a.id === 'wait');
    // 64 points: one half on either side of the median.
    expect(draws.draws.filter((d) => d.answers[wait] === Number.POSITIVE_INFINITY).length).toBe(32);
    const { low, high, mean } = bandsOf(draws)[wait]!;
    expect(Number.isFinite(low)).toBe(true);
    expect([high, mean]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  test('a draw is known by seed and number: blocks in any order join to the same draws', () => {
    const drawer = drawerOf(chance, base, { seed: 5 }).value!;
    expect(joinDraws([drawer(20, 12), drawer(0, 7), drawer(7, 13)])).toEqual(drawn(chance, 32, 5));
    expect(drawn(chance, 32, 6).draws[0]!.inputs).not.toEqual(drawn(chance, 32, 5).draws[0]!.inputs);
  });

  test('every variant gets the same draws; where it sets a number itself, it keeps its own', () => {
    const changed = drawerOf(chance, { id: 'slow', parameters: { pace: 0.02 } }, { seed: 1 }).value!(0, 16);
    expect(changed.draws.map((d) => d.inputs)).toEqual(drawn(chance, 16).draws.map((d) => d.inputs));
    for (const { answers } of changed.draws) expect(answers[1]).toBeCloseTo(1 - Math.exp(-0.2), 12);
  });

  test('stopped, it keeps what is finished', () => {
    const abort = { aborted: false };
    const drawer = drawerOf(chance, base, { seed: 1, abort }).value!;
    const some = drawer(0, 100, (done) => {
      abort.aborted = done === 9;
    });
    expect(some.draws.map((d) => d.draw)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(drawer(9, 10).draws).toEqual([]);
  });
});

describe('as a job of a worker', () => {
  /** A handler with the scenario opened; `pause` is what it does between two draws. */
  async function begin(pause: () => Promise<void> = async () => {}) {
    const sent: FromWorker[] = [];
    const handler = buildHandler((m) => sent.push(structuredClone(m)), pause);
    await handler.receive({ job: 1, kind: 'open', text: chance.source.text, file: 'x.yaml' });
    const ask = async (count: number): Promise<void> => {
      const request = { variant: base, seed: 4, count };
      await handler.receive({ job: 2, kind: 'ask', ask: 'draws', request, progress: true });
    };
    return { handler, ask, own: () => sent.filter((m) => m.job === 2) };
  }

  test('sharpens, and ends with the bands of all draws', async () => {
    const { ask, own } = await begin();
    await ask(64);
    const last = own().at(-1)!;
    expect(last).toEqual({ job: 2, kind: 'answered', value: drawsSummaryOf(drawn(chance, 64, 4)), problems: [] });
    const told = own().flatMap((m) => (m.kind === 'progress' ? [m] : []));
    expect(told.map((m) => m.done)).toEqual(Array.from({ length: 63 }, (_, k) => (k + 1) / 64));
    const partial = told.filter((m) => m.partial !== null).map((m) => m.partial as DrawsSummary);
    expect(partial.map((p) => p.solved)).toEqual([8, 16, 24, 32, 40, 48, 56]);
    expect(partial[1]).toEqual(drawsSummaryOf(drawn(chance, 16, 4)));
  });

  test('hears stop between two draws', async () => {
    const clock = vi.spyOn(performance, 'now');
    let now = 0;
    // Every draw is long enough for a pause.
    clock.mockImplementation(() => (now += 1000));
    let pauses = 0;
    const { handler, ask, own } = await begin(async () => {
      if (++pauses === 5) await handler.receive({ job: 2, kind: 'stop' });
    });
    await ask(1000);
    clock.mockRestore();
    expect(own().map((m) => m.kind)).toEqual([...Array(4).fill('progress'), 'stopped']);
  });

  test('refuses counts that a page does not wait for', async () => {
    for (const count of [0, 1.5, 100_000]) {
      const { ask, own } = await begin();
      await ask(count);
      expect(own()).toMatchObject([{ kind: 'answered', value: null, problems: [{ code: 'bad-count' }] }]);
    }
  });
});

// All 1,024 in test/campaign/draws.test.ts.
test('16 draws of the Iran scenario lie among the bands of the independent program', () => {
  const iran = loadScenario(readFileSync(join(root, 'scenarios/crises/iran-2026.yaml'), 'utf8'), 'iran-2026.yaml')
    .value!;
  const draws = drawn(iran, 16);
  expect(draws.failed).toEqual([]);
  expect(draws.inputs.length).toBe(99);
  const { compared, furthest } = furthestFromReference(draws, referenceBands());
  console.log(`${compared} quantiles, furthest: ${furthest.what} at ${furthest.z.toFixed(2)} standard errors`);
  expect(compared).toBe(3 * draws.answers.length);
  expect(Math.abs(furthest.z), furthest.what).toBeLessThan(4);
}, 240_000);
