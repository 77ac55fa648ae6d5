// From decided records to stances: beside the scenario's own, as a variant that solves, with constants that can be changed; and the answers that no article gave.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeStances } from '../engine/cli/make/stances.ts';
import { readRecords } from '../engine/cli/records.ts';
import { type ArticleFile, type Evidence, evidenceOf, type Statement } from '../engine/reading/evidence.ts';
import { poolStances } from '../engine/reading/stance.ts';
import { articleShare, withoutStances } from '../engine/result/article-share.ts';
import { runVariant } from '../engine/result/run.ts';
import { bindVariant } from '../engine/scenario/bind.ts';
import { desksOf } from '../engine/scenario/desks.ts';
import { stancesFrom, variantFromRecords } from '../engine/scenario/from-records.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { baseVariantOf, viewOf } from '../engine/scenario/view.ts';

const root = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(resolve(root, path), 'utf8');
const records = ['seed-000', 'seed-003'].flatMap(
  (id) => evidenceOf(JSON.parse(read(`data/articles/${id}.json`))).value!,
);
const scenario = loadScenario(read('scenarios/crises/iran-2026.yaml'), 'iran-2026.yaml').value!;
const view = viewOf(scenario.file);
const report = stancesFrom(view, records);
const cell = (id: string, of = report) => of.cells.find((c) => c.id === id)!;
const statement = records.find((r) => r.id === 'seed-003.s16') as Evidence & Statement;
const like = (id: string, change: Partial<Evidence & Statement>): Evidence => ({ ...statement, id, ...change });

describe('desks', () => {
  it('are the actors with their holders and the issues that they decide on', () => {
    const desks = desksOf(view);
    expect(desks.find((d) => d.id === 'GULF')!.holders).toEqual(expect.arrayContaining(['SAU', 'ARE']));
    const iran = desks.filter((d) => d.holders.includes('IRN'));
    expect(iran.map((d) => d.id)).toEqual(['IRN', 'IRN_FORCES']);
    const issues = iran.flatMap((d) => d.issues);
    expect(new Set(issues).size).toBe(issues.length);
  });

  it('count a body or person of a state for the state, unless a desk lists it', () => {
    const held = like('seed-003.s90', { holders: ['TUR/mod'], issue: 'mediation', position: 1 });
    const state = { id: 'TUR', holders: ['TUR'], issues: ['mediation'] };
    const ministry = { id: 'MOD', holders: ['TUR/mod'], issues: ['mediation'] };
    const positions = (desks: (typeof state)[]) =>
      poolStances([held], desks, '2026-02-02').map((s) => [s.actor, s.position > 0]);
    expect(positions([state])).toEqual([['TUR', true]]);
    expect(positions([state, ministry])).toEqual([
      ['TUR', false],
      ['MOD', true],
    ]);
  });
});

describe('stances from records', () => {
  it('stand beside those of the file: pooled here, or set over the records with a reason', () => {
    expect(report.asOf).toBe('2026-02-02');
    expect(report.cells.map((c) => c.id)).toEqual(view.stances.map((s) => s.id));
    for (const c of report.cells) {
      expect(c.difference).toBeCloseTo(c.pooled.position - c.stated.position, 12);
      if (c.stated.override === null) expect(Math.abs(c.difference), c.id).toBeLessThanOrEqual(0.005);
      else expect(c.stated.override.length).toBeGreaterThan(20);
      expect(c.low).toBeLessThanOrEqual(c.pooled.position);
      expect(c.high).toBeGreaterThanOrEqual(c.pooled.position);
    }
    expect(report.cells.filter((c) => Math.abs(c.difference) > 0.1).every((c) => c.stated.override !== null)).toBe(
      true,
    );
  });

  it('account for every record: in a stance, or left out for a reason', () => {
    const used = new Set(report.cells.flatMap((c) => c.records));
    for (const { id, why } of report.left) {
      expect(used, id).not.toContain(id);
      if (why === 'no stance of a quantity') expect(id).toMatch(/\.q\d+$/);
    }
    expect([...used, ...report.left.map((l) => l.id)].sort()).toEqual(records.map((r) => r.id).sort());
    const early = stancesFrom(view, records, { asOf: '2026-01-30' });
    expect(early.left.filter((l) => l.why === 'known later').length).toBe(
      records.filter((r) => r.as_of > '2026-01-30').length,
    );
  });

  it('do not depend on the order of records, nor on one that is given twice or reported again', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (shuffled) => {
        expect(stancesFrom(view, [...shuffled, shuffled[0]!])).toEqual(report);
      }),
      { numRuns: 10 },
    );
    const elsewhere = records.map((r) => ({
      ...r,
      id: r.id.replace('seed-', 'zeed-'),
      article: r.article.replace('seed-', 'zeed-'),
    }));
    const twice = stancesFrom(view, [...records, ...elsewhere]);
    for (const c of twice.cells) {
      // An article's own voice is never the same word as another's.
      if (
        c.records.some((id) => records.some((r) => r.id === id && r.kind === 'statement' && r.speaker === 'narrator'))
      )
        continue;
      expect(c.pooled.position, c.id).toBeCloseTo(cell(c.id).pooled.position, 12);
    }
    expect(twice.left.some((l) => l.why === 'told already' && l.id.startsWith('zeed-'))).toBe(true);
  });

  it('have a wider range where sources disagree', () => {
    const of = (positions: [string, number][]) =>
      cell(
        'GULF.territory_access',
        stancesFrom(
          view,
          positions.map(([outlet, position], n) =>
            like(`${outlet}.s0${n + 1}`, { article: outlet, outlet, position, speaker: `speaker-${n}` }),
          ),
        ),
      );
    const agreed = of([
      ['a', -0.8],
      ['a', -0.8],
      ['b', -0.8],
      ['b', -0.8],
    ]);
    const split = of([
      ['a', 0.9],
      ['a', 0.9],
      ['b', -0.9],
      ['b', -0.9],
    ]);
    expect(agreed.disagreement).toBeCloseTo(0, 12);
    expect(split.disagreement).toBeCloseTo(0.9, 12);
    expect(split.pooled.position).toBeCloseTo(0, 12);
    expect(split.high - split.low).toBeGreaterThan(1.5 * (agreed.high - agreed.low));
    // One paper contradicting itself is no disagreement of sources.
    expect(
      of([
        ['a', 0.9],
        ['a', -0.9],
      ]).disagreement,
    ).toBe(0);
  });

  it('follow changed constants', () => {
    const sure = stancesFrom(view, records, { constants: { pseudo_counts: 12 } });
    const deaf = stancesFrom(view, records, { constants: { pseudo_counts: 1e-9 } });
    for (const c of report.cells) {
      if (!c.spoken || c.pooled.position === 0) continue;
      expect(Math.abs(cell(c.id, sure).pooled.position)).toBeGreaterThan(Math.abs(c.pooled.position));
      expect(cell(c.id, deaf).pooled.position).toBeCloseTo(0, 6);
    }
    const none = stancesFrom(view, [], { constants: { salience_floor: 0 } });
    expect(none.cells.every((c) => c.pooled.salience === 0 && c.pooled.position === 0)).toBe(true);
  });
});

describe('the variant from records', () => {
  const variant = variantFromRecords(report);

  it('sets positions only, where a statement speaks, and binds', () => {
    expect(Object.keys(variant).sort()).toEqual(['id', 'label', 'stances']);
    expect(Object.keys(variant.stances!)).toEqual(report.cells.filter((c) => c.spoken).map((c) => c.id));
    const bound = bindVariant(scenario, variant).value!;
    const base = bindVariant(scenario, baseVariantOf(scenario.file)).value!;
    bound.stances.forEach((s, k) => {
      const id = `${s.actor}.${s.issue}`;
      expect(s.position).toBe(cell(id).spoken ? cell(id).pooled.position : base.stances[k]!.position);
      expect(s.salience).toBe(base.stances[k]!.salience);
    });
  });

  it('gives base again, to the rounding of the file, when overrides are kept', () => {
    const options = { outcomes: ['deal', 'us_force'], rewards: [], cache: new Map() };
    const kept = runVariant(scenario, variantFromRecords(report, { keepOverrides: true }), options).value!;
    const base = runVariant(scenario, baseVariantOf(scenario.file), options).value!;
    for (const id of ['deal', 'us_force']) {
      const [a, b] = [kept.outcomes[id]!, base.outcomes[id]!];
      if (a.kind === 'race' || b.kind === 'race') throw new Error('not single');
      expect(Math.abs(a.byDay['90']! - b.byDay['90']!)).toBeLessThan(0.005);
    }
  });
});

describe('how much is from the articles', () => {
  it('is the answer against the one with every stance at 0', () => {
    const options = { outcomes: ['deal', 'first_path'], rewards: [], cache: new Map() };
    const share = articleShare(scenario, undefined, options).value!;
    const silent = withoutStances(scenario, baseVariantOf(scenario.file));
    expect(Object.values(silent.stances!)).toEqual(view.stances.map(() => 0));
    const solved = runVariant(scenario, silent, options).value!;
    const deal = share.rows.find((r) => r.outcome === 'deal' && r.day === '90')!;
    const direct = solved.outcomes.deal!;
    expect(direct.kind !== 'race' && direct.byDay['90']).toBe(deal.base);
    expect(deal.difference).toBeCloseTo(deal.value - deal.base, 15);
    expect(Math.abs(deal.difference)).toBeGreaterThan(0.01);
  });
});

describe('records from files', () => {
  it('come from folders in any spelling, each article once', () => {
    const folder = readRecords([resolve(root, 'data/articles')]);
    expect(folder.value!.map((r) => r.id)).toEqual(records.map((r) => r.id));
    const twice = readRecords([resolve(root, 'data/articles'), resolve(root, 'data/articles/seed-000.json')]);
    expect(twice.value!.length).toBe(records.length);
  });

  it('come from a review only when it is decided to its end, or named', () => {
    const folder = mkdtempSync(join(tmpdir(), 'standoff-records-'));
    const article = JSON.parse(read('data/articles/seed-000.json')) as ArticleFile;
    const { id, outlet, title, published, date_basis, sha256, length_utf16, paragraphs } = article;
    const head = { id, outlet, title, published, date_basis, sha256, length_utf16, paragraphs };
    const lines: object[] = [{ format: 'standoff-review/1', article: head, zones: [] }];
    const review = join(folder, 'review.jsonl');
    const count = (...paths: string[]): number => {
      writeFileSync(review, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      return readRecords(paths).value!.length;
    };
    writeFileSync(join(folder, 'article.json'), JSON.stringify(article));
    writeFileSync(join(folder, 'other.jsonl'), '{"something": "else"}\n');
    const [one, two] = article.records;
    const when = '2026-02-03T10:00:00Z';
    try {
      expect(count(folder)).toBe(article.records.length);
      for (const record of [one!, two!])
        lines.push({ type: 'proposal', extractor: 'rules/1', record, confidence: 0.5 });
      lines.push({ type: 'decision', record_id: one!.id, decision: 'accept', reader: 'me', when });
      expect(count(folder)).toBe(article.records.length);
      expect(count(folder, review)).toBe(1);
      lines.push({ type: 'decision', record_id: two!.id, decision: 'reject', reader: 'me', when });
      expect(count(folder)).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('say what is wrong', () => {
    expect(readRecords([resolve(root, 'nowhere')]).problems[0]!.code).toBe('no-file');
    expect(readRecords([resolve(root, 'data/actors.json')]).problems[0]!.code).toBe('not-an-article');
    expect(readRecords([resolve(root, 'engine/vocabulary')]).problems[0]!.code).toBe('no-records');
  });

  it('make data/stances.json', () => {
    expect(makeStances(scenario, records), 'stale: run `npm run build && npm run make -- stances`').toBe(
      read('data/stances.json'),
    );
  });
});
