// World data (states, bodies, media, office-holders) → what stands at a word of a sentence: the longest known name.
import holders from '../../data/officeholders.json' with { type: 'json' };
import bodies from '../../data/world/bodies.json' with { type: 'json' };
import type { Word } from './document.ts';
import { folded, wordTexts } from './words.ts';
import { states } from './world.ts';

export interface OfficeHolder {
  readonly name: string;
  /** ISO 3166 alpha-3, or the id of an organisation. */
  readonly state: string;
  readonly role: string;
  /** Month, YYYY-MM. */
  readonly from: string;
  readonly to: string | null;
  readonly order?: string;
  readonly she?: boolean;
  readonly aliases?: readonly string[];
}

export interface Body {
  readonly id: string;
  readonly names: readonly string[];
  readonly role: string;
  readonly speaks_for?: string;
  readonly state?: string;
  readonly capitals?: readonly string[];
  /** Counts only where its state is named. */
  readonly weak?: boolean;
  /** Takes part in crises itself, as states do. */
  readonly party?: boolean;
  readonly bloc?: boolean;
  /** Part of a state: an actor only where it speaks or somebody speaks for it. */
  readonly region?: boolean;
}

export type EntryKind = 'state' | 'demonym' | 'capital' | 'weak' | 'organisation' | 'media' | 'platform' | 'person';

export interface Entry {
  readonly kind: EntryKind;
  readonly id: string;
  /** How it is written. */
  readonly name: string;
  readonly body?: Body;
  readonly holder?: OfficeHolder;
}

export interface Gazetteer {
  /** The longest name that begins at word `i`, and how many words it has. */
  readonly at: (words: readonly Word[], i: number) => { readonly entry: Entry; readonly length: number } | null;
  /** Office-holders whose name or alias it is, accents and case aside. */
  readonly holdersNamed: (name: string) => readonly OfficeHolder[];
  /** Office-holders with that word in their name. */
  readonly holdersWith: (word: string) => readonly OfficeHolder[];
}

export const officeHolders: readonly OfficeHolder[] = holders.people as readonly OfficeHolder[];
export const knownBodies: ReadonlyMap<string, Body> = new Map(
  [...(bodies.institutions as readonly Body[]), ...bodies.regions.map((r): Body => ({ ...r, region: true }))].map(
    (b) => [b.id, b],
  ),
);
/** Ids by name, accents and case aside. */
export const bodiesByName: ReadonlyMap<string, readonly Body[]> = bodyNames();
function bodyNames(): Map<string, Body[]> {
  const found = new Map<string, Body[]>();
  for (const b of knownBodies.values())
    for (const key of new Set(b.names.map(folded))) found.set(key, [...(found.get(key) ?? []), b]);
  return found;
}
const platforms = new Set(bodies.platforms);

/** Id of a news medium from its name. */
export const slugOf = (name: string): string =>
  folded(name)
    .replace(/^the /, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40) || 'unnamed';

let shared: Gazetteer | null = null;

/** Names of the world; `more` are office-holders that a reader has added. */
export function gazetteerOf(more: readonly OfficeHolder[] = []): Gazetteer {
  if (more.length === 0) return (shared ??= build(officeHolders));
  return build([...more, ...officeHolders]);
}

function build(people: readonly OfficeHolder[]): Gazetteer {
  const byFirst = new Map<string, { readonly texts: readonly string[]; readonly entry: Entry }[]>();
  const add = (name: string, entry: Entry): void => {
    const texts = wordTexts(name).map(plain);
    const first = texts[0];
    if (first === undefined) return;
    const list = byFirst.get(first) ?? [];
    if (list.some((e) => e.texts.length === texts.length && e.texts.every((t, k) => t === texts[k]))) return;
    list.push({ texts, entry });
    byFirst.set(first, list);
  };
  for (const s of states.values()) {
    for (const name of s.names) add(name, { kind: 'state', id: s.id, name });
    for (const name of s.weak) {
      add(name, { kind: 'weak', id: s.id, name });
      add(name.replace(/^t/, 'T'), { kind: 'weak', id: s.id, name });
    }
  }
  for (const b of knownBodies.values()) {
    for (const name of b.names) add(name, { kind: 'organisation', id: b.id, name, body: b });
    for (const name of b.capitals ?? []) add(name, { kind: 'capital', id: b.id, name, body: b });
  }
  for (const s of states.values()) {
    for (const name of s.capitals) add(name, { kind: 'capital', id: s.id, name });
    for (const name of s.demonyms) add(name, { kind: 'demonym', id: s.id, name });
  }
  for (const name of bodies.media)
    add(name, { kind: platforms.has(name) ? 'platform' : 'media', id: slugOf(name), name });
  for (const h of people)
    for (const name of [h.name, ...(h.aliases ?? [])]) add(name, { kind: 'person', id: h.state, name, holder: h });
  const byName = new Map<string, OfficeHolder[]>();
  const byWord = new Map<string, OfficeHolder[]>();
  for (const h of people) {
    for (const key of new Set([h.name, ...(h.aliases ?? [])].map(folded)))
      byName.set(key, [...(byName.get(key) ?? []), h]);
    for (const key of folded(h.name).split(' ')) byWord.set(key, [...(byWord.get(key) ?? []), h]);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.texts.length - a.texts.length);
  return {
    holdersNamed: (name) => byName.get(folded(name)) ?? [],
    holdersWith: (word) => byWord.get(folded(word)) ?? [],
    at: (words, i) => {
      const word = words[i];
      if (word === undefined) return null;
      for (const { texts, entry } of byFirst.get(plain(word.text)) ?? [])
        if (texts.every((t, k) => words[i + k] !== undefined && plain(words[i + k]!.text) === t))
          return { entry, length: texts.length };
      return null;
    },
  };
}

const plain = (text: string): string => text.replace(/[’‘]/g, "'").replace(/[‐‑]/g, '-');
