// The page: holds the document with its history, keeps the engine in step, and lays the workbench and the notebook out.
import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { engineVersion, type Problem } from '../engine/index.ts';
import { Bar } from './bar.tsx';
import { type Bench, BenchProvider } from './bench.ts';
import type { Bridge } from './bridge.ts';
import { Answer, type AnswerInputs, baseSentence, textOf, variantSentence } from './cells/answer.tsx';
import { Caveats } from './cells/caveats.tsx';
import { Chart } from './cells/chart.tsx';
import { InputsPanel } from './cells/inputs-panel.tsx';
import { Labels } from './cells/labels.ts';
import { MiniBar } from './cells/mini-bar.tsx';
import { Status } from './cells/status.tsx';
import { useIdle, useLoaded } from './cells/use-loaded.ts';
import { Variants } from './cells/variants.tsx';
import { contentKey, type DocumentVariant, type NotebookDocument, variantOf } from './document/document.ts';
import { type Action, historyOf, type InputKind, reduce } from './document/history.ts';
import type { Brought } from './document/incoming.ts';
import type { Known } from './figures.ts';
import { HelpMenu } from './help/section.tsx';
import type { Model } from './model.ts';
import { Sections } from './sections.tsx';
import { ShareButton } from './share/button.tsx';
import { createShowing, isStale } from './showing.ts';
import { keepForOffline } from './start.ts';
import { useModel } from './use-model.ts';
import { dateInWords, dateOn, long } from './words.ts';
import { createWork, type Work, type WorkState } from './work.ts';

interface PageProperties {
  readonly bridge: Bridge;
  readonly start: NotebookDocument;
  /** Where the document came from, and what is to be said of that; null: it is the shipped page's. */
  readonly brought: Brought | null;
  /** A public link for reading: the workbench is one press away. */
  readonly reading: boolean;
}

export function Page({ bridge, start, brought, reading }: PageProperties) {
  const [history, dispatch] = useReducer(reduce, start, historyOf);
  const [isReading, setReading] = useState(reading);
  const document = history.present;
  const { model, opened, problems } = useModel(document.scenario, bridge);
  useUndoKeys(dispatch);
  if (model === null)
    return (
      <main>
        <h1>Standoff</h1>
        {problems.length === 0 ? (
          <p class="fine">Reading the scenario…</p>
        ) : (
          problems.map((p) => (
            <p key={p.message} class="problem" role="alert">
              {p.message}
              {p.repair && ` (${p.repair})`}
            </p>
          ))
        )}
      </main>
    );
  return (
    <Workbench
      bridge={bridge}
      problems={problems}
      start={start}
      brought={brought}
      reading={isReading}
      onWorkbench={() => setReading(false)}
      model={model}
      opened={opened}
      document={document}
      canUndo={history.past.length > 0}
      canRedo={history.future.length > 0}
      dispatch={dispatch}
    />
  );
}

interface WorkbenchProperties extends PageProperties {
  /** Why the document's scenario is not the one on the bench. */
  readonly problems: readonly Problem[];
  readonly onWorkbench: () => void;
  readonly model: Model;
  readonly opened: ReturnType<typeof useModel>['opened'];
  readonly document: NotebookDocument;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly dispatch: (action: Action) => void;
}

const loadNotices = () => import('./share/notices.tsx');
const loadReading = () => import('./reading/view.tsx');

function Workbench(p: WorkbenchProperties) {
  const { bridge, model, opened, document, canUndo, canRedo, dispatch } = p;
  const { view, race } = model;
  const [drag, setDrag] = useState<Bench['drag']>(null);
  const [spoken, setSpoken] = useState('');
  const [state, work] = useWork(bridge, model, opened);
  useLayoutEffect(() => work.follow(document, drag !== null), [work, document, drag !== null]);

  const showing = useRef<ReturnType<typeof createShowing> | null>(null);
  showing.current ??= createShowing();
  const lastShown = useRef<Known | undefined>(undefined);
  const knownOf = useMemo(() => showing.current!(state, lastShown.current), [state, document.selected]);
  const isBusy = useCallback((v: DocumentVariant): boolean => isStale(state, v, model.keyOutcomes), [state, model]);

  const selected = variantOf(document, document.selected);
  const base = document.variants[0]!;
  const known = knownOf(selected);
  useEffect(() => {
    lastShown.current = known;
  });
  const answer: AnswerInputs = {
    view,
    race,
    bands: model.bands,
    day: document.day,
    base: knownOf(base),
    variant: selected,
    known,
  };
  const said = race === null ? model.keyOutcomes : [race.id];
  const settled = drag === null && !isBusy(selected) && !isBusy(base);

  // Said aloud once the answer to a change has settled, never while dragging and not for what the page opened with.
  useEffect(() => {
    if (!canUndo && !canRedo) return;
    if (settled) setSpoken(textOf(selected.id === base.id ? baseSentence(answer) : variantSentence(answer)));
  }, [settled, document.selected, document.day, contentKey(selected)]);

  useEffect(() => {
    if (opened?.inputs) dispatch({ type: 'solved', inputs: opened.inputs, engine: engineVersion });
  }, [opened]);
  useEffect(() => {
    globalThis.document.title = `${document.title || view.title} · Standoff`;
  }, [document.title, view.title]);

  const bench = useMemo<Bench>(
    () => ({ model, document, selected, base, knownOf, isBusy, dispatch, ask: bridge.ask, drag }),
    [model, document, knownOf, isBusy, drag],
  );
  useEffect(() => {
    if (state.confirmation.phase === 'confirmed') keepForOffline();
  }, [state.confirmation.phase]);

  const notices = useLoaded(loadNotices, useIdle());
  const readingView = useLoaded(loadReading, p.reading);
  const told = notices && <notices.DraftNotices start={p.start} brought={p.brought} />;
  if (p.reading)
    return (
      <BenchProvider value={bench}>
        <Labels.Provider value={model.labelOf}>
          {readingView && <readingView.default onWorkbench={p.onWorkbench} />}
          {told}
        </Labels.Provider>
      </BenchProvider>
    );
  return (
    <BenchProvider value={bench}>
      <Labels.Provider value={model.labelOf}>
        <header class="page-head">
          <div>
            <p class="brand">Standoff</p>
            <h1>{document.title || view.title}</h1>
            <p class="as-of">
              {view.asOf && (
                <>
                  As of <b>{dateInWords(view.asOf)}</b>,{' '}
                </>
              )}
              {view.horizon} days ahead{view.startDate && `, to ${long(dateOn(view.startDate, view.horizon))}`}
            </p>
          </div>
          <Status
            confirmation={state.confirmation}
            busy={state.busy > 0}
            shipped={model.shipped !== null}
            underway={state.underway}
            halted={state.halted}
            onHalt={work.halt}
            onResume={work.resume}
          />
        </header>
        <Bar canUndo={canUndo} canRedo={canRedo} dispatch={dispatch}>
          <ShareButton />
          <HelpMenu />
        </Bar>
        <main>
          {p.problems.map((problem) => (
            <p key={problem.message} class="problem" role="alert">
              The scenario of this document cannot be read, so the page shows the one before it. {problem.message}
              {problem.repair && ` (${problem.repair})`}
            </p>
          ))}
          <div class="top">
            <Answer
              inputs={answer}
              stale={drag === null && isStale(state, selected, said)}
              baseStale={isStale(state, base, said)}
              problems={state.problems.get(contentKey(selected)) ?? []}
              spoken={spoken}
            />
            <Caveats view={view} />
          </div>
          <div class="columns">
            <div class="left">
              <div id="compare">
                <Chart
                  view={view}
                  race={race}
                  bands={model.bands}
                  document={document}
                  targets={model.targets}
                  knownOf={knownOf}
                  before={drag === null ? null : (state.known.get(drag.key) ?? null)}
                  onLook={(look) => dispatch({ type: 'look', ...look })}
                />
              </div>
              <div id="variants">
                <Variants
                  view={view}
                  document={document}
                  inputs={model.inputs}
                  keys={model.keys}
                  knownOf={knownOf}
                  isBusy={isBusy}
                  dispatch={dispatch}
                />
              </div>
              <Sections due={state.confirmation.phase !== 'shipped'} />
            </div>
            <div id="inputs">
              <InputsPanel
                view={view}
                inputs={model.inputs}
                variant={selected}
                drag={drag}
                onGrab={(id, value) => setDrag({ id, value, key: contentKey(selected) })}
                onSet={(kind: InputKind, id, value, fallback, gesture) =>
                  dispatch({ type: 'set', kind, id, value, fallback, gesture, when: now() })
                }
                onRelease={() => setDrag(null)}
              />
            </div>
          </div>
        </main>
        <footer class="page-foot">
          {view.sources.length > 0 && (
            <p>
              Sources:{' '}
              {view.sources.map((s) => `${s.outlet}${s.published ? `, ${dateInWords(s.published)}` : ''}`).join(' · ')}.
            </p>
          )}
          <p>
            Scenario {view.id}
            {opened?.inputs && (
              <>
                , inputs <code>{opened.inputs.slice(0, 12)}</code>
              </>
            )}
            . Everything is computed in this browser; nothing you do here leaves it.
          </p>
        </footer>
        {told}
        <MiniBar
          race={race}
          keys={model.keys}
          day={document.day}
          variant={selected}
          base={answer.base}
          known={answer.known}
        />
      </Labels.Provider>
    </BenchProvider>
  );
}

/** What is known of each variant; begins anew, with the last figures in sight, when another model takes the bench. */
function useWork(bridge: Bridge, model: Model, opened: WorkbenchProperties['opened']): [WorkState, Work] {
  const [told, setTold] = useState<{ model: Model; state: WorkState } | null>(null);
  const current = useRef<{ model: Model; work: Work } | null>(null);
  if (current.current?.model !== model) {
    const before = current.current?.work;
    before?.stop();
    const latest = before?.state().latest;
    const work = createWork({
      model,
      ask: bridge.ask,
      keepFree: bridge.keepFree,
      changed: (state) => setTold({ model, state }),
      ...(latest && { before: latest }),
    });
    current.current = { model, work };
  }
  const { work } = current.current!;
  useEffect(() => {
    if (opened !== null) work.begin(opened);
  }, [work, opened]);
  return [told?.model === model ? told.state : work.state(), work];
}

/** To the minute: when an input was changed. */
const now = (): string => `${new Date().toISOString().slice(0, 16)}Z`;

function useUndoKeys(dispatch: (action: Action) => void): void {
  useEffect(() => {
    const pressed = (e: KeyboardEvent): void => {
      if (!(e.ctrlKey || e.metaKey) || e.altKey) return;
      const target = e.target as HTMLElement | null;
      // Text fields keep their own undo.
      if (target instanceof HTMLInputElement && !['range', 'checkbox', 'radio'].includes(target.type)) return;
      if (target instanceof HTMLTextAreaElement || target?.isContentEditable) return;
      const key = e.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      e.preventDefault();
      dispatch({ type: key === 'y' || e.shiftKey ? 'redo' : 'undo' });
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}
