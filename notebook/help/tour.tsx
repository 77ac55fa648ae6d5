// The two-minute tour: a small card beside the real parts of the page, one after the other. It blocks nothing, and Escape leaves it.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { placeBelow } from './place.ts';
import { type Stop, stops } from './steps.ts';
import './help.css';
import { rememberTour } from './seen.ts';

const ringGap = 6;

export default function Tour({ onClose }: { readonly onClose: () => void }) {
  // Decided once: the tour's length does not change under way.
  const [present] = useState(() => stops.filter((s) => findStop(s) !== null));
  const [place, setPlace] = useState(0);
  const card = useRef<HTMLElement>(null);
  const ring = useRef<HTMLDivElement>(null);
  const cameFrom = useRef(document.activeElement);
  const stop = present[place];

  const leave = (): void => {
    rememberTour();
    onClose();
    if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus({ preventScroll: true });
  };
  useEffect(() => {
    const pressed = (e: KeyboardEvent): void => {
      if (e.key === 'Escape') leave();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
  useLayoutEffect(() => {
    const element = card.current;
    const target = stop && findStop(stop);
    if (element === null || !target) return;
    const smooth = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    target.scrollIntoView({ block: 'center', behavior: smooth ? 'smooth' : 'instant' });
    element.querySelector('h2')?.focus({ preventScroll: true });
    let end = placeBelow(element, target, 2 * ringGap);
    const follow = (): void => {
      end();
      end = placeBelow(element, target, 2 * ringGap);
      outline(ring.current, target);
    };
    follow();
    addEventListener('scroll', follow, { passive: true, capture: true });
    addEventListener('resize', follow);
    return () => {
      end();
      removeEventListener('scroll', follow, { capture: true });
      removeEventListener('resize', follow);
    };
  }, [place]);

  if (stop === undefined) return null;
  const last = place === present.length - 1;
  return (
    <>
      <div ref={ring} class="tour-ring" aria-hidden="true" />
      <section ref={card} class="tour" role="dialog" aria-label="Two-minute tour">
        <p class="fine">
          {place + 1} of {present.length}
        </p>
        <h2 tabIndex={-1}>{stop.title}</h2>
        <p>{stop.text}</p>
        <div class="actions">
          <button type="button" disabled={place === 0} onClick={() => setPlace(place - 1)}>
            Back
          </button>
          <button type="button" class="primary" onClick={() => (last ? leave() : setPlace(place + 1))}>
            {last ? 'Done' : 'Next'}
          </button>
          {!last && (
            <button type="button" class="leave" onClick={leave}>
              Leave the tour
            </button>
          )}
        </div>
      </section>
    </>
  );
}

function findStop(stop: Stop): HTMLElement | null {
  for (const selector of stop.at) {
    const found = document.querySelector<HTMLElement>(selector);
    if (found !== null && found.getClientRects().length > 0) return found;
  }
  return null;
}

function outline(ring: HTMLElement | null, target: HTMLElement): void {
  if (ring === null) return;
  const { left, top, width, height } = target.getBoundingClientRect();
  ring.style.translate = `${left - ringGap}px ${top - ringGap}px`;
  ring.style.width = `${width + 2 * ringGap}px`;
  ring.style.height = `${height + 2 * ringGap}px`;
}
