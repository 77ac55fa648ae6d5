// The bench → Content for exports: asks the engine for what is not known yet, reads what the page's cells show, loads evidence and the scenario's text. The only part of exporting that waits.
import { engineVersion, sha256Hex } from '../../engine/index.ts';
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
  /** False: what the page knows of each variant is enough. */
  readonly results?: boolean;
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
    needs.results === false
      ? new Map<string, Known>()
      : completed(bench, daysOf(bench), { ...work, progress: (done) => progress?.(done * (1 - driversShare)) }),
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

/** By variant id: every outcome, reward and state on each day. What the page knows already is not asked again; what cannot be solved stays as it is. */
async function completed(
  bench: Bench,
  days: readonly number[],
  { signal, progress }: LongWork,
): Promise<ReadonlyMap<string, Known>> {
  const { variants } = bench.document;
  const { outcomes, rewards } = bench.model.view;
  const isComplete = ({ result }: Known): boolean =>
    result?.occupancy !== undefined &&
    outcomes.every((o) => result.outcomes[o.id] !== undefined) &&
    rewards.every((r) => result.rewards[r.id] !== undefined) &&
    days.every((day) => result.days.includes(day));
  let done = 0;
  const solved = async (variant: DocumentVariant): Promise<readonly [string, Known]> => {
    const before = bench.knownOf(variant);
    const answered =
      isComplete(before) && !bench.isBusy(variant)
        ? null
        : await bench.ask(
            'solve',
            { variant: toVariantView(variant), days, occupancy: true },
            { priority: 3, ...(signal ? { signal } : {}) },
          );
    progress?.(++done / variants.length);
    return [variant.id, answered?.value == null ? before : { result: answered.value, curves: before.curves }];
  };
  return new Map(await Promise.all(variants.map(solved)));
}

async function outputsOf(bench: Bench, { signal }: LongWork): Promise<ReadonlyMap<string, CellOutput>> {
  const outputs = new Map(outputsOnPage(bench));
  for (const cell of bench.document.cells) {
    if (cell.kind !== 'replay') continue;
    const variant = cell.variant === null ? bench.selected : variantOf(bench.document, cell.variant);
    const answered = await bench.ask(
      'story',
      { variant: toVariantView(variant), seed: cell.seed, path: cell.path },
      { priority: 3, ...(signal ? { signal } : {}) },
    );
    if (answered?.value != null) outputs.set(cell.id, { ...outputs.get(cell.id), story: answered.value });
  }
  return outputs;
}
