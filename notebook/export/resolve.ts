// A drawing on the page → SVG text that looks the same anywhere: computed colours and type instead of the page's classes, variables and style sheets.

import { escaped } from './html.ts';

/** Properties that pass from parent to child: written where they differ from the parent's. */
const inherited = [
  ...['fill', 'fill-opacity', 'fill-rule', 'stroke', 'stroke-opacity', 'stroke-width', 'stroke-dasharray'],
  ...['stroke-linecap', 'stroke-linejoin', 'stroke-miterlimit', 'color', 'font-family', 'font-size', 'font-style'],
  ...['font-weight', 'font-variant-numeric', 'letter-spacing', 'text-anchor', 'dominant-baseline', 'paint-order'],
  ...['marker-start', 'marker-mid', 'marker-end', 'visibility'],
];
/** Those that don't: written where they differ from what an element begins with. */
const own: Readonly<Record<string, string>> = {
  opacity: '1',
  'stop-color': 'rgb(0, 0, 0)',
  'stop-opacity': '1',
  'text-decoration-line': 'none',
  'mix-blend-mode': 'normal',
  'vector-effect': 'none',
};
/** Geometry that a style sheet may have set. */
const geometry: Readonly<Record<string, readonly string[]>> = {
  rect: ['x', 'y', 'width', 'height', 'rx', 'ry'],
  circle: ['cx', 'cy', 'r'],
  ellipse: ['cx', 'cy', 'rx', 'ry'],
};
const coloured = new Set(['fill', 'stroke', 'color', 'stop-color']);
/** Attributes that mean something only on the page. */
const dropped = /^(class|style|tabindex|role|aria-.*|data-.*|on.*)$/;
/** Nothing that runs, fetches or needs HTML. */
const left = new Set(['script', 'style', 'foreignobject', 'a', 'image', 'iframe', 'animate', 'set', 'use']);

export function resolvedSvg(svg: SVGElement): string {
  const colourOf = colourReader();
  const copy = copied(svg, null, colourOf) as SVGElement;
  const box = svg.getBoundingClientRect();
  const given = (name: 'width' | 'height'): number => Number.parseFloat(svg.getAttribute(name) ?? '');
  const width = box.width || given('width');
  const height = box.height || given('height');
  // A drawing that the page scales keeps its coordinates.
  if (!copy.hasAttribute('viewBox'))
    copy.setAttribute('viewBox', `0 0 ${given('width') || width} ${given('height') || height}`);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('overflow', 'visible');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new XMLSerializer().serializeToString(copy);
}

/** Several drawings as one, each where it stands on the page, with the heading of its part. */
export function resolvedTogether(drawings: readonly SVGElement[]): string {
  const [only] = drawings;
  if (drawings.length === 1 && only !== undefined) return resolvedSvg(only);
  const parts = drawings.map((svg) => {
    const heading = svg.closest('[data-region], [data-part]')?.querySelector('h3, h4') ?? null;
    return { svg, heading, box: svg.getBoundingClientRect(), head: heading?.getBoundingClientRect() ?? null };
  });
  const boxes = parts.flatMap((p) => (p.head === null ? [p.box] : [p.box, p.head]));
  const left = Math.min(...boxes.map((b) => b.left));
  const top = Math.min(...boxes.map((b) => b.top));
  const width = Math.ceil(Math.max(...boxes.map((b) => b.right)) - left);
  const height = Math.ceil(Math.max(...boxes.map((b) => b.bottom)) - top);
  const colourOf = colourReader();
  const texts = parts.map(({ heading, head }) => {
    if (heading === null || head === null) return '';
    const { color, fontSize, fontWeight } = getComputedStyle(heading);
    return `<text x="${head.left - left}" y="${head.bottom - top - 5}" font-size="${Number.parseFloat(fontSize)}" font-weight="${escaped(fontWeight)}" fill="${colourOf(color)}">${escaped(heading.textContent?.trim() ?? '')}</text>`;
  });
  const drawn = parts.map(({ svg, box }) =>
    resolvedSvg(svg).replace(/^<svg\b/, `<svg x="${box.left - left}" y="${box.top - top}"`),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${texts.join('')}${drawn.join('')}</svg>`;
}

function copied(
  element: Element,
  parent: CSSStyleDeclaration | null,
  colourOf: (css: string) => string,
): Element | null {
  // A link has no address in a picture: what it holds stays.
  const isLink = element.localName === 'a';
  if (!isLink && left.has(element.localName.toLowerCase())) return null;
  const style = getComputedStyle(element);
  if (style.display === 'none') return null;
  const copy = document.createElementNS('http://www.w3.org/2000/svg', isLink ? 'g' : element.localName);
  for (const { name, value } of element.attributes)
    if (!dropped.test(name) && !/^(xlink:)?href$/.test(name) && !name.startsWith('xmlns'))
      copy.setAttribute(name, value);
  const write = (name: string, value: string): void => {
    // Colours become plain ones: not every program knows oklab() or light-dark().
    copy.setAttribute(name, coloured.has(name) ? colourOf(value) : value.replace(/url\("[^"]*(#[^"]+)"\)/g, 'url($1)'));
  };
  for (const name of inherited) {
    const value = style.getPropertyValue(name);
    if (value === '') continue;
    if (parent === null || value !== parent.getPropertyValue(name)) write(name, value);
    else copy.removeAttribute(name);
  }
  for (const [name, initial] of Object.entries(own)) {
    const value = style.getPropertyValue(name);
    if (value !== '' && value !== initial) write(name, value);
    else copy.removeAttribute(name);
  }
  for (const name of geometry[element.localName] ?? []) {
    const value = style.getPropertyValue(name);
    if (value.endsWith('px')) copy.setAttribute(name, value.slice(0, -2));
  }
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) copy.append(child.textContent ?? '');
    else if (child instanceof Element) {
      const inner = copied(child, style, colourOf);
      if (inner !== null) copy.append(inner);
    }
  }
  return copy;
}

/** Any CSS colour → `rgb(r g b)` or `rgba(…)` in the old notation, by painting a pixel with it; keywords and paint servers stay. */
export function colourReader(): (css: string) => string {
  const known = new Map<string, string>();
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return (css) => {
    if (context === null || css === 'none' || css.startsWith('url') || css.startsWith('context'))
      return css.replace(/url\("[^"]*(#[^"]+)"\)/g, 'url($1)');
    const before = known.get(css);
    if (before !== undefined) return before;
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = css;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data as unknown as [number, number, number, number];
    const found =
      a === 255
        ? `#${[r, g, b].map((x) => x.toString(16).padStart(2, '0')).join('')}`
        : `rgba(${r}, ${g}, ${b}, ${Math.round((a / 255) * 1000) / 1000})`;
    known.set(css, found);
    return found;
  };
}

/** The theme's colours as they stand on the page now. */
export function themeColours(): { paper: string; ink: string; muted: string } {
  const probe = document.createElement('span');
  document.body.append(probe);
  const colourOf = colourReader();
  const read = (name: string): string => {
    probe.style.color = `var(${name})`;
    return colourOf(getComputedStyle(probe).color);
  };
  const found = { paper: read('--surface'), ink: read('--ink'), muted: read('--muted') };
  probe.remove();
  return found;
}
