// The reading room: articles and their offsets, records and their anchors, and the stances that the shipped records pool to.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchor, placeOf } from '../engine/reading/anchor.ts';
import { type ArticleMeta, articleOf } from '../engine/reading/article.ts';
import { constantsOf, poolingConstants } from '../engine/reading/constants.ts';
import {
  type ArticleFile,
  type Evidence,
  evidenceOf,
  evidenceViewOf,
  type Statement,
} from '../engine/reading/evidence.ts';
import { weightOf } from '../engine/reading/pooling.ts';
import { responseRules } from '../engine/reading/response.ts';
import { decidedRecords, parseReview, progressOf, reviewFileName } from '../engine/reading/review.ts';
import { certaintyOf, type Desk, poolStances } from '../engine/reading/stance.ts';
import type { ScenarioFile } from '../engine/scenario/schema.ts';
import { parseSource } from '../engine/scenario/source.ts';
import { sha256Hex } from '../engine/vocabulary/hash.ts';

const root = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(resolve(root, path), 'utf8');
const json = <T>(path: string): T => JSON.parse(read(path)) as T;

const articles = ['seed-000', 'seed-003'].map((id) => json<ArticleFile>(`data/articles/${id}.json`));
const records = articles.flatMap((a) => {
  const { value, problems } = evidenceOf(a);
  expect(problems).toEqual([]);
  return value!;
});
const scenarioText = read('scenarios/crises/iran-2026.yaml');
const scenario = parseSource(scenarioText, 'iran-2026.yaml').value!.data as ScenarioFile;
const desks: Desk[] = Object.entries(scenario.actors!).map(([id, a]) => ({
  id,
  holders: a.holders!,
  issues: Object.keys(a.stances!),
}));
const asOf = scenario.meta.as_of!;
const pooled = poolStances(records, desks, asOf);
const cell = (id: string) => pooled.find((s) => `${s.actor}.${s.issue}` === id)!;
const meta: ArticleMeta = {
  id: 'made-up',
  outlet: 'Nobody',
  title: null,
  published: '2026-01-01',
  date_basis: 'made up',
};
const round4 = (v: number): number => Math.round(v * 1e4) / 1e4 + 0;

// The raw texts are not part of the repository; whoever has them keeps them beside the checkout.
const folder = resolve(root, '../shared/articles');
const texts = existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(resolve(folder, name), 'utf8')) : [];
const withTexts = it.skipIf(texts.length === 0);
const unlessMissing = texts.length === 0 ? ' (skipped: the articles are not at hand)' : '';

describe('article', () => {
  const lines = fc.array(fc.string({ unit: fc.constantFrom(...'ab Z.!?…”“ü🙂,\t') }), { maxLength: 6 });

  it('has paragraphs and sentences whose offsets cut the text at their own words', () => {
    fc.assert(
      fc.property(lines, fc.constantFrom('\n', '\r\n', '\r'), (parts, newline) => {
        const article = articleOf(parts.join(newline), meta);
        expect(article.sha256).toBe(sha256Hex(parts.join('\n')));
        expect(article.paragraphs.length).toBe(parts.filter((p) => p.trim() !== '').length);
        let last = 0;
        for (const s of article.sentences) {
          const paragraph = article.paragraphs[s.paragraph - 1]!;
          expect(s.start).toBeGreaterThanOrEqual(Math.max(last, paragraph.start));
          expect(s.end).toBeLessThanOrEqual(paragraph.end);
          expect(article.text.slice(last, s.start).trim()).toBe('');
          const slice = article.text.slice(s.start, s.end);
          expect(slice).toBe(slice.trim());
          const span = { ...s, sha256: sha256Hex(slice) };
          expect(anchor(span, article.text)).toBe('exact');
          last = s.end;
        }
        expect(article.text.slice(last).trim()).toBe('');
      }),
    );
  });

  it.each([
    ['Lt.-Gen. A. Bee met Mr. Cee on Feb. 3 in the U.S. Senate. They spoke.', 2],
    ['“We wait. We watch,” she said. Then: “No!” He left… And came back?', 5],
    ['The price rose by 3.5 per cent and no. 4 fell', 1],
  ])('splits %j into %i sentences', (text, count) => {
    expect(articleOf(text, meta).sentences).toHaveLength(count);
  });
});

describe('evidence', () => {
  it('finds a span where it was, where it went, or not at all', () => {
    const text = 'Alpha said no. Beta said yes.';
    const span = { start: 15, end: 29, paragraph: 1, sha256: sha256Hex('Beta said yes.') };
    expect(anchor({ span }, text)).toBe('exact');
    expect(anchor({ span }, `Gamma wrote: ${text}`)).toBe('re-anchored');
    expect(placeOf({ span }, `Gamma wrote: ${text}`)).toEqual({ start: 28, end: 42 });
    expect(anchor({ span }, 'Beta said maybe.')).toBe('not at hand');
  });

  it('says which record is wrong', () => {
    const [first, second] = articles[0]!.records;
    const bad = { ...articles[0]!, records: [{ ...first!, position: 2 }] };
    expect(evidenceOf(bad).problems[0]!.message).toContain('`seed-000.s01` position');
    const twice = evidenceOf({ ...articles[0]!, records: [first!, second!, first!] });
    expect(twice.value).toBeNull();
    expect(twice.problems[0]).toMatchObject({ code: 'id-twice', path: ['records', 2] });
    expect(evidenceOf({ ...articles[0]!, records: [{ ...first!, id: 'other.s01' }] }).problems[0]!.code).toBe(
      'foreign-record',
    );
    expect(evidenceOf(null).value).toBeNull();
  });

  it('ships 53 statements, 15 events and 8 quantities of actors that are listed', () => {
    const count = (kind: Evidence['kind']): number => records.filter((r) => r.kind === kind).length;
    expect([count('statement'), count('event'), count('quantity')]).toEqual([53, 15, 8]);
    const { actors } = json<{ actors: { id: string; holder: string | null }[] }>('data/actors.json');
    const known = new Set(['narrator', ...actors.map((a) => a.id)]);
    for (const r of records) {
      const named =
        r.kind === 'statement' ? [r.speaker, ...r.targets] : r.kind === 'event' ? [...r.actors, ...r.targets] : [];
      for (const id of [...r.holders, ...r.via, ...named]) expect(known).toContain(id);
    }
    for (const a of actors) if (a.holder !== null) expect(known).toContain(a.holder);
  });

  it('has every record that the scenario names', () => {
    const view = evidenceViewOf(articles);
    const named = new Set(scenarioText.match(/seed-\d+\.[seq]\d+/g));
    expect(named.size).toBeGreaterThan(50);
    for (const id of named) expect(view, id).toHaveProperty([id]);
  });

  withTexts(`hashes to the spans of the articles${unlessMissing}`, () => {
    for (const file of articles) {
      const text = texts.find((t) => sha256Hex(t) === file.sha256);
      expect(text, file.id).toBeDefined();
      const article = articleOf(text!, meta);
      expect(article.sha256).toBe(file.sha256);
      expect([article.length_utf16, article.paragraphs.length]).toEqual([file.length_utf16, file.paragraphs]);
      for (const span of [...file.zones, ...file.records.map((r) => r.span)]) {
        expect(sha256Hex(article.text.slice(span.start, span.end))).toBe(span.sha256);
        const paragraph = article.paragraphs[span.paragraph - 1]!;
        expect(span.start).toBeGreaterThanOrEqual(paragraph.start);
        expect(span.start).toBeLessThan(paragraph.end);
      }
    }
  });

  withTexts(`shares no run of six words with the articles${unlessMissing}`, () => {
    const words = (text: string): string[] =>
      text
        .normalize('NFKC')
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? [];
    const runs = (text: string): string[] => {
      const w = words(text);
      return w.slice(5).map((_, i) => w.slice(i, i + 6).join(' '));
    };
    const theirs = new Set(texts.flatMap(runs));
    const ours = readdirSync(resolve(root, 'data'), { recursive: true, encoding: 'utf8' }).filter((f) =>
      /\.(json|md)$/.test(f),
    );
    expect(ours.length).toBeGreaterThanOrEqual(6);
    for (const file of ours)
      expect(
        runs(read(`data/${file}`)).filter((run) => theirs.has(run)),
        file,
      ).toEqual([]);
  });
});

describe('stances', () => {
  // Source of the figures: scenarios/crises/iran-2026.yaml, pooled by an independent program.
  it.each(
    Object.entries(scenario.actors!).flatMap(([actor, a]) =>
      Object.entries(a.stances!).map(([issue, s]) => [`${actor}.${issue}`, s] as const),
    ),
  )('%s is pooled, or overridden with a reason and the pooled value beside it', (id, stated) => {
    const s = cell(id);
    const beside = stated.pooled ?? stated;
    expect(stated.pooled === undefined).toBe(stated.override === undefined);
    expect(Math.abs(s.position - beside.position)).toBeLessThanOrEqual(0.005);
    expect(Math.abs(s.salience - beside.salience)).toBeLessThanOrEqual(0.005);
    expect(Math.abs(s.spread - beside.spread!)).toBeLessThanOrEqual(0.005);
    if (stated.override !== undefined) return;
    expect(Math.abs(s.certainty - stated.certainty!)).toBeLessThanOrEqual(0.005);
    expect([...s.evidence].sort()).toEqual([...stated.evidence!].sort());
  });

  it.each([
    ['TUR', 'border_security', 'military_strike,regime_collapse', 0.64, 0.18],
    ['IRN', 'retaliation', 'military_strike', 0.89, 0.07],
    ['USA', 'military_strike', 'no_deal', 0.64, 0.13],
    ['ISR', 'force_posture', 'other', 0.55, 0.22],
  ])('rule of %s on %s given %s', (holder, issue, trigger, probability, spread) => {
    const rule = responseRules(records, asOf).find(
      (r) => r.holder === holder && r.issue === issue && r.trigger.join() === trigger,
    )!;
    expect(rule.probability).toBeCloseTo(probability, 2);
    expect(Math.abs(rule.spread - spread)).toBeLessThanOrEqual(0.005);
  });

  it('puts the rule of retaliation on the position scale for the commanders', () => {
    const rule = responseRules(records, asOf).find((r) => r.issue === 'retaliation')!;
    expect(2 * rule.probability - 1).toBeCloseTo(scenario.actors!.IRN_FORCES!.stances!.retaliation!.position, 2);
  });

  it('keeps data/stances.json fresh', () => {
    const file = json<{ cells: Record<string, unknown>[]; rules: Record<string, unknown>[]; as_of: string }>(
      'data/stances.json',
    );
    expect(file.as_of).toBe(asOf);
    const cells = pooled.map((s) => ({
      ...{ desk: s.actor, issue: s.issue, position: round4(s.position), salience: round4(s.salience) },
      ...{ spread: round4(s.spread), certainty: round4(s.certainty), records: s.evidence, conditional: s.conditional },
    }));
    expect(file.cells.map(({ override: _, ...rest }) => rest)).toEqual(cells);
    for (const c of file.cells) {
      const stated = scenario.actors![String(c.desk)]!.stances![String(c.issue)]!;
      if (stated.override === undefined) expect(c.override).toBeNull();
      else
        expect(c.override).toMatchObject({
          position: stated.position,
          salience: stated.salience,
          spread: stated.spread,
          why: stated.override,
        });
    }
    const rules = responseRules(records, asOf).map((r) => ({
      ...r,
      probability: round4(r.probability),
      spread: round4(r.spread),
    }));
    expect(file.rules).toEqual(rules);
  });

  it('counts a statement that two articles report once', () => {
    const again = records
      .filter((r) => r.article === 'seed-000')
      .map((r) => ({ ...r, id: r.id.replace('000', '999'), article: 'seed-999' }) as Evidence);
    const twice = poolStances([...records, ...again], desks, asOf);
    for (const id of ['USA.military_strike', 'TUR.military_strike', 'TUR_BORDER.border_security'])
      expect(twice.find((s) => `${s.actor}.${s.issue}` === id)!.position).toBeCloseTo(cell(id).position, 12);
  });

  it('leaves out what became known later, and forgets what is old', () => {
    const early = poolStances(records, desks, '2026-01-30');
    expect(early.find((s) => s.actor === 'MEDIATORS')).toMatchObject({ position: 0, evidence: [] });
    const record = records.find((r) => r.id === 'seed-003.s05')!;
    const c = constantsOf();
    expect(weightOf(record, '2026-02-15', c)).toBeCloseTo(0.95 * Math.exp(-1), 12);
    expect(weightOf({ ...record, hedged: true }, '2026-02-01', c)).toBeCloseTo(0.76, 12);
  });

  it('is never certain, and never turned by a conditional record', () => {
    const statement = records.find((r) => r.id === 'seed-003.s05') as Evidence & Statement;
    const many = Array.from({ length: 200 }, (_, i) => ({ ...statement, id: `seed-003.s${100 + i}`, position: -1 }));
    const [s] = poolStances(many, [{ id: 'IRN', holders: ['IRN'], issues: ['military_strike'] }], asOf);
    expect(s!.position).toBeGreaterThan(-1);
    expect(s!.spread).toBeGreaterThan(0.005);
    const rest = records.filter((r) => r.kind !== 'statement' || r.conditional_on === null);
    for (const [i, without] of poolStances(rest, desks, asOf).entries())
      expect(without.position).toBe(pooled[i]!.position);
    expect([certaintyOf(0.15), certaintyOf(0.05), certaintyOf(2)]).toEqual([1, 1, 0]);
  });

  it('shows every constant with range, unit, meaning and source', () => {
    for (const [name, c] of Object.entries(poolingConstants)) {
      expect(c.low, name).toBeLessThanOrEqual(c.value);
      expect(c.high, name).toBeGreaterThanOrEqual(c.value);
      for (const said of [c.unit, c.doc, c.source]) expect(said.length, name).toBeGreaterThan(2);
    }
  });
});

describe('base rates', () => {
  type Entry = {
    id: string;
    letter: string;
    k: number | null;
    n: number;
    share: number;
    low: number;
    high: number;
    kind: string;
    used_by: string[];
    used_for_tuning: boolean;
  };
  const { entries, data } = json<{
    entries: (Entry & { data: string })[];
    data: Record<string, { citation: string; licence: string }>;
  }>('data/base-rates.json');

  it('has an entry behind every base rate that the scenario leans on', () => {
    const based = { ...scenario.parameters, ...scenario.switches };
    for (const [name, { basis = '' }] of Object.entries(based))
      for (const [, letters] of basis.matchAll(/base rates? ([A-K](?:(?:,| and) [A-K]\b)*)/g))
        for (const letter of letters!.match(/[A-K]/g)!)
          expect(
            entries.some((e) => e.letter === letter && e.used_by.includes(name)),
            `${name}: ${letter}`,
          ).toBe(true);
    for (const e of entries) for (const name of e.used_by) expect(Object.keys(based)).toContain(name);
  });

  it('counts with Wilson intervals, and says where from', () => {
    for (const e of entries) {
      expect(data[e.data]?.citation && data[e.data]?.licence, e.id).toBeTruthy();
      if (e.used_by.length > 0) expect(e.used_for_tuning, e.id).toBe(true);
      if (e.kind !== 'share' || e.k === null) continue;
      const z2 = 1.959963984540054 ** 2;
      const p = e.k / e.n;
      const centre = (p + z2 / (2 * e.n)) / (1 + z2 / e.n);
      const half = Math.sqrt(z2 * ((p * (1 - p)) / e.n + z2 / (4 * e.n ** 2))) / (1 + z2 / e.n);
      expect([e.share, e.low, e.high]).toEqual([round4(p), round4(centre - half), round4(centre + half)]);
    }
  });
});

describe('reviews of the shipped articles', () => {
  it.each(articles)(
    '$id: every proposal is decided, and what was decided are the records that the case rests on',
    (file) => {
      const name = reviewFileName(file);
      const { value: review, problems } = parseReview(read(`data/reviews/${name}`), name);
      expect(problems).toEqual([]);
      const { decided, of } = progressOf(review!);
      expect(decided).toBe(of);
      const byId = (all: readonly { id: string }[]) => Object.fromEntries(all.map((r) => [r.id, r]));
      expect(byId(decidedRecords(review!))).toEqual(byId(file.records));
      // Where a reader differs from the machine, it says why.
      for (const item of review!.items)
        for (const d of item.decisions)
          if (d.decision !== 'accept') expect(d.reason?.length ?? 0, item.id).toBeGreaterThan(10);
    },
  );
});
