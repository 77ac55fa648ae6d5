// What leaves the page, as pure values with a stranger's words in them: tables, pictures, report, brief, the live file's document.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario, type Story, viewOf } from '../engine/index.ts';
import { documentOf } from '../notebook/document/document.ts';
import { loadEvidence } from '../notebook/evidence.ts';
import { balanceOf } from '../notebook/export/balance.ts';
import { briefHtml, changersOf } from '../notebook/export/brief.ts';
import { csvOf, number, type Table, text } from '../notebook/export/csv.ts';
import { driverOf, strongest } from '../notebook/export/drivers.ts';
import { missingOf, provenanceOf } from '../notebook/export/gather.ts';
import { html } from '../notebook/export/html.ts';
import { lines, sizeOf, stampedSvg } from '../notebook/export/image.ts';
import { withDocument } from '../notebook/export/live.ts';
import { pathEventsTable, sampleStories } from '../notebook/export/paths.ts';
import { fileNameOf } from '../notebook/export/provenance.ts';
import { reportHtml } from '../notebook/export/report.ts';
import { inputsTable, outcomesTable, statesTable } from '../notebook/export/tables.ts';
import { nothingKnown } from '../notebook/figures.ts';
import { modelOf } from '../notebook/model.ts';
import { contentOf, document, hostile, model, own, provenance, shipped } from './export-fixture.ts';

/** RFC 4180, read back by a reader of its own. */
function parsedCsv(csv: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < csv.length; i++) {
    const c = csv[i]!;
    if (quoted) {
      if (c === '"' && csv[i + 1] === '"') cell += csv[++i];
      else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\r') {
      rows.at(-1)!.push(cell);
      cell = '';
      if (c === '\r') {
        i++;
        rows.push([]);
      }
    } else cell += c;
  }
  return rows.slice(0, -1);
}

describe('tables', () => {
  it('read back as they were, whatever the words; only text that a spreadsheet would run gets an apostrophe', () => {
    const words = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...Object.values(hostile), 'a,b\r\n"c"', '', '-1', '@x'),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(words, fc.double({ noNaN: true, noDefaultInfinity: true })), { maxLength: 20 }),
        (rows) => {
          const table: Table = { columns: [text('words'), number('n')], rows };
          const [head, ...back] = parsedCsv(csvOf(table));
          expect(head).toEqual(['words', 'n']);
          expect(back.map(([w]) => w!.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''))).toEqual(
            rows.map(([w]) => w.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, '')),
          );
          expect(back.map(([, n]) => Number(n))).toEqual(rows.map(([, n]) => (Object.is(n, -0) ? 0 : n)));
        },
      ),
    );
    expect(
      csvOf({
        columns: [text(hostile.formula), number('x')],
        rows: [
          ['-1', -1],
          ['=1', null],
          ['a"b', Number.NaN],
        ],
      }),
    ).toBe(`"'=cmd|""/C calc""!A0",x\r\n'-1,-1\r\n'=1,\r\n"a""b",\r\n`);
  });

  it('hold every variant, outcome and day once, and say where they are from', async () => {
    const c = await contentOf();
    const [head, ...rows] = parsedCsv(csvOf(outcomesTable(c)));
    expect(rows).toHaveLength(document.variants.length * model.targets.length * model.view.days.length);
    const at = (row: string[], name: string): string => row[head!.indexOf(name)]!;
    const row = rows.find(
      (r) =>
        at(r, 'variant_id') === 'base' &&
        at(r, 'outcome_id') === 'first_path' &&
        at(r, 'cause_id') === 'force' &&
        at(r, 'day') === '90',
    )!;
    const known = shipped.run.variants[0]!.outcomes.first_path!;
    expect(Number(at(row, 'probability'))).toBe(known.kind === 'race' ? known.byDay['90']!.force : null);
    expect([at(row, 'date'), at(row, 'already'), at(row, 'inputs'), at(row, 'engine')]).toEqual([
      '2026-05-03',
      'no',
      shipped.inputs,
      'standoff 0.1.0',
    ]);
    // The variant that nobody has solved has empty cells, not zeros.
    expect(new Set(rows.filter((r) => at(r, 'variant_id') === 'own-1').map((r) => at(r, 'probability')))).toEqual(
      new Set(['']),
    );

    const [names, ...inputs] = parsedCsv(csvOf(inputsTable(c)));
    expect(inputs).toHaveLength(model.inputs.length);
    const gap = inputs.find((r) => r[0] === 'gap_between_terms')!;
    expect(gap[names!.indexOf(`value in ${hostile.markup}`)]).toBe('2');
    expect(gap[names!.indexOf('value in Base')]).toBe(
      String(model.inputs.find((i) => i.id === 'gap_between_terms')!.value),
    );
    expect(statesTable(c).rows).toHaveLength(0);
  });

  const story: Story = {
    variant: 'base',
    seed: 5,
    path: 0,
    from: { configuration: { a: 'x', b: 'y' }, day: 0 },
    events: [
      {
        day: 1.5,
        event: 'GO',
        kind: 'move',
        actor: 'USA',
        label: hostile.formula,
        configuration: { a: 'z', b: 'y' },
        same: true,
      },
    ],
    complete: true,
    horizon: 90,
  };

  it('of paths: one row per event between a start and an end, with what changed', () => {
    const [head, ...rows] = parsedCsv(
      csvOf(pathEventsTable([story, { ...story, path: 1, events: [], complete: false }], model.view, provenance)),
    );
    expect(head!.slice(0, 9)).toEqual(['seed', 'path', 'day', 'date', 'event', 'label', 'kind', 'actor', 'changes']);
    expect(rows.map((r) => r.slice(0, 9).join('|'))).toEqual([
      '5|0|0|2026-02-02|start|start|start||a: x; b: y',
      `5|0|1.5|2026-02-03|GO|'${hostile.formula}|move|USA|a: x -> z`,
      '5|0|90|2026-05-03|horizon|horizon|end||',
      '5|1|0|2026-02-02|start|start|start||a: x; b: y',
      '5|1|0|2026-02-02|stopped|stopped|end||',
    ]);
  });

  it('paths are asked for in turn, and stopping is heard', async () => {
    const asked: number[] = [];
    const stop = new AbortController();
    const bench = {
      ask: async (_: string, request: { path: number }) => {
        asked.push(request.path);
        if (asked.length === 20) stop.abort();
        return { value: { ...story, path: request.path }, problems: [] };
      },
    } as unknown as Parameters<typeof sampleStories>[0];
    const shares: number[] = [];
    const all = await sampleStories(bench, own, 1, 12, { progress: (done) => shares.push(done) });
    expect(all!.map((s) => s.path)).toEqual(Array.from({ length: 12 }, (_, k) => k));
    expect(shares.at(-1)).toBe(1);
    expect(await sampleStories(bench, own, 1, 100, { signal: stop.signal })).toBeNull();
    expect(asked.length).toBeLessThan(30);
  });

  it('ask the engine only for what is not known', () => {
    const result = shipped.run.variants[0]!;
    const { days } = model.view;
    expect(missingOf(result, model.view, { outcomes: true, rewards: true }, days)).toBeNull();
    expect(missingOf(result, model.view, { outcomes: true, states: true }, days)).toEqual({
      outcomes: [],
      rewards: [],
      occupancy: true,
    });
    expect(missingOf(result, model.view, { outcomes: true }, [...days, 33])!.outcomes).toHaveLength(
      model.view.outcomes.length,
    );
    expect(missingOf(null, model.view, {}, days)).toBeNull();
  });

  it('a file name says what, from which inputs, as of when, and nothing a file system minds', () => {
    expect(fileNameOf({ ...provenance, scenario: '../a b/"c"' }, 'outcomes', 'csv')).toBe(
      `a-b-c-outcomes-${shipped.inputs.slice(0, 8)}-2026-02-02.csv`,
    );
  });
});

describe('pictures', () => {
  const drawing = '<svg width="400" height="200" viewBox="0 0 400 200"><path d="M0 0"/></svg>';
  const stamped = (more = {}) =>
    stampedSvg(drawing, {
      title: 'Which path',
      caption: 'in “Base”',
      provenance,
      colours: { paper: '#fff', ink: '#111', muted: '#555' },
      ...more,
    });

  it('carry date, version, hash and the words inside', () => {
    const svg = stamped();
    for (const part of [
      'As of 2 February 2026',
      'standoff 0.1.0',
      shipped.inputs.slice(0, 8),
      'model, not a forecast',
      'Which path',
      'in “Base”',
      model.view.title,
    ])
      expect(svg).toContain(part);
    expect(svg).toContain('<svg x="20"');
    expect(sizeOf(svg).width).toBe(440);
    expect(sizeOf(svg).height).toBeGreaterThan(250);
    expect(() => sizeOf('<svg viewBox="0 0 1 1"></svg>')).toThrow('without width');
  });

  it('keep a stranger’s words text', () => {
    const svg = stamped({ title: hostile.markup, caption: hostile.script });
    expect(svg).not.toMatch(/<img|<script|onerror=alert\(1\)>/);
    expect(svg).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  it('break long lines inside their room', () => {
    const found = lines('word '.repeat(60).trim(), 13, 400);
    expect(found.length).toBeGreaterThan(4);
    expect(found.every((l) => l.length * 13 * 0.56 <= 400)).toBe(true);
    expect(found.join(' ')).toBe('word '.repeat(60).trim());
    expect(lines('x'.repeat(500), 13, 400)).toHaveLength(1);
  });
});

describe('report and brief', () => {
  const tags = (page: string): string[] => [...page.matchAll(/<([a-zA-Z!][^\s>/]*)/g)].map((m) => m[1]!.toLowerCase());

  it('escape everything that a stranger wrote, and run and fetch nothing', async () => {
    for (const page of [reportHtml(await contentOf()), briefHtml(await contentOf())]) {
      expect(tags(page)).not.toContain('script');
      expect(tags(page)).not.toContain('img');
      expect(page).not.toMatch(/\son[a-z]+\s*=\s*["']|href="javascript:|url\(/i);
      expect(page).not.toMatch(/<(link|iframe|object|embed|base|form)\b/i);
      expect(page).not.toContain('example.org/track.png');
      expect(page).toContain("default-src 'none'");
      expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
      expect(page).toContain('--cause-1');
    }
    expect(html`<p title="${hostile.quotes}">${[hostile.markup, null, false, 0]}</p>`.text).toBe(
      '<p title="&quot;&#39;&gt;&lt;b&gt;&amp;amp;">&lt;img src=x onerror=alert(1)&gt;0</p>',
    );
  });

  it('the report holds sentence, paths, variants with reasons, outcomes with base rates, cells, evidence, limits and provenance', async () => {
    const page = reportHtml(await contentOf());
    for (const part of [
      'Within 90 days, by 3 May 2026: a negotiated end comes first in 1%–63% of cases (central 15%)',
      '2 February 2026',
      'Base rate ',
      '0.42',
      'Why?',
      'Because.',
      'seed 7, path 3',
      'paragraph ',
      'model, not a forecast',
      shipped.inputs,
      shipped.run.source.sha256,
      provenance.document,
      '2026-02-03 10:00:00 UTC',
      ...model.view.caveats.map((line) => line.replaceAll("'", '&#39;')),
    ])
      expect(page).toContain(part);
    // Every reason with who and when.
    expect(page).toContain('(&quot;&#39;&gt;&lt;b&gt;&amp;amp;, 3 February 2026)');
    const rows = [...page.matchAll(/<tr[^>]*><th scope="row">Base</g)];
    expect(rows.length).toBeGreaterThanOrEqual(2 + model.keys.length);
  });

  it('shows only pictures that are data', async () => {
    const good = await contentOf({ outputs: new Map([['c4', { picture: 'data:image/png;base64,iVBORw0KGgo=' }]]) });
    expect(reportHtml(good)).toContain('<img src="data:image/png;base64,iVBORw0KGgo="');
    const bad = await contentOf({
      outputs: new Map([['c4', { picture: 'data:image/png;base64,A" onerror="alert(1)' }]]),
    });
    expect(tags(reportHtml(bad))).not.toContain('img');
  });

  it('ranks what moves the paths, and what would change them', async () => {
    const input = model.inputs.find((i) => i.id === 'gap_between_terms')!;
    const result = (force: number, deal: number) =>
      ({
        ...shipped.run.variants[0]!,
        outcomes: { race: { kind: 'race', already: [], byDay: { '90': { force, deal, none: 1 - force - deal } } } },
      }) as (typeof shipped.run.variants)[number];
    const weak = driverOf({ ...input, id: 'weak' }, result(0.1, 0.1), result(0.12, 0.1), 'race', 90);
    const strong = driverOf(input, result(0.1, 0.3), result(0.12, 0.1), 'race', 90);
    expect(strong.moves[0]).toEqual({ cause: 'deal', low: 0.3, high: 0.1 });
    expect(strongest([weak, strong], 5).map((d) => d.id)).toEqual(['gap_between_terms', 'weak']);
    const c = await contentOf({ drivers: [{ ...strong, moves: [{ cause: 'force', low: 0.1, high: 0.35 }] }] });
    const brief = briefHtml(c);
    expect(brief).toContain('+25');
    const [first, second] = changersOf(c);
    expect(Math.abs(first!.change)).toBeGreaterThanOrEqual(Math.abs(second!.change));
    expect(brief).toContain(first!.variant.label);
  });

  it('stand for a scenario without race, calendar, sources or answers', async () => {
    const text = readFileSync(join(import.meta.dirname, '../scenarios/textbook/two-state.yaml'), 'utf8');
    const view = viewOf(loadScenario(text, 'two-state.yaml').value!.file);
    const plain = modelOf({
      key: text,
      view,
      file: 'two-state.yaml',
      text: async () => text,
      shipped: null,
      strength: {},
      layout: async () => null,
    });
    const opened = documentOf(view, plain.targets[0]!.id);
    const provenanceHere = provenanceOf({ model: plain, document: opened }, null, new Date(0));
    expect(provenanceHere.inputs).toBe('unknown');
    const c = await contentOf({
      model: plain,
      document: opened,
      base: opened.variants[0]!,
      selected: opened.variants[0]!,
      knownOf: () => nothingKnown,
      provenance: provenanceHere,
      limits: [],
    });
    for (const page of [reportHtml(c), briefHtml(c)]) {
      expect(page).toContain(view.title);
      expect(page).toContain('names no sources');
      expect(page).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('counts the records of each outlet by how they are known', async () => {
    const balance = balanceOf(model.view, await loadEvidence());
    for (const b of balance) expect(b.classes.reduce((sum, [, n]) => sum + n, 0)).toBe(b.records);
    expect(balance.map((b) => b.records > 0)).toEqual([true, true, false]);
    expect(balance[0]!.used).toBeGreaterThan(0);
    expect(balance[0]!.used).toBeLessThanOrEqual(balance[0]!.records);
  });
});

describe('live file', () => {
  const page = `<title>Old</title><script type="application/json" id="standoff-document"></script><script type="module">const text = '</' + 'script>';</script>`;

  it('holds a document whose words cannot end it, and takes another in its place', () => {
    const json = JSON.stringify({ title: hostile.script, comment: '<!-- --> $& $1' });
    const held = withDocument(page, json, hostile.markup);
    const inside = /id="standoff-document">([\s\S]*?)<\/script>/.exec(held)![1]!;
    expect(JSON.parse(inside)).toEqual(JSON.parse(json));
    expect(inside).not.toContain('<');
    expect(held).toContain('<title>&lt;img src=x onerror=alert(1)&gt; · Standoff</title>');
    const again = withDocument(held, '{"a":1}', 'B');
    expect(JSON.parse(/id="standoff-document">([\s\S]*?)<\/script>/.exec(again)![1]!)).toEqual({ a: 1 });
    expect(again.length).toBeLessThan(page.length + 60);
    expect(() => withDocument('<!doctype html>', json, '')).toThrow('no place for a document');
  });
});
