// What the stages of reading hand on to one another: words, sentences with their zone, mentions, actors, and in the end proposals. Types only.
import type { AnchoredSpan, Article, Sentence, Span } from './article.ts';
import type { EvidenceRecord } from './evidence.ts';

/** One word or mark of a sentence. */
export interface Word extends Span {
  readonly text: string;
  readonly lower: string;
  readonly lemma: string;
  /** Universal part of speech: NOUN, PROPN, VERB, AUX, ADJ, ADV, ADP, DET, PRON, NUM, PART, CCONJ, SCONJ, PUNCT, … */
  readonly pos: string;
}

/** A stretch that is not the story. */
export interface Zone extends AnchoredSpan {
  readonly kind: 'site' | 'headline' | 'caption' | 'heading' | 'ad' | 'donation' | 'footer';
}

export interface ReadSentence extends Sentence {
  /** The kind of zone it lies in, or null in the story. */
  readonly zone: Zone['kind'] | null;
  readonly words: readonly Word[];
}

export interface Mention extends Span {
  /** Index into the sentences. */
  readonly sentence: number;
  /** Id of an actor. */
  readonly actor: string;
  readonly form: 'name' | 'demonym' | 'capital' | 'role' | 'pronoun';
}

export interface ReadActor {
  /** ISO 3166 alpha-3 of a state (`IRN`), `IRN/araghchi` of its people and bodies, a slug of others. */
  readonly id: string;
  readonly canonical: string;
  readonly kind: 'state' | 'person' | 'organisation' | 'group';
  /** "foreign minister", "spokesperson", …; null when the article gives none. */
  readonly role: string | null;
  /** Id of the state or body whose stance this one's words are; null for states, media and those who speak for themselves. */
  readonly speaks_for: string | null;
  readonly state: string | null;
  /** An unnamed source or official. */
  readonly anonymous: boolean;
  /** News media: they pass words on and hold no stance. */
  readonly media: boolean;
  readonly aliases: readonly string[];
  readonly mentions: readonly Mention[];
}

/** A record as a machine proposes it. */
export interface Proposal {
  readonly record: EvidenceRecord;
  /** Calibrated probability that a reviewer changes nothing of it, 0…1. */
  readonly confidence: number;
  /** Extractor and version, e.g. "rules/1". */
  readonly made_by: string;
}

/** Who the crisis is between, from the shares of mentions. */
export interface CrisisFrame {
  /** Two parties at most, the one mentioned most first. */
  readonly parties: readonly string[];
  readonly challenger: string | null;
  readonly target: string | null;
  readonly mediators: readonly string[];
  readonly neighbours: readonly string[];
}

export interface Reading {
  readonly article: Article;
  readonly zones: readonly Zone[];
  readonly sentences: readonly ReadSentence[];
  readonly actors: readonly ReadActor[];
  readonly frame: CrisisFrame;
  readonly proposals: readonly Proposal[];
  /** Extractor and version. */
  readonly made_by: string;
}
