// What the reader has to be told about the document's life: the last one on offer, two tabs, nowhere to save, what a link or file brought along. Also keeps the drafts in step, takes dropped files and follows the address. Loaded after the first picture; fixed in a corner, so that nothing moves.
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { useLoaded } from '../cells/use-loaded.ts';
import type { NotebookDocument } from '../document/document.ts';
import { drafts } from '../document/draft-store.ts';
import type { Brought } from '../document/incoming.ts';
import { BroughtNotice } from './brought-notice.tsx';
import { ContinueNotice } from './continue-notice.tsx';
import { Drop } from './drop.tsx';
import { tellNews, useNews } from './news.ts';
import { TabsNotice, UnsavedNotice } from './tabs-notice.tsx';
import { useAddress } from './use-address.ts';
import './share.css';

interface Properties {
  /** The document that the page was drawn with. */
  readonly start: NotebookDocument;
  /** Where it came from, and what is to be said of that; null: it is the shipped page's. */
  readonly brought: Brought | null;
}

const loadColleagues = () => import('./colleagues.tsx');

/** The page is drawn anew when another scenario takes the bench; the document's life goes on. */
let begun = false;

function begin({ start, brought }: Properties): void {
  if (begun) return;
  begun = true;
  if (brought !== null) {
    tellNews({ brought });
    if (brought.draft !== null) drafts().know(start, brought.draft);
  }
  drafts().follow(start);
}

export function DraftNotices(properties: Properties) {
  const { start, brought } = properties;
  const { document } = useBench();
  const news = useNews();
  const colleagues = useLoaded(loadColleagues, news.files !== null);
  const [isOffered, setOffered] = useState(brought === null);
  // At once: the page may be gone before an effect's turn comes.
  useLayoutEffect(() => {
    begin(properties);
    drafts().follow(document);
  }, [document]);
  useAddress();
  // Whoever has begun something does not want to be reminded.
  useEffect(() => {
    if (document.id !== start.id) setOffered(false);
  }, [document.id]);

  return (
    <>
      <aside class="notices" aria-label="Notices">
        {isOffered && <ContinueNotice onDone={() => setOffered(false)} />}
        <TabsNotice />
        <UnsavedNotice />
        {news.brought !== null && <BroughtNotice brought={news.brought} onClose={() => tellNews({ brought: null })} />}
      </aside>
      <Drop />
      {news.files !== null && colleagues !== null && (
        <colleagues.Colleagues files={news.files} onClose={() => tellNews({ files: null })} />
      )}
    </>
  );
}
