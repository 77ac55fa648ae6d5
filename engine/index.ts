// The door: everything public, in walk order. Also the table of contents, and the import law (test/architecture.test.ts).

// What every room may say.
export type { Configuration, Days, Logit, PerDay, Probability, Quantity } from './vocabulary/units.ts';
export {
  type Checked,
  didYouMean,
  type Path,
  type Problem,
  ProblemError,
  problem,
  problemText,
} from './vocabulary/problem.ts';
export { canonicalJson, sha256Hex } from './vocabulary/hash.ts';
export { type Abort, Aborted, type Progress } from './vocabulary/ports.ts';
export { engineVersion } from './vocabulary/version.ts';

// 1–3. Article → evidence → stance.
export { type Article, type ArticleMeta, articleOf, normalNewlines } from './reading/article.ts';
export { placeOf } from './reading/anchor.ts';
export { type PoolingConstant, type PoolingConstants, poolingConstants } from './reading/constants.ts';
export type { CrisisFrame, Proposal, ReadActor, Reading, Zone } from './reading/document.ts';
export {
  type Evidence,
  type EvidenceRecord,
  type EvidenceView,
  evidenceOf,
  evidenceViewOf,
  type Statement,
} from './reading/evidence.ts';
export { type Desk, poolStances, type Stance } from './reading/stance.ts';
export {
  agreementBetween as readerAgreementBetween,
  agreementOf as readerAgreementOf,
  appendLines,
  articleFileOf,
  type Decided,
  decidedRecords,
  decisionOn,
  freshId,
  headLine,
  nextUndecided,
  parseReview,
  progressOf,
  proposeAgain,
  type ReaderAgreement,
  type Review,
  type ReviewEvent,
  type ReviewItem,
  readersOf,
  recordOf,
  reviewFileName,
  startReview,
  withEvents,
} from './reading/review.ts';

// 4. Scenario file + variant → bound scenario.
export { type ScenarioFile, scenarioJsonSchema, type VariantSpec } from './scenario/schema.ts';
export { type Expression, parseExpression } from './scenario/expression.ts';
export { type Formula, formulaFunctions, parseFormula } from './scenario/formula.ts';
export type { Failed, FormulaScope, FormulaValue, Known as KnownFigure, Need } from './scenario/formula-lookup.ts';
export { evaluateFormula, type FormulaResult } from './scenario/formula-value.ts';
export { loadScenario, type Scenario } from './scenario/load.ts';
export {
  type ParameterView,
  type ScenarioView,
  type StanceView,
  type VariantView,
  variantsOf,
  viewOf,
} from './scenario/view.ts';
export { type Edit, editScenarioText } from './scenario/edit.ts';
export { type Difference, differencesOf } from './scenario/difference.ts';
export { type BoundScenario, bindVariant } from './scenario/bind.ts';
export { desksOf } from './scenario/desks.ts';
export {
  type LeftOut,
  type StanceCell,
  type StanceReport,
  stancesFrom,
  variantFromRecords,
} from './scenario/from-records.ts';

// 5. Bound scenario → statechart → XState machine.
export { type Statechart, statechartOf } from './statechart/chart.ts';
export { type ChartMachine, machineOf } from './statechart/machine.ts';
export type { Layout } from './statechart/layout.ts';
export { machineFromJson, machineToJson } from './statechart/machine-json.ts';

// 6. Reachable configurations and rates → chain.
export { type Structure, structureOf } from './chain/structure.ts';
export { type Chain, chainOf } from './chain/rates.ts';
export { assertGenerator } from './chain/laws.ts';
export { type UtilityTable, utilityTable } from './chain/utilities.ts';

// 7. Exact answers, samples, and their joint result.
export { incidenceOf, transientOf } from './exact/passage.ts';
export { accumulatedMoments, untilMoments } from './exact/reward.ts';
export { samplePaths, type Tally } from './sample/estimate.ts';
export { type SampleSummary, summaryOf } from './sample/summary.ts';
export { type OutcomeResult, type RewardResult, type Run, runSchema, type VariantResult } from './result/result.ts';
export { type SolveOptions, solveVariant } from './result/solve-variant.ts';
export { runScenario, runVariant, sampleVariant } from './result/run.ts';
export { type Comparison, compareVariants } from './result/compare.ts';
export {
  bandsOf,
  type Draw,
  type Drawer,
  type DrawnBand,
  type Draws,
  type DrawsOptions,
  drawerOf,
  joinDraws,
} from './result/draws.ts';
export { buildGradients, type OutcomeGradient } from './result/outcome-gradient.ts';
export { type PrismFiles, prismOf } from './interchange/prism.ts';
export { articleShare, withoutStances } from './result/article-share.ts';
export {
  type Attribution,
  type CitingParameter,
  type News,
  type NewsDiff,
  type NewsDiffOptions,
  newsDiff,
  type OutcomeMove,
  type RecordOnStance,
  type RecordShare,
  type RuleMove,
  type StanceMove,
} from './result/news-diff.ts';
export { type Agreement, agreementOf } from './result/agreement.ts';
export type { Strength } from './result/sensitivity.ts';
export { replayCheck } from './result/replay-check.ts';
export { type Flow, type Flows, flowsOf } from './result/flows.ts';
export {
  type Option,
  type Options,
  optionsAt,
  type Story,
  type StoryCondition,
  type StoryEvent,
  storyOf,
  takeEvent,
} from './result/story.ts';
export { type MachineAnswer, type MachineOutcome, type SolveMachineOptions, solve } from './result/solve-machine.ts';

// 8. What ships beside a scenario, for the page.
export type { Answers, Band, Bands, CurvesOfVariant } from './result/answers.ts';
