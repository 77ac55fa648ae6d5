// The file that a user names → a scenario, or the chart of a machine. Whatever is wrong with it is a Problem.
import { readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { loadScenario, type Scenario } from '../scenario/load.ts';
import { limits } from '../scenario/schema.ts';
import type { VariantView } from '../scenario/view.ts';
import type { Statechart } from '../statechart/chart.ts';
import { chartFromMachineJson } from '../statechart/machine-chart.ts';
import { type Checked, nearestName, type Problem, problem } from '../vocabulary/problem.ts';
import { jsonSyntaxProblem, locateInJson } from './json-place.ts';
import { sayProblems } from './terminal.ts';

const failed = (p: Problem): { value: null; problems: readonly Problem[] } => ({ value: null, problems: [p] });

/** Machine files spell every guard out in every state, so they may be longer than scenarios. */
const machineBytes = 20 * limits.fileBytes;

/** The file's name in Problems and answers. */
export const nameOf = (path: string): string => (path === '-' ? '<stdin>' : path);

function readText(path: string): Checked<string> {
  if (path === '-') return readInput();
  const about = (code: string, message: string, repair: string): Problem =>
    problem(code, message, { file: path, repair });
  const most = path.endsWith('.json') ? machineBytes : limits.fileBytes;
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) {
      const inside = readdirSync(path).find((name) => /\.ya?ml$/.test(name));
      return failed(
        about(
          'is-directory',
          'this is a folder, not a file',
          inside ? `give a file in it, such as ${join(path, inside)}` : 'give a scenario file, such as FILE.yaml',
        ),
      );
    }
    if (!stat.isFile())
      return failed(about('not-a-file', 'this is not a regular file', 'give a scenario file, such as FILE.yaml'));
    // A character has at most four bytes: what is longer than that is not even read.
    if (stat.size > 4 * most)
      return failed(
        about(
          'file-too-large',
          `the file has ${stat.size.toLocaleString('en')} bytes; at most ${most.toLocaleString('en')} characters are read`,
          'split it, or take out what is not a scenario',
        ),
      );
    return { value: readFileSync(path, 'utf8'), problems: [] };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return failed(about('no-file', 'there is no such file', neighbour(path)));
    if (code === 'EACCES' || code === 'EPERM')
      return failed(about('unreadable', 'the file may not be read', 'change its permissions, or give another file'));
    return failed(about('unreadable', `the file cannot be read (${code})`, 'give another file'));
  }
}

/** Standard input to its end, or to more than any model has. */
function readInput(): Checked<string> {
  const refused = (code: string, message: string, repair: string): { value: null; problems: readonly Problem[] } =>
    failed(problem(code, message, { file: nameOf('-'), repair }));
  const chunks: Uint8Array[] = [];
  for (let bytes = 0; bytes <= 4 * machineBytes; bytes += chunks.at(-1)!.length) {
    const some = readSome();
    if (typeof some === 'string')
      return refused('unreadable', `it cannot be read (${some})`, 'pipe a scenario into it, or name a file');
    if (some.length === 0) return { value: Buffer.concat(chunks).toString('utf8'), problems: [] };
    chunks.push(some);
  }
  return refused('file-too-large', 'it has more bytes than any model', 'pipe one scenario into it');
}

/** The next bytes of standard input, none at its end, or the code of an error. */
function readSome(): Uint8Array | string {
  const chunk = new Uint8Array(1 << 16);
  for (;;) {
    try {
      return chunk.subarray(0, readSync(0, chunk));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      // Windows ends a pipe this way.
      if (code === 'EOF') return chunk.subarray(0, 0);
      if (code !== 'EAGAIN') return code;
      // The other end has not written yet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function neighbour(path: string): string {
  try {
    const near = nearestName(basename(path), readdirSync(dirname(path)));
    if (near !== null) return `did you mean \`${join(dirname(path), near)}\`?`;
  } catch {
    return `there is no folder ${dirname(path)} either; give the path of a scenario file`;
  }
  return 'give the path of a scenario file, such as FILE.yaml';
}

/** A scenario file, checked; null when it has errors, which are then said. Its warnings wait for `sayAbout`. */
export function openScenario(path: string): Scenario | null {
  const text = readText(path);
  const { value, problems } =
    text.value === null ? { value: null, problems: text.problems } : loadScenario(text.value, nameOf(path));
  if (!value) sayProblems(problems);
  return value;
}

/** The warnings of a scenario, without those about variants that are not asked for. */
export function sayAbout(scenario: Scenario, variants: readonly VariantView[]): void {
  sayProblems(
    scenario.problems.filter((p) => p.path?.[0] !== 'variants' || variants.some((v) => v.id === p.path?.[1])),
  );
}

export type Model =
  | { readonly kind: 'scenario'; readonly scenario: Scenario }
  | { readonly kind: 'machine'; readonly chart: Statechart };

/** A scenario, or, from a `.json` file with `states`, the statechart of a machine. */
export function readModel(path: string): Checked<Model> {
  const { value: text, problems } = readText(path);
  if (text === null) return { value: null, problems };
  const file = nameOf(path);
  if (!(path === '-' ? startsLikeJson(text) : path.endsWith('.json'))) return asModel(loadScenario(text, file));
  if (text.trim() === '')
    return failed(
      problem('empty-file', 'the file is empty', {
        file,
        line: 1,
        column: 1,
        repair: 'a machine is a JSON object with `states`; `standoff statechart FILE.yaml --json` writes one',
      }),
    );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return failed(jsonSyntaxProblem(text, file, error));
  }
  // A scenario may be written in JSON, which YAML includes.
  if (json !== null && typeof json === 'object' && 'regions' in json && !('states' in json))
    return asModel(loadScenario(text, file));
  const chart = chartFromMachineJson(json);
  const located = chart.problems.map((p) => locateInJson(p, text, file));
  return { value: chart.value && { kind: 'machine', chart: chart.value }, problems: located };
}

/** Standard input has no name that ends in .json. A scenario in YAML may start with a brace, but not with a quoted key. */
const startsLikeJson = (text: string): boolean => /^\s*\{\s*["}]/.test(text);

function asModel({ value, problems }: Checked<Scenario>): Checked<Model> {
  return { value: value && { kind: 'scenario', scenario: value }, problems };
}
