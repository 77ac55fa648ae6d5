// Outcome + sampled path → whether it has happened by a day: for finding a path of some kind. The same reading of outcomes as the counts of estimate.ts.
import { predicateOf } from '../chain/predicate.ts';
import type { Chain } from '../chain/rates.ts';
import type { BoundOutcome, BoundScenario } from '../scenario/bind.ts';
import type { StateTest } from '../scenario/state-test.ts';
import type { Days } from '../vocabulary/units.ts';
import type { SampledPath } from './paths.ts';

export type Happened = (path: SampledPath, by: Days) => boolean;

/** @param target outcome id, or `race.cause` (also `race.none`); a race by itself: any of its causes. Null when the scenario has none of that name. */
export function happenedOf(chain: Chain, bound: BoundScenario, target: string): Happened | null {
  const [id, cause] = target.split('.') as [string, string | undefined];
  const outcome = bound.outcomes.find((o) => o.id === id);
  if (!outcome || (cause !== undefined && outcome.kind !== 'race')) return null;
  if (outcome.kind === 'race') return raceHappened(chain, outcome, cause);
  switch (outcome.kind) {
    case 'reach': {
      const first = firstDayOf(chain, outcome.set);
      return (path, by) => first(path) <= by;
    }
    case 'at': {
      const inSet = memberOf(chain, outcome.set);
      return (path, by) => {
        let k = 0;
        while (k < path.jumps && path.times[k + 1]! <= by) k++;
        return inSet(path.configurations[k]!);
      };
    }
    case 'both': {
      const firsts = outcome.sets.map((set) => firstDayOf(chain, set));
      return (path, by) => firsts.every((first) => first(path) <= by);
    }
    case 'before': {
      const first = firstDayOf(chain, outcome.first);
      const second = firstDayOf(chain, outcome.second);
      return (path, by) => {
        const day = first(path);
        return day <= by && day < second(path);
      };
    }
  }
}

function raceHappened(
  chain: Chain,
  race: Extract<BoundOutcome, { kind: 'race' }>,
  cause: string | undefined,
): Happened | null {
  // Causes true at the start do not run; where one jump enters several sets, the first listed wins.
  const running = race.causes.filter((c) => !memberOf(chain, c.set)(chain.initial));
  if (cause !== undefined && cause !== 'none' && !race.causes.some((c) => c.id === cause)) return null;
  const firsts = running.map((c) => firstDayOf(chain, c.set));
  return (path, by) => {
    const days = firsts.map((first) => first(path));
    const day = Math.min(Number.POSITIVE_INFINITY, ...days);
    if (cause === 'none') return day > by;
    return day <= by && (cause === undefined || running[days.indexOf(day)]?.id === cause);
  };
}

function memberOf(chain: Chain, set: StateTest): (configuration: number) => boolean {
  const { structure } = chain;
  const holds = predicateOf(set, structure);
  return (i) => holds(structure.states, i * structure.regions.length);
}

/** Day of first entering a set; ∞ when not before the path ends. */
function firstDayOf(chain: Chain, set: StateTest): (path: SampledPath) => Days {
  const inSet = memberOf(chain, set);
  return (path) => {
    for (let k = 0; k <= path.jumps; k++) if (inSet(path.configurations[k]!)) return path.times[k]!;
    return Number.POSITIVE_INFINITY;
  };
}
