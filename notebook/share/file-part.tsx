// Saving the document as a file, opening one, and putting colleagues' files side by side.
import { useId, useRef, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { readFiles, saveFile, savesInPlace } from '../document/files.ts';
import { fromFile } from '../document/incoming.ts';
import { documentText, parseDocument } from '../document/parse.ts';
import { shippedText } from '../shipped.ts';
import { tellNews } from './news.ts';
import { documentToShare } from './seen.ts';
import { useOpener } from './use-open.ts';

export function FilePart({ onClose }: { readonly onClose: () => void }) {
  const bench = useBench();
  const { read, show } = useOpener();
  const [said, setSaid] = useState('');
  const one = useRef<HTMLInputElement>(null);
  const many = useRef<HTMLInputElement>(null);
  const title = useId();

  const save = async (elsewhere: boolean): Promise<void> => {
    const document = documentToShare(bench);
    const text = documentText(document);
    const saved = await saveFile(document, text, elsewhere);
    if (saved.how === 'not') return;
    // Said now rather than when it is opened again.
    const [stops] = parseDocument(text).problems;
    const warning = stops === undefined ? '' : ` But no page would open it: ${stops.message}.`;
    setSaid(
      saved.how === 'in place' ? `Saved as ${saved.name}.${warning}` : `${saved.name} is in your downloads.${warning}`,
    );
  };
  const open = async (files: readonly File[]): Promise<void> => {
    const found = await readFiles(files, shippedText);
    const [only] = found.entries;
    if (only !== undefined && found.entries.length === 1 && found.bad.length === 0)
      show(await fromFile(only.incoming, only.text, read));
    else tellNews({ files: found });
    onClose();
  };
  const chosen = (input: HTMLInputElement): void => {
    const files = [...(input.files ?? [])];
    input.value = '';
    if (files.length > 0) void open(files);
  };

  return (
    <section class="share-part" aria-labelledby={title}>
      <h3 id={title}>File</h3>
      <div class="actions">
        <button type="button" onClick={() => save(false)} data-testid="save-file">
          Save file
        </button>
        {savesInPlace() && (
          <button type="button" onClick={() => save(true)}>
            Save as…
          </button>
        )}
        <button type="button" onClick={() => one.current?.click()}>
          Open file…
        </button>
        <button type="button" onClick={() => many.current?.click()}>
          Put colleagues’ files side by side…
        </button>
      </div>
      {/* The buttons above press these, so that they look and speak like the others. */}
      <input
        ref={one}
        type="file"
        hidden
        accept=".json,.txt,application/json,text/plain"
        aria-label="Document to open"
        onChange={(e) => chosen(e.currentTarget)}
        data-testid="open-file"
      />
      <input
        ref={many}
        type="file"
        hidden
        multiple
        accept=".json,.txt,application/json,text/plain"
        aria-label="Documents to put side by side"
        onChange={(e) => {
          const files = [...(e.currentTarget.files ?? [])];
          e.currentTarget.value = '';
          if (files.length === 0) return;
          void readFiles(files, shippedText).then((found) => {
            tellNews({ files: found });
            onClose();
          });
        }}
        data-testid="compare-files"
      />
      <p class="fine">Or drop files anywhere on the page: documents, or text files with links in them.</p>
      <p class="share-said" role="status">
        {said}
      </p>
    </section>
  );
}
