// The article itself, where the reader has it: pasted or opened from a file, checked against the hash, with every passage marked that a record stands on. It stays in this page and is forgotten with it.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ArticleOfRecords } from '../evidence.ts';
import { dateInWords, plural } from '../words.ts';
import { mostCharacters, type Placed, piecesOf, placed } from './places.ts';

interface Properties {
  readonly article: ArticleOfRecords;
  /** Record to show; null: none. */
  readonly shown: string | null;
  readonly onShow: (record: string) => void;
  /** Says which records can be shown. */
  readonly onPlaced: (records: ReadonlySet<string>) => void;
}

export function ArticleText({ article, shown, onShow, onPlaced }: Properties) {
  const [raw, setRaw] = useState('');
  const [refused, setRefused] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const [found, setFound] = useState<Placed | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    setFound(null);
    if (raw.trim() !== '')
      void placed(article, raw, abort.signal).then((result) => abort.signal.aborted || setFound(result));
    return () => abort.abort();
  }, [article, raw]);
  const pieces = useMemo(() => found && piecesOf(found.text, found.places, found.same ? article.zones : []), [found]);
  useEffect(() => onPlaced(new Set(found?.places.keys() ?? [])), [found]);
  useEffect(() => {
    if (shown === null) return;
    frame.current?.querySelector('mark.now')?.scrollIntoView({ block: 'center' });
  }, [shown, pieces]);

  const take = (text: string): void => {
    setRefused(text.length > mostCharacters);
    setRaw(text.length > mostCharacters ? '' : text);
  };
  const moved = found === null ? 0 : [...found.places.values()].filter((p) => p.moved).length;
  const title = `${article.outlet}, ${dateInWords(article.published)}`;
  return (
    <details class="article">
      <summary>I have the article of {title}: show me the passages</summary>
      {pieces === null ? (
        <div class="article-field">
          <p class="fine">
            Paste its text or open a text file. It stays in this page: it is not stored, not saved with the document and
            sent nowhere.
          </p>
          <label>
            <span class="spoken">Text of the article of {title}</span>
            <textarea
              rows={4}
              placeholder="Text of the article"
              value={raw}
              onInput={(e) => take(e.currentTarget.value)}
            />
          </label>
          <label class="file">
            <span>Or a file</span>
            <input
              type="file"
              accept=".txt,text/plain"
              aria-label={`File with the text of ${title}`}
              onChange={(e) => {
                const file = e.currentTarget.files?.[0];
                // Four bytes a character at most.
                if (file !== undefined && file.size <= 4 * mostCharacters) void file.text().then(take);
                else setRefused(file !== undefined);
              }}
            />
          </label>
          {raw.trim() !== '' && <p class="fine">Looking for the passages…</p>}
          {refused && (
            <p class="problem" role="alert">
              That is longer than any news article; at most {mostCharacters.toLocaleString('en-GB')} characters.
            </p>
          )}
        </div>
      ) : (
        <>
          <p class="match" role="status" data-testid={`match-${article.id}`}>
            {found!.same
              ? `This is the very text: its SHA-256 agrees, and all ${plural(found!.places.size, 'passage')} stand where the records say.`
              : `Another text than the one the records were made from. ${found!.places.size} of ${plural(article.records.length, 'passage')} stand in it word for word${moved > 0 ? `, ${moved} at another place` : ''}.`}{' '}
            <button type="button" class="link" onClick={() => setRaw('')}>
              Put it away
            </button>
          </p>
          {/* biome-ignore lint/a11y/useSemanticElements: no landmark, and no field */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <div ref={frame} class="article-body" role="group" aria-label={`Text of ${title}`} tabIndex={0}>
            {pieces.map((piece, i) =>
              piece.records.length === 0 ? (
                <span key={i} class={piece.aside ? 'aside' : ''}>
                  {piece.text}
                </span>
              ) : (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the list of records does the same by keyboard
                <mark
                  key={i}
                  class={shown !== null && piece.records.includes(shown) ? 'now' : ''}
                  title={piece.records.join(', ')}
                  data-records={piece.records.join(' ')}
                  onClick={() => onShow(piece.records[0]!)}
                >
                  {piece.text}
                </mark>
              ),
            )}
          </div>
        </>
      )}
    </details>
  );
}
