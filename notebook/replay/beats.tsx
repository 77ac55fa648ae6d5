// The dated list of what happens in a line: who, what, what changed. The beat that happened last is the current one; a press goes there.
import type { ScenarioView } from '../../engine/index.ts';
import type { Replay } from './run.ts';
import { type Told, told, whenOf } from './tell.ts';

interface Properties {
  readonly replay: Replay;
  readonly view: ScenarioView;
  readonly onGo: (at: number) => void;
}

export function Beats({ replay, view, onGo }: Properties) {
  const { line, at } = replay;
  return (
    <ol class="beats">
      <li class={at === 0 ? 'now' : 'been'} aria-current={at === 0 ? 'step' : undefined}>
        <button type="button" onClick={() => onGo(0)}>
          <span class="when">{whenOf(view, line.start.day)}</span> <b class="what">The start</b>
        </button>
      </li>
      {line.beats.map((_, i) => (
        <Row
          key={i}
          told={told(line, i, view)}
          place={i + 1 < at ? 'been' : i + 1 === at ? 'now' : 'ahead'}
          bend={i > 0 && line.drawn.some((d) => d.at === i && d !== line.drawn[0])}
          onGo={() => onGo(i + 1)}
        />
      ))}
      {line.complete && (
        <li class={replay.day >= line.horizon ? 'been' : 'ahead'}>
          <p>
            <span class="when">{whenOf(view, line.horizon)}</span> The horizon: the model looks no further.
          </p>
        </li>
      )}
    </ol>
  );
}

interface RowProperties {
  readonly told: Told;
  readonly place: 'been' | 'now' | 'ahead';
  /** Another path was drawn from here. */
  readonly bend: boolean;
  readonly onGo: () => void;
}

function Row({ told: t, place, bend, onGo }: RowProperties) {
  return (
    <li class={place} aria-current={place === 'now' ? 'step' : undefined}>
      {bend && t.beat.by === 'chance' && <p class="bend">from here another draw</p>}
      <button type="button" onClick={onGo}>
        <span class="when">{t.when}</span> <b class="what">{t.what}</b>
        {t.beat.by === 'hand' && t.beat.event !== null && <span class="tag">your choice</span>}
        {!t.beat.same && <span class="tag assumed">XState differs</span>}
      </button>
      <p class="fine">
        {t.beat.event === null ? 'Time passes.' : (t.who ?? 'Nobody decides this.')}
        {t.changes.map((c) => (
          <span key={c.region} class="change">
            {c.region}: {c.from} <span aria-hidden="true">→</span>
            <span class="spoken">becomes</span> <b class="now-so">{c.to}</b>
          </span>
        ))}
      </p>
    </li>
  );
}
