// The help button with its entries, and the quiet offer of the tour. Everything behind them is loaded at the press.
import type { ComponentType } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Elsewhere } from './elsewhere.tsx';
import { placeBelow } from './place.ts';
import { rememberTour, tourSeen } from './seen.ts';
import './menu.css';

type Page = ComponentType<{ readonly onClose: () => void }>;

const pages = [
  { id: 'tour', label: 'Two-minute tour', load: async () => (await import('./tour.tsx')).default },
  { id: 'gallery', label: 'Scenarios', load: async () => (await import('./gallery.tsx')).default },
  { id: 'glossary', label: 'Glossary', load: async () => (await import('./glossary-page.tsx')).default },
  { id: 'methods', label: 'Methods, limits, how to cite', load: async () => (await import('./methods.tsx')).default },
  { id: 'ethics', label: 'Notes on use', load: async () => (await import('./ethics.tsx')).default },
] as const satisfies readonly { id: string; label: string; load: () => Promise<Page> }[];
export type HelpPage = (typeof pages)[number]['id'];

export function HelpMenu() {
  const list = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [open, show, close] = usePage();
  const [seen, setSeen] = useState(tourSeen);
  return (
    <>
      {!seen && (
        <button type="button" class="tour-offer" onClick={() => void show('tour')}>
          Two-minute tour
        </button>
      )}
      <button ref={button} type="button" class="help-button" popovertarget="help-list">
        Help
      </button>
      <div
        ref={list}
        id="help-list"
        popover="auto"
        class="help-list"
        onToggle={(e) => {
          if ((e as unknown as ToggleEvent).newState === 'open' && list.current && button.current)
            placeBelow(list.current, button.current)();
        }}
      >
        <ul>
          {pages.map((p) => (
            <li key={p.id}>
              <button
                type="button"
                onClick={() => {
                  list.current?.hidePopover();
                  void show(p.id);
                }}
              >
                {p.label}
              </button>
            </li>
          ))}
          {!seen && (
            <li>
              <button
                type="button"
                class="fine"
                onClick={() => {
                  rememberTour();
                  setSeen(true);
                }}
              >
                Do not offer the tour again
              </button>
            </li>
          )}
        </ul>
      </div>
      {open !== null && (
        <Elsewhere>
          <open.Page
            onClose={() => {
              close();
              setSeen(tourSeen());
            }}
          />
        </Elsewhere>
      )}
    </>
  );
}

function usePage(): readonly [{ readonly Page: Page } | null, (id: HelpPage) => Promise<void>, () => void] {
  const [open, setOpen] = useState<{ readonly Page: Page } | null>(null);
  const show = async (id: HelpPage): Promise<void> => {
    const page = pages.find((p) => p.id === id)!;
    const Page: Page = await page.load();
    setOpen({ Page });
  };
  return [open, show, () => setOpen(null)];
}
