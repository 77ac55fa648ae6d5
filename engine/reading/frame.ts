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
export type FrameVote = Pick<Statement, 'holders' | 'issue' | 'act' | 'position' | 'conditional_on'>;

/** The challenger wants things changed: it demands, claims and threatens first; the other refuses and would answer. */
export function challengerOf(parties: readonly string[], votes: readonly FrameVote[]): string | null {
  const [a, b] = parties;
  if (a === undefined || b === undefined) return null;
  const score = (party: string): number =>
    votes.filter((v) => v.holders.some((h) => rootOf(h) === party)).reduce((sum, v) => sum + push(v), 0);
  const lead = score(a) - score(b);
  return lead === 0 ? null : lead > 0 ? a : b;
}

function push(v: FrameVote): number {
  if (v.issue === 'core_dispute')
    return v.act === 'demand' || v.act === 'commit' || v.act === 'threaten'
      ? 2
      : v.act === 'reject' || v.act === 'deny'
        ? -1.5
        : 0;
  if (v.issue === 'retaliation') return v.position > 0 ? -1 : 0;
  if (v.issue === 'military_strike') return v.act === 'threaten' ? 1 : v.position < 0 ? -0.5 : 0;
  if (v.issue === 'negotiation' || v.issue === 'economic_pressure')
    return v.act === 'demand' || v.act === 'threaten' ? 0.5 : 0;
  return 0;
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
