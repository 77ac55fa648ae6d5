// The share menu: links, files, what can be exported, and the documents of this browser.
import { DocumentsPart } from './documents-part.tsx';
import { ExportsPart } from './exports-part.tsx';
import { FilePart } from './file-part.tsx';
import { Frame } from './frame.tsx';
import { LinkPart } from './link-part.tsx';
import './share.css';

export function ShareMenu({ onClose }: { readonly onClose: () => void }) {
  return (
    <Frame
      title="Share and documents"
      lead="Nothing leaves this browser until you send a link or a file yourself."
      testid="share-menu"
      onClose={onClose}
    >
      <LinkPart />
      <FilePart onClose={onClose} />
      <DocumentsPart onClose={onClose} />
      <ExportsPart />
    </Frame>
  );
}
