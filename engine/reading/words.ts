// A sentence's text → its Words with lemma and part of speech (wink-nlp with its light English model; the only door to both).
// Tokens are ours (names with hyphens and accents stay whole, 's and n't stand apart); the model's finer tokens are laid under them.
import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import type { Span } from './article.ts';
import type { Word } from './document.ts';
import { states } from './world.ts';

const nlp = winkNLP(model, ['pos']);
const its = nlp.its;

/** Abbreviations with inner stops, numbers, words with inner hyphens or apostrophes, or a single mark. */
const token =
  /(?:\p{L}\.){2,}|\p{Sc}|\d+(?:[.,:]\d+)*|[\p{L}\p{M}\d_]+(?:[-‐‑'’&/][\p{L}\p{M}\d_]+)*\.?(?=-\p{Lu}\p{Ll}+\.)|[\p{L}\p{M}\d_]+(?:[-‐‑'’&][\p{L}\p{M}\d_]+)*|[^\s]/gu;
const clitic = /(?:n['’]t|['’](?:s|re|ve|ll|d|m))$/i;
/** The model's tokenizer is quadratic in the length of a word. */
const longestWord = 60;

/** Words of `text`, with offsets counted from `at`. */
export function wordsOf(text: string, at = 0): Word[] {
  const tokens = tokensOf(text);
  const plain = foldedSameLength(text);
  const tags = tokens.some((t) => t.end - t.start > longestWord) ? [] : tagsOf(plain);
  const words: Word[] = [];
  let next = 0;
  for (const t of tokens) {
    const shown = text.slice(t.start, t.end);
    const lower = shown.toLowerCase();
    const under: Tag[] = [];
    while (next < tags.length && tags[next]!.start < t.end) {
      if (tags[next]!.end > t.start) under.push(tags[next]!);
      if (tags[next]!.end > t.end) break;
      next++;
    }
    const content = under.filter((u) => u.pos !== 'PUNCT');
    const head = content.at(-1) ?? under.at(-1);
    words.push({
      start: at + t.start,
      end: at + t.end,
      text: shown,
      lower,
      lemma: under.length === 1 ? head!.lemma : lower,
      pos:
        head === undefined
          ? /\p{L}|\d/u.test(shown)
            ? 'X'
            : 'PUNCT'
          : content.some((u) => u.pos === 'PROPN') && /^\p{Lu}/u.test(shown)
            ? 'PROPN'
            : head.pos,
    });
  }
  return words;
}

/** The words of a name, as `wordsOf` cuts them, without looking at the language. */
export function wordTexts(text: string): string[] {
  return tokensOf(text).map((t) => text.slice(t.start, t.end));
}

interface Tag extends Span {
  readonly pos: string;
  readonly lemma: string;
}

/** "Turkish-Armenian", "India-Pakistan": two states, two words. */
const nations: ReadonlySet<string> = new Set([...states.values()].flatMap((s) => [...s.names, ...s.demonyms]));

function tokensOf(text: string): Span[] {
  const found: Span[] = [];
  for (const m of text.matchAll(token)) {
    const start = m.index;
    const end = start + m[0].length;
    const pair = /^(\p{Lu}\p{L}{2,15})[-‑–](\p{Lu}\p{L}{2,15})$/u.exec(m[0]);
    if (pair && nations.has(pair[1]!) && nations.has(pair[2]!)) {
      const middle = start + pair[1]!.length;
      found.push({ start, end: middle }, { start: middle, end: middle + 1 }, { start: middle + 1, end });
      continue;
    }
    const cut = /['’]/.test(m[0]) && m[0].length <= longestWord ? clitic.exec(m[0]) : null;
    if (cut && cut.index > 0) {
      found.push({ start, end: start + cut.index }, { start: start + cut.index, end });
    } else found.push({ start, end });
  }
  return found;
}

function tagsOf(plain: string): Tag[] {
  const tokens = nlp.readDoc(plain).tokens();
  const texts = tokens.out() as string[];
  const poses = tokens.out(its.pos) as string[];
  const lemmas = tokens.out(its.lemma as unknown as typeof its.pos) as string[];
  const tags: Tag[] = [];
  let from = 0;
  texts.forEach((shown, i) => {
    const start = plain.indexOf(shown, from);
    if (start < 0) return;
    from = start + shown.length;
    tags.push({ start, end: from, pos: poses[i]!, lemma: lemmas[i]! });
  });
  return tags;
}

/** Accents off and quotes straight, each UTF-16 unit kept in its place: the model knows no others. */
function foldedSameLength(text: string): string {
  return text.replace(/[^\x20-\x7e\n]/g, (c) => {
    if (c === '’' || c === '‘') return "'";
    if (c === '“' || c === '”') return '"';
    if (c === '–' || c === '—') return '-';
    if (c === '‑' || c === '‐') return '-';
    const bare = others[c] ?? c.normalize('NFD')[0]!;
    return /^[\x20-\x7e]$/.test(bare) ? bare : c.trim() === '' ? ' ' : c;
  });
}

const others: Readonly<Record<string, string>> = { ı: 'i', ł: 'l', Ł: 'L', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D', ß: 's' };

/** Lower case without accents or marks, words joined by single spaces: names are compared so. */
export function folded(name: string): string {
  const known = memory.get(name);
  if (known !== undefined) return known;
  if (memory.size > 5000) memory.clear();
  const fresh = fold(name);
  memory.set(name, fresh);
  return fresh;
}

/** Names come again and again; a bounded memory keeps them. */
const memory = new Map<string, string>();

function fold(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[ıłŁøØđĐ]/g, (c) => (others[c] ?? c).toLowerCase())
    .replace(/['’‘`.]/g, '')
    .replace(/[-‐‑–—_/]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
