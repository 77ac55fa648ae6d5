// A clause unit → whose words it carries: the reporting verb, its subject (before or after it), "according to", "was quoted as saying", media in between, and the class of attribution.
import { type ClauseToken, headAt, isAdverb, isAuxiliary, parentheticalEnd, type Unit } from './clauses.ts';
import type { Mention, ReadActor } from './document.ts';
import type { Attribution } from './evidence.ts';
import type { VerbKind } from './lexicon.ts';

/** Token range `[from, to)`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A reporting or stance clause found in a unit. */
export interface Report {
  /** Token of the verb; −1 for "according to". */
  readonly head: number;
  readonly kinds: readonly VerbKind[];
  /** Where its subject stands; empty when it has none of its own (", adding …"). */
  readonly subject: Range;
  /** "…, X said": what is said stands before it. */
  readonly trailing: boolean;
  /** Tokens that report and say nothing of the matter. */
  readonly frame: Range;
  /** Medium that passes it on, as a token range. */
  readonly medium: Range | null;
}

const marks = new Set([',', '“', '”', '"', '‘', '’', '—', '–', ';', ':', '(', ')', '.', '?', '!', '-', '…']);
const isMark = (t: ClauseToken | undefined): boolean => t === undefined || marks.has(t.lower);
const empty = (at: number): Range => ({ from: at, to: at });

/** Reports of a unit: those that stand after what they report first, then in the order of the text. */
export function reportsOf(tokens: readonly ClauseToken[], unit: Unit, voices: Voices): Report[] {
  const found: Report[] = [];
  for (let k = unit.from; k < unit.to; k++) {
    const token = tokens[k]!;
    const aside = parentheticalEnd(tokens, k);
    if (aside >= 0 && aside < unit.to) {
      k = aside;
      continue;
    }
    if (token.quote >= 0) continue;
    if (token.lower === 'according' && tokens[k + 1]?.lower === 'to') {
      const to = endOfPhrase(tokens, k + 2, unit.to);
      found.push({
        head: -1,
        kinds: ['say'],
        subject: { from: k + 2, to },
        trailing: true,
        frame: { from: k, to },
        medium: null,
      });
      continue;
    }
    const head = headAt(tokens, k) ?? phraseAt(tokens, k);
    if (head === null) continue;
    const report = token.bases.includes('quote')
      ? quotedReport(tokens, unit, k, voices)
      : reportAt(tokens, unit, k, head.kinds, head.form, voices);
    if (report !== null) found.push(report);
  }
  return found.sort((a, b) => Number(b.trailing) - Number(a.trailing));
}

/** "went on", "made clear", "let it be known", "has called it …": sayings of several words. */
function phraseAt(tokens: readonly ClauseToken[], k: number): { kinds: VerbKind[]; form: 'finite' | 'ing' } | null {
  const [a, b, c, d] = [0, 1, 2, 3].map((n) => tokens[k + n]?.lower ?? '');
  if (/^go(?:es)?$|^went$/.test(a!) && b === 'on' && (isMark(tokens[k + 2]) || c === 'to'))
    return { kinds: ['say'], form: 'finite' };
  if (/^(?:hit|shot|fired|shoots|hits|fires)$/.test(a!) && b === 'back' && ['that', ',', ':', 'by'].includes(c!))
    return { kinds: ['say'], form: 'finite' };
  if (a === 'made' && (b === 'clear' || c === 'clear')) return { kinds: ['say'], form: 'finite' };
  if (a === 'let' && (b === 'it' || b === 'us') && c === 'be' && d === 'known')
    return { kinds: ['say'], form: 'finite' };
  if (
    /^(?:renew|repeat|restate|reiterate|reaffirm|make|issue|voice|express|lodge|extend|put|give)/.test(
      tokens[k]!.bases.at(-1) ?? '',
    ) &&
    tokens[k]!.mention < 0
  )
    for (let n = 1; n <= 3; n++) {
      const noun = tokens[k + n]?.bases.map((base) => saidNouns.get(base)).find((kind) => kind !== undefined);
      if (noun !== undefined && /^(?:to|for|that|of|about)$/.test(tokens[k + n + 1]?.lower ?? ''))
        return { kinds: [noun], form: 'finite' };
    }
  if (/^has$|^have$/.test(a!) && b === 'it' && c === 'that') return { kinds: ['say'], form: 'finite' };
  return null;
}

/** What one makes, renews or issues when one takes a stance. */
const saidNouns: ReadonlyMap<string, VerbKind> = new Map<string, VerbKind>([
  ['offer', 'offer'],
  ['proposal', 'offer'],
  ['invitation', 'offer'],
  ['call', 'demand'],
  ['demand', 'demand'],
  ['appeal', 'demand'],
  ['request', 'demand'],
  ['threat', 'threaten'],
  ['warning', 'threaten'],
  ['objection', 'oppose'],
  ['opposition', 'oppose'],
  ['protest', 'oppose'],
  ['pledge', 'commit'],
  ['promise', 'commit'],
  ['vow', 'commit'],
  ['support', 'support'],
  ['backing', 'support'],
]);

function quotedReport(tokens: readonly ClauseToken[], unit: Unit, k: number, voices: Voices): Report | null {
  const saying = tokens.findIndex(
    (t, i) => i > k && i < unit.to && t.lower === 'saying' && tokens[i - 1]?.lower === 'as',
  );
  const passive = tokens.slice(Math.max(unit.from, k - 3), k).some((t) => t.bases.includes('be'));
  const end = saying < 0 ? endOfPhrase(tokens, k + 1, unit.to) : saying - 1;
  const left = subjectBefore(tokens, unit, k, voices);
  const trailing = left.trailing || tokens.slice(unit.from, left.subject.from).some((t) => t.quote >= 0);
  if (passive) {
    const by = tokens.findIndex((t, i) => i > k && i < unit.to && t.lower === 'by');
    const medium = by < 0 ? null : { from: by + 1, to: by < end ? end : endOfPhrase(tokens, by + 1, unit.to) };
    const to = trailing ? unit.to : saying < 0 ? end : saying + 1;
    return { head: k, kinds: ['say'], subject: left.subject, trailing, frame: { from: left.subject.from, to }, medium };
  }
  if (saying < 0) return null;
  const frame = { from: left.subject.from, to: trailing ? unit.to : saying + 1 };
  return { head: k, kinds: ['say'], subject: { from: k + 1, to: end }, trailing, frame, medium: left.subject };
}

function reportAt(
  tokens: readonly ClauseToken[],
  unit: Unit,
  k: number,
  kinds: readonly VerbKind[],
  form: 'finite' | 'ing',
  voices: Voices,
): Report | null {
  const token = tokens[k]!;
  const says = kinds.includes('say') || kinds.includes('threaten') || kinds.includes('deny');
  const before = tokens[k - 1];
  const atMark = k === unit.from || isMark(before);
  if (atMark && says && form === 'finite' && k > unit.from) {
    const to = endOfPhrase(tokens, k + 1, unit.to);
    const afterQuote = tokens.slice(Math.max(unit.from, k - 2), k).some((t) => t.quote >= 0 || /[”"’]/.test(t.text));
    const named = tokens
      .slice(k + 1, Math.min(to, k + 8))
      .some((t) => t.mention >= 0 || /^\p{Lu}|^(?:the|a|an|one|he|she)$/u.test(t.text));
    const plain = !finite(tokens, { from: k + 1, to }) && finite(tokens, { from: unit.from, to: k });
    if (named && !token.bases.includes('tell') && !appositionBefore(tokens, unit, k) && (afterQuote || plain))
      return { head: k, kinds, subject: { from: k + 1, to }, trailing: true, frame: { from: k, to }, medium: null };
  }
  if (form === 'ing' && k > unit.from && !atMark && !['with', 'as', 'while'].includes(before?.lower ?? '')) {
    // "Western countries accusing Iran of …": an absolute clause with a subject of its own.
    const left = subjectBefore(tokens, unit, k, voices);
    const own = left.subject.to > left.subject.from && tokens.slice(left.subject.from, k).some((t) => t.mention >= 0);
    const progressive = tokens.slice(Math.max(unit.from, k - 3), k).some((t) => t.bases.includes('be'));
    if (!own && !progressive) return null;
    return {
      head: k,
      kinds,
      subject: left.subject,
      trailing: false,
      frame: frameBefore(left.subject.from, k, kinds),
      medium: null,
    };
  }
  let first = k;
  while (
    first > unit.from &&
    (isAdverb(tokens[first - 1]!) ||
      /^(?:also|again|then|still|now|later|has|have|had|would|could|will)$/.test(tokens[first - 1]!.lower))
  )
    first--;
  const bare = first === unit.from || ['and', 'but', 'or', 'yet'].includes(tokens[first - 1]!.lower);
  if (form === 'ing' || bare)
    return {
      head: k,
      kinds,
      subject: empty(k),
      trailing: false,
      frame: frameBefore(unit.from, k, kinds),
      medium: null,
    };
  const { subject, trailing } = subjectBefore(tokens, unit, k, voices);
  if (subject.to === subject.from) return null;
  if (trailing && !says) return null;
  const frame = trailing
    ? { from: subject.from, to: endOfTail(tokens, k + 1, unit.to) }
    : frameBefore(subject.from, k, kinds);
  return { head: k, kinds, subject, trailing, frame, medium: null };
}

/** "X, spokesman for Y, said": what stands since the last quotation names somebody and does nothing. */
function appositionBefore(tokens: readonly ClauseToken[], unit: Unit, k: number): boolean {
  let from = k;
  while (from > unit.from && tokens[from - 1]!.quote < 0) from--;
  return tokens.slice(from, k).some((t) => t.mention >= 0) && !finite(tokens, { from, to: k });
}

/** A verb that only says belongs to the frame; one that takes a stance is part of the matter. */
function frameBefore(from: number, k: number, kinds: readonly VerbKind[]): Range {
  return { from, to: kinds[0] === 'say' ? k + 1 : k };
}

/** Up to the next mark or the end. */
function endOfPhrase(tokens: readonly ClauseToken[], from: number, to: number): number {
  let k = from;
  while (k < to && (!isMark(tokens[k]) || tokens[k]!.lower === '-') && tokens[k]!.quote < 0) k++;
  return k;
}

/** The tail of "…, he told reporters in Rome": to the next mark, unless a quotation goes on behind it. */
function endOfTail(tokens: readonly ClauseToken[], from: number, to: number): number {
  return endOfPhrase(tokens, from, to);
}

/**
 * Subject of the verb at k: leftwards over appositions and relative clauses to the first stretch that names somebody. What
 * stands left of that is what the verb reports, when it has a finite verb or is a quotation.
 */
function subjectBefore(
  tokens: readonly ClauseToken[],
  unit: Unit,
  k: number,
  voices: Voices,
): { subject: Range; trailing: boolean } {
  let stop = unit.from;
  for (let i = k - 1; i >= unit.from; i--)
    if (tokens[i]!.quote >= 0) {
      stop = i + 1;
      break;
    }
  let from = k;
  let to = k;
  while (from > stop) {
    while (to > stop && isMark(tokens[to - 1])) to--;
    let start = to;
    while (start > stop && !cutting.has(tokens[start - 1]!.lower)) start--;
    const chunk = { from: start, to };
    if (from < k && finite(tokens, chunk) && !relative.has(tokens[start]?.lower ?? '')) break;
    from = start;
    to = start;
    if (namesSomebody(tokens, chunk, voices)) {
      from = startOfList(tokens, stop, from);
      break;
    }
  }
  while (from < k && isMark(tokens[from])) from++;
  const left = { from: stop, to: from };
  return { subject: { from, to: k }, trailing: stop > unit.from || finite(tokens, left) };
}

/** "France, Germany, Italy and X": leftwards over stretches of nothing but names. */
function startOfList(tokens: readonly ClauseToken[], stop: number, from: number): number {
  let start = from;
  for (let i = from - 1; i >= stop; i--) {
    const t = tokens[i]!;
    if (t.mention >= 0) start = i;
    else if (t.lower !== ',' && t.lower !== 'the' && t.lower !== 'and') break;
  }
  return start;
}

const cutting = new Set([',', ':', '—', '–', ';', '-']);
const relative = new Set(['who', 'which', 'whose', 'whom', 'where']);

/** A stretch that starts with a name, or holds a person or a source; "spokesman for X" and "who is due in Y" do not. */
function namesSomebody(tokens: readonly ClauseToken[], chunk: Range, voices: Voices): boolean {
  const first = tokens[chunk.from];
  if (first === undefined || relative.has(first.lower)) return false;
  for (let i = chunk.from; i < chunk.to; i++) {
    const t = tokens[i]!;
    if (/^(?:he|she|they|it|we|i)$/.test(t.lower)) return true;
    if (t.mention < 0) continue;
    const actor = voices.actorOf(voices.mentions[t.mention]!.actor);
    if (i === chunk.from || actor?.kind === 'person' || actor?.anonymous) {
      const behind = prepositions.has(tokens[i - 1]?.lower ?? '') && i > chunk.from;
      if (!behind) return true;
    }
  }
  // "the foreign ministry", "two sources": a phrase of its own that nobody names elsewhere.
  return (
    /^(?:the|a|an|his|her|its|their|one|two|three|several|some)$/.test(first.lower) &&
    !tokens.slice(chunk.from, chunk.to).some((t) => prepositions.has(t.lower))
  );
}

function finite(tokens: readonly ClauseToken[], range: Range): boolean {
  let inside = false;
  for (let i = range.from; i < range.to; i++) {
    const t = tokens[i]!;
    if (/^(?:if|unless|because|until|that)$/.test(t.lower)) return true;
    if (relative.has(t.lower)) inside = true;
    if (t.mention >= 0) continue;
    const verb = t.pos === 'VERB' && !/(?:ing|ed)$/.test(t.lower) && tokens[i - 1]?.lower !== 'to';
    if (!isAuxiliary(t) && headAt(tokens, i) === null && !verb) continue;
    if (!inside) return true;
    inside = false;
  }
  return false;
}

/** What resolving a subject needs of the reading. */
export interface Voices {
  readonly mentions: readonly Mention[];
  readonly actorOf: (id: string) => ReadActor | undefined;
}

const prepositions = new Set('to of for with by from against in at on about over near under than'.split(' '));

/** Ids of the subjects in a range: one, or several joined by commas and "and". */
export function subjectsIn(tokens: readonly ClauseToken[], range: Range, voices: Voices): string[] {
  const seen: { id: string; score: number; at: number }[] = [];
  let last = -1;
  for (let i = range.from; i < range.to; i++) {
    const m = tokens[i]!.mention;
    if (m < 0 || m === last) continue;
    last = m;
    const actor = voices.actorOf(voices.mentions[m]!.actor);
    if (actor === undefined) continue;
    let end = i;
    while (end + 1 < range.to && tokens[end + 1]!.mention === m) end++;
    const owner = /['’]s$|s['’]$/.test(tokens[end]!.text) || /^(?:'s|’s)$/.test(tokens[end + 1]?.lower ?? '');
    const behind =
      prepositions.has(tokens[i - 1]?.lower ?? '') ||
      (prepositions.has(tokens[i - 2]?.lower ?? '') &&
        /^(?:the|a|an|his|her|its|their)$/.test(tokens[i - 1]?.lower ?? ''));
    const named = actor.kind === 'person' ? 4 : actor.kind === 'state' ? 1 : 2;
    const form = voices.mentions[m]!.form;
    const next = tokens[end + 1];
    const attributive =
      end + 1 < range.to &&
      next !== undefined &&
      next.mention < 0 &&
      ['NOUN', 'ADJ'].includes(next.pos) &&
      actor.kind === 'state';
    const score =
      named -
      (attributive ? 2 : 0) +
      (actor.anonymous ? 1 : 0) -
      (owner ? 3 : 0) -
      (behind ? 4 : 0) -
      (form === 'demonym' && actor.kind === 'state' ? 2 : 0);
    seen.push({ id: actor.id, score, at: i });
  }
  if (seen.length === 0) return [];
  const best = Math.max(...seen.map((s) => s.score));
  const first = seen.find((s) => s.score === best)!;
  const actor = voices.actorOf(first.id)!;
  if (actor.kind === 'person') return [first.id];
  // "France, Germany and the United States said": nothing but names, commas and "and" between them.
  const joint = seen.filter((s) => s.score >= best - 1 && voices.actorOf(s.id)!.kind !== 'person');
  const between = tokens
    .slice(first.at, (joint.at(-1) ?? first).at)
    .filter((t) => t.mention < 0 && t.word && !['and', 'the', 'including', 'as', 'well'].includes(t.lower));
  if (joint.length > 1 && between.length <= 2) return [...new Set(joint.map((s) => s.id))];
  return [first.id];
}

/** Whom an actor speaks for, at the top of the chain; itself when it speaks for itself. */
export function holderOf(id: string, voices: Voices): string {
  let at = id;
  for (let steps = 0; steps < 5; steps++) {
    const next = voices.actorOf(at)?.speaks_for;
    if (next === undefined || next === null || next === at) break;
    at = next;
  }
  return at;
}

/** Class of attribution of a speaker's words. */
export function classOf(speaker: ReadActor | undefined, quoted: boolean, stateMedium: boolean): Attribution {
  if (speaker === undefined) return 'narrator';
  if (speaker.media) return 'media_report';
  if (stateMedium) return 'state_media';
  if (speaker.anonymous) return 'official_unnamed';
  if (speaker.kind === 'person') return quoted ? 'on_record_direct' : 'on_record_indirect';
  return 'institution';
}

export const hedges = new Set(
  'reportedly allegedly purportedly apparently supposedly rumored rumoured suggested'.split(' '),
);
