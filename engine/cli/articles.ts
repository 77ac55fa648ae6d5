// Paths that a user names → the article files among them, and their bytes. What cannot be read is a Problem and stops nothing else.
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ArticleMeta } from '../reading/article.ts';
import type { ReadActor } from '../reading/document.ts';
import { type ArticleInput, articleFile, articleIdOf, inputLimits, inputOf } from '../reading/input.ts';
import { isDate } from '../vocabulary/dates.ts';
import { type Checked, nearestName, type Problem, ProblemError, problem } from '../vocabulary/problem.ts';
import { type ExitCode, printable, sayProblems, UsageError } from './terminal.ts';

const failed = (file: string, code: string, message: string, repair: string): Checked<never> => ({
  value: null,
  problems: [problem(code, message, { file, repair })],
});

const fileName = (path: string): string => (path === '-' ? '<stdin>' : path);

const codeOf = (error: unknown): string => {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code;
};

/** Files as named, and all article files below the folders, each folder in order of code points. Links to folders are not followed, so nothing goes round in circles. */
export function articleFiles(paths: readonly string[]): { files: string[]; problems: Problem[] } {
  const files: string[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    if (path === '-') {
      files.push(path);
      continue;
    }
    let folder = false;
    try {
      folder = statSync(path).isDirectory();
    } catch (error) {
      // Said when it is opened.
      codeOf(error);
    }
    if (!folder) {
      files.push(path);
      continue;
    }
    const before = files.length;
    collect(path, files, problems, 0);
    if (files.length === before && problems.length === 0)
      problems.push(
        problem('no-articles', 'this folder holds no articles', {
          file: path,
          repair: 'articles are files that end in .txt, .md or .html',
        }),
      );
  }
  return { files: [...new Set(files)], problems };
}

function collect(folder: string, files: string[], problems: Problem[], depth: number): void {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).filter((e) => !e.name.startsWith('.'));
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < 20) collect(path, files, problems, depth + 1);
      else if (!entry.isDirectory() && articleFile.test(entry.name)) files.push(path);
    }
  } catch (error) {
    problems.push(
      problem('unreadable', `the folder cannot be read (${codeOf(error)})`, {
        file: folder,
        repair: 'change its permissions, or give another folder',
      }),
    );
  }
}

/** The bytes of a file, or of standard input for `-`. A file beyond the limit is not even read. */
export async function bytesOf(path: string): Promise<Checked<Uint8Array>> {
  const file = fileName(path);
  const most = inputLimits.bytes.toLocaleString('en');
  try {
    if (path === '-') return await standardInput();
    const stat = statSync(path);
    if (!stat.isFile())
      return failed(file, 'not-a-file', 'this is not a regular file', 'give an article, such as FILE.txt');
    if (stat.size > inputLimits.bytes)
      return failed(
        file,
        'file-too-large',
        `the file has ${stat.size.toLocaleString('en')} bytes; at most ${most} are read`,
        'give one article a file, as text or as a saved page without pictures',
      );
    return { value: await readFile(path), problems: [] };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return failed(file, 'no-file', 'there is no such file', neighbour(path));
    return failed(
      file,
      'unreadable',
      `the file cannot be read (${code})`,
      'change its permissions, or give another file',
    );
  }
}

async function standardInput(): Promise<Checked<Uint8Array>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of createReadStream('', { fd: 0, autoClose: false }) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > inputLimits.bytes)
      return failed(
        '<stdin>',
        'file-too-large',
        `it has more than ${inputLimits.bytes.toLocaleString('en')} bytes`,
        'pipe one article into it',
      );
    chunks.push(chunk);
  }
  return { value: Buffer.concat(chunks), problems: [] };
}

function neighbour(path: string): string {
  try {
    const beside = readdirSync(dirname(path));
    if (beside.includes(basename(path))) return 'it is a link to a file that is not there any more';
    const near = nearestName(basename(path), beside);
    if (near !== null) return `did you mean \`${join(dirname(path), near)}\`?`;
  } catch {
    return `there is no folder ${dirname(path)} either; give the path of an article`;
  }
  return 'give the path of an article, such as FILE.txt';
}

/** Problems that reading throws (a language model's address or reply) are said, and end the verb. */
export async function orProblems(verb: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await verb();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    sayProblems(error.problems);
    return 1;
  }
}

export interface AboutArticle {
  readonly id?: string;
  readonly date?: string;
  readonly outlet?: string;
}

/** Mistakes of the command line in what it says of an article. */
export function checkAbout({ id, date }: AboutArticle): void {
  if (date !== undefined && !isDate(date))
    throw new UsageError(`--date: \`${date}\` is no day`, 'write it as YYYY-MM-DD, such as 2026-01-29');
  if (id !== undefined && !/^[a-z0-9][a-z0-9-]{0,63}$/.test(id))
    throw new UsageError(`--id: \`${id}\` is no id of an article`, 'use small letters, digits and dashes');
}

export interface OpenedArticle {
  readonly input: ArticleInput;
  readonly meta: ArticleMeta;
}

/** A file as an article: decoded, with id, outlet and day from the options, else from the file. */
export async function openArticle(path: string, about: AboutArticle): Promise<Checked<OpenedArticle>> {
  const { value: input, problems } = await inputAt(path);
  if (input === null) return { value: null, problems };
  const meta = metaFor(path, input, about);
  return meta.value === null
    ? { value: null, problems: meta.problems }
    : { value: { input, meta: meta.value }, problems };
}

export async function inputAt(path: string): Promise<Checked<ArticleInput>> {
  const bytes = await bytesOf(path);
  return bytes.value === null ? { value: null, problems: bytes.problems } : inputOf(bytes.value, fileName(path));
}

/** Without a day an English article is not read, because ages and "on Monday" hang on it. */
export function metaFor(path: string, input: ArticleInput, about: AboutArticle): Checked<ArticleMeta> {
  const published = about.date ?? input.published;
  if (published === null && input.language.english)
    return failed(
      fileName(path),
      'no-date',
      'the day of publication is not known: the file does not say it',
      'give it with --date YYYY-MM-DD',
    );
  const value: ArticleMeta = {
    id: about.id ?? articleIdOf(path),
    outlet: about.outlet ?? input.outlet ?? 'unknown',
    title: null,
    published: published ?? '',
    date_basis: about.date === undefined ? (input.date_basis ?? '') : 'given by hand',
  };
  return { value, problems: [] };
}

/** Names for ids: as the article has them, else of states; what is unknown keeps its id. Without what would steer a terminal. */
export async function actorNamer(actors: readonly ReadActor[]): Promise<(id: string) => string> {
  const { states } = await import('../reading/world.ts');
  const names = new Map(actors.map((a) => [a.id, a.canonical]));
  return (id) => {
    const [state, part] = id.split('/') as [string, string | undefined];
    const home = states.get(state)?.name ?? state;
    return printable(names.get(id) ?? (part === undefined ? home : `${home} (${part})`));
  };
}
