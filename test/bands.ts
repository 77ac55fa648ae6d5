// The bands that an independent program printed of the Iran scenario, and how far draws of ours lie from them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Draws } from '../engine/result/draws.ts';

/** Outcome, `race.cause` or `reward.ID` → day → 5, 50, 95 per cent. */
interface Reference {
  readonly draws: number;
  readonly base: Readonly<Record<string, Readonly<Record<string, readonly [number, number, number]>>>>;
}

export function referenceBands(): Reference {
  const path = join(import.meta.dirname, '..', 'scenarios', 'crises', 'iran-2026.expected.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { prior: Reference }).prior;
}

/** Share of our draws below each printed quantile against the share that should be there, in standard errors of two samples of this and their size. Chance alone stays within 4 for as many numbers as these. */
export function furthestFromReference(
  { answers, draws }: Draws,
  reference: Reference,
): { readonly compared: number; readonly furthest: { readonly what: string; readonly z: number } } {
  let furthest = { what: '', z: 0 };
  let compared = 0;
  answers.forEach((answer, k) => {
    const name = answer.kind === 'reward' ? `reward.${answer.id}` : answer.id;
    const band = reference.base[name]?.[String(answer.day)];
    if (!band) return;
    [0.05, 0.5, 0.95].forEach((p, q) => {
      // The printed numbers have six decimals.
      const rounding = 5e-7;
      const value = band[q]!;
      const least = draws.filter((d) => d.answers[k]! < value - rounding).length / draws.length;
      const most = draws.filter((d) => d.answers[k]! < value + rounding).length / draws.length;
      const share = Math.min(most, Math.max(least, p));
      const z = (share - p) / Math.sqrt(p * (1 - p) * (1 / draws.length + 1 / reference.draws));
      compared++;
      if (Math.abs(z) > Math.abs(furthest.z)) furthest = { what: `${name} on day ${answer.day}, ${100 * p}%`, z };
    });
  });
  return { compared, furthest };
}
