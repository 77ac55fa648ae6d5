// A page that carries its own document: the live single file. Comes with the first bytes, so it holds nothing else.

/** Of the element that holds the document as JSON. */
export const embeddedId = 'standoff-document';

/** The text of the document inside this page; null on the site, and in a single file that nobody has put one into. */
export function embeddedDocument(): string | null {
  const text = document.getElementById(embeddedId)?.textContent?.trim() ?? '';
  return text === '' ? null : text;
}

/** The single file as it was before anything was drawn into it; null on the site. With it the page can save itself again where it cannot fetch anything. */
export const pristinePage: string | null =
  import.meta.env.MODE === 'single' ? `<!doctype html>\n${document.documentElement.outerHTML}\n` : null;
