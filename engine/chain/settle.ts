// What happens at once: `always` resolved in listed order, one at a time, to a fixed point (vanishing states, eliminated). XState takes all enabled ones of different regions
// in one microstep; both readings must end in the same configuration, or the file has no one meaning and is refused (model, section 3).
import { type Problem, ProblemError, problem } from '../vocabulary/problem.ts';
import type { Predicate } from './predicate.ts';

export interface CompiledAlways {
  readonly id: string;
  readonly enabled: Predicate;
  readonly regions: Int32Array;
  readonly states: Int32Array;
}

const describe = (x: Uint8Array, name: (region: number, state: number) => string): string =>
  [...x].map((s, r) => name(r, s)).join(', ');

/** Of the enabled ones, in their order, the first that changes the configuration; −1: none, it does not vanish. */
export function firstThatChanges(
  x: Uint8Array,
  always: readonly CompiledAlways[],
  enabled: Int32Array,
  count: number,
): number {
  for (let n = 0; n < count; n++) {
    const { regions, states } = always[enabled[n]!]!;
    for (let k = 0; k < regions.length; k++) if (x[regions[k]!] !== states[k]) return enabled[n]!;
  }
  return -1;
}

/** XState's round on `from`, written into `to`: in each region the first enabled `always` that leaves its state. */
export function fireRound(
  to: Uint8Array,
  from: Uint8Array,
  always: readonly CompiledAlways[],
  enabled: Int32Array,
  count: number,
): void {
  to.set(from);
  for (let n = 0; n < count; n++) {
    const { regions, states } = always[enabled[n]!]!;
    for (let k = 0; k < regions.length; k++) {
      const r = regions[k]!;
      // What has left its state already was set by an earlier one.
      if (to[r] === from[r]) to[r] = states[k]!;
    }
  }
}

/** Settles `x` in place. Throws a ProblemError for a cycle or for readings that differ. */
export function settle(
  x: Uint8Array,
  always: readonly CompiledAlways[],
  name: (region: number, state: number) => string,
): void {
  const first = firstEnabled(x, always);
  if (first < 0) return;
  const start = Uint8Array.from(x);
  oneByOne(x, always, first, name);
  const together = Uint8Array.from(start);
  allAtOnce(together, always, start, name);
  for (let r = 0; r < x.length; r++) {
    if (x[r] === together[r]) continue;
    throw new ProblemError([differing(start, x, together, always, name)]);
  }
}

function firstEnabled(x: Uint8Array, always: readonly CompiledAlways[]): number {
  for (let a = 0; a < always.length; a++) {
    const { enabled, regions, states } = always[a]!;
    if (!enabled(x, 0)) continue;
    for (let k = 0; k < regions.length; k++) if (x[regions[k]!] !== states[k]) return a;
  }
  return -1;
}

function oneByOne(
  x: Uint8Array,
  always: readonly CompiledAlways[],
  first: number,
  name: (region: number, state: number) => string,
): void {
  const start = Uint8Array.from(x);
  // Nearly always a few steps; only what takes many is watched for a cycle, from its start again.
  let soon = first;
  for (let n = 0; n <= always.length && soon >= 0; n++) {
    fire(x, always[soon]!);
    soon = firstEnabled(x, always);
  }
  if (soon < 0) return;
  x.set(start);
  const seen = new Map<string, number>();
  const fired: string[] = [];
  for (let a = first; a >= 0; a = firstEnabled(x, always)) {
    const key = x.join();
    const before = seen.get(key);
    if (before !== undefined) throw new ProblemError([cycle(fired.slice(before), start, name)]);
    seen.set(key, fired.length);
    fire(x, always[a]!);
    fired.push(always[a]!.id);
  }
}

/** Sets what it sets. */
export function fire(x: Uint8Array, { regions, states }: CompiledAlways): void {
  for (let k = 0; k < regions.length; k++) x[regions[k]!] = states[k]!;
}

/** XState's reading: in each region the first enabled `always` that leaves its state; all of them together; again until none. */
function allAtOnce(
  x: Uint8Array,
  always: readonly CompiledAlways[],
  start: Uint8Array,
  name: (region: number, state: number) => string,
): void {
  const seen = new Set<string>();
  const target = new Int32Array(x.length);
  for (let n = 0; ; n++) {
    // Watched for a cycle only after more rounds than there are `always`.
    const key = n > always.length ? x.join() : null;
    if (key !== null && seen.has(key))
      throw new ProblemError([
        problem('always-order', `\`always\` taken all at once never come to rest from ${describe(start, name)}`, {
          path: ['always'],
          repair: 'make their guards exclude each other',
        }),
      ]);
    if (key !== null) seen.add(key);
    target.fill(-1);
    let any = false;
    for (const { enabled, regions, states } of always) {
      if (!enabled(x, 0)) continue;
      for (let k = 0; k < regions.length; k++) {
        const r = regions[k]!;
        if (target[r] !== -1 || x[r] === states[k]) continue;
        target[r] = states[k]!;
        any = true;
      }
    }
    if (!any) return;
    for (let r = 0; r < x.length; r++) if (target[r] !== -1) x[r] = target[r]!;
  }
}

function cycle(ids: readonly string[], start: Uint8Array, name: (region: number, state: number) => string): Problem {
  return problem(
    'always-cycle',
    `\`always\` never comes to rest: ${[...ids, ids[0]!].map((id) => `\`${id}\``).join(' → ')}, from ${describe(start, name)}`,
    {
      path: ['always'],
      repair: 'let one of them exclude, in its guard, the state that the other leads to',
    },
  );
}

function differing(
  start: Uint8Array,
  one: Uint8Array,
  all: Uint8Array,
  always: readonly CompiledAlways[],
  name: (region: number, state: number) => string,
): Problem {
  const enabled = always.filter((a) => a.enabled(start, 0)).map((a) => `\`${a.id}\``);
  return problem(
    'always-order',
    `the order of \`always\` decides: from ${describe(start, name)} (${enabled.join(', ')} enabled), one at a time leads to ${describe(one, name)}, all at once to ${describe(all, name)}`,
    { path: ['always'], repair: 'make their guards exclude each other, so that no order matters' },
  );
}
