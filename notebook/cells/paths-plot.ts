// Which path comes first, by date: the cumulative incidence of each cause of a race, stacked, with what has not happened yet on top. Dashed lines: where base has the borders.
// Drawn by hand, because it opens the page and Plot, which draws everything else, is twice as large as all the rest of it.
import type { CurvePoint } from '../figures.ts';
import { dayShort, interval, percent, plain } from '../words.ts';
import { causeColour, dayTicks, narrow, spread, tickLines } from './drawing.ts';
import { lines, svg } from './svg.ts';

export interface PathSeries {
  readonly label: string;
  readonly curve: readonly CurvePoint[];
  readonly already: boolean;
  /** At the last day drawn. */
  readonly p: number | null;
  readonly band: readonly [number, number, number] | null;
}

export interface PathsDrawing {
  readonly start: string | null;
  readonly last: number;
  readonly days: readonly number[];
  /** In stacking order from below; `none` is last. */
  readonly series: readonly PathSeries[];
  /** Of base, when another variant is drawn. */
  readonly reference: readonly PathSeries[] | null;
}

/** The borders between the paths on one day, from below: one more than there are paths. */
interface Layer {
  readonly day: number;
  readonly borders: readonly number[];
}

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (day: number) => number;
  readonly y: (share: number) => number;
}

export function drawPaths(d: PathsDrawing, width: number, height: number): Element {
  const wide = width >= narrow;
  const frame = frameOf(d, width, height, wide);
  const layers = stacked(d.series, d.last);
  const places = d.series.map((_, place) => place);
  const root = svg('svg', {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    fill: 'currentColor',
    'font-size': 12,
    style: 'font-family: inherit; color: var(--muted); overflow: visible',
  });
  const area = (place: number, fill: string): SVGElement =>
    svg('path', { class: 'path-area', 'data-place': place, d: areaPath(layers, place, frame), style: `fill: ${fill}` });
  const none = places.length - 1;
  root.append(
    area(none, 'var(--none)'),
    ...axes(d, frame),
    ...places.slice(0, none).map((place) => area(place, causeColour(place))),
    ...places
      .slice(0, none)
      .map((place) => border(layers, place + 1, frame, 'stroke: var(--surface); stroke-width: 1.5')),
    ...(d.reference === null ? [] : referenceLines(d.reference, d.last, frame)),
    svg('path', { d: `M${frame.left},${frame.bottom}H${frame.right}`, style: 'stroke: var(--muted)' }),
  );
  if (wide) root.append(...endLabels(d, layers, frame));
  else
    root.append(
      svg(
        'text',
        {
          x: (frame.left + frame.right) / 2,
          y: frame.y(Math.max(0.2, middleOf(layers, none))),
          'text-anchor': 'middle',
          style: 'fill: var(--muted); stroke: var(--surface); stroke-width: 4; paint-order: stroke',
        },
        d.series[none]?.label.toLowerCase() ?? '',
      ),
    );
  root.append(...pointer(root, d, layers, frame));
  return root;
}

function frameOf(d: PathsDrawing, width: number, height: number, wide: boolean): Frame {
  const left = 44;
  const right = width - (wide ? 176 : 26);
  const top = 12;
  const bottom = height - 38;
  return {
    left,
    right,
    top,
    bottom,
    x: (day) => left + ((right - left) * day) / Math.max(d.last, Number.MIN_VALUE),
    y: (share) => bottom - (bottom - top) * share,
  };
}

function stacked(series: readonly PathSeries[], last: number): readonly Layer[] {
  const days = series.find((s) => s.curve.length > 0)?.curve.map((c) => c.day) ?? [];
  return days.flatMap((day, i) => {
    if (day > last) return [];
    let sum = 0;
    return [{ day, borders: [0, ...series.map((s) => (sum += s.curve[i]?.p ?? 0))] }];
  });
}

const round = (pixels: number): number => Math.round(pixels * 100) / 100;

function edge(layers: readonly Layer[], place: number, frame: Frame): string[] {
  return layers.map((l) => `${round(frame.x(l.day))},${round(frame.y(l.borders[place]!))}`);
}

function areaPath(layers: readonly Layer[], place: number, frame: Frame): string {
  if (layers.length === 0) return '';
  return `M${[...edge(layers, place + 1, frame), ...edge(layers, place, frame).reverse()].join('L')}Z`;
}

function border(layers: readonly Layer[], place: number, frame: Frame, style: string): SVGElement {
  return svg('path', {
    d: layers.length === 0 ? '' : `M${edge(layers, place, frame).join('L')}`,
    style: `fill: none; ${style}`,
  });
}

function axes(d: PathsDrawing, frame: Frame): SVGElement[] {
  const shares = [0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((share) => [
    svg('path', { d: `M${frame.left},${round(frame.y(share))}H${frame.right}`, style: 'stroke: var(--line)' }),
    svg('text', { x: frame.left - 8, y: round(frame.y(share)), dy: '0.32em', 'text-anchor': 'end' }, `${share * 100}%`),
  ]);
  const dates = dayTicks(d.last, d.days, frame.right - frame.left).flatMap((day) => [
    svg('path', { d: `M${round(frame.x(day))},${frame.bottom}v4`, style: 'stroke: var(--muted)' }),
    lines(round(frame.x(day)), frame.bottom + 17, tickLines(d.start, day), { 'text-anchor': 'middle' }),
  ]);
  return [...shares, ...dates];
}

function referenceLines(reference: readonly PathSeries[], last: number, frame: Frame): SVGElement[] {
  const layers = stacked(reference, last);
  return reference.slice(0, -1).flatMap((s, place) =>
    s.already
      ? []
      : [
          // Dashes over a pale line stay visible on every fill.
          border(layers, place + 1, frame, 'stroke: var(--surface); stroke-width: 1.5; stroke-opacity: 0.75'),
          border(layers, place + 1, frame, 'stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 4 4'),
        ],
  );
}

function middleOf(layers: readonly Layer[], place: number): number {
  const end = layers.at(-1)?.borders;
  return end === undefined ? 0 : (end[place]! + end[place + 1]!) / 2;
}

function endLabels(d: PathsDrawing, layers: readonly Layer[], frame: Frame): SVGElement[] {
  const shown = d.series.map((s, place) => ({ s, place })).filter(({ s }) => !s.already && s.p !== null);
  const share = (pixels: number): number => pixels / (frame.bottom - frame.top);
  const heights = spread(
    shown.map(({ place }) => middleOf(layers, place)),
    share(36),
    share(16),
    1 - share(16),
  );
  const end = layers.at(-1)?.borders;
  return shown.flatMap(({ s, place }, i) => {
    const y = round(frame.y(heights[i]!));
    const last = place === d.series.length - 1;
    return [
      ...(last || end === undefined
        ? []
        : [
            svg('path', {
              d: `M${frame.right + 3},${round(frame.y(end[place]!))}V${round(frame.y(end[place + 1]!))}`,
              style: `stroke: ${causeColour(place)}; stroke-width: 4`,
            }),
          ]),
      svg(
        'text',
        { x: frame.right + 12, y: y - 4, 'font-size': 13, 'font-weight': 600, style: 'fill: var(--ink)' },
        s.label,
      ),
      svg(
        'text',
        { x: frame.right + 12, y: y + 13 },
        s.band === null ? percent(s.p) : `${interval(s.band[0], s.band[2])} · central ${percent(s.p)}`,
      ),
    ];
  });
}

/** The figures of the day under the pointer, in a box beside it. */
function pointer(root: SVGElement, d: PathsDrawing, layers: readonly Layer[], frame: Frame): SVGElement[] {
  const rule = svg('path', { style: 'stroke: var(--ink); stroke-opacity: 0.5' });
  const tip = svg('g', { class: 'tip' });
  const hide = (): void => {
    rule.removeAttribute('d');
    tip.replaceChildren();
  };
  root.addEventListener('pointerleave', hide);
  root.addEventListener('pointermove', (event) => {
    const at = event.clientX - root.getBoundingClientRect().left;
    if (layers.length === 0 || at < frame.left || at > frame.right + 2) return hide();
    const nearest = layers.reduce((best, l) =>
      Math.abs(frame.x(l.day) - at) < Math.abs(frame.x(best.day) - at) ? l : best,
    );
    const x = round(frame.x(nearest.day));
    rule.setAttribute('d', `M${x},${frame.top}V${frame.bottom}`);
    const by =
      d.start === null ? `By day ${plain(nearest.day)}` : `By ${dayShort(d.start, nearest.day)}, day ${nearest.day}`;
    const texts = d.series
      .flatMap((s, place) =>
        s.already ? [] : [`${s.label}: ${percent(nearest.borders[place + 1]! - nearest.borders[place]!)}`],
      )
      .reverse();
    const width = 12 + 6.6 * Math.max(by.length, ...texts.map((t) => t.length));
    const left = x + 10 + width > frame.right ? x - 10 - width : x + 10;
    tip.replaceChildren(
      svg('rect', {
        x: left,
        y: frame.top + 6,
        width,
        height: 14 + 16 * (texts.length + 1),
        rx: 4,
        style: 'fill: var(--surface); stroke: var(--line-strong)',
      }),
      lines(left + 9, frame.top + 24, [by, ...texts], { style: 'fill: var(--ink)' }, 16),
    );
  });
  return [rule, tip];
}
