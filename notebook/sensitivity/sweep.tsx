// One or two inputs over their whole reach against one answer: a curve or a map, with the line where the answer flips. The picture sharpens while it is solved; it can be cancelled, and what is solved is kept.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { axisEnd } from '../cells/drawing.ts';
import { PlotFigure } from '../cells/plot-figure.tsx';
import { toVariantView } from '../document/document.ts';
import { ChartExport } from '../export/chart-export.tsx';
import { figureOf, type Target } from '../figures.ts';
import { type Input, withValue } from '../inputs.ts';
import { dayInWords, percent } from '../words.ts';
import { about, axisOf } from './axis.ts';
import { drawCurve } from './curve-plot.ts';
import { axisValues, coarseToFine, coarseToFineGrid, curvePoints, mapPoints, nearestKnown } from './grid.ts';
import { flipsOf, type Line, lineOn, valueAt } from './line.ts';
import { LineChoice, type LineSetting } from './line-choice.tsx';
import { drawMap } from './map-plot.ts';
import { Progress } from './progress.tsx';
import { SweepTable } from './sweep-table.tsx';
import { useSettled } from './use-settled.ts';
import { useSolves, type Wanted } from './use-solves.ts';

interface Properties {
  readonly x: Input;
  /** Null: a curve. */
  readonly y: Input | null;
  readonly target: Target;
  readonly day: number;
  readonly scope: string;
  /** Begins without a press. */
  readonly auto: boolean;
  readonly onRunning?: (running: boolean) => void;
}

const height = 396;

export function Sweep({ x, y, target, day, scope, auto, onRunning }: Properties) {
  const { model, base, knownOf } = useBench();
  const selected = useSettled();
  const [setting, setSetting] = useState<LineSetting>({ kind: 'level', percent: 50 });
  const race = model.race;
  // The paths of the race are solved along: the line may ask which of them leads.
  const outcomes = useMemo(
    () => [...new Set([target.outcome, ...(race === null ? [] : [race.id])])],
    [target.outcome, race?.id],
  );
  const content = JSON.stringify([x.id, y?.id ?? null, toVariantView({ ...selected, label: '', id: '' })]);
  const { xs, ys, wanted } = useMemo(() => wantedOf(x, y, toVariantView(selected)), [content]);
  const solves = useSolves(wanted, outcomes, `sweep${scope}`, auto);
  useEffect(() => onRunning?.(solves.running), [solves.running]);

  const [across, up] = [axisOf(x, selected), y === null ? null : axisOf(y, selected)];
  const at = (column: number, row = 0) => solves.known.get(`${column} ${row}`);
  const now = figureOf(knownOf(selected), target, day);
  const ofBase = figureOf(knownOf(base), target, day);
  const line: Line | null =
    setting.kind === 'leader'
      ? race && { kind: 'leader', race: race.id, causes: race.causes.map((c) => c.id) }
      : setting.kind === 'base'
        ? ofBase.p === null || ofBase.already
          ? null
          : { kind: 'level', level: ofBase.p }
        : { kind: 'level', level: setting.percent / 100 };

  const values = wanted.flatMap((w) => valueAt(solves.known.get(w.id), target, day) ?? []);
  // Steps of the axis only go up while a picture sharpens.
  const end = useRef({ key: '', value: 0 });
  const key = `${content} ${target.id} ${day}`;
  const wish = axisEnd(Math.max(0.01, now.already ? 0 : (now.p ?? 0), ...values));
  end.current = { key, value: end.current.key === key ? Math.max(end.current.value, wish) : wish };

  const by = dayInWords(model.view.startDate, day);
  const curve = xs.map((value, column) => ({ x: value, outcomes: at(column) }));
  const flips = y === null && line !== null ? flipsOf(curve, line, target, day) : [];
  const contourLine = y === null || line === null ? [] : lineOn(xs, ys, at, line, target, day);
  const sentence = sentenceOf();
  return (
    <figure class="sweep">
      <Progress
        done={solves.known.size}
        total={solves.total}
        running={solves.running}
        what={y === null ? 'points' : 'cells'}
        onStart={solves.start}
        onCancel={solves.cancel}
      />
      <PlotFigure
        height={height}
        name={`${target.label}, by ${by}, in ${selected.label}, against ${across.label}${up ? ` and ${up.label}` : ''}. ${sentence} The table below holds the numbers.`}
        inputs={[solves.known, content, target, day, JSON.stringify(setting), ofBase.p, now.p]}
        draw={(width) =>
          up === null
            ? drawCurve(
                {
                  axis: across,
                  points: curve.flatMap((p) => {
                    const value = valueAt(p.outcomes, target, day);
                    return value === null ? [] : [{ x: p.x, value }];
                  }),
                  level: line?.kind === 'level' && line.level <= end.current.value ? line.level : null,
                  flips,
                  now: now.already ? null : now.p,
                  end: end.current.value,
                },
                width,
                height,
              )
            : drawMap(
                {
                  x: across,
                  y: up,
                  xs,
                  ys,
                  cells: nearestKnown(xs.length, ys.length, (c, r) => valueAt(at(c, r), target, day)),
                  line: contourLine,
                  end: end.current.value,
                },
                width,
                height,
              )
        }
      />
      <LineChoice setting={setting} hasRace={race !== null} scope={scope} onChange={setSetting} />
      <p class="flip" data-testid={`flip${scope}`}>
        {sentence}
      </p>
      <figcaption>
        {up === null
          ? 'Shaded: the plausible range. Each point is solved exactly; between them the line is straight.'
          : `Darker: likelier, up to ${percent(end.current.value)}. Dashed frame: both plausible ranges. Pale cells are not solved yet and show the nearest one that is.`}{' '}
        All other inputs as in “{selected.label}”.
      </figcaption>
      <ChartExport
        title={`${target.label}, against ${x.label}${y === null ? '' : ` and ${y.label}`}`}
        caption={`By ${by}, in “${selected.label}”. ${sentence}`}
      />
      <SweepTable
        across={across}
        up={up}
        xs={xs}
        ys={ys}
        caption={`${target.label}, by ${by}.`}
        at={(c, r) => valueAt(at(c, r), target, day)}
      />
    </figure>
  );

  function sentenceOf(): string {
    if (solves.known.size === 0) return solves.running ? 'Nothing is solved yet.' : 'Not solved yet: press “Solve”.';
    if (line === null)
      return setting.kind === 'leader'
        ? 'There is no race in this scenario.'
        : 'In base it is already so: there is no level to pass.';
    const what =
      line.kind === 'leader'
        ? 'Another path takes the lead'
        : `“${target.label}” passes ${percent(line.level)}${setting.kind === 'base' ? ', as in base,' : ''}`;
    const partly = solves.known.size < solves.total ? ' on what is solved so far' : '';
    const where = up === null ? `between ${across.say(across.min)} and ${across.say(across.max)}` : 'on the whole map';
    const nowhere =
      line.kind === 'leader' || values.length === 0
        ? `${what} nowhere ${where}${partly}.`
        : `“${target.label}” does not pass ${percent(line.level)} ${where}: it stays from ${percent(Math.min(...values))} to ${percent(Math.max(...values))}${partly}.`;
    if (up !== null) return contourLine.length === 0 ? nowhere : `${what} along the line${partly}.`;
    if (flips.length === 0) return nowhere;
    const outside = flips.every((f) => f < across.low || f > across.high);
    return `${what} at ${flips.map((f) => about(across, f)).join(' and at ')}${outside ? ', outside the plausible range' : ''}${partly}.`;
  }
}

/** Points in the order in which they are asked for. The inputs' own values in the variant do not matter: they are overridden. */
function wantedOf(
  x: Input,
  y: Input | null,
  variant: ReturnType<typeof toVariantView>,
): { readonly xs: readonly number[]; readonly ys: readonly number[]; readonly wanted: readonly Wanted[] } {
  if (y === null) {
    const xs = axisValues(x, curvePoints);
    const wanted = coarseToFine(curvePoints).map((c) => ({
      id: `${c} 0`,
      variant: withValue(variant, x.kind, x.id, xs[c]!),
    }));
    return { xs, ys: [0], wanted };
  }
  const [xs, ys] = [axisValues(x, mapPoints), axisValues(y, mapPoints)];
  const wanted = coarseToFineGrid(mapPoints, mapPoints).map(([c, r]) => ({
    id: `${c} ${r}`,
    variant: withValue(withValue(variant, x.kind, x.id, xs[c]!), y.kind, y.id, ys[r]!),
  }));
  return { xs, ys, wanted };
}
