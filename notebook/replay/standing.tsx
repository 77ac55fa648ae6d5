// Where things stand at this point of the replay: the state of every region, those marked that the last event changed.
import type { ScenarioView } from '../../engine/index.ts';
import { labelOf } from '../words.ts';
import { changesOf, configurationNow, type Replay } from './run.ts';
import { changeInWords } from './tell.ts';

export function Standing({ replay, view }: { readonly replay: Replay; readonly view: ScenarioView }) {
  const now = configurationNow(replay);
  const changed = new Map(
    (replay.at === 0 ? [] : changesOf(replay.line, replay.at - 1)).map((c) => [c.region, changeInWords(view, c)]),
  );
  return (
    <div class="standing">
      <h3>Where things stand</h3>
      <dl>
        {view.regions.map((r) => {
          const change = changed.get(r.id);
          return (
            <div key={r.id} class={change === undefined ? '' : 'changed'}>
              <dt>{labelOf(r.label)}</dt>
              <dd>
                {changeInWords(view, { region: r.id, from: '', to: now[r.id] ?? '' }).to}
                {change !== undefined && <small> was {change.from}</small>}
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
