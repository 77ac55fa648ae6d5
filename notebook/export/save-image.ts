// Drawings on the page → a file, as SVG or PNG, in the theme it is shown in.
import type { Bench } from '../bench.ts';
import { download } from './download.ts';
import { provenanceOf } from './gather.ts';
import { stampedSvg } from './image.ts';
import { pngOf } from './png.ts';
import { fileNameOf } from './provenance.ts';
import { resolvedTogether, themeColours } from './resolve.ts';

export interface Picture {
  readonly title: string;
  readonly caption: string;
  readonly format: 'svg' | 'png';
}

export async function saveImage(
  drawings: readonly SVGElement[],
  { title, caption, format }: Picture,
  bench: Pick<Bench, 'model' | 'document'>,
): Promise<void> {
  const provenance = provenanceOf(bench, null, new Date());
  const stamped = stampedSvg(resolvedTogether(drawings), { title, caption, provenance, colours: themeColours() });
  const name = fileNameOf(provenance, title.slice(0, 50), format);
  if (format === 'svg') download(name, stamped, 'image/svg+xml');
  else download(name, await pngOf(stamped));
}
