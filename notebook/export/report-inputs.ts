// The report's other half: every changed input with its basis and evidence, sources and their balance, limits, and the method in five lines.
import { attributionOf } from '../evidence.ts';
import { type Input, valueIn } from '../inputs.ts';
import { dateInWords, plain, plural, signed, unitOf } from '../words.ts';
import { balanceOf } from './balance.ts';
import type { Content } from './content.ts';
import { numberHead, tableOf } from './frame.ts';
import { html, type Markup } from './html.ts';

export function inputsSection(c: Content): Markup {
  const changed = c.model.inputs.filter((i) => c.document.variants.some((v) => valueIn(v, i) !== i.value));
  const switched = c.model.view.switches.filter((s) =>
    c.document.variants.some((v) => (v.changes.switches[s.id] ?? s.default) !== s.default),
  );
  return html`<section aria-labelledby="inputs-title">
<h2 id="inputs-title">Changed inputs, and what they rest on</h2>
${changed.length + switched.length === 0 && html`<p>No variant changes a parameter, a stance or a switch.</p>`}
${changed.map((i) => inputBlock(c, i))}
${switched.map(
  (s) => html`<h3>${s.label}</h3>
<p>${s.default ? 'Yes' : 'No'} in the scenario; changed in ${listed(c.document.variants.filter((v) => (v.changes.switches[s.id] ?? s.default) !== s.default).map((v) => v.label))}.</p>
<p>${s.basis === '' ? 'No basis is given.' : `Basis: ${s.basis}.`}</p>
${recordsOf(c, s.evidence)}`,
)}
</section>`;
}

export function inputBlock(c: Content, i: Input): Markup {
  const say = (x: number): string => (i.kind === 'stances' ? signed(x) : `${plain(x)} ${unitOf(i.unit)}`.trim());
  const elsewhere = c.document.variants.filter((v) => valueIn(v, i) !== i.value);
  return html`<h3>${i.ownerLabel}: ${i.label}</h3>
<p><b>${say(i.value)}</b> in the scenario${i.high > i.low && `, plausible from ${say(i.low)} to ${say(i.high)}`}.${elsewhere.length > 0 && html` ${listed(elsewhere.map((v) => `${say(valueIn(v, i))} in “${v.label}”`))}.`}</p>
<p>${basisOf(i)}</p>
${recordsOf(c, i.evidence)}`;
}

export function basisOf(i: Input): string {
  if (i.kind === 'parameters') return i.basis === '' ? 'From the records below.' : `Basis: ${i.basis}.`;
  if (i.override !== null) return `Pooled from the records, then replaced: ${i.override}.`;
  return i.evidence.length > 0
    ? 'Pooled from the records below, weighted by how firmly each is attributed and how old it is.'
    : 'Assumed: no record speaks of it.';
}

export function recordsOf(c: Content, ids: readonly string[]): Markup | null {
  if (ids.length === 0) return null;
  return html`<ul class="records">${ids.map((id) => {
    const r = c.evidence.get(id);
    if (r === undefined) return html`<li><code>${id}</code></li>`;
    const more = [
      r.speaker ?? '',
      attributionOf(r),
      r.via.length > 0 ? `via ${r.via.join(', ')}` : '',
      r.hedged ? 'hedged' : '',
      r.conditional ? 'conditional' : '',
    ];
    return html`<li>${r.paraphrase} <span class="note">${r.outlet}, ${dateInWords(r.published)}, paragraph ${r.paragraph}; ${more.filter((m) => m !== '').join(', ')}; passage <code>${r.hash}</code>, <code>${r.id}</code></span></li>`;
  })}</ul>`;
}

export function sourcesSection(c: Content): Markup {
  const balance = balanceOf(c.model.view, c.evidence);
  const classes = [...new Set(balance.flatMap((b) => b.classes.map(([name]) => name)))];
  const articles = balance.filter((b) => b.records > 0);
  return html`<section aria-labelledby="sources-title">
<h2 id="sources-title">Sources and their balance</h2>
${balance.length === 0 && html`<p>The scenario names no sources.</p>`}
<ul>${balance.map((b) => html`<li>${b.outlet}${b.published !== null && `, ${dateInWords(b.published)}`}${b.records > 0 && `: ${plural(b.records, 'record')}, ${b.used} of them behind a number`}</li>`)}</ul>
${
  articles.length > 0 &&
  tableOf(
    'Records by outlet and by how they are known.',
    ['How it is known', ...articles.map((b) => numberHead(b.outlet))],
    classes.map(
      (name) =>
        html`<tr><th scope="row">${name}</th>${articles.map((b) => html`<td class="number">${b.classes.find(([n]) => n === name)?.[1] ?? 0}</td>`)}</tr>`,
    ),
  )
}
</section>`;
}

export function limitsSection(c: Content): Markup {
  return html`<section aria-labelledby="limits-title">
<h2 id="limits-title">What this is, and what it is not</h2>
<ul class="limits">${c.limits.map((line) => html`<li>${line}</li>`)}</ul>
</section>`;
}

export function methodsSection(c: Content): Markup {
  const result = c.knownOf(c.base).result;
  const size =
    result === null
      ? ''
      : ` Base has ${plural(result.configurations, 'configuration')} and ${plural(result.rates, 'rate')}.`;
  return html`<section aria-labelledby="methods-title">
<h2 id="methods-title">Method in five lines</h2>
<ol>
<li>What actors want and what they can do is read from the sources as stances, moves and parameters; each number has a unit, a plausible range and a basis, or says that it is assumed.</li>
<li>They set the rates of a statechart with parallel regions: actors get chances to act and choose among their moves or wait by a multinomial logit; what nobody decides happens at a hazard.</li>
<li>That is a continuous-time Markov chain. It is solved exactly by uniformization${result !== null && result.truncation > 0 && `, to within ${result.truncation.toExponential(0)}`}; nothing here is sampled unless a seed is named.${size}</li>
<li>Of paths that compete, each figure is the cumulative incidence: the share of cases in which that one has come first by the date. With “none” they sum to one.</li>
<li>Differences between variants are differences of exact figures. Intervals over inputs vary all of them inside their ranges; they do not say whether the model itself is right.${c.model.bands.draws > 0 && ` They hold for base: ${plural(c.model.bands.draws, 'draw')}; ${c.model.bands.what}; ${c.model.bands.source}.`}</li>
</ol>
</section>`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
