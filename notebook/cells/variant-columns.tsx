// Which columns of numbers the variants table has: key outcomes at first, every other outcome and the totals at will.
import type { ScenarioView } from '../../engine/index.ts';
import { totalKey } from '../border/totals.ts';
import type { Target } from '../figures.ts';
import { labelOf, unitOf } from '../words.ts';

export interface Columns {
  readonly targets: readonly Target[];
  readonly rewards: ScenarioView['rewards'];
}

interface Properties {
  readonly all: Columns;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (id: string, on: boolean) => void;
}

export function VariantColumns({ all, chosen, onChoose }: Properties) {
  const box = (id: string, label: string) => (
    <label key={id}>
      <input type="checkbox" checked={chosen.has(id)} onChange={(e) => onChoose(id, e.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
  const plain = all.targets.filter((t) => t.group === null);
  const groups = [...new Set(all.targets.flatMap((t) => t.group ?? []))];
  return (
    <div class="column-boxes">
      {plain.length > 0 && (
        <fieldset>
          <legend>Outcomes</legend>
          {plain.map((t) => box(t.id, t.label))}
        </fieldset>
      )}
      {groups.map((group) => (
        <fieldset key={group}>
          <legend>{group}</legend>
          {all.targets.filter((t) => t.group === group).map((t) => box(t.id, t.label))}
        </fieldset>
      ))}
      {all.rewards.length > 0 && (
        <fieldset>
          <legend>Totals (expected)</legend>
          {all.rewards.map((r) => box(totalKey(r.id), `${labelOf(r.label)}, ${unitOf(r.unit) || r.unit}`))}
        </fieldset>
      )}
    </div>
  );
}
