// Structure + what each formula reads → which transitions share their rate, whatever the numbers are: those of one actor's choice (or of one hazard) in configurations that agree in every region that it depends on.
// A change of a parameter then computes one choice per group, not one per configuration.
import type { BoundScenario } from '../scenario/bind.ts';
import { regionsOf } from '../scenario/state-test.ts';
import { addReactions, reactionsOf } from './dependencies.ts';
import type { Structure } from './structure.ts';

/** A group is one choice of an actor among its moves, or one hazard, as it stands in the first configuration that has it. */
export interface Sharing {
  /** Members of group g: groupStart[g] … groupStart[g+1]. */
  readonly groupStart: Int32Array;
  /** Transitions: the whole choice, waiting moves included; one for a hazard. */
  readonly member: Int32Array;
  /** The configuration that group g was met in. */
  readonly row: Int32Array;
  /** like[t]: position in `member` of the transition whose rate t has. */
  readonly like: Int32Array;
  /** Of each group: its decider, and the states of what that depends on as a number. */
  readonly decider: Int32Array;
  readonly code: Float64Array;
  readonly deciders: readonly SharedDecider[];
}

export interface SharedDecider {
  /** Its events and the regions that it depends on: two structures of one model with the same key have the same rates at the same codes. */
  readonly key: string;
  /** First member of the group with a code; −1 when there is none. */
  first(code: number): number;
}

/** By structure: what the formulas read does not change with the numbers, and is compared before a kept answer is used. */
const kept = new WeakMap<Structure, { readonly reads: string; readonly sharing: Sharing }>();

export function sharingOf(structure: Structure, bound: BoundScenario): Sharing {
  const deciders = decidersOf(structure, bound);
  const reads = deciders.map((d) => `${d.events}:${d.regions}`).join(';');
  const known = kept.get(structure);
  if (known?.reads === reads) return known.sharing;
  const sharing = groupsOf(structure, deciders);
  kept.set(structure, { reads, sharing });
  return sharing;
}

/** Events that are decided together, and the regions that their rates depend on, ascending. */
interface Decider {
  readonly events: readonly number[];
  readonly regions: readonly number[];
}

function decidersOf(structure: Structure, bound: BoundScenario): Decider[] {
  const at = new Map(bound.regions.map((r, k) => [r.id, k]));
  const inPart = new Set(structure.part.regions);
  const event = new Map(structure.events.map((id, e) => [id, e]));
  const reactions = reactionsOf(
    bound.regions,
    bound.always.filter((a) => structure.part.always.has(a.id)).map((a) => ({ guard: a.when, effects: a.effects })),
  );
  const sorted = (regions: Iterable<number>): number[] =>
    [...regions].filter((r) => inPart.has(r)).sort((a, b) => a - b);
  const hazards = bound.hazards.flatMap((h): Decider[] => {
    const e = event.get(h.id);
    return e === undefined ? [] : [{ events: [e], regions: sorted(h.hazard.regions) }];
  });
  const choices = bound.actors.flatMap((actor, a): Decider[] => {
    const moves = bound.moves.filter((m) => m.actor === a && event.has(m.id));
    if (moves.length === 0) return [];
    const reads = new Set(actor.opportunityRate.regions);
    const set = new Set<number>();
    for (const m of moves) {
      for (const r of regionsOf(m.when)) reads.add(at.get(r)!);
      for (const f of [m.utility, ...m.consent.map((c) => c.utility)]) for (const r of f.regions) reads.add(r);
      for (const e of m.effects) set.add(at.get(e.region)!);
    }
    addReactions(reactions, set, reads);
    return [{ events: moves.map((m) => event.get(m.id)!), regions: sorted(new Set([...reads, ...set])) }];
  });
  return [...hazards, ...choices];
}

/** Tables of codes up to this length, a map beyond. */
const longestTable = 1 << 22;

function groupsOf(structure: Structure, deciders: readonly Decider[]): Sharing {
  const { size, states, rowStart, target, event } = structure;
  const width = structure.regions.length;
  const deciderOf = new Int32Array(structure.events.length).fill(-1);
  deciders.forEach((d, k) => {
    for (const e of d.events) deciderOf[e] = k;
  });
  const sizes = deciders.map(({ regions }) => regions.map((r) => structure.regions[r]!.states.length));
  const regionsOfDecider = deciders.map((d) => Int32Array.from(d.regions));
  const stridesOf = sizes.map((n) => Float64Array.from(n, (_, k) => n.slice(0, k).reduce((a, b) => a * b, 1)));
  const firsts = sizes.map((n) => memberByCode(n.reduce((a, b) => a * b, 1)));
  const like = new Int32Array(target.length);
  const member: number[] = [];
  const groupStart: number[] = [];
  const row: number[] = [];
  const decider: number[] = [];
  const groupCode: number[] = [];
  /** Where in its group the next transition of each decider stands, in the row that it was met in last. */
  const next = new Int32Array(deciders.length);
  const metIn = new Int32Array(deciders.length).fill(-1);
  for (let i = 0; i < size; i++) {
    const base = i * width;
    for (let t = rowStart[i]!, end = rowStart[i + 1]!; t < end; t++) {
      const d = deciderOf[event[t]!]!;
      if (metIn[d] !== i) {
        metIn[d] = i;
        const regions = regionsOfDecider[d]!;
        const strides = stridesOf[d]!;
        let code = 0;
        for (let k = 0; k < regions.length; k++) code += states[base + regions[k]!]! * strides[k]!;
        const first = firsts[d]!;
        let k = first.table ? first.table[code]! - 1 : (first.map.get(code) ?? -1);
        if (k < 0) {
          k = member.length;
          if (first.table) first.table[code] = k + 1;
          else first.map.set(code, k);
          groupStart.push(k);
          row.push(i);
          decider.push(d);
          groupCode.push(code);
          // The whole choice at once, so that a group is one stretch of members.
          for (let u = t; u < end; u++) if (deciderOf[event[u]!] === d) member.push(u);
        }
        next[d] = k;
      }
      like[t] = next[d]!;
      next[d]!++;
    }
  }
  groupStart.push(member.length);
  return {
    groupStart: Int32Array.from(groupStart),
    member: Int32Array.from(member),
    row: Int32Array.from(row),
    like,
    decider: Int32Array.from(decider),
    code: Float64Array.from(groupCode),
    deciders: deciders.map(({ events, regions }, d) => {
      const { table, map } = firsts[d]!;
      return {
        key: `${events.map((e) => structure.events[e])}:${regions}`,
        first: (code) => (table ? table[code]! - 1 : (map.get(code) ?? -1)),
      };
    }),
  };
}

/** code → first member of its group; in the table one more, 0 standing for none yet. */
function memberByCode(
  product: number,
): { readonly table: Int32Array; readonly map: null } | { readonly table: null; readonly map: Map<number, number> } {
  return product <= longestTable ? { table: new Int32Array(product), map: null } : { table: null, map: new Map() };
}
