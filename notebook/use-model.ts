// Which scenario is on the bench: follows the document's scenario, opens it in the workers, and says what stands in the way. A text that cannot be read leaves the last good model where it is.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../engine/index.ts';
import type { Opened } from '../engine/work/client.ts';
import type { Bridge } from './bridge.ts';
import type { NotebookDocument } from './document/document.ts';
import { type Model, modelOf } from './model.ts';
import { fileOf, firstModel, firstScenario, shippedText } from './shipped.ts';

export interface OnBench {
  /** Null while a scenario without shipped answers is being read for the first time. */
  readonly model: Model | null;
  /** What the workers said of it; null until they have opened it. */
  readonly opened: Opened | null;
  /** Why the document's scenario is not the one on the bench. */
  readonly problems: readonly Problem[];
}

type ScenarioOf = NotebookDocument['scenario'];

const isFirst = (s: ScenarioOf): boolean => s.shipped === firstScenario && s.text === null;

export function useModel(scenario: ScenarioOf, bridge: Bridge): OnBench {
  const [state, setState] = useState<OnBench>(() => ({
    model: isFirst(scenario) ? firstModel() : null,
    opened: null,
    problems: [],
  }));
  const newest = useRef(0);
  useEffect(() => {
    const turn = ++newest.current;
    if (isFirst(scenario))
      setState((s) => ({ model: firstModel(), opened: s.model === firstModel() ? s.opened : null, problems: [] }));
    const stands = state.model !== null;
    openOrShipped(scenario, bridge, stands).then(
      (found) => {
        if (turn !== newest.current) return;
        setState((s) => (found.model === null ? { ...s, problems: found.problems } : found));
      },
      (error: unknown) => {
        if (turn !== newest.current) return;
        const message = error instanceof Error ? error.message : String(error);
        setState((s) => ({ ...s, problems: [{ code: 'engine', severity: 'error', message }] }));
      },
    );
  }, [scenario.shipped, scenario.text]);
  return state;
}

/** A reader's text that cannot be read must not be a dead end: where nothing stands yet, the shipped scenario does, with what is wrong. */
async function openOrShipped(scenario: ScenarioOf, bridge: Bridge, stands: boolean): Promise<OnBench> {
  const found = await open(scenario, bridge);
  if (found.model !== null || stands || scenario.text === null || scenario.shipped === null) return found;
  return { ...(await open({ ...scenario, text: null }, bridge)), problems: found.problems };
}

async function open(scenario: ScenarioOf, bridge: Bridge): Promise<OnBench> {
  const file = scenario.shipped === null ? 'scenario.yaml' : fileOf(scenario.shipped);
  const text = scenario.text ?? (scenario.shipped === null ? null : await shippedText(scenario.shipped));
  if (text === null)
    return {
      model: null,
      opened: null,
      problems: [
        {
          code: 'unknown-scenario',
          severity: 'error',
          message: `this version ships no scenario \`${scenario.shipped}\``,
          repair: 'ask for the document as a file that holds the scenario’s text',
        },
      ],
    };
  const opened = await bridge.open(text, file);
  if (opened.view === null) return { model: null, opened: null, problems: opened.problems };
  if (isFirst(scenario)) return { model: firstModel(), opened, problems: [] };
  const { shipped, strength } = firstModel();
  const kin = shipped?.scenario === opened.view.id;
  const model = modelOf({
    key: opened.inputs ?? text,
    view: opened.view,
    file,
    text: async () => text,
    shipped: null,
    strength: kin ? strength : {},
    layout: async () => null,
  });
  return { model, opened, problems: [] };
}
