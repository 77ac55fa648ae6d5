// The address bar and the document: a link that is pasted into the address of an open page is opened there; and where the reader wants it, the address follows the document.
import { useEffect } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { drafts } from '../document/draft-store.ts';
import { hasLink } from '../document/opening.ts';
import { addressMilliseconds, keepsLink, writeAddress } from './address.ts';
import { useOpener } from './use-open.ts';

export function useAddress(): void {
  const bench = useBench();
  const { read, show } = useOpener();

  useEffect(() => {
    const changed = async (): Promise<void> => {
      const { hash } = location;
      if (!hasLink(hash)) return;
      await drafts().flush();
      const { fromLink } = await import('../document/incoming.ts');
      show(await fromLink(hash, read));
    };
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, [read, show]);

  useEffect(() => {
    if (!keepsLink()) return;
    const timer = setTimeout(async () => {
      const { linkTo } = await import('./link-part.tsx');
      const link = await linkTo(bench, /[#&]view=reading\b/.test(location.hash) ? 'reading' : 'workbench');
      if (!link.tooLong && keepsLink())
        writeAddress(link.hash, drafts().state().kind === 'untouched' ? null : bench.document.id);
    }, addressMilliseconds);
    return () => clearTimeout(timer);
  }, [bench.document]);
}
