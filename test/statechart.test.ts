// The room of charts and machines: what XState really does, and that our machine, its JSON and a small interpreter of the rules agree.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, createMachine, initialTransition, stateIn, transition } from 'xstate';
import { allOf, anyOf, at, holds, not, type StateTest } from '../engine/scenario/state-test.ts';
import type { ChartAlways, ChartEvent, ChartRegion, Statechart } from '../engine/statechart/chart.ts';
import { checkChart } from '../engine/statechart/check.ts';
import { eventIdsOf, exploreMachine } from '../engine/statechart/explore.ts';
import { homeRegionOf, machineOf } from '../engine/statechart/machine.ts';
import { chartFromMachineJson } from '../engine/statechart/machine-chart.ts';
import { machineFromJson, machineToJson } from '../engine/statechart/machine-json.ts';
import { configurationOf, initialConfiguration, movedBy, replayPath } from '../engine/statechart/replay.ts';
import { ProblemError } from '../engine/vocabulary/problem.ts';
import type { Configuration } from '../engine/vocabulary/units.ts';

const machineFor = (config: object, guards: object = {}): AnyStateMachine =>
  createMachine(config, { guards }) as AnyStateMachine;
const start = (machine: AnyStateMachine) => initialTransition(machine)[0];
const landing = (machine: AnyStateMachine, ...events: string[]): Configuration => replayPath(machine, events).at(-1)!;
const throughText = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function codesOf(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    for (const p of error.problems) expect(p.repair, p.message).toBeTruthy();
    return error.problems.map((p) => p.code);
  }
}

// ---- charts -------------------------------------------------------------------------------------------------------

function region(id: string, states: string, initial = states.split(' ')[0]!): ChartRegion {
  return {
    id,
    label: `the ${id}`,
    initial: initial.replace('!', ''),
    states: states.split(' ').map((s) => ({ id: s.replace('!', ''), label: `${id} ${s}`, final: s.endsWith('!') })),
  };
}

const effectsOf = (to: string) =>
  to.split(' ').map((pair) => ({ region: pair.split('.')[0]!, state: pair.split('.')[1]! }));

/** As statechartOf does: a rule that would leave a final state is off. */
function chart(
  id: string,
  regions: ChartRegion[],
  events: [id: string, when: StateTest, to: string][],
  always: typeof events = [],
): Statechart {
  const rule = ([name, when, to]: (typeof events)[number]): ChartAlways => {
    const effects = effectsOf(to);
    const stay = effects.flatMap((e) =>
      regions
        .find((r) => r.id === e.region)!
        .states.filter((s) => s.final && s.id !== e.state)
        .map((s) => not(at(e.region, s.id))),
    );
    return { id: name, label: `${name} happens`, guard: allOf([when, ...stay]), effects };
  };
  return {
    id,
    regions,
    events: events.map((e, i) => ({ ...rule(e), kind: i % 3 === 2 ? 'hazard' : 'move' })),
    always: always.map(rule),
  };
}

const is = (place: string): StateTest => at(place.split('.')[0]!, place.split('.')[1]!);
const calm = allOf([is('arms.none'), not(is('rulers.fallen'))]);

const crisis = chart(
  'crisis',
  [
    region('talks', 'messages meeting broken deal!'),
    region('arms', 'none limited campaign'),
    region('answer', 'calm owed direct'),
    region('rulers', 'firm split fallen!'),
    region('border', 'usual harder closed'),
  ],
  [
    ['meet', allOf([is('talks.messages'), calm]), 'talks.meeting'],
    ['walk_out', is('talks.meeting'), 'talks.broken'],
    ['reopen', allOf([is('talks.broken'), calm]), 'talks.messages'],
    ['sign', allOf([is('talks.meeting'), not(is('answer.direct'))]), 'talks.deal arms.none answer.calm'],
    ['strike', allOf([is('arms.none'), not(is('talks.deal'))]), 'arms.limited talks.broken'],
    ['widen', allOf([not(is('arms.campaign')), not(is('talks.deal'))]), 'arms.campaign'],
    ['cease', anyOf([not(is('arms.none')), is('answer.direct')]), 'arms.none answer.calm'],
    ['reply', is('answer.owed'), 'answer.direct'],
    ['forget', is('answer.owed'), 'answer.calm'],
    ['quarrel', is('rulers.firm'), 'rulers.split'],
    ['rally', is('rulers.split'), 'rulers.firm'],
    ['fall', allOf([is('rulers.split'), anyOf([not(is('arms.none')), is('answer.calm')])]), 'rulers.fallen'],
    ['harden', is('border.usual'), 'border.harder'],
    ['close', allOf([is('border.harder'), not(calm)]), 'border.closed'],
    ['relax', allOf([not(is('border.usual')), is('arms.none')]), 'border.usual'],
  ],
  [
    ['debt', allOf([is('answer.calm'), is('arms.campaign'), not(is('rulers.fallen'))]), 'answer.owed'],
    ['fall_ends_talks', allOf([is('rulers.fallen'), not(is('talks.broken'))]), 'talks.broken'],
    ['fall_ends_answer', allOf([is('rulers.fallen'), not(is('answer.calm'))]), 'answer.calm'],
    ['war_closes', allOf([is('answer.direct'), is('arms.campaign')]), 'border.closed'],
  ],
);

// ---- the rules, written a second time --------------------------------------------------------------------------------

const enabled = (rule: ChartAlways, x: Configuration): boolean =>
  holds(rule.guard, (r) => x[r]) && rule.effects.some((e) => x[e.region] !== e.state);
const applied = (x: Configuration, effects: ChartAlways['effects']): Configuration => ({
  ...x,
  ...Object.fromEntries(effects.map((e) => [e.region, e.state])),
});
const startOf = (c: Statechart): Configuration => Object.fromEntries(c.regions.map((r) => [r.id, r.initial]));

/** `always` in listed order, one at a time. */
function settled(c: Statechart, x: Configuration): Configuration {
  const next = c.always.find((rule) => enabled(rule, x));
  return next ? settled(c, applied(x, next.effects)) : x;
}

/** XState's reading: in each region the first that is enabled, all at once. */
function settledAtOnce(c: Statechart, x: Configuration): Configuration {
  const moves = c.regions.flatMap((r) => {
    const effect = (rule: ChartAlways) => rule.effects.find((e) => e.region === r.id && e.state !== x[r.id]);
    const first = c.always.find((rule) => effect(rule) && holds(rule.guard, (id) => x[id]));
    return first ? [effect(first)!] : [];
  });
  return moves.length > 0 ? settledAtOnce(c, applied(x, moves)) : x;
}

function stepped(c: Statechart, x: Configuration, event: ChartEvent, settle = settled): Configuration {
  return enabled(event, x) ? settle(c, applied(x, event.effects)) : x;
}

const moved = (x: Configuration, y: Configuration): boolean => Object.keys(x).some((r) => x[r] !== y[r]);

function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

// ---- random charts ---------------------------------------------------------------------------------------------------

/** `always` only climbs: each of its effects asks for a lower state of its region first, so it always comes to rest. */
const arbitraryChart: fc.Arbitrary<Statechart> = fc
  .array(fc.array(fc.boolean(), { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 })
  .chain((shape) => {
    const regions = shape.map((finals, r) =>
      region(`r${r}`, finals.map((f, s) => `s${s}${f && s > 1 ? '!' : ''}`).join(' ')),
    );
    const place = fc.nat(shape.length - 1).chain((r) => fc.nat(shape[r]!.length - 1).map((s) => at(`r${r}`, `s${s}`)));
    const guard = fc.letrec<{ test: StateTest }>((tie) => ({
      test: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        place,
        fc.constant<StateTest>({ op: 'true' }),
        tie('test').map(not),
        fc.array(tie('test'), { minLength: 1, maxLength: 3 }).map(allOf),
        fc.array(tie('test'), { minLength: 1, maxLength: 3 }).map(anyOf),
      ),
    })).test;
    const targets = fc
      .subarray([...shape.keys()], { minLength: 1 })
      .chain((chosen) => fc.tuple(...chosen.map((r) => fc.nat(shape[r]!.length - 1).map((s) => `r${r}.s${s}`))));
    const climbs = targets.map((list) => {
      const low = list.map((t) => ({ region: t.split('.')[0]!, top: Number(t.split('.s')[1]) }));
      const from = allOf(
        low.map(({ region: id, top }) => anyOf(Array.from({ length: top }, (_, s) => at(id, `s${s}`)))),
      );
      return { from, to: list.join(' ') };
    });
    return fc
      .tuple(
        fc.array(fc.tuple(guard, targets), { minLength: 1, maxLength: 6 }),
        fc.array(fc.tuple(guard, climbs), { maxLength: 3 }),
      )
      .map(([events, always]) =>
        chart(
          'random',
          regions,
          events.map(([when, to], i) => [`e${i}`, when, to.join(' ')]),
          always.map(([when, { from, to }], i) => [`a${i}`, allOf([when, from]), to]),
        ),
      );
  });

const runs = { seed: 20260202, numRuns: 150 };

describe('what XState does, and our rule', () => {
  test('a root transition with targets resets every other region: refused', () => {
    const config = {
      id: 'm',
      type: 'parallel',
      on: { GO: { target: ['.a.x', '.b.x'] } },
      states: {
        a: { initial: 'o', states: { o: {}, x: {} } },
        b: { initial: 'o', states: { o: {}, x: {} } },
        c: { initial: 'o', states: { o: { on: { UP: 'x' } }, x: {} } },
      },
    };
    expect(landing(machineFor(config), 'UP')).toEqual({ a: 'o', b: 'o', c: 'x' });
    expect(landing(machineFor(config), 'UP', 'GO')).toEqual({ a: 'x', b: 'x', c: 'o' });
    expect(machineFromJson(config).problems.map((p) => [p.code, p.path])).toEqual([['root-transition', ['on']]]);
    expect(codesOf(() => exploreMachine(machineFor(config), undefined, { maxConfigurations: 99 }))).toEqual([
      'root-transition',
    ]);

    // Ours: one transition in each affected region, and the third stays where it is.
    const { machine } = machineOf(
      chart(
        'm',
        [region('a', 'o x'), region('b', 'o x'), region('c', 'o x')],
        [
          ['UP', is('c.o'), 'c.x'],
          ['GO', { op: 'true' }, 'a.x b.x'],
        ],
      ),
    );
    expect(landing(machine, 'UP', 'GO')).toEqual({ a: 'x', b: 'x', c: 'x' });
  });

  test('so does entering a whole region from within: refused', () => {
    const b = { initial: 'o', states: { o: { on: { UP: 'x' } }, x: {} } };
    const anew = machineFor({
      id: 'm',
      type: 'parallel',
      states: { a: { initial: 'o', states: { o: { on: { GO: '#m.a' } } } }, b },
    });
    expect(landing(anew, 'UP', 'GO')).toEqual({ a: 'o', b: 'o' });
    const reentered = machineFor({
      id: 'm',
      type: 'parallel',
      states: { a: { initial: 'o', on: { GO: { target: '.x', reenter: true } }, states: { o: {}, x: {} } }, b },
    });
    expect(landing(reentered, 'UP', 'GO')).toEqual({ a: 'x', b: 'o' });
    for (const machine of [anew, reentered])
      expect(codesOf(() => exploreMachine(machine, undefined, { maxConfigurations: 99 }))).toEqual(['root-transition']);
  });

  test('a target in another region is kept or dropped by document order: refused', () => {
    const a = { initial: 'o', states: { o: { on: { GO: { target: ['x', '#m.b.z'] } } }, x: {} } };
    const b = { initial: 'o', states: { o: { on: { GO: 'y' } }, y: {}, z: {} } };
    const first = machineFor({ id: 'm', type: 'parallel', states: { a, b } });
    const second = machineFor({ id: 'm', type: 'parallel', states: { b, a } });
    expect(landing(first, 'GO')).toEqual({ a: 'x', b: 'z' });
    expect(landing(second, 'GO')).toEqual({ a: 'o', b: 'y' });
    expect(codesOf(() => exploreMachine(first, undefined, { maxConfigurations: 99 }))).toEqual(['several-targets']);
    const single = { ...a, states: { ...a.states, o: { on: { GO: '#m.b.z' } } } };
    expect(
      codesOf(() =>
        exploreMachine(machineFor({ id: 'm', type: 'parallel', states: { a: single, b } }), undefined, {
          maxConfigurations: 99,
        }),
      ),
    ).toEqual(['cross-region-target']);
    const read = machineFromJson({ id: 'm', type: 'parallel', states: { a: single, b } }).problems;
    expect(read.map((p) => [p.code, p.path])).toEqual([
      ['cross-region-target', ['states', 'a', 'states', 'o', 'on', 'GO', 'target']],
    ]);
  });

  test("a child's handler drops its parent's: ours stand on states only", () => {
    const config = {
      id: 'm',
      type: 'parallel',
      states: { a: { initial: 'o', on: { GO: '.y' }, states: { o: { on: { GO: 'x' } }, x: {}, y: {} } } },
    };
    expect(landing(machineFor(config), 'GO')).toEqual({ a: 'x' });
    expect(landing(machineFor(config), 'GO', 'GO')).toEqual({ a: 'y' });
    expect(machineFromJson(config).problems.map((p) => p.code)).toEqual(['region-handler']);
  });

  test('the guards of one event read the configuration before it', () => {
    const swap = chart(
      'swap',
      [region('a', 'o x'), region('b', 'o x')],
      [['GO', allOf([is('a.o'), is('b.o')]), 'a.x b.x']],
    );
    expect(landing(machineOf(swap).machine, 'GO')).toEqual({ a: 'x', b: 'x' });
  });

  test('`always` of several regions fire in one microstep, though the first disables the second', () => {
    const both = chart(
      'both',
      [region('go', 'no yes'), region('a', 'o x'), region('b', 'o x')],
      [['GO', is('go.no'), 'go.yes']],
      [
        ['first', allOf([is('go.yes'), is('b.o')]), 'a.x'],
        ['second', allOf([is('go.yes'), is('a.o')]), 'b.x'],
      ],
    );
    const { machine } = machineOf(both);
    expect(landing(machine, 'GO')).toEqual({ go: 'yes', a: 'x', b: 'x' });
    expect(stepped(both, startOf(both), both.events[0]!)).toEqual({ go: 'yes', a: 'x', b: 'o' });
  });

  test('a cycle of `always` would run for ever: our machines stop it, a reader is told', () => {
    const cycle = chart(
      'cycle',
      [region('go', 'no yes'), region('a', 'o x y')],
      [['GO', is('go.no'), 'go.yes']],
      [
        ['up', allOf([is('go.yes'), is('a.o')]), 'a.x'],
        ['on', is('a.x'), 'a.y'],
        ['back', is('a.y'), 'a.o'],
      ],
    );
    expect(() => landing(machineOf(cycle).machine, 'GO')).toThrow(/Infinite loop/);
    const own = machineFor({
      initial: 'rest',
      states: {
        rest: { on: { GO: 'a' } },
        a: { always: 'b' },
        b: {
          always: [
            { guard: () => false, target: 'rest' },
            { guard: () => true, target: 'a' },
          ],
        },
      },
    });
    expect(() => exploreMachine(own, undefined, { maxConfigurations: 99 })).toThrow(
      /never comes to rest after `GO`.*`a` → `b` → `a`/,
    );
    const atStart = machineFor({ initial: 'a', states: { a: { always: 'b' }, b: { always: 'a' } } });
    expect(codesOf(() => exploreMachine(atStart, undefined, { maxConfigurations: 99 }))).toEqual(['always-cycle']);
  });

  test('a handler on a final state of a parallel region fires: ours have none, and a move that would leave it is off in every region', () => {
    const config = {
      id: 'm',
      type: 'parallel',
      states: {
        a: { initial: 'o', states: { o: {}, end: { type: 'final', on: { BACK: 'o' } } } },
        b: { initial: 'o', states: { o: {} } },
      },
    };
    const machine = machineFor(config);
    const ended = machine.resolveState({ value: { a: 'end', b: 'o' }, context: {} });
    expect(transition(machine, ended, { type: 'BACK' })[0].value).toEqual({ a: 'o', b: 'o' });
    expect(machineFromJson(config).problems.map((p) => p.code)).toEqual(['handler-on-final']);

    const ours = chart(
      'm',
      [region('a', 'o end!'), region('b', 'o x')],
      [
        ['END', is('a.o'), 'a.end'],
        ['BACK', { op: 'true' }, 'b.x a.o'],
      ],
    );
    expect(landing(machineOf(ours).machine, 'END', 'BACK')).toEqual({ a: 'end', b: 'o' });
    const careless = { ...ours, events: ours.events.map((e) => ({ ...e, guard: { op: 'true' } as const })) };
    expect(checkChart(careless).map((p) => [p.code, p.path])).toEqual([['leaves-final', ['events', 1, 'effects', 1]]]);
  });

  test('JSON drops an inline guard without a word: ours are named and carry their test', () => {
    const inline = machineFor({
      id: 'm',
      initial: 'o',
      states: { o: { on: { GO: { target: 'x', guard: () => false } } }, x: {} },
    });
    expect(JSON.stringify(inline.config)).not.toContain('guard');
    expect(codesOf(() => machineToJson(inline))).toEqual(['inline-guard']);
    const builtIn = machineFor({
      id: 'm',
      initial: 'o',
      states: { o: { on: { GO: { target: 'x', guard: stateIn('x') } } }, x: {} },
    });
    expect(codesOf(() => machineToJson(builtIn))).toEqual(['inline-guard']);
    const byName = machineFor(
      { id: 'm', initial: 'o', states: { o: { on: { GO: { target: 'x', guard: 'ready' } } }, x: {} } },
      { ready: () => false },
    );
    expect(codesOf(() => machineToJson(byName))).toEqual(['unknown-guard']);
    expect(JSON.stringify(machineOf(crisis).machine.config)).toContain(
      '"guard":{"type":"at(\\"arms.none\\") and not at(\\"rulers.fallen\\")","params"',
    );
  });

  test('with history the same value leads to two places: refused', () => {
    const on = {
      initial: 'p',
      states: { p: { on: { NEXT: 'q', OFF: '#m.off' } }, q: { on: { OFF: '#m.off' } }, memory: { type: 'history' } },
    };
    const machine = machineFor({ id: 'm', initial: 'on', states: { on, off: { on: { ON: '#m.on.memory' } } } });
    const walk = (...events: string[]) =>
      events.reduce((s, type) => transition(machine, s, { type })[0], start(machine));
    expect([walk('OFF').value, walk('NEXT', 'OFF').value]).toEqual(['off', 'off']);
    expect([walk('OFF', 'ON').value, walk('NEXT', 'OFF', 'ON').value]).toEqual([{ on: 'p' }, { on: 'q' }]);
    expect(codesOf(() => exploreMachine(machine, undefined, { maxConfigurations: 99 }))).toContain('nested-states');
    expect(
      machineFromJson({ initial: 'a', states: { a: {}, h: { type: 'history' } } }).problems.map((p) => p.code),
    ).toEqual(['history']);
  });

  test('a configuration that leaves a region out gets its initial state silently: replay throws', () => {
    const { machine } = machineOf(crisis);
    expect(machine.resolveState({ value: { talks: 'broken' }, context: {} }).value).toMatchObject({
      talks: 'broken',
      rulers: 'firm',
    });
    expect(() => replayPath(machine, [], { talks: 'broken' })).toThrow(/missing: arms/);
  });
});

describe('machineOf', () => {
  test('lands where the rules say, on 2,000 events of a crisis', () => {
    const { machine, eventIds } = machineOf(crisis);
    expect(eventIds).toEqual(crisis.events.map((e) => e.id));
    const roll = dice(7);
    let visited = 0;
    for (let walk = 0; walk < 40; walk++) {
      const path = Array.from({ length: 50 }, () => crisis.events[roll(crisis.events.length)]!);
      let x = settled(crisis, startOf(crisis));
      const expected = path.map((event) => (x = stepped(crisis, x, event)));
      expect(
        replayPath(
          machine,
          path.map((e) => e.id),
        ),
      ).toEqual(expected);
      // A disabled event leaves the machine unmoved; one that is enabled moves it, unless `always` leads straight back.
      for (const here of expected.slice(-3)) {
        expect(movedBy(machine, here, eventIds)).toEqual(
          crisis.events.filter((e) => moved(stepped(crisis, here, e), here)).map((e) => e.id),
        );
      }
      visited += expected.length;
    }
    expect(visited).toBe(2_000);
  });

  test('agrees with the rules on random charts, and in listed order wherever both orders of `always` agree', () => {
    let compared = 0;
    fc.assert(
      fc.property(arbitraryChart, fc.array(fc.nat(), { minLength: 30, maxLength: 30 }), (c, rolls) => {
        expect(checkChart(c)).toEqual([]);
        const { machine } = machineOf(c);
        let x = settledAtOnce(c, startOf(c));
        expect(initialConfiguration(machine)).toEqual(x);
        for (const roll of rolls) {
          const event = c.events[roll % c.events.length]!;
          const [next] = replayPath(machine, [event.id], x);
          expect(next).toEqual(stepped(c, x, event, settledAtOnce));
          if (enabled(event, x)) compared += Number(JSON.stringify(next) === JSON.stringify(stepped(c, x, event)));
          x = next!;
        }
      }),
      runs,
    );
    expect(compared).toBeGreaterThan(500);
  });

  test('has labels, finals, no handler that cannot act, and a home for each event', () => {
    const { states, meta } = machineToJson(machineOf(crisis).machine).machine;
    expect(states.talks!.states.deal).toEqual({ type: 'final', description: 'talks deal!' });
    expect(Object.keys(states.talks!.states.meeting!.on!)).toEqual(['walk_out', 'sign', 'strike']);
    expect(states.answer!.states.owed!.on!.reply).toEqual([{ target: 'direct', description: 'reply happens' }]);
    expect(meta.events[3]).toEqual({ id: 'sign', label: 'sign happens', kind: 'move', home: 'talks' });
    expect(homeRegionOf(crisis.events[4]!, crisis).id).toBe('arms');
  });

  test('a chart with mistakes never reaches XState', () => {
    const r = [region('a', 'o x'), region('b', 'o x')];
    const c: Statechart = {
      id: 'bad',
      regions: [
        ...r,
        r[0]!,
        { id: 'c', label: '', states: [], initial: 'o' },
        region('d.e', 'o'),
        region('f', 'o o', 'p'),
      ],
      events: [
        { id: 'e', label: '', kind: 'move', guard: is('b.y'), effects: effectsOf('a.x a.o') },
        { id: 'xstate.stop', label: '', kind: 'move', guard: is('aa.o'), effects: effectsOf('a.xx') },
        { id: 'none', label: '', kind: 'move', guard: { op: 'true' }, effects: [] },
      ],
      always: [],
    };
    expect(codesOf(() => machineOf(c)).sort()).toEqual(
      [
        'duplicate-id',
        'region-without-states',
        'bad-name',
        'duplicate-id',
        'unknown-name',
        'unknown-name',
        'two-effects',
        'bad-name',
        'unknown-name',
        'unknown-name',
        'no-effect',
      ].sort(),
    );
  });
});

describe('machine JSON', () => {
  test('machine → JSON → text → JSON → machine lands in the same configurations, on 2,000 events', () => {
    const { machine, eventIds } = machineOf(crisis);
    const again = machineFromJson(throughText(machineToJson(machine)));
    expect(again.problems).toEqual([]);
    expect(again.value!.eventIds).toEqual(eventIds);
    const roll = dice(11);
    for (let walk = 0; walk < 40; walk++) {
      const path = Array.from({ length: 50 }, () => eventIds[roll(eventIds.length)]!);
      expect(replayPath(again.value!.machine, path)).toEqual(replayPath(machine, path));
    }
    expect(machineToJson(again.value!.machine)).toEqual(throughText(machineToJson(machine)));
  });

  test('the same on random charts, and the chart read back compiles to the same machine', () => {
    fc.assert(
      fc.property(arbitraryChart, fc.array(fc.nat(), { minLength: 15, maxLength: 15 }), (c, rolls) => {
        const { machine, eventIds } = machineOf(c);
        const json = throughText(machineToJson(machine));
        const path = rolls.map((roll) => eventIds[roll % eventIds.length]!);
        const expected = replayPath(machine, path);
        const again = machineFromJson(json);
        expect(again.problems).toEqual([]);
        expect(replayPath(again.value!.machine, path)).toEqual(expected);
        const read = chartFromMachineJson(json);
        expect(read.problems).toEqual([]);
        expect(replayPath(machineOf(read.value!).machine, path)).toEqual(expected);
      }),
      runs,
    );
  });

  test('the crisis read back as a chart: the same events, home regions and answers', () => {
    const { value: back, problems } = chartFromMachineJson(throughText(machineToJson(machineOf(crisis).machine)));
    expect(problems).toEqual([]);
    expect(back!.regions).toEqual(crisis.regions);
    expect(back!.events.map(({ id, label, kind }) => ({ id, label, kind }))).toEqual(
      crisis.events.map(({ id, label, kind }) => ({ id, label, kind })),
    );
    expect(back!.events.map((e) => homeRegionOf(e, back!).id)).toEqual(
      crisis.events.map((e) => homeRegionOf(e, crisis).id),
    );
    // A final state of talks disables fall_ends_talks only where it would leave it.
    expect(back!.always.map((a) => a.id)).toEqual(crisis.always.map((a) => a.id));
    const roll = dice(3);
    let x = startOf(crisis);
    for (let i = 0; i < 500; i++) {
      const k = roll(crisis.events.length);
      expect(stepped(back!, x, back!.events[k]!)).toEqual(stepped(crisis, x, crisis.events[k]!));
      x = stepped(crisis, x, crisis.events[k]!);
    }
  });

  const light = {
    id: 'light',
    initial: 'green',
    states: {
      green: { on: { TO_YELLOW: 'yellow' } },
      yellow: { on: { TO_RED: [{ target: ['red'] }] } },
      red: { on: { TO_GREEN: { target: 'green' } } },
    },
  };

  test('takes an XState config written by hand, as machine and as chart', () => {
    const { value } = machineFromJson(light);
    expect(landing(value!.machine, 'TO_YELLOW', 'TO_RED')).toEqual({ state: 'red' });
    expect(chartFromMachineJson(light).value!.events.map((e) => [e.id, e.kind, e.effects])).toEqual([
      ['TO_YELLOW', 'move', [{ region: 'state', state: 'yellow' }]],
      ['TO_RED', 'move', [{ region: 'state', state: 'red' }]],
      ['TO_GREEN', 'move', [{ region: 'state', state: 'green' }]],
    ]);
    const guarded = (text?: string) => ({
      type: 'ready',
      params: { test: { op: 'at', region: 'b', state: 'x' }, ...(text && { text }) },
    });
    const pair = (guard: object, other: object = guard) => ({
      type: 'parallel',
      states: {
        a: {
          initial: 'o',
          states: { o: { on: { GO: { target: 'x', guard } }, always: [{ target: 'x', guard: other }] }, x: {} },
        },
        b: { initial: 'o', states: { o: { on: { UP: 'x' } }, x: {} } },
      },
    });
    expect(landing(machineFromJson(pair(guarded('at("b.x")'))).value!.machine, 'GO', 'UP')).toEqual({ a: 'x', b: 'x' });
    expect(chartFromMachineJson(pair(guarded())).value!.always.map((a) => a.id)).toEqual(['a_o_1']);
    expect(machineFromJson(pair(guarded('at("b.o")'))).problems.map((p) => p.code)).toEqual([
      'guard-disagrees',
      'guard-disagrees',
    ]);
    const differs = { type: 'ready', params: { test: { op: 'at', region: 'b', state: 'o' } } };
    expect(machineFromJson(pair(guarded(), differs)).problems.map((p) => p.code)).toEqual(['guard-disagrees']);
    const nowhere = { type: 'ready', params: { test: { op: 'at', region: 'b', state: 'xx' } } };
    expect(machineFromJson(pair(nowhere)).problems[0]).toMatchObject({
      code: 'unknown-name',
      path: ['states', 'a', 'states', 'o', 'on', 'GO', 0, 'guard'],
    });
  });

  test('one event with several outcomes is a machine, but not a chart', () => {
    const next = { id: 'next', initial: 'a', states: { a: { on: { NEXT: 'b' } }, b: { on: { NEXT: 'c' } }, c: {} } };
    expect(machineFromJson(next).problems).toEqual([]);
    expect(chartFromMachineJson(next).problems.map((p) => p.code)).toEqual(['several-outcomes']);
    const half = {
      type: 'parallel',
      states: {
        a: {
          initial: 'o',
          states: {
            o: {
              on: {
                GO: { target: 'x', guard: { type: 'b', params: { test: { op: 'at', region: 'b', state: 'x' } } } },
              },
            },
            x: {},
          },
        },
        b: { initial: 'o', states: { o: { on: { UP: 'x', GO: 'y' } }, x: { on: { GO: 'y' } }, y: {} } },
      },
    };
    expect(machineFromJson(half).problems).toEqual([]);
    expect(chartFromMachineJson(half).problems.map((p) => p.code)).toEqual(['regions-disagree']);
  });

  const withState = (state: object) => ({
    id: 'm',
    type: 'parallel',
    states: { a: { initial: 'o', states: { o: state, x: {} } } },
  });
  test.each([
    ['history', withState({ type: 'history' }), ['states', 'a', 'states', 'o']],
    ['after', withState({ after: { 100: 'x' } }), ['states', 'a', 'states', 'o', 'after']],
    ['nested-states', withState({ initial: 'p', states: { p: {} } }), ['states', 'a', 'states', 'o', 'states']],
    ['context', { ...withState({}), context: { n: 1 } }, ['context']],
    ['entry', withState({ entry: 'log' }), ['states', 'a', 'states', 'o', 'entry']],
    ['exit', withState({ exit: 'log' }), ['states', 'a', 'states', 'o', 'exit']],
    ['invoke', withState({ invoke: { src: 'fetch' } }), ['states', 'a', 'states', 'o', 'invoke']],
    ['onDone', withState({ onDone: 'x' }), ['states', 'a', 'states', 'o', 'onDone']],
    [
      'actions',
      withState({ on: { GO: { target: 'x', actions: 'log' } } }),
      ['states', 'a', 'states', 'o', 'on', 'GO', 'actions'],
    ],
    [
      'unknown-guard',
      withState({ on: { GO: { target: 'x', guard: 'ready' } } }),
      ['states', 'a', 'states', 'o', 'on', 'GO', 'guard'],
    ],
    [
      'inline-guard',
      withState({ on: { GO: { target: 'x', guard: () => true } } }),
      ['states', 'a', 'states', 'o', 'on', 'GO', 'guard'],
    ],
    [
      'several-targets',
      withState({ on: { GO: { target: ['x', 'o'] } } }),
      ['states', 'a', 'states', 'o', 'on', 'GO', 'target'],
    ],
    ['no-target', withState({ always: [{}] }), ['states', 'a', 'states', 'o', 'always', 0]],
    ['unknown-name', withState({ on: { GO: 'y' } }), ['states', 'a', 'states', 'o', 'on', 'GO', 'target']],
    ['unknown-name', { id: 'm', initial: 'p', states: { o: {} } }, ['initial']],
    ['bad-name', withState({ on: { '*': 'x' } }), ['states', 'a', 'states', 'o', 'on', '*']],
    ['bad-name', withState({ on: { 'xstate.stop': 'x' } }), ['states', 'a', 'states', 'o', 'on', 'xstate.stop']],
    ['region-without-states', { type: 'parallel', states: { a: {} } }, ['states', 'a']],
    ['no-region', { type: 'parallel', states: {} }, ['states']],
    ['wrong-shape', { id: 'm', states: { a: {} } }, []],
    ['wrong-shape', withState({ surprise: 1 }), ['states', 'a', 'states', 'o']],
    ['unknown-format', { format: 'standoff-machine/9', machine: light }, ['format']],
    ['not-a-machine', [], undefined],
    ['unsafe-key', JSON.parse('{"id":"m","initial":"o","states":{"__proto__":{},"o":{}}}'), ['states', '__proto__']],
    [
      'unlisted-event',
      { ...withState({ on: { GO: 'x' } }), meta: { events: [], always: [] } },
      ['states', 'a', 'states', 'o', 'on', 'GO', 0],
    ],
  ])('refuses %s', (code, json, path) => {
    for (const wrapped of 'format' in json || Array.isArray(json)
      ? [json]
      : [json, { format: 'standoff-machine/1', machine: json }]) {
      const { value, problems } = machineFromJson(wrapped);
      expect(value).toBeNull();
      expect(problems[0]).toMatchObject({
        code,
        severity: 'error',
        ...(path && { path: wrapped === json ? path : ['machine', ...path] }),
      });
    }
  });

  test('is not driven out of its depth', () => {
    let test: object = { op: 'at', region: 'a', state: 'o' };
    for (let i = 0; i < 20_000; i++) test = { op: 'not', test };
    const deep = withState({ on: { GO: { target: 'x', guard: { type: 'g', params: { test } } } } });
    expect(machineFromJson(deep).problems[0]!.code).toBe('too-deep');
  });
});

describe('exploreMachine', () => {
  const options = { maxConfigurations: 1_000 };

  test('finds what the rules find', () => {
    const { machine, eventIds } = machineOf(crisis);
    const found = exploreMachine(machine, eventIds, options);
    const seen = new Map([[JSON.stringify(startOf(crisis)), 0]]);
    const edges: { source: number; event: string; target: number }[] = [];
    const queue = [startOf(crisis)];
    for (let source = 0; source < queue.length; source++) {
      for (const event of crisis.events) {
        if (!enabled(event, queue[source]!)) continue;
        const next = stepped(crisis, queue[source]!, event);
        const key = JSON.stringify(next);
        if (!seen.has(key)) seen.set(key, queue.push(next) - 1);
        edges.push({ source, event: event.id, target: seen.get(key)! });
      }
    }
    expect(found.configurations).toEqual(queue);
    expect(found.transitions).toEqual(edges.filter((e) => e.source !== e.target));
    expect(found.regions[0]).toEqual({ id: 'talks', states: ['messages', 'meeting', 'broken', 'deal'] });
  });

  test("takes a reader's plain machine: inline guards, constant context, a root handler of its own", () => {
    const machine = machineFor({
      id: 'own',
      context: { open: true },
      initial: 'a',
      on: { RESET: '.a' },
      states: {
        a: { on: { NEXT: { target: 'b', guard: ({ context }: { context: { open: boolean } }) => context.open } } },
        b: { always: 'c' },
        c: { type: 'final' },
      },
    });
    expect(eventIdsOf(machine)).toEqual(['RESET', 'NEXT']);
    expect(exploreMachine(machine, undefined, options)).toEqual({
      regions: [{ id: 'state', states: ['a', 'b', 'c'] }],
      configurations: [{ state: 'a' }, { state: 'c' }],
      initial: 0,
      transitions: [
        { source: 0, event: 'NEXT', target: 1 },
        { source: 1, event: 'RESET', target: 0 },
      ],
    });
    expect(configurationOf(start(machine))).toEqual({ state: 'a' });
    expect(landing(machine, 'NEXT')).toEqual({ state: 'c' });
    expect(movedBy(machine, { state: 'a' }, ['NEXT', 'RESET'])).toEqual(['NEXT']);
  });

  const one = (state: object, more: object = {}) =>
    machineFor({ id: 'm', initial: 'a', states: { a: state, b: {} }, ...more });
  test.each([
    ['after', one({ after: { 10: 'b' } })],
    ['actions', one({ entry: () => {} })],
    ['actions', one({ on: { GO: { target: 'b', actions: 'log' } } })],
    ['actions', one({}, { entry: 'log' })],
    ['invoke', one({ invoke: { src: 'fetch' } })],
    ['nested-states', one({ initial: 'p', states: { p: {} } })],
    ['history', one({}, { states: { a: {}, h: { type: 'history' } } })],
    ['wildcard', one({ on: { '*': 'b' } })],
    ['region-without-states', machineFor({ type: 'parallel', states: { a: {} } })],
    [
      'machine-throws',
      one({
        on: {
          GO: {
            target: 'b',
            guard: () => {
              throw new Error('no');
            },
          },
        },
      }),
    ],
    ['machine-throws', one({}, { context: ({ input }: { input: { n: number } }) => ({ n: input.n }) })],
  ])('refuses %s', (code, machine) => {
    expect(codesOf(() => exploreMachine(machine, undefined, options))).toEqual([code]);
  });

  test('names an unknown event, and the largest regions when there is too much', () => {
    const { machine } = machineOf(crisis);
    expect(() => exploreMachine(machine, ['meat'], options)).toThrow(/no event `meat`/);
    expect(() => exploreMachine(machine, undefined, { maxConfigurations: 10 })).toThrow(
      /more than 10 configurations; regions with most states: `talks` \(4\)/,
    );
  });
});
