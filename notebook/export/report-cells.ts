// The document's cells in order, as they can be read without a script: text, questions with answers, formulas with values, code with its last picture, and tables for the rest.

import { chipsOf } from '../changes.ts';
import type { Cell, CellOf, DocumentVariant } from '../document/document.ts';
import type { Target } from '../figures.ts';
import { valueIn } from '../inputs.ts';
import { markdownHtml } from '../list/markdown.tsx';
import { dateOn, dayInWords, labelOf, long, percent, plain, plural, signed, stateLabel, unitOf } from '../words.ts';
import { type CellOutput, type Content, pathsOf } from './content.ts';
import { numberHead, tableOf } from './frame.ts';
import { html, type Markup, trusted } from './html.ts';
import { inputBlock } from './report-inputs.ts';
import { changeInWords, dayHeads, figureCell } from './report-results.ts';

export function cellsSection(c: Content): Markup | null {
  const cells = c.document.cells.map((cell) => html`<div class="cell">${cellOf(c, cell)}</div>`);
  if (cells.length === 0) return null;
  return html`<section aria-labelledby="notebook-title">
<h2 id="notebook-title">Notebook</h2>
${cells}
</section>`;
}

function cellOf(c: Content, cell: Cell): Markup {
  const output = c.outputs.get(cell.id) ?? {};
  switch (cell.kind) {
    case 'text':
      return markdown(cell.source);
    case 'question':
      return question(cell);
    case 'formula':
      return html`<p><code>${cell.name !== '' && `${cell.name} = `}${cell.source}</code></p><p><b>${output.text ?? 'its value was not on the page when this report was made'}</b></p>`;
    case 'code':
      return html`<pre><code>${cell.source}</code></pre>${output.text !== undefined && html`<p><b>${output.text}</b></p>`}${picture(output, 'What the code drew')}${output.text === undefined && output.picture === undefined && html`<p class="note">Code, not run in this report.</p>`}`;
    case 'variants':
      return variantsTable(c, chosen(c, cell.variants));
    case 'compare':
      return compareTable(c, cell);
    case 'parameters':
      return parametersTable(c, cell);
    case 'sensitivity': {
      const target = targetIn(c, cell.outcome);
      const names = [cell.x, ...(cell.y === null ? [] : [cell.y])].map((id) => nameOfInput(c, id));
      return html`<p>How “${target?.label ?? cell.outcome}” by ${dayInWords(c.model.view.startDate, cell.day)} depends on ${names.join(' and ')}.</p>${picture(output, 'Sensitivity')}`;
    }
    case 'statechart':
      return statesOn(c, cell.day, output);
    case 'evidence': {
      const input = c.model.inputs.find((i) => i.id === cell.input);
      return input === undefined
        ? html`<p>All sources: see <a href="#sources-title">Sources and their balance</a>.</p>`
        : inputBlock(c, input);
    }
    case 'replay':
      return story(c, cell, output);
  }
}

/** The report's own headings end at level 2; a cell's begin at 3 and skip none. */
function markdown(source: string): Markup {
  let level = 2;
  return trusted(
    markdownHtml(source).replace(/<(\/?)h([1-6])>/g, (_, slash: string, wanted: string) => {
      if (slash === '') level = Math.max(3, Math.min(Number(wanted), level + 1));
      return `<${slash}h${level}>`;
    }),
  );
}

function question(cell: CellOf<'question'>): Markup {
  return html`${markdown(cell.prompt)}
<p class="note">Answer</p>
<p class="answer-text">${cell.answer.trim() === '' ? '—' : cell.answer}</p>
${cell.model.trim() !== '' && html`<details><summary>Model answer</summary>${markdown(cell.model)}</details>`}`;
}

/** Only pictures that are data: anything else would have to be fetched. */
function picture(output: CellOutput, name: string): Markup | null {
  const { picture: source = '' } = output;
  if (!/^data:image\/(png|svg\+xml);base64,[A-Za-z0-9+/=]+$/.test(source)) return null;
  return html`<figure><img src="${source}" alt="${name}"></figure>`;
}

function variantsTable(c: Content, variants: readonly DocumentVariant[]): Markup {
  const { view, keys, inputs } = c.model;
  return tableOf(
    `Variants, by ${dayInWords(view.startDate, c.document.day)}; small: points against base.`,
    ['Variant', 'Differs in', ...keys.map((t) => numberHead(t.label))],
    variants.map(
      (v) =>
        html`<tr><th scope="row">${v.label}</th><td>${chipsOf(v, view, inputs).map((chip, i) => html`${i > 0 && '; '}${changeInWords(chip)}`)}</td>${keys.map((t) => figureCell(c, v, t, c.document.day, true))}</tr>`,
    ),
  );
}

function compareTable(c: Content, cell: CellOf<'compare'>): Markup {
  const variants = chosen(c, cell.variants);
  if (cell.view === 'paths') {
    const paths = pathsOf(c);
    return tableOf(
      `${labelOf(c.model.race?.label ?? '')}, by ${dayInWords(c.model.view.startDate, cell.day)}.`,
      ['Variant', ...paths.map((t) => numberHead(t.label))],
      variants.map(
        (v) => html`<tr><th scope="row">${v.label}</th>${paths.map((t) => figureCell(c, v, t, cell.day, true))}</tr>`,
      ),
    );
  }
  const target = targetIn(c, cell.outcome);
  if (target === undefined) return html`<p class="note">The scenario has no outcome “${cell.outcome}”.</p>`;
  return tableOf(
    `${target.group === null ? '' : `${target.group}: `}${target.label}, by date; small: points against base, or the 90% interval.`,
    ['Variant', ...dayHeads(c)],
    variants.map(
      (v) =>
        html`<tr><th scope="row">${v.label}</th>${c.model.view.days.map((day) => figureCell(c, v, target, day, true))}</tr>`,
    ),
  );
}

function parametersTable(c: Content, cell: CellOf<'parameters'>): Markup {
  const wanted = new Set(cell.inputs);
  const inputs = cell.inputs.length === 0 ? c.model.inputs.slice(0, 8) : c.model.inputs.filter((i) => wanted.has(i.id));
  return tableOf(
    `Inputs in “${c.selected.label}”.`,
    ['Input', numberHead('Value'), numberHead('In the scenario'), numberHead('Plausible range'), 'Unit'],
    inputs.map((i) => {
      const say = i.kind === 'stances' ? signed : plain;
      return html`<tr><th scope="row">${i.ownerLabel}: ${i.label}</th><td class="number">${say(valueIn(c.selected, i))}</td><td class="number">${say(i.value)}</td><td class="number">${say(i.low)} to ${say(i.high)}</td><td>${unitOf(i.unit)}</td></tr>`;
    }),
  );
}

function statesOn(c: Content, day: number, output: CellOutput): Markup {
  const { view } = c.model;
  const { result } = c.knownOf(c.selected);
  const place = result?.days.indexOf(day) ?? -1;
  const rows = view.regions.flatMap((r) =>
    r.states.map((s) => {
      const p = result?.occupancy?.[r.id]?.[s.id]?.[place] ?? null;
      return html`<tr><th scope="row">${labelOf(r.label)}</th><td>${stateLabel(s.label)}</td><td class="number">${percent(p)}</td></tr>`;
    }),
  );
  return html`${picture(output, `Statechart on ${dayInWords(view.startDate, day)}`)}
${
  place >= 0 &&
  tableOf(
    `Where things stand on ${dayInWords(view.startDate, day)}, in “${c.selected.label}”.`,
    ['Region', 'State', numberHead('Probability')],
    rows,
  )
}${place < 0 && html`<p class="note">Where things stand on day ${day} was not computed for “${c.selected.label}”.</p>`}`;
}

function story(c: Content, cell: CellOf<'replay'>, output: CellOutput): Markup {
  const { view } = c.model;
  const variant = c.document.variants.find((v) => v.id === cell.variant) ?? c.selected;
  const events = output.story?.events ?? [];
  return html`<p>One sampled run of “${variant.label}” (seed ${cell.seed}, path ${cell.path}): one of many ways it may go, not the likeliest.${output.story !== undefined && ` ${plural(events.length, 'event')}.`}</p>
${events.length > 0 && html`<ol>${events.map((e) => html`<li>${view.startDate === null ? `Day ${plain(Math.floor(e.day))}` : long(dateOn(view.startDate, Math.floor(e.day)))}: ${e.label}</li>`)}</ol>`}`;
}

function chosen(c: Content, ids: readonly string[] | null): readonly DocumentVariant[] {
  return c.document.variants.filter((v) => ids === null || ids.includes(v.id));
}

function targetIn(c: Content, id: string): Target | undefined {
  return c.model.targets.find((t) => t.id === id);
}

function nameOfInput(c: Content, id: string): string {
  const input = c.model.inputs.find((i) => i.id === id);
  return input === undefined ? id : `${input.ownerLabel}: ${input.label}`;
}
