// A new scenario from articles: the template itself, who gets which role, and drafts that load, solve and say how much of them is reviewed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { articleOf } from '../engine/reading/article.ts';
import type { CrisisFrame, Reading } from '../engine/reading/document.ts';
import { acts, type EvidenceRecord, type Statement } from '../engine/reading/evidence.ts';
import { startReview, withEvents } from '../engine/reading/review.ts';
import { runVariant } from '../engine/result/run.ts';
import { type DraftOptions, type DraftSource, draftOf, draftSourceOf, stampOf } from '../engine/scenario/draft.ts';
import { bindRoles } from '../engine/scenario/draft-roles.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { parseSource } from '../engine/scenario/source.ts';
import { variantsOf, viewOf } from '../engine/scenario/view.ts';
import { campaign } from './campaign.ts';

const root = join(import.meta.dirname, '..');
const template = readFileSync(join(root, 'scenarios', 'templates', 'standoff.yaml'), 'utf8');
const rates = JSON.parse(readFileSync(join(root, 'data', 'base-rates.json'), 'utf8')) as {
  entries: {
    id: string;
    share?: number;
    low?: number;
    high?: number;
    used_for_tuning: boolean;
    implied?: { share: number };
  }[];
};
// Structures of the template's chains: only rates differ between most of what is solved here.
const cache = new Map();
/** The same function, which answers a question only once: drafts and solving them take most of the time here. */
function once<A extends readonly unknown[], T>(answer: (...asked: A) => T): (...asked: A) => T {
  const known = new Map<string, T>();
  return (...asked) => {
    const key = JSON.stringify(asked);
    if (!known.has(key)) known.set(key, answer(...asked));
    return known.get(key)!;
  };
}
const load = once((text: string) => {
  const { value, problems } = loadScenario(text, 'draft.yaml');
  expect(problems.filter((p) => p.severity !== 'note')).toEqual([]);
  return value!;
});
const solved = once((text: string, id: string = 'base') => {
  const scenario = load(text);
  const variant = variantsOf(scenario.file).find((v) => v.id === id)!;
  const { value, problems } = runVariant(scenario, variant, { cache, rewards: [], days: [90] });
  expect(problems.filter((p) => p.severity === 'error')).toEqual([]);
  return value!.outcomes;
});
const by90 = (outcomes: ReturnType<typeof solved>, id: string): number => {
  const o = outcomes[id]!;
  if (o.kind === 'race') throw new Error('a race has several');
  return o.byDay['90']!;
};

const frame: CrisisFrame = {
  parties: ['AAA', 'BBB'],
  challenger: 'AAA',
  target: 'BBB',
  mediators: ['CCC', 'DDD'],
  neighbours: ['EEE'],
};
const actors = [
  { id: 'AAA', canonical: 'Aland', kind: 'state' as const },
  { id: 'BBB', canonical: 'Beland', kind: 'state' as const },
  { id: 'CCC', canonical: 'Celand', kind: 'state' as const },
  { id: 'DDD', canonical: 'Deland', kind: 'state' as const },
  { id: 'EEE', canonical: "E'land: {challenger} #1", kind: 'state' as const },
];
const article = { id: 'made-up', outlet: 'Nobody’s Post', title: null, published: '2026-05-04' };
let number = 0;
const said = (holder: string, issue: string, position: number, more: Partial<Statement> = {}): EvidenceRecord => ({
  kind: 'statement',
  id: `made-up.s${String(++number).padStart(2, '0')}`,
  holders: [holder],
  attribution: 'on_record_direct',
  via: [],
  hedged: false,
  date: '2026-05-04',
  as_of: '2026-05-04',
  span: { start: 0, end: 1, paragraph: 1, sha256: '0'.repeat(64) },
  paraphrase: 'made up',
  speaker: `${holder}/somebody-${number}`,
  targets: [],
  issue,
  subissues: [],
  act: 'demand',
  position,
  intensity: 0.7,
  expects: null,
  conditional_on: null,
  quote: 'direct',
  plover: null,
  ...more,
});
const ifStruck: Statement['conditional_on'] = {
  logic: 'all',
  terms: [{ event: 'military_strike', actor: 'AAA', target: 'BBB', negated: false }],
  paraphrase: 'made up',
};
const records = [
  said('AAA', 'military_strike', 0.8),
  said('AAA/mod', 'force_posture', 0.9),
  said('AAA', 'core_dispute', -0.9),
  said('BBB', 'negotiation', 0.6),
  said('BBB', 'retaliation', 0.9, { conditional_on: ifStruck }),
  said('BBB', 'alliance', 0.5),
  said('CCC', 'mediation', 0.8),
  said('EEE', 'border_security', 0.7),
  said('FFF', 'military_strike', -0.8),
];
const source = (decided: boolean, over: Partial<DraftSource> = {}): DraftSource => ({
  article,
  actors,
  frame,
  records: records.map((record) => ({ record, decided, confidence: decided ? 1 : 0.9 })),
  ...over,
});
const draft = once((sources: readonly DraftSource[], options: DraftOptions = {}) => {
  const { value, problems } = draftOf(template, sources, options);
  expect(problems).toEqual([]);
  return value!;
});

describe('the template', () => {
  test('loads without a remark, and every outcome can happen and need not', () => {
    const scenario = load(template);
    expect(scenario.problems).toEqual([]);
    const base = solved(template);
    for (const { id, kind } of viewOf(scenario.file).outcomes) {
      if (kind === 'race') continue;
      expect(by90(base, id), id).toBeGreaterThan(0.001);
      expect(by90(base, id), id).toBeLessThan(0.95);
    }
  });

  test('stands near the base rates while nobody has spoken', () => {
    const scenario = load(template);
    const base = solved(template);
    for (const o of viewOf(scenario.file).outcomes) {
      if (o.baseRates.length === 0) continue;
      const p = by90(base, o.id);
      expect(p, o.id).toBeGreaterThan(Math.min(...o.baseRates.map((b) => b.low)));
      expect(p, o.id).toBeLessThan(Math.max(...o.baseRates.map((b) => b.high)));
    }
    expect(viewOf(scenario.file).stances.every((s) => s.position === 0)).toBe(true);
  });

  test('an answer to a strike is as likely as among violent triggers', () => {
    const answered = by90(solved(template, 'struck'), 'answered');
    const { low, high } = rates.entries.find((e) => e.id === 'E.violent-answer')!;
    expect(answered).toBeGreaterThan(low!);
    expect(answered).toBeLessThan(high!);
  });

  test('has its base rates from the counts in data, and says that they were used', () => {
    const shares = rates.entries.flatMap((e) => (e.used_for_tuning ? (e.share ?? e.implied?.share ?? []) : []));
    for (const o of viewOf(load(template).file).outcomes)
      for (const b of o.baseRates) {
        expect(b.tuned).toBe(true);
        expect(shares, b.label).toContain(b.share);
      }
  });

  test.each([
    ['military_strike of the challenger', 'CHALLENGER.military_strike', 'force', 1],
    ['wish of the target to talk', 'TARGET.negotiation', 'deal', 1],
    ['wish of the challenger to talk', 'CHALLENGER.negotiation', 'deal', 1],
    ['claim of the target', 'TARGET.core_dispute', 'deal', -1],
    ['demand of the challenger', 'CHALLENGER.core_dispute', 'deal', -1],
    ['threat of the target', 'TARGET.retaliation', 'answered', 1],
    ['zeal of the mediators', 'MEDIATORS.mediation', 'talks', 1],
    ['wish for a harder border', 'NEIGHBOUR.border_security', 'border_reinforced', 1],
  ])('%s moves the answer the expected way', (_, stance, outcome, sign) => {
    const scenario = load(template);
    const at = (position: number): number => {
      const variant = { id: 'x', stances: { [stance]: position } };
      const wanted = { cache, outcomes: [outcome], rewards: [], days: [90] };
      return by90(runVariant(scenario, variant, wanted).value!.outcomes, outcome);
    };
    const change = at(0.8) - at(-0.8);
    expect(Math.sign(change)).toBe(sign);
    expect(Math.abs(change)).toBeGreaterThan(0.005);
  });
});

describe('a draft', () => {
  const { text, report } = draft([source(false)]);
  const scenario = load(text);
  const view = viewOf(scenario.file);
  const stance = (id: string) => view.stances.find((s) => s.id === id)!;

  test('binds the roles, and no placeholder is left in what a user sees', () => {
    expect(view.title).toBe('Standoff between Aland and Beland');
    expect(view.actors.map((a) => a.holders)).toEqual([['AAA'], ['BBB'], ['CCC', 'DDD'], ['EEE']]);
    expect(view.moves.find((m) => m.id === 'mediators_arrange_talks')!.label).toBe(
      'The two are brought together by Celand and Deland',
    );
    expect(JSON.stringify(scenario.file)).not.toMatch(/\{(challenger|target|mediators|neighbour)\}/);
    expect(report.roles.map((r) => [r.role, ...r.actors])).toEqual([
      ['challenger', 'AAA'],
      ['target', 'BBB'],
      ['mediators', 'CCC', 'DDD'],
      ['neighbour', 'EEE'],
    ]);
    expect(report.left).toEqual([{ actor: 'FFF', name: 'FFF', records: 1 }]);
    expect(report.unheard).toEqual([{ issue: 'alliance', records: 1 }]);
  });

  test('keeps comments, ranges and bases of the template', () => {
    const comments = (t: string) => t.split('\n').flatMap((l) => /(?:^|\s{2,})#.*/.exec(l)?.[0].trim() ?? []);
    expect(comments(text)).toEqual(comments(template));
    const before = load(template).file.parameters!;
    for (const [id, p] of Object.entries(scenario.file.parameters!))
      expect([p.value, p.low, p.high]).toEqual([before[id]!.value, before[id]!.low, before[id]!.high]);
  });

  test('takes its stances from the records, ids with them, and says what it did with threats', () => {
    expect(stance('CHALLENGER.military_strike').position).toBeGreaterThan(0.1);
    expect(stance('CHALLENGER.force_posture').evidence).toEqual([records[1]!.id]);
    expect(stance('CHALLENGER.core_dispute').position).toBeLessThan(-0.1);
    expect(stance('TARGET.military_strike')).toMatchObject({ position: 0, evidence: [] });
    expect(stance('TARGET.retaliation').position).toBeGreaterThan(0.1);
    expect(stance('TARGET.retaliation').override).toMatch(/response rule 0\.\d\d ± 0\.\d\d of 1 conditional record,/);
  });

  test('is stamped, and says its articles', () => {
    expect(view.caveats[0]).toBe(stampOf(0, records.length));
    expect(view.caveats[0]).toMatch(/^Unreviewed: 0 of 9 records decided\./);
    expect([view.asOf, view.startDate]).toEqual(['2026-05-04', '2026-05-04']);
    expect(view.sources.map((s) => s.id)).toEqual(['made-up', 'base-rates']);
    expect(view.id).toBe('aaa-bbb-2026-05-04');
  });

  test('solves, and decided records weigh more than proposals', () => {
    const reviewed = draft([source(true)]);
    expect(viewOf(load(reviewed.text).file).caveats[0]).toBe('Reviewed: 9 of 9 records decided.');
    const strike = (t: string) =>
      viewOf(load(t).file).stances.find((s) => s.id === 'CHALLENGER.military_strike')!.position;
    expect(strike(reviewed.text)).toBeGreaterThan(strike(text) + 0.1);
    const [none, proposed, decided] = [template, text, reviewed.text].map((t) => by90(solved(t), 'force'));
    expect(proposed).toBeGreaterThan(none!);
    expect(decided).toBeGreaterThan(proposed!);
  });

  test('of a reading is the same again, byte for byte; of a reviewed one it takes the decisions', () => {
    const made = articleOf('A.', { ...article, date_basis: 'made up' });
    const proposals = records.map((record) => ({ record, confidence: 0.9, made_by: 'rules/1' }));
    const reading: Reading = {
      article: made,
      zones: [],
      sentences: [],
      actors: [],
      frame,
      proposals,
      made_by: 'rules/1',
    };
    const [accepted, rejected, edited] = records.map((r) => r.id);
    const by = { type: 'decision', reader: 'A', when: '2026-05-05T00:00:00Z' } as const;
    const review = withEvents(startReview(made, []), [
      ...proposals.map((p) => ({ type: 'proposal' as const, extractor: 'rules/1', record: p.record, confidence: 0.9 })),
      { ...by, record_id: accepted!, decision: 'accept' },
      { ...by, record_id: rejected!, decision: 'reject' },
      { ...by, record_id: edited!, decision: 'edit', record: { ...records[2]!, hedged: true } },
    ]);
    const plain = draftSourceOf(reading);
    expect(plain.records.map((r) => r.decided)).toEqual(records.map(() => false));
    expect(draftSourceOf(reading, startReview(made, []))).toEqual(plain);
    expect(draftOf(template, [{ ...plain, actors }]).value!.text).toBe(text);
    const of = (id: string | undefined) =>
      draftSourceOf(reading, review).records.filter((r) => r.decided && (r.record === null || r.record.id === id));
    expect(of(accepted)).toHaveLength(2);
    expect(of(edited).find((r) => r.record !== null)!.record!.hedged).toBe(true);
    const decided = draft([{ ...draftSourceOf(reading, review), actors }]);
    expect([decided.report.decided, decided.report.total]).toEqual([3, records.length]);
    // The rejected one was all that stood behind this stance.
    const posture = viewOf(load(decided.text).file).stances.find((s) => s.id === 'CHALLENGER.force_posture');
    expect(posture).toMatchObject({ position: 0, evidence: [] });
  });

  test.runIf(campaign)('a rejected record counts as decided and says nothing', () => {
    const rejected = source(true, { records: records.map(() => ({ record: null, decided: true, confidence: 1 })) });
    const silent = draft([rejected]);
    expect(silent.report).toMatchObject({ decided: 9, total: 9 });
    expect(viewOf(load(silent.text).file).stances.every((s) => s.position === 0)).toBe(true);
  });
});

describe('roles that nobody fills', () => {
  test('without mediators the switch is off and says so', () => {
    const { text } = draft([source(false, { frame: { ...frame, mediators: [] } })]);
    const { file } = load(text);
    expect(file.switches!.mediators_at_work).toMatchObject({
      default: false,
      label: 'Mediation by mediators (none found)',
      basis: expect.stringMatching(/^off: no article names one\. /),
    });
    expect(file.actors!.MEDIATORS!.holders).toEqual([]);
    expect(Object.keys(file.variants!)).not.toContain('no_mediation');
    expect(by90(solved(text, 'mediated'), 'deal')).toBeGreaterThan(by90(solved(text), 'deal'));
  });

  test('without a neighbour its desk goes, with the border and all that only they need', () => {
    const { text, report } = draft([source(false, { frame: { ...frame, neighbours: [] } })]);
    const { file } = load(text);
    expect(Object.keys(file.actors!)).toEqual(['CHALLENGER', 'TARGET', 'MEDIATORS']);
    expect(
      text
        .split('\n')
        .filter((l) => !l.startsWith('#'))
        .join('\n'),
    ).not.toMatch(/neighbour|border(?!_rates)/i);
    expect(report.roles.at(-1)).toMatchObject({ actors: [], why: 'no article names a state' });
    expect(by90(solved(text), 'deal')).toBeCloseTo(by90(solved(draft([source(false)]).text), 'deal'), 9);
  });

  test('without two parties there is no draft, but a way out', () => {
    const alone = source(false, { frame: { ...frame, parties: ['AAA'], challenger: 'AAA', target: null } });
    const { value, problems } = draftOf(template, [alone]);
    expect(value).toBeNull();
    expect(problems[0]).toMatchObject({ code: 'no-party', repair: expect.stringContaining('AAA, BBB') });
    const foreign = draftOf(template, [alone], { roles: { target: ['Beland'] } });
    expect(foreign.problems[0]).toMatchObject({ code: 'unknown-actor' });
  });

  test.runIf(campaign)('the party that was not found can be named', () => {
    const alone = source(false, { frame: { ...frame, parties: ['AAA'], challenger: 'AAA', target: null } });
    expect(draft([alone], { roles: { target: ['BBB'] } }).report.roles[1]).toMatchObject({ actors: ['BBB'] });
  });
});

describe('binding', () => {
  const known = {
    nameOf: (id: string) => id,
    isState: (id: string) => id !== 'doma',
    isBody: (id: string) => id !== 'tamm',
    borders: (id: string, other: string) => `${id}-${other}` === 'GGG-BBB',
    borderRecords: (id: string) => (id === 'FFF' ? 2 : 1),
  };
  test('what the user asks for goes before what was found', () => {
    const roles = bindRoles([frame], known, { challenger: ['BBB'], target: ['AAA'], neighbour: [] });
    expect(roles.map((r) => r.actors)).toEqual([['BBB'], ['AAA'], ['CCC', 'DDD'], []]);
  });

  test('articles are counted, and a party without a part is a guess that says so', () => {
    const other: CrisisFrame = { ...frame, challenger: 'BBB', target: 'AAA' };
    expect(bindRoles([other, frame, frame], known)[0]).toMatchObject({
      actors: ['AAA'],
      why: 'the challenger in 2 of 3 articles',
    });
    const vague: CrisisFrame = { ...frame, challenger: null, target: 'AAA' };
    expect(bindRoles([vague], known).slice(0, 2)).toMatchObject([
      { actors: ['BBB'], why: expect.stringContaining('a guess') },
      { actors: ['AAA'] },
    ]);
  });

  test('nobody who is neither state nor organisation mediates', () => {
    expect(bindRoles([{ ...frame, mediators: ['tamm', 'CCC'] }], known)[2]).toMatchObject({ actors: ['CCC'] });
  });

  test('the neighbour is a state: one that borders the target, else the one with most to say on its border', () => {
    const among = (...neighbours: string[]) => bindRoles([{ ...frame, neighbours }], known).at(-1)!;
    expect(among('doma', 'EEE', 'FFF')).toMatchObject({
      actors: ['FFF'],
      why: 'borders neither of the two; chosen among FFF, EEE',
    });
    expect(among('FFF', 'GGG')).toMatchObject({ actors: ['GGG'], why: 'borders BBB; chosen among GGG, FFF' });
    expect(among('doma')).toMatchObject({ actors: [], why: 'no article names a state' });
  });
});

test('whatever the names and the records, the draft loads and its YAML says what was meant', () => {
  const name = fc.string({ unit: 'binary', maxLength: 80 });
  const position = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.tuple(name, name, name, name),
      fc.array(
        fc.tuple(
          fc.constantFrom('AAA', 'BBB', 'CCC', 'EEE'),
          fc.constantFrom('negotiation', 'military_strike', 'retaliation', 'border_security'),
          position,
          fc.constantFrom(...acts),
        ),
        { maxLength: 8 },
      ),
      fc.boolean(),
      fc.boolean(),
      (names, what, mediated, bordered) => {
        const odd = source(false, {
          article: { ...article, title: names[3] },
          actors: actors.map((a, k) => ({ ...a, canonical: names[k % 4]! })),
          frame: { ...frame, mediators: mediated ? ['CCC'] : [], neighbours: bordered ? ['EEE'] : [] },
          records: what.map(([holder, issue, p, act]) => ({
            record: said(holder, issue, p, { act }),
            decided: false,
            confidence: 0.5,
          })),
        });
        const { value, problems } = draftOf(template, [odd]);
        expect(problems).toEqual([]);
        expect(parseSource(value!.text, 'x').value).not.toBeNull();
        expect(load(value!.text).file.actors!.CHALLENGER!.label).not.toMatch(/[{}\n]/);
      },
    ),
    { numRuns: campaign ? 12 : 1 },
  );
});
