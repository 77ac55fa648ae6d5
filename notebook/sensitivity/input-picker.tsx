// One input out of many, grouped by actor.
import type { Input } from '../inputs.ts';

interface Properties {
  readonly label: string;
  readonly inputs: readonly Input[];
  readonly value: string;
  /** What stands for no input; null: one must be chosen. */
  readonly none: string | null;
  readonly onChange: (id: string) => void;
}

export function InputPicker({ label, inputs, value, none, onChange }: Properties) {
  const owners = [...new Map(inputs.map((i) => [i.owner, i.ownerLabel]))];
  return (
    <label class="picker">
      <span>{label}</span>
      <select value={value} onChange={(e) => onChange(e.currentTarget.value)}>
        {none !== null && (
          <option value="" selected={value === ''}>
            {none}
          </option>
        )}
        {owners.map(([owner, name]) => (
          <optgroup key={owner} label={name}>
            {inputs
              .filter((i) => i.owner === owner)
              .map((i) => (
                <option key={i.id} value={i.id} selected={i.id === value}>
                  {i.label}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
