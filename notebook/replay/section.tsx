// Replay: one sampled run as a dated story that can be played, stepped, bent from any point, and played by hand. Enters: the bench, optionally a seed, a path and a variant (a cell's). Leaves: the story on the page, and where it stands for the statechart (now.ts).
import type { Attributes } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { contentKey } from '../document/document.ts';
import { useNear } from '../use-near.ts';
import { labelOf } from '../words.ts';
import { Beats } from './beats.tsx';
import { replayNow } from './now.ts';
import { Odds } from './odds.tsx';
import './replay.css';
import { changesOf, configurationNow, type ReplayAction } from './run.ts';
import { Standing } from './standing.tsx';
import { TakeOver } from './take-over.tsx';
import { originOf, plainText, spoken as spokenOf } from './tell.ts';
import { Transport } from './transport.tsx';
import { useReplay } from './use-replay.ts';

interface Chosen {
  readonly variant: string | null;
  readonly seed: number;
  readonly path: number;
}

interface Properties extends Partial<Chosen>, Attributes {
  /** Another seed or path was chosen. */
  readonly onChange?: (chosen: Chosen) => void;
}

export default function ReplaySection(properties: Properties) {
  // Another scenario has other regions: nothing of a line can stay.
  return <ReplayOf key={useBench().model.key} {...properties} />;
}

function ReplayOf({ variant: variantId = null, seed: fixedSeed, path: fixedPath, onChange }: Properties) {
  const { model, document, selected } = useBench();
  const { view, race } = model;
  const id = useId();
  const variant = document.variants.find((v) => v.id === variantId) ?? selected;
  const [own, setOwn] = useState({ seed: 1, path: 0 });
  const [first, setFirst] = useState('');
  const [playing, setPlaying] = useState(false);
  const [spoken, setSpoken] = useState('');
  const [copied, setCopied] = useState<string | null>(null);
  const frame = useRef<HTMLElement>(null);
  const near = useNear(frame);
  const it = useReplay(variant, { seed: fixedSeed ?? own.seed, path: fixedPath ?? own.path }, near, (pick) => {
    setOwn(pick);
    onChange?.({ variant: variantId, ...pick });
  });
  const { replay } = it;

  const dispatch = (action: ReplayAction): void => {
    setCopied(null);
    it.dispatch(action);
  };
  const begin = (seed: number, path: number, cause: string): void => {
    setPlaying(false);
    const outcome = cause === '' || race === null ? undefined : `${race.id}.${cause}`;
    it.begin(seed, path, outcome === undefined ? undefined : { outcome, by: view.horizon, happened: true });
  };

  // Where the reader has not begun to follow the line, the chart is left alone.
  useEffect(() => {
    if (replay === null || (replay.at === 0 && replay.day <= replay.line.start.day)) {
      replayNow.set(null);
      return;
    }
    replayNow.set({
      configuration: configurationNow(replay),
      day: replay.day,
      changed: replay.at === 0 ? [] : changesOf(replay.line, replay.at - 1).map((c) => c.region),
    });
  }, [replay?.line, replay?.at, replay?.day]);
  useEffect(() => () => replayNow.set(null), []);

  const title = `${id}-title`;
  const seed = replay?.line.seed ?? own.seed;
  const path = replay?.line.drawn[0]?.path ?? own.path;
  return (
    // A cell is no landmark of the page.
    <section ref={frame} class="card replay" role={onChange && 'group'} aria-labelledby={title}>
      <div class="card-head">
        <h2 id={title}>
          One way it could go
          <small>one sampled run of “{variant.label}”: possible, not the likeliest, and not a forecast</small>
        </h2>
      </div>
      <div class="controls">
        <button
          type="button"
          disabled={replay === null || it.busy}
          onClick={() => begin(seed, replay!.nextPath, first)}
        >
          Another path
        </button>
        {race !== null && (
          <label class="picker">
            <span>{labelOf(race.label)}</span>
            <select
              value={first}
              onChange={(e) => {
                setFirst(e.currentTarget.value);
                begin(seed, path, e.currentTarget.value);
              }}
            >
              <option value="">any of them, as chance has it</option>
              {race.causes.map((c) => (
                <option key={c.id} value={c.id}>
                  a story in which “{labelOf(c.label)}” comes first
                </option>
              ))}
              <option value="none">a story in which none of them comes</option>
            </select>
          </label>
        )}
        <SeedField id={`${id}-seed`} seed={seed} onSeed={(s) => begin(s, 0, first)} />
        <span class="fine path-number">path {path}</span>
      </div>
      {it.outdated && (
        <p class="note">
          “{variant.label}” has changed since this was drawn.{' '}
          <button type="button" class="link" onClick={() => begin(seed, path, first)}>
            Draw it anew
          </button>
        </p>
      )}
      {it.problems.map((p) => (
        <p key={p.message} class="problem" role="alert">
          {p.message}
          {p.repair && ` (${p.repair})`}
        </p>
      ))}
      {replay === null ? (
        <p class="fine waiting-story">
          {it.problems.length > 0 ? 'There is no story to show.' : 'The first story is being drawn…'}
        </p>
      ) : (
        <>
          <Transport
            id={id}
            replay={replay}
            view={view}
            playing={playing}
            onPlaying={setPlaying}
            dispatch={dispatch}
            onSpoken={setSpoken}
          />
          <div class="actions line-actions">
            <button
              type="button"
              disabled={it.busy || replay.played !== null || replay.day >= replay.line.horizon}
              onClick={() => {
                setPlaying(false);
                it.branch();
              }}
            >
              Go on differently from here
            </button>
            <button
              type="button"
              onClick={() =>
                void copy(
                  plainText(replay.line, view, {
                    title: view.title,
                    variant: variant.label,
                    engine: document.scenario.engine || model.shipped?.engine || 'Standoff',
                    scenario: view.id,
                    inputs: document.scenario.inputs || model.shipped?.inputs || '',
                  }),
                ).then(setCopied)
              }
            >
              Copy as text
            </button>
            <p class="fine" role="status">
              {copied ?? `${originOf(replay.line, view)}.`}
            </p>
          </div>
          <TakeOver
            id={id}
            replay={replay}
            variant={it.variant}
            busy={it.busy}
            onPlay={(actor) => {
              setPlaying(false);
              dispatch({ type: 'play', actor });
              if (actor === null) it.branch();
            }}
            onTake={it.take}
            onWait={it.wait}
            onUndo={() => dispatch({ type: 'undo' })}
          />
          <div class={`replay-body${it.busy ? ' stale' : ''}`}>
            <Beats
              replay={replay}
              view={view}
              onGo={(at) => {
                setPlaying(false);
                dispatch({ type: 'go', at });
                setSpoken(spokenOf(replay.line, at, view));
              }}
            />
            <div>
              <Standing replay={replay} view={view} />
              <Odds replay={replay} variant={it.variant} resting={!playing && near} key={contentKey(variant)} />
            </div>
          </div>
        </>
      )}
      <p class="spoken" aria-live="polite" data-testid="replay-spoken">
        {spoken}
      </p>
    </section>
  );
}

function SeedField({
  id,
  seed,
  onSeed,
}: {
  readonly id: string;
  readonly seed: number;
  readonly onSeed: (seed: number) => void;
}) {
  return (
    <label class="seed" for={id}>
      <span>Seed</span>
      <input
        id={id}
        type="number"
        min={0}
        max={4_294_967_295}
        step={1}
        value={seed}
        onChange={(e) => {
          const value = Math.round(e.currentTarget.valueAsNumber);
          if (value >= 0 && value <= 4_294_967_295) onSeed(value);
          else e.currentTarget.value = String(seed);
        }}
      />
    </label>
  );
}

async function copy(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'The story is on the clipboard.';
  } catch {
    return 'This browser does not let the page write to the clipboard.';
  }
}
