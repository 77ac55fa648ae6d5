// Documents as values: text and back, hostile text, older formats, share links, and what an old document says on a changed scenario.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemText, type ScenarioView, type VariantResult } from '../engine/index.ts';
import { linkOf, longestLink, openLink } from '../notebook/document/codec.ts';
import { changesSince, differencesBetween, movedFigures, seenOf } from '../notebook/document/differences.ts';
import { documentOf } from '../notebook/document/document.ts';
import { fitted } from '../notebook/document/fit.ts';
import { historyOf, reduce } from '../notebook/document/history.ts';
import { applyHunks, hunksOf } from '../notebook/document/lines.ts';
import { migrated } from '../notebook/document/migrations.ts';
import { openingOf } from '../notebook/document/opening.ts';
import { documentText, parseDocument, parseDocumentValue } from '../notebook/document/parse.ts';
import type { Cell, DocumentVariant, NotebookDocument } from '../notebook/document/schema.ts';
import { targetsOf } from '../notebook/figures.ts';
import { toyView } from './toy-view.ts';

const textCell: Cell = { id: 'cell-1', collapsed: false, kind: 'text', source: '' };
const opening = documentOf(toyView, 'war', 'crises/toy');

/** Ids that the toy scenario knows, and some that it does not. */
const ids = (...known: string[]) => fc.constantFrom(...known);
const text = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 20 }));
const label = text;
const probability = fc.double({ min: 0, max: 1, noNaN: true }).map((p) => p + 0);
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0);

const note = fc.record({ who: label, when: fc.constantFrom('', '2026-02-02T10:15Z'), why: text });
const changes = fc.record({
  initial: fc.dictionary(ids('talks', 'border'), ids('on', 'off')),
  parameters: fc.dictionary(ids('cost', 'rate.x', '007'), finite),
  switches: fc.dictionary(ids('mediators'), fc.boolean()),
  stances: fc.dictionary(
    ids('US.deal', 'IR.deal'),
    fc.double({ min: -1, max: 1, noNaN: true }).map((x) => x + 0),
  ),
  disable: fc.uniqueArray(ids('accept', 'strike'), { maxLength: 2 }),
});
const own = (id: string): fc.Arbitrary<DocumentVariant> =>
  fc.record({
    id: fc.constant(id),
    label,
    origin: fc.constant('own' as const),
    changes,
    notes: fc.dictionary(ids('cost', 'initial.talks'), note),
  });

const cell = (id: string): fc.Arbitrary<Cell> => {
  const common = { id: fc.constant(id), collapsed: fc.boolean() };
  const variants = fc.option(fc.array(ids('base', 'own-1'), { maxLength: 2 }));
  const day = fc.nat(90);
  const kind = <K extends string>(k: K) => fc.constant(k);
  return fc.oneof(
    fc.record({ ...common, kind: kind('text'), source: text }),
    fc.record({ ...common, kind: kind('parameters'), inputs: fc.array(ids('cost'), { maxLength: 2 }) }),
    fc.record({ ...common, kind: kind('variants'), variants }),
    fc.record({
      ...common,
      kind: kind('compare'),
      view: fc.constantFrom('paths', 'dots'),
      outcome: ids('war'),
      day,
      variants,
    }),
    fc.record({
      ...common,
      kind: kind('sensitivity'),
      outcome: ids('war'),
      day,
      x: ids('cost'),
      y: fc.option(ids('rate.x')),
    }),
    fc.record({ ...common, kind: kind('statechart'), day }),
    fc.record({ ...common, kind: kind('evidence'), input: fc.option(ids('cost')) }),
    fc.record({
      ...common,
      kind: kind('replay'),
      variant: fc.option(ids('base')),
      seed: fc.nat(4_294_967_295),
      path: fc.nat(9),
    }),
    fc.record({ ...common, kind: kind('formula'), name: ids('p', 'q'), source: text }),
    fc.record({ ...common, kind: kind('code'), name: fc.constant(''), source: text }),
    fc.record({ ...common, kind: kind('question'), prompt: text, answer: text, model: text }),
  );
};

const anyDocument: fc.Arbitrary<NotebookDocument> = fc
  .record({
    count: fc.nat(4),
    cellCount: fc.nat(4),
    title: label,
    author: label,
    text: fc.option(text),
    outcome: ids('war', 'peace'),
    day: fc.nat(30),
    view: fc.constantFrom('paths', 'time', 'day', 'difference', 'dots'),
    keep: fc.boolean(),
    seen: fc.option(
      fc.record({ variant: ids('base'), day: fc.nat(30), figures: fc.dictionary(ids('war', 'peace'), probability) }),
    ),
    engine: fc.constantFrom('', '0.1.0'),
  })
  .chain(({ count, cellCount, keep, seen, text: edited, engine, ...rest }) =>
    fc
      .record({
        variants: fc.tuple(...Array.from({ length: count }, (_, i) => own(`own-${i + 1}`))),
        cells: fc.tuple(...Array.from({ length: cellCount }, (_, i) => cell(`cell-${i + 1}`))),
        selected: fc.nat(count),
      })
      .map(({ variants, cells, selected }) => {
        const file = keep ? opening.variants : opening.variants.slice(0, 1);
        const all = [...file, ...variants];
        return {
          ...opening,
          ...rest,
          id: 'n-1',
          scenario: { shipped: 'crises/toy', text: edited, inputs: engine === '' ? '' : 'abc', engine },
          variants: all,
          selected: all[Math.min(selected, all.length - 1)]!.id,
          cells,
          ...(seen === null ? {} : { seen }),
        };
      }),
  );

describe('text of a document', () => {
  it('comes back as it was, and is one and the same for equal documents', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const written = documentText(document);
        expect(parseDocument(written)).toEqual({ document, problems: [] });
        expect(written.endsWith('}\n')).toBe(true);
        expect(documentText(shuffled(document) as NotebookDocument)).toBe(written);
        expect(Object.keys(JSON.parse(written))[0]).toBe('format');
      }),
    );
  });

  it('is refused with words, never with a throw, when something is wrong with it', () => {
    fc.assert(
      fc.property(anyDocument, fc.nat(), fc.string({ maxLength: 3 }), (document, at, put) => {
        const written = documentText(document);
        const place = at % written.length;
        const { document: got, problems } = parseDocument(written.slice(0, place) + put + written.slice(place + 1));
        expect(got === null).toBe(problems.length > 0);
        for (const p of problems) expect(problemText(p)).toMatch(/ {2}= ./);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(parseDocument(json).document).toBeNull();
      }),
    );
  });

  const times = (n: number, what: string): string => what.repeat(n);
  it.each<[what: string, text: string, code: string, message: RegExp]>([
    ['nothing at all', '', 'not-json', /no JSON/],
    ['half a text', '{"format": "standoff-notebook/1", "title"', 'not-json', /stops before its end/],
    ['a list', '[]', 'no-document', /no notebook document/],
    ['an object', '{}', 'no-document', /does not say its `format`/],
    ['a newer format', '{"format":"standoff-notebook/7"}', 'newer-format', /newer version/],
    ['another format', '{"format":"standoff-answers/1"}', 'unknown-format', /standoff-answers/],
    ['open brackets', times(100_000, '['), 'too-deep', /levels deep/],
    ['deep objects', `{"a":${times(60, '{"a":')}1${times(60, '}')}}`, 'too-deep', /levels deep/],
    ['many characters', `{"format":"${times(4_100_000, 'x')}"}`, 'too-large', /4 MB/],
    ['many bytes', `{"format":"${times(2_100_000, 'ж')}"}`, 'too-large', /4 MB/],
    ['a prototype', '{"format":"standoff-notebook/1","__proto__":{"x":1}}', 'forbidden-name', /__proto__/],
    ['infinity', patched((d) => d).replace('"day":30', '"day":1e999'), 'wrong-type', /day should be a finite number/],
    ['another view', patched((d) => ({ ...d, view: 'pie' })), 'wrong-value', /view has a value that is not allowed/],
    ['an unknown key', patched((d) => ({ ...d, spell: 1 })), 'unknown-key', /`spell`/],
    ['a missing key', patched(({ title: _, ...d }) => d), 'missing-key', /title is missing/],
    [
      'an unknown cell',
      patched((d) => ({ ...d, cells: [{ ...textCell, kind: 'video' }] })),
      'wrong-kind',
      /cell 1.*no kind/,
    ],
    ['two of a name', patched((d) => ({ ...d, cells: [textCell, textCell] })), 'repeated-id', /two of the cells/],
  ])('refuses %s', (_, broken, code, message) => {
    const { document, problems } = parseDocument(broken);
    expect(document).toBeNull();
    expect(problems[0]).toMatchObject({ code, message: expect.stringMatching(message), repair: expect.any(String) });
  });

  it('says where: the variant by its number and name, the input by its id', () => {
    const wrong = patched((d) => {
      const variants = structuredClone(d.variants) as unknown as { changes: { parameters: Record<string, unknown> } }[];
      variants[1]!.changes.parameters = { cost: 'much' };
      return { ...d, variants };
    });
    expect(parseDocument(wrong).problems[0]).toMatchObject({
      message: 'variant 2 “Hawkish”, changes, parameters, cost should be a finite number',
      path: ['variants', 1, 'changes', 'parameters', 'cost'],
    });
  });

  it('refuses every name that could reach a prototype, wherever it stands', () => {
    for (const evil of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])
      for (const group of ['initial', 'parameters', 'switches', 'stances']) {
        const { document } = parseDocument(
          documentText(opening).replace(
            `"${group}": {}`,
            `"${group}": {"${evil}": ${group === 'switches' ? true : 0}}`,
          ),
        );
        expect(document).toBeNull();
      }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('opens whatever was written in this browser, however long, and says what no file of it would', () => {
    const long = { ...opening, title: 'x'.repeat(400), cells: [{ ...textCell, source: 'y'.repeat(60_000) }] };
    expect(parseDocument(JSON.stringify(long)).document).toBeNull();
    const { document, problems } = parseDocument(JSON.stringify(long), { own: true });
    expect(document).toEqual(long);
    expect(problems.map((p) => [p.severity, p.path?.[0]])).toEqual([
      ['warning', 'title'],
      ['warning', 'cells'],
    ]);
    expect(parseDocument(JSON.stringify({ ...long, day: 'x' }), { own: true }).document).toBeNull();
  });

  it('keeps the list of what is wrong short', () => {
    const cells = Array.from({ length: 300 }, (_, i) => ({ id: `c-${i}`, collapsed: 3, kind: 'text', source: '' }));
    const { problems } = parseDocument(patched((d) => ({ ...d, cells })));
    expect(problems).toHaveLength(13);
    expect(problems.at(-1)!.message).toBe('and 288 more of such mistakes');
  });
});

describe('migrations', () => {
  // Two formats that never were: the scenario's key stood in `case`, and variants were a map.
  const list = [
    {
      from: 'standoff-notebook/draft',
      to: 'standoff-notebook/0',
      migrate: ({ case: shipped, ...d }: Readonly<Record<string, unknown>>) => ({
        ...d,
        scenario: { shipped, text: null, inputs: '', engine: '' },
      }),
    },
    {
      from: 'standoff-notebook/0',
      to: 'standoff-notebook/1',
      migrate: (d: Readonly<Record<string, unknown>>) => ({
        ...d,
        variants: Object.entries(d.variants as object).map(([id, v]) => ({ id, ...v })),
      }),
    },
  ];
  const { scenario: _, variants, ...rest } = opening;
  const old = {
    ...rest,
    format: 'standoff-notebook/draft',
    case: 'crises/toy',
    variants: Object.fromEntries(variants.map(({ id, ...v }) => [id, v])),
  };

  it('bring an old document through every format in between', () => {
    expect(parseDocumentValue(old, { list })).toEqual({ document: opening, problems: [] });
    const { case: __, ...between } = { ...old, format: 'standoff-notebook/0', scenario: opening.scenario };
    expect(parseDocumentValue(between, { list }).document).toEqual(opening);
    expect(parseDocumentValue(opening, { list }).document).toEqual(opening);
  });

  it('say so when a document is not what it says it is, or from the future', () => {
    expect(migrated({ format: 'standoff-notebook/0', variants: null }, list).problem).toMatchObject({
      code: 'damaged',
    });
    expect(migrated({ format: 'standoff-notebook/2' }, list).problem).toMatchObject({ code: 'newer-format' });
    expect(migrated({ format: 'standoff-notebook/-1' }, list).problem).toMatchObject({ code: 'unknown-format' });
    expect(parseDocumentValue(old).problems[0]).toMatchObject({ code: 'unknown-format' });
  });
});

describe('share link', () => {
  const noText = async () => null;
  const mode = 'workbench' as const;
  const back = async (document: NotebookDocument, view: ScenarioView = toyView, shippedText = noText) => {
    const { hash } = await linkOf(document, opening, { mode, shippedText });
    const incoming = await openLink(`https://example.org/page/${hash}`, shippedText);
    expect(incoming.problems).toEqual([]);
    return fitted(incoming.document!, view, incoming.fileVariants).document;
  };

  it('gives the same document back, but for its id', async () => {
    await fc.assert(
      fc.asyncProperty(anyDocument, async (document) => {
        expect(await back(document)).toEqual({ ...document, id: 'link' });
      }),
    );
  });

  it('holds nothing that the scenario says itself, and little else', async () => {
    const { hash } = await linkOf(opening, opening, { mode, shippedText: noText });
    expect(hash).toMatch(/^#n1=[A-Za-z0-9_-]+$/);
    expect(hash.length).toBeLessThan(220);
    const reading = await linkOf(opening, opening, { mode: 'reading', shippedText: noText });
    expect(reading.hash).toBe(`${hash}&view=reading`);
    const around = { page: '/', session: null, embedded: null };
    expect(openingOf({ ...around, hash: reading.hash })).toMatchObject({ kind: 'link', reading: true });
  });

  it('keeps what was noted on a variant of the file', async () => {
    const noted = reduce(historyOf(opening), {
      type: 'note',
      variant: 'hawk',
      input: 'cost',
      why: 'as they said',
    }).present;
    expect((await back(noted)).variants[1]!.notes).toEqual({ cost: { who: '', when: '', why: 'as they said' } });
  });

  it('holds an edited scenario as its edits, which also find their place in a text that has changed', async () => {
    const shipped = Array.from({ length: 400 }, (_, i) => `line ${i}: ${((i * 7919) % 1000) / 1000}`).join('\n');
    const edited = shipped.replace('line 200: ', 'line 200, edited: ').replace(/line 390.*\n/, '');
    const document = { ...opening, scenario: { ...opening.scenario, text: edited } };
    const { hash } = await linkOf(document, opening, { mode, shippedText: async () => shipped });
    expect(hash.length).toBeLessThan(600);
    expect((await openLink(hash, async () => shipped)).document!.scenario.text).toBe(edited);
    const later = shipped.replace('line 3: ', 'new\nline 3, too: ');
    expect((await openLink(hash, async () => later)).document!.scenario.text).toBe(
      later.replace('line 200: ', 'line 200, edited: ').replace(/line 390.*\n/, ''),
    );
    const gone = await openLink(hash, async () => shipped.replace(/line 199.*\n/, ''));
    expect(gone.document!.scenario.text).not.toContain('edited');
    expect(gone.problems).toMatchObject([{ code: 'lost-edits', message: expect.stringContaining('line 200, edited') }]);
  });

  it('says when it is too long for a link', async () => {
    const cells = Array.from({ length: 40 }, (_, i): Cell => {
      const source = Array.from({ length: 90 }, (_, k) => ((i * 7919 + k * 104729) % 99991).toString(36)).join(' ');
      return { id: `cell-${i}`, collapsed: false, kind: 'text', source };
    });
    const link = await linkOf({ ...opening, cells }, opening, { mode, shippedText: noText });
    expect(link.hash.length).toBeGreaterThan(longestLink);
    expect(link.tooLong).toBe(true);
  });

  it('refuses what is broken, cut, from the future, or would unpack to more than 4 MB', async () => {
    const { hash } = await linkOf(opening, opening, { mode, shippedText: noText });
    const bomb = await packed(new Uint8Array(50_000_000).fill(0x20));
    expect(bomb.length).toBeLessThan(100_000);
    for (const [link, code] of [
      ['#variants', 'no-link'],
      ['#n1=', 'broken-link'],
      ['#n1=AAAA', 'broken-link'],
      [hash.slice(0, 60), 'broken-link'],
      [hash.replace('n1', 'n2'), 'newer-format'],
      [`#n1=${bomb}`, 'too-large'],
      [`#n1=${await packed(new TextEncoder().encode('['.repeat(99)))}`, 'too-deep'],
      [`#n1=${await packed(new TextEncoder().encode('{"variants":[{"__proto__":1}]}'))}`, 'forbidden-name'],
      [`#n1=${await packed(new Uint8Array([0xff, 0xfe]))}`, 'broken-link'],
      [`#n1=${await packed(new TextEncoder().encode('7'))}`, 'broken-link'],
    ] as const) {
      const { document, problems } = await openLink(link, noText);
      expect([link.slice(0, 60), document, problems[0]?.code]).toEqual([link.slice(0, 60), null, code]);
    }
  });

  it('never throws, whatever stands after the sign', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom(...'abcXYZ019-_=&#n.%') }), async (junk) => {
        expect((await openLink(`#n1=${junk}`, noText)).document).toBeNull();
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.json(), async (json) => {
        const opened = await openLink(`#n1=${await packed(new TextEncoder().encode(json))}`, noText);
        expect(opened.problems.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('lines', () => {
  it('a difference puts the new text back, whatever was changed', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', 'd\r'), { maxLength: 30 }).map((l) => l.join('\n'));
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        expect(applyHunks(a, hunksOf(a, b)!)).toEqual({ text: b, failed: [] });
        expect(hunksOf(a, a)).toEqual([]);
      }),
    );
  });

  it('gives up when two texts have nothing in common', () => {
    const list = (what: string): string => Array.from({ length: 1000 }, (_, i) => `${what} ${i}`).join('\n');
    expect(hunksOf(list('a'), list('b'))).toBeNull();
  });
});

describe('an old document on a changed scenario', () => {
  const old: NotebookDocument = {
    ...opening,
    scenario: { shipped: 'crises/toy', text: null, inputs: 'old', engine: '0.0.1' },
    variants: [
      ...opening.variants,
      {
        id: 'gone',
        label: 'Given up',
        origin: 'file',
        changes: { ...noChanges(), parameters: { cost: 3 } },
        notes: {},
      },
      {
        id: 'own-1',
        label: 'Mine',
        origin: 'own',
        changes: {
          initial: { talks: 'on', border: 'melted' },
          parameters: { cost: 2, tax: 9 },
          switches: { sanctions: true },
          stances: {},
          disable: ['accept', 'vanish'],
        },
        notes: {},
      },
    ],
    selected: 'own-1',
    outcome: 'coup',
    day: 400,
    cells: [
      { id: 'cell-1', collapsed: false, kind: 'compare', view: 'paths', outcome: 'coup', day: 3, variants: null },
    ],
    seen: { variant: 'own-1', day: 30, figures: { war: 0.4, peace: 0.2, coup: 0.1 } },
  };
  const on = fitted(old, toyView);

  it('keeps what has a place, sets the rest aside, and says each of it', () => {
    const mine = on.document.variants.at(-1)!;
    expect(mine.changes).toEqual({
      initial: { talks: 'on' },
      parameters: { cost: 2 },
      switches: {},
      stances: {},
      disable: ['accept'],
    });
    expect(on.document.unapplied).toHaveLength(4);
    expect(on.document).toMatchObject({ outcome: 'war', day: 30, selected: 'own-1' });
    expect(on.document.variants.map((v) => [v.id, v.origin])).toEqual([
      ['base', 'file'],
      ['hawk', 'file'],
      ['gone', 'own'],
      ['own-1', 'own'],
    ]);
    const since = changesSince(old, { engine: '0.1.0', inputs: 'new' }, on)!;
    expect(since.lines).toEqual([
      'This was made with version 0.0.1 of the engine; it is 0.1.0 now.',
      'The scenario has changed since: the same variants may have other answers.',
      'The scenario no longer has the variant “Given up”; it is kept as one of your own.',
      'The outcome in focus, `coup`, no longer exists.',
      'Day 400 lies beyond the scenario’s horizon; day 30 is shown instead.',
      '“Mine”: the start `border` = `melted`, has no place in the scenario any more and is set aside.',
      '“Mine”: the parameter `tax` = 9, has no place in the scenario any more and is set aside.',
      '“Mine”: the switch `sanctions` = on, has no place in the scenario any more and is set aside.',
      '“Mine”: the move `vanish`, ruled out, has no place in the scenario any more and is set aside.',
      'Cell 1 asks for the outcome `coup`, which no longer exists.',
    ]);
    expect(parseDocument(documentText(on.document)).document).toEqual(on.document);
  });

  it('puts back what was set aside once the scenario knows it again', () => {
    const taxed = {
      ...toyView,
      parameters: [...toyView.parameters, { ...toyView.parameters[0]!, id: 'tax' }],
    };
    const again = fitted(on.document, taxed);
    expect(again.document.variants.at(-1)!.changes.parameters).toEqual({ cost: 2, tax: 9 });
    expect(again.document.unapplied).toHaveLength(3);
    expect(again.remarks).toEqual(['“Mine”: `tax` exists again, and the change that was set aside is back.']);
  });

  it('is silent when nothing has changed', () => {
    const same = fitted(opening, toyView);
    expect(same.document).toEqual(opening);
    expect(
      changesSince(
        { ...opening, scenario: { ...opening.scenario, inputs: 'x', engine: '1' } },
        { engine: '1', inputs: 'x' },
        same,
      ),
    ).toBeNull();
  });

  it('says which headline figures moved', () => {
    const targets = targetsOf(toyView);
    const result = {
      outcomes: {
        war: { kind: 'reach', already: false, byDay: { '30': 0.31 } },
        peace: { kind: 'reach', already: false, byDay: { '30': 0.204 } },
      },
    } as unknown as VariantResult;
    const { moved, unknown } = movedFigures(old.seen!, result, targets);
    expect(moved.map((m) => [m.target.id, m.words])).toEqual([['war', '9 points less']]);
    expect(unknown).toEqual(['coup']);
    expect(seenOf({ result, curves: {} }, targets, 'base', 30)).toEqual({
      variant: 'base',
      day: 30,
      figures: { war: 0.31, peace: 0.204 },
    });
    expect(seenOf({ result: null, curves: {} }, targets, 'base', 30)).toBeNull();
  });

  it('two states of one document are told apart in words', () => {
    const other = reduce(historyOf({ ...opening, title: 'There' }), {
      type: 'set',
      kind: 'parameters',
      id: 'cost',
      value: 2,
      fallback: 1,
      gesture: 'g',
    }).present;
    expect(differencesBetween(opening, other)).toEqual([
      'Title: “” here, “There” there.',
      'Variant “Base, changed” is only there.',
    ]);
    expect(differencesBetween(opening, opening)).toEqual([]);
    expect(differencesBetween(opening, { ...opening, day: 3 })).toHaveLength(1);
  });
});

function noChanges() {
  return { initial: {}, parameters: {}, switches: {}, stances: {}, disable: [] };
}

function patched(change: (d: NotebookDocument) => unknown): string {
  return JSON.stringify(change(opening));
}

/** The same value with the keys of every object the other way round. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, shuffled(v)]),
  );
}

async function packed(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return Buffer.from(await new Response(stream).arrayBuffer()).toString('base64url');
}
