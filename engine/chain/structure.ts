// Statechart part → Structure: every reachable configuration and labelled transition, by breadth-first search on integer codes. No rates: it changes only with the model's shape.
import type { BoundScenario } from '../scenario/bind.ts';
import type { StateTest } from '../scenario/state-test.ts';
import { type Statechart, statechartOf } from '../statechart/chart.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import type { Configuration } from '../vocabulary/units.ts';
import { buildCodeIndex, type CodeIndex, grown, largestProduct } from './configurations.ts';
import { reactionsOf, segmentsOf } from './dependencies.ts';
import { enabledOf } from './enabled.ts';
import { buildTables, type Digits, decode, expandKnown, type Front, placeOf } from './expand.ts';
import { type Numbering, predicateOf } from './predicate.ts';
import { type Part, wholeOf } from './reduce.ts';
import { type CompiledAlways, fire, fireRound, firstThatChanges, settle } from './settle.ts';

export const defaultMaxConfigurations = 2_000_000;

/** Configurations between two reports. */
const stretch = 4096;

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

/**
 * @param absorbing configurations in it are reached but not left: for first passages nothing beyond them matters.
 * @param met told now and then how many configurations have been met; what it throws ends the search.
 */
export function explore(
  chart: Statechart,
  part: Part,
  maxConfigurations: number,
  absorbing: StateTest = { op: 'false' },
  met?: (configurations: number) => void,
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
  const kept = chart.events.filter((e) => part.events.has(e.id));
  const events = kept.map((e) => ({
    id: e.id,
    isMove: e.kind === 'move',
    counted: part.counted.has(e.id),
    ...compileEffects(e.effects),
  }));
  if (events.length > 65_535)
    throw new ProblemError([problem('too-many-events', 'more than 65,535 events', { repair: 'join some' })]);
  const always: (CompiledAlways & { readonly guard: StateTest })[] = chart.always
    .filter((a) => part.always.has(a.id))
    .map((a) => ({ id: a.id, guard: a.guard, enabled: predicateOf(a.guard, numbering), ...compileEffects(a.effects) }));

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
  const segments = segmentsOf(
    chart,
    kept,
    part.regions,
    reactionsOf(
      chart.regions,
      chart.always.filter((a) => part.always.has(a.id)),
    ),
  );
  const tables = index.table && buildTables(segments, (r) => regions[r]!.states.length);
  const digits: Digits = {
    regions: Int32Array.from(part.regions),
    sizes: Int32Array.from(part.regions, (r) => regions[r]!.states.length),
  };
  const codeOf = (x: Uint8Array, offset = 0): number => {
    let code = 0;
    for (let r = 0; r < width; r++) code += x[offset + r]! * strides[r]!;
    return code;
  };

  const front: Front = {
    codes: new Int32Array(1024),
    states: new Uint8Array(1024 * width),
    rowStart: new Int32Array(1025),
    target: new Int32Array(4096),
    event: new Uint16Array(4096),
    size: 0,
    transitions: 0,
    row: 0,
  };
  /** Place for so many more configurations and transitions than there are. */
  const makeRoom = (more: number): void => {
    front.codes = grown(front.codes, front.size + more);
    front.states = grown(front.states, (front.size + more) * width);
    front.rowStart = grown(front.rowStart, front.size + more + 1);
    front.target = grown(front.target, front.transitions + more);
    front.event = grown(front.event, front.transitions + more);
  };
  const x = new Uint8Array(width);
  const y = new Uint8Array(width);
  const add = (configuration: Uint8Array, code: number): number => {
    const { size } = front;
    if (size >= maxConfigurations) {
      for (let i = front.row; tables && i < size; i++) decode(front, i, i * width, digits);
      throw new ProblemError([
        tooMany(`more than ${maxConfigurations.toLocaleString('en')} configurations can be reached`, part, regions, {
          states: front.states,
          size,
          width,
        }),
      ]);
    }
    makeRoom(1);
    front.states.set(configuration, size * width);
    if (tables) front.codes[size] = code;
    index.set(code, size);
    return front.size++;
  };
  const alwaysEnabled = enabledOf(
    always.map((a) => a.guard),
    part.regions,
    numbering,
  );
  /** Codes that the last `follow` has numbered. */
  const followed: number[] = [];
  /** One pair of buffers a level of `follow`. */
  const levels = Array.from({ length: always.length + 1 }, () => ({
    soon: new Int32Array(always.length),
    next: new Uint8Array(width),
  }));
  /**
   * The number of a configuration, found by following what happens at once from it: one step of the one reading, one round of the other, and from there what is known already.
   * −1 where that does not say: both readings are then followed to their ends.
   */
  const follow = (from: Uint8Array, code: number, depth: number): number => {
    const known = index.get(code);
    if (known >= 0) return known;
    if (depth >= levels.length) return -1;
    const { soon, next } = levels[depth]!;
    const count = alwaysEnabled(from, 0, soon);
    const first = firstThatChanges(from, always, soon, count);
    if (first < 0) {
      followed.push(code);
      return add(from, code);
    }
    next.set(from);
    fire(next, always[first]!);
    const one = codeOf(next);
    const j = follow(next, one, depth + 1);
    if (j < 0) return -1;
    fireRound(next, from, always, soon, count);
    const all = codeOf(next);
    if (all !== one && follow(next, all, depth + 1) !== j) return -1;
    followed.push(code);
    index.set(code, j);
    return j;
  };
  /** The number of a configuration not met before; a vanishing one is settled, and its two readings compared, once: its code then leads to where it settled. */
  const meet = (configuration: Uint8Array, code: number): number => {
    const before = front.size;
    followed.length = 0;
    const found = follow(configuration, code, 0);
    if (found >= 0) return found;
    // What was met on the way may be where neither reading comes by.
    for (const c of followed) index.set(c, -1);
    front.size = before;
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
  /** Effects of event e, one after the other: setStart[e] … setStart[e + 1]. */
  const setStart = Int32Array.from([0, ...events.map((e) => e.regions.length)]);
  for (let e = 0; e < events.length; e++) setStart[e + 1]! += setStart[e]!;
  const setRegion = Int32Array.from(events.flatMap((e) => [...e.regions]));
  const setTo = Int32Array.from(events.flatMap((e) => [...e.states]));
  const setStride = Float64Array.from(setRegion, (r) => strides[r]!);
  const idle = Uint8Array.from(events, (e) => (e.isMove || e.counted ? 0 : 1));
  const isAbsorbing = absorbing.op === 'false' ? null : predicateOf(absorbing, numbering);
  const found = new Int32Array(events.length);
  const enabledIn = segments.map((segment) =>
    enabledOf(
      segment.events.map((e) => kept[e]!.guard),
      part.regions,
      numbering,
    ),
  );
  /** Fires what is enabled in x, configuration i, among the events of segment s. */
  const fireAll = (s: number, i: number, from: number): void => {
    const own = segments[s]!.events;
    const count = enabledIn[s]!(x, 0, found);
    for (let n = 0; n < count; n++) {
      const e = own[found[n]!]!;
      let code = from;
      for (let k = setStart[e]!; k < setStart[e + 1]!; k++) code += (setTo[k]! - x[setRegion[k]!]!) * setStride[k]!;
      let j = i;
      if (code !== from) {
        j = index.get(code);
        if (j < 0) {
          y.set(x);
          for (let k = setStart[e]!; k < setStart[e + 1]!; k++) y[setRegion[k]!] = setTo[k]!;
          j = meet(y, code);
        }
      }
      // A hazard that changes nothing is nothing, unless a reward counts it; a move that changes nothing still takes its share of the choice.
      if (j === i && idle[e]) continue;
      front.target[front.transitions] = j;
      front.event[front.transitions++] = e;
    }
  };
  /** The next row; what its segments do in its states is known from then on. */
  const expand = (): void => {
    const i = front.row;
    const base = i * width;
    if (tables) decode(front, i, base, digits);
    for (let r = 0; r < width; r++) x[r] = front.states[base + r]!;
    front.rowStart[i] = front.transitions;
    if (!isAbsorbing?.(x, 0)) {
      const from = codeOf(x);
      for (let s = 0; s < segments.length; s++) {
        const begin = front.transitions;
        fireAll(s, i, from);
        const place = tables ? placeOf(tables, s, x, 0) : 0;
        if (!tables || tables.list[place]! >= 0) continue;
        tables.list[place] = tables.listStart.length - 1;
        for (let t = begin; t < front.transitions; t++) {
          tables.step.push(front.codes[front.target[t]!]! - from);
          tables.event.push(front.event[t]!);
        }
        tables.listStart.push(tables.step.length);
      }
    }
    front.row++;
  };
  for (let end = stretch; front.row < front.size; end += stretch) {
    met?.(front.size);
    while (front.row < Math.min(end, front.size)) {
      makeRoom(stretch);
      if (tables && index.table)
        expandKnown(front, tables, index.table, digits, width, isAbsorbing, events.length, end, maxConfigurations);
      if (front.row === Math.min(end, front.size)) break;
      makeRoom(events.length);
      expand();
    }
  }
  const { size, transitions, states, rowStart, target, event } = front;
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
      ? 'join or drop states of these regions, forbid combinations with `when`, raise --max-configurations, or sample: that does without listing them'
      : 'join or drop regions that no outcome needs, or sample: that does without listing configurations',
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
