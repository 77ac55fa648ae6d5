// One outcome in every variant, four ways: over time, by a day, against base, of a hundred cases. The same numbers follow as a table.
import { useMemo, useRef } from 'preact/hooks';
import type { Look as ViewName } from '../document/document.ts';
import { ChartExport } from '../export/chart-export.tsx';
import { bandOf, curveOf, figureOf, type Target } from '../figures.ts';
import { RangesBar } from '../ranges/ranges-bar.tsx';
import { useRanges } from '../ranges/use-ranges.ts';
import { dayInWords, labelOf, ofHundred, percent } from '../words.ts';
import { BaseRates } from './base-rates.tsx';
import { type ChartProperties, chartHeight } from './chart.tsx';
import { OutcomeTable } from './chart-table.tsx';
import { type Look, looksOf, mostColours, usePicks } from './colours.ts';
import { type DotsPanel, dotsHeight, drawDots } from './dots-plot.ts';
import { causeColour, causeSymbol } from './drawing.ts';
import { PlotFigure } from './plot-figure.tsx';
import { differencesEnd, drawDifferences, drawRows, type Others, type Row, rowsEnd, rowsHeight } from './row-plots.ts';
import { drawTime, type TimeRow, timeEnd } from './time-plot.ts';

type Properties = ChartProperties & { readonly target: Target; readonly look: ViewName };

/** Up to so many variants have a row each; of more, those in colour. */
const mostRows = 12;

export function OutcomeView(p: Properties) {
  const { view, document, target, look } = p;
  const { day, variants } = document;
  const dragging = p.before !== null;
  const [picks] = usePicks();
  const looks = useMemo(() => looksOf(variants, document.selected, picks), [variants, document.selected, picks]);
  const all = variants.map((v): Row => {
    const selected = v.id === document.selected;
    const figure = figureOf(p.knownOf(v), target, day);
    return {
      id: v.id,
      label: v.label,
      p: figure.p,
      already: figure.already,
      look: looks.get(v.id)!,
      selected,
      ghost: selected && p.before ? figureOf(p.before, target, day).p : null,
    };
  });
  const stands = (r: Row, i: number): boolean => i === 0 || r.selected || r.look.coloured;
  const rows = all.length <= mostRows ? all : all.filter(stands);
  const rest = all.filter((r) => !rows.includes(r));
  const others: Others = {
    count: rest.length,
    values: rest.flatMap((r) => (r.already || r.p === null ? [] : [r.p])),
  };
  const band = bandOf(p.bands, target.id, day);
  const ranges = useRanges(target, day, p.scope ?? '');
  const bandOverTime = useMemo(() => bandSeries(p, target), [p.bands, target, day]);
  const rates = target.baseRates.filter((r) => look === 'time' || r.by_day === day);
  const time = {
    start: view.startDate,
    last: day,
    days: view.days,
    rows: variants.map(
      (v, i): TimeRow => ({
        label: v.label,
        curve: curveOf(p.knownOf(v), target, view.days),
        look: all[i]!.look,
        strong: stands(all[i]!, i),
        selected: all[i]!.selected,
      }),
    ),
    band: bandOverTime,
    baseRates: rates,
    ghost: p.before ? curveOf(p.before, target, view.days) : [],
  };
  const panels =
    look === 'dots'
      ? panelsOf(
          p,
          rows.filter((r, i) => rows.length <= mostColours || stands(r, i)),
        )
      : [];

  // The axis stands still while something is dragged, unless a value would leave it.
  const axis = useRef<{ key: string; end: number }>({ key: '', end: 0 });
  const wanted =
    look === 'time'
      ? timeEnd(time)
      : look === 'difference'
        ? differencesEnd({ rows, others, range: ranges.difference })
        : rowsEnd({ rows, others, band, ranges: ranges.intervals, baseRates: rates });
  const key = `${look} ${target.id} ${day}`;
  axis.current = {
    key,
    end: dragging && axis.current.key === key ? Math.max(axis.current.end, wanted) : wanted,
  };
  const { end } = axis.current;

  const shared = others.count > 0 ? 1 : 0;
  const height = {
    time: chartHeight,
    paths: chartHeight,
    day: (width: number) => rowsHeight(rows.length + rates.length + shared, width),
    difference: (width: number) => rowsHeight(rows.length - 1 + shared, width),
    dots: (width: number) => dotsHeight(panels.length, width),
  }[look];
  const draw = (width: number, pixels: number): Element => {
    if (look === 'day')
      return drawRows({ rows, others, band, ranges: ranges.intervals, baseRates: rates, end }, width, pixels);
    if (look === 'difference') return drawDifferences({ rows, others, range: ranges.difference, end }, width, pixels);
    if (look === 'dots') return drawDots(panels, width, pixels);
    return drawTime({ ...time, end }, width, pixels);
  };
  const said = look === 'dots' ? ofHundred : percent;
  const spoken = `${target.label}, by ${dayInWords(view.startDate, day)}: ${rows.map((r) => `${r.label} ${r.already ? 'already so' : said(r.p)}`).join(', ')}${others.count > 0 ? `, and ${others.count} others` : ''}.`;
  return (
    <figure>
      <PlotFigure
        height={height}
        name={spoken}
        draw={draw}
        inputs={[document, p.knownOf, p.before, target, look, looks, ranges.draws, ranges.asked]}
      />
      {look === 'dots' && target.cause !== null && <CauseKey {...p} />}
      <figcaption>{captionOf(look, target, p.bands.draws, band !== null, panels.length < all.length)}</figcaption>
      {(look === 'day' || look === 'difference') && (
        <RangesBar
          ranges={ranges}
          selected={document.selected}
          label={variants.find((v) => v.id === document.selected)?.label ?? ''}
        />
      )}
      <BaseRates rates={target.baseRates} />
      <ChartExport
        title={target.group === null ? target.label : `${target.group}: ${target.label}`}
        caption={`${captions[look]}, ${target.kind === 'at' ? 'on' : 'by'} ${dayInWords(view.startDate, day)}`}
      />
      <OutcomeTable {...p} target={target} />
    </figure>
  );
}

const captions: Readonly<Record<ViewName, string>> = {
  paths: 'Paths',
  time: 'Over time, in each variant',
  day: 'In each variant',
  difference: 'Difference to base in percentage points',
  dots: 'Of 100 such cases, in each variant',
};

/** A hundred cases per variant: those with the outcome filled; of a race, every path with the one in focus first. */
function panelsOf(p: Properties, rows: readonly Row[]): readonly DotsPanel[] {
  const { target, document } = p;
  const race = target.cause === null ? null : p.view.outcomes.find((o) => o.id === target.outcome)!;
  return rows.map((r) => {
    const known = p.knownOf(document.variants.find((v) => v.id === r.id)!);
    const parts =
      race === null
        ? [{ label: target.label, colour: r.look.colour, symbol: r.look.symbol, p: r.already ? 1 : (r.p ?? 0) }]
        : partsOf(race, target).map((part) => ({
            ...part,
            p:
              figureOf(known, { id: `${race.id}.${part.cause}`, outcome: race.id, cause: part.cause }, document.day)
                .p ?? 0,
          }));
    return {
      id: r.id,
      label: r.label,
      lead: r.already ? 'already so' : ofHundred(r.p),
      parts,
      selected: r.selected,
      ghost: r.ghost,
    };
  });
}

type Race = Properties['view']['outcomes'][number];
interface CauseLook {
  readonly cause: string;
  readonly label: string;
  readonly colour: string;
  readonly symbol: Look['symbol'];
}

/** The causes of a race as they are drawn, the one in focus first; "none of them" is the empty dots. */
function partsOf(race: Race, target: Target): readonly CauseLook[] {
  const causes = race.causes.map((c, i) => ({
    cause: c.id,
    label: labelOf(c.label),
    colour: causeColour(i),
    symbol: causeSymbol(i),
  }));
  if (target.cause === 'none')
    return [{ cause: 'none', label: target.label, colour: 'var(--grey)', symbol: 'square' }, ...causes];
  return [...causes].sort((a, b) => Number(b.cause === target.cause) - Number(a.cause === target.cause));
}

function CauseKey(p: Properties) {
  const race = p.view.outcomes.find((o) => o.id === p.target.outcome)!;
  return (
    <ul class="legend dots-key">
      {partsOf(race, p.target).map((part) => (
        <li key={part.cause}>
          <i style={{ background: part.colour }} /> {part.label}
        </li>
      ))}
      <li>
        <i class="ring" /> {p.target.cause === 'none' ? 'the rest' : 'none of them yet'}
      </li>
    </ul>
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

function captionOf(look: ViewName, target: Target, draws: number, hasBand: boolean, some: boolean): string {
  const chance =
    target.kind === 'at'
      ? 'Probability that it is so on the day, inside the model.'
      : target.cause !== null
        ? 'Probability that it comes first, inside the model.'
        : 'Probability that it has happened by then, inside the model.';
  const drawn = `base with every input drawn from its plausible range, 5–95% of ${draws.toLocaleString('en-GB')} answers`;
  switch (look) {
    case 'dots':
      return `Each dot is one of 100 cases that start like the variant${some ? '; the variants in colour' : ''}. A dashed dot: less than one case. ${chance}`;
    case 'difference':
      return `${chance} Both sides of each difference are exact given the inputs, so there is no sampling error.`;
    case 'day':
      return `${chance} Dots are exact given the inputs, so they have no sampling interval.${hasBand ? ` Thin line: ${drawn}. Neither says whether the model is right.` : ''}`;
    default:
      return `${chance}${hasBand ? ` Pale: ${drawn}. Neither says whether the model is right.` : ''}`;
  }
}
