// The numbers of the chart as tables: the same figures, for reading, copying and screen readers.
import type { ComponentChildren } from 'preact';
import { variantOf } from '../document/document.ts';
import { bandOf, figureOf, type Known, type Target } from '../figures.ts';
import { dayShort, finePercent, interval, labelOf, plain, points } from '../words.ts';
import type { ChartProperties } from './chart.tsx';
import { useOwnDay } from './own-day.tsx';
import { Scroll } from './scroll.tsx';

export function PathsTable(p: ChartProperties & { readonly race: NonNullable<ChartProperties['race']> }) {
  const { view, race, document } = p;
  const [days, ownDay] = useOwnDay(view);
  const selected = variantOf(document, document.selected);
  const known = p.knownOf(selected);
  const isBase = selected.id === document.variants[0]!.id;
  const causes = [...race.causes, { id: 'none', label: 'None of them yet' }];
  return (
    <Numbers
      caption={`${labelOf(race.label)}, in “${selected.label}”: share of cases by date${isBase ? ', on reported days with the interval over all inputs' : ''}.`}
      start={view.startDate}
      days={days}
      ownDay={ownDay}
      first="Path"
    >
      {causes.map((c) => {
        const target = { id: `${race.id}.${c.id}`, outcome: race.id, cause: c.id };
        return (
          <tr key={c.id}>
            <th scope="row">{labelOf(c.label)}</th>
            {days.map((d) => {
              const band = isBase ? bandOf(p.bands, target.id, d) : null;
              return (
                <td key={d}>
                  {cell(known, target, d)}
                  {band && <small>{interval(band[0], band[2])}</small>}
                </td>
              );
            })}
          </tr>
        );
      })}
    </Numbers>
  );
}

export function OutcomeTable(p: ChartProperties & { readonly target: Target }) {
  const { view, document, target } = p;
  const [days, ownDay] = useOwnDay(view);
  const base = p.knownOf(document.variants[0]!);
  return (
    <Numbers
      caption={`${target.label}: probability by day in each variant, with points against base.`}
      start={view.startDate}
      days={days}
      ownDay={ownDay}
      first="Variant"
    >
      {document.variants.map((v, i) => {
        const known = p.knownOf(v);
        return (
          <tr key={v.id}>
            <th scope="row">{v.label}</th>
            {days.map((d) => {
              const now = figureOf(known, target, d);
              const before = figureOf(base, target, d);
              return (
                <td key={d}>
                  {cell(known, target, d)}
                  {i > 0 && !now.already && !before.already && now.p !== null && before.p !== null && (
                    <small>{points(now.p - before.p)}</small>
                  )}
                </td>
              );
            })}
          </tr>
        );
      })}
    </Numbers>
  );
}

function cell(known: Known, target: Pick<Target, 'id' | 'outcome' | 'cause'>, day: number): string {
  const figure = figureOf(known, target, day);
  return figure.already ? 'already so' : finePercent(figure.p);
}

function Numbers({
  caption,
  start,
  days,
  ownDay,
  first,
  children,
}: {
  readonly caption: string;
  readonly start: string | null;
  readonly days: readonly number[];
  readonly ownDay: ComponentChildren;
  readonly first: string;
  readonly children: ComponentChildren;
}) {
  return (
    <details class="numbers">
      <summary>Show the numbers as a table</summary>
      {ownDay}
      <Scroll name="Table of numbers">
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{first}</th>
              {days.map((d) => (
                <th key={d} scope="col">
                  Day {plain(d)}
                  {start && <small>{dayShort(start, d)}</small>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </Scroll>
    </details>
  );
}
