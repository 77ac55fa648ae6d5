// What hangs in the gallery: one entry per chart and state worth looking at.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { drawQuantiles, type QuantileRow, quantileHeight } from '../border/quantile-plot.ts';
import { Chart } from '../cells/chart.tsx';
import { MiniBar } from '../cells/mini-bar.tsx';
import { PlotFigure } from '../cells/plot-figure.tsx';
import { Variants } from '../cells/variants.tsx';
import { type NotebookDocument, toVariantView } from '../document/document.ts';
import type { Known } from '../figures.ts';
import { Sweep } from '../sensitivity/sweep.tsx';
import { amount } from '../words.ts';
import '../sensitivity/sensitivity.css';
import { Tornado } from '../sensitivity/tornado.tsx';
import { bands, document, knownOf, manyVariants, model, sampleOf, view } from './fixed.ts';
import { FixedBench, knownHere } from './fixed-bench.tsx';

interface Exhibit {
  readonly id: string;
  readonly title: string;
  /** Draws it; `scope` is different for each drawing on the page. */
  readonly show: (scope: string) => ComponentChildren;
}

/** A chart whose pickers work, from a fixed document. */
function Comparison({
  of,
  scope,
  before = null,
  race = model.race,
}: {
  readonly of: NotebookDocument;
  readonly scope: string;
  readonly before?: Known | null;
  readonly race?: typeof model.race;
}) {
  const [now, setNow] = useState(of);
  return (
    <FixedBench of={of}>
      <Chart
        view={view}
        race={race}
        bands={bands}
        document={now}
        targets={model.targets}
        knownOf={knownHere}
        before={before}
        onLook={(look) => setNow({ ...now, ...look })}
        scope={scope}
      />
    </FixedBench>
  );
}

const chart = (id: string, title: string, change: Partial<NotebookDocument>, from = document): Exhibit => ({
  id,
  title,
  show: (scope) => <Comparison of={{ ...from, ...change }} scope={scope} />,
});

const inputOf = (id: string) => model.inputs.find((i) => i.id === id)!;
const war = model.targets.find((t) => t.id === 'war')!;

const north = document.variants[1]!;

function Table({ scope }: { readonly scope: string }) {
  const bench = useBench();
  return (
    <Variants
      view={view}
      document={bench.document}
      inputs={model.inputs}
      keys={model.keys}
      knownOf={knownHere}
      isBusy={() => false}
      dispatch={bench.dispatch}
      scope={scope}
    />
  );
}

function totalRows(): readonly QuantileRow[] {
  return document.variants.slice(0, 3).map((v, i) => {
    const { mean, quantiles } = sampleOf(toVariantView(v)).rewards.delayed!;
    return { id: v.id, label: v.label, colour: i === 0 ? 'var(--grey)' : 'var(--accent)', mean, quantiles };
  });
}

export const exhibits: readonly Exhibit[] = [
  chart('paths', 'Paths: competing outcomes stacked', { view: 'paths' }),
  chart('paths-variant', 'Paths of a variant, base dashed', { view: 'paths', selected: 'north' }),
  chart('time', 'One outcome over time', { view: 'time' }),
  chart('day', 'By a day: dots, the inputs’ interval, a base rate', { view: 'day' }),
  chart('difference', 'Against base', { view: 'difference' }),
  chart('ranges', 'Against base, with the inputs’ interval on demand', { view: 'difference', selected: 'north' }),
  chart('dots', 'Of 100 cases', { view: 'dots' }),
  chart('dots-race', 'Of 100 cases: every path', { view: 'dots', outcome: 'first.war' }),
  {
    id: 'dragging',
    title: 'While dragging: the value before as a ghost',
    show: (scope) => (
      <Comparison
        of={{ ...document, view: 'day', selected: 'north' }}
        scope={scope}
        before={knownOf({ id: 'base', parameters: { resolve: 0.3 } })}
      />
    ),
  },
  {
    id: 'dragging-dots',
    title: 'While dragging, of 100 cases',
    show: (scope) => (
      <Comparison
        of={{ ...document, view: 'dots', selected: 'north' }}
        scope={scope}
        before={knownOf({ id: 'base', parameters: { resolve: 0.3 } })}
      />
    ),
  },
  {
    id: 'no-race',
    title: 'A scenario without a race',
    show: (scope) => <Comparison of={{ ...document, view: 'paths' }} scope={scope} race={null} />,
  },
  chart('many-time', 'Forty variants over time', { view: 'time', selected: 'own-20' }, manyVariants),
  chart('many-day', 'Forty variants by a day', { view: 'day', selected: 'own-20' }, manyVariants),
  chart('many-difference', 'Forty variants against base', { view: 'difference', selected: 'own-20' }, manyVariants),
  chart('many-dots', 'Forty variants of 100 cases', { view: 'dots', selected: 'own-20' }, manyVariants),
  {
    id: 'curve',
    title: 'One input against an outcome, with the level where it flips',
    show: (scope) => (
      <FixedBench of={document}>
        <div class="card">
          <Sweep x={inputOf('effort')} y={null} target={war} day={60} scope={scope} auto />
        </div>
      </FixedBench>
    ),
  },
  {
    id: 'map',
    title: 'Two inputs against an outcome',
    show: (scope) => (
      <FixedBench of={document}>
        <div class="card">
          <Sweep x={inputOf('resolve')} y={inputOf('effort')} target={war} day={60} scope={scope} auto />
        </div>
      </FixedBench>
    ),
  },
  {
    id: 'tornado',
    title: 'What moves an outcome most',
    show: (scope) => (
      <FixedBench of={document}>
        <div class="card">
          <Tornado target={war} day={60} scope={scope} onPick={() => {}} />
        </div>
      </FixedBench>
    ),
  },
  {
    id: 'totals',
    title: 'Totals: sampled quantiles beside the exact mean',
    show: () => {
      const rows = totalRows();
      return (
        <div class="card">
          <PlotFigure
            height={(width) => quantileHeight(rows.length, width)}
            name={`Ships delayed: ${rows.map((r) => `${r.label}, median ${amount(r.quantiles['50'])}`).join('; ')}.`}
            inputs={[]}
            draw={(width, height) => drawQuantiles(rows, width, height)}
          />
        </div>
      );
    },
  },
  {
    id: 'variants',
    title: 'Forty variants in a table',
    show: (scope) => (
      <FixedBench of={{ ...manyVariants, selected: 'own-20' }}>
        <Table scope={scope} />
      </FixedBench>
    ),
  },
  {
    id: 'mini-bar',
    title: 'Foot of a narrow screen',
    show: () => (
      <MiniBar
        race={model.race}
        day={60}
        variant={north}
        base={knownHere(document.variants[0]!)}
        known={knownHere(north)}
      />
    ),
  },
];
