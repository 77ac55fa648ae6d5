// Draws its children at the end of the body instead of where it stands, with the same bench: what is fixed to the window must not live inside a bar with effects and styles of its own.
import { type ComponentChildren, render } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { BenchProvider, useBench } from '../bench.ts';

export function Elsewhere({ children }: { readonly children: ComponentChildren }) {
  const bench = useBench();
  const [host] = useState(() => document.createElement('div'));
  useLayoutEffect(() => {
    document.body.append(host);
    return () => {
      render(null, host);
      host.remove();
    };
  }, []);
  useLayoutEffect(() => {
    render(<BenchProvider value={bench}>{children}</BenchProvider>, host);
  });
  return null;
}
