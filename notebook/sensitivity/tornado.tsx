// Which inputs move the outcome in focus: at first what ships (the one answer that each input moves most), then, when asked for, both ends of each solved exactly for this outcome.
import { useMemo, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { axisEnd } from '../cells/drawing.ts';
import { useLabels } from '../cells/labels.ts';
import { PlotFigure } from '../cells/plot-figure.tsx';
import { Scroll } from '../cells/scroll.tsx';
import { contentKey, toVariantView } from '../document/document.ts';
import { ChartExport } from '../export/chart-export.tsx';
import { figureOf, type Target } from '../figures.ts';
import { type Input, idleIn, withValue } from '../inputs.ts';
import { dayInWords, finePercent, percent, plain, points, pointsInWords, signed } from '../words.ts';
import { valueAt } from './line.ts';
import { Progress } from './progress.tsx';
import { strongestFor } from './strongest.ts';
import { drawTornado, tornadoHeight } from './tornado-plot.ts';
import { useSettled } from './use-settled.ts';
import { useSolves } from './use-solves.ts';

interface Properties {
  readonly target: Target;
  readonly day: number;
  readonly scope: string;
  /** Takes an input into the curve above. */
  readonly onPick: (input: Input) => void;
}

export function Tornado({ target, day, scope, onPick }: Properties) {
  const { model, knownOf } = useBench();
  const selected = useSettled();
  const labels = useLabels();
  const [begun, setBegun] = useState(false);
  const inputs = useMemo(
    () =>
      strongestFor(
        target.outcome,
        model.inputs.filter((i) => idleIn(selected, i, model.view.switches) === null),
      ),
    [model, target.outcome, contentKey(selected)],
  );
  const wanted = useMemo(
    () =>
      inputs.flatMap((i) =>
        [i.low, i.high].map((value) => ({
          id: `${i.id} ${value}`,
          variant: withValue(toVariantView(selected), i.kind, i.id, value),
        })),
      ),
    [inputs, contentKey(selected)],
  );
  const solves = useSolves(wanted, [target.outcome], `tornado${scope}`, false);
  const now = figureOf(knownOf(selected), target, day).p ?? 0;
  const rows = inputs.map((input) => ({
    input,
    id: input.id,
    label: `${input.ownerLabel.split(':')[0]}: ${input.label}`,
    ends: [sayOf(input, input.low), sayOf(input, input.high)] as const,
    atLow: valueAt(solves.known.get(`${input.id} ${input.low}`), target, day),
    atHigh: valueAt(solves.known.get(`${input.id} ${input.high}`), target, day),
  }));
  const finished = solves.known.size >= solves.total;
  // Only a finished picture is put in order: rows that jump while it is solved cannot be read.
  const ordered = finished ? [...rows].sort((a, b) => reach(b) - reach(a)) : rows;
  const end = axisEnd(Math.max(0.01, now, ...rows.flatMap((r) => [r.atLow ?? 0, r.atHigh ?? 0])));
  const started = begun || solves.known.size > 0;
  const by = dayInWords(model.view.startDate, day);
  return (
    <div class="tornado">
      <h3>
        What moves “{target.label}” most
        <small>
          by {by}, each input from the low to the high end of its plausible range, all else as in “{selected.label}”
        </small>
      </h3>
      {inputs.length === 0 ? (
        <p class="fine">No input of this scenario has a range.</p>
      ) : (
        <>
          <Progress
            done={solves.known.size}
            total={solves.total}
            running={solves.running}
            what="ends of inputs"
            onStart={() => {
              setBegun(true);
              solves.start();
            }}
            onCancel={solves.cancel}
          />
          {started ? (
            <figure>
              <PlotFigure
                height={(width) => tornadoHeight(ordered.length, width)}
                name={`What moves ${target.label} by ${by}: ${ordered
                  .filter((r) => r.atLow !== null && r.atHigh !== null)
                  .slice(0, 5)
                  .map((r) => `${r.label} from ${percent(r.atLow)} to ${percent(r.atHigh)}`)
                  .join(', ')}. The table below holds the numbers.`}
                inputs={[solves.known, ordered.map((r) => r.id).join(' '), now, end]}
                draw={(width, height) => drawTornado(ordered, now, end, width, height)}
              />
              <figcaption>
                Outlined: towards the low end; filled: towards the high end. The upright line: {percent(now)}, as it
                stands. One input at a time, so what two do together is not shown.
              </figcaption>
              <ChartExport title={`What moves “${target.label}” most`} caption={`By ${by}, in “${selected.label}”`} />
            </figure>
          ) : (
            <p class="fine">
              What each of these inputs moves most, as the scenario ships, stands in the table; solve to see what they
              do to “{target.label}” here.
            </p>
          )}
          <details class="numbers" open={!started}>
            <summary>{started ? 'Show the numbers as a table' : 'The strongest inputs'}</summary>
            <Scroll name="Strongest inputs">
              <table>
                <caption>
                  {target.label}, by {by}, at either end; and what each input moves most on any reported day in base.
                </caption>
                <thead>
                  <tr>
                    <th scope="col">Input</th>
                    <th scope="col">Low end</th>
                    <th scope="col">High end</th>
                    <th scope="col">Points</th>
                    <th scope="col">Moves most</th>
                  </tr>
                </thead>
                <tbody>
                  {ordered.map((r) => (
                    <tr key={r.id}>
                      <th scope="row">
                        <button type="button" class="link" onClick={() => onPick(r.input)}>
                          {r.label}
                        </button>
                      </th>
                      <td>
                        {finePercent(r.atLow)}
                        <small>{r.ends[0]}</small>
                      </td>
                      <td>
                        {finePercent(r.atHigh)}
                        <small>{r.ends[1]}</small>
                      </td>
                      <td>{r.atLow !== null && r.atHigh !== null ? points(r.atHigh - r.atLow) : '…'}</td>
                      <td class="text">
                        {r.input.strength &&
                          `${labels(r.input.strength.outcome)}: ${pointsInWords(r.input.strength.change)}`}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          </details>
        </>
      )}
    </div>
  );
}

const reach = (r: { readonly atLow: number | null; readonly atHigh: number | null }): number =>
  r.atLow === null || r.atHigh === null ? -1 : Math.abs(r.atHigh - r.atLow);

function sayOf(input: Input, value: number): string {
  return input.kind === 'stances' ? signed(value) : plain(Number(value.toPrecision(3)));
}
