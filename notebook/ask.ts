// How the page asks the engine: any job of work/jobs.ts for the model on the bench, once its workers run. Answers to the same question are kept, so that going back is free.
import type { Answered, AskOptions, JobKind, RequestOf } from '../engine/work/client.ts';

/**
 * Resolves to null when a newer question of the same lane took its place, the signal was aborted or the model was replaced.
 * Waits for the engine to start; never rejects for what is wrong with a scenario (`problems` says it).
 */
export type Ask = <K extends JobKind>(
  kind: K,
  request: RequestOf<K>,
  options?: AskOptions<K>,
) => Promise<Answered<K> | null>;
