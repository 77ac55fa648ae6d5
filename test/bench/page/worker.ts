// Times solves inside a browser's worker: bind and solve after each change of a number, as a slider does.
import { solveVariant, type Underway } from '../../../engine/result/solve-variant.ts';
import { bindVariant } from '../../../engine/scenario/bind.ts';
import { loadScenario } from '../../../engine/scenario/load.ts';
import { baseVariantOf } from '../../../engine/scenario/view.ts';

export interface Request {
  readonly text: string;
  /** Left out: everything. */
  readonly outcomes?: readonly string[];
  readonly times: number;
}

export interface Measured {
  readonly milliseconds: readonly number[];
  readonly configurations: number;
  readonly states: number;
  readonly bytes: number | null;
}

self.onmessage = ({ data: { text, outcomes, times } }: MessageEvent<Request>) => {
  const scenario = loadScenario(text, 'bench.yaml').value!;
  const base = baseVariantOf(scenario.file);
  const [name, first] = Object.entries(scenario.file.parameters ?? {})[0]!;
  const cache = new Map();
  const states: Underway[] = [];
  const underway = (state: Underway): void => void states.push(state);
  let configurations = 0;
  const milliseconds = Array.from({ length: times }, (_, n) => {
    const begin = performance.now();
    const parameters = { ...base.parameters, [name]: first.value * (1 - 1e-4 * n) };
    const bound = bindVariant(scenario, { ...base, parameters }).value!;
    configurations = solveVariant(bound, {
      cache,
      underway,
      ...(outcomes && { outcomes, rewards: [] }),
    }).configurations;
    return performance.now() - begin;
  });
  const bytes = Math.max(0, ...states.map((s) => s.bytes ?? 0));
  self.postMessage({ milliseconds, configurations, states: states.length, bytes } satisfies Measured);
};
