// Bytes of a file → the text of an article, once: decoded, taken out of its format (plain text, Markdown, a saved page), line ends as \n; with what the file itself says of title, outlet and day.
// Everything else that reads refers to this text by offsets, so nothing here depends on the machine, the clock or the reader's language.
import { isDate } from '../vocabulary/dates.ts';
import { sha256Hex, sha256OfBytes } from '../vocabulary/hash.ts';
import { type Checked, type Problem, problem } from '../vocabulary/problem.ts';
import { normalNewlines } from './article.ts';
import { type Language, languageOf } from './language.ts';

export const inputLimits = {
  /** Bytes of a file; a saved page with its pictures inside may be large. */
  bytes: 50_000_000,
  /** Characters of an article. The longest live pages have some 100,000. */
  characters: 1_000_000,
  /** Characters of a page's HTML without the pictures in it. */
  html: 20_000_000,
};

export type InputFormat = 'text' | 'markdown' | 'html';

export interface ArticleInput {
  /** Line ends as \n; all offsets refer to it. */
  readonly text: string;
  /** SHA-256 of the text's UTF-8. */
  readonly sha256: string;
  /** SHA-256 of the file's bytes. */
  readonly source_sha256: string;
  readonly format: InputFormat;
  /** Name of the encoding, such as utf-8. */
  readonly encoding: string;
  /** The article's own headline: for the eye, not to be committed. */
  readonly title: string | null;
  readonly outlet: string | null;
  /** YYYY-MM-DD, or null when the file does not say. */
  readonly published: string | null;
  /** How the day is known. */
  readonly date_basis: string | null;
  readonly language: Language;
}

/** File names that may hold an article. */
export const articleFile = /\.(txt|text|md|markdown|html?|xhtml)$/i;

/**
 * Reads a file's bytes; `name` decides between Markdown and text, and stands in Problems. In another language than English the text is given with a note, and is not to be read.
 * Pages load their parser when the first one comes.
 */
export async function inputOf(bytes: Uint8Array, name: string): Promise<Checked<ArticleInput>> {
  const refuse = (code: string, message: string, repair: string): Checked<ArticleInput> => ({
    value: null,
    problems: [problem(code, message, { file: name, repair })],
  });
  if (bytes.length === 0) return refuse('empty-file', 'the file is empty', 'give an article with words in it');
  if (bytes.length > inputLimits.bytes)
    return refuse(
      'file-too-large',
      `the file has ${bytes.length.toLocaleString('en')} bytes; at most ${inputLimits.bytes.toLocaleString('en')} are read`,
      'give one article a file, as text or as a saved page without pictures',
    );
  const binary = binaryKind(bytes);
  if (binary !== null) return refuse('not-text', `this is not a text file but ${binary}`, exportAsText);
  const html = looksLikeHtml(bytes, name);
  const decoded = decode(bytes, html);
  if (decoded === null)
    return refuse(
      'undecodable',
      'the file is in no known encoding: too many of its bytes are no characters',
      'save it as UTF-8; if it is no text, export its text first',
    );
  const problems: Problem[] = decoded.problems.map((p) => ({ ...p, file: name }));
  const extracted = html ? await fromHtml(decoded.text) : fromPlain(normalNewlines(decoded.text), name);
  problems.push(...extracted.problems.map((p) => ({ ...p, file: name })));
  if (extracted.value === null) return { value: null, problems };
  const { text } = extracted.value;
  if (text.trim() === '') return refuse('empty-file', 'the file holds no words', 'give an article with words in it');
  if (text.length > inputLimits.characters)
    return refuse(
      'text-too-long',
      `the text has ${text.length.toLocaleString('en')} characters; at most ${inputLimits.characters.toLocaleString('en')} are read`,
      'give one article a file',
    );
  const language = languageOf(text);
  if (!language.english)
    problems.push(
      problem('not-english', `the text seems to be in ${language.name}, not English: no records are made of it`, {
        file: name,
        severity: 'note',
        repair: 'the reader understands English only; give a translation',
      }),
    );
  return {
    value: {
      ...extracted.value,
      sha256: sha256Hex(text),
      source_sha256: sha256OfBytes(bytes),
      encoding: decoded.encoding,
      language,
    },
    problems,
  };
}

/** An article id made from a file name: small letters, digits and dashes. */
export function articleIdOf(name: string): string {
  const base = name.replace(/^.*[\\/]/, '').replace(articleFile, '');
  const slug = base
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/g, '');
  return slug || 'article';
}

const exportAsText = 'save or copy the article as text (.txt), Markdown (.md) or a page (.html)';

const magics: readonly (readonly [string, string])[] = [
  ['%PDF-', 'a PDF'],
  ['PK\u0003\u0004', 'a ZIP archive or an office document'],
  ['\u0089PNG', 'a picture (PNG)'],
  ['\u00FF\u00D8\u00FF', 'a picture (JPEG)'],
  ['GIF8', 'a picture (GIF)'],
  ['\u001F\u008B', 'a compressed file (gzip)'],
  ['{\\rtf', 'a document in Rich Text Format'],
  ['\u00D0\u00CF\u0011\u00E0', 'an office document'],
  ['\u007FELF', 'a program'],
  ['SQLite format', 'a database'],
];

function binaryKind(bytes: Uint8Array): string | null {
  const head = latin1(bytes.subarray(0, 16));
  for (const [magic, kind] of magics) if (head.startsWith(magic)) return kind;
  if (byteOrder(bytes) !== null) return null;
  const sample = bytes.subarray(0, 65_536);
  return sample.includes(0) ? 'binary data' : null;
}

/** UTF-16 by its mark, or by zero bytes in every second place (letters of Latin script). */
function byteOrder(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, 2000);
  if (sample.length < 20) return null;
  const zeros = [0, 0];
  sample.forEach((b, k) => {
    if (b === 0) zeros[k % 2]!++;
  });
  const half = sample.length / 2;
  if (zeros[1]! > 0.7 * half && zeros[0] === 0) return 'utf-16le';
  if (zeros[0]! > 0.7 * half && zeros[1] === 0) return 'utf-16be';
  return null;
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (b) => String.fromCharCode(b)).join('');
}

function looksLikeHtml(bytes: Uint8Array, name: string): boolean {
  if (/\.(html?|xhtml)$/i.test(name)) return true;
  if (/\.(md|markdown)$/i.test(name)) return false;
  const head = latin1(bytes.subarray(0, 1024)).replaceAll('\u0000', '');
  return /^[^<a-zA-Z0-9]*<(!doctype html|html|head)[\s>]/i.test(head);
}

interface Decoded {
  readonly text: string;
  readonly encoding: string;
  readonly problems: readonly Problem[];
}

/** By the mark at the start, what a page declares, UTF-8 where it is valid, else windows-1252. Null when the result is no text. */
function decode(bytes: Uint8Array, html: boolean): Decoded | null {
  const order = byteOrder(bytes);
  const declared = order ?? (html ? declaredCharset(bytes) : null);
  const plain = strictly(bytes, 'utf-8');
  const problems: Problem[] = [];
  const done = (text: string, encoding: string): Decoded | null => (isText(text) ? { text, encoding, problems } : null);
  if (declared !== null && declared !== 'utf-8') {
    const text = declared === 'windows-1252' ? windows1252(bytes) : strictly(bytes, declared);
    if (text !== null) return done(text, declared);
    problems.push(
      problem('wrong-encoding', `the file calls itself ${declared}, but is not`, {
        severity: 'warning',
        repair: 'look at a few accents and quotation marks; if they are wrong, save it as UTF-8',
      }),
    );
    if (order !== null) return null;
  }
  if (plain !== null) return done(plain, 'utf-8');
  if (declared === 'utf-8')
    problems.push(
      problem('wrong-encoding', 'the file calls itself utf-8, but is not; it is read as windows-1252', {
        severity: 'warning',
        repair: 'look at a few accents and quotation marks; if they are wrong, save it as UTF-8',
      }),
    );
  return done(windows1252(bytes), 'windows-1252');
}

function strictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // Not valid in it, or no encoding of that name.
    return null;
  }
}

/** What a page says of its encoding in its first 2 KB, by the name that the Encoding Standard gives it. */
function declaredCharset(bytes: Uint8Array): string | null {
  const head = latin1(bytes.subarray(0, 2048));
  const label = /<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{1,40})/i.exec(head)?.[1];
  const xml = /^<\?xml[^>]{0,200}encoding\s{0,5}=\s{0,5}["']([\w.:-]{1,40})/i.exec(head)?.[1];
  const said = label ?? xml;
  if (said === undefined) return null;
  try {
    const { encoding } = new TextDecoder(said);
    // A page that could be read as ASCII up to its declaration is not in UTF-16.
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding;
  } catch {
    return said.toLowerCase();
  }
}

/** Characters of the bytes 0x80 to 0x9F (Encoding Standard, index windows-1252). By our own table: TextDecoder of some versions of Node gives control characters. */
const upper = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

function windows1252(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += 8192)
    parts.push(String.fromCharCode(...bytes.subarray(from, from + 8192)));
  return parts.join('').replace(/[\u0080-\u009F]/g, (c) => upper[c.charCodeAt(0) - 0x80]!);
}

/** Text has next to no control characters. */
function isText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is counted
  const controls = text.match(/[\u0000-\u0008\u000E-\u001A\u001C-\u001F\u007F-\u009F\uFFFD]/g)?.length ?? 0;
  return controls <= text.length / 500;
}

type Extracted = Pick<ArticleInput, 'text' | 'format' | 'title' | 'outlet' | 'published' | 'date_basis'>;

function fromPlain(text: string, name: string): Checked<Extracted> {
  const markdown = /\.(md|markdown)$/i.test(name);
  const head = frontMatter(text);
  const fields = head?.fields ?? new Map<string, string>();
  const first = (...keys: string[]): string | null => keys.map((k) => fields.get(k)).find((v) => v) ?? null;
  const body = head === null ? text : text.slice(head.length);
  const written = first('date', 'published', 'publishedat', 'published_at', 'pubdate', 'datepublished');
  const published = written === null ? null : dayOf(written);
  const problems =
    written !== null && published === null
      ? [
          problem('unclear-date', `the date of the front matter cannot be read: ${written.slice(0, 40)}`, {
            severity: 'warning',
            repair: 'write it as YYYY-MM-DD',
          }),
        ]
      : [];
  const value: Extracted = {
    text: markdown ? plainOfMarkdown(body) : body,
    format: markdown ? 'markdown' : 'text',
    title: first('title', 'headline'),
    outlet: first('outlet', 'source', 'publisher', 'publication', 'site'),
    published,
    date_basis: published === null ? null : 'the front matter of the file says so',
  };
  return { value, problems };
}

async function fromHtml(html: string): Promise<Checked<Extracted>> {
  // Pictures inside a saved page are most of its size and no words.
  const light = normalNewlines(
    html.replace(/data:[\w.+-]{1,60}\/[\w.+-]{1,60}(?:;[\w=-]{1,40}){0,3},[\w+/=%.-]*/g, ''),
  );
  if (light.length > inputLimits.html)
    return {
      value: null,
      problems: [
        problem(
          'page-too-large',
          `the page has ${light.length.toLocaleString('en')} characters without its pictures; at most ${inputLimits.html.toLocaleString('en')} are read`,
          { repair: 'save the article alone, or copy its text into a .txt file' },
        ),
      ],
    };
  const { extractPage } = await import('./html.ts');
  const { value: page, problems } = extractPage(light);
  if (page === null) return { value: null, problems };
  const dated = page.dates.map((d) => ({ day: dayOf(d.written), where: d.where })).find((d) => d.day !== null);
  const value: Extracted = {
    text: page.text,
    format: 'html',
    title: page.title,
    outlet: page.outlet,
    published: dated?.day ?? null,
    date_basis: dated ? `the page says so (${dated.where})` : null,
  };
  const doubt = problem('no-article-found', 'no article stands out on this page: all of its text is taken', {
    severity: 'warning',
    repair: "look whether menus and other stories came along; a browser's reader view gives a cleaner page",
  });
  return { value, problems: page.article ? problems : [...problems, doubt] };
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A date as files and pages write it → the day as written there, whatever the time zone, or null. Knows ISO 8601, "29 January 2026", "January 29, 2026" and mail's "Thu, 29 Jan 2026". */
export function dayOf(written: string): string | null {
  const text = written.trim().slice(0, 100);
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})(?!\d)/.exec(text);
  const dayFirst = /\b(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})\b/i.exec(text);
  const monthFirst = /\b([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b/i.exec(text);
  const monthOf = (name: string): string => String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1);
  const [year, month, day] = iso
    ? [iso[1]!, iso[2]!, iso[3]!]
    : dayFirst
      ? [dayFirst[3]!, monthOf(dayFirst[2]!), dayFirst[1]!]
      : monthFirst
        ? [monthFirst[3]!, monthOf(monthFirst[1]!), monthFirst[2]!]
        : ['', '', ''];
  const found = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDate(found) ? found : null;
}

/** Simple fields between two lines of `---` (YAML) or `+++` (TOML) at the start; nested ones are passed over. */
function frontMatter(text: string): { fields: Map<string, string>; length: number } | null {
  const fence = /^(---|\+\+\+)[ \t]*\n/.exec(text)?.[1];
  if (fence === undefined) return null;
  const end = text.indexOf(`\n${fence}`, 3);
  // Without an end nearby these are three dashes of the story.
  if (end < 0 || end > 20_000) return null;
  const after = text.indexOf('\n', end + 1);
  const fields = new Map<string, string>();
  for (const line of text.slice(text.indexOf('\n') + 1, end).split('\n')) {
    const field = /^([A-Za-z][\w-]{0,40})[ \t]{0,20}[:=][ \t]*(.*)$/.exec(line);
    if (field) fields.set(field[1]!.toLowerCase(), field[2]!.trim().replace(/^(["'])(.*)\1$/, '$2'));
  }
  return fields.size === 0 ? null : { fields, length: after < 0 ? text.length : after + 1 };
}

/** Words of a Markdown text: marks taken off, lines of one paragraph joined, pictures and comments left out. Each expression stops at the next mark of its own, so none runs twice over the same text. */
function plainOfMarkdown(markdown: string): string {
  const paragraphs: string[] = [];
  let open: string[] = [];
  const close = (): void => {
    if (open.length > 0) paragraphs.push(open.join(' '));
    open = [];
  };
  for (const line of withoutComments(markdown).split('\n')) {
    const bare = line.replace(/^[ \t]*(?:>[ \t]?)+/, '');
    if (bare.trim() === '' || /^[ \t]*(?:```|~~~)/.test(bare) || /^[ \t]*(?:[-*_=][ \t]*){3,}$/.test(bare)) {
      close();
      continue;
    }
    if (/^[ \t]*\[[^\]\n]{1,200}\]:[ \t]*\S/.test(bare)) continue;
    const item = /^[ \t]*(?:#{1,6}[ \t]+|[-*+][ \t]+|\d{1,3}[.)][ \t]+)/.exec(bare);
    if (item) close();
    const words = plainOfSpan(bare.slice(item?.[0].length ?? 0)).trim();
    if (words !== '') open.push(words);
    if (item?.[0].includes('#') || / {2}$|\\$/.test(line)) close();
  }
  close();
  return `${paragraphs.join('\n\n')}\n`;
}

function withoutComments(text: string): string {
  const parts: string[] = [];
  for (let at = 0; ; ) {
    const open = text.indexOf('<!--', at);
    if (open < 0) return parts.join('') + text.slice(at);
    parts.push(text.slice(at, open));
    const end = text.indexOf('-->', open + 4);
    if (end < 0) return parts.join('');
    at = end + 3;
  }
}

/** Stands for an escaped mark while the others are taken off; no text has it (private use). */
const escapeBase = 0xf700;

function plainOfSpan(span: string): string {
  return span
    .replace(/\\([!-/:-@[-`{-~])/g, (_, mark: string) => String.fromCharCode(escapeBase + mark.charCodeAt(0)))
    .replace(/!\[[^[\]]*\](?:\([^()\s]*(?: "[^"]*")?\)|\[[^[\]]*\])/g, '')
    .replace(/\[\^[^[\]]{1,50}\]/g, '')
    .replace(/\[([^[\]]*)\]\([^()\s]*(?: "[^"]*")?\)/g, '$1')
    .replace(/\[([^[\]]*)\]\[[^[\]]*\]/g, '$1')
    .replace(/<(https?:[^<>\s]*)>/g, '$1')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/\*{1,3}([^*\s][^*]*)\*{1,3}/g, '$1')
    .replace(/(?<![\p{L}\p{N}_])_{1,3}([^_\s][^_]*)_{1,3}(?![\p{L}\p{N}_])/gu, '$1')
    .replace(/`([^`]*)`/g, '$1')
    .replace(/&(amp|lt|gt|quot|nbsp);/g, (_, n: string) => entities.get(n) ?? '')
    .replace(/#+[ \t]*$/, '')
    .replace(/\\$/, '')
    .replace(/[\uF700-\uF77F]/g, (c) => String.fromCharCode(c.charCodeAt(0) - escapeBase));
}

const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['nbsp', ' '],
]);
