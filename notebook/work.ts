// Keeps answers in step with the document. Enters: the document after every change, and whether something is being dragged. Leaves: what is known of each variant, and how far the engine has confirmed the shipped answers.
import type { Problem, VariantResult } from '../engine/index.ts';
import type { Solved, SolveRequest, WorkClient } from '../engine/work/client.ts';
import { contentKey, type DocumentVariant, type NotebookDocument, toVariantView, variantOf } from './document.ts';
import { firstRaceOf, type Known, probabilitiesOf } from './figures.ts';
import type { Shipped } from './shipped.ts';

export interface Confirmation {
  /** shipped: nothing run yet · confirming · confirmed · differs: the engine's own figures are shown · broken: the engine could not run. */
  readonly phase: 'shipped' | 'confirming' | 'confirmed' | 'differs' | 'broken';
  readonly done: number;
  readonly total: number;
  /** Largest difference between a shipped and a computed probability so far. */
  readonly largest: number;
  /** Up to three figures that differ, in words; or why the engine is broken. */
  readonly details: readonly string[];
}

export interface WorkState {
  readonly confirmation: Confirmation;
  /** By content of the variant, so that going back is free. */
  readonly known: ReadonlyMap<string, KnownFully>;
  /** Content keys being computed. */
  readonly underWay: ReadonlySet<string>;
  /** Problems of the last solve that failed, by content key. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
}

export interface KnownFully extends Known {
  /** All outcomes on all reported days, from the running engine. */
  readonly computed: boolean;
}

export interface Ports {
  readonly shipped: Shipped;
  /** The scenario's own variants, as the document opens with them. */
  readonly variants: readonly DocumentVariant[];
  readonly start: () => Promise<WorkClient>;
  readonly text: () => Promise<string>;
  readonly file: string;
  readonly changed: (state: WorkState) => void;
}

export interface Work {
  readonly state: () => WorkState;
  /** Loads the engine; call after the first paint. */
  readonly begin: () => Promise<void>;
  readonly follow: (document: NotebookDocument, dragging: boolean) => void;
}

/** Shipped and computed figures agree when no probability differs by more than this. */
const tolerance = 1e-6;
const idleMilliseconds = 150;

export function createWork(ports: Ports): Work {
  const { shipped } = ports;
  const daily = Array.from({ length: Math.round(shipped.view.horizon) + 1 }, (_, day) => day);
  const race = firstRaceOf(shipped.view)?.id ?? null;
  const known = new Map<string, KnownFully>();
  const underWay = new Set<string>();
  const problems = new Map<string, readonly Problem[]>();
  const toConfirm = new Map(ports.variants.map((v) => [contentKey(v), v.id] as const));
  let confirmation: Confirmation = { phase: 'shipped', done: 0, total: ports.variants.length, largest: 0, details: [] };
  let client: WorkClient | null = null;
  let document: NotebookDocument | null = null;
  let dragging = false;
  let focusInFlight = false;
  let restInFlight = false;
  let idle: ReturnType<typeof setTimeout> | undefined;

  for (const v of ports.variants) {
    const result = shipped.run.variants.find((r) => r.id === v.id) ?? null;
    known.set(contentKey(v), { result, curves: shipped.curves.variants[v.id] ?? {}, computed: false });
  }

  const state = (): WorkState => ({
    confirmation,
    known: new Map(known),
    underWay: new Set(underWay),
    problems: new Map(problems),
  });
  const tell = (): void => ports.changed(state());

  async function begin(): Promise<void> {
    try {
      confirmation = { ...confirmation, phase: 'confirming' };
      tell();
      const [started, text] = await Promise.all([ports.start(), ports.text()]);
      const opened = await started.open(text, ports.file);
      if (opened.view === null) throw new Error(opened.problems.map((p) => p.message).join(' · '));
      if (opened.inputs !== shipped.inputs) note('The shipped answers belong to an earlier state of this scenario.');
      client = started;
      pump();
    } catch (error) {
      confirmation = {
        ...confirmation,
        phase: 'broken',
        details: [error instanceof Error ? error.message : String(error)],
      };
      tell();
    }
  }

  function follow(next: NotebookDocument, isDragging: boolean): void {
    document = next;
    dragging = isDragging;
    pumpFocus();
    clearTimeout(idle);
    idle = setTimeout(pump, idleMilliseconds);
  }

  function pump(): void {
    pumpFocus();
    pumpRest();
  }

  /** The outcome in focus, every day; one in flight, the newest wins. */
  function pumpFocus(): void {
    if (client === null || document === null || focusInFlight) return;
    const variant = variantOf(document, document.selected);
    const outcomes = missingCurves(document, variant, dragging);
    if (outcomes.length === 0) return;
    focusInFlight = true;
    solve(variant, { variant: toVariantView(variant), outcomes, rewards: [], days: daily }, 'focus', 0, (result) =>
      mergeDaily(variant, result),
    ).finally(() => {
      focusInFlight = false;
      // Once a drag has ended the full answer is due as well.
      if (dragging) pumpFocus();
      else pump();
    });
  }

  /** Everything else, one after another: the selected variant in full, base, the reader's own, then the confirmation of what was shipped. */
  function pumpRest(): void {
    if (client === null || document === null || restInFlight || dragging) return;
    const next = nextInFull(document);
    if (next !== null) {
      const key = contentKey(next);
      restInFlight = true;
      solve(
        next,
        { variant: toVariantView(next), occupancy: true },
        `variant:${next.id}`,
        next.id === document.selected ? 2 : 3,
        (result) => {
          confirm(key, result);
          const before = known.get(key);
          known.set(key, {
            result: { ...result, outcomes: { ...before?.result?.outcomes, ...result.outcomes } },
            curves: before?.curves ?? {},
            computed: true,
          });
        },
      ).finally(afterRest);
      return;
    }
    const behind = document.variants.find(
      (v) => missingCurves(document!, v, false).length > 0 && !problems.has(contentKey(v)),
    );
    if (behind === undefined) return;
    restInFlight = true;
    solve(
      behind,
      { variant: toVariantView(behind), outcomes: missingCurves(document, behind, false), rewards: [], days: daily },
      `curve:${behind.id}`,
      2,
      (result) => mergeDaily(behind, result),
    ).finally(afterRest);
  }

  function afterRest(): void {
    restInFlight = false;
    pumpRest();
  }

  function nextInFull(of: NotebookDocument): DocumentVariant | null {
    const waiting = of.variants.filter((v) => !known.get(contentKey(v))?.computed && !problems.has(contentKey(v)));
    const urgency = (v: DocumentVariant): number =>
      v.id === of.selected ? 0 : v.id === 'base' ? 1 : known.has(contentKey(v)) ? 3 : 2;
    return [...waiting].sort((a, b) => urgency(a) - urgency(b))[0] ?? null;
  }

  /** Outcomes without daily numbers that the present view draws of this variant. */
  function missingCurves(of: NotebookDocument, variant: DocumentVariant, onlyFocus: boolean): string[] {
    const key = contentKey(variant);
    if (problems.has(key)) return [];
    const have = known.get(key)?.curves ?? {};
    const focus = of.view === 'paths' ? race : (of.outcome.split('.')[0] ?? null);
    const selected = variant.id === of.selected;
    const wanted = new Set(onlyFocus ? [focus] : selected ? [focus, race] : of.view === 'time' ? [focus] : []);
    return [...wanted].filter(
      (id): id is string => id !== null && !Object.keys(have).some((t) => t === id || t.startsWith(`${id}.`)),
    );
  }

  async function solve(
    variant: DocumentVariant,
    request: SolveRequest,
    lane: string,
    priority: number,
    keep: (result: VariantResult) => void,
  ): Promise<void> {
    const key = contentKey(variant);
    underWay.add(key);
    tell();
    try {
      const solved: Solved | null = await client!.solve(request, lane, priority);
      if (solved?.result) keep(solved.result);
      else if (solved !== null) problems.set(key, solved.problems);
    } catch (error) {
      problems.set(key, [
        { code: 'engine', severity: 'error', message: error instanceof Error ? error.message : String(error) },
      ]);
    } finally {
      underWay.delete(key);
      tell();
    }
  }

  function mergeDaily(variant: DocumentVariant, result: VariantResult): void {
    const curves: Record<string, readonly number[]> = {};
    for (const [id, o] of Object.entries(result.outcomes)) {
      if (o.kind !== 'race') curves[id] = daily.map((d) => o.byDay[String(d)] ?? Number.NaN);
      else
        for (const cause of Object.keys(o.byDay['0'] ?? {}))
          curves[`${id}.${cause}`] = daily.map((d) => o.byDay[String(d)]?.[cause] ?? Number.NaN);
    }
    const before = known.get(contentKey(variant));
    const merged = before?.result
      ? { ...before.result, outcomes: { ...result.outcomes, ...before.result.outcomes } }
      : result;
    known.set(contentKey(variant), {
      result: merged,
      curves: { ...before?.curves, ...curves },
      computed: before?.computed ?? false,
    });
  }

  function confirm(key: string, computed: VariantResult): void {
    const id = toConfirm.get(key);
    if (id === undefined) return;
    toConfirm.delete(key);
    const before = shipped.run.variants.find((r) => r.id === id);
    const figures = new Map(before ? probabilitiesOf(before) : []);
    let largest = confirmation.largest;
    for (const [name, p] of probabilitiesOf(computed)) {
      const difference = Math.abs(p - (figures.get(name) ?? Number.NaN));
      if (Number.isNaN(difference)) continue;
      largest = Math.max(largest, difference);
      if (difference > tolerance)
        note(`${id}: ${name} is ${p.toFixed(4)}, shipped was ${(figures.get(name) ?? 0).toFixed(4)}`);
    }
    const done = confirmation.done + 1;
    const phase =
      confirmation.details.length > 0 ? 'differs' : done === confirmation.total ? 'confirmed' : 'confirming';
    confirmation = { ...confirmation, phase, done, largest };
  }

  function note(detail: string): void {
    if (confirmation.details.length < 3) confirmation = { ...confirmation, details: [...confirmation.details, detail] };
  }

  return { state, begin, follow };
}
