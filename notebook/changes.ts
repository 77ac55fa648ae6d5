// A variant's changes in words, for chips, and a name suggested from them.
import type { ScenarioView } from '../engine/index.ts';
import type { DocumentVariant } from './document/document.ts';
import type { Input } from './inputs.ts';
import { plain, signed, stateLabel } from './words.ts';

export interface Chip {
  readonly id: string;
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

export function chipsOf(variant: DocumentVariant, view: ScenarioView, inputs: readonly Input[]): readonly Chip[] {
  const { initial, parameters, stances, switches, disable } = variant.changes;
  const byId = new Map(inputs.map((i) => [i.id, i]));
  const regions = new Map(view.regions.map((r) => [r.id, r]));
  const chips: Chip[] = [];
  for (const [region, to] of Object.entries(initial)) {
    const r = regions.get(region);
    const label = (state: string): string => stateLabel(r?.states.find((s) => s.id === state)?.label ?? state);
    chips.push({
      id: `initial.${region}`,
      what: `${r?.label ?? region} at the start`,
      from: label(r?.initial ?? ''),
      to: label(to),
    });
  }
  for (const [id, on] of Object.entries(switches))
    chips.push({
      id: `switch.${id}`,
      what: view.switches.find((s) => s.id === id)?.label ?? id,
      from: on ? 'no' : 'yes',
      to: on ? 'yes' : 'no',
    });
  for (const [id, value] of [...Object.entries(stances), ...Object.entries(parameters)]) {
    const input = byId.get(id);
    const say = input?.kind === 'stances' ? signed : plain;
    chips.push({
      id,
      what: input ? (input.kind === 'stances' ? `${input.ownerLabel}: ${input.label.toLowerCase()}` : input.label) : id,
      from: input ? say(input.value) : '',
      to: say(value),
    });
  }
  for (const id of disable)
    chips.push({
      id: `disable.${id}`,
      what: view.moves.find((m) => m.id === id)?.label ?? id,
      from: 'possible',
      to: 'ruled out',
    });
  return chips;
}

/** Under which name a variant keeps the note of a change: inputs and switches by their own id. */
export function noteKeyOf(chip: Chip): string {
  return chip.id.startsWith('switch.') ? chip.id.slice('switch.'.length) : chip.id;
}

/** "Military strike +0.8": the first change, and how many more. */
export function suggestedName(chips: readonly Chip[]): string | null {
  const first = chips[0];
  if (first === undefined) return null;
  return `${first.what} ${first.to}${chips.length > 1 ? ` and ${chips.length - 1} more` : ''}`;
}
