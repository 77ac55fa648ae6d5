// Sensitivity: one or two inputs against the outcome in focus, and which inputs move it most. What was chosen, and a run that was cut off, come back after a reload.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { OutcomePicker } from '../cells/chart.tsx';
import { Choice } from '../cells/choice.tsx';
import { dayInWords, plain } from '../words.ts';
import { InputPicker } from './input-picker.tsx';
import './sensitivity.css';
import { Sweep } from './sweep.tsx';
import { Tornado } from './tornado.tsx';

interface Kept {
  readonly x: string;
  readonly y: string | null;
  /** A run was under way. */
  readonly running: boolean;
}

const store = () => import('../document/cache.ts');

export default function SensitivitySection() {
  const { model, document, selected, dispatch } = useBench();
  const inputs = model.inputs.filter((i) => i.max > i.min);
  const [x, setX] = useState<string | null>(null);
  const [y, setY] = useState<string | null>(null);
  const [auto, setAuto] = useState(false);
  const running = useRef(false);
  const frame = useRef<HTMLElement>(null);
  const target = model.targets.find((t) => t.id === document.outcome) ?? model.targets[0]!;
  const across = inputs.find((i) => i.id === x) ?? strongestOn(target.outcome) ?? inputs[0];
  const up = inputs.find((i) => i.id === y && i !== across) ?? null;

  function strongestOn(outcome: string) {
    return inputs.find((i) => i.strength?.outcome === outcome && i.idle === null);
  }

  // The curve is cheap enough to begin by itself once somebody looks; a map waits for a press.
  useEffect(() => {
    const observer = new IntersectionObserver((seen) => seen.some((s) => s.isIntersecting) && setAuto(true));
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);

  const [resume, setResume] = useState(false);
  useEffect(() => {
    let here = true;
    void store()
      .then(({ pieceKey, pieces }) => pieces().get<Kept>(pieceKey(model.key, 'sensitivity')))
      .then((kept) => {
        if (!here || kept === null || typeof kept.x !== 'string') return;
        setX(kept.x);
        setY(typeof kept.y === 'string' ? kept.y : null);
        setResume(kept.running === true);
      });
    return () => {
      here = false;
    };
  }, [model.key]);
  const keep = (next: Kept): void =>
    void store().then(({ pieceKey, pieces }) => pieces().put(pieceKey(model.key, 'sensitivity'), next));
  const choose = (nextX: string, nextY: string | null): void => {
    setX(nextX);
    setY(nextY);
    setResume(false);
    keep({ x: nextX, y: nextY, running: false });
  };

  return (
    <section ref={frame} class="card sensitivity" aria-labelledby="sensitivity-title">
      <div class="card-head">
        <h2 id="sensitivity-title">
          Sensitivity
          <small>
            how “{target.label}” by {dayInWords(model.view.startDate, document.day)} depends on the inputs, in “
            {selected.label}”
          </small>
        </h2>
      </div>
      {across === undefined ? (
        <p class="fine">This scenario has no input that could be moved.</p>
      ) : (
        <>
          <div class="controls">
            <InputPicker
              label="Input across"
              inputs={inputs}
              value={across.id}
              none={null}
              onChange={(id) => choose(id, up?.id === id ? null : (up?.id ?? null))}
            />
            <InputPicker
              label="Input up"
              inputs={inputs.filter((i) => i !== across)}
              value={up?.id ?? ''}
              none="none: a curve"
              onChange={(id) => choose(across.id, id === '' ? null : id)}
            />
            <OutcomePicker
              targets={model.targets}
              value={target.id}
              onChange={(outcome) => dispatch({ type: 'look', outcome })}
            />
            <Choice
              name="sensitivity-day"
              legend="Days"
              value={document.day}
              onChange={(day) => dispatch({ type: 'look', day })}
              options={model.view.days.map((d) => ({
                value: d,
                label: plain(d),
                spoken: `${plain(d)} days: ${dayInWords(model.view.startDate, d)}`,
              }))}
            />
          </div>
          <Sweep
            x={across}
            y={up}
            target={target}
            day={document.day}
            scope=""
            auto={up === null ? auto : resume}
            onRunning={(now) => {
              if (now === running.current) return;
              running.current = now;
              keep({ x: across.id, y: up?.id ?? null, running: now });
            }}
          />
          <Tornado
            target={target}
            day={document.day}
            scope=""
            onPick={(input) => {
              choose(input.id, null);
              frame.current?.scrollIntoView({ block: 'start' });
            }}
          />
        </>
      )}
    </section>
  );
}
