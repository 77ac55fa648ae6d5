// A scenario → its Desks: who decides, whose records count as their stance, and on which issues. Two desks of one state share its holders and divide the issues.
import type { Desk } from '../reading/stance.ts';
import type { ScenarioView } from './view.ts';

/** In the order of the file; actors without stances are left out, as nothing is pooled for them. */
export function desksOf(view: Pick<ScenarioView, 'actors' | 'stances'>): Desk[] {
  return view.actors.flatMap(({ id, holders }) => {
    const issues = view.stances.filter((s) => s.actor === id).map((s) => s.issue);
    return issues.length === 0 ? [] : [{ id, holders, issues }];
  });
}
