// Puts a fixed element below what it belongs to, above where there is no room, inside the window always; again when its size changes. Leaves: what ends it.
const margin = 8;

export function placeBelow(element: HTMLElement, anchor: HTMLElement, gap = 6): () => void {
  const place = (): void => {
    const a = anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = element;
    const below = a.bottom + gap + height <= innerHeight - margin;
    const top = below ? a.bottom + gap : a.top - gap - height;
    element.style.setProperty('--left', `${Math.max(margin, Math.min(a.left, innerWidth - width - margin))}px`);
    element.style.setProperty('--top', `${Math.max(margin, Math.min(top, innerHeight - height - margin))}px`);
  };
  place();
  const observer = new ResizeObserver(place);
  observer.observe(element);
  return () => observer.disconnect();
}
