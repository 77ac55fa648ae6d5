import type { Article } from './article.ts';
import type { Mention, ReadSentence, Word } from './document.ts';
import type { Gazetteer } from './gazetteer.ts';
import { type Hit, type Line, lineOf } from './names.ts';
import { quotesOf } from './quotations.ts';
import { type Draft, emptyRegistry, type Registry, shortOf } from './registry.ts';
import { isSpeech } from './titles.ts';
import { folded } from './words.ts';
import { states } from './world.ts';

/** Where an actor stands in a line, before mentions are final. */
export interface Found {
  readonly line: number;
  /** Word indices, end behind the last. */
  readonly start: number;
  readonly end: number;
  readonly draft: Draft;
  readonly form: Mention['form'];
}

/** What the passes share while they run. */
export interface Scene {
  readonly article: Article;
  readonly lines: readonly Line[];
  readonly registry: Registry;
  readonly gazetteer: Gazetteer;
  /** Words that the article writes in small letters somewhere. */
  readonly common: ReadonlySet<string>;
  /** States (and bodies) that stand anywhere in the lines looked at; and those that the story calls by name or adjective. */
  readonly mentioned: ReadonlySet<string>;
  readonly named: ReadonlySet<string>;
  /** By line: who was found, in order of place. */
  readonly found: Found[][];
  readonly add: (found: Found) => void;
  readonly taken: (line: number, start: number, end: number) => boolean;
}

/** Words; nobody speaks in longer sentences, and looking back in them costs time. */
const longestLine = 600;

const silentZones = new Set(['site', 'ad', 'donation', 'footer', 'heading']);

export function sceneOf(article: Article, sentences: readonly ReadSentence[], gazetteer: Gazetteer): Scene {
  const common = new Set<string>();
  for (const s of sentences) for (const w of s.words) if (/^\p{Ll}{3}/u.test(w.text)) common.add(w.lower);
  const quotes = quotesOf(article);
  let quote = 0;
  const lines = sentences.map((s, i) => {
    const text = article.text.slice(s.start, s.end);
    const quoted = s.words.map((w) => {
      while (quote < quotes.length && quotes[quote]!.end <= w.start) quote++;
      return quote < quotes.length && quotes[quote]!.start <= w.start && w.end <= quotes[quote]!.end;
    });
    const line = lineOf(s, i, text, quoted, gazetteer);
    // Boilerplate speaks of nobody: its words are there, its names are not looked at.
    return silentZones.has(s.zone ?? '') || s.words.length > longestLine
      ? { ...line, from: s.words.length, hits: s.words.map(() => null) }
      : line;
  });
  const found: Found[][] = lines.map(() => []);
  const mentioned = new Set<string>();
  const namedStates = new Set<string>();
  for (const l of lines)
    for (const h of l.hits) {
      if (h === null || h.entry.kind === 'person') continue;
      mentioned.add(h.entry.id);
      if (l.story && /^(?:state|demonym)$/.test(h.entry.kind)) namedStates.add(h.entry.id);
    }
  return {
    article,
    lines,
    registry: emptyRegistry(),
    gazetteer,
    common,
    mentioned,
    named: namedStates,
    found,
    add: (f) => {
      const at = found[f.line]!;
      const k = at.findIndex((g) => g.start > f.start);
      at.splice(k < 0 ? at.length : k, 0, f);
    },
    taken: (line, start, end) => found[line]!.some((f) => f.start < end && start < f.end),
  };
}

/** The words from `start` up to `end` as the article writes them. */
export function textOf(words: readonly Word[], start: number, end: number): string {
  let shown = '';
  for (let k = start; k < end; k++)
    shown += (k > start && words[k]!.start > words[k - 1]!.end ? ' ' : '') + words[k]!.text;
  return shown;
}

export function placed(words: readonly Word[], i: number): boolean {
  const before = words[i - 1]?.lower ?? '';
  const at = before === 'the' ? i - 2 : i - 1;
  const prep = words[at]?.lower ?? '';
  if (prep === 'to' && words[at - 1]?.lower === 'according') return false;
  return /^(?:in|at|near|from|to|of|outside|around|across|through|into|over|off|on|along|towards?|between|under|via|north|south|east|west)$/.test(
    prep,
  );
}

/** Does the name at [start, stop) say something, before or behind: "X said", "X, a teacher, told", "said X"? */
export function speaks(line: Line, start: number, stop: number): boolean {
  const { words } = line;
  let k = stop;
  const skip = (): void => {
    while (
      words[k] &&
      (/^(?:also|has|have|had|later|then|again|once|already|repeatedly|himself|herself|itself|now|all|both|first|earlier|nevertheless|nonetheless|still|simply|only|publicly|will|would|is|are|was|were|did|does|do|not|who|that)$/.test(
        words[k]!.lower,
      ) ||
        words[k]!.pos === 'ADV')
    )
      k++;
  };
  skip();
  if (isSpeech(words[k])) return true;
  // "two diplomats and an aide to the president said".
  if (words[k]?.lower === 'and')
    for (let j = k + 1; j < words.length && j - k < 11 && !/^[,.;:“”"()]$/.test(words[j]!.text); j++) {
      if (isSpeech(words[j])) return j > k + 1;
      if (words[j]!.pos === 'VERB' || words[j]!.pos === 'AUX') break;
    }
  if (words[k]?.text === ',' || words[k]?.text === '(' || words[k]?.text === '–' || words[k]?.text === '—') {
    const end = words[k]!.text === '(' ? ')' : words[k]!.text;
    let j = k + 1;
    while (j < words.length && j - k < 24 && words[j]!.text !== end) j++;
    if (words[j]?.text === end) {
      k = j + 1;
      skip();
      if (isSpeech(words[k])) return true;
    }
  }
  let b = start - 1;
  while (
    b >= 0 &&
    /^(?:the|a|an|its|his|her|their|two|several|some|one|to|by|as|senior)$/.test(words[b]!.lower) &&
    start - b < 4
  )
    b--;
  const before = words[b];
  if (before === undefined) return false;
  if (before.lower === 'according' || (before.lower === 'to' && words[b - 1]?.lower === 'according')) return true;
  if (words[b + 1]?.lower === 'to' && before.lower === 'according') return true;
  return b === start - 1 || words[b + 1]?.lower !== 'to' ? inverted(line, b) : false;
}

/** "…, said X" and "…,” X": a speech verb right behind a quotation or comma, its subject behind it. */
function inverted(line: Line, b: number): boolean {
  const verb = line.words[b];
  if (
    !verb ||
    !/^(?:said|says|added|warned|wrote|told|announced|insisted|declared|replied|asked|noted|citing|quoting|quoted)$/.test(
      verb.lower,
    )
  )
    return false;
  const mark = line.words[b - 1];
  return (
    mark === undefined ||
    /^[,”"’'?!—–-]$/.test(mark.text) ||
    /^(?:citing|quoting|quoted)$/.test(verb.lower) ||
    mark.lower === 'as'
  );
}

/** The state that the text is at: the subject of this sentence or clause, or that of the sentences before. */
export function contextState(scene: Scene, line: Line, before: number): string | null {
  const here = subjectState(scene, line, before);
  if (here !== null) return here;
  // Nobody accuses or warns his own state.
  const other = accusedIn(line, before);
  for (let n = line.index - 1; n >= 0 && n >= line.index - 5; n--) {
    const earlier = scene.lines[n]!;
    if (!earlier.story) continue;
    const speaker = scene.found[n]!.find(
      (f) => f.draft.kind === 'person' && f.draft.state !== null && speaks(earlier, f.start, f.end),
    );
    if (speaker && speaker.draft.state !== other) return speaker.draft.state;
    const subject = subjectState(scene, earlier, earlier.words.length);
    if (subject !== null && subject !== other) return subject;
  }
  return null;
}

/** The state that is the object of the sentence's accusation, warning or demand. */
function accusedIn(line: Line, from: number): string | null {
  for (let k = from; k < line.words.length; k++) {
    if (!/^(?:accused?|blamed?|warned|condemned|denounced|urged|threatened)$/.test(line.words[k]!.lower)) continue;
    for (let j = k + 1; j < line.words.length && j < k + 5; j++) {
      const hit = line.hits[j];
      if (hit && states.has(hit.entry.id) && hit.entry.kind !== 'person') return hit.entry.id;
    }
    return null;
  }
  return null;
}

/** First state that a sentence names outside quotations, before a word; adjectives only if there is nothing else. */
function subjectState(scene: Scene, line: Line, before: number): string | null {
  let adjective: string | null = null;
  let verb = false;
  for (let k = line.from; k < before; k++) {
    const w = line.words[k]!;
    const hit = line.hits[k];
    if (line.quoted[k]) continue;
    if (w.pos === 'VERB' || w.pos === 'AUX') verb = true;
    if (!hit) {
      const person = /^\p{Lu}/u.test(w.text)
        ? scene.registry.persons.find((p) => p.state !== null && shortOf(p) === folded(w.text))
        : undefined;
      if (person && !verb) return person.state;
      continue;
    }
    const id = hit.entry.id.split('/')[0]!;
    if (states.has(id) && !hit.place && !hit.entry.body?.capitals) {
      // An adjective counts as much as a name where it opens the subject: "Peruvian guards closed …".
      if (hit.entry.kind === 'demonym' && (verb || adjective !== null)) adjective ??= id;
      else if (hit.entry.kind === 'demonym') adjective = id;
      else if (adjective === null || !verb) return id;
      else return adjective;
    }
    k = hit.end - 1;
  }
  return adjective;
}

/** A capital whose state is named nowhere counts only where it does something. */
export function acts(line: Line, hit: Hit): boolean {
  const after = line.words[hit.end];
  const pos = after?.pos ?? '';
  return (
    pos === 'VERB' ||
    pos === 'AUX' ||
    isSpeech(after) ||
    (/^['’]s$/.test(after?.text ?? '') && !placed(line.words, hit.start))
  );
}

export const mentionsNamed = (scene: Scene, state: string): boolean => scene.named.has(state);
