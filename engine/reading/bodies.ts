// Words that name a body → its id and its draft: ministries and forces of a state, organisations of the world list, others by slug; and whose a phrase is.
import { bodiesByName, knownBodies, slugOf } from './gazetteer.ts';
import { type Line, organisationAt } from './names.ts';
import { type Draft, draftOf } from './registry.ts';
import { type Scene, textOf } from './scene.ts';
import { folded } from './words.ts';
import { states } from './world.ts';

interface Owners {
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
      const home = id?.includes('/') && states.has(id.split('/')[0]!) ? id.split('/')[0]! : null;
      state ??= org.state ?? home;
      // A ministry is the state's own voice; a body of a state that nobody has named is no organisation yet.
      if (id !== null && !/^(?:ministry|department)$/.test(org.head) && (home !== null || !stateBody(org.head)))
        organisation = id;
      k = org.end;
    }
  }
  for (let k = start; k < end && state === null && organisation === null; k++) {
    // "French-administered Mayotte".
    const m = /^(\p{Lu}[\p{L}]+)[-‑](?:administered|controlled|held|run|ruled|governed|occupied)$/u.exec(
      line.words[k]!.text,
    );
    const entry = m ? scene.gazetteer.at([{ ...line.words[k]!, text: m[1]! }], 0)?.entry : undefined;
    if (entry && /^(?:state|demonym)$/.test(entry.kind)) state = entry.id;
  }
  return { state, organisation };
}

export const mentionsState = (scene: Scene, state: string): boolean => scene.mentioned.has(state);

export function byInitials(scene: Scene, acronym: string): Draft | null {
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
  const shown = textOf(line.words, start, end);
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

export function organisationDraft(scene: Scene, id: string, name: string, state: string | null, head: string): Draft {
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
