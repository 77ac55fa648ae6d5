// What the marks of the drawing mean, with the units.
import { legendCounts, lineOf, widthOf } from './geometry.ts';
import { times } from './say.ts';

export function Legend({ perFiring, against }: { readonly perFiring: number; readonly against: string }) {
  return (
    <ul class="statechart-legend">
      <li>
        <svg width="46" height="22" aria-hidden="true">
          <rect class="box" x="0.5" y="0.5" width="45" height="21" rx="5" style={{ '--p': 0.6 }} />
          <rect class="p-track" x="6" y="13" width="34" height="4" rx="2" />
          <rect class="p-bar" x="6" y="13" width="20" height="4" rx="2" />
        </svg>
        probability of the state on the day: number, bar and tint
      </li>
      <li>
        <b>+6</b> percentage points against {against}, which the tick on the bar marks
      </li>
      {legendCounts(perFiring).map((count, i) => (
        <li key={count}>
          <Sample width={widthOf(count, perFiring)} side={false} />
          {times(count)}
          {i === 2 && <>: expected number of times by this date; what is rarer is drawn one pixel wide</>}
        </li>
      ))}
      <li>
        <Sample width={1} side />
        side effect of something at home in another region
      </li>
      <li>
        <b>+2</b> two more events take the same arrow
      </li>
      <li>Open a state or an arrow to look into it: press it, or go there by arrow keys; Enter opens, Escape closes</li>
    </ul>
  );
}

function Sample({ width, side }: { readonly width: number; readonly side: boolean }) {
  const { shaft, head } = lineOf(
    [
      [0, 9],
      [42, 9],
    ],
    width,
  );
  return (
    <svg width="42" height="18" aria-hidden="true">
      <g class={`arrow${side ? ' side' : ''}`}>
        <path class="shaft" d={shaft} stroke-width={width} />
        <path class="head" d={head} />
      </g>
    </svg>
  );
}
