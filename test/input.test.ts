// Bytes → text of an article: encodings, formats, dates, refusals, and no input that takes long.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { articleIdOf, dayOf, inputLimits, inputOf } from '../engine/reading/input.ts';
import { sha256Hex } from '../engine/vocabulary/hash.ts';
import { campaign } from './campaign.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = async (content: string | Uint8Array, name = 'story.txt') =>
  inputOf(typeof content === 'string' ? utf8(content) : content, name);
const value = async (content: string | Uint8Array, name?: string) => {
  const { value, problems } = await read(content, name);
  if (value === null) throw new Error(problems.map((p) => p.message).join('; '));
  return value;
};
const codes = async (content: string | Uint8Array, name?: string) =>
  (await read(content, name)).problems.map((p) => p.code);

const story = [
  'The harbour minister of Norland said on Tuesday that the two fleets would keep their distance for now.',
  '“We have no wish to close the strait,” he told reporters, “but we will not be pushed out of it either.”',
  'His counterpart from Sudland was quoted as saying that the café talks in Málaga had been “a waste of an afternoon”.',
];
const page = (body: string, head = ''): string =>
  `<!doctype html><html><head><title>Fleets keep apart - The Norland Post</title>${head}</head><body>
   <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>${body}
   <footer>All rights reserved. Cookie settings.</footer></body></html>`;
const article = `<article><h1>Fleets keep apart</h1>${[...story, ...story, ...story].map((p) => `<p>${p}</p>`).join('\n')}</article>`;

describe('plain text and encodings', () => {
  test('is the file itself but for line ends and the mark of the encoding', async () => {
    const parts = fc.array(fc.string({ unit: fc.constantFrom(...'ab Zü“🙂.é') }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(parts, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), async (lines, end, mark) => {
        fc.pre(lines.join('').trim() !== '');
        const bytes = utf8((mark ? '\uFEFF' : '') + lines.join(end));
        const input = await value(bytes);
        expect(input.text).toBe(lines.join('\n'));
        expect(input.sha256).toBe(sha256Hex(lines.join('\n')));
        expect(input.source_sha256).toMatch(/^[0-9a-f]{64}$/);
      }),
    );
  });

  test('UTF-16 with and without a mark, windows-1252, and what a page declares', async () => {
    const text = story.join('\n');
    const utf16 = (mark: string): Uint8Array => new Uint8Array(Buffer.from(mark + text, 'utf16le'));
    const swapped = Uint8Array.from(utf16('\uFEFF'), (_, k) => utf16('\uFEFF')[k ^ 1]!);
    for (const [bytes, encoding] of [
      [utf16('\uFEFF'), 'utf-16le'],
      [utf16(''), 'utf-16le'],
      [swapped, 'utf-16be'],
    ] as const) {
      const input = await value(bytes);
      expect([input.text, input.encoding]).toEqual([text, encoding]);
    }
    const cp1252 = Uint8Array.from(text, (c) => ({ '“': 0x93, '”': 0x94 })[c] ?? c.charCodeAt(0));
    expect(await value(cp1252)).toMatchObject({ text, encoding: 'windows-1252' });
    const koi8 = utf8(page('<p>It rains: XX</p>', '<meta charset="koi8-r">'));
    const at = koi8.findIndex((b, k) => b === 0x58 && koi8[k + 1] === 0x58);
    koi8.set([0xc4, 0xc1], at);
    expect(await value(koi8, 'a.html')).toMatchObject({
      encoding: 'koi8-r',
      text: expect.stringContaining('rains: да'),
    });
    const liar = Uint8Array.from([...utf8(page('<p>caf', '<meta charset="utf-8">')), 0xe9, ...utf8('</p>')]);
    expect(await codes(liar, 'a.html')).toContain('wrong-encoding');
  });

  test('the article texts at hand keep their offsets', async ({ skip }) => {
    const folder = resolve(import.meta.dirname, 'reading/dev');
    if (!existsSync(folder)) skip('the invented articles are not at hand');
    const names = readdirSync(folder).filter((n) => n.endsWith('.txt'));
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const input = await value(readFileSync(resolve(folder, name)), name);
      expect(input.text).toBe(readFileSync(resolve(folder, name), 'utf8'));
      expect(input.language.english, name).toBe(true);
    }
  });
});

describe('Markdown', () => {
  test('front matter gives title, outlet and day; marks go, words stay', async () => {
    const text = `---\ntitle: "Fleets keep apart"\ndate: 2026-03-04T08:00:00+02:00\nsource: The Norland Post\ntags:\n  - sea\n---\n
# Fleets **keep** apart

The harbour minister of _Norland_ said on [Tuesday](https://example.org "a day") that
the *two* fleets would keep their distance.[^1]

![A ship](ship.jpg)
> “No wish to close the strait,” he said. 3 \\* 4 &amp; more

- first_point and \`code\`
- second point
<!-- not for print -->
[^1]: A note.
`;
    const input = await value(text, 'story.md');
    expect(input).toMatchObject({
      format: 'markdown',
      title: 'Fleets keep apart',
      outlet: 'The Norland Post',
      published: '2026-03-04',
    });
    expect(input.text.trim().split(/\n+/)).toEqual([
      'Fleets keep apart',
      'The harbour minister of Norland said on Tuesday that the two fleets would keep their distance.',
      '“No wish to close the strait,” he said. 3 * 4 & more',
      'first_point and code',
      'second point',
    ]);
    expect(await codes('---\ndate: soon\n---\nWords.', 'a.md')).toEqual(['unclear-date']);
    expect((await value('--- and so on, said the man\n', 'a.md')).text).toContain('and so on');
  });
});

describe('saved pages', () => {
  test('give the article without menus, with title, outlet and day', async () => {
    const head =
      '<meta property="og:site_name" content="The Norland Post"><meta property="og:title" content="Fleets &amp; distance">';
    const linked =
      '<script type="application/ld+json">{"@graph":[{"@type":["NewsArticle"],"datePublished":"2026-03-04T23:30:00-05:00"}]}</script>';
    const input = await value(page(article, head + linked), 'a.html');
    expect(input).toMatchObject({
      format: 'html',
      title: 'Fleets & distance',
      outlet: 'The Norland Post',
      published: '2026-03-04',
      date_basis: 'the page says so (JSON-LD datePublished)',
    });
    expect(input.text.split('\n\n').slice(-9)).toEqual([...story, ...story, ...story]);
    expect(input.text).not.toMatch(/Sport|Cookie|datePublished/);
    const meta = page(article, '<meta name="pubdate" content="Thu, 29 Jan 2026 10:00:00 GMT">');
    expect((await value(meta, 'a.html')).published).toBe('2026-01-29');
    expect((await value(page(`${article}<time datetime="2026-02-01">`), 'a')).published).toBe('2026-02-01');
    expect((await value(page(article), 'a.html')).published).toBeNull();
  });

  test('run nothing and load nothing', async () => {
    const global = globalThis as { touched?: boolean };
    const evil =
      '<script>globalThis.touched = true</script><img src="http://127.0.0.1:9/x" onerror="globalThis.touched = true"><svg onload="globalThis.touched=true"><script>globalThis.touched=true</script></svg>';
    const input = await value(page(`${evil}<article onclick="globalThis.touched=true">${article}</article>`), 'a.html');
    expect(global.touched).toBeUndefined();
    expect(input.text).not.toContain('touched');
  });

  test('words inside odd markup survive: no end tags, a tag without end, quotes with a >', async () => {
    const { text } = await value('<p title="a > b">One<p>Two <b>three<td>four <svg>five<p>six < seven', 'a.html');
    expect(text.replace(/\s+/g, ' ')).toBe('One Two three four five six < seven');
  });

  test('never fail on any string of marks', async () => {
    const marks = fc.array(
      fc.constantFrom(
        '<',
        '>',
        '</',
        '<p>',
        '</p>',
        '<b',
        ' a="',
        '"',
        "'",
        '<!--',
        '-->',
        '<script>',
        '<table>',
        '<td>',
        '&amp;',
        '&',
        'word ',
        '<title>',
        '<li>',
        '<svg/>',
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(marks, async (parts) => {
        const { value, problems } = await read(parts.join(''), 'a.html');
        expect(value === null).toBe(problems.some((p) => p.severity === 'error'));
      }),
      { numRuns: 60 },
    );
  });
});

describe('refusals', () => {
  test('say what it is and what to do', async () => {
    for (const [content, name, code] of [
      ['', 'a.txt', 'empty-file'],
      [' \n\t\n', 'a.txt', 'empty-file'],
      ['%PDF-1.7 …', 'a.txt', 'not-text'],
      [Uint8Array.from({ length: 300 }, (_, k) => (k * 37) % 256), 'a.txt', 'not-text'],
      [Uint8Array.from({ length: 300 }, (_, k) => 0x80 + (k % 0x20)), 'a.txt', 'undecodable'],
      [new Uint8Array(inputLimits.bytes + 1).fill(0x61), 'a.txt', 'file-too-large'],
      ['a'.repeat(inputLimits.characters + 1), 'a.txt', 'text-too-long'],
      ['<p></p>', 'a.html', 'no-text'],
      ['<'.repeat(100_000), 'a.html', 'page-too-large'],
    ] as const) {
      const { value, problems } = await read(content, name);
      expect([value, problems[0]?.code], String(code)).toEqual([null, code]);
      expect(problems[0]).toMatchObject({ file: name, severity: 'error', repair: expect.stringMatching(/\w{3}/) });
    }
  });

  test('another language is a note, and short or strange-named English is none', async () => {
    const german = 'Der Minister sagte am Dienstag, dass die beiden Flotten vorerst Abstand halten würden. '.repeat(6);
    const { value: input, problems } = await read(german);
    expect(input?.language).toEqual({ english: false, name: 'German' });
    expect(problems).toMatchObject([
      { code: 'not-english', severity: 'note', message: expect.stringContaining('German') },
    ]);
    expect(await codes('部长星期二表示，两支舰队目前将保持距离。'.repeat(20))).toEqual(['not-english']);
    expect(
      await codes('Министр заявил во вторник, что оба флота пока будут держаться на расстоянии. '.repeat(6)),
    ).toEqual(['not-english']);
    expect(await codes('Talks collapse.')).toEqual([]);
    expect(await codes(story.join('\n'))).toEqual([]);
  });
});

test('days as files write them', () => {
  for (const written of [
    '2026-01-29',
    '20260129',
    '2026-01-29T23:00:00-05:00',
    '29 January 2026',
    'Jan. 29, 2026',
    'Thursday, January 29th, 2026, 8:00',
    'Thu, 29 Jan 2026 10:00:00 GMT',
  ])
    expect(dayOf(written), written).toBe('2026-01-29');
  for (const written of ['', 'soon', '2026-02-30', '29/01/2026', '2026', 'Smarch 3, 2026'])
    expect(dayOf(written), written).toBeNull();
});

test('ids from names', () => {
  expect(articleIdOf('folder/000_2e7071.txt')).toBe('000-2e7071');
  expect(articleIdOf('Über den Streit.HTML')).toBe('uber-den-streit');
  expect(articleIdOf('...')).toBe('article');
  fc.assert(fc.property(fc.string(), (name) => void expect(articleIdOf(name)).toMatch(/^[a-z0-9][a-z0-9-]{0,63}$/)));
});

test('a megabyte of one mark is read or refused at once', async () => {
  const marks = ['a', '<', '<a ', '&', '<div>', '[', '*', '_a', '- ', '"', '\n'];
  const every = marks.flatMap((mark) => ['a.txt', 'a.md', 'a.html'].map((name) => [mark, name] as const));
  // Each way of reading with marks that mean something to it; every mark in every way in the campaign.
  const few = [
    ['a', 'a.txt'],
    ['[', 'a.md'],
    ['_a', 'a.md'],
    ['<', 'a.html'],
    ['&', 'a.html'],
  ] as const;
  for (const [mark, name] of campaign ? every : few) {
    const content = mark.repeat(Math.floor(1e6 / mark.length) - 1);
    const from = performance.now();
    await read(content, name);
    expect(performance.now() - from, `${JSON.stringify(mark)} in ${name}`).toBeLessThan(5000);
  }
});
