// Files dropped anywhere on the page: a veil says what will happen, then they are read and put side by side.
import { useEffect, useState } from 'preact/hooks';
import { readFiles } from '../document/files.ts';
import { shippedText } from '../shipped.ts';
import { tellNews } from './news.ts';

export function Drop() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (e: DragEvent): boolean => e.dataTransfer?.types.includes('Files') ?? false;
    const drag = (e: DragEvent): void => {
      if (!hasFiles(e)) return;
      e.preventDefault();
      setOver(true);
    };
    const leave = (e: DragEvent): void => {
      // Only when the pointer leaves the window: elements inside it report leaving all the time.
      if (e.relatedTarget === null) setOver(false);
    };
    const drop = (e: DragEvent): void => {
      setOver(false);
      if (!hasFiles(e)) return;
      e.preventDefault();
      const files = [...(e.dataTransfer?.files ?? [])];
      if (files.length > 0) void readFiles(files, shippedText).then((found) => tellNews({ files: found }));
    };
    addEventListener('dragover', drag);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', drag);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);
  if (!over) return null;
  return (
    <div class="drop-veil" aria-hidden="true">
      <p>Drop documents, or text files with links in them: their variants are put side by side</p>
    </div>
  );
}
