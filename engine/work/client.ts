// The page's side of the workers: open a scenario text once, then ask. Every message carries a job id; a newer job of the same lane replaces an older one that has not begun; whatever is not wanted any more resolves to null at once.
import type { VariantResult } from '../result/result.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { Answered, AskOptions, JobKind, RequestOf, SolveRequest } from './jobs.ts';
import { type Job, type Member, startMember } from './member.ts';
import type { Opened } from './messages.ts';
import { spawnWorker } from './spawn.ts';

export type { Underway } from '../result/solve-variant.ts';
export type {
  Answered,
  AnswerOf,
  AskOptions,
  JobKind,
  ReadAnswer,
  RequestOf,
  SolveRequest,
  StoryRequest,
} from './jobs.ts';
export type { Opened } from './messages.ts';

export type Solved =
  | { readonly result: VariantResult; readonly problems: readonly Problem[] }
  | { readonly result: null; readonly problems: readonly Problem[] };

export interface WorkClient {
  /**
   * Parses, checks and keeps a scenario text in every worker. Resolves with what the page shows of it; rejects when no worker can be started.
   * Jobs asked before it resolve to null once the new text stands; a text with errors leaves them and the scenario before it in place.
   */
  open(text: string, file: string): Promise<Opened>;
  /** Any job of jobs.ts. Null: a newer one of its lane took its place, it was aborted, another scenario was opened, or the workers were closed. */
  ask<K extends JobKind>(kind: K, request: RequestOf<K>, options?: AskOptions<K>): Promise<Answered<K> | null>;
  /** Solves one variant: `ask('solve', …)` in the words of the first page. */
  solve(request: SolveRequest, lane: string, priority?: number): Promise<Solved | null>;
  /** True (at the start): the first worker takes no job of a priority above 1, and gives back one that it has. False: both take anything; background work makes room, at its next step, for a job of priority 1 or less. */
  keepFree(on: boolean): void;
  /** Ends the workers; pending jobs resolve to null. */
  close(): void;
}

interface Waiting {
  readonly job: Job;
  /** It had ended before it could be put back: nothing is left to do but to hand this on. */
  readonly answer: Answered<JobKind> | null;
}

interface Opening {
  readonly resolve: (opened: Opened) => void;
  readonly reject: (error: Error) => void;
}

/** Jobs that bring their own text: they do not wait for an open scenario. */
const bringText: ReadonlySet<JobKind> = new Set<JobKind>(['check', 'edit', 'input', 'read', 'draft']);

/** Starts the page's workers: two, so that what is dragged finds one free. */
export function startWorkers(spawn: () => Worker = spawnWorker, count = 2): WorkClient {
  let lastId = 0;
  let waiting: Waiting[] = [];
  const openings = new Map<number, Opening>();
  /** Id of the opening whose scenario stands; 0 before the first. */
  let standing = 0;
  let kept = true;
  let closed = false;

  const members: readonly Member[] = Array.from({ length: count }, () =>
    startMember(spawn, {
      opened,
      ended(job, answer) {
        job.settle(answer);
        dispatch();
      },
      back(job, answer) {
        put({ job, answer });
        dispatch();
      },
      failed,
    }),
  );

  const isOutdated = (job: Job): boolean => !bringText.has(job.kind) && job.id < standing;

  function put(entry: Waiting): void {
    const { job } = entry;
    const newer = job.lane !== null && waiting.some((w) => w.job.lane === job.lane && w.job.id > job.id);
    if (newer || isOutdated(job)) {
      job.settle(null);
      return;
    }
    waiting.push(entry);
    waiting.sort((a, b) => a.job.priority - b.job.priority || a.job.id - b.job.id);
  }

  /** Takes jobs out of the queue; they resolve to null. */
  function drop(which: (job: Job) => boolean): void {
    const dropped = waiting.filter((w) => which(w.job));
    waiting = waiting.filter((w) => !dropped.includes(w));
    for (const { job } of dropped) job.settle(null);
  }

  function dispatch(): void {
    // Whether the scenario stands that a job was asked about is open while another text is being read.
    const stands = standing > 0 && openings.size === 0;
    const mayRun = (job: Job): boolean => stands || bringText.has(job.kind);
    for (const { job, answer } of waiting.filter((w) => w.answer !== null && mayRun(w.job))) job.settle(answer);
    waiting = waiting.filter((w) => w.answer === null || !mayRun(w.job));
    const living = members.filter((m) => !m.dead);
    for (const member of living) {
      if (member.job !== null) continue;
      const most = member === members[0] && kept && living.length > 1 ? 1 : Number.POSITIVE_INFINITY;
      const at = waiting.findIndex(({ job }) => job.priority <= most && mayRun(job));
      if (at >= 0) member.run(waiting.splice(at, 1)[0]!.job);
    }
    // Both may be at background work: one of them makes room for what somebody waits for.
    const urgent = !kept && waiting.some(({ job }) => job.priority <= 1 && mayRun(job));
    if (urgent && !living.some((m) => m.stopping))
      living.find((m) => m.job !== null && m.job.priority > 1)?.stop({ putBack: true, orElse: false });
  }

  function opened(id: number, answer: Opened): void {
    // All workers say the same; the first one is enough, as each reads its messages in order.
    const opening = openings.get(id);
    if (!opening) return;
    openings.delete(id);
    if (answer.view !== null) {
      standing = Math.max(standing, id);
      drop(isOutdated);
    }
    opening.resolve(answer);
    dispatch();
  }

  function failed(message: string): void {
    if (members.some((m) => !m.dead)) {
      dispatch();
      return;
    }
    const text = `the worker could not start: ${message}`;
    for (const { reject } of openings.values()) reject(new Error(text));
    openings.clear();
    const stuck = waiting;
    waiting = [];
    for (const { job } of stuck)
      job.settle({ value: null, problems: [{ code: 'worker', severity: 'error', message: text }] });
  }

  function ask<K extends JobKind>(
    kind: K,
    request: RequestOf<K>,
    options: AskOptions<K> = {},
  ): Promise<Answered<K> | null> {
    const { signal, progress, lane = null, priority = 1 } = options;
    if (closed || signal?.aborted) return Promise.resolve(null);
    return new Promise((resolve) => {
      let settled = false;
      const settle = (answer: Answered<JobKind> | null): void => {
        if (settled) return;
        settled = true;
        signal?.removeEventListener('abort', abort);
        resolve(answer as Answered<K> | null);
      };
      const job: Job = {
        id: ++lastId,
        kind,
        request,
        lane,
        priority,
        settle,
        progress: progress
          ? (done, partial, underway) => {
              if (!settled) progress(done, partial as Parameters<typeof progress>[1], underway);
            }
          : null,
      };
      const abort = (): void => {
        settle(null);
        waiting = waiting.filter((w) => w.job !== job);
        members.find((m) => m.job === job)?.stop({ putBack: false, orElse: true });
      };
      signal?.addEventListener('abort', abort);
      if (lane !== null) drop((other) => other.lane === lane);
      put({ job, answer: null });
      dispatch();
    });
  }

  return {
    ask,
    open(text, file) {
      if (closed) return Promise.reject(new Error('the workers were closed'));
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        openings.set(id, { resolve, reject });
        for (const member of members) {
          if (member.job && !bringText.has(member.job.kind)) member.stop({ putBack: true, orElse: true });
          member.open({ job: id, kind: 'open', text, file });
        }
      });
    },
    async solve(request, lane, priority = 1) {
      const answered = await ask('solve', request, { lane, priority });
      return answered && ({ result: answered.value, problems: answered.problems } as Solved);
    },
    keepFree(on) {
      kept = on;
      const first = members[0]!;
      if (on && first.job && first.job.priority > 1) first.stop({ putBack: true, orElse: false });
      dispatch();
    },
    close() {
      closed = true;
      const ending = [...waiting.map((w) => w.job), ...members.flatMap((m) => m.job ?? [])];
      waiting = [];
      for (const member of members) member.close();
      for (const job of ending) job.settle(null);
      for (const { reject } of openings.values()) reject(new Error('the workers were closed'));
      openings.clear();
    },
  };
}
