// The news diff: exact slopes, shares that add up without a remainder, leave-one-out as recomputed by hand, and no answer that depends on order or repetition.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Evidence, evidenceOf } from '../engine/reading/evidence.ts';
import { poolStances } from '../engine/reading/stance.ts';
import { withoutStances } from '../engine/result/article-share.ts';
import { probabilitiesOf } from '../engine/result/compare.ts';
import { type NewsDiff, newsDiff } from '../engine/result/news-diff.ts';
import { buildGradients } from '../engine/result/outcome-gradient.ts';
import { gaussLegendre } from '../engine/result/quadrature.ts';
import { runVariant } from '../engine/result/run.ts';
import { solveVariant } from '../engine/result/solve-variant.ts';
import { type BoundScenario, bindVariant } from '../engine/scenario/bind.ts';
import { desksOf } from '../engine/scenario/desks.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { baseVariantOf, variantsOf, viewOf } from '../engine/scenario/view.ts';
import { campaign } from './campaign.ts';
import { hereOf, processOf } from './terminal.ts';

const root = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(resolve(root, path), 'utf8');

// Two that want different things, stances in utilities, consents, a tempo and a hazard, and an outcome of every kind.
const disputeText = `meta: {id: dispute, title: A dispute, start_date: '2026-02-02', as_of: '2026-02-02', horizon_days: 40, days_reported: [10, 40]}
issues: {peace: 'wants peace (+), war (-)', trade: 'wants trade (+), none (-)'}
regions:
  talks:
    initial: none
    states: {none: , open: {coordinate: {peace: 0.5}}, deal: {coordinate: {peace: 1, trade: 0.7}}}
  force:
    initial: quiet
    states: {quiet: , used: {coordinate: {peace: -1, trade: -0.4}}}
parameters:
  gain: {value: 2, low: 1, high: 3, unit: logit, basis: assumed}
  tempo: {value: 0.2, low: 0.05, high: 0.5, unit: 1/day, basis: assumed, evidence: [late.s01, early.s01]}
  cost: {value: 1.5, low: 0.5, high: 2.5, unit: logit, basis: assumed}
  lapse: {value: 0.1, low: 0.05, high: 0.3, unit: 1/day, basis: assumed}
derived:
  haste: {formula: 'exp(stance("A.trade")) * (1 + at("force.used"))'}
choice: {stance_gain: gain}
actors:
  A: {holders: [AAA], opportunity_rate: 'tempo * haste', stances: {peace: {position: 0.6, salience: 0.8}, trade: {position: 0.2, salience: 0.5}}}
  B: {holders: [BBB], opportunity_rate: tempo, stances: {peace: {position: -0.3, salience: 0.5}, trade: {position: -0.2, salience: 1, override: 'nobody believes what they say'}}}
moves:
  a_opens: {actor: A, when: 'at("talks.none")', to: {talks: open}, utility: '-cost', consent: {B: '1 + stance("A.peace")'}}
  a_signs: {actor: A, when: 'at("talks.open")', to: {talks: deal, force: quiet}, utility: '-cost', consent: {B: 0}}
  b_signs: {actor: B, when: 'at("talks.open")', to: {talks: deal, force: quiet}, utility: '-cost', consent: {A: 0}}
  a_strikes: {actor: A, when: 'at("force.quiet") and not at("talks.deal")', to: {force: used}, utility: '-cost - cost'}
  b_strikes: {actor: B, when: 'at("force.quiet") and not at("talks.deal")', to: {force: used}, utility: '-cost'}
nature:
  calms: {when: 'at("force.used")', to: {force: quiet}, hazard: 'lapse * exp(stance("B.peace"))'}
outcomes:
  deal: {kind: reach, set: 'at("talks.deal")'}
  open: {kind: at, set: 'at("talks.open")'}
  first: {kind: race, causes: [{id: deal, set: 'at("talks.deal")'}, {id: force, set: 'at("force.used")'}]}
  two: {kind: both, sets: [{id: open, set: 'at("talks.open")'}, {id: force, set: 'at("force.used")'}]}
  calm_deal: {kind: before, first: 'at("talks.deal")', second: 'at("force.used")'}
variants:
  base: {}
  in_force: {initial: {force: used}}
`;
const dispute = loadScenario(disputeText, 'dispute.yaml').value!;
const disputeView = viewOf(dispute.file);
const outcomesOf = ['deal', 'open', 'first.deal', 'first.force', 'first.none', 'two', 'calm_deal'];

const boundOf = (scenario: typeof dispute, id = 'base'): BoundScenario =>
  bindVariant(scenario, variantsOf(scenario.file).find((v) => v.id === id)!).value!;

const record = (id: string, holder: string, issue: string, position: number, more: Partial<Evidence> = {}): Evidence =>
  ({
    ...{ kind: 'statement', id, holders: [holder], attribution: 'on_record_direct', via: [], hedged: false },
    ...{ date: '2026-02-01', as_of: '2026-02-01', span: { start: 0, end: 1, paragraph: 1, sha256: '0'.repeat(64) } },
    ...{
      paraphrase: 'made up',
      speaker: `${holder}/${id}`,
      targets: [],
      issue,
      subissues: [],
      act: 'demand',
      position,
    },
    ...{ intensity: 0.5, expects: null, conditional_on: null, quote: 'direct', plover: null },
    ...{ article: id.slice(0, id.indexOf('.')), outlet: 'Nobody', published: '2026-02-01' },
    ...more,
  }) as Evidence;

const earlier = { date: '2026-01-20', as_of: '2026-01-20', published: '2026-01-20' };
const early = [
  record('early.s01', 'AAA', 'peace', 0.4, earlier),
  record('early.s02', 'BBB', 'peace', -0.8, earlier),
  record('early.s03', 'BBB', 'trade', 0.9, earlier),
];
const late = [
  record('late.s01', 'AAA', 'peace', -0.7),
  record('late.s02', 'BBB', 'peace', 0.6, { hedged: true }),
  record('late.s03', 'AAA', 'trade', 0.9),
  record('late.s04', 'BBB', 'trade', -1),
  record('late.s05', 'AAA', 'peace', 0.1, { attribution: 'narrator' }),
];
const before = { records: early };
const after = { records: [...early, ...late] };
const diffOf = (...more: Partial<Parameters<typeof newsDiff>[3]>[]): NewsDiff =>
  newsDiff(dispute, before, after, Object.assign({ outcomes: outcomesOf, day: 10 }, ...more)).value!;

describe('slopes', () => {
  const stencil = [-1 / 60, 3 / 20, -3 / 4, 0, 3 / 4, -3 / 20, 1 / 60];

  it.each(['base', 'in_force'])('of every kind of outcome are the derivatives of the solver (%s)', (id) => {
    const bound = boundOf(dispute, id);
    const gradients = buildGradients(bound)(bound);
    const solved = (b: BoundScenario) => probabilitiesOf(solveVariant(b, { rewards: [] }));
    const at = (k: number, by: number) =>
      solved({
        ...bound,
        stances: bound.stances.map((s, n) => (n === k ? { ...s, position: s.position + by } : s)),
      });
    const central = bound.stances.map((_, k) => stencil.map((_, n) => at(k, (n - 3) / 64)));
    for (const outcome of outcomesOf) {
      const here = solved(bound).get(outcome);
      if (!here) continue;
      gradients(outcome, [10, 40]).forEach(({ value, byStance }, d) => {
        const day = ['10', '40'][d]!;
        expect(Math.abs(value - here.byDay[day]!), outcome).toBeLessThan(1e-13);
        byStance.forEach((slope, k) => {
          const expected = stencil.reduce((sum, c, n) => sum + 64 * c * central[k]![n]!.get(outcome)!.byDay[day]!, 0);
          expect(Math.abs(slope - expected), `${outcome} ${k}`).toBeLessThan(1e-9);
        });
      });
    }
  });

  it('integrate with nodes that are exact for polynomials', () => {
    for (const n of [1, 2, 6, 40]) {
      const { nodes, weights } = gaussLegendre(n);
      for (const degree of [0, 1, 2 * n - 1]) {
        const integral = nodes.reduce((sum, x, k) => sum + weights[k]! * x ** degree, 0);
        expect(Math.abs(integral - 1 / (degree + 1))).toBeLessThan(1e-14);
      }
    }
  });
});

describe('the news diff', () => {
  const d = diffOf();

  it('divides every outcome among stances and records without a remainder', () => {
    expect(d.attributions.map((a) => a.outcome)).toEqual(expect.arrayContaining(outcomesOf));
    expect(d.attributions).toHaveLength(2 * outcomesOf.length);
    expect(Math.max(...d.attributions.map((a) => Math.abs(a.difference)))).toBeGreaterThan(0.05);
    for (const a of d.attributions) {
      const sum = (rows: readonly { share: number }[]) => rows.reduce((n, r) => n + r.share, 0);
      expect(Math.abs(sum(a.records) - (a.after - a.before))).toBeLessThan(1e-9);
      expect(Math.abs(sum(a.stances) - (a.after - a.before))).toBeLessThan(1e-9);
      expect(Math.abs(a.gap)).toBeLessThan(1e-9);
    }
    for (const s of d.stances)
      expect(Math.abs(s.records.reduce((n, r) => n + r.change, 0) - s.difference)).toBeLessThan(1e-13);
  });

  it('takes both sides from the solver, as pooling has them', () => {
    const desks = desksOf(disputeView);
    for (const [news, side] of [
      [before, 'before'],
      [after, 'after'],
    ] as const) {
      const pooled = poolStances(news.records, desks, d[side].asOf);
      const stances = Object.fromEntries(pooled.map((s) => [`${s.actor}.${s.issue}`, s.position]));
      // Held by the file.
      delete stances['B.trade'];
      const solved = probabilitiesOf(runVariant(dispute, { id: 'x', stances }).value!);
      for (const o of d.outcomes)
        expect(Math.abs(solved.get(o.outcome)!.byDay[String(o.day)]! - o[side])).toBeLessThan(1e-14);
    }
  });

  it('tells leave-one-out as a direct recomputation has it', () => {
    const desks = desksOf(disputeView);
    const direct = (id: string, outcome: string, day: number): number => {
      const [from, to] = [before, after].map(({ records }, n) => {
        const rest = records.filter((r) => r.id !== id);
        const pooled = poolStances(rest, desks, [d.before.asOf, d.after.asOf][n]!);
        const stances = Object.fromEntries(pooled.map((s) => [`${s.actor}.${s.issue}`, s.position]));
        delete stances['B.trade'];
        return probabilitiesOf(runVariant(dispute, { id: 'x', stances }).value!).get(outcome)!.byDay[String(day)]!;
      });
      return to! - from!;
    };
    for (const a of d.attributions)
      for (const r of a.records)
        expect(Math.abs(a.difference - direct(r.id, a.outcome, a.day) - r.leaveOneOut!), r.id).toBeLessThan(1e-13);
    const few = diffOf({ leaveOneOut: 1, outcomes: ['deal'] });
    const told = few.attributions[0]!.records.filter((r) => r.leaveOneOut !== null);
    expect(told).toHaveLength(1);
  });

  it('has ages in it: an old record loses weight, and that has a share', () => {
    const old = d.stances.find((s) => s.id === 'B.peace')!.records.find((r) => r.id === 'early.s02')!;
    expect(old.after / old.before).toBeCloseTo(Math.exp(-12 / 14), 12);
    expect(old.change).toBeGreaterThan(0);
    expect(d.attributions[0]!.records.map((r) => r.id)).toContain('early.s02');
  });

  it('leaves a stance alone that the file sets over its records, unless told otherwise', () => {
    const held = d.stances.find((s) => s.id === 'B.trade')!;
    expect(held.held).toBe('nobody believes what they say');
    expect(held.used).toEqual([-0.2, -0.2]);
    expect(held.difference).not.toBe(0);
    for (const a of d.attributions) {
      expect(a.stances.map((s) => s.id)).not.toContain('B.trade');
      expect(a.records.map((r) => r.id)).not.toContain('late.s04');
    }
    const free = diffOf({ keepOverrides: false, leaveOneOut: 0 });
    expect(free.attributions[0]!.records.map((r) => r.id)).toContain('late.s04');
    for (const a of free.attributions) expect(Math.abs(a.gap)).toBeLessThan(1e-9);
  });

  it('does not depend on order, on a record given twice, or on one reported again', () => {
    const again = late.slice(0, 2).map((r) => ({ ...r, id: r.id.replace('late', 'later'), article: 'later' }));
    fc.assert(
      fc.property(fc.shuffledSubarray(after.records, { minLength: after.records.length }), (records) => {
        const other = newsDiff(
          dispute,
          before,
          { records: [...records, records[0]!] },
          { outcomes: outcomesOf, day: 10 },
        );
        expect(other.value).toEqual(d);
      }),
      { numRuns: 5 },
    );
    const twice = newsDiff(
      dispute,
      before,
      { records: [...after.records, ...again] },
      { outcomes: outcomesOf, day: 10 },
    );
    expect(twice.value!.attributions.map((a) => a.difference)).toEqual(d.attributions.map((a) => a.difference));
    expect(twice.value!.attributions.map((a) => a.records.map((r) => [r.id, r.share]))).toEqual(
      d.attributions.map((a) => a.records.map((r) => [r.id, r.share])),
    );
  });

  it('is nothing between the same news, and turns round with time', () => {
    const none = newsDiff(dispute, after, after, { outcomes: outcomesOf, day: 10 }).value!;
    expect(none.stances).toEqual([]);
    for (const a of none.attributions) expect([a.difference, a.records]).toEqual([0, []]);
    const back = newsDiff(dispute, after, before, { outcomes: outcomesOf, day: 10 }).value!;
    back.attributions.forEach((a, n) => {
      expect(a.difference).toBe(-d.attributions[n]!.difference);
      for (const r of a.records) {
        const forth = d.attributions[n]!.records.find((o) => o.id === r.id)!;
        expect(Math.abs(r.share + forth.share)).toBeLessThan(1e-9);
      }
    });
  });

  it('adds up for any news', () => {
    const position = fc.double({ min: -1, max: 1, noNaN: true });
    const some = (name: string) =>
      fc
        .array(fc.tuple(position, fc.constantFrom('AAA', 'BBB'), fc.constantFrom('peace', 'trade')), { maxLength: 6 })
        .map((rows) => rows.map(([p, holder, issue], n) => record(`${name}.s0${n}`, holder, issue, p)));
    fc.assert(
      fc.property(some('one'), some('two'), (one, two) => {
        const found = newsDiff(
          dispute,
          { records: one },
          { records: two },
          { outcomes: ['deal', 'first'], leaveOneOut: 0 },
        );
        for (const a of found.value!.attributions) expect(Math.abs(a.gap)).toBeLessThan(1e-9);
      }),
      { numRuns: 12 },
    );
  });

  it('names parameters that cite what came, and rules that came', () => {
    expect(d.parameters).toEqual([{ id: 'tempo', label: 'tempo', value: 0.2, came: ['late.s01'], went: [] }]);
    const threat = record('late.s09', 'AAA', 'peace', -0.9, {
      conditional_on: {
        logic: 'all',
        terms: [{ event: 'military_strike', actor: null, target: null, negated: false }],
        paraphrase: 'if struck',
      },
    } as Partial<Evidence>);
    const more = newsDiff(dispute, after, { records: [...after.records, threat] }, { outcomes: [] }).value!;
    expect(more.rules).toHaveLength(1);
    expect(more.rules[0]).toMatchObject({ holder: 'AAA', pole: '-', before: null, trigger: ['military_strike'] });
    // A conditional record moves no position, so no outcome.
    for (const o of more.outcomes) expect(o.difference).toBe(0);
  });

  it('passes on what is wrong with a variant', () => {
    const { value, problems } = newsDiff(dispute, before, after, {
      variant: { id: 'odd', parameters: { nothing: 1 } },
    });
    expect(value).toBeNull();
    expect(problems[0]!.message).toContain('nothing');
  });
});

describe('the two articles that ship', () => {
  const scenario = loadScenario(read('scenarios/crises/iran-2026.yaml'), 'iran-2026.yaml').value!;
  const articles = ['seed-000', 'seed-003'].map(
    (id) => evidenceOf(JSON.parse(read(`data/articles/${id}.json`))).value!,
  );
  const d = newsDiff(scenario, { records: articles[0]! }, { records: articles.flat() }, { leaveOneOut: 3 }).value!;

  it('are two vintages, and the diff names the record behind what moved most', () => {
    expect([d.before.asOf, d.after.asOf]).toEqual(['2026-01-29', '2026-02-02']);
    const single = d.outcomes.filter((o) => o.day === 90 && scenario.file.outcomes![o.outcome]);
    const most = Math.max(...single.map((o) => Math.abs(o.difference)));
    const top = d.attributions.find((a) => a.day === 90 && Math.abs(a.difference) === most)!;
    const [first, second] = top.records;
    expect(first!.id).toMatch(/^seed-003\./);
    expect(Math.abs(first!.share)).toBeGreaterThanOrEqual(Math.abs(second!.share));
    expect(Math.sign(first!.share)).toBe(Math.sign(top.difference));
    // Without it the outcome would have moved less.
    expect(Math.abs(top.difference - first!.leaveOneOut!)).toBeLessThan(Math.abs(top.difference));
  });

  it('have shares that add up', () => {
    expect(d.attributions.length).toBe(6);
    for (const a of d.attributions) {
      expect(a.records.length).toBeGreaterThan(10);
      expect(Math.abs(a.records.reduce((n, r) => n + r.share, 0) - (a.after - a.before))).toBeLessThan(1e-9);
    }
  });

  it('end where the scenario stands, to the rounding of its file', () => {
    const base = probabilitiesOf(runVariant(scenario, baseVariantOf(scenario.file), { rewards: [] }).value!);
    for (const o of d.outcomes)
      expect(Math.abs(o.after - base.get(o.outcome)!.byDay[String(o.day)]!), o.outcome).toBeLessThan(0.005);
  });
});

describe('standoff diff', () => {
  const folder = mkdtempSync(join(tmpdir(), 'standoff-diff-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  /** One way each as it is built; the others in this process, and in the campaign as built too. */
  const built = (...args: string[]) => processOf(root, args);
  const standoff = async (...args: string[]) => (campaign ? built(...args) : await hereOf(root, args));
  const put = (name: string, records: readonly Evidence[]): string => {
    const [{ article, published }] = records as [Evidence];
    const path = join(folder, name);
    const file = {
      ...{ format: 'standoff-article/1', id: article, outlet: 'Nobody', title: null, published, date_basis: 'made up' },
      ...{ sha256: name.charCodeAt(0).toString(16).padStart(64, '0'), length_utf16: 10, paragraphs: 1 },
      ...{ extractor: 'by hand', zones: [] },
      records: records.map(({ article: _, outlet: __, published: ___, ...r }) => r),
    };
    writeFileSync(path, JSON.stringify(file));
    return path;
  };
  const scenario = join(folder, 'dispute.yaml');
  writeFileSync(scenario, disputeText);
  const first = put('a.json', early);
  put('b.json', late);

  it('reads article files, folders of them and dates alike', async () => {
    const files = built('diff', first, folder, '--scenario', scenario, '--outcome', 'deal', '--json');
    expect(files.err).toBe('');
    const found = JSON.parse(files.out) as NewsDiff & { records: Record<string, { paraphrase: string }> };
    const expected = newsDiff(dispute, before, after, { outcomes: ['deal'] }).value!;
    expect(found.attributions).toEqual(expected.attributions);
    expect(found.records['late.s01']!.paraphrase).toBe('made up');
    const dates = await standoff(
      'diff',
      '2026-01-20',
      '2026-02-01',
      '--data',
      folder,
      '--scenario',
      scenario,
      '--outcome',
      'deal',
      '--json',
    );
    expect(JSON.parse(dates.out)).toEqual(found);
  });

  it('tells which record did it', async () => {
    const wanted = ['--scenario', scenario, '--outcome', 'deal', 'first.force'];
    const { out, code } = await standoff('diff', first, folder, ...wanted);
    expect(code).toBe(0);
    for (const said of ['A: peace', 'B: trade *', 'late.s01', 'all together', 'tempo', 'deal: '])
      expect(out).toContain(said);
  });

  it('has a sister: how much of a run is from the articles', () => {
    const { out } = built('run', scenario, '--articles', '--json');
    const { variants } = JSON.parse(out) as { variants: { id: string; outcomes: unknown }[] };
    expect(variants.map((v) => v.id)).toEqual(['base', 'base_without_articles']);
    const silent = runVariant(dispute, withoutStances(dispute, baseVariantOf(dispute.file))).value!;
    expect(variants[1]!.outcomes).toEqual(JSON.parse(JSON.stringify(silent.outcomes)));
  });

  it('says what is wrong', async () => {
    const nowhere = await standoff('diff', 'nowhere', folder, '--scenario', scenario);
    expect(nowhere).toMatchObject({ code: 1, out: '', err: expect.stringContaining('nowhere') });
    // Beside the scenario that ships with what is built.
    const noDay = { code: 2, out: '', err: expect.stringContaining('no day 2026-02-30') };
    expect(built('diff', '2026-02-30', folder)).toMatchObject(noDay);
    const unknown = await standoff('diff', first, folder, '--scenario', scenario, '--outcome', 'first.forse');
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('did you mean `first.force`');
  });
});
