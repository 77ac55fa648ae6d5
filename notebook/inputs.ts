// The inputs of a scenario as the page lays them out: parameters and stance positions become sliders with ends in words, grouped by owner, strongest first.
import type { ScenarioView, VariantView } from '../engine/index.ts';
import type { DocumentVariant } from './document/document.ts';
import type { Strength } from './shipped.ts';
import { labelOf, polesOf } from './words.ts';

export interface Input {
  readonly kind: 'parameters' | 'stances';
  readonly id: string;
  readonly label: string;
  readonly owner: string;
  readonly ownerLabel: string;
  /** The scenario's own value. */
  readonly value: number;
  /** 5 and 95 per cent of the plausible range. */
  readonly low: number;
  readonly high: number;
  /** What the slider can reach; a little beyond the plausible range. */
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit: string;
  readonly ends: readonly [string, string];
  readonly basis: string;
  readonly evidence: readonly string[];
  readonly idle: string | null;
  readonly override: string | null;
  /** Weight of the issue for the actor, 0…1; null for parameters. */
  readonly salience: number | null;
  readonly strength: Strength | null;
}

export interface Group {
  readonly owner: string;
  readonly label: string;
  readonly inputs: readonly Input[];
}

export function inputsOf(view: ScenarioView, strength: Readonly<Record<string, Strength>>): readonly Input[] {
  const actors = new Map(view.actors.map((a) => [a.id, a.label]));
  const ownerLabel = (owner: string): string =>
    actors.get(owner) ??
    (owner === 'nature' ? 'Events that nobody decides' : labelOf(owner.charAt(0).toUpperCase() + owner.slice(1)));
  const parameters = view.parameters.map(
    (p): Input => ({
      kind: 'parameters',
      ...p,
      ownerLabel: ownerLabel(p.owner),
      ...scaleOf(p.value, p.low, p.high, p.unit),
      override: null,
      salience: null,
      strength: strength[p.id] ?? null,
    }),
  );
  const stances = view.stances.map(
    (s): Input => ({
      kind: 'stances',
      id: s.id,
      label: `Stance on ${labelOf(s.issue).toLowerCase()}`,
      owner: s.actor,
      ownerLabel: ownerLabel(s.actor),
      value: s.position,
      low: s.low,
      high: s.high,
      min: -1,
      max: 1,
      step: 0.01,
      unit: 'position',
      ends: polesOf(s.issueLabel),
      basis: '',
      evidence: s.evidence,
      idle: s.idle,
      override: s.override,
      salience: s.salience,
      strength: strength[s.id] ?? null,
    }),
  );
  return [...stances, ...parameters].sort((a, b) => size(b) - size(a));
}

/** The inputs that move any outcome most from one end of their ranges to the other; what moves nothing here is passed over. */
export function strongestOf(inputs: readonly Input[], count: number): readonly Input[] {
  return inputs.filter((i) => i.idle === null).slice(0, count);
}

/** The other inputs by owner, in the order of their strongest. */
export function groupsOf(inputs: readonly Input[], except: readonly Input[]): readonly Group[] {
  const others = inputs.filter((i) => !except.includes(i));
  const owners = [...new Set(others.map((i) => i.owner))];
  return owners.map((owner) => {
    const own = others.filter((i) => i.owner === owner);
    return { owner, label: own[0]!.ownerLabel, inputs: own };
  });
}

export function valueIn(variant: DocumentVariant, input: Input): number {
  return variant.changes[input.kind][input.id] ?? input.value;
}

export const bases = ['evidence', 'base rate', 'judgement', 'assumed'] as const;
export type Basis = (typeof bases)[number];

/**
 * What a number rests on, told honestly: an input that says "assumed" is assumed even where a record is named beside it.
 * A stance is evidence when it is pooled from records as they are, judgement when the pooled number was replaced.
 */
export function basisOf(input: Pick<Input, 'kind' | 'basis' | 'evidence' | 'override'>): Basis {
  if (input.kind === 'stances')
    return input.evidence.length === 0 ? 'assumed' : input.override === null ? 'evidence' : 'judgement';
  if (/^(evidence|literature)/i.test(input.basis)) return 'evidence';
  if (/^(base rate|tally)/i.test(input.basis)) return 'base rate';
  if (/^(judge?ment|set so that)/i.test(input.basis)) return 'judgement';
  if (/^assumed/i.test(input.basis)) return 'assumed';
  return input.evidence.length > 0 ? 'evidence' : 'assumed';
}

/** A variant with one input set, as the engine takes it; switches are on at 1. */
export function withValue(
  variant: VariantView,
  kind: Input['kind'] | 'switches',
  id: string,
  value: number,
): VariantView {
  return { ...variant, [kind]: { ...variant[kind], [id]: kind === 'switches' ? value === 1 : value } };
}

/** Why an input changes nothing in this variant, or null. A reason that names a switch falls away once the switch is on. */
export function idleIn(variant: DocumentVariant, input: Input, switches: ScenarioView['switches']): string | null {
  if (input.idle === null) return null;
  const named = switches.find((s) => new RegExp(`switch ${s.id}\\b`).test(input.idle ?? ''));
  return named !== undefined && (variant.changes.switches[named.id] ?? named.default) ? null : input.idle;
}

function size(input: Input): number {
  return Math.abs(input.strength?.change ?? 0);
}

/**
 * A slider's ends lie a fifth of the plausible range beyond it, without leaving what the quantity can be: positive stays positive, shares stay below 1.
 * The step is the coarsest of 1, 2, 5 × 10^k below a hundredth of the range on whose grid the value lies (else native sliders would move it).
 */
function scaleOf(value: number, low: number, high: number, unit: string): { min: number; max: number; step: number } {
  const [from, to] = high > low ? [low, high] : [value / 2, value === 0 ? 1 : value * 1.5];
  const span = to - from;
  let min = from > 0 ? Math.max(from / 4, from - span / 5) : from < 0 ? from - span / 5 : 0;
  let max = to + span / 5;
  if (unit === 'share' || unit === 'probability') max = Math.min(max, 0.99);
  const step = stepOf(value, span);
  min = Math.ceil(min / step - 1e-9) * step;
  max = Math.floor(max / step + 1e-9) * step;
  const tidy = (x: number): number => Number(x.toPrecision(12));
  return { min: tidy(Math.min(min, value)), max: tidy(Math.max(max, value)), step };
}

function stepOf(value: number, span: number): number {
  for (let k = Math.floor(Math.log10(span / 60)); k > Math.log10(span) - 6; k--) {
    for (const m of [5, 2, 1]) {
      const step = Number(`${m}e${k}`);
      const steps = value / step;
      if (step <= span / 60 && Math.abs(steps - Math.round(steps)) < 1e-9) return step;
    }
  }
  return span / 1000;
}
