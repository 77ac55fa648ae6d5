// On narrow screens, where the chart scrolls away from the sliders: the paths' figures stay at the foot of the screen.
import type { ScenarioView } from '../../engine/index.ts';
import type { DocumentVariant } from '../document/document.ts';
import { figureOf, type Known } from '../figures.ts';
import { labelOf, percent, points } from '../words.ts';
import { causeColour } from './plot-common.ts';

interface Properties {
  readonly race: ScenarioView['outcomes'][number];
  readonly day: number;
  readonly variant: DocumentVariant;
  readonly base: Known;
  readonly known: Known;
}

export function MiniBar({ race, day, variant, base, known }: Properties) {
  return (
    <div class="mini-bar" aria-hidden="true">
      {race.causes.map((c, i) => {
        const target = { id: `${race.id}.${c.id}`, outcome: race.id, cause: c.id };
        const now = figureOf(known, target, day);
        const before = figureOf(base, target, day);
        return (
          <span key={c.id}>
            <i style={{ background: causeColour(i) }} />
            <small>{labelOf(c.label)}</small>
            <b>{now.already ? 'already' : percent(now.p)}</b>
            {variant.id !== 'base' && now.p !== null && before.p !== null && <small>{points(now.p - before.p)}</small>}
          </span>
        );
      })}
    </div>
  );
}
