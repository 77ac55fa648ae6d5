// Documents as files: saving in place where the browser can (File System Access), else as a download; opening by a picker; and sorting what was dropped on the page. Files come from strangers: sizes are looked at before anything is read.
import type { Problem } from '../../engine/index.ts';
import { download } from '../export/download.ts';
import type { Incoming, ShippedText } from './codec.ts';
import type { NotebookDocument } from './document.ts';

/** The part of a FileSystemFileHandle that is used here. */
interface Handle {
  readonly name: string;
  createWritable(): Promise<{ write(text: string): Promise<void>; close(): Promise<void> }>;
}

interface PickerWindow {
  showSaveFilePicker?(options: object): Promise<Handle>;
}

export type Saved =
  /** `in place`: the file was written; `downloaded`: it is where downloads go. */
  { readonly how: 'in place' | 'downloaded'; readonly name: string } | { readonly how: 'not' };

/** The file that a document was saved to in this window: saving again writes there. */
const handles = new Map<string, Handle>();

const types = [{ description: 'Standoff notebook', accept: { 'application/json': ['.json'] } }];

/** The browser can write into a file that the reader chose. */
export function savesInPlace(): boolean {
  return typeof (window as PickerWindow).showSaveFilePicker === 'function';
}

/** Call from a press of a button: the picker opens only then. `elsewhere`: ask for the place again. */
export async function saveFile(document: NotebookDocument, text: string, elsewhere = false): Promise<Saved> {
  const name = fileNameOf(document);
  const pick = (window as PickerWindow).showSaveFilePicker;
  if (pick !== undefined) {
    try {
      const known = elsewhere ? undefined : handles.get(document.id);
      const handle = known ?? (await pick.call(window, { suggestedName: name, types }));
      const writable = await handle.createWritable();
      await writable.write(text);
      await writable.close();
      handles.set(document.id, handle);
      return { how: 'in place', name: handle.name };
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return { how: 'not' };
      // Forbidden here (a frame, a policy, a file that is gone): the download remains.
      handles.delete(document.id);
    }
  }
  download(name, text, 'application/json');
  return { how: 'downloaded', name };
}

/** "Border, second try" → `border-second-try.standoff.json`. */
export function fileNameOf(document: NotebookDocument): string {
  const words = (document.title || document.scenario.shipped?.split('/').at(-1) || 'notebook')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return `${words || 'notebook'}.standoff.json`;
}

export const fileLimits = { files: 200, links: 400, bytes: 4_000_000 } as const;

/** One document of a file; a text file may hold many links. */
export interface FileEntry {
  /** File name, with the line where a file holds several links. */
  readonly name: string;
  readonly incoming: Incoming;
  /** As it came. */
  readonly text: string;
}

export interface FileProblem {
  readonly name: string;
  readonly problems: readonly Problem[];
}

export interface FilesRead {
  readonly entries: readonly FileEntry[];
  readonly bad: readonly FileProblem[];
}

/** The part of a File that is used here. */
export type FileLike = Pick<File, 'name' | 'size' | 'text'>;

/** Never rejects: what cannot be read is listed, the rest goes on. */
export async function readFiles(files: readonly FileLike[], shippedText: ShippedText): Promise<FilesRead> {
  const entries: FileEntry[] = [];
  const bad: FileProblem[] = [];
  const refuse = (name: string, code: string, message: string, repair: string): void =>
    void bad.push({ name, problems: [{ code, severity: 'error', message, repair }] });
  for (const file of files.slice(0, fileLimits.files)) {
    if (file.size > fileLimits.bytes) {
      refuse(
        file.name,
        'too-large',
        'this file is larger than 4 MB, the most that is opened',
        'save it again, smaller',
      );
      continue;
    }
    const text = await file.text().catch(() => null);
    if (text === null) {
      refuse(file.name, 'unreadable', 'this file could not be read', 'is it a folder, or has it been moved?');
      continue;
    }
    for (const { name, incoming, text: own } of await documentsIn(file.name, text, shippedText)) {
      if (incoming.document === null) bad.push({ name, problems: incoming.problems });
      else entries.push({ name, incoming, text: own });
    }
  }
  const left = files.slice(fileLimits.files);
  if (left.length > 0)
    refuse(
      `${left.length} more files`,
      'too-many',
      `only the first ${fileLimits.files} files were read`,
      'drop the others afterwards',
    );
  return { entries, bad };
}

async function documentsIn(name: string, text: string, shippedText: ShippedText): Promise<readonly FileEntry[]> {
  const [{ parseDocument }, { openLink }] = await Promise.all([import('./parse.ts'), import('./codec.ts')]);
  const links = [...text.matchAll(/[#&]n\d+=[A-Za-z0-9_-]+/g)].slice(0, fileLimits.links).map(([link]) => link);
  if (/^\s*\uFEFF?\s*[{[]/.test(text) || links.length === 0)
    return [{ name, incoming: { ...parseDocument(text), from: 'file', fileVariants: 'whole' }, text }];
  const entries: FileEntry[] = [];
  for (const [i, link] of links.entries())
    entries.push({
      name: links.length === 1 ? name : `${name}, link ${i + 1}`,
      incoming: await openLink(link, shippedText),
      text: link,
    });
  return entries;
}
