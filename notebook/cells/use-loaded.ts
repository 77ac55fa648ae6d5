// A module that comes later: null until it is there.
import { useEffect, useState } from 'preact/hooks';

const here = new WeakMap<() => Promise<unknown>, unknown>();
const retryAfter = 3000;

/** Loads when due; at once where it has been loaded before. `load` must be the same function each time: declared outside of the component. */
export function useLoaded<T>(load: () => Promise<T>, due: boolean): T | null {
  const [, setCount] = useState(0);
  useEffect(() => {
    if (!due || here.has(load)) return;
    let wanted = true;
    let again: ReturnType<typeof setTimeout> | undefined;
    const attempt = (): void => {
      load().then(
        (module) => {
          here.set(load, module);
          if (wanted) setCount((n) => n + 1);
        },
        // A lost connection must not lose the part for good.
        () => {
          if (wanted) again = setTimeout(attempt, retryAfter);
        },
      );
    };
    attempt();
    return () => {
      wanted = false;
      clearTimeout(again);
    };
  }, [load, due]);
  return (here.get(load) as T | undefined) ?? null;
}

/** True once the first picture stands. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIdle(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return idle;
}
