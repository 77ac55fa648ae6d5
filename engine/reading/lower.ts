// An Article → what the reading of stances stands on: zones, sentences with words, actors and their mentions, quantities. Deterministic; offsets are those of the article's text.
import { actorsOf } from './actors.ts';
import type { Article, Span } from './article.ts';
import { mostlyInZones, zonesOf } from './clean.ts';
import type { Mention, Proposal, ReadActor, ReadSentence, Zone } from './document.ts';
import { gazetteerOf, type OfficeHolder } from './gazetteer.ts';
import { quantitiesOf } from './quantities.ts';
import { wordsOf } from './words.ts';

export interface LowerReading {
  readonly article: Article;
  readonly zones: readonly Zone[];
  /** Every sentence of the article, those in zones too (`zone` says so). */
  readonly sentences: readonly ReadSentence[];
  readonly actors: readonly ReadActor[];
  /** By place; none overlaps another. */
  readonly mentions: readonly Mention[];
  /** As proposals; their confidence is a share of the development articles' quantities found right. */
  readonly quantities: readonly Proposal[];
}

/** Characters. What is longer is no sentence; it stays in the text and nothing is read from it. */
const longestSentence = 20_000;

/** `more`: office-holders that a reader has added to those of data/officeholders.json; `madeBy` goes on the quantities. */
export function lowerReading(article: Article, more: readonly OfficeHolder[] = [], madeBy = 'rules/1'): LowerReading {
  const zones = zonesOf(article);
  const sentences = article.sentences.map((s): ReadSentence => {
    const zone = mostlyInZones(zones, s) ? zones.find((z) => z.start < s.end && s.start < z.end) : undefined;
    return {
      ...s,
      zone: zone?.kind ?? null,
      words: s.end - s.start > longestSentence ? [] : wordsOf(article.text.slice(s.start, s.end), s.start),
    };
  });
  const { actors, mentions } = actorsOf(article, sentences, gazetteerOf(more));
  const quantities = quantitiesOf(article, sentences, actors, mentions, madeBy);
  return { article, zones, sentences, actors, mentions, quantities };
}

/** Mentions that lie inside a span, in order. */
export function mentionsIn(reading: Pick<LowerReading, 'mentions'>, span: Span): Mention[] {
  return reading.mentions.filter((m) => span.start <= m.start && m.end <= span.end);
}

/** The mention that an offset lies in. */
export function mentionAt(reading: Pick<LowerReading, 'mentions'>, offset: number): Mention | null {
  return reading.mentions.find((m) => m.start <= offset && offset < m.end) ?? null;
}

export function actorById(reading: Pick<LowerReading, 'actors'>, id: string): ReadActor | null {
  return reading.actors.find((a) => a.id === id) ?? null;
}

/** On whose behalf an actor's words count: the state or body at the top of the chain, itself if it speaks for nobody; null for media. */
export function holderOf(reading: Pick<LowerReading, 'actors'>, id: string): string | null {
  let now = id;
  for (let step = 0; step < 5; step++) {
    const actor = actorById(reading, now);
    if (actor === null) return now.split('/')[0]!;
    if (actor.media) return null;
    if (actor.speaks_for === null || actor.speaks_for === now) return actor.id;
    now = actor.speaks_for;
  }
  return now;
}
