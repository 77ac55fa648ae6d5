// Review files: nothing is lost, the last decision wins, a machine never proposes over a decision; progress, agreement, and a reader's session without a terminal.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blankStatement, parseCondition } from '../engine/cli/review-fields.ts';
import { findWords, type ReviewSession, runSession } from '../engine/cli/review-session.ts';
import { articleOf } from '../engine/reading/article.ts';
import type { Proposal } from '../engine/reading/document.ts';
import { evidenceOf, type Statement } from '../engine/reading/evidence.ts';
import { issues } from '../engine/reading/lexicon.ts';
import { conditionText, issuePoles, paraphraseFrom, positionText, recordLines } from '../engine/reading/record-text.ts';
import {
  agreementBetween,
  agreementOf,
  appendLines,
  articleFileOf,
  type DecisionKind,
  decidedRecords,
  decisionOn,
  freshId,
  headLine,
  nextUndecided,
  parseReview,
  progressOf,
  proposeAgain,
  type Review,
  type ReviewEvent,
  readersOf,
  reviewFileName,
  startReview,
  withEvents,
} from '../engine/reading/review.ts';
import { sha256Hex } from '../engine/vocabulary/hash.ts';

const text = [
  'Norland will close the strait if Sudland sends its fleet, the harbour minister said.',
  'Sudland wants talks at once. “We are ready,” its envoy told reporters.',
  'About 40 ships are waiting outside.',
  'A second envoy denied that anybody was ready.',
].join('\n\n');
const article = articleOf(text, {
  ...{ id: 'made-up', outlet: 'Nobody', title: null, published: '2026-03-04', date_basis: 'made up' },
});
const names = new Map([
  ['NOR', 'Norland'],
  ['SUD/envoy', 'the envoy'],
]);

function statement(n: number, words: string, more: Partial<Statement> = {}): Statement {
  const start = text.indexOf(words);
  const paragraph = article.paragraphs.find((p) => p.start <= start && start < p.end)!.index;
  const span = { start, end: start + words.length, paragraph, sha256: sha256Hex(words) };
  const s: Statement = { ...blankStatement(`made-up.s0${n}`, span, '2026-03-04'), holders: ['NOR'], ...more };
  return { ...s, paraphrase: paraphraseFrom(s) };
}
const made = (record: Proposal['record'], confidence = 0.6, made_by = 'rules/1'): Proposal => ({
  record,
  confidence,
  made_by,
});
const first = statement(1, 'Norland will close the strait if Sudland sends its fleet', {
  issue: 'territory_access',
  position: -0.8,
});
const second = statement(2, 'Sudland wants talks at once', { issue: 'negotiation', position: 0.9, holders: ['SUD'] });
const third = statement(3, '“We are ready,” its envoy told reporters', {
  issue: 'negotiation',
  position: 0.6,
  holders: ['SUD'],
});
const proposals = [first, second, third].map((r) => made(r));

const propose = (p: Proposal): ReviewEvent => ({
  type: 'proposal',
  extractor: p.made_by,
  record: p.record,
  confidence: p.confidence,
});
let clock = 0;
const at = (): string => new Date(Date.UTC(2026, 2, 5) + 1000 * clock++).toISOString();
const decide = (
  id: string,
  decision: DecisionKind,
  more: { reader?: string; record?: Statement; reason?: string } = {},
): ReviewEvent => ({
  ...{ type: 'decision', record_id: id, decision, reader: 'anna', when: at() },
  ...more,
});
const begun = withEvents(startReview(article, []), proposals.map(propose));
const fileOf = (events: readonly ReviewEvent[], start: Review = startReview(article, [])): string =>
  headLine(start) + appendLines(start, events);
const parsed = (file: string): Review => {
  const { value, problems } = parseReview(file, 'r.jsonl');
  if (value === null) throw new Error(problems.map((p) => `${p.line}: ${p.message}`).join('; '));
  return value;
};

/** Any course of events on the three proposals and one that a reader adds. */
const added = statement(4, 'About 40 ships are waiting', { issue: 'force_posture', position: 0.3 });
const anyEvent: fc.Arbitrary<ReviewEvent> = fc
  .record({
    record: fc.constantFrom(first, second, third, added),
    what: fc.constantFrom('accept', 'edit', 'reject', 'add', 'undo', 'proposal', 'withdrawal'),
    reader: fc.constantFrom('anna', 'ben'),
    position: fc.integer({ min: -10, max: 10 }).map((p) => p / 10),
  })
  .map(({ record, what, reader, position }) => {
    const changed = { ...record, position };
    if (what === 'undo') return { type: 'undo', record_id: record.id, reader, when: at() };
    if (what === 'proposal') return propose(made(changed));
    if (what === 'withdrawal') return { type: 'withdrawal', extractor: 'rules/1', record_id: record.id };
    const brings = what === 'edit' || what === 'add';
    return decide(record.id, what as DecisionKind, { reader, ...(brings ? { record: changed } : {}) });
  });
const courses = fc.array(anyEvent, { maxLength: 25 });

describe('the file', () => {
  test('reads back as what happened, however it was cut into appends', () => {
    fc.assert(
      fc.property(courses, fc.nat(25), (events, cut) => {
        // A line that accepts what nobody proposed is told and passed over, in memory as in the file.
        const whole = parsed(fileOf(events));
        const part = withEvents(startReview(article, []), events.slice(0, cut));
        expect(withEvents(part, events.slice(cut)).items).toEqual(whole.items);
        expect(parsed(headLine(part) + appendLines(part, events))).toEqual(whole);
        const progress = progressOf(whole, 'anna');
        expect(progress.decided).toBeLessThanOrEqual(progress.of);
        expect(nextUndecided(whole, 'anna') === null).toBe(progress.decided === progress.of);
      }),
    );
  });

  test('keeps every decision when the last line is torn anywhere, and goes on after it', () => {
    const events = [
      ...proposals.map(propose),
      decide(first.id, 'accept'),
      decide(second.id, 'reject', { reason: 'not hers' }),
    ];
    const file = fileOf(events);
    const lastLine = file.slice(0, -1).lastIndexOf('\n') + 1;
    fc.assert(
      fc.property(fc.integer({ min: lastLine + 1, max: file.length - 2 }), (cut) => {
        const { value: torn, problems } = parseReview(file.slice(0, cut), 'r.jsonl');
        expect(problems).toMatchObject([{ code: 'torn-line', severity: 'warning', line: 6, file: 'r.jsonl' }]);
        expect(torn!.setAside).toEqual([{ line: 6, text: file.slice(lastLine, cut) }]);
        expect(progressOf(torn!).text).toBe('1 of 3 decided');
        const again = file.slice(0, cut) + appendLines(torn!, [decide(second.id, 'accept')]);
        expect(again.startsWith(file.slice(0, cut))).toBe(true);
        expect(decidedRecords(parsed(again)).map((r) => r.id)).toEqual([first.id, second.id]);
      }),
    );
    // A whole last line without its line end counts, and what follows starts a new line.
    const whole = parsed(file.slice(0, -1));
    expect(progressOf(whole).text).toBe('2 of 3 decided');
    expect(appendLines(whole, [decide(third.id, 'accept')])).toMatch(/^\n\{.*\}\n$/);
  });

  test('unknown fields and lines pass; wrong ones are errors with their line', () => {
    const [line1, line2] = proposals.map((p) => ({
      ...propose(p),
      model: 'x',
      record: { ...p.record, later: { a: 1 } },
    }));
    const later = `${fileOf([])}${JSON.stringify(line1)}\n{"type":"remark","text":"hm"}\n${JSON.stringify(line2)}\n`;
    const { value, problems } = parseReview(later);
    expect(value!.items.map((i) => i.id)).toEqual([first.id, second.id]);
    expect(problems).toMatchObject([{ code: 'unknown-review-line', severity: 'note', line: 3 }]);

    const wrong = (line: object, code: string): void => {
      const { value, problems } = parseReview(`${fileOf([propose(proposals[0]!)])}${JSON.stringify(line)}\n`, 'r');
      expect([value, problems[0]?.code, problems[0]?.line], code).toEqual([null, code, 3]);
      expect(problems[0]!.repair).toMatch(/\w/);
    };
    wrong({ ...decide(first.id, 'accept'), decision: 'maybe' }, 'bad-review-line');
    wrong({ ...decide(first.id, 'accept'), when: 'yesterday' }, 'bad-review-line');
    wrong(decide(first.id, 'edit'), 'bad-review-line');
    wrong(decide(first.id, 'edit', { record: second }), 'bad-review-line');
    wrong(decide(first.id, 'edit', { record: { ...first, position: 2 } }), 'bad-review-line');
    wrong(decide('other.s01', 'add', { record: { ...first, id: 'other.s01' } }), 'foreign-record');
    wrong(decide(first.id, 'edit', { record: { ...first, span: { ...first.span, end: 10_000 } } }), 'span-outside');
    for (const head of ['', 'hello', '[]', '{"format":"standoff-review/1"}', '{"format":"standoff-article/1"}'])
      expect(parseReview(`${head}\n`).problems).toMatchObject([{ code: 'bad-review', line: 1 }]);
    const odd = parseReview(`${fileOf([])}{"__proto__":{"type":"decision"},"type":"x"}\n`);
    expect([odd.value?.items, ({} as { type?: string }).type]).toEqual([[], undefined]);
  });

  test('any text is read without failing', () => {
    const line = fc.oneof(
      fc.string(),
      fc.json(),
      anyEvent.map((e) => JSON.stringify(e)),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.boolean(), (lines, head) => {
        const { value, problems } = parseReview((head ? fileOf([]) : '') + lines.join('\n'));
        expect(value === null).toBe(problems.some((p) => p.severity === 'error'));
      }),
    );
  });

  test('is named by the article, and holds none of its words', () => {
    expect(reviewFileName(article)).toBe(`${sha256Hex(text).slice(0, 12)}.jsonl`);
    const file = fileOf(proposals.map(propose));
    for (const words of ['close the strait', 'wants talks', 'We are ready']) expect(file).not.toContain(words);
  });
});

describe('decisions', () => {
  test('the last one of a reader wins, an undo brings back the one before', () => {
    const edited = { ...first, position: -0.5 };
    let r = withEvents(begun, [decide(first.id, 'accept'), decide(first.id, 'edit', { record: edited })]);
    expect(decidedRecords(r)).toEqual([edited]);
    r = withEvents(r, [{ type: 'undo', record_id: first.id, reader: 'ben', when: at() }]);
    expect(decidedRecords(r)).toEqual([edited]);
    r = withEvents(r, [{ type: 'undo', record_id: first.id, reader: 'anna', when: at() }]);
    expect(decidedRecords(r)).toEqual([first]);
    r = withEvents(r, [{ type: 'undo', record_id: first.id, reader: 'anna', when: at() }]);
    expect([decidedRecords(r), progressOf(r).text]).toEqual([[], '0 of 3 decided']);
  });

  test('an accepted record stays what it was when the machine changes its mind', () => {
    const r = withEvents(begun, [decide(first.id, 'accept'), propose(made({ ...first, position: 0.9 }))]);
    expect(decidedRecords(r)).toEqual([first]);
  });

  test('each reader has a progress of his own', () => {
    const r = withEvents(begun, [
      decide(first.id, 'accept'),
      decide(added.id, 'add', { record: added, reader: 'ben' }),
    ]);
    expect([progressOf(r, 'anna').text, progressOf(r, 'ben').text]).toEqual(['1 of 3 decided', '1 of 4 decided']);
    expect(readersOf(r)).toEqual(['anna', 'ben']);
    expect(decidedRecords(r, 'ben').map((x) => x.id)).toEqual([added.id]);
    expect(nextUndecided(r, 'anna', first.id)?.id).toBe(second.id);
    expect(nextUndecided(r, 'anna', third.id)?.id).toBe(second.id);
    expect([freshId(r, 'statement'), freshId(r, 'event')]).toEqual(['made-up.s05', 'made-up.e01']);
  });

  test('become an article file that the pooling takes', () => {
    const r = withEvents(begun, [decide(first.id, 'accept'), decide(second.id, 'reject')]);
    const { value, problems } = evidenceOf(articleFileOf(r));
    expect(problems).toEqual([]);
    expect(value).toMatchObject([{ id: first.id, article: 'made-up', outlet: 'Nobody' }]);
  });
});

describe('a new reading', () => {
  test('of the same records adds nothing; a changed one takes the place of an undecided one; what is gone leaves the queue', () => {
    expect(proposeAgain(begun, proposals)).toEqual([]);
    const changed = made({ ...second, id: 'made-up.s09', position: 0.5 });
    const events = proposeAgain(begun, [proposals[0]!, changed]);
    expect(events).toEqual([
      propose(made({ ...changed.record, id: second.id })),
      { type: 'withdrawal', extractor: 'rules/1', record_id: third.id },
    ]);
    const r = withEvents(begun, events);
    expect(progressOf(r).text).toBe('0 of 2 decided');
    expect(progressOf(withEvents(r, proposeAgain(r, proposals))).text).toBe('0 of 3 decided');
    // Another extractor's silence withdraws nothing.
    expect(proposeAgain(begun, [made(added, 0.5, 'llm/1')]).map((e) => e.type)).toEqual(['proposal']);
  });

  test('never proposes over a decision, whatever happened and whatever is proposed', () => {
    const any = fc.array(
      fc.record({
        record: fc.constantFrom(first, second, third, added),
        position: fc.constantFrom(-0.5, 0.5),
        shift: fc.integer({ min: 0, max: 4 }),
        issue: fc.constantFrom('negotiation', 'territory_access', 'other'),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(courses, any, (events, changes) => {
        const before = withEvents(startReview(article, []), events);
        const next = changes.map(({ record, position, shift, issue }, k) =>
          made({
            ...record,
            id: `made-up.s1${k}`,
            position,
            issue,
            span: { ...record.span, start: record.span.start + shift },
          }),
        );
        const lines = proposeAgain(before, next);
        const after = withEvents(before, lines);
        for (const item of before.items) {
          if (item.decisions.length === 0) continue;
          expect(after.items.find((i) => i.id === item.id)).toEqual(item);
        }
        expect(decidedRecords(after)).toEqual(decidedRecords(before));
        // And it comes to rest: the same reading again has nothing more to say.
        expect(proposeAgain(after, next).filter((e) => e.type === 'withdrawal')).toEqual([]);
        expect(parsed(fileOf([...events, ...lines])).items).toEqual(after.items);
      }),
    );
  });

  test('a rejected record does not come back under another number, an edited one not under its old issue', () => {
    const moved = { ...second, issue: 'mediation' };
    const r = withEvents(begun, [decide(first.id, 'reject'), decide(second.id, 'edit', { record: moved })]);
    const again = [first, second, moved, third].map((x, k) => made({ ...x, id: `made-up.s2${k}` }));
    expect(proposeAgain(r, again)).toEqual([]);
  });
});

describe('agreement', () => {
  test('by hand: three of four alike', () => {
    const four = withEvents(begun, [propose(made(added))]);
    const r = withEvents(four, [
      ...[first, second, third].map((x) => decide(x.id, 'accept')),
      decide(added.id, 'reject'),
      ...[first, second].map((x) => decide(x.id, 'accept', { reader: 'ben' })),
      decide(third.id, 'edit', { reader: 'ben', record: { ...third, position: 0.2 } }),
      decide(added.id, 'reject', { reader: 'ben' }),
    ]);
    const a = agreementOf(r, 'anna', 'ben');
    // Chance: accept 3/4 · 2/4, edit 0 · 1/4, reject 1/4 · 1/4: 7/16; kappa (12/16 − 7/16) / (9/16).
    expect(a).toMatchObject({ both: 4, agreed: 3, share: 0.75, only: [0, 0], positions: { n: 3 } });
    expect(a.kappa).toBeCloseTo(5 / 9, 12);
    expect(a.positions.difference).toBeCloseTo(0.4 / 3, 12);
    expect(a.differing.map((d) => d.id)).toEqual([third.id]);
    expect(agreementOf(r, 'anna', 'carl')).toMatchObject({ both: 0, share: null, kappa: null, only: [4, 0] });
  });

  test('is symmetric, at most 1, and 1 with oneself', () => {
    fc.assert(
      fc.property(courses, (events) => {
        const r = withEvents(startReview(article, []), events);
        const [ab, ba, aa] = [
          agreementOf(r, 'anna', 'ben'),
          agreementOf(r, 'ben', 'anna'),
          agreementOf(r, 'anna', 'anna'),
        ];
        expect([ab.both, ab.agreed]).toEqual([ba.both, ba.agreed]);
        if (ab.kappa !== null) expect(ab.kappa).toBeCloseTo(ba.kappa!, 12);
        expect(ab.kappa ?? 0).toBeLessThanOrEqual(1 + 1e-12);
        expect([aa.agreed, aa.only]).toEqual([aa.both, [0, 0]]);
      }),
    );
  });

  test('two files: records that were added under different numbers meet by their words', () => {
    const a = withEvents(begun, [decide(added.id, 'add', { record: added })]);
    const other = { ...added, id: 'made-up.s07', position: 0.5 };
    const b = withEvents(begun, [decide(other.id, 'add', { record: other, reader: 'ben' })]);
    expect(agreementBetween(a, b, 'anna', 'ben')).toMatchObject({ both: 1, agreed: 1, only: [0, 0] });
  });
});

describe('words for the terminal', () => {
  test('the poles are those of the closed list of issues', () => {
    expect([...issuePoles.keys()].sort()).toEqual([...issues].sort());
  });

  test('positions, conditions, whole records', () => {
    expect([1, 0.9, 0.7, 0.5, 0.2, 0.1, 0, -0.7].map(positionText)).toEqual([
      ...['categorically for +1.00', 'firmly for +0.90', 'clearly for +0.70', 'leaning for +0.50', 'weakly for +0.20'],
      ...['assessment +0.10', 'assessment 0', 'clearly against −0.70'],
    ]);
    expect(recordLines(first, (id) => names.get(id) ?? id).join('\n')).toContain('for Norland');
  });

  test('a condition that is written is read back', () => {
    const term = fc.record({
      event: fc.constantFrom('military_strike', 'no_deal', 'deal', 'other'),
      actor: fc.constantFrom(null, 'NOR', 'SUD/envoy'),
      target: fc.constantFrom(null, 'NOR', 'hezbollah'),
      negated: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 3 }), fc.constantFrom('all', 'any'), (terms, logic) => {
        const condition = { logic, terms, paraphrase: '' } as Statement['conditional_on'];
        const back = parseCondition(conditionText({ ...first, conditional_on: condition })!);
        expect('value' in back && back.value).toMatchObject({ terms, ...(terms.length > 1 ? { logic } : {}) });
      }),
    );
    for (const text of ['if rain', 'if deal and no_deal or other', ''])
      expect(parseCondition(text)).toHaveProperty('wrong');
    expect(parseCondition('-')).toEqual({ value: null });
  });

  test('words are found in their paragraph, once', () => {
    const p = article.paragraphs[1]!;
    expect(findWords(text, p, 'sudland ... at once')).toEqual({ start: second.span.start, end: second.span.end });
    expect(findWords(text, p, '"We are ready,"')).toMatchObject({ start: third.span.start });
    for (const words of ['', 'no such', 'e', 'talks ... Sudland'])
      expect(typeof findWords(text, p, words)).toBe('string');
  });
});

describe('a session', () => {
  async function session(answers: string[], more: Partial<ReviewSession> = {}) {
    const told: string[] = [];
    let file = fileOf(proposals.map(propose));
    const s: ReviewSession = {
      ...{ review: begun, reader: 'anna', article, actors: ['NOR', 'SUD', 'SUD/envoy'], other: null, readAgain: null },
      nameOf: (id) => names.get(id) ?? id,
      ask: async (prompt) => {
        told.push(prompt);
        return answers.shift() ?? null;
      },
      tell: (line) => told.push(line),
      append: (lines) => {
        file += lines;
      },
      now: at,
      ...more,
    };
    await runSession(s);
    // What is in memory is what is on the disk.
    expect(parsed(file).items).toEqual(s.review.items);
    return { review: s.review, told: told.join('\n'), file };
  }

  test('accept, reject with a reason, skip, undo; what was decided is there when the input breaks off', async () => {
    const { review, told } = await session(['a', 'r', 'not hers', 's', 'a', 'u', 'r no', 'bogus']);
    expect(review.items.map((i) => decisionOn(i)?.decision ?? null)).toEqual(['accept', 'reject', 'reject']);
    expect(review.items.map((i) => decisionOn(i)?.reason ?? null)).toEqual([null, 'not hers', 'no']);
    expect(told).toContain('⟦Norland will close the strait if Sudland sends its fleet⟧, the harbour minister said.');
    expect(told).toContain('── made-up.s01 · 0 of 3 decided · rules/1, 0.60 sure');
    expect(told).toContain('3 of 3 decided. [n]ew');
  });

  test('edit field by field: wrong answers are asked again, an unfinished edit is no decision', async () => {
    const fields = [
      '',
      'SUD, XYZ',
      '!',
      'NOR',
      'weather',
      'retaliation',
      '',
      '7',
      '-0.4',
      '',
      'if deal by SUD',
      '',
      'yes',
      '',
      'Own words.',
    ];
    const { review, told } = await session(['e', ...fields, 'q']);
    expect(decisionOn(review.items[0]!)).toMatchObject({
      decision: 'edit',
      record: {
        ...{ holders: ['SUD', 'XYZ'], targets: ['NOR'], issue: 'retaliation', position: -0.4, hedged: true },
        ...{ paraphrase: 'Own words.', conditional_on: { terms: [{ event: 'deal', actor: 'SUD' }] } },
      },
    });
    for (const hint of ['`XYZ` is not among', '`!` is no id', '`weather` is none of', 'from -1 to 1'])
      expect(told).toContain(hint);
    expect((await session(['e', '', 'SUD'])).review).toEqual(begun);
  });

  test('add by paragraph and words; the paraphrase follows the fields', async () => {
    const { review } = await session([
      'n',
      '9',
      'n',
      '4',
      'nobody',
      'n',
      '4',
      'A second ... ready',
      'SUD/envoy',
      'SUD',
      '-',
      'negotiation',
      'deny',
      '-0.5',
      '',
      '',
      '',
      '',
      '',
      '',
      'q',
    ]);
    expect(review.items.map((i) => i.id)).toEqual(['made-up.s01', 'made-up.s02', 'made-up.s03', 'made-up.s04']);
    const { record, decision } = decisionOn(review.items[3]!)!;
    expect([decision, record?.paraphrase]).toEqual([
      'add',
      'SUD (SUD/envoy): deny, against negotiation; indirect quotation',
    ]);
    expect(text.slice(record!.span.start, record!.span.end)).toBe('A second envoy denied that anybody was ready');
  });

  test('a name that the machine did not know is kept, and the article is read again with it', async () => {
    const better = made({ ...second, speaker: 'SUD/envoy' });
    const { review, told } = await session(['a', 'o', 'Mr Orr', 'SUD/envoy', 'envoy', 'q'], {
      readAgain: async (known) =>
        known.some((n) => n.name === 'Mr Orr') ? [proposals[0]!, better, proposals[2]!] : proposals,
    });
    expect(review.names).toMatchObject([{ name: 'Mr Orr', actor: 'SUD/envoy', role: 'envoy' }]);
    expect(review.items[1]!.proposal!.record).toEqual(better.record);
    expect(told).toContain('1 proposals new or changed, 0 gone');
  });

  test('a second reader’s decisions stand beside', async () => {
    const other = withEvents(begun, [decide(first.id, 'reject', { reader: 'ben', reason: 'a rumour' })]);
    const { told } = await session(['q'], { other });
    expect(told).toContain('ben: reject (a rumour)');
  });
});
