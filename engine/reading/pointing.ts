// A sentence's words, in reading order → what points to actors without naming them (surnames, "the minister", "his Ghanaian counterpart", "the regime", pronouns) and sources that stay unnamed.

import bodies from '../../data/world/bodies.json' with { type: 'json' };
import { ownersIn } from './bodies.ts';
import type { Word } from './document.ts';
import { slugOf } from './gazetteer.ts';
import { type Line, nameEnd } from './names.ts';
import { type Draft, draftOf, inOffice, personDraft, shortOf, stateDraft } from './registry.ts';
import { contextState, type Found, type Scene, speaks, textOf } from './scene.ts';
import {
  governmentWords,
  groupHeads,
  isPlural,
  isSpeech,
  modifiersBefore,
  officeAt,
  officeWord,
  sourceHeads,
  sourceModifiers,
  type Title,
} from './titles.ts';
import { folded } from './words.ts';
import { states } from './world.ts';

const blocAdjectives = new Set(bodies.blocs.adjectives.flatMap((a) => [a, a.toLowerCase()]));
/** "the West", "the Global South". */
const blocNames = Object.entries(bodies.blocs.names).flatMap(([id, names]) =>
  names.map((name) => ({ id, parts: name.split(' ') })),
);
const blocNouns = new Set(bodies.blocs.nouns);

export function pointing(scene: Scene, line: Line): void {
  const { words } = line;
  for (let i = line.from; i < words.length; i++) {
    if (scene.taken(line.index, i, i + 1)) {
      // A state or body that opens a longer phrase: "Ghanaian officials", "Navy spokesperson", "Peru's government".
      const opening = scene.found[line.index]!.find(
        (f) => f.start === i && f.draft.kind !== 'person' && f.form !== 'pronoun',
      );
      if (opening) {
        const longer = bloc(scene, line, i) ?? government(scene, line, i) ?? source(scene, line, i);
        i = (longer ?? opening.end) - 1;
      }
      continue;
    }
    const end =
      bloc(scene, line, i) ??
      surname(scene, line, i) ??
      regionalBody(scene, line, i) ??
      government(scene, line, i) ??
      source(scene, line, i) ??
      roleNoun(scene, line, i) ??
      kindNoun(scene, line, i) ??
      group(scene, line, i) ??
      pronoun(scene, line, i);
    if (end !== null) i = end - 1;
  }
  heldBy(scene, line);
}

/** A mention takes the place of those inside it. */
const put = (scene: Scene, line: Line, start: number, end: number, draft: Draft, form: Found['form']): number => {
  const found = scene.found[line.index]!;
  for (let k = found.length - 1; k >= 0; k--) if (found[k]!.start >= start && found[k]!.end <= end) found.splice(k, 1);
  scene.add({ line: line.index, start, end, draft, form });
  return end;
};

/** Everything mentioned before a word, the latest first, over the last sentences. */
function* earlier(scene: Scene, line: Line, before: number, sentences = 8): Generator<Found> {
  for (let n = line.index; n >= 0 && n >= line.index - sentences; n--) {
    const found = scene.found[n]!;
    for (let k = found.length - 1; k >= 0; k--) {
      const f = found[k]!;
      if ((n < line.index || f.end <= before) && (scene.lines[n]!.story || n === line.index)) yield f;
    }
  }
}

/** "Western countries", "the West", "Gulf states", "regional allies". */
function bloc(scene: Scene, line: Line, i: number): number | null {
  const { words } = line;
  if (words[i]!.lower === 'the')
    for (const { id, parts } of blocNames) {
      if (!parts.every((p, k) => k === 0 || words[i + k]?.text === p)) continue;
      const after = words[i + parts.length];
      if (
        /^\p{Lu}/u.test(after?.text ?? '') ||
        after?.lower === 'of' ||
        /^(?:in|to|of)$/.test(words[i - 1]?.lower ?? '')
      )
        continue;
      return put(scene, line, i, i + parts.length, groupDraft(scene, id, parts.join(' ')), 'name');
    }
  let k = i;
  while (blocAdjectives.has(words[k]?.text ?? '') && k - i < 2) k++;
  const regional = /^(?:regional|neighbou?ring|allied|friendly)$/.test(words[i]?.lower ?? '');
  if (k === i && regional) k = i + 1;
  const noun = words[k];
  if (
    k > i &&
    noun &&
    blocNouns.has(noun.lower) &&
    (!regional || /^(?:allies|powers|countries|states|governments)$/.test(noun.lower))
  ) {
    if (/^(?:officials|diplomats|leaders)$/.test(noun.lower) && !speaks(line, i, k + 1)) return null;
    const name = textOf(words, i, k + 1);
    const anonymous = /^(?:officials|diplomats)$/.test(noun.lower);
    const draft = groupDraft(scene, slugOf(name), name);
    if (anonymous) draft.anonymous = true;
    return put(scene, line, i, k + 1, draft, 'name');
  }
  return null;
}

const groupDraft = (scene: Scene, id: string, name: string): Draft => {
  const draft = draftOf(scene.registry, id, () => ({ canonical: name, kind: 'group' }));
  draft.names.add(name);
  return draft;
};

/** "Obeng", "Mr Obeng", "President X": a person of the article by one part of the name, or a well-known office-holder. */
function surname(scene: Scene, line: Line, i: number): number | null {
  const { words } = line;
  if (!/^\p{Lu}/u.test(words[i]?.text ?? '')) return null;
  let nameAt = i;
  let title: Title | null = null;
  for (
    let t = officeAt(words, nameAt);
    t !== null && /^\p{Lu}/u.test(words[t.start]!.text);
    t = officeAt(words, nameAt)
  ) {
    title = t.office === 'address' ? (title ?? t) : t;
    nameAt = t.end;
    if (words[nameAt]?.text === '.') nameAt++;
  }
  const end = nameEnd(line, nameAt, scene.common, title !== null);
  if (end === nameAt || end - nameAt > 2) return null;
  const key = folded(textOf(words, nameAt, end));
  const matches = scene.registry.persons.filter((p) => {
    const whole = folded(p.canonical);
    return shortOf(p) === key || whole.split(' ').includes(key) || ` ${whole} `.includes(` ${key} `);
  });
  const best = matches.find((p) => shortOf(p) === key) ?? latest(scene, line, i, matches) ?? matches[0];
  if (best) {
    best.names.add(textOf(words, nameAt, end));
    best.names.add(textOf(words, i, end));
    return put(scene, line, i, end, best, 'name');
  }
  const month = scene.article.published.slice(0, 7);
  const known = scene.gazetteer.holdersWith(key).filter(
    (h) =>
      inOffice(h, month) &&
      folded(h.name)
        .split(' ')
        .at(h.order === 'family-first' ? 0 : -1) === key,
  );
  const own = new Set(known.map((h) => folded(h.name)));
  const told = title !== null || speaks(line, i, end) || /^['’]s$/.test(words[end]?.text ?? '');
  if (own.size === 1 && told && key.length > 3) {
    const holder = known[0]!;
    const draft = personDraft(scene.registry, {
      name: textOf(words, nameAt, end),
      state: states.has(holder.state) ? holder.state : null,
      organisation: states.has(holder.state) ? null : holder.state,
      role: holder.role,
      office: 'state',
      she: holder.she ?? false,
      holder,
    });
    draft.names.add(textOf(words, i, end));
    return put(scene, line, i, end, draft, 'name');
  }
  return null;
}

function latest(scene: Scene, line: Line, before: number, among: readonly Draft[]): Draft | undefined {
  for (const f of earlier(scene, line, before)) if (among.includes(f.draft)) return f.draft;
  return undefined;
}

/** "the regime", "Ghanaian authorities", "the X administration", "Ghana's army-led government": a state by its government. */
function government(scene: Scene, line: Line, i: number): number | null {
  const { words, hits } = line;
  const w = words[i]!;
  const there = w.lower === 'the' || w.lower === 'his' || w.lower === 'her' || w.lower === 'its';
  let k = there ? i + 1 : i;
  const from = k;
  while (
    k - from < 5 &&
    words[k] &&
    !governmentWords.has(words[k]!.lower) &&
    (['ADJ', 'NOUN', 'PROPN', 'VERB'].includes(words[k]!.pos) || (k > from && /^['’]s?$/.test(words[k]!.text)))
  )
    k++;
  const head = words[k];
  if (officeWord(words[k + 1]) || sourceHeads.has(words[k + 1]?.lower ?? '')) return null;
  if (!head || !governmentWords.has(head.lower) || line.quoted[i] !== line.quoted[k]) return null;
  if (k > from + 2 && !hits[from]) return null;
  if (!there && k === from) return null;
  const between = words.slice(from, k);
  if (
    between.some((b) =>
      /^(?:regional|provincial|local|municipal|city|village|district|legislative|state)$/.test(b.lower),
    )
  )
    return null;
  const person =
    between.length > 0
      ? scene.registry.persons.find(
          (p) => p.state !== null && between.some((b) => folded(p.canonical).split(' ').includes(folded(b.text))),
        )
      : undefined;
  const holder =
    between.length === 1 && !person
      ? scene.gazetteer.holdersWith(between[0]!.text).find((h) => states.has(h.state) && scene.mentioned.has(h.state))
      : undefined;
  const owner = hits[from];
  const state =
    person?.state ??
    (owner && states.has(owner.entry.id) ? owner.entry.id : null) ??
    holder?.state ??
    (between.length === 0 && head.lower !== 'side' && head.lower !== 'team' && head.lower !== 'delegation'
      ? governmentInView(scene, line, i, head.lower)
      : null);
  if (state === null || (/^(?:side|team|delegation|leadership|republic)$/.test(head.lower) && !owner && !person))
    return null;
  const draft = stateDraft(scene.registry, state);
  if (between.length > 0) draft.names.add(textOf(words, i, k + 1));
  return put(scene, line, i, k + 1, draft, 'role');
}

function governmentInView(scene: Scene, line: Line, i: number, head: string): string | null {
  // "the regime" sticks to the state that was called so before.
  if (head === 'regime') {
    for (const d of scene.registry.byId.values())
      if (d.kind === 'state' && [...d.names].some((n) => / regime$/.test(n))) return d.id;
    for (const f of earlier(scene, line, i, 2)) if (f.draft.kind === 'state' && f.form !== 'demonym') return f.draft.id;
  }
  return contextState(scene, line, i);
}

/** "a senior Ghanaian official", "two diplomats", "a person familiar with the talks", "officials". */
function source(scene: Scene, line: Line, i: number): number | null {
  const { words, hits } = line;
  let k = i;
  const determined = /^(?:a|an|the|his|her|its|their|one)$/.test(words[k]!.lower);
  if (determined) k++;
  const from = k;
  while (k - from < 7 && words[k]) {
    const w = words[k]!;
    const hit = hits[k];
    if (hit && hit.entry.kind !== 'person') {
      if (/^(?:one|two|three|several|some|a|an|the|no)$/.test(words[hit.end]?.lower ?? '')) return null;
      k = hit.end;
    } else if (/^['’]s?$/.test(w.text)) k++;
    else if (
      sourceHeads.has(w.lower) &&
      !sourceModifiers.has(words[k + 1]?.lower ?? '') &&
      !sourceHeads.has(words[k + 1]?.lower ?? '')
    )
      break;
    else if (
      sourceModifiers.has(w.lower) ||
      sourceHeads.has(w.lower) ||
      (w.pos === 'ADJ' && /^\p{Ll}/u.test(w.text)) ||
      w.lower === 'state' ||
      w.lower === 'house'
    )
      k++;
    else break;
  }
  const head = words[k];
  if (!head || !sourceHeads.has(head.lower) || (k > from && line.quoted[i] !== line.quoted[k])) return null;
  const end = k + 1;
  const after = words[end];
  if (/^['’]s?$/.test(words[i]!.text) || describes(scene, line, i, end)) return null;
  // "according to official figures": no one who speaks.
  if (after?.pos === 'NOUN' && !isSpeech(after) && head.lower === 'official') return null;
  if (
    /^\p{Lu}/u.test(after?.text ?? '') &&
    (hits[end]?.entry.kind === 'person' || nameEnd(line, end, scene.common, true) > end)
  )
    return null;
  if (after && /^['’]s?$/.test(after.text)) return null;
  const many = isPlural(head) || head.lower === 'people';
  const first = words[i]!.lower;
  const people = head.lower === 'people' || head.lower === 'person';
  if (people && !/^(?:familiar|briefed|close|with|involved|aware)$/.test(after?.lower ?? '')) return null;
  const complement = complementEnd(line, end);
  const says = speaks(line, i, end) || speaks(line, i, complement) || told(line, i);
  const back = first === 'the';
  const owners = ownersIn(scene, line, from, end);
  const named = owners.state !== null || owners.organisation !== null;
  if (back && (!named || /^(?:the)$/.test(first))) {
    const before = priorSource(scene, line, i, head.lower, named ? owners.state : null);
    if (before) {
      before.names.add(textOf(words, i, end));
      return put(scene, line, i, end, before, 'role');
    }
  }
  // "Ghana's foreign minister": somebody whom the article names.
  for (let j = from; j <= k; j++) {
    const office = officeAt(words, j);
    if (office === null || office.end !== end) continue;
    const role = words
      .slice(modifiersBefore(words, j, from), end)
      .map((w) => w.lower)
      .join(' ');
    const definite = back || named || /^(?:his|her|its|their)$/.test(first);
    const person =
      definite && !/^(?:a|an|one)$/.test(first)
        ? personOfRole(scene, line, i, role, office, owners.organisation ?? owners.state)
        : null;
    if (person && !many) return put(scene, line, i, end, person, 'role');
  }
  const bare =
    /^(?:minister|ministers|envoy|secretary|lawmaker|lawmakers|commander|commanders|authorities|authority|general|admiral|officer|officers|prosecutor|prosecutors|people|adviser|advisers|advisor|mediator|mediators|negotiators)$/.test(
      head.lower,
    );
  if (bare && (back || !says)) return null;
  if (/^authorities$|^authority$/.test(head.lower)) return null;
  if (!says && !(named && /^officials?$/.test(head.lower) && !line.quoted[k])) return null;
  if (/^(?:spokes\w+)$/.test(head.lower) && !says) return null;
  const rebels = words
    .slice(from, end)
    .some((w) => /^(?:rebels?|militants?|separatists?|insurgents?|opposition|militia|guerrilla)$/.test(w.lower));
  const western =
    rebels ||
    words
      .slice(from, owners.state === null ? complement : end)
      .some((w) => blocAdjectives.has(w.text) && /^\p{Lu}/u.test(w.text));
  const place = complementState(line, end, complement);
  const home =
    owners.organisation?.split('/')[0] ??
    owners.state ??
    (western
      ? null
      : (place ??
        (people ||
        (many && /^(?:diplomats|participants|sources)$/.test(head.lower) && k === from) ||
        (k > from && words[from]!.pos === 'NUM')
          ? placeOnly(place)
          : contextState(scene, line, i))));
  const core = textOf(words, skipNumber(words, from), end);
  const slug = slugFor(words, skipNumber(words, from), end, line);
  const id = home === null ? slugOf(folded(core)) : `${home}/${slug}`;
  const state = home !== null && states.has(home) ? home : (owners.state ?? null);
  const draft = draftOf(scene.registry, id, () => ({
    canonical: core,
    kind: many ? 'group' : 'person',
    role: many
      ? 'anonymous officials'
      : /^spokes|^aide|^secretary/.test(head.lower)
        ? head.lower
        : 'anonymous official',
    office: 'state',
    speaks_for: /^(?:expert|analyst)/.test(head.lower) ? null : home,
    state,
    anonymous: true,
  }));
  for (const n of [
    core,
    textOf(words, from, end),
    textOf(words, i, end),
    textOf(words, i, complement),
    textOf(words, from, complement),
  ])
    draft.names.add(n);
  const adjective = home !== null ? states.get(home)?.demonyms[0] : undefined;
  if (adjective !== undefined && owners.state === null) draft.names.add(`${adjective} ${core}`);
  return put(scene, line, i, end, draft, 'name');
}

/** Does the phrase describe a person who is named right beside it? "…, X, said" and "X, a spokesman for …, said". */
function describes(scene: Scene, line: Line, start: number, end: number): boolean {
  const { words } = line;
  const persons = scene.found[line.index]!.filter((f) => f.draft.kind === 'person' && f.form === 'name');
  const stop = complementEnd(line, end);
  if (
    persons.some(
      (f) => words[stop]?.text === ',' && (f.start === stop + 1 || (f.start <= stop + 1 && f.end > stop + 1)),
    )
  )
    return true;
  return persons.some(
    (f) =>
      words[f.end]?.text === ',' &&
      f.end < start &&
      start - f.end < 8 &&
      !words.slice(f.end + 1, start).some((w) => /^[,.;]$/.test(w.text)),
  );
}

const placeOnly = (place: string | null): string | null => place;

/** "told by", "quoted an official as saying", "citing", "according to". */
function told(line: Line, i: number): boolean {
  const before = line.words[i - 1]?.lower ?? '';
  return (
    /^(?:citing|quoting|quoted|by|cited)$/.test(before) &&
    (before !== 'by' ||
      /^(?:quoted|told|briefed|reported|confirmed|said|described|dismissed)$/.test(line.words[i - 2]?.lower ?? ''))
  );
}

const skipNumber = (words: readonly Word[], from: number): number => {
  let k = from;
  while (
    /^(?:one|two|three|four|five|six|several|some|many|few|multiple|other|another|same|of|number)$/.test(
      words[k]?.lower ?? '',
    )
  )
    k++;
  return k;
};

/** End of what follows a source's noun: "familiar with the talks", "in Asmara", "who was not authorised to speak". */
function complementEnd(line: Line, end: number): number {
  const { words } = line;
  if (
    !/^(?:familiar|briefed|close|with|who|involved|aware|present|in|at|from|of|for|to)$/.test(words[end]?.lower ?? '')
  )
    return end;
  let k = end;
  while (k < words.length && k - end < 16 && !/^[,.;:“”"()]$/.test(words[k]!.text)) {
    if (k > end + 1 && isSpeech(words[k]) && words[k]!.pos === 'VERB' && words[k]!.lower !== 'speak') break;
    k++;
  }
  return k;
}

function complementState(line: Line, from: number, to: number): string | null {
  for (let k = from; k < to; k++) {
    const hit = line.hits[k];
    if (hit && states.has(hit.entry.id) && hit.entry.kind !== 'person') return hit.entry.id;
  }
  return null;
}

function slugFor(words: readonly Word[], from: number, to: number, line: Line): string {
  const kept: string[] = [];
  for (let k = from; k < to; k++) {
    const hit = line.hits[k];
    if (hit && (hit.entry.kind === 'demonym' || hit.entry.kind === 'state' || hit.entry.kind === 'weak')) continue;
    if (/^['’]s?$/.test(words[k]!.text)) continue;
    kept.push(words[k]!.lower);
  }
  const slug = slugOf(kept.join(' '));
  return /diplomatic-source|foreign-ministry-source/.test(slug) ? 'mfa-source' : slug;
}

/** "the official": the unnamed one of that noun who spoke last. */
function priorSource(scene: Scene, line: Line, i: number, head: string, state: string | null): Draft | null {
  for (const f of earlier(scene, line, i, 12)) {
    const d = f.draft;
    if (!d.anonymous || (state !== null && d.state !== state)) continue;
    const own = folded([...d.names][0] ?? '').split(' ');
    if (own.includes(head) || (head === 'official' && d.kind === 'person' && /official|source/.test(own.join(' '))))
      return d;
  }
  return null;
}

/** "the minister", "Ghana's foreign minister", "his Ghanaian counterpart", "a Navy spokesperson", "Peru's leader". */
function roleNoun(scene: Scene, line: Line, i: number): number | null {
  const { words, hits } = line;
  const title = officeAt(words, i);
  if (title === null || title.office === 'address') return counterpart(scene, line, i);
  if (title.office === 'rank' && !/^(?:the|The)$/.test(words[i - 1]?.text ?? '')) return null;
  const end = title.end;
  if (isPlural(words[end - 1]!) || /^['’]s?$/.test(words[end]?.text ?? '')) return null;
  const beside = besidePerson(scene, line, end);
  const left = modifiersBefore(words, i, line.from);
  const role = words
    .slice(left, end)
    .map((w) => w.lower)
    .join(' ');
  let start = left;
  while (start > line.from && (hits[start - 1] || /^['’]s?$/.test(words[start - 1]!.text)))
    start = hits[start - 1]?.start ?? start - 1;
  const owners = ownersIn(scene, line, start, i);
  const owned = owners.state !== null || owners.organisation !== null;
  const definite = /^(?:the|his|her|its|their)$/.test(words[start - 1]?.lower ?? '') || owned;
  if (!definite) return null;
  const own = owners.organisation ?? owners.state;
  const person = beside ?? personOfRole(scene, line, i, role, title, own);
  if (person) {
    const from = scene.taken(line.index, start, left) ? left : start;
    return put(scene, line, from, end, person, 'role');
  }
  if (!owned && !/^(?:his|her)$/.test(words[start - 1]?.lower ?? '')) return null;
  if (!speaks(line, start, end) || title.office !== 'state') return null;
  const home = own ?? contextState(scene, line, start);
  if (home === null) return null;
  const draft = draftOf(scene.registry, `${home.split('/')[0]}/${slugOf(role)}`, () => ({
    canonical: textOf(words, start, end),
    kind: 'person',
    role,
    office: 'state',
    speaks_for: home.split('/')[0]!,
    state: states.has(home.split('/')[0]!) ? home.split('/')[0]! : null,
    anonymous: true,
    she: title.she,
  }));
  draft.names.add(textOf(words, start, end));
  if (start > 0 && /^(?:his|her|its)$/.test(words[start - 1]!.lower)) draft.names.add(textOf(words, start - 1, end));
  const from = scene.taken(line.index, start, left) ? left : start;
  return put(scene, line, from, end, draft, 'role');
}

/** "the foreign minister, X, said": the person behind the comma. */
function besidePerson(scene: Scene, line: Line, end: number): Draft | null {
  if (line.words[end]?.text !== ',') return null;
  return scene.found[line.index]!.find((f) => f.draft.kind === 'person' && f.start === end + 1)?.draft ?? null;
}

/** Two descriptions of one office: the same head, and no portfolio that speaks against it. */
function agrees(a: string | null, role: string, head: string): boolean {
  if (a === null) return false;
  const x = a.replace(/defense/g, 'defence').split(' ');
  const y = role.replace(/defense/g, 'defence').split(' ');
  const spokes = /^spokes/.test(head);
  if (!x.some((w) => w === head || (spokes && w.startsWith('spokes')) || (head === 'ayatollah' && w === 'leader')))
    return false;
  const special = y.filter((w) => w !== head && w !== 'the' && w !== 'former');
  return special.every((w) => x.includes(w)) && (special.length > 0 || x.length < 4);
}

function personOfRole(
  scene: Scene,
  line: Line,
  i: number,
  role: string,
  title: Title,
  own: string | null,
): Draft | null {
  const home = own?.split('/')[0] ?? null;
  const fits = (d: Draft): boolean =>
    d.kind === 'person' &&
    !d.anonymous &&
    (home === null || d.state === home || d.speaks_for === own || d.id.startsWith(`${home}/`)) &&
    (agrees(d.role, role, title.head) || titled(d, title.head));
  for (const f of earlier(scene, line, i, home === null ? 6 : 60)) if (fits(f.draft)) return f.draft;
  if (home === null) return null;
  return scene.registry.persons.find(fits) ?? null;
}

const titled = (d: Draft, head: string): boolean =>
  head === 'ayatollah' && [...d.names].some((n) => folded(n).includes(head));

/** "his Ghanaian counterpart": the same office in the other state. */
function counterpart(scene: Scene, line: Line, i: number): number | null {
  const { words, hits } = line;
  if (words[i]!.lower !== 'counterpart' || !hits[i - 1] || !states.has(hits[i - 1]!.entry.id)) return null;
  const start = hits[i - 1]!.start;
  const state = hits[i - 1]!.entry.id;
  let person: Draft | undefined;
  for (const f of earlier(scene, line, start, 4)) {
    if (f.draft.kind !== 'person' || f.draft.role === null || f.draft.state === state) continue;
    const head = f.draft.role.split(' ').at(-1)!;
    person = scene.registry.persons.find((p) => p.state === state && agrees(p.role, f.draft.role!, head));
    if (person) break;
  }
  if (!person) return null;
  const from = /^(?:his|her|their|its)$/.test(words[start - 1]?.lower ?? '') ? start - 1 : start;
  person.names.add(textOf(words, from, i + 1));
  const at = scene.found[line.index]!.findIndex((f) => f.start === start && f.draft.id === state);
  if (at >= 0) scene.found[line.index]!.splice(at, 1);
  return put(scene, line, from, i + 1, person, 'role');
}

/** "the group", "the movement", "the bloc", "the channel", "the country": the last of that kind. */
function kindNoun(scene: Scene, line: Line, i: number): number | null {
  const { words } = line;
  if (words[i]!.lower !== 'the' && words[i]!.lower !== 'its') return null;
  const noun = words[i + 1]?.lower ?? '';
  const test = kinds.get(noun);
  if (
    test === undefined ||
    (words[i]!.lower === 'its' && noun !== 'party') ||
    /^['’]s?$/.test(words[i + 2]?.text ?? '')
  )
    return null;
  if (words[i + 2] && words[i + 2]!.pos === 'NOUN') return null;
  if (words[i + 2]?.lower === 'of') return null;
  for (const f of earlier(scene, line, i, 8))
    if (test(f.draft) && f.form !== 'demonym') {
      return put(scene, line, i, i + 2, f.draft, 'role');
    }
  return null;
}

const isParty = (d: Draft): boolean =>
  d.kind === 'organisation' && !d.media && (d.speaks_for === null || !states.has(d.speaks_for));
const kinds = new Map<string, (d: Draft) => boolean>([
  ['group', (d) => isParty(d) && d.state !== 'UN'],
  ['movement', isParty],
  ['militia', isParty],
  ['party', (d) => isParty(d) && /party/i.test(`${d.role} ${d.canonical}`)],
  ['bloc', (d) => /bloc|organisation/.test(d.role ?? '') && isParty(d)],
  ['alliance', (d) => /alliance/.test(d.role ?? '')],
  ['agency', (d) => /agency/.test(d.role ?? '')],
  ['channel', (d) => d.media],
  ['newspaper', (d) => d.media],
  ['broadcaster', (d) => d.media],
  ['country', (d) => d.kind === 'state'],
  ['kingdom', (d) => d.kind === 'state'],
]);

/** "rights groups say", "brokers said", "residents of …": speakers in the plural that nobody names. */
function group(scene: Scene, line: Line, i: number): number | null {
  const { words } = line;
  let k = i;
  while (
    k - i < 3 &&
    words[k] &&
    ['NOUN', 'ADJ', 'PROPN'].includes(words[k]!.pos) &&
    groupHeads.has(words[k + 1]?.lower ?? '')
  )
    k++;
  const head = words[k];
  if (!head || line.quoted[i] || !groupHeads.has(head.lower) || (!isPlural(head) && head.lower !== 'police'))
    return null;
  if (
    /^(?:the|a|an|of|by)$/.test(words[i - 1]?.lower ?? '') &&
    head.lower !== 'police' &&
    words[i - 1]?.lower !== 'the'
  )
    return null;
  let end = k + 1;
  if (/^(?:of|in|from)$/.test(words[end]?.lower ?? '') && /^\p{Lu}/u.test(words[end + 1]?.text ?? '')) {
    end = Math.max(end + 1, nameEnd(line, end + 1, scene.common, true));
    if (end === k + 2) end = k + 1;
  }
  if (!speaks(line, i, end) || describes(scene, line, i, end)) return null;
  const name = textOf(words, i, end);
  const body = head.lower === 'police';
  const state = body ? contextState(scene, line, i) : null;
  const id = body && state !== null ? `${state}/police` : slugOf(folded(name));
  const draft = draftOf(scene.registry, id, () => ({
    canonical: name,
    kind: body ? 'organisation' : 'group',
    state,
    speaks_for: state,
  }));
  draft.names.add(name);
  draft.names.add(textOf(words, i, k + 1));
  return put(scene, line, i, end, draft, 'name');
}

/** He and she: who spoke or was named last; it and they only where they speak. */
function pronoun(scene: Scene, line: Line, i: number): number | null {
  const { words } = line;
  const w = words[i]!.lower;
  if (line.quoted[i]) return null;
  if (w === 'he' || w === 'she') {
    const person = personInView(scene, line, i, w === 'she');
    if (!person) return null;
    if (person.she === null && !person.anonymous) person.she = w === 'she';
    return put(scene, line, i, i + 1, person, 'pronoun');
  }
  if ((w === 'it' || w === 'they') && isSpeech(words[i + 1])) {
    for (const f of earlier(scene, line, i, 2)) {
      if (f.form === 'demonym' || f.draft.kind === 'person' || f.draft.media) continue;
      if (w === 'they' && f.draft.kind !== 'group') continue;
      if (w === 'it' && f.draft.kind === 'group') continue;
      const subject = scene.found[f.line]!.find(
        (g) => g.draft.kind !== 'person' && !g.draft.media && g.form !== 'demonym',
      );
      return put(scene, line, i, i + 1, (subject ?? f).draft, 'pronoun');
    }
  }
  return null;
}

function personInView(scene: Scene, line: Line, i: number, she: boolean): Draft | null {
  const fits = (d: Draft): boolean => d.kind === 'person' && d.she !== !she;
  // The subject of the sentence, then whoever spoke in the sentences before, then whoever was named.
  for (let n = line.index; n >= 0 && n >= line.index - 5; n--) {
    const at = scene.lines[n]!;
    if (!at.story) continue;
    const found = scene.found[n]!.filter((f) => fits(f.draft) && (n < line.index || f.end <= i));
    const speaker = found.find((f) => speaks(at, f.start, f.end));
    if (speaker) return speaker.draft;
    const outside = found.find((f) => !at.quoted[f.start]) ?? found[0];
    if (outside) return outside.draft;
  }
  return null;
}

/** "the ombudsperson's office", "the prosecutor's office": a body by the office of its head. */
function publicOffice(scene: Scene, line: Line, i: number): boolean {
  const { words } = line;
  const title = officeAt(words, i - 2);
  if (title === null || title.end !== i - 1 || title.office === 'address' || !/^\p{Ll}/u.test(words[i - 2]!.text))
    return false;
  if (!speaks(line, i - 2, i + 1) && !speaks(line, i - 2, complementEnd(line, i + 1))) return false;
  const place = complementState(line, i + 1, complementEnd(line, i + 1));
  const state = place ?? contextState(scene, line, i);
  const name = textOf(words, i - 2, i + 1);
  const draft = draftOf(scene.registry, `${state === null ? '' : `${state}/`}${slugOf(title.role)}`, () => ({
    canonical: name,
    kind: 'organisation',
    role: 'government office',
    state,
    speaks_for: /ombuds/.test(title.role) ? null : state,
  }));
  draft.names.add(name);
  put(scene, line, i - 2, i + 1, draft, 'name');
  return true;
}

/** "the regional government", "the provincial authorities": a body of a part of the state, where it speaks. */
function regionalBody(scene: Scene, line: Line, i: number): number | null {
  const { words } = line;
  const at = words[i]!.lower === 'the' ? i + 1 : i;
  const adjective = words[at]?.lower ?? '';
  const noun = words[at + 1]?.lower ?? '';
  if (!/^(?:regional|provincial|local|municipal|district|city|interim|transitional)$/.test(adjective)) return null;
  if (!/^(?:government|administration|authorities|authority|council|assembly)$/.test(noun) || !speaks(line, i, at + 2))
    return null;
  const state = contextState(scene, line, i);
  const name = textOf(words, at, at + 2);
  const draft = draftOf(scene.registry, `${state === null ? '' : `${state}/`}${slugOf(name)}`, () => ({
    canonical: name,
    kind: 'organisation',
    role: 'regional government',
    state,
    speaks_for: state,
  }));
  draft.names.add(name);
  return put(scene, line, at, at + 2, draft, 'name');
}

/** "X's office", "his office": the office of a head of government as a body that speaks. */
function heldBy(scene: Scene, line: Line): void {
  const { words } = line;
  for (let i = line.from; i < words.length; i++) {
    if (words[i]!.lower !== 'office' || line.quoted[i]) continue;
    const before = words[i - 1]?.text ?? '';
    const possessive = /^['’]s?$/.test(before);
    const pronounBefore = /^(?:his|her)$/i.test(before);
    if (!possessive && !pronounBefore) continue;
    if (possessive && publicOffice(scene, line, i)) continue;
    let person: Draft | null = null;
    let start = i - 1;
    if (possessive) {
      const f = scene.found[line.index]!.find((g) => g.end === i - 1 && g.draft.kind === 'person');
      person = f?.draft ?? null;
      start = f?.start ?? start;
    } else person = personInView(scene, line, i - 1, before.toLowerCase() === 'her');
    if (!person || person.state === null || !speaks(line, start, i + 1)) continue;
    const { state } = person;
    const name = textOf(words, start, i + 1);
    const draft = draftOf(
      scene.registry,
      `${state}/${/prime|chancellor|premier/.test(person.role ?? '') ? 'pm' : shortOf(person)}-office`,
      () => ({
        canonical: `office of ${person.canonical}`,
        kind: 'organisation',
        role: 'government office',
        state,
        speaks_for: state,
      }),
    );
    draft.names.add(name);
    const at = scene.found[line.index]!.findIndex((g) => g.start === start && g.draft === person);
    if (at >= 0) scene.found[line.index]!.splice(at, 1);
    scene.add({ line: line.index, start, end: i + 1, draft, form: 'role' });
  }
}
