// A curve or a map as a cell of the notebook, with inputs, outcome and day of its own.
import { useBench } from '../bench.ts';
import { OutcomePicker } from '../cells/chart.tsx';
import type { CellOf } from '../document/document.ts';
import { InputPicker } from './input-picker.tsx';
import './sensitivity.css';
import { Sweep } from './sweep.tsx';

interface Properties {
  readonly cell: CellOf<'sensitivity'>;
  readonly onChange: (cell: CellOf<'sensitivity'>, gesture?: string) => void;
}

export function SensitivityCell({ cell, onChange }: Properties) {
  const { model } = useBench();
  const inputs = model.inputs.filter((i) => i.max > i.min);
  const x = inputs.find((i) => i.id === cell.x);
  const y = inputs.find((i) => i.id === cell.y && i !== x) ?? null;
  const target = model.targets.find((t) => t.id === cell.outcome);
  return (
    <>
      <div class="controls">
        <InputPicker
          label="Input across"
          inputs={inputs}
          value={x?.id ?? ''}
          none={x === undefined ? 'choose an input' : null}
          onChange={(id) => id !== '' && onChange({ ...cell, x: id, y: cell.y === id ? null : cell.y })}
        />
        <InputPicker
          label="Input up"
          inputs={inputs.filter((i) => i !== x)}
          value={y?.id ?? ''}
          none="none: a curve"
          onChange={(id) => onChange({ ...cell, y: id === '' ? null : id })}
        />
        <OutcomePicker
          targets={model.targets}
          value={target?.id ?? ''}
          onChange={(outcome) => onChange({ ...cell, outcome })}
        />
      </div>
      {x === undefined || target === undefined ? (
        <p class="note">
          The scenario no longer has {x === undefined ? `the input “${cell.x}”` : `the outcome “${cell.outcome}”`}.
        </p>
      ) : (
        <Sweep x={x} y={y} target={target} day={cell.day} scope={`-${cell.id}`} auto={false} />
      )}
    </>
  );
}
