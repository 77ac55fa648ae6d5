// Tasks on one scenario, shared out among worker threads and, where nobody waits at a terminal, the main thread → their answers in the order of the tasks, the same for any number of threads.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Draws, joinDraws } from '../result/draws.ts';
import { joinTallies, type Tally } from '../sample/estimate.ts';
import type { Scenario } from '../scenario/load.ts';
import type { Progress } from '../vocabulary/ports.ts';
import { type Checked, hasError, type Problem } from '../vocabulary/problem.ts';
import type { FromNodeWorker, ToNodeWorker } from './node-worker.ts';
import { noMoreTasks, type SharedState, shared, stopNow, takeTask, watchOf } from './shared.ts';
import { type Block, buildDoer, type Task, type TaskAnswer, type TaskKind } from './tasks.ts';

export interface PoolOptions {
  /** The built worker, beside the built command line. */
  readonly workerUrl: URL;
  /** Threads, ≥ 1; default: as many as the machine runs at once, at most 8. */
  readonly workers?: number | undefined;
  readonly progress?: Progress | undefined;
  /** On abort what is finished is kept. */
  readonly signal?: AbortSignal | undefined;
}

/** Workers that have been started ahead, while a scenario is still read. Who starts them closes them, used or not. */
export interface Crew {
  /** One that nobody uses yet. */
  take(): Worker | undefined;
  close(): Promise<unknown>;
}

export function startCrew(workerUrl: URL, workers = defaultThreads() - 1): Crew {
  // One that cannot start takes no task: then the main thread does them.
  const all = Array.from({ length: workers }, () => new Worker(workerUrl).on('error', () => {}));
  const idle = [...all];
  return { take: () => idle.pop(), close: () => Promise.all(all.map((worker) => worker.terminate())) };
}

export const defaultThreads = (): number => Math.min(8, availableParallelism());

/** What came of it, as far as it is finished. */
export interface Pooled<T> {
  /** Null on errors, and when stopped before anything was finished. */
  readonly value: T | null;
  readonly problems: readonly Problem[];
}

/** Samples paths 0 … paths − 1. A path is known by (seed, number), so blocks may be shared out in any way. */
export async function sampleOnWorkers(
  scenario: Scenario,
  asked: Omit<Block, 'from' | 'count'>,
  paths: number,
  options: PoolOptions,
): Promise<Pooled<Tally>> {
  // A block's own tables cost little in blocks as large as these.
  const blocks = blocksOf(asked, paths, Math.max(250, Math.ceil(paths / 64)));
  const { parts, problems } = await inBlocks('paths', scenario, blocks, options);
  return { value: parts.length === 0 ? null : joinTallies(parts), problems };
}

/** Solves draws 0 … draws − 1. */
export async function drawOnWorkers(
  scenario: Scenario,
  asked: Omit<Block, 'from' | 'count'>,
  draws: number,
  options: PoolOptions,
): Promise<Pooled<Draws>> {
  // Small blocks: no thread waits long for another at the end.
  const { parts, problems } = await inBlocks('draws', scenario, blocksOf(asked, draws, 8), options);
  if (parts.length === 0) return { value: null, problems };
  const joined = joinDraws(parts);
  const failed = joined.failed.map((f) => ({ ...f, problems: f.problems.map((p) => placed(p, scenario)) }));
  return { value: { ...joined, failed }, problems };
}

/** Solves variants, the main thread among the threads: it begins while the others start. Answers in the order of the variants, up to the first that has errors. */
export async function solveOnThreads(
  scenario: Scenario,
  tasks: readonly Task<'solve'>[],
  options: PoolOptions & { readonly crew?: Crew | undefined },
): Promise<Checked<TaskAnswer<'solve'>>[]> {
  const answers = await shareOut('solve', scenario, tasks, () => 1, { ...options, mainToo: true });
  const failed = answers.findIndex((a) => a?.value === null);
  return answers.slice(0, failed < 0 ? undefined : failed + 1).filter((a) => a !== null);
}

const blocksOf = (asked: Omit<Block, 'from' | 'count'>, total: number, size: number): Block[] =>
  Array.from({ length: Math.ceil(total / size) }, (_, b) => ({
    ...asked,
    from: b * size,
    count: Math.min(size, total - b * size),
  }));

async function inBlocks<K extends 'paths' | 'draws'>(
  kind: K,
  scenario: Scenario,
  blocks: readonly Block[],
  options: PoolOptions,
): Promise<{ readonly parts: readonly TaskAnswer<K>[]; readonly problems: readonly Problem[] }> {
  const found = (await shareOut(kind, scenario, blocks, ({ count }) => count, options)).filter((a) => a !== null);
  // Every block finds the same Problems.
  const problems = found[0]?.problems ?? [];
  return { parts: hasError(problems) ? [] : found.flatMap(({ value }) => (value === null ? [] : [value])), problems };
}

/**
 * Answers in the order of the tasks; null where a task was stopped, or not begun because another one had errors.
 * @param sizeOf of a task, in what `progress` counts. @param options `mainToo`: the main thread takes tasks as well, and what a worker leaves undone: then nothing is lost where none can be started.
 */
async function shareOut<K extends TaskKind>(
  kind: K,
  scenario: Scenario,
  tasks: readonly Task<K>[],
  sizeOf: (task: Task<K>) => number,
  {
    workerUrl,
    workers = defaultThreads(),
    progress,
    signal,
    mainToo = false,
    crew,
  }: PoolOptions & { readonly mainToo?: boolean; readonly crew?: Crew | undefined },
): Promise<(Checked<TaskAnswer<K>> | null)[]> {
  const threads = Math.min(workers, tasks.length);
  const helpers = mainToo ? threads - 1 : threads;
  const state: SharedState = new Int32Array(new SharedArrayBuffer(4 * (shared.done + threads)));
  const stop = (): void => void Atomics.store(state, shared.stop, stopNow);
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();

  const answers: (Checked<TaskAnswer<K>> | null | undefined)[] = tasks.map(() => undefined);
  const total = tasks.reduce((sum, task) => sum + sizeOf(task), 0);
  let finished = 0;
  let told = 0;
  const report = (): void => {
    let running = 0;
    for (let m = 0; m < threads; m++) running += Atomics.load(state, shared.done + m);
    // A member may be at its next task before the answer to the last one has been read.
    told = Math.max(told, Math.min(total, finished + running));
    progress?.(told, total);
  };
  const take = (k: number, answer: Checked<TaskAnswer<K>> | null, member: number): void => {
    answers[k] = answer && { ...answer, problems: answer.problems.map((p) => placed(p, scenario)) };
    Atomics.store(state, shared.done + member, 0);
    if (answer?.value) finished += sizeOf(tasks[k]!);
    // What has errors has them in every block, and variants share their model: those that have begun go on, and no more begin.
    if (answer?.value === null) Atomics.compareExchange(state, shared.stop, 0, noMoreTasks);
    report();
  };

  let wake = (): void => {};
  let over = 0;
  let failure: Error | null = null;
  const { file, expressions } = scenario;
  const members = Array.from({ length: helpers }, (_, member) =>
    putToWork<K>(
      crew?.take() ?? new Worker(workerUrl),
      { scenario: { file, expressions }, kind, tasks, state, member },
      {
        answered(k, answer) {
          take(k, answer, member);
          wake();
        },
        ended(error) {
          over++;
          failure ??= error;
          if (error !== null && !mainToo) stop();
          wake();
        },
      },
    ),
  );
  /** Every task that was taken has its answer: whoever is still starting will find nothing to do. */
  const complete = (): boolean => {
    const taken = Math.min(Atomics.load(state, shared.next), tasks.length);
    const noMore = taken === tasks.length || Atomics.load(state, shared.stop) !== 0;
    return noMore && answers.every((a, k) => k >= taken || a !== undefined);
  };
  const ticking = progress && setInterval(report, 100);
  try {
    report();
    const does = mainToo ? buildDoer(kind, scenario, watchOf(state, helpers)) : null;
    for (let k = does && takeTask(state, tasks.length); k !== null; k = takeTask(state, tasks.length)) {
      take(k, does!(tasks[k]!), helpers);
      // The answers of the others wait to be read.
      await new Promise((resolve) => setImmediate(resolve));
    }
    while (over < helpers && (failure !== null || !complete()))
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    if (failure !== null && !does) throw failure;
    const taken = Math.min(Atomics.load(state, shared.next), tasks.length);
    for (let k = 0; k < taken; k++) if (does && answers[k] === undefined) take(k, does(tasks[k]!), helpers);
  } finally {
    clearInterval(ticking);
    signal?.removeEventListener('abort', stop);
    await Promise.all(members.map((close) => close()));
  }
  return answers.map((a) => a ?? null);
}

/** A Problem that a worker found gets its line. One about a variant that is not in the file has none. */
function placed(p: Problem, { file, source }: Scenario): Problem {
  const changed = p.path?.[0] === 'variants' && !Object.hasOwn(file.variants ?? {}, String(p.path[1]));
  return changed ? p : source.locate(p);
}

interface Heard<K extends TaskKind> {
  answered(task: number, answer: Checked<TaskAnswer<K>> | null): void;
  /** Once: without an error after its last task. */
  ended(error: Error | null): void;
}

/** @returns what ends it. */
function putToWork<K extends TaskKind>(worker: Worker, work: ToNodeWorker<K>, heard: Heard<K>): () => Promise<unknown> {
  let ended = false;
  const end = (error: Error | null): void => {
    if (ended) return;
    ended = true;
    heard.ended(error);
  };
  worker.on('message', (message: FromNodeWorker<K>) => {
    if (message.kind === 'answered') heard.answered(message.task, message.answer);
    else end(message.kind === 'ended' ? null : new Error(message.message));
  });
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`a worker ended with code ${code}`)));
  worker.postMessage(work);
  return () => worker.terminate();
}
