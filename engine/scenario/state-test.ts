// Predicates over configurations: guards, outcome sets. Region and state by id, so that the same test serves the whole chart, a reduced one and an XState machine.

export type StateTest =
  | { readonly op: 'true' }
  | { readonly op: 'false' }
  | { readonly op: 'at'; readonly region: string; readonly state: string }
  | { readonly op: 'not'; readonly test: StateTest }
  | { readonly op: 'and'; readonly tests: readonly StateTest[] }
  | { readonly op: 'or'; readonly tests: readonly StateTest[] };

export const always: StateTest = { op: 'true' };
export const never: StateTest = { op: 'false' };

export function at(region: string, state: string): StateTest {
  return { op: 'at', region, state };
}

export function not(test: StateTest): StateTest {
  if (test.op === 'true') return never;
  if (test.op === 'false') return always;
  return test.op === 'not' ? test.test : { op: 'not', test };
}

/** Conjunction, flattened and simplified; of nothing: true. */
export function allOf(tests: readonly StateTest[]): StateTest {
  const kept: StateTest[] = [];
  for (const t of tests) {
    if (t.op === 'false') return never;
    if (t.op === 'true') continue;
    if (t.op === 'and') kept.push(...t.tests);
    else kept.push(t);
  }
  return kept.length === 0 ? always : kept.length === 1 ? kept[0]! : { op: 'and', tests: kept };
}

/** Disjunction, flattened and simplified; of nothing: false. */
export function anyOf(tests: readonly StateTest[]): StateTest {
  const kept: StateTest[] = [];
  for (const t of tests) {
    if (t.op === 'true') return always;
    if (t.op === 'false') continue;
    if (t.op === 'or') kept.push(...t.tests);
    else kept.push(t);
  }
  return kept.length === 0 ? never : kept.length === 1 ? kept[0]! : { op: 'or', tests: kept };
}

/** Every union of some of the sets, with its sign in the sum of inclusion and exclusion. */
export function unionsOf(sets: readonly StateTest[]): { readonly set: StateTest; readonly sign: 1 | -1 }[] {
  return Array.from({ length: (1 << sets.length) - 1 }, (_, k) => {
    const members = sets.filter((_, n) => (k + 1) & (1 << n));
    return { set: anyOf(members), sign: members.length % 2 === 1 ? 1 : -1 };
  });
}

/** The test with everything known about one region put in: what is left to ask when `region` is in `state`. */
export function givenState(test: StateTest, region: string, state: string): StateTest {
  switch (test.op) {
    case 'at':
      return test.region === region ? (test.state === state ? always : never) : test;
    case 'not':
      return not(givenState(test.test, region, state));
    case 'and':
      return allOf(test.tests.map((t) => givenState(t, region, state)));
    case 'or':
      return anyOf(test.tests.map((t) => givenState(t, region, state)));
    default:
      return test;
  }
}

/** Does the test hold where `stateOf(region)` tells the active state? */
export function holds(test: StateTest, stateOf: (region: string) => string | undefined): boolean {
  switch (test.op) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'at':
      return stateOf(test.region) === test.state;
    case 'not':
      return !holds(test.test, stateOf);
    case 'and':
      return test.tests.every((t) => holds(t, stateOf));
    case 'or':
      return test.tests.some((t) => holds(t, stateOf));
  }
}

/** The regions that a test reads. */
export function regionsOf(test: StateTest, into: Set<string> = new Set()): Set<string> {
  if (test.op === 'at') into.add(test.region);
  else if (test.op === 'not') regionsOf(test.test, into);
  else if (test.op === 'and' || test.op === 'or') for (const t of test.tests) regionsOf(t, into);
  return into;
}

/** The test as a user would write it. */
export function testText(test: StateTest): string {
  switch (test.op) {
    case 'true':
      return '1';
    case 'false':
      return '0';
    case 'at':
      return `at("${test.region}.${test.state}")`;
    case 'not':
      return `not ${test.test.op === 'at' ? testText(test.test) : `(${testText(test.test)})`}`;
    case 'and':
      return test.tests.map((t) => (t.op === 'or' ? `(${testText(t)})` : testText(t))).join(' and ');
    case 'or':
      return test.tests.map((t) => testText(t)).join(' or ');
  }
}
