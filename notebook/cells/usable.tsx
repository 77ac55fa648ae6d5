// What a formula can use, to be picked instead of typed: outcomes, variants, expected values, inputs, other cells, and the functions explained.
import { formulaFunctions } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { labelOf } from '../words.ts';

interface Properties {
  readonly cells: readonly string[];
  readonly onInsert: (text: string) => void;
}

interface Choice {
  readonly text: string;
  readonly label: string;
}

export function Usable({ cells, onInsert }: Properties) {
  const { model, document } = useBench();
  const quoted = (fn: string, id: string): string => `${fn}(${JSON.stringify(id)})`;
  const inputs: Choice[] = [
    ...model.inputs.map((i) => ({ text: quoted('input', i.id), label: `${i.ownerLabel}: ${i.label}` })),
    ...model.view.switches.map((s) => ({ text: quoted('input', s.id), label: s.label })),
  ];
  return (
    <details class="usable">
      <summary>Insert, or look up a function</summary>
      <div class="picks">
        <Pick
          what="an outcome"
          choices={model.targets.map((t) => ({
            text: quoted('p', t.id),
            label: t.group === null ? t.label : `${t.group}: ${t.label}`,
          }))}
          onPick={onInsert}
        />
        <Pick
          what="a variant"
          choices={document.variants.map((v) => ({ text: JSON.stringify(v.id), label: v.label }))}
          onPick={onInsert}
        />
        <Pick
          what="an expected value"
          choices={model.view.rewards.map((r) => ({ text: quoted('reward', r.id), label: labelOf(r.label) }))}
          onPick={onInsert}
        />
        <Pick what="an input" choices={inputs} onPick={onInsert} />
        <Pick what="a cell" choices={cells.map((name) => ({ text: name, label: name }))} onPick={onInsert} />
      </div>
      <dl class="functions">
        {Object.entries(formulaFunctions).map(([name, { usage, means }]) => (
          <div key={name}>
            <dt>
              <code>{usage}</code>
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
        <div>
          <dt>
            <code>day, selected</code>
          </dt>
          <dd>the day and the variant in focus; they are meant where a variant or a day is left out</dd>
        </div>
        <div>
          <dt>
            <code>{'a < b and not c ? x : y'}</code>
          </dt>
          <dd>comparisons, and, or, not; x where it holds, else y</dd>
        </div>
      </dl>
    </details>
  );
}

function Pick({
  what,
  choices,
  onPick,
}: {
  readonly what: string;
  readonly choices: readonly Choice[];
  readonly onPick: (text: string) => void;
}) {
  if (choices.length === 0) return null;
  return (
    <select
      aria-label={`Insert ${what}`}
      value=""
      onChange={(e) => {
        const text = e.currentTarget.value;
        e.currentTarget.value = '';
        if (text !== '') onPick(text);
      }}
    >
      <option value="">Insert {what}…</option>
      {choices.map((c) => (
        <option key={c.text} value={c.text}>
          {c.label}
        </option>
      ))}
    </select>
  );
}
