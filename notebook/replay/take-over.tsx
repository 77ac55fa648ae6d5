// Playing an actor: its possible moves at this point, at which rate the model would make them and why, and waiting for what the others do.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Option, Options, VariantView } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { labelOf, percent, plain } from '../words.ts';
import { configurationNow, type Replay } from './run.ts';
import { whoOf } from './tell.ts';
import { WhyMove } from './why-move.tsx';

interface Properties {
  readonly id: string;
  readonly replay: Replay;
  readonly variant: VariantView;
  readonly busy: boolean;
  readonly onPlay: (actor: string | null) => void;
  readonly onTake: (option: Option) => void;
  readonly onWait: (days: number) => void;
  readonly onUndo: () => void;
}

export function TakeOver({ id, replay, variant, busy, onPlay, onTake, onWait, onUndo }: Properties) {
  const { view } = useBench().model;
  const { played } = replay;
  const options = useOptions(replay, variant, played !== null);
  const actors = view.actors.filter((a) => view.moves.some((m) => m.actor === a.id));
  const left = replay.line.horizon - replay.day;
  // While the next choices are looked up, those before keep their place: nothing below jumps.
  const block = useRef<HTMLDivElement>(null);
  const height = useRef(150);
  useLayoutEffect(() => {
    if (options !== null && block.current !== null) height.current = block.current.offsetHeight;
  });
  if (actors.length === 0) return null;
  return (
    <div class="take-over">
      <h3>Take over an actor</h3>
      <div class="controls">
        <label class="picker">
          <span>Who you play, from this point on</span>
          <select value={played ?? ''} onChange={(e) => onPlay(e.currentTarget.value || null)}>
            <option value="">Nobody: everybody acts as the model says</option>
            {actors.map((a) => (
              <option key={a.id} value={a.id}>
                {a.label}
              </option>
            ))}
          </select>
        </label>
        <button type="button" disabled={replay.past.length === 0} onClick={onUndo}>
          Undo the last step
        </button>
      </div>
      {played !== null && (
        <div ref={block} class={busy ? 'stale' : ''} style={{ minHeight: options === null ? height.current : 0 }}>
          {left <= 0 ? (
            <p>The horizon is reached. Step back, or undo, to choose differently.</p>
          ) : (
            <Choices id={id} options={options} {...{ replay, variant, busy, onTake, onWait, played, left }} />
          )}
        </div>
      )}
    </div>
  );
}

interface ChoicesProperties extends Pick<Properties, 'id' | 'replay' | 'variant' | 'busy' | 'onTake' | 'onWait'> {
  readonly options: Options | null;
  readonly played: string;
  readonly left: number;
}

function Choices({ id, options, replay, variant, busy, onTake, onWait, played, left }: ChoicesProperties) {
  const { view } = useBench().model;
  const [why, setWhy] = useState<string | null>(null);
  const who = whoOf(view, played);
  if (options === null) return <p class="fine">Looking up what {who} can do…</p>;
  const own = options.options.filter((o) => o.actor === played);
  const others = options.options.filter((o) => o.actor !== played && o.rate > 0);
  const total = others.reduce((sum, o) => sum + o.rate, 0);
  const likely = others.reduce<Option | null>((best, o) => (best === null || o.rate > best.rate ? o : best), null);
  const week = Math.min(7, left);
  return (
    <>
      <p>
        {own.length === 0
          ? `${who} has no move here.`
          : `What ${who} can do now. A move that needs somebody’s consent is taken as agreed.`}
      </p>
      <ul class="choices">
        {own.map((o) => (
          <li key={o.event}>
            <div class="choice-head">
              <button type="button" disabled={busy} onClick={() => onTake(o)}>
                {labelOf(o.label)}
              </button>
              <span class="fine">{paceOf(o.rate)}</span>
              {o.kind === 'move' && (
                <button
                  type="button"
                  class="link"
                  aria-expanded={why === o.event}
                  aria-controls={`${id}-why-${o.event}`}
                  aria-label={`Why: ${labelOf(o.label)}`}
                  onClick={() => setWhy(why === o.event ? null : o.event)}
                >
                  Why?
                </button>
              )}
            </div>
            <div id={`${id}-why-${o.event}`}>
              {why === o.event && (
                <WhyMove variant={variant} configuration={configurationNow(replay)} move={o.event} rate={o.rate} />
              )}
            </div>
          </li>
        ))}
      </ul>
      <div class="actions">
        <button type="button" class="primary" disabled={busy} onClick={() => onWait(left)}>
          Wait for the next event
        </button>
        <button type="button" disabled={busy} onClick={() => onWait(week)}>
          Wait at most {plain(Number(week.toFixed(1)))} days
        </button>
      </div>
      <p class="fine">
        {likely === null
          ? 'Nothing else can happen by itself here.'
          : `If you wait, something happens after ${plain(Number((1 / total).toPrecision(2)))} days on average; most likely “${labelOf(likely.label)}” (${percent(likely.rate / total)}).`}
      </p>
    </>
  );
}

/** "the model: about once in 12 days". */
function paceOf(rate: number): string {
  if (rate <= 0) return 'the model would not do it by itself';
  return rate >= 1
    ? `the model: about ${plain(Number(rate.toPrecision(2)))} times a day`
    : `the model: about once in ${plain(Number((1 / rate).toPrecision(2)))} days`;
}

function useOptions(replay: Replay, variant: VariantView, wanted: boolean): Options | null {
  const { ask } = useBench();
  const [options, setOptions] = useState<Options | null>(null);
  const configuration = configurationNow(replay);
  const key = JSON.stringify(configuration);
  useEffect(() => {
    setOptions(null);
    if (!wanted) return;
    const abort = new AbortController();
    void ask('options', { variant, configuration }, { signal: abort.signal }).then(
      (answer) => !abort.signal.aborted && setOptions(answer?.value ?? null),
    );
    return () => abort.abort();
  }, [key, wanted, variant]);
  return options;
}
