// A saved page as text of HTML → the article in it: paragraphs, title, outlet, day. Nothing is executed and nothing is loaded.
// The door of @mozilla/readability (Apache 2.0), which finds the article, and of linkedom (ISC), which gives it a document. Both are slow on odd pages (deep nesting, a million tags), so a tokenizer of ours hands them a plain and bounded page.
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom/worker';
import { type Checked, problem } from '../vocabulary/problem.ts';

export interface ExtractedPage {
  /** Paragraphs with an empty line in between. */
  readonly text: string;
  readonly title: string | null;
  readonly outlet: string | null;
  readonly byline: string | null;
  /** Dates as the page writes them, the most trustworthy first, with the place where each stands. */
  readonly dates: readonly { readonly written: string; readonly where: string }[];
  /** False when no article stood out and the whole page was taken. */
  readonly article: boolean;
}

export const pageLimits = { tags: 30_000, depth: 100, tagLength: 4000, metaLength: 200_000 };

/** Elements whose contents are no text of the page. */
const dropped = new Set(
  'script style noscript template svg math iframe object embed canvas video audio select button textarea'.split(' '),
);
/** In these, `<` starts no tag until their own end. */
const raw = new Set(['script', 'style', 'textarea', 'title', 'iframe', 'noscript']);
const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const block = new Set(
  `address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form
   h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul`.split(/\s+/),
);
/** What an opening tag ends when it stands on top. */
const ends = new Map([
  ['li', new Set(['li', 'p'])],
  ['dt', new Set(['dt', 'dd', 'p'])],
  ['dd', new Set(['dt', 'dd', 'p'])],
  ['tr', new Set(['tr', 'td', 'th', 'p'])],
  ['td', new Set(['td', 'th', 'p'])],
  ['th', new Set(['td', 'th', 'p'])],
]);
const kept = new Set(['class', 'id', 'lang', 'itemprop', 'rel', 'role', 'datetime', 'href', 'style', 'hidden']);

interface Attribute {
  readonly name: string;
  readonly value: string;
}

interface PlainPage {
  readonly body: string;
  readonly title: string | null;
  readonly meta: ReadonlyMap<string, string>;
  /** Contents of JSON-LD scripts. */
  readonly linked: readonly string[];
  readonly times: readonly { readonly written: string; readonly where: string }[];
}

/** Characters with a name, for what stands outside of the document that linkedom reads. */
const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos|nbsp|#39|#x27);/gi, (_, n: string) => named.get(n.toLowerCase()) ?? ' ');
const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['#39', "'"],
  ['#x27', "'"],
]);
const escapedText = (text: string): string => text.replaceAll('<', '&lt;');
const escapedValue = (text: string): string => text.replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** One pass over the page: well-formed, no deeper than the limit, with the attributes that matter. Null when it has too many tags. */
function plainPage(html: string): PlainPage | null {
  const out: string[] = [];
  const stack: string[] = [];
  const meta = new Map<string, string>();
  const linked: string[] = [];
  const times: { written: string; where: string }[] = [];
  let title: string | null = null;
  let tags = 0;
  let at = 0;
  const endless = new Set<string>();
  const closeTop = (): void => {
    out.push(`</${stack.pop()}>`);
  };
  const words = (from: number, to: number): void => {
    const text = html.slice(from, to);
    // Each character reference costs as much as a tag.
    for (let k = text.indexOf('&'); k >= 0; k = text.indexOf('&', k + 1)) tags++;
    out.push(escapedText(text));
  };
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) break;
    words(at, open);
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    const next = html[open + 1] ?? '';
    if (next === '!' || next === '?') {
      const end = html.indexOf('>', open);
      at = end < 0 ? html.length : end + 1;
      continue;
    }
    const closing = next === '/';
    if (!/[a-zA-Z]/.test(html[open + (closing ? 2 : 1)] ?? '')) {
      if (++tags > pageLimits.tags) return null;
      words(open, open + 1);
      at = open + 1;
      continue;
    }
    const tag = tagAt(html, open + (closing ? 2 : 1));
    at = tag.end;
    if (++tags > pageLimits.tags) return null;
    const { name } = tag;
    if (closing) {
      const found = stack.lastIndexOf(name);
      if (found >= 0) while (stack.length > found) closeTop();
      continue;
    }
    if (name === 'meta') {
      const get = (key: string): string | undefined => tag.attributes.find((a) => a.name === key)?.value;
      const key = (get('property') ?? get('name') ?? get('itemprop'))?.toLowerCase();
      const content = get('content');
      if (key !== undefined && content !== undefined && !meta.has(key)) meta.set(key, unescaped(content).trim());
      continue;
    }
    if (name === 'time' || tag.attributes.some((a) => a.name === 'itemprop' && a.value === 'datePublished')) {
      const written = tag.attributes.find((a) => a.name === 'datetime' || a.name === 'content')?.value;
      const itemprop = tag.attributes.find((a) => a.name === 'itemprop')?.value;
      if (written !== undefined && times.length < 20)
        times.push({ written, where: itemprop === 'datePublished' ? 'datePublished' : 'a <time> of the page' });
    }
    if (raw.has(name)) {
      const end = endOf(html, name, at);
      const inside = html.slice(at, end);
      if (name === 'title' && title === null) title = unescaped(inside).replace(/\s+/g, ' ').trim().slice(0, 500);
      const type = tag.attributes.find((a) => a.name === 'type')?.value.toLowerCase();
      if (name === 'script' && type === 'application/ld+json' && inside.length <= pageLimits.metaLength)
        linked.push(inside);
      at = end;
      continue;
    }
    if (name === 'html' || name === 'head' || name === 'body') continue;
    if (dropped.has(name)) {
      if (empty.has(name) || endless.has(name) || html[at - 2] === '/') continue;
      const end = endOf(html, name, at);
      // Without an end it swallows nothing; remembered, so that the page is searched once.
      if (end === html.length) endless.add(name);
      else at = end;
      continue;
    }
    const ended = ends.get(name) ?? (block.has(name) ? paragraph : null);
    while (ended?.has(stack.at(-1) ?? '')) closeTop();
    if (!empty.has(name) && stack.length >= pageLimits.depth) continue;
    const attributes = tag.attributes
      .filter((a) => kept.has(a.name) && a.value.length < 500)
      .map((a) => ` ${a.name}="${escapedValue(a.value)}"`);
    out.push(`<${name}${attributes.join('')}>`);
    if (!empty.has(name)) stack.push(name);
  }
  words(at, html.length);
  if (tags > pageLimits.tags) return null;
  while (stack.length > 0) closeTop();
  return { body: out.join(''), title, meta, linked, times };
}

const paragraph: ReadonlySet<string> = new Set(['p']);

/** Where the raw contents of an element end, without looking at the same characters twice. */
function endOf(html: string, name: string, from: number): number {
  for (let at = from; ; ) {
    const end = html.indexOf('</', at);
    if (end < 0) return html.length;
    if (html.slice(end + 2, end + 2 + name.length).toLowerCase() === name) return end;
    at = end + 2;
  }
}

/** The tag whose name starts here, read to its end; quotes may hold a `>`. What never ends takes the rest of the page, as in a browser. */
function tagAt(html: string, start: number): { name: string; attributes: Attribute[]; end: number } {
  let at = start;
  while (at < html.length && !/[\s/>]/.test(html[at]!)) at++;
  const name = html
    .slice(start, Math.min(at, start + 50))
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '');
  const attributes: Attribute[] = [];
  while (at < html.length && html[at] !== '>') {
    if (/[\s/]/.test(html[at]!)) {
      at++;
      continue;
    }
    const from = at++;
    while (at < html.length && !/[\s/>=]/.test(html[at]!)) at++;
    const key = html.slice(from, at).toLowerCase();
    while (at < html.length && /\s/.test(html[at]!)) at++;
    let value = '';
    if (html[at] === '=') {
      at++;
      while (at < html.length && /\s/.test(html[at]!)) at++;
      const quote = html[at];
      if (quote === '"' || quote === "'") {
        const end = html.indexOf(quote, at + 1);
        value = html.slice(at + 1, end < 0 ? html.length : end);
        at = end < 0 ? html.length : end + 1;
      } else {
        const begin = at;
        while (at < html.length && !/[\s>]/.test(html[at]!)) at++;
        value = html.slice(begin, at);
      }
    }
    if (attributes.length < 50) attributes.push({ name: key, value: value.slice(0, pageLimits.tagLength) });
  }
  return { name, attributes, end: Math.min(html.length, at + 1) };
}

/** The article of a page. An error when the page is beyond the limits, or holds no words. */
export function extractPage(html: string): Checked<ExtractedPage> {
  const page = plainPage(html);
  if (page === null)
    return {
      value: null,
      problems: [
        problem('page-too-large', `the page has more than ${pageLimits.tags.toLocaleString('en')} tags and marks`, {
          repair: "save the article alone (a browser's reader view), or copy its text into a .txt file",
        }),
      ],
    };
  const title = page.meta.get('og:title') ?? page.title;
  const { document } = parseHTML(
    `<!doctype html><html><head><title>${escapedText(title ?? '')}</title></head><body>${page.body}</body></html>`,
  );
  const whole = textOf(document.body as unknown as TreeNode);
  const found = new Readability<unknown>(document as unknown as Document, {
    serializer: (node) => node,
    disableJSONLD: true,
  }).parse();
  const body = found?.content ? textOf(found.content as TreeNode) : '';
  // Readability needs a few hundred characters to be sure; a short text is the article anyway.
  const article = body.length >= Math.min(200, whole.length / 2) && body !== '';
  const text = article ? body : whole;
  if (text.trim() === '')
    return {
      value: null,
      problems: [
        problem('no-text', 'the page holds no words', {
          repair: 'it may be drawn by a script: open it in a browser, and save or copy its text from there',
        }),
      ],
    };
  const linked = linkedData(page.linked);
  const dates = [
    ...linked.dates.map((written) => ({ written, where: 'JSON-LD datePublished' })),
    ...dateKeys.flatMap((key) => {
      const written = page.meta.get(key);
      return written === undefined ? [] : [{ written, where: `meta ${key}` }];
    }),
    ...page.times.filter((t) => t.where === 'datePublished'),
    ...page.times.filter((t) => t.where !== 'datePublished').slice(0, 1),
  ];
  const said = (...candidates: (string | null | undefined)[]): string | null =>
    candidates.map((c) => c?.replace(/\s+/g, ' ').trim().slice(0, 300)).find((c) => c) ?? null;
  return {
    value: {
      text,
      title: said(page.meta.get('og:title'), linked.headline, found?.title, page.title),
      outlet: said(page.meta.get('og:site_name'), linked.publisher, page.meta.get('application-name')),
      byline: said(linked.author, page.meta.get('author'), found?.byline),
      dates,
      article,
    },
    problems: [],
  };
}

/** Names under which pages give the day of publication. */
const dateKeys = [
  'article:published_time',
  'datepublished',
  'og:published_time',
  'parsely-pub-date',
  'dc.date.issued',
  'dcterms.created',
  'dc.date',
  'sailthru.date',
  'pubdate',
  'publishdate',
  'publish-date',
  'date',
];

interface Linked {
  dates: string[];
  headline: string | null;
  publisher: string | null;
  author: string | null;
}

/** datePublished, headline, publisher and author of the articles in JSON-LD; what is no JSON is passed over. */
function linkedData(scripts: readonly string[]): Linked {
  const found: Linked = { dates: [], headline: null, publisher: null, author: null };
  let looked = 0;
  const nameIn = (value: unknown): string | null => {
    const one: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof one === 'string') return one;
    const name = one !== null && typeof one === 'object' ? (one as { name?: unknown }).name : null;
    return typeof name === 'string' ? name : null;
  };
  const look = (value: unknown, depth: number): void => {
    if (depth > 5 || value === null || typeof value !== 'object' || ++looked > 1000) return;
    if (Array.isArray(value)) {
      for (const v of value) look(v, depth + 1);
      return;
    }
    const entry = value as Record<string, unknown>;
    if (/article|posting|report/i.test(JSON.stringify(entry['@type'] ?? ''))) {
      if (typeof entry.datePublished === 'string') found.dates.push(entry.datePublished);
      found.headline ??= typeof entry.headline === 'string' ? entry.headline : null;
      found.publisher ??= nameIn(entry.publisher);
      found.author ??= nameIn(entry.author);
    }
    look(entry['@graph'], depth + 1);
    look(entry.mainEntity, depth + 1);
  };
  for (const script of scripts.slice(0, 20)) {
    try {
      look(JSON.parse(script), 0);
    } catch {
      // Pages carry broken JSON-LD; their other marks are looked at instead.
    }
  }
  return found;
}

interface TreeNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<TreeNode>;
}

/** Words of a tree: blocks as paragraphs, line breaks as line ends, runs of blanks as one. No deeper than the page's limit. */
function textOf(root: TreeNode): string {
  const paragraphs: string[] = [];
  let line = '';
  const close = (): void => {
    const words = line
      .split('\n')
      .map((l) => l.replace(/[\s\u00A0]+/g, ' ').trim())
      .filter((l) => l !== '');
    if (words.length > 0) paragraphs.push(words.join('\n'));
    line = '';
  };
  const visit = (node: TreeNode): void => {
    if (node.nodeType === 3) {
      line += (node.textContent ?? '').replace(/\s+/g, ' ');
      return;
    }
    const name = node.nodeName.toLowerCase();
    if (name === 'br') line += '\n';
    const own = block.has(name);
    if (own) close();
    for (const child of node.childNodes) visit(child);
    if (own) close();
  };
  visit(root);
  close();
  return paragraphs.join('\n\n');
}
