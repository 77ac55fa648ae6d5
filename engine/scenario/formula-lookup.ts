// Names in a formula's p, reward and input → figures of the reader's own outcomes, variants and inputs; what is not solved yet is noted down, what does not exist is refused with the nearest name.
import { didYouMean, type Problem, problem } from '../vocabulary/problem.ts';
import type { Days, Probability } from '../vocabulary/units.ts';
import { type FormulaNode, formulaFunctions, type Place } from './formula.ts';
import type { ScenarioView } from './view.ts';

export type FormulaValue = number | boolean | string;

/** A figure that has to be solved first. */
export interface Need {
  readonly variant: string;
  readonly kind: 'outcome' | 'reward';
  readonly id: string;
  readonly day: Days;
}

export interface Known<T> {
  readonly value: T | null;
  /** True at the start of the variant: 1 by definition, not by the model; a cause of a race is out of it (value null). */
  readonly already: boolean;
}
/** What the engine could not solve, and why. */
export interface Failed {
  readonly failed: string;
}

/** Where a formula looks things up. Functions answer null for what is not solved yet. */
export interface FormulaScope {
  readonly view: Pick<ScenarioView, 'outcomes' | 'rewards' | 'parameters' | 'switches' | 'stances' | 'horizon'>;
  readonly variants: readonly { readonly id: string; readonly label: string }[];
  readonly selected: string;
  readonly day: Days;
  probability(variant: string, outcome: string, cause: string | null, day: Days): Known<Probability> | Failed | null;
  /** Expected value by the day; infinite where it has no finite one. */
  reward(variant: string, id: string, day: Days): number | Failed | null;
  input(variant: string, id: string): number | boolean;
  /** The value of another cell; undefined when there is none of that name. */
  named(name: string): unknown;
  readonly names: readonly string[];
}

/** Stands for a value that is still being solved; whatever is computed from it is pending as well. */
export const pending = Symbol('pending');
export type Value = FormulaValue | typeof pending;

/** How an evaluation gives up. */
export class Stop extends Error {
  readonly problem: Problem;
  constructor(stopped: Problem) {
    super(stopped.message);
    this.problem = stopped;
  }
}

export const stop = (code: string, message: string, repair: string, within: Place): never => {
  throw new Stop(problem(code, message, { repair, within }));
};

export interface Run {
  readonly scope: FormulaScope;
  readonly needs: Need[];
  readonly notes: Set<string>;
}

/** p, reward and input: names of the reader's own outcomes and variants → figures. */
export function figureOf(
  fn: 'p' | 'reward' | 'input',
  nodes: readonly FormulaNode[],
  values: FormulaValue[],
  run: Run,
): Value {
  const { scope } = run;
  const { usage } = formulaFunctions[fn];
  // p("deal", 30): the selected variant, another day.
  const shifted = fn !== 'input' && values.length === 2 && typeof values[1] === 'number';
  const variantNode = shifted ? undefined : nodes[1];
  const dayNode = shifted ? nodes[1] : nodes[2];
  const text = (k: number): string =>
    typeof values[k] === 'string'
      ? values[k]
      : stop(
          'not-a-text',
          `${fn} wants a name in quotes here, not ${kindOf(values[k])}`,
          `write ${usage}`,
          nodes[k]!.at,
        );
  const variant = variantNode === undefined ? scope.selected : variantIdOf(text(1), variantNode.at, scope);
  const label = scope.variants.find((v) => v.id === variant)?.label ?? variant;
  if (fn === 'input') return scope.input(variant, inputIdOf(text(0), nodes[0]!.at, scope));
  const day = dayNode === undefined ? scope.day : dayOf(values[nodes.indexOf(dayNode)]!, dayNode, scope);

  if (fn === 'reward') {
    const id = idOf('figure', text(0), scope.view.rewards, nodes[0]!.at);
    const mean = scope.reward(variant, id, day);
    if (mean === null) return needed(run, { variant, kind: 'reward', id, day });
    if (typeof mean !== 'number') return unsolved(label, mean, nodes[0]!.at);
    if (!Number.isFinite(mean))
      stop('infinite', `\`${id}\` has no finite expected value in ${label}`, 'choose another figure', nodes[0]!.at);
    return mean;
  }
  const { outcome, cause, name } = targetOf(text(0), nodes[0]!.at, scope);
  const figure = scope.probability(variant, outcome, cause, day);
  if (figure === null) return needed(run, { variant, kind: 'outcome', id: outcome, day });
  if ('failed' in figure) return unsolved(label, figure, nodes[0]!.at);
  if (figure.already && figure.value === null)
    stop(
      'already-so',
      `\`${name}\` is already so at the start of ${label}: it takes no part in the race`,
      'ask for another cause',
      nodes[0]!.at,
    );
  if (figure.value === null) return needed(run, { variant, kind: 'outcome', id: outcome, day });
  if (figure.already) run.notes.add(`\`${name}\` is already so at the start of ${label}: 1 by definition`);
  return figure.value;
}

function needed(run: Run, need: Need): typeof pending {
  if (!run.needs.some((n) => n.variant === need.variant && n.id === need.id && n.day === need.day))
    run.needs.push(need);
  return pending;
}

function unsolved(label: string, { failed }: Failed, at: Place): never {
  return stop('unsolved', `${label} could not be solved: ${failed}`, 'mend the variant, or name another one', at);
}

function targetOf(
  text: string,
  at: Place,
  scope: FormulaScope,
): { outcome: string; cause: string | null; name: string } {
  const causesOf = (o: FormulaScope['view']['outcomes'][number]): string[] => [...o.causes.map((c) => c.id), 'none'];
  const { outcomes } = scope.view;
  for (const o of outcomes) {
    if (o.kind !== 'race') {
      if (o.id === text || o.label === text) return { outcome: o.id, cause: null, name: o.id };
      continue;
    }
    const cause = causesOf(o).find((c) => `${o.id}.${c}` === text);
    if (cause !== undefined) return { outcome: o.id, cause, name: text };
    if (o.id === text || o.label === text)
      stop(
        'race-without-cause',
        `\`${o.id}\` is a race: it ends by one of several causes`,
        `write one of ${causesOf(o)
          .map((c) => `p("${o.id}.${c}")`)
          .join(', ')}`,
        at,
      );
  }
  const known = outcomes.flatMap((o) => (o.kind === 'race' ? causesOf(o).map((c) => `${o.id}.${c}`) : [o.id]));
  return stop('unknown-outcome', `no outcome is called \`${text}\``, didYouMean(text, known), at);
}

function variantIdOf(text: string, at: Place, { variants }: FormulaScope): string {
  const found = variants.find((v) => v.id === text) ?? variants.find((v) => v.label === text);
  if (found !== undefined) return found.id;
  const folded = text.toLowerCase();
  const near = variants.find((v) => v.label.toLowerCase() === folded || v.id.toLowerCase() === folded);
  const names = variants.flatMap((v) => (v.label === v.id ? [v.id] : [v.id, v.label]));
  const repair = near === undefined ? didYouMean(text, names) : `did you mean \`${near.id}\`?`;
  return stop('unknown-variant', `no variant is called \`${text}\``, repair, at);
}

function inputIdOf(text: string, at: Place, { view }: FormulaScope): string {
  const known = [...view.parameters, ...view.switches, ...view.stances].map((i) => i.id);
  return known.includes(text)
    ? text
    : stop('unknown-input', `no input is called \`${text}\``, didYouMean(text, known), at);
}

function idOf(what: string, text: string, known: readonly { id: string; label: string }[], at: Place): string {
  const found = known.find((k) => k.id === text) ?? known.find((k) => k.label === text);
  return (
    found?.id ??
    stop(
      `unknown-${what}`,
      `no ${what} is called \`${text}\``,
      didYouMean(
        text,
        known.map((k) => k.id),
      ),
      at,
    )
  );
}

function dayOf(value: FormulaValue, node: FormulaNode, { view }: FormulaScope): Days {
  const day = numberOf(value, node);
  return day >= 0 && day <= view.horizon
    ? day
    : stop(
        'beyond-horizon',
        `day ${day} lies outside of what is computed`,
        `write a day from 0 to ${view.horizon}, counted from the start`,
        node.at,
      );
}

export function numberOf(value: FormulaValue, { at }: FormulaNode): number {
  return typeof value === 'number'
    ? value
    : stop(
        'not-a-number',
        `a number is needed here, not ${kindOf(value)}`,
        'texts stand inside p("…") and the like only',
        at,
      );
}

/** What a value is, in words: "the text "deal"", "a list". */
export function kindOf(value: unknown): string {
  if (typeof value === 'string') return `the text ${JSON.stringify(value.slice(0, 40))}`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === undefined || value === null) return 'nothing';
  return Array.isArray(value) ? 'a list' : 'a table or record';
}
