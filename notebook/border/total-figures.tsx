// The figures behind the totals, as sliders with their locators: what stands in an article, and what is assumed.
import { useEffect, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { Slider } from '../cells/slider.tsx';
import { type EvidenceRecord, loadEvidence } from '../evidence.ts';
import { basisOf, type Input, idleIn, valueIn } from '../inputs.ts';
import { dateInWords, labelOf, plain, plural } from '../words.ts';

export function TotalFigures({ inputs }: { readonly inputs: readonly Input[] }) {
  const { model, selected, dispatch } = useBench();
  const [why, setWhy] = useState<string | null>(null);
  const [records, setRecords] = useState<ReadonlyMap<string, EvidenceRecord> | null>(null);
  useEffect(() => {
    loadEvidence().then(setRecords, () => setRecords(new Map()));
  }, []);
  const assumed = inputs.filter((i) => basisOf(i) === 'assumed').length;
  return (
    <details class="total-figures">
      <summary>
        The figures behind them: {plural(inputs.length, 'input')}, {assumed} of them assumed
      </summary>
      <p class="fine">
        They move totals and no probability. Measured from the low to the high end of each range, in base, over the
        whole horizon.
      </p>
      <div class="figure-list">
        {inputs.map((input) => (
          <div key={input.id}>
            <Slider
              input={input}
              scope="totals"
              owned
              value={valueIn(selected, input)}
              idle={idleIn(selected, input, model.view.switches)}
              before={null}
              whyOpen={why === input.id}
              onWhy={(open) => setWhy(open ? input.id : null)}
              onGrab={() => {}}
              onMove={(value, gesture) =>
                dispatch({
                  type: 'set',
                  kind: input.kind,
                  id: input.id,
                  value,
                  fallback: input.value,
                  gesture,
                  when: `${new Date().toISOString().slice(0, 16)}Z`,
                })
              }
              onRelease={() => {}}
            />
            <p class="locator">
              {input.strength?.reward != null &&
                `Moves “${labelOf(model.labelOf(input.strength.reward))}” by ${effect(input.strength.rewardChange ?? 0)}. `}
              {basisOf(input) === 'assumed' && <span class="tag assumed">Assumed</span>}{' '}
              {input.evidence.map((id) => locator(records?.get(id), id)).join('; ')}
            </p>
          </div>
        ))}
      </div>
    </details>
  );
}

function effect(change: number): string {
  const percents = Math.round(Math.abs(change) * 100);
  return `${change < 0 ? '−' : '+'}${percents < 1 ? '<1' : plain(percents)}%`;
}

function locator(record: EvidenceRecord | undefined, id: string): string {
  return record === undefined
    ? id
    : `${record.outlet}, ${dateInWords(record.published)}, paragraph ${record.paragraph}`;
}
