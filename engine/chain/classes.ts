// Columns of the generator → classes that have the same rate whatever the numbers are: what is laid out by them stays while parameters change.
import { type Chain, placesOf } from './rates.ts';
import type { Sharing } from './sharing.ts';

export interface ColumnClasses {
  /** By column. */
  readonly of: Int32Array;
  /** A column of each class. */
  readonly first: Int32Array;
}

const kept = new WeakMap<Sharing, ColumnClasses>();

/** Null for a chain that was not made from formulas. */
export function columnClassesOf({ structure, sharing, column }: Chain): ColumnClasses | null {
  if (!sharing) return null;
  const known = kept.get(sharing);
  if (known) return known;
  const { slot } = placesOf(structure);
  const { like, member } = sharing;
  const of = new Int32Array(column.length).fill(-1);
  // A column that several transitions lead to: a class for each list of them.
  const joined = new Map<number, number>();
  let classes = member.length;
  for (let t = 0; t < slot.length; t++) {
    const k = slot[t]!;
    if (k < 0) continue;
    if (of[k] === -1) {
      of[k] = like[t]!;
      continue;
    }
    const key = of[k]! * 2 ** 26 + like[t]!;
    let both = joined.get(key);
    if (both === undefined) {
      both = classes++;
      joined.set(key, both);
    }
    of[k] = both;
  }
  const number = new Int32Array(classes).fill(-1);
  const first: number[] = [];
  for (let k = 0; k < of.length; k++) {
    const c = of[k]!;
    if (number[c] === -1) number[c] = first.push(k) - 1;
    of[k] = number[c]!;
  }
  const made = { of, first: Int32Array.from(first) };
  kept.set(sharing, made);
  return made;
}
