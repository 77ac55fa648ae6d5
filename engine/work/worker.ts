// The browser worker: keeps one scenario and its structures, answers one job at a time. Everything heavy (YAML, zod, mathjs, the solvers) lives on this side.
import { inputsOf, runVariant } from '../result/run.ts';
import type { StructureCache } from '../result/solve-variant.ts';
import { loadScenario, type Scenario } from '../scenario/load.ts';
import { viewOf } from '../scenario/view.ts';
import type { FromWorker, Opened, Solved, SolveRequest, ToWorker } from './client.ts';

let scenario: Scenario | null = null;
let cache: StructureCache = new Map();

function open(text: string, file: string): Opened {
  const loaded = loadScenario(text, file);
  // A broken text keeps the last good model running.
  if (!loaded.value) return { view: null, problems: loaded.problems, inputs: null };
  scenario = loaded.value;
  cache = new Map();
  return { view: viewOf(scenario.file), problems: loaded.problems, inputs: inputsOf(scenario) };
}

function solve(request: SolveRequest): Solved {
  if (!scenario) throw new Error('solve before open');
  const { variant, ...options } = request;
  const { value, problems } = runVariant(scenario, variant, { ...options, cache });
  return { result: value, problems };
}

self.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  const answer = (message: FromWorker): void => self.postMessage(message);
  try {
    if (data.kind === 'open') answer({ job: data.job, kind: 'opened', opened: open(data.text, data.file) });
    else answer({ job: data.job, kind: 'solved', solved: solve(data.request) });
  } catch (error) {
    answer({ job: data.job, kind: 'broken', message: error instanceof Error ? error.message : String(error) });
  }
};
