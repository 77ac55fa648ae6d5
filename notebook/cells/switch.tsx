// A yes-or-no input as a checkbox, with what stands behind it.
import type { ScenarioView } from '../../engine/index.ts';
import type { Input } from '../inputs.ts';
import { loadWhy } from './slider.tsx';
import { useLoaded } from './use-loaded.ts';
import { WhyButton } from './why-button.tsx';

interface Properties {
  readonly spec: ScenarioView['switches'][number];
  readonly on: boolean;
  readonly whyOpen: boolean;
  readonly onWhy: (open: boolean) => void;
  readonly onTurn: (on: boolean) => void;
}

const say = (x: number): string => (x === 1 ? 'yes' : 'no');

export function Switch({ spec, on, whyOpen, onWhy, onTurn }: Properties) {
  const why = useLoaded(loadWhy, whyOpen);
  const value = spec.default ? 1 : 0;
  // The popover speaks of any input; a switch is one with two values and no range.
  const input: Input = {
    kind: 'parameters',
    id: spec.id,
    label: spec.label,
    owner: '',
    ownerLabel: 'Yes or no',
    value,
    low: value,
    high: value,
    min: 0,
    max: 1,
    step: 1,
    unit: 'share',
    ends: ['no', 'yes'],
    basis: spec.basis,
    evidence: spec.evidence,
    idle: null,
    override: null,
    salience: null,
    strength: null,
  };
  return (
    <div class="switch" data-switch={spec.id}>
      <label class={on === spec.default ? '' : 'changed'}>
        <input type="checkbox" checked={on} onChange={(e) => onTurn(e.currentTarget.checked)} />
        <span>{spec.label}</span>
      </label>
      <WhyButton label={`Why ${say(value)}? ${spec.label}`} text={`Why ${say(value)}?`} open={whyOpen} onOpen={onWhy} />
      {whyOpen && why && <why.Why input={input} value={on ? 1 : 0} say={say} isSwitch onClose={() => onWhy(false)} />}
    </div>
  );
}
