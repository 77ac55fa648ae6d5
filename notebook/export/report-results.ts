// The report's answers: the paths with their chart, the variants with what was changed and why, and each key outcome by date with its base rates.
import { causeColour } from '../cells/drawing.ts';
import { type Chip, chipsOf } from '../changes.ts';
import type { DocumentVariant } from '../document/document.ts';
import { figureOf, type Target } from '../figures.ts';
import { dateInWords, dayInWords, dayShort, interval, labelOf, percent, points } from '../words.ts';
import { bandIn, type Content, figureText, pathsOf } from './content.ts';
import { numberHead, tableOf } from './frame.ts';
import { html, type Markup, trusted } from './html.ts';

export function pathsSection(c: Content): Markup | null {
  const paths = pathsOf(c);
  const { race, view } = c.model;
  if (race === null || paths.length === 0) return null;
  const shown = c.selected.id === c.base.id ? [c.base] : [c.base, c.selected];
  const when = dayInWords(view.startDate, c.document.day);
  return html`<section aria-labelledby="paths-title">
<h2 id="paths-title">The paths by date</h2>
${
  c.chart !== null &&
  html`<figure>${trusted(c.chart)}
<ul class="legend">${paths.map((t, i) => html`<li><i style="background: ${i === paths.length - 1 ? 'var(--none)' : causeColour(i)}"></i><b>${t.label}</b> ${figureText(figureOf(c.knownOf(c.selected), t, c.document.day), percent)}</li>`)}</ul>
<figcaption>In “${c.selected.label}”, to ${when}: share of cases in which each path has come first by that date; the rest is none of them yet.${c.selected.id !== c.base.id && ' Dashed: base.'}</figcaption></figure>`
}
${shown.map((v) =>
  tableOf(
    `${labelOf(race.label)}, in “${v.label}”: share of cases by date${c.model.bands.draws > 0 && v.id === c.base.id ? ', with the 90% interval over all inputs' : ''}.`,
    ['Path', ...dayHeads(c)],
    paths.map((t) => html`<tr><th scope="row">${t.label}</th>${view.days.map((day) => figureCell(c, v, t, day))}</tr>`),
  ),
)}
</section>`;
}

export function variantsSection(c: Content): Markup {
  const { view, keys } = c.model;
  const { day } = c.document;
  const rows = c.document.variants.map((v) => {
    const chips = chipsOf(v, view, c.model.inputs);
    return html`<tr${v.id === c.selected.id && trusted(' class="selected"')}><th scope="row">${v.label}${v.id === c.selected.id && html`<small>selected</small>`}</th>
<td>${chips.length === 0 ? html`<span class="note">as in the scenario</span>` : html`<ul class="changes">${chips.map((chip) => html`<li>${changeInWords(chip)}${noteOf(v, chip)}</li>`)}</ul>`}</td>
${keys.map((t) => figureCell(c, v, t, day, true))}</tr>`;
  });
  return html`<section aria-labelledby="variants-title">
<h2 id="variants-title">Variants</h2>
${tableOf(
  `What differs from the scenario, who changed it and why, and the key outcomes by ${dayInWords(view.startDate, day)}; small: points against base.`,
  ['Variant', 'Differs in', ...keys.map((t) => numberHead(t.label))],
  rows,
)}
</section>`;
}

export function outcomesSection(c: Content): Markup {
  const { view, keys } = c.model;
  return html`<section aria-labelledby="outcomes-title">
<h2 id="outcomes-title">Key outcomes by date</h2>
${keys.map(
  (t) => html`<h3>${t.label}</h3>
${tableOf(
  `${t.label}: probability ${t.kind === 'at' ? 'on' : 'by'} each date in each variant; small: points against base, or the 90% interval.`,
  ['Variant', ...dayHeads(c)],
  c.document.variants.map(
    (v) => html`<tr><th scope="row">${v.label}</th>${view.days.map((day) => figureCell(c, v, t, day, true))}</tr>`,
  ),
)}
${ratesOf(t)}`,
)}
</section>`;
}

/** How often such things happened. */
export function ratesOf(target: Target): Markup | null {
  if (target.baseRates.length === 0) return null;
  return html`<ul class="rates">${target.baseRates.map(
    (r) =>
      html`<li><b>Base rate ${percent(r.share)}</b> [${interval(r.low, r.high)}] by day ${r.by_day}: ${r.label}. ${r.source}.${r.tuned && html` <em>Looked at while setting the model, so agreement with it is no test.</em>`}</li>`,
  )}</ul>`;
}

export function dayHeads(c: Content): Markup[] {
  const { view } = c.model;
  return view.days.map((day) => numberHead(`Day ${day}`, view.startDate === null ? '' : dayShort(view.startDate, day)));
}

export function figureCell(c: Content, v: DocumentVariant, target: Target, day: number, against = false): Markup {
  const now = figureOf(c.knownOf(v), target, day);
  const band = bandIn(c, v, target, day);
  const before = figureOf(c.knownOf(c.base), target, day);
  const change =
    against && v.id !== c.base.id && !now.already && !before.already && now.p !== null && before.p !== null
      ? points(now.p - before.p)
      : null;
  return html`<td class="number">${figureText(now)}${change !== null && html`<small>${change}</small>`}${band !== null && !now.already && html`<small>${interval(band[0]!, band[2]!)}</small>`}</td>`;
}

export function changeInWords(chip: Chip): Markup {
  return html`${chip.what}: ${chip.from !== '' && html`${chip.from} → `}<b>${chip.to}</b>`;
}

function noteOf(variant: DocumentVariant, chip: Chip): Markup | null {
  const id = chip.id.replace(/^switch\./, '');
  const note = Object.hasOwn(variant.notes, id) ? variant.notes[id] : undefined;
  if (note === undefined) return null;
  const by = [note.who, dateInWords(note.when.slice(0, 10))].filter((part) => part !== '').join(', ');
  const why = note.why.trim();
  return html`<div class="note">${why === '' ? 'no reason given' : why}${by !== '' && ` (${by})`}</div>`;
}
