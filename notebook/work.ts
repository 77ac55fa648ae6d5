// Keeps answers in step with the document. Enters: the document after every change, and whether something is being dragged. Leaves: what is known of each variant.
// Three streams of jobs, each with at most one in flight: the outcome in focus (while dragging, on the worker kept free), the figures in sight (once movement stops), and everything else.
import type { Problem, VariantResult } from '../engine/index.ts';
import type { Opened, SolveRequest, Underway } from '../engine/work/client.ts';
import type { Ask } from './ask.ts';
import { broken, type Confirmation, compared } from './confirmation.ts';
import {
  contentKey,
  type DocumentVariant,
  fileVariantsOf,
  type NotebookDocument,
  toVariantView,
  variantOf,
} from './document/document.ts';
import type { Known } from './figures.ts';
import type { Model } from './model.ts';
import { confirmedBefore, type Remembered, rememberConfirmed } from './remembered.ts';
import { laidOver } from './showing.ts';

export interface WorkState {
  readonly confirmation: Confirmation;
  /** By content of the variant, so that going back is free. */
  readonly known: ReadonlyMap<string, KnownFully>;
  /** By variant id: the newest figures of a variant, whatever it has been changed to since. */
  readonly latest: ReadonlyMap<string, Known>;
  /** Jobs in flight. */
  readonly busy: number;
  /** What solving is at that takes seconds. */
  readonly underway: Underway | null;
  /** The reader has stopped the engine: it goes on when asked to, or with the next change. */
  readonly halted: boolean;
  /** What stopped the engine, by content of the variant. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
}

export interface KnownFully extends Known {
  /** All outcomes and states on all reported days, from the running engine. */
  readonly computed: boolean;
}

export interface Ports {
  readonly model: Model;
  readonly ask: Ask;
  readonly keepFree: (on: boolean) => void;
  readonly changed: (state: WorkState) => void;
  /** Figures of an earlier state of the scenario: shown until the new ones arrive. */
  readonly before?: ReadonlyMap<string, Known>;
}

export interface Work {
  readonly state: () => WorkState;
  /** The engine has opened the scenario: solving begins. */
  readonly begin: (opened: Opened) => void;
  /** The engine cannot be had, or cannot read the scenario. */
  readonly fail: (error: unknown) => void;
  readonly follow: (document: NotebookDocument, dragging: boolean) => void;
  /** Ends what is in flight and asks for nothing more until `resume` or a change. */
  readonly halt: () => void;
  readonly resume: () => void;
  /** Another scenario takes the bench: asks for nothing more. */
  readonly stop: () => void;
}

const idleMilliseconds = 150;
const rememberedContents = 200;

export function createWork({ model, ask, keepFree, changed, before }: Ports): Work {
  const daily = Array.from({ length: Math.round(model.view.horizon) + 1 }, (_, day) => day);
  const race = model.race?.id ?? null;
  const all = model.view.outcomes.map((o) => o.id);
  const fromFile = fileVariantsOf(model.view);
  const shipped = model.shipped;
  const known = new Map<string, KnownFully>();
  const latest = new Map<string, Known>(before);
  const problems = new Map<string, readonly Problem[]>();
  const toConfirm = new Map(fromFile.map((v) => [contentKey(v), v.id] as const));
  const inFlight = new Map<string, AbortController>();
  let underway: Underway | null = null;
  let halted = false;
  let confirmation: Confirmation = {
    phase: 'shipped',
    done: 0,
    total: fromFile.length,
    largest: 0,
    when: null,
    details: [],
  };
  let begun = false;
  let remembered: Remembered | null = null;
  let stopped = false;
  let document: NotebookDocument | null = null;
  let dragging = false;
  let idle: ReturnType<typeof setTimeout> | undefined;

  for (const v of shipped === null ? [] : fromFile) {
    const result = shipped?.run.variants.find((r) => r.id === v.id) ?? null;
    known.set(contentKey(v), {
      result,
      curves: shipped?.curves.variants[v.id] ?? {},
      computed: false,
    });
  }

  const state = (): WorkState => ({
    confirmation,
    known: new Map(known),
    latest: new Map(latest),
    busy: inFlight.size,
    underway,
    halted,
    problems: new Map(problems),
  });
  const tell = (): void => changed(state());

  function begin(opened: Opened): void {
    confirmation = { ...confirmation, phase: shipped === null ? 'computing' : 'confirming' };
    if (shipped !== null && opened.inputs !== shipped.inputs)
      confirmation = {
        ...confirmation,
        phase: 'differs',
        details: ['the shipped answers belong to an earlier state of this scenario'],
      };
    else remembered = shipped === null ? null : confirmedBefore(shipped.inputs);
    if (remembered !== null)
      confirmation = {
        ...confirmation,
        phase: 'confirmed',
        done: confirmation.total,
        largest: remembered.largest,
        when: remembered.when,
      };
    begun = true;
    keepFree(false);
    tell();
    warmUp();
    pump();
  }

  function fail(error: unknown): void {
    confirmation = broken(confirmation, error);
    tell();
  }

  function stop(): void {
    stopped = true;
    clearTimeout(idle);
  }

  function halt(): void {
    halted = true;
    for (const flight of inFlight.values()) flight.abort();
    tell();
  }

  function resume(): void {
    halted = false;
    pump();
    tell();
  }

  /** The worker kept free has not run yet when the first drag begins: two small jobs build its structures and let the browser compile its loops. */
  function warmUp(): void {
    const [base] = fromFile;
    const [first] = race === null ? model.keyOutcomes : [race];
    if (base === undefined || first === undefined) return;
    for (let n = 0; n < 2; n++)
      void ask(
        'solve',
        { variant: toVariantView(base), outcomes: [first], rewards: [], days: daily },
        { lane: `warm ${n}`, priority: 0 },
      );
  }

  function follow(next: NotebookDocument, isDragging: boolean): void {
    if (document !== null && next.variants !== document.variants) halted = false;
    document = next;
    if (stopped) return;
    if (isDragging !== dragging) keepFree(isDragging);
    dragging = isDragging;
    pumpFocus();
    clearTimeout(idle);
    idle = setTimeout(pump, idleMilliseconds);
  }

  function pump(): void {
    pumpFocus();
    pumpSight();
    pumpRest();
  }

  /** The outcome in focus, every day; the newest wins. */
  function pumpFocus(): void {
    if (document === null) return;
    const variant = variantOf(document, document.selected);
    const outcomes = missingCurves(document, variant, dragging);
    if (outcomes.length === 0) return;
    run(
      'focus',
      variant,
      { outcomes, days: daily },
      0,
      (result) => keepDaily(variant, result),
      () => (dragging ? pumpFocus() : pump()),
    );
  }

  /** The figures in the table of the selected variant, then of base, which the sentences compare it with. */
  function pumpSight(): void {
    if (document === null || dragging) return;
    for (const variant of [variantOf(document, document.selected), document.variants[0]!]) {
      const have = known.get(contentKey(variant))?.result?.outcomes;
      const outcomes = [...new Set([...model.keyOutcomes, document.outcome.split('.')[0]!])].filter(
        (id) => have?.[id] === undefined && all.includes(id),
      );
      if (outcomes.length === 0 || problems.has(contentKey(variant))) continue;
      run('sight', variant, { outcomes }, 1, (result) => keep(variant, result, false), pump);
      return;
    }
  }

  /** Everything else, one after another: the selected variant in full, the reader's own, base, then the confirmation of the other shipped ones; curves last. */
  function pumpRest(): void {
    if (document === null || dragging) return;
    const next = nextInFull(document);
    if (next !== null) {
      const have = toConfirm.has(contentKey(next)) ? undefined : known.get(contentKey(next))?.result;
      // The states of a changed variant are in sight, its other outcomes are not.
      const statesFirst = next.id === document.selected && next.origin === 'own' && have?.occupancy === undefined;
      const outcomes = statesFirst ? [] : all.filter((id) => have?.outcomes[id] === undefined);
      const occupancy = have?.occupancy === undefined;
      run('rest', next, { outcomes, occupancy }, 2, (result) => keep(next, result, !statesFirst), pump);
      return;
    }
    const behind = document.variants.find((v) => missingCurves(document!, v, false).length > 0);
    if (behind !== undefined)
      run(
        'rest',
        behind,
        { outcomes: missingCurves(document, behind, false), days: daily },
        2,
        (result) => keepDaily(behind, result),
        pump,
      );
  }

  function nextInFull(of: NotebookDocument): DocumentVariant | null {
    const waiting = of.variants.filter(
      (v) =>
        !known.get(contentKey(v))?.computed &&
        !problems.has(contentKey(v)) &&
        // Confirmed before: the shipped figures stand, and what is selected is solved in full.
        (remembered === null || v.origin === 'own' || v.id === of.selected),
    );
    const urgency = (v: DocumentVariant): number =>
      v.id === of.selected ? 0 : v.origin === 'own' ? 1 : v.id === 'base' ? 2 : 3;
    return [...waiting].sort((a, b) => urgency(a) - urgency(b))[0] ?? null;
  }

  /** Outcomes without daily numbers that the present view draws of this variant. */
  function missingCurves(of: NotebookDocument, variant: DocumentVariant, onlyFocus: boolean): string[] {
    const key = contentKey(variant);
    if (problems.has(key)) return [];
    const have = Object.keys(known.get(key)?.curves ?? {});
    const focus = of.view === 'paths' ? race : (of.outcome.split('.')[0] ?? null);
    const selected = variant.id === of.selected;
    const wanted = new Set(onlyFocus ? [focus] : selected ? [focus, race] : of.view === 'time' ? [focus] : []);
    return [...wanted].filter(
      (id): id is string => id !== null && all.includes(id) && !have.some((t) => t === id || t.startsWith(`${id}.`)),
    );
  }

  /** One job of a stream, unless one is in flight; `then` runs in either case of its end. */
  function run(
    stream: string,
    variant: DocumentVariant,
    request: Omit<SolveRequest, 'variant'>,
    priority: number,
    done: (result: VariantResult) => void,
    then: () => void,
  ): void {
    if (!begun || stopped || halted || inFlight.has(stream) || problems.has(contentKey(variant))) return;
    const flight = new AbortController();
    inFlight.set(stream, flight);
    const progress = (_done: number, _partial: unknown, state: Underway | null): void => {
      if (state === null || stopped || flight.signal.aborted) return;
      underway = state;
      tell();
    };
    ask(
      'solve',
      { variant: toVariantView(variant), rewards: [], ...request },
      { lane: stream, priority, signal: flight.signal, progress },
    )
      .then(
        (solved) => {
          if (stopped || solved === null) return;
          if (solved.value) done(solved.value);
          else
            problems.set(
              contentKey(variant),
              solved.problems.filter((p) => p.severity === 'error'),
            );
        },
        (error: unknown) => {
          problems.set(contentKey(variant), [{ code: 'engine', severity: 'error', message: String(error) }]);
        },
      )
      .finally(() => {
        inFlight.delete(stream);
        underway = null;
        if (stopped) return;
        then();
        tell();
      });
  }

  function keep(variant: DocumentVariant, result: VariantResult, computed: boolean): void {
    const key = contentKey(variant);
    const id = toConfirm.get(key);
    if (computed && id !== undefined) {
      toConfirm.delete(key);
      const next = compared(confirmation, shipped?.run.variants.find((r) => r.id === id) ?? null, result);
      if (remembered === null || next.details.length > 0) confirmation = next;
      if (remembered === null && shipped !== null && next.phase === 'confirmed')
        rememberConfirmed(shipped.inputs, next.largest);
    }
    const before = known.get(key);
    const outcomes = { ...before?.result?.outcomes, ...result.outcomes };
    const totals = { ...before?.result?.rewards, ...result.rewards };
    known.set(key, {
      result: { ...before?.result, ...result, outcomes, rewards: totals },
      curves: before?.curves ?? {},
      computed: computed || (before?.computed ?? false),
    });
    latest.set(variant.id, laidOver(known.get(key), latest.get(variant.id)));
  }

  /** Curves for drawing; their outcomes stand in until the reported days arrive. */
  function keepDaily(variant: DocumentVariant, result: VariantResult): void {
    const curves: Record<string, readonly number[]> = {};
    for (const [id, o] of Object.entries(result.outcomes)) {
      if (o.kind !== 'race') curves[id] = daily.map((d) => o.byDay[String(d)] ?? Number.NaN);
      else
        for (const cause of Object.keys(o.byDay['0'] ?? {}))
          curves[`${id}.${cause}`] = daily.map((d) => o.byDay[String(d)]?.[cause] ?? Number.NaN);
    }
    const key = contentKey(variant);
    const before = known.get(key);
    const outcomes = { ...result.outcomes, ...before?.result?.outcomes };
    known.set(key, {
      result: { ...result, ...before?.result, outcomes },
      curves: { ...before?.curves, ...curves },
      computed: before?.computed ?? false,
    });
    latest.set(variant.id, laidOver(known.get(key), latest.get(variant.id)));
    forget();
  }

  /** Half-known contents that a drag passed through are not kept for ever. */
  function forget(): void {
    for (const [key, k] of known) {
      if (known.size <= rememberedContents) return;
      if (!k.computed && !toConfirm.has(key)) known.delete(key);
    }
  }

  return { state, begin, fail, follow, halt, resume, stop };
}
