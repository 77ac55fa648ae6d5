// Asks for intervals over the inputs' ranges, and says how far they are and what they are.
import { Progress } from '../sensitivity/progress.tsx';
import { interval, points } from '../words.ts';
import type { Ranges } from './use-ranges.ts';

interface Properties {
  readonly ranges: Ranges;
  /** Id of the selected variant. */
  readonly selected: string;
  /** Of the selected variant. */
  readonly label: string;
}

export function RangesBar({ ranges, selected, label }: Properties) {
  const { solves, draws, difference } = ranges;
  const own = ranges.intervals.get(selected);
  return (
    <div class="ranges">
      {ranges.asked ? (
        <Progress
          done={solves.known.size}
          total={solves.total}
          running={solves.running}
          what="draws"
          onStart={solves.start}
          onCancel={solves.cancel}
        />
      ) : (
        <button type="button" onClick={ranges.ask} data-testid="ranges">
          Interval of “{label}” over the inputs’ ranges
        </button>
      )}
      {own && (
        <p data-testid="interval">
          “{label}”: <b>{interval(own[0], own[1])}</b>
          {difference && (
            <>
              , against base{' '}
              <b>
                {points(difference[0])} to {points(difference[1])} points
              </b>
            </>
          )}
          .
        </p>
      )}
      <p class="fine">
        {ranges.asked && draws > 0
          ? `Thin: 5–95% of ${draws} answers with every input drawn from its plausible range, but for those that the variant sets; the same draws for base, so that differences are paired.`
          : 'Thin lines come when asked for: every input drawn from its plausible range, 64 times.'}
      </p>
    </div>
  );
}
