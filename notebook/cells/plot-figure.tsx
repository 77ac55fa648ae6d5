// A drawing function → a figure of fixed height with one spoken name. Redraws when its inputs or its width change; the page never shifts.
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Properties {
  /** In pixels; a function of the width where things wrap. Never of the numbers drawn. */
  readonly height: number | ((width: number) => number);
  /** One sentence: what the chart shows, for those who cannot see it. */
  readonly name: string;
  readonly draw: (width: number, height: number) => Element;
  /** Redraw when one of these changes. */
  readonly inputs: readonly unknown[];
}

export function PlotFigure({ height, name, draw, inputs }: Properties) {
  const frame = useRef<HTMLDivElement>(null);
  const latest = useRef({ draw, height });
  latest.current = { draw, height };
  const drawnWidth = useRef(0);

  const redraw = (): void => {
    const element = frame.current;
    if (element === null || element.clientWidth === 0) return;
    const width = element.clientWidth;
    drawnWidth.current = width;
    const now = latest.current;
    const pixels = typeof now.height === 'number' ? now.height : now.height(width);
    element.style.height = `${pixels}px`;
    const svg = now.draw(width, pixels);
    unname(svg);
    // What follows the pointer is drawn later.
    new MutationObserver(() => unname(svg)).observe(svg, { childList: true, subtree: true });
    element.replaceChildren(svg);
  };

  useLayoutEffect(redraw, inputs);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => {
      if (frame.current !== null && frame.current.clientWidth !== drawnWidth.current) redraw();
    });
    if (frame.current) observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);

  return <div ref={frame} class="plot" role="img" aria-label={name} />;
}

/** Plot names its groups, which have no role that could carry a name; the frame's own name and the table say it all. */
function unname(svg: Element): void {
  for (const part of [svg, ...svg.querySelectorAll('[aria-label], [aria-description], [aria-roledescription]')])
    for (const attribute of ['aria-label', 'aria-description', 'aria-roledescription']) part.removeAttribute(attribute);
}
