// The whole notebook as one file with a document inside: it runs from a disk, without a server, and can save itself again.
import { embeddedId, pristinePage } from './embedded.ts';
import { escaped } from './html.ts';

const opening = `<script type="application/json" id="${embeddedId}">`;

/** The single file with this document in it. `json` is the document's text; in its strings `<` becomes `\u003c`, so nothing in it can end the element or open a comment. Throws when the page has no place for a document. */
export function withDocument(page: string, json: string, title: string): string {
  const start = page.indexOf(opening);
  const end = page.indexOf('</script>', start);
  if (start < 0 || end < 0) throw new Error('this page has no place for a document: it is not the single file');
  const held = `${page.slice(0, start)}${opening}\n${json.trim().replaceAll('<', '\\u003c')}\n${page.slice(end)}`;
  return held.replace(/<title>[^<]*<\/title>/, () => `<title>${escaped(title)} · Standoff</title>`);
}

/** The single file without a document. Throws with words for the reader when it cannot be had. */
export async function singleFile(): Promise<string> {
  if (pristinePage !== null) return pristinePage;
  const answer = await fetch(new URL('live.html', document.baseURI)).catch(() => null);
  const page = answer?.ok ? await answer.text() : '';
  if (!page.includes(opening))
    throw new Error(
      'The single file could not be fetched: it lies beside the built page as live.html. Save the document as a file instead.',
    );
  return page;
}
