// Everything below the workbench: each part is loaded when it comes near, or once the page has nothing better to do.
import { useEffect, useState } from 'preact/hooks';
import { LazySection } from './lazy-section.tsx';

/** `short`: the name in the bar. */
export const sections: readonly (Omit<Parameters<typeof LazySection>[0], 'due'> & { readonly short: string })[] = [
  {
    id: 'statechart',
    title: 'Where things stand, and how they move',
    short: 'Statechart',
    load: () => import('./statechart/section.tsx'),
  },
  { id: 'sensitivity', title: 'What moves it', short: 'Sensitivity', load: () => import('./sensitivity/section.tsx') },
  { id: 'totals', title: 'Totals', short: 'Totals', load: () => import('./border/section.tsx') },
  { id: 'replay', title: 'Replay: one way it could go', short: 'Replay', load: () => import('./replay/section.tsx') },
  { id: 'articles', title: 'Articles', short: 'Articles', load: () => import('./articles/section.tsx') },
  { id: 'evidence', title: 'Evidence', short: 'Evidence', load: () => import('./evidence-section/section.tsx') },
  { id: 'scenario', title: 'The scenario itself', short: 'Scenario', load: () => import('./editor/section.tsx') },
  { id: 'notebook', title: 'Notebook', short: 'Notebook', load: () => import('./list/section.tsx') },
];

/** `due`: the first screen stands and the engine is at work, so that the rest may follow. */
export function Sections({ due }: { readonly due: boolean }) {
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (!due || count >= sections.length) return;
    const next = (): void => setCount((n) => n + 1);
    // Safari has no requestIdleCallback.
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(next, 300);
      return () => clearTimeout(timer);
    }
    const handle = requestIdleCallback(next, { timeout: 2000 });
    return () => cancelIdleCallback(handle);
  }, [due, count]);
  return (
    <>
      {sections.map(({ short: _, ...section }, place) => (
        <LazySection key={section.id} {...section} due={place < count} />
      ))}
    </>
  );
}
