// ScenarioFile → Problems of numbers: empty ranges, values outside them, fixed points, hazards and rates that may be negative (interval arithmetic).
import { type Problem, problem } from '../vocabulary/problem.ts';
import { boundsOf, type Interval } from './evaluate.ts';
import type { Expression } from './expression.ts';
import { keys, own, type ScenarioFile } from './schema.ts';

export const inside = (value: number, low: number | undefined, high: number | undefined): boolean =>
  (low === undefined || value >= low) && (high === undefined || value <= high);

export function checkRanges(file: ScenarioFile): Problem[] {
  const problems: Problem[] = [];
  for (const [name, p] of Object.entries(file.parameters ?? {})) {
    const path = ['parameters', name];
    if (p.low !== undefined && p.high !== undefined && p.low > p.high)
      problems.push(
        problem('empty-range', `\`${name}\`: low ${p.low} is above high ${p.high}`, { path, repair: 'swap them' }),
      );
    else if (!inside(p.value, p.low, p.high))
      problems.push(
        problem('outside-range', `\`${name}\` = ${p.value} is outside its own range`, {
          severity: 'warning',
          path: [...path, 'value'],
          repair: 'widen the range or move the value',
        }),
      );
    if (p.distribution === 'lognormal' && (p.low ?? p.value) <= 0)
      problems.push(
        problem('bad-distribution', `\`${name}\`: a lognormal has no values at or below 0`, {
          path: [...path, 'distribution'],
          repair: 'use `normal`, or a positive range',
        }),
      );
  }
  for (const [name, d] of Object.entries(file.derived ?? {})) {
    const f = d.fixed_point;
    if (f && !(f.low <= f.start && f.start <= f.high))
      problems.push(
        problem('bad-fixed-point', `\`${name}\`: start ${f.start} is not between low ${f.low} and high ${f.high}`, {
          path: ['derived', name, 'fixed_point'],
          repair: 'start inside the bounds',
        }),
      );
  }
  return problems;
}

/** A hazard is checked non-negative by interval arithmetic over the parameters' ranges, any state of any region. */
export function checkHazards(
  file: ScenarioFile,
  expressions: ReadonlyMap<string, Expression>,
  pathOf: (key: string) => (string | number)[],
  derivedOrder: readonly string[],
): Problem[] {
  const derived = new Map<string, Interval>();
  const ranges = {
    name(name: string): Interval {
      const constant = own(file.constants, name);
      if (constant !== undefined) return [constant, constant];
      const p = own(file.parameters, name);
      if (p) return [Math.min(p.low ?? p.value, p.value), Math.max(p.high ?? p.value, p.value)];
      if (own(file.switches, name)) return [0, 1];
      const known = derived.get(name);
      if (known) return known;
      const d = own(file.derived, name);
      // A fixed point is bounded by its own declaration; a formula by its parts.
      const value: Interval = d?.fixed_point
        ? [d.fixed_point.low, d.fixed_point.high]
        : boundsOf(expressions.get(`derived ${name} formula`)!, ranges);
      derived.set(name, value);
      return value;
    },
    at: (): Interval => [0, 1],
    stance: (): Interval => [-1, 1],
  };
  // In the order of reading each formula finds its parts already bounded, so no long chain is walked at once.
  for (const name of derivedOrder) ranges.name(name);
  const problems: Problem[] = [];
  const look = (key: string, what: string): void => {
    const e = expressions.get(key);
    if (!e) return;
    const path = pathOf(key);
    if (boundsOf(e, ranges)[0] < 0)
      problems.push(
        problem(
          'maybe-negative-rate',
          `${what} may be negative somewhere over the parameters' ranges (interval arithmetic, any state)`,
          {
            severity: 'warning',
            path,
            repair: 'write max(0, …), or narrow the ranges; where it is negative the run stops and says so',
          },
        ),
      );
  };
  for (const id of keys(file.nature)) look(`nature ${id} hazard`, `the hazard of \`${id}\``);
  for (const id of keys(file.actors)) look(`actors ${id} opportunity_rate`, `the opportunity rate of \`${id}\``);
  return problems;
}
