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

export type Solved = { readonly result: VariantResult; readonly problems: readonly Problem[] } | { readonly result: null; readonly problems: readonly Problem[] };

export type ToWorker =
  | { readonly job: number; readonly kind: 'open'; readonly text: string; readonly file: string }
  | { readonly job: number; readonly kind: 'solve'; readonly request: SolveRequest };

export type FromWorker = { readonly job: number; readonly kind: 'opened'; readonly opened: Opened } | { readonly job: number; readonly kind: 'solved'; readonly solved: Solved } | { readonly job: number; readonly kind: 'broken'; readonly message: string };

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
