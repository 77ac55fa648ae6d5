// A sentence's words → what its capitals may name: known names of the world, runs of proper names, organisations by their head noun.
import type { ReadSentence, Word } from './document.ts';
import type { Entry, Gazetteer } from './gazetteer.ts';
import {
  calendar,
  functionWords,
  honorifics,
  initialWords,
  mediaHeads,
  notActors,
  officeAt,
  officeWord,
  organisationHeads,
  organisationLeads,
  particles,
  ranks,
} from './titles.ts';

export interface Hit {
  /** Word indices, end behind the last. */
  readonly start: number;
  readonly end: number;
  readonly entry: Entry;
  /** A capital after "in", "at", "near" …: a place, not a government. */
  readonly place: boolean;
}

/** One sentence with what is known of its words. */
export interface Line {
  readonly index: number;
  readonly sentence: ReadSentence;
  readonly words: readonly Word[];
  /** First word behind the dateline. */
  readonly from: number;
  /** By word index; the same hit at each of its words. */
  readonly hits: (Hit | null)[];
  /** Inside quotation marks, by word index. */
  readonly quoted: readonly boolean[];
  /** Not in a zone. */
  readonly story: boolean;
}

const locative = new Set(
  'in at near from outside around across through via inside toward towards into over reached visit visiting visited leave left'.split(
    ' ',
  ),
);
const strictlyLocative = new Set('in at near outside around inside through via into'.split(' '));
const geographyBefore = new Set(['sea', 'gulf', 'strait', 'bay', 'lake', 'mount', 'port', 'new', 'cape']);
const dateline =
  /^(?:\p{Lu}[\p{Lu}'’.-]+(?:[ /]\p{Lu}[\p{Lu}'’.-]+){0,4})(?:, ?[\p{L}. ]{2,25})?(?:, ?\p{L}{3,9}\.? \d{1,2})?(?:,? ?\d{4})?\s*(?:\([^()]{2,40}\))?\s*(?:[-–—]{1,2}|:)\s/u;

export function lineOf(
  sentence: ReadSentence,
  index: number,
  text: string,
  quoted: boolean[],
  gazetteer: Gazetteer,
): Line {
  const { words } = sentence;
  const head = dateline.exec(text.slice(0, 120))?.[0].length ?? 0;
  const from =
    head === 0
      ? 0
      : Math.max(
          0,
          words.findIndex((w) => w.start >= sentence.start + head),
        );
  const hits: (Hit | null)[] = words.map(() => null);
  for (let i = from; i < words.length; i++) {
    const found = gazetteer.at(words, i);
    if (found === null || !stands(words, i, found.length, found.entry)) continue;
    const before = words[i - 1]?.lower ?? '';
    const prep = before === 'the' ? (words[i - 2]?.lower ?? '') : before;
    const place =
      found.entry.kind === 'capital' && (strictlyLocative.has(prep) || (locative.has(prep) && prep !== 'from'));
    const hit: Hit = { start: i, end: i + found.length, entry: found.entry, place };
    for (let k = i; k < hit.end; k++) hits[k] = hit;
    i = hit.end - 1;
  }
  return { index, sentence, words, from, hits, quoted, story: sentence.zone === null };
}

/** Not "Sea of Japan", "New Mexico", "Taiwan Strait", "Jordan River", "US-backed". */
function stands(words: readonly Word[], i: number, length: number, entry: Entry): boolean {
  const after = words[i + length];
  const before = words[i - 1];
  if (entry.kind === 'state' || entry.kind === 'demonym' || entry.kind === 'capital') {
    const land =
      entry.kind === 'demonym'
        ? /^(?:sea|ocean|gulf|islands?)$/.test(after?.lower ?? '')
        : geography(after?.lower ?? '');
    if (after !== undefined && /^\p{Lu}/u.test(after.text) && land) return false;
    if (before?.lower === 'of' && geographyBefore.has(words[i - 2]?.lower ?? '') && /^\p{Lu}/u.test(words[i - 2]!.text))
      return false;
    if (before !== undefined && /^(?:New|Lake|Mount|Port|Cape|Gulf|Little)$/.test(before.text)) return false;
  }
  // "the Geneva talks", "the Minsk agreement" are events.
  if (entry.kind === 'capital' && after !== undefined && events.test(after.lower)) return false;
  if (
    /^(?:weak|media)$/.test(entry.kind) &&
    after !== undefined &&
    /^\p{Lu}/u.test(after.text) &&
    !mediaHeads.has(after.lower) &&
    !calendar.has(after.lower)
  )
    return false;
  if (entry.kind === 'weak' && /^(?:the)$/.test(words[i]!.lower) && ['of'].includes(after?.lower ?? '')) return false;
  return true;
}

const events =
  /^(?:agreements?|accords?|deal|talks|summit|process|conference|declaration|protocol|pact|treaty|format|formula|memorandum|plan|framework|round|meeting|school|university|stock|bourse|airport)$/;

const geography = (lower: string): boolean =>
  notActors.has(lower) &&
  !/^(?:war|wars|statement|plan|house|summit|operation|crisis|standoff|border|port|base|law)$/.test(lower);

/** Does a word open its sentence or a quotation? Its capital then says nothing. */
export function opens(line: Line, i: number): boolean {
  let k = i - 1;
  while (k >= line.from && /^["“‘'(—–-]$/.test(line.words[k]!.text)) k--;
  return k < line.from || (k < i - 1 && /[,:.!?]/.test(line.words[k]!.text)) || line.words[k]!.text === ':';
}

/** A capitalised word that may be part of a proper name. */
export function proper(line: Line, i: number, common: ReadonlySet<string>): boolean {
  const w = line.words[i];
  if (w === undefined || !/^\p{Lu}/u.test(w.text)) return false;
  const hit = line.hits[i];
  if (hit !== null && hit !== undefined) return false;
  if (functionWords.has(w.lower) || calendar.has(w.lower)) return false;
  if (opens(line, i)) {
    const next = line.words[i + 1];
    const named = next !== undefined && /^\p{Lu}/u.test(next.text) && !functionWords.has(next.lower);
    if (common.has(w.lower) || initialWords.has(w.lower)) return false;
    if (w.pos !== 'PROPN' && !named) return false;
    if (['DET', 'PRON', 'ADP', 'SCONJ', 'CCONJ', 'AUX'].includes(w.pos) && !named) return false;
  }
  return true;
}

/** End of the run of proper names from word `i` (particles and initials inside it), or `i` when there is none. */
export function nameEnd(line: Line, i: number, common: ReadonlySet<string>, afterTitle = false): number {
  const { words, hits } = line;
  let k = i;
  const firstHit = hits[i];
  if (
    afterTitle &&
    firstHit &&
    firstHit.end === i + 1 &&
    firstHit.entry.kind !== 'person' &&
    proper(line, i + 1, common)
  )
    k++;
  while (k < words.length && k - i < 7) {
    const w = words[k]!;
    if (proper(line, k, common) && (k === i || !officeAt(words, k) || !officeWord(w))) {
      if (k > i && (ranks.has(w.lower) || honorifics.has(w.lower)) && !afterTitle) break;
      k++;
      if (words[k]?.text === '.' && w.text.length === 1) k++;
    } else if (k > i && k - i < 3 && surnameLike(line, k)) {
      // "Nattapon Rome": a city's or state's name that closes a person's.
      k = hits[k]!.end;
    } else if (
      (particles.has(w.lower) ||
        (k > i &&
          hits[k] !== null &&
          hits[k]!.entry.kind === 'state' &&
          words[k + 1] &&
          proper(line, k + 1, common))) &&
      k > i &&
      (proper(line, k + 1, common) || (particles.has(words[k + 1]?.lower ?? '') && proper(line, k + 2, common)))
    )
      k++;
    else break;
  }
  return k;
}

/** A single word that names a place elsewhere, right behind a name and before a comma: part of that name. */
function surnameLike(line: Line, k: number): boolean {
  const hit = line.hits[k];
  if (!hit || hit.end !== k + 1 || !/^(?:capital|state)$/.test(hit.entry.kind) || hit.entry.body) return false;
  return line.words[k + 1]?.text === ',' && !line.words[k - 1]!.lower.endsWith("'s");
}

export interface OrganisationRun {
  readonly start: number;
  readonly end: number;
  /** First word of the name itself, behind a possessive state. */
  readonly name: number;
  readonly state: string | null;
  readonly head: string;
}

/** An organisation named by its head noun, from word `i`: "Ghana Defence Force", "Ministry of Health", "Institute for Ocean Studies". */
export function organisationAt(line: Line, i: number, common: ReadonlySet<string>): OrganisationRun | null {
  const { words, hits } = line;
  const capital = (k: number): boolean => {
    const w = words[k];
    if (w === undefined || !/^\p{Lu}/u.test(w.text)) return false;
    if (functionWords.has(w.lower) && !(organisationHeads.has(w.lower) && k > i)) return false;
    if (calendar.has(w.lower)) return false;
    return !(k === i && opens(line, k) && common.has(w.lower) && hits[k] === null) && hits[k]?.entry.kind !== 'person';
  };
  if (!capital(i) || (officeWord(words[i]) && words[i]!.lower !== 'general')) return null;
  let k = i;
  let state: string | null = null;
  let name = i;
  let headAt = -1;
  let content = 0;
  while (k < words.length && k - i < 12) {
    const w = words[k]!;
    const hit = hits[k];
    if (hit && k === i && (hit.entry.kind === 'media' || hit.entry.kind === 'platform')) break;
    if (capital(k)) {
      if (officeWord(w) && !organisationHeads.has(w.lower) && w.lower !== 'general' && w.lower !== 'chief') break;
      if (hit && (hit.entry.kind === 'state' || hit.entry.kind === 'demonym')) {
        state ??= hit.entry.id;
        k = hit.end - 1;
        if (hit.entry.kind === 'demonym' && hit.start === i) name = hit.end;
      } else {
        content++;
        if (organisationHeads.has(w.lower) && !notActors.has(w.lower)) headAt = k;
      }
      k++;
    } else if (/^['’]s?$/.test(w.text) && capital(k + 1)) {
      // "Ghana's Defence Force": the owner is not part of the name, unless it is no state ("People's Liberation Army").
      const owner = hits[k - 1];
      if (owner && (owner.entry.kind === 'state' || owner.entry.kind === 'capital')) {
        if (headAt >= 0) break;
        name = k + 1;
        content = 0;
        state = owner.entry.id;
      }
      k++;
    } else if (
      (w.lower === 'of' ||
        w.lower === 'for' ||
        w.lower === 'and' ||
        (w.lower === 'the' && k > i && words[k - 1]!.lower === 'of')) &&
      k > i &&
      (capital(k + 1) || (words[k + 1]?.lower === 'the' && capital(k + 2))) &&
      (w.lower !== 'and' || headAt < 0 || organisationLeads.has(words[headAt]!.lower))
    ) {
      if (w.lower === 'of' || w.lower === 'for') {
        // Only a leading noun takes a complement: "Ministry of", not "Party of Kosovo".
        const lead = words[k - 1]!.lower;
        if (!organisationLeads.has(lead) && !organisationHeads.has(lead)) break;
        if (headAt === k - 1 && !organisationLeads.has(lead) && !organisationHeads.has(words[k + 1]?.lower ?? ''))
          break;
      }
      k++;
    } else break;
  }
  if (headAt < 0) return null;
  // "Syrian Army": nothing but the head would be left of the name.
  if (name > i && headAt === name && !organisationLeads.has(words[headAt]!.lower)) name = i;
  const lead = words[name]!.lower;
  const end =
    organisationLeads.has(lead) && headAt === name
      ? trimEnd(words, k)
      : Math.max(headAt + 1, afterOf(words, headAt, k));
  if (end - name < 2 || content < 1) return null;
  // "Association of Serb-majority municipalities": the name goes on in small letters and is none; "Air Force One" is an aeroplane.
  if (end > headAt + 1 && words[end]?.pos === 'NOUN' && /^\p{Ll}/u.test(words[end]!.text)) return null;
  if (words[end]?.text === 'One') return null;
  return { start: i, end, name, state, head: words[headAt]!.lower };
}

const trimEnd = (words: readonly Word[], k: number): number => {
  let e = k;
  while (e > 0 && /^(?:of|for|and|the|['’]s?)$/.test(words[e - 1]!.lower)) e--;
  return e;
};
/** "Joint Chiefs of Staff", "Party of Regions": a complement that follows the head. */
const afterOf = (words: readonly Word[], head: number, k: number): number =>
  words[head + 1]?.lower === 'of' && k > head + 2 ? trimEnd(words, k) : head + 1;
