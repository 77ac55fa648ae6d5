// Text and what is known of it → a Reading: zones, sentences and actors from below, and on them the proposals: who takes which stance, under which condition, and how it is known.
import { sha256Hex } from '../vocabulary/hash.ts';
import { type Article, type ArticleMeta, articleOf, type Span } from './article.ts';
import {
  classOf,
  hedges,
  holderOf,
  type Range,
  type Report,
  reportsOf,
  subjectsIn,
  type Voices,
} from './attribution.ts';
import { issuesFrom } from './classifier.ts';
import { type ClauseToken, clauseTokensOf, headAt, isAuxiliary, type Unit, unitsOf } from './clauses.ts';
import { type Antecedent, antecedentsOf, conditionOf } from './conditional.ts';
import { confidenceOf } from './confidence.ts';
import { datesIn } from './dates.ts';
import type { Mention, Proposal, Reading } from './document.ts';
import { eventIn } from './events.ts';
import type { Attribution, Statement } from './evidence.ts';
import { challengerOf, frameOf, partiesOf, rootOf } from './frame.ts';
import type { OfficeHolder } from './gazetteer.ts';
import {
  damped,
  type IssueFeatures,
  type IssueWeights,
  issueChances,
  type Scores,
  scoresOf,
  withoutTopics,
  wordsIn,
} from './issue.ts';
import { type Issue, issues, type VerbKind } from './lexicon.ts';
import { type LowerReading, lowerReading } from './lower.ts';
import { ploverOf } from './plover.ts';
import {
  actOf,
  intensityOf,
  type Predicate,
  predicateOf,
  type Stretch,
  segmentsOf,
  signOf,
  sizeOf,
} from './polarity.ts';
import { type Quote, quotesOf } from './quotations.ts';
import { type Token, tokensOf } from './tokens.ts';

export const madeBy = 'rules/1';

/** Reads an article: deterministic, the same in Node and the browser. `more` are office-holders that a reader has added. */
export function readArticle(text: string, meta: ArticleMeta, more: readonly OfficeHolder[] = []): Reading {
  const article = articleOf(text, meta);
  return readFrom(article, lowerReading(article, more));
}

/** What the lower half hands up. */
export type Lower = Omit<LowerReading, 'article'>;

/** Whose words a unit carries. */
interface Voice {
  readonly speaker: string;
  readonly holders: readonly string[];
  readonly cls: Attribution;
  readonly via: readonly string[];
  readonly found: boolean;
}

/** A unit on its way to becoming a record. */
interface Draft {
  readonly sentence: number;
  readonly paragraph: number;
  readonly tokens: readonly ClauseToken[];
  readonly from: number;
  readonly to: number;
  readonly cut: Unit['cut'];
  readonly reports: readonly Report[];
  voice: Voice | null;
  /** Speech that it quotes, or −1. */
  readonly speech: number;
  /** Share of its words inside quotation marks. */
  readonly quoted: number;
}

/** One unit, or several of one stance, with what their words and their surroundings say. */
export interface Judged {
  readonly drafts: readonly Draft[];
  readonly span: Span;
  readonly paragraph: number;
  readonly voice: Voice;
  readonly predicate: Predicate;
  readonly antecedent: Antecedent | null;
  readonly features: IssueFeatures;
  readonly issue: Issue;
  readonly chances: Scores;
  /** Probability of the issue by the model, and its lead over the second. */
  readonly chance: number;
  readonly lead: number;
  /** Evidence of words alone; 0 when the unit names nothing of any issue. */
  readonly evidence: number;
  readonly quote: Statement['quote'];
  readonly hedged: boolean;
  readonly own: boolean;
  /** Day of the word, when the report names it. */
  readonly said: string | null;
}

/** What judging a unit needs of the article around it. */
interface Scene {
  readonly article: Article;
  readonly voices: Voices;
  readonly parties: readonly string[];
  /** Evidence of the draft before and of its paragraph. */
  readonly before: ReadonlyMap<Draft, Scores>;
  readonly paragraphs: ReadonlyMap<number, Scores>;
  readonly topic: ReadonlySet<string>;
  readonly weights: IssueWeights | undefined;
}

/** Units with a voice, judged and merged: what the records are made of. */
export function judgedOf(
  article: Article,
  lower: Lower,
  weights?: IssueWeights,
): { judged: Judged[]; drafts: Draft[]; scene: Scene } {
  const byId = new Map(lower.actors.map((a) => [a.id, a]));
  const voices: Voices = { mentions: lower.mentions, actorOf: (id) => byId.get(id) };
  const drafts = draftsOf(article, lower, quotesOf(article), voices).filter((d) => !aboutNaming(d));
  const scene = sceneOf(
    article,
    drafts,
    voices,
    partiesOf(lower.actors, lower.mentions),
    topicOf(article, lower, drafts),
    weights,
  );
  const judged = mergedOf(
    drafts.filter((d) => d.voice !== null),
    scene,
  );
  return { judged, drafts, scene };
}

/** `weights` other than the shipped ones serve to judge a fit on articles left out of it. */
export function readFrom(article: Article, lower: Lower, weights?: IssueWeights): Reading {
  const { judged, drafts, scene } = judgedOf(article, lower, weights);
  const { voices, parties } = scene;
  const first = judged.map((j) => stanceOf(j, voices, parties, 0));
  const challenger = challengerOf(parties, first);
  const settled = judged.map((j, i) => answered(j, first[i]!, parties, challenger));
  const days = daysOf(settled, article.published);
  const statements: Proposal[] = settled.map((j, i) => {
    const record = statementOf(article, j, i, voices, parties, challenger, days[i]!);
    return { record, confidence: confidenceOf(j), made_by: madeBy };
  });
  const events: Proposal[] = drafts
    .filter((d) => d.voice === null)
    .map((d) => ({ draft: d, event: eventIn(d.tokens, d, voices) }))
    .filter((e) => e.event !== null)
    .map(({ draft, event }, i) => ({
      record: {
        kind: 'event' as const,
        id: recordId(article, 'e', i),
        ...event!,
        attribution: 'narrator' as const,
        via: [],
        hedged: false,
        date: article.published,
        as_of: article.published,
        span: anchored(article, spanOf(draft), draft.paragraph),
        paraphrase: `${event!.actors.join(', ')}: ${event!.issue}, ${event!.status}`,
      },
      confidence: 0.4,
      made_by: madeBy,
    }));
  const made = statements.map((p) => p.record).filter((r) => r.kind === 'statement');
  return {
    article,
    zones: lower.zones,
    sentences: lower.sentences,
    actors: lower.actors,
    frame: frameOf(parties, challenger, made),
    proposals: [...statements, ...events, ...lower.quantities],
    made_by: madeBy,
  };
}

/** Force under a condition: whoever would answer an attack retaliates, and so does the one that is challenged; the challenger strikes. */
function answered(j: Judged, taken: Taken, parties: readonly string[], challenger: string | null): Judged {
  const violent = j.issue === 'military_strike' || j.issue === 'retaliation';
  const condition = taken.conditional_on;
  if (!violent || condition === null || taken.act !== 'threaten') return j;
  const holder = rootOf(j.voice.holders[0]!);
  if (condition.terms.some((t) => t.event === 'military_strike')) return { ...j, issue: 'retaliation' };
  if (challenger === null || !parties.includes(holder)) return j;
  return { ...j, issue: holder === challenger ? 'military_strike' : 'retaliation' };
}

/** Days of the words: as said, else as the same speaker's words right before, else the article's. */
function daysOf(judged: readonly Judged[], published: string): string[] {
  const days: string[] = [];
  judged.forEach((j, i) => {
    const before = judged[i - 1];
    const goesOn = before?.voice.speaker === j.voice.speaker && j.paragraph - before.paragraph <= 1;
    days.push(j.said ?? (goesOn ? days[i - 1]! : published));
  });
  return days;
}

const recordId = (article: Article, letter: string, i: number): string =>
  `${article.id}.${letter}${String(i + 1).padStart(2, '0')}`;

function anchored(article: Article, span: Span, paragraph: number) {
  return { ...span, paragraph, sha256: sha256Hex(article.text.slice(span.start, span.end)) };
}

/** Tokens; what is longer is a table or no prose, and nobody's statement. */
const longestSentence = 400;

/** Units of all sentences of the story, with the voice that each carries. */
function draftsOf(article: Article, lower: Lower, quotes: readonly Quote[], voices: Voices): Draft[] {
  const mentionAt = mentionIndex(lower.mentions);
  const drafts: Draft[] = [];
  lower.sentences.forEach((sentence, s) => {
    if (sentence.zone !== null) return;
    const pos = new Map(sentence.words.map((w) => [w.start, w.pos]));
    const tokens = clauseTokensOf(article.text, sentence, quotes, (start) => pos.get(start) ?? '', mentionAt);
    if (tokens.filter((t) => t.word).length < 2 || tokens.length > longestSentence) return;
    for (const unit of unitsOf(tokens)) {
      const own = tokens.slice(unit.from, unit.to);
      const inside = own.filter((t) => t.quote >= 0 && t.word);
      drafts.push({
        sentence: s,
        paragraph: sentence.paragraph,
        tokens,
        from: unit.from,
        to: unit.to,
        cut: unit.cut,
        reports: reportsOf(tokens, unit, voices),
        voice: null,
        speech: inside.length > 0 ? quotes[inside[0]!.quote]!.speech : -1,
        quoted: inside.length / Math.max(1, own.filter((t) => t.word).length),
      });
    }
  });
  giveVoices(drafts, voices);
  return drafts;
}

/** "who asked not to be named", "declined to comment": of the report, not of the matter. */
function aboutNaming(draft: Draft): boolean {
  const text = draft.tokens
    .slice(draft.from, draft.to)
    .map((t) => t.lower)
    .join(' ');
  return (
    /\b(?:anonymity|not to be (?:named|identified)|not (?:authori[sz]ed|permitted|allowed) to (?:speak|talk|brief)|decline[ds]? to comment|request for comment)\b/.test(
      text,
    ) && draft.to - draft.from < 16
  );
}

/** Index of the longest mention that covers an offset. */
function mentionIndex(mentions: readonly Mention[]): (start: number) => number {
  const cover = new Map<number, number>();
  mentions.forEach((m, i) => {
    if (m.form === 'pronoun' && m.end - m.start > 12) return;
    for (let at = m.start; at < m.end; at++) {
      const held = cover.get(at);
      const length = held === undefined ? 0 : mentions[held]!.end - mentions[held]!.start;
      if (m.end - m.start > length) cover.set(at, i);
    }
  });
  return (start) => cover.get(start) ?? -1;
}

/** Speakers in the order of the text: each report resolves its subject, quotations hand theirs on, appended clauses take the voice before them. */
function giveVoices(drafts: readonly Draft[], voices: Voices): void {
  const memory: Memory = { person: null, body: null, anonymous: null, last: null };
  const speeches = new Map<number, Voice>();
  drafts.forEach((draft, i) => {
    const before = drafts[i - 1]?.sentence === draft.sentence ? drafts[i - 1]! : null;
    draft.voice = voiceOf(draft, before, voices, memory);
    if (draft.voice === null) {
      // Whoever a plain sentence is about may be the "he" of the next.
      const ids = draft.quoted > 0 ? [] : subjectsIn(draft.tokens, draft, voices);
      if (ids.length > 0) remember(memory, madeVoice(ids, [], false, voices), voices);
      return;
    }
    if (draft.speech >= 0) speeches.set(draft.speech, draft.voice);
    // "A and B, X said": what stands before the report in its sentence is X's too.
    if (draft.reports[0]?.trailing)
      for (let k = i - 1; k >= 0 && drafts[k]!.sentence === draft.sentence && drafts[k]!.voice === null; k--)
        drafts[k]!.voice = draft.voice;
  });
  drafts.forEach((draft, i) => {
    if (draft.voice !== null) return;
    const mostly = draft.quoted > 0.5;
    if (mostly) draft.voice = speeches.get(draft.speech) ?? nearVoice(drafts, i);
    else if (draft.quoted > 0) draft.voice = speeches.get(draft.speech) ?? null;
  });
}

/** Voice of the quotation before this one in the paragraph, or behind it, or in the paragraph before. */
function nearVoice(drafts: readonly Draft[], i: number): Voice | null {
  const { paragraph } = drafts[i]!;
  for (let k = i - 1; k >= 0 && drafts[k]!.paragraph >= paragraph - 1; k--)
    if (drafts[k]!.voice !== null && (drafts[k]!.quoted > 0 || drafts[k]!.paragraph === paragraph))
      return drafts[k]!.voice;
  for (let k = i + 1; k < drafts.length && drafts[k]!.paragraph === paragraph; k++)
    if (drafts[k]!.voice !== null) return drafts[k]!.voice;
  return null;
}

interface Memory {
  person: Voice | null;
  body: Voice | null;
  anonymous: Voice | null;
  last: Voice | null;
}

function voiceOf(draft: Draft, before: Draft | null, voices: Voices, memory: Memory): Voice | null {
  const quotedWords = draft.quoted > 0;
  for (const report of draft.reports) {
    const inherits = report.subject.to === report.subject.from;
    if (inherits) {
      if (before?.voice != null) return before.voice;
      // "X went further, telling …": the subject stands at the start of the unit.
      const ids = subjectsIn(draft.tokens, { from: draft.from, to: report.head }, voices);
      if (ids.length === 0) continue;
      const own = madeVoice(ids, [], quotedWords, voices);
      remember(memory, own, voices);
      return own;
    }
    const voice = resolved(draft, report, before, voices, memory, quotedWords);
    if (voice === null) continue;
    const nested = nestedVoice(draft, report, voice, voices, quotedWords);
    remember(memory, nested ?? voice, voices);
    return nested ?? voice;
  }
  if (before?.voice != null && ['conjunct', 'quote', 'alternative', 'participle', 'semicolon'].includes(draft.cut))
    return before.voice;
  return null;
}

function remember(memory: Memory, voice: Voice, voices: Voices): void {
  const actor = voices.actorOf(voice.speaker);
  memory.last = voice;
  if (actor?.kind === 'person') memory.person = voice;
  else memory.body = voice;
  if (actor?.anonymous) memory.anonymous = voice;
}

function resolved(
  draft: Draft,
  report: Report,
  before: Draft | null,
  voices: Voices,
  memory: Memory,
  quoted: boolean,
): Voice | null {
  const { tokens } = draft;
  const ids = subjectsIn(tokens, report.subject, voices);
  const medium = report.medium === null ? [] : subjectsIn(tokens, report.medium, voices);
  if (ids.length === 0) {
    const words = tokens.slice(report.subject.from, report.subject.to);
    const has = (pattern: RegExp): boolean => words.some((t) => pattern.test(t.lower));
    if (has(/^(?:he|she|her|his)$/)) return requoted(memory.person ?? memory.last, quoted, voices);
    if (has(/^(?:official|officials|source|sources|diplomat|diplomats|spokesperson|spokesman|spokeswoman)$/))
      return requoted(memory.anonymous ?? memory.last, quoted, voices);
    if (has(/^(?:it|its|they|their)$/)) return requoted(memory.body ?? memory.last, quoted, voices);
    if (has(/^(?:who|which)$/)) return before === null ? null : antecedentVoice(before, voices, quoted);
    return null;
  }
  return madeVoice(ids, medium, quoted, voices);
}

function requoted(voice: Voice | null, quoted: boolean, voices: Voices): Voice | null {
  if (voice === null) return null;
  const cls = classOf(voices.actorOf(voice.speaker), quoted, voice.cls === 'state_media');
  return { ...voice, cls, via: [] };
}

/** The person or body that a relative clause goes on about: the first one named in the unit before. */
function antecedentVoice(before: Draft, voices: Voices, quoted: boolean): Voice | null {
  let from = before.from;
  for (let i = before.from; i < before.to; i++)
    if (isAuxiliary(before.tokens[i]) || headAt(before.tokens, i) !== null) from = i;
  const late = subjectsIn(before.tokens, { from, to: before.to }, voices);
  const ids = late.length > 0 ? late : subjectsIn(before.tokens, { from: before.from, to: before.to }, voices);
  return ids.length === 0 ? null : madeVoice(ids.slice(0, 1), [], quoted, voices);
}

function madeVoice(ids: readonly string[], medium: readonly string[], quoted: boolean, voices: Voices): Voice {
  const speaker = ids[0]!;
  const state = medium.some((id) => id.includes('/') || voices.actorOf(id)?.state != null);
  return {
    speaker,
    holders: [...new Set(ids.map((id) => holderOf(id, voices)))],
    cls: classOf(voices.actorOf(speaker), quoted, state && medium.length > 0),
    via: medium,
    found: true,
  };
}

/** A medium, an office or a source that passes on whose stance it is: the holder stands inside what is said. */
function nestedVoice(draft: Draft, outer: Report, voice: Voice, voices: Voices, quoted: boolean): Voice | null {
  const actor = voices.actorOf(voice.speaker);
  const inner = draft.reports.find((r) => r !== outer && r.subject.to > r.subject.from);
  if (inner !== undefined) {
    const ids = subjectsIn(draft.tokens, inner.subject, voices);
    if (ids.length > 0 && !ids.includes(voice.speaker)) {
      const made = madeVoice(ids, [], quoted, voices);
      const sameHolder = made.holders.some((h) => voice.holders.map(rootOf).includes(rootOf(h)));
      if (actor?.media)
        return {
          ...made,
          cls: voices.actorOf(ids[0]!)?.anonymous ? 'official_unnamed' : 'media_report',
          via: [voice.speaker],
        };
      if (sameHolder) return null;
      const person = voices.actorOf(ids[0]!)?.kind === 'person' && inner.kinds.includes('say');
      if (actor?.anonymous && (person || actor.speaks_for === null)) return { ...made, cls: 'official_unnamed' };
      return null;
    }
  }
  if (actor?.media) {
    const rest = {
      from: outer.trailing ? draft.from : outer.frame.to,
      to: outer.trailing ? outer.frame.from : draft.to,
    };
    const after = outer.trailing && outer.frame.from === draft.from ? { from: outer.frame.to, to: draft.to } : rest;
    const ids = subjectsIn(draft.tokens, upToVerb(draft.tokens, after), voices);
    const holders = ids.length > 0 ? [...new Set(ids.map((id) => holderOf(id, voices)))] : voice.holders;
    return { ...voice, holders, via: [voice.speaker] };
  }
  return null;
}

/** A range up to its first finite verb: where the subject of what is said stands. */
function upToVerb(tokens: readonly ClauseToken[], range: Range): Range {
  for (let i = range.from + 1; i < range.to; i++)
    if (isAuxiliary(tokens[i]) || (tokens[i]!.pos === 'VERB' && tokens[i]!.mention < 0))
      return { from: range.from, to: i };
  return range;
}

/** Characters of a draft, marks and conjunctions of time at its ends left out. */
function spanOf(draft: Pick<Draft, 'tokens' | 'from' | 'to'>): Span {
  let { from, to } = draft;
  while (
    from < to - 1 &&
    (!draft.tokens[from]!.word || /^(?:after|as|because|when|since|with)$/.test(draft.tokens[from]!.lower))
  )
    from++;
  while (to > from + 1 && !draft.tokens[to - 1]!.word && draft.tokens[to - 1]!.lower !== ')') to--;
  return { start: draft.tokens[from]!.start, end: draft.tokens[to - 1]!.end };
}

/** Ranges of a draft that speak of the matter: without the frames of reports and, unless asked, without antecedents. */
function rangesOf(draft: Draft, withConditions: boolean): Range[] {
  const hidden: Range[] = [...draft.reports.map((r) => r.frame), ...namingAsides(draft)];
  if (!withConditions) hidden.push(...conditionsIn(draft));
  const ranges: Range[] = [];
  let from = -1;
  for (let i = draft.from; i <= draft.to; i++) {
    const out = i === draft.to || hidden.some((r) => r.from <= i && i < r.to);
    if (!out && from < 0) from = i;
    if (out && from >= 0) {
      ranges.push({ from, to: i });
      from = -1;
    }
  }
  return ranges;
}

/** ", requesting anonymity because of …", ", speaking on condition of anonymity": up to the next comma or the end. */
function namingAsides(draft: Draft): Range[] {
  const found: Range[] = [];
  for (let i = draft.from; i < draft.to; i++) {
    if (!/^(?:anonymity|anonymously|identified|authorised|authorized)$/.test(draft.tokens[i]!.lower)) continue;
    let from = i;
    while (from > draft.from && draft.tokens[from - 1]!.lower !== ',') from--;
    let to = i;
    while (to < draft.to && draft.tokens[to]!.lower !== ',') to++;
    if (from > draft.from) found.push({ from, to });
  }
  return found;
}

/** Asked again whenever units are merged: kept for as long as the draft. */
function kept<T>(look: (draft: Draft) => T): (draft: Draft) => T {
  const known = new WeakMap<Draft, { readonly value: T }>();
  return (draft) => {
    const found = known.get(draft) ?? { value: look(draft) };
    known.set(draft, found);
    return found.value;
  };
}

const conditionsIn = kept((draft) => antecedentsOf(draft.tokens, draft));
const matterOf = kept((draft) => rangesOf(draft, false));
const stretchesOf = kept((draft): Stretch[] => matterOf(draft).map((r) => ({ tokens: draft.tokens, ...r })));
const evidenceOf = kept((draft) => wordsIn(draft.tokens, matterOf(draft)));

/** The predicate of the segments that speak of the issue, of all when none does. */
function predicateOn(
  drafts: readonly Draft[],
  issue: Issue,
  kinds: readonly VerbKind[],
  holder: (t: ClauseToken) => boolean,
): Predicate {
  const all = drafts.flatMap(stretchesOf);
  const whole = predicateOf(all, kinds, holder);
  const about = segmentsOf(all).filter((s) => (scoresOf(wordsIn(s.tokens, [s])).get(issue) ?? 0) >= 0.5);
  if (about.length === 0) return whole;
  const near = predicateOf(about, kinds, holder);
  return { ...whole, negated: near.negated, reducing: near.reducing };
}

function sceneOf(
  article: Article,
  drafts: readonly Draft[],
  voices: Voices,
  parties: readonly string[],
  topic: ReadonlySet<string>,
  weights: IssueWeights | undefined,
): Scene {
  const before = new Map<Draft, Scores>();
  const paragraphs = new Map<number, Map<Issue, number>>();
  let last: Scores = new Map();
  for (const draft of drafts) {
    before.set(draft, last);
    const scores = scoresOf(wordsIn(draft.tokens, [draft]));
    const paragraph = paragraphs.get(draft.paragraph) ?? new Map<Issue, number>();
    for (const [issue, value] of scores) {
      paragraph.set(issue, (paragraph.get(issue) ?? 0) + value);
    }
    paragraphs.set(draft.paragraph, paragraph);
    last = scores;
  }
  return { article, voices, parties, before, paragraphs, topic, weights };
}

/** Units of one stance, judged together. */
function judge(drafts: readonly Draft[], scene: Scene, prior: Scores): Judged {
  const { voices, parties } = scene;
  const first = drafts[0]!;
  const voice = first.voice!;
  const waits = drafts
    .map((d) => ({ draft: d, antecedent: conditionsIn(d)[0] ?? null }))
    .find((w) => w.antecedent !== null);
  const antecedent = waits?.antecedent ?? null;
  const kinds = drafts.flatMap((d) => d.reports.flatMap((r) => r.kinds));
  const holder = isHolder(voice, voices);
  const predicate = predicateOf(drafts.flatMap(stretchesOf), kinds, holder);
  const words = drafts.map(evidenceOf);
  const when = waits === undefined ? new Map<Issue, number>() : scoresOf(wordsIn(waits.draft.tokens, [antecedent!]));
  const condition =
    waits === undefined ? null : conditionOf(waits.draft.tokens, antecedent!, partyAt(voices), voice.holders[0]!);
  const own = summed(words.map((w) => scoresOf(w)));
  const evidence = Math.max(0, ...own.values());
  const before = scene.before.get(first) ?? new Map<Issue, number>();
  const features: IssueFeatures = {
    graded: {
      cue: damped(summed(words.map((w) => w.cue))),
      turn: damped(summed(words.map((w) => w.turn))),
      first: damped(words[0]!.first),
      core: damped(new Map<Issue, number>([['core_dispute', sharedWith(scene.topic, drafts)]])),
      when: damped(when),
      echo: evidence < 2 && echoes(drafts, predicate) ? prior : new Map<Issue, number>(),
      prior: evidence < 1 ? prior : new Map<Issue, number>(),
      before: damped(before),
      lean: evidence < 1 ? damped(before) : new Map<Issue, number>(),
      paragraph: damped(scene.paragraphs.get(first.paragraph) ?? new Map<Issue, number>()),
      learned: learnedOf(drafts),
    },
    facts: factsOf(predicate, kinds, voice, voices, parties, condition, evidence),
  };
  const chances = issueChances(features, scene.weights);
  const order = chances.map((chance, i) => ({ chance, i })).sort((a, b) => b.chance - a.chance || a.i - b.i);
  const issue = issues[order[0]!.i]!;
  const share = drafts.reduce((sum, d) => sum + d.quoted, 0) / drafts.length;
  const last = drafts.at(-1)!;
  return {
    drafts,
    span: { start: spanOf(first).start, end: spanOf(last).end },
    paragraph: first.paragraph,
    voice,
    predicate: predicateOn(drafts, issue, kinds, holder),
    antecedent,
    features,
    issue,
    chances: new Map(issues.map((name, i) => [name, chances[i]!])),
    chance: order[0]!.chance,
    lead: order[0]!.chance - order[1]!.chance,
    evidence,
    quote: share === 0 ? 'indirect' : share > 0.55 ? 'direct' : 'mixed',
    hedged: drafts.some((d) => d.tokens.slice(d.from, d.to).some((t) => hedges.has(t.lower))),
    own: drafts.some((d) => d.reports.length > 0),
    said: drafts.map((d) => saidOn(d, scene.article)).find((date) => date !== null) ?? null,
  };
}

/** Log odds of the issues by the classifier of words, 0 for one that it thinks impossible. It reads units whole, with their reports and conditions, as the sentences are that it learned from. */
function learnedOf(drafts: readonly Draft[]): Scores {
  const chances = issuesFrom(drafts);
  return new Map([...chances].map(([issue, p]) => [issue, Math.log(p + leastChance) - Math.log(leastChance)]));
}

const leastChance = 0.003;

/** "denies it", "rejected the proposal": takes up what was said before. */
function echoes(drafts: readonly Draft[], p: Predicate): boolean {
  const taken =
    /^(?:it|that|this|so|charge|charges|accusation|accusations|allegation|allegations|claim|claims|proposal|plan|offer|idea|letter|demand|demands|suggestion|warning|call|request|report|reports|remarks|move|step)$/;
  const words = drafts.flatMap((d) => stretchesOf(d).flatMap((s) => s.tokens.slice(s.from, s.to)));
  return (
    ['deny', 'reject', 'accept', 'oppose', 'accuse', 'say'].includes(p.kind) && words.some((t) => taken.test(t.lower))
  );
}

/** Words that the article keeps coming back to: plain nouns that stand in it at least three times, and those of its headline. */
function topicOf(article: Article, lower: Lower, drafts: readonly Draft[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const count = (token: ClauseToken | Token, by: number): void => {
    const base = token.bases.at(-1)!;
    if (token.lower.length > 3) counts.set(base, (counts.get(base) ?? 0) + by);
  };
  for (const d of drafts)
    for (const t of d.tokens.slice(d.from, d.to))
      if (t.mention < 0 && (t.pos === 'NOUN' || t.pos === 'PROPN')) count(t, 1);
  for (const zone of lower.zones)
    if (zone.kind === 'headline')
      for (const t of tokensOf(article.text, zone.start, zone.end)) if (t.word) count(t, 0.5);
  return new Set([...counts].filter(([, n]) => n >= 2.5).map(([word]) => word));
}

function sharedWith(topic: ReadonlySet<string>, drafts: readonly Draft[]): number {
  const words = drafts.flatMap((d) => stretchesOf(d).flatMap(withoutTopics));
  return new Set(words.filter((t) => t.mention < 0 && t.bases.some((b) => topic.has(b))).map((t) => t.bases.at(-1)))
    .size;
}

/** The day that the words around a reporting verb name: "said on Monday", "had on Wednesday stressed". */
function saidOn(draft: Draft, article: Article): string | null {
  for (const report of draft.reports) {
    const from = report.head < 0 ? report.frame.from : Math.max(draft.from, Math.min(report.frame.from, report.head));
    const to = Math.min(draft.to, Math.max(report.frame.to, report.head + 7));
    const start = draft.tokens[from]?.start ?? 0;
    const end = draft.tokens[Math.max(from, to - 1)]?.end ?? start;
    const day = datesIn(article.text.slice(start, end), article.published).find((d) => !d.ahead);
    if (day !== undefined) return day.date;
  }
  return null;
}

function summed(parts: readonly Scores[]): Map<Issue, number> {
  const sums = new Map<Issue, number>();
  for (const part of parts) for (const [issue, value] of part) sums.set(issue, (sums.get(issue) ?? 0) + value);
  return sums;
}

/** Whose business a speaker's office is: force, diplomacy, money, order, people in need, rights. */
const offices: readonly (readonly [string, RegExp])[] = [
  [
    'force',
    /defen[cs]e|army|militar|chief of staff|armed|general|colonel|commander|navy|naval|air force|guard|\bmod\b/i,
  ],
  ['diplomacy', /foreign|diplomat|envoy|negotiator|ambassador|mfa|secretary of state/i],
  ['money', /trade|commerce|econom|finance|energy|treasury|bank|broker/i],
  ['order', /interior|police|border|coast guard|security/i],
  ['need', /refugee|aid group|humanitarian|migration|mayor|governor|resident|farmer|village|teacher|camp|relief/i],
  ['rights', /rights|amnesty|activist|dissident|ombuds|lawyer|opposition|lawmaker|party/i],
];

/** Plain facts for the model. */
function factsOf(
  p: Predicate,
  kinds: readonly VerbKind[],
  voice: Voice,
  voices: Voices,
  parties: readonly string[],
  condition: Statement['conditional_on'],
  evidence: number,
): string[] {
  const speaker = voices.actorOf(voice.speaker);
  const office = `${speaker?.role ?? ''} ${speaker?.canonical ?? ''} ${voice.speaker.split('/')[1] ?? ''}`;
  const party = voice.holders.some((h) => parties.includes(rootOf(h)));
  const facts = ['any', party ? 'party' : 'third', `kind ${p.kind}`, `speaker ${speaker?.kind ?? 'none'}`];
  if (speaker?.anonymous) facts.push('unnamed');
  for (const [name, pattern] of offices) if (pattern.test(office)) facts.push(`office ${name}`);
  if (kinds.includes('threaten')) facts.push('warns');
  if (p.kind === 'offer' || p.ready) facts.push(party ? 'party offers' : 'third offers');
  for (const name of ['negated', 'reducing', 'future', 'possible', 'obliging', 'ready', 'own'] as const)
    if (p[name]) facts.push(name);
  if (p.negated && p.own) facts.push('own negated');
  if (condition !== null) {
    facts.push('waits');
    for (const { event } of condition.terms) facts.push(`waits ${event}${party ? '' : ' third'}`);
  }
  if (evidence === 0) facts.push('bare');
  return [...new Set(facts)];
}

const isHolder =
  (voice: Voice, voices: Voices) =>
  (t: ClauseToken): boolean =>
    t.mention >= 0 && voice.holders.map(rootOf).includes(rootOf(holderOf(voices.mentions[t.mention]!.actor, voices)));

const partyAt =
  (voices: Voices) =>
  (t: ClauseToken): string | null => {
    if (t.mention < 0) return null;
    const actor = voices.actorOf(voices.mentions[t.mention]!.actor);
    if (actor === undefined || actor.media) return null;
    return rootOf(holderOf(actor.id, voices));
  };

/** Neighbouring units of one speech or sentence with one stance become one record. */
function mergedOf(drafts: readonly Draft[], scene: Scene): Judged[] {
  const out: Judged[] = [];
  for (const draft of drafts) {
    const prior: Scores = out.length === 0 ? new Map() : out.at(-1)!.chances;
    const next = judge([draft], scene, prior);
    const last = out.at(-1);
    if (last !== undefined && joins(last, next, scene))
      out[out.length - 1] = judge([...last.drafts, draft], scene, out.at(-2)?.chances ?? new Map());
    else out.push(next);
  }
  return out;
}

function joins(a: Judged, b: Judged, scene: Scene): boolean {
  const left = a.drafts.at(-1)!;
  const right = b.drafts[0]!;
  if (a.voice.speaker !== b.voice.speaker || a.voice.holders.join() !== b.voice.holders.join()) return false;
  const sameSentence = left.sentence === right.sentence;
  const sameSpeech = left.speech >= 0 && left.speech === right.speech && left.paragraph === right.paragraph;
  if (!sameSentence && !sameSpeech) return false;
  if (left.sentence < right.sentence - 1) return false;
  if (['participle', 'alternative', 'relative', 'contrast'].includes(right.cut)) return false;
  if (b.antecedent !== null && a.antecedent === null && a.evidence > 0) return false;
  if (b.own && right.cut === 'conjunct' && b.evidence > 0) return false;
  if (b.evidence === 0 || a.evidence === 0) return !(b.own && sameSentence && b.evidence > 0);
  if (right.cut === 'quote' && (a.lead < sure || b.lead < sure)) return true;
  const sign = (j: Judged): number => Math.sign(stanceOf(j, scene.voices, scene.parties, 0).position);
  return a.issue === b.issue && sign(a) === sign(b);
}

/** A lead of probability at which a unit's issue is its own. */
const sure = 0.25;

type Taken = Pick<Statement, 'holders' | 'issue' | 'act' | 'position' | 'intensity' | 'conditional_on' | 'targets'>;

function stanceOf(j: Judged, voices: Voices, parties: readonly string[], side: number): Taken {
  const waits = j.antecedent === null ? undefined : j.drafts.find((d) => conditionsIn(d).length > 0);
  const condition =
    j.antecedent === null || waits === undefined
      ? null
      : conditionOf(waits.tokens, j.antecedent, partyAt(voices), j.voice.holders[0]!);
  const waiting =
    j.antecedent === null ? 'no' : ['unless', 'until', 'face', 'not'].includes(j.antecedent.marker) ? 'unless' : 'if';
  const act = actOf(j.predicate, j.issue, waiting);
  const sign = signOf(j.predicate, act, j.issue, waiting, side, j.features.facts.includes('office order'));
  const size = sizeOf(j.predicate, act, j.issue, j.antecedent !== null);
  return {
    holders: [...j.voice.holders],
    issue: j.issue,
    act,
    position: sign * size,
    intensity: intensityOf(act, j.issue, size),
    conditional_on: condition,
    targets: targetsOf(j, voices, parties),
  };
}

/** States and bodies named in the unit other than the holder; the other party when none is. */
function targetsOf(j: Judged, voices: Voices, parties: readonly string[]): string[] {
  const holders = j.voice.holders.map(rootOf);
  const named: string[] = [];
  for (const draft of j.drafts)
    for (const range of rangesOf(draft, true))
      for (let i = range.from; i < range.to; i++) {
        const id = partyAt(voices)(draft.tokens[i]!);
        if (id !== null && !holders.includes(id) && !named.includes(id)) named.push(id);
      }
  const among = named.filter((id) => parties.includes(id));
  if (among.length > 0) return among;
  const others = parties.filter((p) => !holders.includes(p));
  return others.length > 0 ? others : named.slice(0, 2);
}

function statementOf(
  article: Article,
  j: Judged,
  i: number,
  voices: Voices,
  parties: readonly string[],
  challenger: string | null,
  date: string,
): Statement {
  const root = rootOf(j.voice.holders[0]!);
  const side = challenger === null || !parties.includes(root) ? 0 : root === challenger ? -1 : 1;
  const stance = stanceOf(j, voices, parties, side);
  return {
    kind: 'statement',
    id: recordId(article, 's', i),
    holders: stance.holders,
    attribution: j.voice.cls,
    via: [...j.voice.via],
    hedged: j.hedged,
    date,
    as_of: article.published,
    span: anchored(article, j.span, j.paragraph),
    paraphrase: paraphraseOf(j, stance),
    speaker: j.voice.speaker,
    targets: stance.targets,
    issue: stance.issue,
    subissues: [],
    act: stance.act,
    position: stance.position,
    intensity: stance.intensity,
    expects: null,
    conditional_on: stance.conditional_on,
    quote: j.quote,
    plover: ploverOf(stance.act, j.issue),
  };
}

/** In words of ours, from the fields alone. */
function paraphraseOf(j: Judged, stance: Taken): string {
  const way = stance.position > 0.15 ? 'for' : stance.position < -0.15 ? 'against' : 'open on';
  const on = stance.targets.length > 0 ? `, towards ${stance.targets.join(' and ')}` : '';
  const when = stance.conditional_on === null ? '' : `, if ${stance.conditional_on.paraphrase}`;
  const who =
    j.voice.holders.join(' and ') + (j.voice.holders.includes(j.voice.speaker) ? '' : ` (${j.voice.speaker})`);
  return `${who}: ${stance.act}, ${way} ${stance.issue}${on}${when}; ${j.quote} quotation`.slice(0, 300);
}
