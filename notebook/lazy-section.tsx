// A section that is loaded when it comes near the window, or when the page has nothing better to do: until then its place is kept, with its title.
// While something is being dragged, a section out of sight waits for the release: frames are for what is seen.
import type { ComponentType, JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { BenchProvider, useBench } from './bench.ts';
import { useNear } from './use-near.ts';

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
  const near = useNear(frame);
  useEffect(() => {
    if (near) begin();
  }, [near]);
  const bench = useBench();
  const held = useRef(bench);
  if (near || bench.drag === null) held.current = bench;
  // The same element every time: only what it asks of the bench renders it anew.
  const content = useMemo(() => Loaded && <Loaded />, [Loaded]);

  return (
    <div ref={frame} id={id} class="place" tabIndex={-1}>
      {content !== null ? (
        <BenchProvider value={held.current}>{content}</BenchProvider>
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
