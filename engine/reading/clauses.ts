// A sentence → clause units: the stretches that can carry one stance each, cut at ", adding", "though", "or face", ", but X said", semicolons and the ends of quoted sentences.
import type { Span } from './article.ts';
import { type VerbKind, verbKindsAt } from './lexicon.ts';
import type { Quote } from './quotations.ts';
import { remembered, type Token, tokensOf } from './tokens.ts';

/** A token with what clauses and attribution ask of it. */
export interface ClauseToken extends Token {
  /** Index into the article's quotations, or −1; the marks themselves lie outside. */
  readonly quote: number;
  /** Universal part of speech, or '' when nobody tagged it. */
  readonly pos: string;
  /** Index into the mentions, of the longest that covers it, or −1. */
  readonly mention: number;
}

export function clauseTokensOf(
  text: string,
  span: Span,
  quotes: readonly Quote[],
  posAt: (start: number) => string,
  mentionAt: (start: number) => number,
): ClauseToken[] {
  const near = quotes.flatMap((q, at) => (q.start < span.end && span.start < q.end ? [{ q, at }] : []));
  // Quotations follow one another: those that have ended are not looked at again.
  let next = 0;
  return tokensOf(text, span.start, span.end).map((token) => {
    while (next < near.length && near[next]!.q.end <= token.start) next++;
    const q = near[next]?.q;
    const inside = q !== undefined && q.start < token.start && token.start < (q.open ? q.end : q.end - 1);
    return {
      ...token,
      quote: inside ? near[next]!.at : -1,
      pos: posAt(token.start),
      mention: mentionAt(token.start),
    };
  });
}

/** Tokens `[from, to)` of a sentence. `cut` says by which rule it starts. */
export interface Unit {
  readonly from: number;
  readonly to: number;
  readonly cut:
    | 'sentence'
    | 'quote'
    | 'participle'
    | 'conjunct'
    | 'contrast'
    | 'relative'
    | 'alternative'
    | 'semicolon';
}

const auxiliaries = new Set(
  `will would can could may might must shall should is are was were be been has have had do does did cannot won't
   wouldn't can't couldn't isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't`.split(/\s+/),
);
const skippable = new Set(
  'also again then later still even now since has have had not already recently repeatedly'.split(' '),
);
const determiners = new Set(
  'the a an this that these those his her its their our my your any some no every such several many two three'.split(
    ' ',
  ),
);
const pronouns = new Set('he she it they we i you who which that there nobody nothing anyone everyone this'.split(' '));

export const isAuxiliary = (t: ClauseToken | undefined): boolean => t !== undefined && auxiliaries.has(t.lower);
export const isDeterminer = (t: ClauseToken | undefined): boolean => t !== undefined && determiners.has(t.lower);

/** By its ending alone; Italy and July are none. */
export const isAdverb = (t: ClauseToken): boolean =>
  t.mention < 0 &&
  /^\p{Ll}+ly$/u.test(t.text) &&
  !/^(?:ally|family|supply|assembly|reply|rely|apply|fly)$/.test(t.lower);

/** A finite or participial verb that reports or takes a stance; null for nouns of the same form, infinitives and passives. */
export const headAt = remembered(headOf);

function headOf(tokens: readonly ClauseToken[], i: number): { kinds: VerbKind[]; form: 'finite' | 'ing' } | null {
  const token = tokens[i]!;
  if (!token.word || token.mention >= 0) return null;
  const kinds = verbKindsAt(tokens, i);
  if (kinds.length === 0) return null;
  const before = tokens[i - 1];
  const form = token.lower.endsWith('ing') ? 'ing' : 'finite';
  const past = /ed$/.test(token.lower) || (token.bases.length > 2 && !/(?:s|ing)$/.test(token.lower));
  if (before !== undefined) {
    if (isDeterminer(before) && !pronouns.has(before.lower)) return null;
    if (/'s$|s'$/.test(before.lower) && before.quote < 0 && !(past && before.mention < 0)) return null;
    if (['to', 'of', 'for', 'in', 'on', 'under', 'by', 'with', 'at', 'from'].includes(before.lower)) return null;
    if (
      /^(?:be|is|are|was|were|been|being|'s)$/.test(before.lower) &&
      past &&
      !token.bases.includes('quote') &&
      !(token.lower === 'opposed' && tokens[i + 1]?.lower === 'to')
    )
      return null;
    if (before.lower === '-' || (before.pos === 'ADJ' && !past && before.quote < 0)) return null;
  }
  if (form === 'finite' && !past && !['', 'VERB', 'AUX', 'X'].includes(token.pos) && !verbByPlace(tokens, i))
    return null;
  if (silences(tokens, i)) return { kinds: ['say'], form };
  if (callsNames(tokens, i)) return { kinds: ['accuse'], form };
  if (past && tokens[i + 1]?.lower === 'by' && !token.bases.includes('quote')) return null;
  if (token.lower === 'said' && tokens[i + 1]?.lower === 'to') return null;
  return { kinds, form };
}

/** Between a name and what it does something to: "Chad regards the strip …", whatever the tagger thinks. */
function verbByPlace(tokens: readonly ClauseToken[], i: number): boolean {
  const [before, next] = [tokens[i - 1], tokens[i + 1]];
  if (before === undefined || next === undefined || !/s$/.test(tokens[i]!.lower)) return false;
  const subject = before.mention >= 0 || /^(?:he|she|it)$/.test(before.lower);
  return (
    subject && !/['’]s$/.test(before.text) && (isDeterminer(next) || next.mention >= 0 || pronouns.has(next.lower))
  );
}

/** "called the vote “a smoke screen”": a name in quotation marks is a reproach. */
function callsNames(tokens: readonly ClauseToken[], i: number): boolean {
  if (!tokens[i]!.bases.includes('call') || /^(?:on|upon|for|off|up)$/.test(tokens[i + 1]?.lower ?? '')) return false;
  const rest = tokens.slice(i + 1, i + 12);
  const quoted = rest.findIndex((t) => t.quote >= 0);
  return quoted > 0 && !rest.slice(0, quoted).some((t) => /^(?:on|for)$/.test(t.lower));
}

/** "declined to confirm", "refused to say": says nothing, and rejects nothing either. */
function silences(tokens: readonly ClauseToken[], i: number): boolean {
  if (!/^(?:declin|refus)/.test(tokens[i]!.lower) || tokens[i + 1]?.lower !== 'to') return false;
  return /^(?:confirm|comment|say|answer|discuss|elaborate|speculate|name|give|specify|deny)$/.test(
    tokens[i + 2]?.lower ?? '',
  );
}

const splitting = new Set(['adding', 'accusing', 'denying', 'blaming', 'insisting']);
const contrasts = new Set(['though', 'although', 'while', 'whereas', 'but', 'yet', 'and', 'or']);
const times = new Set(['after', 'as', 'before', 'because', 'when', 'since']);

/** Clause units of a sentence, in order and without gaps. */
export function unitsOf(tokens: readonly ClauseToken[]): Unit[] {
  const starts: { at: number; cut: Unit['cut'] }[] = [{ at: 0, cut: 'sentence' }];
  for (let i = 1; i < tokens.length; i++) {
    const cut = cutAt(tokens, i);
    if (cut !== null) starts.push({ at: i, cut });
  }
  return starts.map(({ at, cut }, k) => ({ from: at, to: starts[k + 1]?.at ?? tokens.length, cut }));
}

function cutAt(tokens: readonly ClauseToken[], i: number): Unit['cut'] | null {
  const token = tokens[i]!;
  const before = tokens[i - 1]!;
  if (!token.word) return null;
  const comma = [',', ';', '—', '–', '-', '”', '"'].includes(before.lower);
  if (before.lower === ';') return 'semicolon';
  if (token.quote >= 0) {
    const same = before.quote === token.quote;
    if (!same && [',', '.', ':'].includes(tokens[i - 2]?.lower ?? '') && resumes(tokens, i)) return 'quote';
    if (same && ['and', 'but'].includes(token.lower) && isAuxiliary(tokens[i + 1])) return 'quote';
    return same && comma && ['and', 'but'].includes(token.lower) && clauseFollows(tokens, i + 1) ? 'quote' : null;
  }
  if (splitting.has(token.lower) && comma) return 'participle';
  if (token.lower === 'or' && ['face', 'risk', 'suffer'].includes(tokens[i + 1]?.lower ?? '')) return 'alternative';
  if (contrasts.has(token.lower)) {
    if (token.lower === 'while' && tokens[i + 1]?.lower.endsWith('ing') && comma && headNear(tokens, i + 1, 1))
      return 'contrast';
    if (['though', 'although', 'while', 'whereas'].includes(token.lower))
      return comma && headNear(tokens, i + 1, 9) ? 'contrast' : null;
    if (headNear(tokens, i + 1, 1) || (comma && subjectAndHead(tokens, i + 1))) return 'conjunct';
    if (['would', 'could', 'will', 'was', 'were', 'that', 'has', 'have'].includes(tokens[i + 1]?.lower ?? ''))
      return tokens.some((_, k) => headAt(tokens, k) !== null) ? 'conjunct' : null;
    return null;
  }
  if (times.has(token.lower)) return startsPhrase(tokens[i + 1]) && subjectAndHead(tokens, i + 1) ? 'contrast' : null;
  if (token.lower === 'with') return tokens[i + 1]?.mention !== -1 && withHead(tokens, i + 1) ? 'contrast' : null;
  if (['which', 'who', 'that'].includes(token.lower)) {
    if (comma && token.lower !== 'that')
      return parentheticalEnd(tokens, i) < 0 && relativeHead(tokens, i + 1) ? 'relative' : null;
    return token.lower !== 'who' &&
      before.pos !== 'VERB' &&
      !tokens.slice(Math.max(0, i - 4), i).some((_, n) => headAt(tokens, Math.max(0, i - 4) + n) !== null) &&
      namedThenSays(tokens, i + 1)
      ? 'relative'
      : null;
  }
  if (['a', 'an', 'something'].includes(token.lower) && comma) {
    const that = tokens.slice(i, i + 5).findIndex((t) => t.lower === 'that');
    return that > 0 && subjectAndHead(tokens, i + that + 1) ? 'relative' : null;
  }
  return null;
}

/** A head among the next few words, skipping auxiliaries and adverbs. */
function headNear(tokens: readonly ClauseToken[], from: number, reach: number): boolean {
  let left = reach;
  for (let k = from; k < tokens.length && left > 0; k++) {
    if (!tokens[k]!.word || tokens[k]!.quote >= 0) return false;
    if (headAt(tokens, k) !== null) return true;
    if (!skippable.has(tokens[k]!.lower) && !isAdverb(tokens[k]!)) left--;
  }
  return false;
}

/** A mention or pronoun, soon followed by a head. */
function subjectAndHead(tokens: readonly ClauseToken[], from: number): boolean {
  const first = tokens.slice(from, from + 5).find((t) => t.mention >= 0 || pronouns.has(t.lower));
  return first !== undefined && headNear(tokens, from, 9);
}

/** A quotation goes on after "he said". */
function resumes(tokens: readonly ClauseToken[], i: number): boolean {
  let k = i - 1;
  while (k >= 0 && tokens[k]!.quote < 0) k--;
  return k >= 0 && tokens.slice(k, i).some((t, n) => t.word && headAt(tokens, k + n) !== null);
}

const startsPhrase = (t: ClauseToken | undefined): boolean =>
  t !== undefined && (t.mention >= 0 || isDeterminer(t) || pronouns.has(t.lower) || /^\p{Lu}/u.test(t.text));

/** "with Trump warning …" */
function withHead(tokens: readonly ClauseToken[], from: number): boolean {
  for (let k = from; k < Math.min(from + 6, tokens.length); k++)
    if (tokens[k]!.lower.endsWith('ing') && headAt(tokens, k) !== null) return true;
  return false;
}

/** "that Beijing said would …", "which Trump says he …" */
function namedThenSays(tokens: readonly ClauseToken[], from: number): boolean {
  let k = from;
  while (k < tokens.length && tokens[k]!.mention >= 0) k++;
  return k > from && (headAt(tokens, k)?.kinds.includes('say') ?? false);
}

/** Where a relative clause at i between a subject and its verb ends: "X, who is due in Y, said"; −1 for others. */
export function parentheticalEnd(tokens: readonly ClauseToken[], i: number): number {
  if (!/^(?:who|which|whose)$/.test(tokens[i]!.lower) || tokens[i - 1]?.lower !== ',') return -1;
  let end = i + 1;
  while (end < tokens.length && tokens[end]!.lower !== ',') end++;
  return end < tokens.length && headNear(tokens, end + 1, 1) ? end : -1;
}

/** "which Delhi insists …", "who urged …" */
function relativeHead(tokens: readonly ClauseToken[], from: number): boolean {
  return headNear(tokens, from, 4);
}

function clauseFollows(tokens: readonly ClauseToken[], from: number): boolean {
  const window = tokens.slice(from, from + 10);
  return window.some((t) => isAuxiliary(t) || t.pos === 'AUX' || t.pos === 'VERB');
}
