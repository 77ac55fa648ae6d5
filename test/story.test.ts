// Stories and steps: the path that `standoff replay` prints, rates that are the chain's, steps by XState's machine, and stories of a kind that was asked for.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitsOf } from '../engine/chain/row.ts';
import { configurationAt } from '../engine/chain/structure.ts';
import { replayedPath } from '../engine/result/replay-check.ts';
import { optionsAt, type Story, storyOf, takeEvent } from '../engine/result/story.ts';
import { wholeChainOf } from '../engine/result/whole-chain.ts';
import { samplePaths } from '../engine/sample/estimate.ts';
import { happenedOf } from '../engine/sample/happened.ts';
import { buildSampler } from '../engine/sample/paths.ts';
import { type BoundScenario, bindVariant } from '../engine/scenario/bind.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { variantsOf } from '../engine/scenario/view.ts';
import { statechartOf } from '../engine/statechart/chart.ts';

const root = join(import.meta.dirname, '..');
const path = join(root, 'scenarios', 'crises', 'iran-2026.yaml');
const iran = loadScenario(readFileSync(path, 'utf8'), 'iran-2026.yaml').value!;
const variants = variantsOf(iran.file);
const bound = bindVariant(iran, variants[0]!).value!;
const cache = new Map();
const whole = wholeChainOf(bound, cache).chain();
const story = (options: Partial<Parameters<typeof storyOf>[1]> = {}, of: BoundScenario = bound): Story => {
  const { value, problems } = storyOf(of, { seed: 1, path: 0, cache, ...options });
  expect(problems).toEqual([]);
  return value!;
};
const codes = (checked: { problems: readonly { code: string }[] }) => checked.problems.map((p) => p.code);

describe('a story from the start', () => {
  test.each([0, 1, 7, 1999])('path %d is the path that replay takes', (n) => {
    const told = story({ seed: 42, path: n });
    const replayed = replayedPath(whole, statechartOf(bound), n, { seed: 42, horizon: bound.horizon });
    expect(told.events.map(({ day, event, configuration, same }) => ({ day, event, configuration, same }))).toEqual(
      replayed.events.map(({ day, event, chain, same }) => ({ day, event, configuration: chain, same })),
    );
    expect(told).toMatchObject({ variant: 'base', seed: 42, path: n, complete: true, horizon: 90 });
    expect(told.from).toEqual({ configuration: replayed.start.chain, day: 0 });
    expect(told.events.every((e) => e.same)).toBe(true);
    for (const e of told.events) {
      const move = bound.moves.find((m) => m.id === e.event);
      expect(e.kind).toBe(move ? 'move' : 'hazard');
      expect(e.actor).toBe(move ? bound.actors[move.actor]!.id : null);
    }
  });

  test('and it is what the command line prints', () => {
    const printed = execFileSync('node', [join(root, 'dist', 'cli.js'), 'replay', path, '--seed', '7', '--path', '3'], {
      encoding: 'utf8',
    });
    const told = story({ seed: 7, path: 3 });
    const days = [...printed.matchAll(/^\s*(?:[\w -]+? )?\s*\d{4}-\d{2}-\d{2}\s+(\d+\.\d)\s/gm)].map((m) => m[1]);
    expect(days).toEqual(['0.0', ...told.events.map((e) => e.day.toFixed(1)), '90.0']);
    for (const e of told.events) expect(printed).toContain(e.label);
  });

  test('is cut where asked', () => {
    const full = story({ path: 2 });
    expect(full.events.length).toBeGreaterThan(3);
    expect(story({ path: 2, atMost: 2 })).toEqual({ ...full, events: full.events.slice(0, 2), complete: false });
    expect(story({ path: 2, atMost: full.events.length })).toEqual(full);
    expect(story({ path: 2, atMost: 0 }).events).toEqual([]);
  });
});

describe('a story from elsewhere', () => {
  const full = story({ path: 2 });
  const here = { configuration: full.events[1]!.configuration, day: full.events[1]!.day };

  test('goes on from there to the horizon, by the same machine', () => {
    const told = story({ path: 5, from: here });
    expect(told.from).toEqual(here);
    expect(told.events.length).toBeGreaterThan(0);
    let before = here.configuration;
    let day = here.day;
    for (const e of told.events) {
      expect(e.same).toBe(true);
      expect(e.day).toBeGreaterThan(day);
      expect(e.day).toBeLessThanOrEqual(90);
      const exit = exitsOf(bound, before).value!.find((x) => x.event === e.event)!;
      expect(exit.rate).toBeGreaterThan(0);
      expect(exit.to).toEqual(e.configuration);
      before = e.configuration;
      day = e.day;
    }
    expect(story({ path: 5, from: here })).toEqual(told);
    expect(story({ path: 6, from: here }).events).not.toEqual(told.events);
  });

  test('from the start on day 0 it is the story itself', () => {
    expect(story({ path: 2, from: full.from })).toEqual(full);
  });

  test('without an actor nobody makes its moves; the others are as likely as before', () => {
    const silent = ['USA', 'IRN'];
    const told = Array.from({ length: 60 }, (_, n) => story({ path: n, without: silent }).events).flat();
    expect(told.length).toBeGreaterThan(100);
    expect(told.filter((e) => e.actor !== null && silent.includes(e.actor))).toEqual([]);
    // The mean time to the first event is 1 / (sum of the rates that are left).
    const exits = exitsOf(bound, full.from.configuration).value!;
    const actorOf = new Map(bound.moves.map((m) => [m.id, bound.actors[m.actor]!.id]));
    const left = exits.filter((x) => !silent.includes(actorOf.get(x.event) ?? '')).reduce((s, x) => s + x.rate, 0);
    const n = 250;
    const firsts = Array.from({ length: n }, (_, k) => story({ path: k, without: silent, atMost: 1 }).events[0]?.day);
    const mean = firsts.reduce<number>((s, d) => s + (d ?? 90), 0) / n;
    expect(Math.abs(mean * left - 1)).toBeLessThan(4 / Math.sqrt(n));
  });

  test('what was asked wrongly is a Problem', () => {
    const { us_force: _, ...short } = here.configuration;
    const collapsed = { ...full.from.configuration, regime: 'collapsed', diplomacy: 'talks' };
    const ask = (o: object) => codes(storyOf(bound, { seed: 1, path: 0, cache, ...o }));
    expect(ask({ from: { configuration: short, day: 0 } })).toEqual(['unknown-state']);
    expect(ask({ from: { configuration: { ...here.configuration, regime: 'toString' }, day: 0 } })).toEqual([
      'unknown-state',
    ]);
    expect(ask({ from: { configuration: { ...here.configuration, moon: 'full' }, day: 0 } })).toEqual([
      'unknown-region',
    ]);
    expect(ask({ from: { configuration: collapsed, day: 0 } })).toEqual(['unreachable']);
    expect(ask({ from: { ...here, day: 91 } })).toEqual(['bad-day']);
    expect(ask({ from: { ...here, day: Number.NaN } })).toEqual(['bad-day']);
    expect(ask({ without: ['usa'] })).toEqual(['unknown-actor']);
    expect(ask({ path: -1 })).toEqual(['bad-path']);
    expect(ask({ seed: 0.5 })).toEqual(['bad-path']);
    expect(ask({ where: { outcome: 'first_path.forse', by: 30, happened: true } })).toEqual(['unknown-outcome']);
  });
});

describe('a story of a kind', () => {
  const sample = buildSampler(whole, bound.horizon, 3);
  const tally = samplePaths(whole, bound, [], { seed: 3, count: 2000 });

  test('every outcome and cause happens in as many paths as are counted', () => {
    const targets = Object.keys(tally.counts);
    expect(targets.length).toBeGreaterThan(30);
    const happened = targets.map((target) => happenedOf(whole, bound, target)!);
    const counts = targets.map(() => tally.days.map(() => 0));
    for (let n = 0; n < 2000; n++) {
      const sampled = sample(n);
      for (const [k, has] of happened.entries())
        for (const [d, day] of tally.days.entries()) if (has(sampled, day)) counts[k]![d]!++;
    }
    for (const [k, target] of targets.entries()) expect(counts[k], target).toEqual([...tally.counts[target]!]);
  });

  test('the first path that meets the condition is told', () => {
    const where = { outcome: 'first_path.force', by: 30, happened: true };
    const happened = happenedOf(whole, bound, where.outcome)!;
    const told = story({ seed: 3, path: 11, where });
    expect(told.path).toBeGreaterThan(11);
    for (let n = 11; n <= told.path; n++) expect(happened(sample(n), 30)).toBe(n === told.path);
    expect(told).toEqual(story({ seed: 3, path: told.path }));
    const calm = story({ seed: 3, path: told.path, where: { ...where, happened: false } });
    expect(calm.path).toBeGreaterThan(told.path);
    // A condition that the first path meets changes nothing.
    expect(story({ seed: 3, path: told.path, where })).toEqual(told);
    expect(story({ seed: 3, path: 0, where: { outcome: 'first_path', by: 90, happened: true } }).path).toBe(
      story({ seed: 3, path: 0, where: { outcome: 'first_path.none', by: 90, happened: false } }).path,
    );
  });

  test('one that is nowhere says so after 2,000 paths', () => {
    const never = storyOf(bound, { seed: 3, path: 0, cache, where: { outcome: 'any_force', by: 0, happened: true } });
    expect(codes(never)).toEqual(['no-such-story']);
    expect(never.problems[0]!.message).toContain('0 to 1999');
  });

  test('where a story begins elsewhere, days are those of the calendar', () => {
    const from = { configuration: story({ path: 2 }).from.configuration, day: 60 };
    const told = story({ seed: 3, from, where: { outcome: 'any_force', by: 75, happened: true } });
    const force = told.events.find((e) =>
      ['us_force', 'israel'].some((r) => !['none', 'holding'].includes(e.configuration[r]!)),
    );
    expect(force!.day).toBeGreaterThan(60);
    expect(force!.day).toBeLessThanOrEqual(75);
  });
});

describe('what can happen next', () => {
  test('options are the rows of the chain, rate by rate', () => {
    const { structure, labelled } = whole;
    let self = 0;
    for (let i = 0; i < structure.size; i += 311) {
      const configuration = configurationAt(structure, i);
      const { options, total } = optionsAt(bound, configuration).value!;
      const row = Array.from(
        { length: structure.rowStart[i + 1]! - structure.rowStart[i]! },
        (_, k) => structure.rowStart[i]! + k,
      ).filter((t) => structure.target[t] !== i || labelled[t]! > 0);
      expect(options.length).toBe(row.length);
      for (const t of row) {
        const option = options.find((o) => o.event === structure.events[structure.event[t]!])!;
        expect(option.rate).toBe(labelled[t]);
        expect(option.to).toEqual(configurationAt(structure, structure.target[t]!));
        expect(option.changes).toEqual(
          structure.regions
            .filter((r) => option.to[r.id] !== configuration[r.id])
            .map((r) => `${r.id}.${option.to[r.id]}`),
        );
        if (structure.target[t] === i) self++;
      }
      const rates = options.map((o) => o.rate);
      expect(rates).toEqual([...rates].sort((a, b) => b - a));
      expect(total).toBeCloseTo(
        rates.reduce((a, b) => a + b, 0),
        12,
      );
      if (total > 0) expect(options.reduce((s, o) => s + o.next, 0)).toBeCloseTo(1, 12);
    }
    expect(self).toBe(0);
  });

  test('taking an option leads where it says', () => {
    let configuration = configurationAt(whole.structure, 0);
    for (let n = 0; n < 12; n++) {
      const { options } = optionsAt(bound, configuration).value!;
      const option = options[n % options.length]!;
      const taken = takeEvent(bound, configuration, option.event, cache);
      expect(taken).toEqual({ value: option.to, problems: [] });
      configuration = taken.value!;
    }
  });

  test('what cannot happen is a Problem', () => {
    const start = configurationAt(whole.structure, 0);
    expect(codes(takeEvent(bound, start, 'usa_backs_down', cache))).toEqual(['not-possible']);
    expect(codes(takeEvent(bound, start, 'usa_strike', cache))).toEqual(['unknown-event']);
    expect(codes(takeEvent(bound, start, 'constructor', cache))).toEqual(['unknown-event']);
    expect(codes(takeEvent(bound, { ...start, border: 'open' }, 'usa_strikes', cache))).toEqual(['unknown-state']);
    expect(codes(optionsAt(bound, {}))).toEqual(bound.regions.map(() => 'unknown-state'));
  });

  test('a configuration that `always` would leave at once is not one to stand in', () => {
    const text = `
meta: {id: small, title: small, horizon_days: 10}
regions:
  a: {initial: x, states: {x: {}, y: {}}}
  b: {initial: x, states: {x: {}, y: {}}}
parameters: {r: {value: 1, low: 0.5, high: 2, unit: 1/day, basis: assumed}}
nature: {go: {when: 'at("a.x")', to: {a: y}, hazard: r}}
always: [{id: follow, when: 'at("a.y") and at("b.x")', to: {b: y}}]
outcomes: {gone: {kind: reach, set: 'at("b.y")'}}
`;
    const small = bindVariant(loadScenario(text, 'small.yaml').value!, { id: 'base' }).value!;
    expect(optionsAt(small, { a: 'x', b: 'x' }).value!.options).toMatchObject([
      { event: 'go', rate: 1, next: 1, to: { a: 'y', b: 'y' }, changes: ['a.y', 'b.y'] },
    ]);
    expect(takeEvent(small, { a: 'x', b: 'x' }, 'go').value).toEqual({ a: 'y', b: 'y' });
    expect(codes(optionsAt(small, { a: 'y', b: 'x' }))).toEqual(['not-at-rest']);
    expect(optionsAt(small, { a: 'y', b: 'y' }).value).toMatchObject({ options: [], total: 0 });
  });
});

test('chains are kept for a few variants, the last used ones', () => {
  const kept = new Map();
  const first = variants.slice(0, 5).map((v) => bindVariant(iran, v).value!);
  const chains = first.map((b) => wholeChainOf(b, kept));
  expect(kept.size).toBe(4);
  expect(wholeChainOf(first[4]!, kept)).toBe(chains[4]);
  expect(wholeChainOf(first[0]!, kept)).not.toBe(chains[0]);
});
