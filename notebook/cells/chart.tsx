// The chart card: five ways to look at the answers (paths, one outcome over time, by a day, against base, of a hundred cases), with the pickers. The paths open the page; the other views come a moment later.
import type { ScenarioView } from '../../engine/index.ts';
import type { DocumentVariant, NotebookDocument, Look as ViewName } from '../document/document.ts';
import { bandOf, curveOf, figureOf, type Known, type Target } from '../figures.ts';
import type { Bands } from '../shipped.ts';
import { dayInWords, interval, labelOf, percent, plain } from '../words.ts';
import { PathsTable } from './chart-table.tsx';
import { Choice } from './choice.tsx';
import { causeColour } from './drawing.ts';
import { drawPaths, type PathSeries } from './paths-plot.ts';
import { PlotFigure } from './plot-figure.tsx';
import { useIdle, useLoaded } from './use-loaded.ts';

export interface ChartProperties {
  readonly view: ScenarioView;
  /** The race whose paths can be shown; null: the scenario has none. */
  readonly race: ScenarioView['outcomes'][number] | null;
  readonly bands: Bands;
  readonly document: NotebookDocument;
  readonly targets: readonly Target[];
  readonly knownOf: (variant: DocumentVariant) => Known;
  /** What was known of the variant before the drag under way; null at rest. */
  readonly before: Known | null;
  readonly onLook: (look: { outcome?: string; day?: number; view?: ViewName }) => void;
  /** Tells several charts of one page apart; left out: the workbench's own. */
  readonly scope?: string;
}

type Race = NonNullable<ChartProperties['race']>;

export const chartHeight = 372;
const loadViews = () => import('./outcome-views.tsx');
const loadExport = () => import('../export/chart-export.tsx');

export function Chart(p: ChartProperties) {
  const { document, targets, race, scope = '' } = p;
  const target = targets.find((t) => t.id === document.outcome) ?? targets[0]!;
  const view: ViewName = document.view === 'paths' && race === null ? 'time' : document.view;
  const views = useLoaded(loadViews, useIdle() || view !== 'paths');
  const paths = view === 'paths' && race !== null;
  const date = dayInWords(p.view.startDate, document.day);
  const title = paths ? labelOf(race.label) : target.group ? `${target.group}: ${target.label}` : target.label;
  const titleId = `chart-title${scope}`;
  // One landmark per page; the others are groups.
  const Frame = scope === '' ? 'section' : 'div';
  return (
    <Frame class="card chart" {...(scope === '' ? {} : { role: 'group' })} aria-labelledby={titleId}>
      <div class="card-head">
        <h2 id={titleId}>
          {title}
          <small>
            {paths ? `in “${selectedOf(document).label}”, by date, to ${date}` : subtitleOf(view, target, date)}
          </small>
        </h2>
      </div>
      <div class="controls">
        <Choice
          name={`view${scope}`}
          legend="Chart"
          value={view}
          onChange={(next) => p.onLook({ view: next })}
          options={[
            ...(race === null
              ? []
              : [{ value: 'paths' as const, label: race.causes.length === 3 ? 'Three paths' : 'Paths' }]),
            { value: 'time', label: 'Over time' },
            { value: 'day', label: 'By day' },
            { value: 'difference', label: 'Against base' },
            { value: 'dots', label: 'Of 100' },
          ]}
        />
        <Choice
          name={`day${scope}`}
          legend="Days"
          value={document.day}
          onChange={(day) => p.onLook({ day })}
          options={p.view.days.map((d) => ({
            value: d,
            label: plain(d),
            spoken: `${plain(d)} days${p.view.startDate === null ? '' : `, to ${dayInWords(p.view.startDate, d)}`}`,
          }))}
        />
        {!paths && (
          <OutcomePicker
            targets={targets}
            value={target.id}
            testId={scope === '' ? 'outcome' : undefined}
            onChange={(outcome) => p.onLook({ outcome })}
          />
        )}
      </div>
      {paths ? (
        <Paths {...p} race={race} />
      ) : views === null ? (
        <div class="plot" style={{ height: `${chartHeight}px` }} />
      ) : (
        <views.OutcomeView {...p} look={view} target={target} />
      )}
    </Frame>
  );
}

export function OutcomePicker({
  targets,
  value,
  onChange,
  testId,
}: {
  readonly targets: readonly Target[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly testId?: string | undefined;
}) {
  const groups = [...new Set(targets.map((t) => t.group))].sort((a, b) => Number(a !== null) - Number(b !== null));
  return (
    <label class="picker">
      <span>Outcome</span>
      <select value={value} onChange={(e) => onChange(e.currentTarget.value)} data-testid={testId}>
        {groups.map((group) => {
          const options = targets
            .filter((t) => t.group === group)
            .map((t) => (
              <option key={t.id} value={t.id} selected={t.id === value}>
                {t.label}
              </option>
            ));
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

function Paths(p: ChartProperties & { readonly race: Race }) {
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
  const saving = useLoaded(loadExport, useIdle());
  const known = p.knownOf(selected);
  const reference = p.before ?? (isBase ? null : p.knownOf(base));
  const series = seriesOf(known, isBase);
  const already = series.filter((s) => s.already).map((s) => s.label);
  const sentence = `${labelOf(race.label)}, in ${selected.label}, by ${dayInWords(view.startDate, document.day)}: ${series.map((s) => `${s.label} ${s.already ? 'already so' : percent(s.p)}`).join(', ')}. Stacked areas over calendar dates; the table below holds the numbers.`;
  return (
    <figure>
      <PlotFigure
        height={chartHeight}
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
            chartHeight,
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
        Share of cases in which each path has come first by that date; the rest is none of them yet. What comes later
        than another path counts in the table of variants, not here.{' '}
        {reference === null ? '' : p.before ? 'Dashed: before this change. ' : 'Dashed: base. '}
        {already.length > 0 && `${already.join(' and ')}: already so at the start of this variant, so out of the race.`}
      </figcaption>
      {/* Its place is kept until it comes. */}
      <div class="saving">
        {saving && (
          <saving.ChartExport
            title={labelOf(race.label)}
            caption={`In “${selected.label}”, by date, to ${dayInWords(view.startDate, document.day)}${reference === null ? '' : '; dashed: base'}`}
          />
        )}
      </div>
      <PathsTable {...p} race={race} />
    </figure>
  );
}

function selectedOf(document: NotebookDocument): DocumentVariant {
  return document.variants.find((v) => v.id === document.selected) ?? document.variants[0]!;
}

function subtitleOf(view: ViewName, target: Target, date: string): string {
  const by = target.kind === 'at' ? `on ${date}` : `by ${date}`;
  return {
    paths: '',
    time: `in each variant, to ${date}`,
    day: `in each variant, ${by}`,
    difference: `difference to base, ${by}, in percentage points`,
    dots: `in how many of 100 such cases, ${by}`,
  }[view];
}
