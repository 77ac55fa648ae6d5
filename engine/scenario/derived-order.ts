// Parsed formulas under `derived:` → an order in which each reads only earlier ones, or the circle that forbids one. Depth-first with a stack of its own, so that a long chain cannot overflow the program's.
import { type Expression, referencesOf } from './expression.ts';
import { own, type ScenarioFile } from './schema.ts';

export interface DerivedOrder {
  /** Names in an order of reading; complete unless there is a circle. */
  readonly order: readonly string[];
  /** Names that read each other in a circle (a formula with a fixed point may read itself), or null. */
  readonly circle: readonly string[] | null;
  /** How many formulas stand on one another up to each name, itself included. */
  readonly depths: ReadonlyMap<string, number>;
}

/** @param expressionOf the parsed formula of a name. */
export function derivedOrderOf(file: ScenarioFile, expressionOf: (name: string) => Expression): DerivedOrder {
  const order: string[] = [];
  const depths = new Map<string, number>();
  const circleOf = (names: readonly string[]): DerivedOrder => ({ order, circle: names, depths });
  const readsOf = (name: string): string[] =>
    [...referencesOf(expressionOf(name)).names].filter((read) => own(file.derived, read) !== undefined);
  const onStack = new Set<string>();
  for (const root of Object.keys(file.derived ?? {})) {
    if (depths.has(root)) continue;
    const stack = [{ name: root, reads: readsOf(root), next: 0 }];
    onStack.add(root);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const read = top.reads[top.next++];
      if (read === undefined) {
        const inner = top.reads.map((r) => depths.get(r) ?? 0);
        depths.set(top.name, 1 + inner.reduce((most, d) => Math.max(most, d), 0));
        order.push(top.name);
        onStack.delete(top.name);
        stack.pop();
      } else if (read === top.name) {
        if (!own(file.derived, read)?.fixed_point) return circleOf([read]);
      } else if (onStack.has(read)) {
        const names = stack.map((s) => s.name);
        return circleOf(names.slice(names.indexOf(read)));
      } else if (!depths.has(read)) {
        stack.push({ name: read, reads: readsOf(read), next: 0 });
        onStack.add(read);
      }
    }
  }
  return { order, circle: null, depths };
}
