// Sentences with their words → actors and where each is mentioned. First the named (states, bodies, persons by title, apposition or speech), then, in reading order, what points back to them or stays unnamed.
import type { Article } from './article.ts';
import { bodyDraft } from './bodies.ts';
import type { Mention, ReadActor, ReadSentence } from './document.ts';
import { type Gazetteer, knownBodies } from './gazetteer.ts';
import type { Line } from './names.ts';
import { bodiesInSmallLetters, mediaAt, organisationNamed } from './organisations.ts';
import { personAt } from './persons.ts';
import { pointing } from './pointing.ts';
import { type Draft, readActorOf, stateDraft } from './registry.ts';
import { acts, type Found, mentionsNamed, type Scene, sceneOf, textOf } from './scene.ts';
import { states } from './world.ts';

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

/** Persons, organisations and media that a line names. */
export function named(scene: Scene, line: Line): void {
  const { words } = line;
  for (let i = line.from; i < words.length; i++) {
    if (scene.taken(line.index, i, i + 1)) continue;
    const used = personAt(scene, line, i) ?? organisationNamed(scene, line, i) ?? mediaAt(scene, line, i);
    if (used !== null) i = used - 1;
  }
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
    draft.names.add(textOf(line.words, hit.start, hit.end));
    const form = entry.kind === 'demonym' ? 'demonym' : entry.kind === 'capital' ? 'capital' : 'name';
    scene.add({ line: line.index, start: hit.start, end: hit.end, draft, form });
  }
}

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
