// Paths of one variant on worker threads → one Tally. A path is known by (seed, number), so blocks may be shared out in any way: the joined tally is the same for any number of workers.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { joinTallies, type Tally } from '../sample/estimate.ts';
import type { Progress } from '../vocabulary/ports.ts';
import { hasError, type Problem } from '../vocabulary/problem.ts';
import type { FromNodeWorker, SampleRequest, ToNodeWorker } from './node-worker.ts';

export interface PoolOptions {
  /** The built worker, beside the built command line. */
  readonly workerUrl: URL;
  /** Threads, ≥ 1; default: as many as the machine runs at once, at most 8. */
  readonly workers?: number | undefined;
  readonly progress?: Progress | undefined;
  /** On abort the paths that are finished are kept. */
  readonly signal?: AbortSignal | undefined;
}

export interface Pooled {
  /** Null on errors, and when stopped before the first path was finished. */
  readonly tally: Tally | null;
  readonly problems: readonly Problem[];
}

/** Samples paths 0 … paths − 1. */
export async function sampleOnWorkers(request: SampleRequest, paths: number, options: PoolOptions): Promise<Pooled> {
  const workers = options.workers ?? Math.min(8, availableParallelism());
  const blocks = blocksOf(paths, workers);
  const count = Math.min(workers, blocks.length);
  const shared = new Int32Array(new SharedArrayBuffer(4 * (1 + count)));
  const members = Array.from({ length: count }, () => startMember(options.workerUrl));
  const stop = (): void => void Atomics.store(shared, 0, 1);
  options.signal?.addEventListener('abort', stop);
  if (options.signal?.aborted) stop();

  // Tallies by block, so that they are joined in the order of the paths whoever finished first.
  const tallies: (Tally | null)[] = blocks.map(() => null);
  let problems: readonly Problem[] = [];
  let finished = 0;
  const report = (): void => {
    let running = 0;
    for (let m = 0; m < count; m++) running += Atomics.load(shared, 1 + m);
    options.progress?.(Math.min(paths, finished + running), paths);
  };
  const ticking = setInterval(report, 100);
  let next = 0;
  try {
    await Promise.all(
      members.map(async (member, m) => {
        const opened = await member.ask({ kind: 'open', request, shared, member: m });
        if (opened.kind !== 'opened') throw new Error(`unexpected answer ${opened.kind}`);
        // Every worker finds the same Problems.
        if (m === 0) problems = opened.problems;
        while (opened.ready && next < blocks.length && Atomics.load(shared, 0) === 0) {
          const b = next++;
          const answer = await member.ask({ kind: 'sample', ...blocks[b]! });
          if (answer.kind !== 'sampled') throw new Error(`unexpected answer ${answer.kind}`);
          Atomics.store(shared, 1 + m, 0);
          tallies[b] = answer.tally;
          finished += answer.tally?.paths ?? 0;
        }
      }),
    );
  } finally {
    clearInterval(ticking);
    options.signal?.removeEventListener('abort', stop);
    await Promise.all(members.map((member) => member.close()));
  }
  report();
  const done = tallies.filter((t) => t !== null);
  return { tally: hasError(problems) || done.length === 0 ? null : joinTallies(done), problems };
}

/** About four blocks a worker: small enough to even out, large enough that a block's own tables cost little. */
function blocksOf(paths: number, workers: number): { from: number; count: number }[] {
  const size = Math.max(250, Math.ceil(paths / (4 * workers)));
  return Array.from({ length: Math.ceil(paths / size) }, (_, b) => ({
    from: b * size,
    count: Math.min(size, paths - b * size),
  }));
}

// Distributes over the union, so that each kind keeps its own fields.
type WithoutJob<T> = T extends unknown ? Omit<T, 'job'> : never;

interface Member {
  ask(message: WithoutJob<ToNodeWorker>): Promise<FromNodeWorker>;
  close(): Promise<unknown>;
}

function startMember(url: URL): Member {
  const worker = new Worker(url);
  const pending = new Map<number, { resolve: (answer: FromNodeWorker) => void; reject: (error: Error) => void }>();
  let lastJob = 0;
  const failAll = (error: Error): void => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  worker.on('message', (message: FromNodeWorker) => {
    const waiting = pending.get(message.job);
    pending.delete(message.job);
    if (message.kind === 'broken') waiting?.reject(new Error(message.message));
    else waiting?.resolve(message);
  });
  worker.on('error', failAll);
  worker.on('exit', (code) => failAll(new Error(`a worker ended with code ${code}`)));
  return {
    ask: (message) =>
      new Promise((resolve, reject) => {
        const job = ++lastJob;
        pending.set(job, { resolve, reject });
        worker.postMessage({ job, ...message } as ToNodeWorker);
      }),
    close: () => worker.terminate(),
  };
}
