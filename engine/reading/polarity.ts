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
  fail tire exhaust expire shelve lose lack deny block close bar forbid prohibit reject rule_out turn_down oppose evade`);
const ready = words('ready prepared willing open able keen happy');
const obliging = words('must should need ought let needs');
const possible = words('may might could perhaps possibly likely expect');

const matches = (t: ClauseToken, set: ReadonlySet<string>): boolean => t.bases.some((b) => set.has(b));

/** A stretch of tokens of one sentence. */
export interface Stretch extends Range {
  readonly tokens: readonly ClauseToken[];
}

const joints = new Set([
  ',',
  ';',
  '—',
  '–',
  ':',
  'and',
  'but',
  'because',
  'which',
  'who',
  'that',
  'whoever',
  'than',
  'while',
]);

/** Stretches cut at conjunctions, relatives and marks: in each a negation turns its own verb. */
export function segmentsOf(stretches: readonly Stretch[]): Stretch[] {
  const out: Stretch[] = [];
  for (const { tokens, from, to } of stretches) {
    let start = from;
    for (let i = from; i <= to; i++)
      if (i === to || joints.has(tokens[i]!.lower)) {
        if (i > start) out.push({ tokens, from: start, to: i });
        start = i + 1;
      }
  }
  return out;
}

const bad = words(
  'tension crisis war fighting hostilities hostility violence dispute conflict siege occupation standoff bloodshed aggression attack killing blockade misunderstanding isolation',
);
const empty = words(
  'delay condition conditions precondition preconditions exception doubt warning question hesitation',
);

/** Reads the predicate of stretches; `kinds` are those of the reporting verbs around them. */
export function predicateOf(
  stretches: readonly Stretch[],
  kinds: readonly VerbKind[],
  isHolder: (t: ClauseToken) => boolean,
): Predicate {
  let negated = false;
  let reducing = false;
  let future = false;
  let maybe = false;
  let must = false;
  let keen = false;
  let own = false;
  let inner: VerbKind | null = null;
  for (const { tokens, from, to } of segmentsOf(stretches)) {
    let negations = 0;
    for (let i = from; i < to; i++) {
      const t = tokens[i]!;
      if (!t.word) continue;
      const next = tokens[i + 1];
      if (
        (negators.has(t.lower) || /n't$/.test(t.lower)) &&
        !(t.lower === 'without' && next !== undefined && empty.has(next.lower))
      )
        negations += t.lower === 'nor' && negations > 0 ? 0 : 1;
      if (
        /^(?:will|would|shall|won't|wouldn't|plan|plans|planning|intend|intends)$/.test(t.lower) ||
        /'ll$/.test(t.lower) ||
        (t.lower === 'going' && next?.lower === 'to')
      )
        future = true;
      if (matches(t, possible)) maybe = true;
      if (matches(t, obliging) && t.lower !== 'let') must = true;
      if (t.lower === 'let' && (i === from || !tokens[i - 1]!.word)) must = true;
      if (ready.has(t.lower)) keen = true;
      if (/^(?:we|our|ours|us|i|my|we'll|we're|i'm)$/.test(t.lower) || isHolder(t)) own = true;
      if ((t.lower === 'it' || t.lower === 'they') && i === stretches[0]?.from) own = true;
      if (t.mention >= 0) continue;
      if (matches(t, reducers) && !tokens.slice(i + 1, i + 4).some((w) => matches(w, bad))) reducing = true;
      if (inner === null || inner === 'say') inner = stanceAt(tokens, i) ?? inner;
    }
    if (negations % 2 === 1) negated = true;
  }
  const outer = kinds.find((k) => k !== 'say');
  return {
    kind: outer ?? inner ?? 'say',
    negated,
    reducing,
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
    return kinds.find((k) => ['reject', 'oppose', 'demand', 'support', 'accept', 'offer'].includes(k)) ?? null;
  }
  return null;
}

/** What waits for a condition: plainly ("if"), until something else is done ("unless", "or face"), or as a concession ("provided"). */
export type Waiting = 'no' | 'if' | 'unless' | 'provided';

/** The act that a predicate performs on an issue. */
export function actOf(p: Predicate, issue: Issue, waiting: Waiting): Act {
  const violent = issue === 'military_strike' || issue === 'retaliation';
  const { kind } = p;
  if (kind === 'accuse' || kind === 'deny' || kind === 'oppose' || kind === 'reject') return kind;
  if (kind === 'threaten' && p.negated && waiting === 'no') return 'oppose';
  if (kind === 'threaten') return 'threaten';
  if (kind === 'demand' && !p.own) return 'demand';
  if (kind === 'offer' || kind === 'accept' || kind === 'support') return p.negated ? 'reject' : kind;
  if (p.ready && !p.negated) return 'offer';
  if (p.obliging && !p.own) return p.negated && !violent ? 'reject' : 'demand';
  if (violent && waiting === 'unless') return 'threaten';
  if (waiting === 'provided' && !violent && !p.negated) return 'offer';
  if (p.negated && (p.future || p.own) && !(issue === 'retaliation' && waiting !== 'no'))
    return violent ? 'deny' : 'reject';
  if (waiting !== 'no' && (violent || waiting === 'unless' || p.future)) return mild.has(issue) ? 'commit' : 'threaten';
  if (violent && p.future && p.own) return 'threaten';
  if (kind === 'demand') return 'demand';
  if (kind === 'commit' || (p.future && p.own)) return 'commit';
  if (p.negated) return 'reject';
  if (p.possible) return 'assess';
  return p.own ? 'inform' : 'assess';
}

const mild: ReadonlySet<Issue> = new Set<Issue>([
  ...(['negotiation', 'mediation', 'displacement', 'border_security', 'territory_access', 'alliance'] as const),
]);

/**
 * −1, 0 or +1 on the issue's poles. `side` is where the holder stands on the core dispute: +1 with the holder of what is
 * disputed, −1 with the challenger, 0 unknown. `office`: the speaker keeps order for the state.
 */
export function signOf(p: Predicate, act: Act, issue: Issue, waiting: Waiting, side: number, office: boolean): number {
  const against = act === 'accuse' || act === 'oppose' || act === 'deny';
  const turned = against || act === 'reject' || p.negated;
  switch (issue) {
    case 'retaliation':
      return act === 'deny' || (p.negated && p.own && waiting === 'no') ? -1 : 1;
    case 'military_strike':
      if (act === 'threaten' && waiting === 'unless') return 1;
      if (turned || p.reducing) return act === 'reject' && p.negated && p.reducing ? 1 : -1;
      return act === 'threaten' || (act === 'commit' && waiting !== 'no') || (act === 'demand' && p.kind !== 'demand')
        ? 1
        : -1;
    case 'core_dispute':
      if (side !== 0) return side;
      return act === 'reject' || act === 'deny' || p.negated ? 1 : -1;
    case 'mediation':
    case 'negotiation':
      if (p.negated && p.reducing && !against) return 1;
      return turned || (p.reducing && act !== 'demand' && act !== 'offer') ? -1 : 1;
    case 'force_posture':
      if (against) return -1;
      if (p.reducing && (act !== 'inform' || !p.own)) return p.negated || act === 'reject' ? 1 : -1;
      return (p.negated && act !== 'reject') || (act === 'reject' && p.kind !== 'say' && !p.negated) ? -1 : 1;
    case 'territory_access':
      return turned || p.reducing ? -1 : 1;
    case 'border_security':
      return act === 'deny' || (act === 'demand' && !p.reducing) || (act === 'oppose' && p.reducing) ? -1 : 1;
    case 'displacement':
      if (waiting !== 'no' && !against) return 1;
      return turned || act === 'demand' ? -1 : 1;
    case 'economic_pressure':
      if (act === 'offer' || act === 'support') return -1;
      if (waiting !== 'no' || act === 'commit' || act === 'threaten' || (p.future && !against))
        return p.negated && waiting === 'no' ? -1 : 1;
      return turned || p.reducing ? -1 : 1;
    case 'alliance':
      return turned ? -1 : 1;
    case 'internal_repression':
      return (p.own || office) && p.kind === 'say' && !turned ? 1 : -1;
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
