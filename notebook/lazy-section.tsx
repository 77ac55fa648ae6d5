// A section that is loaded when it comes near the window, or when the page has nothing better to do: until then its place is kept, with its title.
import type { ComponentType, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface Properties {
  readonly id: string;
  readonly title: string;
  readonly load: () => Promise<{ default: (props: object) => JSX.Element | null }>;
  /** Load although it is out of sight. */
  readonly due: boolean;
}

export function LazySection({ id, title, load, due }: Properties) {
  const frame = useRef<HTMLDivElement>(null);
  const [Loaded, setLoaded] = useState<ComponentType | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const begun = useRef(false);

  const begin = (): void => {
    if (begun.current) return;
    begun.current = true;
    load().then(
      (module) => setLoaded(() => module.default as ComponentType),
      (error: unknown) => {
        begun.current = false;
        setFailed(error instanceof Error ? error.message : String(error));
      },
    );
  };
  useEffect(() => {
    if (due) begin();
  }, [due]);
  useEffect(() => {
    const observer = new IntersectionObserver((seen) => seen.some((s) => s.isIntersecting) && begin(), {
      rootMargin: '400px',
    });
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);

  return (
    <div ref={frame} id={id} class="place" tabIndex={-1}>
      {Loaded !== null ? (
        <Loaded />
      ) : (
        <section class="card waiting" aria-label={title}>
          <h2>{title}</h2>
          {failed === null ? (
            <p class="fine">Loading…</p>
          ) : (
            <p class="problem" role="alert">
              This part could not be loaded ({failed}).{' '}
              <button type="button" onClick={begin}>
                Try again
              </button>
            </p>
          )}
        </section>
      )}
    </div>
  );
}
