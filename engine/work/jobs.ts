// What can be asked of a worker: each kind of job with its request and its answer, all plain data. The page's side is client.ts, the worker's side worker.ts.
import type { UtilityTable } from '../chain/utilities.ts';
import type { ArticleMeta } from '../reading/article.ts';
import type { PoolingConstants } from '../reading/constants.ts';
import type { Reading } from '../reading/document.ts';
import type { Evidence } from '../reading/evidence.ts';
import type { ArticleInput } from '../reading/input.ts';
import type { NameAdded, Review } from '../reading/review.ts';
import type { Comparison } from '../result/compare.ts';
import type { DrawsSummary } from '../result/draws.ts';
import type { Flows } from '../result/flows.ts';
import type { News, NewsDiff } from '../result/news-diff.ts';
import type { VariantResult } from '../result/result.ts';
import type { Underway } from '../result/solve-variant.ts';
import type { Options, Story, StoryCondition } from '../result/story.ts';
import type { SampleSummary } from '../sample/summary.ts';
import type { DraftReport } from '../scenario/draft.ts';
import type { Edit } from '../scenario/edit.ts';
import type { StanceReport } from '../scenario/from-records.ts';
import type { ScenarioFile } from '../scenario/schema.ts';
import type { ScenarioView, VariantView } from '../scenario/view.ts';
import type { Layout } from '../statechart/layout.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { Configuration, Days } from '../vocabulary/units.ts';

/** What to solve of one variant. */
export interface SolveRequest {
  readonly variant: VariantView;
  /** Ids of outcomes and rewards; left out: all of them. */
  readonly outcomes?: readonly string[];
  readonly rewards?: readonly string[];
  /** Days to report, ascending; left out: the file's `days_reported`. */
  readonly days?: readonly Days[];
  /** Also the probability of every state on each day. */
  readonly occupancy?: boolean;
}

export interface StoryRequest {
  readonly variant: VariantView;
  readonly seed: number;
  readonly path: number;
  /** Where and when to begin; left out: the variant's start, day 0. */
  readonly from?: { readonly configuration: Configuration; readonly day: Days };
  /** Actors whose moves do not happen by themselves (somebody plays them). */
  readonly without?: readonly string[];
  /** Stop after so many events; left out: at the horizon. */
  readonly atMost?: number;
  /** The first path from `path` on (2,000 are tried) in which this holds; left out: `path` itself. */
  readonly where?: StoryCondition;
}

/** What the page needs of a reading: the words of its sentences stay in the worker. */
export type ReadAnswer = Omit<Reading, 'sentences'>;

export interface Jobs {
  readonly solve: { readonly request: SolveRequest; readonly answer: VariantResult };
  /** Transitions inside each region: how often, by day, and how strongly on the day (result/flows.ts). */
  readonly flows: {
    readonly request: { readonly variant: VariantView; readonly days?: readonly Days[] };
    readonly answer: Flows;
  };
  /** One sampled path, driven through the XState machine. */
  readonly story: { readonly request: StoryRequest; readonly answer: Story };
  /** Everything that can happen next in one configuration, with rates. */
  readonly options: {
    readonly request: { readonly variant: VariantView; readonly configuration: Configuration };
    readonly answer: Options;
  };
  /** The configuration after an event, by XState's own machine; a Problem when the event is not possible there. */
  readonly take: {
    readonly request: { readonly variant: VariantView; readonly configuration: Configuration; readonly event: string };
    readonly answer: Configuration;
  };
  /** "Why does Iran accept?": a move's utilities taken apart. */
  readonly explain: {
    readonly request: { readonly variant: VariantView; readonly configuration: Configuration; readonly move: string };
    readonly answer: UtilityTable;
  };
  /** Sampled answers beside the exact ones; `partial` answers while it runs. */
  readonly sample: {
    readonly request: { readonly variant: VariantView; readonly seed: number; readonly count: number };
    readonly answer: SampleSummary;
  };
  /** Exact answers over everything that is uncertain; `partial` answers while it runs. */
  readonly draws: {
    readonly request: { readonly variant: VariantView; readonly seed: number; readonly count: number };
    readonly answer: DrawsSummary;
  };
  /** Positions of states and arrows for drawing. */
  readonly layout: { readonly request: { readonly variant: VariantView }; readonly answer: Layout };
  /** Checks a scenario text without taking it: what is wrong, and what the page would show of it. */
  readonly check: {
    readonly request: { readonly text: string; readonly file: string };
    /** `file` is the parsed file, for forms. */
    readonly answer: { readonly view: ScenarioView; readonly inputs: string | null; readonly file: ScenarioFile };
  };
  /** Changes a scenario text at some places, keeping comments and layout of the rest. */
  readonly edit: {
    readonly request: { readonly text: string; readonly file: string; readonly edits: readonly Edit[] };
    readonly answer: string;
  };
  /** The XState machine of a variant as JSON, for download. */
  readonly machine: { readonly request: { readonly variant: VariantView }; readonly answer: string };
  /** A file's bytes, or those of a pasted text, as an article's text, with what the file says of itself. */
  readonly input: {
    readonly request: { readonly bytes: Uint8Array; readonly name: string };
    readonly answer: ArticleInput;
  };
  /** Reads an article: who says what. `names`: office-holders and other names that the reader knows. */
  readonly read: {
    readonly request: { readonly text: string; readonly meta: ArticleMeta; readonly names: readonly NameAdded[] };
    readonly answer: ReadAnswer;
  };
  /** Every stance as these records have it, beside the open scenario's own. */
  readonly stances: {
    readonly request: {
      readonly records: readonly Evidence[];
      /** Left out: the day of the newest record. */
      readonly asOf?: string;
      /** Changed ones only. */
      readonly constants?: Partial<PoolingConstants>;
    };
    readonly answer: StanceReport;
  };
  /** The variant against itself with every stance at 0. */
  readonly articleShare: { readonly request: { readonly variant: VariantView }; readonly answer: Comparison };
  /** What the news between two states of the records changed in base, and which record did it. Some seconds. */
  readonly diff: {
    readonly request: {
      readonly before: News;
      readonly after: News;
      readonly outcomes?: readonly string[];
      readonly day?: Days;
      readonly keepOverrides?: boolean;
      readonly constants?: Partial<PoolingConstants>;
    };
    readonly answer: NewsDiff;
  };
  /** A first scenario from articles: a template's text with its roles bound and its stances pooled. */
  readonly draft: {
    readonly request: {
      readonly template: string;
      readonly sources: readonly { readonly reading: Reading; readonly review: Review }[];
    };
    readonly answer: { readonly text: string; readonly report: DraftReport };
  };
}

export type JobKind = keyof Jobs;
export type RequestOf<K extends JobKind> = Jobs[K]['request'];
export type AnswerOf<K extends JobKind> = Jobs[K]['answer'];

/** An answer, or what stands in its way; warnings may come with an answer. */
export type Answered<K extends JobKind> =
  | { readonly value: AnswerOf<K>; readonly problems: readonly Problem[] }
  | { readonly value: null; readonly problems: readonly Problem[] };

export interface AskOptions<K extends JobKind> {
  /** Names what is asked ("focus", "flows"); a waiting job of the same lane is dropped. Left out: a lane of its own. */
  readonly lane?: string;
  /** Lower goes first (default 1). Above 1: background, which leaves one worker free while something is being dragged. */
  readonly priority?: number;
  /** Aborted: the promise resolves to null at once; a job that runs on is ended within 500 ms with its worker, which is replaced. */
  readonly signal?: AbortSignal;
  /** Share done from 0 to 1 and, for jobs that sharpen, the answer so far; for solving that takes seconds, what it is at. */
  readonly progress?: (done: number, partial: AnswerOf<K> | null, underway: Underway | null) => void;
}
