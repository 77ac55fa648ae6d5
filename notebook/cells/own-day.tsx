// A day of the reader's own beside the reported ones, as a date where the scenario has a calendar. Its figures come from the daily curves; intervals exist for reported days only.
import { useId, useState } from 'preact/hooks';
import type { ScenarioView } from '../../engine/index.ts';
import { dateOn } from '../words.ts';

/** The days to show, ascending, and the field that adds one. */
export function useOwnDay(view: ScenarioView): readonly [readonly number[], preact.JSX.Element] {
  const [own, setOwn] = useState<number | null>(null);
  const id = useId();
  const { startDate, horizon } = view;
  const days = own === null || view.days.includes(own) ? view.days : [...view.days, own].sort((a, b) => a - b);
  const iso = (day: number): string => dateOn(startDate, day).toISOString().slice(0, 10);
  const chosen = (value: number): void => {
    const day = startDate === null ? value : Math.round((value - dateOn(startDate, 0).getTime()) / 86_400_000);
    setOwn(Number.isInteger(day) && day >= 0 && day <= horizon ? day : null);
  };
  const field = (
    <p class="own-day fine">
      <label for={id}>{startDate === null ? 'By another day' : 'By another date'}</label>{' '}
      <input
        id={id}
        {...(startDate === null
          ? { type: 'number', min: 0, max: horizon, step: 1 }
          : { type: 'date', min: iso(0), max: iso(horizon) })}
        onInput={(e) => chosen(e.currentTarget.valueAsNumber)}
      />
    </p>
  );
  return [days, field];
}
