// Where the command line speaks: answers on stdout, Problems and progress on stderr, colour only where a person looks. A reader that closes the pipe ends the run quietly.
import cliProgress from 'cli-progress';
import type { Progress } from '../vocabulary/ports.ts';
import { hasError, type Problem, problemText, type Severity } from '../vocabulary/problem.ts';

/** Exit codes: 0 fine, 1 Problems in what the user wrote, an unreadable file included (or our mistake), 2 wrong use of the command line, 130 stopped by Ctrl-C. */
export type ExitCode = 0 | 1 | 2 | 130;

/** The command line itself is wrong: an unknown id, a missing value. Exit code 2. */
export class UsageError extends Error {
  constructor(message: string, hint?: string) {
    super(hint ? `${message}\n  = ${hint}` : message);
    this.name = 'UsageError';
  }
}

/** One line on a mistake of ours. A schema's refusal is a list in JSON: its first entry is told, with its path. */
export function mistakeText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const issues = 'issues' in error && Array.isArray(error.issues) ? error.issues : [];
  const first = issues[0] as { readonly path?: readonly PropertyKey[]; readonly message?: string } | undefined;
  if (first === undefined) return error.message.split('\n')[0]!;
  return `${(first.path ?? []).map(String).join('.') || 'the result'}: ${first.message}${issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''}`;
}

const colours: Readonly<Record<Severity, number>> = { error: 31, warning: 33, note: 36 };
const coloured = process.stderr.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
const said = new Set<string>();

/** One line or block on stdout. */
export function say(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** What strangers wrote, without the characters that steer a terminal or turn the direction of writing. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '·');
}

/** One line or block on stderr: what is not the answer itself. */
export function remark(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Problems on stderr, each once per run: variants share their file's warnings. Beside an error, warnings wait for `check`. */
export function sayProblems(
  problems: readonly Problem[],
  severities: readonly Severity[] = hasError(problems) ? ['error'] : ['error', 'warning'],
): void {
  for (const p of problems) {
    if (!severities.includes(p.severity)) continue;
    const text = problemText(p);
    if (said.has(text)) continue;
    said.add(text);
    remark(coloured ? text.replace(`${p.severity}:`, `\u001B[1;${colours[p.severity]}m${p.severity}:\u001B[0m`) : text);
  }
}

/** Columns of text that fit: the terminal's, or 120 where nobody looks. */
export function width(): number {
  return process.stdout.columns ?? 120;
}

/** A bar on stderr while something takes long; nothing where stderr is no terminal. */
export function startBar(label: string): { readonly progress: Progress; readonly stop: () => void } {
  if (process.stderr.isTTY !== true) return { progress: () => {}, stop: () => {} };
  const bar = new cliProgress.SingleBar(
    {
      format: `${label} {bar} {value}/{total}, {eta} s left`,
      stream: process.stderr,
      clearOnComplete: true,
      // Ctrl-C ends the process without asking: the terminal must need no repair.
      hideCursor: false,
      linewrap: true,
      barsize: 30,
    },
    cliProgress.Presets.shades_classic,
  );
  let running = false;
  return {
    progress(done, total) {
      if (!running) bar.start(total, done);
      running = true;
      bar.update(done);
    },
    stop() {
      if (running) bar.stop();
    },
  };
}
