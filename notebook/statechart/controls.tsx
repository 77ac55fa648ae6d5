// The day, as a slider with the reported dates below it; whether base is compared; and the list of moves to look into.
import type { ScenarioView } from '../../engine/index.ts';
import { labelOf } from '../words.ts';
import { dayInFull, dayInShort } from './say.ts';

interface Properties {
  /** Begins the ids of its fields. */
  readonly id: string;
  readonly view: ScenarioView;
  /** Days that the slider stops at, ascending. */
  readonly stops: readonly number[];
  readonly day: number;
  /** The day of the figures: earlier than `day` while the days between are computed. */
  readonly shown: number;
  /** Null: the selected variant is base itself; there is nothing to compare. */
  readonly compared: boolean | null;
  readonly baseLabel: string;
  readonly move: string | null;
  /** Of the section, in pixels: dates below the slider are left out where they would meet. */
  readonly width: number;
  readonly onDay: (day: number) => void;
  readonly onCompared: (on: boolean) => void;
  readonly onMove: (move: string | null) => void;
}

export function Controls(p: Properties) {
  const { view, stops, day } = p;
  const place = nearest(stops, day);
  const last = stops.length - 1;
  const share = (d: number): number => nearest(stops, d) / Math.max(1, last);
  const sliderWidth = p.width < 960 ? p.width - 50 : p.width * 0.55;
  const marks = spaced(
    [0, ...view.days.filter((d) => d > 0 && d <= view.horizon)],
    share,
    56 / Math.max(200, sliderWidth),
  );
  return (
    <div class="statechart-controls">
      <div class="day-slider">
        <label for={`${p.id}-day`}>
          <b>{dayInFull(view, stops[place] ?? day)}</b>
          <small>
            {p.shown < (stops[place] ?? day)
              ? `showing ${dayInShort(view, p.shown)} while the days between are computed`
              : ''}
          </small>
        </label>
        <input
          id={`${p.id}-day`}
          type="range"
          min={0}
          max={last}
          step={1}
          value={place}
          aria-valuetext={dayInFull(view, stops[place] ?? day)}
          onInput={(e) => p.onDay(stops[Number(e.currentTarget.value)] ?? day)}
        />
        <div class="day-marks" aria-hidden="true">
          {marks.map((d) => (
            <span key={d} style={{ '--x': share(d) }}>
              {d === 0 ? 'start' : dayInShort(view, d)}
            </span>
          ))}
        </div>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={p.compared === true}
          disabled={p.compared === null}
          onChange={(e) => p.onCompared(e.currentTarget.checked)}
        />
        Difference to {p.baseLabel}
      </label>
      {view.moves.length > 0 && (
        <label class="move-picker">
          <span>Why would somebody…</span>
          <select
            value={p.move ?? ''}
            onChange={(e) => p.onMove(e.currentTarget.value === '' ? null : e.currentTarget.value)}
          >
            <option value="">choose a move to take apart</option>
            {view.actors
              .filter((a) => view.moves.some((m) => m.actor === a.id))
              .map((a) => (
                <optgroup key={a.id} label={a.label}>
                  {view.moves
                    .filter((m) => m.actor === a.id)
                    .map((m) => (
                      <option key={m.id} value={m.id}>
                        {labelOf(m.label)}
                      </option>
                    ))}
                </optgroup>
              ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** The first, the last, and of those between as many as keep their distance. */
function spaced(days: readonly number[], share: (day: number) => number, distance: number): readonly number[] {
  const last = days.at(-1)!;
  return days.reduce<number[]>((kept, d) => {
    const before = kept.at(-1);
    const fits = before === undefined || share(d) - share(before) >= distance;
    if (d === last || (fits && share(last) - share(d) >= distance)) kept.push(d);
    return kept;
  }, []);
}

function nearest(stops: readonly number[], day: number): number {
  let best = 0;
  stops.forEach((s, i) => {
    if (Math.abs(s - day) < Math.abs(stops[best]! - day)) best = i;
  });
  return best;
}
