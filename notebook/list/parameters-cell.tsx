// A few sliders of the selected variant, chosen by the reader: the same inputs as in the panel.
import { useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { Slider } from '../cells/slider.tsx';
import { idleIn, valueIn } from '../inputs.ts';
import type { BodyProperties } from './bodies.tsx';

export function ParametersCell({ cell, onChange }: BodyProperties<'parameters'>) {
  const { model, selected, dispatch } = useBench();
  const [why, setWhy] = useState<string | null>(null);
  const chosen = cell.inputs.flatMap((id) => model.inputs.find((i) => i.id === id) ?? []);
  const gone = cell.inputs.filter((id) => !model.inputs.some((i) => i.id === id));
  return (
    <>
      <p class="fine">in “{selected.label}”</p>
      <div class="cell-sliders">
        {chosen.map((input) => (
          <div key={input.id}>
            <Slider
              input={input}
              scope={cell.id}
              value={valueIn(selected, input)}
              idle={idleIn(selected, input, model.view.switches)}
              before={null}
              whyOpen={why === input.id}
              onWhy={(open) => setWhy(open ? input.id : null)}
              onGrab={() => {}}
              onMove={(value, gesture) =>
                dispatch({
                  type: 'set',
                  kind: input.kind,
                  id: input.id,
                  value,
                  fallback: input.value,
                  gesture,
                  when: `${new Date().toISOString().slice(0, 16)}Z`,
                })
              }
              onRelease={() => {}}
            />
            <button
              type="button"
              class="link"
              onClick={() => onChange({ ...cell, inputs: cell.inputs.filter((id) => id !== input.id) })}
            >
              Take “{input.label}” out of this cell
            </button>
          </div>
        ))}
      </div>
      {gone.length > 0 && <p class="note">No longer in the scenario: {gone.join(', ')}.</p>}
      <label class="picker">
        <span>Add a slider</span>
        <select
          value=""
          onChange={(e) => {
            const id = e.currentTarget.value;
            e.currentTarget.value = '';
            if (id !== '') onChange({ ...cell, inputs: [...cell.inputs, id] });
          }}
        >
          <option value="">Choose an input…</option>
          {model.inputs
            .filter((i) => !cell.inputs.includes(i.id))
            .map((i) => (
              <option key={i.id} value={i.id}>
                {i.ownerLabel}: {i.label}
              </option>
            ))}
        </select>
      </label>
    </>
  );
}
