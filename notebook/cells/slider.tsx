// One input as a slider in words: value, plausible range shaded on the track, the value before as a ghost, and the button that says why.
import { useRef } from 'preact/hooks';
import type { Input } from '../inputs.ts';
import { plain, signed, unitOf } from '../words.ts';
import { useLoaded } from './use-loaded.ts';
import { WhyButton } from './why-button.tsx';

export const loadWhy = () => import('./why.tsx');

interface Properties {
  readonly input: Input;
  /** Tells the same input's sliders in several places apart. */
  readonly scope?: string;
  /** Names the actor above the label: for sliders that do not stand under their actor. */
  readonly owned?: boolean;
  readonly value: number;
  /** Reason why moving it changes nothing here, or null. */
  readonly idle: string | null;
  /** The value before the drag under way, or null. */
  readonly before: number | null;
  readonly whyOpen: boolean;
  readonly onWhy: (open: boolean) => void;
  readonly onGrab: () => void;
  readonly onMove: (value: number, gesture: string) => void;
  readonly onRelease: () => void;
}

// One gesture is one step of undo: a drag from press to release, or a burst of key presses on one slider.
let gestures = 0;
let last = { id: '', at: 0 };

export function Slider(p: Properties) {
  const { input, value } = p;
  const pressed = useRef(false);
  const why = useLoaded(loadWhy, p.whyOpen);
  const changed = value !== input.value;
  const outside = value < input.low || value > input.high;
  const place = (x: number): number =>
    (Math.min(Math.max(x, input.min), input.max) - input.min) / (input.max - input.min);
  const say = (x: number): string => (input.kind === 'stances' ? signed(x) : plain(x));
  const id = `input-${p.scope === undefined ? '' : `${p.scope}-`}${input.id}`;
  const ghost = p.before ?? (changed ? input.value : null);

  const move = (next: number): void => {
    const now = performance.now();
    if (!pressed.current && (last.id !== input.id || now - last.at > 1000)) gestures++;
    last = { id: input.id, at: now };
    p.onMove(next, `${input.id} ${gestures}`);
  };
  const press = (): void => {
    gestures++;
    pressed.current = true;
    p.onGrab();
  };
  const release = (): void => {
    pressed.current = false;
    p.onRelease();
  };

  return (
    <div class={`input${changed ? ' changed' : ''}${p.idle ? ' idle' : ''}`} data-input={input.id}>
      {p.owned && <p class="owner">{input.ownerLabel}</p>}
      <div class="input-head">
        <label for={id}>
          {input.label}
          {input.kind !== 'stances' && unitOf(input.unit) !== '' && <small>, {unitOf(input.unit)}</small>}
        </label>
        <output for={id}>{say(value)}</output>
        <WhyButton
          label={`Why ${say(input.value)}? ${input.ownerLabel}: ${input.label}`}
          text={`Why ${say(input.value)}?`}
          open={p.whyOpen}
          onOpen={p.onWhy}
        />
      </div>
      <div
        class="track"
        style={{
          '--low': place(input.low),
          '--high': place(input.high),
          '--at': place(value),
          '--ghost': place(ghost ?? value),
        }}
      >
        {ghost !== null && <i class="ghost" />}
        <input
          id={id}
          type="range"
          min={input.min}
          max={input.max}
          step={input.step}
          value={value}
          disabled={p.idle !== null}
          aria-label={`${input.ownerLabel}: ${input.label}`}
          aria-valuetext={`${say(value)} ${input.kind === 'stances' ? '' : unitOf(input.unit)}, between “${input.ends[0]}” and “${input.ends[1]}”, plausible from ${say(input.low)} to ${say(input.high)}${outside ? ', outside of it now' : ''}`}
          onPointerDown={press}
          onPointerUp={release}
          onPointerCancel={release}
          onInput={(e) => move(Number(e.currentTarget.value))}
          onChange={() => !pressed.current && p.onRelease()}
        />
      </div>
      <div class="ends">
        <span class={outside && value > input.high ? 'hidden' : ''} aria-hidden="true">
          {input.ends[0]}
        </span>
        {/* Its place is kept, so that nothing moves with the first drag. */}
        <button
          type="button"
          class={`back${changed ? '' : ' hidden'}`}
          title={`Back to ${say(input.value)}`}
          aria-label={`Back to ${say(input.value)}: ${input.ownerLabel}: ${input.label}`}
          disabled={!changed}
          onClick={() => {
            move(input.value);
            p.onRelease();
          }}
        >
          <BackMark />
        </button>
        <span class={outside && value < input.low ? 'hidden' : ''} aria-hidden="true">
          {input.ends[1]}
        </span>
        {outside && (
          <em class={value > input.high ? 'left' : 'right'} aria-hidden="true">
            beyond the plausible {say(value > input.high ? input.high : input.low)}
          </em>
        )}
      </div>
      {p.idle && <p class="note">Moves nothing here: {p.idle}</p>}
      {p.whyOpen && why && <why.Why input={input} value={value} say={say} onClose={() => p.onWhy(false)} />}
    </div>
  );
}

function BackMark() {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d="M3 3v4h4M3.4 6.8A5.2 5.2 0 1 1 3 10" fill="none" stroke="currentColor" stroke-width="1.6" />
    </svg>
  );
}
