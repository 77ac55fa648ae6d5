// Statechart part → Structure: every reachable configuration and labelled transition, by breadth-first search on integer codes. No rates: it changes only with the model's shape.
import type { BoundScenario } from '../scenario/bind.ts';
import { givenState, regionsOf, type StateTest } from '../scenario/state-test.ts';
import { type Statechart, statechartOf } from '../statechart/chart.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import type { Configuration } from '../vocabulary/units.ts';
import { buildCodeIndex, type CodeIndex, grown, largestProduct } from './configurations.ts';
import { type Numbering, predicateOf } from './predicate.ts';
import { type Part, wholeOf } from './reduce.ts';
import { type CompiledAlways, isVanishing, settle } from './settle.ts';

export const defaultMaxConfigurations = 2_000_000;

export interface Structure extends Numbering {
  /** Number of reachable configurations. The initial one is number 0. */
  readonly size: number;
  /** State of region r in configuration i at [i × regions.length + r]; left-out regions stay at their start. */
  readonly states: Uint8Array;
  /** Ids of the events that label transitions; moves first, in the order of the file. Within a row their order is free but fixed. */
  readonly events: readonly string[];
  /** Transitions of configuration i: rowStart[i] … rowStart[i+1]. What returns to i (a waiting move, a counted event that changes nothing) has target i. */
  readonly rowStart: Int32Array;
  readonly target: Int32Array;
  /** Position in `events`. */
  readonly event: Uint16Array;
  readonly part: Part;
}

/** Explores one part of a bound scenario (default: all of it). Throws a ProblemError when there are too many configurations or `always` has no one meaning. */
export function structureOf(
  bound: BoundScenario,
  part: Part = wholeOf(bound),
  maxConfigurations: number = defaultMaxConfigurations,
): Structure {
  return explore(statechartOf(bound), part, maxConfigurations);
}

/** @param absorbing configurations in it are reached but not left: for first passages nothing beyond them matters. */
export function explore(
  chart: Statechart,
  part: Part,
  maxConfigurations: number,
  absorbing: StateTest = { op: 'false' },
): Structure {
  const regions = chart.regions.map((r) => ({ id: r.id, states: r.states.map((s) => s.id) }));
  const numbering: Numbering = { regions };
  const width = regions.length;
  const regionAt = new Map(regions.map((r, i) => [r.id, i]));
  const name = (r: number, s: number): string => `${regions[r]!.id}.${regions[r]!.states[s]}`;

  const compileEffects = (effects: readonly { region: string; state: string }[]) => {
    // A removed region is at rest: what would set it is dropped, the kept part of the event stands alone.
    const kept = effects.filter((e) => part.regions.includes(regionAt.get(e.region)!));
    return {
      regions: Int32Array.from(kept.map((e) => regionAt.get(e.region)!)),
      states: Int32Array.from(kept.map((e) => regions[regionAt.get(e.region)!]!.states.indexOf(e.state))),
    };
  };
  const events = chart.events
    .filter((e) => part.events.has(e.id))
    .map((e) => ({
      id: e.id,
      guard: e.guard,
      isMove: e.kind === 'move',
      counted: part.counted.has(e.id),
      enabled: predicateOf(e.guard, numbering),
      ...compileEffects(e.effects),
    }));
  if (events.length > 65_535)
    throw new ProblemError([problem('too-many-events', 'more than 65,535 events', { repair: 'join some' })]);
  const always: CompiledAlways[] = chart.always
    .filter((a) => part.always.has(a.id))
    .map((a) => ({ id: a.id, enabled: predicateOf(a.guard, numbering), ...compileEffects(a.effects) }));

  // Codes: kept regions only.
  const strides = new Float64Array(width);
  let product = 1;
  for (const r of part.regions) {
    strides[r] = product;
    product *= regions[r]!.states.length;
  }
  if (product > largestProduct)
    throw new ProblemError([
      tooMany(
        `the regions multiply to ${product.toExponential(1)} combinations, more than can be numbered`,
        part,
        regions,
        null,
      ),
    ]);
  const index: CodeIndex = buildCodeIndex(product);
  const codeOf = (x: Uint8Array): number => {
    let code = 0;
    for (let r = 0; r < width; r++) code += x[r]! * strides[r]!;
    return code;
  };

  let states: Uint8Array = new Uint8Array(1024 * width);
  let target: Int32Array = new Int32Array(4096);
  let event: Uint16Array = new Uint16Array(4096);
  let rowStart: Int32Array = new Int32Array(1024);
  let size = 0;
  let transitions = 0;
  const x = new Uint8Array(width);
  const y = new Uint8Array(width);
  const add = (configuration: Uint8Array, code: number): number => {
    if (size >= maxConfigurations)
      throw new ProblemError([
        tooMany(`more than ${maxConfigurations.toLocaleString('en')} configurations can be reached`, part, regions, {
          states,
          size,
          width,
        }),
      ]);
    states = grown(states, (size + 1) * width);
    states.set(configuration, size * width);
    index.set(code, size);
    return size++;
  };
  /** The number of a configuration not met before; a vanishing one is settled, and its two readings compared, once: its code then leads to where it settled. */
  const meet = (configuration: Uint8Array, code: number): number => {
    if (!isVanishing(configuration, always)) return add(configuration, code);
    settle(configuration, always, name);
    const settled = codeOf(configuration);
    const known = index.get(settled);
    const j = known >= 0 ? known : add(configuration, settled);
    index.set(code, j);
    return j;
  };

  chart.regions.forEach((r, i) => {
    y[i] = regions[i]!.states.indexOf(r.initial);
  });
  meet(y, codeOf(y));
  const candidates = candidatesBy(events, part, regions);
  const isAbsorbing = predicateOf(absorbing, numbering);
  for (let i = 0; i < size; i++) {
    for (let r = 0; r < width; r++) x[r] = states[i * width + r]!;
    const from = codeOf(x);
    rowStart = grown(rowStart, i + 2);
    rowStart[i] = transitions;
    if (isAbsorbing(x, 0)) continue;
    for (const { region, byState } of candidates)
      for (const e of byState[x[region]!]!) {
        const { enabled, isMove, counted, regions: set, states: to } = events[e]!;
        if (!enabled(x, 0)) continue;
        let code = from;
        for (let k = 0; k < set.length; k++) code += (to[k]! - x[set[k]!]!) * strides[set[k]!]!;
        let j = i;
        if (code !== from) {
          j = index.get(code);
          if (j < 0) {
            y.set(x);
            for (let k = 0; k < set.length; k++) y[set[k]!] = to[k]!;
            j = meet(y, code);
          }
        }
        // A hazard that changes nothing is nothing, unless a reward counts it; a move that changes nothing still takes its share of the choice.
        if (j === i && !isMove && !counted) continue;
        target = grown(target, transitions + 1);
        event = grown(event, transitions + 1);
        target[transitions] = j;
        event[transitions++] = e;
      }
  }
  rowStart[size] = transitions;
  return {
    regions,
    size,
    states: states.slice(0, size * width),
    events: events.map((e) => e.id),
    rowStart: rowStart.slice(0, size + 1),
    target: target.slice(0, transitions),
    event: event.slice(0, transitions),
    part,
  };
}

/** Events sorted by one region that their guard asks about, the one that rules most of its states out: the others need not be looked at. */
function candidatesBy(
  events: readonly { guard: StateTest }[],
  part: Part,
  regions: Numbering['regions'],
): { region: number; byState: number[][] }[] {
  const lists = new Map<number, number[][]>();
  events.forEach(({ guard }, e) => {
    const asked = [...regionsOf(guard)].map((id) => regions.findIndex((r) => r.id === id));
    const open = (r: number): number[] =>
      regions[r]!.states.flatMap((state, s) => (givenState(guard, regions[r]!.id, state).op === 'false' ? [] : [s]));
    let best = part.regions[0] ?? 0;
    let states = regions[best]!.states.map((_, s) => s);
    let share = 1;
    for (const r of asked) {
      const left = open(r);
      if (left.length / regions[r]!.states.length >= share) continue;
      best = r;
      states = left;
      share = left.length / regions[r]!.states.length;
    }
    const byState = lists.get(best) ?? regions[best]!.states.map(() => []);
    for (const s of states) byState[s]!.push(e);
    lists.set(best, byState);
  });
  return [...lists].map(([region, byState]) => ({ region, byState }));
}

function tooMany(
  what: string,
  part: Part,
  regions: Numbering['regions'],
  found: { states: Uint8Array; size: number; width: number } | null,
) {
  const counts = part.regions.map((r) => {
    if (!found) return { id: regions[r]!.id, n: regions[r]!.states.length };
    const seen = new Set<number>();
    for (let i = 0; i < found.size && seen.size < regions[r]!.states.length; i++)
      seen.add(found.states[i * found.width + r]!);
    return { id: regions[r]!.id, n: seen.size };
  });
  counts.sort((a, b) => b.n - a.n);
  const most = counts.slice(0, 5).map((c) => `\`${c.id}\` × ${c.n}`);
  return problem('too-many-configurations', `${what}; the regions that contribute most: ${most.join(', ')}`, {
    path: ['regions', counts[0]?.id ?? ''],
    repair: found
      ? 'join or drop states of these regions, forbid combinations with `when`, or raise --max-configurations'
      : 'join or drop regions that no outcome needs',
  });
}

/** 1 where a configuration is in the set. */
export function maskOf(set: StateTest, structure: Structure): Uint8Array {
  const holds = predicateOf(set, structure);
  const width = structure.regions.length;
  return Uint8Array.from({ length: structure.size }, (_, i) => (holds(structure.states, i * width) ? 1 : 0));
}

/** The public form of configuration i. */
export function configurationAt(structure: Structure, i: number): Configuration {
  const width = structure.regions.length;
  return Object.fromEntries(structure.regions.map((r, k) => [r.id, r.states[structure.states[i * width + k]!]!]));
}
