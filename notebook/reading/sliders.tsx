// The three strongest inputs as sliders between two ends in words.
import { useRef } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { numberText } from '../help/language.ts';
import { type Input, valueIn } from '../inputs.ts';
import { unitOf } from '../words.ts';
import { placeOf } from './figures.ts';
import { useSpeech } from './speech.ts';

export function Sliders({ inputs }: { readonly inputs: readonly Input[] }) {
  const { selected, base, dispatch, knownOf } = useBench();
  const { say } = useSpeech();
  if (inputs.length === 0) return null;
  const changed = selected.id !== base.id;
  return (
    <section aria-labelledby="reading-sliders">
      <h2 id="reading-sliders">{say('sliders.title')}</h2>
      <p class="fine">{say('sliders.why')}</p>
      {inputs.map((input) => (
        <InWords key={input.id} input={input} />
      ))}
      <p class="actions reset">
        <button type="button" disabled={!changed} onClick={() => dispatch({ type: 'select', id: base.id })}>
          {say('sliders.back')}
        </button>
        {changed && knownOf(selected).result === null && <span class="fine">{say('sliders.wait')}</span>}
      </p>
    </section>
  );
}

let gestures = 0;

function InWords({ input }: { readonly input: Input }) {
  const { selected, dispatch } = useBench();
  const { say } = useSpeech();
  const pressed = useRef(false);
  const value = valueIn(selected, input);
  const id = `reading-${input.id}`;
  const number = (x: number): string =>
    numberText(x, { maximumSignificantDigits: 3, signDisplay: input.kind === 'stances' ? 'exceptZero' : 'auto' });
  const [low, high] = input.ends;
  const range = { low: number(input.low), high: number(input.high) };
  const share = (x: number): number => (x - input.min) / (input.max - input.min);
  const unit = input.kind === 'stances' ? '' : unitOf(input.unit);
  const place = placeOf(input, value);
  const inWords = say(`sliders.${place}`, { end: value < input.value ? low : high });
  return (
    <div class={`input in-words${value === input.value ? '' : ' changed'}`}>
      <p class="input-head">
        <label for={id} lang="en">
          {input.label} <small>{input.ownerLabel}</small>
        </label>
      </p>
      <div
        class="track"
        style={{ '--low': share(input.low), '--high': share(input.high), '--ghost': share(input.value) }}
      >
        {value !== input.value && <i class="ghost" />}
        <input
          id={id}
          type="range"
          min={input.min}
          max={input.max}
          step={input.step}
          value={value}
          aria-valuetext={`${inWords}; ${say('sliders.value', { value: `${number(value)} ${unit}`.trim(), low, high })}`}
          onPointerDown={() => {
            gestures++;
            pressed.current = true;
          }}
          onPointerUp={() => {
            pressed.current = false;
          }}
          onInput={(e) => {
            if (!pressed.current) gestures++;
            dispatch({
              type: 'set',
              kind: input.kind,
              id: input.id,
              value: Number(e.currentTarget.value),
              fallback: input.value,
              gesture: `reading ${input.id} ${gestures}`,
            });
          }}
        />
      </div>
      <p class="ends" aria-hidden="true" lang="en">
        <span>{low}</span>
        <span>{high}</span>
      </p>
      <p class="fine">
        <output for={id}>{inWords}</output>
        <span class="tabular">
          {number(value)} <span lang="en">{unit}</span>; {say('sliders.plausible', range)}
        </span>
      </p>
    </div>
  );
}
