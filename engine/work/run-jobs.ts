// What a worker does for each kind of job (jobs.ts): one function per kind, from its request to its answer. Long ones look up now and then, so that "stop" is heard, and say how far they are.

import { configurationProblems } from '../chain/row.ts';
import { utilityTable } from '../chain/utilities.ts';
import { articleShare } from '../result/article-share.ts';
import { type Draws, drawerOf, drawsSummaryOf, joinDraws } from '../result/draws.ts';
import { flowsOf } from '../result/flows.ts';
import type { VariantResult } from '../result/result.ts';
import { inputsOf, runVariant, samplerOf, withBound } from '../result/run.ts';
import type { StructureCache, Underway } from '../result/solve-variant.ts';
import { optionsAt, storyOf, takeEvent } from '../result/story.ts';
import type { WholeChainCache } from '../result/whole-chain.ts';
import { joinTallies, type Tally } from '../sample/estimate.ts';
import { summaryOf } from '../sample/summary.ts';
import type { BoundScenario } from '../scenario/bind.ts';
import { editScenarioText } from '../scenario/edit.ts';
import { stancesFrom } from '../scenario/from-records.ts';
import { loadScenario, type Scenario } from '../scenario/load.ts';
import { limits } from '../scenario/schema.ts';
import { type VariantView, viewOf } from '../scenario/view.ts';
import { statechartOf } from '../statechart/chart.ts';
import { drawnChartOf } from '../statechart/drawn.ts';
import { machineOf } from '../statechart/machine.ts';
import { machineToJson } from '../statechart/machine-json.ts';
import { type Checked, didYouMean, type Problem, ProblemError, problem } from '../vocabulary/problem.ts';
import type { Days } from '../vocabulary/units.ts';
import type { AnswerOf, JobKind, RequestOf, SolveRequest } from './jobs.ts';

/** What a job may use. */
export interface JobContext<K extends JobKind = JobKind> {
  /** The scenario that was opened last. Throws before the first. */
  readonly scenario: Scenario;
  readonly structures: StructureCache;
  readonly chains: WholeChainCache;
  progress(done: number, partial: AnswerOf<K> | null, underway?: Underway): void;
  /** Lets the worker read its messages; throws Aborted when the job is not wanted any more. */
  breathe(): Promise<void>;
}

type Run<K extends JobKind> = (
  request: RequestOf<K>,
  context: JobContext<K>,
) => Checked<AnswerOf<K>> | Promise<Checked<AnswerOf<K>>>;

export const jobs: { readonly [K in JobKind]: Run<K> } = {
  solve,
  flows({ variant, days }, { scenario }) {
    return bound(scenario, variant, (b) => withDays(b, days, () => ({ value: flowsOf(b, days), problems: [] })));
  },
  story({ variant, ...options }, { scenario, chains }) {
    return bound(scenario, variant, (b) => storyOf(b, { ...options, cache: chains }));
  },
  options({ variant, configuration }, { scenario }) {
    return bound(scenario, variant, (b) => optionsAt(b, configuration));
  },
  take({ variant, configuration, event }, { scenario, chains }) {
    return bound(scenario, variant, (b) => takeEvent(b, configuration, event, chains));
  },
  explain({ variant, configuration, move }, { scenario }) {
    return bound(scenario, variant, (b) => {
      const problems = configurationProblems(b, configuration);
      const moves = b.moves.map((m) => m.id);
      if (!moves.includes(move))
        problems.push(
          problem('unknown-move', `there is no move \`${move}\` in the variant \`${variant.id}\``, {
            repair: didYouMean(move, moves),
          }),
        );
      return problems.length > 0
        ? { value: null, problems }
        : { value: utilityTable(b, configuration, move), problems: [] };
    });
  },
  sample,
  draws,
  async layout(_, { scenario }) {
    const { layoutOf } = await import('../statechart/layout.ts');
    try {
      const { chart, actorOf } = drawnChartOf(scenario);
      return { value: await layoutOf(chart, { scenario: scenario.file.meta.id, actorOf }), problems: [] };
    } catch (error) {
      if (error instanceof ProblemError) return { value: null, problems: error.problems };
      throw error;
    }
  },
  check({ text, file }) {
    const { value, problems } = loadScenario(text, file);
    return { value: value && { view: viewOf(value.file), inputs: inputsOf(value), file: value.file }, problems };
  },
  edit({ text, file, edits }) {
    return editScenarioText(text, file, edits);
  },
  async input({ bytes, name }) {
    const { inputOf } = await import('../reading/input.ts');
    return inputOf(bytes, name);
  },
  // The model of the language is 4 MB: it comes with the first article.
  async read({ text, meta, names }) {
    const [{ readArticle }, { officeHoldersOf }] = await Promise.all([
      import('../reading/read.ts'),
      import('./added-names.ts'),
    ]);
    const { sentences: _, ...answer } = readArticle(text, meta, officeHoldersOf(names));
    return { value: answer, problems: [] };
  },
  stances({ records, ...options }, { scenario }) {
    return { value: stancesFrom(viewOf(scenario.file), records, options), problems: [] };
  },
  articleShare({ variant }, { scenario, structures }) {
    return articleShare(scenario, variant, { cache: structures });
  },
  async diff({ before, after, ...options }, { scenario, structures, progress }) {
    const { newsDiff } = await import('../result/news-diff.ts');
    const told = (done: number, total: number): void => progress(done / total, null);
    return newsDiff(scenario, before, after, { ...options, cache: structures, progress: told });
  },
  async draft({ template, sources }) {
    const { draftOf, draftSourceOf } = await import('../scenario/draft.ts');
    return draftOf(
      template,
      sources.map((s) => draftSourceOf(s.reading, s.review)),
    );
  },
  machine({ variant }, { scenario }) {
    return bound(scenario, variant, (b) => ({
      value: JSON.stringify(machineToJson(machineOf(statechartOf(b)).machine), null, 1),
      problems: [],
    }));
  },
};

/** `withBound` for what itself may find Problems in the request. */
function bound<T>(scenario: Scenario, variant: VariantView, use: (b: BoundScenario) => Checked<T>): Checked<T> {
  const { value, problems } = withBound(scenario, variant, use);
  return value === null ? { value, problems } : { value: value.value, problems: [...problems, ...value.problems] };
}

function withDays<T>(b: BoundScenario, days: readonly Days[] | undefined, use: () => Checked<T>): Checked<T> {
  const ascend = days?.every((d, k) => d >= 0 && d <= b.horizon && (k === 0 || d > days[k - 1]!)) ?? true;
  if (ascend && (days?.length ?? 1) >= 1 && (days?.length ?? 0) <= limits.days) return use();
  const message = `days must ascend between 0 and the horizon of ${b.horizon} days; at most ${limits.days}`;
  return { value: null, problems: [problem('bad-days', message, { repair: 'sort them' })] };
}

/**
 * Where outcomes are named they are solved a few at a time, so that the worker can look up in between; partial answers hold those that are done.
 * Without names all of them are solved in one go, on shared chains.
 */
async function solve(request: SolveRequest, context: JobContext<'solve'>): Promise<Checked<VariantResult>> {
  const { scenario, structures: cache } = context;
  const { variant, days, outcomes, rewards, occupancy } = request;
  const checked = bound(scenario, variant, (b) => withDays(b, days, () => ({ value: true, problems: [] })));
  if (!checked.value) return { value: null, problems: checked.problems };
  const part = { days, cache, outcomes: [] as readonly string[], rewards: [] as readonly string[] };
  const steps = [
    ...(outcomes ? inGroups(outcomes).map((ids) => ({ ...part, outcomes: ids })) : [{ ...part, outcomes: undefined }]),
    ...(rewards?.length === 0 ? [] : [{ ...part, rewards }]),
    ...(occupancy ? [{ ...part, occupancy }] : []),
  ];
  if (steps.length === 0) steps.push(part);
  const underway = told((state) => context.progress(0, null, state));
  let result: VariantResult | null = null;
  for (const [k, step] of steps.entries()) {
    if (k > 0) await context.breathe();
    const { value, problems } = runVariant(scenario, variant, { ...step, underway });
    if (!value) return { value, problems };
    result = result === null ? value : joined(result, value);
    context.progress((k + 1) / steps.length, result);
  }
  return { value: result, problems: checked.problems };
}

/** Solving that takes less needs no report; then some a second. */
const quietMilliseconds = 1500;
const reportMilliseconds = 200;

function told(tell: (state: Underway) => void): (state: Underway) => void {
  let next = performance.now() + quietMilliseconds;
  return (state) => {
    const now = performance.now();
    if (now < next) return;
    next = now + reportMilliseconds;
    tell(state);
  };
}

/** Each group binds the variant again (some milliseconds), so they are not too small. */
const groupSize = 4;
const inGroups = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / groupSize) }, (_, g) => ids.slice(g * groupSize, (g + 1) * groupSize));

function joined(a: VariantResult, b: VariantResult): VariantResult {
  return {
    ...a,
    ...b,
    outcomes: { ...a.outcomes, ...b.outcomes },
    rewards: { ...a.rewards, ...b.rewards },
    truncation: Math.max(a.truncation, b.truncation),
  };
}

const mostPaths = 200_000;
const mostDraws = 8_192;

function countProblems(count: number, most: number, what: string): Problem[] {
  if (Number.isInteger(count) && count >= 1 && count <= most) return [];
  const message = `${count} ${what} here; 1 to ${most.toLocaleString('en')} can`;
  return [problem('bad-count', message, { repair: 'the command line takes more' })];
}

/** In blocks of paths; after each, what is known so far. */
async function sample(
  { variant, seed, count }: RequestOf<'sample'>,
  context: JobContext<'sample'>,
): Promise<Checked<AnswerOf<'sample'>>> {
  const refused = countProblems(count, mostPaths, 'paths cannot be sampled');
  if (refused.length > 0) return { value: null, problems: refused };
  const { value: sampler, problems } = withBound(context.scenario, variant, (b) => samplerOf(b));
  if (!sampler) return { value: null, problems };
  // Five blocks where few paths are asked for; never so long that "stop" has to wait. Of many blocks only some are told.
  const block = Math.min(2_000, Math.max(50, Math.ceil(count / 5)));
  const told = Math.max(block, count / 20);
  let tally: Tally | null = null;
  let untold: Tally[] = [];
  for (let from = 0; from < count; from += block) {
    if (from > 0) await context.breathe();
    const sampled = withBound(context.scenario, variant, () =>
      sampler({ seed, from, count: Math.min(block, count - from) }),
    );
    if (!sampled.value) return { value: null, problems: sampled.problems };
    untold.push(sampled.value);
    const done = Math.min(count, from + block);
    if (done < count && done - (tally?.paths ?? 0) < told) continue;
    tally = joinTallies(tally === null ? untold : [tally, ...untold]);
    untold = [];
    if (done < count) context.progress(done / count, summaryOf(tally));
  }
  return { value: summaryOf(tally!), problems };
}

/** One by one, as each takes a while; now and then, what is known so far. */
async function draws(
  { variant, seed, count }: RequestOf<'draws'>,
  context: JobContext<'draws'>,
): Promise<Checked<AnswerOf<'draws'>>> {
  const refused = countProblems(count, mostDraws, 'draws cannot be solved');
  if (refused.length > 0) return { value: null, problems: refused };
  const { value: drawer, problems } = drawerOf(context.scenario, variant, { seed, cache: context.structures });
  if (!drawer) return { value: null, problems };
  const told = Math.max(8, count / 16);
  const blocks: Draws[] = [];
  for (let done = 1, next = told; done <= count; done++) {
    await context.breathe();
    blocks.push(drawer(done - 1, 1));
    if (done === count) break;
    const tells = done >= next;
    if (tells) next += told;
    context.progress(done / count, tells ? drawsSummaryOf(joinDraws(blocks)) : null);
  }
  return { value: drawsSummaryOf(joinDraws(blocks)), problems };
}
