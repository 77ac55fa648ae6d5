// standoff review: an article or its review file → the records one by one, and each decision on the disk before the next question; or how far two readers agree.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Article, articleOf } from '../reading/article.ts';
import type { Proposal, ReadActor, Reading } from '../reading/document.ts';
import {
  agreementBetween,
  appendLines,
  type Decided,
  decisionOn,
  headLine,
  officeHoldersOf,
  parseReview,
  progressOf,
  proposeAgain,
  type ReaderAgreement,
  type Review,
  readersOf,
  reviewFileName,
  startReview,
  withEvents,
} from '../reading/review.ts';
import { type Checked, type Problem, problem } from '../vocabulary/problem.ts';
import { type AboutArticle, actorNamer, checkAbout, inputAt, metaFor, orProblems } from './articles.ts';
import { type ExtractorOptions, extractorFor } from './extractors.ts';
import { count, percent, signed, table } from './format.ts';
import type { Ask } from './review-fields.ts';
import { type ReviewSession, runSession } from './review-session.ts';
import { type ExitCode, printable, remark, say, sayProblems, UsageError } from './terminal.ts';

export interface ReviewOptions extends AboutArticle, ExtractorOptions {
  readonly reader?: string;
  readonly data?: string;
  readonly with?: string;
  readonly agreement?: boolean;
}

/** Readers' names stand in committed files, so none is taken from the machine. */
const nobody = 'reader';

export const review = (paths: readonly string[], options: ReviewOptions): Promise<ExitCode> =>
  orProblems(() => reviewPaths(paths, options));

async function reviewPaths(paths: readonly string[], options: ReviewOptions): Promise<ExitCode> {
  if (options.agreement) return agreement(paths, options);
  checkAbout(options);
  if (options.reader !== undefined && (options.reader.trim() === '' || options.reader.length > 100))
    throw new UsageError('--reader: a name has 1 to 100 characters');
  const [path, more] = paths;
  if (path === undefined || more !== undefined || path === '-')
    throw new UsageError('review takes one article, or one review file', 'two of them are compared with --agreement');
  const other = options.with === undefined ? null : openReview(options.with);
  if (other?.value === null) return refused(other.problems);
  const opened = path.endsWith('.jsonl') ? byFile(path) : await byArticle(path, options);
  if (opened.value === null) return refused(opened.problems);
  sayProblems(opened.problems, ['warning', 'note']);
  if (other && other.value.head.article.sha256 !== opened.value.review.head.article.sha256)
    throw new UsageError(`--with: ${options.with} is about another article`);
  return talk(opened.value, options.reader?.trim() ?? nobody, other?.value ?? null);
}

const refused = (problems: readonly Problem[]): ExitCode => {
  sayProblems(problems, ['error', 'note']);
  return 1;
};

interface Opened {
  readonly file: string;
  readonly review: Review;
  readonly article: Article | null;
  readonly actors: readonly ReadActor[];
  readonly readAgain: ReviewSession['readAgain'];
}

export function openReview(path: string): Checked<Review> {
  try {
    return parseReview(readFileSync(path, 'utf8'), path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const repair = 'give a review file (.jsonl), or the article to start one';
    return {
      value: null,
      problems: [problem('no-file', `the review cannot be read (${code})`, { file: path, repair })],
    };
  }
}

function byFile(path: string): Checked<Opened> {
  const { value, problems } = openReview(path);
  if (value === null) return { value, problems };
  return { value: { file: path, review: value, article: null, actors: [], readAgain: null }, problems };
}

/** The article's review under its hash, begun when there is none; a new reading adds what it finds, never over a decision. */
async function byArticle(path: string, options: ReviewOptions): Promise<Checked<Opened>> {
  const { value: input, problems } = await inputAt(path);
  if (input === null) return { value: null, problems };
  if (!input.language.english)
    return { value: null, problems: problems.map((p) => (p.code === 'not-english' ? { ...p, severity: 'error' } : p)) };
  const file = join(options.data ?? 'data', 'reviews', reviewFileName(input));
  const old = existsSync(file) ? openReview(file) : null;
  if (old?.value === null) return { value: null, problems: old.problems };
  const meta = old ? { value: old.value.head.article, problems: [] } : metaFor(path, input, options);
  if (meta.value === null) return { value: null, problems: meta.problems };
  const { id, outlet, title, published, date_basis } = meta.value;
  const namesake = old === null ? reviewWithId(dirname(file), id) : null;
  if (namesake !== null)
    return {
      value: null,
      problems: [
        problem('id-twice', `\`${id}\` is also the id of another article, reviewed in ${namesake}`, {
          file: path,
          repair: 'give this one an id of its own with `--id`',
        }),
      ],
    };
  const about = { id, outlet, title, published, date_basis };
  const article = articleOf(input.text, about);
  const plain = await (await extractorFor(options)).extract(article);
  const canonicalOf = (id: string): string | null => plain.actors.find((a) => a.id === id)?.canonical ?? null;
  const read = async (names: Review['names']): Promise<Reading> => {
    const holders = officeHoldersOf(names, canonicalOf);
    return holders.length === 0 ? plain : (await extractorFor(options, holders)).extract(article);
  };
  const reading = await read(old?.value.names ?? []);
  const begun = old?.value ?? startReview(reading.article, reading.zones, input.source_sha256);
  const events = proposeAgain(begun, reading.proposals);
  try {
    mkdirSync(dirname(file), { recursive: true });
    appendTo(file, `${old === null ? headLine(begun) : ''}${appendLines(begun, events)}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const repair = 'change the permissions, or give another folder with `--data`';
    return {
      value: null,
      problems: [problem('unwritable', `the review cannot be written (${code})`, { file, repair })],
    };
  }
  remark(
    old === null
      ? `A new review: ${file}`
      : `${file}${events.length === 0 ? '' : `: ${count(events.length, 'line')} added by reading again`}`,
  );
  const value: Opened = {
    ...{ file, review: withEvents(begun, events), actors: reading.actors },
    article,
    readAgain: async (names): Promise<readonly Proposal[]> => (await read(names)).proposals,
  };
  return { value, problems: [...problems, ...(old?.problems ?? [])] };
}

/** The review of another article under this id, or null: records would be mixed up by their ids. */
function reviewWithId(folder: string, id: string): string | null {
  if (!existsSync(folder)) return null;
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
  return files.map((name) => join(folder, name)).find((path) => openReview(path).value?.head.article.id === id) ?? null;
}

/** On the disk when it returns: what was decided survives whatever comes next. */
function appendTo(file: string, text: string): void {
  if (text === '') return;
  const handle = openSync(file, 'a');
  try {
    for (let bytes = Buffer.from(text, 'utf8'); bytes.length > 0; ) bytes = bytes.subarray(writeSync(handle, bytes));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

async function talk(opened: Opened, reader: string, other: Review | null): Promise<ExitCode> {
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const paint = terminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal });
  let stopped = false;
  let single = false;
  const stop = (): void => {
    stopped = true;
    lines.close();
  };
  lines.on('SIGINT', stop);
  process.on('SIGINT', stop);
  // In a terminal one key answers the menu: it is in the line by now, and Enter is added to it.
  if (terminal)
    process.stdin.on('keypress', () => {
      if (single && lines.line.length === 1) lines.write('\n');
    });
  const answers = lines[Symbol.asyncIterator]();
  const ask: Ask = async (prompt, oneKey = false) => {
    if (stopped) return null;
    single = oneKey;
    lines.setPrompt(printable(prompt));
    lines.prompt();
    const { value, done } = await answers.next();
    single = false;
    if (!terminal) say();
    return done || stopped ? null : value;
  };
  const session: ReviewSession = {
    ...{ review: opened.review, reader, article: opened.article, other, readAgain: opened.readAgain, ask },
    nameOf: await actorNamer(opened.actors),
    actors: opened.actors.map((a) => a.id),
    tell: (text) => {
      const shown = printable(text);
      say(paint ? shown.replaceAll('⟦', '\u001B[7m').replaceAll('⟧', '\u001B[27m') : shown);
    },
    append: (text) => appendTo(opened.file, text),
    now: () => new Date().toISOString(),
  };
  try {
    await runSession(session);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return refused([
      problem('unwritable', `the decision could not be written (${code})`, {
        file: opened.file,
        repair: 'make room or change the permissions; everything decided before it is in the file',
      }),
    ]);
  } finally {
    process.off('SIGINT', stop);
    lines.close();
  }
  say(
    `${stopped ? '\n' : ''}${progressOf(session.review, reader).text} by ${printable(reader)}; kept in ${opened.file}`,
  );
  return stopped ? 130 : 0;
}

function agreement(paths: readonly string[], options: ReviewOptions): ExitCode {
  if (paths.length < 1 || paths.length > 2)
    throw new UsageError('--agreement takes two review files, or one with two readers in it');
  const opened = paths.map(openReview);
  const problems = opened.flatMap((o) => o.problems);
  const [a, b = a] = opened.map((o) => o.value);
  if (!a || !b) return refused(problems);
  sayProblems(problems, ['warning', 'note']);
  if (a.head.article.sha256 !== b.head.article.sha256)
    throw new UsageError('the two files are about different articles', 'give two reviews of the same text');
  const [first, second] = chooseReaders(a, b, options.reader);
  sayAgreement(agreementBetween(a, b, first, second), a);
  return 0;
}

/** In one file its two readers; in two files the one who decided most in each. */
function chooseReaders(a: Review, b: Review, named?: string): readonly [string, string] {
  const busiest = (review: Review, not?: string): string => {
    const decided = (r: string): number => review.items.filter((item) => decisionOn(item, r) !== null).length;
    const readers = readersOf(review).filter((r) => r !== not);
    const best = readers.sort((x, y) => decided(y) - decided(x))[0];
    if (best === undefined)
      throw new UsageError(
        a === b ? 'the file has decisions of one reader only' : 'a file has no decisions',
        'give another one',
      );
    return best;
  };
  const first = named ?? busiest(a);
  return [first, busiest(b, a === b ? first : undefined)];
}

function sayAgreement(result: ReaderAgreement, review: Review): void {
  const names = result.readers[0] === result.readers[1] ? (['first', 'second'] as const) : result.readers;
  const [first, second] = names.map(printable) as [string, string];
  const { both, agreed, share, kappa, positions, only } = result;
  say(`${count(both, 'record')} decided by both ${first} and ${second}.`);
  if (share !== null)
    say(
      `The same decision on ${agreed} of ${both} (${percent(share)}); Cohen's kappa ${kappa === null ? 'is not defined, as both always decide alike' : signed(kappa)}.`,
    );
  if (positions.difference !== null)
    say(
      `Positions of ${count(positions.n, 'statement')} kept by both lie ${positions.difference.toFixed(2)} apart on average.`,
    );
  say(`Decided or added by ${first} alone: ${only[0]}; by ${second} alone: ${only[1]}.`);
  if (result.differing.length === 0) return;
  const cell = ({ decision, record, reason }: Decided): string =>
    printable(
      `${decision}${record?.kind === 'statement' ? ` ${record.issue} ${signed(record.position)}` : ''}${reason === null ? '' : ` (${reason.slice(0, 40)})`}`,
    );
  const places = new Map(review.items.map((item) => [item.id, item.proposal?.record.span.paragraph ?? '']));
  say();
  say(
    table(
      ['record', 'where', first, second],
      result.differing.map((d) => [d.id, `¶${places.get(d.id) ?? ''}`, cell(d.first), cell(d.second)]),
      4,
    ),
  );
}
