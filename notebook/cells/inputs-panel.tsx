// All inputs of the selected variant: the strongest sliders open under their actors, the rest folded, switches in between; a filter finds any of them.
import { useMemo, useState } from 'preact/hooks';
import type { ScenarioView } from '../../engine/index.ts';
import type { DocumentVariant } from '../document/document.ts';
import type { InputKind } from '../document/history.ts';
import { groupsOf, type Input, idleIn, valueIn } from '../inputs.ts';
import { plural } from '../words.ts';
import { Slider } from './slider.tsx';
import { Switch } from './switch.tsx';

export interface PanelProperties {
  readonly view: ScenarioView;
  readonly inputs: readonly Input[];
  readonly variant: DocumentVariant;
  /** The input being dragged and its value before. */
  readonly drag: { readonly id: string; readonly value: number } | null;
  readonly onGrab: (id: string, value: number) => void;
  readonly onSet: (
    kind: InputKind,
    id: string,
    value: number | boolean,
    fallback: number | boolean,
    gesture: string,
  ) => void;
  readonly onRelease: () => void;
}

const shownOpen = 12;

export function InputsPanel(p: PanelProperties) {
  const [query, setQuery] = useState('');
  const [why, setWhy] = useState<string | null>(null);
  const groups = useMemo(() => groupsOf(p.inputs, shownOpen), [p.inputs]);
  const words = query.trim().toLowerCase();
  const found =
    words === ''
      ? null
      : p.inputs.filter((i) => `${i.ownerLabel} ${i.label} ${i.id} ${i.ends.join(' ')}`.toLowerCase().includes(words));

  const openWhy = (id: string, open: boolean): void => setWhy((now) => (open ? id : now === id ? null : now));
  const slider = (input: Input) => (
    <Slider
      key={input.id}
      input={input}
      value={valueIn(p.variant, input)}
      idle={idleIn(p.variant, input, p.view.switches)}
      before={p.drag?.id === input.id ? p.drag.value : null}
      whyOpen={why === input.id}
      onWhy={(open) => openWhy(input.id, open)}
      onGrab={() => p.onGrab(input.id, valueIn(p.variant, input))}
      onMove={(value, gesture) => p.onSet(input.kind, input.id, value, input.value, gesture)}
      onRelease={p.onRelease}
    />
  );
  const open = groups.filter((g) => g.strongest.length > 0);
  const folded = groups.filter((g) => g.strongest.length === 0);
  return (
    <section class="panel" aria-labelledby="inputs-title">
      <div class="panel-head">
        <h2 id="inputs-title">
          Actors and inputs
          <small>in “{p.variant.label}”</small>
        </h2>
        <p class="fine">
          {p.variant.origin === 'file' ? `Moving anything makes a copy, “${p.variant.label}, changed”. ` : ''}Shaded:
          plausible range. Strongest first.
        </p>
        <label class="find">
          <span class="spoken">Find an input</span>
          <input
            type="search"
            placeholder={`Find among ${p.inputs.length} inputs`}
            value={query}
            onInput={(e) => setQuery(e.currentTarget.value)}
          />
        </label>
      </div>
      {found !== null ? (
        <fieldset class="group">
          <legend>{plural(found.length, 'input')} found</legend>
          {found.map(slider)}
        </fieldset>
      ) : (
        <>
          {open.map((g) => (
            <fieldset key={g.owner} class="group">
              <legend>{g.label}</legend>
              {g.strongest.map(slider)}
              {g.rest.length > 0 && (
                <details>
                  <summary>{plural(g.rest.length, 'more input', 'more inputs')}</summary>
                  {g.rest.map(slider)}
                </details>
              )}
            </fieldset>
          ))}
          <Switches {...p} why={why} onWhy={openWhy} />
          {folded.map((g) => (
            <fieldset key={g.owner} class="group">
              <legend class="spoken">{g.label}</legend>
              <details>
                <summary>
                  <b>{g.label}</b> {plural(g.rest.length, 'input')}
                </summary>
                {g.rest.map(slider)}
              </details>
            </fieldset>
          ))}
        </>
      )}
    </section>
  );
}

function Switches(
  p: PanelProperties & { readonly why: string | null; readonly onWhy: (id: string, open: boolean) => void },
) {
  if (p.view.switches.length === 0) return null;
  return (
    <fieldset class="group switches">
      <legend>What holds, yes or no</legend>
      {p.view.switches.map((s) => (
        <Switch
          key={s.id}
          spec={s}
          on={p.variant.changes.switches[s.id] ?? s.default}
          whyOpen={p.why === s.id}
          onWhy={(open) => p.onWhy(s.id, open)}
          onTurn={(on) => {
            p.onSet('switches', s.id, on, s.default, `switch ${s.id} ${performance.now()}`);
            p.onRelease();
          }}
        />
      ))}
    </fieldset>
  );
}
