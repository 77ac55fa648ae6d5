// All inputs of the selected variant: the eight strongest sliders of all actors first, then switches, starting states, and the rest folded by actor; a filter finds any of them.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ScenarioView } from '../../engine/index.ts';
import type { DocumentVariant } from '../document/document.ts';
import type { InputKind } from '../document/history.ts';
import { groupsOf, type Input, idleIn, strongestOf, valueIn } from '../inputs.ts';
import { plural } from '../words.ts';
import { onShowInput } from './show-input.ts';
import { Slider } from './slider.tsx';
import { Switch } from './switch.tsx';
import { useLoaded } from './use-loaded.ts';

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

const shownOpen = 8;
const loadStarts = () => import('./starts.tsx');

export function InputsPanel(p: PanelProperties) {
  const [query, setQuery] = useState('');
  const [why, setWhy] = useState<string | null>(null);
  const strongest = useMemo(() => strongestOf(p.inputs, shownOpen), [p.inputs]);
  const groups = useMemo(() => groupsOf(p.inputs, strongest), [p.inputs, strongest]);
  const words = query.trim().toLowerCase();
  const found =
    words === ''
      ? null
      : p.inputs.filter((i) => `${i.ownerLabel} ${i.label} ${i.id} ${i.ends.join(' ')}`.toLowerCase().includes(words));

  // Asked for from elsewhere: in sight already, or found by its id.
  const panel = useRef<HTMLElement>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(
    () =>
      onShowInput((id) => {
        const inSight = strongest.some((i) => i.id === id) || p.view.switches.some((s) => s.id === id);
        setQuery(inSight ? '' : id);
        setWanted(id);
      }),
    [strongest, p.view],
  );
  useEffect(() => {
    if (wanted === null) return;
    setWanted(null);
    const field = [...(panel.current?.querySelectorAll<HTMLElement>('[data-input], [data-switch]') ?? [])]
      .find((e) => (e.dataset.input ?? e.dataset.switch) === wanted)
      ?.querySelector<HTMLInputElement>('input');
    field?.scrollIntoView({ block: 'center' });
    field?.focus();
  }, [wanted]);

  const openWhy = (id: string, open: boolean): void => setWhy((now) => (open ? id : now === id ? null : now));
  const slider = (input: Input, owned: boolean) => (
    <Slider
      key={input.id}
      input={input}
      owned={owned}
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
  const measured = strongest.some((i) => i.strength !== null);
  return (
    <section ref={panel} class="panel" aria-labelledby="inputs-title">
      <div class="panel-head">
        <h2 id="inputs-title">
          Actors and inputs
          <small>in “{p.variant.label}”</small>
        </h2>
        <p class="fine">
          {p.variant.origin === 'file' ? `Moving anything makes a copy, “${p.variant.label}, changed”.` : 'Your own.'}{' '}
          Shaded: plausible range.
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
          {found.map((input) => slider(input, true))}
        </fieldset>
      ) : (
        <>
          {strongest.length > 0 && (
            <fieldset class="group strongest">
              <legend>
                {groups.length === 0 ? 'Inputs' : measured ? `The ${strongest.length} strongest` : 'First inputs'}
              </legend>
              {groups.length > 0 && measured && (
                <p class="fine">First what moves some outcome by the most points, from its low to its high end.</p>
              )}
              {strongest.map((input) => slider(input, true))}
            </fieldset>
          )}
          <Switches {...p} why={why} onWhy={openWhy} />
          <Starts {...p} />
          {groups.map((g) => (
            <fieldset key={g.owner} class="group">
              <legend class="spoken">{g.label}</legend>
              <Fold
                head={g.label}
                count={plural(g.inputs.length, measured ? 'other input' : 'input')}
                changed={g.inputs.filter((i) => valueIn(p.variant, i) !== i.value).length}
              >
                {() => g.inputs.map((input) => slider(input, false))}
              </Fold>
            </fieldset>
          ))}
        </>
      )}
    </section>
  );
}

/** A fold whose contents are made when it is first opened. */
function Fold(p: {
  readonly head: string;
  readonly count: string;
  readonly changed: number;
  readonly children: () => ComponentChildren;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <details onToggle={(e) => e.currentTarget.open && setOpened(true)}>
      <summary>
        <b>{p.head}</b> {p.count}
        {p.changed > 0 && <span class="tag assumed">{p.changed} changed</span>}
      </summary>
      {opened && p.children()}
    </details>
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

function Starts({ view, variant }: PanelProperties) {
  const [due, setDue] = useState(false);
  const starts = useLoaded(loadStarts, due);
  const { initial, disable } = variant.changes;
  const changed = Object.keys(initial).length + disable.length;
  return (
    <fieldset class="group">
      <legend class="spoken">Start and moves</legend>
      <details onToggle={(e) => e.currentTarget.open && setDue(true)}>
        <summary>
          <b>At the start, and moves ruled out</b> {plural(view.regions.length, 'region')},{' '}
          {plural(view.moves.length, 'move')}
          {changed > 0 && <span class="tag assumed">{changed} changed</span>}
        </summary>
        {starts && <starts.Starts view={view} variant={variant} />}
      </details>
    </fieldset>
  );
}
