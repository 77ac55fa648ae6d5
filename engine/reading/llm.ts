// What a language model replied + the rule-made reading that it was asked about → proposals: each located by its own words, with ids that the reading knows. What cannot be found is set aside and told.
// A model gives no offsets, no dates and no probabilities; its confidence is a constant of ours, because nothing calibrates a model that a user names.
import { sha256Hex } from '../vocabulary/hash.ts';
import type { Span } from './article.ts';
import type { Proposal, Reading, ReadSentence } from './document.ts';
import type { Statement } from './evidence.ts';
import type { Issue } from './lexicon.ts';
import {
  type ModelStatement,
  modelStatementSchema,
  mostStatements,
  narrator,
  promptVersion,
  storyOf,
} from './llm-prompt.ts';
import { ploverOf } from './plover.ts';

/** P(a reviewer changes nothing) of a model's record, assumed: no model is calibrated here. */
export const modelConfidence = 0.3;

/** A reply taken apart. */
export interface Reply {
  readonly statements: readonly ModelStatement[];
  /** Why something was set aside, one line each; for the model's next try and for the user. */
  readonly wrong: readonly string[];
  /** Not even the shape was right. */
  readonly unusable: boolean;
}

/** Longest reply that is looked at, in characters. */
export const mostReply = 400_000;

/** The reply's JSON, out of a code fence or chatter around it; statements that do not fit the schema are left out one by one. */
export function parseReply(text: string): Reply {
  const useless = (why: string): Reply => ({ statements: [], wrong: [why], unusable: true });
  if (text.length > mostReply) return useless(`the reply has ${text.length} characters; at most ${mostReply}`);
  const data = jsonIn(text);
  if (data === undefined) return useless('the reply is no JSON object');
  const list = Array.isArray(data) ? data : fieldOf(data, 'statements');
  if (!Array.isArray(list)) return useless('the reply has no list `statements`');
  const statements: ModelStatement[] = [];
  const wrong: string[] = [];
  list.slice(0, mostStatements).forEach((entry, k) => {
    const parsed = modelStatementSchema.safeParse(entry);
    if (parsed.success) statements.push(parsed.data);
    else {
      const issue = parsed.error.issues[0]!;
      wrong.push(`statement ${k + 1}, ${issue.path.map(String).join('.') || 'as a whole'}: ${issue.message}`);
    }
  });
  if (list.length > mostStatements)
    wrong.push(`only the first ${mostStatements} of ${list.length} statements are read`);
  return { statements, wrong, unusable: false };
}

const fieldOf = (data: object, key: string): unknown =>
  Object.hasOwn(data, key) ? (data as Record<string, unknown>)[key] : undefined;

/** The object or list in a text: the whole of it, or what stands between the first bracket and the last one. */
function jsonIn(text: string): object | undefined {
  const start = text.search(/[{[]/);
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  for (const candidate of [text, start < 0 ? '' : text.slice(start, end + 1)])
    for (const form of [candidate, withoutTrailingCommas(candidate)]) {
      try {
        const data: unknown = JSON.parse(form);
        if (typeof data === 'object' && data !== null) return data;
      } catch {
        // The next form may do.
      }
    }
  return undefined;
}

/** Commas before a closing bracket, outside of texts. One pass. */
function withoutTrailingCommas(text: string): string {
  let out = '';
  let from = 0;
  let comma = -1;
  let quoted = false;
  for (let k = 0; k < text.length; k++) {
    const c = text[k]!;
    if (quoted) {
      if (c === '\\') k++;
      else if (c === '"') quoted = false;
      continue;
    }
    if (c === ',') comma = k;
    else if ((c === '}' || c === ']') && comma >= 0) {
      out += text.slice(from, comma);
      from = comma + 1;
      comma = -1;
    } else if (!/\s/.test(c)) comma = -1;
    if (c === '"') quoted = true;
  }
  return out + text.slice(from);
}

export interface FromModel {
  readonly proposals: readonly Proposal[];
  /** Why statements were set aside, one line each. No words of the article. */
  readonly wrong: readonly string[];
}

/**
 * Statements → proposals, in the order of the text.
 * @param model name of the model, as it is to stand on each record.
 */
export function proposalsOf(reading: Reading, statements: readonly ModelStatement[], model: string): FromModel {
  const ids = new Set([narrator, ...reading.actors.map((a) => a.id)]);
  const find = finderIn(reading.article.text, storyOf(reading));
  const wrong: string[] = [];
  const found = statements.flatMap((s, k): { s: ModelStatement; span: Span; sentence: ReadSentence }[] => {
    const say = (why: string): [] => {
      wrong.push(`statement ${k + 1}: ${why}`);
      return [];
    };
    const unknown = [s.speaker, ...s.holders, ...s.targets, ...s.via].find((id) => !ids.has(id));
    if (unknown !== undefined) return say(`\`${printable(unknown)}\` is none of the actors`);
    if (s.condition !== 'none' && s.condition_events.length === 0) return say('a condition without an event');
    const at = find(s);
    if (at === null) return say(`its words do not stand in sentence ${s.sentence}`);
    return [{ s, ...at }];
  });
  found.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const made_by = makerOf(model);
  const seen = new Set<string>();
  const proposals = found.flatMap(({ s, span, sentence }): Proposal[] => {
    const key = [span.start, span.end, s.issue, s.position, ...s.holders].join(' ');
    if (seen.has(key)) return [];
    seen.add(key);
    const record = recordOf(reading, s, span, sentence.paragraph, seen.size);
    return [{ record, confidence: modelConfidence, made_by }];
  });
  return { proposals, wrong };
}

/** What each of a model's records says of its maker: this program's part with its version, and the model. */
export const makerOf = (model: string): string => `llm/${promptVersion} ${printable(model)}`;

/** One line of a stranger's text, for messages and records. */
const printable = (text: string): string =>
  text
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim()
    .slice(0, 80);

function recordOf(reading: Reading, s: ModelStatement, span: Span, paragraph: number, number: number): Statement {
  const { id, published, text } = reading.article;
  const conditional_on =
    s.condition === 'none'
      ? null
      : {
          logic: s.condition,
          terms: s.condition_events.map((event) => ({ event, actor: null, target: null, negated: false })),
          paraphrase: s.condition_events.join(s.condition === 'all' ? ' and ' : ' or '),
        };
  return {
    kind: 'statement',
    id: `${id}.s${String(number).padStart(2, '0')}`,
    holders: [...new Set(s.holders)],
    attribution: s.attribution,
    via: [...new Set(s.via)],
    hedged: s.hedged,
    date: published,
    as_of: published,
    span: { ...span, paragraph, sha256: sha256Hex(text.slice(span.start, span.end)) },
    paraphrase: paraphraseOf(reading, s, conditional_on?.paraphrase ?? null),
    speaker: s.speaker,
    targets: [...new Set(s.targets)],
    issue: s.issue,
    subissues: [],
    act: s.act,
    position: s.position,
    intensity: s.intensity,
    expects: null,
    conditional_on,
    quote: s.quote,
    plover: ploverOf(s.act, s.issue as Issue),
  };
}

/** In our own words, from the fields alone. */
function paraphraseOf(reading: Reading, s: ModelStatement, condition: string | null): string {
  const nameOf = (id: string): string => reading.actors.find((a) => a.id === id)?.canonical ?? id;
  const side = s.position > 0 ? 'for' : s.position < 0 ? 'against' : 'on';
  const parts = [
    `${s.holders.map(nameOf).join(' and ')}${s.holders.includes(s.speaker) ? '' : ` (${nameOf(s.speaker)})`}: ${side} ${s.issue}`,
    ...(s.targets.length > 0 ? [`on ${s.targets.map(nameOf).join(' and ')}`] : []),
    ...(condition === null ? [] : [`if ${condition}`]),
  ];
  return `${parts.join(', ')}; ${s.quote} quote`.slice(0, 300);
}

/** Most sentences that one passage runs over: a quote that goes on. */
const mostSentences = 4;

interface Passage {
  readonly span: Span;
  readonly sentence: ReadSentence;
}

/** A finder of passages from their first words to their last ones; null where they do not stand. Where the number of the sentence is wrong, first words that stand only once in the article still lead to it. */
function finderIn(text: string, story: readonly ReadSentence[]): (s: ModelStatement) => Passage | null {
  const whole = folded(text);
  let cursor = 0;
  const foldedOf = (offset: number): number => {
    while (cursor < whole.at.length && whole.at[cursor]! < offset) cursor++;
    return cursor;
  };
  const places = story.map((sentence) => ({
    sentence,
    start: foldedOf(sentence.start),
    end: foldedOf(sentence.end),
  }));
  const bodies = places.map(({ start }, k) => {
    const reach = places[Math.min(k + mostSentences, places.length) - 1]!;
    return whole.text.slice(start, reach.end);
  });
  return (s) => {
    const first = folded(s.first_words).text.trim();
    const last = folded(s.last_words).text.trim();
    if (first === '' || last === '') return null;
    const inSentence = (k: number): Passage | null => {
      const place = places[k];
      if (place === undefined) return null;
      const start = wordsAt(bodies[k]!, first, 0);
      if (start < 0 || place.start + start >= place.end) return null;
      const lastAt = wordsAt(bodies[k]!, last, start);
      const end = lastAt + last.length;
      if (lastAt < 0 || end < start + first.length) return null;
      const at = (n: number): number => whole.at[place.start + n]!;
      return { sentence: place.sentence, span: { start: at(start), end: at(end - 1) + 1 } };
    };
    const here = inSentence(s.sentence - 1);
    if (here !== null) return here;
    const once = wordsAt(whole.text, first, 0);
    if (once < 0 || wordsAt(whole.text, first, once + 1) >= 0) return null;
    return inSentence(places.findIndex(({ start, end }) => start <= once && once < end));
  };
}

/** Most places that are tried for some words: a text of one letter has very many. */
const mostTries = 200;

/** Where words stand as whole words, from `from` on; −1 where they do not. */
function wordsAt(text: string, words: string, from: number): number {
  const letter = /[\p{L}\p{N}]/u;
  let at = text.indexOf(words, from);
  for (let tries = 0; at >= 0 && tries < mostTries; tries++) {
    const [before, behind] = [text[at - 1], text[at + words.length]];
    const opens = before === undefined || !letter.test(before) || !letter.test(words[0]!);
    const closes = behind === undefined || !letter.test(behind) || !letter.test(words.at(-1)!);
    if (opens && closes) return at;
    at = text.indexOf(words, at + 1);
  }
  return -1;
}

const sameMarks: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '‑': '-',
};

/** A text with quotation marks, dashes and white space made alike, and for each of its characters its place in the original. */
function folded(text: string): { readonly text: string; readonly at: readonly number[] } {
  let out = '';
  const at: number[] = [];
  for (let k = 0; k < text.length; k++) {
    const c = text[k]!;
    const blank = /\s/.test(c);
    if (blank && out.endsWith(' ')) continue;
    out += blank ? ' ' : Object.hasOwn(sameMarks, c) ? sameMarks[c]! : c;
    at.push(k);
  }
  return { text: out, at };
}

/** A model's reading: zones, sentences, actors, frame, events and quantities of the rules, statements of the model. */
export function readingFromModel(rules: Reading, proposals: readonly Proposal[], model: string): Reading {
  const others = rules.proposals.filter((p) => p.record.kind !== 'statement');
  return { ...rules, proposals: [...proposals, ...others], made_by: makerOf(model) };
}
