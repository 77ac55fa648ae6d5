// Names that a reader added in a review → office-holders as the reading takes them: a person with a role is new, a further name of somebody known becomes an alias.
import { type OfficeHolder, officeHolders, slugOf } from '../reading/gazetteer.ts';
import type { NameAdded } from '../reading/review.ts';

export function officeHoldersOf(names: readonly NameAdded[]): OfficeHolder[] {
  const byActor = new Map<string, OfficeHolder>();
  for (const { name, actor, role } of names) {
    const before = byActor.get(actor) ?? knownAs(actor);
    const state = actor.split('/')[0]!;
    byActor.set(
      actor,
      before === undefined
        ? { name, state, role: role ?? 'official', from: '0000-01', to: null }
        : { ...before, aliases: [...(before.aliases ?? []), name] },
    );
  }
  return [...byActor.values()];
}

/** The office-holder whose id that is: the state, and the last word of the name. */
function knownAs(actor: string): OfficeHolder | undefined {
  return officeHolders.find((h) => `${h.state}/${slugOf(h.name.split(' ').at(-1)!)}` === actor);
}
