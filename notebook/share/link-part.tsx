// Links to the document as it is now: to the workbench or to the reading view.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type Bench, useBench } from '../bench.ts';
import { type Link, type LinkMode, linkOf, longestLink } from '../document/codec.ts';
import { fileVariantsOf } from '../document/document.ts';
import { numberText } from '../help/language.ts';
import { shippedText } from '../shipped.ts';
import { keepLink, keepsLink } from './address.ts';
import { documentToShare } from './seen.ts';

const modes: readonly { readonly mode: LinkMode; readonly label: string; readonly what: string }[] = [
  { mode: 'workbench', label: 'Link to the workbench', what: 'everything as it is on this page' },
  {
    mode: 'reading',
    label: 'Link to the reading view',
    what: 'one quiet page, made for a phone; the workbench is behind a button',
  },
];

export function linkTo(bench: Bench, mode: LinkMode): Promise<Link> {
  return linkOf(documentToShare(bench), { variants: fileVariantsOf(bench.model.view) }, { mode, shippedText });
}

export function LinkPart() {
  const bench = useBench();
  const [links, setLinks] = useState<Readonly<Record<LinkMode, Link>> | null>(null);
  const [said, setSaid] = useState('');
  const [keeps, setKeeps] = useState(keepsLink());
  const title = useId();
  useEffect(() => {
    let wanted = true;
    void Promise.all([linkTo(bench, 'workbench'), linkTo(bench, 'reading')]).then(([workbench, reading]) => {
      if (wanted) setLinks({ workbench, reading });
    });
    return () => {
      wanted = false;
    };
  }, [bench]);

  return (
    <section class="share-part" aria-labelledby={title}>
      <h3 id={title}>Link</h3>
      {modes.map((m) => (
        <LinkRow key={m.mode} {...m} link={links?.[m.mode] ?? null} onCopied={setSaid} />
      ))}
      <p class="share-said" role="status">
        {said}
      </p>
      {links?.workbench.tooLong && (
        <p class="problem">
          This link has {numberText(links.workbench.hash.length)} characters; above {numberText(longestLink)} many
          programs cut a link. Better save a file and send that.
        </p>
      )}
      <label class="share-tick">
        <input
          type="checkbox"
          checked={keeps}
          onChange={(e) => {
            keepLink(e.currentTarget.checked);
            setKeeps(e.currentTarget.checked);
          }}
        />
        Keep the link in the address bar up to date
      </label>
    </section>
  );
}

interface RowProperties {
  readonly label: string;
  readonly what: string;
  readonly link: Link | null;
  readonly onCopied: (said: string) => void;
}

function LinkRow({ label, what, link, onCopied }: RowProperties) {
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const address = link === null ? '' : `${location.href.split('#')[0]}${link.hash}`;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address);
      onCopied(`${label} copied: ${numberText(address.length)} characters.`);
    } catch {
      field.current?.select();
      onCopied('This browser does not let pages copy: the link is selected, copy it with Ctrl+C or ⌘C.');
    }
  };
  return (
    <div class="share-row">
      <label for={id}>
        {label} <small>{what}</small>
      </label>
      <input ref={field} id={id} type="text" readOnly value={address} onFocus={(e) => e.currentTarget.select()} />
      <button type="button" disabled={link === null} onClick={copy} aria-label={`Copy: ${label}`}>
        Copy
      </button>
    </div>
  );
}
