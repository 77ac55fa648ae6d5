// Bound scenario → one sampled path as a dated story, driven through XState's own machine; and what can happen next in one configuration.
import type { Chain } from '../chain/rates.ts';
import { exitsOf } from '../chain/row.ts';
import { configurationAt, type Structure } from '../chain/structure.ts';
import { happenedOf } from '../sample/happened.ts';
import { buildSampler, type SampledPath } from '../sample/paths.ts';
import type { BoundScenario } from '../scenario/bind.ts';
import { replayPath } from '../statechart/replay.ts';
import { type Abort, assertNotAborted } from '../vocabulary/ports.ts';
import { type Checked, didYouMean, problem } from '../vocabulary/problem.ts';
import type { Configuration, Days, PerDay, Probability } from '../vocabulary/units.ts';
import { noSuchStory, storyRequestProblems } from './story-request.ts';
import { type WholeChainCache, wholeChainOf } from './whole-chain.ts';

/** That an outcome has happened by a day, or has not: asks for a typical story of its kind. */
export interface StoryCondition {
  /** Outcome id, or `race.cause` (also `race.none`); a race by itself: any of its causes. */
  readonly outcome: string;
  readonly by: Days;
  readonly happened: boolean;
}

export interface StoryEvent {
  readonly day: Days;
  readonly event: string;
  readonly kind: 'move' | 'hazard';
  /** Actor id; null for nature. */
  readonly actor: string | null;
  readonly label: string;
  /** After the event and everything that happens at once. */
  readonly configuration: Configuration;
  /** Does XState's machine stand where the chain says? */
  readonly same: boolean;
}

export interface Story {
  readonly variant: string;
  readonly seed: number;
  /** The path that is told: the first one that met `where`. */
  readonly path: number;
  readonly from: { readonly configuration: Configuration; readonly day: Days };
  readonly events: readonly StoryEvent[];
  /** The horizon was reached; false: stopped by `atMost`, or by the cap on jumps. */
  readonly complete: boolean;
  readonly horizon: Days;
}

/** One thing that can happen next. */
export interface Option {
  readonly event: string;
  readonly kind: 'move' | 'hazard';
  readonly actor: string | null;
  readonly label: string;
  /** With competition and consent; 0 where it is possible but cannot happen by itself. */
  readonly rate: PerDay;
  /** That it is the next thing to happen. */
  readonly next: Probability;
  readonly to: Configuration;
  /** Regions that it changes, as `region.state`. */
  readonly changes: readonly string[];
}

export interface Options {
  readonly configuration: Configuration;
  /** By rate, largest first. */
  readonly options: readonly Option[];
  /** Sum of the rates; 1 / total is the mean time until something happens. */
  readonly total: PerDay;
}

export interface StoryOptions {
  /** Any integer below 2^53. */
  readonly seed: number;
  /** Number of the path, ≥ 0. */
  readonly path: number;
  /** Left out: the variant's start on day 0. */
  readonly from?: { readonly configuration: Configuration; readonly day: Days } | undefined;
  /** Actors whose moves do not happen by themselves. */
  readonly without?: readonly string[] | undefined;
  readonly atMost?: number | undefined;
  /** The first path from `path` on in which it holds. Where a story begins elsewhere, so does the outcome: what holds in `from` has happened. */
  readonly where?: StoryCondition | undefined;
  readonly cache?: WholeChainCache | undefined;
  readonly maxConfigurations?: number | undefined;
  readonly abort?: Abort | undefined;
}

/** Paths that are tried for a condition, and jumps that they may have in all. */
export const pathsTried = 2_000;
const jumpsTried = 5_000_000;
/** Nobody reads more. */
const mostEvents = 5_000;

/**
 * A story without `from`, `without` and `where` is the path that `standoff replay` prints for its seed and number.
 * With `from` the same random stream runs over what is left of the horizon. Problems are about the request; those of the model are thrown.
 */
export function storyOf(bound: BoundScenario, options: StoryOptions): Checked<Story> {
  const wrong = storyRequestProblems(bound, options);
  if (wrong.length > 0) return { value: null, problems: wrong };
  const { seed, from, where } = options;
  const known = wholeChainOf(bound, options.cache, options.maxConfigurations);
  const whole = known.chain();
  const begin = from?.day ?? 0;
  const initial = from ? indexOf(whole.structure, from.configuration) : whole.initial;
  if (initial < 0)
    return failed('unreachable', `the variant \`${bound.variant.id}\` cannot come to this configuration`, {
      path: ['from', 'configuration'],
      repair: 'begin at the start, or in a configuration of one of its stories',
    });
  const chain = { ...whole, initial, labelled: withoutMoves(whole, bound, options.without ?? []) };
  const sample = buildSampler(chain, bound.horizon - begin, seed);
  const happened = where && happenedOf(chain, bound, where.outcome);
  let path = options.path;
  let sampled = sample(path);
  if (where && happened) {
    let jumps = 0;
    while (happened(sampled, where.by - begin) !== where.happened) {
      jumps += sampled.jumps;
      if (++path >= options.path + pathsTried || jumps > jumpsTried)
        return { value: null, problems: [noSuchStory(where, options, path)] };
      assertNotAborted(options.abort);
      sampled = sample(path);
    }
  }
  const events = eventsOf(bound, chain, known.machine(), sampled, options);
  return {
    value: {
      variant: bound.variant.id,
      seed,
      path,
      from: { configuration: configurationAt(chain.structure, initial), day: begin },
      events,
      complete: sampled.complete && events.length === sampled.jumps,
      horizon: bound.horizon,
    },
    problems: [],
  };
}

/** Everything that can happen next. Moves and hazards that would change nothing are left out unless a reward counts them. */
export function optionsAt(bound: BoundScenario, configuration: Configuration): Checked<Options> {
  const { value: exits, problems } = exitsOf(bound, configuration);
  if (!exits) return { value: null, problems };
  const total = exits.reduce((sum, e) => sum + e.rate, 0);
  const about = aboutEvents(bound);
  const options = exits
    .filter((e) => e.changes || e.rate > 0)
    .map(({ event, rate, to }): Option => {
      const changed = bound.regions.filter((r) => to[r.id] !== configuration[r.id]);
      const changes = changed.map((r) => `${r.id}.${to[r.id]}`);
      return { event, ...about.get(event)!, rate, next: total > 0 ? rate / total : 0, to, changes };
    })
    .sort((a, b) => b.rate - a.rate);
  return { value: { configuration, options, total }, problems };
}

/** The configuration after an event, by XState's own machine. */
export function takeEvent(
  bound: BoundScenario,
  configuration: Configuration,
  event: string,
  cache?: WholeChainCache,
): Checked<Configuration> {
  const known = [...aboutEvents(bound).keys()];
  if (!known.includes(event))
    return failed('unknown-event', `there is no move or hazard \`${event}\` in the variant \`${bound.variant.id}\``, {
      path: ['event'],
      repair: didYouMean(event, known),
    });
  const { value: exits, problems } = exitsOf(bound, configuration);
  if (!exits) return { value: null, problems };
  const exit = exits.find((e) => e.event === event);
  if (!exit)
    return failed('not-possible', `\`${event}\` cannot happen here`, {
      path: ['event'],
      repair: `what can: ${exits.map((e) => `\`${e.event}\``).join(', ') || 'nothing'}`,
    });
  const [to] = replayPath(wholeChainOf(bound, cache).machine(), [event], configuration);
  if (!isSame(to!, exit.to)) throw new Error(`XState and the chain differ after ${event}`);
  return { value: to!, problems };
}

const failed = (...p: Parameters<typeof problem>): Checked<never> => ({ value: null, problems: [problem(...p)] });

const isSame = (a: Configuration, b: Configuration): boolean => Object.keys(a).every((r) => a[r] === b[r]);

function aboutEvents(bound: BoundScenario): Map<string, Pick<StoryEvent, 'kind' | 'actor' | 'label'>> {
  const about = new Map<string, Pick<StoryEvent, 'kind' | 'actor' | 'label'>>();
  for (const { id, label, actor } of bound.moves)
    about.set(id, { kind: 'move', actor: bound.actors[actor]!.id, label });
  for (const { id, label } of bound.hazards) about.set(id, { kind: 'hazard', actor: null, label });
  return about;
}

/** The number of a configuration in the chain; −1 when it cannot be reached. */
function indexOf({ regions, states, size }: Structure, configuration: Configuration): number {
  const width = regions.length;
  const wanted = regions.map((r) => r.states.indexOf(configuration[r.id]!));
  for (let i = 0; i < size; i++) if (wanted.every((s, r) => states[i * width + r] === s)) return i;
  return -1;
}

/** The labelled rates with those of some actors' moves taken out. The choices of the others do not depend on them. */
function withoutMoves({ structure, labelled }: Chain, bound: BoundScenario, actors: readonly string[]): Float64Array {
  if (actors.length === 0) return labelled;
  const silent = new Set(bound.moves.filter((m) => actors.includes(bound.actors[m.actor]!.id)).map((m) => m.id));
  const isSilent = Uint8Array.from(structure.events, (id) => (silent.has(id) ? 1 : 0));
  const rates = labelled.slice();
  for (let t = 0; t < rates.length; t++) if (isSilent[structure.event[t]!]) rates[t] = 0;
  return rates;
}

function eventsOf(
  bound: BoundScenario,
  { structure }: Chain,
  machine: Parameters<typeof replayPath>[0],
  sampled: SampledPath,
  { from, atMost = mostEvents }: StoryOptions,
): StoryEvent[] {
  const about = aboutEvents(bound);
  const count = Math.min(sampled.jumps, Math.max(0, atMost), mostEvents);
  const steps = Array.from({ length: count }, (_, k) => k + 1);
  const ids = steps.map((k) => structure.events[structure.event[sampled.transitions[k]!]!]!);
  const landings = replayPath(machine, ids, from?.configuration);
  return steps.map((k): StoryEvent => {
    const event = ids[k - 1]!;
    const configuration = configurationAt(structure, sampled.configurations[k]!);
    const same = isSame(configuration, landings[k - 1]!);
    return { day: (from?.day ?? 0) + sampled.times[k]!, event, ...about.get(event)!, configuration, same };
  });
}
