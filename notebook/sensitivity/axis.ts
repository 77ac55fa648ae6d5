// How an input looks as an axis: its value in words, its range, and the words at its ends.

import type { DocumentVariant } from '../document/document.ts';
import { type Input, valueIn } from '../inputs.ts';
import { plain, signed, unitOf } from '../words.ts';

export interface Axis {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  /** The plausible range. */
  readonly low: number;
  readonly high: number;
  /** In the variant. */
  readonly now: number;
  readonly ends: readonly [string, string];
  readonly say: (value: number) => string;
}

export function axisOf(input: Input, variant: DocumentVariant): Axis {
  const unit = input.kind === 'stances' ? '' : unitOf(input.unit);
  return {
    label: `${input.ownerLabel}: ${input.label}${unit === '' ? '' : `, ${unit}`}`,
    min: input.min,
    max: input.max,
    low: input.low,
    high: input.high,
    now: valueIn(variant, input),
    ends: input.ends,
    say: input.kind === 'stances' ? signed : plain,
  };
}

/** A value between the points that were solved, to three figures. */
export function about(axis: Axis, value: number): string {
  return axis.say(Number(value.toPrecision(3)));
}
