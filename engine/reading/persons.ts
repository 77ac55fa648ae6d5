// A line → the persons that it names: by title, by apposition, by an office-holder's name, or because they speak.
import { type Apposition, appositionAfter, appositionBefore, besideOf, closes, leftOf, runEnd } from './apposition.ts';
import { ownersIn } from './bodies.ts';
import type { Word } from './document.ts';
import type { OfficeHolder } from './gazetteer.ts';
import { type Line, organisationAt } from './names.ts';
import { inOffice, personDraft } from './registry.ts';
import { contextState, placed, type Scene, speaks, textOf } from './scene.ts';
import {
  isSpeech,
  modifiersBefore,
  notActors,
  officeAt,
  organisationHeads,
  organisationNouns,
  portfolios,
  type Title,
} from './titles.ts';
import { folded } from './words.ts';
import { states } from './world.ts';

export function personAt(scene: Scene, line: Line, i: number): number | null {
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
    // "the foreign minister, X", "spokesman, Lieutenant General …": a comma between.
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

interface PersonPlace {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly title: Title | null;
  readonly titleStart: number;
  readonly apposition?: Apposition | undefined;
}

function registerPerson(scene: Scene, line: Line, place: PersonPlace): void {
  const { words } = line;
  const name = textOf(words, place.nameStart, place.nameEnd).replace(/\s+\./g, '.');
  const month = scene.article.published.slice(0, 7);
  const span = place.apposition ?? { start: leftOf(line, place.titleStart), end: place.nameStart };
  const own = ownersIn(scene, line, span.start, span.end);
  const holder = holderFor(scene, name, own.state ?? own.organisation, place.title?.role ?? null, month);
  let { state } = own;
  const office = place.title?.office ?? null;
  const stately = office === 'state' || office === 'rank' || office === 'parliament';
  if (state === null && own.organisation === null && holder === null && stately && !knownPerson(scene, name))
    state = placeState(line, place.nameEnd) ?? contextState(scene, line, place.titleStart);
  const opposed =
    /opposition|exile|former|dissident/i.test(textOf(words, span.start, span.end)) ||
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
  draft.names.add(textOf(words, first, place.nameEnd));
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

/** "…, X said in Cairo": the capital tells whose minister X is. */
function placeState(line: Line, from: number): string | null {
  for (let k = from; k < line.words.length && k < from + 14; k++) {
    const hit = line.hits[k];
    if (hit?.place && hit.entry.body === undefined) return hit.entry.id;
    if (/^[.;“”"]$/.test(line.words[k]!.text)) break;
  }
  return null;
}
