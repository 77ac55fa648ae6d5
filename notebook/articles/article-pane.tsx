// The article's text with the passages of its records marked; the one in hand is brought into sight. What is selected in it can become a record.
import type { Ref } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Review } from '../../engine/index.ts';
import { piecesOf } from '../evidence-section/places.ts';
import { dateInWords } from '../words.ts';

interface Properties {
  readonly text: string | null;
  readonly review: Review;
  /** Record id → its span and whether it has been decided. */
  readonly spans: ReadonlyMap<string, { readonly start: number; readonly end: number; readonly state: string }>;
  readonly shown: string | null;
  readonly onShow: (record: string) => void;
  readonly frame: Ref<HTMLDivElement>;
}

export function ArticlePane({ text, review, spans, shown, onShow, frame }: Properties) {
  const body = useRef<HTMLDivElement | null>(null);
  const pieces = useMemo(() => {
    let at = 0;
    return (text === null ? [] : piecesOf(text, spans, review.head.zones)).map((piece) => {
      const start = at;
      at += piece.text.length;
      return { ...piece, start };
    });
  }, [text, spans, review.head]);
  useEffect(() => {
    const mark = body.current?.querySelector<HTMLElement>('mark.now');
    if (!mark || !body.current) return;
    const { clientHeight, scrollTop } = body.current;
    const inSight =
      mark.offsetTop >= scrollTop + 8 && mark.offsetTop + mark.offsetHeight <= scrollTop + clientHeight - 8;
    // Only the text moves, never the page.
    if (!inSight) body.current.scrollTop = mark.offsetTop - clientHeight / 3;
  }, [shown, pieces]);
  const { outlet, published } = review.head.article;
  const title = `${outlet}, ${dateInWords(published)}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: no landmark, and no field
    <div
      ref={(element) => {
        body.current = element;
        if (typeof frame === 'function') frame(element);
        else if (frame) frame.current = element;
      }}
      class="review-text"
      role="group"
      aria-label={`Text of ${title}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      {text === null && (
        <p class="fine">
          The text of this article is not on this machine. The records say where in it they stand; paste the article
          above to see the passages.
        </p>
      )}
      {pieces.map((piece) => {
        const states = piece.records.map((id) => spans.get(id)?.state ?? '');
        return piece.records.length === 0 ? (
          <span key={piece.start} data-start={piece.start} class={piece.aside ? 'aside' : ''}>
            {piece.text}
          </span>
        ) : (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list of records does the same by keyboard
          <mark
            key={piece.start}
            data-start={piece.start}
            class={`${shown !== null && piece.records.includes(shown) ? 'now ' : ''}${states.every((s) => s === 'open') ? 'open' : states.every((s) => s === 'rejected') ? 'rejected' : 'decided'}`}
            data-records={piece.records.join(' ')}
            onClick={() => onShow(piece.records.find((id) => id !== shown) ?? piece.records[0]!)}
          >
            {piece.text}
          </mark>
        );
      })}
    </div>
  );
}

/** What is selected in the text, as offsets; null when nothing is, or something else. */
export function selectedSpan(frame: HTMLElement | null): { start: number; end: number } | null {
  const selection = getSelection();
  if (frame === null || selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const offsetOf = (node: Node, offset: number): number | null => {
    const element = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>('[data-start]');
    if (!element || !frame.contains(element)) return null;
    return Number(element.dataset.start) + (node instanceof Element ? 0 : offset);
  };
  const start = offsetOf(range.startContainer, range.startOffset);
  const end = offsetOf(range.endContainer, range.endOffset);
  return start === null || end === null || end <= start ? null : { start, end };
}
