// One arrow looked into: every event that takes it, with expected number and rate; a move's utilities taken apart, a hazard of nature with its rate.
import { useState } from 'preact/hooks';
import type { Configuration, Flows, VariantView } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import type { Arrow, Chart, Region } from './chart.ts';
import { type DayFigures, type RankedEvent, rankedEvents } from './figures.ts';
import { actorName, dayInShort, perDay, times, waiting } from './say.ts';
import { WhyMove } from './why-move.tsx';

interface Properties {
  readonly arrow: Arrow;
  readonly region: Region;
  readonly chart: Chart;
  readonly figures: DayFigures;
  readonly variant: VariantView;
  readonly start: Configuration;
  readonly flows: Flows | null;
}

export function ArrowPanel({ arrow, region, chart, figures, variant, start, flows }: Properties) {
  const { model } = useBench();
  const all = rankedEvents(arrow, figures);
  const taken = all.filter((e) => e.count === null || e.count > 0);
  const events = taken.length > 0 ? taken : all;
  const [chosen, setChosen] = useState<string | null>(null);
  const event = events.find((e) => e.id === chosen) ?? events[0];
  const rules = arrow.events.filter((e) => e.kind === 'always');
  return (
    <div class="arrow-panel">
      <div>
        <table class="events">
          <caption>What takes it there</caption>
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col" class="number">
                Expected by {dayInShort(model.view, figures.day)}
              </th>
              <th scope="col" class="number">
                Rate on the day
              </th>
            </tr>
          </thead>
          <tbody>
            {events.map((e) => (
              <tr key={e.id} class={e === event ? 'chosen' : ''}>
                <th scope="row">
                  <button type="button" class="link" aria-pressed={e === event} onClick={() => setChosen(e.id)}>
                    {e.label}
                  </button>
                  <small>{whose(e, chart, region, (id) => actorName(model.view, id))}</small>
                </th>
                <td class="number">{times(e.count)}</td>
                <td class="number">{perDay(e.rate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {events.length < all.length && (
          <p class="fine">
            Not in this variant by then:{' '}
            {all
              .filter((e) => !events.includes(e))
              .map((e) => e.label)
              .join('; ')}
            .
          </p>
        )}
        {rules.map((r) => (
          <p key={r.id} class="fine">
            At once, before time passes: {r.label}. It is counted with the event that sets it off.
          </p>
        ))}
      </div>
      {event && (
        <div class="event-panel">
          <h4>
            {event.label}: {event.kind === 'move' ? 'what speaks for it, and what against' : 'a hazard of nature'}
          </h4>
          {event.kind === 'move' ? (
            <WhyMove
              key={`${arrow.region} ${arrow.id} ${event.id}`}
              variant={variant}
              move={event.id}
              start={start}
              at={{ ...start, [region.id]: arrow.from }}
              chart={chart}
              flows={flows}
            />
          ) : (
            <Hazard event={event} />
          )}
        </div>
      )}
    </div>
  );
}

function whose(event: RankedEvent, chart: Chart, region: Region, name: (id: string | null) => string): string {
  const who = event.kind === 'move' ? name(event.actor) : 'nobody decides (hazard)';
  if (event.home) return who;
  const home = chart.events.get(event.id)?.region ?? null;
  const where = home === null || home === region.id ? null : chart.regions.find((r) => r.id === home)?.label;
  return where ? `${who}; a side effect, at home in “${where}”` : `${who}; with what follows at once`;
}

function Hazard({ event }: { readonly event: RankedEvent }) {
  return (
    <p>
      No actor decides on it. On this day it happens at <b>{perDay(event.rate)}</b>
      {event.rate !== null && event.rate > 0 && `, once in ${waiting(event.rate)}`}, averaged over everything else that
      may be the case. Its formula and the basis of its parameters stand in the scenario’s text.
    </p>
  );
}
