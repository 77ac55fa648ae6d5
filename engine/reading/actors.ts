// Sentences with their words → actors and where each is mentioned. First the named (states, bodies, persons by title, apposition or speech), then, in reading order, what points back to them or stays unnamed.
import type { Article } from './article.ts';
import type { Mention, ReadActor, ReadSentence, Word } from './document.ts';
import { bodiesByName, type Gazetteer, knownBodies, type OfficeHolder, slugOf } from './gazetteer.ts';
import { type Hit, type Line, lineOf, nameEnd, opens, organisationAt } from './names.ts';
import { pointing } from './pointing.ts';
import { quotesOf } from './quotations.ts';
import {
  type Draft,
  draftOf,
  emptyRegistry,
  inOffice,
  personDraft,
  type Registry,
  readActorOf,
  shortOf,
  stateDraft,
} from './registry.ts';
import {
  forces,
  isSpeech,
  mediaHeads,
  modifiersBefore,
  notActors,
  officeAt,
  organisationHeads,
  organisationNouns,
  portfolios,
  sourceHeads,
  type Title,
} from './titles.ts';
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

export interface ActorsRead {
  readonly actors: readonly ReadActor[];
  readonly mentions: readonly Mention[];
}

export function actorsOf(article: Article, sentences: readonly ReadSentence[], gazetteer: Gazetteer): ActorsRead {
  const scene = sceneOf(article, sentences, gazetteer);
  for (const line of scene.lines) named(scene, line);
  for (const line of scene.lines) bodiesInSmallLetters(scene, line);
  for (const line of scene.lines) statesIn(scene, line);
  for (const line of scene.lines) if (line.story) pointing(scene, line);
  return finished(scene);
}

/** Words; nobody speaks in longer sentences, and looking back in them costs time. */
const longestLine = 600;
const silentZones = new Set(['site', 'ad', 'donation', 'footer', 'heading']);

function sceneOf(article: Article, sentences: readonly ReadSentence[], gazetteer: Gazetteer): Scene {
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

/** Persons, organisations and media that a line names. */
function named(scene: Scene, line: Line): void {
  const { words } = line;
  for (let i = line.from; i < words.length; i++) {
    if (scene.taken(line.index, i, i + 1)) continue;
    const used = personAt(scene, line, i) ?? organisationNamed(scene, line, i) ?? mediaAt(scene, line, i);
    if (used !== null) i = used - 1;
  }
}

const text = (words: readonly Word[], start: number, end: number): string => {
  let shown = '';
  for (let k = start; k < end; k++)
    shown += (k > start && words[k]!.start > words[k - 1]!.end ? ' ' : '') + words[k]!.text;
  return shown;
};
export const textOf = text;

function personAt(scene: Scene, line: Line, i: number): number | null {
  const { words, hits } = line;
  const first = officeAt(words, i);
  if (first !== null) {
    // A chain of titles, and behind it a name: "Supreme Leader Ayatollah …", "spokesman Lt. Col. …".
    let title: Title = first;
    let end = first.end;
    let role = first;
    for (let next = officeAt(words, end); next !== null; next = officeAt(words, end)) {
      title = next;
      end = next.end;
      if (next.office !== 'address' && next.office !== 'rank') role = next;
    }
    // "the foreign minister, Hugh Todd", "spokesman, Lieutenant General …": a comma between.
    let comma = false;
    if (words[end]?.text === ',' && role.office !== 'address' && /^\p{Lu}/u.test(words[end + 1]?.text ?? '')) {
      let k = end + 1;
      for (let next = officeAt(words, k); next !== null && next.office === 'rank'; next = officeAt(words, k))
        k = next.end;
      const stop = runEnd(scene, line, k);
      if (stop - k >= 2 && closes(words[stop])) {
        end = k;
        comma = true;
      }
    }
    const stop = runEnd(scene, line, end, true);
    const hit = hits[end];
    if (stop > end && (comma || title.end === end) && !isOrganisation(scene, line, end, stop)) {
      if (stop - end === 1 && notActors.has(words[end]!.lower)) return null;
      if (role.office === 'private' && stop - end < 2 && !comma && hit?.entry.kind !== 'person') return null;
      const start = modifiersBefore(words, i, line.from);
      const mere = role.office === 'rank' || role.office === 'address';
      const after = appositionAfter(line, stop);
      const leads = after?.who === true && after.title !== undefined ? after : null;
      const more =
        leads && role.office !== 'private'
          ? { ...leads, title: role }
          : mere
            ? (besideOf(after) ?? appositionBefore(line, i, stop))
            : null;
      registerPerson(scene, line, {
        nameStart: end,
        nameEnd: stop,
        title: more?.title ?? role,
        titleStart: more ? i : start,
        apposition: more ?? undefined,
      });
      return stop;
    }
    return null;
  }
  const hit = hits[i];
  const stop = hit?.entry.kind === 'person' ? Math.max(hit.end, runEnd(scene, line, i)) : runEnd(scene, line, i);
  if (stop === i) return null;
  if (hit?.entry.kind === 'person' || (stop - i >= 2 && !isOrganisation(scene, line, i, stop))) {
    const apposition = appositionAfter(line, stop);
    const before = appositionBefore(line, i, stop);
    const somewhere = hit?.entry.kind !== 'person' && placed(words, i);
    const evidence =
      hit?.entry.kind === 'person' ||
      before !== null ||
      (!somewhere &&
        (apposition?.title !== undefined ||
          (apposition === null && speaks(line, i, stop)) ||
          (apposition?.who === true && !apposition.organisation)));
    if (evidence && (!(apposition?.organisation === true) || before !== null)) {
      registerPerson(scene, line, {
        nameStart: i,
        nameEnd: stop,
        title: apposition?.title ?? before?.title ?? null,
        titleStart: apposition?.title?.start ?? i,
        apposition: apposition?.title ? apposition : (before ?? apposition ?? undefined),
      });
      return stop;
    }
  }
  // "a teacher in …, who gave only her first name, Milica, told": one word between commas.
  if (
    stop === i + 1 &&
    hit === null &&
    words[i - 1]?.text === ',' &&
    words[stop]?.text === ',' &&
    isSpeech(words[stop + 1])
  ) {
    const before = appositionBefore(line, i, stop);
    if (before !== null) {
      registerPerson(scene, line, {
        nameStart: i,
        nameEnd: stop,
        title: before.title ?? null,
        titleStart: i,
        apposition: before,
      });
      return stop;
    }
  }
  return null;
}

/** "Kosovo's chief negotiator, X, said", "the spokesman for the committee, X, said", "one of its lawmakers, X, told". */
function appositionBefore(line: Line, i: number, stop: number): Apposition | null {
  const { words } = line;
  if (words[i - 1]?.text !== ',' || !closes(words[stop])) return null;
  for (let k = i - 2; k >= line.from && i - k < 24; k--) {
    if (/^[.;:“”"()—–]$/.test(words[k]!.text) || line.quoted[k]) return null;
    const title = officeAt(words, k) ?? pluralOffice(words, k);
    if (title === null || title.office === 'address') continue;
    // Between the office and the comma only what belongs to it: "of …", "for …", "in …", "who …".
    const next = words[title.end]?.lower ?? '';
    if (title.end !== i - 1 && !/^(?:of|for|in|at|to|from|who|on|with)$/.test(next)) continue;
    const start = leftOf(line, k);
    return { title, start, end: i - 1 };
  }
  return null;
}

/** "one of its lawmakers". */
function pluralOffice(words: readonly Word[], k: number): Title | null {
  const w = words[k]!;
  if (!/[^s]s$|men$|women$/.test(w.lower)) return null;
  const one = words.slice(Math.max(0, k - 4), k).some((x, n, all) => x.lower === 'one' && all[n + 1]?.lower === 'of');
  if (!one) return null;
  const single = w.lower.replace(/men$/, 'man').replace(/s$/, '');
  return officeAt([{ ...w, lower: single, text: single }], 0) === null
    ? null
    : { start: k, end: k + 1, role: single, head: single, office: 'parliament', she: null };
}

const besideOf = (a: Apposition | null): Apposition | null =>
  a?.title !== undefined && a.title.office !== 'private' ? a : null;

const closes = (w: Word | undefined): boolean =>
  w === undefined || /^[,.;:)—–-]$/.test(w.text) || isSpeech(w) || /^['’]s$/.test(w.text);

/** End of a name from word `i`: a known person's, or a run of proper names. */
function runEnd(scene: Scene, line: Line, i: number, afterTitle = false): number {
  const hit = line.hits[i];
  const run = nameEnd(line, i, scene.common, afterTitle);
  const stop = hit?.entry.kind === 'person' && hit.start === i ? Math.max(hit.end, run) : run;
  return stop > i && /^(?:Jr|Sr|II|III|IV)$/.test(line.words[stop]?.text ?? '') ? stop + 1 : stop;
}

function placed(words: readonly Word[], i: number): boolean {
  const before = words[i - 1]?.lower ?? '';
  const at = before === 'the' ? i - 2 : i - 1;
  const prep = words[at]?.lower ?? '';
  if (prep === 'to' && words[at - 1]?.lower === 'according') return false;
  return /^(?:in|at|near|from|to|of|outside|around|across|through|into|over|off|on|along|towards?|between|under|via|north|south|east|west)$/.test(
    prep,
  );
}

function isOrganisation(scene: Scene, line: Line, i: number, stop: number): boolean {
  if (line.hits[i]?.entry.kind === 'person') return false;
  if (organisationNouns.has(line.words[i - 1]?.lower ?? '') && line.words[i - 1]!.lower !== 'party') return true;
  if (line.words[i - 1]?.lower === 'party' && line.hits[stop - 1] !== null) return true;
  const last = line.words[stop - 1]!.lower;
  if (notActors.has(last) && stop - i > 1) return true;
  if (organisationHeads.has(last)) return true;
  const org = organisationAt(line, i, scene.common);
  return org !== null && org.end >= stop;
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

/** Of offices that follow one another the last: "chief spokesman". */
function lastOffice(words: readonly Word[], k: number): Title | null {
  let title = officeAt(words, k);
  while (title !== null) {
    const next = officeAt(words, title.end);
    if (next === null || next.office === 'address' || next.office === 'rank') break;
    title = next;
  }
  return title;
}

interface Apposition {
  readonly title?: Title;
  readonly who?: boolean;
  readonly organisation?: boolean;
  readonly start: number;
  readonly end: number;
}

/** What stands between commas behind a name: ", spokesman for …," ", who leads …,". */
function appositionAfter(line: Line, stop: number): Apposition | null {
  const { words } = line;
  const mark = words[stop]?.text;
  if (mark !== ',' && mark !== '(' && mark !== '–' && mark !== '—') return null;
  let end = stop + 1;
  while (end < words.length && end - stop < 22 && !/^[,;:()“”"—–.]$/.test(words[end]!.text)) end++;
  const first = words[stop + 1]?.lower ?? '';
  if (
    /^(?:and|or|but|which|when|where|while|as|that|in|on|at|after|before|because|though|although|with|saying|adding|to)$/.test(
      first,
    )
  )
    return null;
  if (first === 'who' || first === 'whose') {
    const leads =
      /^(?:leads|heads|chairs|directs|commands|led|headed|chaired|runs|speaks|oversees|governs|represents)$/;
    const verb = words.slice(stop + 1, stop + 5).findIndex((w) => leads.test(w.lower));
    const title: Title = { start: stop + 1, end, role: 'head', head: 'head', office: 'state', she: null };
    return verb >= 0 ? { who: true, title, start: stop + 1, end } : { who: true, start: stop + 1, end };
  }
  for (let k = stop + 1; k < end; k++) {
    const title = lastOffice(words, k);
    if (title !== null && title.office !== 'address' && !(title.office === 'rank' && /^\p{Lu}/u.test(words[k]!.text))) {
      // "the opposition party whose leader …": what comes first counts.
      return { title, start: stop + 1, end };
    }
    if (isSpeech(words[k]) && k > stop + 1) break;
    if (/^(?:of|for|in|at|from|which|that|who)$/.test(words[k]!.lower)) break;
    if (organisationNouns.has(words[k]!.lower) && !/^['’]s?$/.test(words[k + 1]?.text ?? ''))
      return { organisation: true, start: stop + 1, end };
  }
  return null;
}

interface PersonPlace {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly title: Title | null;
  readonly titleStart: number;
  readonly apposition?: Apposition | undefined;
}

function registerPerson(scene: Scene, line: Line, place: PersonPlace): void {
  const { words } = line;
  const name = text(words, place.nameStart, place.nameEnd).replace(/\s+\./g, '.');
  const month = scene.article.published.slice(0, 7);
  const span = place.apposition ?? { start: leftOf(line, place.titleStart), end: place.nameStart };
  const own = ownersIn(scene, line, span.start, span.end);
  const holder = holderFor(scene, name, own.state ?? own.organisation, place.title?.role ?? null, month);
  let { state } = own;
  const office = place.title?.office ?? null;
  const stately = office === 'state' || office === 'rank' || office === 'parliament';
  if (state === null && own.organisation === null && holder === null && stately && !knownPerson(scene, name))
    state = placeState(scene, line, place.nameEnd) ?? contextState(scene, line, place.titleStart);
  const opposed =
    /opposition|exile|former|dissident/i.test(text(words, span.start, span.end)) ||
    /opposition/.test(place.title?.role ?? '');
  const organisation =
    own.organisation ??
    ledBy(scene, line, span.start) ??
    (own.state === null ? organisationInView(scene, line, span.start, span.end) : null);
  for (let k = place.nameStart; k < place.nameEnd; k++) if (line.hits[k]?.entry.kind !== 'person') line.hits[k] = null;
  const start = place.apposition ? titleLeft(line, place.nameStart) : span.start;
  const first = place.apposition ? start : firstOfTitle(line, span.start, place.titleStart);
  const draft = personDraft(scene.registry, {
    name,
    state: state ?? (holder && states.has(holder.state) && organisation === null ? holder.state : null),
    organisation,
    role: roleText(words, place) ?? holder?.role ?? null,
    office: office === 'address' ? null : office,
    she: place.title?.she ?? null,
    holder,
  });
  if (
    organisation === null &&
    ((office === 'parliament' && !/speaker/.test(draft.role ?? '')) || (opposed && holder === null))
  )
    draft.speaks_for = null;
  draft.names.add(text(words, first, place.nameEnd));
  scene.add({ line: line.index, start: first, end: place.nameEnd, draft, form: 'name' });
}

/** "the National Front, led by General X": the organisation before it. */
function ledBy(scene: Scene, line: Line, start: number): string | null {
  const { words } = line;
  if (
    words[start - 1]?.lower !== 'by' ||
    !/^(?:led|headed|chaired|commanded|founded|run)$/.test(words[start - 2]?.lower ?? '')
  )
    return null;
  const before = scene.found[line.index]!.filter((f) => f.end <= start && f.draft.kind === 'organisation');
  return before.at(-1)?.draft.id ?? null;
}

/** "one of its lawmakers", "a spokesman for the mission": the organisation that was spoken of before. */
function organisationInView(scene: Scene, line: Line, start: number, end: number): string | null {
  const its = line.words.slice(Math.max(0, start - 1), end).some((w) => w.lower === 'its');
  const noun = line.words
    .slice(start, end)
    .some(
      (w, k, all) =>
        /^(?:mission|force|group|movement|militia|bloc|alliance|party|coalition|organisation|organization|agency)$/.test(
          w.lower,
        ) && all[k - 1]?.lower === 'the',
    );
  if (!its && !noun) return null;
  for (let n = line.index; n >= 0 && n >= line.index - 3; n--) {
    const found = scene.found[n]!.filter(
      (f) =>
        f.draft.kind === 'organisation' &&
        !f.draft.media &&
        (f.draft.speaks_for === null || !states.has(f.draft.speaks_for)) &&
        (n < line.index || f.end <= start),
    );
    if (found.length > 0) return found[0]!.draft.id;
  }
  return null;
}

const knownPerson = (scene: Scene, name: string): boolean =>
  scene.registry.persons.some((p) => folded(p.canonical) === folded(name) && p.state !== null);

function roleText(words: readonly Word[], place: PersonPlace): string | null {
  if (!place.title || place.title.role === '') return null;
  if (place.title.role === 'head') return 'leader';
  const start = modifiersBefore(words, place.title.start);
  return words
    .slice(start, place.title.end)
    .map((w) => w.lower)
    .join(' ')
    .replace(/spokes(?:wo)?man/, 'spokesperson')
    .replace(/defense/, 'defence');
}

/** Who holds an office by that name: by the full name, or by the surname together with the state. */
function holderFor(scene: Scene, name: string, own: string | null, role: string | null, month: string) {
  const home = own?.split('/')[0] ?? null;
  const mine = (h: OfficeHolder): boolean => home === null || h.state === home || h.state === own;
  const full = scene.gazetteer
    .holdersNamed(name)
    .filter(mine)
    .sort((a, b) => Number(inOffice(b, month)) - Number(inOffice(a, month)));
  if (full.length > 0) return full[0]!;
  const tokens = folded(name).split(' ');
  const close = scene.gazetteer.holdersWith(tokens.at(-1)!).filter((h) => {
    if (!mine(h) || !inOffice(h, month)) return false;
    const whole = folded(h.name).split(' ');
    return tokens.every((t) => whole.includes(t)) && (tokens.length > 1 || home !== null || sameOffice(h.role, role));
  });
  return close.length === 1 ? close[0]! : null;
}

const sameOffice = (a: string, b: string | null): boolean => b !== null && (a === b || a.endsWith(b) || b.endsWith(a));

/** Leftmost word of a noun phrase that ends before `i`: its owners, adjectives and modifiers. */
function leftOf(line: Line, i: number): number {
  const { words, hits } = line;
  let k = i;
  while (k > line.from && i - k < 14) {
    const w = words[k - 1]!;
    const hit = hits[k - 1];
    if (hit) k = hit.start;
    else if (/^['’]s?$/.test(w.text) || /^(?:of|for|to|the|and)$/.test(w.lower)) {
      // "a spokesman for the …" goes on only over nouns.
      if (/^(?:to|and)$/.test(w.lower)) break;
      if (w.lower === 'the' && !/^(?:of|for)$/.test(words[k - 2]?.lower ?? '')) break;
      k--;
    } else if ((['NOUN', 'ADJ', 'PROPN'].includes(w.pos) || officeAt(words, k - 1) !== null) && !isSpeech(w)) k--;
    else break;
  }
  while (k < i && /^(?:of|for|to|the|and|['’]s?)$/.test(words[k]!.lower)) k++;
  return k;
}

/** Where a person's mention begins: at the first owner or modifier directly before the title. */
function firstOfTitle(line: Line, left: number, title: number): number {
  const { words, hits } = line;
  let k = title;
  while (k > left) {
    const hit = hits[k - 1];
    const w = words[k - 1]!;
    if (
      hit &&
      (hit.entry.kind === 'demonym' ||
        hit.entry.kind === 'state' ||
        hit.entry.kind === 'organisation' ||
        hit.entry.kind === 'capital')
    )
      k = hit.start;
    else if (
      portfolios.has(w.lower) ||
      /^(?:deputy|vice|former|special|chief|prime|supreme|presidential|acting|interim|ministry|house|department)$/.test(
        w.lower,
      )
    )
      k--;
    else break;
  }
  // A possessive owner is an actor of its own: "Taiwan's President".
  if (/^['’]s?$/.test(words[title - 1]?.text ?? '')) return title;
  return k;
}

const titleLeft = (line: Line, i: number): number => {
  let k = i;
  while (k > line.from && officeAt(line.words, k - 1) !== null && /^\p{Lu}/u.test(line.words[k - 1]!.text)) k--;
  return k;
};

export interface Owners {
  readonly state: string | null;
  readonly organisation: string | null;
}

/** State and organisation that a stretch of words names, the one nearest to its end first. */
export function ownersIn(scene: Scene, line: Line, start: number, end: number): Owners {
  let state: string | null = null;
  let organisation: string | null = null;
  for (const f of scene.found[line.index]!) {
    if (f.start < start || f.end > end || f.draft.kind === 'person' || f.draft.media) continue;
    if (f.draft.kind === 'state') state ??= f.draft.id;
    else {
      organisation ??= f.draft.id;
      state ??= f.draft.state;
    }
  }
  for (let k = end - 1; k >= start; k--) {
    const hit = line.hits[k];
    if (!hit || hit.entry.kind === 'person' || hit.entry.kind === 'media' || hit.entry.kind === 'platform') continue;
    const { entry } = hit;
    if (entry.kind === 'organisation' && entry.body?.bloc !== true && entry.id.includes('/')) {
      organisation ??= entry.id;
      state ??= entry.id.split('/')[0]!;
    } else if (entry.kind === 'organisation' || (entry.kind === 'capital' && entry.body)) organisation ??= entry.id;
    else if (!hit.place) state ??= entry.id;
    k = hit.start;
  }
  for (let k = start; k < end && organisation === null; k++) {
    const org = organisationAt(line, k, scene.common);
    if (org && org.end <= end) {
      const id = organisationId(scene, line, org.name, org.end, org.state ?? state, org.head);
      const home = id !== null && id.includes('/') && states.has(id.split('/')[0]!) ? id.split('/')[0]! : null;
      state ??= org.state ?? home;
      // A ministry is the state's own voice; a body of a state that nobody has named is no organisation yet.
      if (id !== null && !/^(?:ministry|department)$/.test(org.head) && (home !== null || !stateBody(org.head)))
        organisation = id;
      k = org.end;
    }
  }
  for (let k = start; k < end && state === null && organisation === null; k++) {
    // "Indian-administered Kashmir".
    const m = /^(\p{Lu}[\p{L}]+)[-‑](?:administered|controlled|held|run|ruled|governed|occupied)$/u.exec(
      line.words[k]!.text,
    );
    const entry = m ? scene.gazetteer.at([{ ...line.words[k]!, text: m[1]! }], 0)?.entry : undefined;
    if (entry && /^(?:state|demonym)$/.test(entry.kind)) state = entry.id;
  }
  return { state, organisation };
}

/** "…, X said in Cairo": the capital tells whose minister X is. */
function placeState(scene: Scene, line: Line, from: number): string | null {
  void scene;
  for (let k = from; k < line.words.length && k < from + 14; k++) {
    const hit = line.hits[k];
    if (hit?.place && hit.entry.body === undefined) return hit.entry.id;
    if (/^[.;“”"]$/.test(line.words[k]!.text)) break;
  }
  return null;
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
      // An adjective counts as much as a name where it opens the subject: "Russian border guards removed …".
      if (hit.entry.kind === 'demonym' && (verb || adjective !== null)) adjective ??= id;
      else if (hit.entry.kind === 'demonym') adjective = id;
      else if (adjective === null || !verb) return id;
      else return adjective;
    }
    k = hit.end - 1;
  }
  return adjective;
}

function organisationNamed(scene: Scene, line: Line, i: number): number | null {
  const { words, hits } = line;
  const hit = hits[i];
  if (hit?.start === i && hit.entry.kind === 'organisation') {
    const longer = organisationAt(line, i, scene.common);
    if (!(longer && longer.end > hit.end)) {
      if (hit.entry.body?.weak && !mentionsState(scene, hit.entry.id.split('/')[0]!)) return null;
      scene.add({
        line: line.index,
        start: i,
        end: hit.end,
        draft: bodyDraft(scene, hit.entry.id, hit.entry.name),
        form: 'name',
      });
      return hit.end;
    }
  }
  const org = organisationAt(line, i, scene.common);
  if (hit?.start === i && (hit.entry.kind === 'demonym' || hit.entry.kind === 'state') && org !== null) {
    // "US State Department": the body is known by its own name.
    const inner = hits[hit.end];
    if (inner?.entry.kind === 'organisation' && inner.start === hit.end && inner.end >= org.end) return null;
  }
  if (org !== null) {
    // "Foreign Ministry spokeswoman Maria …": the body belongs to the person's title.
    const state = org.state ?? (stateBody(org.head) ? contextState(scene, line, i) : null);
    const id = organisationId(scene, line, org.name, org.end, state, org.head);
    if (id !== null) {
      const shown = text(words, org.name, org.end);
      const fresh = !scene.registry.byId.has(id);
      const draft = organisationDraft(scene, id, shown, stateBody(org.head) ? state : org.state, org.head);
      // "a spokesman for the Foreign Ministry": the ministry is but part of his title.
      const part =
        /^(?:ministry|department)$/.test(org.head) &&
        /^(?:for|of|at)$/.test(words[i - 2]?.lower ?? '') &&
        officeAt(words, i - 3) !== null;
      if (fresh) draft.counts = !part;
      else if (!part) draft.counts = true;
      draft.names.add(text(words, org.start, org.end));
      const title = officeAt(words, org.end);
      if (title === null || runEnd(scene, line, title.end, true) === title.end)
        scene.add({ line: line.index, start: org.start, end: org.end, draft, form: 'name' });
      return org.end;
    }
  }
  const stop = runEnd(scene, line, i);
  if (stop > i && hits[i] === null) {
    const apposition = appositionAfter(line, stop);
    const before = words[i - 1]?.lower ?? '';
    const introduced =
      organisationNouns.has(before) || (words[i - 1]?.text === ',' && organisationNouns.has(words[i - 2]?.lower ?? ''));
    const acronym = stop === i + 1 && /^\p{Lu}[\p{Lu}\d-]{2,}s?$/u.test(words[i]!.text) && speaks(line, i, stop);
    if (mediaHeads.has(before) || mediaHeads.has(words[stop]?.lower ?? '')) return null;
    if (!introduced && !acronym && (placed(words, i) || words[i - 1]?.lower === 'and')) return null;
    if (introduced || apposition?.organisation === true || acronym) {
      // "the opposition party Vente Venezuela": the state closes the name.
      const after = hits[stop];
      const end = introduced && after?.entry.kind === 'state' && after.start === stop ? after.end : stop;
      const shown = text(words, i, end);
      const initials = acronym ? byInitials(scene, shown) : null;
      const party = before === 'party' || /party/.test(text(words, stop, Math.min(words.length, stop + 8)));
      const draft = initials ?? organisationDraft(scene, slugOf(shown), shown, null, party ? 'party' : before);
      draft.names.add(shown);
      if (introduced) draft.names.add(text(words, Math.max(0, i - 2), end));
      scene.add({ line: line.index, start: i, end, draft, form: 'name' });
      return end;
    }
  }
  return null;
}

const mentionsState = (scene: Scene, state: string): boolean => scene.mentioned.has(state);

function byInitials(scene: Scene, acronym: string): Draft | null {
  for (const d of scene.registry.byId.values())
    if (d.kind === 'organisation')
      for (const n of d.names) {
        const initials = [...n.matchAll(/(?:^|[\s-])(\p{Lu})/gu)].map((m) => m[1]).join('');
        if (initials === acronym) return d;
      }
  return null;
}

/** Bodies of a state, which need to be told whose they are. */
export const stateBody = (head: string): boolean =>
  /^(?:ministry|department|army|force|forces|guard|guards|fleet|navy|corps|command|council|committee|office|board|staff|police|region|agency|authority|authorities|parliament|senate|congress|assembly|bureau|directorate|secretariat|administration|government|service|services|commission|cabinet|duma|chiefs|inspectorate|embassy|consulate|ombudsman|brigade|division|regiment|battalion|squadron|patrol)$/.test(
    head,
  );

const ministryNames: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:foreign|external) (?:affairs|ministry|relations|office|department)|ministry (?:of|for) (?:foreign|external)/,
    'mfa',
  ],
  [
    /\bdefen[cs]e (?:ministry|department)|ministry (?:of|for) (?:national )?defen[cs]e|war (?:ministry|department)/,
    'mod',
  ],
];

export function organisationId(
  scene: Scene,
  line: Line,
  start: number,
  end: number,
  state: string | null,
  head: string,
): string | null {
  const shown = text(line.words, start, end);
  const lower = folded(shown);
  if (/ministry|department/.test(lower) && state !== null) {
    for (const [pattern, slug] of ministryNames) if (pattern.test(lower)) return `${state}/${slug}`;
    const portfolio = lower.replace(/\b(?:ministry|department|of|for|the|and|federal|national)\b/g, ' ').trim();
    return `${state}/${slugOf(portfolio)}-ministry`;
  }
  for (const b of bodiesByName.get(lower) ?? [])
    if ((state === null || !b.id.includes('/') || b.id.startsWith(`${state}/`)) && !b.weak) return b.id;
  for (const d of scene.registry.byId.values())
    if (
      d.kind === 'organisation' &&
      [...d.names].some((n) => folded(n) === lower) &&
      (state === null || d.state === null || d.state === state)
    )
      return d.id;
  if (state !== null && stateBody(head)) return `${state}/${slugOf(shown)}`;
  return slugOf(shown);
}

export function bodyDraft(scene: Scene, id: string, name: string): Draft {
  const body = knownBodies.get(id);
  const draft = draftOf(scene.registry, id, () => {
    const home = id.includes('/') ? id.split('/')[0]! : null;
    return {
      canonical: body?.names[0] ?? name,
      kind: 'organisation',
      role: body?.role ?? null,
      state: body?.state ?? (home !== null && states.has(home) ? home : null),
      speaks_for: body?.speaks_for ?? home,
      counts: body?.region !== true,
      names: new Set(),
    };
  });
  draft.names.add(name);
  return draft;
}

function organisationDraft(scene: Scene, id: string, name: string, state: string | null, head: string): Draft {
  if (knownBodies.has(id)) return bodyDraft(scene, id, name);
  const own = id.includes('/') && states.has(id.split('/')[0]!) ? id.split('/')[0]! : null;
  const draft = draftOf(scene.registry, id, () => ({
    canonical: name,
    kind: 'organisation',
    role: roleOfHead(head),
    state: own ?? state,
    speaks_for: own,
  }));
  draft.names.add(name);
  const adjective = states.get(own ?? '')?.demonyms[0];
  if (adjective !== undefined) draft.names.add(`${adjective} ${name}`);
  return draft;
}

function roleOfHead(head: string): string | null {
  if (/^(?:ministry|department)$/.test(head)) return 'ministry';
  if (/^(?:army|force|forces|guard|guards|fleet|navy|corps|command|staff|brigade|region|military|chiefs)$/.test(head))
    return 'armed forces';
  if (head === 'party') return 'party';
  if (/^(?:parliament|senate|congress|assembly)$/.test(head)) return 'parliament';
  return head === '' ? null : head;
}

function mediaAt(scene: Scene, line: Line, i: number): number | null {
  const { words, hits } = line;
  const hit = hits[i];
  if (hit?.entry.kind === 'media' && hit.start === i) {
    let end = hit.end;
    while (mediaHeads.has(words[end]?.lower ?? '')) end++;
    if (!mediaContext(words, i, end, hit.entry.name)) return hit.end;
    const name = text(words, i, end);
    const draft = mediaDraft(scene, hit.entry.id, hit.entry.name);
    draft.names.add(name);
    scene.add({ line: line.index, start: i, end, draft, form: 'name' });
    return end;
  }
  if (hit) return null;
  const stop = runEnd(scene, line, i);
  if (stop === i) return null;
  const before = words[i - 1]?.lower ?? '';
  const last = words[stop - 1]!.lower;
  const outlet = ofOutlet(scene, line, i, stop);
  const told = /^(?:told|tells|telling)$/.test(before === 'the' ? (words[i - 2]?.lower ?? '') : before);
  const toldBare =
    told &&
    /^(?:that|in|on|,|\.|this|late|by|after|before)$/.test(words[stop]?.lower ?? '') &&
    !scene.registry.persons.some((p) =>
      folded(p.canonical)
        .split(' ')
        .includes(folded(words[stop - 1]!.text)),
    );
  const headed = (mediaHeads.has(last) && stop - i > 1) || mediaHeads.has(words[stop]?.lower ?? '');
  if (
    mediaHeads.has(before) ||
    outlet ||
    toldBare ||
    (headed && (told || speaks(line, i, stop) || /^(?:by|to|with|in|on|daily|the)$/.test(before)))
  ) {
    let end = stop;
    while (mediaHeads.has(words[end]?.lower ?? '')) end++;
    const draft = mediaDraft(scene, slugOf(text(words, i, stop)), text(words, i, stop));
    draft.names.add(text(words, i, end));
    scene.add({ line: line.index, start: i, end, draft, form: 'name' });
    return end;
  }
  return null;
}

/** A short word of the outlet's own name: "told the Ledger". */
function ofOutlet(scene: Scene, line: Line, i: number, stop: number): boolean {
  const outlet = folded(scene.article.outlet.replace(/\(.*\)/, ''));
  const shown = folded(text(line.words, i, stop));
  const before = line.words[i - 1]?.lower ?? '';
  return (
    shown.length > 3 &&
    ` ${outlet} `.includes(` ${shown} `) &&
    (/^told|^tells/.test(before) || (before === 'the' && /^told|^tells/.test(line.words[i - 2]?.lower ?? '')))
  );
}

function mediaContext(words: readonly Word[], start: number, end: number, name: string): boolean {
  const before = words[start - 1]?.lower ?? '';
  const two = words[start - 2]?.lower ?? '';
  if (end - start > 1 || /^\p{Lu}{3,}$/u.test(name)) return true;
  if (
    mediaHeads.has(words[end - 1]?.lower ?? '') ||
    mediaHeads.has(before) ||
    before === 'agency' ||
    before === 'newspaper'
  )
    return true;
  if (/^(?:told|tells|telling|by|citing|quoting|via)$/.test(before) || (before === 'to' && two === 'according'))
    return true;
  if (before === 'the' && /^(?:told|telling|by|to|citing)$/.test(two)) return true;
  return isSpeech(words[end]) || (words[end]?.text === ',' && isSpeech(words[end + 1]));
}

function mediaDraft(scene: Scene, id: string, name: string): Draft {
  const draft = draftOf(scene.registry, id, () => ({
    canonical: name,
    kind: 'organisation',
    role: 'media',
    media: true,
  }));
  draft.names.add(name);
  return draft;
}

/** "Cambodia's defence ministry", "its foreign ministry", "the Thai army": bodies that are not written as names. */
function bodiesInSmallLetters(scene: Scene, line: Line): void {
  const { words } = line;
  for (let i = line.from; i < words.length; i++) {
    if (scene.taken(line.index, i, i + 1)) continue;
    const ministry = ministryAt(words, i);
    const force = ministry === null ? forceAt(words, i) : null;
    const end = ministry ?? force;
    if (end === null) continue;
    const owner = ownerBefore(scene, line, i);
    const behind = words[end]?.lower === 'in' && line.hits[end + 1] ? line.hits[end + 1]! : null;
    const says = speaks(line, owner?.start ?? i, end) || (behind !== null && speaks(line, i, behind.end));
    const acts = owner !== null && /^(?:VERB|AUX)$/.test(words[end]?.pos ?? '');
    if (
      ministry === null &&
      !says &&
      !acts &&
      !(owner !== null && /^(?:army|navy|military|air force)$/.test(text(words, i, end)) && !placed(words, owner.start))
    )
      continue;
    const there = behind !== null && states.has(behind.entry.id) ? behind.entry.id : null;
    const state = owner?.state ?? there ?? contextState(scene, line, i);
    if (state === null) continue;
    const title = officeAt(words, end);
    const name = text(words, i, end);
    const id = ministry === null ? forceId(scene, state, name) : organisationId(scene, line, i, end, state, 'ministry');
    if (id === null) continue;
    if (title !== null && (runEnd(scene, line, title.end, true) > title.end || ministry === null)) continue;
    if (sourceHeads.has(words[end]?.lower ?? '')) continue;
    const draft = states.has(state)
      ? organisationDraft(scene, id, name, state, ministry === null ? 'force' : 'ministry')
      : bodyDraft(scene, id, name);
    draft.names.add(text(words, owner?.start ?? i, end));
    if (owner && owner.pronoun) draft.names.add(`${words[i - 1]!.text} ${name}`);
    scene.add({ line: line.index, start: owner?.start ?? i, end, draft, form: owner ? 'name' : 'role' });
  }
}

function forceId(scene: Scene, state: string, name: string): string {
  for (const d of scene.registry.byId.values())
    if (
      d.kind === 'organisation' &&
      d.state === state &&
      d.role === 'armed forces' &&
      /^(?:military|army|armed forces)$/.test(name) &&
      /force|army|military|idf|pla|kpa/i.test(d.canonical + d.id)
    )
      return d.id;
  return `${state}/${slugOf(name)}`;
}

function ministryAt(words: readonly Word[], i: number): number | null {
  let k = i;
  while (portfolios.has(words[k]?.lower ?? '') && k - i < 3) k++;
  if (k > i && /^(?:ministry|department)$/.test(words[k]?.lower ?? '')) return k + 1;
  if (/^ministry$/.test(words[i]?.lower ?? '') && /^(?:of|for)$/.test(words[i + 1]?.lower ?? '')) {
    let e = i + 2;
    while (portfolios.has(words[e]?.lower ?? '')) e++;
    if (e > i + 2) return e;
  }
  return null;
}

function forceAt(words: readonly Word[], i: number): number | null {
  for (const f of forces) if (f.every((t, k) => words[i + k]?.lower === t)) return i + f.length;
  return null;
}

interface OwnerBefore {
  readonly start: number;
  readonly state: string;
  readonly pronoun: boolean;
}

/** The state whose body stands at word `i`: "Thai army", "Lebanon's Health Ministry", "its foreign ministry". */
function ownerBefore(scene: Scene, line: Line, i: number): OwnerBefore | null {
  const { words, hits } = line;
  let k = i - 1;
  while (k > line.from && i - k < 3 && hits[k] === null && words[k]!.pos === 'ADJ') k--;
  if (/^['’]s?$/.test(words[k]?.text ?? '')) k--;
  else if (words[k]?.lower === 'its' || words[k]?.lower === 'their') {
    const state = contextState(scene, line, k);
    return state === null ? null : { start: i, state, pronoun: true };
  }
  const hit = hits[k];
  if (!hit || !/^(?:state|demonym|weak|capital)$/.test(hit.entry.kind) || hit.entry.body) return null;
  return { start: hit.start, state: hit.entry.id, pronoun: false };
}

/** Mentions of states, parties and blocs that are not inside another mention. */
function statesIn(scene: Scene, line: Line): void {
  for (let i = line.from; i < line.words.length; i++) {
    const hit = line.hits[i];
    if (!hit || hit.start !== i) continue;
    const { entry } = hit;
    i = hit.end - 1;
    if (!/^(?:state|demonym|capital|weak)$/.test(entry.kind)) continue;
    if (hit.place || scene.taken(line.index, hit.start, hit.end)) continue;
    if (entry.kind === 'weak' && !mentionsNamed(scene, entry.id)) continue;
    if (entry.body) {
      if (entry.id === 'EU' && capitalOfMember(scene)) continue;
      scene.add({
        line: line.index,
        start: hit.start,
        end: hit.end,
        draft: bodyDraft(scene, entry.id, entry.name),
        form: 'capital',
      });
      continue;
    }
    if (entry.kind === 'capital' && !mentionsNamed(scene, entry.id) && !acts(line, hit)) continue;
    const draft = stateDraft(scene.registry, entry.id);
    draft.names.add(text(line.words, hit.start, hit.end));
    const form = entry.kind === 'demonym' ? 'demonym' : entry.kind === 'capital' ? 'capital' : 'name';
    scene.add({ line: line.index, start: hit.start, end: hit.end, draft, form });
  }
}

/** A capital whose state is named nowhere counts only where it does something. */
function acts(line: Line, hit: Hit): boolean {
  const after = line.words[hit.end];
  const pos = after?.pos ?? '';
  return (
    pos === 'VERB' ||
    pos === 'AUX' ||
    isSpeech(after) ||
    (/^['’]s$/.test(after?.text ?? '') && !placed(line.words, hit.start))
  );
}

const mentionsNamed = (scene: Scene, state: string): boolean => scene.named.has(state);

/** Brussels is Belgium's only where Belgium is in the text. */
const capitalOfMember = (scene: Scene): boolean => mentionsNamed(scene, 'BEL') && !scene.registry.byId.has('EU');

const speaksFor = (scene: Scene, d: Draft): boolean =>
  [...scene.registry.byId.values()].some((p) => p.story && p.speaks_for === d.id);

function principal(scene: Scene, id: string): Draft | null {
  if (states.has(id)) {
    const draft = stateDraft(scene.registry, id);
    draft.names.add(draft.canonical);
    return draft;
  }
  return knownBodies.has(id)
    ? bodyDraft(scene, id, knownBodies.get(id)!.names[0]!)
    : (scene.registry.byId.get(id) ?? null);
}

/** Of mentions that overlap, the one that begins first, and of those the longer. */
function apart(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const f of [...found].sort((a, b) => a.start - b.start || b.end - a.end))
    if (f.start >= (kept.at(-1)?.end ?? 0)) kept.push(f);
  return kept;
}

function finished(scene: Scene): ActorsRead {
  const mentions: Mention[] = [];
  for (const line of scene.lines)
    for (const f of line.story ? apart(scene.found[line.index]!) : []) {
      const mention: Mention = {
        start: line.words[f.start]!.start,
        end: line.words[f.end - 1]!.end,
        sentence: line.index,
        actor: f.draft.id,
        form: f.form,
      };
      mentions.push(mention);
      f.draft.mentions.push(mention);
      f.draft.story = true;
    }
  const drafts = [...scene.registry.byId.values()].filter((d) => d.story && (d.counts || speaksFor(scene, d)));
  // Whom somebody speaks for is an actor too, though only titles name it: "NATO Secretary General X".
  for (const p of [...drafts]) {
    const own =
      p.kind !== 'person' || p.speaks_for === null || drafts.some((d) => d.id === p.speaks_for)
        ? null
        : principal(scene, p.speaks_for);
    if (own !== null && !drafts.includes(own)) drafts.push(own);
  }
  const kept = new Set(drafts.map((d) => d.id));
  return { actors: drafts.map(readActorOf), mentions: mentions.filter((m) => kept.has(m.actor)) };
}

export type { Hit };
export { opens };
