// A clause unit → its condition: where the antecedent stands (if, unless, should + subject, in the event of, provided, as long as, until, "or face", "If not,", "any attempt to … would"), and the trigger terms it names.
import type { Range } from './attribution.ts';
import type { ClauseToken } from './clauses.ts';
import type { Statement } from './evidence.ts';
import { type Issue, issueCuesAt } from './lexicon.ts';

export type Condition = NonNullable<Statement['conditional_on']>;
type Trigger = Condition['terms'][number]['event'];

export interface Antecedent extends Range {
  readonly marker:
    | 'if'
    | 'unless'
    | 'should'
    | 'event'
    | 'provided'
    | 'long'
    | 'until'
    | 'face'
    | 'not'
    | 'any'
    | 'once';
}

const at = (tokens: readonly ClauseToken[], i: number, ...words: string[]): boolean =>
  words.every((w, n) => tokens[i + n]?.lower === w);
const determiners = new Set(
  'the a an any either its their his her our your another this that both one some'.split(' '),
);
const stops = new Set([',', ';', '”', '"', '—', '–', ':', '.']);

/** The first antecedent in a range of tokens, or null. "as if", "whether" and "asked if" are none. */
function antecedentOf(tokens: readonly ClauseToken[], range: Range): Antecedent | null {
  for (let i = range.from; i < range.to; i++) {
    const found = antecedentAt(tokens, range, i);
    if (found !== null) return found;
  }
  return null;
}

/** All antecedents in a range, in order. */
export function antecedentsOf(tokens: readonly ClauseToken[], range: Range): Antecedent[] {
  const found: Antecedent[] = [];
  let from = range.from;
  while (from < range.to) {
    const next = antecedentOf(tokens, { from, to: range.to });
    if (next === null) break;
    found.push(next);
    from = Math.max(next.to, next.from + 1);
  }
  return found;
}

function antecedentAt(tokens: readonly ClauseToken[], range: Range, i: number): Antecedent | null {
  const before = tokens[i - 1]?.lower ?? '';
  const start = i === range.from || stops.has(before) || ['and', 'but', '“', '‘'].includes(before);
  switch (tokens[i]!.lower) {
    case 'if':
      if (['as', 'asked', 'ask', 'know', 'even', 'see', 'wonder'].includes(before)) return null;
      if (at(tokens, i, 'if', 'not') && stops.has(tokens[i + 2]?.lower ?? ','))
        return { from: i, to: i + 2, marker: 'not' };
      return clauseFrom(tokens, range, i, 'if');
    case 'unless':
      return clauseFrom(tokens, range, i, 'unless');
    case 'until':
      return clauseFrom(tokens, range, i, 'until');
    case 'once':
      return start ? clauseFrom(tokens, range, i, 'once') : null;
    case 'provided':
    case 'providing':
      return before !== 'was' && before !== 'were' && (at(tokens, i + 1, 'that') || start)
        ? clauseFrom(tokens, range, i, 'provided')
        : null;
    case 'condition':
      return before === 'on' && at(tokens, i + 1, 'that') ? clauseFrom(tokens, range, i, 'provided') : null;
    case 'long':
      return before === 'as' && at(tokens, i + 1, 'as') ? clauseFrom(tokens, range, i - 1, 'long') : null;
    case 'event':
      return (before === 'the' || before === 'any') && tokens[i + 1]?.lower === 'of'
        ? clauseFrom(tokens, range, Math.max(range.from, i - 2), 'event')
        : null;
    case 'case':
      return before === 'in' && at(tokens, i + 1, 'of')
        ? clauseFrom(tokens, range, Math.max(range.from, i - 1), 'event')
        : null;
    case 'should': {
      const next = tokens[i + 1];
      const subject =
        next !== undefined &&
        (determiners.has(next.lower) ||
          next.mention >= 0 ||
          /^\p{Lu}/u.test(next.text) ||
          /^(?:he|she|it|they|we|you|war|fighting|talks|negotiations|diplomacy)$/.test(next.lower));
      return subject ? clauseFrom(tokens, range, i, 'should') : null;
    }
    case 'or':
      return ['face', 'risk', 'suffer'].includes(tokens[i + 1]?.lower ?? '')
        ? { from: i, to: i + 1, marker: 'face' }
        : null;
    case 'face':
      return at(tokens, i - 2, 'in', 'the') && tokens[i + 1]?.lower === 'of'
        ? clauseFrom(tokens, range, Math.max(range.from, i - 2), 'event')
        : null;
    case 'whoever':
    case 'whichever':
      return clauseFrom(tokens, range, i, 'any');
    case 'any':
    case 'anyone':
    case 'an':
    case 'every':
      return start || before === 'that' ? genericSubject(tokens, range, i) : null;
    default:
      return null;
  }
}

/** To the next comma or the end of its quotation; a trailing condition runs to the end of its range. */
function clauseFrom(tokens: readonly ClauseToken[], range: Range, i: number, marker: Antecedent['marker']): Antecedent {
  let to = i + 1;
  const leading = i - range.from < 3;
  while (to < range.to) {
    const t = tokens[to]!;
    if ((t.lower === ',' && leading) || t.lower === ';' || t.lower === '—') break;
    if (t.lower === ',' && !leading && tokens[to + 1]?.lower !== 'and' && tokens[to + 1]?.lower !== 'or') break;
    to++;
  }
  return { from: i, to, marker };
}

/** "Any attempt to … would be …": the subject is the condition, the predicate what follows from it. */
function genericSubject(tokens: readonly ClauseToken[], range: Range, i: number): Antecedent | null {
  const modal = tokens.findIndex(
    (t, k) => k > i + 1 && k < Math.min(range.to, i + 28) && /^(?:would|will|shall|'ll)$/.test(t.lower),
  );
  if (modal < 0 || modal >= range.to) return null;
  if (tokens[i]!.lower === 'an' && !cuesIn(tokens, { from: i, to: i + 3 }).has('military_strike')) return null;
  if (tokens.slice(i, modal).some((t) => t.lower === ',')) return null;
  return { from: i, to: modal, marker: 'any' };
}

function cuesIn(tokens: readonly ClauseToken[], range: Range): Map<Issue, number> {
  const sums = new Map<Issue, number>();
  for (let i = range.from; i < Math.min(range.to, tokens.length); i++)
    for (const { issue, weight } of issueCuesAt(tokens, i)) sums.set(issue, (sums.get(issue) ?? 0) + weight);
  return sums;
}

const has = (tokens: readonly ClauseToken[], range: Range, words: ReadonlySet<string>): boolean =>
  tokens.slice(range.from, range.to).some((t) => t.bases.some((b) => words.has(b)));
const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const collapse = wordSet('fall collapse topple overthrow implode crumble oust');
const ruling = wordSet('regime government state ruler leadership country president republic');
const needs = wordSet('need necessary ask request require want wish needed appropriate possible ambiguity');
const strikes = wordSet(
  'attack strike invade bomb shell hit fire attacked invasion bullet missile harm assault artillery',
);
const escalations = wordSet(
  'escalate escalation war fighting fight shooting conflict violence hostility hostilities clash kill soldier troop weapon shelling shoot quarantine resume spread threat move',
);
const agreements = wordSet(
  'deal treaty agreement accord talk negotiation sign peace negotiate process settlement table guarantee',
);
const failures = wordSet('fail collapse break reject refuse walk quit stall not no leave delay');
const people = wordSet('refugee migrant evacuee exodus influx displaced');
const yielding = wordSet(
  'drop withdraw close open shut stop accept halt hand return pull leave dismantle cede apologise apologize cling reverse refuse build divert cross recognise recognize base violate breach annex go remain',
);

/**
 * Trigger terms of an antecedent. `party` gives the id of the state that a token's mention stands for, or null;
 * `holder` is whose condition it is.
 */
export function conditionOf(
  tokens: readonly ClauseToken[],
  antecedent: Antecedent,
  party: (token: ClauseToken) => string | null,
  holder: string,
): Condition {
  const range = { from: antecedent.from, to: antecedent.to };
  const named = [
    ...new Set(
      tokens
        .slice(range.from, range.to)
        .map(party)
        .filter((id) => id !== null),
    ),
  ];
  // Whoever stands behind "on", "against" or the verb of an attack suffers it.
  const struck = tokens.slice(range.from, range.to).findIndex((t, i, own) => {
    const before = own[i - 1]?.lower ?? '';
    return (
      party(t) !== null && (['on', 'against', 'upon'].includes(before) || strikes.has(own[i - 1]?.bases.at(-1) ?? ''))
    );
  });
  const target = struck < 0 ? null : party(tokens[range.from + struck]!);
  const actor = named.find((id) => id !== holder && id !== target) ?? null;
  const terms: Condition['terms'] = [];
  const term = (event: Trigger, who: string | null = actor, whom: string | null = null): void => {
    terms.push({ event, actor: who, target: whom, negated: false });
  };
  const negative = antecedent.marker === 'unless' || antecedent.marker === 'until';
  if (antecedent.marker === 'face' || antecedent.marker === 'not') term('no_deal');
  else {
    const other = named.find((id) => id !== actor) ?? null;
    const cues = cuesIn(tokens, range);
    const our = tokens.slice(range.from, range.to).some((t) => /^(?:our|us|we|its|their)$/.test(t.lower));
    if (has(tokens, range, strikes) && !negative)
      term('military_strike', actor, target ?? other ?? (our ? holder : null));
    if (has(tokens, range, collapse) && has(tokens, range, ruling)) term('regime_collapse', actor);
    if (terms.length === 0 && has(tokens, range, agreements))
      term(negative || has(tokens, range, failures) ? 'no_deal' : 'deal');
    if (terms.length === 0 && has(tokens, range, people)) term('displacement');
    if (terms.length === 0 && antecedent.marker !== 'until' && has(tokens, range, escalations)) term('escalation');
    if (terms.length === 0 && has(tokens, range, needs)) term('unspecified');
    if (terms.length === 0 && (negative || has(tokens, range, yielding) || cues.has('core_dispute')))
      term('core_violation');
    if (terms.length === 0) term('other');
  }
  return { logic: 'all', terms, paraphrase: paraphraseOf(terms) };
}

/** From the terms alone: no words of the text. */
function paraphraseOf(terms: Condition['terms']): string {
  return terms
    .map((t) =>
      [t.event, t.actor === null ? '' : ` by ${t.actor}`, t.target === null ? '' : ` on ${t.target}`].join(''),
    )
    .join(' and ');
}
