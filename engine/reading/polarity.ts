// A unit's verbs and their arguments → the act, the sign on the issue's poles, position and intensity. Verb frames: the predicate turns the sign of its argument ("call on S to withdraw troops" = demand, force_posture, −).
import type { Range } from './attribution.ts';
import { type ClauseToken, headAt } from './clauses.ts';
import type { Statement } from './evidence.ts';
import type { Issue, VerbKind } from './lexicon.ts';
import { verbKindsAt } from './lexicon.ts';

export type Act = Statement['act'];

export interface Stance {
  readonly act: Act;
  readonly position: number;
  readonly intensity: number;
}

/** What the words of a unit do, before any issue is known. */
export interface Predicate {
  /** Kinds of the outermost stance verb, the most telling first; `say` alone says nothing. */
  readonly kind: VerbKind;
  /** An odd number of negations. */
  readonly negated: boolean;
  /** A verb that takes something away: withdraw, halt, lift, refrain. */
  readonly reducing: boolean;
  /** will, would, shall; or a plan. */
  readonly future: boolean;
  /** may, might, could. */
  readonly possible: boolean;
  /** must, should, need to, let, an imperative. */
  readonly obliging: boolean;
  /** ready, prepared, willing, open to. */
  readonly ready: boolean;
  /** The holder is the one who acts: we, our, I, or its name. */
  readonly own: boolean;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));
const negators = words(`not no never nobody none neither nor nothing without cannot hardly n't`);
const reducers = words(`withdraw pull halt stop end suspend lift ease scrap freeze quit abandon leave reduce cut remove
  revoke cancel postpone delay avoid prevent refrain dismantle disarm demilitarize demilitarise renounce relinquish exit
  cease drop restrain switch_off break_off stand_down pull_back call_off scale_back walk_out restraint withdrawal refuse
  fail exhaust expire shelve lose lack deny block close bar forbid prohibit reject rule_out turn_down oppose evade`);
const ready = words('ready prepared willing open able keen happy');
const obliging = words('must should need ought let needs');
const possible = words('may might could perhaps possibly likely expect');

const matches = (t: ClauseToken, set: ReadonlySet<string>): boolean => t.bases.some((b) => set.has(b));

/** Reads the predicate of the ranges; `kinds` are those of the reporting verbs around them. */
export function predicateOf(
  tokens: readonly ClauseToken[],
  ranges: readonly Range[],
  kinds: readonly VerbKind[],
  isHolder: (t: ClauseToken) => boolean,
): Predicate {
  let negations = 0;
  let reductions = 0;
  let future = false;
  let maybe = false;
  let must = false;
  let keen = false;
  let own = false;
  let inner: VerbKind | null = null;
  for (const { from, to } of ranges)
    for (let i = from; i < to; i++) {
      const t = tokens[i]!;
      if (!t.word) continue;
      const bare = t.lower.replace(/['’].*/, '');
      if (negators.has(t.lower) || /n't$/.test(t.lower)) negations += t.lower === 'nor' && negations > 0 ? 0 : 1;
      if (
        /^(?:will|would|shall|won't|wouldn't|plan|plans|planning|intend|intends)$/.test(t.lower) ||
        /'ll$/.test(t.lower) ||
        (bare === 'going' && tokens[i + 1]?.lower === 'to')
      )
        future = true;
      if (matches(t, possible)) maybe = true;
      if (matches(t, obliging) && t.lower !== 'let') must = true;
      if (t.lower === 'let' && (i === from || !tokens[i - 1]!.word)) must = true;
      if (ready.has(t.lower)) keen = true;
      if (/^(?:we|our|ours|us|i|my|we'll|we're|i'm)$/.test(t.lower) || isHolder(t)) own = true;
      if (t.mention >= 0) continue;
      if (matches(t, reducers)) reductions++;
      if (inner === null || inner === 'say') {
        const kind = stanceAt(tokens, i);
        if (kind !== null) inner = kind;
      }
    }
  const outer = kinds.find((k) => k !== 'say');
  return {
    kind: outer ?? inner ?? 'say',
    negated: negations % 2 === 1,
    reducing: reductions > 0,
    future,
    possible: maybe,
    obliging: must,
    ready: keen,
    own,
  };
}

const stanceNouns: ReadonlyMap<string, VerbKind> = new Map([
  ['opposition', 'oppose'],
  ['objection', 'oppose'],
  ['rejection', 'reject'],
  ['refusal', 'reject'],
  ['offer', 'offer'],
  ['proposal', 'offer'],
  ['demand', 'demand'],
  ['appeal', 'demand'],
  ['threat', 'threaten'],
  ['support', 'support'],
  ['backing', 'support'],
  ['commitment', 'commit'],
]);

/** A verb of stance, or a noun that governs "to", "of", "for". */
function stanceAt(tokens: readonly ClauseToken[], i: number): VerbKind | null {
  const token = tokens[i]!;
  const noun = token.bases.map((b) => stanceNouns.get(b)).find((k) => k !== undefined);
  if (noun !== undefined && ['to', 'of', 'for'].includes(tokens[i + 1]?.lower ?? '') && headAt(tokens, i) === null)
    return noun;
  const head = headAt(tokens, i);
  if (head !== null) return head.kinds[0]!;
  // Infinitives after a modal or "to" are heads of the matter, not of the report.
  if (token.mention < 0 && /^(?:to|will|would|not|never|must)$/.test(tokens[i - 1]?.lower ?? '')) {
    const kinds = verbKindsAt(tokens, i);
    return kinds.find((k) => ['reject', 'oppose', 'support', 'accept', 'offer'].includes(k)) ?? null;
  }
  return null;
}

/** The act that a predicate performs on an issue, given whether it waits for a condition. */
export function actOf(p: Predicate, issue: Issue, conditional: boolean, negative: boolean): Act {
  const violent = issue === 'military_strike' || issue === 'retaliation';
  const kind = p.kind;
  if (kind === 'accuse' || kind === 'deny' || kind === 'oppose' || kind === 'reject') return kind;
  if (kind === 'threaten' && p.negated) return 'oppose';
  if (kind === 'threaten') return 'threaten';
  if (kind === 'demand' && !p.own) return 'demand';
  if (kind === 'offer' || kind === 'accept' || kind === 'support') return kind;
  if (p.ready && !p.negated) return 'offer';
  if (p.obliging && !p.own) return p.negated && !violent ? 'reject' : 'demand';
  if (p.negated && (p.future || p.own)) return violent ? 'deny' : 'reject';
  if (conditional && (violent || negative || p.future)) {
    const mild = ['negotiation', 'mediation', 'displacement', 'border_security', 'territory_access', 'alliance'];
    return mild.includes(issue) ? 'commit' : 'threaten';
  }
  if (violent && p.future && p.own) return 'threaten';
  if (kind === 'demand') return 'demand';
  if (kind === 'commit' || (p.future && p.own)) return 'commit';
  if (p.negated) return 'reject';
  if (p.possible) return 'assess';
  return p.own ? 'inform' : 'assess';
}

/** −1, 0 or +1 on the issue's poles. `side` is where the holder stands on the core dispute: +1 with the holder of what is disputed, −1 with the challenger, 0 unknown. */
export function signOf(p: Predicate, act: Act, issue: Issue, conditional: boolean, side: number): number {
  const against = act === 'accuse' || act === 'oppose' || act === 'deny';
  const turned = against || act === 'reject' || p.negated;
  switch (issue) {
    case 'retaliation':
      return act === 'deny' || (p.negated && p.own && !conditional) ? -1 : 1;
    case 'military_strike':
      if (turned || p.reducing) return act === 'reject' && p.negated && p.reducing ? 1 : -1;
      return act === 'threaten' || (act === 'commit' && conditional) || (act === 'demand' && p.kind !== 'demand')
        ? 1
        : -1;
    case 'core_dispute':
      if (side !== 0) return side;
      return act === 'reject' || act === 'deny' || p.negated ? 1 : -1;
    case 'mediation':
    case 'negotiation':
      if (p.negated && p.reducing && !against) return 1;
      return turned || (p.reducing && act !== 'demand') ? -1 : 1;
    case 'force_posture':
      if (against) return -1;
      if (p.reducing) return p.negated || act === 'reject' ? 1 : -1;
      return (p.negated && act !== 'reject') || (act === 'reject' && p.kind !== 'say' && !p.negated) ? -1 : 1;
    case 'territory_access':
      return turned || p.reducing ? -1 : 1;
    case 'border_security':
      return act === 'deny' || (act === 'demand' && !p.reducing) || (act === 'oppose' && p.reducing) ? -1 : 1;
    case 'displacement':
      return turned || act === 'demand' ? -1 : 1;
    case 'economic_pressure':
      if (conditional || act === 'commit' || act === 'threaten') return p.negated && !conditional ? -1 : 1;
      return turned || p.reducing || act === 'offer' ? -1 : 1;
    case 'alliance':
      return turned ? -1 : 1;
    case 'internal_repression':
      return p.own && act !== 'deny' && act !== 'accuse' && act !== 'oppose' ? 1 : -1;
    case 'regime_stability':
      return against || act === 'demand' || act === 'threaten' ? -1 : p.negated ? 1 : act === 'assess' ? 0 : 1;
    default:
      return act === 'assess' || act === 'inform' ? 0 : turned ? -1 : 1;
  }
}

/** Size of a position by what is done: categorical 1, firm 0.9, clear or conditional 0.7–0.8, leaning 0.5. */
export function sizeOf(p: Predicate, act: Act, issue: Issue, conditional: boolean): number {
  const base: Readonly<Record<Act, number>> = {
    commit: 0.8,
    threaten: 0.8,
    demand: 0.75,
    offer: 0.75,
    accept: 0.7,
    reject: 0.85,
    support: 0.7,
    oppose: 0.7,
    accuse: 0.7,
    deny: 0.55,
    assess: 0.5,
    inform: 0.5,
  };
  const size =
    base[act] +
    (issue === 'retaliation' ? 0.1 : 0) -
    (p.possible ? 0.15 : 0) -
    (conditional && act !== 'threaten' ? 0.1 : 0);
  return Math.round(100 * Math.min(1, Math.max(0.2, size))) / 100;
}

export function intensityOf(act: Act, issue: Issue, size: number): number {
  const violent = issue === 'military_strike' || issue === 'retaliation' || issue === 'core_dispute';
  const calm = act === 'assess' || act === 'inform' || act === 'accept' || act === 'offer';
  const value = 0.35 + 0.3 * size + (violent ? 0.1 : 0) - (calm ? 0.15 : 0);
  return Math.round(100 * Math.min(1, Math.max(0.1, value))) / 100;
}
