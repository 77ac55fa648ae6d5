// What the cells of the page show at this moment: the words of a value, and the drawing as a picture with its provenance inside. Nothing is run for it.
import type { Bench } from '../bench.ts';
import type { CellOutput } from './content.ts';
import { provenanceOf } from './gather.ts';
import { stampedSvg } from './image.ts';
import { resolvedTogether, themeColours } from './resolve.ts';

/** Of cells that were drawn at least once; those without an output are left out. */
export function outputsOnPage(bench: Pick<Bench, 'model' | 'document'>): ReadonlyMap<string, CellOutput> {
  const found = new Map<string, CellOutput>();
  for (const cell of bench.document.cells) {
    const frame = document.querySelector(`[data-cell="${CSS.escape(cell.id)}"]`);
    if (frame === null) continue;
    const text = frame.querySelector('output')?.textContent?.trim() ?? '';
    const picture = pictureIn(frame) ?? drawingIn(bench, frame);
    const output = { ...(text === '' ? {} : { text }), ...(picture === null ? {} : { picture }) };
    if (Object.keys(output).length > 0) found.set(cell.id, output);
  }
  return found;
}

/** A picture that the cell keeps of itself. */
function pictureIn(frame: Element): string | null {
  const source = frame.querySelector('img')?.getAttribute('src') ?? '';
  return source.startsWith('data:image/') ? source : null;
}

function drawingIn(bench: Pick<Bench, 'model' | 'document'>, frame: Element): string | null {
  const drawings = [...frame.querySelectorAll<SVGSVGElement>('.plot svg, .region-drawing, svg[role="img"]')].filter(
    (d) => d.getBoundingClientRect().width >= 120,
  );
  const [svg] = drawings;
  if (svg === undefined) return null;
  const stamped = stampedSvg(resolvedTogether(drawings), {
    title: frame.querySelector('h2, h3')?.textContent?.trim() ?? '',
    caption: svg.closest('[role="img"]')?.getAttribute('aria-label')?.slice(0, 300) ?? '',
    provenance: provenanceOf(bench, null, new Date()),
    colours: themeColours(),
  });
  return dataAddress(stamped);
}

export function dataAddress(svg: string): string {
  const bytes = new TextEncoder().encode(svg);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:image/svg+xml;base64,${btoa(binary)}`;
}
