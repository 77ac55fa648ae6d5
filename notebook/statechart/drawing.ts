// What a drawn or listed region needs besides its own shape, and the words that stand in its marks.
import { percent, points } from '../words.ts';
import type { Arrow, State } from './chart.ts';
import { type DayFigures, leadingEvent } from './figures.ts';
import type { Mark } from './keys.ts';
import { times } from './say.ts';

/** What all regions of a drawing share. */
export interface Drawing {
  readonly figures: DayFigures;
  /** At the horizon: decides which labels stand, so that scrubbing does not make them come and go. */
  readonly atEnd: DayFigures;
  readonly against: { readonly base: DayFigures; readonly label: string } | null;
  /** The day of the figures, in words. */
  readonly when: string;
  readonly perFiring: number;
  readonly open: Mark | null;
  /** Where a replay stands; null when none is under way. */
  readonly replay: Readonly<Record<string, string>> | null;
  readonly onOpen: (mark: Mark, byKeyboard: boolean) => void;
}

/** Arrows that are expected fewer times than this by the horizon are labelled only when pointed at. */
const leastLabelled = 0.02;

export interface ArrowLabel {
  readonly lines: readonly string[];
  /** How many more events take the arrow now and then. */
  readonly others: number;
}

/** Null: the arrow is labelled only when pointed at. */
export function labelOfArrow(arrow: Arrow, { atEnd }: Drawing): ArrowLabel | null {
  const leading = leadingEvent(arrow, atEnd);
  const count = atEnd.count(arrow);
  if (leading === null || (count !== null && count < leastLabelled)) return null;
  const taken = arrow.events.filter((e) => (atEnd.count(arrow, e.id) ?? 0) >= 0.005).length;
  return { lines: leading.lines, others: Math.max(0, taken - 1) };
}

export function seenOfArrow(label: ArrowLabel | null, count: number | null): string {
  return label === null
    ? ''
    : [...label.lines.filter((l) => l !== ''), ...(label.others > 0 ? [`+${label.others}`] : []), times(count)].join(
        ' ',
      );
}

/** What stands in a state's box, in the order in which it is written there. */
export function seenOfState(state: State, { figures, against }: Drawing, replayed: boolean): string {
  const p = figures.probability(state.region, state.id);
  const before = against?.base.probability(state.region, state.id) ?? null;
  return [
    state.lines.join(' '),
    percent(p),
    ...(p !== null && before !== null ? [points(p - before)] : []),
    ...(state.initial ? ['start'] : []),
    ...(replayed ? ['replay'] : []),
  ].join(' ');
}
