// The page's side of the worker: open a scenario text once, then ask for variants. Every message carries a job id; a newer job of the same lane replaces an older one that has not begun.
import type { VariantResult } from '../result/result.ts';
import type { ScenarioView, VariantView } from '../scenario/view.ts';
import type { Problem } from '../vocabulary/problem.ts';

/** What to solve of one variant. */
export interface SolveRequest {
  readonly variant: VariantView;
  /** Ids of outcomes and rewards; left out: all of them. */
  readonly outcomes?: readonly string[];
  readonly rewards?: readonly string[];
  /** Days to report, ascending; left out: the file's `days_reported`. */
  readonly days?: readonly number[];
  /** Also the probability of every state on each day. */
  readonly occupancy?: boolean;
}

export interface Opened {
  readonly view: ScenarioView | null;
  readonly problems: readonly Problem[];
  /** SHA-256 of the canonical bound base scenario. */
  readonly inputs: string | null;
}

export type Solved =
  | { readonly result: VariantResult; readonly problems: readonly Problem[] }
  | { readonly result: null; readonly problems: readonly Problem[] };

export type ToWorker =
  | { readonly job: number; readonly kind: 'open'; readonly text: string; readonly file: string }
  | { readonly job: number; readonly kind: 'solve'; readonly request: SolveRequest };

export type FromWorker =
  | { readonly job: number; readonly kind: 'opened'; readonly opened: Opened }
  | { readonly job: number; readonly kind: 'solved'; readonly solved: Solved }
  | { readonly job: number; readonly kind: 'broken'; readonly message: string };

export interface WorkClient {
  /** Parses, checks and keeps a scenario text in every worker. Resolves with what the page shows of it. */
  open(text: string, file: string): Promise<Opened>;
  /**
   * Solves one variant. `lane` names what is asked ("focus", "variant:base"); a waiting job of the same lane is dropped and resolves to null.
   * Lower `priority` goes first (default 1).
   */
  solve(request: SolveRequest, lane: string, priority?: number): Promise<Solved | null>;
  /** Ends the workers; pending jobs resolve to null. */
  close(): void;
}

interface Waiting {
  readonly job: number;
  readonly request: SolveRequest;
  readonly lane: string;
  readonly priority: number;
  readonly resolve: (solved: Solved | null) => void;
}

interface Member {
  readonly worker: Worker;
  /** The first worker never takes background jobs, so that the dragged thing finds it free. */
  readonly mostPriority: number;
  busy: boolean;
}

/** Starts the page's workers: two, of which the first is kept free of jobs with priority above 1. */
export function startWorkers(): WorkClient {
  let lastJob = 0;
  const openings = new Map<
    number,
    { left: number; answer: Opened | null; resolve: (opened: Opened) => void; reject: (error: Error) => void }
  >();
  const running = new Map<number, Waiting>();
  let waiting: Waiting[] = [];
  let opened = false;

  const members: Member[] = [1, Number.POSITIVE_INFINITY].map((mostPriority) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    const member: Member = { worker, mostPriority, busy: false };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>): void => receive(member, data);
    worker.onerror = (event): void => {
      for (const [job, o] of openings) {
        openings.delete(job);
        o.reject(new Error(`the worker could not start: ${event.message || 'unknown reason'}`));
      }
    };
    return member;
  });

  function receive(member: Member, message: FromWorker): void {
    if (message.kind === 'opened') {
      const opening = openings.get(message.job);
      if (!opening) return;
      opening.answer = message.opened;
      if (--opening.left > 0) return;
      openings.delete(message.job);
      opened = true;
      opening.resolve(opening.answer);
      dispatch();
      return;
    }
    member.busy = false;
    const job = running.get(message.job);
    running.delete(message.job);
    if (message.kind === 'solved') job?.resolve(message.solved);
    else
      job?.resolve({
        result: null,
        problems: [
          {
            code: 'broken',
            severity: 'error',
            message: `the engine broke: ${message.message}`,
            repair: 'this is our mistake; please report it with the scenario',
          },
        ],
      });
    dispatch();
  }

  function dispatch(): void {
    if (!opened) return;
    for (const member of members) {
      if (member.busy) continue;
      const at = waiting.findIndex((w) => w.priority <= member.mostPriority);
      if (at < 0) continue;
      const [next] = waiting.splice(at, 1) as [Waiting];
      member.busy = true;
      running.set(next.job, next);
      member.worker.postMessage({ job: next.job, kind: 'solve', request: next.request } satisfies ToWorker);
    }
  }

  return {
    open(text, file) {
      const job = ++lastJob;
      return new Promise((resolve, reject) => {
        openings.set(job, { left: members.length, answer: null, resolve, reject });
        for (const { worker } of members) worker.postMessage({ job, kind: 'open', text, file } satisfies ToWorker);
      });
    },
    solve(request, lane, priority = 1) {
      for (const stale of waiting.filter((w) => w.lane === lane)) stale.resolve(null);
      waiting = waiting.filter((w) => w.lane !== lane);
      return new Promise((resolve) => {
        waiting.push({ job: ++lastJob, request, lane, priority, resolve });
        waiting.sort((a, b) => a.priority - b.priority || a.job - b.job);
        dispatch();
      });
    },
    close() {
      for (const { worker } of members) worker.terminate();
      for (const w of [...waiting, ...running.values()]) w.resolve(null);
      waiting = [];
      running.clear();
    },
  };
}
