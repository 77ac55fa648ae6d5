// The chart of the paths for a page without scripts: the notebook's own drawing at a fixed width, as text, with its colours by name so that the page's theme decides.
import { drawPaths, type PathSeries } from '../cells/paths-plot.ts';
import type { DocumentVariant } from '../document/document.ts';
import { curveOf, figureOf } from '../figures.ts';
import { dayInWords, labelOf, percent } from '../words.ts';
import { bandIn, type Content, pathsOf } from './content.ts';

const width = 760;
const height = 340;

/** Null without a race. Needs a window. */
export function pathsChart(c: Content): string | null {
  const { race, view } = c.model;
  if (race === null) return null;
  const { day } = c.document;
  const seriesOf = (variant: DocumentVariant): PathSeries[] =>
    pathsOf(c).map((t) => {
      const known = c.knownOf(variant);
      const { p, already } = figureOf(known, t, day);
      const band = bandIn(c, variant, t, day) as PathSeries['band'];
      return { label: t.label, curve: curveOf(known, t, view.days), already, p, band };
    });
  const series = seriesOf(c.selected);
  const svg = drawPaths(
    {
      start: view.startDate,
      last: day,
      days: view.days,
      series,
      reference: c.selected.id === c.base.id ? null : seriesOf(c.base),
    },
    width,
    height,
  );
  for (const part of [svg, ...svg.querySelectorAll('*')])
    for (const attribute of ['aria-label', 'aria-description', 'aria-roledescription', 'aria-hidden'])
      part.removeAttribute(attribute);
  const figures = series.map((s) => `${s.label} ${s.already ? 'already so' : percent(s.p)}`).join(', ');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', `${labelOf(race.label)}, by ${dayInWords(view.startDate, day)}: ${figures}.`);
  return new XMLSerializer().serializeToString(svg);
}
