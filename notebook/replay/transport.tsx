// Play, pause, step and scrub: moves the clock of a replay. With reduced motion, playing goes from event to event instead of running a clock.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ScenarioView } from '../../engine/index.ts';
import { Choice } from '../cells/choice.tsx';
import { endOf, type Replay, type ReplayAction } from './run.ts';
import { spoken, whenOf } from './tell.ts';

/** Seconds that the whole horizon takes. */
const speeds = [
  { value: 60, label: '1 min', spoken: 'The whole time in one minute' },
  { value: 20, label: '20 s', spoken: 'The whole time in twenty seconds' },
  { value: 6, label: '6 s', spoken: 'The whole time in six seconds' },
] as const;
type Speed = (typeof speeds)[number]['value'];

interface Properties {
  readonly id: string;
  readonly replay: Replay;
  readonly view: ScenarioView;
  readonly playing: boolean;
  readonly onPlaying: (playing: boolean) => void;
  readonly dispatch: (action: ReplayAction) => void;
  /** Said aloud after a step by hand. */
  readonly onSpoken: (text: string) => void;
}

export function Transport({ id, replay, view, playing, onPlaying, dispatch, onSpoken }: Properties) {
  const [speed, setSpeed] = useState<Speed>(20);
  const { line, at, day } = replay;
  const end = endOf(line);
  const span = Math.max(line.horizon - line.start.day, 1e-9);
  const latest = useRef({ replay, end });
  latest.current = { replay, end };

  useEffect(() => {
    if (!playing) return;
    const over = (): boolean => {
      const { replay: r, end: last } = latest.current;
      return r.day >= last && r.at >= r.line.beats.length;
    };
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      const timer = setInterval(() => {
        const { replay: r, end: last } = latest.current;
        if (over()) onPlaying(false);
        else if (r.at < r.line.beats.length) dispatch({ type: 'step', by: 1 });
        else dispatch({ type: 'scrub', day: last });
      }, 2000);
      return () => clearInterval(timer);
    }
    let frame = 0;
    let before: number | null = null;
    const tick = (now: number): void => {
      if (over()) {
        onPlaying(false);
        return;
      }
      const days = before === null ? 0 : ((now - before) / 1000) * (span / speed);
      before = now;
      const { replay: r, end: last } = latest.current;
      if (days > 0) dispatch({ type: 'scrub', day: Math.min(r.day + days, last) });
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [playing, speed, span]);

  const step = (by: -1 | 1): void => {
    onPlaying(false);
    dispatch({ type: 'step', by });
    const next = Math.min(Math.max(at + by, 0), line.beats.length);
    onSpoken(
      next === at ? (by > 0 ? 'Nothing more happens in this line.' : 'This is the start.') : spoken(line, next, view),
    );
  };
  const atEnd = at >= line.beats.length && day >= end;
  const startOver = (): void => {
    if (atEnd) dispatch({ type: 'go', at: 0 });
    onPlaying(!playing);
  };

  return (
    <div class="transport">
      <div class="actions">
        <button type="button" disabled={at === 0 && day <= line.start.day} onClick={() => step(-1)}>
          Step back
        </button>
        <button type="button" class="primary play" disabled={line.beats.length === 0 && end <= day} onClick={startOver}>
          {playing ? 'Pause' : atEnd && at > 0 ? 'Play again' : 'Play'}
        </button>
        <button type="button" disabled={at >= line.beats.length} onClick={() => step(1)}>
          Step forward
        </button>
      </div>
      <Choice name={`${id}-speed`} legend="All of it in" options={speeds} value={speed} onChange={setSpeed} />
      <div class="scrub">
        <label for={`${id}-day`}>
          <b>{whenOf(view, day)}</b>{' '}
          <small>
            {at} of {line.beats.length} {line.beats.length === 1 ? 'event' : 'events'}
          </small>
        </label>
        <div class="scrub-track">
          {line.beats.map((b, i) => (
            <i
              key={i}
              class={`${i < at ? 'been' : ''}${b.by === 'hand' ? ' hand' : ''}`}
              style={{ '--x': (b.day - line.start.day) / span }}
            />
          ))}
          <input
            id={`${id}-day`}
            type="range"
            min={line.start.day}
            max={line.horizon}
            step={span / 360}
            value={day}
            aria-valuetext={`${whenOf(view, day)}; ${at} of ${line.beats.length} events have happened`}
            onInput={(e) => {
              onPlaying(false);
              dispatch({ type: 'scrub', day: Number(e.currentTarget.value) });
            }}
          />
        </div>
      </div>
    </div>
  );
}
