// Content → a frozen report: one HTML file that needs no script, no network and no Standoff, and says where every number comes from.
import { textOf } from '../cells/answer.tsx';
import { dateInWords, dayInWords, labelOf } from '../words.ts';
import { type Content, sentencesOf, titleOf } from './content.ts';
import { frozenPage, provenanceSection } from './frame.ts';
import { html, type Markup } from './html.ts';
import style from './report.css?raw';
import { cellsSection } from './report-cells.ts';
import { inputsSection, limitsSection, methodsSection, sourcesSection } from './report-inputs.ts';
import { outcomesSection, pathsSection, variantsSection } from './report-results.ts';

export function reportHtml(c: Content): string {
  return frozenPage(
    c,
    'frozen report',
    style,
    html`${head(c)}
<main>
${answer(c)}
${pathsSection(c)}
${variantsSection(c)}
${outcomesSection(c)}
${cellsSection(c)}
${inputsSection(c)}
${sourcesSection(c)}
${limitsSection(c)}
${methodsSection(c)}
${provenanceSection(c.provenance)}
</main>`,
  );
}

function head(c: Content): Markup {
  const { view } = c.model;
  const author = c.document.author.trim();
  return html`<header>
<p class="kicker">Standoff · frozen report · a model, not a forecast</p>
<h1>${titleOf(c)}</h1>
<p class="fine">${titleOf(c) !== view.title && html`Scenario: ${view.title}. `}${view.asOf !== null && html`As of <b>${dateInWords(view.asOf)}</b>, `}${view.horizon} days ahead${view.startDate !== null && html`, to ${dayInWords(view.startDate, view.horizon)}`}.${author !== '' && html` By ${author}.`}</p>
</header>`;
}

function answer(c: Content): Markup {
  const { race, bands } = c.model;
  return html`<section aria-labelledby="answer-title">
<h2 id="answer-title">${race === null ? 'The answer' : `${labelOf(race.label)}?`}</h2>
${sentencesOf(c).map((parts) => html`<p class="sentence">${textOf(parts)}</p>`)}
<p class="fine">${
    bands.draws > 0 &&
    `Intervals hold 90% of ${bands.draws.toLocaleString('en-GB')} answers with every parameter and stance of base drawn from its plausible range; the central figure has each at its own value. `
  }${c.selected.id !== c.base.id && 'No interval has been computed for variants. '}Neither says whether the model is right.</p>
</section>`;
}
