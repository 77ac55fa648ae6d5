// SVG elements from plain values. Text goes in as text, never as markup.

export type Attributes = Readonly<Record<string, string | number>>;

export function svg(name: string, attributes: Attributes, ...children: (Element | string)[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A text of several lines from its first baseline on. */
export function lines(
  x: number,
  y: number,
  texts: readonly string[],
  attributes: Attributes = {},
  leading = 15,
): SVGElement {
  return svg(
    'text',
    { x, y, ...attributes },
    ...texts.map((t, i) => svg('tspan', i === 0 ? { x } : { x, dy: leading }, t)),
  );
}
