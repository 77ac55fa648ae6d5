// On narrow screens, where the chart scrolls away from the sliders: the paths' figures, or those of the first outcomes, stay at the foot of the screen.
import type { ScenarioView } from '../../engine/index.ts';
import type { DocumentVariant } from '../document/document.ts';
import { figureOf, type Known, type Target } from '../figures.ts';
import { labelOf, percent, points } from '../words.ts';
import { causeColour } from './drawing.ts';

interface Properties {
  /** Null: the scenario has no race. */
  readonly race: ScenarioView['outcomes'][number] | null;
  /** Shown in place of a race; left out: nothing is. */
  readonly keys?: readonly Target[];
  readonly day: number;
  readonly variant: DocumentVariant;
  readonly base: Known;
  readonly known: Known;
}

export function MiniBar({ race, keys = [], day, variant, base, known }: Properties) {
  const shown =
    race === null
      ? keys.slice(0, 3).map((t, i) => ({ target: t, label: t.label, colour: `var(--variant-${i + 1})` }))
      : race.causes.map((c, i) => ({
          target: { id: `${race.id}.${c.id}`, outcome: race.id, cause: c.id },
          label: labelOf(c.label),
          colour: causeColour(i),
        }));
  if (shown.length === 0) return null;
  return (
    <div class="mini-bar" aria-hidden="true">
      {shown.map(({ target, label, colour }) => {
        const now = figureOf(known, target, day);
        const before = figureOf(base, target, day);
        const comparable = now.p !== null && before.p !== null;
        return (
          <span key={target.id}>
            <i style={{ background: colour }} />
            <small>{label}</small>
            <b>{now.already ? 'already' : percent(now.p)}</b>
            {/* Its line is kept in base too. */}
            <small>
              {comparable
                ? variant.origin === 'file' && now.p === before.p
                  ? 'base'
                  : points(now.p! - before.p!)
                : ''}
            </small>
          </span>
        );
      })}
    </div>
  );
}
