// Where cells find figures: what the page already knows of exactly these inputs, else what was asked of the engine. Enters: the bench. Leaves: the scope of formulas, and tidy rows for code.
import type { Failed, FormulaScope, Need, VariantResult } from '../../engine/index.ts';
import type { Bench } from '../bench.ts';
import { contentKey, type DocumentVariant, toVariantView } from '../document/document.ts';
import type { Model } from '../model.ts';
import type { KnownFully } from '../work.ts';

/** One row of the table `results` that code cells find. */
export interface ResultRow {
  /** Label. */
  readonly variant: string;
  readonly variantId: string;
  /** Outcome id, or `race.cause`. */
  readonly outcome: string;
  readonly day: number;
  readonly p: number;
}

/** One row of the table `inputs`. */
export interface InputRow {
  readonly variant: string;
  readonly variantId: string;
  readonly input: string;
  readonly label: string;
  readonly owner: string;
  readonly value: number | boolean;
}

export type Scope = Omit<FormulaScope, 'named' | 'names'>;

export interface Figures {
  /** The same object as long as nothing that a formula could read has changed. */
  scopeOf(bench: Bench): Scope;
  /** The same list as long as its rows are the same. Variants without an answer to their present inputs have no rows. */
  rowsOf(bench: Bench): readonly ResultRow[];
  inputsOf(bench: Bench): readonly InputRow[];
  /** Asks for what is missing; `changed` follows. */
  ask(needs: readonly Need[], bench: Bench): void;
}

type Result = Pick<VariantResult, 'outcomes' | 'rewards'>;

/** @param changed called when an answer has arrived. */
export function createFigures(changed: () => void): Figures {
  /** By model, content of the variant, figure and day. */
  const asked = new Map<string, Result | Failed | 'asked'>();
  const keyOf = (model: Model, variant: DocumentVariant, id: string, day: number): string =>
    `${model.key} ${contentKey(variant)} ${id} ${day}`;
  let version = 0;
  const scope = remembered((bench: Bench, _version: number) => scopeOver(bench, asked, keyOf));
  const inputRows = remembered((view: Model['view'], variants: readonly DocumentVariant[]) =>
    inputRowsOf(view, variants),
  );
  let rows: { readonly parts: readonly (readonly ResultRow[])[]; readonly all: readonly ResultRow[] } | null = null;
  const partOf = createPartOf();

  return {
    scopeOf: (bench) =>
      scope(
        [bench.model, bench.document.variants, bench.document.selected, bench.document.day, bench.knownOf, version],
        bench,
        version,
      ),
    rowsOf(bench) {
      const parts = bench.document.variants.map((v) => partOf(bench, v));
      if (rows?.parts.length !== parts.length || parts.some((part, k) => part !== rows?.parts[k]))
        rows = { parts, all: parts.flat() };
      return rows.all;
    },
    inputsOf: ({ model, document }) => inputRows([model.view, document.variants], model.view, document.variants),
    ask(needs, bench) {
      const { model, document } = bench;
      for (const variant of document.variants) {
        const missing = needs.filter((n) => n.variant === variant.id && !asked.has(keyOf(model, variant, n.id, n.day)));
        if (missing.length === 0) continue;
        const keys = missing.map((n) => keyOf(model, variant, n.id, n.day));
        for (const key of keys) asked.set(key, 'asked');
        const idsOf = (kind: Need['kind']): string[] => [
          ...new Set(missing.filter((n) => n.kind === kind).map((n) => n.id)),
        ];
        const days = [...new Set(missing.map((n) => n.day))].sort((a, b) => a - b);
        const request = {
          variant: toVariantView(variant),
          outcomes: idsOf('outcome'),
          rewards: idsOf('reward'),
          days,
        };
        const arrived = (answer: Result | Failed | null): void => {
          for (const key of keys)
            if (answer === null) asked.delete(key);
            else asked.set(key, answer);
          // Without an answer the model has left the bench, and all of this begins anew.
          if (answer === null) return;
          version++;
          changed();
        };
        bench.ask('solve', request, { priority: 2 }).then(
          (answered) =>
            arrived(
              answered &&
                (answered.value ?? { failed: answered.problems.map((p) => p.message).join('; ') || 'no answer' }),
            ),
          (error: unknown) => arrived({ failed: error instanceof Error ? error.message : String(error) }),
        );
      }
    },
  };
}

function scopeOver(
  { model, document, knownOf }: Bench,
  asked: ReadonlyMap<string, Result | Failed | 'asked'>,
  keyOf: (model: Model, variant: DocumentVariant, id: string, day: number) => string,
): Scope {
  const variantOf = (id: string): DocumentVariant => document.variants.find((v) => v.id === id)!;
  /** The answers that may hold the figure: what is known of exactly these inputs, and what was asked for. */
  const sourcesOf = (variant: DocumentVariant, id: string, day: number): (Result | Failed)[] => {
    const own = asked.get(keyOf(model, variant, id, day));
    const exact = exactOf(model, knownOf(variant), variant);
    const answered = own === undefined || own === 'asked' ? [] : [own, { failed: 'the engine has no figure for it' }];
    return [...(exact === null ? [] : [exact]), ...answered];
  };
  return {
    view: model.view,
    variants: document.variants.map(({ id, label }) => ({ id, label })),
    selected: document.selected,
    day: document.day,
    probability(variantId, outcome, cause, day) {
      for (const source of sourcesOf(variantOf(variantId), outcome, day)) {
        if ('failed' in source) return source;
        const found = source.outcomes[outcome];
        if (found === undefined) continue;
        if (found.kind === 'race') {
          if (cause !== null && found.already.includes(cause)) return { value: null, already: true };
          const p = found.byDay[String(day)]?.[cause ?? ''];
          if (p !== undefined) return { value: p, already: false };
          continue;
        }
        // `at` asks about the day itself: being so at the start does not settle it.
        if (found.already && found.kind !== 'at') return { value: 1, already: true };
        const p = found.byDay[String(day)];
        if (p !== undefined) return { value: p, already: false };
      }
      return null;
    },
    reward(variantId, id, day) {
      for (const source of sourcesOf(variantOf(variantId), id, day)) {
        if ('failed' in source) return source;
        const found = source.rewards[id];
        if (found?.why === 'infinite') return Number.POSITIVE_INFINITY;
        const mean = found?.byDay[String(day)]?.mean;
        if (mean !== undefined) return mean;
      }
      return null;
    },
    input: (variantId, id) => inputValue(model.view, variantOf(variantId), id),
  };
}

/** Answers to exactly the variant's inputs; null while only older ones, or some of them, are known. */
function exactOf(model: Model, known: Partial<KnownFully>, variant: DocumentVariant): Result | null {
  if (known.computed === true && known.result) return known.result;
  if (variant.origin !== 'file') return null;
  return model.shipped?.run.variants.find((r) => r.id === variant.id) ?? null;
}

function inputValue(view: Model['view'], { changes }: DocumentVariant, id: string): number | boolean {
  const parameter = view.parameters.find((p) => p.id === id);
  if (parameter !== undefined) return changes.parameters[id] ?? parameter.value;
  const turned = view.switches.find((s) => s.id === id);
  if (turned !== undefined) return changes.switches[id] ?? turned.default;
  return changes.stances[id] ?? view.stances.find((s) => s.id === id)?.position ?? 0;
}

function inputRowsOf(view: Model['view'], variants: readonly DocumentVariant[]): InputRow[] {
  const inputs = [
    ...view.parameters.map(({ id, label, owner }) => ({ id, label, owner })),
    ...view.stances.map(({ id, issueLabel, actor }) => ({ id, label: issueLabel, owner: actor })),
    ...view.switches.map(({ id, label }) => ({ id, label, owner: '' })),
  ];
  return variants.flatMap((v) =>
    inputs.map(({ id, label, owner }) => ({
      variant: v.label,
      variantId: v.id,
      input: id,
      label,
      owner,
      value: inputValue(view, v, id),
    })),
  );
}

const noRows: readonly ResultRow[] = [];

/** Rows of one variant, the same list for the same answers and label. */
function createPartOf(): (bench: Bench, variant: DocumentVariant) => readonly ResultRow[] {
  const made = new WeakMap<
    Result,
    { readonly label: string; readonly id: string; readonly rows: readonly ResultRow[] }
  >();
  return ({ model, knownOf }, variant) => {
    const exact = exactOf(model, knownOf(variant), variant);
    if (exact === null) return noRows;
    const before = made.get(exact);
    if (before?.label === variant.label && before.id === variant.id) return before.rows;
    const rows = Object.entries(exact.outcomes).flatMap(([id, o]): ResultRow[] => {
      const row = (outcome: string, day: string, p: number): ResultRow => ({
        variant: variant.label,
        variantId: variant.id,
        outcome,
        day: Number(day),
        p,
      });
      return o.kind === 'race'
        ? Object.entries(o.byDay).flatMap(([day, causes]) =>
            Object.entries(causes).map(([cause, p]) => row(`${id}.${cause}`, day, p)),
          )
        : Object.entries(o.byDay).map(([day, p]) => row(id, day, p));
    });
    made.set(exact, { label: variant.label, id: variant.id, rows });
    return rows;
  };
}

/** The last result, as long as the keys are the same. */
function remembered<A extends unknown[], R>(make: (...args: A) => R): (keys: readonly unknown[], ...args: A) => R {
  let last: { readonly keys: readonly unknown[]; readonly result: R } | null = null;
  return (keys, ...args) => {
    if (last === null || keys.some((key, k) => !Object.is(key, last?.keys[k]))) last = { keys, result: make(...args) };
    return last.result;
  };
}
