// Actors and crisis frames of several articles → who fills which role of a template, with the reason, and what the texts call them.
import type { CrisisFrame } from '../reading/document.ts';

/** Roles that a template may have: an actor whose `holders` is the role's name in braces. */
export const roleNames = ['challenger', 'target', 'mediators', 'neighbour'] as const;
export type RoleName = (typeof roleNames)[number];

/** A name in braces inside a text of a template. */
export const placeholder = /\{(challenger|target|mediators|neighbour)\}/g;

export interface RoleBound {
  readonly role: RoleName;
  /** Ids of those who fill it; empty when nobody does. */
  readonly actors: readonly string[];
  /** What the texts call them. */
  readonly name: string;
  readonly why: string;
}

/** Ids that the user names instead of those found. An empty list leaves the role out. */
export type RolesAsked = Partial<Readonly<Record<RoleName, readonly string[]>>>;

/** Most mediators that share a desk, and most names that a text lists. */
const mostMediators = 12;
const mostNamed = 3;

/** What binding asks about actors. */
export interface Known {
  readonly nameOf: (id: string) => string;
  readonly isState: (id: string) => boolean;
  /** A state or an organisation: a person or an armed group is no mediator's seat. */
  readonly isBody: (id: string) => boolean;
  /** Whether two states share a border. */
  readonly borders: (id: string, other: string) => boolean;
  /** Records of an actor on borders and on people who move. */
  readonly borderRecords: (id: string) => number;
}

/**
 * @param frames one for each article, in their order; articles that disagree are counted out, the earlier one winning a draw.
 * The neighbour is a state, and rather one that borders the target, or else the challenger; of several the one with most to say on its border.
 */
export function bindRoles(frames: readonly CrisisFrame[], known: Known, asked: RolesAsked = {}): RoleBound[] {
  const votes = (ids: readonly (string | null)[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const id of ids) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  };
  const share = (n: number): string => (frames.length === 1 ? 'the article' : `${n} of ${frames.length} articles`);
  const taken = new Set<string>(Object.values(asked).flat());
  const bound = (role: RoleName, ids: readonly string[], why: string): RoleBound => ({
    role,
    actors: [...new Set(ids)],
    name: ids.length === 0 ? `${role} (none found)` : listOf([...new Set(ids)].map(known.nameOf)),
    why,
  });
  const party = (role: 'challenger' | 'target'): RoleBound => {
    const wanted = asked[role];
    if (wanted !== undefined) return bound(role, wanted.slice(0, 1), 'as asked for');
    const named = most(votes(frames.map((f) => f[role])), taken);
    if (named !== null) {
      taken.add(named.id);
      return bound(role, [named.id], `the ${role} in ${share(named.count)}`);
    }
    const mentioned = most(votes(frames.flatMap((f) => f.parties)), taken);
    if (mentioned === null) return bound(role, [], 'no article has another party');
    taken.add(mentioned.id);
    return bound(role, [mentioned.id], `a party in ${share(mentioned.count)}; that it is the ${role} is a guess`);
  };
  // A party that some article names as challenger is not given away as target by a guess.
  const firstNamed = frames.some((f) => f.target !== null) && frames.every((f) => f.challenger === null);
  const parties = firstNamed
    ? [party('target'), party('challenger')].reverse()
    : [party('challenger'), party('target')];

  const others = (ids: readonly string[]): [string, number][] =>
    [...votes(ids)].filter(([id]) => !taken.has(id)).sort(([, a], [, b]) => b - a);
  const mediators = others(frames.flatMap((f) => f.mediators))
    .filter(([id]) => known.isBody(id))
    .slice(0, mostMediators);
  const [challenger, target] = parties.map((p) => p.actors[0]);
  const nearness = (id: string): number =>
    target !== undefined && known.borders(id, target)
      ? 2
      : challenger !== undefined && known.borders(id, challenger)
        ? 1
        : 0;
  const neighbours = others(frames.flatMap((f) => f.neighbours))
    .map(([id]) => id)
    .filter(known.isState)
    .sort((a, b) => nearness(b) - nearness(a) || known.borderRecords(b) - known.borderRecords(a));
  const nearest = (id: string): string => {
    const near = [
      'borders neither of the two',
      `borders ${known.nameOf(challenger ?? '')}`,
      `borders ${known.nameOf(target ?? '')}`,
    ][nearness(id)]!;
    const rest =
      neighbours.length > 1
        ? `chosen among ${neighbours.join(', ')}`
        : `a neighbour in ${frames.length === 1 ? 'the article' : 'the articles'}`;
    return `${near}; ${rest}`;
  };
  return [
    ...parties,
    asked.mediators !== undefined
      ? bound('mediators', asked.mediators, asked.mediators.length > 0 ? 'as asked for' : 'left out as asked for')
      : bound(
          'mediators',
          mediators.map(([id]) => id),
          mediators.length === 0
            ? 'no article names one'
            : mediators.map(([id, n]) => `${id} in ${share(n)}`).join(', '),
        ),
    asked.neighbour !== undefined
      ? bound(
          'neighbour',
          asked.neighbour.slice(0, 1),
          asked.neighbour.length > 0 ? 'as asked for' : 'left out as asked for',
        )
      : bound(
          'neighbour',
          neighbours.slice(0, 1),
          neighbours[0] === undefined ? 'no article names a state' : nearest(neighbours[0]),
        ),
  ];
}

function most(votes: ReadonlyMap<string, number>, taken: ReadonlySet<string>): { id: string; count: number } | null {
  let best: { id: string; count: number } | null = null;
  for (const [id, count] of votes) if (!taken.has(id) && (best === null || count > best.count)) best = { id, count };
  return best;
}

/** A name as a text takes it: names come from articles, so one line, no braces, not too long. */
export const asName = (name: string): string =>
  name
    .replace(/[\p{C}\p{Z}\s{}]+/gu, ' ')
    .trim()
    .slice(0, 60);

function listOf(names: readonly string[]): string {
  const shown =
    names.length > mostNamed
      ? [...names.slice(0, mostNamed - 1), `${names.length - mostNamed + 1} others`]
      : [...names];
  const last = shown.pop()!;
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
