// One state looked into: its probability over time, how fast it is left, its ways in and out by expected number, and the records behind it.
import type { Flows } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { PlotFigure } from '../cells/plot-figure.tsx';
import { percent, pointsInWords } from '../words.ts';
import type { Region, State } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { type DayFigures, figuresOn, rankedEvents, waysOf } from './figures.ts';
import type { Mark } from './keys.ts';
import { Locators } from './locators.tsx';
import { drawState } from './probability-plot.ts';
import { dayInFull, dayInShort, perDay, times, waiting } from './say.ts';

interface Properties {
  readonly state: State;
  readonly region: Region;
  readonly drawing: Drawing;
  readonly flows: Flows | null;
  readonly baseFlows: Flows | null;
  readonly onOpen: (mark: Mark, byKeyboard: boolean) => void;
}

export function StatePanel({ state, region, drawing, flows, baseFlows, onOpen }: Properties) {
  const { model } = useBench();
  const { figures, against } = drawing;
  const p = figures.probability(region.id, state.id);
  const before = against?.base.probability(region.id, state.id) ?? null;
  return (
    <div class="state-panel">
      <div>
        <p class="figure-line">
          <b class="large">{percent(p)}</b> on {dayInFull(model.view, figures.day)}
          {p !== null && before !== null && against && (
            <>
              , {pointsInWords(p - before)} than in {against.label} ({percent(before)})
            </>
          )}
          .
        </p>
        <Course state={state} flows={flows} baseFlows={against ? baseFlows : null} day={figures.day} />
        <Leaving hazard={figures.hazard(region.id, state.id)} p={p} final={state.final} />
        <h4>Behind this state</h4>
        <Locators ids={state.evidence} />
      </div>
      <Ways title="Ways out" side="from" state={state} region={region} figures={figures} onOpen={onOpen} />
      <Ways title="Ways in" side="to" state={state} region={region} figures={figures} onOpen={onOpen} />
    </div>
  );
}

function Course({
  state,
  flows,
  baseFlows,
  day,
}: {
  readonly state: State;
  readonly flows: Flows | null;
  readonly baseFlows: Flows | null;
  readonly day: number;
}) {
  const { model } = useBench();
  const course = (of: Flows | null) =>
    (of?.days ?? []).flatMap((d) => {
      const p = figuresOn(d, of, null).probability(state.region, state.id);
      return p === null ? [] : [{ day: d, p }];
    });
  const points = course(flows);
  const last = model.view.horizon;
  const first = points[0];
  const end = points.at(-1);
  return (
    <PlotFigure
      height={132}
      name={`Probability of “${state.label}” by day${first && end ? `: ${percent(first.p)} on ${dayInShort(model.view, first.day)}, ${percent(end.p)} on ${dayInShort(model.view, end.day)}` : ''}.`}
      draw={(width) =>
        drawState({ start: model.view.startDate, points, base: course(baseFlows), day, last }, width, 132)
      }
      inputs={[flows, baseFlows, day, state.id, state.region]}
    />
  );
}

function Leaving({
  hazard,
  p,
  final,
}: {
  readonly hazard: number | null;
  readonly p: number | null;
  readonly final: boolean;
}) {
  if (final) return <p>Nothing leads out of it: once there, always there.</p>;
  if (hazard === null)
    return (
      <p class="fine">
        {p === 0 ? 'It cannot be left on a day when it cannot be.' : 'Rate of leaving: not yet known.'}
      </p>
    );
  return (
    <p>
      It is left at <b>{perDay(hazard)}</b> on that day{hazard > 0 && `, once in ${waiting(hazard)}`}
      <small class="block">rate of leaving (hazard), averaged over everything else that may be the case</small>
    </p>
  );
}

function Ways({
  title,
  side,
  state,
  region,
  figures,
  onOpen,
}: {
  readonly title: string;
  readonly side: 'from' | 'to';
  readonly state: State;
  readonly region: Region;
  readonly figures: DayFigures;
  readonly onOpen: Properties['onOpen'];
}) {
  const all = waysOf(region, state.id, side, figures);
  const ways = all.filter((w) => w.count === null || w.count > 0);
  const never = all.length - ways.length;
  const most = Math.max(...ways.map((w) => w.count ?? 0), 1e-9);
  const label = (id: string): string => region.states.find((s) => s.id === id)?.label ?? id;
  return (
    <div class="ways">
      <table>
        <caption>
          {title}
          {ways.length === 0 && <small> none</small>}
        </caption>
        {ways.length > 0 && (
          <>
            <thead>
              <tr>
                <th scope="col">{side === 'from' ? 'To' : 'From'}</th>
                <th scope="col" class="number">
                  Expected
                </th>
                <th scope="col" class="number">
                  {side === 'from' ? 'Rate' : 'Rate there'}
                </th>
              </tr>
            </thead>
            <tbody>
              {ways.map(({ arrow, count, rate }) => {
                const events = rankedEvents(arrow, figures).filter((e) => e.count === null || e.count > 0);
                return (
                  <tr key={arrow.id}>
                    <th scope="row">
                      <button
                        type="button"
                        class="link"
                        onClick={(e) => onOpen({ region: region.id, kind: 'arrow', arrow: arrow.id }, e.detail === 0)}
                      >
                        {label(side === 'from' ? arrow.to : arrow.from)}
                      </button>
                      <small>
                        {events
                          .slice(0, 2)
                          .map((e) => e.label)
                          .join('; ') || arrow.events[0]?.label}
                        {events.length > 2 && `; ${events.length - 2} more`}
                      </small>
                    </th>
                    <td class="number counted" style={{ '--share': (count ?? 0) / most }}>
                      {times(count)}
                    </td>
                    <td class="number">{perDay(rate)}</td>
                  </tr>
                );
              })}
            </tbody>
          </>
        )}
      </table>
      {never > 0 && (
        <p class="fine">
          {never} {never === 1 ? 'more is' : 'more are'} drawn, but not taken in this variant by then.
        </p>
      )}
    </div>
  );
}
