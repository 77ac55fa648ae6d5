// The page: holds the document with its history, keeps the engine in step, and lays the cells out.
import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { Answer, type AnswerInputs, baseSentence, textOf, variantSentence } from './cells/answer.tsx';
import { Caveats } from './cells/caveats.tsx';
import { Chart } from './cells/chart.tsx';
import { InputsPanel } from './cells/inputs-panel.tsx';
import { Labels } from './cells/labels.ts';
import { MiniBar } from './cells/mini-bar.tsx';
import { States } from './cells/states.tsx';
import { Status } from './cells/status.tsx';
import { Variants } from './cells/variants.tsx';
import {
  type Action,
  contentKey,
  type DocumentVariant,
  documentOf,
  historyOf,
  type InputKind,
  reduce,
  variantOf,
} from './document.ts';
import { firstRaceOf, type Known, type Target, targetsOf } from './figures.ts';
import { inputsOf } from './inputs.ts';
import { loadScenarioText, noBands, scenarioFile, shipped } from './shipped.ts';
import { createShowing, isStale } from './showing.ts';
import { startEngine } from './start.ts';
import { dateInWords, dateOn, long } from './words.ts';
import { createWork, type WorkState } from './work.ts';

const { view } = shipped;
const bands = shipped.bands ?? noBands;
const targets = targetsOf(view);
const race = firstRaceOf(view)!;
const inputs = inputsOf(view, shipped.strength);
const keyIds = ['deal', 'us_force', 'israel_strikes', 'regional_war', 'border_reinforced'];
const keys: readonly Target[] = pickKeys();
const keyOutcomes = [race.id, ...keys.map((t) => t.outcome)];
const opening = documentOf(view, keys[0]?.id ?? targets[0]!.id);
const labels = new Map<string, string>([
  ...targets.map((t) => [t.id, t.label] as const),
  ...view.rewards.map((r) => [r.id, r.label] as const),
]);
const labelOfOutcome = (id: string): string => labels.get(id) ?? id;

function pickKeys(): Target[] {
  const plainOnes = targets.filter((t) => t.cause === null);
  const named = keyIds.flatMap((id) => plainOnes.find((t) => t.id === id) ?? []);
  return named.length > 0 ? named : plainOnes.slice(0, 5);
}

interface Drag {
  readonly id: string;
  readonly value: number;
  readonly key: string;
}

export function Page() {
  const [history, dispatch] = useReducer(reduce, opening, historyOf);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [spoken, setSpoken] = useState('');
  const document = history.present;
  const work = useRef<ReturnType<typeof createWork> | null>(null);
  const [workState, setWorkState] = useState<WorkState | null>(null);
  work.current ??= createWork({
    shipped,
    variants: opening.variants,
    keys: keyOutcomes,
    start: startEngine,
    text: loadScenarioText,
    file: scenarioFile,
    changed: setWorkState,
  });
  const state = workState ?? work.current.state();

  useLayoutEffect(() => work.current!.follow(document, drag !== null), [document, drag !== null]);
  useEffect(() => {
    void work.current!.begin();
  }, []);
  useUndoKeys(dispatch);

  const showing = useRef<ReturnType<typeof createShowing> | null>(null);
  showing.current ??= createShowing();
  const lastShown = useRef<Known | undefined>(undefined);
  const knownOf = useMemo(() => showing.current!(state, lastShown.current), [state, document.selected]);
  const isBusy = useCallback((v: DocumentVariant): boolean => isStale(state, v, keyOutcomes), [state]);

  const selected = variantOf(document, document.selected);
  const base = document.variants[0]!;
  const answer: AnswerInputs = {
    view,
    race,
    bands,
    day: document.day,
    base: knownOf(base),
    variant: selected,
    known: knownOf(selected),
  };
  useEffect(() => {
    lastShown.current = knownOf(selected);
  });
  const settled = drag === null && !isBusy(selected);

  // Said aloud once the answer to a change has settled, never while dragging and not for what the page opened with.
  useEffect(() => {
    if (history.past.length + history.future.length === 0 || !settled) return;
    setSpoken(textOf(selected.id === 'base' ? baseSentence(answer) : variantSentence(answer)));
  }, [settled, document.selected, document.day, contentKey(selected)]);

  const act = useCallback((action: Action) => dispatch(action), []);
  return (
    <Labels.Provider value={labelOfOutcome}>
      <header class="page-head">
        <div>
          <p class="brand">Standoff</p>
          <h1>{view.title}</h1>
          <p class="as-of">
            As of <b>{dateInWords(view.asOf ?? '')}</b>, {view.horizon} days ahead, to{' '}
            {long(dateOn(view.startDate, view.horizon))}
          </p>
        </div>
        <Status confirmation={state.confirmation} busy={state.busy > 0} />
      </header>
      <main>
        <div class="top">
          <Answer
            inputs={answer}
            stale={drag === null && isStale(state, selected, [race.id])}
            problems={state.problems.get(contentKey(selected)) ?? []}
            spoken={spoken}
          />
          <Caveats view={view} />
        </div>
        <div class="columns">
          <div class="left">
            <Chart
              view={view}
              race={race}
              bands={bands}
              document={document}
              targets={targets}
              knownOf={knownOf}
              before={drag === null ? null : (state.known.get(drag.key) ?? null)}
              onLook={(look) => act({ type: 'look', ...look })}
            />
            <Variants
              view={view}
              document={document}
              inputs={inputs}
              keys={keys}
              knownOf={knownOf}
              isBusy={isBusy}
              canUndo={history.past.length > 0}
              canRedo={history.future.length > 0}
              dispatch={act}
            />
            <States
              view={view}
              variant={selected}
              known={knownOf(selected)}
              stale={state.known.get(contentKey(selected))?.result?.occupancy === undefined}
            />
          </div>
          <InputsPanel
            view={view}
            inputs={inputs}
            variant={selected}
            drag={drag}
            onGrab={(id, value) => setDrag({ id, value, key: contentKey(selected) })}
            onSet={(kind: InputKind, id, value, fallback, gesture) =>
              act({ type: 'set', kind, id, value, fallback, gesture })
            }
            onRelease={() => setDrag(null)}
          />
        </div>
      </main>
      <footer class="page-foot">
        <p>
          Sources:{' '}
          {view.sources.map((s) => `${s.outlet}${s.published ? `, ${dateInWords(s.published)}` : ''}`).join(' · ')}.
        </p>
        <p>
          {shipped.engine}. Scenario {view.id}, inputs <code>{shipped.inputs.slice(0, 12)}</code>. Everything is
          computed in this browser; nothing you do here leaves it.
        </p>
      </footer>
      <MiniBar race={race} day={document.day} variant={selected} base={answer.base} known={answer.known} />
    </Labels.Provider>
  );
}

function useUndoKeys(dispatch: (action: Action) => void): void {
  useEffect(() => {
    const pressed = (e: KeyboardEvent): void => {
      if (!(e.ctrlKey || e.metaKey) || e.altKey) return;
      const target = e.target as HTMLElement | null;
      // Text fields keep their own undo.
      if (target instanceof HTMLInputElement && (target.type === 'text' || target.type === 'search')) return;
      const key = e.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      e.preventDefault();
      dispatch({ type: key === 'y' || e.shiftKey ? 'redo' : 'undo' });
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}
