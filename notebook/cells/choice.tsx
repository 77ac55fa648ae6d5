// A row of radio buttons that looks like one segmented control: one of few, all in sight, arrow keys move.
interface Properties<T extends string | number> {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly spoken?: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

export function Choice<T extends string | number>({ name, legend, options, value, onChange }: Properties<T>) {
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      {options.map((o) => (
        <label key={o.value} class={o.value === value ? 'on' : ''}>
          <input
            type="radio"
            name={name}
            value={o.value}
            checked={o.value === value}
            aria-label={o.spoken ?? o.label}
            onChange={() => onChange(o.value)}
          />
          <span>{o.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
