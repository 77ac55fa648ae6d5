// Totals: what adds up over the days, people first of all. Exact mean and spread at once, quantiles by sampling when asked for, and the figures behind them. No optimiser: nothing here is a goal.
import { useMemo, useRef } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { PlotFigure } from '../cells/plot-figure.tsx';
import type { DocumentVariant } from '../document/document.ts';
import { ChartExport } from '../export/chart-export.tsx';
import { amount, dayInWords, labelOf, unitOf } from '../words.ts';
import './border.css';
import { useNear } from '../use-near.ts';
import { peopleLine } from './people.ts';
import { drawQuantiles, type QuantileRow, quantileHeight } from './quantile-plot.ts';
import { SampleBar } from './sample-bar.tsx';
import { TotalFigures } from './total-figures.tsx';
import { totalInputs } from './total-inputs.ts';
import { useTotals } from './totals.ts';
import { TotalsTable, totalOn } from './totals-table.tsx';
import { useSample } from './use-sample.ts';

const runs = 2000;

export default function TotalsSection() {
  const { model, document, selected, base } = useBench();
  const { rewards } = model.view;
  const frame = useRef<HTMLElement>(null);
  const variants: readonly DocumentVariant[] = selected.id === base.id ? [base] : [base, selected];
  const totalsOf = useTotals(variants, useNear(frame));
  const samples = [useSample(base, runs), useSample(selected, runs)];
  const figures = useMemo(() => totalInputs(model.inputs), [model]);
  const units = [...new Set(rewards.map((r) => r.unit))];
  const columns = variants.map((v, i) => ({
    label: v.label,
    totals: totalsOf(v),
    sample: samples[i]!.summary,
  }));
  const by = dayInWords(model.view.startDate, document.day);
  // Quantiles are sampled over the whole horizon.
  const atHorizon = document.day === model.view.horizon;
  return (
    <section ref={frame} class="card totals-card" aria-labelledby="totals-title">
      <div class="card-head">
        <h2 id="totals-title">
          Totals
          <small>
            what adds up by {by}: expected, in “{selected.label}”
          </small>
        </h2>
      </div>
      <p class="people" role="note" data-testid="people">
        {peopleLine(model.view.caveats, units)} A total is no target: nothing here looks for the inputs that make one
        small.
      </p>
      {rewards.length === 0 ? (
        <p class="fine">This scenario adds nothing up. A scenario file names totals under “rewards”.</p>
      ) : (
        <>
          {units.map((unit) => {
            const own = rewards.filter((r) => r.unit === unit);
            const rows = own.flatMap((r) =>
              columns.flatMap((c, i): QuantileRow[] => {
                const quantiles = c.sample?.rewards[r.id]?.quantiles;
                if (quantiles === undefined) return [];
                return [
                  {
                    id: `${r.id} ${i}`,
                    label: `${labelOf(r.label)}${columns.length > 1 ? `, ${c.label}` : ''}`,
                    colour: i === 0 ? 'var(--grey)' : 'var(--accent)',
                    mean: totalOn(c.totals, r.id, model.view.horizon).mean,
                    quantiles,
                  },
                ];
              }),
            );
            return (
              <div key={unit} class="unit">
                <h3>In {unitOf(unit) || unit}</h3>
                {rows.length > 0 && (
                  <figure>
                    <PlotFigure
                      height={(width) => quantileHeight(rows.length, width)}
                      name={`Sampled quantiles over ${model.view.horizon} days: ${rows.map((r) => `${r.label} from ${amount(r.quantiles['5'])} to ${amount(r.quantiles['95'])}, median ${amount(r.quantiles['50'])}`).join('; ')}.`}
                      inputs={[JSON.stringify(rows)]}
                      draw={(width, height) => drawQuantiles(rows, width, height)}
                    />
                    <ChartExport
                      title={`Totals in ${unitOf(unit) || unit}`}
                      caption={`Sampled over ${model.view.horizon} days, in “${selected.label}”`}
                    />
                  </figure>
                )}
                <TotalsTable
                  caption={`Totals in ${unitOf(unit) || unit}, by ${by}${rows.length > 0 && !atHorizon ? `; sampled quantiles over all ${model.view.horizon} days` : ''}`}
                  rewards={own}
                  columns={columns}
                  day={document.day}
                />
              </div>
            );
          })}
          <SampleBar samples={selected.id === base.id ? samples.slice(0, 1) : samples} runs={runs} />
          {figures.length > 0 && <TotalFigures inputs={figures} />}
        </>
      )}
    </section>
  );
}
