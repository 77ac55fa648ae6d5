// A record's fields, asked one by one in the terminal: an empty answer keeps what stands, a wrong one is asked again with the reason.
import type { AnchoredSpan } from '../reading/article.ts';
import { acts, attributionClasses, type Statement, triggers } from '../reading/evidence.ts';
import { conditionText, issuePoles, paraphraseFrom } from '../reading/record-text.ts';
import { isDate } from '../vocabulary/dates.ts';
import { didYouMean } from '../vocabulary/problem.ts';

/** Asks one question; null when the input has ended. `single`: one key is an answer. */
export type Ask = (prompt: string, single?: boolean) => Promise<string | null>;
export type Tell = (text: string) => void;

/** What a field makes of an answer: a value, or what is wrong with it. */
type Parsed<T> = { readonly value: T } | { readonly wrong: string };

/** Asks until the answer fits; null when the input has ended. */
async function askFor<T>(
  ask: Ask,
  tell: Tell,
  label: string,
  now: string,
  parse: (text: string) => Parsed<T>,
  kept: T,
) {
  for (;;) {
    const answer = await ask(`  ${label} [${now}]: `);
    if (answer === null) return null;
    if (answer.trim() === '') return { value: kept };
    const parsed = parse(answer.trim());
    if ('value' in parsed) return parsed;
    tell(`  ${parsed.wrong}`);
  }
}

const oneOf =
  <T extends string>(list: readonly T[]) =>
  (text: string): Parsed<T> => {
    const found = list.find((item) => item === text);
    return found === undefined ? { wrong: `\`${text}\` is none of ${list.join(', ')}` } : { value: found };
  };

const numberIn =
  (low: number, high: number) =>
  (text: string): Parsed<number> => {
    const value = Number(text.replace('−', '-'));
    return value >= low && value <= high ? { value } : { wrong: `give a number from ${low} to ${high}` };
  };

const actorId = /^[A-Za-z0-9][A-Za-z0-9-]*(?:\/[a-z0-9-]+)?$/;

/** Ids with commas in between; one that the article does not name is taken with a hint. */
const idsOf =
  (known: readonly string[], tell: Tell, least: number) =>
  (text: string): Parsed<string[]> => {
    const ids = text === '-' ? [] : text.split(/[\s,]+/).filter((id) => id !== '');
    const bad = ids.find((id) => !actorId.test(id) || id.length > 64);
    if (bad !== undefined)
      return { wrong: `\`${bad}\` is no id: a state as IRN, its people and bodies as IRN/araghchi` };
    if (ids.length < least) return { wrong: 'give at least one' };
    for (const id of ids)
      if (!known.includes(id)) tell(`  note: \`${id}\` is not among the article's actors; ${didYouMean(id, known)}`);
    return { value: ids };
  };

/** "if A by X on Y and not B", "if A or B", "-" for none; trigger terms are a closed list. */
export function parseCondition(text: string): Parsed<Statement['conditional_on']> {
  if (text === '-') return { value: null };
  const body = text.replace(/^if\s+/, '');
  const any = /\sor\s/.test(body);
  if (any && /\sand\s/.test(body)) return { wrong: 'use "and" or "or", not both' };
  const terms = [];
  for (const part of body.split(any ? /\s+or\s+/ : /\s+and\s+/)) {
    const term = /^(not\s+)?([a-z_]+)(?:\s+by\s+(\S+))?(?:\s+on\s+(\S+))?$/.exec(part.trim());
    const event = triggers.find((t) => t === term?.[2]);
    if (!term || event === undefined)
      return { wrong: `\`${part.trim()}\`: write "if TRIGGER by ACTOR on ACTOR"; triggers: ${triggers.join(', ')}` };
    terms.push({ event, actor: term[3] ?? null, target: term[4] ?? null, negated: term[1] !== undefined });
  }
  const named = terms.map((t) => `${t.negated ? 'not ' : ''}${t.event}`).join(any ? ' or ' : ' and ');
  return { value: { logic: any ? 'any' : 'all', terms, paraphrase: named } };
}

/** A statement after its fields have been asked for; null when the input ended on the way. */
export async function askStatement(
  old: Statement,
  known: readonly string[],
  ask: Ask,
  tell: Tell,
): Promise<Statement | null> {
  tell('  Enter keeps what stands in brackets; - empties a list or the condition.');
  let s = old;
  const field = async <K extends keyof Statement>(
    key: K,
    label: string,
    now: string,
    parse: (text: string) => Parsed<Statement[K]>,
  ): Promise<boolean> => {
    const answer = await askFor(ask, tell, label, now, parse, s[key]);
    if (answer !== null) s = { ...s, [key]: answer.value };
    return answer !== null;
  };
  const speakers = [...known, 'narrator'];
  const one = (text: string): Parsed<string> => {
    const ids = idsOf(speakers, tell, 1)(text);
    return 'wrong' in ids ? ids : { value: ids.value[0]! };
  };
  const day = (text: string): Parsed<string> =>
    /^\d{4}(-\d{2})?$/.test(text) || isDate(text) ? { value: text } : { wrong: 'write YYYY-MM-DD, YYYY-MM or YYYY' };
  const yes = (text: string): Parsed<boolean> =>
    /^(yes|no|y|n)$/.test(text) ? { value: text.startsWith('y') } : { wrong: 'yes or no' };
  const complete =
    (await field('speaker', 'who says it', s.speaker, one)) &&
    (await field('holders', 'on whose behalf', s.holders.join(', '), idsOf(known, tell, 1))) &&
    (await field('targets', 'towards whom', s.targets.join(', ') || '-', idsOf(known, tell, 0))) &&
    (await field('issue', 'issue', s.issue, oneOf([...issuePoles.keys()]))) &&
    (await field('act', 'act', s.act, oneOf(acts))) &&
    (await field('position', positionLabel(s.issue), String(s.position), numberIn(-1, 1))) &&
    (await field('intensity', 'intensity, 0 to 1', String(s.intensity), numberIn(0, 1))) &&
    (await field('conditional_on', 'condition', conditionText(s) ?? '-', parseCondition)) &&
    (await field('attribution', 'known by', s.attribution, oneOf(attributionClasses))) &&
    (await field('hedged', 'hedged', s.hedged ? 'yes' : 'no', yes)) &&
    (await field('date', 'day', s.date, day));
  if (!complete) return null;
  const own = old.paraphrase === paraphraseFrom(old) ? paraphraseFrom(s) : old.paraphrase;
  const text = (answer: string): Parsed<string> =>
    answer.length <= 300 ? { value: answer } : { wrong: 'at most 300 characters' };
  const paraphrase = await askFor(ask, tell, 'in your own words', own, text, own);
  return paraphrase === null ? null : { ...s, paraphrase: paraphrase.value };
}

function positionLabel(issue: string): string {
  const poles = issuePoles.get(issue);
  return poles ? `position, −1 (${poles.minus}) to 1 (${poles.plus})` : 'position, −1 to 1';
}

/** A statement about which nothing is known yet but its place. */
export function blankStatement(id: string, span: AnchoredSpan, published: string): Statement {
  const blank: Statement = {
    ...{ id, kind: 'statement', speaker: 'narrator', holders: [], targets: [], issue: 'other', subissues: [] },
    ...{ act: 'inform', position: 0, intensity: 0.5, expects: null, conditional_on: null },
    ...{ attribution: 'on_record_direct', quote: 'indirect', via: [], hedged: false, plover: null },
    ...{ date: published, as_of: published, span, paraphrase: '' },
  };
  return { ...blank, paraphrase: paraphraseFrom(blank) };
}
