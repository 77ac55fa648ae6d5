// Words of a sentence → offices, ranks and forms of address ("deputy foreign minister", "Lt.-Gen."), and what sort of word each is. Word lists: data/world/roles.json.
import roles from '../../data/world/roles.json' with { type: 'json' };
import type { Word } from './document.ts';

const set = (list: readonly string[]): ReadonlySet<string> => new Set(list);
export const honorifics = set(roles.honorifics);
export const ranks = set(roles.ranks);
const women = set(roles.women);
const men = set(roles.men);
export const modifiers = set(roles.modifiers);
export const portfolios = set(roles.portfolios);
export const sourceHeads = set(roles.sources.flatMap((s) => [s, plural(s)]));
export const sourceModifiers = set(roles.source_modifiers);
export const groupHeads = set(roles.groups);
export const organisationHeads = set(roles.organisation_heads);
export const organisationLeads = set(roles.organisation_lead);
export const organisationNouns = set(roles.organisation_nouns);
export const notActors = set(roles.not_actors);
export const mediaHeads = set(roles.media_heads);
export const governmentWords = set(roles.government_words);
export const particles = set(roles.particles);
export const functionWords = set(roles.function_words);
/** Plain words that newspapers like to begin a sentence with; their capital says nothing there. */
export const initialWords = set(roles.initial_words);
export const calendar = set(roles.calendar);
const speech = set(roles.speech);
export const forces: readonly (readonly string[])[] = roles.forces
  .map((f) => f.split(' '))
  .sort((a, b) => b.length - a.length);

export type OfficeClass = 'state' | 'parliament' | 'private';
const offices = new Map<string, OfficeClass>();
for (const [kind, list] of Object.entries(roles.offices))
  for (const office of list) if (!offices.has(office)) offices.set(office, kind as OfficeClass);
/** What any office, rank or form of address begins with. */
const firstWords = new Set([...[...offices.keys()].map((o) => o.split(' ')[0]!), ...roles.ranks, ...roles.honorifics]);
const longestOffice = Math.max(...[...offices.keys()].map((o) => o.split(' ').length));

export interface Title {
  /** Word indices, end behind the last. */
  readonly start: number;
  readonly end: number;
  /** Head with its modifiers in small letters: "deputy foreign minister"; empty for a mere "Mr". */
  readonly role: string;
  readonly head: string;
  readonly office: OfficeClass | 'rank' | 'address';
  readonly she: boolean | null;
}

const norm = (w: Word): string => w.lower.replace(/’/g, "'");

/** An office, rank or form of address that begins exactly at word `i`, modifiers not counted. */
export function officeAt(words: readonly Word[], i: number): Title | null {
  const opening = words[i] === undefined ? '' : norm(words[i]!);
  if (!firstWords.has(opening) && !firstWords.has(`${opening}.`)) return null;
  for (let n = Math.min(longestOffice, words.length - i); n > 0; n--) {
    const phrase = words
      .slice(i, i + n)
      .map(norm)
      .join(' ');
    const kind = offices.get(phrase);
    if (kind === undefined) continue;
    let end = i + n;
    // "minister of defence", "minister for foreign affairs", "head of the armed forces" (the last is left to the words around).
    if (/(?:minister|secretary|department)$/.test(phrase) && ['of', 'for'].includes(words[end]?.lower ?? '')) {
      let k = end + 1;
      while (
        portfolios.has(words[k]?.lower ?? '') ||
        (words[k]?.lower === 'and' && portfolios.has(words[k + 1]?.lower ?? ''))
      )
        k++;
      if (k > end + 1) end = k;
    }
    const role = words.slice(i, end).map(norm).join(' ');
    return { start: i, end, role, head: phrase.split(' ').at(-1)!, office: kind, she: genderOf(words.slice(i, end)) };
  }
  const word = words[i];
  if (word === undefined || !/^\p{Lu}/u.test(word.text)) return null;
  const here = norm(word);
  const dotted = words[i + 1]?.text === '.' && words[i + 1]!.start === word.end;
  if (ranks.has(here) || (dotted && ranks.has(`${here}.`)))
    return { start: i, end: i + (dotted ? 2 : 1), role: here, head: here, office: 'rank', she: null };
  if (honorifics.has(here) || (dotted && honorifics.has(`${here}.`)))
    return { start: i, end: i + (dotted ? 2 : 1), role: '', head: here, office: 'address', she: genderOf([word]) };
  return null;
}

function genderOf(words: readonly Word[]): boolean | null {
  if (words.some((w) => women.has(w.lower))) return true;
  return words.some((w) => men.has(w.lower)) ? false : null;
}

/** Where the modifiers before an office begin: "former deputy foreign | minister". */
export function modifiersBefore(words: readonly Word[], office: number, floor = 0): number {
  let k = office;
  while (k > floor) {
    const w = words[k - 1]!;
    if (!(modifiers.has(w.lower) || portfolios.has(w.lower) || officeWord(w))) break;
    k--;
  }
  return k;
}

export const officeWord = (w: Word | undefined): boolean => w !== undefined && offices.has(norm(w));

/** Does a form of this word's verb speak? */
export function isSpeech(w: Word | undefined): boolean {
  if (w === undefined) return false;
  if (speech.has(w.lemma) && w.pos !== 'NOUN' && w.pos !== 'PROPN' && w.pos !== 'ADJ') return true;
  const l = w.lower;
  return (
    (/^(?:said|says|told|tells|warned|warns|added|announced|denied|insisted|confirmed|reported|accused|urged|declared|called)$/.test(
      l,
    ) ||
      (l.endsWith('ed') && (speech.has(l.slice(0, -2)) || speech.has(l.slice(0, -1))))) &&
    w.pos !== 'NOUN'
  );
}

function plural(noun: string): string {
  if (noun === 'person' || noun === 'people') return 'people';
  if (/[^aeo]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|ch|sh)$/.test(noun) ? noun : noun.endsWith('man') ? `${noun.slice(0, -2)}en` : `${noun}s`;
}

/** Is the word in the plural, as far as its ending tells? */
export const isPlural = (w: Word): boolean => /[^s'’]s$|people$|men$|police$/.test(w.lower);
