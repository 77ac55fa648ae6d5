// The frame of a page without scripts: policy, style with the notebook's own colours for light and dark, title, and the block that says where its numbers come from.
import tokens from '../styles/tokens.css?raw';
import { type Content, titleOf } from './content.ts';
import { escaped, html, type Markup } from './html.ts';
import { disclaimer, type Provenance, provenancePairs } from './provenance.ts';

/** Nothing may run and nothing may be fetched; styles and pictures are inside. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The colours by name, from the notebook's own tokens. */
export const colours: string = /:root\s*\{[^}]*\}/.exec(tokens)?.[0] ?? ':root { color-scheme: light dark; }';

export function frozenPage(c: Content, what: string, style: string, body: Markup): string {
  const { tag, direction } = c.language;
  return `<!doctype html>
<html lang="${escaped(tag)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${escaped(c.provenance.engine)}">
<title>${escaped(`${titleOf(c)} · ${what}`)}</title>
<style>
${colours}
${style}
</style>
</head>
<body>
${body.text}
</body>
</html>
`;
}

export function provenanceSection(p: Provenance): Markup {
  return html`<section aria-labelledby="provenance-title" class="provenance">
<h2 id="provenance-title">Where this comes from</h2>
<dl>${provenancePairs(p).map(([what, value]) => html`<div><dt>${what}</dt><dd>${value}</dd></div>`)}</dl>
<p class="fine">With the scenario file and the engine of this version anybody can compute every figure again. A ${disclaimer}.</p>
</section>`;
}

/** A table that scrolls inside the page where it is too wide. */
export function tableOf(caption: string, head: readonly (Markup | string)[], rows: readonly Markup[]): Markup {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head.map((h) => (typeof h === 'string' ? html`<th scope="col">${h}</th>` : h))}</tr></thead>
<tbody>${rows}</tbody>
</table></div>`;
}

export function numberHead(text: string, small = ''): Markup {
  return html`<th scope="col" class="number">${text}${small !== '' && html`<small>${small}</small>`}</th>`;
}
