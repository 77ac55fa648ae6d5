// Which variants a cell shows: all of the document, or a chosen few.
import { useBench } from '../bench.ts';

interface Properties {
  readonly chosen: readonly string[] | null;
  readonly onChange: (chosen: readonly string[] | null) => void;
}

export function VariantPicker({ chosen, onChange }: Properties) {
  const { document } = useBench();
  const all = document.variants.map((v) => v.id);
  const present = chosen ?? all;
  return (
    <details class="variant-picker">
      <summary>
        Variants: {chosen === null ? 'all' : `${present.filter((id) => all.includes(id)).length} of ${all.length}`}
      </summary>
      <fieldset>
        <legend class="spoken">Variants in this cell</legend>
        {document.variants.map((v) => (
          <label key={v.id}>
            <input
              type="checkbox"
              checked={present.includes(v.id)}
              onChange={(e) => {
                const next = all.filter((id) => (id === v.id ? e.currentTarget.checked : present.includes(id)));
                onChange(next.length === all.length ? null : next);
              }}
            />{' '}
            {v.label}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
