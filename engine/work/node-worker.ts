// The Node worker: keeps one bound variant with its chain, samples the blocks of paths that it is asked for. A shared array says how far it is and when to stop.
import { parentPort } from 'node:worker_threads';
import { samplerOf, withBound } from '../result/run.ts';
import type { Tally } from '../sample/estimate.ts';
import { loadScenario } from '../scenario/load.ts';
import type { VariantView } from '../scenario/view.ts';
import { Aborted } from '../vocabulary/ports.ts';
import type { Problem } from '../vocabulary/problem.ts';

/** What a pool samples: a worker gets it as text, because compiled formulas do not cross threads. */
export interface SampleRequest {
  readonly text: string;
  readonly file: string;
  readonly variant: VariantView;
  readonly seed: number;
  readonly days?: readonly number[] | undefined;
  readonly maxConfigurations?: number | undefined;
}

/** Position 0: not 0 once the pool wants to stop. Position 1 + member: paths that the member has finished of its block. */
export type SharedState = Int32Array;

export type ToNodeWorker =
  | {
      readonly job: number;
      readonly kind: 'open';
      readonly request: SampleRequest;
      readonly shared: SharedState;
      readonly member: number;
    }
  | { readonly job: number; readonly kind: 'sample'; readonly from: number; readonly count: number };

export type FromNodeWorker =
  | { readonly job: number; readonly kind: 'opened'; readonly ready: boolean; readonly problems: readonly Problem[] }
  /** `tally` is null when the block was stopped before its first path. */
  | { readonly job: number; readonly kind: 'sampled'; readonly tally: Tally | null }
  | { readonly job: number; readonly kind: 'broken'; readonly message: string };

type Sampler = (from: number, count: number) => Tally | null;

function openSampler(
  request: SampleRequest,
  shared: SharedState,
  member: number,
): { sampler: Sampler | null; problems: readonly Problem[] } {
  const { value: scenario, problems } = loadScenario(request.text, request.file);
  if (!scenario) return { sampler: null, problems };
  const opened = withBound(scenario, request.variant, (bound): Sampler => {
    const sample = samplerOf(bound, request.maxConfigurations);
    const abort = {
      get aborted() {
        return Atomics.load(shared, 0) !== 0;
      },
    };
    const progress = (done: number): void => void Atomics.store(shared, 1 + member, done);
    return (from, count) => {
      try {
        return sample({
          seed: request.seed,
          from,
          count,
          days: request.days,
          abort,
          progress,
        });
      } catch (error) {
        if (error instanceof Aborted) return null;
        throw error;
      }
    };
  });
  return { sampler: opened.value, problems: opened.problems };
}

let sampler: Sampler | null = null;

parentPort?.on('message', (message: ToNodeWorker) => {
  const answer = (reply: FromNodeWorker): void => parentPort?.postMessage(reply);
  try {
    if (message.kind === 'open') {
      const opened = openSampler(message.request, message.shared, message.member);
      sampler = opened.sampler;
      answer({ job: message.job, kind: 'opened', ready: sampler !== null, problems: opened.problems });
    } else {
      if (!sampler) throw new Error('sample before open');
      answer({ job: message.job, kind: 'sampled', tally: sampler(message.from, message.count) });
    }
  } catch (error) {
    answer({
      job: message.job,
      kind: 'broken',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
