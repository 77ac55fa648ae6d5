// Shipped answers against computed ones: how far the engine has confirmed what the page opened with. Pure.
import type { VariantResult } from '../engine/index.ts';
import { probabilitiesOf } from './figures.ts';

export interface Confirmation {
  /** shipped: nothing run yet · computing: nothing was shipped, the engine is at it · confirming · confirmed · differs: the engine's own figures are shown · broken: the engine could not run. */
  readonly phase: 'shipped' | 'computing' | 'confirming' | 'confirmed' | 'differs' | 'broken';
  readonly done: number;
  readonly total: number;
  /** When it was confirmed, ISO 8601, if that was before this page was opened. */
  readonly when: string | null;
  /** Largest difference between a shipped and a computed probability so far. */
  readonly largest: number;
  /** Up to three figures that differ, in words; or why the engine is broken. */
  readonly details: readonly string[];
}

/** Shipped and computed figures agree when no probability differs by more than this (they ship with six decimals). */
const tolerance = 1e-6;

/** One more variant computed. */
export function compared(c: Confirmation, shipped: VariantResult | null, computed: VariantResult): Confirmation {
  if (c.phase === 'computing' || shipped === null) {
    const done = c.done + 1;
    return { ...c, done, phase: done === c.total ? 'confirmed' : c.phase };
  }
  const before = new Map(probabilitiesOf(shipped));
  let largest = c.largest;
  const details = [...c.details];
  for (const [name, p] of probabilitiesOf(computed)) {
    const was = before.get(name);
    if (was === undefined) continue;
    largest = Math.max(largest, Math.abs(p - was));
    if (Math.abs(p - was) > tolerance)
      details.push(`${computed.label}: ${name} is ${p.toFixed(4)}, shipped was ${was.toFixed(4)}`);
  }
  const done = c.done + 1;
  const phase = details.length > 0 ? 'differs' : done === c.total ? 'confirmed' : 'confirming';
  return { ...c, phase, done, largest, details: details.slice(0, 3) };
}

export function broken(c: Confirmation, error: unknown): Confirmation {
  return { ...c, phase: 'broken', details: [error instanceof Error ? error.message : String(error)] };
}
