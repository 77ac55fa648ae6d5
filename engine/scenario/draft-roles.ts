// Actors and crisis frames of several articles → who fills which role of a template, with the reason, and what the texts call them.
import type { CrisisFrame, ReadActor } from '../reading/document.ts';

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

type Known = ReadonlyMap<string, Pick<ReadActor, 'canonical'>>;

/**
 * @param frames one for each article, in their order; articles that disagree are counted out, the earlier one winning a draw.
 * @param weight how many records an actor has on the issues of a border: among several neighbours the first with most of them is taken.
 */
export function bindRoles(
  frames: readonly CrisisFrame[],
  actors: Known,
  weight: (actor: string) => number,
  asked: RolesAsked = {},
): RoleBound[] {
  const votes = (ids: readonly (string | null)[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const id of ids) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  };
  const share = (n: number): string => `${n} of ${frames.length} article${frames.length === 1 ? '' : 's'}`;
  const taken = new Set<string>([...(asked.challenger ?? []), ...(asked.target ?? [])]);
  const bound = (role: RoleName, ids: readonly string[], why: string): RoleBound => ({
    role,
    actors: ids,
    name: ids.length === 0 ? `${role} (none found)` : listOf(ids.map((id) => nameOf(id, actors))),
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
  const mediators = others(frames.flatMap((f) => f.mediators)).slice(0, mostMediators);
  const neighbours = others(frames.flatMap((f) => f.neighbours)).map(([id, count]) => ({ id, count }));
  const neighbour = neighbours.reduce<{ id: string; count: number } | null>(
    (best, n) => (best === null || weight(n.id) > weight(best.id) ? n : best),
    null,
  );
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
      : neighbour === null
        ? bound('neighbour', [], 'no article names one')
        : bound(
            'neighbour',
            [neighbour.id],
            neighbours.length > 1
              ? `most words on the border among ${neighbours.map((n) => n.id).join(', ')}`
              : `a neighbour in ${share(neighbour.count)}`,
          ),
  ];
}

function most(votes: ReadonlyMap<string, number>, taken: ReadonlySet<string>): { id: string; count: number } | null {
  let best: { id: string; count: number } | null = null;
  for (const [id, count] of votes) if (!taken.has(id) && (best === null || count > best.count)) best = { id, count };
  return best;
}

/** What a text calls an actor. Names come from articles: one line, no braces, not too long. */
export function nameOf(id: string, actors: Known): string {
  const name = (actors.get(id)?.canonical ?? id)
    .replace(/[\p{C}\p{Z}\s{}]+/gu, ' ')
    .trim()
    .slice(0, 60);
  return name === '' ? id.slice(0, 60) : name;
}

function listOf(names: readonly string[]): string {
  const shown =
    names.length > mostNamed
      ? [...names.slice(0, mostNamed - 1), `${names.length - mostNamed + 1} others`]
      : [...names];
  const last = shown.pop()!;
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
