// The dated list of what happens in a line: who, what, what changed. The beat that happened last is the current one; a press goes there.
import { useLayoutEffect, useRef } from 'preact/hooks';
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
  const frame = useRef<HTMLDivElement>(null);
  // The current beat stays in the frame; the page itself is not scrolled.
  useLayoutEffect(() => {
    const box = frame.current;
    const current = box?.querySelector<HTMLElement>('[aria-current]');
    if (!box || !current) return;
    const top = current.offsetTop - box.offsetTop;
    if (top < box.scrollTop || top + current.offsetHeight > box.scrollTop + box.clientHeight - 60)
      box.scrollTop = Math.max(0, top - box.clientHeight / 3);
  }, [at, line]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: no landmark, of which a page has few, and no field
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div ref={frame} class="beats" role="group" aria-label="What happens" tabIndex={0}>
      <ol>
        <li class={at === 0 ? 'now' : 'been'} aria-current={at === 0 ? 'step' : undefined}>
          <span class="when">{whenOf(view, line.start.day)}</span>
          <button type="button" onClick={() => onGo(0)}>
            <b class="what">The start</b>
          </button>
        </li>
        {line.beats.map((_, i) => (
          <Row
            key={i}
            told={told(line, i, view)}
            place={i + 1 < at ? 'been' : i + 1 === at ? 'now' : 'ahead'}
            bend={line.drawn.some((d) => d.at === i && d.bent)}
            onGo={() => onGo(i + 1)}
          />
        ))}
        {line.complete && (
          <li class={replay.day >= line.horizon ? 'been' : 'ahead'}>
            <span class="when">{whenOf(view, line.horizon)}</span>
            <p class="muted">
              {line.beats.length === 0 && 'Nothing happens in this run; take another path. '}The horizon: the model
              looks no further.
            </p>
          </li>
        )}
      </ol>
    </div>
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
  const { beat } = t;
  return (
    <li class={place} aria-current={place === 'now' ? 'step' : undefined}>
      <span class="when">{t.when}</span>
      <div>
        {bend && <p class="bend">From here another draw.</p>}
        <button type="button" onClick={onGo}>
          <b class="what">{t.what}</b>
        </button>
        {beat.by === 'hand' && beat.event !== null && <span class="tag">your choice</span>}
        {!beat.same && <span class="tag assumed">XState differs</span>}
        {t.who !== null && <p class="who">{t.who}</p>}
        {t.changes.map((c) => (
          <p key={c.region} class="fine">
            {c.region}: <b class="now-so">{c.to}</b>, was {c.from}
          </p>
        ))}
      </div>
    </li>
  );
}
