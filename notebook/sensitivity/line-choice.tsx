// Which line is drawn: a probability, base's own, or where another path leads.
export interface LineSetting {
  readonly kind: 'level' | 'base' | 'leader';
  /** Of `level`, 1…99; kept while another kind is chosen. */
  readonly percent: number;
}

interface Properties {
  readonly setting: LineSetting;
  readonly hasRace: boolean;
  readonly scope: string;
  readonly onChange: (setting: LineSetting) => void;
}

export function LineChoice({ setting, hasRace, scope, onChange }: Properties) {
  const kinds: readonly (readonly [LineSetting['kind'], string])[] = [
    ['level', 'at a probability of'],
    ['base', 'where it is as in base'],
    ...(hasRace ? [['leader', 'where another path leads'] as const] : []),
  ];
  return (
    <fieldset class="line-choice">
      <legend>The line</legend>
      {kinds.map(([kind, label]) => (
        <label key={kind}>
          <input
            type="radio"
            name={`line${scope}`}
            value={kind}
            checked={setting.kind === kind}
            onChange={() => onChange({ ...setting, kind })}
          />
          <span>{label}</span>
          {kind === 'level' && (
            <>
              <input
                type="number"
                min={1}
                max={99}
                step={1}
                value={setting.percent}
                aria-label="Probability of the line in per cent"
                onInput={(e) => {
                  const percent = Math.round(e.currentTarget.valueAsNumber);
                  if (percent >= 1 && percent <= 99) onChange({ kind: 'level', percent });
                }}
              />
              <span aria-hidden="true">%</span>
            </>
          )}
        </label>
      ))}
    </fieldset>
  );
}
