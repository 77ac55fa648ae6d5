// Where everything stands when a move is judged: the start of the variant, with any region put elsewhere.
import type { Configuration } from '../../engine/index.ts';
import type { Chart } from './chart.ts';
import { departures } from './say.ts';

interface Properties {
  readonly id: string;
  readonly chart: Chart;
  readonly start: Configuration;
  readonly configuration: Configuration;
  /** The region that stands first: the move's own. */
  readonly home: string | null;
  readonly onChange: (configuration: Configuration) => void;
}

export function ConfigurationPicker({ id, chart, start, configuration, home, onChange }: Properties) {
  const away = departures(configuration, start, chart);
  const regions = [...chart.regions].sort((a, b) => Number(b.id === home) - Number(a.id === home));
  return (
    <details class="configuration">
      <summary>
        Judged {away.length === 0 ? 'where the variant starts' : `at the start, but with ${away.join('; ')}`}. Change
      </summary>
      <div class="configuration-regions">
        {regions.map((r) => (
          <label key={r.id} for={`${id}-${r.id}`} class={configuration[r.id] === start[r.id] ? '' : 'changed'}>
            <span>{r.label}</span>
            <select
              id={`${id}-${r.id}`}
              value={configuration[r.id] ?? ''}
              onChange={(e) => onChange({ ...configuration, [r.id]: e.currentTarget.value })}
            >
              {r.states.map((s) => (
                <option key={s.id} value={s.id}>
                  {s.label}
                  {s.id === start[r.id] ? ' (start)' : ''}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      {away.length > 0 && (
        <button type="button" class="link" onClick={() => onChange(start)}>
          Back to the start
        </button>
      )}
    </details>
  );
}
