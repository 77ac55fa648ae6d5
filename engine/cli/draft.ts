// standoff draft: articles → a first scenario of their crisis: a template's roles bound to the actors found, stances pooled from what was proposed or decided; and who got which role, and why.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { articleOf } from '../reading/article.ts';
import type { Reading } from '../reading/document.ts';
import { type Review, reviewFileName } from '../reading/review.ts';
import { runVariant } from '../result/run.ts';
import { type DraftReport, type DraftSource, draftOf, draftSourceOf, type RolesAsked } from '../scenario/draft.ts';
import { loadScenario } from '../scenario/load.ts';
import { baseVariantOf } from '../scenario/view.ts';
import { isDate } from '../vocabulary/dates.ts';
import { hasError, type Problem, ProblemError, problem } from '../vocabulary/problem.ts';
import { articleFiles, type OpenedArticle, openArticle, orProblems } from './articles.ts';
import { type ExtractorOptions, extractorFor } from './extractors.ts';
import { count } from './format.ts';
import { openReview } from './review.ts';
import { type ExitCode, remark, say, sayProblems, UsageError } from './terminal.ts';

export interface DraftVerbOptions extends ExtractorOptions {
  readonly template?: string;
  readonly out?: string;
  readonly force?: boolean;
  /** First day of the draft, and day of publication of articles that do not say theirs. */
  readonly date?: string;
  readonly outlet?: string;
  /** Folder with `reviews/`. */
  readonly data: string;
  readonly challenger?: string;
  readonly target?: string;
  /** False: `--no-mediator`. */
  readonly mediator?: readonly string[] | false;
  /** False: `--no-neighbour`. */
  readonly neighbour?: string | false;
}

/** @param shipped path of the template that comes with standoff. */
export const draft = (paths: readonly string[], options: DraftVerbOptions, shipped: string): Promise<ExitCode> =>
  orProblems(() => draftFrom(paths, options, shipped));

async function draftFrom(paths: readonly string[], options: DraftVerbOptions, shipped: string): Promise<ExitCode> {
  if (options.date !== undefined && !isDate(options.date))
    throw new UsageError(`--date: \`${options.date}\` is no day`, 'write it as YYYY-MM-DD, such as 2026-01-29');
  if (options.out !== undefined && existsSync(options.out) && options.force !== true)
    throw new UsageError(`--out: there is a ${options.out} already`, 'give another name, or --force to write over it');
  const file = options.template ?? shipped;
  const template = templateText(file);
  if (template === null) return 1;

  const { sources, failed } = await sourcesOf(paths, options);
  if (sources.length === 0) return 1;
  const { value, problems } = draftOf(template, sources, { file, date: options.date, roles: rolesAsked(options) });
  sayProblems(problems);
  if (value === null) return 1;
  if (options.out === undefined) say(value.text.trimEnd());
  else if (!written(options.out, value.text)) return 1;
  // The scenario goes to stdout or into a file; what is said about it goes where it does not mix with it.
  const tell = options.out === undefined ? remark : say;
  tell(summaryOf(value.report, sources, options.out));
  const solved = solves(value.text);
  tell(solved.text);
  return failed || !solved.fine ? 1 : 0;
}

function templateText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const repair = 'give a scenario with roles, or leave `--template` out for the one that comes with standoff';
    sayProblems([problem('no-file', `the template cannot be read (${code})`, { file, repair })]);
    return null;
  }
}

function written(out: string, text: string): boolean {
  try {
    writeFileSync(out, text);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    sayProblems([
      problem('unwritable', `it cannot be written (${code})`, { file: out, repair: 'give another `--out`' }),
    ]);
    return false;
  }
}

function rolesAsked({ challenger, target, mediator, neighbour }: DraftVerbOptions): RolesAsked {
  return {
    ...(challenger === undefined ? {} : { challenger: [challenger] }),
    ...(target === undefined ? {} : { target: [target] }),
    ...(mediator === undefined ? {} : { mediators: mediator === false ? [] : mediator }),
    ...(neighbour === undefined ? {} : { neighbour: neighbour === false ? [] : [neighbour] }),
  };
}

/** Every article read, with the decisions of its review where there is one. What cannot be read is said and left out. */
async function sourcesOf(
  paths: readonly string[],
  options: DraftVerbOptions,
): Promise<{ sources: DraftSource[]; failed: boolean }> {
  const { files, problems } = articleFiles(paths);
  sayProblems(problems);
  let failed = problems.length > 0;
  const extractor = await extractorFor(options);
  const sources: DraftSource[] = [];
  const ids = new Set<string>();
  const bySha = new Map<string, string>();
  for (const file of files) {
    const opened = await openedFor(file, options);
    if (opened === null || !opened.input.language.english) {
      failed ||= opened === null;
      continue;
    }
    const { sha256 } = opened.input;
    const other = bySha.get(sha256);
    if (other !== undefined) {
      remark(`note: ${file} is the same article as ${other} and counts once`);
      continue;
    }
    bySha.set(sha256, file);
    let id = opened.meta.id;
    for (let n = 2; ids.has(id); n++) id = `${opened.meta.id}-${n}`;
    ids.add(id);
    try {
      const reading = await extractor.extract(articleOf(opened.input.text, { ...opened.meta, id }));
      const source = draftSourceOf(reading, reviewOf(reading, options.data));
      if (sources.some((s) => s.article.id === source.article.id)) throw new ProblemError([idTwice(source.article.id)]);
      sources.push(source);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      sayProblems(error.problems.map((p) => ({ file, ...p })));
      failed = true;
    }
  }
  return { sources, failed };
}

/** `--date` stands in only where the file does not say its day. */
async function openedFor(file: string, { outlet, date }: DraftVerbOptions): Promise<OpenedArticle | null> {
  const about = outlet === undefined ? {} : { outlet };
  let { value, problems } = await openArticle(file, about);
  if (value === null && date !== undefined && problems.some((p) => p.code === 'no-date'))
    ({ value, problems } = await openArticle(file, { ...about, date }));
  sayProblems(problems, hasError(problems) ? ['error'] : ['warning', 'note']);
  return value;
}

const idTwice = (id: string): Problem =>
  problem('id-twice', `its review calls the article \`${id}\`, as another one here is called`, {
    repair: 'draft from one of the two, or move its review away and start it again with `standoff review --id NAME`',
  });

function reviewOf(reading: Reading, data: string): Review | null {
  const file = join(data, 'reviews', reviewFileName(reading.article));
  if (!existsSync(file)) return null;
  const { value, problems } = openReview(file);
  if (value === null) throw new ProblemError(problems);
  sayProblems(problems);
  return value;
}

function summaryOf(report: DraftReport, sources: readonly DraftSource[], out: string | undefined): string {
  const roles = report.roles.map(({ role, actors, name, why, records }) => {
    const who = actors.length === 0 ? 'nobody' : `${name} (${actors.join(', ')})`;
    return `  ${role.padEnd(11)} ${who}: ${why}${actors.length === 0 ? '' : `; ${count(records, 'record')}`}`;
  });
  const some = <T>(list: readonly T[], text: (t: T) => string): string =>
    `${list.slice(0, 8).map(text).join(', ')}${list.length > 8 ? ', …' : ''}`;
  return [
    `${out === undefined ? 'A draft' : `Written to ${out}: a draft`} as of ${report.date} from ${count(sources.length, 'article')}; ${report.decided} of ${count(report.total, 'record')} decided.`,
    ...roles,
    ...(report.left.length > 0
      ? [
          `Without a role, with their records: ${some(report.left, (l) => `${l.name}${l.name === l.actor ? '' : ` (${l.actor})`} ${l.records}`)}.`,
        ]
      : []),
    ...(report.unheard.length > 0
      ? [
          `Records of theirs on issues that the template does not hear: ${some(report.unheard, (u) => `${u.issue} ${u.records}`)}.`,
        ]
      : []),
    'Next:',
    ...(report.decided < report.total
      ? ['  standoff review ARTICLE     decide its records, then make the draft again: decided ones count in full']
      : []),
    `  standoff check ${out ?? 'FILE.yaml'}; standoff run ${out ?? 'FILE.yaml'}`,
    '  --challenger ID --target ID --mediator ID… --neighbour ID (or --no-mediator, --no-neighbour) when a role is wrong',
    '  and read every number whose basis says "assumed": the template knows nothing of this crisis',
  ].join('\n');
}

/** A draft that cannot be solved is no draft. */
function solves(text: string): { readonly fine: boolean; readonly text: string } {
  const { value: scenario } = loadScenario(text, 'the draft');
  if (scenario === null) throw new Error('a draft that does not load');
  const { value, problems } = runVariant(scenario, baseVariantOf(scenario.file));
  sayProblems(problems);
  if (value === null) return { fine: false, text: 'It does not solve.' };
  return { fine: true, text: `It solves: ${count(value.configurations, 'reachable configuration')}.` };
}
