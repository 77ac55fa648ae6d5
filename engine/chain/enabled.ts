// Guards → which events are enabled in a configuration, many at a time: each state of a region rules events out by one word of bits; what a guard asks about several regions together is asked of the rest.
import { allOf, givenState, regionsOf, type StateTest } from '../scenario/state-test.ts';
import { type Numbering, type Predicate, predicateOf } from './predicate.ts';

/** Writes the positions of the enabled events into `to`, ascending, and returns how many they are. */
export type Enabled = (states: Uint8Array, offset: number, to: Int32Array) => number;

/** @param kept regions that can change, by position; the others stand at their start, and guards are to have that put in. */
export function enabledOf(guards: readonly StateTest[], kept: readonly number[], numbering: Numbering): Enabled {
  const words = Math.ceil(guards.length / 32);
  const at = new Map(numbering.regions.map((r, k) => [r.id, k]));
  /** Of a region: bits of the events that its state s does not rule out, at [s × words]. */
  const open = kept.map((r) => new Int32Array(numbering.regions[r]!.states.length * words).fill(-1));
  const rest: (Predicate | null)[] = guards.map((guard, e) => {
    const together: StateTest[] = [];
    for (const clause of guard.op === 'and' ? guard.tests : [guard]) {
      const asked = [...regionsOf(clause)];
      for (const id of asked) {
        const k = kept.indexOf(at.get(id)!);
        if (k < 0) continue;
        numbering.regions[kept[k]!]!.states.forEach((state, s) => {
          if (givenState(clause, id, state).op === 'false') open[k]![s * words + (e >> 5)]! &= ~(1 << (e & 31));
        });
      }
      // One region, and it can change: the bits have said all.
      if (asked.length !== 1 || !kept.includes(at.get(asked[0]!)!)) together.push(clause);
    }
    const left = allOf(together);
    return left.op === 'true' ? null : predicateOf(left, numbering);
  });
  /** Regions that rule anything out. */
  const asked = Int32Array.from(kept.keys()).filter((k) => open[k]!.some((bits) => bits !== -1));
  const masks = Array.from(asked, (k) => open[k]!);
  const regions = Int32Array.from(asked, (k) => kept[k]!);
  const last = guards.length & 31 ? (1 << (guards.length & 31)) - 1 : -1;
  return (states, offset, to) => {
    let count = 0;
    for (let w = 0; w < words; w++) {
      let bits = w === words - 1 ? last : -1;
      for (let k = 0; k < regions.length; k++) bits &= masks[k]![states[offset + regions[k]!]! * words + w]!;
      while (bits !== 0) {
        const e = w * 32 + 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        const test = rest[e]!;
        if (test === null || test(states, offset)) to[count++] = e;
      }
    }
    return count;
  };
}
