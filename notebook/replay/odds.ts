// Answers at the points of a line → the odds at the start beside those from here, with what has come true on the way. Memoryless: from here on only the present configuration and the days left count.
import type { Days, VariantResult } from '../../engine/index.ts';
import { type Figure, figureOf, type Target } from '../figures.ts';
import type { Line } from './run.ts';

export interface OddsRow {
  readonly target: Target;
  readonly start: Figure;
  /** Null: not yet known. */
  readonly here: Figure | null;
  /** The day on which it came true in this line (races: came first); null: not so far. */
  readonly since: Days | null;
  /** A race that another cause has won in this line. */
  readonly lost: boolean;
}

/** One solved point of a line: after so many beats, with `days` left. */
export interface Point {
  readonly at: number;
  readonly days: Days;
  readonly result: VariantResult;
}

/** `points` in order of `at`, the start first; the last one is where the reader stands. While some on the way are missing, nothing is said of what came true when, and races stay open. */
export function oddsOf(line: Line, points: readonly Point[], at: number, targets: readonly Target[]): OddsRow[] {
  const start = points.find((p) => p.at === 0);
  const here = points.findLast((p) => p.at === at);
  const figure = (point: Point | undefined, target: Target): Figure | null =>
    point === undefined ? null : figureOf({ result: point.result, curves: {} }, target, point.days);
  const complete = Array.from({ length: at + 1 }, (_, i) => i).every((i) => points.some((p) => p.at === i));
  const dayOf = (point: Point | undefined): Days | null => (point ? line.beats[point.at - 1]!.day : null);
  const firstWhere = (holds: (p: Point) => boolean): Point | undefined =>
    complete ? points.find((p) => p.at > 0 && p.at <= at && holds(p)) : undefined;
  return targets.map((target) => {
    const causesAt = (p: Point | undefined): readonly string[] => {
      const outcome = p?.result.outcomes[target.outcome];
      return outcome?.kind === 'race' ? outcome.already : [];
    };
    const isSo = (p: Point): boolean => {
      const outcome = p.result.outcomes[target.outcome];
      return outcome?.kind === 'reach' && outcome.already;
    };
    // A cause that is so from the start takes no part in the race.
    const outside = causesAt(start);
    const newAt = (p: Point): readonly string[] => causesAt(p).filter((c) => !outside.includes(c));
    const winner = target.cause === null ? undefined : firstWhere((p) => newAt(p).length > 0);
    const wins = winner !== undefined && newAt(winner)[0] === target.cause;
    return {
      target,
      start: figure(start, target) ?? { p: null, already: false },
      here: complete || target.cause === null ? figure(here, target) : null,
      since: target.cause === null ? dayOf(firstWhere(isSo)) : wins ? dayOf(winner) : null,
      lost: winner !== undefined && !wins,
    };
  });
}
