// What threads tell each other without messages, which a busy thread does not read: the next task, how far everybody is, and when to stop.
import type { Watch } from './tasks.ts';

/** Position 0: 0, `stopNow` or `noMoreTasks`. Position 1: the task that nobody has taken yet. Position 2 + member: how much that member has finished of its task. */
export type SharedState = Int32Array;
export const shared = { stop: 0, next: 1, done: 2 } as const;
/** Tasks end where they are. */
export const stopNow = 1;
/** Tasks that have begun go on. */
export const noMoreTasks = 2;

/** The next task that nobody has taken; null when none is left or no more begin. */
export function takeTask(state: SharedState, count: number): number | null {
  if (Atomics.load(state, shared.stop) !== 0) return null;
  const k = Atomics.add(state, shared.next, 1);
  return k < count ? k : null;
}

/** How a member stops and tells how far it is. */
export function watchOf(state: SharedState, member: number): Watch {
  return {
    abort: {
      get aborted() {
        return Atomics.load(state, shared.stop) === stopNow;
      },
    },
    progress: (done) => void Atomics.store(state, shared.done + member, done),
  };
}
