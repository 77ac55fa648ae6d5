// Every number that turns records into stances, adjustable: value, range, what it does and where it comes from. Folded, as most readers leave them.
import { type PoolingConstants, poolingConstants } from '../../engine/index.ts';

interface Properties {
  readonly changed: Partial<PoolingConstants>;
  readonly onChange: (changed: Partial<PoolingConstants>) => void;
}

const names = Object.keys(poolingConstants) as (keyof PoolingConstants)[];

export function Constants({ changed, onChange }: Properties) {
  const count = Object.keys(changed).length;
  const set = (name: keyof PoolingConstants, value: number): void => {
    const { [name]: _, ...others } = changed;
    onChange(value === poolingConstants[name].value ? others : { ...others, [name]: value });
  };
  return (
    <details class="constants" data-testid="constants">
      <summary>
        The {names.length} constants of pooling{count > 0 && `, ${count} changed`}
      </summary>
      <ul>
        {names.map((name) => {
          const c = poolingConstants[name];
          const value = changed[name] ?? c.value;
          return (
            <li key={name} class={value === c.value ? '' : 'changed'}>
              <label>
                <span>{name.replaceAll('_', ' ')}</span>
                <input
                  type="number"
                  min={c.low}
                  max={c.high}
                  step="any"
                  value={value}
                  onChange={(e) => {
                    const next = e.currentTarget.valueAsNumber;
                    if (next >= c.low && next <= c.high) set(name, next);
                    else e.currentTarget.value = String(value);
                  }}
                />
                <small>{c.unit}</small>
              </label>
              <p class="fine">
                {c.doc} {c.low} to {c.high}; {c.source}.
              </p>
            </li>
          );
        })}
      </ul>
      <button type="button" disabled={count === 0} onClick={() => onChange({})}>
        All as they were
      </button>
    </details>
  );
}
