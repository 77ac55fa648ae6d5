// A drawing (SVG text with plain colours) and where its numbers come from → a picture that says so inside the picture. Pure; resolve.ts makes the text from what stands on the page.
import { escaped } from './html.ts';
import { type Provenance, provenanceLine } from './provenance.ts';

export interface Stamp {
  readonly title: string;
  /** Variant, outcome, dates: what the drawing shows. */
  readonly caption: string;
  readonly provenance: Provenance;
  /** Colours of the theme in which the drawing was made. */
  readonly colours: { readonly paper: string; readonly ink: string; readonly muted: string };
}

/** A browser draws an SVG picture without the page's own fonts, so the names end with ones that every system has. */
const family = "'Inter Variable', Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const margin = 20;
const sizes = { title: 17, caption: 13, stamp: 11 } as const;
const lineHeight = 1.35;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Puts a drawing on paper, with its title and caption above and its provenance below. `svg` has width and height in pixels. */
export function stampedSvg(svg: string, stamp: Stamp): string {
  const inner = sizeOf(svg);
  const width = Math.max(360, Math.ceil(inner.width) + 2 * margin);
  const room = width - 2 * margin;
  const blocks = [
    ...lines(stamp.title, sizes.title, room).map((text) => ({
      text,
      size: sizes.title,
      weight: 700,
      fill: stamp.colours.ink,
    })),
    ...lines(stamp.caption, sizes.caption, room).map((text) => ({
      text,
      size: sizes.caption,
      weight: 400,
      fill: stamp.colours.muted,
    })),
  ];
  let y = margin;
  const head = blocks.map((b) => {
    y += b.size * lineHeight;
    return textAt(b.text, margin, y - b.size * 0.3, b.size, b.weight, b.fill);
  });
  const top = y + 8;
  const below = lines(`${stamp.provenance.title}. ${provenanceLine(stamp.provenance)}`, sizes.stamp, room);
  y = top + inner.height + 8;
  const foot = below.map((line) => {
    y += sizes.stamp * lineHeight;
    return textAt(line, margin, y - sizes.stamp * 0.3, sizes.stamp, 400, stamp.colours.muted);
  });
  const height = Math.ceil(y + margin * 0.7);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(family)}">
<title>${escaped(stamp.title)}</title>
<desc>${escaped(`${stamp.caption.replace(/[.\s]*$/, '')}. ${provenanceLine(stamp.provenance)}. Inputs SHA-256 ${stamp.provenance.inputs}. Made ${stamp.provenance.made}.`)}</desc>
<rect width="${width}" height="${height}" fill="${escaped(stamp.colours.paper)}"/>
${head.join('\n')}
${placed(svg, margin, top)}
${foot.join('\n')}
</svg>
`;
}

/** Width and height attributes in pixels. Throws without them: a drawing on the page has both. */
export function sizeOf(svg: string): Size {
  const root = /<svg\b[^>]*>/.exec(svg)?.[0] ?? '';
  const [width, height] = ['width', 'height'].map((name) =>
    Number(new RegExp(`\\s${name}="([\\d.]+)(?:px)?"`).exec(root)?.[1]),
  ) as [number, number];
  if (!(width > 0 && height > 0)) throw new Error('a drawing without width and height');
  return { width, height };
}

function placed(svg: string, x: number, y: number): string {
  return svg.slice(svg.indexOf('<svg')).replace(/^<svg\b/, `<svg x="${x}" y="${Math.round(y)}"`);
}

function textAt(text: string, x: number, y: number, size: number, weight: number, fill: string): string {
  return `<text x="${x}" y="${Math.round(y * 10) / 10}" font-size="${size}" font-weight="${weight}" fill="${escaped(fill)}">${escaped(text)}</text>`;
}

/** Breaks a text where it would leave the room, taking 0.56 of the size for a letter: SVG cannot wrap. */
export function lines(text: string, size: number, room: number): string[] {
  const letters = Math.max(10, Math.floor(room / (size * 0.56)));
  const found: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((w) => w !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= letters) {
      line = longer;
      continue;
    }
    if (line !== '') found.push(line);
    line = word.length <= letters ? word : `${word.slice(0, letters - 1)}…`;
  }
  return line === '' ? found : [...found, line];
}
