// The pure parts behind charts and panels: colours, order, dots, contours, flips, words, and which inputs stand where.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answers, loadScenario, runVariant, type ScenarioView, sha256Hex } from '../engine/index.ts';
import { peopleLine } from '../notebook/border/people.ts';
import { totalInputs } from '../notebook/border/total-inputs.ts';
import { defaultSlots, looksOf, mostColours, picked } from '../notebook/cells/colours.ts';
import { dotsIn, dotsOf } from '../notebook/cells/dots-plot.ts';
import { dayTicks, spread, tickLines } from '../notebook/cells/drawing.ts';
import { differencesEnd, rowsEnd } from '../notebook/cells/row-plots.ts';
import { nextSort, orderOf } from '../notebook/cells/variants-order.ts';
import { noteKeyOf } from '../notebook/changes.ts';
import { type ArticleRecord, loadArticles } from '../notebook/evidence.ts';
import { basisCounts, crossOf, feedsOf } from '../notebook/evidence-section/feeds.ts';
import { piecesOf, placed } from '../notebook/evidence-section/places.ts';
import { curveOf, type Known, type Target } from '../notebook/figures.ts';
import { basisOf, groupsOf, type Input, inputsOf, strongestOf, withValue } from '../notebook/inputs.ts';
import { drawsOf, middleOf, normalQuantile, quantileOf } from '../notebook/ranges/draws.ts';
import {
  axisValues,
  coarseToFine,
  coarseToFineGrid,
  contour,
  crossings,
  lead,
  nearestKnown,
} from '../notebook/sensitivity/grid.ts';
import { flipsOf, type Outcomes } from '../notebook/sensitivity/line.ts';
import { strongestFor } from '../notebook/sensitivity/strongest.ts';
import { amount, dayInWords, momentInWords, ofHundred, within } from '../notebook/words.ts';

const named = (count: number, own = 0) => [
  ...Array.from({ length: count }, (_, i) => ({ id: `f${i}`, origin: 'file' as const })),
  ...Array.from({ length: own }, (_, i) => ({ id: `o${i}`, origin: 'own' as const })),
];

describe('colours', () => {
  it('gives six or fewer variants one each, and a new one takes nobody’s', () => {
    const before = looksOf(named(4), 'f0', null);
    const [base, ...rest] = named(4);
    const after = looksOf([base!, { id: 'o0', origin: 'own' }, ...rest], 'o0', null);
    for (const [id, look] of before) expect(after.get(id)).toEqual(look);
    expect(new Set([...after.values()].map((l) => l.colour)).size).toBe(5);
    expect(new Set([...after.values()].map((l) => l.symbol)).size).toBe(5);
  });

  it('of more, colours base, the first four and the selected one; the others are grey', () => {
    const variants = named(11, 3);
    expect(defaultSlots(variants, 'o2')).toEqual(['f0', 'f1', 'f2', 'f3', 'f4', 'o2']);
    expect(defaultSlots(variants, 'f2')).toEqual(['f0', 'f1', 'f2', 'f3', 'f4', 'f5']);
    const looks = looksOf(variants, 'o2', null);
    expect([...looks.values()].filter((l) => l.coloured)).toHaveLength(mostColours);
    expect(looks.get('f9')?.colour).toBe('var(--grey)');
  });

  it('follows the reader’s picks, refuses a seventh, and never changes the colour of one that stays', () => {
    const variants = named(20);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(19), fc.boolean()), { maxLength: 30 }), (presses) => {
        let slots = defaultSlots(variants, 'f0');
        for (const [n, on] of presses) {
          const next = picked(slots, `f${n}`, on);
          expect(next.filter((s) => s !== null).length).toBeLessThanOrEqual(mostColours);
          slots.forEach((id, place) => {
            if (id !== null && next.includes(id)) expect(next.indexOf(id)).toBe(place);
          });
          slots = next;
        }
        const looks = looksOf(variants, 'f0', slots);
        expect([...looks].filter(([, l]) => l.coloured).map(([id]) => id)).toEqual(
          variants.map((v) => v.id).filter((id) => slots.includes(id)),
        );
      }),
    );
  });

  it('makes room for picks that are gone, and keeps base and the selected one apart from the grey', () => {
    const looks = looksOf(named(8), 'f7', ['x', null, 'f3', null, null, null]);
    expect([...looks.values()].filter((l) => l.coloured)).toHaveLength(1);
    expect(looks.get('f0')?.colour).toBe('var(--ink)');
    expect(looks.get('f7')).toMatchObject({ colour: 'var(--ink)', symbol: 'diamond' });
  });
});

describe('order of the variants table', () => {
  const rows = [
    { id: 'base', label: 'Base', changes: 0, values: new Map([['war', 0.3]]) },
    { id: 'a', label: 'Student 10', changes: 2, values: new Map([['war', 0.1]]) },
    { id: 'b', label: 'Student 9', changes: 1, values: new Map([['war', null]]) },
    { id: 'c', label: 'student 11', changes: 2, values: new Map([['war', 0.9]]) },
  ];
  it('sorts by any column with base first and what is not known last', () => {
    expect(orderOf(rows, null)).toEqual(['base', 'a', 'b', 'c']);
    expect(orderOf(rows, { column: 'name', direction: 'ascending' })).toEqual(['base', 'b', 'a', 'c']);
    expect(orderOf(rows, { column: 'war', direction: 'descending' })).toEqual(['base', 'c', 'a', 'b']);
    expect(orderOf(rows, { column: 'war', direction: 'ascending' })).toEqual(['base', 'a', 'c', 'b']);
    expect(orderOf(rows, { column: 'changes', direction: 'descending' })).toEqual(['base', 'a', 'c', 'b']);
  });

  it('comes back to the document’s order with the third press', () => {
    const first = nextSort(null, 'war');
    expect(first).toEqual({ column: 'war', direction: 'descending' });
    const second = nextSort(first, 'war');
    expect(second).toEqual({ column: 'war', direction: 'ascending' });
    expect(nextSort(second, 'war')).toBeNull();
    expect(nextSort(second, 'name')).toEqual({ column: 'name', direction: 'ascending' });
  });
});

describe('dots', () => {
  it('fill as many of 100 as the shares say, never more, and none that is possible is left out', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }).map((xs) => {
      const total = xs.reduce((a, b) => a + b, 0);
      return total > 1 ? xs.map((x) => x / total) : xs;
    });
    fc.assert(
      fc.property(shares, (parts) => {
        const dots = dotsOf(parts);
        const sum = dots.reduce((a, d) => a + d.count, 0);
        expect(sum).toBeLessThanOrEqual(Math.max(parts.length, Math.round(100 * parts.reduce((a, b) => a + b, 0))));
        dots.forEach((d, i) => {
          expect(d.count > 0).toBe(parts[i]! > 0);
          expect(d.partial).toBe(parts[i]! > 0 && parts[i]! < 0.01);
          if (!d.partial) expect(Math.abs(d.count - 100 * parts[i]!)).toBeLessThan(parts.length);
        });
      }),
    );
    expect(dotsOf([0.004, 0.996]).map((d) => d.count)).toEqual([1, 99]);
    expect(dotsOf([1 / 3, 1 / 3, 1 / 3]).map((d) => d.count)).toEqual([34, 33, 33]);
  });

  it('rings the dots between before and now', () => {
    const part = { label: 'war', colour: 'red', symbol: 'circle' as const, p: 0.2 };
    const panel = { id: 'a', label: 'A', lead: '', parts: [part], selected: true, ghost: 0.05 };
    const dots = dotsIn(panel);
    expect(dots).toHaveLength(100);
    expect(dots.filter((d) => d.part === 0)).toHaveLength(20);
    expect(dots.map((d, i) => (d.ring ? i : -1)).filter((i) => i >= 0)).toEqual(
      Array.from({ length: 15 }, (_, i) => i + 5),
    );
    expect(dotsIn({ ...panel, ghost: null }).some((d) => d.ring)).toBe(false);
  });
});

describe('axes', () => {
  it('ticks start, end and the reported days that have room', () => {
    expect(dayTicks(90, [7, 14, 30, 60, 90], 560)).toEqual([0, 30, 60, 90]);
    expect(dayTicks(7, [7, 14, 30], 560)).toEqual([0, 7]);
    expect(tickLines('2026-02-02', 90)).toEqual(['3 May', 'day 90']);
    expect(tickLines(null, 0)).toEqual(['start']);
  });

  it('end at or above every value that is drawn', () => {
    const look = { colour: '', symbol: 'circle' as const, coloured: true };
    const row = (p: number | null, ghost: number | null = null, already = false) => ({
      id: '',
      label: '',
      p,
      already,
      look,
      selected: false,
      ghost,
    });
    const others = { count: 2, values: [0.45] };
    const ranges = new Map([['', [0.1, 0.3] as const]]);
    const end = rowsEnd({ rows: [row(0.1), row(1, null, true)], others, band: [0, 0.1, 0.2], ranges, baseRates: [] });
    expect(end).toBeGreaterThanOrEqual(0.45);
    expect(end).toBeLessThan(1);
    const none = { count: 0, values: [] };
    expect(differencesEnd({ rows: [row(0.5), row(0.6, 0.95)], others: none, range: null })).toBeGreaterThanOrEqual(
      0.45,
    );
    expect(differencesEnd({ rows: [row(0.5), row(0.6)], others: none, range: [-0.7, 0.1] })).toBeGreaterThanOrEqual(
      0.7,
    );
  });

  it('spreads labels apart inside the frame, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }), (wanted) => {
        const placed = spread(wanted, 0.1, 0.05, 0.95);
        const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
        for (let k = 1; k < order.length; k++)
          expect(placed[order[k]!]! - placed[order[k - 1]!]!).toBeGreaterThan(0.1 - 1e-6);
        expect(Math.min(...placed)).toBeGreaterThanOrEqual(0.05 - 1e-9);
        expect(Math.max(...placed)).toBeLessThanOrEqual(0.95 + 1e-9);
      }),
    );
  });
});

describe('grids', () => {
  it('ask for every point once, the coarse ones first', () => {
    expect(coarseToFine(5)).toEqual([0, 4, 2, 1, 3]);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), (n) => {
        const order = coarseToFine(n);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
        expect(order.slice(0, 2).sort((a, b) => a - b)).toEqual([0, n - 1]);
      }),
    );
    const grid = coarseToFineGrid(13, 13);
    expect(new Set(grid.map(([c, r]) => `${c} ${r}`)).size).toBe(169);
    expect(
      grid
        .slice(0, 4)
        .map(([c, r]) => `${c} ${r}`)
        .sort(),
    ).toEqual(['0 0', '0 12', '12 0', '12 12']);
    // After nine the corners, the middles of the sides and the middle are there.
    expect(grid.slice(0, 9).every(([c, r]) => c % 6 === 0 && r % 6 === 0)).toBe(true);
    expect(axisValues({ min: 0.1, max: 0.7 }, 4)).toEqual([0.1, 0.3, 0.5, 0.7]);
  });

  it('find where a curve passes a level', () => {
    const at = (f: (x: number) => number | null) =>
      Array.from({ length: 11 }, (_, i) => ({ x: i / 10, value: f(i / 10) }));
    expect(
      crossings(
        at((x) => x),
        0.55,
      )[0],
    ).toBeCloseTo(0.55, 12);
    expect(
      crossings(
        at((x) => x),
        2,
      ),
    ).toEqual([]);
    expect(
      crossings(
        at((x) => (x - 0.5) ** 2),
        0.1,
      ),
    ).toHaveLength(2);
    // A gap is bridged.
    expect(
      crossings(
        at((x) => (x > 0.2 && x < 0.8 ? null : x)),
        0.5,
      )[0],
    ).toBeCloseTo(0.5, 12);
  });

  it('draw contours on which the values are the level, closed round a peak', () => {
    const xs = Array.from({ length: 13 }, (_, i) => i / 12);
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }), (a, b) => {
        const f = (x: number, y: number): number => a * x + b * y;
        const level = f(0.52, 0.47);
        for (const s of contour(xs, xs, (c, r) => f(xs[c]!, xs[r]!), level)) {
          expect(Math.abs(f(s.x1, s.y1) - level)).toBeLessThan(1e-9);
          expect(Math.abs(f(s.x2, s.y2) - level)).toBeLessThan(1e-9);
        }
      }),
    );
    const peak = contour(xs, xs, (c, r) => -((xs[c]! - 0.5) ** 2) - (xs[r]! - 0.5) ** 2, -0.09);
    const ends = peak.flatMap((s) => [
      `${s.x1.toFixed(9)} ${s.y1.toFixed(9)}`,
      `${s.x2.toFixed(9)} ${s.y2.toFixed(9)}`,
    ]);
    const degree = new Map<string, number>();
    for (const e of ends) degree.set(e, (degree.get(e) ?? 0) + 1);
    expect(peak.length).toBeGreaterThan(8);
    expect([...degree.values()].every((d) => d === 2)).toBe(true);
    // A saddle has two lines in one square; an unknown corner has none.
    expect(contour([0, 1], [0, 1], (c, r) => (c === r ? 1 : 0), 0.5)).toHaveLength(2);
    expect(contour([0, 1], [0, 1], (c, r) => (c + r === 2 ? null : c), 0.5)).toEqual([]);
  });

  it('show the nearest solved value where nothing is solved yet', () => {
    const cells = nearestKnown(3, 3, (c, r) => (c === 0 && r === 0 ? 0.1 : c === 2 && r === 2 ? 0.9 : null));
    expect(cells).toHaveLength(9);
    expect(cells.filter((c) => c.known)).toHaveLength(2);
    expect(cells.find((c) => c.column === 1 && c.row === 0)?.value).toBe(0.1);
    expect(cells.find((c) => c.column === 2 && c.row === 1)?.value).toBe(0.9);
    expect(nearestKnown(2, 2, () => null)).toEqual([]);
  });

  it('tell where another path takes the lead, once for each change', () => {
    expect(lead([0.2, 0.5, 0.1], 1)).toBeCloseTo(0.3, 12);
    const target: Target = { id: 'r.a', outcome: 'r', cause: 'a', label: 'A', group: 'R', kind: 'race', baseRates: [] };
    const points = Array.from({ length: 11 }, (_, i) => {
      const x = i / 10;
      const outcomes: Outcomes = {
        r: { kind: 'race', already: [], byDay: { '30': { a: 0.6 * x, b: 0.3, c: 0.1, none: 0.6 - 0.6 * x } } },
      };
      return { x, outcomes };
    });
    const flips = flipsOf(points, { kind: 'leader', race: 'r', causes: ['a', 'b', 'c'] }, target, 30);
    expect(flips).toHaveLength(1);
    expect(flips[0]).toBeCloseTo(0.5, 9);
    expect(flipsOf(points, { kind: 'level', level: 0.3 }, target, 30)[0]).toBeCloseTo(0.5, 9);
  });
});

const input = (id: string, owner: string, change: number, more: Partial<Input> = {}): Input => ({
  kind: 'parameters',
  id,
  label: id,
  owner,
  ownerLabel: owner,
  value: 1,
  low: 0.5,
  high: 2,
  min: 0.2,
  max: 2.3,
  step: 0.1,
  unit: 'ratio',
  ends: ['low', 'high'],
  basis: '',
  evidence: [],
  idle: null,
  override: null,
  salience: null,
  strength: { outcome: 'war', day: '30', change, reward: null, rewardChange: 0 },
  ...more,
});

describe('inputs', () => {
  const inputs = [
    input('a', 'N', 0.5),
    input('idle', 'N', 0.4, { idle: 'only with the switch on' }),
    input('b', 'S', -0.3),
    input('c', 'N', 0.1),
    input('d', 'S', 0, { strength: { outcome: '', day: '', change: 0, reward: 'held', rewardChange: 2 } }),
    input('e', 'S', 0, { strength: { outcome: '', day: '', change: 0, reward: 'held', rewardChange: -0.5 } }),
  ];
  it('stand with the strongest of all actors first, the rest by actor, none twice', () => {
    const strongest = strongestOf(inputs, 2);
    expect(strongest.map((i) => i.id)).toEqual(['a', 'b']);
    const groups = groupsOf(inputs, strongest);
    expect(groups.map((g) => [g.owner, g.inputs.map((i) => i.id)])).toEqual([
      ['N', ['idle', 'c']],
      ['S', ['d', 'e']],
    ]);
  });

  it('that move totals alone are the figures of the totals', () => {
    expect(totalInputs(inputs).map((i) => i.id)).toEqual(['d', 'e']);
  });

  it('known to move an outcome come first in its ranking', () => {
    const peace = input('p', 'N', 0.01, {
      strength: { outcome: 'peace', day: '7', change: 0.01, reward: null, rewardChange: 0 },
    });
    expect(strongestFor('peace', [...inputs, peace])[0]?.id).toBe('p');
    expect(
      strongestFor(
        'war',
        Array.from({ length: 30 }, (_, i) => input(`i${i}`, 'N', 0.1)),
      ),
    ).toHaveLength(12);
    expect(strongestFor('war', [input('flat', 'N', 0.1, { high: 0.5 })])).toEqual([]);
  });

  it('are set in a variant without touching the others', () => {
    const variant = { id: 'v', label: 'V', parameters: { x: 1 }, switches: { s: false } };
    expect(withValue(variant, 'parameters', 'y', 2)).toEqual({ ...variant, parameters: { x: 1, y: 2 } });
    expect(withValue(variant, 'switches', 's', 1).switches).toEqual({ s: true });
    expect(withValue(variant, 'stances', 'A.b', -1).stances).toEqual({ 'A.b': -1 });
    expect(variant.switches).toEqual({ s: false });
  });

  it('keep the note of a change under their own name', () => {
    const chip = { what: '', from: '', to: '' };
    expect(noteKeyOf({ ...chip, id: 'switch.mediators' })).toBe('mediators');
    expect(noteKeyOf({ ...chip, id: 'initial.strait' })).toBe('initial.strait');
  });
});

describe('evidence', () => {
  const text = 'North will hold.\r\nSouth says: North will hold, and more.\n\nAn appeal for gifts.';
  const normal = text.replaceAll('\r\n', '\n');
  const span = (from: string, at = normal.indexOf(from)) => ({
    start: at,
    end: at + from.length,
    paragraph: 1,
    sha256: sha256Hex(from),
  });
  const record = (id: string, s: ReturnType<typeof span>) => ({ id, span: s }) as unknown as ArticleRecord;
  const article = {
    sha256: sha256Hex(normal),
    records: [
      record('x.s1', span('North will hold')),
      record('x.s2', span('South says: North will hold')),
      record('x.s3', { ...span('South'), sha256: sha256Hex('elsewhere') }),
    ],
  };

  it('finds every passage of a text by its hash, and says whether it is the very text', async () => {
    const found = (await placed(article, text))!;
    expect(found.same).toBe(true);
    expect(found.places.get('x.s1')).toEqual({ start: 0, end: 15, moved: false });
    expect([...found.places.keys()]).toEqual(['x.s1', 'x.s2']);
    const other = (await placed(article, `A line in front. ${text}`))!;
    expect(other.same).toBe(false);
    expect(other.places.get('x.s2')).toMatchObject({ start: 17 + 17, moved: true });
    const abort = new AbortController();
    abort.abort();
    expect(await placed(article, text, abort.signal)).toBeNull();
  });

  it('cuts a text into pieces that are the text again, overlaps included', async () => {
    const { places } = (await placed(article, text))!;
    const pieces = piecesOf(normal, places, [{ start: normal.indexOf('An appeal'), end: normal.length }]);
    expect(pieces.map((p) => p.text).join('')).toBe(normal);
    expect(pieces.find((p) => p.text === 'North will hold')?.records).toEqual(['x.s1']);
    expect(pieces.at(-1)).toMatchObject({ aside: true, records: [] });
    const nested = piecesOf(
      'abcdef',
      new Map([
        ['a', { start: 0, end: 4 }],
        ['b', { start: 2, end: 6 }],
      ]),
      [],
    );
    expect(nested.map((p) => [p.text, p.records])).toEqual([
      ['ab', ['a']],
      ['cd', ['a', 'b']],
      ['ef', ['b']],
    ]);
  });

  const held = resolve(import.meta.dirname, '../../shared/articles/000_2e7071a900dc97f0.txt');
  it.skipIf(!existsSync(held))('finds all passages of an article that is at hand', async () => {
    const shipped = (await loadArticles()).find((a) => a.id === 'seed-000')!;
    const found = (await placed(shipped, readFileSync(held, 'utf8')))!;
    expect(found.same).toBe(true);
    expect(found.places.size).toBe(shipped.records.length);
    const shifted = (await placed(shipped, `In front.\n${readFileSync(held, 'utf8')}`))!;
    expect(shifted.same).toBe(false);
    expect(shifted.places.size).toBe(shipped.records.length);
  });

  it('counts what is assumed as assumed, whatever stands beside it', () => {
    const own = (basis: string, more: Partial<Input> = {}) => basisOf(input('i', 'N', 0, { basis, ...more }));
    expect(own('assumed: nobody says', { evidence: ['x.s1'] })).toBe('assumed');
    expect(own('evidence: the stated condition')).toBe('evidence');
    expect(own('base rate E')).toBe('base rate');
    expect(own('judgement inside the range')).toBe('judgement');
    expect(own('something else')).toBe('assumed');
    expect(own('', { kind: 'stances', evidence: ['x.s1'] })).toBe('evidence');
    expect(own('', { kind: 'stances', evidence: ['x.s1'], override: 'because' })).toBe('judgement');
    expect(own('', { kind: 'stances' })).toBe('assumed');
    const counts = basisCounts([input('a', 'N', 0, { basis: 'assumed' }), input('b', 'N', 0, { basis: 'evidence' })]);
    expect([...counts.values()].reduce((a, b) => a + b, 0)).toBe(2);
  });

  it('says what each record feeds', () => {
    const view = {
      switches: [{ id: 's', label: 'Open', default: true, basis: '', evidence: ['x.s1'] }],
      regions: [{ id: 'r', label: 'Strait', initial: 'a', states: [{ id: 'a', label: 'closed', evidence: ['x.s2'] }] }],
    } as unknown as ScenarioView;
    const feeds = feedsOf(view, [input('i', 'N', 0, { evidence: ['x.s1', 'x.s2'] })]);
    expect(feeds.get('x.s1')!.map((f) => [f.kind, f.id])).toEqual([
      ['input', 'i'],
      ['switch', 's'],
    ]);
    expect(feeds.get('x.s2')!.map((f) => f.id)).toEqual(['i', 'r.a']);
    const cross = crossOf(
      [
        { a: 'x', b: '1' },
        { a: 'x', b: '2' },
        { a: 'y', b: '1' },
      ],
      (r) => r.a,
      (r) => r.b,
    );
    expect(cross.rows).toEqual(['x', 'y']);
    expect(cross.columns).toEqual(['1', '2']);
    expect([cross.at('x', '2'), cross.at('y', '2'), cross.totalOf('x')]).toEqual([1, 0, 2]);
  });

  it('people come before totals', () => {
    expect(peopleLine(['A model.', 'People at the border may seek asylum.'], ['days'])).toMatch(
      /^People at the border/,
    );
    expect(peopleLine(['A model.'], ['persons/day'])).toMatch(/^People stand behind/);
    expect(peopleLine(['A model.'], ['machine-days'])).toBe('');
  });
});

describe('ranges', () => {
  it('knows the normal distribution', () => {
    // Abramowitz and Stegun 1964, table 26.5 and known quantiles.
    for (const [u, z] of [
      [0.5, 0],
      [0.95, 1.644853627],
      [0.975, 1.9599639845],
      [0.001, -3.0902323062],
      [0.999999, 4.7534243088],
    ] as const)
      expect(normalQuantile(u)).toBeCloseTo(z, 7);
  });

  it('draws with the range’s ends at 5 and 95 per cent, on logs where that is more even, and inside the slider', () => {
    const even = input('e', 'N', 0, { value: 1, low: 0.5, high: 1.5, min: 0.2, max: 1.8 });
    expect(quantileOf(even, 0.05)).toBeCloseTo(0.5, 6);
    expect(quantileOf(even, 0.95)).toBeCloseTo(1.5, 6);
    expect(quantileOf(even, 0.5)).toBeCloseTo(1, 6);
    const skewed = input('s', 'N', 0, { value: 1, low: 0.25, high: 4, min: 0.1, max: 5 });
    expect(quantileOf(skewed, 0.05)).toBeCloseTo(0.25, 6);
    expect(quantileOf(skewed, 0.25)).toBeCloseTo(
      Math.exp((normalQuantile(0.25) / normalQuantile(0.95)) * Math.log(4)),
      6,
    );
    expect(quantileOf(skewed, 1e-9)).toBe(0.1);
    const oneSided = input('o', 'N', 0, { value: 0, low: 0, high: 1, min: 0, max: 1 });
    expect(quantileOf(oneSided, 0.3)).toBe(0);
  });

  it('covers every range evenly, the same every time, and leaves alone what the variant sets', () => {
    const inputs = [
      input('a', 'N', 0, { value: 1, low: 0.5, high: 1.5, min: -9, max: 9 }),
      input('b', 'N', 0, { kind: 'stances', id: 'N.b', value: 0, low: -0.5, high: 0.5, min: -1, max: 1 }),
      input('flat', 'N', 0, { low: 1, high: 1 }),
    ];
    const draws = drawsOf(inputs, { id: 'v' }, 40);
    expect(draws).toEqual(drawsOf(inputs, { id: 'v' }, 40));
    const values = draws.map((d) => d.parameters!.a!).sort((x, y) => x - y);
    values.forEach((v, k) => {
      expect(v).toBeCloseTo(quantileOf(inputs[0]!, (k + 0.5) / 40), 9);
    });
    expect(draws.every((d) => d.parameters!.flat === undefined)).toBe(true);
    // Paired: what two variants share is drawn alike.
    const other = drawsOf(inputs, { id: 'w', parameters: { a: 7 } }, 40);
    expect(other.every((d) => d.parameters!.a === 7)).toBe(true);
    expect(other.map((d) => d.stances!['N.b'])).toEqual(draws.map((d) => d.stances!['N.b']));
    expect(middleOf(values.slice(0, 19))).toBeNull();
    expect(middleOf(Array.from({ length: 100 }, (_, i) => i + 1))).toEqual([5, 95]);
  });

  it('comes near the interval that ships, which another program drew', () => {
    const read = (name: string): string =>
      readFileSync(resolve(import.meta.dirname, `../scenarios/crises/iran-2026.${name}`), 'utf8');
    const shipped: Answers = JSON.parse(read('answers.json'));
    const scenario = loadScenario(read('yaml'), 'iran-2026.yaml').value!;
    const cache = new Map();
    const outcomes = ['deal', 'us_force'];
    const results = drawsOf(inputsOf(shipped.view, shipped.strength), { id: 'base' }, 40).map(
      (v) => runVariant(scenario, v, { outcomes, rewards: [], days: [90], cache }).value!,
    );
    for (const id of outcomes) {
      const [low, high] = middleOf(results.map((r) => (r.outcomes[id]!.byDay as Record<string, number>)['90']!))!;
      const [theirLow, , theirHigh] = shipped.bands!.base[id]!['90']!;
      expect(Math.abs(low - theirLow)).toBeLessThan(0.05);
      expect(Math.abs(high - theirHigh)).toBeLessThan(0.15);
    }
  }, 60_000);
});

describe('curves', () => {
  const target = { id: 'on', outcome: 'on', cause: null };
  const known = (kind: 'at' | 'reach', already: boolean) =>
    ({ result: { outcomes: { on: { kind, already, byDay: { '7': 0.9 } } } }, curves: {} }) as unknown as Known;
  it('begin where the outcome is at the start', () => {
    expect(curveOf(known('at', true), target, [7])).toEqual([
      { day: 0, p: 1 },
      { day: 7, p: 0.9 },
    ]);
    expect(curveOf(known('at', false), target, [7])[0]).toEqual({ day: 0, p: 0 });
    // Already so: nothing to draw.
    expect(curveOf(known('reach', true), target, [7])).toEqual([]);
  });
});

describe('words', () => {
  it('say natural frequencies without a false 0 or 100', () => {
    expect([0, 0.004, 0.154, 0.995, 1, null].map(ofHundred)).toEqual([
      '0 of 100',
      'fewer than 1 of 100',
      '15 of 100',
      'more than 99 of 100',
      'more than 99 of 100',
      '…',
    ]);
  });

  it('say amounts to three figures, and less than nothing small', () => {
    expect([0, 0.001, -0.001, 3.55, 42.4, 24_561, null].map(amount)).toEqual([
      '0',
      '<0.01',
      '−<0.01',
      '3.5',
      '42.4',
      '24,600',
      '…',
    ]);
  });

  it('have days where there is no calendar', () => {
    expect(dayInWords('2026-02-02', 90)).toBe('3 May 2026');
    expect(dayInWords(null, 0.5)).toBe('day 0.5');
    expect(within(null, 1)).toBe('Within 1 day');
    expect(within('2026-02-02', 90)).toBe('Within 90 days, by 3 May 2026');
    expect(momentInWords('2026-11-24T18:02Z')).toBe('24 November 2026, 18:02 UTC');
    expect(momentInWords('yesterday')).toBe('yesterday');
  });
});
