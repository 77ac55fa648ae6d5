// Mentions → the crisis frame: the two parties that the article speaks of most, who mediates, who lives next door; and on which side of the core dispute each party stands.
import type { CrisisFrame, Mention, ReadActor } from './document.ts';
import type { Statement } from './evidence.ts';

/** The state or group on whose account an actor's mentions go. */
export const rootOf = (id: string): string => id.split('/')[0]!;

/** Parties by share of mentions; roles of others come later, from what they say. */
export function partiesOf(actors: readonly ReadActor[], mentions: readonly Mention[]): string[] {
  const byId = new Map(actors.map((a) => [a.id, a]));
  const counts = new Map<string, number>();
  for (const m of mentions) {
    const actor = byId.get(m.actor);
    if (actor === undefined || actor.media) continue;
    const root = rootOf(actor.speaks_for ?? actor.id);
    const rootActor = byId.get(root);
    if (rootActor !== undefined && (rootActor.kind === 'person' || rootActor.media)) continue;
    counts.set(root, (counts.get(root) ?? 0) + (rootActor?.kind === 'state' || rootActor === undefined ? 1 : 0.5));
  }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([id]) => id)
    .slice(0, 2);
}

/** A statement with what the frame asks of it. */
export type FrameVote = Pick<Statement, 'holders' | 'issue' | 'act' | 'position' | 'conditional_on' | 'targets'>;

/**
 * The challenger wants things changed: it demands, claims, presses until the other gives way, and is the one whose move
 * others fear; the other refuses and would answer an attack. Null when the article does not tell.
 */
export function challengerOf(parties: readonly string[], votes: readonly FrameVote[]): string | null {
  const [a, b] = parties;
  if (a === undefined || b === undefined) return null;
  const score = (party: string): number => votes.reduce((sum, v) => sum + pushOf(v, party), 0);
  const lead = score(a) - score(b);
  return Math.abs(lead) < 0.5 ? null : lead > 0 ? a : b;
}

/** How much a statement speaks for a party's being the challenger. */
function pushOf(v: FrameVote, party: string): number {
  const own = v.holders.some((h) => rootOf(h) === party);
  const terms = v.conditional_on?.terms ?? [];
  if (!own) {
    // What others make ready for the case that this party moves.
    if (terms.some((t) => t.actor === party && (t.event === 'military_strike' || t.event === 'escalation'))) return 1;
    const aimed = v.targets.length === 1 && rootOf(v.targets[0]!) === party;
    return aimed && v.act === 'threaten' && v.issue === 'economic_pressure' ? 0.75 : 0;
  }
  const pressing = terms.some((t) => ['core_violation', 'no_deal', 'other'].includes(t.event) && t.actor !== party);
  if (v.act === 'threaten' && pressing) return v.issue === 'core_dispute' ? 1.5 : 1;
  switch (v.issue) {
    case 'core_dispute':
      return v.act === 'demand' || v.act === 'commit' || v.act === 'threaten' ? 1.5 : v.act === 'reject' ? -1 : 0;
    case 'retaliation':
      return terms.some((t) => t.event === 'military_strike') ? -1.5 : 0;
    case 'military_strike':
      return v.act === 'threaten' ? 1 : v.act === 'deny' || v.act === 'commit' ? -0.5 : 0;
    case 'economic_pressure':
      return v.act === 'threaten' || v.act === 'commit' ? 0.5 : 0;
    default:
      return 0;
  }
}

export function frameOf(
  parties: readonly string[],
  challenger: string | null,
  statements: readonly Statement[],
): CrisisFrame {
  const third = (issues: readonly string[]): string[] => {
    const counts = new Map<string, number>();
    for (const s of statements)
      if (issues.includes(s.issue) && s.position > 0)
        for (const h of s.holders.map(rootOf)) if (!parties.includes(h)) counts.set(h, (counts.get(h) ?? 0) + 1);
    return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([id]) => id);
  };
  const mediators = third(['mediation']);
  return {
    parties,
    challenger,
    target: challenger === null ? null : (parties.find((p) => p !== challenger) ?? null),
    mediators,
    neighbours: third(['border_security', 'displacement', 'territory_access']).filter((id) => !mediators.includes(id)),
  };
}
