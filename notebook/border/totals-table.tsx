// Totals in base and in the selected variant: exact mean and standard deviation, and sampled quantiles where somebody has asked for them.
import type { SampleSummary, ScenarioView } from '../../engine/index.ts';
import { Scroll } from '../cells/scroll.tsx';
import { amount, labelOf } from '../words.ts';
import type { Totals } from './totals.ts';

export interface TotalsColumn {
  readonly label: string;
  readonly totals: Totals | null;
  readonly sample: SampleSummary | null;
}

interface Properties {
  readonly caption: string;
  readonly rewards: ScenarioView['rewards'];
  /** Base first; the selected variant second, unless it is base. */
  readonly columns: readonly TotalsColumn[];
  readonly day: number;
}

const levels = ['5', '50', '95', '99'] as const;

export function TotalsTable({ caption, rewards, columns, day }: Properties) {
  const sampled = columns.some((c) => c.sample !== null);
  return (
    <Scroll name={caption}>
      <table class="totals" data-testid="totals">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Total</th>
            <th scope="col">Variant</th>
            <th scope="col" class="number">
              Mean, exact
            </th>
            <th scope="col" class="number">
              Standard deviation
            </th>
            {sampled &&
              levels.map((level) => (
                <th key={level} scope="col" class="number">
                  {level} of 100 below
                  <small>sampled</small>
                </th>
              ))}
          </tr>
        </thead>
        {rewards.map((r) => (
          <tbody key={r.id}>
            {columns.map((c, i) => {
              const { mean, sd, endless } = totalOn(c.totals, r.id, day);
              const before = i === 0 ? null : totalOn(columns[0]!.totals, r.id, day).mean;
              const quantiles = c.sample?.rewards[r.id]?.quantiles;
              return (
                <tr key={c.label} data-total={r.id}>
                  {i === 0 && (
                    <th scope="rowgroup" rowSpan={columns.length}>
                      {labelOf(r.label)}
                      {r.measure !== 'accumulated' && <small>{measures[r.measure] ?? r.measure}</small>}
                    </th>
                  )}
                  <th scope="row">{c.label}</th>
                  <td class="number">
                    {endless ? 'without end' : <b>{amount(mean)}</b>}
                    {mean !== null && before !== null && (
                      <small>
                        {mean < before ? '' : '+'}
                        {amount(mean - before)}
                      </small>
                    )}
                  </td>
                  <td class="number">{endless ? '' : `± ${amount(sd)}`}</td>
                  {sampled &&
                    levels.map((level) => (
                      <td key={level} class="number">
                        {quantiles === undefined ? '…' : amount(quantiles[level])}
                      </td>
                    ))}
                </tr>
              );
            })}
          </tbody>
        ))}
      </table>
    </Scroll>
  );
}

const measures: Readonly<Record<string, string>> = {
  average: 'average over the days',
  on_day: 'on the day itself',
  until: 'until it is reached, without horizon',
};

/** Mean and standard deviation by a day; at the end of all days for a total without horizon. */
export function totalOn(
  totals: Totals | null,
  id: string,
  day: number,
): { readonly mean: number | null; readonly sd: number | null; readonly endless: boolean } {
  const total = totals !== null && Object.hasOwn(totals, id) ? totals[id] : undefined;
  if (total === undefined) return { mean: null, sd: null, endless: false };
  const on = total.byDay[String(day)];
  return { mean: on?.mean ?? total.mean, sd: on?.sd ?? total.sd, endless: total.why === 'infinite' };
}
