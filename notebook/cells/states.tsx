// Where things stand: the probability of every state of every region on each reported day, in the selected variant.
import { useId } from 'preact/hooks';
import type { ScenarioView } from '../../engine/index.ts';
import type { DocumentVariant } from '../document/document.ts';
import type { Known } from '../figures.ts';
import { dayShort, labelOf, percent, plain, stateLabel } from '../words.ts';
import { Scroll } from './scroll.tsx';

export function States({
  view,
  variant,
  known,
  stale,
}: {
  readonly view: ScenarioView;
  readonly variant: DocumentVariant;
  readonly known: Known;
  readonly stale: boolean;
}) {
  const occupancy = known.result?.occupancy;
  const title = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table under a heading is no fieldset
    <section class="card states" role="group" aria-labelledby={title}>
      <div class="card-head">
        <h2 id={title}>
          Where things stand, by day
          <small>probability of each state on the day itself, in “{variant.label}”</small>
        </h2>
      </div>
      <Scroll name="Table of states" stale={stale}>
        <table class="states-table" data-testid="states">
          <caption class="spoken">Probability of each state by day in {variant.label}</caption>
          <thead>
            <tr>
              <th scope="col">Region and state</th>
              {view.days.map((d) => (
                <th key={d} scope="col" class="number">
                  Day {plain(d)}
                  {view.startDate && <small>{dayShort(view.startDate, d)}</small>}
                </th>
              ))}
            </tr>
          </thead>
          {view.regions.map((r) => {
            const initial = variant.changes.initial[r.id] ?? r.initial;
            return (
              <tbody key={r.id}>
                <tr class="region">
                  <th scope="rowgroup" colSpan={view.days.length + 1}>
                    {labelOf(r.label)}
                  </th>
                </tr>
                {r.states.map((s) => (
                  <tr key={s.id}>
                    <th scope="row">
                      {stateLabel(s.label)}
                      {s.id === initial && <small class="tag">start</small>}
                    </th>
                    {view.days.map((d, i) => {
                      const p = occupancy?.[r.id]?.[s.id]?.[i] ?? null;
                      return (
                        <td key={d} class="number" style={{ '--p': p ?? 0 }}>
                          {p === null ? '…' : percent(p)}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            );
          })}
        </table>
      </Scroll>
    </section>
  );
}
