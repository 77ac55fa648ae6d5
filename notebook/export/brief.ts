// Content → a brief of one A4 page: date, sentence, three paths, what drives them, what would change them, sources and their balance, limits. No script.
import { textOf } from '../cells/answer.tsx';
import { chipsOf } from '../changes.ts';
import type { DocumentVariant } from '../document/document.ts';
import { figureOf, type Target } from '../figures.ts';
import { dateInWords, dayInWords, interval, percent, plain, plural, points, signed, unitOf } from '../words.ts';
import { balanceOf, pressLines } from './balance.ts';
import style from './brief.css?raw';
import { bandIn, type Content, figureText, pathsOf, sentencesOf, titleOf } from './content.ts';
import type { Driver } from './drivers.ts';
import { frozenPage } from './frame.ts';
import { html, type Markup } from './html.ts';
import { disclaimer, provenanceLine } from './provenance.ts';

/** Rows of each list, so that the page stays one page. */
const most = { drivers: 5, variants: 5, limits: 6, outlets: 4 } as const;

export function briefHtml(c: Content): string {
  const { view } = c.model;
  const author = c.document.author.trim();
  return frozenPage(
    c,
    'brief',
    style,
    html`<header>
<p class="kicker">Standoff · brief · a ${disclaimer}</p>
<h1>${titleOf(c)}</h1>
<p class="fine">${view.asOf !== null && `As of ${dateInWords(view.asOf)}. `}${plain(c.document.day)} days ahead, to ${dayInWords(view.startDate, c.document.day)}.${author !== '' && ` By ${author}.`}</p>
</header>
<main>
${sentencesOf(c).map((parts) => html`<p class="sentence">${textOf(parts)}</p>`)}
${paths(c)}
<div class="two">${drivers(c)}${changers(c)}</div>
${sources(c)}
${limits(c)}
</main>
<footer class="fine">${provenanceLine(c.provenance)}. Scenario ${c.provenance.scenario}, document ${c.provenance.document}, made ${c.provenance.made.slice(0, 10)}.</footer>`,
  );
}

function paths(c: Content): Markup | null {
  const targets = pathsOf(c);
  if (targets.length === 0) return null;
  const now = c.knownOf(c.selected);
  const interval90 = c.model.bands.draws > 0;
  return html`<div class="paths">${targets.map((t) => {
    const band = bandIn(c, c.base, t, c.document.day);
    const base = figureOf(c.knownOf(c.base), t, c.document.day);
    return html`<div><b>${t.label}</b><span class="big">${band === null ? figureText(base, percent) : interval(band[0]!, band[2]!)}</span><small>${band === null ? 'base' : `base, central ${figureText(base, percent)}`}${c.selected.id !== c.base.id && `; “${c.selected.label}” ${figureText(figureOf(now, t, c.document.day), percent)}`}</small></div>`;
  })}</div>
<p class="fine">${interval90 && '90% intervals over all inputs of base; '}none says whether the model is right.</p>`;
}

function drivers(c: Content): Markup {
  const rows = c.drivers.slice(0, most.drivers);
  return html`<section aria-labelledby="drivers-title">
<h2 id="drivers-title">What moves it most</h2>
${
  rows.length === 0
    ? html`<p>Not computed.</p>`
    : html`<table><caption>One input at a time in “${c.selected.label}”, from the low to the high end of its range.</caption>
<thead><tr><th scope="col">Input</th><th scope="col">Path</th><th scope="col" class="number">Points</th></tr></thead>
<tbody>${rows.map((d) => {
        const [first] = d.moves;
        const label = pathsOf(c).find((t) => t.cause === first?.cause)?.label ?? first?.cause ?? '';
        return html`<tr><th scope="row">${d.owner}: ${d.label}<small>${rangeOf(d)}</small></th><td>${label}</td><td class="number">${first === undefined ? '' : points(first.high - first.low)}</td></tr>`;
      })}</tbody></table>`
}
</section>`;
}

function rangeOf(d: Driver): string {
  const say = (x: number): string => (d.kind === 'stances' ? signed(x) : plain(x));
  const unit = d.kind === 'stances' ? '' : ` ${unitOf(d.unit)}`;
  const basis = /^assumed/i.test(d.basis) ? ', assumed' : '';
  return `${say(d.low)} to ${say(d.high)}${unit}${basis}`;
}

interface Changer {
  readonly variant: DocumentVariant;
  readonly target: Target;
  readonly p: number;
  readonly change: number;
}

/** Variants by their largest move of a path (of a key outcome where there is no race) against base. */
export function changersOf(c: Content): readonly Changer[] {
  const targets = pathsOf(c).filter((t) => t.cause !== 'none');
  const day = c.document.day;
  return c.document.variants
    .flatMap((variant): Changer[] => {
      if (variant.id === c.base.id) return [];
      const moves = (targets.length > 0 ? targets : c.model.keys).flatMap((target): Changer[] => {
        const now = figureOf(c.knownOf(variant), target, day);
        const before = figureOf(c.knownOf(c.base), target, day);
        if (now.already || before.already || now.p === null || before.p === null) return [];
        return [{ variant, target, p: now.p, change: now.p - before.p }];
      });
      return moves.sort((a, b) => Math.abs(b.change) - Math.abs(a.change)).slice(0, 1);
    })
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
}

function changers(c: Content): Markup {
  const rows = changersOf(c).slice(0, most.variants);
  return html`<section aria-labelledby="changers-title">
<h2 id="changers-title">What would change it</h2>
${
  rows.length === 0
    ? html`<p>No variant is compared.</p>`
    : html`<table><caption>The variants that move a path most, against base.</caption>
<thead><tr><th scope="col">Variant</th><th scope="col">Path</th><th scope="col" class="number">Points</th></tr></thead>
<tbody>${rows.map((r) => {
        const chips = chipsOf(r.variant, c.model.view, c.model.inputs);
        const more = chips.length > 2 ? ` and ${chips.length - 2} more` : '';
        const words = chips.slice(0, 2).map((chip) => `${chip.what} ${chip.to}`);
        return html`<tr><th scope="row">${r.variant.label}<small>${words.join('; ')}${more}</small></th><td>${r.target.label} ${percent(r.p)}</td><td class="number">${points(r.change)}</td></tr>`;
      })}</tbody></table>`
}
</section>`;
}

function sources(c: Content): Markup {
  const balance = balanceOf(c.model.view, c.evidence);
  const articles = balance.filter((b) => b.records > 0);
  const others = balance.filter((b) => b.records === 0);
  return html`<section aria-labelledby="sources-title">
<h2 id="sources-title">Sources and their balance</h2>
<ul>${articles
    .slice(0, most.outlets)
    .map(
      (b) =>
        html`<li><b>${b.outlet}</b>${b.published !== null && `, ${dateInWords(b.published)}`}: ${plural(b.records, 'record')} (${b.classes.map(([name, n]) => `${name} ${n}`).join(', ')})</li>`,
    )}${articles.length > most.outlets && html`<li>and ${plural(articles.length - most.outlets, 'more outlet')}</li>`}
${others.length > 0 && html`<li>Also: ${others.map((b) => b.outlet).join('; ')}</li>`}
${balance.length === 0 && html`<li>The scenario names no sources.</li>`}
${pressLines(c.limits).map((line) => html`<li>${line}</li>`)}</ul>
</section>`;
}

function limits(c: Content): Markup {
  const press = new Set(pressLines(c.limits));
  const lines = c.limits.filter((line) => !press.has(line));
  return html`<section aria-labelledby="limits-title">
<h2 id="limits-title">Limits</h2>
<ul>${lines.slice(0, most.limits).map((line) => html`<li>${line}</li>`)}${lines.length > most.limits && html`<li>and ${lines.length - most.limits} more in the notebook</li>`}</ul>
</section>`;
}
