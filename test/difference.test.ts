// Two scenario files → what differs, in words: each kind of change one line, no line for files that say the same, at least one for any value that changed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differencesOf } from '../engine/scenario/difference.ts';
import { partsOf, termsOf, testInWords, tidy } from '../engine/scenario/difference-words.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import type { ScenarioFile } from '../engine/scenario/schema.ts';

const text = readFileSync(join(import.meta.dirname, '../scenarios/crises/iran-2026.yaml'), 'utf8');
const fileOf = (source: string): ScenarioFile => {
  const { value, problems } = loadScenario(source, 'test.yaml');
  if (value === null) throw new Error(problems.map((p) => `${p.line}: ${p.message}`).join('\n'));
  return value.file;
};
const shipped = fileOf(text);

/** The lines for what `change` does to a copy of the shipped file; it need not be a valid scenario. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach anywhere into the file
function linesOf(change: (file: any) => void): string[] {
  const file = structuredClone(shipped);
  change(file);
  return differencesOf(shipped, file).map((d) => d.text);
}

test('a file and itself, other comments, another layout, numbers spelt otherwise: no difference', () => {
  expect(differencesOf(shipped, shipped)).toEqual([]);
  expect(differencesOf(shipped, fileOf(JSON.stringify(shipped)))).toEqual([]);
  const respelt = text.replace('{value: 3.0,', '{value: 30e-1,').replace(/#.*$/gm, '# other');
  expect(respelt).not.toBe(text);
  expect(differencesOf(shipped, fileOf(respelt))).toEqual([]);
  const without = structuredClone(shipped);
  delete without.parameters!.stance_gain!.evidence;
  expect(differencesOf(shipped, without)).toEqual([]);
});

// biome-ignore lint/suspicious/noExplicitAny: tests reach anywhere into the file
const cases: [name: string, change: (file: any) => void, lines: string[]][] = [
  [
    'a stance',
    (f) => (f.actors.RUS.stances.military_strike.position = -0.2),
    ['position of Russia on military strike: −0.47 → −0.2'],
  ],
  [
    'the weight of an issue',
    (f) => (f.actors.RUS.stances.negotiation.salience = 0.5),
    ['weight of stance of Russia on negotiation: 1 → 0.5'],
  ],
  [
    'a new and a removed stance',
    (f) => {
      f.actors.RUS.stances.mediation = { position: 0.4, salience: 0.3 };
      delete f.actors.MEDIATORS.stances.mediation;
    },
    ['new stance of Russia on mediation: position +0.4, weight 0.3', 'stance of Egypt and Qatar on mediation removed'],
  ],
  ['a parameter', (f) => (f.parameters.strike_days.value = 7.5), ['“Mean length of a limited exchange”: 5 → 7.5 day']],
  [
    'a plausible range and a basis',
    (f) => {
      f.parameters.strike_days.high = 12;
      f.parameters.strike_days.basis = 'assumed';
    },
    [
      'high end of the plausible range of “Mean length of a limited exchange”: 10 → 12',
      'basis of “Mean length of a limited exchange”: assumed: limited strike or measured answer → assumed',
    ],
  ],
  [
    'a new parameter',
    (f) =>
      (f.parameters.patience = { value: -1, low: -2, high: 0, unit: 'logit', basis: 'assumed', label: 'Patience' }),
    ['new parameter `patience` (Patience): −1 logit, plausible −2 to 0'],
  ],
  [
    'a new move',
    (f) =>
      (f.moves.israel_pauses = {
        actor: 'ISR',
        when: 'at("israel.striking") and guarantors',
        to: { israel: 'holding' },
        utility: '-allied_pull',
      }),
    [
      'new move `israel_pauses` for Israel: leads to Israeli use of force: holding, when “Israeli use of force: striking” and “Outside powers guarantee a deal”, utility `-allied_pull`',
    ],
  ],
  [
    'a state and a move removed',
    (f) => {
      delete f.regions.diplomacy.states.failed;
      delete f.moves.russia_reopens;
    },
    [
      'state `diplomacy.failed` (deal has failed) removed',
      'move `russia_reopens` (Russia reopens the channel) for Russia removed',
    ],
  ],
  [
    'a new state',
    (f) => (f.regions.diplomacy.states.stalled = { label: 'stalled' }),
    ['new state `diplomacy.stalled` (stalled)'],
  ],
  [
    'an id',
    (f) => {
      f.switches.guarantees = f.switches.guarantors;
      delete f.switches.guarantors;
    },
    ['switch `guarantors` is now called `guarantees`'],
  ],
  [
    'a label and a coordinate of a state',
    (f) => {
      f.regions.border.states.buffer.label = 'wide zone';
      f.regions.border.states.buffer.coordinate.border_security = 0.9;
    },
    [
      'label of state “Turkish eastern border: wide zone”: buffer zone → wide zone',
      'state “Turkish eastern border: wide zone” on border security: +1 → +0.9',
    ],
  ],
  [
    'where a region starts',
    (f) => (f.regions.posture.initial = 'larger_force'),
    ['“American force near Iran” starts in: one strike group → larger force'],
  ],
  [
    'one more need of a guard',
    (f) => (f.moves.turkey_reinforces.when = '(not at("movement.calm")) and at("border.baseline")'),
    ['“Turkey sends troops and sensors” now also needs not “Movement towards Turkey: calm”'],
  ],
  [
    'one need less',
    (f) => (f.moves.mediators_draft_framework.when = 'at("diplomacy.messages")'),
    ['“Egypt and Qatar settle a framework” no longer needs “Egypt, Qatar and Turkey mediate”'],
  ],
  [
    'one more way',
    (f) => (f.moves.iran_walks_out.when = 'at("diplomacy.talks") or at("diplomacy.framework")'),
    ['“Tehran breaks off” is now also possible when “Talks between the two: framework ready, meeting being arranged”'],
  ],
  [
    'another guard, none, and a new one',
    (f) => {
      f.moves.iran_walks_out.when = 'at("regime.collapsed")';
      delete f.nature.strike_ends.when;
    },
    [
      '“Tehran breaks off” asks: “Talks between the two: the two are meeting” → “Rulers in Tehran: fallen”',
      '“Limited strike ends” needs nothing any more; it needed “American use of force: limited strike”',
    ],
  ],
  [
    'the same guard in other words',
    (f) => (f.moves.iran_walks_out.when = '(at("diplomacy.talks"))'),
    ['“Tehran breaks off” is written differently: `at("diplomacy.talks")` → `(at("diplomacy.talks"))`'],
  ],
  [
    'terms of a utility',
    (f) => (f.moves.iran_walks_out.utility = '-cost_of_walking_out + provocation * (1 - at("regime.strained"))'),
    [
      'utility of “Tehran breaks off”: now also `+ provocation * (1 - at("regime.strained"))`; no longer `− counsel_on_talks`',
    ],
  ],
  [
    'a hazard and where it leads',
    (f) => {
      f.nature.deal_fails.hazard = 'slip_rate';
      f.nature.deal_fails.to = { diplomacy: 'broken', regime: 'crackdown' };
    },
    [
      '“Deal fails” leads to Talks between the two: deal has failed → broken off',
      '“Deal fails” leads to Rulers in Tehran: as it was → renewed crackdown',
      'hazard of “Deal fails”: `deal_failure_rate` → `slip_rate`',
    ],
  ],
  [
    'consent',
    (f) => {
      delete f.moves.turkey_hosts_meeting.consent.USA;
      f.moves.turkey_hosts_meeting.consent.ISR = '0';
    },
    [
      '“Turkey brings the two together” no longer needs the consent of United States: President and envoy',
      '“Turkey brings the two together” now needs the consent of Israel, utility `0`',
    ],
  ],
  ['a switch', (f) => (f.switches.guarantors.default = true), ['“Outside powers guarantee a deal”: no → yes']],
  [
    'an outcome of another kind, and a cause',
    (f) => {
      f.outcomes.meeting.kind = 'at';
      f.outcomes.first_path.causes.pop();
      f.outcomes.deal.set = 'at("diplomacy.narrow_deal")';
    },
    [
      'cause `border_reinforcement` in “Which of the three paths comes first” removed',
      '“The two meet” asks something else: is it ever so that “Talks between the two: the two are meeting” → is it so on the day that “Talks between the two: the two are meeting”',
      '“A deal is signed” no longer counts “Talks between the two: deal with missiles and proxies”',
    ],
  ],
  [
    'variants',
    (f) => {
      f.variants.no_mediation.switches.guarantors = true;
      f.variants.brittle_rulers.parameters.fracture_rate = 0.03;
      delete f.variants.gulf_opens;
      f.variants.calm = { label: 'Calm', initial: { border: 'buffer' }, stances: { 'RUS.negotiation': 0.9 } };
    },
    [
      'variant `gulf_opens` (Gulf territory open from the start) removed',
      'variant “Nobody mediates”, “Outside powers guarantee a deal”: as in the file → yes',
      'variant “Rulers split and fall more easily”, “Rulers begin to split, without attack”: 0.02 → 0.03',
      'new variant `calm` (Calm): Turkish eastern border: buffer zone, RUS.negotiation +0.9',
    ],
  ],
  [
    'lists and the frame',
    (f) => {
      f.meta.horizon_days = 60;
      f.meta.days_reported = [7, 14, 30, 60];
      f.actors.TUR.holders = ['TUR', 'AZE'];
      f.constants.sides = 3;
      f.choice.stance_gain = 'tempo_usa';
    },
    [
      'horizon in days of the scenario: 90 → 60',
      'days reported of the scenario: no longer 90',
      'constant `sides`: 2 → 3',
      'parameter that scales stances: stance_gain → tempo_usa',
      'holders of “Turkey: foreign ministry”: now also AZE',
    ],
  ],
  [
    'the order of immediate transitions',
    (f) => f.always.reverse(),
    [
      'order of the immediate transition entries: `fall_ends_deadline`, `fall_ends_answer`, `fall_ends_diplomacy`, `israeli_strike_breaks_deal`, `israeli_strike_breaks_talks`, `debt_dies_with_strike`, `answer_owed`',
    ],
  ],
  ['expected answers', (f) => (f.expected.tolerance = 1), ['expected answers changed']],
];

test.each(cases)('in words: %s', (_, change, lines) => {
  expect(linesOf(change)).toEqual(lines);
});

test('a difference says where it stands, and back again is the opposite', () => {
  const file = structuredClone(shipped);
  file.regions.diplomacy!.states.stalled = {};
  expect(differencesOf(shipped, file)).toEqual([
    { kind: 'added', path: ['regions', 'diplomacy', 'states', 'stalled'], text: 'new state `diplomacy.stalled`' },
  ]);
  expect(differencesOf(file, shipped)).toMatchObject([{ kind: 'removed', text: 'state `diplomacy.stalled` removed' }]);
});

test('long texts are cut where they differ', () => {
  const long = 'a'.repeat(300);
  const lines = linesOf((f) => (f.meta.title = `${long}b`));
  expect(lines[0]!.length).toBeLessThan(400);
  const [line] = differencesOf(
    { ...shipped, meta: { ...shipped.meta, title: `${long}x` } },
    { ...shipped, meta: { ...shipped.meta, title: `${long}y` } },
  );
  expect(line!.text).toContain('x → …');
});

test('guards and sums are taken apart outside of quotes and parentheses', () => {
  expect(tidy('((a and b))')).toBe('a and b');
  expect(tidy('(a) and (b)')).toBe('(a) and (b)');
  expect(partsOf('a and (b or c and d) and not at("x.and")', 'and')).toEqual(['a', 'b or c and d', 'not at("x.and")']);
  expect(partsOf('band and order', 'or')).toEqual(['band and order']);
  expect(termsOf('-a + b * -c - max(d - e, 1)')).toEqual(['− a', '+ b * -c', '− max(d - e, 1)']);
  expect(termsOf('a < b ? c + d : e')).toEqual(['+ a < b ? c + d : e']);
  expect(testInWords(shipped, 'guarantors and at("border.buffer") or unknown')).toBe(
    '“Outside powers guarantee a deal” and “Turkish eastern border: buffer zone” or unknown',
  );
});

interface Slot {
  readonly holder: Record<string | number, unknown>;
  readonly key: string | number;
}

function slotsOf(value: unknown, into: Slot[] = []): Slot[] {
  if (typeof value !== 'object' || value === null) return into;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    into.push({ holder: value as Slot['holder'], key });
    slotsOf((value as Slot['holder'])[key], into);
  }
  return into;
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

test('any single value that changes or goes is told, both ways, and each line is one line', () => {
  const count = slotsOf(shipped).length;
  expect(count).toBeGreaterThan(1500);
  const changes = fc.record({ slot: fc.nat(count - 1), way: fc.constantFrom('change', 'remove') });
  fc.assert(
    fc.property(changes, ({ slot, way }) => {
      const file = structuredClone(shipped);
      const { holder, key } = slotsOf(file)[slot]!;
      const value = holder[key];
      fc.pre(!isEmpty(value));
      if (way === 'remove') {
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
      } else if (typeof value === 'number') holder[key] = value + 1;
      else if (typeof value === 'boolean') holder[key] = !value;
      else if (typeof value === 'string') holder[key] = `${value}x`;
      else if (Array.isArray(value)) value.reverse();
      else (value as Record<string, unknown>).added_here = 'x';
      fc.pre(JSON.stringify(file) !== JSON.stringify(shipped));
      for (const lines of [differencesOf(shipped, file), differencesOf(file, shipped)]) {
        expect(lines.length).toBeGreaterThan(0);
        for (const d of lines) expect(d.text).toMatch(/^[^\n]+$/);
      }
    }),
    { numRuns: 300 },
  );
});
