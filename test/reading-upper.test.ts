// Stances from text: attribution, conditions and polarity on sentences of our own; records that the schema accepts; floors on the annotated development articles; reruns equal byte for byte.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import classifierFile from '../data/lexicon/classifier.json' with { type: 'json' };
import weightFile from '../data/lexicon/issue-weights.json' with { type: 'json' };
import issuesFile from '../data/lexicon/issues.json' with { type: 'json' };
import { classifierSources } from '../engine/cli/make/classifier.ts';
import { makeLexicon } from '../engine/cli/make/lexicon.ts';
import { weightSources } from '../engine/cli/make/weights.ts';
import { classifierOf } from '../engine/reading/classifier.ts';
import { recordSchema, type Statement } from '../engine/reading/evidence.ts';
import { readArticle } from '../engine/reading/read.ts';
import { tokensOf } from '../engine/reading/tokens.ts';
import { readingOf, scored, sets } from './reading/evaluate.ts';
import { addedUp, figuresOf, proposedOf, shareOf } from './reading/score.ts';

const lexicon = join(import.meta.dirname, '../data/lexicon');
const meta = { id: 'own', outlet: 'Own', title: null, published: '2026-03-12', date_basis: 'invented' };
const read = (text: string) => readArticle(text, meta);
const statementsOf = (text: string): Statement[] =>
  read(text).proposals.flatMap((p) => (p.record.kind === 'statement' ? [p.record] : []));

describe('who says it', () => {
  test('after the quotation, before it, and by "according to"', () => {
    const text = `PARIS, March 12 - "We will not send troops to Chad," French Foreign Minister Jean-Noel Barrot told reporters on Tuesday.

The Kenyan foreign ministry said Nairobi was ready to host talks between the two sides.

Libya would close its airspace, according to two Algerian officials.`;
    const found = statementsOf(text);
    expect(found.map((s) => s.holders)).toEqual([['FRA'], ['KEN'], ['DZA']]);
    expect(found.map((s) => s.attribution)).toEqual(['on_record_direct', 'institution', 'official_unnamed']);
    expect(found[0]!.date).toBe('2026-03-10');
  });

  test('an appended clause is a record of its own, and belongs to the same speaker', () => {
    const text =
      'Egyptian Foreign Minister Badr Abdelatty said Cairo wanted talks to resume, adding that Egypt opposed any use of force.';
    const found = statementsOf(text);
    expect(found).toHaveLength(2);
    expect(found.every((s) => s.holders.join() === 'EGY')).toBe(true);
    expect(found.map((s) => [s.issue, Math.sign(s.position)])).toEqual([
      ['negotiation', 1],
      ['military_strike', -1],
    ]);
  });

  test('several states speak jointly', () => {
    const text =
      'In a joint statement, France, Germany and Italy called on both sides to come back to the negotiating table.';
    expect(new Set(statementsOf(text)[0]!.holders)).toEqual(new Set(['FRA', 'DEU', 'ITA']));
  });

  test('a request for anonymity is no stance', () => {
    const text = 'A senior Kenyan official, who asked not to be named, said Kenya would reopen the border crossing.';
    expect(statementsOf(text).map((s) => s.issue)).toEqual(['border_security']);
  });
});

describe('conditions', () => {
  const terms = (text: string) => statementsOf(text)[0]!.conditional_on?.terms.map((t) => t.event);
  test.each([
    ['If Chad attacks Libya, Libya will strike back, Libyan Foreign Minister Hadi Hweij said.', 'military_strike'],
    ['Kenya would close the border should fighting break out, the Kenyan foreign ministry said.', 'escalation'],
    ['Sanctions will be imposed unless Libya signs the agreement, the Egyptian foreign ministry said.', 'no_deal'],
    ['Kenya would send troops in the event of an attack on Uganda, Kenyan officials said.', 'military_strike'],
  ])('%s', (text, event) => {
    expect(terms(text)).toContain(event);
  });

  test('"whether" and "asked if" wait for nothing', () => {
    const text = 'Kenya has not decided whether it would send troops, the Kenyan foreign ministry said.';
    expect(statementsOf(text)[0]!.conditional_on).toBeNull();
  });
});

describe('polarity', () => {
  const one = (text: string) => {
    const [s] = statementsOf(text);
    return [s!.issue, Math.sign(s!.position)];
  };
  test.each([
    ['Kenyan President William Ruto called on Uganda to withdraw its troops.', 'force_posture', -1],
    ['Kenya will deploy more troops along the coast, Kenyan President William Ruto said.', 'force_posture', 1],
    ['The Egyptian foreign ministry ruled out talks with Libya.', 'negotiation', -1],
    [
      'Egypt will not allow its territory to be used for an attack, the Egyptian foreign ministry said.',
      'territory_access',
      -1,
    ],
    ['Egypt offered to mediate between Libya and Chad.', 'mediation', 1],
    ['The Egyptian foreign ministry rejected the use of force against Libya.', 'military_strike', -1],
  ])('%s', (text, issue, sign) => {
    expect(one(text)).toEqual([issue, sign]);
  });
});

describe('records', () => {
  test('are what the schema says, lie in the text, and carry no words of it', () => {
    for (const annotated of sets.dev()) {
      const reading = readingOf(annotated);
      for (const { record, confidence } of reading.proposals) {
        expect(recordSchema.safeParse(record).error).toBeUndefined();
        expect(record.span.end).toBeLessThanOrEqual(reading.article.text.length);
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThan(1);
      }
      expect(new Set(reading.proposals.map((p) => p.record.id)).size).toBe(reading.proposals.length);
      const flat = (t: string): string => t.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');
      const text = flat(reading.article.text);
      for (const { record } of reading.proposals) {
        const words = flat(record.paraphrase).trim().split(' ');
        for (let i = 0; i + 6 <= words.length; i++) expect(text).not.toContain(` ${words.slice(i, i + 6).join(' ')} `);
      }
    }
  });

  test('the same text gives the same bytes', () => {
    const [first] = sets.dev();
    expect(JSON.stringify(readingOf(first!))).toBe(JSON.stringify(readingOf(first!)));
  });

  test('texts of any kind are read without a throw', () => {
    const bits = fc.constantFrom(
      '“',
      '”',
      '"',
      ', ',
      '. ',
      ' said ',
      'Kenya',
      ' if ',
      ' should ',
      'the ',
      '\n\n',
      ' and ',
      'who ',
      '’s ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(bits, fc.string({ maxLength: 6 })), { maxLength: 60 }), (parts) => {
        for (const { record } of read(parts.join('')).proposals)
          expect(record.span.end).toBeGreaterThan(record.span.start);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  test('long lines of one letter, of quotation marks or of "said" take no time', () => {
    for (const text of ['a'.repeat(1_000_000), '“'.repeat(20_000), 'Kenya said '.repeat(3_000)]) {
      const from = performance.now();
      read(text);
      expect(performance.now() - from).toBeLessThan(15_000);
    }
  });
});

describe('figures', () => {
  test('development articles: floors below what was measured, so that a loss is seen', () => {
    const f = figuresOf(addedUp(scored(sets.dev()).map((r) => r.counts)));
    expect(f.statement).toBeGreaterThan(0.86);
    expect(f.holder.share).toBeGreaterThan(0.9);
    expect(f.conditional).toBeGreaterThan(0.88);
    expect(f.endToEnd.share).toBeGreaterThan(0.5);
  });

  test('Wilson intervals', () => {
    const { low, high } = shareOf(8, 10);
    expect(low).toBeCloseTo(0.4902, 3);
    expect(high).toBeCloseTo(0.9433, 3);
    expect(shareOf(0, 0)).toMatchObject({ low: 0, high: 1 });
  });

  const scorer = join(import.meta.dirname, '../../shared/gold/score.mjs');
  test.skipIf(!existsSync(scorer))('the scorer that came with the annotation gives the same figures', () => {
    const folder = mkdtempSync(join(tmpdir(), 'standoff-score-'));
    try {
      mkdirSync(folder, { recursive: true });
      const all = sets.dev();
      for (const a of all)
        writeFileSync(join(folder, `${a.gold.article.id}.json`), JSON.stringify(proposedOf(readingOf(a))));
      const golds = all.map((a) => join(import.meta.dirname, 'reading/dev', `${a.gold.article.id}.json`));
      const line = execFileSync(process.execPath, [scorer, folder, ...golds], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .at(-1)!;
      const figure = (name: string): number => Number(new RegExp(`${name} *(\\d+)`).exec(line)![1]);
      const f = figuresOf(addedUp(scored(all).map((r) => r.counts)));
      expect(figure('zone F')).toBe(Math.round(100 * f.boilerplate));
      expect(Number(/actor P *\d+ R *\d+ F *(\d+)/.exec(line)![1])).toBe(Math.round(100 * f.actor));
      expect(Number(/stmt IoU P *\d+ R *\d+ F *(\d+)/.exec(line)![1])).toBe(Math.round(100 * f.statement));
      for (const name of ['speaker', 'holder', 'target', 'issue', 'sign', 'act', 'date'] as const)
        expect(figure(name === 'act' ? ' act' : name === 'speaker' ? 'matched: speaker' : ` ${name}`)).toBe(
          Math.round(100 * f[name].share),
        );
      expect(figure('cond F')).toBe(Math.round(100 * f.conditional));
      expect(figure('sign\\)')).toBe(Math.round(100 * f.endToEnd.share));
      expect(figure('quant F')).toBe(Math.round(100 * f.quantity));
      expect(figure('event F')).toBe(Math.round(100 * f.event));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('the cue sets are those that `npm run make -- lexicon` makes', () => {
  expect(JSON.parse(makeLexicon().issues)).toEqual(issuesFile);
});

test('classifier and weights were made from the files that lie beside them: else `npm run make -- classifier`, then `weights`', () => {
  const text = (name: string): string => readFileSync(join(lexicon, name), 'utf8');
  expect(classifierFile.from).toEqual(classifierSources(text('sentences.jsonl'), text('vectors.json')));
  expect(weightFile.from).toEqual(weightSources([join(import.meta.dirname, 'reading/dev')], lexicon));
});

test('a word that no sentence had counts by its vector: the mean of the words known, the seldom ones for more, names and what nobody knows for nothing', () => {
  const bytes = Int8Array.from([0, 0, 40, 0, 0, 20]);
  const classify = classifierOf({
    classes: ['a', 'b'],
    bias: [0, 0],
    table: {},
    words: { list: 'the truce missile', scale: 0.1, bytes: Buffer.from(bytes).toString('base64') },
  });
  const chance = (text: string): number => {
    const tokens = tokensOf(text).map((t) => ({ ...t, mention: -1 }));
    return classify([{ tokens, from: 0, to: tokens.length }])[0]!;
  };
  const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
  expect(chance('truce')).toBeCloseTo(logistic(4), 12);
  expect(chance('missile')).toBeCloseTo(logistic(-2), 12);
  expect(chance('the truce, Xanadu')).toBe(chance('the truce'));
  expect(chance('unheard words')).toBe(0.5);
  const [often, seldom] = [2.7, 3.7].map((place) => 3e-4 / (3e-4 + 0.1 / place)) as [number, number];
  expect(chance('the truce')).toBeCloseTo(logistic((4 * seldom) / (often + seldom)), 12);
});
