// What crosses between the page and a worker, as plain data. Every message carries the id of its job.
import type { Underway } from '../result/solve-variant.ts';
import type { ScenarioView } from '../scenario/view.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { AnswerOf, JobKind, RequestOf } from './jobs.ts';

/** What the page shows of a scenario text that was put on the workers. */
export interface Opened {
  /** Null when the text has an error; the scenario before it then stays in place. */
  readonly view: ScenarioView | null;
  readonly problems: readonly Problem[];
  /** SHA-256 of the canonical bound base scenario. */
  readonly inputs: string | null;
}

export interface OpenMessage {
  readonly job: number;
  readonly kind: 'open';
  readonly text: string;
  readonly file: string;
}

export interface AskMessage<K extends JobKind = JobKind> {
  readonly job: number;
  readonly kind: 'ask';
  readonly ask: K;
  readonly request: RequestOf<K>;
  /** Whether anybody listens to its progress. */
  readonly progress: boolean;
}

export type ToWorker =
  | OpenMessage
  | AskMessage
  /** The answer is not wanted any more: a job that looks up now and then ends with `stopped`. */
  | { readonly job: number; readonly kind: 'stop' };

export type FromWorker =
  | { readonly job: number; readonly kind: 'opened'; readonly opened: Opened }
  | {
      readonly job: number;
      readonly kind: 'progress';
      readonly done: number;
      readonly partial: unknown;
      readonly underway?: Underway;
    }
  | {
      readonly job: number;
      readonly kind: 'answered';
      readonly value: AnswerOf<JobKind> | null;
      readonly problems: readonly Problem[];
    }
  | { readonly job: number; readonly kind: 'stopped' }
  /** The engine threw: our mistake. */
  | { readonly job: number; readonly kind: 'broken'; readonly message: string };
