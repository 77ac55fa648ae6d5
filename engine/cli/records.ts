// What a user names as news → decided records: article files (.json), review files (.jsonl), folders of them. One source an article: what is named counts before what lies in a folder, then a review that is decided to its end, then the article file, then a review that is not.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Evidence, evidenceOf } from '../reading/evidence.ts';
import { articleFileOf, parseReview, progressOf } from '../reading/review.ts';
import { type Checked, hasError, type Problem, problem } from '../vocabulary/problem.ts';

const mostBytes = 20_000_000;
const mostFiles = 10_000;

interface Source {
  readonly sha256: string;
  /** Which of two sources of one article counts: the higher. */
  readonly rank: number;
  readonly path: string;
  readonly records: readonly Evidence[];
}

/** Records by id. A file of another kind is a Problem when it is named, and passed over in a folder. */
export function readRecords(paths: readonly string[]): Checked<Evidence[]> {
  const problems: Problem[] = [];
  const bySha = new Map<string, Source>();
  for (const { path, named } of paths.flatMap((p) => filesOf(p, problems))) {
    const read = sourceOf(path, named);
    problems.push(...read.problems);
    if (!read.value) continue;
    const { value } = read;
    const other = bySha.get(value.sha256);
    const counts = other && other.rank > value.rank ? other : value;
    bySha.set(value.sha256, counts);
    if (other && other.path !== value.path)
      problems.push(
        problem('article-twice', `${other.path} and ${value.path} are about the same article: ${counts.path} counts`, {
          severity: 'note',
        }),
      );
  }
  const byId = new Map<string, string>();
  for (const { path, records } of bySha.values()) {
    const id = records[0]?.article;
    const other = id === undefined ? undefined : byId.get(id);
    if (id !== undefined) byId.set(id, path);
    if (other !== undefined)
      problems.push(
        problem('id-twice', `\`${id}\` is also the id of another article, in ${other}`, {
          file: path,
          repair: 'give every article an id of its own',
        }),
      );
  }
  if (hasError(problems)) return { value: null, problems };
  return { value: [...bySha.values()].flatMap((s) => s.records), problems };
}

function filesOf(path: string, problems: Problem[]): { path: string; named: boolean }[] {
  const say = (code: string, message: string, repair: string): [] => {
    problems.push(problem(code, message, { file: path, repair }));
    return [];
  };
  try {
    if (!statSync(path).isDirectory()) return [{ path, named: true }];
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.jsonl?$/.test(name))
      .sort();
    if (names.length > mostFiles)
      return say('too-many-files', `the folder has ${names.length} files`, `name a folder with at most ${mostFiles}`);
    if (names.length === 0)
      return say('no-records', 'the folder has no article or review files', 'name one with .json or .jsonl files');
    return names.map((name) => ({ path: join(path, name), named: false }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return say(
      code === 'ENOENT' ? 'no-file' : 'unreadable',
      code === 'ENOENT' ? 'there is no such file or folder' : `it cannot be read (${code})`,
      'give an article file (.json), a review file (.jsonl), a folder of them, or a date YYYY-MM-DD',
    );
  }
}

function sourceOf(path: string, named: boolean): Checked<Source> {
  const failed = (code: string, message: string, repair: string): Checked<Source> => ({
    value: null,
    problems: [problem(code, message, { file: path, repair })],
  });
  let text: string;
  try {
    if (statSync(path).size > mostBytes)
      return failed('file-too-large', `the file has more than ${mostBytes / 1e6} MB`, 'split it');
    // An editor may have put a byte order mark before it.
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return failed('unreadable', `the file cannot be read (${code})`, 'give another file');
  }
  if (path.endsWith('.jsonl')) {
    if (!named && !text.slice(0, 200).includes('"standoff-review/')) return { value: null, problems: [] };
    const review = parseReview(text, path);
    if (!review.value) return { value: null, problems: review.problems };
    const records = evidenceOf(articleFileOf(review.value));
    const sha256 = review.value.head.article.sha256;
    const { decided, of } = progressOf(review.value);
    return checked(path, (named ? 3 : 0) + (of > 0 && decided === of ? 2 : 0), sha256, records, review.problems);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return failed('bad-json', 'the file is not JSON', 'give an article file as data/README.md describes it');
  }
  const head = (json ?? {}) as { format?: unknown; sha256?: unknown };
  if (head.format !== 'standoff-article/1') {
    if (!named) return { value: null, problems: [] };
    return failed(
      'not-an-article',
      'this is no article file',
      'its `format` is `standoff-article/1`; see data/README.md',
    );
  }
  return checked(path, named ? 4 : 1, String(head.sha256), evidenceOf(json), []);
}

function checked(
  path: string,
  rank: number,
  sha256: string,
  { value, problems }: Checked<Evidence[]>,
  before: readonly Problem[],
): Checked<Source> {
  return {
    value: value && { path, rank, sha256, records: value },
    problems: [...before, ...problems.map((p) => ({ ...p, file: path }))],
  };
}
