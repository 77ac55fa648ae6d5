// The command line for tests: as a process, which runs dist/cli.js, and in this process, which saves the start of one.
import { type ChildProcess, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { vi } from 'vitest';

/** Built by `npm test` before the tests. */
export const cli = resolve(import.meta.dirname, '../dist/cli.js');

export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly seconds: number;
}

/** What a process says until it ends. */
export const ended = (child: ChildProcess): Promise<Omit<Answer, 'seconds'> & { readonly signal: string | null }> =>
  new Promise((done) => {
    let out = '';
    let err = '';
    child.stdout?.on('data', (chunk) => (out += chunk));
    child.stderr?.on('data', (chunk) => (err += chunk));
    child.on('close', (code, signal) => done({ code, signal, out, err }));
  });

/** A process that gets `input` on standard input. */
export function processOf(cwd: string, args: readonly string[], input = ''): Answer {
  const from = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd,
    input,
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 1 << 27,
  });
  return { code: status, out: stdout, err: stderr, seconds: (performance.now() - from) / 1000 };
}

/** The same module in this process, loaded anew as a process would. Only one at a time. Standard input, workers, Ctrl-C and files that ship beside dist/ need a process. */
export async function hereOf(cwd: string, args: readonly string[]): Promise<Answer> {
  const from = performance.now();
  const { argv, exitCode } = process;
  const home = process.cwd();
  const streams = [process.stdout, process.stderr];
  const listeners = streams.map((s) => s.listeners('error'));
  const said: string[][] = [[], []];
  const spies = streams.map((s, k) =>
    vi.spyOn(s, 'write').mockImplementation((text) => {
      said[k]!.push(String(text));
      return true;
    }),
  );
  try {
    process.argv = [argv[0]!, cli, ...args];
    process.exitCode = undefined;
    process.chdir(cwd);
    vi.resetModules();
    await import('../engine/cli/main.ts');
    const code = Number(process.exitCode ?? 0);
    return { code, out: said[0]!.join(''), err: said[1]!.join(''), seconds: (performance.now() - from) / 1000 };
  } finally {
    for (const spy of spies) spy.mockRestore();
    streams.forEach((s, k) => {
      for (const l of s.listeners('error')) if (!listeners[k]!.includes(l)) s.off('error', l as () => void);
    });
    process.chdir(home);
    process.argv = argv;
    process.exitCode = exitCode;
  }
}
