// What the command line's threads share out: tasks on one scenario, each with its answer, all plain data. A task's answer depends on the task alone, so that it does not matter who does it.
import { type Drawer, type Draws, drawerOf } from '../result/draws.ts';
import type { VariantResult } from '../result/result.ts';
import { runVariant, samplerOf, withBound } from '../result/run.ts';
import type { StructureCache } from '../result/solve-variant.ts';
import type { Tally } from '../sample/estimate.ts';
import type { Scenario } from '../scenario/load.ts';
import type { VariantView } from '../scenario/view.ts';
import { type Abort, Aborted } from '../vocabulary/ports.ts';
import type { Checked } from '../vocabulary/problem.ts';
import type { Days } from '../vocabulary/units.ts';

interface OfVariant {
  readonly variant: VariantView;
  /** Ascending; left out: the scenario's reported days. */
  readonly days?: readonly Days[] | undefined;
  readonly maxConfigurations?: number | undefined;
  /** Bytes that a chain may take with a sweep over it. */
  readonly maxBytes?: number | undefined;
}

/** Numbers from ≤ n < from + count of what a seed gives. */
export interface Block extends OfVariant {
  /** Of paths: without listing configurations, however few there are. */
  readonly local?: boolean | undefined;
  readonly seed: number;
  readonly from: number;
  readonly count: number;
}

export interface Tasks {
  /** One variant, exactly. */
  readonly solve: { readonly task: OfVariant; readonly answer: VariantResult };
  /** Sampled paths. */
  readonly paths: { readonly task: Block; readonly answer: Tally };
  /** Draws over the prior. */
  readonly draws: { readonly task: Block; readonly answer: Draws };
}
export type TaskKind = keyof Tasks;
export type Task<K extends TaskKind> = Tasks[K]['task'];
export type TaskAnswer<K extends TaskKind> = Tasks[K]['answer'];

/** Does one task after the other; null: stopped before anything of it was finished. */
export type Doer<K extends TaskKind> = (task: Task<K>) => Checked<TaskAnswer<K>> | null;

/** How a doer is stopped, and how it tells how much of its task is finished (blocks: paths or draws). */
export interface Watch {
  readonly abort: Abort;
  readonly progress: (done: number) => void;
}

/** A doer keeps what the next task may need as well: structures, and what a variant's blocks share. */
export function buildDoer<K extends TaskKind>(kind: K, scenario: Scenario, watch: Watch): Doer<K> {
  const doer = doers[kind](scenario, watch);
  return (task) => {
    try {
      return doer(task);
    } catch (error) {
      if (error instanceof Aborted) return null;
      throw error;
    }
  };
}

const doers: { readonly [K in TaskKind]: (scenario: Scenario, watch: Watch) => Doer<K> } = {
  solve(scenario) {
    const cache: StructureCache = new Map();
    return ({ variant, ...options }) => runVariant(scenario, variant, { ...options, cache });
  },
  paths(scenario, { abort, progress }) {
    const samplerFor = keptWhile(({ variant, ...options }: Task<'paths'>) =>
      withBound(scenario, variant, (bound) => samplerOf(bound, options)),
    );
    return (task) => {
      const { value: sampler, problems } = samplerFor(task);
      if (!sampler) return { value: null, problems };
      const { variant, seed, from, count, days } = task;
      const sampled = withBound(scenario, variant, () => sampler({ seed, from, count, days, abort, progress }));
      return sampled.value ? { value: sampled.value, problems } : sampled;
    };
  },
  draws(scenario, { abort, progress }) {
    const cache: StructureCache = new Map();
    const drawerFor = keptWhile(
      ({ variant, ...options }: Task<'draws'>): Checked<Drawer> =>
        drawerOf(scenario, variant, { ...options, cache, abort }),
    );
    return (task) => {
      const { value: drawer, problems } = drawerFor(task);
      if (!drawer) return { value: null, problems };
      const value = drawer(task.from, task.count, progress);
      return value.draws.length + value.failed.length > 0 ? { value, problems } : null;
    };
  },
};

/** What is made for a block is kept for the next one, while only its numbers change: blocks of a variant come one after the other. */
function keptWhile<T>(make: (task: Block) => T): (task: Block) => T {
  let kept: { readonly key: string; readonly made: T } | null = null;
  return (task) => {
    const key = JSON.stringify({ ...task, from: 0, count: 0 });
    if (kept?.key !== key) kept = { key, made: make(task) };
    return kept.made;
  };
}
