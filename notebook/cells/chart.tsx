// The chart card: four ways to look at the answers (paths, one outcome over time, by a day, against base), with the pickers, the caption and the same numbers as a table.
import { useMemo, useRef } from 'preact/hooks';
import type { ScenarioView } from '../../engine/index.ts';
import type { DocumentVariant, NotebookDocument, Look as ViewName } from '../document/document.ts';
import { bandOf, curveOf, figureOf, type Known, type Target } from '../figures.ts';
import type { Bands } from '../shipped.ts';
import { dateOn, interval, labelOf, long, percent } from '../words.ts';
import { BaseRates } from './base-rates.tsx';
import { OutcomeTable, PathsTable } from './chart-table.tsx';
import { Choice } from './choice.tsx';
import { drawPaths, type PathSeries } from './paths-plot.ts';
import { causeColour, lookOf } from './plot-common.ts';
import { PlotFigure } from './plot-figure.tsx';
import { differencesEnd, drawDifferences, drawRows, type Row, rowsEnd, rowsHeight } from './row-plots.ts';
import { drawTime, type TimeRow, timeEnd } from './time-plot.ts';

export interface ChartProperties {
  readonly view: ScenarioView;
  readonly race: ScenarioView['outcomes'][number];
  readonly bands: Bands;
  readonly document: NotebookDocument;
  readonly targets: readonly Target[];
  readonly knownOf: (variant: DocumentVariant) => Known;
  /** What was known of the variant before the drag under way; null at rest. */
  readonly before: Known | null;
  readonly onLook: (look: { outcome?: string; day?: number; view?: ViewName }) => void;
}

const height = 372;

export function Chart(p: ChartProperties) {
  const { document, targets } = p;
  const target = targets.find((t) => t.id === document.outcome) ?? targets[0]!;
  const paths = document.view === 'paths';
  const date = long(dateOn(p.view.startDate, document.day));
  const title = paths ? labelOf(p.race.label) : target.group ? `${target.group}: ${target.label}` : target.label;
  return (
    <section class="card chart" aria-labelledby="chart-title">
      <div class="card-head">
        <h2 id="chart-title">
          {title}
          <small>
            {paths
              ? `in “${selectedOf(document).label}”, by date, to ${date}`
              : subtitleOf(document.view, target, date)}
          </small>
        </h2>
      </div>
      <div class="controls">
        <Choice
          name="view"
          legend="Chart"
          value={document.view}
          onChange={(view) => p.onLook({ view })}
          options={[
            { value: 'paths', label: p.race.causes.length === 3 ? 'Three paths' : 'Paths' },
            { value: 'time', label: 'Over time' },
            { value: 'day', label: 'By day' },
            { value: 'difference', label: 'Against base' },
          ]}
        />
        <Choice
          name="day"
          legend="Days"
          value={document.day}
          onChange={(day) => p.onLook({ day })}
          options={p.view.days.map((d) => ({
            value: d,
            label: String(d),
            spoken: `${d} days, to ${long(dateOn(p.view.startDate, d))}`,
          }))}
        />
        {!paths && <OutcomePicker targets={targets} value={target.id} onChange={(outcome) => p.onLook({ outcome })} />}
      </div>
      {paths ? <Paths {...p} /> : <Outcome {...p} target={target} />}
    </section>
  );
}

function OutcomePicker({
  targets,
  value,
  onChange,
}: {
  readonly targets: readonly Target[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  const groups = [...new Set(targets.map((t) => t.group))].sort((a, b) => Number(a !== null) - Number(b !== null));
  return (
    <label class="picker">
      <span>Outcome</span>
      <select value={value} onChange={(e) => onChange(e.currentTarget.value)} data-testid="outcome">
        {groups.map((group) => {
          const options = targets
            .filter((t) => t.group === group)
            .map((t) => <option key={t.id} value={t.id} selected={t.id === value} label={t.label} />);
          return group === null ? (
            options
          ) : (
            <optgroup key={group} label={group}>
              {options}
            </optgroup>
          );
        })}
      </select>
    </label>
  );
}

function Paths(p: ChartProperties) {
  const { view, race, document } = p;
  const selected = selectedOf(document);
  const base = document.variants[0]!;
  const isBase = selected.id === base.id;
  const seriesOf = (known: Known, withBand: boolean): PathSeries[] =>
    [...race.causes, { id: 'none', label: 'None of them yet' }].map((c) => {
      const target = { id: `${race.id}.${c.id}`, outcome: race.id, cause: c.id };
      const figure = figureOf(known, target, document.day);
      return {
        label: labelOf(c.label),
        curve: curveOf(known, target, view.days),
        already: figure.already,
        p: figure.p,
        band: withBand ? bandOf(p.bands, target.id, document.day) : null,
      };
    });
  const known = p.knownOf(selected);
  const reference = p.before ?? (isBase ? null : p.knownOf(base));
  const series = seriesOf(known, isBase);
  const already = series.filter((s) => s.already).map((s) => s.label);
  const sentence = `${labelOf(race.label)}, in ${selected.label}, by ${long(dateOn(view.startDate, document.day))}: ${series.map((s) => `${s.label} ${s.already ? 'already so' : percent(s.p)}`).join(', ')}. Stacked areas over calendar dates; the table below holds the numbers.`;
  return (
    <figure>
      <PlotFigure
        height={height}
        name={sentence}
        inputs={[known, reference, document.day, isBase]}
        draw={(width) =>
          drawPaths(
            {
              start: view.startDate,
              last: document.day,
              days: view.days,
              series,
              reference: reference === null ? null : seriesOf(reference, false),
            },
            width,
            height,
          )
        }
      />
      <ul class="legend">
        {series.map((s, i) => (
          <li key={s.label}>
            <i style={{ background: i === series.length - 1 ? 'var(--none)' : causeColour(i) }} />
            <b>{s.label}</b> {s.already ? 'already so' : percent(s.p)}
            {s.band && <small> {interval(s.band[0], s.band[2])}</small>}
          </li>
        ))}
      </ul>
      <figcaption>
        Share of cases in which each path has come first by that date; the rest is none of them yet.{' '}
        {reference !== null && (p.before ? 'Dashed: before this change. ' : 'Dashed: base. ')}
        {already.length > 0 && `${already.join(' and ')}: already so at the start of this variant, so out of the race.`}
      </figcaption>
      <PathsTable {...p} />
    </figure>
  );
}

function Outcome(p: ChartProperties & { readonly target: Target }) {
  const { view, document, target } = p;
  const { day } = document;
  const dragging = p.before !== null;
  const count = document.variants.length;
  const rows = document.variants.map((v, i): Row => {
    const selected = v.id === document.selected;
    const figure = figureOf(p.knownOf(v), target, day);
    const ghost = selected && p.before ? figureOf(p.before, target, day).p : null;
    return {
      id: v.id,
      label: v.label,
      p: figure.p,
      already: figure.already,
      look: lookOf(i, count, selected),
      selected,
      ghost,
    };
  });
  const lines = document.variants.map(
    (v, i): TimeRow => ({
      label: v.label,
      curve: curveOf(p.knownOf(v), target, view.days),
      look: rows[i]!.look,
      strong: i === 0 || rows[i]!.selected,
      selected: rows[i]!.selected,
    }),
  );
  const band = bandOf(p.bands, target.id, day);
  const bandOverTime = useMemo(() => bandSeries(p, target), [p.bands, target, day]);
  const rates = target.baseRates.filter((r) => document.view === 'time' || r.by_day === day);

  const time = { start: view.startDate, last: day, days: view.days, rows: lines, band: bandOverTime, baseRates: rates };
  // The axis stands still while something is dragged, unless a value would leave it.
  const end = useRef<{ key: string; value: number }>({ key: '', value: 0 });
  const wanted =
    document.view === 'time'
      ? timeEnd(time)
      : document.view === 'day'
        ? rowsEnd(rows, band, rates)
        : differencesEnd(rows, rows[0]?.p ?? 0);
  const key = `${document.view} ${target.id} ${day}`;
  end.current = { key, value: dragging && end.current.key === key ? Math.max(end.current.value, wanted) : wanted };

  const plotHeight =
    document.view === 'time'
      ? height
      : document.view === 'day'
        ? rowsHeight(rows.length + rates.length)
        : rowsHeight(rows.length - 1);
  const draw = (width: number): Element => {
    if (document.view === 'time') return drawTime({ ...time, end: end.current.value }, width, plotHeight);
    if (document.view === 'day')
      return drawRows({ rows, band, baseRates: rates, end: end.current.value }, width, plotHeight);
    return drawDifferences(rows, end.current.value, width, plotHeight);
  };
  const spoken = `${target.label}, by ${long(dateOn(view.startDate, day))}: ${rows.map((r) => `${r.label} ${r.already ? 'already so' : percent(r.p)}`).join(', ')}.`;
  return (
    <figure>
      <PlotFigure height={plotHeight} name={spoken} draw={draw} inputs={[document, p.knownOf, p.before, target]} />
      <figcaption>{captionOf(document.view, target, p.bands.draws, band !== null)}</figcaption>
      <BaseRates rates={target.baseRates} />
      <OutcomeTable {...p} target={target} />
    </figure>
  );
}

function bandSeries(p: ChartProperties, target: Target): { day: number; low: number; high: number }[] {
  const start = target.cause === 'none' ? 1 : 0;
  const known = p.view.days
    .filter((d) => d <= p.document.day)
    .flatMap((d) => {
      const b = bandOf(p.bands, target.id, d);
      return b === null ? [] : [{ day: d, low: b[0], high: b[2] }];
    });
  return known.length === 0 ? [] : [{ day: 0, low: start, high: start }, ...known];
}

function selectedOf(document: NotebookDocument): DocumentVariant {
  return document.variants.find((v) => v.id === document.selected) ?? document.variants[0]!;
}

function subtitleOf(view: ViewName, target: Target, date: string): string {
  const by = target.kind === 'at' ? `on ${date}` : `by ${date}`;
  return view === 'time'
    ? `in each variant, to ${date}`
    : view === 'day'
      ? `in each variant, ${by}`
      : `difference to base, ${by}, in percentage points`;
}

function captionOf(view: ViewName, target: Target, draws: number, hasBand: boolean): string {
  const chance =
    target.kind === 'at'
      ? 'Probability that it is so on the day, inside the model.'
      : target.cause !== null
        ? 'Probability that it comes first, inside the model.'
        : 'Probability that it has happened by then, inside the model.';
  const band = hasBand
    ? ` Pale: base with every input drawn from its plausible range, 5–95% of ${draws.toLocaleString('en-GB')} answers.`
    : '';
  if (view === 'difference')
    return `${chance} Both sides of each difference are exact, so there is no sampling error; how far the inputs’ ranges would move a difference has not been computed.`;
  return `${chance}${band}`;
}
