// An element → whether it is in the window or close to it: what costs the engine seconds waits for that.
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** True while the element is within 400 pixels of the window. */
export function useNear(element: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver((found) => setNear(found.at(-1)!.isIntersecting), {
      rootMargin: '400px',
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, []);
  return near;
}
