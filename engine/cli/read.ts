// standoff read: article files → what the reader finds in them, as tables or as JSON; many of them one after the other, keeping none.
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { articleOf } from '../reading/article.ts';
import type { Proposal, Reading } from '../reading/document.ts';
import type { Statement } from '../reading/evidence.ts';
import type { Extractor } from '../reading/extractor.ts';
import { articleFile } from '../reading/input.ts';
import { attributionText, conditionText, positionText } from '../reading/record-text.ts';
import { hasError, type Problem, ProblemError, problem } from '../vocabulary/problem.ts';
import {
  type AboutArticle,
  actorNamer,
  articleFiles,
  checkAbout,
  type OpenedArticle,
  openArticle,
  orProblems,
} from './articles.ts';
import { type ExtractorOptions, extractorFor } from './extractors.ts';
import { count, table } from './format.ts';
import {
  type ExitCode,
  mistakeText,
  printable,
  remark,
  say,
  sayProblems,
  startBar,
  UsageError,
  width,
} from './terminal.ts';

export interface ReadOptions extends AboutArticle, ExtractorOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly review?: boolean;
  readonly debug?: boolean;
}

interface Tally {
  read: number;
  foreign: number;
  failed: number;
  statements: number;
  events: number;
  quantities: number;
}

export const read = (paths: readonly string[], options: ReadOptions): Promise<ExitCode> =>
  orProblems(() => readPaths(paths, options));

async function readPaths(paths: readonly string[], options: ReadOptions): Promise<ExitCode> {
  checkAbout(options);
  const { files, problems } = articleFiles(paths);
  sayProblems(problems);
  if (options.id !== undefined && files.length > 1)
    throw new UsageError('--id names one article, and there are several', 'leave it out: ids come from file names');
  if (options.review) {
    if (files.length > 1) throw new UsageError('--review takes one article', 'review them one after the other');
    const { review } = await import('./review.ts');
    return review(files, options);
  }
  const extractor = await extractorFor(options);
  const tally = await readAll(files, options, extractor);
  return tally.stopped ? 130 : problems.length > 0 || tally.failed > 0 ? 1 : 0;
}

/** One file after the other, so that a thousand need no more memory than one. Ctrl-C ends after the article at hand. */
async function readAll(
  files: readonly string[],
  options: ReadOptions,
  extractor: Extractor,
): Promise<Tally & { stopped: boolean }> {
  const tally = { read: 0, foreign: 0, failed: 0, statements: 0, events: 0, quantities: 0, stopped: false };
  const many = files.length > 1;
  const bar = many && (options.out !== undefined || options.json) ? startBar('reading') : null;
  const onSignal = (): void => {
    // A second Ctrl-C does not wait.
    if (tally.stopped) process.exit(130);
    tally.stopped = true;
  };
  process.on('SIGINT', onSignal);
  const write = options.out === undefined ? null : writerInto(options.out);
  const stream = options.json && write === null;
  if (stream && many) say('{"articles":[');
  let written = 0;
  for (const [k, file] of files.entries()) {
    if (tally.stopped) break;
    bar?.progress(k, files.length);
    const { opened, reading, problems } = await readOne(file, options, extractor);
    sayProblems(problems, hasError(problems) ? ['error'] : ['warning', 'note']);
    if (opened === null) tally.failed++;
    else {
      if (reading === null) tally.foreign++;
      else {
        tally.read++;
        for (const { record } of reading.proposals) tally[plural[record.kind]]++;
      }
      if (write !== null) write(file, opened, reading);
      else if (stream)
        say(`${written++ > 0 ? ',' : ''}${JSON.stringify(readingJson(file, opened, reading), null, many ? 0 : 1)}`);
      else if (reading !== null) sayReading(file, opened, reading, await actorNamer(reading.actors));
    }
    // Between two articles Ctrl-C gets its turn.
    await new Promise((turn) => setImmediate(turn));
  }
  process.off('SIGINT', onSignal);
  bar?.stop();
  if (stream && many) say(']}');
  if (many || write !== null) {
    const sum = summaryText(files.length, tally, options.out);
    if (stream) remark(sum);
    else say(sum);
  }
  return tally;
}

/** One file, read; nothing is opened where it, or a language model, cannot be had, or where we fail: one article must not stop the others. No reading where its language is not known. */
async function readOne(
  file: string,
  options: ReadOptions,
  extractor: Extractor,
): Promise<{ opened: OpenedArticle | null; reading: Reading | null; problems: readonly Problem[] }> {
  const { value: opened, problems } = await openArticle(file, options);
  if (!opened?.input.language.english) return { opened, reading: null, problems };
  try {
    return { opened, reading: await extractor.extract(articleOf(opened.input.text, opened.meta)), problems };
  } catch (error) {
    if (error instanceof ProblemError)
      return { opened: null, reading: null, problems: error.problems.map((p) => ({ file, ...p })) };
    if (error instanceof UsageError) throw error;
    const stack = error instanceof Error ? error.stack : undefined;
    const ours = problem(
      'our-mistake',
      `this is our mistake, please report it with the article: ${mistakeText(error)}`,
      {
        file,
        repair: options.debug === true && stack !== undefined ? stack : 'run it again with --debug for the details',
      },
    );
    return { opened: null, reading: null, problems: [ours] };
  }
}

const plural = { statement: 'statements', event: 'events', quantity: 'quantities' } as const;

function summaryText(asked: number, t: Tally & { stopped: boolean }, out?: string): string {
  const parts = [
    `${t.read} of ${count(asked, 'article')} read${t.stopped ? ' (stopped on request)' : ''}`,
    `${count(t.statements, 'statement')}, ${count(t.events, 'event')}, ${count(t.quantities, 'quantity', 'quantities')}`,
    ...(t.foreign > 0 ? [`${t.foreign} not in English`] : []),
    ...(t.failed > 0 ? [`${t.failed} could not be read`] : []),
  ];
  return `${parts.join('; ')}${out === undefined ? '' : `; written to ${out}`}.`;
}

/** Writes one JSON file an article, named like the article's file. */
function writerInto(folder: string): (file: string, opened: OpenedArticle, reading: Reading | null) => void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(
      `--out: ${folder} cannot be made (${(error as NodeJS.ErrnoException).code})`,
      'give a folder that can be written',
    );
  }
  const taken = new Set<string>();
  return (file, opened, reading) => {
    const base = file === '-' ? opened.meta.id : basename(file).replace(articleFile, '');
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
    taken.add(name);
    const path = join(folder, `${name}.json`);
    try {
      writeFileSync(path, `${JSON.stringify(readingJson(file, opened, reading), null, 1)}\n`);
    } catch (error) {
      throw new UsageError(
        `--out: ${path} cannot be written (${(error as NodeJS.ErrnoException).code})`,
        'make room or change the permissions; what was written before it stands',
      );
    }
  };
}

/** A name with more words is a run of the article's own. */
const mostWords = 5;

/** A reading in the shape of the annotations in test/reading, without any text of the article. */
export function readingJson(file: string, { input, meta }: OpenedArticle, reading: Reading | null): object {
  const proposals = reading?.proposals ?? [];
  const of = (kind: Proposal['record']['kind']) =>
    proposals
      .filter((p) => p.record.kind === kind)
      .map(({ record, confidence, made_by }) => ({
        ...record,
        attribution: {
          class: record.attribution,
          quote: record.kind === 'statement' ? record.quote : null,
          via: record.via,
          hedged: record.hedged,
        },
        confidence,
        made_by,
      }));
  return {
    schema: 'standoff-reading/1',
    article: {
      ...{ id: meta.id, file: file === '-' ? null : basename(file), outlet: meta.outlet, title: null },
      ...{ published: meta.published || null, date_basis: meta.date_basis },
      ...{ sha256: input.sha256, source_sha256: input.source_sha256, encoding: input.encoding },
      ...{ length_utf16: input.text.length, paragraphs: reading?.article.paragraphs.length ?? null },
    },
    language: input.language.name,
    made_by: reading?.made_by ?? null,
    zones: reading?.zones ?? [],
    actors: (reading?.actors ?? []).map(({ canonical, aliases, ...a }) => ({
      ...a,
      names: [...new Set([canonical, ...aliases.filter((a) => a.split(' ').length <= mostWords)])],
    })),
    frame: reading?.frame ?? null,
    statements: of('statement'),
    events: of('event'),
    quantities: of('quantity'),
  };
}

/** Rows cut to the terminal: the widest of the columns that hold names and conditions gives way first. */
function fitted(head: readonly string[], rows: readonly (readonly string[])[]): string[][] {
  const widths = head.map((h, k) => Math.max(h.length, ...rows.map((r) => r[k]!.length)));
  const soft = [1, 2, 5, 6];
  for (;;) {
    const total = widths.reduce((sum, w) => sum + w + 2, -2);
    const widest = soft.reduce((a, b) => (widths[b]! > widths[a]! ? b : a));
    if (total <= width() || widths[widest]! <= 10) break;
    widths[widest]!--;
  }
  return rows.map((r) => r.map((cell, k) => (cell.length <= widths[k]! ? cell : `${cell.slice(0, widths[k]! - 1)}…`)));
}

function sayReading(
  file: string,
  { input, meta }: OpenedArticle,
  reading: Reading,
  nameOf: (id: string) => string,
): void {
  const of = <K extends Proposal['record']['kind']>(kind: K) => reading.proposals.filter((p) => p.record.kind === kind);
  const statements = of('statement');
  say(printable(`${file}: ${meta.id}, ${meta.outlet}, ${meta.published} (${meta.date_basis})`));
  say(
    `${count(input.text.length, 'character')}, ${count(reading.article.paragraphs.length, 'paragraph')}; ${count(statements.length, 'statement')}, ${count(of('event').length, 'event')}, ${count(of('quantity').length, 'quantity', 'quantities')}, by ${reading.made_by}`,
  );
  say(`Between ${reading.frame.parties.map(nameOf).join(' and ') || 'nobody in particular'}.`);
  if (statements.length > 0) {
    say();
    const rows = statements.map(({ record, confidence }) => {
      const s = record as Statement;
      return [
        `¶${s.span.paragraph}`,
        nameOf(s.speaker),
        s.holders.map(nameOf).join(', '),
        s.issue,
        positionText(s.position),
        printable(conditionText(s) ?? ''),
        printable(attributionText(s)),
        confidence.toFixed(2),
      ];
    });
    const head = ['where', 'who', 'for', 'issue', 'position', 'condition', 'known by', 'sure'];
    say(table(head, fitted(head, rows), 7));
  }
  const events = of('event');
  if (events.length > 0) {
    say();
    say(`Events: ${events.map(({ record }) => `¶${record.span.paragraph} ${record.paraphrase}`).join('; ')}`);
  }
  const quantities = of('quantity');
  if (quantities.length > 0) {
    say();
    say(
      `Quantities: ${quantities
        .map(({ record: r }) => (r.kind === 'quantity' ? `¶${r.span.paragraph} ${r.value} ${r.unit} (${r.what})` : ''))
        .join('; ')}`,
    );
  }
  say();
}
