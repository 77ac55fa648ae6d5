// The one button for everything that leaves or enters the page; what it opens is loaded when it is pressed.
import { useState } from 'preact/hooks';
import { useLoaded } from '../cells/use-loaded.ts';

const load = () => import('./menu.tsx');

export function ShareButton() {
  const [open, setOpen] = useState(false);
  const menu = useLoaded(load, open);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        data-testid="share"
        data-tour="share"
      >
        Share
      </button>
      {open && menu !== null && <menu.ShareMenu onClose={() => setOpen(false)} />}
    </>
  );
}
