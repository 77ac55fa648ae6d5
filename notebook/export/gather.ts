// The bench → Content for exports: asks the engine for what is not known yet, reads what the page's cells show, loads evidence and the scenario's text. The only part of exporting that waits.
import { engineVersion, type ScenarioView, sha256Hex, type VariantResult } from '../../engine/index.ts';
import type { Bench } from '../bench.ts';
import { caveatsOf } from '../cells/caveats.tsx';
import { type DocumentVariant, toVariantView, variantOf } from '../document/document.ts';
import { loadEvidence } from '../evidence.ts';
import type { Known } from '../figures.ts';
import { pathsChart } from './charts.ts';
import type { CellOutput, Content } from './content.ts';
import { driversOf, type LongWork } from './drivers.ts';
import { outputsOnPage } from './outputs.ts';
import type { Provenance } from './provenance.ts';

export interface Needs {
  /** Of every variant on every day; what is left out may be unknown where the page has not asked yet. */
  readonly outcomes?: boolean;
  readonly rewards?: boolean;
  readonly states?: boolean;
  /** So many inputs that move the paths most. */
  readonly drivers?: number;
  readonly chart?: boolean;
  /** What the cells show, and the story of each replay cell. */
  readonly cells?: boolean;
}

/** Null when stopped on the way. */
export async function contentOf(bench: Bench, needs: Needs, work: LongWork = {}): Promise<Content | null> {
  const { model, document, selected, base } = bench;
  const { signal, progress } = work;
  const driversShare = needs.drivers === undefined ? 0 : 0.5;
  const [text, evidence, known] = await Promise.all([
    scenarioText(bench),
    loadEvidence(),
    completed(bench, needs, { ...work, progress: (done) => progress?.(done * (1 - driversShare)) }),
  ]);
  const drivers =
    needs.drivers === undefined
      ? []
      : await driversOf(bench, selected, document.day, needs.drivers, {
          ...work,
          progress: (done) => progress?.(1 - driversShare + done * driversShare),
        });
  const outputs = needs.cells ? await outputsOf(bench, work) : new Map<string, CellOutput>();
  if (signal?.aborted) return null;
  const content: Content = {
    model,
    document,
    selected,
    base,
    knownOf: (v) => known.get(v.id) ?? bench.knownOf(v),
    provenance: provenanceOf(bench, sha256Hex(text), new Date()),
    evidence,
    outputs,
    drivers,
    chart: null,
    limits: caveatsOf(model.view),
    language: {
      tag: globalThis.document.documentElement.lang || 'en',
      direction: globalThis.document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr',
    },
  };
  return needs.chart ? { ...content, chart: pathsChart(content) } : content;
}

/** The scenario's text as it stands, edited or shipped. */
export async function scenarioText({ model, document }: Pick<Bench, 'model' | 'document'>): Promise<string> {
  return document.scenario.text ?? (await model.text());
}

export function provenanceOf(
  { model, document }: Pick<Bench, 'model' | 'document'>,
  fileHash: string | null,
  now: Date,
): Provenance {
  const isHash = /^[0-9a-f]{64}$/.test(model.key);
  return {
    title: model.view.title,
    scenario: model.view.id,
    asOf: model.view.asOf,
    engine: `standoff ${engineVersion}`,
    inputs: isHash ? model.key : document.scenario.inputs || 'unknown',
    file: model.file,
    fileHash,
    edited: document.scenario.text !== null,
    document: document.id,
    made: `${now.toISOString().slice(0, 19)}Z`,
    seeds: [...new Set(document.cells.flatMap((c) => (c.kind === 'replay' ? [c.seed] : [])))],
  };
}

/** Reported days, and those that the document looks at. */
function daysOf({ model, document }: Bench): readonly number[] {
  const looked = document.cells.flatMap((c) => (c.kind === 'compare' || c.kind === 'statechart' ? [c.day] : []));
  return [...new Set([...model.view.days, document.day, ...looked])]
    .filter((day) => day <= model.view.horizon)
    .sort((a, b) => a - b);
}

/** By variant id. What the page knows already is not asked again; what cannot be solved stays as it is. */
async function completed(
  bench: Bench,
  needs: Needs,
  { signal, progress }: LongWork,
): Promise<ReadonlyMap<string, Known>> {
  const { variants } = bench.document;
  const days = daysOf(bench);
  let done = 0;
  const solved = async (variant: DocumentVariant): Promise<readonly [string, Known]> => {
    const before = bench.knownOf(variant);
    const request = missingOf(bench.isBusy(variant) ? null : before.result, bench.model.view, needs, days);
    const answered =
      request === null
        ? null
        : await bench.ask(
            'solve',
            { variant: toVariantView(variant), days, ...request },
            { priority: 1, ...(signal ? { signal } : {}) },
          );
    progress?.(++done / variants.length);
    return [
      variant.id,
      answered?.value == null ? before : { ...before, result: joined(before.result, answered.value) },
    ];
  };
  return new Map(await Promise.all(variants.map(solved)));
}

/** What to ask so that a result holds all that is needed on these days; null: nothing. */
export function missingOf(
  result: VariantResult | null,
  view: Pick<ScenarioView, 'outcomes' | 'rewards'>,
  needs: Needs,
  days: readonly number[],
): { outcomes: readonly string[]; rewards: readonly string[]; occupancy: boolean } | null {
  const covers = (byDay: Readonly<Record<string, unknown>> | undefined): boolean =>
    byDay !== undefined && days.every((day) => Object.hasOwn(byDay, String(day)));
  const lacking = (wanted: boolean | undefined, all: readonly { id: string }[], known: ByDays | undefined): string[] =>
    wanted ? all.flatMap(({ id }) => (covers(known?.[id]?.byDay) ? [] : [id])) : [];
  const outcomes = lacking(needs.outcomes, view.outcomes, result?.outcomes);
  const rewards = lacking(needs.rewards, view.rewards, result?.rewards);
  const occupancy =
    needs.states === true && (result?.occupancy === undefined || !days.every((day) => result.days.includes(day)));
  return outcomes.length + rewards.length > 0 || occupancy ? { outcomes, rewards, occupancy } : null;
}

type ByDays = Readonly<Record<string, { readonly byDay: Readonly<Record<string, unknown>> }>>;

/** The newer one laid over the older; `days` stay with the states that they belong to. */
function joined(before: VariantResult | null, after: VariantResult): VariantResult {
  if (before === null) return after;
  const states = after.occupancy === undefined ? before : after;
  return {
    ...before,
    ...after,
    outcomes: { ...before.outcomes, ...after.outcomes },
    rewards: { ...before.rewards, ...after.rewards },
    occupancy: states.occupancy,
    days: states.days,
  };
}

async function outputsOf(bench: Bench, { signal }: LongWork): Promise<ReadonlyMap<string, CellOutput>> {
  const outputs = new Map(outputsOnPage(bench));
  for (const cell of bench.document.cells) {
    if (cell.kind !== 'replay') continue;
    const variant = cell.variant === null ? bench.selected : variantOf(bench.document, cell.variant);
    const answered = await bench.ask(
      'story',
      { variant: toVariantView(variant), seed: cell.seed, path: cell.path },
      { priority: 1, ...(signal ? { signal } : {}) },
    );
    if (answered?.value != null) outputs.set(cell.id, { ...outputs.get(cell.id), story: answered.value });
  }
  return outputs;
}
