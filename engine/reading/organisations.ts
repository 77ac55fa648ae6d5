// A line → the organisations and media that it names, and the ministries and forces of states that are written in small letters.
import { appositionAfter, runEnd } from './apposition.ts';
import { bodyDraft, byInitials, mentionsState, organisationDraft, organisationId, stateBody } from './bodies.ts';
import type { Word } from './document.ts';
import { slugOf } from './gazetteer.ts';
import { type Line, organisationAt } from './names.ts';
import { type Draft, draftOf } from './registry.ts';
import { contextState, placed, type Scene, speaks, textOf } from './scene.ts';
import { forces, isSpeech, mediaHeads, officeAt, organisationNouns, portfolios, sourceHeads } from './titles.ts';
import { folded } from './words.ts';
import { states } from './world.ts';

export function organisationNamed(scene: Scene, line: Line, i: number): number | null {
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
      const shown = textOf(words, org.name, org.end);
      const fresh = !scene.registry.byId.has(id);
      const draft = organisationDraft(scene, id, shown, stateBody(org.head) ? state : org.state, org.head);
      // "a spokesman for the Foreign Ministry": the ministry is but part of his title.
      const part =
        /^(?:ministry|department)$/.test(org.head) &&
        /^(?:for|of|at)$/.test(words[i - 2]?.lower ?? '') &&
        officeAt(words, i - 3) !== null;
      if (fresh) draft.counts = !part;
      else if (!part) draft.counts = true;
      draft.names.add(textOf(words, org.start, org.end));
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
      // "the opposition party Vamos Peru": the state closes the name.
      const after = hits[stop];
      const end = introduced && after?.entry.kind === 'state' && after.start === stop ? after.end : stop;
      const shown = textOf(words, i, end);
      const initials = acronym ? byInitials(scene, shown) : null;
      const party = before === 'party' || /party/.test(textOf(words, stop, Math.min(words.length, stop + 8)));
      const draft = initials ?? organisationDraft(scene, slugOf(shown), shown, null, party ? 'party' : before);
      draft.names.add(shown);
      if (introduced) draft.names.add(textOf(words, Math.max(0, i - 2), end));
      scene.add({ line: line.index, start: i, end, draft, form: 'name' });
      return end;
    }
  }
  return null;
}

export function mediaAt(scene: Scene, line: Line, i: number): number | null {
  const { words, hits } = line;
  const hit = hits[i];
  if (hit?.entry.kind === 'media' && hit.start === i) {
    let end = hit.end;
    while (mediaHeads.has(words[end]?.lower ?? '')) end++;
    if (!mediaContext(words, i, end, hit.entry.name)) return hit.end;
    const name = textOf(words, i, end);
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
    const draft = mediaDraft(scene, slugOf(textOf(words, i, stop)), textOf(words, i, stop));
    draft.names.add(textOf(words, i, end));
    scene.add({ line: line.index, start: i, end, draft, form: 'name' });
    return end;
  }
  return null;
}

/** A short word of the outlet's own name: "told the Ledger". */
function ofOutlet(scene: Scene, line: Line, i: number, stop: number): boolean {
  const outlet = folded(scene.article.outlet.replace(/\(.*\)/, ''));
  const shown = folded(textOf(line.words, i, stop));
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

/** "Ghana's defence ministry", "its foreign ministry", "the Ghanaian army": bodies that are not written as names. */
export function bodiesInSmallLetters(scene: Scene, line: Line): void {
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
      !(
        owner !== null &&
        /^(?:army|navy|military|air force)$/.test(textOf(words, i, end)) &&
        !placed(words, owner.start)
      )
    )
      continue;
    const there = behind !== null && states.has(behind.entry.id) ? behind.entry.id : null;
    const state = owner?.state ?? there ?? contextState(scene, line, i);
    if (state === null) continue;
    const title = officeAt(words, end);
    const name = textOf(words, i, end);
    const id = ministry === null ? forceId(scene, state, name) : organisationId(scene, line, i, end, state, 'ministry');
    if (id === null) continue;
    if (title !== null && (runEnd(scene, line, title.end, true) > title.end || ministry === null)) continue;
    if (sourceHeads.has(words[end]?.lower ?? '')) continue;
    const draft = states.has(state)
      ? organisationDraft(scene, id, name, state, ministry === null ? 'force' : 'ministry')
      : bodyDraft(scene, id, name);
    draft.names.add(textOf(words, owner?.start ?? i, end));
    if (owner?.pronoun) draft.names.add(`${words[i - 1]!.text} ${name}`);
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

/** The state whose body stands at word `i`: "Ghanaian army", "Peru's Health Ministry", "its foreign ministry". */
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
