// One worker of the page and the job that it runs. A worker that crashes, or does not hear "stop" in time, is replaced by a new one with the same scenario open.
import type { Underway } from '../result/solve-variant.ts';
import type { Answered, JobKind, RequestOf } from './jobs.ts';
import type { FromWorker, Opened, OpenMessage, ToWorker } from './messages.ts';

/** A question on its way to an answer. */
export interface Job {
  readonly id: number;
  readonly kind: JobKind;
  readonly request: RequestOf<JobKind>;
  /** Null: a lane of its own. */
  readonly lane: string | null;
  readonly priority: number;
  /** Null: no answer will come. Only the first call counts. */
  readonly settle: (answer: Answered<JobKind> | null) => void;
  readonly progress: ((done: number, partial: unknown, underway: Underway | null) => void) | null;
}

export interface Member {
  /** The job that it runs; null when it is free. */
  readonly job: Job | null;
  /** The running job has been asked to end. */
  readonly stopping: boolean;
  /** Its worker could not be started; opening a scenario tries again. */
  readonly dead: boolean;
  open(message: OpenMessage): void;
  run(job: Job): void;
  /** Asks the running job to end early. One that is `put back` goes to `events.back`; with `orElse` a worker that has not ended by then is replaced. */
  stop(options: { readonly putBack: boolean; readonly orElse: boolean }): void;
  close(): void;
}

export interface MemberEvents {
  opened(job: number, opened: Opened): void;
  /** The running job has ended with an answer, or with null where it was stopped and nobody waits. */
  ended(job: Job, answer: Answered<JobKind> | null): void;
  /** The running job was stopped and should be run again; `answer` when it had finished all the same. */
  back(job: Job, answer: Answered<JobKind> | null): void;
  /** The worker's code could not be loaded. */
  failed(message: string): void;
}

/** Milliseconds that a job has to hear that it is not wanted. */
export const graceMilliseconds = 500;

export function startMember(spawn: () => Worker, events: MemberEvents): Member {
  let worker: Worker;
  let dead = false;
  /** The worker has said something: its code has been loaded. */
  let heard = false;
  let running: Job | null = null;
  let ending: 'no' | 'back' | 'unwanted' = 'no';
  let grace: ReturnType<typeof setTimeout> | undefined;
  /** The last text that was taken, and those not answered yet: a new worker gets them again. */
  let adopted: OpenMessage | null = null;
  let openings: OpenMessage[] = [];

  const post = (message: ToWorker): void => worker.postMessage(message);

  function begin(): void {
    const own = spawn();
    worker = own;
    dead = false;
    heard = false;
    own.onmessage = ({ data }: MessageEvent<FromWorker>): void => {
      heard = true;
      receive(data);
    };
    own.onerror = (event): void => crashed(event.message || 'unknown reason');
    own.onmessageerror = (): void => crashed('a message could not be read');
  }

  function end(): void {
    worker.onmessage = null;
    worker.onerror = null;
    worker.onmessageerror = null;
    worker.terminate();
  }

  function replace(): void {
    end();
    begin();
    if (adopted) post(adopted);
    for (const message of openings) post(message);
  }

  function crashed(message: string): void {
    const starting = !heard;
    if (starting) {
      end();
      dead = true;
      openings = [];
    } else replace();
    if (running) finish(broken(message));
    if (starting) events.failed(message);
  }

  function receive(message: FromWorker): void {
    if (message.kind === 'opened') {
      const opening = openings.find((o) => o.job === message.job);
      if (!opening) return;
      openings = openings.filter((o) => o !== opening);
      if (message.opened.view !== null) adopted = opening;
      events.opened(message.job, message.opened);
      return;
    }
    if (message.job !== running?.id) return;
    if (message.kind === 'progress') running.progress?.(message.done, message.partial, message.underway ?? null);
    else if (message.kind === 'answered')
      finish({ value: message.value, problems: message.problems } as Answered<JobKind>);
    else if (message.kind === 'broken') finish(broken(message.message));
    else finish(null);
  }

  function finish(answer: Answered<JobKind> | null): void {
    const job = running!;
    const again = ending === 'back';
    running = null;
    ending = 'no';
    clearTimeout(grace);
    grace = undefined;
    if (again) events.back(job, answer);
    else events.ended(job, answer);
  }

  begin();
  return {
    get job() {
      return running;
    },
    get stopping() {
      return ending !== 'no';
    },
    get dead() {
      return dead;
    },
    open(message) {
      if (dead) {
        begin();
        if (adopted) post(adopted);
      }
      openings.push(message);
      post(message);
    },
    run(job) {
      running = job;
      post({ job: job.id, kind: 'ask', ask: job.kind, request: job.request, progress: job.progress !== null });
    },
    stop(options) {
      if (!running) return;
      if (ending === 'no') post({ job: running.id, kind: 'stop' });
      if (ending !== 'unwanted') ending = options.putBack ? 'back' : 'unwanted';
      if (!options.orElse) return;
      grace ??= setTimeout(() => {
        replace();
        finish(null);
      }, graceMilliseconds);
    },
    close() {
      clearTimeout(grace);
      running = null;
      end();
    },
  };
}

function broken(message: string): Answered<JobKind> {
  return {
    value: null,
    problems: [
      {
        code: 'broken',
        severity: 'error',
        message: `the engine broke: ${message}`,
        repair: 'this is our mistake; please report it with the scenario',
      },
    ],
  };
}
