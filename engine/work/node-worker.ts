// The Node worker: gets a checked scenario, takes tasks from the list that all threads share, and sends each answer as it is found. A shared array says which task is next, how far everybody is, and when to stop.
import { parentPort } from 'node:worker_threads';
import type { Scenario } from '../scenario/load.ts';
import type { Source } from '../scenario/source.ts';
import type { Checked } from '../vocabulary/problem.ts';
import { type SharedState, takeTask, watchOf } from './shared.ts';
import { buildDoer, type Doer, type Task, type TaskAnswer, type TaskKind } from './tasks.ts';

/** A checked scenario as it crosses threads: everything but its text, so that a worker neither parses nor checks it again. */
export type ClonedScenario = Pick<Scenario, 'file' | 'expressions'>;

export interface ToNodeWorker<K extends TaskKind = TaskKind> {
  readonly scenario: ClonedScenario;
  readonly kind: K;
  readonly tasks: readonly Task<K>[];
  readonly state: SharedState;
  readonly member: number;
}

export type FromNodeWorker<K extends TaskKind = TaskKind> =
  | { readonly kind: 'answered'; readonly task: number; readonly answer: Checked<TaskAnswer<K>> | null }
  /** No task is left, or the pool stops. */
  | { readonly kind: 'ended' }
  /** The engine threw: our mistake. */
  | { readonly kind: 'broken'; readonly message: string };

/** Problems are given their line where the text is. */
const elsewhere: Source = {
  file: '',
  text: '',
  data: null,
  locate: (p) => p,
  outline() {
    throw new Error('the text of a scenario stays with the thread that read it');
  },
};

parentPort?.on('message', ({ scenario, kind, tasks, state, member }: ToNodeWorker) => {
  const send = (message: FromNodeWorker): void => parentPort?.postMessage(message);
  try {
    const whole: Scenario = { ...scenario, source: elsewhere, problems: [] };
    const does: Doer<TaskKind> = buildDoer(kind, whole, watchOf(state, member));
    for (let k = takeTask(state, tasks.length); k !== null; k = takeTask(state, tasks.length))
      send({ kind: 'answered', task: k, answer: does(tasks[k]! as never) });
    send({ kind: 'ended' });
  } catch (error) {
    send({ kind: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
