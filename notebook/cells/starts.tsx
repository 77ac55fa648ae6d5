// Where things stand on day 0, and moves that are taken out of the model: structure of a variant, beside its numbers.
import type { ScenarioView } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import type { DocumentVariant } from '../document/document.ts';
import { labelOf, stateLabel } from '../words.ts';

interface Properties {
  readonly view: ScenarioView;
  readonly variant: DocumentVariant;
}

export function Starts({ view, variant }: Properties) {
  const { dispatch } = useBench();
  const when = (): string => `${new Date().toISOString().slice(0, 16)}Z`;
  const { initial, disable } = variant.changes;
  const actors = view.actors.filter((a) => view.moves.some((m) => m.actor === a.id));
  return (
    <div class="starts">
      {view.regions.map((r) => {
        const now = Object.hasOwn(initial, r.id) ? initial[r.id]! : r.initial;
        return (
          <label key={r.id} class={now === r.initial ? '' : 'changed'}>
            <span>At the start: {labelOf(r.label)}</span>
            <select
              value={now}
              data-start={r.id}
              onChange={(e) =>
                dispatch({
                  type: 'start',
                  region: r.id,
                  state: e.currentTarget.value,
                  fallback: r.initial,
                  when: when(),
                })
              }
            >
              {r.states.map((s) => (
                <option key={s.id} value={s.id} selected={s.id === now}>
                  {stateLabel(s.label)}
                  {s.id === r.initial ? ' (as in the scenario)' : ''}
                </option>
              ))}
            </select>
          </label>
        );
      })}
      {actors.map((a) => (
        <fieldset key={a.id}>
          <legend>Ruled out: {labelOf(a.label)}</legend>
          {view.moves
            .filter((m) => m.actor === a.id)
            .map((m) => (
              <label key={m.id} class={`move${disable.includes(m.id) ? ' changed' : ''}`}>
                <input
                  type="checkbox"
                  checked={disable.includes(m.id)}
                  data-move={m.id}
                  onChange={(e) => dispatch({ type: 'disable', move: m.id, on: e.currentTarget.checked, when: when() })}
                />
                <span>{labelOf(m.label)}</span>
              </label>
            ))}
        </fieldset>
      ))}
    </div>
  );
}
