// Actors in the making: what an article shows of each one, gathered under one id. What is filled here is handed on read-only.
import type { Mention, ReadActor } from './document.ts';
import { type OfficeHolder, slugOf } from './gazetteer.ts';
import { folded } from './words.ts';
import { states } from './world.ts';

export interface Draft {
  id: string;
  canonical: string;
  kind: ReadActor['kind'];
  role: string | null;
  /** What kind of office: those of private people speak for nobody. */
  office: 'state' | 'parliament' | 'private' | 'rank' | 'address' | null;
  speaks_for: string | null;
  state: string | null;
  anonymous: boolean;
  media: boolean;
  she: boolean | null;
  names: Set<string>;
  mentions: Mention[];
  /** Named in the story, not only in a caption or headline. */
  story: boolean;
  /** It does something of its own (speaks, is named by a name): not only passed by. */
  counts: boolean;
}

export interface Registry {
  readonly byId: Map<string, Draft>;
  readonly persons: Draft[];
}

export const emptyRegistry = (): Registry => ({ byId: new Map(), persons: [] });

export function draftOf(
  registry: Registry,
  id: string,
  start: () => Partial<Draft> & Pick<Draft, 'canonical' | 'kind'>,
): Draft {
  const found = registry.byId.get(id);
  if (found) return found;
  const draft: Draft = {
    id,
    role: null,
    office: null,
    speaks_for: null,
    state: null,
    anonymous: false,
    media: false,
    she: null,
    names: new Set(),
    mentions: [],
    story: false,
    counts: true,
    ...start(),
  };
  registry.byId.set(id, draft);
  if (draft.kind === 'person' && !draft.anonymous) registry.persons.push(draft);
  return draft;
}

export function stateDraft(registry: Registry, id: string): Draft {
  return draftOf(registry, id, () => ({ canonical: states.get(id)?.name ?? id, kind: 'state', state: id }));
}

const suffixes = /^(?:jr|sr|ii|iii|iv|xiv|vi)$/;
const givenFirstStates = new Set(['ETH', 'ERI', 'THA', 'MYS', 'IDN', 'LKA']);

/** The word by which a person is called for short, folded: "araghchi", "lee", "abiy". */
export function shortName(name: string, state: string | null, order?: string): string {
  const tokens = name.split(/\s+/).filter((t) => !suffixes.test(folded(t)));
  const syllables = tokens.length === 2 && /^\p{Lu}\p{Ll}+-\p{Ll}+$/u.test(tokens[1]!);
  const at =
    order === 'family-first' || (order === undefined && syllables)
      ? 0
      : order === 'given-first' || (order === undefined && state !== null && givenFirstStates.has(state))
        ? 0
        : -1;
  if (order === 'whole') return folded(name);
  // "bin Salman", "de la Fuente": the particle goes along.
  const last = tokens.at(at) ?? name;
  const particle = at === -1 && /^(?:al|el|bin|von|van|de|da|le)$/i.test(tokens.at(-2) ?? '') && tokens.length > 2;
  return folded(
    particle && /^(?:le|de|von|van)$/i.test(tokens.at(-2)!)
      ? `${tokens.at(-2)} ${last}`
      : last.replace(/^(?:al|el)-/i, ''),
  );
}

export const inOffice = (h: OfficeHolder, month: string): boolean =>
  h.from <= month && (h.to === null || h.to >= month);

export interface PersonSeen {
  readonly name: string;
  readonly state: string | null;
  /** Body, party or organisation that the title names. */
  readonly organisation: string | null;
  readonly role: string | null;
  readonly office: Draft['office'];
  readonly she: boolean | null;
  readonly holder: OfficeHolder | null;
}

/** Registers a person or adds to the one already known by this name. */
export function personDraft(registry: Registry, seen: PersonSeen): Draft {
  const key = folded(seen.name);
  const tokens = key.split(' ');
  const known = registry.persons.find((p) => {
    if ([...p.names].some((n) => folded(n) === key)) return true;
    const other = folded(p.canonical).split(' ');
    if (seen.state !== null && p.state !== null && seen.state !== p.state) return false;
    const [few, many] = tokens.length < other.length ? [tokens, other] : [other, tokens];
    return (
      few.length < many.length &&
      few.every((t) => many.includes(t)) &&
      (few.length > 1 || shortOf(p) === few[0] || few[0] === many.at(-1) || few[0] === many[0])
    );
  });
  const own = seen.organisation ?? seen.state ?? seen.holder?.state ?? null;
  if (known) {
    if (key.length > folded(known.canonical).length) known.canonical = seen.name;
    known.names.add(seen.name);
    known.role ??= seen.role;
    known.office ??= seen.office;
    known.she ??= seen.she;
    known.state ??= seen.state;
    known.speaks_for ??= seen.office === 'private' ? null : own;
    return known;
  }
  const state = seen.state ?? (seen.holder && states.has(seen.holder.state) ? seen.holder.state : null);
  const home = state ?? seen.organisation ?? seen.holder?.state ?? null;
  const slug = slugOf(shortName(seen.holder?.name ?? seen.name, state, seen.holder?.order));
  const wanted = home === null ? slug : `${home.split('/')[0]}/${slug}`;
  const taken = registry.byId.has(wanted);
  const id = taken ? `${wanted.slice(0, wanted.lastIndexOf('/') + 1)}${slugOf(seen.name)}` : wanted;
  return draftOf(registry, id, () => ({
    canonical: seen.holder && folded(seen.holder.name).includes(key) ? seen.holder.name : seen.name,
    kind: 'person',
    role: seen.role ?? seen.holder?.role ?? null,
    office: seen.office ?? (seen.holder ? 'state' : null),
    speaks_for: seen.office === 'private' ? null : own,
    state,
    she: seen.she ?? seen.holder?.she ?? (seen.holder ? false : null),
    names: new Set([seen.name, ...(seen.holder ? [seen.holder.name] : [])]),
  }));
}

export const shortOf = (p: Draft): string => shortName(p.canonical, p.state);

export function readActorOf(d: Draft): ReadActor {
  return {
    id: d.id,
    canonical: d.canonical,
    kind: d.kind,
    role: d.role,
    speaks_for: d.speaks_for,
    state: d.state,
    anonymous: d.anonymous,
    media: d.media,
    aliases: [...d.names],
    mentions: d.mentions,
  };
}
