// An article's text → its quotations: one for each pair of marks, also when it runs over several sentences or paragraphs.
import type { Article, Span } from './article.ts';

/** From the opening mark to behind the closing one, marks included. */
export interface Quote extends Span {
  /** Quotations that are one speech share a number: a paragraph that ends without a closing mark goes on in the next. */
  readonly speech: number;
  /** Its paragraph ends before it does. */
  readonly open: boolean;
}

/** Longer than any quotation of a paragraph: what is never closed does not swallow the text. */
const longest = 6000;
const marks = /["“”]|(?<![\p{L}\p{N}])‘(?=\p{Lu}|\p{Ll}{2})|’(?![\p{L}\p{N}])/gu;

/** Double marks, straight or curly, and single curly ones that open a word. */
export function quotesOf(article: Article): Quote[] {
  const found: Quote[] = [];
  let speech = -1;
  let carried = false;
  for (const p of article.paragraphs) {
    const text = article.text.slice(p.start, p.end);
    let from = -1;
    let opener = '';
    let first = true;
    const close = (to: number, open: boolean): void => {
      if (!(carried && first)) speech++;
      found.push({ start: p.start + from, end: p.start + to, speech, open });
      from = -1;
      first = false;
      carried = open;
    };
    for (const { 0: mark, index } of text.matchAll(marks)) {
      if (from < 0) {
        if (mark === '“' || mark === '"' || mark === '‘') [from, opener] = [index, mark];
        continue;
      }
      const closes = opener === '“' ? mark === '”' : opener === '"' ? mark === '"' : mark === '’';
      if (!closes || index - from > longest) continue;
      if (opener === '‘' && !/[.,!?…\p{L}]/u.test(text[index - 1] ?? ' ')) continue;
      close(index + 1, false);
    }
    if (from >= 0 && opener !== '‘' && text.length - from > 1) close(text.length, true);
    else carried = false;
  }
  return found;
}
